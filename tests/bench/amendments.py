"""Real amendments to try anchors on: laws in two dated versions, selections like a user's, and a judge of the outcome.

The judge knows nothing of how anchors work: it pairs the sentences of the two versions by their words and neighbours and
lays difflib over each pair. Words survive where the sentence that they stand in lives on and has them still; the same
words in a sentence of another provision are no place for them.
"""

from __future__ import annotations

import difflib
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from reader.core.document import Block, Document, Source
from reader.core.note import Anchor, Piece, Resolution, Selection
from reader.core.span import Span

NUMBER = re.compile(r"第[一二三四五六七八九十百零]+[条章节编]\s*|（[一二三四五六七八九十]+）")
# What the judge calls the same sentence: shares of its pairs of characters.
LIVES = 0.5
AROUND = 0.25  # what the sentence before and the one behind count
DOUBT = 0.05  # a rival so near leaves it open
INSIDE, LONG_ENOUGH = 0.2, 9  # off for a sentence inside a longer one, and pairs that it must have then
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
                wrong = not self._likely(
                    anchor, [each.span.shifted(self._starts[each.block]) for each in resolution.pieces]
                )
        return Verdict(quote in self._new, truth is not None, found, wrong)

    def _plain(self, anchor: Anchor, got: Span) -> bool:
        """Whether words and surroundings read as they did but for width and blanks: no alignment is asked then."""
        was = self._old[max(0, anchor.position - 12) : anchor.position + len(anchor.quote) + 12]
        now = self._new[max(0, got.start - 12) : got.end + 12]
        return _narrow(was) == _narrow(now)

    def _truth(self, anchor: Anchor) -> int | None:
        """Where the words are in what became of their sentences; None where those are gone, reworded there or in doubt."""
        mapped = self._aligned[anchor.position : anchor.position + len(anchor.quote)]
        at = mapped[0]
        return at if at >= 0 and mapped == list(range(at, at + len(mapped))) else None

    def _same_clause(self, anchor: Anchor, at: int) -> bool:
        """Whether the clause found is the one of those with these words that is most like the old clause."""
        old = _pairs_of(_line(self._old, anchor.position))
        like: dict[int, float] = {}
        place = self._new.find(anchor.quote)
        while place >= 0:
            like[place] = _overlap(old, _pairs_of(_line(self._new, place)))
            place = self._new.find(anchor.quote, place + 1)
        return like[at] >= 0.4 and like[at] >= max(like.values()) - 0.1

    def _likely(self, anchor: Anchor, places: Sequence[Span]) -> bool:
        """Whether what was found came mostly from the words, or holds most of what is left of them, or else is like them."""
        mapped, quote = self._aligned, Span(anchor.position, anchor.position + len(anchor.quote))
        came = [at for at, now in enumerate(mapped) if any(place.start <= now < place.end for place in places)]
        from_quote = sum(quote.start <= at < quote.end for at in came)
        kept = sum(at >= 0 for at in mapped[quote.start : quote.end])
        if from_quote and (2 * from_quote >= len(came) or 2 * from_quote >= kept):
            return True
        was, now = anchor.quote, "\n".join(place.cut(self._new) for place in places)
        ratio = difflib.SequenceMatcher(None, re.sub(r"\s", "", was), re.sub(r"\s", "", now), autojunk=False).ratio()
        return not came and not kept and ratio >= 0.85

    @cached_property
    def _aligned(self) -> list[int]:
        """For each character of the old text its place in the new one, or -1."""
        old, new = self._old, self._new
        mapped = [-1] * (len(old) + 1)
        for was, now in living_on(old, new):
            matcher = difflib.SequenceMatcher(None, was.cut(old), now.cut(new), autojunk=False)
            for a, b, size in matcher.get_matching_blocks():
                mapped[was.start + a : was.start + a + size] = range(now.start + b, now.start + b + size)
        for at, sign in enumerate(old):  # what parts two sentences stays between them
            if sign == "\n" and at and mapped[at - 1] >= 0 and new[mapped[at - 1] + 1 : mapped[at - 1] + 2] == "\n":
                mapped[at] = mapped[at - 1] + 1
        return mapped


def living_on(old: str, new: str) -> list[tuple[Span, Span]]:
    """Which sentence of the old text became which of the new one; sentences that are gone or in doubt are not there.

    A pair has most of its words in common (or the old one nearly whole inside a longer one), more than any other pair of
    either has; where words alone leave a doubt, the sentences before and behind must decide it. Several old sentences may
    have become parts of one.
    """
    was, now = _sentences(old), _sentences(new)
    ours, theirs = (
        [_pairs_of(NUMBER.sub("", x.cut(text), count=1)) for x in spans] for spans, text in ((was, old), (now, new))
    )
    places: dict[str, list[int]] = {}
    for j, words in enumerate(theirs):
        for pair in words:
            places.setdefault(pair, []).append(j)
    like: list[dict[int, float]] = []
    for words in ours:
        shared: Counter[int] = Counter()
        for pair, times in words.items():
            for j in places.get(pair, ()):
                shared[j] += min(times, theirs[j][pair])
        like.append({j: _alike(words, theirs[j], common) for j, common in shared.items()})
    whole = [
        {j: one + AROUND * (_beside(like, i - 1, j - 1) + _beside(like, i + 1, j + 1)) for j, one in found.items()}
        for i, found in enumerate(like)
    ]
    ranked = sorted(((total, i, j) for i, found in enumerate(whole) for j, total in found.items()), reverse=True)
    best = {j: total for total, _i, j in reversed(ranked)}  # of each new sentence the most that any old one has with it
    paired: dict[int, tuple[Span, Span]] = {}
    taken = [False] * len(new)
    for total, i, j in ranked:
        if i in paired or like[i][j] < LIVES:
            continue
        doubtful = any(
            other > total - DOUBT and other > best[k] - DOUBT and like[i][k] >= LIVES
            for k, other in whole[i].items()
            if k != j
        )
        blocks = difflib.SequenceMatcher(None, was[i].cut(old), now[j].cut(new), autojunk=False).get_matching_blocks()
        covered = [now[j].start + b + k for _a, b, size in blocks for k in range(size)]
        if doubtful or 2 * sum(taken[at] for at in covered) > len(covered):
            continue
        paired[i] = (was[i], now[j])
        for at in covered:
            taken[at] = True
    return list(paired.values())


def _alike(old: Counter[str], new: Counter[str], common: int) -> float:
    """Dice's share of common words; of an old sentence inside a longer one, the share of it that is there, less a little."""
    dice = 2 * common / max(1, old.total() + new.total())
    return max(dice, common / old.total() - INSIDE if old.total() >= LONG_ENOUGH else 0.0)


def _beside(like: list[dict[int, float]], i: int, j: int) -> float:
    return like[i].get(j, 0.0) if 0 <= i < len(like) else 0.0


def _sentences(text: str) -> list[Span]:
    """The sentences and the parts that semicolons make, each with the number before it."""
    return [Span(*part.span()) for part in re.finditer(r"[^。；\n]+[。；]*", text)]


def _narrow(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _pairs_of(text: str) -> Counter[str]:
    words = re.sub(r"\s", "", text)
    return Counter(words[i : i + 2] for i in range(len(words) - 1))


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return (a & b).total() / max(1, min(a.total(), b.total()))
