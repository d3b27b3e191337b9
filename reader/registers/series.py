"""Figures over time: rows of the targets that are of one indicator, brought together over documents and years.

Names that differ in substance are never one series, and a doubtful row (`sure` is False, or its name fits anything)
joins nobody by itself. The reader joins and parts names; what they say is kept as corrections of the register SERIES.

A name is a node: of one document as it is written there, or shared by documents in its compared form. Each node leads
to another one: a document's name to the shared one, unless the reader says otherwise. Where that ends is the series.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reader.core.folding import fold_text
from reader.core.note import RowCorrection
from reader.core.register import Target
from reader.registers.series_names import SUMMED, adds_up, compared_name, made_how, measure_of, numbers_of, vague

SERIES: Final = "series"  # stands as the register in what is kept
LEADS_TO: Final = "series"  # in changes: the node a name is led to
KINDS_SHOWN: Final = frozenset(["target", "baseline", "funding"])
NAME_IN_KEY: Final = 96
STEPS: Final = 64  # of names led to names; more is a circle


@dataclass(frozen=True, slots=True)
class Point:
    """One figure.

    Attributes:
        low, high: in the family's own unit (元, never 亿元); the same but for ranges.
        year: by whose end it is to be reached, or of which it is; None where the text does not say.
    """

    row: Target
    low: Decimal
    high: Decimal
    year: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """A name as one document writes it. `made`: 新增, 累计 or nothing; `doubtful`: it joined nobody by itself."""

    node: str
    doc: str
    name: str
    made: str
    shared: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A point and the name it stands under."""

    point: Point
    member: Member


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator.

    Attributes:
        key: the node where its names lead.
        name: as most documents write it.
        unit, factor: in which it is drawn, and how many of the family's units that is.
        points: by document in the order they came, then by year, those without one last.
    """

    key: str
    name: str
    unit: str
    factor: Decimal
    points: tuple[Point, ...]
    members: tuple[Member, ...]

    @property
    def docs(self) -> tuple[str, ...]:
        """The documents that state it."""
        return tuple(dict.fromkeys(point.row.at.doc for point in self.points))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which it is stated."""
        return tuple(sorted({point.year for point in self.points if point.year is not None}))

    @property
    def words(self) -> str:
        """All its names, folded."""
        return fold_text("\n".join([self.name, *(called(m.name, m.made) for m in self.members)]), hant=True)

    @property
    def compares(self) -> bool:
        """Whether it stands in several documents, or for several years."""
        return len(self.docs) > 1 or len(self.years) > 1

    def drawn(self, number: Decimal) -> Decimal:
        """A number of a point in the unit of the series."""
        return number / self.factor


def figure_of(row: Target, region: str | None, over: Collection[str] = ()) -> Figure | None:
    """The figure of a row and the name it stands under; None for what is counted only, or is no number.

    Args:
        region: of its document. over: its blocks that look back on several years (`over_years`).
    """
    numbers = numbers_of(row.value) if row.kind in KINDS_SHOWN else None
    if numbers is None:
        return None
    measure = measure_of(row.unit, row.what)
    point = Point(row, numbers[0] * measure.factor, numbers[1] * measure.factor, row.deadline)
    return Figure(point, _member(row, measure.family, region, row.at.block in over))


def gather(figures: Iterable[Figure], led: Mapping[str, str] | None = None) -> tuple[Series, ...]:
    """The series of these figures: those that compare something first, the most documents before the most years.

    Args:
        led: what the reader says of names (`led_by`).
    """
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(_path(figure.member, led or {})[-1], []).append(figure)
    made = [_series(key, each) for key, each in found.items()]
    return tuple(sorted(made, key=lambda s: (not s.compares, -len(s.docs), -len(s.years), -len(s.points))))


def series_of(
    rows: Iterable[Target],
    regions: Mapping[str, str | None],
    led: Mapping[str, str] | None = None,
    over: Mapping[str, Collection[str]] | None = None,
) -> tuple[Series, ...]:
    """The series of these rows; `regions` and `over` (as for `figure_of`): of each document."""
    figures = (figure_of(row, regions.get(row.at.doc), (over or {}).get(row.at.doc, ())) for row in rows)
    return gather((figure for figure in figures if figure is not None), led)


def named(series: Iterable[Series], words: str) -> tuple[Series, ...]:
    """Those with all these words in their name, or in a name they have in a document; either script."""
    wanted = fold_text(words, hant=True).split()
    return tuple(s for s in series if all(word in s.words for word in wanted))


def led_by(kept: Mapping[str, RowCorrection]) -> dict[str, str]:
    """Of all corrections those that lead names: node → node. What is none of ours is left out."""
    return {
        key: to
        for key, each in kept.items()
        if each.register == SERIES and isinstance(to := each.changes.get(LEADS_TO), str) and to.startswith(f"{SERIES}|")
    }


def joining(one: Series, other: Series) -> tuple[RowCorrection, ...]:
    """What is to be kept so that all names of `one` go with `other`."""
    return (_leading(one.key, one.members[0], other.key),)


def parting(member: Member, led: Mapping[str, str]) -> RowCorrection:
    """What is to be kept so that a name goes out of its series: back where the reader joined it, else by itself."""
    path = _path(member, led)
    joined = [node for node in path[:-1] if led.get(node, node) != node]
    if joined:  # the last joining on the way is taken back; others of that name go with it
        return _leading(joined[-1], member, "")
    return _leading(member.node, member, member.node)


def joined_back(member: Member, led: Mapping[str, str]) -> RowCorrection | None:
    """What is to be kept so that a name the reader has parted is where it belongs again; None where it was not."""
    return _leading(member.node, member, "") if led.get(member.node) == member.node else None


def kept_now(items: Sequence[RowCorrection], led: Mapping[str, str]) -> tuple[RowCorrection, ...]:
    """What is kept now under the keys of these: what puts them back."""
    return tuple(
        RowCorrection(i.key, i.doc, SERIES, i.quote, {LEADS_TO: led[i.key]} if i.key in led else {}) for i in items
    )


def called(name: str, made: str) -> str:
    """A name with what its figure says of it: 绿道（新增）."""
    return name if not made or made in name or name.startswith("新增") else f"{name}（{made}）"


# -- inside


def _node(doc: str, family: str, words: str) -> str:
    if len(words) > NAME_IN_KEY:
        words = words[:NAME_IN_KEY] + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{SERIES}|{doc}|{family}|{words}"


def _member(row: Target, family: str, region: str | None, over: bool) -> Member:
    compared = compared_name(row.what, family, region)
    made = made_how(compared, row.at.quote, row.value, family)
    if over and row.kind == "baseline" and row.deadline is None and adds_up(compared, made):
        made = SUMMED
    if row.kind == "funding":  # a cap on money given is another thing than what is reached
        family = f"{family}/funding"
    kind = f"{family}/{made}" if made else family
    doubtful = not row.sure or vague(compared)
    shared = "" if doubtful else _node("", kind, compared)
    return Member(_node(row.at.doc, kind, "".join(row.what.split())), row.at.doc, row.what, made, shared, doubtful)


def _path(member: Member, led: Mapping[str, str]) -> list[str]:
    """The nodes a name is led over, its own first. A circle ends where it was entered."""
    path = [member.node]
    while len(path) < STEPS:
        here = path[-1]
        there = led.get(here, member.shared if here == member.node else "")
        if not there or there in path:
            break
        path.append(there)
    return path


def _leading(node: str, member: Member, to: str) -> RowCorrection:
    return RowCorrection(node, member.doc, SERIES, member.name, {LEADS_TO: to} if to else {})


def _series(key: str, found: Sequence[Figure]) -> Series:
    docs = {figure.member.doc: number for number, figure in reversed(list(enumerate(found)))}
    points = sorted((f.point for f in found), key=lambda p: (docs[p.row.at.doc], p.year is None, p.year or 0))
    names = Counter((f.member.name, f.member.made) for f in found)
    units = Counter(point.row.unit for point in points)
    unit = max(units, key=lambda u: (units[u], measure_of(u).factor))
    members = tuple({f.member.node: f.member for f in found}.values())
    return Series(key, called(*names.most_common(1)[0][0]), unit, measure_of(unit).factor, tuple(points), members)
