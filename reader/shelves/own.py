"""OwnShelf: the user's own documents, the one shelf that is written to.

    documents/own-k3v9x2ab/          one family: a document with its versions
    documents/own-k3v9x2ab/v2/       the newest version is the document of that id; see `version`
    documents/own-k3v9x2ab/set.json  what the user corrected
    documents/trash/own-…/           what was taken out, whole
    documents/new-…/                 what is being written
    documents/changed                says something new after every change
    documents/lock                   held by whoever writes

Every change becomes true with one rename. A program that is killed at any moment leaves everything as it was or as it
is to be, and at worst a folder new-… that the next writer removes. Safe to use from several threads and programs.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from threading import RLock
from time import time_ns
from types import MappingProxyType
from typing import Any, Final

from reader.core.document import Document, DocumentInfo, source_from
from reader.core.errors import DamagedCorpus, DamagedStore, NotFound
from reader.shelves import disk, version
from reader.shelves.shelf import OWN
from reader.shelves.version import Facts, Version

TRASH, SET, TOKEN, PREFIX, _DRAFT = "trash", "set.json", "changed", "own-", "new-"
_OURS: Final = frozenset([TRASH, TOKEN, disk.LOCK])
BY_HAND: Final = "由用户更正"
FIELDS: Final = ("title", "doc_number", "issuers", "written", "published", "kind", "region")
"""What of a description can be corrected."""
_FAMILY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_OLDER: Final = re.compile(r"([a-z0-9][a-z0-9-]{0,99})-v([1-9]\d{0,4})")
_NUMBER: Final = re.compile(r"v([1-9]\d{0,4})")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_SETTLED: Final = 3_000_000_000  # ns; after them every file system gives a change a time of its own
_LARGEST_SET: Final = 1024**2


@dataclass(frozen=True)
class Family:
    """One document with its versions, oldest first, and what the user corrected in each, by number."""

    id: str
    versions: tuple[Version, ...]
    set: Mapping[int, Mapping[str, Any]]

    @property
    def newest(self) -> Version:
        """What stands in the library."""
        return self.versions[-1]

    @cached_property
    def info(self) -> DocumentInfo:
        """The description of the document, with what was corrected."""
        return self.on(self.newest, self.newest.info)

    def on(self, which: Version, document: DocumentInfo) -> Any:
        """The same with what was corrected; whole documents stay whole."""
        values = self.set.get(which.number)
        if not values:
            return document
        inferred = {**document.source.inferred, **dict.fromkeys(values, BY_HAND)}
        return replace(document, **values, source=replace(document.source, inferred=inferred))


@dataclass(frozen=True)
class _State:
    """What one look at a folder gave. `stamps`: when each family's folder last changed."""

    families: Mapping[str, Family]
    stamps: Mapping[str, int]
    faults: Mapping[str, str]

    @cached_property
    def infos(self) -> tuple[DocumentInfo, ...]:
        inside = sorted(self.families.values(), key=lambda each: (each.versions[0].facts.added, each.id))
        return tuple(each.info for each in inside)

    @cached_property
    def revision(self) -> str:
        parts = [(i, each.newest.number, each.newest.sum, each.set) for i, each in self.families.items()]
        return hashlib.sha256(repr(sorted(parts, key=itemgetter(0))).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def by_sum(self) -> Mapping[str, tuple[str, int]]:
        found = {v.facts.sha256: (each.id, v.number) for each in self.families.values() for v in each.versions}
        return MappingProxyType(found)


_NOTHING: Final = _State({}, {}, {})


WorkedOut = Callable[[Document, str], Mapping[str, bytes]]


def _nothing(_document: Document, _sum: str) -> Mapping[str, bytes]:
    return {}


class OwnShelf:
    """The user's own documents. Nothing is read before the first question, nothing made before the first document."""

    name = OWN

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._here = _Look(folder, folder / TOKEN)
        self._away = _Look(folder / TRASH, folder / TOKEN)

    # -- what is there

    @property
    def revision(self) -> str:
        """Changes whenever any document does."""
        return self._here.state().revision

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions, in the order in which the documents were first added."""
        return self._here.state().infos

    def families(self) -> Mapping[str, Family]:
        """All documents with their versions, by id."""
        return self._here.state().families

    def removed(self) -> tuple[DocumentInfo, ...]:
        """The descriptions of what was taken out."""
        return self._away.state().infos

    def faults(self) -> tuple[str, ...]:
        """A sentence for each document that is there and cannot be read."""
        return tuple(self._here.state().faults.values())

    def holds(self, doc_id: str) -> bool:
        """Whether a document, or an older version of one, of that id is there."""
        return self._found(doc_id) is not None

    def family(self, doc_id: str, *, away: bool = False) -> Family:
        """A document with its versions, by its id or that of a version. Raises NotFound."""
        families = (self._away if away else self._here).state().families
        older = _OLDER.fullmatch(doc_id)
        found = families.get(doc_id) or (families.get(older[1]) if older else None)
        if found is None:
            raise NotFound(f"“我的文件”中没有编号为“{doc_id}”的文件。")
        return found

    def version(self, doc_id: str) -> Version:
        """The version that an id means: the newest for that of a document. Raises NotFound."""
        found = self._found(doc_id)
        if found is None:
            raise NotFound(f"“我的文件”中没有编号为“{doc_id}”的文件。")
        return found[1]

    def load(self, doc_id: str) -> Document:
        """One document, or an older version of one. Raises NotFound, DamagedCorpus."""
        found = self._found(doc_id)
        if found is None:
            raise NotFound(f"文库中没有编号为“{doc_id}”的文件。")
        family, which = found
        document: Document = family.on(which, which.load())
        return document if doc_id == family.id else replace(document, id=doc_id)

    def source(self, doc_id: str) -> str:
        """The decoded text that a document was made from. Raises NotFound, DamagedCorpus."""
        try:
            return source_from(self.load(doc_id))
        except ValueError as error:
            raise DamagedCorpus(f"“{doc_id}”的修订记录与正文不符，可能已损坏；可以从备份恢复。") from error

    def by_sum(self, sha256: str) -> tuple[str, int, bool] | None:
        """Where a file of these bytes is: id of the document, number of the version, whether it was taken out."""
        for look, away in ((self._here, False), (self._away, True)):
            if found := look.state().by_sum.get(sha256):
                return (*found, away)
        return None

    def _found(self, doc_id: str) -> tuple[Family, Version] | None:
        families = self._here.state().families
        if family := families.get(doc_id):
            return family, family.newest
        if (older := _OLDER.fullmatch(doc_id)) and (family := families.get(older[1])):
            return next(((family, each) for each in family.versions if each.number == int(older[2])), None)
        return None

    # -- changes

    def mint(self) -> str:
        """An id that no document here has had: random, so that it says nothing of what the document is."""
        taken = {*self._here.state().families, *self._away.state().families}
        while (made := PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(8))) in taken:
            pass
        return made

    def add(self, document: Document, original: bytes, facts: Facts, others: WorkedOut = _nothing) -> Version:
        """Puts a document in: a new one, or the next version of the one of its id. One rename makes it true.

        Args:
            others: given the document and the sum of its file, what is worked out from it and kept beside it: bytes by
                name of the file.

        Raises StoreUnavailable; then nothing has changed.
        """
        if not _is_family(document.id):
            raise ValueError(f"{document.id!r} cannot be the id of an own document")
        facts = replace(facts, original=version.ORIGINAL + version.ending_of(facts.file))
        packed = version.packed(document)
        beside = others(document, packed.sum)
        with self._lock, disk.writing(self.folder):
            self._sweep()
            if document.id in self._away.state().families and document.id not in self._here.state().families:
                self._move([document.id], self.folder / TRASH, self.folder)
            family = self._here.state().families.get(document.id)
            number = family.newest.number + 1 if family else 1
            draft = self._draft()
            try:
                inside = draft if family else draft / f"v{number}"
                if not family:
                    inside.mkdir(mode=0o700)
                version.write(inside, packed, original, facts, beside)
                if not family:
                    disk.sync_folder(draft)
                target = self.folder / document.id
                draft.rename(target / f"v{number}" if family else target)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            if family:
                disk.sync_folder(target)
            self._changed([document.id])
        return self.version(document.id)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes documents out, with all their versions. Raises NotFound before anything is moved, StoreUnavailable."""
        wanted = [self.family(doc_id).id for doc_id in ids]
        with self._lock, disk.writing(self.folder):
            disk.make_folder(self.folder / TRASH)
            self._move(wanted, self.folder, self.folder / TRASH)

    def restore(self, ids: Iterable[str]) -> None:
        """Puts back what was taken out. Raises NotFound before anything is moved, StoreUnavailable."""
        wanted = [self.family(doc_id, away=True).id for doc_id in ids]
        with self._lock, disk.writing(self.folder):
            self._move(wanted, self.folder / TRASH, self.folder)

    def set(self, doc_id: str, values: Mapping[str, Any]) -> None:
        """Keeps corrections of a version's description; None takes one back. Raises NotFound, StoreUnavailable."""
        with self._lock, disk.writing(self.folder):
            found = self._found(doc_id)
            if found is None:
                raise NotFound(f"“我的文件”中没有编号为“{doc_id}”的文件。")
            family, which = found
            corrected = {**family.set.get(which.number, {}), **values}
            kept = {name: value for name, value in corrected.items() if value is not None}
            made = {str(number): dict(each) for number, each in {**family.set, which.number: kept}.items() if each}
            disk.write_whole(self.folder / family.id / SET, json.dumps(made, ensure_ascii=False).encode())
            self._changed([family.id])

    def keep(self, which: Version, name: str, data: bytes) -> None:
        """Keeps something worked out from a version beside it. What cannot be kept is worked out again another time."""
        with suppress(OSError):
            disk.write_whole(which.folder / name, data)

    def _move(self, ids: Iterable[str], here: Path, there: Path) -> None:
        moved = []
        try:
            for doc_id in ids:
                (here / doc_id).rename(there / doc_id)
                moved.append(doc_id)
            disk.sync_folder(self.folder / TRASH)
        finally:
            self._changed(moved)

    def _changed(self, ids: Iterable[str]) -> None:
        """Lets the looks of this program and of others know. Call it under the lock."""
        disk.sync_folder(self.folder)
        for doc_id in ids:
            self._here.forget(doc_id)
            self._away.forget(doc_id)
        disk.write_whole(self.folder / TOKEN, secrets.token_hex(8).encode(), sync=False)

    def _draft(self) -> Path:
        draft = self.folder / f"{_DRAFT}{secrets.token_hex(6)}"
        draft.mkdir(mode=0o700)
        return draft

    def _sweep(self) -> None:
        """Removes what an earlier program did not finish. Whoever holds the lock is the only one who writes."""
        for path in self.folder.glob(f"{_DRAFT}*"):
            shutil.rmtree(path, ignore_errors=True)


class _Look:
    """What is in a folder of families; looked at again only where something has changed."""

    def __init__(self, folder: Path, token: Path) -> None:
        """`token`: a small file that says something new after every change."""
        self._folder, self._token = folder, token
        self._lock = RLock()
        self._state: _State | None = None
        self._said: bytes | None = None

    def forget(self, family: str) -> None:
        """A family has changed just now."""
        with self._lock:
            if self._state is not None:
                stamps = {name: at for name, at in self._state.stamps.items() if name != family}
                self._state = replace(self._state, stamps=stamps)
            self._said = None

    def state(self) -> _State:
        """What is there."""
        with self._lock:
            try:
                said = self._token.read_bytes()
            except OSError:
                said = b""
            if self._state is None or said != self._said:
                self._state = self._looked(self._state or _NOTHING)
                self._said = said
            return self._state

    def _looked(self, before: _State) -> _State:
        now = time_ns()
        families: dict[str, Family] = {}
        stamps: dict[str, int] = {}
        faults: dict[str, str] = {}
        try:
            found = _listed(self._folder)
        except OSError as error:
            found = []
            faults[""] = f"“我的文件”所在的文件夹 {self._folder} 无法读取（{error.strerror or error}）。"
        for name, stamp in found:
            try:
                if stamp == before.stamps.get(name):
                    families[name] = before.families[name]
                else:
                    families[name] = _family(self._folder / name)
                if now - stamp > _SETTLED:
                    stamps[name] = stamp
            except FileNotFoundError:  # moved just now
                continue
            except (DamagedCorpus, OSError) as error:
                faults[name] = str(error)
        same = families == before.families and faults == before.faults
        return replace(before, stamps=stamps) if same else _State(families, stamps, faults)


def _listed(folder: Path) -> list[tuple[str, int]]:
    """The families in a folder, by name, each with when its folder last changed."""
    try:
        with os.scandir(folder) as entries:
            return sorted((each.name, each.stat().st_mtime_ns) for each in entries if _is_family(each.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_family(name: str) -> bool:
    return bool(_FAMILY.fullmatch(name)) and name not in _OURS and not name.startswith(_DRAFT)


def _family(path: Path) -> Family:
    numbers = sorted(int(found[1]) for each in path.iterdir() if (found := _NUMBER.fullmatch(each.name)))
    if not numbers:
        raise DamagedCorpus(f"“我的文件”中的 {path} 是空的。")
    versions = tuple(version.read(path.name, number, path / f"v{number}") for number in numbers)
    return Family(path.name, versions, _set(path / SET))


def _set(file: Path) -> Mapping[int, Mapping[str, Any]]:
    try:
        value = json.loads(disk.read_whole(file, _LARGEST_SET))
        return {int(number): {name: _value(name, each[name]) for name in each} for number, each in value.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, DamagedStore):
        return {}  # corrections that cannot be read: the document as it was read


def _value(name: str, value: Any) -> Any:
    if name == "issuers":
        return tuple(str(each) for each in value)
    if name not in FIELDS or not isinstance(value, str):
        raise ValueError(name)
    return value
