"""Command `register` with what the user says about rows: applied to tables, added beside the rows in JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from reader.cli.main import main
from reader.core.register import Task
from reader.library import open_library
from reader.paths import find_paths

ROOT = Path(__file__).resolve().parent.parent.parent
UNIT = "市科技局"


def run(capsysbinary: pytest.CaptureFixture[bytes], data: Path, *words: str) -> tuple[int, bytes]:
    status = main(["--data-dir", str(data), "--corpus", str(ROOT / "corpus"), "register", *words])
    return status, capsysbinary.readouterr().out


def test_json_keeps_what_was_read_and_adds_what_was_said(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    status, out = run(capsysbinary, tmp_path, "tasks", "--json")
    assert status == 0
    before = json.loads(out)
    assert not any({"correction", "status", "note_of_mine"} & set(row) for row in before)
    library = open_library(find_paths(tmp_path, ROOT / "corpus"))
    first, second = library.rows.seen().seen["tasks"][:2]
    library.rows.mark("tasks", first, "进行中", "已报")
    library.rows.correct("tasks", first, {"lead": [UNIT]})
    library.rows.correct("tasks", second, {"not_a_row": True})
    library.close()

    rows = json.loads(run(capsysbinary, tmp_path, "tasks", "--json")[1])
    assert rows[0] == {**before[0], "status": "进行中", "note_of_mine": "已报", "correction": {"lead": [UNIT]}}
    assert rows[1] == {**before[1], "correction": {"not_a_row": True}}
    assert rows[2:] == before[2:]

    table = run(capsysbinary, tmp_path, "tasks", "--csv")[1].decode("utf-8-sig").splitlines()
    assert table[0].endswith("状态,我的备注,更正,待核对")
    assert len([line for line in table if "已更正：牵头原为" in line]) == 1
    assert isinstance(first.read, Task)
    assert not any(second.read.at.quote[:20] in line for line in table)
    narrowed = json.loads(run(capsysbinary, tmp_path, "tasks", "--unit", UNIT, "--json")[1])
    assert len(narrowed) == sum("role" in row for row in narrowed)


def test_a_task_sheet_of_one_unit(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    file = tmp_path / "sheet.docx"
    assert run(capsysbinary, tmp_path, "tasks", "--unit", UNIT, "--docx", str(file))[0] == 0
    word = docx.Document(io.BytesIO(file.read_bytes()))
    rows = json.loads(run(capsysbinary, tmp_path, "tasks", "--unit", UNIT, "--json")[1])
    assert sum(len(table.rows) - 1 for table in word.tables) == len(rows)
    assert run(capsysbinary, tmp_path, "targets", "--docx", str(file))[0] == 2


def test_notes_that_cannot_be_read_do_not_stop_the_registers(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    paths = find_paths(tmp_path, ROOT / "corpus")
    paths.user_data.mkdir(parents=True, exist_ok=True)
    library = open_library(paths)
    library.rows.mark("tasks", library.rows.seen().seen["tasks"][0], "进行中", "")
    library.close()
    for file in paths.user_data.rglob("*.db"):
        file.write_bytes(b"no database at all" * 400)
    status, out = run(capsysbinary, tmp_path, "tasks", "--json")
    assert status == 0
    assert json.loads(out)
