"""A row's two texts as pieces that are kept, taken out or put in: what both report formats are written from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from reader.core.comparison import Row

Mark = Literal["", "gone", "new"]
Side = Literal["left", "right"]

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def pieces(row: Row, side: Side) -> Iterator[tuple[str, Mark]]:
    """The side's text in pieces; together they are the text. Nothing for a side that has no block."""
    cell = row.left if side == "left" else row.right
    if cell is None:
        return
    if not row.diff:
        yield cell.text, ""
        return
    for span in row.diff:
        text = (span.left if side == "left" else span.right).cut(cell.text)
        if text:
            yield text, "" if span.kind == "equal" else "gone" if side == "left" else "new"


def writable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)
