"""A small sample of `make soak`: broken files are read or refused in a sentence, whatever is wrong with them."""

from __future__ import annotations

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.convert import convert
from tests.soak.mutate_files import run


def in_this_process(data: bytes, name: str) -> RawText:
    if name == "a.pdf":  # pdfium is for the process with limits
        raise BadInput("不读")
    return convert(data, name)


def test_broken_files_are_read_or_refused() -> None:
    counts, faults = run(180, 3, in_this_process)
    assert faults == []
    assert counts["read"] > 20
    assert counts["refused"] > 20
