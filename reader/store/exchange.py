"""The door for notes to come and go as files: which format, how big, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from reader.core.document import Document
from reader.core.errors import BadInput, NotFound
from reader.core.note import PlacedNote
from reader.core.steps import Told, untold
from reader.files import read_whole, write_whole
from reader.store.bundle import NOTHING, Bundle, Extras
from reader.store.formats import commented, jsonld, markdown, page, sheet, table, word
from reader.store.formats.row import Row, describe
from reader.store.merge import distinct
from reader.store.versions import Vector

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_NOTES: Final = 100_000

_TOO_BIG: Final = f"这个批注文件太大（超过 {MAX_BYTES // 1024 // 1024} MB），没有导入。"

_OTHER_KINDS: Final = {
    b"SQLite format 3\0": "这是批注的备份文件（.db），请用“恢复”放回，不是导入；没有导入。",
    b"%PDF-": "这是 PDF 文件，不是批注文件，没有导入。",
    b"PK\x03\x04": "这是 Office 文件或压缩包，不是批注文件，没有导入。",
    b"\xd0\xcf\x11\xe0": "这是旧式的 Office 或 WPS 文件；请用 Word 或 WPS 另存为 .docx，再导入其中的批注。",
}

COMMENTED: Final = ("comments", "noted")
"""Reports that are the document itself with comments at its words: the whole, or the clauses that carry notes."""

PAGE: Final = "page"
"""The report that is a page: what one has read out of a document, by colour and tag."""

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


def report(
    document: Document,
    placed: Sequence[PlacedNote],
    by: str = "clause",
    seen: Mapping[str, Vector] = commented.NOTHING_SEEN,
    told: Told = untold,
) -> bytes:
    """“My work on this plan”: one document's notes as a Word file, as it says `by`, or a page. Raises NotFound without.

    Args:
        seen: what is known of the notes being there, by id, so that deletions are known when the file comes back.
        told: how many notes are written.
    """
    if not placed:
        raise NotFound(f"《{document.reading_title}》还没有批注，没有可写的报告。")
    if by in COMMENTED:
        return commented.dump(document, placed, noted_only=by == "noted", seen=seen, told=told)
    if by == PAGE:
        return page.summary(document, describe(placed, {document.id: document}.get))
    return word.work_report(document, describe(placed, {document.id: document}.get), by, told)


def write(data: bytes, target: Path) -> None:
    """Writes an export; where it cannot be written whole, what was there before stays.

    Raises BadInput where there is no such folder, which is never made, or something else than a file;
    StoreUnavailable where it cannot be written.
    """
    write_whole(target, data)


def load_bytes(source: Path) -> bytes:
    """The bytes of a file of notes, sealed or not. Raises BadInput."""
    try:
        return read_whole(source, MAX_BYTES, "批注文件")
    except BadInput as error:
        raise BadInput(f"打不开这个文件：{error}") from error


def read(source: Path) -> Bundle:
    """What is in an exported JSON-LD or CSV file, told apart by its content. Raises BadInput; writes nothing."""
    return parse(load_bytes(source))


def parse(data: bytes) -> Bundle:
    """What is in the bytes of a JSON-LD or CSV file, each id once; what is left out is told. Raises BadInput."""
    if len(data) > MAX_BYTES:
        raise BadInput(_TOO_BIG)
    for beginning, sentence in _OTHER_KINDS.items():
        if data.startswith(beginning):
            raise BadInput(sentence)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BadInput("这个批注文件是空的。")
    if start[:1] not in {b"[", b"{"} and not table.is_table(data):
        raise BadInput("认不出这是什么文件，没有导入；可以导入 jsonld、csv、prdocs，以及 Word（.docx）、PDF 里的批注。")
    found = jsonld.load(data) if start[:1] in {b"[", b"{"} else table.load(data)
    extras = found.extras
    if len(found.notes) + len(extras.row_items) + len(extras.folders) + len(extras.tombstones) > MAX_NOTES:
        raise BadInput(f"这个批注文件里的批注太多（超过 {MAX_NOTES} 条），没有导入。")
    notes, dead, doubtful = distinct(found.notes, extras.tombstones)
    if doubtful and not (notes or dead or extras.row_items or extras.folders):
        raise BadInput(doubtful[0])
    return replace(
        found, notes=notes, extras=replace(extras, tombstones=dead), refused=(*found.refused, *doubtful),
    )  # fmt: skip
