"""What every form of export shows of a note, and the small rules they share. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reader.core import citation
from reader.core.document import Document
from reader.core.known import NOTHING_KNOWN, Known, KnownDocument, known_of
from reader.core.note import Note, PlacedNote

COLOURS = {
    "yellow": "黄（重点）",
    "green": "绿（可借鉴）",
    "blue": "蓝（指标）",
    "pink": "粉（存疑待核）",
    "purple": "紫（责任分工）",
}
KINDS = {"highlight": "高亮", "underline": "下划线", "note": "批注", "bookmark": "书签"}
STATUSES = {"": "", "todo": "待办", "done": "完成"}
STATES = {
    "exact": "", "moved": "原文已移位", "changed": "原文有改动，请核对", "orphan": "原文已找不到，请核对",
    "away": "不在文库中", "unreadable": "文件暂时打不开",
}  # fmt: skip

NOTHING_SEEN: Mapping[str, str] = MappingProxyType({})

# What XML 1.0 cannot hold; word processors and spreadsheets refuse the whole file for one of them.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A note with the words that say where it belongs.

    Attributes:
        title, doc_number: of the document; its id where it is not in the library.
        clause: how official writing names the clause, empty where it has no number.
        citation: 《标题》（文号），条款.
        state: how its words were found today, `away` or `unreadable` where there was no document to look in; empty
            where nobody looked.
        seen: what this form has seen, for files that are read again (`seen.py`).
        file: SHA-256 of the file that the document was made of; empty where nobody knows.
    """

    note: Note
    title: str
    doc_number: str
    clause: str
    citation: str
    state: str = ""
    seen: str = ""
    file: str = ""

    @property
    def link(self) -> str:
        """The clause as a link this program opens."""
        return citation.link(self.note.anchor.doc, self.note.anchor.block)

    @property
    def date(self) -> str:
        """The day of the last change, as it is written in Chinese."""
        year, month, day = self.note.modified[:10].split("-")
        return f"{year}年{int(month)}月{int(day)}日"


def describe(
    placed: Iterable[PlacedNote],
    look_up: Callable[[str], Document | None],
    title_of: Callable[[str], str | None] = lambda _doc: None,
    seen: Mapping[str, str] = NOTHING_SEEN,
    last: Known = NOTHING_KNOWN,
) -> tuple[Row, ...]:
    """Rows for notes, in the order given, with their documents' titles and clauses as `look_up` knows them.

    Args:
        title_of: what a document is called that is not there any more, where that is known.
        seen: by id of the note.
        last: what was known of documents, and of the clauses of notes, when they were last here.
    """
    known: dict[str, Document | None] = {}
    rows = []
    for each in placed:
        note, doc = each.note, each.note.anchor.doc
        if doc not in known:
            known[doc] = look_up(doc)
        document = known[doc]
        block = each.location.block
        if document is None:
            rows.append(_away(each, title_of(doc), last, seen.get(note.id, "")))
            continue
        rows.append(
            Row(
                note,
                document.reading_title,
                document.doc_number or "",
                citation.clause_label(document, block),
                citation.official(document, block),
                each.resolution.state,
                seen.get(note.id, ""),
                known_of(document).file,
            )
        )
    return tuple(rows)


def _away(placed: PlacedNote, title: str | None, last: Known, seen: str) -> Row:
    """The row of a note whose document cannot be asked: what was last known of it."""
    note = placed.note
    was = last.documents.get(note.anchor.doc, KnownDocument(note.anchor.doc))
    title = title or was.title or note.anchor.doc
    clause = last.clauses.get(note.id, "")
    cited = citation.cited(title, was.doc_number, clause)
    state = "away" if placed.document == "here" else placed.document
    return Row(note, title, was.doc_number, clause, cited, state, seen, was.file)


def by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows grouped by document, groups and rows in the order given."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.note.anchor.doc, []).append(row)
    return groups


def facts(row: Row) -> str:
    """Kind, colour, tags, status, author and date of a note in one line."""
    note = row.note
    parts = [
        KINDS[note.kind],
        COLOURS.get(note.colour, note.colour) if note.kind != "bookmark" else "",
        "★" if note.starred else "",
        STATUSES[note.status],
        " ".join(f"#{tag}" for tag in note.tags),
        str(note.creator),
        row.date,
        STATES.get(row.state, ""),
    ]
    return " · ".join(part for part in parts if part)


def xml_safe(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
