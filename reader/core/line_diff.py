"""What changed in a clause of several lines (款, 项), each line held against the one that answers it. Pure.

A change never runs from one line into the next, as it may where all of a clause is compared as one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reader.core import likeness
from reader.core.diff import DiffSpan, Kind, diff
from reader.core.span import Span

ALIKE: Final = 0.35  # so much of the words of two lines that answer each other is the same
MOST: Final = 10_000  # pairs of lines that are weighed; longer clauses are compared as one text


def diff_lines(left: str, right: str) -> tuple[DiffSpan, ...]:
    """The stretches of two texts in order; they tile both. A change ends where its line ends."""
    lines, others = left.split("\n"), right.split("\n")
    if len(lines) * len(others) > MOST:
        return diff(left, right)
    return tuple(_joined(_spans(lines, others)))


def _spans(lines: Sequence[str], others: Sequence[str]) -> Iterator[DiffSpan]:
    at = to = i = j = 0
    for a, b in [*_answering(lines, others), (len(lines), len(others))]:
        for line in lines[i:a]:
            end = at + len(line) + (i < len(lines) - 1)
            yield DiffSpan("deleted", Span(at, end), Span(to, to))
            at, i = end, i + 1
        for line in others[j:b]:
            end = to + len(line) + (j < len(others) - 1)
            yield DiffSpan("inserted", Span(at, at), Span(to, end))
            to, j = end, j + 1
        if a == len(lines) or b == len(others):
            continue
        for span in diff(lines[a], others[b]):
            yield DiffSpan(span.kind, _moved(span.left, at), _moved(span.right, to))
        at, to, i, j = at + len(lines[a]), to + len(others[b]), a + 1, b + 1
        more, less = i < len(lines), j < len(others)  # whether a line feed follows
        if more or less:
            kind: Kind = "equal" if more and less else "deleted" if more else "inserted"
            yield DiffSpan(kind, Span(at, at + more), Span(to, to + less))
            at, to = at + more, to + less


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _answering(lines: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """The lines that answer each other, in order on both sides, so that most is alike."""
    numbers = likeness.Numbering()
    mine, theirs = ([likeness.bigrams(likeness.NUMBER.sub("", each, count=1), numbers) for each in side]
                    for side in (lines, others))  # fmt: skip
    best = [[0.0] * (len(others) + 1) for _ in range(len(lines) + 1)]
    like = [[1.0 if x == y else likeness.dice(a, b) for y, b in zip(others, theirs, strict=True)]
            for x, a in zip(lines, mine, strict=True)]  # fmt: skip
    for a in range(len(lines) - 1, -1, -1):
        for b in range(len(others) - 1, -1, -1):
            both = like[a][b] + best[a + 1][b + 1] if like[a][b] >= ALIKE else 0.0
            best[a][b] = max(both, best[a + 1][b], best[a][b + 1])
    made, a, b = [], 0, 0
    while a < len(lines) and b < len(others):
        if like[a][b] >= ALIKE and best[a][b] == like[a][b] + best[a + 1][b + 1]:
            made.append((a, b))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return made


def _joined(spans: Iterator[DiffSpan]) -> Iterator[DiffSpan]:
    """The same with equal stretches that touch as one, and nothing empty."""
    last: DiffSpan | None = None
    for span in spans:
        if span.left.start == span.left.end and span.right.start == span.right.end:
            continue
        if last is not None and last.kind == span.kind == "equal":
            last = DiffSpan("equal", Span(last.left.start, span.left.end), Span(last.right.start, span.right.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
