"""Bookmarks in folders through the real window: dragged, moved by keys, taken back, and there again after a restart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.store import exchange
from reader.store.annotations import NoteStore
from reader.ui.main_window import MainWindow
from reader.ui.notes.notes_bookmarks import BookmarksPage
from reader.ui.notes.notes_tree import BookmarkTree
from reader.ui.session.note_folders import clean_name

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
CONTROL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip


def bookmarks(qtbot: QtBot, window: MainWindow, count: int) -> list[str]:
    doc = window.session.documents()[0].id
    made = []
    for block in [b for b in window.session.library.open(doc).blocks if len(b.text) > 60][:count]:
        with qtbot.waitSignal(window.session.notes.saved) as told:
            window.session.notes.add(Location(doc, block.id), "bookmark")
        assert told.args is not None
        made.append(told.args[0].note.id)
    return made


def open_tab(qtbot: QtBot, window: MainWindow) -> BookmarksPage:
    window.desks.notes.show("bookmarks")
    page = window.desks.notes.page
    assert page is not None
    qtbot.waitUntil(lambda: window.session.notes.complete)
    return page.bookmarks


def shape(tree: BookmarkTree) -> list[str]:
    """The tree as lines: folders by name, bookmarks as *, indented."""
    lines: list[str] = []

    def walk(item: QTreeWidgetItem, depth: int) -> None:
        sort, _key = tree._key(item)
        lines.append("  " * depth + (item.text(0) if sort == "folder" else "*"))
        for at in range(item.childCount()):
            walk(item.child(at), depth + 1)

    for at in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(at)
        assert item is not None
        walk(item, 0)
    return lines


def choose(tree: BookmarkTree, *keys: tuple[str, str]) -> list[QTreeWidgetItem]:
    tree.clearSelection()
    found = []
    for key in keys:
        item = tree._item(key)
        assert item is not None, key
        tree.setCurrentItem(item)
        found.append(item)
    for item in found:
        item.setSelected(True)
    return found


def drag(tree: BookmarkTree, what: Sequence[tuple[str, str]], onto: tuple[str, str] | None, part: float = 0.5) -> None:
    """Drops these on a row (at a part of its height), or on the empty ground."""
    data = tree.mimeData(choose(tree, *what))
    at = QPointF(40, tree.viewport().height() - 4)
    if onto is not None:
        item = tree._item(onto)
        assert item is not None
        area = tree.visualItemRect(item)
        at = QPointF(area.left() + 10, area.top() + area.height() * part)
    tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NONE))


def new_folder(qtbot: QtBot, page: BookmarksPage, name: str) -> None:
    page.buttons["new"].click()
    qtbot.waitUntil(lambda: page.tree.findChild(QLineEdit) is not None)
    editor = page.tree.findChild(QLineEdit)
    assert editor is not None
    editor.setText(name)
    with qtbot.waitSignal(page._notes.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(path.endswith(clean_name(name)) for path in page._notes.folders))
    page.tree.clearSelection()


def test_dragged_into_folders_and_taken_back(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    one, two, three = bookmarks(qtbot, window, 3)
    page, notes = open_tab(qtbot, window), window.session.notes
    tree = page.tree
    assert shape(tree) == ["*", "*", "*"]
    new_folder(qtbot, page, "重点/条款")
    new_folder(qtbot, page, "待议")
    assert shape(tree) == ["重点／条款", "待议", "*", "*", "*"]

    with qtbot.waitSignal(notes.changed):
        drag(tree, [("note", one), ("note", three)], ("folder", "待议"))
    assert shape(tree) == ["重点／条款", "待议", "  *", "  *", "*"]
    with qtbot.waitSignal(notes.changed):
        drag(tree, [("folder", "待议")], ("folder", "重点／条款"))
    assert shape(tree) == ["重点／条款", "  待议", "    *", "    *", "*"]
    with qtbot.waitSignal(notes.changed):
        drag(tree, [("note", two)], ("note", one))
    assert window.session.library.store.get(two).folder == "重点／条款/待议"
    drag(tree, [("folder", "重点／条款")], ("folder", "重点／条款/待议"))
    with qtbot.waitSignal(notes.changed):
        drag(tree, [("folder", "重点／条款/待议"), ("note", two)], None)
    assert shape(tree) == ["重点／条款", "待议", "  *", "  *", "  *"]
    with qtbot.waitSignal(notes.changed):
        drag(tree, [("folder", "待议")], ("folder", "重点／条款"), part=0.05)
    assert shape(tree) == ["待议", "  *", "  *", "  *", "重点／条款"]

    for expected in (
        ["重点／条款", "待议", "  *", "  *", "  *"],
        ["重点／条款", "  待议", "    *", "    *", "    *"],
        ["重点／条款", "  待议", "    *", "    *", "*"],
        ["重点／条款", "待议", "  *", "  *", "*"],
        ["重点／条款", "待议", "*", "*", "*"],
    ):
        with qtbot.waitSignal(notes.changed):
            window.late.actions["undo"].trigger()
        assert shape(tree) == expected
    with qtbot.waitSignal(notes.changed):
        window.late.actions["redo"].trigger()
    assert shape(tree) == ["重点／条款", "待议", "  *", "  *", "*"]

    store = window.session.library.store
    again = NoteStore(store.folder)
    assert again.folders() == ("重点／条款", "待议")
    assert sorted(n.folder for n in again.all()) == ["", "待议", "待议"]
    again.close()
    read = exchange.parse(window.session.library.notebook.export("jsonld"))
    assert read.extras.folders == ("重点／条款", "待议")
    elsewhere = NoteStore(tmp_path / "elsewhere")
    elsewhere.exchange.take(read)
    assert elsewhere.folders() == ("重点／条款", "待议")
    elsewhere.close()


def test_moved_by_keys_renamed_and_removed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    one, two = bookmarks(qtbot, window, 2)
    page, notes = open_tab(qtbot, window), window.session.notes
    tree = page.tree
    new_folder(qtbot, page, "甲")
    new_folder(qtbot, page, "乙")
    choose(tree, ("note", one), ("note", two))
    QTest.keyClick(tree, Qt.Key.Key_X, CONTROL)
    choose(tree, ("folder", "乙"))
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(tree, Qt.Key.Key_V, CONTROL)
    assert shape(tree) == ["甲", "乙", "  *", "  *"]
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(tree, Qt.Key.Key_Up, ALT)
    assert shape(tree) == ["乙", "  *", "  *", "甲"]
    QTest.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(QLineEdit)
    assert editor is not None
    editor.setText("数字经济")
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert shape(tree) == ["数字经济", "  *", "  *", "甲"]
    page.words.setText("沒有這樣的")
    assert shape(tree) == []
    page.words.setText("數字經濟")
    assert shape(tree) == ["数字经济", "  *", "  *"]
    page.words.clear()
    choose(tree, ("folder", "数字经济"))
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert shape(tree) == ["甲", "*", "*"]
    choose(tree, ("note", one))
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert shape(tree) == ["甲", "*"]
    assert [n.id for n in window.session.library.store.all(trashed=True)] == [one]
    choose(tree, ("note", two))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(window.parts.split.isVisible)


def test_the_keyboard_stays_with_a_folder_that_has_another_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    (one,) = bookmarks(qtbot, window, 1)
    page, notes = open_tab(qtbot, window), window.session.notes
    tree = page.tree
    new_folder(qtbot, page, "重点")
    new_folder(qtbot, page, "待议")
    with qtbot.waitSignal(notes.changed):
        drag(tree, [("note", one)], ("folder", "重点"))
    folder = tree._item(("folder", "重点"))
    assert folder is not None
    folder.setExpanded(False)
    tree.select("folder", "重点")
    QTest.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(QLineEdit)
    assert editor is not None
    editor.setText("跟踪")
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (tree.chosen().folders, tree.current()) == (("跟踪",), ("folder", "跟踪"))
    again = tree._item(("folder", "跟踪"))
    assert again is not None
    assert not again.isExpanded(), "it was folded before"

    with qtbot.waitSignal(notes.changed):
        drag(tree, [("folder", "跟踪")], ("folder", "待议"))
    assert tree.chosen().folders == ("待议/跟踪",)
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert shape(tree) == ["待议", "  *"]
