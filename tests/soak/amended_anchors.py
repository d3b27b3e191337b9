"""Marks on laws that are then amended: how many find their words, how many stand wrong, how good is what is offered.

Usage: amended_anchors.py [SEED] [COUNT] [LAWS]. Laws drawn by the seed are amended here, so that for each character it is known
what became of it: phrases give way to phrases of other laws, figures change, articles are put in, taken out and moved. As
many marks are judged on the real dated versions that the folder holds, where a judge that knows no anchors looks at both
texts (`tests/bench/amendments.py`). The aim: 0.3 % wrong at most, 99 % of the words that are there found, the right place
offered first for 90 % of those gone between neighbours that stayed. Ends with 1 where it is worse than it has ever been.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE.parent.parent)]

import amendments  # noqa: E402

from reader.core.anchor import Resolver, make  # noqa: E402
from reader.core.document import Document  # noqa: E402
from reader.core.note import Piece, Selection  # noqa: E402
from reader.core.span import Span  # noqa: E402

COUNT: Final = 1200
WORST, FOUND, FIRST = 0.015, 0.97, 0.9
LAWS: Final = HERE.parents[2] / "shared" / "data" / "laws"
LAWS_EACH: Final = 20  # marks on one amended law
REWORDED: Final = 0.1  # of the phrases and figures of a law
MARKED_FIRST: Final = 0.4  # of the marks stand on the very phrase that is amended
INTACT: Final = 8  # characters of a neighbour that stayed
PHRASE: Final = re.compile(r"[\u4e00-\u9fff]{4,30}(?=[，；、。])")
FIGURE: Final = re.compile(r"[二三四五六七八九]十?(?=[日年月万个人])")
GONE: Final = -1


@dataclass(frozen=True)
class Amended:
    """A law and what became of it.

    Attributes:
        kept: for each character of the old text its place in the new one, or GONE; one place more for the end.
        changed: ranges of the old text whose words gave way to others.
    """

    old: Document
    new: Document
    kept: list[int]
    changed: tuple[Span, ...]


def amend(rng: random.Random, old: Document, phrases: Sequence[str], folder: Path) -> Amended:
    """The law with a tenth of its phrases reworded, and articles put in, taken out and moved."""
    starts = old.block_starts()
    phrases = [each for each in phrases if each not in old.text]  # or there would be two places for one mark
    lines: list[tuple[str, list[int]]] = []  # a line of the new law, and where each of its characters came from
    changed: list[Span] = []
    for block in old.blocks:
        if rng.random() < 0.03 and len(old.blocks) > 3:
            continue  # taken out
        text, at, made, origin = block.text, 0, "", list[int]()
        for found in sorted([*PHRASE.finditer(text), *FIGURE.finditer(text)], key=lambda m: m.start()):
            if found.start() < at or rng.random() > REWORDED or amendments.NUMBER.match(text[found.start() :]):
                continue
            made += text[at : found.start()]
            origin += range(starts[block.id] + at, starts[block.id] + found.start())
            words = rng.choice(phrases) if len(found[0]) >= 4 else rng.choice("二三四五六七八九")
            taken_out = len(found[0]) >= 4 and rng.random() < 0.15 and text[found.end()] in "，、；"
            words = "" if taken_out else words
            if words != found[0]:
                changed.append(Span(starts[block.id] + found.start(), starts[block.id] + found.end()))
            made += words
            origin += [GONE] * len(words)
            at = found.end() + taken_out  # with its mark
        made += text[at:]
        origin += range(starts[block.id] + at, starts[block.id] + len(text))
        if made.strip():
            lines.append((made, origin))
    for _ in range(max(1, len(lines) // 25)):  # articles of other laws come in, some of this one go elsewhere
        words = "，".join(rng.choice(phrases) for _ in range(rng.randint(2, 5))) + "。"
        lines.insert(rng.randrange(len(lines) + 1), (words, [GONE] * len(words)))
        lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    file = folder / "new.md"
    file.write_text("\n".join(line for line, _origin in lines), encoding="utf-8")
    new = amendments.document_of(file)
    assert [block.text for block in new.blocks] == [line.strip().lstrip("#").strip() for line, _ in lines]
    kept, place = [GONE] * (len(old.text) + 1), 0
    for (line, origin), block in zip(lines, new.blocks, strict=True):
        skipped = line.index(block.text) if block.text else 0
        for offset, came in enumerate(origin[skipped : skipped + len(block.text)]):
            if came != GONE:
                kept[came] = place + offset
        place += len(block.text) + 1
    return Amended(old, new, kept, tuple(changed))


def marks(rng: random.Random, made: Amended, count: int) -> list[Selection]:
    """Selections like a user's; some on the very phrase that is amended."""
    resolver, drawn = Resolver(made.old), list[Selection]()
    long = [span for span in made.changed if span.end - span.start >= 4]
    for _ in range(round(count * MARKED_FIRST) if long else 0):
        drawn.append(Selection(made.old.id, resolver.pieces(rng.choice(long))))
    return drawn + list(amendments.selections(rng, made.old, count - len(drawn)))


def judged(made: Amended, resolver: Resolver, selection: Selection, seen: Counter[str]) -> None:
    """Adds what became of one mark."""
    anchor = make(made.old, selection)
    span = Span(anchor.position, anchor.position + len(anchor.quote))
    solid = [at for at in range(span.start, span.end) if made.old.text[at] != "\n"]
    image = [made.kept[at] for at in solid]
    text = made.new.text
    verbatim = bool(image) and image[0] != GONE and text[image[0] : image[0] + len(anchor.quote)] == anchor.quote
    verbatim = verbatim and all(b > a for a, b in pairwise(image))
    got = resolver.resolve(anchor)
    seen["all"] += 1
    seen["verbatim"] += verbatim
    if got.pieces:
        place = span_of(made.new, got.pieces)
        there = [at for at in image if at != GONE]
        # Where the words stayed, whole or in part, it must be among them; else between what stood beside them.
        if verbatim:
            right = place.start == image[0]
            seen["found"] += right
        elif there:
            right = any(at in range(place.start, place.end) for at in there)
        else:
            between = neighbours(made, span)
            right = between is not None and place.overlaps(between)
        seen["wrong"] += not right
        return
    between = neighbours(made, span)
    if not verbatim and between is not None and all(at == GONE for at in image):
        seen["gone"] += 1
        offers = resolver.candidates(anchor)
        seen["right first"] += bool(offers) and _same(offers[0].span, between)


def neighbours(made: Amended, span: Span) -> Span | None:
    """The range of the new text between what stood beside a mark, where both sides stayed next to it."""
    if span.start < INTACT or span.end + INTACT > len(made.old.text):
        return None
    before, behind = made.kept[span.start - INTACT : span.start], made.kept[span.end : span.end + INTACT]
    for side in (before, behind):
        if GONE in side or side != list(range(side[0], side[0] + INTACT)):
            return None
    return Span(before[-1] + 1, behind[0]) if before[-1] < behind[0] <= before[-1] + 200 else None


def span_of(document: Document, pieces: Sequence[Piece]) -> Span:
    """The pieces as one range of the document's text."""
    starts = document.block_starts()
    first, last = pieces[0], pieces[-1]
    return Span(starts[first.block] + first.span.start, starts[last.block] + last.span.end)


def _same(offered: Span, wanted: Span) -> bool:
    """Whether more than half of both is common; of a place that is empty now, whether it is that place."""
    common = min(offered.end, wanted.end) - max(offered.start, wanted.start)
    whole = max(offered.end, wanted.end) - min(offered.start, wanted.start)
    return offered == wanted or (common > 0 and common * 2 >= whole)


def on_amended(laws: Path, rng: random.Random, count: int) -> Counter[str]:
    """Marks on laws that are amended here."""
    files = [file for file in sorted(laws.glob("*.md")) if 4_000 < file.stat().st_size < 60_000]
    chosen = rng.sample(files, min(len(files), count // LAWS_EACH))
    others = rng.sample(files, min(len(files), 40))
    phrases = sorted({p for file in others for p in PHRASE.findall(amendments.document_of(file).text)})
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for file in chosen:
            made = amend(rng, amendments.document_of(file), phrases, Path(folder))
            resolver = Resolver(made.new)
            for selection in marks(rng, made, LAWS_EACH):
                judged(made, resolver, selection, seen)
    return seen


def on_dated(laws: Path, rng: random.Random, count: int) -> Counter[str]:
    """Marks on the dated versions that are there."""
    pairs, seen = amendments.pairs(laws), Counter[str]()
    for old, new in pairs:
        judge, resolver = amendments.Judge(old, new), Resolver(new)
        for selection in amendments.selections(rng, old, max(1, -(-count // len(pairs)))):
            anchor = make(old, selection)
            verdict = judge.verdict(anchor, resolver.resolve(anchor))
            seen.update(all=1, wrong=verdict.wrong, verbatim=verdict.survives)
            seen["found"] += verdict.survives and verdict.found
    return seen


def told(name: str, seen: Counter[str]) -> bool:
    """Prints the figures; whether they are good enough."""
    wrong, found = seen["wrong"] / max(1, seen["all"]), seen["found"] / max(1, seen["verbatim"])
    first = seen["right first"] / seen["gone"] if seen["gone"] else 1.0
    print(f"{name}: {seen['all']} marks, wrong {seen['wrong']} ({wrong:.2%}), words there and found {seen['found']}"
          f" of {seen['verbatim']} ({found:.2%}), gone between neighbours {seen['gone']}, right place first"
          f" {seen['right first']} ({first:.1%})")  # fmt: skip
    return wrong <= WORST and found >= FOUND and first >= FIRST


def main() -> int:
    """Both kinds."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(10**6)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    laws = Path(sys.argv[3]) if len(sys.argv) > 3 else LAWS
    if not laws.is_dir():
        print(f"the laws are not on this machine ({laws}): nothing was looked at")
        return 0
    print(f"seed {seed}")
    started = time.process_time()
    good = [
        told("amended here", on_amended(laws, random.Random(seed), count)),
        told("dated versions", on_dated(laws, random.Random(seed), count)),
    ]
    print(f"{time.process_time() - started:.0f} s of computing")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
