"""What was read of all files put together as a corpus folder: documents, registers, index, sums. One at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.core.document import from_dict, info_from
from reader.core.register import Registers
from reader.corpus import as_bytes, line_of, manifest_of, version_of
from reader.ingest.farm.kept import Kept
from reader.ingest.farm.place import MADE_BY
from reader.packs import integrity
from reader.paths import find_paths
from reader.registers import shipping
from reader.registers.joining import Joining

Check = Callable[[float], None]
"""Told how far the work is, 0 to 1; what it raises ends it."""


class Lost(Exception):
    """An answer that was kept is no longer there, or damaged."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document that goes into the corpus.

    Attributes:
        key: of the answer to reading it; registers: of the answer that has its registers, where that is another.
        info: as `info_dict` gives it.
        raw: name of its raw file in the corpus, where originals are put in.
    """

    key: str
    registers: str
    info: Mapping[str, Any]
    raw: str = ""


def assemble(folder: Path, parts: Sequence[Part], kept: Kept, title: str, check: Check) -> str:
    """Writes the corpus into an empty folder. Returns its version. Raises Lost, OSError, StoreUnavailable."""
    from reader.search import bulk

    (folder / "normalised").mkdir(parents=True)
    lines = []
    for at, part in enumerate(parts):
        check(0.35 * at / len(parts))
        data = _document(part, kept)
        (folder / "normalised" / f"{part.info['id']}.json").write_bytes(data)
        lines.append(line_of(_described(part), data))
    said = {"title": title, "made_by": MADE_BY}
    (folder / "normalised" / "manifest.json").write_bytes(manifest_of(lines, said))
    version = version_of(lines)
    infos = tuple(info_from(_described(part)) for part in parts)
    check(0.35)
    made = Joining().join(Registers(), dict(_registers(parts, kept)), infos)
    shipping.write(folder, made, shipping.stamp(version, find_paths().resources))
    check(0.5)
    done = iter(range(len(parts)))
    bulk.write(
        folder / "index", infos, _entries(parts, kept), version, lambda: check(0.5 + 0.4 * next(done) / len(parts))
    )
    (folder / "index" / "lock").unlink(missing_ok=True)
    check(0.9)
    return version


def seal(folder: Path) -> None:
    """Lists all files with their sums, when all are there."""
    integrity.write(folder)


def _whole(key: str, kept: Kept) -> list[bytes]:
    answer = kept.whole(key)
    if answer is None:
        raise Lost(key)
    return answer[1]


def _described(part: Part) -> Mapping[str, Any]:
    return part.info if not part.raw else {**part.info, "source": {**part.info["source"], "file": part.raw}}


def _document(part: Part, kept: Kept) -> bytes:
    data = _whole(part.key, kept)[0]
    if not part.raw or part.raw == part.info["source"]["file"]:
        return data
    value = json.loads(data)
    value["source"]["file"] = part.raw
    return as_bytes(from_dict(value))


def _registers(parts: Iterable[Part], kept: Kept) -> Iterator[tuple[str, Registers]]:
    for part in parts:
        data = _whole(part.registers, kept)[0] if part.registers else _whole(part.key, kept)[4]
        yield part.info["id"], shipping.from_values(json.loads(data))


def _entries(parts: Iterable[Part], kept: Kept) -> Iterator[tuple[str, Any]]:
    from reader.search.bulk import Entry

    for part in parts:
        answer = kept.whole(part.key)
        if answer is None:
            raise Lost(part.key)
        head, (_document, buckets, page, units, _made, told, counts) = answer
        yield part.info["id"], Entry(int(head["size"]), buckets, page, units, told, counts)
