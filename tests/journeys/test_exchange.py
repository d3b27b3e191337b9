"""Notes to a colleague with the documents they stand on, and in again, in the real windows of two profiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reader import app
from reader.core.span import Location
from reader.library import Library
from reader.paths import Paths, find_paths
from reader.ui.main_window import MainWindow
from reader.ui.notes.import_dialog import ImportDialog
from reader.ui.notes.note_dialogs import FORMS, ExportDialog
from tests.journeys.conftest import OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
NOTICE = "关于开展琥珀试点的通知\n\n各区人民政府：\n一、请于9月30日前报送琥珀试点方案。\n二、试点经费由市财政局安排。\n"


def dialog(qtbot: QtBot, kind: type) -> Callable[[], object]:
    found: list[object] = []

    def is_there() -> bool:
        found[:] = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return lambda: found[0]


@pytest.fixture
def exported(
    qtbot: QtBot, paths: Paths, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    file, target = tmp_path / "通知.txt", tmp_path / "给同事.prdocs"
    file.write_text(NOTICE, encoding="utf-8")
    window = open_window()
    library: Library = window.session.library
    (row,) = library.add([file], progress=lambda *_: None, cancelled=bool)
    assert row.id is not None
    block = next(each.id for each in library.open(row.id).blocks if "琥珀试点方案" in each.text)
    library.notebook.annotate(Location(row.id, block), "note", text="须盖章")
    window.session.notes.reload()
    qtbot.waitUntil(lambda: bool(window.session.notes.all()))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    files_of(window).export()
    offered = dialog(qtbot, ExportDialog)()
    assert isinstance(offered, ExportDialog)
    button = offered.forms.button(list(FORMS).index("prdocs"))
    assert "我的文件" in button.text()
    button.setChecked(True)
    offered.scopes.button(0).setChecked(True)
    offered.go.click()
    qtbot.waitUntil(target.exists)
    window.close()
    return target


def files_of(window: MainWindow):  # type: ignore[no-untyped-def]  # a desk of the window
    return window.desks.notes.files


def test_a_colleague_sees_what_will_come_and_takes_in_both(
    qtbot: QtBot, open_at: Callable[[Paths], app.Running], exported: Path, corpus_dir: Path, profile: Path
) -> None:
    running = open_at(find_paths(profile / "colleague", corpus_dir))
    window = running.window
    window.desks.shelves.add([exported])  # dropped onto the window, or opened with it
    preview = dialog(qtbot, ImportDialog)()
    assert isinstance(preview, ImportDialog)
    said = preview.report.text()
    assert "1 份将添加到“我的文件”（通知.txt）" in said
    assert "没有签名" in said
    assert "本文库没有的文件" not in said
    library: Library = running.library
    assert not [info for info in library.documents() if info.shelf == "own"]
    preview.go.click()
    qtbot.waitUntil(lambda: len(window.session.notes.all()) == 1)
    (info,) = [info for info in library.documents() if info.shelf == "own"]
    (placed,) = library.notebook.all(info.id)
    assert (placed.note.text, placed.resolution.state) == ("须盖章", "exact")
    window.desks.shelves.add([exported])
    again = dialog(qtbot, ImportDialog)()
    assert isinstance(again, ImportDialog)
    assert "已有的文件：1 份" in again.report.text()
    assert not again.go.isEnabled()
    again.reject()


def test_it_is_no_document_to_be_added(exported: Path, corpus_dir: Path, profile: Path) -> None:
    from reader.library import open_library

    library = open_library(find_paths(profile / "third", corpus_dir))
    (row,) = library.add([exported], progress=lambda *_: None, cancelled=bool)
    assert (row.state, "导入批注" in row.says) == ("skipped", True)
    library.close()
