"""The registrar keeps the registers of a library: asked for rows, it reads what is new and keeps what still holds.

Safe to use from several threads: one compiles, the others wait for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Final, Literal

from reader.core.document import Document, DocumentInfo
from reader.core.errors import Cancelled
from reader.core.hits import Suggestion
from reader.core.note import RowCorrection, RowMark
from reader.core.register import REGISTERS, Registers, Role, Row, Task
from reader.registers.compiling import Reading, compile_registers, read
from reader.registers.joining import Apart, Joining, alone, without
from reader.registers.lexicon import Lexicon, load_lexicon
from reader.registers.mine import my_unit, of_unit
from reader.registers.own_rows import SeenRegisters, full_name, see
from reader.registers.perhaps import perhaps_of
from reader.registers.shipping import dumps, load, load_file, stamp

NAME: Final = "registers.json"
"""The file that is kept beside a document that comes by itself."""


_Name = tuple[str, Literal["unit", "system"]]


def _none_apart() -> Mapping[str, Apart]:
    return {}


def _kept_nowhere(_doc: str, _data: bytes) -> None:
    """What is worked out and has no place."""


class Registrar:
    """Registers of all documents, of some, and of one unit."""

    def __init__(
        self,
        resources: Path,
        documents: Callable[[], Sequence[DocumentInfo]],
        load: Callable[[str], Document],
        revision: Callable[[], str],
        corpus: Path | None = None,
        apart: Callable[[], Mapping[str, Apart]] = _none_apart,
        keep: Callable[[str, bytes], None] = _kept_nowhere,
    ) -> None:
        """Reads nothing yet.

        Args:
            resources: holds the word lists.
            documents, load: the library's.
            revision: changes whenever any document of the corpus does.
            corpus: the folder that may hold the registers of its documents as they were built.
            apart: the documents that are not of the corpus, by id; the same object as long as they stay the same.
            keep: where what such a document says by itself is put, when it had to be worked out anew.
        """
        self._resources = resources
        self._documents = documents
        self._load = load
        self._revision = revision
        self._corpus = corpus
        self._apart, self._keep = apart, keep
        self._readings: dict[str, Reading] = {}
        self._base: tuple[object, Registers] | None = None
        self._parts: dict[str, tuple[Apart, Registers]] = {}
        self._joining, self._lock = Joining(), RLock()
        self._all: tuple[tuple[object, ...], Registers] | None = None
        self._names: tuple[Suggestion, ...] | None = None
        self._named: dict[str, tuple[Registers, Counter[_Name]]] = {}  # of the corpus, and of each other document
        self._counts: Counter[_Name] = Counter()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word lists. Raises BadInput where one is damaged."""
        return load_lexicon(self._resources)

    def registers(self, docs: Collection[str] = (), unit: str | None = None) -> Registers:
        """All rows; with `docs` of these documents only, with `unit` only what concerns it."""
        made = self._everything()
        if docs:
            made = made.of(frozenset(docs))
        return of_unit(made, unit, self.lexicon, self._regions()) if unit else made

    def register(self, name: str, docs: Collection[str] = (), unit: str | None = None) -> tuple[Row, ...]:
        """The rows of one register: tasks, targets, systems or citations."""
        return self.registers(docs, unit).rows(name)

    def my_tasks(self, unit: str, docs: Collection[str] = ()) -> tuple[tuple[Task, Role], ...]:
        """The tasks of a unit, each with its part in it."""
        return my_unit(self.registers(docs).tasks, unit, self.lexicon, self._regions())

    def seen(self, marks: Mapping[str, RowMark], corrections: Mapping[str, RowCorrection]) -> SeenRegisters:
        """All rows with what their reader says about them."""
        return see(self._everything(), marks, corrections, self.lexicon, self._regions())

    def concerning(self, registers: Registers, unit: str) -> tuple[Registers, tuple[tuple[Task, Role], ...]]:
        """Of registers that somebody has corrected: what concerns a unit, and its part in each task."""
        regions = self._regions()
        return of_unit(registers, unit, self.lexicon, regions), my_unit(registers.tasks, unit, self.lexicon, regions)

    def perhaps(self, registers: Registers, unit: str) -> tuple[tuple[Task, str], ...]:
        """Tasks that may concern a unit without naming it, each with the words that may mean it."""
        regions = self._regions()
        named = [task for task, _role in my_unit(registers.tasks, unit, self.lexicon, regions)]
        return perhaps_of(registers.tasks, named, unit, self.lexicon, regions)

    def names_of(self, registers: Registers, unit: str) -> frozenset[str]:
        """The names under which a unit stands in the tasks."""
        regions = self._regions()
        found: dict[tuple[str, str | None], bool] = {}
        for task, _role in my_unit(registers.tasks, unit, self.lexicon, regions):
            for _part, each in task.everyone():
                key = (each.name, regions.get(task.at.doc))
                if key not in found:
                    alone = replace(task, lead=(each,), units=(), support=())
                    found[key] = bool(my_unit((alone,), unit, self.lexicon, regions))
        return frozenset(name for (name, _region), own in found.items() if own)

    def unit_named(self, name: str, doc: str) -> tuple[str, bool]:
        """A unit that somebody typed, by its full name in simplified script; and whether any task names it."""
        regions = self._regions()
        full = full_name(name, regions.get(doc), self.lexicon)
        return full, bool(my_unit(self._everything().tasks, full, self.lexicon, regions))

    def names(self, cancelled: Callable[[], bool] | None = None) -> tuple[Suggestion, ...]:
        """The names of units and systems, each with how often it comes up; the same object until a document changes.

        Raises Cancelled where `cancelled` says so before all documents are read.
        """
        with self._lock:
            revision, apart, infos = self._revision(), self._apart(), self._documents()
            base = self._of_corpus(revision, [info for info in infos if info.id not in apart], cancelled)
            parts = {"": base, **self._of_each(apart, infos, cancelled)}
            changed = [doc for doc, part in parts.items() if doc not in self._named or self._named[doc][0] is not part]
            gone = [doc for doc in self._named if doc not in parts]
            for doc in (*gone, *(doc for doc in changed if doc in self._named)):
                self._counts.subtract(self._named.pop(doc)[1])
            for doc in changed:
                self._named[doc] = (parts[doc], _names_in(parts[doc]))
                self._counts.update(self._named[doc][1])
            if changed or gone or self._names is None:
                self._counts = +self._counts
                self._names = tuple(Suggestion(name, source, n) for (name, source), n in self._counts.most_common())
            return self._names

    def _regions(self) -> dict[str, str | None]:
        return {info.id: info.region for info in self._documents()}

    def _everything(self, cancelled: Callable[[], bool] | None = None) -> Registers:
        with self._lock:
            return self._joined(cancelled)

    def _joined(self, cancelled: Callable[[], bool] | None) -> Registers:
        revision, apart, infos = self._revision(), self._apart(), self._documents()
        key = (revision, apart, tuple(infos))
        known = self._all
        if known is None or known[0][0] != revision or known[0][1] is not apart or known[0][2] != key[2]:
            of_corpus = [info for info in infos if info.id not in apart]
            base = self._of_corpus(revision, of_corpus, cancelled)
            if apart:
                base = self._joining.join(base, self._of_each(apart, infos, cancelled), infos)
            known = self._all = (key, base)
        return known[1]

    def _of_corpus(
        self, revision: str, infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None
    ) -> Registers:
        """The registers of the corpus, without documents that give way to others of their ids."""
        key = (revision, tuple(info.id for info in infos))
        if self._base is None or self._base[0] != key:
            shipped = self._shipped(revision)
            if shipped is None:
                made = self._compiled(infos, cancelled)
            else:
                ids = {info.id for info in infos}
                made = without(shipped, {row.at.doc for row in _rows(shipped) if row.at.doc not in ids})
            self._base = (key, made)
        return self._base[1]

    def _of_each(
        self, apart: Mapping[str, Apart], infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None
    ) -> dict[str, Registers]:
        """What each document that comes by itself says, in library order."""
        for doc in self._parts.keys() - apart.keys():
            del self._parts[doc]
        known, made = self._parts, {}
        for info in infos:
            each = apart.get(info.id)
            if each is not None:
                part = known.get(info.id)
                made[info.id] = part[1] if part and part[0] is each else self._part(info, each, cancelled)
        return made

    def _part(self, info: DocumentInfo, apart: Apart, cancelled: Callable[[], bool] | None) -> Registers:
        known = self._parts.get(info.id)
        if known is None or known[0] != apart:
            if cancelled is not None and cancelled():
                raise Cancelled("已取消。")
            made = load_file(apart.file, self._stamp_of(apart.text))
            if made is None:
                document = self._load(info.id)
                made = alone(document, self.lexicon, self._joining.shelf(self._documents()))
                self._keep(info.id, dumps(made, self._stamp_of(apart.text)))
            known = self._parts[info.id] = (apart, made)
        return known[1]

    def worked_out(self, document: Document, text: str) -> dict[str, bytes]:
        """What is kept beside a document that is about to come: files by name. Raises BadInput for damaged lists.

        Args:
            text: changes whenever its text does.
        """
        with self._lock:
            shelf = self._joining.shelf(self._documents())
        made = alone(document, self.lexicon, shelf)
        return {NAME: dumps(made, self._stamp_of(text))}

    def _stamp_of(self, text: str) -> dict[str, str]:
        return {**self._rests_on, "corpus": text}

    @cached_property
    def _rests_on(self) -> dict[str, str]:
        return stamp("", self._resources)

    @property
    def shipped(self) -> bool:
        """Whether the registers that came with the corpus are those of its documents today."""
        return self._shipped(self._revision()) is not None

    def _shipped(self, revision: str) -> Registers | None:
        return load(self._corpus, stamp(revision, self._resources)) if self._corpus else None

    def _compiled(self, infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None) -> Registers:
        """Made anew; what a document says by itself is kept as long as it stays the same."""
        readings = []
        for info in infos:
            if cancelled is not None and cancelled():
                raise Cancelled("已取消。")
            document = self._load(info.id)
            known = self._readings.get(info.id)
            if known is None or known.document is not document:
                known = self._readings[info.id] = read(document, self.lexicon)
            readings.append(known)
        return compile_registers(readings, self.lexicon)


def _names_in(made: Registers) -> Counter[_Name]:
    """The names of units and systems, each with how often it comes up."""
    counts: Counter[_Name] = Counter()
    for task in made.tasks:
        counts.update((unit.name, "unit") for _, unit in task.everyone() if not unit.generic)
    for system in made.systems:
        counts[system.name, "system"] += len(system.mentions)
    return counts


def _rows(made: Registers) -> Iterator[Row]:
    for name in REGISTERS:
        yield from made.rows(name)
