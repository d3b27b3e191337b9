"""The pages of an original: drawn off the GUI thread, zoomed, lit, clicked; and which clause stands where."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QPoint, QSizeF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.document import Block, Document, Source
from reader.core.errors import BadInput
from reader.core.span import Span
from reader.ui.look.texts import Texts
from reader.ui.paper.page_layout import GAP, MARGIN, PageLayout
from reader.ui.paper.page_pane import PagePane
from reader.ui.paper.page_places import PagePlaces, has_pages
from reader.ui.paper.page_view import PageView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # what the stubs call bytes is a text
    return bytes(buffer.data().data())


class Drawing:
    """Draws blank pages, the third one in landscape; remembers what was drawn, and in which thread."""

    def __init__(self) -> None:
        self.drawn: list[tuple[int, float]] = []
        self.threads: set[str] = set()

    def __call__(self, number: int, scale: float) -> bytes:
        self.drawn.append((number, scale))
        self.threads.add(threading.current_thread().name)
        if number == 5:
            raise BadInput("第 5 页画不出来。")
        width, height = (842, 595) if number == 3 else (595, 842)
        return png(round(width * scale), round(height * scale))


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def pane(qtbot: QtBot, drawing: Drawing) -> Iterator[PagePane]:
    made = PagePane(Texts(Path("no translations")))
    qtbot.addWidget(made)
    made.resize(640, 600)
    made.view.show_pages(40, drawing)
    made.show()
    qtbot.waitUntil(lambda: made.view.complete)
    yield made
    made.view.close_lane()


@pytest.fixture
def view(pane: PagePane) -> PageView:
    return pane.view


def test_only_pages_in_sight_and_the_next_ones_are_drawn_and_not_by_the_window(
    view: PageView, drawing: Drawing
) -> None:
    assert {number for number, _scale in drawing.drawn} <= {1, 2, 3}
    assert drawing.threads == {"lane-pages_0"}


def test_what_scrolled_past_is_never_drawn(qtbot: QtBot, view: PageView, drawing: Drawing) -> None:
    for _ in range(3):
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 9000)
    qtbot.waitUntil(lambda: view.complete and view.looked_at()[0] > 15)
    assert len({number for number, _scale in drawing.drawn}) < 14


def test_zoom_draws_sharper_and_keeps_the_place(qtbot: QtBot, pane: PagePane, drawing: Drawing) -> None:
    view = pane.view
    view.light(9, [(60.0, 300.0, 500.0, 330.0)])
    qtbot.waitUntil(lambda: view.complete)
    page, down = view.looked_at()
    before = max(scale for _number, scale in drawing.drawn)
    pane.larger.click()
    pane.larger.click()
    qtbot.waitUntil(lambda: view.complete)
    assert view.zoom > 1
    assert pane.fit.text() == f"{round(view.zoom * 100)}%"
    assert max(scale for _number, scale in drawing.drawn) > before
    assert (view.looked_at()[0], round(view.looked_at()[1] / 10)) == (page, round(down / 10))
    assert view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == 1


def test_a_lit_place_is_in_sight_and_a_click_there_comes_back_as_points(qtbot: QtBot, view: PageView) -> None:
    told: list[tuple[int, float, float]] = []
    moved: list[int] = []
    view.clicked.connect(lambda *place: told.append(place))
    view.scrolled.connect(lambda page, _down: moved.append(page))
    box = (100.0, 600.0, 480.0, 640.0)
    view.light(7, [box])
    qtbot.waitUntil(lambda: view.complete)
    lit = view.visible_rect(7, box)
    assert view.viewport().rect().contains(lit)
    assert not moved, "bringing it there is not the reader's scrolling"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=lit.center())
    page, x, y = told[0]
    assert page == 7
    assert abs(x - 290) < 2
    assert abs(y - 620) < 2
    assert view.place_at(QPoint(2, 5)) is None or view.place_at(QPoint(2, 5)) != told[0]
    assert view.accessibleName() == "原件第 7 页，共 40 页"


def test_the_reader_s_scrolling_is_told_with_the_page(qtbot: QtBot, view: PageView) -> None:
    with qtbot.waitSignal(view.scrolled) as told:
        QTest.keyClick(view, Qt.Key.Key_End)
    assert told.args is not None
    assert told.args[0] == 40
    with qtbot.waitSignal(view.scrolled) as told:
        QTest.keyClick(view, Qt.Key.Key_Home)
    assert told.args == [1, 0.0]


def test_a_page_that_cannot_be_drawn_is_said_once_and_the_others_are_there(
    qtbot: QtBot, view: PageView, drawing: Drawing
) -> None:
    said: list[str] = []
    view.problem.connect(said.append)
    view.light(5, ())
    qtbot.waitUntil(lambda: view.complete)
    view.light(6, ())
    qtbot.waitUntil(lambda: view.complete)
    view.light(5, ())
    qtbot.waitUntil(lambda: view.complete)
    assert said == ["第 5 页画不出来。"]
    assert {6} <= {number for number, _scale in drawing.drawn}


def test_another_count_keeps_the_place(qtbot: QtBot, view: PageView) -> None:
    view.light(30, ())
    view.set_count(31)
    assert view.pages == 31
    view.set_count(60)
    assert view.pages == 60
    assert view.looked_at()[0] == 30


# Geometry


def test_pages_stand_below_one_another_each_as_wide_as_the_room() -> None:
    layout = PageLayout([QSizeF(600, 800), QSizeF(800, 400)], 600 + 2 * MARGIN, 1.0)
    assert layout.rect(0).width() == layout.rect(1).width() == 600
    assert layout.top(1) == MARGIN + 800 + GAP
    assert layout.height == MARGIN + 800 + GAP + 300 + MARGIN
    assert list(layout.between(0, 10)) == [], "above the first page"
    assert list(layout.between(0, 20)) == [0]
    assert list(layout.between(790, 830)) == [0, 1]
    assert layout.place(MARGIN + 400) == (0, 400)
    assert layout.place(layout.top(1) + 150) == (1, 200)
    assert layout.place(1e9) == (1, 400)
    assert layout.on_page(1, (80, 40, 160, 80)).width() == 60


# Clauses


def document(*blocks: Block) -> Document:
    return Document(id="d", title="t", source=Source("a.pdf", "0" * 64, "hans"), blocks=blocks)


def block(name: str, page: int | None, top: float, text: str = "字") -> Block:
    box = (60.0, top, 500.0, top + 40) if page is not None else None
    return Block(name, "paragraph", text, Span(0, 1), page=page, box=box)


def test_which_clause_stands_where() -> None:
    made = document(block("a", 1, 100), block("b", 1, 300), block("none", None, 0), block("c", 3, 100))
    places = PagePlaces(made)
    assert places.pages == 3
    assert places.of("b") == (1, ((60.0, 300.0, 500.0, 340.0),))
    assert places.of("none") == (1, ()), "the page of the clause before it"
    assert places.of("gone") is None
    assert places.at(1, 100, 320) == "b"
    assert places.at(1, 100, 250) == "a", "between clauses the one above"
    assert places.at(1, 100, 10) == "a", "above all of them the first"
    assert places.at(2, 100, 400) == "b"
    assert places.from_height(3, 90) == "b", "not begun yet"
    assert places.from_height(3, 100) == "c"


def test_a_document_without_pages_has_none() -> None:
    plain = document(block("a", None, 0))
    assert not has_pages(plain)
    assert PagePlaces(plain).pages == 0
    assert PagePlaces(plain).of("a") is None
    assert PagePlaces(plain).at(1, 0, 0) is None
