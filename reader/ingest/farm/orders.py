"""What is asked of whoever works for a build (`work`), as plain bytes, and what parts an answer has. Imports little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.ingest.farm import frames

if TYPE_CHECKING:
    from reader.ingest.metadata import Facts

READ, UNMARKED, INDEX = "read", "unmarked", "index"
DOCUMENT, BUCKETS, PAGE, UNITS, REGISTERS, COMPLETING, COUNTS = range(7)
"""The parts of an answer to reading a file."""


def read_order(
    name: str, facts: Facts, data: bytes, reference: Sequence[str] | None = None, *, ocr: bool = False
) -> bytes:
    """The order to read a file.

    Args:
        ocr: whether pages that are pictures are to be recognised.
        reference: clean lines that a damaged page may learn from; None for a first reading without.
    """
    head = {
        "do": READ, "name": name, "id": facts.id, "values": dict(facts.values), "basis": dict(facts.basis), "ocr": ocr,
    }  # fmt: skip
    lines = [] if reference is None else ["\n".join(reference).encode("utf-8", "surrogatepass")]
    return frames.packed(head, [data, *lines])


def unmarked_order(name: str, document: bytes, registers: bytes, infos: Sequence[dict[str, Any]]) -> bytes:
    """The order to look for titles that a document names without marks. `infos`: of the documents it may name."""
    return frames.packed({"do": UNMARKED, "name": name, "infos": list(infos)}, [document, registers])
