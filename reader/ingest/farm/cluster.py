"""Orders answered by a Dask cluster: the one place that knows Dask, and the one that opens a connection.

The connection goes to the address that was asked for and nowhere else; files go to the workers through it, answers come
back through it. Orders and answers are plain bytes, but Dask's own messages are pickles: whoever runs the cluster is
trusted with them. Workers have the same program installed.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from importlib.util import find_spec
from time import monotonic
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.showing import brief
from reader.ingest.farm import work
from reader.ingest.farm.stamp import OTHER_PROGRAM, stamp

_CONNECTING: Final = 15.0  # s
_PATIENCE: Final = 90.0  # s that a scheduler may be away, restarting
_LOOK: Final = 1.0  # s between two looks for Ctrl+C
_AT_ONCE: Final = 4  # orders under way, a thread of a worker
_SILENT: Final = 5.0
_STALLED: Final = 900.0  # s without any answer, after which all that is under way is given again


_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def check(address: str) -> None:
    """Raises BadInput where Dask is not installed, or an address can be none."""
    if not _ADDRESS.fullmatch(address):
        raise BadInput(f"“{brief(address)}”不是集群的地址；应写作 tcp://10.0.0.5:8786 的样子。")
    if find_spec("distributed") is None:
        raise BadInput('没有安装集群组件，不能用 --scheduler；请先安装：pip install "policy-reader[farm]"。')


class _Way:
    """Orders on their way.

    Attributes:
        under: with the cluster. again: to be given once more. suspects: that may have killed a worker.
        is_alone: whether a suspect is the only one with the cluster.
        latest: when the latest answer came.
    """

    def __init__(self, orders: Iterator[tuple[int, bytes]]) -> None:
        self.under: dict[Any, tuple[int, bytes]] = {}
        self.again: list[tuple[int, bytes]] = []
        self.suspects: list[tuple[int, bytes]] = []
        self.is_alone = False
        self.latest = monotonic()
        self._orders, self._has_more = orders, True

    @property
    def is_open(self) -> bool:
        """Whether anything is still without an answer."""
        return bool(self._has_more or self.under or self.again or self.suspects)

    def more(self, most: int) -> Iterator[tuple[int, bytes]]:
        """What is to be given to the cluster now, so that it has at most so many."""
        while len(self.under) < most and not self.is_alone:
            order = self.again.pop() if self.again else next(self._orders, None)
            if order is None:
                self._has_more = False
                break
            yield order
        if not self.under:
            self.is_alone = not (self._has_more or self.again)
            if self.is_alone and self.suspects:
                yield self.suspects.pop()

    def take_back(self) -> None:
        """All that was with the cluster is to be given once more."""
        (self.suspects if self.is_alone else self.again).extend(self.under.values())
        self.under.clear()


class Cluster:
    """A Dask cluster that is there already."""

    is_here = False

    def __init__(self, address: str) -> None:
        """Raises BadInput where nobody answers at the address."""
        check(address)
        for name in ("distributed", "distributed.client", "distributed.core", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in our own sentences
        self.name = f"集群 {address}"
        self._address = address
        self._client: Any = None
        self._connect(_CONNECTING)

    def _connect(self, patience: float) -> None:
        from distributed import Client

        self._drop()
        try:
            self._client = Client(self._address, timeout=patience, set_as_default=False, direct_to_workers=False)
            self._client.wait_for_workers(1, timeout=patience)
        except Exception as error:  # whatever Dask raises, nobody answers
            self._drop()
            raise BadInput(
                f"集群 {brief(self._address)} 没有应答，或没有计算节点；已经读好的都留着，接通后再运行一次。"
            ) from error
        self._check_program()

    def _check_program(self) -> None:
        """Raises BadInput where a worker has another program, or none: before it is given any file."""
        try:
            found = set(self._client.run(stamp).values())
        except Exception as error:
            why = brief(f"{type(error).__name__}: {error}")
            raise BadInput(f"计算节点不能运行本程序（{why}），已停止；请在每个节点上装同样的版本。") from error
        if found - {stamp()}:
            raise BadInput(OTHER_PROGRAM)

    def start(self) -> None:
        """It goes on anyway."""

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        """See Engine. A worker that dies, and a scheduler that starts anew, cost time and no answer.

        An order that was with a worker when that died may be innocent: it is asked again when all others are answered,
        alone. Raises BadInput where the cluster stays away, or has another program.
        """
        way = _Way(orders)
        while way.is_open:
            for number, frame in way.more(max(2, _AT_ONCE * self._threads())):
                way.under[self._client.submit(work.do, frame, pure=False)] = (number, frame)
            yield from self._finished(way)

    def _threads(self) -> int:
        with contextlib.suppress(Exception):
            return sum(self._client.nthreads().values())
        return 1

    def _finished(self, way: _Way) -> Iterator[tuple[int, bytes | None]]:
        from distributed import wait

        with contextlib.suppress(Exception):  # a timeout, or the futures of a scheduler that has gone
            wait(list(way.under), timeout=_LOOK, return_when="FIRST_COMPLETED")
        now = monotonic()
        done = [each for each in way.under if each.status != "pending"]
        way.latest = now if done else way.latest
        if self._client.status != "running" or now - way.latest > _STALLED:
            way.take_back()
            way.latest = now
            self._connect(_PATIENCE)
            return
        for future in done:
            number, frame = way.under.pop(future)
            if future.status == "finished":
                answer = self._fetched(future)
                if answer is None:
                    way.again.append((number, frame))
                else:
                    yield number, answer
            elif future.status != "error":  # lost or cancelled, with the scheduler or the worker that had it
                way.again.append((number, frame))
            elif self._killed(future):
                if way.is_alone:
                    yield number, None
                else:
                    way.suspects.append((number, frame))
            else:
                way.again.append((number, frame))

    def _fetched(self, future: Any) -> bytes | None:
        """The answer; None where it went with the worker that had it."""
        with contextlib.suppress(Exception):
            answer = bytes(future.result(timeout=_CONNECTING))
            future.release()
            return answer
        return None

    def _killed(self, future: Any) -> bool:
        """Whether workers died of an order; False where it was lost. Raises BadInput where workers cannot do it."""
        from distributed import KilledWorker

        try:
            error = future.exception(timeout=_CONNECTING)
        except Exception:  # noqa: BLE001  whatever Dask raises, nobody can say what became of it
            return False
        if isinstance(error, KilledWorker):
            return True
        why = f"{type(error).__name__}: {error}"
        raise BadInput(f"计算节点不能运行本程序（{brief(why)}），已停止；请在每个节点上装同样的版本。")

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=_SILENT)

    def close(self) -> None:
        """Ends the connection; the cluster goes on."""
        self._drop()
