"""Orders answered by processes of this machine. One that dies, or does not answer, is replaced; its order tried again.

What a file does to a process therefore stays that file's affair: after a few deaths its answer is None. A process has
its next order before it has answered the one it is at, so that it never waits for the build.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from time import monotonic
from typing import Final, Protocol

from reader.core.errors import StoreUnavailable, in_words
from reader.formats import worker
from reader.ingest.farm import frames

TRIES: Final = 3
"""Processes that one order may cost."""
LONG: Final = -1
"""Orders of this number and below take as long as they take; nothing waits behind them for the same process."""
_PATIENCE: Final = 180.0  # s for an order, and for each
_BYTES_A_SECOND: Final = 20_000  # of it
_LOOK: Final = 0.5  # s between two looks for Ctrl+C, where waiting for a queue cannot be interrupted (Windows)
_WITH_A_HAND: Final = 3  # orders: at work, waiting in the process, about to go there
_MOST_BYTES: Final = 64 * 1024**2  # of orders that wait: large files are not read ahead
_MOST_BEHIND: Final = 8 * 1024**2  # bytes of an order that waits behind another

Order = tuple[int, bytes]
Answer = tuple[int, bytes | None]


class Engine(Protocol):
    """Something that answers orders. `name`: for people. `is_here`: whether it sees the files of this machine."""

    name: str
    is_here: bool

    def start(self) -> None:
        """Gets ready while others are still at something else; need not be called."""

    def answers(self, orders: Iterator[Order]) -> Iterator[Answer]:
        """Number and answer of each order, in any order; None where it killed whoever tried. Takes orders as needed."""

    def close(self) -> None:
        """Lets go of processes and connections."""


class Processes:
    """Processes on this machine."""

    is_here = True

    def __init__(self, count: int, *, patient: bool = False) -> None:
        """Args: patient: no order takes too long; for pages that are recognised, each of which has its own limit."""
        self.name = f"本机 {count} 个进程"
        self._came: queue.SimpleQueue[tuple[_Hand, Answer] | StoreUnavailable] = queue.SimpleQueue()
        self._hands = [_Hand(self._came, patient=patient) for _ in range(count)]
        self._watch = _Watch(self._hands)

    def start(self) -> None:
        """Starts the processes."""
        for thread in (*self._hands, self._watch):
            if not thread.is_alive():
                thread.start()

    def answers(self, orders: Iterator[Order]) -> Iterator[Answer]:
        """See Engine. Raises StoreUnavailable where no process can be started."""
        self.start()
        waiting: deque[Order] = deque()
        more = True
        while more or waiting or any(hand.has for hand in self._hands):
            while more and self._wants(waiting):
                order = next(orders, None)
                if order is None:
                    more = False
                else:
                    waiting.append(order)
                    self._give(waiting)
            self._give(waiting)
            if any(hand.has for hand in self._hands):
                hand, answer = self._next()
                hand.has.remove(answer[0])
                self._give(waiting)
                yield answer

    def _wants(self, waiting: deque[Order]) -> bool:
        """Whether another order is taken now."""
        few = len(waiting) + sum(len(hand.has) for hand in self._hands) < (_WITH_A_HAND + 1) * len(self._hands)
        return few and (not waiting or sum(len(frame) for _, frame in waiting) < _MOST_BYTES)

    def _give(self, waiting: deque[Order]) -> None:
        """Gives orders away: to hands that have none at once, to others only while enough are left for all."""
        while waiting:
            are_many = len(waiting) >= len(self._hands)
            free = [hand for hand in self._hands if not hand.has or (are_many and hand.takes_more(waiting[0]))]
            if not free:
                break
            min(free, key=lambda hand: len(hand.has)).give(waiting.popleft())

    def _next(self) -> tuple[_Hand, Answer]:
        while True:
            try:
                came = self._came.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(came, StoreUnavailable):
                raise came
            return came

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        self._watch.ended.set()
        for hand in self._hands:
            hand.stop()
        for hand in self._hands:
            if hand.is_alive():
                hand.join()


class _Watch(threading.Thread):
    """Ends processes that take too long."""

    def __init__(self, hands: list[_Hand]) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self._hands = hands

    def run(self) -> None:
        """Looks now and then."""
        while not self.ended.wait(_LOOK):
            for hand in self._hands:
                hand.end_if_late()


class _Hand(threading.Thread):
    """A thread with a process of its own.

    Attributes:
        has: numbers of the orders that it was given and has not answered; only the build's own thread looks at it.
    """

    def __init__(self, came: queue.SimpleQueue[tuple[_Hand, Answer] | StoreUnavailable], *, patient: bool) -> None:
        super().__init__(daemon=True)
        self.has: list[int] = []
        self._patient, self._came = patient, came
        self._given: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._sent: deque[Order] = deque()  # to the process, the first of them is what it is at
        self._deaths = 0  # that the first of them has cost
        self._late: float | None = None  # when the process has been at it for too long
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def takes_more(self, order: Order) -> bool:
        """Whether an order can wait for this hand's process while it is at another."""
        is_small = order[0] > LONG and len(order[1]) <= _MOST_BEHIND
        return is_small and len(self.has) < _WITH_A_HAND and min(self.has) > LONG

    def give(self, order: Order) -> None:
        """Hands an order over."""
        self.has.append(order[0])
        self._given.put(order)

    def run(self) -> None:
        """Has its process answer orders until it is stopped."""
        try:
            self._begin_process()
            while not self._was_stopped():
                if self._has_sent():
                    self._receive()
        except OSError as error:
            why = in_words(error)
            self._came.put(StoreUnavailable(f"无法启动读取文件的进程（{why}），已停止；已经读好的都留着。"))
        self._end()

    def _was_stopped(self) -> bool:
        return self._stopped

    def _begin_process(self) -> None:
        self._process = _started()
        if self._stopped:  # meanwhile
            self._process.kill()

    def stop(self) -> None:
        """Ends the process at once; the thread follows."""
        self._stopped = True
        self._given.put(None)
        process = self._process
        if process is not None:
            process.kill()

    def end_if_late(self) -> None:
        """Ends the process where its order takes too long."""
        late, process = self._late, self._process
        if late is not None and process is not None and monotonic() > late:
            process.kill()

    def _has_sent(self) -> bool:
        """Sends what was given, waiting for it where the process has nothing; False where there will be nothing."""
        while len(self._sent) < _WITH_A_HAND - 1:
            try:
                order = self._given.get(block=not self._sent)
            except queue.Empty:
                break
            if order is None:
                return False
            self._sent.append(order)
            self._send(order)
        return not self._stopped

    def _send(self, order: Order) -> None:
        process = self._process
        if process is None:
            return  # it is sent with all others, when there is a process again
        assert process.stdin is not None
        if len(self._sent) == 1:
            self._begin()
        try:
            frames.send(process.stdin, order[1])
        except (OSError, ValueError):
            return  # it is dead, as will be seen

    def _begin(self) -> None:
        """The process begins with the first of what it was sent."""
        number, frame = self._sent[0]
        is_patient = self._patient or number <= LONG
        self._late = None if is_patient else monotonic() + _PATIENCE + len(frame) / _BYTES_A_SECOND

    def _receive(self) -> None:
        """Takes one answer; where the process died instead, starts another and sends it all that is not answered."""
        answer = self._read()
        self._late = None
        if answer is None:
            self._end()
            self._deaths += 1
        if answer is not None or self._deaths == TRIES:
            number, _ = self._sent.popleft()
            self._deaths = 0
            self._came.put((self, (number, answer)))
        if self._process is not None:
            if self._sent:
                self._begin()
        elif not self._was_stopped():
            self._begin_process()
            again, self._sent = self._sent, deque()
            for order in again:
                self._sent.append(order)
                self._send(order)

    def _read(self) -> bytes | None:
        process = self._process
        if process is None:
            return None
        assert process.stdout is not None
        try:
            return frames.receive(process.stdout)
        except (OSError, ValueError):
            return None

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
    from reader.ingest.farm.child import FLAG  # brings all that it works with

    return [sys.executable, FLAG]


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  this very program
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=worker.environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,
    )  # fmt: skip
