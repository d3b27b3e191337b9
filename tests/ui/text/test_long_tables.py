"""A table of hundreds of rows is one block: what is done for it is done for what is in sight, and once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextDocument

from reader.core.document import Document
from reader.script import Script
from reader.ui.look.theme import TypeSettings, theme_named
from reader.ui.text.document_view import DocumentView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ROWS = 200


@pytest.fixture
def table(make_document: Callable[..., Document], make_view: Callable[[], DocumentView]) -> DocumentView:
    rows = "\n".join(f"{number}\t推进第{number}项工作，形成可以复制的做法\t市数据局" for number in range(ROWS))
    view = make_view()
    view.show_document(make_document("前言。", ("table", f"序号\t任务\t单位\n{rows}"), "后记。"), Script.HANS)
    view.finish()
    return view


def layouts(view: DocumentView, change: Callable[[], None]) -> int:
    """How many times a change has the text set or laid out anew."""
    seen: list[object] = []
    before: QTextDocument = view.text_area.document()
    before.documentLayout().documentSizeChanged.connect(seen.append)
    change()
    return len(seen) + (view.text_area.document() is not before)


def test_what_is_looked_at_is_the_rows_in_sight(table: DocumentView) -> None:
    area = table.text_area
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum() // 2)
    sight = area.viewport().rect()
    first, last = area._positions_in(sight)
    text = area.document().toRawText()
    assert 0 < first < last < len(text), "neither the table's beginning nor its end"
    assert last - first < len(text) // 4
    inside = [
        area.cursorForPosition(QPoint(x, y)).position()
        for x in range(sight.left() + sight.width() // 4, sight.left() + sight.width() // 2, 20)
        for y in range(0, sight.height(), 10)
    ]
    assert first <= min(inside)
    assert max(inside) <= last


def test_fonts_of_a_style_sheet_do_not_set_the_text_anew(table: DocumentView) -> None:
    def sheets() -> None:
        for size in (11, 12, 13):
            table.setStyleSheet(f"* {{ font-size: {size}px; }}")

    assert layouts(table, sheets) == 0


def test_the_same_type_again_costs_nothing_and_another_sets_the_text(table: DocumentView) -> None:
    same, other = TypeSettings(), TypeSettings().zoomed(2)
    table.set_type(same)
    assert layouts(table, lambda: table.set_type(same)) == 0
    assert layouts(table, lambda: table.set_type(other)) > 0
    assert layouts(table, lambda: table.set_theme(theme_named("night"))) > 0
