"""What families rest on, of every document of a library: its name, and what it says of others that ends or alters them.

One search finds the clauses that may say so (the index proposes, the text decides). What was read is kept in the cache
by the sum of each document, so that the next session reads nothing, and a document more costs that document; which
documents are meant is kept by the sums of all. What in the file is not as this program writes it is not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from reader import __version__
from reader.core.document import Block, Document, DocumentInfo
from reader.core.editions import Name, Stage, name_of
from reader.core.errors import ReaderError
from reader.core.hits import Hit, SearchOptions, SearchResult
from reader.core.span import Span
from reader.files import read_whole, write_whole
from reader.private import private_folder
from reader.registers.changes import ENDING, LONGEST, Change, is_decision, read_changes
from reader.registers.shipping import value_from, value_of

FILE: Final = "changes.json"
FORM: Final = 2  # of the file, and of how changes are read
MOST_BYTES: Final = 64 * 1024**2
WORTH_KEEPING: Final = 20  # documents, from which on
_ENDINGS: Final = "|".join(ENDING)
_KEY: Final = 32  # characters of a sum

STAGES: Final[frozenset[Stage]] = frozenset(get_args(Stage))

Link = tuple[str, int, str]
"""A document, the number of one of its changes, and a document that this is about."""

Search = Callable[[str, SearchOptions], SearchResult]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of a document. `key`: its sum; where it has none, "", with what the rest was read from."""

    key: str
    name: Name
    changes: tuple[Change, ...]
    info: DocumentInfo | None = None
    texts: tuple[str, ...] = ()


class KnownChanges:
    """The changes of one library. Not safe to use from several threads at once."""

    def __init__(self, load: Callable[[str], Document], search: Search, folder: Path | None = None) -> None:
        """Reads nothing yet.

        Args:
            load, search: the library's.
            folder: of the cache; None keeps nothing.
        """
        self._load, self._search = load, search
        self._file = folder / FILE if folder is not None else None
        self._read: dict[str, _Read] | None = None
        self._links: tuple[str, tuple[Link, ...]] = ("", ())

    @property
    def names(self) -> dict[str, Name]:
        """The names of the documents that were asked about last."""
        return {doc: each.name for doc, each in (self._read or {}).items()}

    def links(self, meant: Callable[[str, Change], Iterable[str]]) -> tuple[tuple[str, Change, str], ...]:
        """Of the documents that were asked about last: which one does what to which other one, by id.

        Args:
            meant: the documents that a change made by a document is about, where that is not known.
        """
        read = self._read or {}
        stamp = _sum_of(read)
        if not stamp or self._links[0] != stamp:
            made = (
                (by, n, doc)
                for by, each in read.items() for n, change in enumerate(each.changes) for doc in meant(by, change)
            )  # fmt: skip
            self._links = (stamp, tuple(made))
            self._keep(read)
        return tuple((by, read[by].changes[n], doc) for by, n, doc in self._links[1])

    def follow(self, infos: Sequence[DocumentInfo], sums: Mapping[str, str]) -> None:
        """Reads what is not known of these documents, and forgets all others.

        Args:
            infos: all documents of the library.
            sums: of each, by id: another one whenever its text or its description is, and no newer than those. What
                has none is looked at again.

        Raises DamagedCorpus.
        """
        keys = {info.id: sums.get(info.id, "")[:_KEY] for info in infos}
        if self._read is None:
            self._read = self._kept()
        before = self._read
        fresh = [info for info in infos if not keys[info.id] or _key(before.get(info.id)) != keys[info.id]]
        made = before
        if fresh:
            anew = self._read_anew(fresh, keys, all_of_them=len(fresh) == len(infos))
            made = {**before, **dict(anew)}
        if fresh or list(before) != list(keys):
            made = {doc: made[doc] for doc in keys}
        self._read = made

    def _read_anew(
        self, infos: Sequence[DocumentInfo], keys: Mapping[str, str], *, all_of_them: bool
    ) -> Iterator[tuple[str, _Read]]:
        """Of decisions all is read, of the rest the clauses that say so."""
        docs = () if all_of_them else tuple(info.id for info in infos)
        said: dict[str, list[Hit]] = {}
        for hit in self._search(_ENDINGS, SearchOptions(docs=docs, limit=None, sort="document")).hits:
            if "《" in hit.text or "号" in hit.text:
                said.setdefault(hit.doc, []).append(hit)
        for info in infos:
            decides, hits = is_decision(info.title), said.get(info.id, [])
            texts = tuple(hit.text for hit in hits)
            known = self._read.get(info.id) if self._read else None
            if known is not None and not keys[info.id] and known.info is info and known.texts == texts:
                yield info.id, known
                continue
            changes: tuple[Change, ...] = ()
            if decides or hits:
                changes = read_changes(self._load(info.id) if decides else _excerpt(info, hits))
            key = keys[info.id]
            name = name_of(info)
            yield info.id, _Read(key, name, changes) if key else _Read("", name, changes, info, texts)

    def _kept(self) -> dict[str, _Read]:
        if self._file is None:
            return {}
        try:
            value = json.loads(read_whole(self._file, MOST_BYTES).decode("utf-8", "surrogatepass"))
            if value["stamp"] != _stamp():
                return {}
            read = {
                str(doc): _Read(str(key), _name(name), _changes(doc, made))
                for doc, (key, name, made) in value["documents"].items()
            }
            stamp, links = value["links"]
            if all(type(n) is int and 0 <= n < len(read[by].changes) and doc in read for by, n, doc in links):
                self._links = (str(stamp), tuple((by, n, doc) for by, n, doc in links))
            return read
        except (ReaderError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}  # read anew

    def _keep(self, read: Mapping[str, _Read]) -> None:
        known = {doc: each for doc, each in read.items() if each.key}
        if self._file is None or len(known) < WORTH_KEEPING:
            return
        documents = {
            doc: [each.key, _plain(each.name), [value_of(change) for change in each.changes]]
            for doc, each in known.items()
        }  # fmt: skip
        value = {"stamp": _stamp(), "documents": documents, "links": self._links if self._links[0] else ["", []]}
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        with suppress(ReaderError, OSError):  # read again next time
            private_folder(self._file.parent)
            write_whole(self._file, data.encode("utf-8", "surrogatepass"), private=True)


def _key(known: _Read | None) -> str | None:
    return known.key if known is not None else None


def _stamp() -> str:
    return hashlib.sha256(f"{FORM} {__version__} {_ENDINGS}".encode()).hexdigest()


def _sum_of(read: Mapping[str, _Read]) -> str:
    """One sum of all documents in their order; "" where one of them has none."""
    keys = [f"{doc} {each.key}" for doc, each in read.items() if each.key]
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if len(keys) == len(read) else ""


def _plain(name: Name) -> list[object]:
    return [name.key, name.stage, name.years, name.edition, name.spoken]


def _name(values: Any) -> Name:
    """A name as it was kept. Raises ValueError, TypeError where it is none."""
    key, stage, years, edition, spoken = values
    if years is not None:
        first, last = years
        years = (int(first), int(last))
    if type(key) is not str or type(spoken) is not bool or stage not in STAGES or type(edition) is not list:
        raise TypeError("no name")
    return Name(key, stage, years, tuple(map(str, edition)), spoken)


def _changes(doc: str, values: Iterable[object]) -> tuple[Change, ...]:
    """The changes of a document as they were kept. Raises ValueError, TypeError, KeyError where they are none."""
    made = tuple(value_from(Change, value) for value in values)
    for each in made:
        if each.citation.at.doc != doc or len(each.words) > LONGEST:
            raise ValueError("no change of this document")
        if each.day is not None and date.fromisoformat(each.day).isoformat() != each.day:
            raise ValueError("no day")
    return made


def _excerpt(info: DocumentInfo, hits: Iterable[Hit]) -> Document:
    """A document of which only some blocks are there."""
    blocks = tuple(Block(hit.block, hit.kind, hit.text, Span(0, len(hit.text))) for hit in hits)
    values = {field.name: getattr(info, field.name) for field in fields(DocumentInfo)}
    return Document(**values, blocks=blocks)
