"""Rich text (.rtf) to lines, by striprtf. Its tables come as rows of cells."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_COLUMNS, damaged
from reader.formats.lines import Lines

_BIN = re.compile(rb"\\bin\d{4,}")
_HAN = re.compile("[\u4e00-\u9fff]")


def read_rtf(data: bytes, name: str) -> str:
    """The text, cells ended by bars. Raises BadInput where it is damaged."""
    if _BIN.search(data):
        data = _BIN.sub(rb"\\bin0 ", data)
    source = data.decode("latin-1").replace("\x00", "")
    try:
        return str(rtf_to_text(source, encoding="gb18030", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, IndexError, OverflowError, RecursionError) as error:
        raise damaged(name, "RTF") from error


def convert(data: bytes, name: str) -> RawText:
    """The file's text. Raises BadInput where it is damaged or holds none."""
    lines = Lines(name)
    rows: list[list[str]] = []
    for line in read_rtf(data, name).split("\n"):
        if line.count("|") >= 2 and line.rstrip().endswith("|"):
            rows.append([cell.strip() for cell in line.rstrip()[:-1].split("|")][:MOST_COLUMNS])
            continue
        if rows:
            lines.table(rows)
            rows = []
        lines.add(line.strip("\r"))
    if rows:
        lines.table(rows)
    if not len(lines):
        raise BadInput(f"“{name}”中没有可以读取的文字。")
    return lines.made(data, "rtf")
