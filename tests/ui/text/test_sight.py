"""What is in sight to the pixel, and which marks are drawn around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from reader.core.document import Block, Document, Source
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.text.document_view import DocumentView, Mark
from reader.ui.text.sight import Sight

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

# The off-screen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MakeView = Callable[[], DocumentView]


@pytest.fixture
def long_view(make_view: MakeView, long_document: Document) -> DocumentView:
    view = make_view()
    view.show_document(long_document, Script.HANS)
    view.finish()
    return view


def sight_of(view: DocumentView) -> Sight:
    assert view._rendering is not None
    return Sight(view.text_area, view._rendering)


def test_a_line_of_which_less_than_sixteen_pixels_are_left_is_passed(long_view: DocumentView) -> None:
    """While the heading has sixteen pixels in sight it is where one reads; after that the clause before."""
    sight = sight_of(long_view)
    edges = sight.extent(60)
    assert edges is not None
    bar = long_view.text_area.verticalScrollBar()
    bar.setValue(bar.value() + edges[1])
    at, found = bar.value(), []
    for left in range(4, 30):
        bar.setValue(at - left)
        before, following = sight.clause(-1), sight.clause(1)
        assert before is not None
        assert following is not None
        assert following.id == "b90"
        passed = sight.number_at(16) > 60
        assert before.id == ("b60" if passed else "b30"), left
        found.append(passed)
    assert found == sorted(found, reverse=True)
    assert 8 <= found.count(True) <= 16, "a line's own height leaves some pixels to the gap below it"


def test_the_path_above_the_text_begins_with_the_part_of_a_law(make_view: MakeView) -> None:
    rows = [
        ("heading", "第一编　总则", "第一编", ()), ("heading", "第一章　规定", "第一章", ()),
        *(("paragraph", "第一条　" + "为了保护合法权益，制定本法。" * 40, "第一条", ("第一章",)) for _ in range(3)),
        ("heading", "第二编　物权", "第二编", ()), ("heading", "第一分编　通则", "第一分编", ()),
        ("heading", "第一章　一般规定", "第一章", ()),
        *(("paragraph", "第二条　" + "本编调整因物产生的关系。" * 60, "第二条", ("第一章",)) for _ in range(3)),
    ]  # fmt: skip
    blocks = tuple(
        Block(f"b{at}", kind, text, Span(0, len(text)), 1, number, path)
        for at, (kind, text, number, path) in enumerate(rows)
    )
    view = make_view()
    view.show_document(Document("law", "法典", Source("law.txt", "0" * 64, "hans"), blocks=blocks), Script.HANS)
    view.finish()
    sight = sight_of(view)
    bar = view.text_area.verticalScrollBar()
    for block, path in (
        (3, ["第一编　总则", "第一章　规定"]),
        (9, ["第二编　物权", "第一分编　通则", "第一章　一般规定"]),
    ):
        edges = sight.extent(block)
        assert edges is not None
        bar.setValue(bar.value() + edges[0] + 40)
        assert [step.words for step in sight.steps()] == path


def test_there_is_no_clause_before_the_first_and_behind_the_last(long_view: DocumentView) -> None:
    sight = sight_of(long_view)
    bar = long_view.text_area.verticalScrollBar()
    bar.setValue(0)
    assert sight.clause(-1) is None
    bar.setValue(bar.maximum())
    assert sight.clause(1) is None


def drawn_blocks(view: DocumentView) -> int:
    return len(view.text_area.extraSelections())


def test_half_a_screen_on_either_side_is_drawn_once_there_is_time(
    long_view: DocumentView, long_document: Document, qtbot: QtBot
) -> None:
    """What is in sight at once; what one may scroll to behind it; and then nothing again until something changes."""
    long_view.go_to(Location("long", "b400"), flash=False)
    qtbot.waitUntil(lambda: not long_view._settle.isActive())
    long_view.set_marks("hits", [Mark(block.id, Span(0, 3), "hit") for block in long_document.blocks])
    in_sight = len(sight_of(long_view).in_sight())
    assert drawn_blocks(long_view) == in_sight
    qtbot.waitUntil(lambda: not long_view._settle.isActive())
    ahead = drawn_blocks(long_view)
    assert 1.7 * in_sight < ahead < 2.4 * in_sight
    set_again: list[object] = []
    long_view._marking._area.set_signs = set_again.append  # type: ignore[method-assign, assignment]  # watched
    long_view._marking.look_ahead()
    assert set_again == []
    assert drawn_blocks(long_view) == ahead
