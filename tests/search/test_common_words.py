"""Words that stand in most of a library: every shortcut taken for them gives what a look at each place gives."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Block, Document, Source
from reader.core.folding import SEPARATOR
from reader.core.highlight import needle
from reader.core.hits import SearchOptions
from reader.core.query import Words
from reader.core.span import Span
from reader.search import bit_sets, checking, finding, generations, helping, index, postings, ranking
from reader.search.analysis import BUCKETS, Page, page_from, page_of
from reader.search.counting import counted
from reader.search.engine import SearchEngine
from reader.search.facets import faceted
from reader.search.matching import Sheet
from reader.search.ranking import Found, ordered
from tests.search.conftest import MakeEngine, indexed

LETTERS = "甲乙丙，"


def page_with(texts: list[str]) -> Page:
    return Page("doc", False, SEPARATOR.join(texts), "." * len(texts), {}, frozenset())


def document(number: int, texts: list[str], **facts: object) -> Document:
    blocks = tuple(Block(f"b{at}", "paragraph", text, Span(0, len(text))) for at, text in enumerate(texts))
    made = Document(f"d{number:04}", f"文件{number}", Source(f"{number}.txt", str(number), "hans"), blocks=blocks)
    return replace(made, **facts)  # type: ignore[arg-type]  # fields of a document


def library(count: int, seed: int = 1) -> list[Document]:
    draw = random.Random(seed)
    made = []
    for number in range(count):
        texts = ["".join(draw.choices(LETTERS, k=draw.randint(1, 30))) for _ in range(draw.randint(1, 12))]
        level, year = draw.choice(("national", "province", None)), draw.choice((2020, 2021, None))
        made.append(
            document(number, texts, level=level, written=year and f"{year}-01-01", issuers=("甲部",) * (number % 2))
        )
    return made


@given(st.lists(st.text("甲乙丙", max_size=40), min_size=1, max_size=12), st.text("甲乙丙", min_size=1, max_size=3))
def test_places_are_counted_as_one_by_one(texts: list[str], words: str) -> None:
    naive = [(at, text.count(words)) for at, text in enumerate(texts) if words in text]
    units, counts, lengths, *_ = counted(needle(Words(words)), page_with(texts))
    assert list(zip(units, counts, strict=True)) == naive
    assert list(lengths) == [len(texts[at]) for at in units]


@given(st.lists(st.text(st.characters(codec=None, exclude_characters=SEPARATOR), max_size=9), max_size=5))
def test_a_page_comes_back_as_it_was_written(texts: list[str]) -> None:
    """Any characters, halves of one by themselves and beside each other, too."""
    made = page_with(texts)
    back = page_from(made.dumps())
    assert back == made
    assert list(back.starts) == [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts) + 1)]
    assert [back.unit_text(at) for at in range(len(texts))] == texts


def test_pages_written_before_are_read(make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs hold indexes of earlier programs: their pages are JSON, compressed."""

    def dumps(page: Page) -> bytes:
        value = [page.doc, page.hant, page.text, page.kinds, list(page.leads.items()), sorted(page.longer)]
        return zlib.compress(json.dumps(value, ensure_ascii=False).encode())

    documents = library(5)
    monkeypatch.setattr(Page, "dumps", dumps)
    engine = indexed(make_engine(documents, scan_limit=0))
    naive = sum("甲乙" in block.text for each in documents for block in each.blocks)
    assert engine.search("甲乙").total == naive
    assert engine.uses_index


@pytest.mark.parametrize("data", [b"", b"[]", b"7\n", b'["a",false,"..",[],[],0]\n', b'["a",false,"",[],[],9]\n'])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a page|Expecting|unpack"):
        page_from(data)


def found_in(documents: list[Document], words: str) -> list[Found]:
    wanted = needle(Words(words))
    made = []
    for order, each in enumerate(documents):
        page = page_of(each)
        sheet = Sheet(each.info(), lambda _, page=page: page)  # type: ignore[misc]  # a default of its own
        held = counted(wanted, sheet.page)
        if held.units:
            made.append(Found(sheet, order, counted=held))
    return made


@pytest.mark.parametrize("words", ["甲", "，", "甲乙", "乙乙"])
@pytest.mark.parametrize("need", [1, 7, 50, 10_000])
def test_the_first_of_many_are_the_first_of_all(words: str, need: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "_SPARE", 1)
    found, wanted = found_in(library(60), words), [(needle(Words(words)),) * 2]
    first = list(ordered(found, wanted, "relevance", need))[:need]
    everyone = list(ordered(found, wanted, "relevance", None))
    assert first == everyone[:need]
    assert len(everyone) == sum(len(f.units) for f in found)
    assert [-each.score for each in everyone] == sorted(-each.score for each in everyone)


@pytest.mark.parametrize("words", ["甲", "甲乙", "丙丙丙"])
def test_alike_documents_are_counted_as_one_by_one(words: str) -> None:
    found = found_in(library(80), words)
    together = faceted(found, {}, lambda *_: "", None)
    apart = faceted(found, {}, lambda *_: "", lambda _: 0)  # nobody has a note
    assert together.counts == apart.counts
    assert [list(each) for each in together.counts.values()] == [list(each) for each in apart.counts.values()]
    assert together.found == apart.found


@pytest.mark.parametrize("shown", [range(150), range(0, 150, 2), range(149, -1, -1)])
def test_many_documents_are_proposed_as_few_are(tmp_path: Path, shown: range, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = library(150)
    wanted = [documents[number] for number in shown]
    infos, every_info = (tuple(each.info() for each in some) for some in (wanted, documents))
    by_id = {each.id: each for each in documents}
    every = indexed(SearchEngine(tmp_path, lambda: infos, by_id.__getitem__, scan_limit=0, indexed=lambda: every_info))
    answers = []
    for few in (0, 1000):
        monkeypatch.setattr(bit_sets, "_SPARSE", few)
        answers += [every.search(words, SearchOptions(limit=None)) for words in ("甲乙", "丙丙丙丙")]
    one, two, three, four = (replace(each, took_ms=0.0) for each in answers)
    assert (one, two) == (three, four)
    naive = sum("甲乙" in block.text for each in wanted for block in each.blocks)
    assert one.total == naive > 0


def test_an_index_knows_how_many_documents_hold_what(
    make_engine: MakeEngine, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "BLOCK", 16)  # so that lists have several blocks
    folder, documents = tmp_path_factory.mktemp("counts"), library(40)
    index.build(folder, documents)
    checking.check(folder)
    generation = generations.current(folder)
    assert generation is not None
    view = index.IndexView(folder, generation)
    held = [len(bit_sets.members(view.holding(number))[0]) for number in range(0, BUCKETS, 97)]
    assert held == [view.count(number) for number in range(0, BUCKETS, 97)]
    view.close()
    (folder / generation.name / postings.COUNTS).write_bytes(postings.dump_counts({5: 7}))
    generations.switch(folder, folder / generation.name, generation.stamp, generation.size)
    with pytest.raises(index.Damaged):
        checking.check(folder)


def test_a_near_spelling_is_counted_once(make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    find: Callable[..., object] = finding.find

    def watched(opened: object, matcher: object, *rest: object) -> object:
        asked.append(matcher.node)  # type: ignore[attr-defined]  # a Matcher
        return find(opened, matcher, *rest)

    monkeypatch.setattr(helping, "find", watched)
    engine = make_engine([document(0, ["数字经济发展", "数字经济发展"]), document(1, ["数字经济"])])
    result = engine.search("数字轻济")
    assert [(each.query, each.count) for each in result.remedies] == [("数字经济", 3)]
    assert asked == [Words("数字经济")]
