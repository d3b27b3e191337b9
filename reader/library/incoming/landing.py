"""Where the notes of a file would land: the document and the clause of each, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from reader.core.citation import clause_label, in_title_marks
from reader.core.document import Document
from reader.core.note import Note
from reader.core.quotation import find_quote
from reader.store.bundle import Bundle

OPENING: Final = "开头部分"  # of a document, before its first numbered clause


class Landing(NamedTuple):
    """Where one note would stand.

    Attributes:
        title: 《title》 of its document.
        clause: 第五部分（十四）; empty where nobody knows.
        rivals: where its words stand in several places and nothing tells which is meant: the clause of each place.
    """

    title: str
    clause: str
    rivals: tuple[str, ...] = ()


def landing(
    notes: Iterable[Note],
    bundle: Bundle,
    called: Mapping[str, str],
    open_or_none: Callable[[str], Document | None],
    title_of: Callable[[str], str | None],
) -> dict[str, Landing]:
    """For each note, by id, where it would stand. Blocking: documents are opened.

    Where the document is not here, or calls its clauses otherwise, they are named as the file names them.

    Args:
        called: ids of documents as notes have them → as they are here.
        title_of: what a document is called; None where nobody knows.
    """
    opened = cache(open_or_none)

    @cache
    def title(doc: str) -> str:
        known = bundle.known.documents.get(doc)
        name = title_of(called.get(doc, doc)) or (known.title if known else "")
        return in_title_marks(name) if name else doc

    @cache
    def label(doc: str, block: str) -> str:
        document = opened(called.get(doc, doc)) if block else None
        return clause_label(document, block) if document is not None else ""

    @cache
    def rivals(doc: str, quote: str) -> tuple[str, ...]:
        document = opened(called.get(doc, doc)) if quote else None
        places = find_quote(document, quote).places if document is not None else ()
        return tuple(clause_label(document, each.pieces[0].block) or OPENING for each in places if document)

    def of(note: Note) -> Landing:
        doc, block = note.anchor.doc, note.anchor.block
        clause = label(doc, block) or bundle.known.clauses.get(note.id, "")
        return Landing(title(doc), clause, () if block else rivals(doc, note.anchor.quote))

    return {note.id: of(note) for note in notes}
