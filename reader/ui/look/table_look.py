"""How the reader has arranged a table: columns, widths, order, groups; as a value and as what settings keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

WIDEST = 2000  # pixels of a column


@dataclass(frozen=True, slots=True)
class TableLook:
    """One table, a register's or that of all documents.

    Attributes:
        hidden: headings (or names) of columns that are not shown. widths: of those the reader has drawn, in pixels;
            else empty.
        sort: heading of the column that orders, or empty; falling: from the highest.
        group: doc, unit, year, status, role or empty.
        lines: of text in a row: 1, 2, or 0 for as many as there are.
    """

    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict, hash=False)
    sort: str = ""
    falling: bool = False
    group: str = ""
    lines: int = 2

    def with_(self, **values: Any) -> TableLook:
        """The same with other values."""
        return replace(self, **values)

    def kept(self) -> dict[str, str]:
        """As texts, for the settings."""
        widths = ",".join(f"{heading}={wide}" for heading, wide in self.widths.items())
        found = {"hidden": ",".join(self.hidden), "widths": widths, "sort": self.sort, "group": self.group}
        return {**found, "falling": "yes" if self.falling else "", "lines": str(self.lines)}


def look_of(kept: Mapping[str, str]) -> TableLook:
    """What `kept` wrote; what cannot be read counts as not said."""
    widths = {}
    for each in kept.get("widths", "").split(","):
        heading, _, wide = each.partition("=")
        if heading and wide.isdecimal():
            widths[heading] = min(WIDEST, int(wide[:6]))
    hidden = tuple(each for each in kept.get("hidden", "").split(",") if each)
    group = kept.get("group", "")
    return TableLook(
        hidden, widths, kept.get("sort", ""), bool(kept.get("falling")),
        group if group in {"doc", "unit", "year", "status", "role"} else "",
        {"0": 0, "1": 1}.get(kept.get("lines", ""), 2),
    )  # fmt: skip
