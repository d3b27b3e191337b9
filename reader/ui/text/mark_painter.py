"""Draws the marks of one view: over the words in sight, in the margin beside them, on the scroll bar for all.

What is in sight is drawn at once, half a screen on either side afterwards, and no more, so that thousands of hits
cost nothing while reading. Must not know what a click on a mark does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QTextCharFormat

from reader.ui.look.theme import Theme
from reader.ui.text.marks import Look, Mark, MarkLayers, dotted, selections
from reader.ui.text.render import Rendering
from reader.ui.text.scroll_map import ScrollMap, Tick
from reader.ui.text.sight import Sight
from reader.ui.text.text_area import TextArea

_NOTES_LANE, _HITS_LANE, _WHOLE = 0, 1, 2


class MarkPainter:
    """The marks of one view, and what of them has been drawn."""

    def __init__(self, area: TextArea, scroll_map: ScrollMap) -> None:
        self._area = area
        self._map = scroll_map
        self._layers = MarkLayers()
        self._drawn = range(0)
        self._ahead = False  # whether what is drawn reaches further than what was in sight
        self._rendering: Rendering | None = None
        self._sight: Sight | None = None
        self._theme: Theme | None = None
        self._looks: dict[Look, QTextCharFormat] = {}
        self._changes = 0
        self._ticked: object = None  # what the scroll bar shows now was made of

    def attach(self, rendering: Rendering, sight: Sight, theme: Theme) -> None:
        """The text has been set anew."""
        if theme != self._theme:
            self._looks = {}
        self._rendering, self._sight, self._theme = rendering, sight, theme

    def clear(self) -> None:
        """Another document: no marks."""
        self._layers.clear()
        self._drawn = range(0)
        self._changes += 1

    def put(self, layer: str, marks: Sequence[Mark] | Mapping[str, Sequence[Mark]]) -> bool:
        """Replace a layer; `draw` shows it. Raises KeyError for a layer that does not exist.

        Returns whether there is anything new to draw: many layers are empty before and after.
        """
        before = self._layers.blocks(layer)
        self._layers.put(layer, marks)
        if not before and not self._layers.blocks(layer):
            return False
        self._drawn = range(0)
        self._changes += 1
        return True

    def forget(self) -> None:
        """What was drawn is gone: the text has been set anew."""
        self._drawn = range(0)
        self._area.setExtraSelections([])
        self._area.set_signs(())
        self._area.set_dots((), "")

    def again(self) -> None:
        """What was drawn stands elsewhere now."""
        self.forget()
        self.draw()

    def at(self, position: int) -> list[Mark]:
        """The marks over the character at one of Qt's positions, topmost first."""
        if self._rendering is None or not self._rendering.document.blocks:
            return []
        number, offset = self._rendering.place(position)
        return self._layers.at(self._rendering.document.blocks[number].id, offset)

    def live_at(self, position: int) -> Mark | None:
        """The topmost mark at a position that a click opens: a note, a link, an edit, a counterpart."""
        known = self.at(position)
        live = (m for m in known if m.note is not None or m.kind == "link" or m.edit is not None or m.target or m.named)
        return next(live, None)

    def tip_at(self, position: int) -> str:
        """What the marks at a position have to say."""
        return "\n\n".join(mark.tip for mark in self.at(position) if mark.tip)

    def draw(self, *, ahead: bool = True) -> None:
        """Draw what is in sight, unless that has been done, and half a screen on either side if `ahead`."""
        rendering, sight, theme = self._rendering, self._sight, self._theme
        if rendering is None or sight is None or theme is None or not rendering.document.blocks:
            return
        height = self._area.viewport().height()
        first, last = sight.number_at(0), sight.number_at(height)
        if first in self._drawn and last in self._drawn:
            return
        if ahead:
            first, last = sight.number_at(-height // 2), sight.number_at(height + height // 2)
        self._drawn, self._ahead = range(first, last + 1), ahead
        drawn, signs = selections(self._layers, rendering, self._drawn, theme, self._looks)
        self._area.setExtraSelections(drawn)
        self._area.set_signs(signs)
        self._area.set_dots(dotted(self._layers, rendering, self._drawn), theme.muted)

    def look_ahead(self) -> None:
        """Draw half a screen on either side, unless that has been done."""
        if not self._ahead:
            self._drawn = range(0)
            self.draw()

    def tick(self) -> None:
        """Bring the scroll bar up to date: notes left in their colours, hits right, the current one across."""
        rendering, sight, theme = self._rendering, self._sight, self._theme
        if rendering is None or sight is None or theme is None:
            return
        now = (self._changes, rendering, rendering.covered, sight.height(), theme.name)
        if now == self._ticked:
            return
        self._ticked = now
        ticks: list[Tick] = []
        for layer, lane in (("notes", _NOTES_LANE), ("hits", _HITS_LANE)):
            for block_id, marks in self._layers.blocks(layer).items():
                number = rendering.number_of(block_id)
                if number is None:
                    continue
                at = sight.down(number)
                if any(mark.kind == "current-hit" for mark in marks):
                    ticks.append(Tick(at, theme.accent, _WHOLE))
                elif lane == _NOTES_LANE:
                    bookmarked = marks[0].kind == "bookmark"
                    ticks.append(Tick(at, theme.accent if bookmarked else theme.tint(marks[0].colour), lane))
                else:
                    ticks.append(Tick(at, theme.hit_line, lane))
        self._map.set_ticks(sorted(ticks, key=lambda tick: tick.lane))
