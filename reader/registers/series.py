"""One indicator over several documents: versions of a plan, reports of several years, a city and its districts.

Owns when two names mean the same indicator, and how figures in other units are brought side by side (1.5万亿元 and
15000亿元). What a reader joined or parted is handed in; nothing is stored here. Must not read texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.folding import fold_text
from reader.core.register import Target

_ASIDE: Final = re.compile(r"[（(][^（）()]*[）)]")
_MARKS: Final = re.compile(r"[\s“”\"《》·、,，]")
_WHERE: Final = re.compile(
    r"^(?:全[市省区县国]|本[市省区县]|我[市省区县]|[\u4e00-\u9fff]{2,6}?(?:省|自治区|市|新区|区|县)(?=[\u4e00-\u9fff]{4}))"
)
_DOING: Final = re.compile(
    r"^(?:(?:新增|新建|建成|建设|培育|打造|完成|实现|力争|累计|改造|引进)(?!.{0,3}(?:率|比重|占比|强度)))+(?=.{3})"
)
_SAME_WORDS: Final[Mapping[str, str]] = {
    "gdp": "地区生产总值", "国内生产总值": "地区生产总值", "研究与试验发展": "研发", "r&d": "研发",
    "占比": "比重", "所占比重": "比重", "增速": "增长", "增长率": "增长", "个数": "数", "数量": "数",
}  # fmt: skip
_SCALES: Final[Mapping[str, float]] = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4,
    "千": 1e3, "": 1.0,
}  # fmt: skip
_UNIT: Final = re.compile(r"(?P<scale>万亿|千亿|百亿|亿|千万|百万|十万|万|千)?(?P<base>.*)")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series.

    Attributes:
        low, high: in the unit of the series; equal unless a range was said.
        year: of the figure: by whose end it is to be reached, or which it is of. None where the text does not say.
        row: where it was read.
    """

    low: float
    high: float
    year: int | None
    row: Target


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator, by year and then in the order of the documents.

    Attributes:
        key: the same for the same indicator, in any order of documents.
        name: as most rows write it; names: every way it is written.
        unit: of all points.
    """

    key: str
    name: str
    names: tuple[str, ...]
    unit: str
    points: tuple[Point, ...]

    @property
    def docs(self) -> tuple[str, ...]:
        """The documents it stands in, each once."""
        return tuple(dict.fromkeys(point.row.at.doc for point in self.points))


def series_of(
    targets: Iterable[Target],
    *,
    joined: Mapping[str, str] | None = None,
    parted: Collection[str] = (),
    order: Callable[[str], int] | None = None,
) -> tuple[Series, ...]:
    """Indicators that stand in several documents or for several years, the ones in most documents first.

    Args:
        joined: name as written → the name it is another name of, as the reader decided.
        parted: names as written that are indicators of their own, whatever they look like.
        order: place of a document among the documents; by id where it is not given.
    """
    found: dict[str, list[Target]] = {}
    for target in targets:
        if target.what and target.kind in {"target", "baseline"}:
            found.setdefault(indicator_key(target, joined or {}, parted), []).append(target)
    made = [_series(key, rows, order) for key, rows in found.items()]
    several = [s for s in made if len(s.docs) > 1 or len({p.year for p in s.points}) > 1]
    return tuple(sorted(several, key=lambda s: (-len(s.docs), -len(s.points), s.key)))


def indicator_key(target: Target, joined: Mapping[str, str], parted: Collection[str]) -> str:
    """What a row measures and in which dimension; the same for the same indicator."""
    base = _UNIT.fullmatch(target.unit)
    dimension = base["base"] if base else target.unit
    if target.what in parted:
        return f"={target.what}|{dimension}"
    return f"{name_key(joined.get(target.what, target.what))}|{dimension}"


def name_key(name: str) -> str:
    """A name without its place, its brackets and the verb before it, in the words most plans use."""
    words = fold_text(_MARKS.sub("", _ASIDE.sub("", name))).lower()
    words = _DOING.sub("", _WHERE.sub("", words) or words)
    for said, usual in _SAME_WORDS.items():
        words = words.replace(said, usual)
    return words.replace("地区地区", "地区").replace("的", "")


def _series(key: str, rows: Sequence[Target], order: Callable[[str], int] | None) -> Series:
    names = Counter(row.what for row in rows)
    unit = Counter(row.unit for row in rows).most_common(1)[0][0]
    points = [Point(*_numbers(row, unit), row.deadline, row) for row in rows]
    placed = sorted(
        points,
        key=lambda p: (p.year or 0, order(p.row.at.doc) if order else 0, p.row.at.doc, p.row.at.span.start),
    )
    return Series(key, names.most_common(1)[0][0], tuple(names), unit, tuple(placed))


def _numbers(row: Target, unit: str) -> tuple[float, float]:
    """The ends of a value in another unit of its dimension."""
    factor = _factor(row.unit) / _factor(unit)
    ends = [round(float(end) * factor, 6) for end in row.value.split("-")]
    return ends[0], ends[-1]


def _factor(unit: str) -> float:
    read = _UNIT.fullmatch(unit)
    return _SCALES[(read["scale"] if read else "") or ""]
