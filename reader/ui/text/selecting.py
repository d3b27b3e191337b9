"""What is selected in one view, in canonical places: also while the text it stands in has not been set yet.

Owns the caret and the selection of one text area. Must not know marks or what is done with the words.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

from reader.core.note import Selection
from reader.ui.text.render import Rendering
from reader.ui.text.sight import Sight
from reader.ui.text.text_area import TextArea


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
