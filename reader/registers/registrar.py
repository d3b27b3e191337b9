"""The registrar keeps the registers of a library: asked for rows, it reads what is new and keeps what still holds.

Safe to use from several threads: one compiles, the others wait for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Final, Literal, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.errors import Cancelled, DamagedCorpus
from reader.core.hits import Suggestion
from reader.core.note import RowCorrection, RowMark
from reader.core.register import REGISTERS, Registers, Role, Row, Task
from reader.registers.compiling import Reading, compile_registers, read
from reader.registers.joining import Apart, Joining, alone, together, without
from reader.registers.kept import BY_THEMSELVES, WORTH_KEEPING, KeptRegisters
from reader.registers.lexicon import Lexicon, load_lexicon
from reader.registers.mine import my_unit, of_unit
from reader.registers.own_rows import SeenRegisters, full_name, see
from reader.registers.perhaps import perhaps_of
from reader.registers.shipping import dumps, load, load_file, stamp

NAME: Final = "registers.json"
"""The file that is kept beside a document that comes by itself."""


T = TypeVar("T")
_Name = tuple[str, Literal["unit", "system"]]


@dataclass(frozen=True, slots=True)
class ShippedShelf:
    """A shelf whose registers may have come along with it.

    Attributes:
        ids: of the documents that stand on it, whether the library shows them or not.
        revision: changes whenever any of them does.
        folder: may hold their registers as they were built.
        sums: digests of the documents, by id.
    """

    ids: Callable[[], Collection[str]]
    revision: Callable[[], str]
    folder: Path
    sums: Callable[[], Mapping[str, str]]


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
        shelves: Sequence[ShippedShelf] = (),
        cache: Path | None = None,
        sums: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        """Reads nothing yet.

        Args:
            resources: holds the word lists.
            documents, load: the library's.
            revision: changes whenever any document of the corpus does.
            corpus: the folder that may hold the registers of its documents as they were built.
            apart: the documents that are not of the corpus, by id; the same object as long as they stay the same.
            keep: where what such a document says by itself is put, when it had to be worked out anew.
            shelves: where there are several besides the documents apart: all of them in the library's order, in place
                of the corpus; of an id that is on several the last one's document counts.
            cache: where registers of a shelf are kept that came without any that fit; nowhere where not given.
            sums: digests of the documents of the corpus, by id.
        """
        self._resources = resources
        self._documents = documents
        self._load = load
        self._revision = revision
        self._corpus = corpus
        self._apart, self._keep, self._shelves = apart, keep, tuple(shelves)
        self._cache, self._sums = cache, sums
        self._readings: dict[str, Reading] = {}
        self._bases: dict[int, tuple[object, Registers]] = {}
        self._base: tuple[tuple[Registers, ...], Registers] | None = None
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

    def seen(
        self, marks: Mapping[str, RowMark], corrections: Mapping[str, RowCorrection],
        cancelled: Callable[[], bool] | None = None,
    ) -> SeenRegisters:  # fmt: skip
        """All rows with what their reader says about them. Raises Cancelled as `names` does."""
        return see(self._everything(cancelled), marks, corrections, self.lexicon, self._regions())

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
            return self._of_what_is_here(lambda infos: self._names_of(infos, cancelled))

    def _names_of(self, infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None) -> tuple[Suggestion, ...]:
        apart = self._apart()
        base = self._of_shelves([info for info in infos if info.id not in apart], cancelled)
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

    def _revision_now(self) -> str:
        return " ".join(shelf.revision() for shelf in self._shelves) if self._shelves else self._revision()

    def _regions(self) -> dict[str, str | None]:
        return {info.id: info.region for info in self._documents()}

    def _everything(self, cancelled: Callable[[], bool] | None = None) -> Registers:
        with self._lock:
            return self._of_what_is_here(lambda infos: self._joined(infos, cancelled))

    def _of_what_is_here(self, make: Callable[[Sequence[DocumentInfo]], T]) -> T:
        """Made of all documents that can be read: what cannot leaves the library, and all goes on without it."""
        while True:
            infos = self._documents()
            try:
                return make(infos)
            except DamagedCorpus:
                if self._documents() == infos:
                    raise

    def _joined(self, infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None) -> Registers:
        revision, apart = self._revision_now(), self._apart()
        key = (revision, apart, tuple(infos))
        known = self._all
        if known is None or known[0][0] != revision or known[0][1] is not apart or known[0][2] != key[2]:
            base = self._of_shelves([info for info in infos if info.id not in apart], cancelled)
            if apart or self._shelves:
                base = self._joining.join(base, self._of_each(apart, infos, cancelled), infos)
            known = self._all = (key, base)
        return known[1]

    def _of_shelves(self, infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None) -> Registers:
        """The registers of all documents that come with a shelf, shelf after shelf; the same object for the same."""
        if not self._shelves:
            return self._of_shelf(0, self._revision(), self._corpus, self._sums, infos, cancelled)
        on = {doc: number for number, shelf in enumerate(self._shelves) for doc in shelf.ids()}
        made: dict[int, Registers] = {}
        for number in dict.fromkeys(on[info.id] for info in infos):
            here, shelf = [info for info in infos if on[info.id] == number], self._shelves[number]
            made[number] = self._of_shelf(number, shelf.revision(), shelf.folder, shelf.sums, here, cancelled)
        bases = tuple(made.values())
        before = self._base
        if before is None or list(map(id, before[0])) != list(map(id, bases)):
            before = self._base = (bases, together(bases))
        return before[1]

    def _of_shelf(
        self, number: int, revision: str, folder: Path | None, sums: Callable[[], Mapping[str, str]] | None,
        infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None,
    ) -> Registers:  # fmt: skip
        """The registers of one shelf, without documents that give way to others of their ids."""
        key = (revision, tuple(info.id for info in infos))
        known = self._bases.get(number)
        if known is None or known[0] != key:
            shipped = load(folder, stamp(revision, self._resources)) if folder else None
            if shipped is None and folder and sums and self._kept is not None and len(infos) >= WORTH_KEEPING:
                made = self._from_cache(self._kept, folder, revision, sums(), infos, cancelled)
            elif shipped is None:
                made = self._compiled(infos, cancelled)
            else:
                ids = {info.id for info in infos}
                made = without(shipped, {row.at.doc for row in _rows(shipped) if row.at.doc not in ids})
            known = self._bases[number] = (key, made)
        return known[1]

    def _from_cache(
        self, kept: KeptRegisters, folder: Path, revision: str, sums: Mapping[str, str],
        infos: Sequence[DocumentInfo], cancelled: Callable[[], bool] | None,
    ) -> Registers:  # fmt: skip
        if len(infos) >= BY_THEMSELVES:
            return kept.of_shelf(folder, infos, sums, self._load, self.lexicon, cancelled)
        return kept.whole(folder, revision, infos, lambda: self._compiled(infos, cancelled))

    @cached_property
    def _kept(self) -> KeptRegisters | None:
        return KeptRegisters(self._cache, self._rests_on) if self._cache is not None else None

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
        return self._corpus is not None and load(self._corpus, stamp(self._revision(), self._resources)) is not None

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
