"""Remarks: what people left on a text in another program's file, before anybody knows where it stands here. Pure.

A reader of such a file gives remarks; `as_note` finds the words in a document of the library and makes a note of each.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from reader.core import anchor
from reader.core.document import Document
from reader.core.note import COLOURS, Anchor, Note, NoteKind, Person, Piece, Resolution, Selection
from reader.core.note_words import with_written, written_marks
from reader.core.quotation import find_quote
from reader.core.span import Span

Kind = Literal["comment", "insertion", "deletion", "replacement"]

COLOUR_WORDS: Final = dict(zip(COLOURS, ("黄", "绿", "蓝", "粉", "紫"), strict=True))
BOOKMARK: Final = "书签"
EXPORTED: Final = "urn:policy-reader:exported"
"""The namespace of the list in a Word file of the notes that were written into it."""
SUGGESTED: Final[dict[Kind, str]] = {
    "comment": "{text}", "insertion": "建议在此插入：“{text}”", "deletion": "建议删去这些字。",
    "replacement": "建议改为：“{text}”",
}  # fmt: skip
MARKED: Final = re.compile("高亮（([黄绿蓝粉紫])）")
_FAMILY: Final = uuid.UUID("6c1f8a52-6d0e-5f53-9a0c-0d3c1f6f6f10")  # of the ids made here; never to be changed


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody left at some words.

    Attributes:
        quote: the words, blocks parted by line feeds; for an insertion the words before it.
        prefix, suffix: up to 32 characters of the text before and behind them.
        text: what was written; for tracked changes the new words.
        author: the name it was left under; empty where the file tells none.
        created: ISO 8601 in UTC; empty where the file tells none.
        tags: words it was filed under.
    """

    quote: str
    text: str
    prefix: str = ""
    suffix: str = ""
    author: str = ""
    created: str = ""
    kind: Kind = "comment"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """What one file holds.

    Attributes:
        doc: the id of the document that the file was made from, where it says so.
        title: the title that the file goes by; may be empty.
        text: the text of the file, to tell which document it is.
        exported: ids of the notes that this program once wrote into the file, each with what is known of its being
            there then, as JSON: one whose comment is missing now was deleted in the file.
        refused: a sentence for each entry that could not be used.
    """

    remarks: tuple[Remark, ...]
    doc: str = ""
    title: str = ""
    text: str = ""
    exported: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()


def moment(said: object) -> str:
    """A moment of another program's file: ISO 8601 in UTC with microseconds; empty where it is none."""
    try:
        found = datetime.fromisoformat(said[:40]) if isinstance(said, str) else None
        if found is None:
            return ""
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""


def written(note: Note) -> str:
    """The note as words for a program that knows nothing but words."""
    marks = [*(f"#{tag}" for tag in note.tags), *({"todo": ["@待办"], "done": ["@完成"]}.get(note.status, []))]
    missing = [mark for mark in marks if mark not in note.text]
    text = note.text or (BOOKMARK if note.kind == "bookmark" else f"高亮（{COLOUR_WORDS[note.colour]}）")
    return "\n".join([text, " ".join(missing)] if missing else [text])


def which(remarks: Remarks, documents: Iterable[Document]) -> Document | None:
    """The document of which most remarks' words are found; None where hardly any of any."""
    best, most = None, 0
    quotes = [each.quote for each in remarks.remarks if each.quote][:200]
    for document in documents:
        text = document.text
        found = sum(quote in text for quote in quotes)
        if found > most:
            best, most = document, found
    return best if most * 2 > len(quotes) else None


def as_note(
    remark: Remark,
    document: Document,
    resolver: anchor.Resolver,
    now: Callable[[], str],
    known: Anchor | None = None,
) -> Note:
    """The remark as a note; where its words are not in the document, one that keeps them and has no place.

    Args:
        resolver: of the document.
        now: the moment, for remarks that do not tell theirs.
        known: where it stands, if it is known to be a note that is here.
    """
    asked = known or Anchor(document.id, "", 0, 0, "", remark.quote, remark.prefix, remark.suffix, 0, "")
    found = _found(remark, document, resolver, asked) if known is None else Resolution("orphan")
    text, marks = _parted(SUGGESTED[remark.kind].format(text=remark.text))
    kind: NoteKind = "note"
    colour = COLOURS[0]
    if text == BOOKMARK:
        kind, text = "bookmark", ""
        found = replace(found, pieces=tuple(Piece(piece.block, Span(0, 0)) for piece in found.pieces[:1]))
    elif marked := MARKED.fullmatch(text):
        kind, text = "highlight", ""
        colour = next(name for name, word in COLOUR_WORDS.items() if word == marked[1])
    made = resolver.make(Selection(document.id, found.pieces)) if _certain(found) else asked
    created = remark.created or now()
    said = written_marks(marks)
    return with_written(
        Note(
            _id_of(remark, document.id), made, kind, created, created, text=text, colour=colour, status=said.status,
            tags=tuple(dict.fromkeys((*written_marks(text).tags, *said.tags, *remark.tags))),
            creator=Person(remark.author), editor=Person(remark.author),
        )
    )  # fmt: skip


def _found(remark: Remark, document: Document, resolver: anchor.Resolver, asked: Anchor) -> Resolution:
    """Where its words stand. Of a clipping, which knows of no surroundings, what stands here once was meant."""
    if remark.prefix or remark.suffix or not remark.quote:
        return resolver.resolve(asked)
    exact = resolver.places(remark.quote, 2)
    if len(exact) == 1:
        return Resolution("moved", resolver.pieces(exact[0]))
    found = resolver.resolve(asked)
    if _certain(found) or exact:
        return found
    places = find_quote(document, remark.quote).places  # in other characters, or width
    return Resolution("moved", places[0].pieces) if len(places) == 1 else found


def _certain(found: Resolution) -> bool:
    return found.state in {"exact", "moved"}


def _parted(text: str) -> tuple[str, str]:
    """The words, and a last line of nothing but tags and a status, which `written` put there."""
    head, _, last = text.strip().rpartition("\n")
    only_marks = head and all(word[:1] in {"#", "@"} for word in last.split())
    return (head, last) if only_marks else (text.strip(), "")


def _id_of(remark: Remark, doc: str) -> str:
    """The same for the same remark in a file that is read again, also where its words were edited meanwhile."""
    key = (doc, remark.kind, remark.author, remark.created, remark.quote, "" if remark.created else remark.text)
    return str(uuid.uuid5(_FAMILY, "\x1f".join(key)))
