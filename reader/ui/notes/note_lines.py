"""Notes as lines of a table: what each says, which of them a filter lets through, in which order, and how many.

Pure, and made for a worker thread: ten thousand notes are filtered in a moment. Must not know widgets or the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from reader.core.document import Document
from reader.core.folding import fold_text
from reader.core.note import COLOURS, NOBODY, Person, PlacedNote, Presence
from reader.ui.kit.clause import path_text, whole_path

UNPLACED: Final[Mapping[Presence, str]] = {"away": "不在文库中", "unreadable": "文件暂时打不开"}
"""Why nobody has looked where the words of a note stand today."""
NO_STATUS: Final = "none"
ATTENTION: Final = "attention"
MINE, NAMELESS = "\n我的", "\n没有署名"  # in the place of a name; no name holds a line end
QUOTE_SHOWN: Final = 160

Order = Literal["place", "colour", "quote", "text", "tags", "status", "state", "modified"]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as the table shows it; texts are canonical.

    Attributes:
        clause: how official writing names its clause; empty where it has no number or no place.
        quote: the words it stands on, in one line; of a bookmark, those of its clause.
        words: all there is to search, folded.
        author: who made it: a name with its unit, MINE or NAMELESS.
    """

    placed: PlacedNote
    title: str
    clause: str
    quote: str
    words: str
    author: str = MINE

    @property
    def key(self) -> str:
        """The note's id."""
        return self.placed.note.id

    @property
    def doc(self) -> str:
        """The note's document."""
        return self.placed.note.anchor.doc

    @property
    def attention(self) -> bool:
        """Whether a person should look where it stands today."""
        return self.placed.resolution.state != "exact"


@dataclass(frozen=True, slots=True)
class Band:
    """The header of a group: the lines of one document that follow."""

    doc: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What is to be listed; an empty value lets everything through.

    Attributes:
        words: each must occur, in either script.
        state: one of the four, or ATTENTION for all but exact. status: todo, done or NO_STATUS.
        since: changed at that moment or later, as notes record moments.
        order, down: inside each document where `grouped`, else over all.
    """

    words: str = ""
    doc: str = ""
    colour: str = ""
    tag: str = ""
    state: str = ""
    kind: str = ""
    status: str = ""
    author: str = ""
    since: str = ""
    starred: bool = False
    order: Order = "place"
    down: bool = False
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """How many notes there are, altogether and of each sort."""

    total: int = 0
    todo: int = 0
    done: int = 0
    starred: int = 0
    attention: int = 0
    colours: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the table shows.

    Attributes:
        rows: lines, with a band before those of each document where grouped.
        figures: of the lines listed. documents: (id, title, figures) with the document's filter set aside.
        tags: every tag there is with its count, the most frequent first. authors: so whoever made a note.
    """

    rows: tuple[NoteLine | Band, ...] = ()
    figures: Figures = Figures()
    documents: tuple[tuple[str, str, Figures], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[str, int], ...] = ()

    @property
    def lines(self) -> tuple[NoteLine, ...]:
        """The notes alone."""
        return tuple(row for row in self.rows if isinstance(row, NoteLine))


class LineMaker:
    """Makes lines and keeps them: a note that did not change costs nothing the second time. One thread at a time.

    Attributes:
        tags: every tag of the lines made last, with its count, the most frequent first. authors: so their makers.
    """

    def __init__(
        self,
        look_up: Callable[[str], Document | None],
        title_of: Callable[[str], str | None] = lambda _doc: None,
        me: Callable[[], Person] = lambda: NOBODY,
    ) -> None:
        """`title_of`: what a document is called that cannot be looked up, where that is known. `me`: who reads here."""
        self._look_up, self._title_of, self._me = look_up, title_of, me
        self._was: Person | None = None
        self._made: dict[str, NoteLine] = {}
        self._given: Sequence[PlacedNote] = ()
        self._lines: tuple[NoteLine, ...] = ()
        self._documents: dict[str, Document | None] = {}
        self._clauses: dict[tuple[str, str | None], tuple[str, str, str]] = {}
        self.tags: tuple[tuple[str, int], ...] = ()
        self.authors: tuple[tuple[str, int], ...] = ()

    def lines(self, notes: tuple[PlacedNote, ...]) -> tuple[NoteLine, ...]:
        """A line for each note, in the order given; forgets the notes that are not among them."""
        me = self._me()
        if me != self._was:  # whose notes are one's own has changed
            self._was, self._made, self._given = me, {}, ()
        if notes is self._given:
            return self._lines
        before, made = self._made, {}
        fresh = 0
        for placed in notes:
            kept = before.get(placed.note.id)
            if kept is None or (kept.placed is not placed and kept.placed != placed):
                kept = self._line(placed)
                fresh += 1
            made[placed.note.id] = kept
        self._made = made
        if fresh or len(made) != len(before):
            tags = Counter(tag for line in made.values() for tag in line.placed.note.tags)
            self.tags = tuple(sorted(tags.items(), key=lambda item: (-item[1], item[0])))
            authors = Counter(line.author for line in made.values())
            self.authors = tuple(sorted(authors.items(), key=lambda item: (item[0] != MINE, -item[1], item[0])))
        self._given, self._lines = notes, tuple(made.values())
        return self._lines

    def _line(self, placed: PlacedNote) -> NoteLine:
        note = placed.note
        doc = note.anchor.doc
        document = self._document(doc) if placed.document == "here" else None
        title = document.reading_title if document is not None else self._title_of(doc) or doc
        clause, opening, where = self._clause(document, doc, title, placed.location.block)
        quote = note.anchor.quote[:QUOTE_SHOWN] or opening
        author = (str(note.creator) or NAMELESS) if note.is_others(self._me()) else MINE
        words = fold_text(
            "\n".join((note.anchor.quote or opening, note.text, *note.tags, str(note.creator))), hant=True
        )
        return NoteLine(placed, title, clause, " ".join(quote.split()), f"{words}\n{where}", author)

    def _document(self, doc: str) -> Document | None:
        if doc not in self._documents:
            self._documents[doc] = self._look_up(doc)
        return self._documents[doc]

    def _clause(self, document: Document | None, doc: str, title: str, block_id: str | None) -> tuple[str, str, str]:
        """How the clause is named, how it begins, and name and title folded for the search."""
        key = doc, block_id
        if key not in self._clauses:
            block = document.block(block_id) if document is not None and block_id is not None else None
            name = path_text(whole_path(document, block)) if document and block is not None else ""
            opening = block.text[:QUOTE_SHOWN] if block is not None else ""
            self._clauses[key] = name, opening, fold_text(f"{name}\n{title}", hant=True)
        return self._clauses[key]


def listing(
    lines: Sequence[NoteLine],
    chosen: NoteFilter,
    docs: Sequence[str] = (),
    tags: tuple[tuple[str, int], ...] = (),
    authors: tuple[tuple[str, int], ...] = (),
) -> Listing:
    """The lines that the filter lets through, ordered and counted.

    `docs`: documents in library order. `tags` and `authors` are passed on.
    """
    wanted = fold_text(chosen.words, hant=True).split()
    by_doc = _by_document(_passing(lines, chosen, wanted), docs)
    shown = by_doc if not chosen.doc else {doc: own for doc, own in by_doc.items() if doc == chosen.doc}
    rows: list[NoteLine | Band] = []
    if chosen.grouped:
        for doc, own in shown.items():
            rows.append(Band(doc, own[0].title, len(own)))
            rows.extend(_ordered(own, chosen))
    else:
        rows.extend(_ordered([line for own in shown.values() for line in own], chosen))
    figures = {doc: _figures(own) for doc, own in by_doc.items()}
    return Listing(
        tuple(rows),
        _sum([figures[doc] for doc in shown]),
        tuple((doc, own[0].title, figures[doc]) for doc, own in by_doc.items()),
        tags,
        authors,
    )


def days_ago(days: int, now: datetime | None = None) -> str:
    """The beginning of the day so many days back, by the local clock, as notes record moments."""
    local = (now or datetime.now(UTC)).astimezone()
    start = (local - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    return start.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def split_tags(text: str) -> tuple[str, ...]:
    """The tags somebody typed: parted by blanks, commas or semicolons, with or without #, each once."""
    parted = text.translate(str.maketrans("，、；;,\n\t　", "        "))
    return tuple(dict.fromkeys(tag for word in parted.split(" ") if (tag := word.strip().strip("#＃").strip())))


def _passing(lines: Sequence[NoteLine], chosen: NoteFilter, words: Sequence[str]) -> Sequence[NoteLine]:
    """One pass for each condition there is: most filters have one or two. All but the document's own."""
    status = "" if chosen.status == NO_STATUS else chosen.status
    if chosen.colour:
        lines = [line for line in lines if line.placed.note.colour == chosen.colour]
    if chosen.kind:
        lines = [line for line in lines if line.placed.note.kind == chosen.kind]
    if chosen.starred:
        lines = [line for line in lines if line.placed.note.starred]
    if chosen.tag:
        lines = [line for line in lines if chosen.tag in line.placed.note.tags]
    if chosen.author:
        lines = [line for line in lines if line.author == chosen.author]
    if chosen.status:
        lines = [line for line in lines if line.placed.note.status == status]
    if chosen.state == ATTENTION:
        lines = [line for line in lines if line.attention]
    elif chosen.state:
        lines = [line for line in lines if line.placed.resolution.state == chosen.state]
    if chosen.since:
        lines = [line for line in lines if line.placed.note.modified >= chosen.since]
    for word in words:
        lines = [line for line in lines if word in line.words]
    return lines


def _by_document(lines: Iterable[NoteLine], docs: Sequence[str]) -> dict[str, list[NoteLine]]:
    found: dict[str, list[NoteLine]] = {}
    for line in lines:
        found.setdefault(line.doc, []).append(line)
    order = {doc: n for n, doc in enumerate(docs)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


_STATUSES: Final = {"todo": "0", "done": "1", "": "2"}
_STATES: Final = {"orphan": "0", "changed": "1", "moved": "2", "exact": "3"}
_COLOURS: Final = {name: str(n) for n, name in enumerate(COLOURS)}
_KEYS: Final[Mapping[str, Callable[[NoteLine], str]]] = {
    "colour": lambda line: _COLOURS.get(line.placed.note.colour, "9"),
    "quote": lambda line: line.quote,
    "text": lambda line: line.placed.note.text,
    "tags": lambda line: " ".join(line.placed.note.tags),
    "status": lambda line: _STATUSES.get(line.placed.note.status, "9"),
    "state": lambda line: _STATES[line.placed.resolution.state],
    "modified": lambda line: line.placed.note.modified,
}


def _ordered(lines: list[NoteLine], chosen: NoteFilter) -> list[NoteLine]:
    if chosen.order == "place":
        return lines[::-1] if chosen.down else lines
    return sorted(lines, key=_KEYS[chosen.order], reverse=chosen.down)


def _figures(lines: Sequence[NoteLine]) -> Figures:
    todo = done = starred = attention = 0
    colours: dict[str, int] = {}
    for line in lines:
        note = line.placed.note
        if note.status:
            if note.status == "todo":
                todo += 1
            else:
                done += 1
        starred += note.starred
        attention += line.placed.resolution.state != "exact"
        if note.kind != "bookmark":
            colours[note.colour] = colours.get(note.colour, 0) + 1
    return Figures(len(lines), todo, done, starred, attention, colours)


def _sum(all_of_them: Sequence[Figures]) -> Figures:
    colours: Counter[str] = Counter()
    for each in all_of_them:
        colours.update(each.colours)
    return Figures(
        sum(each.total for each in all_of_them),
        sum(each.todo for each in all_of_them),
        sum(each.done for each in all_of_them),
        sum(each.starred for each in all_of_them),
        sum(each.attention for each in all_of_them),
        colours,
    )
