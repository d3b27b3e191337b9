"""Orders answered by processes of this machine. One that dies, or does not answer, is replaced; its order tried again.

What a file does to a process therefore stays that file's affair: after a few deaths its answer is None.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Final, Protocol

from reader.core.errors import StoreUnavailable, in_words
from reader.formats import worker
from reader.ingest.farm import child, frames

TRIES: Final = 3
"""Processes that one order may cost."""
_PATIENCE: Final = 180.0  # s for an order, and for each
_FOR_EVER: Final = 7 * 24 * 3600.0
_BYTES_A_SECOND: Final = 20_000  # of it
_LOOK: Final = 0.5  # s between two looks for Ctrl+C, where waiting for a queue cannot be interrupted (Windows)


class Engine(Protocol):
    """Something that answers orders. `name`: for people."""

    name: str

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        """Number and answer of each order, in any order; None where it killed whoever tried. Takes orders as needed."""

    def close(self) -> None:
        """Lets go of processes and connections."""


class Processes:
    """Processes on this machine."""

    def __init__(self, count: int, *, patient: bool = False) -> None:
        """Args: patient: no order takes too long; for pages that are recognised, each of which has its own limit."""
        self.name = f"本机 {count} 个进程"
        self._orders: queue.Queue[tuple[int, bytes] | None] = queue.Queue()
        self._answers: queue.Queue[tuple[int, bytes | None] | StoreUnavailable] = queue.Queue()
        self._hands = [_Hand(self._orders, self._answers, patient=patient) for _ in range(count)]

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        """See Engine. Raises StoreUnavailable where no process can be started."""
        for hand in self._hands:
            if not hand.is_alive():
                hand.start()
        outstanding, more = 0, True
        while more or outstanding:
            while more and outstanding < 2 * len(self._hands):
                order = next(orders, None)
                if order is None:
                    more = False
                    break
                self._orders.put(order)
                outstanding += 1
            if outstanding:
                yield self._next()
                outstanding -= 1

    def _next(self) -> tuple[int, bytes | None]:
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(answer, StoreUnavailable):
                raise answer
            return answer

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        for hand in self._hands:
            hand.stop()
        for _ in self._hands:
            self._orders.put(None)
        for hand in self._hands:
            if hand.is_alive():
                hand.join()


class _Hand(threading.Thread):
    """A thread with a process of its own."""

    def __init__(
        self,
        orders: queue.Queue[tuple[int, bytes] | None],
        answers: queue.Queue[tuple[int, bytes | None] | StoreUnavailable],
        *,
        patient: bool,
    ) -> None:
        super().__init__(daemon=True)
        self._patience = _FOR_EVER if patient else _PATIENCE
        self._orders, self._answers = orders, answers
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self) -> None:
        """Takes orders until there is None."""
        while not self._stopped and (order := self._orders.get()) is not None:
            number, frame = order
            try:
                self._answers.put((number, self._tried(frame)))
            except OSError as error:
                why = in_words(error)
                self._answers.put(StoreUnavailable(f"无法启动读取文件的进程（{why}），已停止；已经读好的都留着。"))
        self._end()

    def stop(self) -> None:
        """Ends the process at once; the thread follows."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def _tried(self, frame: bytes) -> bytes | None:
        for _ in range(TRIES):
            if self._stopped:
                return None
            if (answer := self._asked(frame)) is not None:
                return answer
            self._end()
        return None

    def _asked(self, frame: bytes) -> bytes | None:
        process = self._process
        if process is None:
            process = self._process = _started()
            if self._stopped:  # while it was started
                process.kill()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(self._patience + len(frame) / _BYTES_A_SECOND, process.kill)
        watch.daemon = True
        watch.start()
        try:
            frames.send(process.stdin, frame)
            return frames.receive(process.stdout)
        except (OSError, ValueError):
            return None
        finally:
            watch.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written finds nobody
                    continue


def _command() -> list[str]:
    if worker.is_python():
        return [sys.executable, *worker.BARE, "-m", "reader.ingest.farm.child"]
    return [sys.executable, child.FLAG]


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  this very program
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=worker.environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,
    )  # fmt: skip
