"""Pages painted a few at a time between the turns of events, so that a long document shows how far it is and can be
cancelled. Painting stays on the GUI thread: a text that is laid out belongs to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer

from reader.core.errors import ReaderError

AT_ONCE: Final = 60  # pages that are painted in one go: well under a second
_SLICE: Final = 0.03  # seconds of painting between two turns of events


class PageWork(QObject):
    """Goes through one iterator of painted pages; another one begins when it has ended or was cancelled."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pages: Iterator[int] | None = None
        self._told: Callable[[int], object] = lambda _page: None
        self._done: Callable[[], object] = lambda: None
        self._failed: Callable[[ReaderError], object] = lambda _error: None
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether pages are being painted."""
        return self._pages is not None

    def start(
        self,
        pages: Iterator[int],
        count: int,
        told: Callable[[int], object],
        done: Callable[[], object],
        failed: Callable[[ReaderError], object],
    ) -> None:
        """Paint; what was being painted is cancelled.

        Args:
            pages: paints a page whenever it is asked, and gives how many there are by then.
            count: how many there will be; few are painted before this returns.
            told: called now and then with how many there are. `done` or `failed` is called at the end.
        """
        self.cancel()
        self._pages, self._told, self._done, self._failed = pages, told, done, failed
        if count <= AT_ONCE:
            self._go_on(for_ever=True)
        else:
            self._told(0)
            self._turn.start()

    def cancel(self) -> bool:
        """Stop; a file that was being written is not there. Returns whether there was anything to stop."""
        pages, self._pages = self._pages, None
        self._turn.stop()
        close = getattr(pages, "close", None)
        if close is not None:
            close()
        return pages is not None

    def _go_on(self, *, for_ever: bool = False) -> None:
        pages, until = self._pages, time.monotonic() + _SLICE
        if pages is None:
            return
        try:
            for page in pages:
                if not for_ever and time.monotonic() > until:
                    self._told(page)
                    return
        except ReaderError as error:
            self._end()
            self._failed(error)
            return
        self._end()
        self._done()

    def _end(self) -> None:
        self._pages = None
        self._turn.stop()
