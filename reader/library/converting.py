"""From the bytes of a file to a document: its kind, its text, the rules. The library's one look at file formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator

from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr, RawText
from reader.formats import archive, worker
from reader.formats.bounds import LARGEST
from reader.formats.sniff import sniff
from reader.ingest.metadata import Facts
from reader.ingest.normalise import Normalised, normalise_raw
from reader.ingest.recognised import BASIS as RECOGNISED
from reader.ingest.sources import is_document, is_for_programs

__all__ = [
    "LARGEST", "RECOGNISED", "NeedsOcr", "document_of", "draw_page", "is_document", "is_export",
    "is_for_programs", "kind_of", "members", "raw_text",
]  # fmt: skip


def kind_of(data: bytes) -> str:
    """What a file is, by its bytes: text, html, docx, pdf …, zip for one that holds others."""
    return sniff(data)


def is_export(data: bytes) -> bool:
    """Whether a zip is a .prdocs file: its members are a list and notes, not documents that somebody wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {"list.json", "notes.jsonld"} <= set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False


def raw_text(
    data: bytes, name: str, cancelled: Callable[[], bool], told: Callable[[int, int], None] | None = None
) -> RawText:
    """The text of a file with its layout, from a process with limits. Raises NeedsOcr, BadInput, Cancelled.

    Args:
        told: where given, pages that are pictures are recognised, and it is called after each: pages done, pages to do.
    """
    if told is None:
        return worker.convert(data, name, None, cancelled)
    return worker.convert(data, name, None, cancelled, ocr=True, told=told)


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes | BadInput]]:
    """Name of each file in a zip with its bytes, or why there are none. Raises BadInput where the zip is damaged."""
    return archive.members(data, name)


def document_of(
    raw: RawText, doc_id: str, reference: Callable[[], Iterable[str]], cancelled: Callable[[], bool]
) -> Normalised:
    """The document. Raises Cancelled."""
    return normalise_raw(raw, Facts(id=doc_id), reference, cancelled)


def draw_page(data: bytes, name: str, number: int, scale: float) -> bytes:
    """A page of a file as PNG, number from 1, drawn in a process with limits. Raises BadInput."""
    return worker.draw(data, name, number, scale)
