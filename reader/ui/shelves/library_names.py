"""What facets of the library and their values are called in the script and language on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reader.core.showing import visible
from reader.ui.kit.flow import Chip
from reader.ui.look.fact_names import LEVELS, STATUSES, VALIDITIES
from reader.ui.look.fact_names import UNSAID as NOT_STATED
from reader.ui.look.texts import Texts
from reader.ui.shelves.library_rows import BUNDLED, FACETS, NATIONWIDE, OWN, PACK, RECENT, UNSAID

GROUPS: Final = {RECENT: "最近", OWN: "我的文件", BUNDLED: "随附文件"}
PLACE: Final = "地区和机关"


class LibraryNames:
    """`shown` writes a canonical text in the script on screen."""

    def __init__(self, texts: Texts, shown: Callable[[str], str]) -> None:
        self._texts, self._shown = texts, shown

    def section(self, name: str) -> str:
        """A section of the tree, or a facet."""
        return self._texts(FACETS.get(name, PLACE))

    def group(self, shelf: str) -> str:
        """A shelf, or the documents that were read last."""
        return self._texts(GROUPS[shelf]) if shelf in GROUPS else self._shown(visible(shelf.removeprefix(PACK)))

    def value(self, facet: str, value: str) -> str:
        """A value of a facet of FACETS."""
        texts = self._texts
        if value == UNSAID:
            return texts(NOT_STATED)
        if facet == "region" and value == NATIONWIDE:
            return texts(NATIONWIDE)
        if facet == "year":
            return texts("{year} 年", year=value)
        if facet == "validity":
            return texts(VALIDITIES.get(value, value))
        if facet in {"level", "status"}:
            return texts({**LEVELS, **STATUSES}.get(value, value))
        if facet == "shelf":
            return self.group(value)
        return visible(value) if facet in {"collection", "tag"} else self._shown(value)

    def chips(self, facets: Mapping[str, str]) -> list[Chip]:
        """What takes back a value that was chosen, one for each facet."""
        leave = "不再按“{what}”筛选"
        return [
            Chip(name, f"{self.value(name, value)}  ✕", self._texts(leave, what=self.section(name)))
            for name, value in facets.items()
        ]
