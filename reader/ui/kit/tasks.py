"""Work off the GUI thread: a lane runs closures one after another and brings each result back to the GUI thread.

Owns the worker threads and the rule which of several waiting jobs still matter. Knows nothing about what the work is,
never touches a widget from a worker and never lets the event loop run in the middle of something.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from reader.core.errors import ReaderError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Work = Callable[["Job"], Any]
Done = Callable[[Any], None]
Failed = Callable[[ReaderError], None]
Progress = Callable[[float, str], None]


class Job:
    """One piece of work in a lane. The work asks `cancelled()` now and then and may tell how far it is."""

    def __init__(self, lane: Lane, done: Done, failed: Failed | None, progress: Progress | None) -> None:
        self.done = done
        self.failed = failed
        self.progress = progress
        self._lane = lane
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop; its result, if it still comes, is dropped."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether nobody wants the result any more (safe from any thread)."""
        return self._stop.is_set()

    def report(self, share: float, text: str = "") -> None:
        """Tell how far the work is (0..1); arrives on the GUI thread."""
        self._lane.reported.emit(self, share, text)


class Lane(QObject):
    """One worker thread with a queue, started with the first job.

    With `newest_only` a new job cancels the one that runs and replaces the ones that wait (search while typing);
    without it every job runs, in order (saving notes). `done` and `failed` are called on the GUI thread, and never for
    a cancelled job. `failed` hears of what the user can act on; any other exception is raised again on the GUI thread,
    where it is heard.
    """

    finished = Signal(object, object)  # Job, Future
    reported = Signal(object, float, str)  # Job, share, text

    def __init__(self, name: str, newest_only: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest_only = newest_only
        self._name = name
        self._executor: ThreadPoolExecutor | None = None  # brought by the first job
        self._open: dict[Job, Future[Any]] = {}  # touched on the GUI thread only
        self._closed = False
        # Queued by hand: the worker is no QThread, so Qt must not guess which thread it is in.
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Work, done: Done, failed: Failed | None = None, progress: Progress | None = None) -> Job:
        """Queue `work(job)`. Returns the job, which may be cancelled. After `close` nothing runs any more."""
        job = Job(self, done, failed, progress)
        if self._closed:
            job.cancel()
            return job
        if self._newest_only:
            self.cancel()
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lane-{self._name}")
        future = self._executor.submit(work, job)
        self._open[job] = future
        future.add_done_callback(lambda done_future: self.finished.emit(job, done_future))
        return job

    def cancel(self) -> None:
        """Drop whatever waits and ask the running job to stop."""
        for job, future in list(self._open.items()):
            job.cancel()
            future.cancel()

    @property
    def busy(self) -> bool:
        """Whether a wanted job waits, runs or has a result that was not delivered yet."""
        return any(not job.cancelled() for job in self._open)

    def close(self, finish: bool = False) -> None:
        """End the worker thread and wait for it; no more results are delivered. `finish` lets queued jobs run first."""
        if not finish:
            self.cancel()
        self._closed = True
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=not finish)

    def _deliver(self, job: Job, future: Future[Any]) -> None:
        self._open.pop(job, None)
        if self._closed or job.cancelled() or future.cancelled():
            return
        error = future.exception()
        if error is None:
            job.done(future.result())
        elif job.failed is not None and isinstance(error, ReaderError):
            job.failed(error)
        else:
            raise error

    def _pass_on(self, job: Job, share: float, text: str) -> None:
        if job.progress is not None and not job.cancelled():
            job.progress(share, text)
