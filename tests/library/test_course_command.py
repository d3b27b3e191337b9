"""One clause through the versions of its document, remarks on a comparison, and lineage as a picture: the commands."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.library.test_commands import Run, added
from tests.library.test_commands import run as run  # noqa: PLC0414  the fixture

SAFE = "网络运营者应当制定应急预案，及时处置系统漏洞、计算机病毒、网络攻击等安全风险。"
OLD = f"""某市网络安全条例

（2018年1月10日某市第一届人民代表大会常务委员会第一次会议通过）

第一条　根据《中华人民共和国网络安全法》，制定本条例。

第二条　{SAFE}

第三条　违反第二条规定的，处五百元罚款。

第四条　本条例自2018年3月1日起施行。
"""
NEW = f"""某市网络安全条例

（2018年1月10日某市第一届人民代表大会常务委员会第一次会议通过　2023年5月10日某市第二届人民代表大会常务委员会第九次会议修订）

第一条　根据《中华人民共和国网络安全法》，制定本条例。

第二条　市网信部门统筹协调网络安全工作和相关监督管理工作。

第三条　{SAFE}

第四条　违反第三条规定的，处五千元罚款。

第五条　本条例自2023年7月1日起施行。
"""


def _two(run: Run, folder: Path) -> tuple[str, str]:
    for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
        (folder / name).write_text(text, encoding="utf-8")
    first, second = added(run, str(folder / "旧.txt"), str(folder / "新.txt"), "--separate")
    return first["id"], second["id"]


def test_a_clause_through_its_versions_with_its_notes(run: Run, tmp_path: Path) -> None:
    old, new = _two(run, tmp_path)
    assert run("notes", "add", f"{old}#第二条", "--quote", "应急预案", "--note", "看预案")[0] == 0
    status, out, _ = run("versions", f"{new}#第三条", "--json")
    rows = json.loads(out)
    assert status == 0
    assert [(row["id"], row["turn"], row["clauses"][0]["clause"]) for row in rows] == [
        (old, "first", "第二条"), (new, "renumbered", "第三条"),
    ]  # fmt: skip
    assert [(note["text"], note["in_newest"]) for note in rows[0]["notes"]] == [("看预案", "moved")]
    rows = json.loads(run("versions", f"{old}#第三条", "--json")[1])
    assert rows[1]["turn"] == "reworded"
    assert "五千元" in "".join(rows[1]["text"][start:end] for start, end in rows[1]["changed"]) or rows[1]["changed"]
    assert "\t仅序号变动\t第二条 → 第三条\t" in run("versions", f"{old}#第二条")[1]
    text = run("versions", f"{new}#第二条")[1]
    assert "没有这一条" in text
    assert "新增的一条" in text
    assert run("versions", f"{old}#第二条", "--join", new)[0] == 2
    lines = [line for line in run("library")[1].splitlines() if "某市网络安全条例" in line]
    assert sorted(lines) == ["某市网络安全条例（2018-01-10）", "某市网络安全条例（2023-05-10）"]


def test_a_remark_on_a_row_is_kept_and_exported(run: Run, tmp_path: Path) -> None:
    old, new = _two(run, tmp_path)
    rows = json.loads(run("compare", old, new, "--json")[1])["rows"]
    key = next(row["key"] for row in rows if row["left"] and "五百元" in row["left"]["text"])
    assert run("compare", old, new, "--explain", f"{key}=按上位法提高罚款")[0] == 0
    table = tmp_path / "表.xlsx"
    assert run("compare", old, new, "--xlsx", str(table))[0] == 0
    assert "按上位法提高罚款" in [row[2].value for row in openpyxl.load_workbook(table).worksheets[0].iter_rows()]
    status, _, err = run("compare", old, new, "--explain", "别的=说明")
    assert (status, "没有“别的”这一行" in err) == (2, True)


def test_lineage_as_graph_and_picture(run: Run, tmp_path: Path) -> None:
    old, _new = _two(run, tmp_path)
    picture = tmp_path / "图.svg"
    assert run("lineage", old, "--svg", str(picture))[0] == 0
    assert "网络安全法" in picture.read_text("utf-8")
    graph = json.loads(run("lineage", old, "--json", "--steps", "1")[1])["graph"]
    assert graph["edges"][0]["relation"] == "rests-on"
    assert graph["nodes"][0]["doc"] == old
    listed = run("lineage", old, "--relation", "rests-on", "--years", "2018")[1]
    assert listed.startswith("《某市网络安全条例》（")
    assert "2018）\t依据\t《中华人民共和国网络安全法》" in listed
    assert run("lineage", old, "--relation", "passes-on")[:2] == (1, "")
    missing = json.loads(run("lineage", "--json")[1])["missing"]
    assert missing[0]["cited"].endswith("网络安全法")
    assert missing[0]["documents"] == 2
    for wrong in (
        ("lineage", "--svg", str(picture)),
        ("lineage", old, "--steps", "9"),
        ("lineage", old, "--years", "a"),
        ("lineage", old, "--years", "2024-2019"),
    ):
        assert run(*wrong)[0] == 2
