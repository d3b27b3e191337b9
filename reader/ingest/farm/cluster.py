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
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.showing import brief
from reader.ingest.farm import work

_CONNECTING: Final = 15.0  # s
_PATIENCE: Final = 90.0  # s that a scheduler may be away, restarting
_LOOK: Final = 1.0  # s between two looks for Ctrl+C
_TRIES: Final = 3  # orders given again after a lost worker or scheduler
_AT_ONCE: Final = 4  # orders under way, a thread of a worker
_SILENT: Final = 5.0


_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def check(address: str) -> None:
    """Raises BadInput where Dask is not installed, or an address can be none."""
    if not _ADDRESS.fullmatch(address):
        raise BadInput(f"“{brief(address)}”不是集群的地址；应写作 tcp://10.0.0.5:8786 的样子。")
    if find_spec("distributed") is None:
        raise BadInput('没有安装集群组件，不能用 --scheduler；请先安装：pip install "policy-reader[farm]"。')


class Cluster:
    """A Dask cluster that is there already."""

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

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        """See Engine. A worker that dies, and a scheduler that starts anew, cost time and no answer.

        Raises BadInput where the cluster stays away.
        """
        waiting: dict[Any, tuple[int, bytes, int]] = {}
        again: list[tuple[int, bytes, int]] = []
        more = True
        while more or waiting or again:
            room = max(2, _AT_ONCE * self._threads()) - len(waiting)
            while room > 0 and (again or more):
                if not again:
                    order = next(orders, None)
                    if order is None:
                        more = False
                        break
                    again.append((*order, 0))
                number, frame, tries = again.pop()
                waiting[self._submit(frame)] = (number, frame, tries)
                room -= 1
            yield from self._finished(waiting, again)

    def _submit(self, frame: bytes) -> Any:
        return self._client.submit(work.do, frame, pure=False, retries=_TRIES)

    def _threads(self) -> int:
        with contextlib.suppress(Exception):
            return sum(self._client.nthreads().values())
        return 1

    def _finished(
        self, waiting: dict[Any, tuple[int, bytes, int]], again: list[tuple[int, bytes, int]]
    ) -> Iterator[tuple[int, bytes | None]]:
        from distributed import wait

        if not waiting:
            return
        with contextlib.suppress(Exception):  # a timeout, or the futures of a scheduler that has gone
            wait(list(waiting), timeout=_LOOK, return_when="FIRST_COMPLETED")
        if self._client.status != "running":
            self._come_back(waiting, again)
            return
        for future in [each for each in waiting if each.status != "pending"]:
            number, frame, tries = waiting.pop(future)
            if future.status == "finished":
                with contextlib.suppress(Exception):
                    answer = future.result(timeout=_CONNECTING)
                    future.release()
                    yield number, bytes(answer)
                    continue
            if future.status in {"lost", "cancelled"} or tries < _TRIES - 1:
                again.append((number, frame, tries + 1))
            else:
                yield number, None

    def _come_back(self, waiting: dict[Any, tuple[int, bytes, int]], again: list[tuple[int, bytes, int]]) -> None:
        """Connects anew, and gives all orders that were under way again."""
        again += [(number, frame, tries) for number, frame, tries in waiting.values()]
        waiting.clear()
        self._connect(_PATIENCE)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=_SILENT)

    def close(self) -> None:
        """Ends the connection; the cluster goes on."""
        self._drop()
