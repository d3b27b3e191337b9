"""From files and what a catalogue says of them to what is to be read: which of equal files counts, and its id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader.ingest.farm.catalogue import MARKED, MINTED, Entry
from reader.ingest.farm.finding import Found
from reader.ingest.farm.kept import key_of
from reader.ingest.farm.stamp import stamp
from reader.ingest.metadata import Facts


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that is to be read.

    Attributes:
        key: of its answer: a sum of all it rests on.
    """

    found: Found
    facts: Facts
    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with the files of a folder.

    Attributes:
        files: to be read, in order.
        first: for a file whose bytes another has, by name: the name of that other.
        absent: what the catalogue lists and the folder has not.
    """

    files: tuple[Planned, ...]
    first: Mapping[str, str]
    absent: tuple[str, ...]


def plan(found: Sequence[Found], entries: Mapping[str, Entry], *, ocr: bool = False) -> Plan:
    """The same files and the same catalogue give the same plan. `ocr`: pages that are pictures are to be recognised.

    An id is that of the catalogue; else it is minted from the bytes of the file, so that it is the same wherever the
    file is found, and stays when the file moves. So does what the catalogue says of it (`_settled`).
    """
    readable = [each for each in found if each.sha256]
    settled = _settled(readable, entries)
    absent = set(entries) - {name for name, _entry in settled.values()}
    entries = {file: entry for file, (_name, entry) in settled.items()}
    counts: dict[str, Found] = {}
    for each in readable:
        first = counts.get(each.sha256)
        if first is None or (each.file in entries and first.file not in entries):
            counts[each.sha256] = each
    chosen = [each for each in readable if counts[each.sha256] is each]
    taken = {entry.id for entry in entries.values() if entry.id}
    given: set[str] = set()
    files = []
    for each in chosen:
        entry = entries.get(each.file, Entry(each.file))
        doc_id = entry.id if entry.id and entry.id not in given else _minted(each, taken)
        taken.add(doc_id)
        given.add(doc_id)
        facts = Facts(doc_id, entry.values, entry.basis)
        facts_of = [dict(entry.values), dict(entry.basis)]
        said = json.dumps([each.name, doc_id, *facts_of, ocr], ensure_ascii=True, sort_keys=True)
        files.append(Planned(each, facts, key_of(stamp(), said, each.sha256)))
    first_of = {each.file: counts[each.sha256].file for each in readable if counts[each.sha256] is not each}
    here = {each.file for each in found}
    return Plan(tuple(files), first_of, tuple(sorted(absent - here)))


def _settled(found: Sequence[Found], entries: Mapping[str, Entry]) -> dict[str, tuple[str, Entry]]:
    """For each file that an entry is of: the name that the entry bears, and the entry.

    It is that of the file of its name; where that is gone, or has the bytes of another entry (two names were exchanged,
    all were counted anew), of the file that has its bytes. A file whose bytes are new under an old name is the same
    document, changed.
    """
    here = {each.file: each.sha256[:MARKED] for each in found}
    by_mark: dict[str, str] = {}
    for file, mark in here.items():
        by_mark.setdefault(mark, file)
    known = {entry.mark for entry in entries.values() if entry.mark}
    claims: dict[str, list[tuple[bool, bool, str, Entry]]] = {}
    for name, entry in entries.items():
        stays = name in here and (here[name] == entry.mark or not entry.mark or here[name] not in known)
        file = name if stays else by_mark.get(entry.mark, "")
        if file:
            claims.setdefault(file, []).append((bool(entry.values), stays, name, entry))
    made = {}
    for file, listed in claims.items():  # what people have corrected goes before what was only started
        _corrected, _stays, name, entry = max(listed, key=lambda claim: claim[:2])
        made[file] = name, replace(entry, file=file)
    return made


def _minted(found: Found, taken: set[str]) -> str:
    made = f"{MINTED}{found.sha256[:MARKED]}"
    number = 0
    while made in taken:  # a file that was this one before has kept the id
        number += 1
        again = hashlib.sha256(f"{found.sha256} {number}".encode()).hexdigest()
        made = f"{MINTED}{again[:MARKED]}"
    return made
