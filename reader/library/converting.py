"""From the bytes of a file to a document: its kind, its text, the rules. The library's one look at file formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator

from reader.core.errors import BadInput
from reader.ingest.metadata import Facts
from reader.ingest.normalise import Normalised, normalise_raw
from reader.ingest.sources import LARGEST, RawText, decode

NO_DOCUMENT = frozenset(["program", "other", "packed"])
"""Kinds that nobody would take for a document."""


class NeedsOcr(BadInput):
    """A file whose pages are pictures."""


def kind_of(data: bytes) -> str:
    """What a file is, by its bytes: text, html, docx, pdf …, zip for one that holds others."""
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    return "other" if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0")) else "text"


def raw_text(data: bytes, name: str, cancelled: Callable[[], bool]) -> RawText:
    """The text of a file with its layout. Raises NeedsOcr, BadInput, Cancelled."""
    del cancelled
    return decode(data, name)


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in a zip. Raises BadInput where it is damaged or asks for too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist()[:2000]:
                if not entry.is_dir() and entry.file_size <= LARGEST:
                    yield entry.filename.rsplit("/", 1)[-1], archive.read(entry)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise BadInput(f"压缩包“{name}”已损坏或设有密码，无法读取。") from error


def document_of(
    raw: RawText, doc_id: str, reference: Callable[[], Iterable[str]], cancelled: Callable[[], bool]
) -> Normalised:
    """The document. Raises Cancelled."""
    return normalise_raw(raw, Facts(id=doc_id), reference, cancelled)


def pages_of(raw: RawText) -> int:
    """How many pages the file has; 0 where it has none."""
    return len(getattr(raw, "pages", ()))
