"""Real amendments to try anchors on: laws in two dated versions, selections like a user's, and a judge of the outcome.

The judge knows nothing of how anchors work: it looks at twelve characters on either side of the selection, at the whole
clause, and at difflib's alignment of the clauses of the two versions.
"""

from __future__ import annotations

import difflib
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from reader.core.document import Block, Document, Source
from reader.core.note import Anchor, Piece, Resolution, Selection
from reader.core.span import Span

NUMBER = re.compile(r"第[一二三四五六七八九十百零]+[条章节编]\s*|（[一二三四五六七八九十]+）")
LENGTHS = (4, 6, 8, 10, 12, 16, 20, 30, 40, 60)


def document_of(file: Path, name: str = "law") -> Document:
    """A Document of a law's lines, with ids as the corpus has them: numbers and opening words."""
    text = file.read_text(encoding="utf-8").split("<!-- INFO END -->")[-1]
    blocks: list[Block] = []
    seen: Counter[str] = Counter()
    article = ""
    for raw in text.splitlines():
        line = raw.strip().lstrip("#").strip()
        if not line:
            continue
        number = NUMBER.match(line)
        if number and line[0] == "第":
            article = number[0].strip()
        key = f"{article}:{line[number.end() if number else 0 :][:32]}"
        seen[key] += 1
        blocks.append(Block(f"{key}~{seen[key]}", "paragraph", line, Span(0, 0)))
    return Document(id=name, title=file.stem, source=Source(file.name, "0" * 64, "hans"), blocks=tuple(blocks))


def pairs(folder: Path) -> list[tuple[Document, Document]]:
    """Each law that is there in more than one version, older to newer and back."""
    versions: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.md")):
        versions.setdefault(re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", file.stem), []).append(file)
    found = [(a, b) for files in versions.values() for a, b in pairwise(files)]
    return [(document_of(a), document_of(b)) for a, b in [*found, *((b, a) for a, b in found)]]


def selections(rng: random.Random, document: Document, count: int) -> Iterator[Selection]:
    """What a user might select: a clause, some of its sentences, a piece of 4 to 60 characters, or several clauses.

    Nobody selects half of a clause's number; such draws are left out.
    """
    made = 0
    while made < count:
        pieces = _draw(rng, document.blocks)
        if pieces and not any(_cuts_number(document, piece) for piece in pieces):
            made += 1
            yield Selection(document.id, tuple(pieces))


def _draw(rng: random.Random, blocks: tuple[Block, ...]) -> list[Piece]:
    at = rng.randrange(len(blocks))
    block, text, kind = blocks[at], blocks[at].text, rng.random()
    if kind < 0.25:
        return [Piece(block.id, Span(0, len(text)))]
    if kind < 0.5:
        cuts = [0, *(m.end() for m in re.finditer("[。；，：、]", text))]
        cuts = cuts if cuts[-1] == len(text) else [*cuts, len(text)]
        first = rng.randrange(max(1, len(cuts) - 1))
        last = rng.randrange(first + 1, min(len(cuts), first + 4)) if len(cuts) > first + 1 else first
        return [Piece(block.id, Span(cuts[first], cuts[last]))] if last > first else []
    if kind < 0.85:
        size = rng.choice(LENGTHS)
        if len(text) < size:
            return []
        start = rng.randrange(len(text) - size + 1)
        return [Piece(block.id, Span(start, start + size))]
    chosen = blocks[at : at + rng.choice((2, 2, 3))]
    if len(chosen) < 2:
        return []
    inner = [Piece(b.id, Span(0, len(b.text))) for b in chosen[1:-1]]
    last_end = rng.randrange(1, len(chosen[-1].text) + 1)
    return [Piece(block.id, Span(rng.randrange(len(text)), len(text))), *inner, Piece(chosen[-1].id, Span(0, last_end))]


def _cuts_number(document: Document, piece: Piece) -> bool:
    block = document.block(piece.block)
    number = NUMBER.match(block.text) if block else None
    return bool(number and (0 < piece.span.start < number.end() or piece.span.end < number.end()))


@dataclass(frozen=True)
class Verdict:
    """What the judge says.

    Attributes:
        verbatim: whether the words are in the new text at all.
        survives: whether the very words selected are known to be there still.
        found: whether they were resolved to a place with the same words.
        wrong: whether they were resolved to a place that is not theirs.
    """

    verbatim: bool
    survives: bool
    found: bool
    wrong: bool


class Judge:
    """Judges resolutions from one version of a law to another."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old.text, new.text
        self._starts = new.block_starts()

    def verdict(self, anchor: Anchor, resolution: Resolution) -> Verdict:
        """Whether the outcome is right, as far as can be told without reading the law."""
        quote = anchor.quote
        truth = self._truth(anchor)
        found = resolution.state in {"exact", "moved"}
        wrong = False
        if resolution.pieces:
            first, last = resolution.pieces[0], resolution.pieces[-1]
            got = Span(self._starts[first.block] + first.span.start, self._starts[last.block] + last.span.end)
            same = got.cut(self._new) == quote
            if self._plain(anchor, got):
                wrong = False
            elif found and not same:
                wrong = True
            elif truth is not None:
                wrong = got.start != truth if same else not got.overlaps(Span(truth, truth + len(quote)))
            elif same:
                wrong = not self._same_clause(anchor, got.start)
            else:
                wrong = not self._likely(anchor, got)
        return Verdict(quote in self._new, truth is not None, found, wrong)

    def _plain(self, anchor: Anchor, got: Span) -> bool:
        """Whether words and surroundings read as they did but for width and blanks: no alignment is asked then."""
        was = self._old[max(0, anchor.position - 12) : anchor.position + len(anchor.quote) + 12]
        now = self._new[max(0, got.start - 12) : got.end + 12]
        return _narrow(was) == _narrow(now)

    def _truth(self, anchor: Anchor) -> int | None:
        """Where the words are, if the words with twelve characters around them are there once, or they alone are."""
        room = min(12, anchor.position)
        wide = self._old[anchor.position - room : anchor.position + len(anchor.quote) + 12]
        if self._new.count(wide) == 1:
            return self._new.index(wide) + room
        mapped = self._aligned[anchor.position : anchor.position + len(anchor.quote)]
        at = mapped[0]
        return at if mapped == list(range(at, at + len(mapped))) and at >= 0 else None

    def _same_clause(self, anchor: Anchor, at: int) -> bool:
        """Whether the clause found is the one of those with these words that is most like the old clause."""
        old = _pairs_of(_line(self._old, anchor.position))
        like: dict[int, float] = {}
        place = self._new.find(anchor.quote)
        while place >= 0:
            like[place] = _overlap(old, _pairs_of(_line(self._new, place)))
            place = self._new.find(anchor.quote, place + 1)
        return like[at] >= 0.4 and like[at] >= max(like.values()) - 0.1

    def _likely(self, anchor: Anchor, got: Span) -> bool:
        mapped = self._aligned[anchor.position : anchor.position + len(anchor.quote)]
        kept = [at for at in mapped if at >= 0]
        if len(kept) >= len(mapped) / 2:
            return sum(got.start <= at < got.end for at in kept) >= len(kept) / 2
        was, now = (re.sub(r"\s", "", words) for words in (anchor.quote, got.cut(self._new)))
        return difflib.SequenceMatcher(None, was, now, autojunk=False).ratio() >= 0.85

    @cached_property
    def _aligned(self) -> list[int]:
        """For each character of the old text its place in the new one, or -1: clauses paired, then difflib."""
        old, new = self._old.split("\n"), self._new.split("\n")
        old_at, new_at = _offsets(old), _offsets(new)
        old_pairs, new_pairs = ([_pairs_of(NUMBER.sub("", x, count=1)) for x in lines] for lines in (old, new))
        ranked = sorted(
            (
                (_overlap(a, b) - 0.3 * abs(i / len(old) - j / len(new)), i, j)
                for i, a in enumerate(old_pairs)
                for j, b in enumerate(new_pairs)
            ),
            reverse=True,
        )
        mapped = [-1] * (len(self._old) + 1)
        paired: set[int] = set()
        used: Counter[int] = Counter()
        for like, i, j in ranked:
            if like < 0.35:
                break
            if i in paired or used[j] >= 3:
                continue
            paired.add(i)
            used[j] += 1
            for a, b, size in difflib.SequenceMatcher(None, old[i], new[j], autojunk=False).get_matching_blocks():
                for k in range(size):
                    mapped[old_at[i] + a + k] = new_at[j] + b + k
        return mapped


def _narrow(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _offsets(lines: list[str]) -> list[int]:
    at, found = 0, []
    for line in lines:
        found.append(at)
        at += len(line) + 1
    return found


def _pairs_of(text: str) -> Counter[str]:
    words = re.sub(r"\s", "", text)
    return Counter(words[i : i + 2] for i in range(len(words) - 1))


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return (a & b).total() / max(1, min(a.total(), b.total()))
