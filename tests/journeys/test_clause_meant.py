"""Citation, link, bookmark and note are of the clause one means: clicked, else with the caret, else on the top line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.core.citation import link, official
from reader.core.document import Block, Document
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.corpus import Corpus
from reader.paths import Paths, find_paths
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OpenWindow = Callable[[], MainWindow]
CLAUSES = 60


@pytest.fixture
def paths(tmp_path: Path, profile: Path, make_document: Callable[..., Document]) -> Paths:
    """A law of sixty short articles, several in sight at once."""
    folder = tmp_path / "law"
    articles = [f"第{_han(number)}条 机关应当公开第{number}项事项。" for number in range(1, CLAUSES + 1)]
    made = make_document(*articles, doc="law", title="某法")
    blocks = tuple(Block(b.id, b.kind, b.text, b.raw, 3, b.text.partition(" ")[0], ()) for b in made.blocks)
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / made.source.file).write_text(made.text, encoding="utf-8")
    Corpus(folder).write([Document(id="law", title="某法", source=made.source, blocks=blocks)])
    return find_paths(profile / "data", folder)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    made = open_window()
    made.resize(1000, 600)
    made.session.open(Location("law"))
    qtbot.waitUntil(lambda: view_of(made).is_complete)
    return made


def view_of(window: MainWindow) -> DocumentView:
    return window.parts.compare.columns[window.session.active].view


def point_of(window: MainWindow, number: int) -> QPoint:
    """The middle of the first line of an article, in the viewport."""
    sight = view_of(window).sight
    assert sight is not None
    return view_of(window).text_area.cursorRect(sight.cursor(number - 1, 2)).center()


def in_sight(window: MainWindow) -> range:
    """Numbers of the articles in sight."""
    sight = view_of(window).sight
    assert sight is not None
    return range(sight.in_sight().start + 1, sight.in_sight().stop + 1)


def menu_at(qtbot: QtBot, window: MainWindow, point: QPoint) -> QMenu:
    area = view_of(window).text_area
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, area.viewport().mapToGlobal(point))
    QApplication.sendEvent(area.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, menu: QMenu, name: str) -> None:
    action = next(each for each in menu.actions() if each.objectName() == name)
    menu.close()
    action.trigger()


def bookmarks(window: MainWindow) -> list[str]:
    return [note.note.anchor.block for note in window.session.notes.of("law") if note.note.kind == "bookmark"]


def test_the_context_menu_is_of_the_clause_clicked(qtbot: QtBot, window: MainWindow) -> None:
    document = window.session.document
    assert document is not None
    third, fifth = in_sight(window)[2], in_sight(window)[4]
    QTest.mouseClick(view_of(window).text_area.viewport(), Qt.MouseButton.LeftButton, pos=point_of(window, third))
    at = point_of(window, fifth)
    choose(qtbot, menu_at(qtbot, window, at), "copy_citation")
    assert QGuiApplication.clipboard().text() == official(document, f"b{fifth}")
    assert f"第{_han(fifth)}条" in window.late.message.label.text()
    choose(qtbot, menu_at(qtbot, window, at), "copy_link")
    assert QGuiApplication.clipboard().text().splitlines()[-1] == link("law", f"b{fifth}")
    with qtbot.waitSignal(window.session.notes.saved):
        choose(qtbot, menu_at(qtbot, window, at), "bookmark")
    assert bookmarks(window) == [f"b{fifth}"]
    assert f"第{_han(fifth)}条" in window.late.message.label.text()
    with qtbot.waitSignal(window.session.notes.saved):
        choose(qtbot, menu_at(qtbot, window, at), "note")
    assert {n.note.anchor.block for n in window.session.notes.of("law")} == {f"b{fifth}"}


def test_a_click_beside_the_selection_is_of_the_clause_clicked(qtbot: QtBot, window: MainWindow) -> None:
    first, fourth = in_sight(window)[0], in_sight(window)[3]
    view_of(window).select(Selection("law", (Piece(f"b{first}", Span(0, 8)),)))
    on_it = menu_at(qtbot, window, point_of(window, first))
    assert window.late.actions["copy"] in on_it.actions()
    on_it.close()
    with qtbot.waitSignal(window.session.notes.saved):
        choose(qtbot, menu_at(qtbot, window, point_of(window, fourth)), "bookmark")
    assert bookmarks(window) == [f"b{fourth}"]


def test_a_key_is_of_the_clause_with_the_caret_else_of_the_top_line(qtbot: QtBot, window: MainWindow) -> None:
    document = window.session.document
    assert document is not None
    fourth = in_sight(window)[3]
    QTest.mouseClick(view_of(window).text_area.viewport(), Qt.MouseButton.LeftButton, pos=point_of(window, fourth))
    for name in ("copy_citation", "copy_reference", "copy_link"):
        window.late.actions[name].trigger()
        assert f"第{_han(fourth)}条" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(window.session.notes.saved):
        window.late.actions["bookmark"].trigger()
    assert bookmarks(window) == [f"b{fourth}"]
    bar = view_of(window).text_area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = view_of(window).place().block
    assert fourth not in in_sight(window)
    window.late.actions["copy_citation"].trigger()
    assert QGuiApplication.clipboard().text() == official(document, top)


def test_the_last_clause_can_be_bookmarked(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(view_of(window).text_area, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.session.notes.saved):
        window.late.actions["bookmark"].trigger()
    assert bookmarks(window) == [f"b{CLAUSES}"]
    assert f"第{_han(CLAUSES)}条" in window.late.message.label.text()
    below = QPoint(point_of(window, CLAUSES).x(), view_of(window).text_area.viewport().height() - 2)
    choose(qtbot, menu_at(qtbot, window, below), "copy_citation")
    assert f"第{_han(CLAUSES)}条" in QGuiApplication.clipboard().text()


def test_the_same_key_takes_a_bookmark_away_again(qtbot: QtBot, window: MainWindow) -> None:
    notes, act = window.session.notes, window.late.actions
    fourth = in_sight(window)[3]
    at = point_of(window, fourth)
    QTest.mouseClick(view_of(window).text_area.viewport(), Qt.MouseButton.LeftButton, pos=at)
    said = menu_words(qtbot, window, at)
    with qtbot.waitSignal(notes.saved):
        act["bookmark"].trigger()
    assert menu_words(qtbot, window, at) != said, "the menu says what it will do"
    with qtbot.waitSignal(notes.deleted):
        act["bookmark"].trigger()
    assert bookmarks(window) == []
    assert window.late.message.label.text() == f"已去掉书签：第{_han(fourth)}条"
    assert step(qtbot, window, "undo").startswith("已撤销（去掉书签）")
    assert bookmarks(window) == [f"b{fourth}"]
    (placed,) = notes.of("law")
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(placed.note, text="留着"))
    act["bookmark"].trigger()
    assert bookmarks(window) == [f"b{fourth}"], "one that says something is shown, not taken away"
    assert window.late.notes.text.toPlainText() == "留着"


def test_nothing_is_done_to_a_clause_behind_a_page(qtbot: QtBot, window: MainWindow) -> None:
    notes, act = window.session.notes, window.late.actions
    QGuiApplication.clipboard().clear()
    for name in ("bookmark", "note", "copy_citation"):
        window.desks.notes.show()
        assert window.parts.split.isHidden()
        act[name].trigger()
        assert window.parts.split.isVisible(), "the text comes back"
        assert "再按一次" in window.late.message.label.text()
    assert QGuiApplication.clipboard().text() == ""
    with qtbot.waitSignal(notes.saved):
        act["bookmark"].trigger()
    assert [placed.note.kind for placed in notes.of("law")] == ["bookmark"]


@pytest.mark.parametrize("name", ["next_clause", "go_to_clause", "full_screen", "provenance"])
def test_what_is_done_in_the_text_is_seen_there(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.late.actions["registers"].trigger()
    qtbot.waitUntil(window.parts.split.isHidden)
    window.late.actions[name].trigger()
    qtbot.waitUntil(window.parts.split.isVisible)


def test_esc_takes_back_a_note_that_was_begun_and_says_nothing(qtbot: QtBot, window: MainWindow) -> None:
    notes, act, words = window.session.notes, window.late.actions, window.late.notes.text
    window.activateWindow()

    def begin() -> None:
        act["note"].trigger()
        qtbot.waitUntil(words.hasFocus)

    begin()
    with qtbot.waitSignal(notes.stepped):
        act["step_back"].trigger()
    assert notes.of("law") == ()
    assert view_of(window).text_area.hasFocus()
    begin()
    words.setPlainText("要问")
    act["step_back"].trigger()  # away with the message
    act["step_back"].trigger()
    qtbot.waitUntil(lambda: [placed.note.text for placed in notes.of("law")] == ["要问"])


def menu_words(qtbot: QtBot, window: MainWindow, at: QPoint) -> str:
    menu = menu_at(qtbot, window, at)
    words = next(each.text() for each in menu.actions() if each.objectName() == "bookmark")
    menu.close()
    return words


def step(qtbot: QtBot, window: MainWindow, name: str) -> str:
    """Do something to notes, wait for the store, and give what the window says then."""
    with qtbot.waitSignal(window.session.notes.changed):
        window.late.actions[name].trigger()
    return window.late.message.label.text()


def test_marked_words_are_seen_take_another_colour_and_undoing_names_them(qtbot: QtBot, window: MainWindow) -> None:
    view, notes = view_of(window), window.session.notes
    second = in_sight(window)[1]
    view.select(Selection("law", (Piece(f"b{second}", Span(4, 8)),)))
    step(qtbot, window, "highlight")
    assert view.selection() is None
    step(qtbot, window, "colour_4")
    assert [note.note.colour for note in notes.of("law")] == ["pink"]
    window.late.actions["note"].trigger()
    assert window.late.notes.isVisible()
    assert len(notes.of("law")) == 1
    words = notes.of("law")[0].note.anchor.quote
    assert step(qtbot, window, "undo") == f"已撤销（换颜色）：{words}"
    assert step(qtbot, window, "undo") == f"已撤销（标出文字）：{words}"
    step(qtbot, window, "bookmark")
    assert f"第{_han(second)}条" in step(qtbot, window, "undo")


def test_the_bar_of_colours_covers_nothing_of_the_selection(qtbot: QtBot, window: MainWindow) -> None:
    view, bar = view_of(window), window.late.selection_bar
    scroll = view.text_area.verticalScrollBar()
    scroll.setValue(scroll.maximum() // 2)
    first, last = in_sight(window)[0], in_sight(window)[-1]
    view.text_area.setFocus()
    for start, end in ((first, first + 2), (last - 4, last - 3), (last - 1, last + 1), (first - 1, last + 1)):
        pieces = tuple(Piece(f"b{number}", Span(0, 6)) for number in range(start, end + 1))
        view.select(Selection("law", pieces))
        qtbot.waitUntil(bar.isVisible)
        box = view.selection_box().translated(view.text_area.mapTo(window.parts.middle, QPoint()))
        assert not bar.geometry().intersects(box), (start, end)
        assert window.parts.middle.rect().contains(bar.geometry()), (start, end)
        view.unselect()
        assert not bar.isVisible()
