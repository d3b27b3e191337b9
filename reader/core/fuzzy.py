"""Approximate finding of one text inside another. Pure functions over strings; knows nothing of notes or documents.

The distance is Levenshtein's with both ends of the searched text free, computed by Myers' bit-vector recurrence
(Myers 1999, in the form of Hyyrö 2001) on Python's unbounded integers: exact, one pass over the text, no dependency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reader.core.span import Span

SEED = 4  # length of the pieces that must have survived somewhere: at 10 % errors most pieces of four have
MAX_SEEDS = 48
MAX_PLACES_PER_SEED = 64
FAINT = 0.34  # a place where fewer pieces cluster than this share of the most is no rival


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the searched text that reads like the pattern. `score` is 1 - distance / length of the longer one."""

    span: Span
    score: float


def distance(a: str, b: str) -> int:
    """Levenshtein's distance between the two texts."""
    return end_distances(a, b, anchored=True)[-1]


def end_distances(pattern: str, text: str, *, anchored: bool = False) -> list[int]:
    """For each end in `text` the least edit distance between `pattern` and any piece of `text` that ends there.

    Element i belongs to the pieces ending before `text[i]`; the list is one longer than `text`.
    With `anchored`, to the one piece from the beginning of the text.
    """
    length = len(pattern)
    out = [length]
    if not length:
        return list(range(len(text) + 1)) if anchored else [0] * (len(text) + 1)
    masks: dict[str, int] = {}
    for i, c in enumerate(pattern):
        masks[c] = masks.get(c, 0) | 1 << i
    full, high = (1 << length) - 1, 1 << (length - 1)
    plus, minus, score = full, 0, length
    for c in text:
        equal = masks.get(c, 0)
        vertical = equal | minus
        diagonal = (((equal & plus) + plus) ^ plus) | equal
        up = minus | (full & ~(diagonal | plus))
        down = plus & diagonal
        if up & high:
            score += 1
        elif down & high:
            score -= 1
        # Without a carry-in a match may begin anywhere in the text.
        up, down = (up << 1 | anchored) & full, (down << 1) & full
        plus = down | (full & ~(vertical | up))
        minus = up & vertical
        out.append(score)
    return out


def common_beginning(a: str, b: str) -> int:
    """Length of the common beginning."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def occurrences(words: str, text: str) -> Iterator[int]:
    """Where the words stand, overlapping ones too, from the beginning on."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def best_in(pattern: str, text: str) -> Found | None:
    """The piece of `text` most like `pattern`; None where nothing of it is alike. The first of equals wins."""
    if not pattern or not text:
        return None
    ends = end_distances(pattern, text)
    distance = min(ends)
    end = ends.index(distance)
    if distance >= len(pattern) or not end:
        return None
    starts = end_distances(pattern[::-1], text[:end][::-1])
    # Several starts may cost the same: take the one whose length is nearest the pattern's.
    least = min(starts)
    back = min((i for i, d in enumerate(starts) if d == least), key=lambda i: abs(i - len(pattern)))
    found = Span(end - back, end)
    return Found(found, 1.0 - least / max(len(pattern), back))


def windows(pattern: str, text: str, most: int = 4) -> list[Span]:
    """Ranges of `text` where pieces of `pattern` cluster, the likeliest first; together they hold every good match."""
    if len(pattern) < SEED:
        return []
    offsets = range(0, len(pattern) - SEED + 1, SEED)
    step = -(-len(offsets) // MAX_SEEDS)
    width = max(8, len(pattern) // 4)
    votes: Counter[int] = Counter()
    for offset in offsets[::step]:
        seed = pattern[offset : offset + SEED]
        at = text.find(seed)
        for _ in range(MAX_PLACES_PER_SEED):
            if at < 0:
                break
            votes[(at - offset) // width] += 1
            at = text.find(seed, at + 1)
    joined = {bucket: n + votes[bucket + 1] for bucket, n in list(votes.items())}
    chosen: list[int] = []
    for bucket in sorted(joined, key=lambda b: (-joined[b], b)):
        if len(chosen) == most or (chosen and joined[bucket] < joined[chosen[0]] * FAINT):
            break
        if all(abs(bucket - other) > 1 for other in chosen):
            chosen.append(bucket)
    return [Span(max(0, (b - 1) * width), min(len(text), (b + 3) * width + len(pattern))) for b in chosen]
