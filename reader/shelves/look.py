"""What is on the user's own shelf: looked at once, and again only where something has changed. Writes nothing."""

from __future__ import annotations

import json
import os
from bisect import insort
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter
from pathlib import Path
from threading import RLock
from time import time_ns
from types import MappingProxyType
from typing import Any, Final, TypeVar

from reader.core.document import DocumentInfo
from reader.core.errors import BadInput, DamagedCorpus, in_words
from reader.core.late_dataclass import dataclass, replace
from reader.core.late_pattern import late
from reader.core.sums import sha256
from reader.shelves import disk, version
from reader.shelves.version import Version

TRASH, SET, TOKEN, DRAFT = "trash", "set.json", "changed", "new-"
_OURS: Final = frozenset([TRASH, TOKEN, disk.LOCK])
BY_HAND: Final = "由用户更正"
FIELDS: Final = ("title", "doc_number", "issuers", "written", "published", "kind", "region")
"""What of a description can be corrected."""
_FAMILY: Final = late(r"[a-z0-9][a-z0-9-]{0,99}")
OLDER: Final = late(r"([a-z0-9][a-z0-9-]{0,99})-v([1-9]\d{0,4})")
_NUMBER: Final = late(r"v([1-9]\d{0,4})")
_SETTLED: Final = 3_000_000_000  # ns; after them every file system gives a change a time of its own
_LARGEST_SET: Final = 1024**2
_LARGEST_TOKEN: Final = 1024


Described = TypeVar("Described", bound=DocumentInfo)


@dataclass(frozen=True)
class Family:
    """One document with its versions, oldest first, and what the user corrected in each, by number.

    Attributes:
        faults: a sentence for each older version that is there and cannot be read.
    """

    id: str
    versions: tuple[Version, ...]
    set: Mapping[int, Mapping[str, Any]]
    faults: tuple[str, ...] = ()

    @property
    def newest(self) -> Version:
        """What stands in the library."""
        return self.versions[-1]

    @cached_property
    def info(self) -> DocumentInfo:
        """The description of the document, with what was corrected."""
        return self.on(self.newest, self.newest.info)

    @cached_property
    def place(self) -> tuple[str, str]:
        """Where it stands among others: in the order in which they were first added."""
        return self.versions[0].facts.added, self.id

    def on(self, which: Version, document: Described) -> Described:
        """The same with what was corrected; whole documents stay whole."""
        values = self.set.get(which.number)
        if not values:
            return document
        inferred = {**document.source.inferred, **dict.fromkeys(values, BY_HAND)}
        return replace(document, **values, source=replace(document.source, inferred=inferred))


@dataclass(frozen=True)
class State:
    """What one look at a folder gave. `stamps`: when each family's folder last changed."""

    families: Mapping[str, Family]
    stamps: Mapping[str, int]
    faults: Mapping[str, str]

    @cached_property
    def infos(self) -> tuple[DocumentInfo, ...]:
        """The descriptions, in the order in which the documents were first added."""
        return tuple(map(attrgetter("info"), self.ranked))

    @cached_property
    def ranked(self) -> Sequence[Family]:
        """The families in the order in which they were first added."""
        return sorted(self.families.values(), key=_PLACE)

    def changed(self, names: frozenset[str], families: Mapping[str, Family], faults: Mapping[str, str]) -> State:
        """The state after a change of these."""
        stamps = {name: stamp for name, stamp in self.stamps.items() if name not in names}
        made = State(families, stamps, faults)
        if "ranked" in self.__dict__:
            ranked = [each for each in self.ranked if each.id not in names]
            for name in names & families.keys():
                insort(ranked, families[name], key=_PLACE)
            made.__dict__["ranked"] = ranked
        return made

    @cached_property
    def revision(self) -> str:
        """Changes whenever any document does."""
        parts = [(i, each.newest.number, each.newest.sum, each.set) for i, each in self.families.items()]
        return sha256(repr(sorted(parts, key=itemgetter(0))).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """Of each document one that changes whenever its newest version or what was corrected of it does, by id."""
        parts = ((doc, each.newest.sum, each.set.get(each.newest.number)) for doc, each in self.families.items())
        return {
            doc: found if not values else
            sha256(repr((found, sorted(values.items()))).encode("utf-8", "surrogatepass")).hexdigest()
            for doc, found, values in parts
        }  # fmt: skip

    @cached_property
    def by_sum(self) -> Mapping[str, tuple[str, int]]:
        """Id and number of the version that was made of a file, by the sum of its bytes."""
        found = {v.facts.sha256: (each.id, v.number) for each in self.families.values() for v in each.versions}
        return MappingProxyType(found)


_PLACE: Final = attrgetter("place")
NOTHING: Final = State({}, {}, {})


class Look:
    """What is in a folder of families; looked at again only where something has changed."""

    def __init__(self, folder: Path, token: Path) -> None:
        """`token`: a small file that says something new after every change."""
        self._folder, self._token = folder, token
        self._lock = RLock()
        self._state: State | None = None
        self._said: bytes | None = None

    def changed(self, families: Collection[str], said: bytes) -> None:
        """This program has changed these, and nobody has changed anything since the last look: holds the lock.

        Args:
            said: what the token says from now on.
        """
        with self._lock:
            state = self._state or self._looked(NOTHING)
            inside = dict(state.families)
            for name in families:
                inside.pop(name, None)
            faults = {name: fault for name, fault in state.faults.items() if name not in families}
            for name in families:
                if is_family(name) and (self._folder / name).is_dir():
                    try:
                        inside[name] = _family(self._folder / name)
                    except (DamagedCorpus, OSError) as error:
                        faults[name] = str(error)
            self._state, self._said = state.changed(frozenset(families), inside, faults), said

    def state(self) -> State:
        """What is there."""
        with self._lock:
            try:
                said = disk.read_whole(self._token, _LARGEST_TOKEN)
            except BadInput:  # none yet, or something that is no token, which must not be waited for
                said = b""
            if self._state is None or said != self._said:
                self._state = self._looked(self._state or NOTHING)
                self._said = said
            return self._state

    def one(self, name: str) -> Family | None:
        """The family of that name, None where there is none that can be read. While nobody has asked for all, only it
        is looked at.
        """
        with self._lock:
            if self._state is not None:
                return self.state().families.get(name)
        try:
            return _family(self._folder / name) if is_family(name) else None
        except (DamagedCorpus, OSError):
            return None

    def _looked(self, before: State) -> State:
        now = time_ns()
        families: dict[str, Family] = {}
        stamps: dict[str, int] = {}
        faults: dict[str, str] = {}
        try:
            found = _listed(self._folder)
        except OSError as error:
            found = []
            faults[""] = f"“我的文件”所在的文件夹 {self._folder} 无法读取（{in_words(error)}）。"
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
        return replace(before, stamps=stamps) if same else State(families, stamps, faults)


def _listed(folder: Path) -> list[tuple[str, int]]:
    """The families in a folder, by name, each with when its folder last changed."""
    try:
        with os.scandir(folder) as entries:
            return sorted((each.name, each.stat().st_mtime_ns) for each in entries if is_family(each.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_family(name: str) -> bool:
    """Whether a folder of this name holds a document, and an id may be that of one."""
    return bool(_FAMILY.fullmatch(name)) and name not in _OURS and not name.startswith(DRAFT)


def _family(path: Path) -> Family:
    names = os.listdir(path)  # noqa: PTH208 - names alone, of thousands of folders
    numbers = sorted(int(found[1]) for name in names if (found := _NUMBER.fullmatch(name)))
    if not numbers:
        raise DamagedCorpus(f"“我的文件”中的 {path} 是空的。")
    newest = version.read(
        path.name, numbers[-1], path / f"v{numbers[-1]}"
    )  # nothing stands in for what is in force now
    older: list[Version] = []
    faults: list[str] = []
    for number in numbers[:-1]:
        try:
            older.append(version.read(path.name, number, path / f"v{number}"))
        except DamagedCorpus as error:
            faults.append(str(error))
    return Family(path.name, (*older, newest), _set(path / SET) if SET in names else {}, tuple(faults))


def _set(file: Path) -> Mapping[int, Mapping[str, Any]]:
    try:
        value = json.loads(disk.read_whole(file, _LARGEST_SET))
        return {int(number): {name: _value(name, each[name]) for name in each} for number, each in value.items()}
    except (BadInput, ValueError, TypeError, AttributeError, RecursionError):
        return {}  # none, or corrections that cannot be read: the document as it was read


def _value(name: str, value: Any) -> Any:
    if name == "issuers":
        return tuple(str(each) for each in value)
    if name not in FIELDS or not isinstance(value, str):
        raise ValueError(name)
    return value
