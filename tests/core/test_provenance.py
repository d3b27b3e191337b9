from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Block, Defect, Document, Edit, Source, from_dict, source_from
from reader.core.provenance import Provenance
from reader.core.rules import REPAIRS, RULE_NAMES, rule_name
from reader.core.span import Location, Span

SEEDS = sorted((Path(__file__).parents[2] / "corpus" / "normalised").glob("*.json"))


def made(pieces: list[tuple[str, str | None]]) -> tuple[Document, list[tuple[int, int]]]:
    """A document of pieces (was, now), None where nothing was changed, and the (source, clean) offsets of kept words."""
    edits, clean, at, kept = [], "", 0, []
    for number, (was, now) in enumerate(pieces):
        if now is None:
            kept += [(at + i, len(clean) + i) for i in range(len(was))]
            clean += was
        else:
            edits.append(Edit(Span(at, at + len(was)), was, now, ("pinyin", "width")[number % 2], sure=number % 3 > 0))
            clean += now
        at += len(was)
    blocks, start = [], 0
    for number, line in enumerate(clean.split("\n")):
        blocks.append(Block(f"b{number}", "paragraph", line, Span(0, 0)))
        start += len(line) + 1
    blocks = [b for b in blocks if b.text]
    return Document("d", "标题", Source("f", "0", "hans"), blocks=tuple(blocks), edits=tuple(edits)), kept


_WORDS = st.text("数字经济发展\n", min_size=0, max_size=6).map(lambda t: t.replace("\n\n", "\n"))
_PIECES = st.lists(st.tuples(_WORDS, st.none() | st.text("发展经济，", max_size=3)), max_size=12)


@given(_PIECES)
def test_words_that_were_kept_are_found_from_either_side(pieces: list[tuple[str, str | None]]) -> None:
    pieces = [("甲", None), *pieces, ("乙", None)]
    document, kept = made(pieces)
    if "\n\n" in "".join(now if now is not None else was for was, now in pieces):
        return  # an empty block is not a document's
    ways, starts, source = Provenance(document), document.block_starts(), source_from(document)
    by_start = sorted((at, block) for block, at in starts.items())
    for raw, clean in kept:
        if document.text[clean] == "\n":
            continue
        at, block = next((a, b) for a, b in reversed(by_start) if a <= clean)
        assert ways.to_raw(block, clean - at) == raw
        assert ways.to_clean(raw) == (block, clean - at)
        assert source[raw] == document.text[clean]


@given(_PIECES)
def test_every_edit_shows_in_one_block_and_on_a_character(pieces: list[tuple[str, str | None]]) -> None:
    document, _ = made([("甲", None), *pieces, ("乙", None)])
    if "\n\n" in document.text:
        return
    ways = Provenance(document)
    shown = [number for block in document.blocks for number in ways.in_block(block.id)]
    assert sorted(shown) == shown
    assert shown == list(range(len(document.edits)))
    for number in shown:
        place = ways.location(number)
        assert place.block is not None
        block = document.block(place.block)
        assert block is not None
        assert place.span is not None
        assert 0 <= place.span.start < place.span.end <= len(block.text)
    assert sorted(n for numbers in ways.by_rule.values() for n in numbers) == shown
    assert ways.doubtful == tuple(n for n in shown if not document.edits[n].sure)


@pytest.mark.parametrize("file", [f for f in SEEDS if f.name != "manifest.json"], ids=lambda f: f.stem)
def test_the_documents_of_the_corpus_agree_with_their_edits(file: Path) -> None:
    document = from_dict(json.loads(file.read_text("utf-8")))
    ways, source = Provenance(document), source_from(document)
    for number, edit in enumerate(document.edits):
        if edit.block is not None and edit.at is not None and edit.now:
            assert ways.location(number) == Location(document.id, edit.block, edit.at)
        assert number in ways.between(*edit.raw)
        assert rule_name(edit.rule) in RULE_NAMES.values()
    edited = {(e.block, i) for e in document.edits if e.at is not None for i in range(*e.at)}
    for block in document.blocks:
        for offset, character in enumerate(block.text):
            if (block.id, offset) not in edited:
                raw = ways.to_raw(block.id, offset)
                assert source[raw] == character
                assert ways.to_clean(raw) == (block.id, offset)
    for defect in document.defects:
        assert ways.defect_location(defect).block is not None


def test_what_was_taken_out_shows_on_the_character_before_and_its_words_around() -> None:
    document, _ = made([("數字發", None), ("(fā)", ""), ("展", None)])
    ways = Provenance(document)
    assert ways.location(0) == Location("d", "b0", Span(2, 3))
    assert ways.context(0, 2) == ("字發", "展")
    assert ways.to_clean(4) == ("b0", 3), "inside of what was taken out"
    assert ways.to_raw("b0", 3) == 7, "behind it"


def test_a_defect_leads_to_its_words_its_block_or_the_beginning() -> None:
    document, _ = made([("甲乙丙\n丁戊", None)])
    ways = Provenance(document)
    words = Defect("damaged-text", "", "b1", Span(5, 6))
    assert ways.defect_location(words) == Location("d", "b1", Span(1, 2))
    assert ways.defect_location(Defect("missing-heading", "", "b1", Span(4, 4))) == Location("d", "b1")
    assert ways.defect_location(Defect("missing-title", "")) == Location("d", "b0")


def test_a_document_without_text_has_no_places() -> None:
    document = Document("d", "标题", Source("f", "0", "hans"), edits=(Edit(Span(0, 2), "页眉", "", "chrome"),))
    ways = Provenance(document)
    assert ways.to_clean(1) is None
    assert ways.location(0) == Location("d")
    assert ways.context(0, 3) == ("", "")
    assert ways.in_block("b") == range(0)


def test_every_repair_is_a_rule_with_a_name() -> None:
    assert set(REPAIRS) <= set(RULE_NAMES)
    assert rule_name("another-rule") == "another-rule"
