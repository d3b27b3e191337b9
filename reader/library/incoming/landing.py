"""Where the notes of a file would land: the document and the clause of each, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from reader.core.citation import clause_label, in_title_marks
from reader.core.document import Document
from reader.core.note import Note
from reader.store.bundle import Bundle


def landing(
    notes: Iterable[Note],
    bundle: Bundle,
    called: Mapping[str, str],
    open_or_none: Callable[[str], Document | None],
    title_of: Callable[[str], str | None],
) -> dict[str, tuple[str, str]]:
    """For each note, by id, `《title》` and 第五部分（十四）. Blocking: documents are opened.

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

    places = ((note.id, note.anchor.doc, note.anchor.block) for note in notes)
    return {key: (title(doc), label(doc, block) or bundle.known.clauses.get(key, "")) for key, doc, block in places}
