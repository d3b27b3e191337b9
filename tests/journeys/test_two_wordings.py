"""A colleague's file in the real window: seen note by note, taken, chosen between side by side, signed, taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.core.note import Note
from reader.ui.main_window import MainWindow
from reader.ui.notes.author_dialog import AuthorDialog
from reader.ui.notes.import_dialog import ImportDialog
from reader.ui.session.mark_sources import note_marks
from tests.journeys.conftest import OpenWindow
from tests.journeys.test_notes_page import mark, open_page, said
from tests.store.people import Colleague

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def dialog_of(qtbot: QtBot, window: MainWindow) -> ImportDialog:
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    found = window.findChild(ImportDialog)
    assert found is not None
    return found


@pytest.fixture
def colleague(tmp_path: Path) -> Colleague:
    return Colleague(tmp_path / "同事", "李四")


def theirs(window: MainWindow, colleague: Colleague, ids: list[str], file: Path) -> Path:
    """What comes back: the first note changed, the second deleted, the third with another colour, one of their own."""
    colleague.take(window.session.library.notebook.export("jsonld"))
    store = colleague.store
    store.update(replace(store.get(ids[0]), text="对方的写法"))
    store.trash(ids[1])
    store.update(replace(store.get(ids[2]), colour="pink"))
    own: Note = replace(store.get(ids[2]), id="own", text="同事自己的", creator=colleague.person, origin="")
    store.add(own)
    file.write_bytes(colleague.export())
    return file


def test_two_wordings_wait_side_by_side(
    qtbot: QtBot, open_window: OpenWindow, colleague: Colleague, tmp_path: Path
) -> None:
    window = open_window()
    ids = mark(qtbot, window, 0, 3)
    notes, library = window.session.notes, window.session.library
    file = theirs(window, colleague, ids, tmp_path / "同事.jsonld")
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(library.store.get(ids[0]), text="我的写法"))
    page = open_page(qtbot, window)
    window.desks.notes.files.look_into(file)
    offer = dialog_of(qtbot, window)
    assert {row.fate for row in offer.rows.rows} == {"conflicting", "deleted", "updated", "added"}
    assert offer.rows.chosen == {ids[0], ids[2], "own"}, "nothing is deleted that was not agreed"
    cells = {
        offer.rows.data(offer.rows.index(row, column)) for row in range(4) for column in range(offer.rows.columnCount())
    }
    assert {"我的写法", "对方的写法", "李四（市数据局）", "（已删除）"} <= cells
    offer.deletions.setChecked(True)
    assert ids[1] in offer.rows.chosen
    first = offer.rows.index([row.id for row in offer.rows.rows].index(ids[2]), 0)
    assert offer.rows.setData(first, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    offer.go.click()
    qtbot.waitUntil(lambda: notes.get(ids[1]) is None and notes.get("own") is not None)
    assert library.store.get(ids[2]).colour == "yellow", "a note without its tick is left alone"
    assert "两种写法都留着" in said(window)

    window.late.message.button.click()
    qtbot.waitUntil(lambda: page.conflicts.list.model().rowCount() == 1)
    assert page.current == "conflicts"
    assert "（1）" in page.tabs.tabText(3)
    assert (page.conflicts.views["mine"].toPlainText(), page.conflicts.views["theirs"].toPlainText()) == (
        "我的写法", "对方的写法",
    )  # fmt: skip
    page.conflicts.buttons["both"].click()
    qtbot.waitUntil(lambda: page.conflicts.list.model().rowCount() == 0)
    assert set(library.store.get(ids[0]).text.split("\n\n")) == {"我的写法", "对方的写法"}

    page.show_tab("all")
    authors = page.browser.bar.choosers["author"]
    qtbot.waitUntil(lambda: authors.count() == 3)
    page.browser.bar.choose("author", "李四（市数据局）")
    qtbot.waitUntil(lambda: [line.key for line in page.browser.listing.lines] == ["own"])
    doc = library.store.get("own").anchor.doc
    marks = note_marks(notes.of(doc), notes.me)
    assert {mark.by for each in marks.values() for mark in each if mark.note == "own"} == {"李"}

    page.show_tab("backups")
    qtbot.waitUntil(page.backups.buttons["undo"].isVisible)
    page.backups.buttons["undo"].click()
    qtbot.waitUntil(lambda: notes.get("own") is None and notes.get(ids[1]) is not None)
    assert "已撤销" in said(window)
    assert "对方的写法" in library.store.get(ids[0]).text, "what was chosen since stays"
    colleague.store.close()


def test_a_name_is_asked_once_beside_the_first_note(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    (one,) = mark(qtbot, window, 0, 1)
    window.late.message.hide()
    window.desks.notes.choosing._offering.timeout.emit()  # some seconds later, when nothing else is said
    assert "姓名" in said(window)
    window.late.message.button.click()
    asked = window.findChild(AuthorDialog)
    assert asked is not None
    asked.name.setText("  张三 ")
    asked.unit.setText("市数据局")
    asked.boxes.accepted.emit()
    assert str(window.session.settings.me) == "张三（市数据局）"
    store = window.session.library.store
    (two,) = mark(qtbot, window, 1, 1)
    assert (str(store.get(two).creator), str(store.get(one).creator)) == ("张三（市数据局）", "")
    assert '"name": "张三"' in window.session.library.notebook.export("jsonld", store.get(one).anchor.doc).decode()
    assert "姓名和单位，导出后" not in said(window), "asked once"
