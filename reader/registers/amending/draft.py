"""A law while it is being amended: articles, paragraphs and items that can be changed, and its text as lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from reader.core.articles import Article, Key, Paragraph, article_key, read_articles
from reader.core.clause_numbers import clause_numbers, in_han
from reader.core.document import Block, Document
from reader.registers.amending.values import Target

NEW: Final = "\ue002"
END: Final = "\ue003"
"""NEW and END stand around words of a decision: the numbers of clauses in them are those of the new text already."""

_ITEM: Final = re.compile(r"^[（(]([〇零一二三四五六七八九十百]{1,6})[）)]\s*")
_SUB: Final = re.compile(r"^(?:\d{1,3}[.．、]|[（(]\d{1,3}[）)]|[①-⑳])")
_NUMBER: Final = re.compile(r"^(第[〇零一二三四五六七八九十百千]{1,9}条(?:之[一二三四五六七八九十]{1,3})?)[　 ]*")


@dataclass
class Line:
    """An item (number not 0), or a line of another kind below a paragraph."""

    text: str
    number: int = 0
    was: int = 0  # its number in the old text; 0 for what is new


@dataclass
class Part:
    """One paragraph with what stands below it. `was`: its number in the old text; 0 for what is new."""

    text: str
    lines: list[Line] = field(default_factory=list)
    was: int = 0

    def items(self) -> list[Line]:
        """The numbered lines."""
        return [line for line in self.lines if line.number]


@dataclass
class Piece:
    """One article. `was`: its number in the old text; `key`: in the new one; None until that is told."""

    parts: list[Part]
    was: Key | None = None
    key: Key | None = None
    title: str = ""
    chapter: int = 0
    changed: bool = False


@dataclass
class Draft:
    """A whole law. `heads`: the headings that stand before the first article of each chapter, by its count from 0."""

    title: str
    preamble: list[str]
    pieces: list[Piece]
    heads: dict[int, list[str]]
    tail: list[str]

    def find(self, target: Target) -> Piece | None:
        """The article that is meant, by its old number."""
        return next((each for each in self.pieces if each.was == target.key), None) if target.key else None


def without_label(line: str, own: Collection[Key | None] = ()) -> str:
    """A line without the number of its article: one that a blank parts from the words, or one of `own`.

    An article never begins with its own number for another reason; with that of another one it may.
    """
    match = _NUMBER.match(line)
    if match is None:
        return line
    return line[match.end() :] if match[0].endswith((" ", "　")) or article_key(match[1]) in own else line


def parsed(text: str, own: Collection[Key | None] = ()) -> list[Part]:
    """New wording as paragraphs with their items. `own`: the numbers of the article, old and new."""
    made: list[Part] = []
    for at, raw in enumerate(text.split("\n")):
        line = raw.strip(" 　")
        if at == 0:
            line = without_label(line, own)
        match = _ITEM.match(line)
        if match is not None:
            numbers = clause_numbers(match[1])
            below = Line(fresh(line[match.end() :]), numbers[0].value if numbers else 0)
        elif _SUB.match(line) and made:
            below = Line(fresh(line))
        else:
            made.append(Part(fresh(line)))
            continue
        if not made:
            made.append(Part(""))
        made[-1].lines.append(below)
    return made


def fresh(text: str) -> str:
    """Words of a decision, marked as such."""
    return f"{NEW}{text}{END}" if text else ""


def bare(text: str) -> str:
    """Without the marks."""
    return text.replace(NEW, "").replace(END, "")


def draft_of(document: Document, part: int = -1) -> Draft | None:
    """The law that a document holds; None where it has no articles, or several laws."""
    articles = read_articles(document)
    if not articles.parts or (len(articles.parts) > 1 and part < 0):
        return None
    own = articles.parts[part]
    heads: dict[int, list[str]] = {}
    chapter, pieces, preamble, tail = 0, [], [], []  # type: int, list[Piece], list[str], list[str]
    for block in document.blocks:
        place = articles.of_block.get(block.id)
        if place is not None:
            article = own.get(place[1])
            if article is not None and article.head is block:
                pieces.append(_piece(article, chapter))
        elif block.kind == "heading" and block.number is not None:
            if not heads.get(chapter) or any(each.chapter == chapter for each in pieces):
                chapter += 1
            heads.setdefault(chapter, []).append(block.text)
        elif block.kind not in {"title", "contents", "note"} and block.text:
            (tail if pieces else preamble).append(block.text)
    return Draft(document.reading_title, preamble, pieces, heads, tail)


def _piece(article: Article, chapter: int) -> Piece:
    parts = [_part(each, at) for at, each in enumerate(article.paragraphs, 1)]
    title = words(article.head) if article.titled else ""
    return Piece(parts, article.key, None, title, chapter)


def _part(paragraph: Paragraph, at: int) -> Part:
    numbered = {item.id for item in paragraph.items}
    lines = []
    for block in paragraph.blocks:
        number = clause_numbers(block.number or "")[0].value if block.id in numbered else 0
        lines.append(Line(words(block) if number else block.text, number, number))
    return Part(words(paragraph.block), lines, at)


def words(block: Block) -> str:
    """A block's text without its number."""
    text = block.text
    if block.number is None:
        return text
    rest = text.removeprefix(block.number) if text.startswith(block.number) else text
    return rest.lstrip(" 　、.．")


def label(key: Key) -> str:
    """第十七条, 第一百三十三条之一."""
    return f"第{in_han(key[0])}条" + (f"之{in_han(key[1])}" if key[1] else "")


def lines_of(piece: Piece) -> Iterator[str]:
    """An article line by line, as the text has it: its number first, items with theirs."""
    name = label(piece.key or piece.was or (0, 0))
    first = True
    if piece.title:
        yield f"{name}　{piece.title}"
        first = False
    for part in piece.parts:
        yield f"{name}　{bare(part.text)}" if first else bare(part.text)
        first = False
        for line in part.lines:
            yield f"（{in_han(line.number)}）{bare(line.text)}" if line.number else bare(line.text)


def text_of(draft: Draft) -> str:
    """The whole law as plain text, one line a block, as it can be read in again."""
    made = [draft.title, *draft.preamble]
    shown: set[int] = set()
    for piece in draft.pieces:
        for chapter in range(1, piece.chapter + 1):
            if chapter not in shown:
                made += draft.heads.get(chapter, [])
                shown.add(chapter)
        made += lines_of(piece)
    return "\n".join([*made, *draft.tail]) + "\n"
