"""Whether documents hold, worked out for a whole library on the command line; what the states are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reader.cli.house import House

if TYPE_CHECKING:
    from reader.core.validity import State


def work_out_states(house: House) -> Mapping[str, State]:
    """Of each document whether it holds today; says how far it is where that takes a while, ends with Ctrl+C."""
    doing = house.console.say("正在查看各文件的时效", "Looking whether documents hold")
    shown = -1

    def progress(done: int, count: int) -> None:
        nonlocal shown
        percent = 100 * done // max(count, 1)
        if count >= _MANY and percent != shown:
            shown = percent
            house.console.progress(doing, done / count)

    known = house.library.versions.states.get().work_out(progress=progress)
    if shown >= 0:
        house.console.progress(doing, 1)
    return known


_MANY: Final = 100  # documents
