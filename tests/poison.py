"""For the workers of a farm in tests (`--preload`): an order that holds a certain word kills whoever has it."""

from __future__ import annotations

import os

from reader.ingest.farm import work

WORD = "致命".encode()
_do = getattr(work.do, "real", work.do)  # it may be loaded more than once


def do(order: bytes) -> bytes:
    """As ever, but for that word."""
    if WORD in order:
        os._exit(9)
    return _do(order)


do.__module__, do.__qualname__ = "reader.ingest.farm.work", "do"
do.real = _do  # type: ignore[attr-defined]
work.do = do
