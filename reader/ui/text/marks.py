"""Marks over the text: which exist in which layer, how they look, and what lies under a place.

Marks are values in canonical offsets and are drawn as extra selections, never baked into the text. Must not know
scrolling or what a click on a mark does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit

from reader.core.late_dataclass import dataclass
from reader.core.span import Location, Span
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.text.line_painting import Sign, Stretch
from reader.ui.text.render import Rendering

MarkKind = Literal[
    "hit", "current-hit", "highlight", "underline", "note", "edit", "doubtful-edit", "current-edit", "link", "flash",
    "ambiguous", "shared", "name", "evidence", "current-evidence", "bookmark",
    "spoken",
]  # fmt: skip
LAYERS = (
    "scripts",
    "shared",
    "references",
    "edits",
    "links",
    "notes",
    "place",
    "aloud",
    "hits",
    "flash",
)  # later ones on top
_BACKGROUND_ORDER = ("highlight", "note", "flash", "evidence", "current-evidence", "spoken", "hit", "current-hit")
_FRAMED: Mapping[str, float] = {
    "hit": 0.6,
    "evidence": 0.6,
    "current-hit": 2,
    "current-evidence": 2,
    "spoken": 0.6,
}  # pixels of line
_DOTTED = frozenset({"edit", "ambiguous"})  # hundreds on a screen
_BESIDE = frozenset({"bookmark"})  # shown in the margin only
_NOTED = frozenset({"highlight", "underline", "note"})
_SIGNED = _NOTED | _BESIDE


@dataclass(frozen=True)
class Mark:
    """Something to show over a stretch of a block.

    Attributes:
        block, span: where, in canonical code points. An empty span is shown on the character before it.
        colour: name of a highlight colour (highlights, underlines and notes).
        note: id of the note that a click on the mark opens.
        tip: words shown when the pointer rests on it.
        edit: number of the edit that it shows.
        target: where a click on the mark leads.
        named: "unit" or "system" and the name by which the registers know it.
        by: the sign of whoever made the note, where that is somebody else; it stands in the margin.
    """

    block: str
    span: Span
    kind: MarkKind
    colour: str = "yellow"
    note: str | None = None
    tip: str = ""
    edit: int | None = None
    target: Location | None = None
    named: tuple[str, str] | None = None
    by: str = ""


class MarkLayers:
    """The marks of one document, by layer and block."""

    def __init__(self) -> None:
        self._layers: dict[str, Mapping[str, Sequence[Mark]]] = {layer: {} for layer in LAYERS}

    def put(self, layer: str, marks: Sequence[Mark] | Mapping[str, Sequence[Mark]]) -> None:
        """Replace the marks of a layer, given in a row or by block. Raises KeyError for a layer that does not exist."""
        if layer not in self._layers:
            raise KeyError(layer)
        if isinstance(marks, Mapping):
            self._layers[layer] = marks
            return
        by_block: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            by_block[mark.block].append(mark)
        self._layers[layer] = dict(by_block)

    def clear(self) -> None:
        """Take all marks away."""
        self._layers = {layer: {} for layer in LAYERS}

    def in_block(self, block_id: str) -> list[Mark]:
        """The marks of a block, undermost first."""
        return [mark for layer in LAYERS for mark in self._layers[layer].get(block_id, ())]

    def at(self, block_id: str, offset: int) -> list[Mark]:
        """The marks over the character at `offset`, topmost first."""
        over = (m for m in reversed(self.in_block(block_id)) if m.kind not in _BESIDE)
        return [m for m in over if offset in range(*_visible(m.span, offset + 2))]

    def blocks(self, layer: str) -> Mapping[str, Sequence[Mark]]:
        """The marks of a layer by block."""
        return self._layers[layer]


def flattened(marks: Sequence[Mark], length: int) -> Iterator[tuple[Span, tuple[Mark, ...]]]:
    """Cut overlapping marks of one block into stretches that never overlap, each with its marks, undermost first."""
    spans = [(_visible(mark.span, length), mark) for mark in marks]
    in_order = sorted(spans, key=_start) if len(spans) > 1 else spans
    if all(one[0].end <= other[0].start for one, other in pairwise(in_order)):  # as nearly always
        for span, mark in in_order:
            yield span, (mark,)
        return
    edges = sorted({edge for span, _ in spans for edge in span})
    starting: defaultdict[int, list[int]] = defaultdict(list)
    ending: defaultdict[int, list[int]] = defaultdict(list)
    for number, (span, _) in enumerate(spans):
        starting[span.start].append(number)
        ending[span.end].append(number)
    open_now: set[int] = set()
    for edge, following in pairwise(edges):
        open_now.difference_update(ending[edge])
        open_now.update(starting[edge])
        if open_now:
            yield Span(edge, following), tuple(spans[number][1] for number in sorted(open_now))


def _start(placed: tuple[Span, Mark]) -> int:
    return placed[0].start


def _visible(span: Span, length: int) -> Span:
    start, end = max(0, min(span.start, length)), max(0, min(span.end, length))
    return Span(start, end) if start < end else Span(max(0, start - 1), max(1, start))


def format_of(marks: Iterable[Mark], theme: Theme) -> QTextCharFormat:
    """How a stretch looks that carries these marks: the most important background, every underline."""
    made = QTextCharFormat()
    by_kind = {mark.kind: mark for mark in marks}
    style = QTextCharFormat.UnderlineStyle
    if "link" in by_kind:
        made.setForeground(QColor(theme.link))
        _underline(made, style.SingleUnderline, theme.link)
    if "name" in by_kind:
        _underline(made, style.DotLine, theme.link)
    if "shared" in by_kind:
        _underline(made, style.DashUnderline, theme.link)
    for kind in ("doubtful-edit", "current-edit"):
        if kind in by_kind:
            made.merge(edit_format(kind, theme))
    if "underline" in by_kind:
        _underline(made, style.SingleUnderline, theme.tint(by_kind["underline"].colour))
    if "note" in by_kind:
        _underline(made, style.WaveUnderline, theme.tint(by_kind["note"].colour))
    backgrounds = [kind for kind in _BACKGROUND_ORDER if kind in by_kind]
    if backgrounds:
        top = backgrounds[-1]
        flash = theme.hit if theme.line == theme.text else theme.line  # quieter than a hit, and never the words' own
        plain = {
            "hit": theme.hit, "current-hit": theme.current_hit, "flash": flash, "evidence": theme.evidence,
            "current-evidence": theme.current_evidence, "spoken": theme.evidence,
        }  # fmt: skip
        made.setBackground(QColor(plain[top] if top in plain else theme.mark(by_kind[top].colour)))
        made.setForeground(QColor(theme.text))
        if top in _FRAMED:
            line = theme.evidence_line if "evidence" in top or top == "spoken" else theme.hit_line
            pen = QPen(QColor(line), _FRAMED[top], Qt.PenStyle.SolidLine)
            made.setProperty(QTextFormat.Property.OutlinePen, pen)
    return made


def edit_format(kind: MarkKind, theme: Theme) -> QTextCharFormat:
    """How an edit looks that is not sure (waved, on a ground) or current (framed); one that is sure is only dotted."""
    made = QTextCharFormat()
    _underline(made, QTextCharFormat.UnderlineStyle.WaveUnderline, theme.accent)
    made.setBackground(QColor(theme.removed if kind == "doubtful-edit" else theme.current_hit))
    made.setForeground(QColor(theme.text))
    if kind == "current-edit":
        made.setProperty(QTextFormat.Property.OutlinePen, QPen(QColor(theme.hit_line), 2, Qt.PenStyle.SolidLine))
    return made


def _underline(made: QTextCharFormat, style: QTextCharFormat.UnderlineStyle, colour: str) -> None:
    made.setUnderlineStyle(style)
    made.setUnderlineColor(QColor(colour))


Look = frozenset[tuple[MarkKind, str]]
"""What `format_of` looks at."""


def _joined(stretches: Iterable[tuple[Span, tuple[Mark, ...]]]) -> Iterator[tuple[Span, Look, tuple[Mark, ...]]]:
    """Stretches with their looks; those of notes that look alike and touch are one: Qt paints a line once for each."""
    start, end, look, marks = 0, 0, Look(), ()  # type: tuple[int, int, Look, tuple[Mark, ...]]
    for span, here in stretches:
        key = frozenset({mark.kind: mark.colour for mark in here}.items())
        if key == look and span.start == end and all(mark.kind in _NOTED for mark in here):
            end = span.end
            continue
        if marks:
            yield Span(start, end), look, marks
        (start, end), look, marks = span, key, here
    if marks:
        yield Span(start, end), look, marks


def selections(
    layers: MarkLayers, rendering: Rendering, numbers: range, theme: Theme, looks: dict[Look, QTextCharFormat]
) -> tuple[list[QTextEdit.ExtraSelection], list[Sign]]:
    """What to draw for the blocks with these numbers: extra selections, and signs for the margin.

    Args: looks: those of this theme made so far, kept by whoever draws; few differ, and one is dear to make.
    """
    drawn: list[QTextEdit.ExtraSelection] = []
    signs: list[Sign] = []
    cursor = QTextCursor(rendering.qt)
    for number in numbers:
        block = rendering.document.blocks[number]
        marks = layers.in_block(block.id)
        if not marks or rendering.placed(number) is None:
            continue
        framed = [mark for mark in marks if mark.kind not in _DOTTED | _BESIDE]
        for span, key, here in _joined(flattened(framed, len(block.text))) if framed else ():
            look = looks.get(key)
            if look is None:
                look = looks[key] = format_of(here, theme)
            for start, end in rendering.pieces_of_span(number, span):
                drawn.append(_selection(cursor, start, end, look))
        signs += _signs(marks, rendering, number, theme)
    return drawn, signs


def dotted(layers: MarkLayers, rendering: Rendering, numbers: range) -> list[Stretch]:
    """Where the blocks with these numbers show edits that are sure, or ambiguous characters: no selections for them."""
    found: list[Stretch] = []
    for number in numbers:
        block = rendering.document.blocks[number]
        marks = (mark for layer in ("scripts", "edits") for mark in layers.blocks(layer).get(block.id, ()))
        spans = (_visible(mark.span, len(block.text)) for mark in marks if mark.kind in _DOTTED)
        found += rendering.pieces_of_spans(number, spans)
    return sorted(found)


def _selection(cursor: QTextCursor, start: int, end: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    # PySide6's stubs leave out that ExtraSelection's two fields can be written.
    made.cursor = cursor  # type: ignore[attr-defined]
    made.format = look  # type: ignore[attr-defined]
    return made


def _signs(marks: Sequence[Mark], rendering: Rendering, number: int, theme: Theme) -> Iterator[Sign]:
    for mark in marks:
        if mark.kind not in _SIGNED:
            continue
        position = rendering.position(number, mark.span.start)
        if position is not None:
            if mark.kind in _BESIDE:
                yield Sign(position, mark.by, theme.accent, mark.note, ribbon=True)
            else:
                glyph = mark.by or MARGIN_GLYPHS.get(mark.colour, next(iter(MARGIN_GLYPHS.values())))
                yield Sign(position, glyph, theme.tint(mark.colour), mark.note)
