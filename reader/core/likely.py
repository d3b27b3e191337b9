"""Where words that read otherwise now may stand inside a piece of text: the parts of `core.anchor` that look. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.core import fuzzy
from reader.core.note import Anchor
from reader.core.span import Span

CONTEXT = 32  # characters that an anchor remembers on either side
NEIGHBOURS = 8  # characters of context that must be unbroken on both sides to name what stands between them
ENDS = 240  # of words longer than twice this only the two ends are looked for


def share_kept(was: str, now: str) -> float:
    """Which share of the words stands at the end of today's; all of it where there are hardly any."""
    return 1.0 - fuzzy.end_distances(was, now)[-1] / len(was) if len(was) > 2 else 1.0


def between(anchor: Anchor, words: str) -> fuzzy.Found | None:
    """What now stands between the last words before the quote and the first ones behind it."""
    before, behind = anchor.prefix[-NEIGHBOURS:], anchor.suffix[:NEIGHBOURS]
    if len(before) < NEIGHBOURS or len(behind) < NEIGHBOURS or len(anchor.quote) > 2 * ENDS:
        return None
    start = words.find(before) + NEIGHBOURS
    end = words.find(behind, start)
    if start < NEIGHBOURS or end <= start or end - start > 2 * len(anchor.quote) + CONTEXT:
        return None
    found = Span(start, end)
    size = max(len(anchor.quote), end - start)
    return fuzzy.Found(found, 1.0 - fuzzy.distance(anchor.quote, found.cut(words)) / size)


def bests_in(quote: str, words: str) -> Iterator[fuzzy.Found]:
    """The piece of `words` most like the quote, and the best on either side of it: its rivals in the same paragraph."""
    best = _best_in(quote, words)
    if best is None:
        return
    yield best
    if rival := _best_in(quote, words[: best.span.start]):
        yield rival
    if rival := _best_in(quote, words[best.span.end :]):
        yield fuzzy.Found(rival.span.shifted(best.span.end), rival.score)


def _best_in(quote: str, words: str) -> fuzzy.Found | None:
    """The piece of `words` most like the quote; of a long quote, what lies between its two ends."""
    if len(quote) <= 2 * ENDS:
        return fuzzy.best_in(quote, words)
    head = fuzzy.best_in(quote[:ENDS], words)
    tail = fuzzy.best_in(quote[-ENDS:], words[head.span.end :]) if head else None
    if not head or not tail:
        return None
    span = Span(head.span.start, head.span.end + tail.span.end)
    size = span.end - span.start
    return fuzzy.Found(span, (head.score + tail.score) / 2 * min(size, len(quote)) / max(size, len(quote)))
