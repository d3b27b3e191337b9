"""Readings of a damaged stretch: a beam search over the strings whose damaged form is what the page shows.

Part of rule "gbk-shift". Finds and orders; the rule decides whether one is good enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from reader.ingest.repair.characters import readings
from reader.ingest.repair.gbk_bytes import Stretch, Token, encoded, pairs, unpaired, vanishing
from reader.ingest.repair.language import LanguageModel
from reader.script import to_simplified

_BEAM = 160
_BEAM_LOST = 40  # where nothing at all is known of a byte
_BEAM_VANISHED = 60  # narrower where a pair vanished: each such path opens into hundreds
_BEAM_CUT = 6
_FOLLOWERS = 80  # characters tried behind another where neither byte is known
_FEW = 4  # possible first bytes up to which every character they open is tried
_BEHIND = 24.0  # what a path may lie behind the best before it is given up (natural logarithm)
_HOPELESS = -13.0  # chance of a character behind another, as a logarithm, below which it is not followed up
_VANISHED = 1.0  # what a path gains for a pair that shows nothing, so that shorter paths do not crowd it out

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_FULL_WIDTH = frozenset("，；：？！（）％")
"""Full-width forms that Chinese text has; letters, digits and the rest it has in half width."""

Rows = Mapping[int, Mapping[int, tuple[str, str]]]
"""Lead byte → trail byte → (character, the same simplified)."""


@cache
def simple_form(char: str) -> str:
    """The character as the language model knows it: simplified, and half width where the page may have been folded."""
    return to_simplified(char).translate(HALF_WIDTH)


def likely_rows(model: LanguageModel) -> Rows:
    """The GBK table with only those characters that the language model knows and that official text has."""

    def known(char: str) -> bool:
        return model.knows(simple_form(char)) and (ord(char) not in HALF_WIDTH or char in _FULL_WIDTH)

    return {
        lead: likely
        for lead, row in pairs().items()
        if (likely := {trail: (char, simple_form(char)) for trail, char in row.items() if known(char)})
    }


class _Path(NamedTuple):
    """A partial reading: its score, the characters so far, the last of them simplified, and the lead bytes that the
    character now open may have (None between two characters).
    """

    score: float
    chars: str
    last: str
    leads: frozenset[int] | None = None


class Search:
    """Readings of the stretches that begin behind one character, `before`. Remembers what they have in common."""

    def __init__(self, model: LanguageModel, rows: Rows, before: str) -> None:
        self._rows = rows
        self._last_byte = encoded(before)[-1:] if before else b""
        self._step = cache(model.step)
        self._followers = cache(lambda char: model.followers(char, _FOLLOWERS))
        self._closed: dict[frozenset[int], list[tuple[int, str, str]]] = {}
        self._spelled: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for lead, row in rows.items():
            for trail, (char, simple) in row.items():
                self._spelled[simple].append((lead, trail, char))
        self._start = [_Path(0.0, "", simple_form(before) if before else "")]
        self._known: dict[bool, list[tuple[Token, list[_Path]]]] = {True: [], False: []}

    def run(self, stretch: Stretch) -> list[str]:
        """The most likely readings, best first."""
        paths = self._through(stretch.tokens, gaps=stretch.cut is None)
        if stretch.cut is not None:
            paths = list(self._cut(paths, stretch.cut))
        return [p.chars for p in sorted(paths, key=itemgetter(0), reverse=True) if p.leads is None and p.chars]

    def _through(self, tokens: tuple[Token, ...], *, gaps: bool) -> list[_Path]:
        """The paths behind the last token. `gaps`: whether pairs may have vanished between tokens."""
        known = self._known[gaps]
        same = 0
        while same < min(len(known), len(tokens)) and known[same][0] == tokens[same]:
            same += 1
        del known[same:]
        for token in tokens[same:]:
            paths = known[-1][1] if known else self._start
            if known and gaps:
                paths = self._with_vanished(paths)
            known.append((token, self._behind(paths, token)))
        return known[len(tokens) - 1][1]

    def _behind(self, paths: list[_Path], token: Token) -> list[_Path]:
        if not token.data:
            paths = self._lost_byte(paths, token)
        else:
            for byte in token.data:
                paths = self._known_byte(paths, byte)
            if token.reading:
                paths = [p for p in paths if p.leads is None and token.reading in readings(p.chars[-1])]
        return _best(paths, _BEAM)

    def _known_byte(self, paths: list[_Path], byte: int) -> list[_Path]:
        out, step = [], self._step
        for path in paths:
            if path.leads is None:
                if byte in self._rows:
                    out.append(path._replace(leads=frozenset((byte,))))
                continue
            out += [
                _Path(path.score + step(path.last, pair[1]), path.chars + pair[0], pair[1])
                for lead in path.leads
                if (pair := self._rows.get(lead, {}).get(byte))
            ]
        return out

    def _lost_byte(self, paths: list[_Path], token: Token) -> list[_Path]:
        """A byte nobody knows: the trail of an open character, or the lead of a new one.

        A note behind it was made for the pair that it formed with the byte before.
        """
        out, step = [], self._step
        for path in _best(paths, _BEAM_LOST):
            if path.leads is None:
                leads = frozenset(self._rows)
                if token.reading and self._last_byte:
                    row = pairs().get(self._last_byte[0], {})
                    leads = frozenset(b for b, c in row.items() if token.reading in readings(c))
                out.append(path._replace(leads=leads))
                continue
            out += [
                _Path(path.score + step(path.last, simple), path.chars + char, simple)
                for _, char, simple in self._opened(path)
                if not token.reading or token.reading in readings(char)
            ]
        return out

    def _opened(self, path: _Path) -> Iterator[tuple[int, str, str]]:
        """The characters that the open one may be where its second byte is unknown: that byte, as is, simplified."""
        leads = path.leads or frozenset()
        if len(leads) <= _FEW:
            for lead in leads:
                for trail, pair in self._rows.get(lead, {}).items():
                    yield trail, *pair
            return
        for simple in self._followers(path.last):
            for lead, trail, char in self._spelled.get(simple, ()):
                if lead in leads:
                    yield trail, char, simple

    def _cut(self, paths: list[_Path], after: int) -> Iterator[_Path]:
        """The paths whose open character ends in a byte that was passed over alone."""
        step = self._step
        for path in _best([p for p in paths if p.leads is not None], _BEAM_CUT):
            closed = [
                _Path(path.score + step(path.last, simple), path.chars + char, simple)
                for trail, char, simple in self._opened(path)
                if unpaired(trail, after)
            ]
            yield from _best(closed, _BEAM_CUT)

    def _with_vanished(self, paths: list[_Path]) -> list[_Path]:
        """The paths, and those in which one or two pairs stood here that show nothing."""
        gone, step = vanishing(), self._step
        all_paths, latest = list(paths), _best(paths, _BEAM_VANISHED)
        for _ in range(2):
            fresh = []
            for path in latest:
                score, last = path.score + _VANISHED, path.last
                if path.leads is not None:
                    fresh += [
                        (score + chance, path, char, simple, first)
                        for first, char, simple in self._closed_by_vanished(path)
                        if (chance := step(last, simple)) > _HOPELESS
                    ]
            latest = [
                _Path(score, path.chars + char, simple, gone[first])
                for score, path, char, simple, first in nlargest(_BEAM_VANISHED, fresh, key=itemgetter(0))
            ]
            all_paths += latest
        return all_paths

    def _closed_by_vanished(self, path: _Path) -> list[tuple[int, str, str]]:
        """The characters that the open one may be where a pair behind it vanished that its second byte began."""
        gone = vanishing()
        leads = path.leads or frozenset()
        if len(leads) > _FEW:
            return [opened for opened in self._opened(path) if opened[0] in gone]
        if leads not in self._closed:
            self._closed[leads] = [opened for opened in self._opened(path) if opened[0] in gone]
        return self._closed[leads]


def _best(paths: list[_Path], size: int) -> list[_Path]:
    kept = nlargest(size, paths, key=itemgetter(0))
    if not kept:
        return kept
    floor = kept[0].score - _BEHIND
    return [path for path in kept if path.score >= floor]
