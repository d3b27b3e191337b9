"""What stands around rows is kept with them: listing the rows of a library opens no document, and says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.register import REGISTERS, Registers
from reader.corpus import Corpus
from reader.registers import Lexicon, registers_of
from reader.registers.context import Context
from reader.registers.exporting import table
from reader.registers.joining import without
from reader.registers.shipping import as_values, from_values


def never(doc: str) -> Document:
    raise AssertionError(f"{doc} need not be opened")


def kept(made: Registers) -> Registers:
    """As they come from a file."""
    return from_values(json.loads(json.dumps(as_values(made), ensure_ascii=False)))


@pytest.mark.parametrize("name", REGISTERS)
def test_a_table_of_kept_rows_is_that_of_their_documents(registers: Registers, corpus_dir: Path, name: str) -> None:
    corpus, back = Corpus(corpus_dir), kept(registers)
    documents = {info.id: corpus.load(info.id) for info in corpus.documents()}
    assert back == registers
    assert back.around == registers.around
    told = Context(back, never, corpus.documents())
    opened = Context(replace(registers, around={}), documents.__getitem__)
    rows = registers.rows(name)
    assert table(name, rows, never, context=told) == table(name, rows, documents.__getitem__, context=opened)
    for row in rows:
        assert told.deadline_place(row) == opened.deadline_place(row)
        assert (row.at.block in told.looks_back(row.at.doc)) == (row.at.block in opened.looks_back(row.at.doc)) or (
            name != "targets"
        )


def test_a_corrected_year_and_another_mention_are_looked_up(registers: Registers, corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    opened: list[str] = []

    def open_(doc: str) -> Document:
        opened.append(doc)
        return corpus.load(doc)

    context = Context(registers, open_)
    row = next(row for row in registers.targets if row.deadline_from == "chapter")
    assert context.deadline_place(row) is not None
    assert not opened
    context.deadline_place(replace(row, deadline=2099))
    assert opened == [row.at.doc]
    for system in registers.systems:
        assert all(context.label(place) is not None for place in system.mentions)
    assert opened == [row.at.doc], "of each mention it is known"


def test_what_is_around_goes_with_its_documents(make_document: Callable[..., Document], lexicon: Lexicon) -> None:
    one = make_document("一、总体要求", "建设“甲乙”综合应用平台。（责任单位：市科技局）", doc="one")
    two = make_document("一、总体要求", "按照《甲乙条例》办理。", doc="two")
    made = registers_of([one, two], lexicon)
    assert set(made.around) == {"one", "two"}
    assert set(made.around["one"].labels.values()) == {"第一部分"}
    assert set(without(made, {"one"}).around) == {"two"}
    assert not registers_of([make_document("没有可列的。")], lexicon).around


@pytest.mark.parametrize(
    "around",
    [[], {"a": []}, {"a": {"labels": []}}, {"a": {"labels": {"b": 1}}}, {"a": {"labels": {}, "since": "x"}},
     {"a": {"labels": {}, "due": {"k": {"doc": "a", "block": "b", "span": [1, "2"], "quote": ""}}}},
     {"a": {"labels": {}, "more": 1}}],
)  # fmt: skip
def test_what_is_no_such_thing_is_refused(around: object) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_values({"around": around})
