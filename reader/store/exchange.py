"""The door for notes to come and go as files: which format, how big, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.core.document import Document
from reader.core.errors import BadInput, NotFound, StoreUnavailable
from reader.core.note import PlacedNote
from reader.store.bundle import NOTHING, Bundle, Extras
from reader.store.formats import jsonld, markdown, page, sheet, table, word
from reader.store.formats.row import Row, describe
from reader.store.merge import distinct
from reader.store.place import require_folder

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_NOTES: Final = 100_000

_TOO_BIG: Final = f"这个批注文件太大（超过 {MAX_BYTES // 1024 // 1024} MB），没有导入。"

FORMATS: Final[dict[str, Callable[[Sequence[Row]], bytes]]] = {
    "jsonld": jsonld.dump,
    "docx": word.dump,
    "xlsx": sheet.dump,
    "csv": table.dump,
    "md": markdown.dump,
    "html": page.dump,
}
ENDINGS: Final = {"jsonld": ".notes.jsonld"}  # of a proposed file name, where it is not the form's own


def export(rows: Sequence[Row], form: str, extras: Extras = NOTHING) -> bytes:
    """The rows in one of FORMATS, with `extras` where the form can carry them. Raises BadInput for another."""
    if form not in FORMATS:
        raise BadInput(f"没有“{form}”这种导出格式；可用的有：{'、'.join(FORMATS)}。")
    return jsonld.dump(rows, extras) if form == "jsonld" else FORMATS[form](rows)


def report(document: Document, placed: Sequence[PlacedNote]) -> bytes:
    """“My work on this plan”: a Word file of one document's notes, in document order. Raises NotFound without any."""
    if not placed:
        raise NotFound(f"《{document.reading_title}》还没有批注，没有可写的报告。")
    return word.work_report(document, describe(placed, {document.id: document}.get))


def write(data: bytes, target: Path) -> None:
    """Writes an export; where it cannot be written whole, what was there before stays.

    Raises BadInput where there is no such folder, which is never made; StoreUnavailable where it cannot be written.
    """
    require_folder(target)
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise StoreUnavailable(f"写不进这个文件（{target}），请检查文件夹的权限和磁盘空间。") from error


def load_bytes(source: Path) -> bytes:
    """The bytes of a file of notes, sealed or not. Raises BadInput."""
    try:
        with source.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"打不开这个文件：{source}") from error
    if len(data) > MAX_BYTES:
        raise BadInput(_TOO_BIG)
    return data


def read(source: Path) -> Bundle:
    """What is in an exported JSON-LD or CSV file, told apart by its content. Raises BadInput; writes nothing."""
    return parse(load_bytes(source))


def parse(data: bytes) -> Bundle:
    """What is in the bytes of a JSON-LD or CSV file, each id once. Raises BadInput."""
    if len(data) > MAX_BYTES:
        raise BadInput(_TOO_BIG)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BadInput("这个批注文件是空的。")
    found = jsonld.load(data) if start[:1] in {b"[", b"{"} else Bundle(tuple(table.load(data)))
    if len(found.notes) + len(found.extras.row_items) + len(found.extras.folders) > MAX_NOTES:
        raise BadInput(f"这个批注文件里的批注太多（超过 {MAX_NOTES} 条），没有导入。")
    return Bundle(distinct(found.notes), found.extras)
