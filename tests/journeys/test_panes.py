"""Three and four columns: opened by key and by dragging, linked by clause, closed, exchanged, remembered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.alignment import Pair
from reader.core.span import Location
from reader.script import Script
from reader.ui.compare.gutter import PLAIN
from reader.ui.kit.dropping import carrying
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


def docs_of(window: MainWindow) -> list[str]:
    return [info.id for info in window.session.documents()]


def shown(window: MainWindow) -> list[str | None]:
    return [pane.doc for pane in window.session.panes]


def on_screen(window: MainWindow) -> list[str | None]:
    views = [column.view for column in window.parts.compare.columns]
    return [view.document.id if view.document is not None else None for view in views]


def top(window: MainWindow, column: int) -> str | None:
    return window.parts.compare.columns[column].view.place().block


def read(qtbot: QtBot, window: MainWindow, column: int, block: str | None) -> None:
    view = window.parts.compare.columns[column].view
    assert view.document is not None
    view.go_to(Location(view.document.id, block), flash=False)
    at_rest(qtbot, window)


def open_columns(qtbot: QtBot, window: MainWindow, count: int) -> list[str]:
    window.resize(1366, 768)
    docs = docs_of(window)[:count]
    window.session.open(Location(docs[0]))
    for at, doc in enumerate(docs[1:], 1):
        window.session.beside(doc, at=at)
    known = window.desks.linking.linking.answering
    qtbot.waitUntil(lambda: all(known(a, b) is not None for a, b in combinations(docs, 2)))
    at_rest(qtbot, window)
    return docs


def inner_pairs(window: MainWindow, left: str, right: str) -> list[Pair]:
    """Pairs whose either side can come to the upper edge."""
    answering = window.desks.linking.linking.answering(left, right)
    assert answering is not None
    order = answering.alignment.order
    both = [p for p in answering.alignment.pairs if p.left and p.right]
    inner = [
        p for p in both
        if 15 < order[0].index(p.left or "") < len(order[0]) - 30 and 15 < order[1].index(p.right or "") < len(order[1]) - 30
    ]  # fmt: skip
    assert len(inner) > 1
    return inner


@pytest.mark.parametrize("count", [3, 4])
def test_every_column_follows_the_one_that_is_read(qtbot: QtBot, open_window: OpenWindow, count: int) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, count)
    assert on_screen(window) == docs
    for other in range(1, count):
        for pair in inner_pairs(window, docs[0], docs[other])[:2]:
            read(qtbot, window, 0, pair.left)
            assert top(window, 0) == pair.left
            assert top(window, other) == pair.right
    last = count - 1
    pair = inner_pairs(window, docs[1], docs[last])[1]
    read(qtbot, window, last, pair.right)
    assert top(window, last) == pair.right, "the one that is read stays where it is"
    assert top(window, 1) == pair.left


def test_four_columns_have_room_on_a_small_screen_and_give_it_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.parts.left.show_tab("library")
    window.parts.right.show_tab("notes")
    open_columns(qtbot, window, 4)
    assert window.parts.left.isHidden()
    assert window.parts.right.isHidden()
    assert min(column.width() for column in window.parts.compare.columns) >= 290
    assert window.width() == 1366
    for header in (column.header for column in window.parts.compare.columns):
        assert header is not None
        assert header.chooser.width() > 80
    assert not window.late.actions["add_pane"].isEnabled(), "four is the most"
    window.session.close_beside()
    at_rest(qtbot, window)
    assert not window.parts.left.isHidden()
    assert not window.parts.right.isHidden()


def test_any_column_closes_and_neighbours_change_places_with_what_they_show(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, 3)
    columns = list(window.parts.compare.columns)
    for column in columns[1:]:
        column.view.text_area.verticalScrollBar().setValue(900)
    at_rest(qtbot, window)
    third = columns[2].header
    assert third is not None
    third.swap.click()
    assert shown(window) == on_screen(window) == [docs[0], docs[2], docs[1]]
    assert window.parts.compare.columns[1] is columns[2], "the text moves, it is not set anew"
    middle = window.parts.compare.columns[1].header
    assert middle is not None
    middle.close_button.click()
    assert shown(window) == on_screen(window) == [docs[0], docs[1]]
    first = window.parts.compare.columns[0].header
    assert first is not None
    first.close_button.click()
    assert shown(window) == on_screen(window) == [docs[1]]
    assert window.session.tabs.places[window.session.tabs.current].doc == docs[1]
    assert window.session.active == 0


def test_simplified_beside_traditional_turns_round_with_the_window(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    doc = docs_of(window)[0]
    window.session.open(Location(doc))
    window.late.actions["compare_script"].trigger()
    at_rest(qtbot, window)
    views = [column.view for column in window.parts.compare.columns]
    assert [view.script for view in views] == [Script.HANS, Script.HANT]
    assert views[0].document is views[1].document
    block = views[0].document.blocks[30].id if views[0].document else None
    read(qtbot, window, 0, block)
    assert top(window, 1) == block, "the same document goes by the same clause"
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert [view.script for view in views] == [Script.HANT, Script.HANS]
    header = window.parts.compare.columns[1].header
    assert header is not None
    assert header.as_other.isChecked()
    assert header.as_other.text() == "简"
    header.as_other.click()
    assert [view.script for view in views] == [Script.HANT, Script.HANT]
    window.late.actions["compare_script"].trigger()
    window.late.actions["compare_script"].trigger()
    assert len(window.session.panes) == 3, "what is shown already is not opened twice"


def test_columns_are_there_again_at_the_next_start(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, 2)
    window.late.actions["compare_script"].trigger()
    window.late.actions["compare_source"].trigger()
    at_rest(qtbot, window)
    before = [(pane.doc, pane.form) for pane in window.session.panes]
    assert sorted(form for _, form in before) == ["", "", "script", "source"]
    window.close()
    again = open_window()
    assert [(pane.doc, pane.form) for pane in again.session.panes] == before
    assert on_screen(again)[0] == docs[0]


def test_alt_and_the_wheel_move_one_column_of_three(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, 3)
    read(qtbot, window, 0, inner_pairs(window, docs[0], docs[1])[1].left)
    bars = [column.view.text_area.verticalScrollBar() for column in window.parts.compare.columns]
    before = [bar.value() for bar in bars]
    target = window.parts.compare.columns[1].view.text_area.viewport()
    middle = target.rect().center()
    event = QWheelEvent(
        QPointF(middle), QPointF(target.mapToGlobal(middle)), QPoint(), QPoint(-240, 0),  # with Alt, as X gives it
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.AltModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(target, event)
    at_rest(qtbot, window)
    after = [bar.value() for bar in bars]
    assert after[1] > before[1]
    assert (after[0], after[2]) == (before[0], before[2])


def test_gaps_have_rows_and_the_gutter_has_lines(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.open(Location(docs_of(window)[0]))
    heights = window.parts.compare.columns[0].view.text_area.document().size().height()
    docs = open_columns(qtbot, window, 2)
    answering = window.desks.linking.linking.answering(*docs)
    assert answering is not None
    missing = answering.alignment.missing("left")
    assert missing
    view = window.parts.compare.columns[0].view
    qtbot.waitUntil(lambda: set(missing) <= set(view._gaps._gaps) and not view._opening.isActive())
    block = next(iter(missing))
    rendering = view._rendering
    assert rendering is not None
    space = view._gaps._last(block)
    assert space is not None
    assert space.blockFormat().bottomMargin() > 30
    assert heights > 0
    assert "右栏" in view._gaps._gaps[block].words

    read(qtbot, window, 0, block)
    seen = view.text_area.viewport().rect()
    row, _, gap = next(iter(view._gaps._rows(seen)))
    at_rest(qtbot, window)
    QTest.mouseClick(view.text_area.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert window.session.active == 1, "the row leads to what it speaks of"
    assert gap.target.doc == docs[1]
    assert top(window, 1) == gap.target.block

    at_rest(qtbot, window)
    pair = inner_pairs(window, *docs)[2]
    read(qtbot, window, 0, pair.left)
    ties = window.desks.linking._ties(0)
    assert any(tie.left is not None and tie.right is not None for tie in ties)
    here = next(
        tie for tie in ties if tie.kind != "only" and tie.left and tie.right and abs(tie.left[0] - tie.right[0]) < 3
    )
    assert here.left is not None
    assert window.parts.compare.handleWidth() > PLAIN
    window.session.set_source(1, on=True)
    assert window.parts.compare.handleWidth() == PLAIN
    qtbot.waitUntil(lambda: not view._gaps._gaps)


def dropped(window: MainWindow, column: int, doc: str, x: int) -> None:
    target = window.parts.compare.columns[column]
    data = carrying(doc, "title")
    facts = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(x, 200), *facts))
    assert target._veil is not None
    assert target._veil.isVisible()
    QApplication.sendEvent(target, QDropEvent(QPointF(x, 200), *facts))
    assert not target._veil.isVisible()


def test_a_document_is_dropped_on_a_column_or_beside_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    docs = docs_of(window)
    window.session.open(Location(docs[0]))
    width = window.parts.compare.columns[0].width()
    dropped(window, 0, docs[1], width - 5)
    assert shown(window) == [docs[0], docs[1]]
    dropped(window, 0, docs[2], 5)
    assert shown(window) == [docs[2], docs[0], docs[1]]
    assert on_screen(window) == shown(window)
    dropped(window, 1, docs[3], window.parts.compare.columns[1].width() // 2)
    assert shown(window) == [docs[2], docs[3], docs[1]]
    at_rest(qtbot, window)


def test_the_library_and_the_tabs_give_their_documents_to_a_drag(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = docs_of(window)
    rows = window.late.library.list.rows
    at = rows.index(1)
    assert rows.flags(at) & Qt.ItemFlag.ItemIsDragEnabled
    assert window.late.library.list.dragEnabled()
    data = rows.mimeData([at])
    assert bytes(data.data("application/x-policy-reader-document").data()).decode() == docs[1]
    window.session.open(Location(docs[0]))
    window.session.open(Location(docs[2]), new_tab=True)
    carried = window.late.tabs.carried(1)
    assert carried is not None
    assert bytes(carried.data("application/x-policy-reader-document").data()).decode() == docs[2]
    assert window.late.tabs.carried(7) is None
    tabs = window.late.tabs
    there = tabs.tabRect(0).center()
    QTest.mousePress(tabs, Qt.MouseButton.LeftButton, pos=there)
    assert tabs.currentIndex() == 1, "a drag leaves in front what is in front"
    QTest.mouseRelease(tabs, Qt.MouseButton.LeftButton, pos=there)
    assert tabs.currentIndex() == 0


def test_shared_wording_is_marked_in_both_and_leads_across(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, 2)
    window.late.actions["shared"].trigger()
    views = [column.view for column in window.parts.compare.columns]
    layers = [view._marking._layers for view in views]
    qtbot.waitUntil(lambda: all(layer.blocks("shared") for layer in layers))
    block, marks = next(iter(layers[0].blocks("shared").items()))
    mark = marks[0]
    assert mark.target is not None
    assert mark.target.doc == docs[1]
    texts = [views[0].document, views[1].document]
    assert texts[0] is not None
    assert texts[1] is not None
    here, there = texts[0].block(block), texts[1].block(mark.target.block or "")
    assert here is not None
    assert there is not None
    assert mark.target.span is not None
    assert mark.span.cut(here.text)[:6] == mark.target.span.cut(there.text)[:6]
    views[0].link_activated.emit(mark)
    assert window.session.active == 1
    qtbot.waitUntil(lambda: bool(views[1]._marking._layers.blocks("flash")))
    assert next(iter(views[1]._marking._layers.blocks("flash"))) == mark.target.block
    window.late.actions["shared"].trigger()
    assert not layers[0].blocks("shared")


def test_the_title_stays_in_sight(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = docs_of(window)
    window.session.open(Location(docs[0]))
    view = window.parts.compare.columns[0].view
    at_rest(qtbot, window)
    assert view._path.title == "", "the title itself is in sight"
    assert view.document is not None
    view.go_to(Location(docs[0], view.document.blocks[30].id), flash=False)
    qtbot.waitUntil(lambda: view.document is not None and view._path.title == view.document.reading_title)
    window.session.toggle_script()
    qtbot.waitUntil(lambda: "數字經濟" in view._path.title)
    view._path.start_wanted.emit()
    qtbot.waitUntil(lambda: view._path.title == "")
    view.go_to(Location(docs[0], view.document.blocks[30].id), flash=False)
    window.session.beside(docs[1])
    qtbot.waitUntil(lambda: view._path.title == "")  # the header says it


def test_differences_are_about_the_active_column_and_its_neighbour(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = open_columns(qtbot, window, 3)
    panel = window.late.differences
    window.late.actions["differences"].trigger()

    def compared() -> list[str]:
        return [document.id for document in panel._documents or ()]

    assert compared() == [docs[0], docs[1]]
    window.session.set_active(1)
    assert compared() == [docs[1], docs[2]]
    pair = next(p for p in inner_pairs(window, docs[1], docs[2]) if p.status == "reworded")
    panel.chosen.emit(pair)
    at_rest(qtbot, window)
    assert (top(window, 1), top(window, 2)) == (pair.left, pair.right)
    window.session.set_active(2)
    assert compared() == [docs[1], docs[2]]
