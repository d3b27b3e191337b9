"""Lineage as a graph: documents and how they speak of one another, over the levels of the state. Pure values.

A document that is not here is a node, too: its title is all that is known of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from reader.core.late_dataclass import dataclass

Relation = Literal["rests-on", "carries-out", "passes-on", "issues", "cites"]

LEVELS: Final = ("national", "province", "city", "district", "unknown")
LEVEL_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    "national": "国家级", "province": "省级", "city": "市级", "district": "区县级",
})  # fmt: skip
RELATION_NAMES: Final[Mapping[Relation, str]] = MappingProxyType({
    "rests-on": "依据", "carries-out": "贯彻落实", "passes-on": "转发", "issues": "印发", "cites": "提到",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A document of a graph.

    Attributes:
        key: its id, or a name of its own where it is not here.
        doc: its id; None where it is not here.
        level: one of LEVELS; of what is not here as its title tells.
        year: None where it is not told.
        times: how often the library cites it, where it is not here.
        several: there are several of that name here, and which one is meant cannot be told.
    """

    key: str
    doc: str | None
    title: str
    level: str
    year: int | None
    place: str = ""
    times: int = 0
    several: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One document (`lower`) speaking of another (`higher`): both keys, how, and the words with their place."""

    lower: str
    higher: str
    relation: Relation
    words: str
    block: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Documents and how they speak of one another.

    Attributes:
        root: the key of the document that was asked about.
        left_out: how many more documents there are at these steps.
    """

    root: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0

    def node(self, key: str) -> Node:
        """The document of a key. Raises KeyError."""
        for each in self.nodes:
            if each.key == key:
                return each
        raise KeyError(key)

    def narrowed(
        self, relations: Collection[str] = (), levels: Collection[str] = (), years: tuple[int, int] | None = None,
        *, here: bool = False,
    ) -> Graph:  # fmt: skip
        """What is left of it where only these relations, levels and years are wanted; empty ones want all.

        The document that was asked about stays, and what is no longer tied to it goes. A document whose year is not
        told stays: it may be of any. `here`: without what is not in the library.
        """
        first, last = years or (0, 9999)
        kept = {
            each.key for each in self.nodes
            if each.key == self.root
            or ((not levels or each.level in levels) and (each.doc is not None or not here)
                and (each.year is None or first <= each.year <= last))
        }  # fmt: skip
        edges = [
            each for each in self.edges
            if each.lower in kept and each.higher in kept and (not relations or each.relation in relations)
        ]  # fmt: skip
        tied = _tied(self.root, edges)
        return Graph(
            self.root, tuple(each for each in self.nodes if each.key in tied),
            tuple(each for each in edges if each.lower in tied), self.left_out,
        )  # fmt: skip


def _tied(root: str, edges: Iterable[Edge]) -> set[str]:
    beside: dict[str, set[str]] = {}
    for edge in edges:
        beside.setdefault(edge.lower, set()).add(edge.higher)
        beside.setdefault(edge.higher, set()).add(edge.lower)
    found, waiting = {root}, [root]
    while waiting:
        new = beside.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
