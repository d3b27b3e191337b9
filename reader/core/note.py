"""Notes: what a user leaves on a document, and where it stands. Values only; finding words again is `core.anchor`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reader.core.late_dataclass import dataclass, field
from reader.core.span import Location, Span

COLOURS = ("yellow", "green", "blue", "pink", "purple")
STATES = ("exact", "moved", "changed", "orphan")

NoteKind = Literal["highlight", "underline", "note", "bookmark"]
State = Literal["exact", "moved", "changed", "orphan"]
Presence = Literal["here", "away", "unreadable"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a note was made, as the text stood then. Resolving never changes it.

    Offsets are code points of canonical text. A selection over several blocks ends in `end_block`.

    Attributes:
        doc, block: document and first block.
        start, end: from `start` in `block` up to `end` in `end_block` (the same block unless several were selected).
        quote: the words, blocks joined by line feeds; empty for a bookmark on a whole block.
        prefix, suffix: up to 32 characters of canonical document text before and behind the quote.
        position: offset of the quote in the document's canonical text.
        document_hash: SHA-256 of the document's canonical text, hexadecimal.
    """

    doc: str
    block: str
    start: int
    end: int
    end_block: str
    quote: str
    prefix: str
    suffix: str
    position: int
    document_hash: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who made a note or a version of it, as told in the settings. `unit` is the body they work for."""

    name: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known of them."""
        return bool(self.name or self.unit)

    def __str__(self) -> str:
        """As it is shown: 张三（市数据局）."""
        return f"{self.name}（{self.unit}）" if self.name and self.unit else self.name or self.unit


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Note:
    """A bookmark, highlight, underline or written note.

    `kind` says how it was made; any kind may carry text. Times are ISO 8601 in UTC. `trashed` is when it was deleted.

    Attributes:
        creator: who made it. editor: who made this version of it.
        origin: the id of the store it was made in; empty where that is this one.
    """

    id: str
    anchor: Anchor
    kind: NoteKind
    created: str
    modified: str
    text: str = ""
    colour: str = "yellow"
    tags: tuple[str, ...] = ()
    starred: bool = False
    status: Literal["", "todo", "done"] = ""
    folder: str = ""
    trashed: str | None = None
    creator: Person = NOBODY
    editor: Person = NOBODY
    origin: str = ""

    def is_others(self, me: Person) -> bool:
        """Whether somebody else than `me` made it: one's own notes may come from another computer of one's own."""
        return bool(self.origin) and self.creator != me


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a note's place that lies in one block."""

    block: str
    span: Span


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor's words stand in today's text.

    Attributes:
        state: exact (same place, same words), moved (same words elsewhere), changed (similar words), orphan (none).
        pieces: one per block, in reading order; empty for an orphan.
        score: 0..1, how like the quote the words found are; of several clauses of which one stands, its share.
        intact: whether what was remembered of the words around them stands around them unchanged.
    """

    state: State
    pieces: tuple[Piece, ...] = ()
    score: float = 1.0
    intact: bool = False


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note with the place it resolves to now.

    Attributes:
        document: whether its document is here, away (in no shelf), or here and unreadable; only in one that is here has
            anybody looked for its words.
    """

    note: Note
    resolution: Resolution
    document: Presence = "here"

    @property
    def location(self) -> Location:
        """Where to go for it; an orphan leads to its document only."""
        if not self.resolution.pieces:
            return Location(self.note.anchor.doc)
        first = self.resolution.pieces[0]
        return Location(self.note.anchor.doc, first.block, first.span)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the user has selected in a document: one piece per block, in reading order, never empty."""

    doc: str
    pieces: tuple[Piece, ...]


CellValue = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class RowMark:
    """What a user says about one row of a register: how far it is, and a remark of their own.

    Attributes:
        key: names the row; the same for the same row after a restart and in a colleague's library.
        doc, register: the document it was read from; tasks, targets, systems or citations.
        status: 未开始, 进行中, 完成 …: the words are the user's business; empty for none.
        modified: ISO 8601 in UTC; the store sets it.
        seen: what each field has seen, on the way between two stores; nothing elsewhere.
    """

    key: str
    doc: str
    register: str
    status: str = ""
    note: str = ""
    modified: str = ""
    seen: str = field(default="", compare=False)

    @property
    def empty(self) -> bool:
        """Whether it says nothing, so that storing it means removing it."""
        return not (self.status or self.note)


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """What a user sets right in one row of a register. Kept apart from the corpus, which stays as it was read.

    Attributes:
        key, doc, register: as of a RowMark.
        quote: the words the row was read from, so that a correction can be seen to have lost its row.
        changes: name of a column → the value that is to stand there; lists are lists of texts.
        modified, seen: as of a RowMark.
    """

    key: str
    doc: str
    register: str
    quote: str = ""
    changes: Mapping[str, CellValue] = field(default_factory=dict, hash=False)
    modified: str = ""
    seen: str = field(default="", compare=False)

    @property
    def empty(self) -> bool:
        """Whether it changes nothing, so that storing it means removing it."""
        return not self.changes
