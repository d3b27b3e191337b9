"""The process that converts one file within limits, as `worker` asks it. It is started for every file, so it imports
little: what one kind of file needs is loaded when that kind is there.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from reader.core.errors import BadInput, NotFound
from reader.core.raw_text import RawText, raw_dict
from reader.formats.convert import convert
from reader.formats.limits import MOST_PAGES_OF_SCANS, Limits, allow_a_page, limit_self

if TYPE_CHECKING:
    from reader.core.remark import Remarks

PAGE: Final = b"page "
"""Begins a line that tells of one page that was recognised: pages that are done, pages to do."""

NO_MEMORY: Final = 66
"""Exit status of a process whose memory was used up."""


def main() -> int:
    """The process: one order, one answer. Its limits stand before it looks at the file."""
    order = json.loads(sys.stdin.buffer.readline(65536))
    memory, seconds, wall, output = order["limits"]
    limits = Limits(memory, seconds, wall, output)
    limit_self(limits, MOST_PAGES_OF_SCANS if order["do"] == "recognise" else 1)
    try:
        answer = _answer(order, sys.stdin.buffer.read(), limits)
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(NO_MEMORY)
    os._exit(0)  # nothing to tidy up, and a library that crashes while it ends would spoil the answer


def _answer(order: dict[str, Any], data: bytes, limits: Limits) -> bytes:
    try:
        value: dict[str, Any]
        if order["do"] == "recognise":
            value = raw_dict(_recognised(order, data, limits))
        elif order["do"] == "draw":
            import base64

            from reader.formats.pages.drawing import draw_page

            drawn = draw_page(data, str(order["name"]), int(order["number"]), float(order["scale"]))
            value = {"png": base64.b64encode(drawn).decode("ascii")}
        elif order["do"] == "remarks":
            from dataclasses import asdict

            value = asdict(_remarks(data, str(order["name"]), str(order["kind"])))
        else:
            value = raw_dict(convert(data, str(order["name"])))
    except (BadInput, NotFound) as error:
        value = {"error": str(error), "kind": type(error).__name__}
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _remarks(data: bytes, name: str, kind: str) -> Remarks:
    if kind == "pdf":
        from reader.formats.pages.pdf_remarks import read_remarks as read_pdf

        return read_pdf(data, name)
    from reader.formats.word.comments import read_remarks

    return read_remarks(data, name)


def _recognised(order: dict[str, Any], data: bytes, limits: Limits) -> RawText:
    from reader.formats.ocr import convert as recognise

    def told(done: int, of: int) -> None:
        sys.stdout.buffer.write(PAGE + b"%d %d\n" % (done, of))
        sys.stdout.buffer.flush()
        allow_a_page(limits)

    return recognise(data, str(order["name"]), str(order["kind"]), told)


if __name__ == "__main__":
    sys.exit(main())
