"""What is selected in one view, in canonical places: also while the text it stands in has not been set yet.

Owns the caret and the selection of one text area. Must not know marks or what is done with the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from reader.core.document import Block
from reader.core.note import Piece, Selection
from reader.core.span import Span
from reader.ui.text.render import Rendering
from reader.ui.text.setting.tables import grid
from reader.ui.text.sight import Sight
from reader.ui.text.text_area import TextArea

if TYPE_CHECKING:
    from reader.core.excerpt import Excerpt


class Selecting:
    """The selection of one view. Given the rendering and its sight anew whenever the text is set anew."""

    def __init__(self, area: TextArea) -> None:
        self._area = area
        self._rendering: Rendering | None = None
        self._sight: Sight | None = None
        self._waiting: Selection | None = None  # selected, but not yet set
        self._quiet = False

    def attach(self, rendering: Rendering, sight: Sight) -> None:
        """The text has been set anew."""
        self._rendering, self._sight = rendering, sight

    def forget(self) -> None:
        """Nothing waits to be selected any more."""
        self._waiting = None

    @property
    def quiet(self) -> bool:
        """Whether the caret is just being set from here, which is no news."""
        return self._quiet

    @property
    def there(self) -> bool:
        """Whether something is selected."""
        return self._waiting is not None or self._area.textCursor().hasSelection()

    def current(self) -> Selection | None:
        """What is selected, or None."""
        if self._waiting is not None:
            return self._waiting
        cursor = self._area.textCursor()
        if self._rendering is None or not cursor.hasSelection():
            return None
        pieces = self._rendering.pieces(cursor.selectionStart(), cursor.selectionEnd())
        return Selection(self._rendering.document.id, pieces) if pieces else None

    def select(self, selection: Selection) -> None:
        """Select; the view does not move. Where an end has not been set yet, the selection waits for it."""
        assert self._sight is not None
        cursor = self._sight.over(selection.pieces)
        self._waiting = selection if cursor is None else None
        if cursor is not None:
            self.put(cursor)

    def again(self) -> None:
        """More text has been set: what waits may be there now."""
        if self._waiting is not None:
            self.select(self._waiting)

    def put(self, cursor: QTextCursor) -> None:
        """Set the caret or the selection without scrolling to it and without telling of it."""
        bar = self._area.verticalScrollBar()
        scrolled, self._quiet = bar.value(), True
        self._area.setTextCursor(cursor)
        bar.setValue(scrolled)
        self._quiet = False

    def excerpts(self, pieces: Sequence[Piece] | None = None) -> tuple[Excerpt, ...]:
        """The selected pieces, or these, as seen, with what makes them headings, run-in headings and tables."""
        from reader.core.excerpt import Excerpt  # not before somebody copies

        selection, rendering = self.current(), self._rendering
        if pieces is None:
            pieces = selection.pieces if selection is not None else ()
        made: list[Excerpt] = []
        for piece in pieces if rendering is not None else ():
            assert rendering is not None
            block = rendering.document.block(piece.block)
            words = rendering.seen([piece])
            if block is None or not words:
                continue
            whole = piece.span.start == 0 and piece.span.end >= len(block.text)
            lead = block.lead if block.lead is not None and piece.span.start <= block.lead.start else None
            bold = rendering.seen([Piece(piece.block, Span(lead.start, min(lead.end, piece.span.end)))]) if lead else ""
            rows: tuple[tuple[str, ...], ...] = ()
            cells: tuple[tuple[int, int, int], ...] = ()
            if block.rows and whole:
                rows = tuple(tuple(map(rendering.in_script, row)) for row in block.rows)
                cells = _reaching(block)
            elif block.kind == "table":
                rows = tuple(tuple(line.split("\t")) for line in words.split("\n"))
            made.append(
                Excerpt(
                    block.kind if whole or block.kind not in {"title", "heading"} else "paragraph",
                    words,
                    block.level if block.kind == "heading" else None,
                    len(bold) if words.startswith(bold) else 0,
                    rows if len(rows) > 1 or any(len(row) > 1 for row in rows) else (),
                    cells,
                )
            )
        return tuple(made)

    def end(self) -> None:
        """Nothing is selected any more; the caret stays where it is."""
        self._waiting = None
        cursor = self._area.textCursor()
        cursor.clearSelection()
        self.put(cursor)

    def text(self, *, canonical: bool = False) -> str:
        """The selected words as seen, or as they stand in the canonical text; blocks joined by line feeds."""
        selection, rendering = self.current(), self._rendering
        if selection is None or rendering is None:
            return ""
        return rendering.canonical(selection.pieces) if canonical else rendering.seen(selection.pieces)


def _reaching(block: Block) -> tuple[tuple[int, int, int], ...]:
    """The cells of a table of which one takes several rows."""
    made = grid(block)
    cells = made.cells if made is not None else ()
    if all(cell.rows == 1 for cell in cells):
        return ()
    return tuple((cell.row, cell.column, cell.rows) for cell in cells)
