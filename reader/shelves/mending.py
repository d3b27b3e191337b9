"""Versions of own documents that are damaged on the disk: which of them was made of a file, and the file put in again.

A version is never changed once it is there; a damaged one is none, and its original says what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from reader.core.errors import BadInput, DamagedCorpus
from reader.core.late_pattern import late
from reader.core.sums import sha256
from reader.shelves import disk, version
from reader.shelves.look import State
from reader.shelves.version import ORIGINAL, ORIGINAL_NAME, Facts, Packed, Version

_NUMBER: Final = late(r"v([1-9]\d{0,4})")
_ORIGINAL: Final = late(ORIGINAL_NAME)
_LARGEST: Final = 1024**3


class Broken(NamedTuple):
    """A damaged version: id of its document, its number, whether it was taken out, and its folder."""

    doc: str
    number: int
    away: bool
    folder: Path


def broken_of(state: State, folder: Path, sha256: str, *, away: bool) -> Broken | None:
    """The damaged version in a folder of families that was made of a file of these bytes; None where there is none."""
    found = state.by_sum.get(sha256)
    if found is not None:
        family = state.families[found[0]]
        which = next(each for each in family.versions if each.number == found[1])
        return None if _sound(which) else Broken(family.id, which.number, away, which.folder)
    hurt = {doc: frozenset[int]() for doc in state.faults if doc}
    hurt |= {each.id: frozenset(v.number for v in each.versions) for each in state.families.values() if each.faults}
    for doc, sound in hurt.items():
        for number, inside in _versions(folder / doc):
            if number not in sound and _made_of(inside, sha256):
                return Broken(doc, number, away, inside)
    return None


def write_again(broken: Broken, document: Packed, original: bytes, facts: Facts, others: Mapping[str, bytes]) -> None:
    """Puts a version in place of the damaged one; until the last file is there it is as damaged as it was.

    Raises StoreUnavailable.
    """
    disk.write_whole(broken.folder / facts.original, original)
    disk.write_whole(broken.folder / version.DOCUMENT, document.data)
    for name, data in others.items():
        disk.write_whole(broken.folder / name, data)
    disk.write_whole(broken.folder / version.FACTS, version.described(document, facts))


def _sound(which: Version) -> bool:
    try:
        which.load()
    except DamagedCorpus:
        return False
    return _sum(which.original) == which.facts.sha256


def _versions(family: Path) -> Iterator[tuple[int, Path]]:
    try:
        inside = sorted(family.iterdir())
    except OSError:
        return
    for each in inside:
        if found := _NUMBER.fullmatch(each.name):
            yield int(found[1]), each


def _made_of(folder: Path, sha256: str) -> bool:
    try:
        kept = [each for each in folder.iterdir() if each.name.startswith(ORIGINAL) and _ORIGINAL.fullmatch(each.name)]
    except OSError:
        return False
    return any(_sum(each) == sha256 for each in kept)


def _sum(file: Path) -> str:
    try:
        return sha256(disk.read_whole(file, _LARGEST)).hexdigest()
    except BadInput:
        return ""
