"""What must hold of any law, tried on made-up ones: nothing lost, nothing invented, articles counted, lists no headings.

The laws are drawn with a seed; the same things hold of the real ones on the developers' machines.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator

import pytest

from reader.core.document import Document, source_from
from reader.ingest.normalise import normalise_text
from tests import made_laws
from tests.ingest.damage import add_chrome, half_width

SEED = 20260305
NOTE = "（2026年3月5日临川市第十届人民代表大会常务委员会第二次会议通过）"


def made() -> Iterator[made_laws.Law]:
    for each in made_laws.all_amended(SEED, laws=4):
        yield each.old
        yield each.new


LAWS = list(made())


def read(source: str, name: str = "law.txt") -> Document:
    document = normalise_text(source, name).document
    assert source_from(document) == source
    return document


def lines_of(law: made_laws.Law) -> list[str]:
    return [law.title, NOTE, *(line for _, line in law.lines())]


def bare(text: str) -> str:
    """Without blanks and widths of marks, which copies have in every form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def articles(document: Document) -> list[str]:
    return [block.number for block in document.blocks if block.number and re.fullmatch("第.+条", block.number)]


def numerals(law: made_laws.Law) -> list[str]:
    return [f"第{made_laws.numeral(n)}条" for n in range(1, len(law.clauses()) + 1)]


def check(document: Document, law: made_laws.Law) -> None:
    """Every line of the law is a block of its own, in order, and every article and chapter is read as one."""
    assert document.title == law.title
    assert document.written == "2026-03-05"
    shown = [bare(block.text) for block in document.blocks if block.kind != "contents"]
    assert shown == [bare(line) for line in lines_of(law)]
    assert articles(document) == numerals(law)
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    assert [bare(text) for text in headings] == [bare(line) for key, line in law.lines() if not key]
    assert not document.defects


@pytest.mark.parametrize("law", LAWS)
def test_nothing_is_lost_and_every_article_is_one(law: made_laws.Law) -> None:
    check(read("\n".join(lines_of(law))), law)
    check(read(half_width("\r\n\r\n".join(lines_of(law)))), law)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("named", [True, False])
def test_a_list_of_contents_is_no_structure(law: made_laws.Law, named: bool) -> None:
    title, note, *body = lines_of(law)
    listed = [line for key, line in law.lines() if not key]
    document = read("\n".join([title, note, *["目录"] * named, *listed, *body]))
    check(document, law)
    assert len([block for block in document.blocks if block.kind == "contents"]) == len(listed) + named


@pytest.mark.parametrize("law", LAWS)
def test_a_missing_article_is_named_and_none_other(law: made_laws.Law) -> None:
    rng = random.Random(law.title)
    lines = lines_of(law)
    gone = rng.choice(numerals(law)[1:-1])
    start = next(n for n, line in enumerate(lines) if line.startswith(gone + "　"))
    end = next(n for n in range(start + 1, len(lines)) if re.match("第.{1,5}[条章]", lines[n]))
    document = read("\n".join([*lines[:start], *lines[end:]]))
    assert articles(document) == [number for number in numerals(law) if number != gone]
    assert [(defect.kind, gone in defect.note) for defect in document.defects] == [("missing-clause", True)]


@pytest.mark.parametrize("law", LAWS)
def test_a_page_around_the_law_goes_and_takes_no_line_along(law: made_laws.Law) -> None:
    rng = random.Random(law.title)
    check(read(add_chrome("\n".join(lines_of(law)), rng)), law)
    page = "".join(f"<p>　　{line}</p>\n" for line in lines_of(law))
    menu = "<ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li></ul>"
    check(read(f"<html><head><meta charset='utf-8'></head><body>{menu}{page}</body></html>", "law.html"), law)


@pytest.mark.parametrize("law", LAWS)
def test_what_was_made_is_read_again_as_it_is(law: made_laws.Law) -> None:
    first = read("\n".join(lines_of(law)))
    again = read(first.text)
    assert [(b.kind, b.text, b.number, b.path) for b in again.blocks] == [
        (b.kind, b.text, b.number, b.path) for b in first.blocks
    ]
