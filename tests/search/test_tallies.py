"""What an index tells of short and common words without a look at the text is what the text says."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Block, Document, Source
from reader.core.highlight import needle
from reader.core.hits import SearchOptions, SearchResult
from reader.core.query import Words
from reader.core.span import Span
from reader.search import checking, finding, generations, index, tallies
from reader.search.analysis import Page, page_of
from reader.search.counting import counted
from reader.search.engine import SearchEngine
from reader.search.matching import Sheet
from reader.search.ranking import Found, ordered

LETTERS = "甲乙丙，云"
KINDS = ("paragraph", "paragraph", "paragraph", "heading")


def documents(count: int, seed: int = 3) -> list[Document]:
    draw, made = random.Random(seed), []
    for number in range(count):
        blocks = [Block("t", "title", "".join(draw.choices(LETTERS, k=4)), Span(0, 0))]
        for at in range(draw.randint(1, 9)):
            text = "".join(draw.choices(LETTERS, k=draw.randint(1, 25)))
            if not number % 10 and not at:
                text += "㎜甲"  # folded, it is longer
            lead = Span(0, min(3, len(text))) if draw.random() < 0.2 else None
            blocks.append(Block(f"b{at}", draw.choice(KINDS), text, Span(0, 0), lead=lead))
        script = draw.choice(("hans", "hant"))
        source = Source(f"{number}.txt", str(number), script)
        level = draw.choice(("national", "province", ""))
        made.append(Document(f"d{number:03}", f"文件{number}", source, level=level, blocks=tuple(blocks)))
    return made


def engine_of(folder: Path, made: list[Document], **more: object) -> SearchEngine:
    infos = tuple(document.info() for document in made)
    by_id = {document.id: document for document in made}
    return SearchEngine(folder, lambda: infos, by_id.__getitem__, scan_limit=0, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def library() -> list[Document]:
    return documents(90)


@pytest.fixture(scope="module")
def folder(library: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tallies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallies, "LEAST", 30)
        patch.setattr(tallies, "AT_ONCE", 500)
        index.build(made, library)
    return made


def untimed(result: SearchResult) -> SearchResult:
    return replace(result, took_ms=0.0)


ASKED: tuple[dict[str, object], ...] = (
    {}, {"limit": 3}, {"limit": 4, "offset": 3}, {"limit": None}, {"limit": 0},
    {"facets": {"level": frozenset({"national"})}}, {"facets": {"doc": frozenset({"d003"})}}, {"sort": "document"},
    {"docs": ("d001", "d010")}, {"docs": tuple(f"d{number:03}" for number in range(10, 85))},
)  # fmt: skip


@pytest.mark.parametrize("options", ASKED, ids=str)
def test_the_answer_is_that_of_a_look_at_every_text(
    library: list[Document], folder: Path, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = engine_of(folder, library)
    looked = engine_of(folder / "none", library)
    monkeypatch.setattr(finding, "FEW", 20)
    for words in ("甲", "，", "甲乙", "云", "雲", "乙乙", "丁", "m", "甲 乙", "甲 -乙", "甲乙 云", "mm", "丙丙丙"):
        asked = SearchOptions(**options)  # type: ignore[arg-type]
        assert untimed(told.search(words, asked)) == untimed(looked.search(words, asked)), words
    assert told.uses_index
    assert not looked.uses_index


def test_what_is_told_is_not_looked_at(library: list[Document], folder: Path) -> None:
    engine = engine_of(folder, library)
    engine.search("甲", SearchOptions(limit=2))
    opened = engine._opened
    assert opened is not None
    assert len(opened.pages) < 20  # the nine of which nothing is told, and those of the hits


@given(st.lists(st.text("甲乙丙。", max_size=30), min_size=1, max_size=8), st.data())
def test_the_counts_of_a_page_are_those_of_its_text(texts: list[str], data: st.DataObject) -> None:
    kinds = "".join(data.draw(st.sampled_from("T.9.1.")) for _ in texts)
    leads = {at: data.draw(st.integers(1, len(text))) for at, text in enumerate(texts) if text and kinds[at] == "."}
    page = Page("d", False, "\uffff".join(texts), kinds, leads, frozenset())
    counting = tallies.Counting(page)
    keys, values = tallies._counts_from(counting.packed())
    told = dict(zip(keys, values, strict=True))
    for text in ("甲", "。", "甲乙", "乙乙", "。。"):
        units = [at for at, each in enumerate(texts) if text in each]
        value = told.pop(tallies.key_of(text), 0)
        assert tallies.units_of_value(value) == len(units)
        assert tallies.places_of_value(value) == sum(texts[at].count(text) for at in units)
        if units:
            sheet = Sheet(Document("d", "", Source("", "", "hans")).info(), lambda _: page)
            wanted = needle(Words(text))
            found = Found(sheet, 0, counted=counted(wanted, page))
            first = next(ordered([found], [(wanted, wanted)], "relevance", 1))
            assert tallies.bound_of_value(value) == first.score


def test_an_index_that_says_what_the_text_does_not_say_is_let_go(library: list[Document], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallies, "Counting", lambda page: _Miscounting(page, page_of(library[1])))
        index.build(tmp_path, library)
    engine = engine_of(tmp_path, library)
    looked = engine_of(tmp_path / "none", library)
    asked = SearchOptions(limit=None)
    assert untimed(engine.search("甲", asked)) == untimed(looked.search("甲", asked))
    assert not engine.uses_index
    with pytest.raises(index.Damaged):
        checking.check(tmp_path)


_COUNTING = tallies.Counting


class _Miscounting(_COUNTING):
    """Says of one document how often words stand in another."""

    def __init__(self, page: Page, other: Page) -> None:
        super().__init__(page)
        self._other = _COUNTING(other) if page.doc == "d002" else None

    def packed(self) -> bytes:
        """The counts, or those of the other."""
        return super().packed() if self._other is None else self._other.packed()


@pytest.mark.parametrize("cut", [0, 5, 60, 200, 900, -1])
def test_a_damaged_file_is_damaged(folder: Path, tmp_path: Path, cut: int) -> None:
    generation = generations.current(folder)
    assert generation is not None
    data = (folder / generation.name / tallies.TALLIES).read_bytes()
    (tmp_path / "x").write_bytes(data[:cut] if cut >= 0 else data[:-1] + b"\0")
    with pytest.raises((ValueError, zlib.error, struct.error, KeyError)):
        tallies.Tallies(tmp_path / "x", 90).check([])
