"""What every document of a library says of others that ends or alters them: read once, kept, and read again where a
document has changed.

One search finds the clauses that may say so (the index proposes, the text decides). What was read is kept in the cache
by the sum of each document, so that the next session reads nothing, and a document more costs that document. What in
the file is not as this program writes it is not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

from reader import __version__
from reader.core.document import Block, Document, DocumentInfo
from reader.core.errors import ReaderError
from reader.core.hits import Hit, SearchOptions, SearchResult
from reader.core.span import Span
from reader.files import read_whole, write_whole
from reader.private import private_folder
from reader.registers.changes import ENDING, LONGEST, Change, is_decision, read_changes
from reader.registers.shipping import value_from, value_of

FILE: Final = "changes.json"
FORM: Final = 1  # of the file, and of how changes are read
MOST_BYTES: Final = 64 * 1024**2
WORTH_KEEPING: Final = 20  # documents, from which on
_ENDINGS: Final = "|".join(ENDING)
_KEY: Final = 32  # characters of a sum

Search = Callable[[str, SearchOptions], SearchResult]


@dataclass(frozen=True, slots=True)
class _Read:
    """What a document does to others. `key`: its sum; where it has none, "" and what it was read from."""

    key: str
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

    def of(self, infos: Sequence[DocumentInfo], sums: Mapping[str, str]) -> dict[str, tuple[Change, ...]]:
        """What each of these documents does to others, by id, in their order; those that do nothing are left out.

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
        made = (
            {**before, **dict(self._read_anew(fresh, keys, all_of_them=len(fresh) == len(infos)))} if fresh else before
        )
        if fresh or len(before) > len(infos):
            made = {info.id: made[info.id] for info in infos}
            self._keep(made)
        self._read = made
        return {info.id: found for info in infos if (found := made[info.id].changes)}

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
            yield info.id, _Read(key, changes) if key else _Read("", changes, info, texts)

    def _kept(self) -> dict[str, _Read]:
        if self._file is None:
            return {}
        try:
            value = json.loads(read_whole(self._file, MOST_BYTES).decode("utf-8", "surrogatepass"))
            if value["stamp"] != _stamp():
                return {}
            return {str(doc): _Read(str(key), _changes(doc, made)) for doc, (key, made) in value["documents"].items()}
        except (ReaderError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}  # read anew

    def _keep(self, read: Mapping[str, _Read]) -> None:
        known = {doc: each for doc, each in read.items() if each.key}
        if self._file is None or len(known) < WORTH_KEEPING:
            return
        documents = {doc: [each.key, [value_of(change) for change in each.changes]] for doc, each in known.items()}
        data = json.dumps({"stamp": _stamp(), "documents": documents}, ensure_ascii=False, separators=(",", ":"))
        with suppress(ReaderError, OSError):  # read again next time
            private_folder(self._file.parent)
            write_whole(self._file, data.encode("utf-8", "surrogatepass"), private=True)


def _key(known: _Read | None) -> str | None:
    return known.key if known is not None else None


def _stamp() -> str:
    return hashlib.sha256(f"{FORM} {__version__} {_ENDINGS}".encode()).hexdigest()


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
