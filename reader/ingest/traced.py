"""TracedText: a text in which every character knows which source characters it stands for.

The only way ingest changes text. A rule takes a TracedText and gives back a new one; what it did is kept as pieces that
can be listed as edits and reversed. Owns no rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, count
from operator import add, itemgetter
from typing import NamedTuple

from reader.core.span import Span


class Change(NamedTuple):
    """Replace [start, end) of the current text by `now`."""

    start: int
    end: int
    now: str
    sure: bool = True


class Line(NamedTuple):
    """One line: [start, end) of the text without its line feed, and its words."""

    start: int
    end: int
    text: str


class Piece(NamedTuple):
    """A run of the current text and the source range it stands for. `rule` is None where the two are the same."""

    start: int
    end: int
    text: str
    rule: str | None = None
    sure: bool = True


_TEXT = itemgetter(2)
_change = partial(tuple.__new__, Change)  # what the class does with its fields, for thousands of changes of a rule
_piece = partial(tuple.__new__, Piece)
_ANY_BLANK = re.compile(r"[^\S\n]+")


class TracedText:
    """Immutable text plus where every character came from.

    Attributes:
        source: the text as it was decoded, never changed.
    """

    def __init__(self, source: str, pieces: Sequence[Piece] | None = None) -> None:
        self.source = source
        self.pieces: Sequence[Piece] = [Piece(0, len(source), source)] if pieces is None else pieces

    @cached_property
    def text(self) -> str:
        """The text as it reads now."""
        return "".join(map(_TEXT, self.pieces))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text in order; every rule on whole lines asks for them, and many change nothing."""
        return tuple(cut_lines(self.text))

    @cached_property
    def gapped(self) -> list[int]:
        """Where the lines begin that have a blank in them: rules on gaps need look at no other."""
        value, found, at = self.text, list[int](), 0
        while at >= 0 and (blank := _ANY_BLANK.search(value, at)):
            found.append(value.rfind("\n", at, blank.start()) + 1 or at)
            at = value.find("\n", blank.end())
        return found

    @cached_property
    def starts(self) -> list[int]:
        """Where each piece begins in the current text."""
        return list(accumulate(map(len, map(_TEXT, self.pieces)), initial=0))[:-1]

    def sub(
        self, pattern: re.Pattern[str], now: str | Callable[[re.Match[str]], str | None], rule: str, sure: bool = True
    ) -> TracedText:
        """Every match of `pattern` replaced; a callable that returns None leaves its match alone."""
        return self.sub_found(pattern.finditer(self.text), now, rule, sure)

    def sub_found(
        self,
        found: Iterable[re.Match[str]],
        now: str | Callable[[re.Match[str]], str | None],
        rule: str,
        sure: bool = True,
    ) -> TracedText:
        """As `sub`, with the matches in this text that somebody found."""
        if isinstance(now, str) and "\\" not in now:
            changes = [_change((*match.span(), now, sure)) for match in found if match[0] != now]
        else:
            made = _expander(now) if isinstance(now, str) else now
            changes = [
                Change(*match.span(), new, sure)
                for match in found if (new := made(match)) is not None and new != match[0]
            ]  # fmt: skip
        return self.replace(changes, rule)

    def replace(self, changes: Iterable[Change], rule: str) -> TracedText:
        """All `changes` made at once. They must be in order and must not overlap (ValueError).

        A change inside a piece that was put on record as it stands (doubtful, was and now the same) is left out.
        """
        changes = list(changes)
        if self._kept:
            changes = [change for change in changes if not self._is_kept(change)]
        if not changes:
            return self
        return TracedText(self.source, _rewritten(self, changes, rule))

    @cached_property
    def _kept(self) -> list[tuple[int, int]]:
        """Where doubtful words stand that no later rule may touch, in order."""
        return [
            (at, at + len(piece.text))
            for at, piece in zip(self.starts, self.pieces, strict=True)
            if piece.rule and not piece.sure and piece.text and piece.text == self.source[piece.start : piece.end]
        ]

    def is_kept(self, at: int) -> bool:
        """Whether the character at `at` belongs to doubtful words that stay as they are shown."""
        index = bisect_right(self._kept, (at, len(self.text))) - 1
        return index >= 0 and at < self._kept[index][1]

    def _is_kept(self, change: Change) -> bool:
        index = bisect_right(self._kept, (change.start, len(self.text))) - 1
        return index >= 0 and change.end <= self._kept[index][1] and change.start < self._kept[index][1]

    def uncut(self, start: int, end: int) -> tuple[int, int]:
        """The range widened so that it cuts no edited piece."""
        first = self.pieces[bisect_right(self.starts, start) - 1] if self.pieces else Piece(0, 0, "")
        if first.rule is not None and first.text:
            at = self.starts[bisect_right(self.starts, start) - 1]
            if at < start < at + len(first.text):
                start, end = at, max(end, at + len(first.text))
        if end > start:
            index = bisect_right(self.starts, end - 1) - 1
            if self.pieces[index].rule is not None:
                end = max(end, self.starts[index] + len(self.pieces[index].text))
        return start, end

    def raw_span(self, span: Span) -> Span:
        """The source range that a non-empty span of the current text stands for (an empty one: a point)."""
        first = self._piece_at(span.start)
        start = self._raw_offset(first, span.start)
        if span.end <= span.start:
            return Span(start, start)
        last = self._piece_at(span.end - 1)
        piece = self.pieces[last]
        end = piece.end if piece.rule else piece.start + (span.end - self.starts[last])
        return Span(start, end)

    def raw_start(self, offset: int) -> int:
        """Where in the source the character at this offset begins."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        piece = self.pieces[index]
        return piece.start if piece.rule else piece.start + (offset - self.starts[index])

    def _piece_at(self, offset: int) -> int:
        """The piece that holds the character at `offset`; behind the last character, the last piece with text."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        while index > 0 and not self.pieces[index].text:
            index -= 1
        return index

    def _raw_offset(self, index: int, offset: int) -> int:
        piece = self.pieces[index]
        if piece.rule:
            return piece.start
        return piece.start + (offset - self.starts[index])

    def edits(self) -> Iterator[tuple[Piece, int]]:
        """Changed pieces in order, each with the offset in the current text where it stands.

        Neighbouring pieces of one rule that both replace characters are given as one.
        """
        run: list[Piece] = []
        run_at = at = 0
        for piece in self.pieces:
            if piece.rule is not None:
                if not (run and _joins(run[-1], piece)):
                    if run:
                        yield _as_one(run), run_at
                    run, run_at = [], at
                run.append(piece)
            at += len(piece.text)
        if run:
            yield _as_one(run), run_at


def _joins(one: Piece, other: Piece) -> bool:
    """Whether two changed pieces are one edit."""
    alike = one.rule == other.rule and one.end == other.start and one.sure == other.sure
    return alike and bool(one.text) and bool(other.text)


def _as_one(run: Sequence[Piece]) -> Piece:
    first, last = run[0], run[-1]
    return first if len(run) == 1 else Piece(first.start, last.end, "".join(map(_TEXT, run)), first.rule, first.sure)


def _expander(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(template)


def cut_lines(text: str) -> Iterator[Line]:
    """The lines of a text in order."""
    words = text.split("\n")
    sizes = list(map(len, words))
    ends = list(map(add, accumulate(sizes), count()))
    return map(_line, zip([0, *map(_BEHIND, ends)], ends, words, strict=False))


_BEHIND = partial(add, 1)
_line = partial(tuple.__new__, Line)  # what the class does with its fields, for every line of every rule


_Group = Change
"""Changes made as one because an edited piece cannot be cut."""


def _rewritten(text: TracedText, changes: Iterable[Change], rule: str) -> list[Piece]:
    pieces, starts = text.pieces, text.starts
    out: list[Piece] = []
    index, used = 0, 0  # the piece at hand, and how much of its text has been given out
    for group in _groups(text, changes):
        if index + 1 < len(pieces) and starts[index + 1] <= group.start:
            at = bisect_right(starts, group.start, index + 1) - 1
            out.append(_rest(pieces[index], used))
            out += pieces[index + 1 : at]
            index, used = at, 0
        if index < len(pieces) and starts[index] + len(pieces[index].text) <= group.start:  # it is the last
            out.append(_rest(pieces[index], used))
            index, used = index + 1, 0
        if index < len(pieces) and starts[index] + used < group.start:
            cut = group.start - starts[index]
            out.append(_rest(pieces[index], used, cut))
            used = cut
        if index < len(pieces) and group.start < group.end and pieces[index].rule is None:
            piece, stop = pieces[index], group.end - starts[index]
            if stop <= len(piece.text):  # inside words that no rule has touched yet: most changes are
                out.append(_piece((piece.start + used, piece.start + stop, group.now, rule, group.sure)))
                index, used = (index + 1, 0) if stop == len(piece.text) else (index, stop)
                continue
        begin = end = _raw(pieces, index, used)
        # The rule that gave the words keeps the credit when a later one touches them; what takes them out is the later.
        # A deletion that a rule for blanks merely closes up keeps its name, too.
        rules, sure = [], group.sure
        blank = not text.text[group.start : group.end].strip() and not group.now.strip()
        while index < len(pieces) and starts[index] < group.end:
            piece = pieces[index]
            swallowed = blank and not piece.text and piece.end > piece.start
            if piece.rule is not None and ((piece.text and group.now) or swallowed):
                rules.append(piece.rule)
                sure = sure and piece.sure
            if starts[index] + len(piece.text) > group.end:
                used = group.end - starts[index]
                end = piece.start + used
                break
            end = piece.end
            index, used = index + 1, 0
        out.append(Piece(begin, end, group.now, rules[0] if rules else rule, sure))
    if index < len(pieces):
        out.append(_rest(pieces[index], used))
        out += pieces[index + 1 :]
    return out


def _raw(pieces: Sequence[Piece], index: int, used: int) -> int:
    if index < len(pieces):
        return pieces[index].start + used
    return pieces[-1].end if pieces else 0


def _rest(piece: Piece, used: int, end: int | None = None) -> Piece:
    """The part of a piece from `used` on. Only unchanged pieces are ever cut: groups see to that."""
    if used == 0 and end is None:
        return piece
    stop = len(piece.text) if end is None else end
    return _piece((piece.start + used, piece.start + stop, piece.text[used:stop], None, True))


def _groups(text: TracedText, changes: Iterable[Change]) -> Iterator[_Group]:
    """Changes widened to the edited pieces they cut into; those that meet in one piece become one."""
    held: list[Change] = []
    low = high = 0
    pieces, starts = text.pieces, text.starts
    open_from = open_to = 0  # the untouched piece that held the last change: what falls into it cuts nothing
    for change in changes:
        start, end = change.start, change.end
        if not open_from <= start < end <= open_to:
            index = bisect_right(starts, start) - 1 if pieces else -1
            if index >= 0 and pieces[index].rule is None:
                open_from, open_to = starts[index], starts[index] + len(pieces[index].text)
            if not open_from <= start < end <= open_to:
                start, end = text.uncut(start, end)
        if held and (change.start < held[-1].end or change.start < held[-1].start):
            raise ValueError("changes overlap or are out of order")
        if held and start >= high:
            yield _joined(text.text, held, low, high)
            held = []
        if not held:
            low, high = start, end
        held.append(change)
        high = max(high, end)
    if held:
        yield _joined(text.text, held, low, high)


def _joined(text: str, changes: list[Change], low: int, high: int) -> _Group:
    if len(changes) == 1 and changes[0].start == low and changes[0].end == high:
        return changes[0]
    out, at = [], low
    for change in changes:
        out += [text[at : change.start], change.now]
        at = change.end
    out.append(text[at:high])
    return _Group(low, high, "".join(out), all(change.sure for change in changes))
