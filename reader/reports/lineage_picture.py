"""The graph of lineage as a picture: where every box, line and band stands, and the same as an SVG file.

Bands are the levels of the state, the nation at the top; within one, what rests on another stands below it. All is
counted in pixels of a text of 13 pixels, so that the window and the file show the same picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from reader.core.lineage_graph import LEVELS, RELATION_NAMES, Edge, Graph, Node, Relation
from reader.reports.marked import writable

WIDE, HIGH, GAP, DOWN = 196, 82, 22, 46  # of a box, and between boxes across and down
ACROSS: Final = 7  # boxes of one row
LEFT, EDGE, LEGEND = 84, 20, 44  # where the names of bands stand, around all, below all
LINE, FONT, SMALL = 18, 13, 11
BESIDE: Final = 14  # between two ties of one pair
_SWEEPS: Final = 4
_TITLE: Final = 3  # lines of a title
LEVEL_NAMES: Final = {
    "national": "国家级", "province": "省级", "city": "市级", "district": "区县级", "unknown": "级别不明",
}  # fmt: skip
DASHES: Final[Mapping[Relation, str]] = {
    "rests-on": "", "carries-out": "9 4", "passes-on": "2 4", "issues": "9 4 2 4", "cites": "4 4",
}  # fmt: skip
"""A relation is told by its dashes, too, never by colour alone."""

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Box:
    """A document: its place, and its lines of words, the last one small."""

    node: Node
    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie as a cubic curve: from the lower document to the higher one."""

    edge: Edge
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One level."""

    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it. `legend`: the relations that there are, with their dashes, left to right at the bottom."""

    root: str
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    bands: tuple[Band, ...]
    legend: tuple[tuple[Relation, str, float], ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Colours:
    """As "#rrggbb"."""

    paper: str = "#ffffff"
    band: str = "#f6f7f8"
    line: str = "#e1e4e8"
    edge: str = "#818b98"
    text: str = "#1f2328"
    muted: str = "#59636e"
    accent: str = "#a61b1b"
    relations: tuple[str, ...] = ("#0b57a4", "#2a6447", "#7d5f00", "#505088", "#818b98")

    def of(self, relation: Relation) -> str:
        """The colour of a relation."""
        return self.relations[list(RELATION_NAMES).index(relation)]


def lay_out(graph: Graph, words: Words = str, shown: Words = str) -> Picture:
    """Where all of it stands. `words` says the program's words in the reader's language, `shown` those of texts."""
    rows = _rows(graph)
    places: dict[str, tuple[float, float]] = {}
    bands: list[Band] = []
    top = float(EDGE)
    widest = max((len(row) for _, band in rows for row in band), default=1)
    full = widest * (WIDE + GAP) - GAP
    for level, band in rows:
        height = len(band) * (HIGH + DOWN)
        for at, row in enumerate(band):
            left = LEFT + EDGE + (full - (len(row) * (WIDE + GAP) - GAP)) / 2
            for nth, key in enumerate(row):
                places[key] = (left + nth * (WIDE + GAP), top + DOWN / 2 + at * (HIGH + DOWN))
        bands.append(Band(words(LEVEL_NAMES[level]), top, height))
        top += height
    boxes = tuple(Box(node, *places[node.key], _lines(node, words, shown)) for node in graph.nodes)
    curves = tuple(_curves(graph, places))
    width = LEFT + full + 2 * EDGE
    legend = _legend(graph, words)
    end = legend[-1][2] + 150 if legend else 0
    return Picture(graph.root, boxes, curves, tuple(bands), legend, max(width, end), top + LEGEND)


def _legend(graph: Graph, words: Words) -> tuple[tuple[Relation, str, float], ...]:
    there = {edge.relation for edge in graph.edges}
    kinds = [each for each in RELATION_NAMES if each in there]
    return tuple((each, words(RELATION_NAMES[each]), EDGE + at * 150.0) for at, each in enumerate(kinds))


def _rows(graph: Graph) -> list[tuple[str, list[list[str]]]]:
    """Level → rows of keys. What rests on another of the same level stands below it; long rows are broken."""
    level = {node.key: node.level for node in graph.nodes}
    depth = _depths(graph, level)
    made: list[tuple[str, list[list[str]]]] = []
    order: dict[str, float] = {}
    for each in _levels(level[graph.root]):
        keys = [node.key for node in graph.nodes if node.level == each]
        ranks = sorted({depth[key] for key in keys})
        band = [[key for key in keys if depth[key] == rank] for rank in ranks]
        if band:
            made.append((each, band))
    beside: dict[str, list[str]] = {}
    for edge in graph.edges:
        beside.setdefault(edge.lower, []).append(edge.higher)
        beside.setdefault(edge.higher, []).append(edge.lower)
    every = [row for _, band in made for row in band]
    for row in every:
        order.update({key: at - len(row) / 2 for at, key in enumerate(row)})
    for sweep in range(_SWEEPS):
        for row in every if sweep % 2 == 0 else reversed(every):
            near = {key: [order[other] for other in beside.get(key, ()) if other not in row] for key in row}
            row.sort(key=lambda key, near=near: (sum(near[key]) / len(near[key]) if near[key] else order[key], key))  # type: ignore[misc]
            order.update({key: at - len(row) / 2 for at, key in enumerate(row)})
    return [(each, [row[at : at + ACROSS] for row in band for at in range(0, len(row), ACROSS)]) for each, band in made]


def _levels(root: str) -> tuple[str, ...]:
    """From the top down. Documents of an unknown level are mostly cited ones: they stand above what cites them."""
    return LEVELS if root == "unknown" else ("unknown", *(each for each in LEVELS if each != "unknown"))


def _depths(graph: Graph, level: Mapping[str, str]) -> dict[str, int]:
    """How many documents of its own level stand above each. Of a ring the tie that closes it is left out, mere mentions
    first.
    """
    above: dict[str, list[str]] = {}
    for edge in sorted(graph.edges, key=lambda edge: edge.relation == "cites"):
        if level[edge.lower] == level[edge.higher] and edge.lower not in _over(edge.higher, above):
            above.setdefault(edge.lower, []).append(edge.higher)
    depth: dict[str, int] = {}

    def deep(key: str) -> int:
        if key not in depth:
            depth[key] = max((deep(other) + 1 for other in above.get(key, ())), default=0)
        return depth[key]

    return {key: deep(key) for key in level}


def _over(key: str, above: Mapping[str, list[str]]) -> set[str]:
    """A document and all that stand above it."""
    found, waiting = {key}, [key]
    while waiting:
        new = set(above.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _lines(node: Node, words: Words, shown: Words) -> tuple[str, ...]:
    title, room = shown(" ".join(node.title.split())), (WIDE - 16) / FONT
    made = []
    for _ in range(_TITLE - 1):
        line, title = _cut(title, room)
        made.append(line)
    line, more = _cut(title, room - 1)
    if node.doc is None:
        away = words("有几份同名的文件") if node.several else words("不在文库中")
        last = " · ".join(filter(None, [shown(node.place), away, f"×{node.times}" if node.times > 1 else ""]))
    else:
        last = " · ".join(filter(None, [str(node.year or ""), shown(node.place)]))
    return (*filter(None, (*made, line + ("…" if more else ""))), last)


def _cut(text: str, room: float) -> tuple[str, str]:
    """As much as fits: a Han character takes one place, a Latin one a little more than half."""
    taken = 0.0
    for at, each in enumerate(text):
        taken += 1.0 if ord(each) > 0x2E80 or each in "“”‘’…—" else 0.6
        if taken > room:
            return text[:at], text[at:]
    return text, ""


def _curves(graph: Graph, places: Mapping[str, tuple[float, float]]) -> Iterator[Curve]:
    """The ties; several of one pair stand beside one another."""
    drawn: Counter[tuple[str, str]] = Counter()
    for edge in graph.edges:
        points = _curve(places[edge.lower], places[edge.higher])
        aside = BESIDE * drawn[edge.lower, edge.higher]
        drawn[edge.lower, edge.higher] += 1
        yield Curve(edge, tuple((x + aside, y) for x, y in points))


def _curve(low: tuple[float, float], high: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    (x0, y0), (x1, y1) = low, high
    if y0 > y1:  # from its upper edge to the lower one of what stands above
        start, end = (x0 + WIDE / 2, y0), (x1 + WIDE / 2, y1 + HIGH)
        bend = max(24.0, (start[1] - end[1]) / 2)
        return start, (start[0], start[1] - bend), (end[0], end[1] + bend), end
    if y0 < y1:
        start, end = (x0 + WIDE / 2, y0 + HIGH), (x1 + WIDE / 2, y1)
        bend = max(24.0, (end[1] - start[1]) / 2)
        return start, (start[0], start[1] + bend), (end[0], end[1] - bend), end
    start, end = (x0 + WIDE / 2, y0), (x1 + WIDE / 2, y1)
    return start, (start[0], y0 - DOWN / 2), (end[0], y1 - DOWN / 2), end


# As a file


def dump_svg(picture: Picture, title: str, colours: Colours | None = None) -> bytes:
    """The picture as an SVG file that stands alone; words stay words."""
    look = colours or Colours()
    w, h = round(picture.width), round(picture.height)
    fonts = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
    size = f'width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{fonts}">',
        f"<title>{_text(title)}</title>",
        f'<rect width="{w}" height="{h}" fill="{look.paper}"/>',
    ]
    for at, band in enumerate(picture.bands):
        if at % 2 == 0:
            parts.append(f'<rect y="{band.y:g}" width="{w}" height="{band.height:g}" fill="{look.band}"/>')
        parts.append(_words(EDGE, band.y + DOWN / 2 + 16, band.name, look.muted, FONT))
    parts += (_svg_curve(curve, look) for curve in picture.curves)
    for box in picture.boxes:
        parts += _svg_box(box, look, chosen=box.node.key == picture.root)
    for relation, name, x in picture.legend:
        y = picture.height - LEGEND / 2
        parts.append(_stroke(f"M{x:g} {y:g}h44", relation, look))
        parts.append(_words(x + 52, y + 4, name, look.text, FONT))
    return "\n".join([*parts, "</svg>\n"]).encode()


def _svg_curve(curve: Curve, look: Colours) -> str:
    start, one, two, end = (f"{x:g} {y:g}" for x, y in curve.points)
    path = _stroke(f"M{start}C{one} {two} {end}", curve.edge.relation, look)
    return path.replace("/>", f"><title>{_text(curve.edge.words)}</title></path>") + _svg_tip(curve, look)


def _svg_tip(curve: Curve, look: Colours) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in arrow(curve))
    return f'<polygon points="{points}" fill="{look.of(curve.edge.relation)}"/>'


def arrow(curve: Curve) -> Sequence[tuple[float, float]]:
    """The point at the higher document."""
    (_, before), (x, y) = curve.points[2], curve.points[3]
    back = 8 if before > y else -8
    return (x, y), (x - 4, y + back), (x + 4, y + back)


def _svg_box(box: Box, look: Colours, *, chosen: bool) -> list[str]:
    dash = ' stroke-dasharray="5 3"' if box.node.doc is None else ""
    stroke = look.accent if chosen else look.edge
    place = f'x="{box.x:g}" y="{box.y:g}" width="{WIDE}" height="{HIGH}" rx="4"'
    line = f'stroke="{stroke}" stroke-width="{2 if chosen else 1}"{dash}'
    made = [f'<g><title>{_text(box.node.title)}</title><rect {place} fill="{look.paper}" {line}/>']
    for at, line in enumerate(box.lines):
        last = at == len(box.lines) - 1
        ink, size = (look.muted, SMALL) if last else (look.text, FONT)
        made.append(_words(box.x + 8, box.y + (HIGH - 9 if last else 18 + at * LINE), line, ink, size))
    return [*made, "</g>"]


def _stroke(path: str, relation: Relation, look: Colours) -> str:
    dash = f' stroke-dasharray="{DASHES[relation]}"' if DASHES[relation] else ""
    return f'<path d="{path}" fill="none" stroke="{look.of(relation)}" stroke-width="1.5"{dash}/>'


def _words(x: float, y: float, words: str, ink: str, size: int) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{ink}">{_text(words)}</text>' if words else ""


def _text(words: str) -> str:
    return escape(writable(words))
