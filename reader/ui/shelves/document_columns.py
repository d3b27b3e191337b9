"""The columns of the table of all documents: what stands in each, and how rows are ordered by it. Pure; no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reader.core.document import DocumentInfo
from reader.ui.look.fact_names import LEVELS, VALIDITIES

_KILO: Final = 1024
_RANKS: Final = {"level": list(LEVELS), "validity": list(VALIDITIES)}
"""Values that have an order of their own: the names they are kept under tell nothing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of documents besides, by id: notes of one's own, bytes on the shelf, whether they hold, what tells
    them from others of the same title.
    """

    notes: Mapping[str, int] = field(default_factory=dict, hash=False)
    sizes: Mapping[str, int] = field(default_factory=dict, hash=False)
    states: Mapping[str, str] = field(default_factory=dict, hash=False)
    apart: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: what the settings call it.
        heading: simplified; keyed in the catalogue.
        width: pixels; 0 for the one that takes what is left.
        of: what it says of a document: a text, several, or a number; empty, None or 0 where it says nothing.
        facet: of `library_rows.FACETS`, whose values are not the document's own words; empty for none.
        shown: whether it stands there at first.
        number: whether its cells are figures.
    """

    name: str
    heading: str
    width: int
    of: Callable[[DocumentInfo, Figures], Any]
    facet: str = ""
    shown: bool = True
    number: bool = False


def _title(info: DocumentInfo, figures: Figures) -> str:
    words = figures.apart.get(info.id)
    return f"{info.reading_title}（{words}）" if words else info.reading_title


COLUMNS: Final = (
    Column("title", "标题", 0, _title),
    Column("number", "发文字号", 150, lambda info, _: info.doc_number),
    Column("issuer", "发文机关", 190, lambda info, _: info.issuers),
    Column("written", "成文日期", 96, lambda info, _: info.written),
    Column("published", "发布日期", 96, lambda info, _: info.published, shown=False),
    Column("effective", "施行日期", 96, lambda info, _: info.effective),
    Column("valid_until", "有效期至", 96, lambda info, _: info.valid_until, shown=False),
    Column("region", "地区", 90, lambda info, _: info.region, "region", shown=False),
    Column("level", "级别", 80, lambda info, _: info.level, "level", shown=False),
    Column("kind", "文种", 90, lambda info, _: info.kind, "kind", shown=False),
    Column("status", "状态", 90, lambda info, _: info.status, "status"),
    Column("validity", "时效", 90, lambda info, figures: figures.states.get(info.id, ""), "validity", shown=False),
    Column("shelf", "书架", 100, lambda info, _: info.shelf, "shelf", shown=False),
    Column("collection", "文件夹", 110, lambda info, _: info.collections, "collection", shown=False),
    Column("tag", "标签", 110, lambda info, _: info.tags, "tag", shown=False),
    Column("added", "添加时间", 130, lambda info, _: info.added, shown=False),
    Column("notes", "批注", 64, lambda info, figures: figures.notes.get(info.id, 0), number=True),
    Column("size", "大小", 84, lambda info, figures: figures.sizes.get(info.id, 0), number=True),
)  # fmt: skip
NAMES: Final = {column.name: at for at, column in enumerate(COLUMNS)}
UNASKED: Final = tuple(column.name for column in COLUMNS if not column.shown)
"""Hidden until they are asked for."""


def ordered(infos: Sequence[DocumentInfo], figures: Figures, name: str, *, falling: bool) -> list[DocumentInfo]:
    """In the order of a column; what says nothing there stands last, whichever way. No column: as they come."""
    if name not in NAMES:
        return list(infos)
    of = COLUMNS[NAMES[name]].of
    keyed = [(of(info, figures), info) for info in infos]
    said = [(_place(name, value), info) for value, info in keyed if value and value != "unknown"]
    said.sort(key=lambda pair: pair[0], reverse=falling)
    silent = [info for value, info in keyed if not value or value == "unknown"]
    return [info for _value, info in said] + silent


def _place(name: str, value: Any) -> Any:
    """What a value is ordered by."""
    ranks = _RANKS.get(name, ())
    return ranks.index(value) if value in ranks else len(ranks) if ranks else value


def kilobytes(size: int) -> str:
    """A number of bytes as 1,234 KB, rounded up; empty for none."""
    return f"{-(-size // _KILO):,} KB" if size else ""
