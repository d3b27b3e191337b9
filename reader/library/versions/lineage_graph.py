"""The graph of lineage around a document: what it rests on and what rests on that, step by step, and what it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reader.core.document import DocumentInfo
from reader.core.errors import Cancelled
from reader.core.lineage_graph import LEVELS, Edge, Graph, Node
from reader.library.late import never

if TYPE_CHECKING:
    from reader.library.versions.lineage import Lineages, Link

STEPS: Final = 2  # from the document that is asked about
MOST: Final = 120  # documents of one graph: more cannot be looked at
_STATE: Final = re.compile("^(?:中华人民共和国|国务院|全国人民代表大会|全国人大|中共中央|中央|国家|国办?发|中办?发)")
_YEAR: Final = re.compile(r"\d{4}")
_HAN: Final = "[\u4e00-\u9fff]"
_PLACES: Final = (
    ("district", re.compile(rf"^{_HAN}{{1,6}}?市{_HAN}{{1,5}}?(?:新区|区|县)(?!域|块|内)|^{_HAN}{{2,3}}新区")),
    ("province", re.compile(rf"^(?:北京|天津|上海|重庆)(?:城?市)|^{_HAN}{{2,3}}省|^{_HAN}{{2,7}}自治区")),
    ("city", re.compile(rf"^{_HAN}{{2,4}}市(?!场|政|民|容|域|值)")),
)  # fmt: skip


def graph_of(
    lineages: Lineages, infos: Iterable[DocumentInfo], doc: str, steps: int = STEPS, most: int = MOST,
    cancelled: Callable[[], bool] = never,
) -> Graph:  # fmt: skip
    """The graph around a document, up and down so many steps. What it merely cites is shown of itself alone.

    Upwards only from what stands above it, downwards only from what stands below: the other documents that rest on
    its law are not its kin. Raises Cancelled.
    """
    made = _Making({info.id: info for info in infos}, doc, most, lineages)
    made.take(doc, None)
    for up in (True, False):
        ring = [doc]
        for _ in range(max(1, steps)):
            found: list[str] = []
            for each in ring:
                if cancelled():
                    raise Cancelled("已停止查看依据关系。")
                lineage = lineages.of(each)
                for link in lineage.rests_on if up else lineage.rested_on_by:
                    found += made.link(link, up, lineages)
            ring = list(dict.fromkeys(found))
    for edge, node in _cited(lineages, doc, made):
        made.add(edge, node)
    return Graph(doc, tuple(made.nodes.values()), tuple(made.edges.values()), len(made.left_out))


class _Making:
    """A graph while it is made."""

    def __init__(self, infos: dict[str, DocumentInfo], root: str, most: int, lineages: Lineages) -> None:
        self._infos, self._root, self._most, self._lineages = infos, root, most, lineages
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, str], Edge] = {}
        self.left_out: set[str] = set()

    def take(self, doc: str, node: Node | None) -> bool:
        """Whether a document is in the graph, or may still come in."""
        key = node.key if node is not None else doc
        if key in self.nodes:
            return True
        if len(self.nodes) >= self._most:
            self.left_out.add(key)
            return False
        self.nodes[key] = node or self.here(doc)
        return True

    def here(self, doc: str) -> Node:
        info = self._infos.get(doc)
        if info is None:  # an older version
            return Node(doc, doc, doc, "unknown", None)
        level = info.level if info.level in LEVELS else "unknown"
        year = _YEAR.match(self._lineages.version_day(doc) or "")  # that of this version, not of the first
        told = int(year[0]) if year else info.year
        return Node(doc, doc, info.reading_title, level, told, info.region or "")

    def link(self, link: Link, up: bool, lineages: Lineages) -> Iterator[str]:
        """A ground; gives the document to go on from, where it came in and is here."""
        node = (
            None
            if link.target is not None
            else away(link.cited, link.number, link.doc, lineages, several=bool(link.doubt))
        )
        key = link.target if link.target is not None else node.key if node is not None else ""
        other = key if up else link.doc
        new = other not in self.nodes
        edge = Edge(link.doc, key, link.relation, link.words, link.block, link.doubt)
        if up and self.add(edge, node) and node is None and new:
            yield key
        if not up and key in self.nodes and self.take(link.doc, None):
            self._edge(edge)
            if new:
                yield link.doc

    def add(self, edge: Edge, node: Node | None) -> bool:
        """An edge with what stands above; whether there was room."""
        if edge.lower not in self.nodes or not self.take(edge.higher, node):
            return False
        self._edge(edge)
        return True

    def _edge(self, edge: Edge) -> None:
        self.edges.setdefault((edge.lower, edge.higher, edge.relation), edge)


def away(cited: str, number: str | None, doc: str, lineages: Lineages, *, several: bool = False) -> Node:
    """What a document cites and is not here, or of whose name there are several."""
    key, missing = lineages.away(cited, number, doc)
    of_state = _STATE.match(cited) or _STATE.match(number or "")
    named = missing.place + cited
    level = "national" if of_state else next((name for name, pattern in _PLACES if pattern.match(named)), "unknown")
    year = re.search(r"〔((?:19|20)\d\d)〕", number or cited)
    told = int(year[1]) if year else None
    return Node(f"?{key}", None, cited, level, told, missing.place, missing.times, several)


def _cited(lineages: Lineages, doc: str, made: _Making) -> Iterator[tuple[Edge, Node | None]]:
    """What a document names without resting on it."""
    grounds: set[str] = {edge.higher for edge in made.edges.values() if edge.lower == doc}
    for citation, target, doubt in lineages.cited(doc):
        node = away(citation.cited, citation.number, doc, lineages, several=bool(doubt)) if target is None else None
        key = node.key if node is not None else target or ""
        if key not in grounds and key != doc:
            grounds.add(key)
            yield (
                Edge(doc, key, "cites", f"《{citation.cited}》{citation.number or ''}", citation.at.block, doubt),
                node,
            )
