"""TracedText: what is made of the source can always be unmade."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.span import Span
from reader.ingest.traced import Change, TracedText


def reversed_source(text: TracedText) -> str:
    """The source rebuilt from the current text and the edits alone."""
    out, clean, raw = [], 0, 0
    for piece, at in text.edits():
        gap = piece.start - raw
        out.append(text.text[clean : clean + gap])
        clean += gap
        assert clean == at
        assert text.text[clean : clean + len(piece.text)] == piece.text
        out.append(text.source[piece.start : piece.end])
        clean += len(piece.text)
        raw = piece.end
    return "".join(out) + text.text[clean:]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[list[tuple[float, float, str]]]]:
    source = draw(st.text("abc数字\n𠀀", max_size=12))
    step = st.tuples(st.floats(0, 1), st.floats(0, 1), st.text("XY字", max_size=3))
    return source, draw(st.lists(st.lists(step, max_size=4), max_size=4))


@given(rounds())
def test_every_round_of_changes_reads_right_and_reverses(
    case: tuple[str, list[list[tuple[float, float, str]]]],
) -> None:
    source, steps = case
    text = TracedText(source)
    for number, step in enumerate(steps):
        size, at, changes, expected = len(text.text), 0, [], []
        for low, high, now in sorted(step):
            start = max(at, int(min(low, high) * size))
            end = max(start, int(max(low, high) * size))
            changes.append(Change(start, end, now))
            expected += [text.text[at:start], now]
            at = end
        expected.append(text.text[at:])
        text = text.replace(changes, f"rule{number}")
        assert text.text == "".join(expected)
    assert reversed_source(text) == source
    assert all(a.end == b.start for a, b in zip(text.pieces, text.pieces[1:], strict=False))


def test_overlapping_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        TracedText("abcdef").replace([Change(0, 3, "x"), Change(2, 4, "y")], "rule")


def test_the_rule_that_gave_the_words_keeps_the_credit() -> None:
    text = TracedText("賦能?chē)H消費").replace([Change(2, 8, "國際")], "gbk-shift")
    text = text.sub(re.compile("國"), "国", "script").sub(re.compile("際"), "际", "script")
    assert [(piece.text, piece.rule) for piece, _ in text.edits()] == [("国际", "gbk-shift")]
    assert reversed_source(text) == "賦能?chē)H消費"


def test_what_takes_words_out_has_the_credit_for_it() -> None:
    text = TracedText("正文(zhèng)尾").replace([Change(2, 9, "")], "pinyin")
    text = text.replace([Change(0, 3, "")], "chrome")
    assert [(piece.rule, piece.start, piece.end) for piece, _ in text.edits()] == [("chrome", 0, 10)]


def test_what_closes_up_a_deletion_leaves_it_its_name() -> None:
    text = TracedText("甲\n\n打印\n\n乙").replace([Change(3, 6, "")], "chrome")
    text = text.sub(re.compile(r"\n+"), "\n", "line-end")
    assert [(piece.text, piece.rule) for piece, _ in text.edits()] == [("\n", "chrome")]


def test_raw_span_leads_through_deletions_and_replacements() -> None:
    text = TracedText("數(shù)字經濟").sub(re.compile(r"\(shù\)"), "", "pinyin")
    assert text.text == "數字經濟"
    assert text.raw_span(Span(0, 1)) == Span(0, 1)
    assert text.raw_span(Span(0, 2)) == Span(0, 7)
    assert text.raw_span(Span(1, 4)) == Span(6, 9)
    assert text.raw_span(Span(4, 4)).start == 9
