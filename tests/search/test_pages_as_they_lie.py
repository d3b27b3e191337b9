"""Pages that are looked through as they lie in the index, and pages that are looked at once: neither changes an answer."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Block, Document, Source
from reader.core.errors import Cancelled
from reader.core.folding import SEPARATOR, Folded
from reader.core.highlight import needle
from reader.core.query import And, Words
from reader.core.span import Span
from reader.search import index
from reader.search.analysis import Page, may_hold, sought
from reader.search.bit_sets import bits_of
from reader.search.counting import counted, counted_once, holding_all
from reader.search.engine import SearchEngine
from reader.search.matching import Matcher
from reader.search.views import AT_ONCE

LETTERS = "甲乙丙一，\ud800\udc00a1\n"
texts = st.lists(st.text(LETTERS, max_size=30), min_size=1, max_size=8)
alike = st.lists(st.text("甲乙，", max_size=12), min_size=1, max_size=12)


def page_with(parts: list[str], longer: frozenset[int] = frozenset()) -> Page:
    kinds = "".join("T3.."[at % 4] for at in range(len(parts)))
    return Page("doc", False, SEPARATOR.join(parts), kinds, {2: 1} if len(parts) > 2 else {}, longer)


def may(data: bytes, *words: str) -> bool:
    """Between other bytes, as in the file of a column."""
    return may_hold(b"\n[" + data + b"],0]\n", 2, 2 + len(data), list(map(sought, words)))


@given(texts, st.data())
def test_no_page_that_holds_the_words_is_passed_over(parts: list[str], data: st.DataObject) -> None:
    page = page_with(parts)
    start = data.draw(st.integers(0, len(page.text)))
    words = page.text[start : data.draw(st.integers(start, len(page.text)))]
    old = json.dumps([page.doc, page.hant, page.text, page.kinds, [], []], ensure_ascii=False)
    forms = [page.dumps(), old.encode("utf-8", "surrogatepass"), zlib.compress(old.encode("utf-8", "surrogatepass"))]
    assert all(may(form, words) for form in forms)


def test_a_page_without_one_of_the_words_is_passed_over() -> None:
    data = page_with(["甲乙", "丙"]).dumps()
    assert may(data, "甲乙", "丙")
    assert not may(data, "乙丙")
    assert not may(data, "丙", "乙丙")
    assert may(data[:9], "乙丙")  # its head is cut short: it is for who reads the page to say so
    assert may(b"", "乙丙")


@given(alike, st.text("甲乙", min_size=1, max_size=3))
def test_what_is_looked_at_once_is_counted_as_what_is_kept(parts: list[str], words: str) -> None:
    page, wanted = page_with(parts, frozenset({1})), needle(Words(words))
    once = counted_once(wanted, page)
    assert tuple(map(tuple, once[:4])) == tuple(map(tuple, counted(wanted, page)[:4]))
    assert once.is_longer == counted(wanted, page).is_longer == (1 in once.units)
    assert [once.units[at] for at in once.standing_out] == [at for at in once.units if at % 4 < 2 or at == 2]


@given(alike, st.text("甲乙", min_size=1, max_size=2), st.data())
def test_some_of_what_was_counted(parts: list[str], words: str, data: st.DataObject) -> None:
    every = counted(needle(Words(words)), page_with(parts))
    kept = sorted(data.draw(st.sets(st.sampled_from(range(len(every.units))))) if every.units else [])
    some = every.some(kept)
    assert list(zip(some.units, some.counts, some.lengths, strict=True)) == [
        (every.units[at], every.counts[at], every.lengths[at]) for at in kept
    ]
    assert {some.units[at] for at in some.standing_out} == {every.units[at] for at in every.standing_out if at in kept}


@given(alike, st.lists(st.text("甲乙", min_size=1, max_size=3), min_size=2, max_size=3, unique=True))
def test_units_with_several_words_are_those_with_each(parts: list[str], words: list[str]) -> None:
    page = page_with(parts)
    assert list(bits_of(holding_all(words, page))) == [
        at for at, part in enumerate(parts) if all(word in part for word in words)
    ]


@given(alike, st.lists(st.text("甲乙", min_size=1, max_size=3), min_size=2, max_size=3, unique=True))
def test_words_that_cannot_overlap_are_marked_each_by_itself(parts: list[str], words: list[str]) -> None:
    matcher = Matcher(And(tuple(map(Words, words))), lambda *_: 0)
    if matcher.apart(hant=False):
        for part in parts:
            assert len(matcher.spans(Folded(part), ".", False)) == sum(map(part.count, matcher.plains(hant=False)))


@pytest.mark.parametrize(
    ("words", "are_apart"),
    [
        (["甲乙", "丙丁"], True),
        (["甲乙", "乙丙"], False),
        (["乙丙", "甲乙"], False),
        (["甲乙丙丁", "乙丙"], False),
        (["ＡＢ", "ab"], False),
        (["甲甲", "乙", "丙甲"], False),
        (["5G", "甲"], False),  # one that may be written with a blank
    ],
)
def test_which_words_cannot_overlap(words: list[str], are_apart: bool) -> None:
    assert Matcher(And(tuple(map(Words, words))), lambda *_: 0).apart(hant=False) == are_apart


@pytest.mark.parametrize(
    ("words", "fixed"),
    [
        ("甲乙丙", "甲乙丙"),
        ("建设5G基站网", "基站网"),
        ("共50个", "50"),
        ("abc", "abc"),
        ("乾坤", "坤"),
    ],
)
def test_what_stands_so_in_every_match(words: str, fixed: str) -> None:
    assert needle(Words(words)).fixed == fixed


SCATTERED = "甲乙，乙丙，丙甲"  # every pair of 甲乙丙, never the whole


def engine_of(texts: list[str], index_dir: Path) -> SearchEngine:
    documents = [
        Document(
            f"d{number}",
            f"文件{number}",
            Source(f"{number}.txt", str(number), "hans"),
            blocks=(Block("b0", "paragraph", text, Span(0, len(text))),),
        )
        for number, text in enumerate(texts)
    ]
    index.build(index_dir, documents)
    infos, by_id = tuple(each.info() for each in documents), {each.id: each for each in documents}
    return SearchEngine(index_dir, lambda: infos, by_id.__getitem__, scan_limit=0)


def test_looking_through_pages_as_they_lie_can_be_stopped(tmp_path: Path) -> None:
    engine = engine_of([SCATTERED] * (2 * AT_ONCE), tmp_path)
    engine.search("无")  # opened
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        engine.search("甲乙丙", cancelled=stop)
    assert len(asked) == 2, "asked again after so many pages"
    assert not engine.search("甲乙丙").total


def test_looking_for_near_spellings_can_be_stopped(tmp_path: Path) -> None:
    engine = engine_of(["甲乙丙丁"] * 9, tmp_path)
    asked: list[bool] = []

    def counting() -> bool:
        asked.append(True)
        return False

    assert not engine.search("甲乙戊丁", cancelled=counting).total
    often = len(asked)
    assert often > 3, "for each pair that is looked round, and in what is found near"
    for last in range(often):
        left = iter([False] * last)
        with pytest.raises(Cancelled):
            engine.search("甲乙戊丁", cancelled=lambda left=left: next(left, True))  # type: ignore[misc]  # a default


def test_only_what_may_hold_the_words_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of([*[SCATTERED] * 9, "甲乙丙"], tmp_path)
    read: list[int] = []
    page = index.IndexView.page

    def reading(view: index.IndexView, number: int) -> Page:
        read.append(number)
        return page(view, number)

    monkeypatch.setattr(index.IndexView, "page", reading)
    assert [hit.doc for hit in engine.search("甲乙丙").hits] == ["d9"]
    assert [hit.doc for hit in engine.search("甲乙丙 丙").hits] == ["d9"]
    assert len(read) == 1
    assert engine.search("乙丙").total == 10
