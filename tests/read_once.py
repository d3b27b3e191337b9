"""What the same bytes of a corpus say is read once in a process, however many windows and libraries are opened on them.

Documents and registers are values that nobody changes, and a library reads all of its documents twice when its window
opens: to see what searching needs, and whether they are whole. Hundreds of tests open one on the same few files. The
bytes are still read each time and held against their sums, so that what is damaged is found as always.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from reader import corpus
from reader.core import align
from reader.core.alignment import Alignment
from reader.core.document import Document
from reader.core.register import Registers
from reader.registers import shipping
from reader.reports import comparison

KEPT: Final = 24  # of each kind


def begin(patch: pytest.MonkeyPatch) -> None:
    """Documents of corpora, the registers beside them and the alignments of two are kept until the patch is undone."""
    read_document, read_registers = corpus._parsed, shipping.load_file

    @lru_cache(maxsize=KEPT)
    def document(data: bytes, file: Path) -> Document:
        return read_document(data, file)

    @lru_cache(maxsize=KEPT)
    def registers(_data: bytes, file: Path, wanted: tuple[tuple[str, str], ...]) -> Registers | None:
        return read_registers(file, dict(wanted))

    def load_file(file: Path, wanted: dict[str, str]) -> Registers | None:
        try:
            data = file.read_bytes()
        except OSError:
            return read_registers(file, wanted)
        return registers(data, file, tuple(wanted.items()))

    patch.setattr(corpus, "_parsed", document)
    patch.setattr(shipping, "load_file", load_file)
    patch.setattr(comparison, "align", _of_the_same(align.align))


def _of_the_same(work_out: Callable[[Document, Document], Alignment]) -> Callable[[Document, Document], Alignment]:
    """Which clauses of two documents answer one another is worked out once for the same two objects."""
    known: OrderedDict[tuple[int, int], tuple[Document, Document, Alignment]] = OrderedDict()

    def aligned(left: Document, right: Document) -> Alignment:
        key = (id(left), id(right))
        found = known.get(key)  # holds both, so that the numbers stay theirs
        if found is None:
            found = known[key] = (left, right, work_out(left, right))
            if len(known) > KEPT:
                known.popitem(last=False)
        return found[2]

    return aligned
