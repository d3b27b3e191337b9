"""Suggestions for the search box: asked off the GUI thread, a moment after the key, so that the hits come first.

Owns no widget and no history: past queries are handed over. What takes long (names from the registers) is prepared
once, when typing has paused for the first time.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reader.core.errors import ReaderError
from reader.library import Library
from reader.ui.kit.tasks import Lane

LIMIT = 8
AFTER = 60  # ms without another key
PAUSE = 1200  # ms of rest before the preparation


class Suggesting(QObject):
    """Asks `library.suggest`; the newest question wins."""

    suggested = Signal(str, object)  # what was typed, tuple[Suggestion, ...]

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("suggest", newest_only=True, parent=self)
        self._preparing = Lane("suggest-names", parent=self)
        self._prepared = False
        self._typed = ""
        self._past: tuple[str, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=AFTER)
        self._soon.timeout.connect(self._submit)
        self._rest = QTimer(self, singleShot=True, interval=PAUSE)
        self._rest.timeout.connect(self._prepare)

    def ask(self, typed: str, past: tuple[str, ...], at_once: bool = False) -> None:
        """Ask for what `typed` may become. `past`: earlier queries, the newest first."""
        self._typed, self._past = typed, past
        self._lane.cancel()
        if not self._prepared:
            self._rest.start()
        if at_once:
            self._submit()
        else:
            self._soon.start()

    def cancel(self) -> None:
        """No suggestions are wanted any more."""
        self._soon.stop()
        self._lane.cancel()

    def close(self) -> None:
        """Stop the workers."""
        self._soon.stop()
        self._rest.stop()
        self._lane.close()
        self._preparing.close()

    def _submit(self) -> None:
        self._soon.stop()
        typed, past, library = self._typed, self._past, self._library
        self._lane.submit(
            lambda _job: library.suggest(typed, LIMIT, past),
            lambda found: self.suggested.emit(typed, found),
            self._unheard,
        )

    def _prepare(self) -> None:
        self._prepared = True
        self._preparing.submit(
            lambda job: self._library.prepare_suggestions(job.cancelled), lambda _nothing: None, self._unheard
        )

    def _unheard(self, _error: ReaderError) -> None:
        """What is wrong with the library is told by the search itself."""
