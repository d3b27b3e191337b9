"""The process that reads files for a build on this machine: orders come by standard input, answers go by the output."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from typing import IO, Final

from reader.ingest.farm import frames, work
from reader.ingest.farm.orders import read_order
from reader.ingest.metadata import Facts

_FIRST: Final = """\
关于印发示例办法的通知

示例发〔2020〕1号

各区人民政府：

第一章 总则

第一条 为了加强管理，根据《示例条例》，到2025年建成30个示范点，由市商务局牵头。

| 名称 | 数量 |
|---|---|
| 平台 | 3 |

示例市人民政府

2020年1月1日
"""
FLAG: Final = "--build-files"
"""The argument by which the program, frozen, knows that it is to be this process."""
_MOST_MEMORY: Final = 6 * 1024**3  # bytes of addresses: a file that asks for more ends here and nothing else does


def main() -> int:
    """Answers until the input ends, as it does when the build has gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the build ends its children
    _limit_memory()
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints must not come between the answers
    ahead: queue.Queue[bytes | None] = queue.Queue(1)
    threading.Thread(target=_read_ahead, args=(orders, ahead), daemon=True).start()
    work.do(read_order("", Facts("ready"), _FIRST.encode()))  # while the build looks for files: lists and patterns load
    while (order := ahead.get()) is not None:
        try:
            frames.send(answers, work.do(order))
        except OSError:  # nobody listens any more
            break
    os._exit(0)  # nothing to tidy up


def _read_ahead(orders: IO[bytes], ahead: queue.Queue[bytes | None]) -> None:
    """Takes the next order while one is worked at: whoever gives them is never kept, and never waited for."""
    while True:
        try:
            order = frames.receive(orders)
        except (OSError, ValueError):
            order = None
        ahead.put(order)
        if order is None:
            return


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY)
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    sys.exit(main())
