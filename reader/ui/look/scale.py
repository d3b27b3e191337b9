"""One scale of type, one of spacing, two densities. Owns every size of the interface that is no document's."""

from __future__ import annotations

from typing import Final

from reader.core.late_dataclass import dataclass

SMALL, QUIET, WORDS, SUBJECT, HEADING, TITLE = 12, 13, 14, 16, 18, 26
TYPE: Final = (SMALL, QUIET, WORDS, SUBJECT, HEADING, TITLE)
"""Sizes of the interface's words, in pixels at 100 %."""

SPACE: Final = (0, 2, 4, 8, 12, 16, 24, 32)
"""What stands between things and around them, in pixels at 100 %."""


@dataclass(frozen=True)
class Density:
    """How much room controls and rows take, all in pixels at 100 %.

    Attributes:
        name, label: what settings store, and what people read.
        control: height inside the border of buttons, boxes and fields; tool: of buttons with a sign only.
        item: least height of a row of a list; row: above and below the words of one that is drawn.
        head: height of a table's head; tick: of a line with a box to tick.
        menu, tab: above and below the words of a menu's line and of a tab.
        side: beside the words of a button.
    """

    name: str
    label: str
    control: int
    tool: int
    item: int
    row: int
    head: int
    tick: int
    menu: int
    tab: int
    side: int


COMFORTABLE: Final = Density(
    name="comfortable", label="舒适", control=30, tool=26, item=28, row=8, head=24, tick=28, menu=6, tab=6, side=16
)
COMPACT: Final = Density(
    name="compact", label="紧凑//控件", control=24, tool=22, item=22, row=4, head=20, tick=22, menu=3, tab=3, side=12
)
DENSITIES: Final = (COMFORTABLE, COMPACT)


def density_named(name: str) -> Density:
    """The density of that name; the comfortable one for a name nobody knows."""
    return next((density for density in DENSITIES if density.name == name), COMFORTABLE)
