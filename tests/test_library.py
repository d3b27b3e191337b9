"""The façade: finding places by what people type, notes with their places, and how little it loads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.errors import BadInput, NotFound
from reader.core.note import Piece, Selection
from reader.core.quotation import find_quote
from reader.core.span import Location, Span
from reader.corpus import Corpus
from reader.library import Library, open_library
from reader.paths import find_paths
from reader.script import Script


def test_documents_are_kept(small: Library) -> None:
    assert [info.id for info in small.documents()] == ["plan", "draft"]
    assert small.open("plan") is small.open("plan")
    assert small.source("draft") == small.open("draft").text


def test_one_reading_of_a_document_serves_all(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = Corpus.load

    def counted(corpus: Corpus, doc: str) -> Document:
        read.append(doc)
        return load(corpus, doc)

    monkeypatch.setattr(Corpus, "load", counted)
    small.prepare_search()
    assert small.search("数字经济").hits
    small.open("plan"), small.open("draft")
    assert sorted(read) == ["draft", "plan"]


@pytest.mark.parametrize(
    ("ref", "doc", "block"),
    [
        ("plan", "plan", None),
        ("draft", "draft", None),
        ("某政发〔2021〕14号", "plan", None),
        ("某政发[2021]14号", "plan", None),
        ("某政發（2021）014號", "plan", None),
        ("某市数字经济行动方案（2021—2023年）", "plan", None),
        ("《某市数字经济行动方案(2021—2023年)》", "plan", None),
        ("某市數字經濟行動方案（2021—2023年）", "plan", None),
        ("某市人民政府关于印发某市数字经济行动方案的通知", "plan", None),
        ("plan#b9", "plan", "b9"),
        ("plan#二（一）", "plan", "b8"),
        ("plan#2(1)", "plan", "b8"),
        ("某政发〔2021〕14号#二（二）", "plan", "b11"),
        ("plan#總體要求", "plan", "b3"),
        ("policy-reader:plan#b9", "plan", "b9"),
    ],
)
def test_finding(small: Library, ref: str, doc: str, block: str | None) -> None:
    assert small.find(ref) == Location(doc, block)


@pytest.mark.parametrize("ref", ["", "#", "nothing", "某市数字经济行动方案", "〔2021〕", "plan#九", "plan#nothing"])
def test_what_is_not_there(small: Library, ref: str) -> None:
    with pytest.raises(NotFound, match="没有"):
        small.find(ref)


def test_a_clause_that_may_be_several(small: Library) -> None:
    with pytest.raises(BadInput, match=r"有 2 处.*第一部分（一）、第二部分（一）"):
        small.find("plan#（一）")


def test_a_title_that_two_documents_have(small: Library, small_corpus: Path) -> None:
    corpus = Corpus(small_corpus)
    twin = replace(corpus.load("draft"), id="twin")
    corpus.write([corpus.load("plan"), corpus.load("draft"), twin])
    fresh = Library(Corpus(small_corpus), small.engine, small.store)
    with pytest.raises(BadInput, match="draft、twin"):
        fresh.find("某区发展规划（征求意见稿）")


def test_conversion(small: Library) -> None:
    assert small.convert("数字经济", Script.HANT).text == "數字經濟"


def test_annotating_a_selection(small: Library) -> None:
    made = small.notebook.annotate(
        Selection("plan", (Piece("b9", Span(2, 6)),)), "note", text="看", colour="green", tags=["#重点", "重点", " "]
    )
    assert made.note.anchor.quote == "城市大脑"
    assert made.note.tags == ("重点",)
    assert made.location == Location("plan", "b9", Span(2, 6))
    assert small.notebook.all("plan") == (made,)
    assert small.notebook.all("draft") == ()


def test_annotating_places_without_words(small: Library) -> None:
    assert small.notebook.annotate(Location("plan", "b9"), "bookmark").note.anchor.quote == ""
    assert small.notebook.annotate(Location("plan", "b5"), "note", text="x").note.anchor.quote == "坚持创新驱动。"
    assert small.notebook.annotate(Location("plan"), "bookmark").note.anchor.block == "b1"


def test_what_cannot_be_annotated(small: Library, profile: Path) -> None:
    with pytest.raises(BadInput, match="pinkish"):
        small.notebook.annotate(Location("plan"), "note", colour="pinkish")
    with pytest.raises(NotFound):
        small.notebook.annotate(Location("nothing"), "note")
    with pytest.raises(NotFound):
        small.notebook.annotate(Location("plan", "b99"), "note")
    assert not (profile / "data").exists(), "nothing was begun"


def test_notes_stand_in_reading_order(small: Library) -> None:
    for doc, block in [("draft", "b2"), ("plan", "b9"), ("plan", "b2")]:
        small.notebook.annotate(Location(doc, block), "highlight")
    assert [n.location.block for n in small.notebook.all("plan")] == ["b2", "b9"]
    assert [n.note.anchor.doc for n in small.notebook.all()] == ["plan", "plan", "draft"]


def test_changing_and_deleting(small: Library) -> None:
    note = small.notebook.annotate(Location("plan", "b9"), "highlight").note
    changed = small.notebook.update(replace(note, text="新"))
    assert (changed.text, changed.id) == ("新", note.id)
    assert changed.modified > note.modified
    assert [n.note for n in small.notebook.all()] == [changed]
    small.notebook.trash(note.id)
    assert small.notebook.all() == ()
    assert [n.note.id for n in small.notebook.all(trashed=True)] == [note.id]
    assert small.notebook.restore(note.id).text == "新"
    assert len(small.notebook.all()) == 1


def test_notes_outlive_their_document(small: Library, small_corpus: Path, profile: Path) -> None:
    small.notebook.annotate(Location("draft", "b3"), "highlight")
    small.notebook.annotate(Location("plan", "b9"), "highlight")
    small.close()
    corpus = Corpus(small_corpus)
    corpus.write([corpus.load("plan")])
    later = open_library(find_paths(profile / "data", small_corpus))
    assert [n.resolution.state for n in later.notebook.all()] == ["exact", "orphan"]
    later.close()


def test_notes_follow_their_words(small: Library, small_corpus: Path, profile: Path) -> None:
    small.notebook.annotate(Location("plan", "b9", Span(2, 6)), "highlight")
    small.close()
    corpus = Corpus(small_corpus)
    plan = corpus.load("plan")
    blocks = tuple(replace(b, text="新增文字。" + b.text) if b.id == "b9" else b for b in plan.blocks)
    corpus.write([replace(plan, blocks=blocks), corpus.load("draft")])
    later = open_library(find_paths(profile / "data", small_corpus))
    (placed,) = later.notebook.all()
    later.close()
    assert placed.resolution.state == "moved"
    assert placed.location == Location("plan", "b9", Span(7, 11))


@pytest.mark.parametrize(
    ("quote", "block", "where", "literal"),
    [
        ("城市大脑", None, [("b9", 2, 6)], True),
        ("城市大腦", None, [("b9", 2, 6)], False),
        ("数字经济", "b9", [("b9", 17, 21)], True),
        ("50％", None, [("b6", 18, 21)], False),
        ("５Ｇ基站", None, [("b10", 6, 10)], False),
        ("𠮷", None, [("b13", 8, 9)], True),
        ("指导思想\n坚持", None, [("b4", 3, 7), ("b5", 0, 2)], True),
        ("坚持创新", "b4", [("b5", 0, 4)], True),
        ("城市大腦", "b7", [("b9", 2, 6)], False),
        ("城市大脑", "b3", [], True),
        ("城市大脑", "b2", [], True),
        ("不在这里", None, [], True),
        ("  ", None, [], True),
        (".*", None, [], True),
        ("城市大脑", "nothing", [], True),
    ],
)
def test_quotes(
    small: Library, quote: str, block: str | None, where: list[tuple[str, int, int]], literal: bool
) -> None:
    found = find_quote(small.open("plan"), quote, block)
    pieces = [(p.block, *p.span) for place in found.places[:1] for p in place.pieces]
    assert (pieces, found.literal) == (where, literal)


def test_a_quote_in_a_traditional_document(make_document: Callable[..., Document]) -> None:
    document = make_document("沿著軌道，著力發展。", script="hant")
    assert [p.pieces[0].span for p in find_quote(document, "沿着").places] == [(0, 2)]
    assert [p.pieces[0].span for p in find_quote(document, "着力发展").places] == [(5, 9)]


def test_all_places_of_a_quote(small: Library) -> None:
    places = find_quote(small.open("plan"), "數字經濟").places
    assert [place.pieces[0].block for place in places] == ["b1", "b2", "b6", "b9"]


def test_listing_loads_neither_search_nor_dictionaries(small_corpus: Path, profile: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from reader.library import open_library
from reader.paths import find_paths
library = open_library(find_paths(Path({str(profile / "data")!r}), Path({str(small_corpus)!r})))
library.documents(), library.open("plan"), library.notebook.all()
heavy = {{"whoosh", "jieba", "pypinyin", "docx", "openpyxl", "PySide6", "rapidfuzz", "filelock", "reader.ingest"}}
from reader.script import _opencc
print(sorted(heavy & set(sys.modules)), _opencc.cache_info().currsize, Path({str(profile / "data")!r}).exists())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "0", "False"]
