"""`amend` on the command line: orders, fates, files and statuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.library.test_commands import Run, added
from tests.library.test_commands import run as run  # noqa: PLC0414  the fixture
from tests.registers.test_amending import LAW

DECISION = """关于修改《某市数据条例》的决定

现决定对《某市数据条例》作如下修改：

一、将第一条中的“发展”修改为“流通”。

二、删去第九条。

本决定自公布之日起施行。
"""


def test_a_decision_on_a_law(run: Run, tmp_path: Path) -> None:
    law, decision = tmp_path / "条例.txt", tmp_path / "决定.txt"
    law.write_text(LAW, encoding="utf-8")
    decision.write_text(DECISION, encoding="utf-8")
    first, second = added(run, str(law), str(decision))
    status, out, err = run("amend", second["id"], first["id"], "--json")
    assert out, err
    told = json.loads(out)
    assert status == 1
    assert "未套用 1" in err
    assert [(step["state"], step["clause"]) for step in told["steps"]] == [("done", "第一条"), ("left", "第九条")]
    assert told["derived"] is True
    assert "促进数据流通" in told["text"]
    table = tmp_path / "表.docx"
    assert run("amend", second["id"], first["id"], "--docx", str(table))[0] == 0 or table.read_bytes()[:2] == b"PK"
    status, _, err = run("amend", first["id"], second["id"])
    assert status == 2
    assert "修改" in err
