"""What was read of all files put together as a corpus folder: documents, registers, index, sums.

What one document needs is copied from its answer; the index is made in halves, by whoever is free (`indexing`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.core.document import from_dict, info_from
from reader.core.pack import is_portable
from reader.core.register import REGISTERS, Citation, Place, Registers, System
from reader.core.span import Span
from reader.corpus import as_bytes, line_of, line_with, manifest_of, version_of
from reader.formats.archive import clean_name
from reader.ingest.farm import frames, indexing, orders
from reader.ingest.farm.indexing import Lost
from reader.ingest.farm.kept import Kept
from reader.ingest.farm.place import MADE_BY
from reader.packs import integrity
from reader.paths import find_paths
from reader.registers import shipping
from reader.registers.citations import Shelf
from reader.registers.joining import together
from reader.registers.shipping import as_values, value_from

if TYPE_CHECKING:
    from reader.ingest.farm.planning import Planned

_RAW: Final = {
    "text": "txt", "html": "html", "mht": "mht", "docx": "docx", "doc": "doc", "rtf": "rtf", "pdf": "pdf", "ofd": "ofd",
    "xlsx": "xlsx", "xls": "xls",
}  # fmt: skip
_ENDINGS: Final = {
    "txt": ("txt", "md"), "html": ("html", "htm", "xhtml"), "mht": ("mht", "mhtml"), "docx": ("docx",),
    "doc": ("doc", "wps"), "xls": ("xls", "et"),
}  # fmt: skip
_LONGEST_NAME: Final = 100
_NOWHERE: Final = Span(0, 0)

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
        made = joined(self._registers(others), self.shelf)
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


# -- raw files


def raw_names(documents: Sequence[Planned], heads: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """A name for each raw file in the corpus: its own where that can stand there and no other has it."""
    made: dict[str, str] = {}
    used: set[str] = set()
    for each in documents:
        kind = _RAW.get(heads[each.found.file]["kind"], "txt")
        stem, dot, ending = clean_name(each.found.name).rpartition(".")
        good = dot and ending.lower() in _ENDINGS.get(kind, (kind,))
        name = f"{stem}.{ending}" if good else f"{clean_name(each.found.name)}.{kind}"
        if len(name) > _LONGEST_NAME or not is_portable(name) or name.lower() in used:
            name = f"{each.facts.id}.{kind}"
        used.add(name.lower())
        made[each.found.file] = name
    return made


# -- registers


def joined(parts: Iterable[tuple[str, dict[str, Any]]], shelf: Shelf) -> dict[str, Any]:
    """The registers of all documents, as `shipping.as_values` gives them: what `Joining.join` makes.

    Rows go from the answers into the file as they stand in both, and no object is made of each. Made anew is only what
    joins documents: which document a citation means, and systems of one name.

    Args:
        parts: id and registers of each document, in library order; their citations are linked in place.
        shelf: of all these documents.
    """
    made: dict[str, Any] = {name: [] for name in (*REGISTERS, "no_targets")}
    systems: list[Registers] = [Registers()]
    around: dict[str, Any] = {}
    for doc_id, values in parts:
        for citation in values["citations"]:
            _link(citation, doc_id, shelf)
        if values["systems"]:
            systems.append(Registers(systems=tuple(value_from(System, each) for each in values["systems"])))
        for name, rows in made.items():
            rows.extend(values[name])
        around.update(values["around"])
    made["systems"] = as_values(together([Registers(), *systems]))["systems"]
    return {**made, "around": around}


def _link(citation: dict[str, Any], doc_id: str, shelf: Shelf) -> None:
    if citation["target"] is not None:
        return
    asked = Citation(Place(doc_id, "", _NOWHERE, ""), citation["cited"], number=citation["number"])
    if (linked := shelf.linked(asked)) is not asked:
        citation["target"], citation["itself"] = linked.target, linked.itself
