"""Which place answers which: pins over an alignment, kept when the columns are exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.alignment import Alignment, Opposite, Pair
from reader.library import Library
from reader.ui.session.linking import Answering, Linking

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LEFT, RIGHT = tuple(f"a{n}" for n in range(6)), tuple(f"b{n}" for n in range(6))
PAIRS = (
    Pair("a0", "b0", "same", 1.0, 1.0), Pair("a1", None, "only-left"), Pair("a2", None, "only-left"),
    Pair("a3", "b1", "reworded", 0.2, 0.1), Pair("a4", "b5", "reworded", 0.8, 0.8), Pair("a5", None, "only-left"),
    Pair(None, "b2", "only-right"), Pair(None, "b3", "only-right"), Pair(None, "b4", "only-right"),
)  # fmt: skip
ALIGNMENT = Alignment("a", "b", False, PAIRS, (LEFT, RIGHT))


def test_without_pins_the_alignment_answers() -> None:
    answering = Answering(ALIGNMENT)
    assert answering.opposite("left", "a4", 0.5) == Opposite("b5", 0.5)
    waiting = answering.opposite("left", "a1", 0.5)
    assert waiting is not None
    assert (waiting.block, waiting.gap) == ("b0", 1)


def test_a_pin_answers_and_both_go_on_from_it_until_a_sure_pair() -> None:
    answering = Answering(ALIGNMENT, (("a1", "b2"),))
    assert answering.opposite("left", "a1", 0.25) == Opposite("b2", 0.25)
    assert answering.opposite("right", "b2", 0.25) == Opposite("a1", 0.25)
    assert answering.opposite("left", "a2", 0.0) == Opposite("b3", 0.0)
    assert answering.opposite("left", "a3", 0.0) == Opposite("b4", 0.0)  # its own pair is weak
    assert answering.opposite("left", "a4", 0.0) == Opposite("b5", 0.0)  # its own pair is sure
    assert answering.opposite("left", "a0", 0.0) == Opposite("b0", 0.0)  # before the pin


def test_behind_the_end_of_the_other_document_the_alignment_answers() -> None:
    found = Answering(ALIGNMENT, (("a4", "b5"),)).opposite("left", "a5", 0.0)
    assert found is not None
    assert (found.block, found.gap) == ("b5", 1)


def test_pins_are_kept_when_columns_are_exchanged_and_loosened_by_the_same_again(
    qtbot: QtBot, library: Library
) -> None:
    linking = Linking(library)
    left, right = (info.id for info in library.documents()[:2])
    for a, b in ((left, right), (right, left)):
        with qtbot.waitSignal(linking.ready):
            linking.ask(a, b)
    here, there = library.open(left).blocks[3].id, library.open(right).blocks[5].id
    assert linking.pin(left, right, (here, there))
    turned = linking.answering(right, left)
    assert turned is not None
    assert turned.pins == ((there, here),)
    assert not linking.pin(right, left, (there, here))
    again = linking.answering(left, right)
    assert again is not None
    assert again.pins == ()
    linking.close()
