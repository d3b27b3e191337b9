"""Which clause a reference of a law to itself means. Pure.

A reference to a clause that is not there is told apart from one of which it cannot be said: only a law that is whole
(articles without a gap) can lack what its text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from reader.core.articles import Article, Articles, Paragraph, read_articles
from reader.core.clause_numbers import clause_numbers, in_han
from reader.core.document import Block, Document
from reader.core.references import Reference, find_references

_QUOTED: Final = re.compile("“[^”]*”")
_AMENDS: Final = re.compile("修正案|修改.*的决定|的决定$|修订.*决定")
_ATTACHMENT: Final = re.compile(
    r"^[　 （(]*附(?:件|表|录)[　 ]*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})?(?=$|[：:.．、　 \n])"
)


_DOWN: Final = re.compile("第[一二三四五六七八九十]+項第[一二三四五六七八九十]+款|前項")


@dataclass(frozen=True, slots=True)
class Meant:
    """A reference in a document and what it means.

    Attributes:
        block: where it stands; `reference.span` is in its text.
        target: the block that is meant; None where that cannot be told, or it is not there.
        missing: what is not there, as law names it (第九十九条, 第三条第五款); "" else.
    """

    block: str
    reference: Reference
    target: str | None
    missing: str = ""


def references_in(document: Document) -> tuple[Meant, ...]:
    """Every reference of a document to its own clauses, in reading order; none in decisions that amend others."""
    if _AMENDS.search(document.title):
        return ()
    articles = read_articles(document)
    reader = _Reader(document, articles)
    return tuple(reader.read())


class _Reader:
    def __init__(self, document: Document, articles: Articles) -> None:
        self._document, self._articles = document, articles
        self._at = {block.id: at for at, block in enumerate(document.blocks)}
        self._whole = [_is_whole(part) for part in articles.parts]
        self._item_below = _counts_down(document)

    def read(self) -> Iterator[Meant]:
        for block in self._document.blocks:
            if block.kind in {"title", "contents", "heading", "doc_number"} or not block.text:
                continue
            found = find_references(block.text)
            quoted = [match.span() for match in _QUOTED.finditer(block.text)] if found else []
            named: Reference | None = None  # the last article that the block names
            for each in found:
                if any(start <= each.span.start < end for start, end in quoted):
                    continue
                meant = self._alone(block, each, named) if _is_alone(each) else self._meant(block, each)
                named = each if each.article is not None else named
                if meant.target is not None or meant.missing or each.unit != "attachment" or each.number:
                    yield meant

    def _alone(self, block: Block, each: Reference, named: Reference | None) -> Meant:
        """第二款 without an article: of the one that the block named last where it has it, else of its own.

        What neither has may be of a third: nothing is said to be missing.
        """
        if named is not None and named.article is not None:
            paragraph = each.paragraph or (named.paragraph if each.item else 0)
            there = self._meant(block, replace(each, article=named.article, paragraph=paragraph))
            if there.target is not None:
                return replace(there, reference=each)
        return replace(self._meant(block, each), missing="")

    def _meant(self, block: Block, each: Reference) -> Meant:
        if each.unit == "attachment":
            return Meant(block.id, each, self._attachment(block, each.number))
        if each.unit in {"chapter", "section"}:
            return self._heading(block, each)
        here = self._articles.around(block.id)
        if each.unit == "part":
            return Meant(block.id, each, block.id if here is not None else None)
        if here is None and each.article is None:
            return Meant(block.id, each, None)
        article, lacks = self._article(block, here, each)
        if article is None:
            return Meant(block.id, each, None, lacks)
        return self._within(block, article, each)

    def _article(self, block: Block, here: Article | None, each: Reference) -> tuple[Article | None, str]:
        """The article that is meant, or what is not there."""
        if each.article is not None:
            found = self._articles.find(each.article, block.id)
            place = self._articles.of_block.get(block.id)
            sure = each.owned or place is not None
            whole = self._whole[place[0]] if place is not None else all(self._whole) and bool(self._whole)
            name = f"第{in_han(each.article[0])}条" + (f"之{in_han(each.article[1])}" if each.article[1] else "")
            return found, name if found is None and sure and whole and len(self._whole) == 1 else ""
        if here is None or each.relative != "article" or not each.back:
            return here, ""
        order = self._articles.order(block.id)
        at = order.index(here.key) - each.back
        if at < 0:
            return None, "前条"
        return self._articles.find(order[at], block.id), ""

    def _within(self, block: Block, article: Article, each: Reference) -> Meant:
        """The paragraph and the item of an article."""
        here, item_here = article.place(block.id)
        number, item = each.paragraph, each.item
        if self._item_below and bool(number) != bool(item) and not each.relative:
            number, item = item, number  # Taiwan's laws call paragraphs 項 and items 款
        if each.relative == "paragraph" and each.back:
            if here - each.back < 1:
                return Meant(block.id, each, None, "前款" if here else "")
            number = here - each.back
        elif each.relative == "item" and each.back:
            return self._before(block, article, each, here, item_here)
        elif item and not number:
            number = self._only_with_items(article, item, here)
            if not number:
                return Meant(block.id, each, None)
        if not number:
            return Meant(block.id, each, article.head.id)
        paragraph = article.paragraph(number)
        name = f"第{in_han(article.key[0])}条第{in_han(number)}款"
        if paragraph is None:
            return Meant(block.id, each, None, "" if article.titled else name)
        if not item:
            return Meant(block.id, each, paragraph.block.id)
        found = paragraph.item(item)
        lacks = f"{name}第（{in_han(item)}）项" if found is None and _is_run(paragraph) else ""
        return Meant(block.id, each, found.id if found is not None else None, lacks)

    def _before(self, block: Block, article: Article, each: Reference, here: int, item_here: int) -> Meant:
        """前项: the item before, or the paragraph before in laws that call paragraphs so."""
        if item_here > each.back:
            paragraph = article.paragraph(here)
            found = paragraph.item(item_here - each.back) if paragraph is not None else None
            return Meant(block.id, each, found.id if found is not None else None)
        earlier = article.paragraph(here - each.back) if here else None
        target = earlier.block.id if earlier is not None else None
        if earlier is not None and each.item and (found := earlier.item(each.item)) is not None:
            target = found.id
        return Meant(block.id, each, target)

    def _only_with_items(self, article: Article, item: int, here: int) -> int:
        """The one paragraph of an article that has such an item; the one the words stand in before others."""
        having = [at for at, each in enumerate(article.paragraphs, 1) if each.item(item) is not None]
        return here if here in having else having[0] if len(having) == 1 else 0

    def _heading(self, block: Block, each: Reference) -> Meant:
        style = "章" if each.unit == "chapter" else "节"
        found = []
        for other in self._document.blocks:
            numbers = clause_numbers(other.number or "") if other.kind == "heading" else ()
            if len(numbers) == 1 and numbers[0].style == style and numbers[0].value == each.number:
                found.append(other)
        if each.unit == "section" and len(found) != 1:
            chapter = block.path[:1]
            found = [other for other in found if other.path[:1] == chapter]
        return Meant(block.id, each, found[0].id if len(found) == 1 else None)

    def _attachment(self, block: Block, number: int) -> str | None:
        """The block that begins an attachment: 附件2 at the head of a line, the last one, as lists stand first."""
        found: list[str] = []
        for other in self._document.blocks:
            match = _ATTACHMENT.match(other.text[:40]) if other.id != block.id else None
            if match is None:
                continue
            value = clause_numbers(match["number"])[0].value if match["number"] else 0
            if value == number or (number == 0 and value == 1):
                found.append(other.id)
        behind = [each for each in found if self._at[each] > self._at[block.id]]
        return (behind or found)[-1] if found else None


def _is_alone(each: Reference) -> bool:
    return each.article is None and not each.relative and each.unit in {"paragraph", "item"}


def _is_whole(part: object) -> bool:
    """Whether articles are numbered through from 1."""
    keys = [key[0] for key in part if not key[1]]  # type: ignore[attr-defined]
    return len(keys) >= 3 and keys == list(range(1, len(keys) + 1))


def _is_run(paragraph: Paragraph) -> bool:
    """Whether the items of a paragraph are numbered through from 1."""
    values = [clause_numbers(each.number or "")[0].value for each in paragraph.items]
    return len(values) > 1 and values == list(range(1, len(values) + 1))


def _counts_down(document: Document) -> bool:
    """Whether 项 stands above 款, as in the laws of Taiwan: 第四條第一項第二款."""
    if document.script != "hant":
        return False
    return any(_DOWN.search(block.text) for block in document.blocks)
