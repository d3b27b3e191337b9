"""Offsets and positions of a block whose words stand in several runs, as the cells of a table do."""

from __future__ import annotations

import pytest

from reader.core.span import Span
from reader.script import Converted
from reader.ui.kit.placed import Placed, Run, is_flat, utf16_length

CELLS = ("序号", "", "𠮷林省", "责任单位", "", "年底前")  # empty cells, and a character of two units


def placed(cells: tuple[str, ...]) -> Placed:
    runs, text, at = [], "", 7
    for cell in cells:
        runs.append(Run(Span(len(text), len(text) + len(cell)), at))
        text += cell + "\t"
        at += utf16_length(cell) + 1
    shown = Converted(text)
    return Placed(0, shown, tuple(runs), 7, at - 1, is_flat(shown))


@pytest.mark.parametrize("cells", [CELLS, tuple(cell.replace("𠮷", "吉") for cell in CELLS)], ids=["wide", "flat"])
class TestPlaced:
    def test_an_offset_has_the_position_its_run_gives_it_and_leads_back(self, cells: tuple[str, ...]) -> None:
        block = placed(cells)
        for run in block.runs:
            for offset in range(run.view.start, run.view.end):
                position = block.position(offset)
                assert position == run.at + utf16_length(block.shown.text[run.view.start : offset])
                assert block.offset(position) == offset

    def test_every_span_is_shown_by_what_each_run_has_of_it(self, cells: tuple[str, ...]) -> None:
        block = placed(cells)
        length = len(block.shown.text)
        for start in range(length):
            for end in range(start + 1, length + 1):
                expected = [
                    (block.position(low), block.position(high - 1) + utf16_length(block.shown.text[high - 1]))
                    for run in block.runs
                    if (low := max(start, run.view.start)) < (high := min(end, run.view.end))
                ]
                assert list(block.pieces(Span(start, end))) == expected

    def test_behind_the_last_words_of_a_run_the_nearest_before_counts(self, cells: tuple[str, ...]) -> None:
        block = placed(cells)
        first = block.runs[0]
        assert block.offset(first.at + 2) == first.view.end
        assert block.offset(0) == 0, "in front of everything"


def test_a_placeholder_shows_no_words() -> None:
    block = Placed(0, Converted(""), (), 3, 9, flat=True)
    assert (block.position(0), block.offset(5), list(block.pieces(Span(0, 4)))) == (3, 0, [])
