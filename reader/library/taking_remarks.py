"""Other programs' files of notes made into notes of this library: whose words they are, and where they stand here.

Told apart by what is in them: comments of a Word file, annotations of a PDF, JSON of annotation programs, clippings of
reading programs, a table with a column of quotations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from reader.core.anchor import Resolver
from reader.core.citation import find_documents
from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput
from reader.core.hits import SearchOptions, SearchResult
from reader.core.note import Anchor, Note
from reader.core.remark import (
    Remark,
    Remarks,
    another_id,
    as_note,
    came_home,
    home_words,
    in_utc,
    spelled,
    which,
    written,
)
from reader.core.showing import brief
from reader.core.steps import Told, steps, untold
from reader.formats.sniff import REMARKED, sniff
from reader.formats.text import decode_text
from reader.store.bundle import Bundle, Extras
from reader.store.formats import clippings, foreign, quotations
from reader.store.versions import LIFE, Tombstone, joined, outside, vector_from

if TYPE_CHECKING:
    from reader.library.notebook import Notebook

MOST_PLACES: Final = 50  # of a quotation, so many are looked at
LOOKED_FOR: Final = 12  # quotations by which a document is looked for
LONG_ENOUGH: Final = 6  # characters of a quotation that tells something
MOST_WORDS: Final = 40  # characters of it that are searched for

_ZIP: Final = b"PK\x03\x04"


class WholeLibrary(Protocol):
    """What is used of the door of the library.

    Attributes:
        notebook: the notes.
    """

    notebook: Notebook

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents."""

    def open(self, doc: str) -> Document:
        """One of them."""

    def search(self, query: str, options: SearchOptions) -> SearchResult:
        """Where words stand."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked of the library.

    Attributes:
        find: documents whose id, number or title is exactly these words.
        having: ids of documents in which the words stand.
        open: a document.
        notes: the notes that are there, to know those that come home.
    """

    find: Callable[[str], Sequence[str]]
    having: Callable[[str], Iterable[str]]
    open: Callable[[str], Document]
    notes: Callable[[], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gives.

    Attributes:
        notes: each at its words, or keeping words that its document has no longer.
        elsewhere: title → how many remarks stand on a document that is not here.
        deleted: notes whose comments were deleted in a Word file that this program wrote.
        refused: a sentence for each remark that could not be used.
        file: the name of the file that was read.
    """

    notes: tuple[Note, ...]
    elsewhere: Mapping[str, int]
    deleted: tuple[Tombstone, ...] = ()
    refused: tuple[str, ...] = ()
    file: str = ""

    @property
    def bundle(self) -> Bundle:
        """The same as a file of this program's own would bring it."""
        return Bundle(self.notes, Extras(tombstones=self.deleted), refused=self.refused)

    @property
    def nowhere(self) -> str:
        """What is said where nothing of the file stands on a document that is here."""
        names = [title for title in self.elsewhere if title != self.file]
        if not names:
            return f"“{brief(self.file)}”没有写明批注所在的文件，按引文也没有找到。请先打开那份文件，再导入批注。"
        return f"这些批注所在的文件不在文库中：{brief('、'.join(names))}。请先添加文件，再导入批注。"

    def __bool__(self) -> bool:
        """Whether it gives anything."""
        return bool(self.notes or self.deleted)


def is_other(data: bytes) -> bool:
    """Whether the bytes are no file of notes of this program's own, but may hold somebody's remarks."""
    if sniff(data) in REMARKED:
        return True
    if data.startswith(_ZIP):
        return False
    text = _text(data)
    if text.lstrip()[:1] in {"[", "{"}:
        return not foreign.is_own(data)
    return clippings.is_kindle(text) or clippings.is_wechat(text) or quotations.is_foreign(text)


def take(
    data: bytes, name: str, read_file: Callable[[bytes, str], Remarks], library: Sources, now: Callable[[], str],
    doc: str | None = None, told: Told = untold,
) -> Taken:  # fmt: skip
    """The remarks of a file as notes. Raises BadInput where it is none of the kinds, or damaged.

    Args:
        read_file: reads a Word file or PDF, where hostile files are read.
        doc: the document that the remarks stand on, where the user says so.
        told: how many remarks of a document are looked up.
    """
    mine = {each.id: each for each in library.notes()}
    known = _Known(mine.values())
    notes: dict[str, Note] = {}
    told_at: dict[str, dict[str, str]] = {}
    elsewhere: dict[str, int] = {}
    deleted: list[Tombstone] = []
    refused: list[str] = []
    for title, remarks in _groups(data, name, read_file).items():
        refused += remarks.refused
        if not (remarks.remarks or remarks.exported):
            continue
        found = library.open(doc) if doc is not None else _document(remarks, library)
        if found is None:
            elsewhere[title or name] = elsewhere.get(title or name, 0) + len(remarks.remarks)
            continue
        exported = [mine[key] for key, _ in remarks.exported if key in mine]
        made = list(_notes(remarks.remarks, found, now, told, known))
        homes = known.homes(remarks.remarks, made, exported)
        for note, home, remark in zip(made, homes, remarks.remarks, strict=True):
            _put(notes, note if home is None else came_home(home, remark), home, told_at)
        home_again = {each.id for each in homes if each is not None}
        gone = [each for each in exported if each.id not in home_again]
        deleted += _deletions(gone, dict(remarks.exported), now())
    return Taken(tuple(notes.values()), elsewhere, tuple(deleted), tuple(refused), name)


def _deletions(gone: Iterable[Note], exported: Mapping[str, str], moment: str) -> Iterator[Tombstone]:
    """The deletions of notes whose comments are missing: each has seen of the note what the file was made with."""
    for note in gone:
        try:
            seen = vector_from(json.loads(exported[note.id]))
        except (ValueError, RecursionError):
            continue  # a list that somebody has changed says nothing
        told = outside(LIFE, json.dumps([note.id, dict(seen)], sort_keys=True))
        yield Tombstone(note.id, note.anchor.doc, moment, joined(seen, {told: 1}))


def _put(notes: dict[str, Note], note: Note, home: Note | None, told: dict[str, dict[str, str]]) -> None:
    """Word tells no seconds: two comments of one minute at the same words are two notes, the same one twice is one.

    Args:
        told: id of a note → what those say that would bear it, so that thousands at the same words are not compared.
    """
    if home is not None:
        notes.setdefault(note.id, note)
        return
    said = told.setdefault(note.id, {})
    count = len(said) + 1
    while note.text not in said:
        key = note.id if count == 1 else another_id(note.id, count)
        here = notes.setdefault(key, replace(note, id=key))
        said[here.text] = key
        count += 1


class _Known:
    """The notes that are here, to know those that come home in a comment, also where their words were edited."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._at: dict[tuple[str, str], list[Note]] = {}
        self._anchors: dict[tuple[str, str, str], Anchor] = {}
        for each in notes:
            key = each.anchor.doc, each.created[:19]
            self._at.setdefault(key, []).append(each)
            self._anchors.setdefault((*key, each.anchor.quote), each.anchor)

    def anchor_of(self, remark: Remark, doc: str) -> Anchor | None:
        """Where the words of a remark stand that comes home; None for another."""
        return self._anchors.get((doc, in_utc(remark.created)[:19], remark.quote)) if remark.quote else None

    def homes(self, remarks: Sequence[Remark], made: Sequence[Note], exported: Sequence[Note]) -> list[Note | None]:
        """For each remark the note it was. A comment keeps document, second and author; of several, what else fits
        best: words quoted and written, words quoted, words written, order. Of a file that has lost the moments and
        lists what was `exported` into it, words quoted and written.
        """
        found: list[Note | None] = [None] * len(made)
        together: dict[tuple[str, str], list[int]] = {}
        for at, note in enumerate(made):
            key = note.anchor.doc, note.created[:19]
            if key in self._at:
                together.setdefault(key, []).append(at)
        for key, places in together.items():
            _settle(found, places, remarks, self._at[key], _MARKS)
        at_home = {each.id for each in found if each is not None}
        left = [each for each in exported if each.id not in at_home]
        _settle(found, range(len(made)), remarks, left, _MARKS[:1])
        return found


def _settle(
    found: list[Note | None], places: Iterable[int], remarks: Sequence[Remark], notes: Iterable[Note],
    every: Iterable[_Marks],
) -> None:  # fmt: skip
    """Gives remarks that have found none the notes with the same marks, each once."""
    left = {each.id: each for each in notes}
    for marks in every:
        there: dict[object, list[Note]] = {}
        for each in left.values():
            there.setdefault(marks.of_note(each), []).append(each)
        for at in places:
            fitting = there.get(marks.of_remark(remarks[at])) if found[at] is None else None
            if fitting:
                found[at] = left.pop(fitting.pop(0).id)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a note and the comment it became have in common."""

    of_note: Callable[[Note], object]
    of_remark: Callable[[Remark], object]


_MARKS: Final = (
    _Marks(lambda n: (n.anchor.quote, spelled(written(n))), lambda r: (r.quote, spelled(home_words(r)))),
    _Marks(lambda n: n.anchor.quote, lambda r: r.quote),
    _Marks(lambda n: (n.creator.name, spelled(written(n))), lambda r: (r.author, spelled(home_words(r)))),
    _Marks(lambda n: n.creator.name, lambda r: r.author),
)


def take_into(library: WholeLibrary, data: bytes, name: str, doc: str | None = None, told: Told = untold) -> Taken:
    """`take` for the library that is open; Word files and PDFs are read in a process of their own."""
    from reader.formats.worker import remarks
    from reader.store.times import utc_now

    def having(words: str) -> Iterator[str]:
        quoted = words.replace('"', " ").strip()
        found = library.search(f'"{quoted}"', SearchOptions(limit=MOST_PLACES)) if quoted else None
        return iter(dict.fromkeys(hit.doc for hit in found.hits)) if found is not None else iter(())

    asked = Sources(
        lambda words: [info.id for info in find_documents(library.documents(), words)], having, library.open,
        library.notebook.notes,
    )  # fmt: skip
    return take(data, name, remarks, asked, utc_now, doc, told)


def _groups(data: bytes, name: str, read_file: Callable[[bytes, str], Remarks]) -> Mapping[str, Remarks]:
    if sniff(data) in REMARKED:
        found = read_file(data, name)
        if not (found.remarks or found.exported):
            raise BadInput(f"“{name}”里没有批注或修订。")
        return {found.title: found}
    text = _text(data)
    if text.lstrip()[:1] in {"[", "{"}:
        return foreign.read_foreign(data)
    if clippings.is_kindle(text):
        return clippings.read_kindle(text)
    if clippings.is_wechat(text):
        found = clippings.read_wechat(text)
        return {found.title: found}
    return quotations.read_quotations(text)


def _text(data: bytes) -> str:
    """The text in whatever encoding it is: Chinese spreadsheets save tables as GB 18030. Empty for what is none."""
    try:
        return decode_text(data, "")[0].removeprefix("\ufeff")
    except BadInput:
        return ""


def _notes(
    remarks: Sequence[Remark], document: Document, now: Callable[[], str], told: Told, known: _Known
) -> Iterator[Note]:
    """Each as a note; the words of one that is here need not be looked for."""
    resolver = Resolver(document)
    for remark in steps(remarks, len(remarks), told):
        yield as_note(remark, document, resolver, now, known.anchor_of(remark, document.id))


def _document(remarks: Remarks, library: Sources) -> Document | None:
    """The document that says it is the one, else the one of that title, else the one that has most of the words."""
    for words in filter(None, (remarks.doc, remarks.title)):
        ids = library.find(words)
        if len(ids) == 1:
            return library.open(ids[0])
    quotes = sorted({r.quote.split("\n")[0] for r in remarks.remarks if len(r.quote) >= LONG_ENOUGH}, key=len)
    found = dict.fromkeys(doc for quote in quotes[-LOOKED_FOR:] for doc in library.having(quote[:MOST_WORDS]))
    return which(remarks, map(library.open, found))
