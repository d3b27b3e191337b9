"""What was read of all files put together as a corpus folder: documents, registers, index, sums.

What one document needs is copied from its answer; the index is made in halves, by whoever is free (`indexing`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.core.document import from_dict, info_from
from reader.corpus import as_bytes, line_of, line_with, manifest_of, version_of
from reader.ingest.farm import frames, indexing, orders, registering
from reader.ingest.farm.indexing import Lost
from reader.ingest.farm.kept import Kept
from reader.ingest.farm.place import MADE_BY
from reader.packs import integrity
from reader.paths import find_paths
from reader.registers import shipping
from reader.registers.citations import Shelf

Check = Callable[[float], None]
"""Told how far the work is, 0 to 1; what it raises ends it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document that goes into the corpus.

    Attributes:
        key: of the answer to reading it.
        head: of that answer.
        raw: name of its raw file in the corpus, where originals are put in.
    """

    key: str
    head: Mapping[str, Any]
    raw: str = ""

    @property
    def info(self) -> Mapping[str, Any]:
        """The description of the document as it will be in the corpus, as `info_dict` gives it."""
        info: Mapping[str, Any] = self.head["info"]
        return {**info, "source": {**info["source"], "file": self.raw}} if self.is_renamed else info

    @property
    def is_renamed(self) -> bool:
        """Whether the document says another name of its raw file than the answer."""
        return bool(self.raw) and self.raw != self.head["info"]["source"]["file"]


class Draft:
    """The corpus that is being made, in a folder that is not there yet.

    Attributes:
        parts: what it is made of.
        version: of the corpus.
        has_registers: whether they were written.
    """

    def __init__(self, folder: Path, parts: Sequence[Part], kept: Kept, title: str) -> None:
        """Begins; a renamed document is written now, for the version rests on the sums of all. Raises Lost, OSError."""
        from reader.search import bulk, generations

        self._folder, self.parts, self._kept = folder, parts, kept
        self._normalised = folder / "normalised"
        self._normalised.mkdir(parents=True, exist_ok=True)
        lines = [
            line_of(part.info, self._renamed(part)) if part.is_renamed else line_with(part.info, part.head["sum"])
            for part in parts
        ]
        self.version = version_of(lines)
        self._lines, self._title, self.has_registers = lines, title, False
        self._infos = tuple(info_from(part.info) for part in parts)
        self._stamp = generations.stamp_of(self._infos, self.version)
        self._index = bulk.begun(folder / "index", self._stamp)

    @cached_property
    def shelf(self) -> Shelf:
        """The names of the documents."""
        return Shelf(self._infos)

    def index_orders(self) -> list[bytes]:
        """An order for each half of the index."""
        from reader.search import bulk

        name = bulk.name_of(self._stamp)
        listed = [(part.head["info"]["id"], part.key, part.head["size"]) for part in self.parts]
        return [indexing.order(half, self._index, name, self._kept, listed) for half in indexing.HALVES]

    def _renamed(self, part: Part) -> bytes:
        value = json.loads(self._document(part))
        value["source"]["file"] = part.raw
        data = as_bytes(from_dict(value))
        self._file(part).write_bytes(data)
        return data

    def _document(self, part: Part) -> bytes:
        return _one(self._kept, part.key, orders.DOCUMENT)

    def _file(self, part: Part) -> Path:
        return self._normalised / f"{part.head['info']['id']}.json"

    def write_documents(self, written: Collection[str], check: Check) -> None:
        """Writes the documents and their list; those `written`, by id, are there already. Raises Lost, OSError.

        What else is there was put there at a first reading, and at a second there was no document.
        """
        strange = {file.name for file in self._normalised.iterdir()}.difference(
            f"{part.head['info']['id']}.json" for part in self.parts
        )
        for name in strange:
            (self._normalised / name).unlink()
        said = {"title": self._title, "made_by": MADE_BY}
        (self._normalised / "manifest.json").write_bytes(manifest_of(self._lines, said))
        for at, part in enumerate(self.parts):
            check(at / len(self.parts))
            if not part.is_renamed and part.head["info"]["id"] not in written:
                self._file(part).write_bytes(self._document(part))

    def write_registers(self, others: Mapping[int, str]) -> None:
        """Joins the registers and writes them. Raises Lost, OSError, StoreUnavailable.

        Args: others: keys of the answers that have the registers, where that is not the answer to reading, by number.
        """
        made = registering.joined(self._registers(others), self.shelf)
        shipping.write_values(self._folder, made, shipping.stamp(self.version, find_paths().resources))
        self.has_registers = True

    def _registers(self, others: Mapping[int, str]) -> Iterator[tuple[str, dict[str, Any]]]:
        for at, part in enumerate(self.parts):
            other = others.get(at)
            data = _one(self._kept, other, 0) if other else _one(self._kept, part.key, orders.REGISTERS)
            yield part.head["info"]["id"], json.loads(data)

    def finish(self, halves: Sequence[bytes | None]) -> None:
        """Puts the index in force and lists all files with their sums, when all are there.

        Args: halves: the answers to the orders for the index; what lacks is made here and now.

        Raises Lost, OSError, StoreUnavailable.
        """
        from reader.search import generations

        sizes = [_size(answer) for answer in halves]
        if len(sizes) < len(indexing.HALVES) or None in sizes:
            sizes = [indexing.made(*_said(order)) for order in self.index_orders()]
        indexing.together(self._index)
        generations.switch(self._index.parent, self._index, self._stamp, sum(size or 0 for size in sizes))
        integrity.write(self._folder, {f"normalised/{line['file']}": line["sha256"] for line in self._lines})


def _size(answer: bytes | None) -> int | None:
    """What the answer to an order for half of an index says; None where it was not made."""
    head = frames.head_of(answer) if answer is not None else {}
    return int(head["size"]) if head.get("state") == "made" else None


def _said(order: bytes) -> tuple[dict[str, Any], bytes]:
    head, parts = frames.unpacked(order)
    return head, parts[0]


def _one(kept: Kept, key: str, number: int) -> bytes:
    """One part of an answer. Raises Lost."""
    found = kept.parts(key, number)
    if found is None:
        raise Lost(key)
    return found[0]
