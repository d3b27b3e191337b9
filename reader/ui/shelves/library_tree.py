"""The library as a tree of facets with counts: region → level → issuer → year, kind, status, shelf, collection, tag.

Pure; knows no widget. The tree is made whole, off the GUI thread where the library is long, so that painting counts
nothing. What has no choice below it is no branch: a region with one level goes on with its issuers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.document import DocumentInfo
from reader.ui.look.fact_names import LEVELS
from reader.ui.shelves.library_rows import UNSAID, Choice, Shelf

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("kind",), "status": ("status",), "validity": ("validity",), "shelf": ("shelf",),
    "collection": ("collection",), "tag": ("tag",),
    "place": ("region", "level", "issuer", "year"),
}  # fmt: skip
"""Section → the facets of its branches, from the outermost. The longest section stands last: it is the open one."""

MEMBERSHIPS: Final = frozenset({"collection", "tag"})
"""Facets that most documents have no value of: a single value is a choice, and none is no value."""

Pair = tuple[str, str]
_LEVEL_ORDER: Final = {name: at for at, name in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree.

    Attributes:
        section: name in SECTIONS.
        pairs: facets with the values that choosing it means, from the outermost; empty for the section's own line.
        count: how many documents stand below it.
        parent: number of the branch it hangs on, -1 for a section. row: which of its children it is.
        children: numbers of its branches.
        chosen: whether it is what the list is narrowed to.
    """

    section: str
    pairs: tuple[Pair, ...]
    count: int
    parent: int
    row: int
    children: tuple[int, ...]
    chosen: bool

    @property
    def key(self) -> tuple[str, tuple[Pair, ...]]:
        """What stays the same of it when the tree is made anew."""
        return self.section, self.pairs


@dataclass(frozen=True, slots=True)
class LibraryTree:
    """All branches; the sections are at the numbers `tops`."""

    branches: tuple[Branch, ...] = ()
    tops: tuple[int, ...] = ()

    def find(self, section: str, *pairs: Pair) -> Branch | None:
        """The branch of a section that means these pairs."""
        return next((branch for branch in self.branches if branch.key == (section, pairs)), None)


def library_tree(shelf: Shelf, choice: Choice) -> LibraryTree:
    """The tree for what is typed and chosen. The choice of a section leaves its own counts alone.

    So what could be chosen instead stays in sight. A section without a choice in it is left out.
    """
    maker = _Maker(shelf, choice)
    told = shelf.passing(choice.with_facets(choice.facets, ()))  # what is typed alone
    for section, facets in SECTIONS.items():
        others = choice.with_facets(facets, ())
        infos = told if not others.facets else shelf.passing(others)
        maker.add_section(section, facets, infos)
    return LibraryTree(tuple(maker.made), tuple(maker.tops))  # type: ignore[arg-type]  # every place is filled by now


class _Maker:
    """Gathers branches; a parent's place is kept while its children are made."""

    def __init__(self, shelf: Shelf, choice: Choice) -> None:
        self._shelf = shelf
        self.made: list[Branch | None] = []
        self.tops: list[int] = []
        self._chosen = choice.facets

    def add_section(self, section: str, facets: Sequence[str], infos: Sequence[DocumentInfo]) -> None:
        wanted = {name: self._chosen[name] for name in facets if name in self._chosen}
        number = len(self.made)
        self.made.append(None)
        children = self._children(number, section, facets, (), infos, wanted) if len(infos) > 1 else ()
        if not children:
            self.made.pop()
            return
        self.made[number] = Branch(section, (), len(infos), -1, len(self.tops), children, chosen=False)
        self.tops.append(number)

    def _children(
        self, parent: int, section: str, facets: Sequence[str], above: tuple[Pair, ...],
        infos: Sequence[DocumentInfo], wanted: Mapping[str, str],
    ) -> tuple[int, ...]:  # fmt: skip
        for at, facet in enumerate(facets):
            groups = _grouped(self._shelf, infos, facet)
            if len(groups) < (1 if facet in MEMBERSHIPS else 2):
                continue  # no choice: on with the next facet
            made = []
            for row, value in enumerate(_ordered(facet, groups)):
                pairs, below = (*above, (facet, value)), groups[value]
                number = len(self.made)
                self.made.append(None)
                made.append(number)
                inner = () if len(below) < 2 else self._children(
                    number, section, facets[at + 1 :], pairs, below, wanted
                )  # fmt: skip
                self.made[number] = Branch(section, pairs, len(below), parent, row, inner, dict(pairs) == wanted)
            return tuple(made)
        return ()


def _grouped(shelf: Shelf, infos: Iterable[DocumentInfo], facet: str) -> dict[str, list[DocumentInfo]]:
    """Documents by value, a document with several values under each."""
    groups: dict[str, list[DocumentInfo]] = {}
    for info in infos:
        for value in shelf.values_of(info, facet) or (UNSAID,):
            groups.setdefault(value, []).append(info)
    if facet in MEMBERSHIPS:
        groups.pop(UNSAID, None)  # most are in none, and nobody looks for those
    return groups


def _ordered(facet: str, groups: Mapping[str, Sequence[DocumentInfo]]) -> list[str]:
    """Years from the newest, levels from the highest, shelves as they stand, others by their number."""

    def place(value: str) -> int:
        if facet == "shelf":
            return 0
        if facet == "level":
            return _LEVEL_ORDER.get(value, len(_LEVEL_ORDER))
        return -int(value) if facet == "year" else -len(groups[value])

    return sorted(groups, key=lambda value: (value == UNSAID, 0 if value == UNSAID else place(value)))
