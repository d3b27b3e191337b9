"""Command `register` with what the user says about rows: applied to tables, added beside the rows in JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from reader.cli.main import main
from reader.core.register import Task
from reader.library import open_library
from reader.paths import find_paths
from reader.registers.series import joining, series_of

UNIT = "市科技局"


Run = Callable[..., tuple[int, bytes]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], built_corpus: Path) -> Run:
    def command(data: Path, *words: str) -> tuple[int, bytes]:
        status = main(["--data-dir", str(data), "--corpus", str(built_corpus), "register", *words])
        assert isinstance(status, int)
        return status, capsysbinary.readouterr().out

    return command


def test_json_keeps_what_was_read_and_adds_what_was_said(run: Run, built_corpus: Path, tmp_path: Path) -> None:
    status, out = run(tmp_path, "tasks", "--json")
    assert status == 0
    before = json.loads(out)
    assert not any({"correction", "status", "note_of_mine"} & set(row) for row in before)
    library = open_library(find_paths(tmp_path, built_corpus))
    first, second = library.rows.seen().seen["tasks"][:2]
    library.rows.mark("tasks", first, "进行中", "已报")
    library.rows.correct("tasks", first, {"lead": [UNIT]})
    library.rows.correct("tasks", second, {"not_a_row": True})
    library.close()

    rows = json.loads(run(tmp_path, "tasks", "--json")[1])
    assert rows[0] == {**before[0], "status": "进行中", "note_of_mine": "已报", "correction": {"lead": [UNIT]}}
    assert rows[1] == {**before[1], "correction": {"not_a_row": True}}
    assert rows[2:] == before[2:]

    table = run(tmp_path, "tasks", "--csv")[1].decode("utf-8-sig").splitlines()
    assert table[0].endswith("时限,形式,状态,我的备注,更正,核对原因,待核对")
    assert len([line for line in table if "已更正：牵头原为" in line]) == 1
    assert isinstance(first.read, Task)
    assert not any(second.read.at.quote[:20] in line for line in table)
    narrowed = json.loads(run(tmp_path, "tasks", "--unit", UNIT, "--json")[1])
    assert len(narrowed) == sum("role" in row for row in narrowed)


def test_a_task_sheet_of_one_unit(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.docx"
    assert run(tmp_path, "tasks", "--unit", UNIT, "--docx", str(file))[0] == 0
    word = docx.Document(io.BytesIO(file.read_bytes()))
    rows = json.loads(run(tmp_path, "tasks", "--unit", UNIT, "--json")[1])
    assert sum(len(table.rows) - 1 for table in word.tables) == len(rows)
    assert run(tmp_path, "targets", "--docx", str(file))[0] == 2


def test_notes_that_cannot_be_read_do_not_stop_the_registers(run: Run, built_corpus: Path, tmp_path: Path) -> None:
    paths = find_paths(tmp_path, built_corpus)
    paths.user_data.mkdir(parents=True, exist_ok=True)
    library = open_library(paths)
    library.rows.mark("tasks", library.rows.seen().seen["tasks"][0], "进行中", "")
    library.close()
    for file in paths.user_data.rglob("*.db"):
        file.write_bytes(b"no database at all" * 400)
    status, out = run(tmp_path, "tasks", "--json")
    assert status == 0
    assert json.loads(out)


def test_one_table_with_deadlines_in_the_language_asked_for(
    run: Run, built_corpus: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    rows = json.loads(run(tmp_path, "tasks", "--json")[1])
    due = [row for row in rows if row["deadline"]]
    assert due
    assert all(row["deadline"] == row["deadlines"][0] for row in due)
    arguments = ["--data-dir", str(tmp_path), "--corpus", str(built_corpus), "--lang", "en"]
    assert main([*arguments, "register", "tasks", "--csv"]) == 0
    head = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Document,Clause,Task,Lead")
    assert "Due" in head.split(",")
    systems = run(tmp_path, "systems", "--csv")[1].decode("utf-8-sig")
    assert "涉及单位" in systems.splitlines()[0]
    assert "（牵头）" in systems
    assert "（配合）" in systems


def test_tasks_of_nobody_in_particular_are_hinted_at(
    built_corpus: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    arguments = ["--data-dir", str(tmp_path), "--corpus", str(built_corpus), "register", "tasks", "--unit", UNIT]
    assert main([*arguments, "--json"]) == 0
    captured = capsysbinary.readouterr()
    assert "可能涉及本单位" in captured.err.decode()
    assert all("role" in row for row in json.loads(captured.out)), "the rows stay those that name the unit"
    file = tmp_path / "sheet.docx"
    assert main([*arguments, "--docx", str(file)]) == 0
    assert any("可能涉及本单位" in p.text for p in docx.Document(io.BytesIO(file.read_bytes())).paragraphs)


def test_a_corrected_unit_is_found_under_its_own_name(run: Run, built_corpus: Path, tmp_path: Path) -> None:
    library = open_library(find_paths(tmp_path, built_corpus))
    each = next(n for n in library.rows.seen().seen["tasks"] if UNIT not in str(n.read.at.quote) and n.read.sure)
    library.rows.correct("tasks", each, {"lead": ["市科技局"]})
    (now,) = (n for n in library.rows.seen().seen["tasks"] if n.key == each.key)
    assert isinstance(now.row, Task)
    library.rows.correct("tasks", each, {"lead": ["市發改委", "市科技局"]})
    (now,) = (n for n in library.rows.seen().seen["tasks"] if n.key == each.key)
    assert isinstance(now.row, Task)
    assert [unit.name for unit in now.row.lead] == ["市发展改革委", UNIT]
    assert library.rows.unit_named("市發改委", each.read.at.doc) == ("市发展改革委", True)
    assert library.rows.unit_named("火星局", each.read.at.doc) == ("火星局", False)
    library.close()
    rows = json.loads(run(tmp_path, "tasks", "--unit", UNIT, "--json")[1])
    assert each.read.at.quote in [row["quote"] for row in rows]


def test_one_indicator_in_several_documents(run: Run, built_corpus: Path, tmp_path: Path) -> None:
    status, out = run(tmp_path, "series", "--json")
    assert status == 0
    assert all(len(series["docs"]) > 1 or len(series["years"]) > 1 for series in json.loads(out))
    size, income = "软件和信息技术服务业规模", "软件和信息技术服务业营业收入"
    found = {each["name"]: each for each in json.loads(run(tmp_path, "series", "--name", "軟件", "--json")[1])}
    assert {size, income} <= set(found)
    assert [point["numbers"] for point in found[size]["points"]] == [[2600.0], [2600.0]]

    library = open_library(find_paths(tmp_path, built_corpus))
    regions = {info.id: info.region for info in library.documents()}
    by_name = {each.name: each for each in series_of(library.registers().targets, regions)}
    library.rows.lead(joining(by_name[income], by_name[size]))
    library.close()
    joined = json.loads(run(tmp_path, "series", "--name", income, "--json")[1])
    assert [len(each["docs"]) for each in joined if each["name"] == size] == [2]

    file = tmp_path / "series.xlsx"
    assert run(tmp_path, "series", "--name", size, "--xlsx", str(file))[0] == 0
    assert openpyxl.load_workbook(file).worksheets[0].max_row == 4
    table = run(tmp_path, "series", "--name", size, "--csv")[1].decode("utf-8-sig").splitlines()
    assert table[0].startswith("指标,文件,条款,原文名称,年份")
    doc = found[income]["docs"][0]
    alone = json.loads(run(tmp_path, "series", "--doc", doc, "--name", "软件", "--json")[1])
    assert {docs for each in alone for docs in each["docs"]} == {doc}


@pytest.mark.parametrize(
    "words",
    [
        ("series", "--unit", UNIT), ("series", "--docx", "x.docx"), ("series", "--name", " "), ("tasks", "--name", "x"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_series_is_said(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(tmp_path, *words) == (2, b"")
    assert run(tmp_path, "series", "--name", "没有这个指标") == (1, b"")
