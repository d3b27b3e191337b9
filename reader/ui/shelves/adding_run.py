"""Files coming into the library, off the GUI thread: one run after another, each file told as it is done.

Owns the lane, the wish to stop and the question that a run waits with. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal

from reader.core.adding import AddOptions, AddRow, VersionQuestion
from reader.core.errors import Cancelled, ReaderError
from reader.library import Library
from reader.ui.kit.tasks import Job, Lane

_LOOK: Final = 0.1  # seconds between two looks, while a question waits, whether the run was stopped


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: `stopped` before its end; `fault`: one sentence where it could not go on."""

    rows: tuple[AddRow, ...]
    stopped: bool = False
    fault: str = ""


class Adding(QObject):
    """Runs of adding. Every signal comes on the GUI thread."""

    begun = Signal()
    told = Signal(object)  # AddRow: what happened to one file
    moved = Signal(int, int, str)  # files done, files in all, the one that is being read
    asked = Signal(object)  # VersionQuestion: the run waits for `answer`
    ended = Signal(object)  # Ended

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("adding", parent=self)
        self._stop = Event()
        self._answers: SimpleQueue[bool | None] = SimpleQueue()
        self._always: tuple[bool | None] | None = None
        self._waiting = 0  # runs

    @property
    def busy(self) -> bool:
        """Whether files are coming in, or wait to."""
        return self._waiting > 0

    def add(self, paths: Sequence[Path], options: AddOptions = AddOptions()) -> None:  # noqa: B008  # a frozen value
        """Add files, folders and zips, after what is being added now."""
        if not self.busy:
            self._stop = Event()
            self._always = None
        stop = self._stop
        self._waiting += 1
        self._lane.submit(lambda job: self._work(job, stop, tuple(paths), options), self._done, self._failed)
        self.begun.emit()

    def answer(self, version: bool | None, *, always: bool = False) -> None:
        """Answer the question: a new version (True), or another document (None); `always`: the next ones too."""
        if always:
            self._always = (version,)
        self._answers.put(version)

    def cancel(self) -> None:
        """Stop after the file that is being read; what was added stays."""
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the worker."""
        self._stop.set()
        self._lane.close()

    # -- in the lane

    def _work(self, _job: Job, stop: Event, paths: tuple[Path, ...], options: AddOptions) -> Ended:
        rows: list[AddRow] = []

        def told(row: AddRow) -> None:
            rows.append(row)
            self.told.emit(row)

        try:
            self._library.add(
                paths, options, progress=self.moved.emit, cancelled=stop.is_set, told=told,
                ask_version=lambda question: self._ask(question, stop),
            )  # fmt: skip
        except Cancelled:
            return Ended(tuple(rows), stopped=True)
        except ReaderError as error:
            return Ended(tuple(rows), fault=str(error))
        return Ended(tuple(rows), stopped=stop.is_set())

    def _ask(self, question: VersionQuestion, stop: Event) -> bool | None:
        if self._always is not None:
            return self._always[0]
        self.asked.emit(question)
        while not stop.is_set():
            try:
                return self._answers.get(timeout=_LOOK)
            except Empty:
                continue
        raise Cancelled("已停止添加。")

    # -- back on the GUI thread

    def _done(self, ended: Ended) -> None:
        self._waiting -= 1
        self.ended.emit(ended)

    def _failed(self, error: ReaderError) -> None:
        self._done(Ended((), fault=str(error)))
