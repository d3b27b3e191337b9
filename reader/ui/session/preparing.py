"""What is made ready while the reader already reads: the dictionaries of the other script, and the search index."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.library import Library
from reader.script import Script
from reader.ui.kit.tasks import Job, Lane


class Preparing(QObject):
    """One run after the first paint, off the GUI thread."""

    indexed = Signal()  # the search index had to be built anew
    problem = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("index", newest_only=True, parent=self)

    def start(self, traditional: Script) -> None:
        """Load what the first switch to a script needs, then see to the search index."""

        def work(job: Job) -> bool:
            self._library.convert("体", traditional)
            return self._library.prepare_search(None, job.cancelled)

        self._lane.submit(work, self._done, self._fail)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def _done(self, built: bool) -> None:
        if built:
            self.indexed.emit()

    def _fail(self, error: ReaderError) -> None:
        self.problem.emit(str(error))
