"""What is looked at in a document's edits: whether they are marked in the text, and which one is current.

Keeps the readings of the documents that are open. Knows no widget.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.core.document import Document
from reader.core.provenance import Provenance

KEPT = 4  # readings of documents: more than there are columns


class Tracing(QObject):
    """Marked or not, and the current edit.

    Attributes:
        marked: whether every edit is shown in the text.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.marked = False
        self._current: tuple[str, int] | None = None  # document, number
        self._read: dict[str, Provenance] = {}

    def of(self, document: Document) -> Provenance:
        """The reading of a document's edits, made when it is first asked for."""
        read = self._read.pop(document.id, None)
        if read is None or read.document is not document:
            read = Provenance(document)
        self._read[document.id] = read
        while len(self._read) > KEPT:
            del self._read[next(iter(self._read))]
        return read

    def current(self, doc: str) -> int | None:
        """Number of the current edit, if it is one of this document."""
        return self._current[1] if self._current is not None and self._current[0] == doc else None

    def set_current(self, doc: str, number: int | None) -> None:
        """Look at another edit, or at none."""
        current = None if number is None else (doc, number)
        if current != self._current:
            self._current = current
            self.changed.emit()

    def set_marked(self, on: bool) -> None:
        """Show every edit in the text, or none but the current one."""
        if on != self.marked:
            self.marked = on
            self.changed.emit()
