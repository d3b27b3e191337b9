"""A corpus from a folder of files, from the first look at the folder to the report for the reviewer.

What is done for a file is asked of an engine and kept; only what joins documents is done here. A build that was
stopped, at whatever moment, goes on from what was kept and ends in the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.core.adding import AddRow
from reader.core.document import from_dict
from reader.core.errors import BadInput
from reader.core.showing import brief
from reader.ingest.farm import catalogue, finding, frames, orders, similar
from reader.ingest.farm.indexing import Lost
from reader.ingest.farm.kept import Kept, key_of
from reader.ingest.farm.place import Place
from reader.ingest.farm.processes import LONG, Engine
from reader.ingest.farm.review import Review, Said, drawn_up, rows_of, write_review
from reader.ingest.farm.stamp import OTHER_PROGRAM, stamp

if TYPE_CHECKING:  # what takes long to import comes when the processes are on their way
    from reader.ingest.farm.planning import Plan, Planned

_TEACHING: Final = 2_000_000  # characters of clean text that damaged pages may learn from
_SMALL: Final = 64 * 1024  # bytes of a file that is read by who answers, where that sees it
_FOUND, _READ, _NAMED, _INDEXED = 0.05, 0.75, 0.85, 0.95  # how far the work is after each of its parts

Told = Callable[[float, str], None]
"""How far the work is, 0 to 1, and what it is at."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to build.

    Attributes:
        folder: that holds the files. out: the corpus folder to write.
        title: of the corpus; "" for none.
        originals: whether the files themselves are put in.
        ocr: whether pages that are pictures are recognised.
    """

    folder: Path
    out: Path
    title: str = ""
    originals: bool = False
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it.

    Attributes:
        rows: one a file, in order.
        documents: in the corpus; 0 where none was written.
        version: of the corpus; "" where none was written.
        read: files that were read now; kept: whose earlier result still holds.
        report, sheet, catalogue: files for people; report None where nothing was written.
        started: entries that were added to the catalogue.
        faults: faults of the program, for the log.
    """

    rows: tuple[AddRow, ...]
    documents: int
    version: str
    read: int
    kept: int
    report: Path | None
    sheet: Path | None
    catalogue: Path | None
    started: int
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class _State:
    """What is known while it is built: the answer that counts for each file that is read, by name.

    Attributes:
        lost: files whose citations without marks could not be read.
        written: ids of documents that who read them has put into the new corpus.
    """

    heads: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    read: int = 0
    faults: list[str] = field(default_factory=list)


class Build:
    """One build."""

    def __init__(self, options: Options, engine: Callable[[], Engine], told: Told = lambda _share, _what: None) -> None:
        """Args:
        engine: makes what answers orders, when the first one is there.
        told: called often; what it raises (KeyboardInterrupt, Cancelled) ends the build, what was read is kept.
        """
        self._options, self._make_engine, self._told = options, engine, told
        self._engine: Engine | None = None
        self._place = Place(options.out)
        self._kept = Kept(self._place.kept)
        self._answers_in, self._documents = str(self._place.kept), str(self._place.draft_documents)

    def run(self) -> Built:
        """Builds. Raises BadInput, StoreUnavailable; the corpus that was there is then as it was."""
        finding.check_folder(self._options.folder)
        self._place.check(self._options.folder)
        if not finding.holds_any(self._options.folder):
            return Built((), 0, "", 0, 0, None, None, None, 0)
        with self._place.held():
            try:
                return self._built()
            finally:
                if self._engine is not None:
                    self._engine.close()

    def _built(self) -> Built:
        folder = self._options.folder
        self._told(0.0, "")
        if self._kept.is_empty:
            self._engine = self._make_engine()
            self._engine.start()  # it is wanted soon
        from reader.ingest.farm import planning

        found = finding.find(folder, lambda _count, name: self._told(0.0, name))
        own = catalogue.placed(catalogue.read(folder / finding.CATALOGUE), {each.file for each in found})
        entries = {**catalogue.read(self._place.catalogue), **own}
        plan = planning.plan(found, entries, ocr=self._options.ocr)
        state = _State()
        self._read_all(plan, state)
        documents = [each for each in plan.files if state.heads[each.found.file]["state"] == "added"]
        if not documents:
            return self._nothing(found, plan, state)
        try:
            with self._place.saying():
                review, drawn = self._assembled(found, plan, documents, state)
        except Lost:  # deleted meanwhile, or damaged since
            raise BadInput("先前读好的结果在制作时丢失或损坏了，已停止；请再运行一次，会重新读取。") from None
        report, sheet = write_review(self._place, *drawn)
        self._place.put_in_force()
        started = self._start_catalogue(documents, own, state)
        self._kept.forget(but=state.used)
        self._told(1.0, "")
        return Built(
            review.rows, len(documents), review.version, state.read, len(plan.files) - state.read, report, sheet,
            self._place.catalogue, started, tuple(state.faults),
        )  # fmt: skip

    def _start_catalogue(self, documents: Sequence[Planned], own: Container[str], state: _State) -> int:
        """Adds to the catalogue beside the corpus what neither it nor that of the folder (`own`) has."""
        listed = (
            catalogue.Started(each.found.file, each.facts.id or "", state.heads[each.found.file]["info"])
            for each in documents if each.found.file not in own
        )  # fmt: skip
        return catalogue.add(self._place.catalogue, listed)

    # -- one by one

    def _read_all(self, plan: Plan, state: _State) -> None:
        """Reads what is not kept; damaged pages a second time, when the others can teach them."""
        with self._place.saying():
            self._place.draft_documents.mkdir(parents=True)
        self._ask(plan.files, lambda each: each.key, None, state, (_FOUND, _READ))
        asking = [each for each in plan.files if state.heads[each.found.file].get("asked")]
        if asking:
            lines = self._teaching(plan, state)
            taught = key_of(*lines)
            self._ask(asking, lambda each: key_of("again", each.key, taught), lines, state, (_READ, _READ))

    def _ask(
        self,
        files: Sequence[Planned],
        key: Callable[[Planned], str],
        lines: Sequence[str] | None,
        state: _State,
        shares: tuple[float, float],
    ) -> None:
        missing, keys = [], []
        for each in files:
            made = key(each)
            state.used.add(made)
            answer = self._kept.whole(made)
            if answer is None:
                missing.append(each)
                keys.append(made)
            else:
                state.keys[each.found.file], state.heads[each.found.file] = made, answer[0]
                state.written.discard(each.facts.id or "")
        state.read += len(missing) if shares[0] < shares[1] else 0
        low, high = shares

        def asked() -> Iterator[tuple[int, bytes]]:
            every = finding.contents(self._options.folder, [each.found for each in missing], self._is_left)
            for number, (found, data) in enumerate(every):
                lying = orders.Lying(str(found.path), found.sha256) if data is None else data
                facts = missing[number].facts
                home = self._home(keys[number], facts.id or "")
                yield number, orders.read_order(found.name, facts, lying, lines, ocr=self._options.ocr, home=home)

        for done, (number, answer_) in enumerate(self._answers(asked())):
            each = missing[number]
            self._told(low + (high - low) * done / len(missing), each.found.file)
            self._take(each, keys[number], answer_, state)

    @property
    def _is_here(self) -> bool:
        """Whether who answers sees the files of this machine."""
        return self._engine is not None and self._engine.is_here

    def _is_left(self, found: finding.Found) -> bool:
        """Whether a file is read by who answers: a large one is not, for an order that is large has longer."""
        return self._is_here and found.size <= _SMALL

    def _home(self, key: str, doc_id: str = "") -> orders.Home | None:
        """Where an answer is to be put; with an id, so is the document, where the corpus has that as it was read."""
        if not self._is_here:
            return None
        document = "" if self._options.originals or not doc_id else f"{self._documents}{os.sep}{doc_id}.json"
        return orders.Home(self._answers_in, key, stamp(), document)

    def _answers(self, asked: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        """Asks the engine, which is made when the first order is there."""
        first = next(asked, None) if self._engine is None else None
        if self._engine is None:
            if first is None:
                return
            self._engine = self._make_engine()
        yield from self._engine.answers(asked if first is None else chain((first,), asked))

    def _take(self, each: Planned, key: str, answer: bytes | None, state: _State) -> None:
        """Keeps an answer. What killed those who tried, and faults of the program, are tried again another time."""
        found = each.found
        state.written.discard(each.facts.id or "")
        if answer is None:
            says = f"“{brief(found.name)}”几次使读取它的进程意外终止，已放弃，没有收入。"
            state.heads[found.file] = {"state": "unreadable", "says": says}
            return
        head, is_home = frames.seen(answer)
        if head["stamp"] != stamp():
            raise BadInput(OTHER_PROGRAM)
        if head["state"] == orders.CHANGED:
            finding.check_folder(self._options.folder)
            raise finding.changed(found)
        if head.get("fault"):
            state.faults.append(f"{found.file}\n{head['fault']}")
        elif not is_home:
            self._kept.put(key, answer)
        elif not self._options.originals:
            state.written.add(each.facts.id or "")
        state.keys[found.file], state.heads[found.file] = key, head

    def _teaching(self, plan: Plan, state: _State) -> list[str]:
        """Clean lines of the documents as they were first read, in order, up to a bound."""
        from reader.ingest.build import clean_lines

        lines: list[str] = []
        size = 0
        for each in plan.files:
            if size >= _TEACHING:
                break
            if state.heads[each.found.file]["state"] == "added":
                answer = self._kept.parts(state.keys[each.found.file], orders.DOCUMENT)
                if answer is not None:
                    fresh = list(clean_lines([from_dict(json.loads(answer[0]))]))
                    lines += fresh
                    size += sum(map(len, fresh))
        return lines

    # -- all together

    def _assembled(
        self, found: Sequence[finding.Found], plan: Plan, documents: Sequence[Planned], state: _State
    ) -> tuple[Review, tuple[bytes, bytes]]:
        """Makes the new corpus. Returns the review, which is drawn up while others are at the index."""
        from reader.ingest.farm.assembling import Draft, Part, raw_names
        from reader.ingest.farm.naming import Named

        raw = raw_names(documents, state.heads) if self._options.originals else {}
        parts = [
            Part(state.keys[each.found.file], state.heads[each.found.file], raw.get(each.found.file, ""))
            for each in documents
        ]
        draft = Draft(self._place.draft, parts, self._kept, self._options.title)
        named = Named(documents, draft, self._kept, state.used, self._home)
        made: list[tuple[Review, tuple[bytes, bytes]]] = []

        def meanwhile() -> None:
            draft.write_documents(state.written, lambda share: self._told(_READ + 0.05 * share, ""))
            self._place.sync_documents()
            review()

        def review() -> None:
            alike = self._alike(documents, state)
            rows = tuple(self._rows(found, plan, state, alike))
            said = Review(self._options.title, draft.version, rows, documents, state.heads, alike)
            made.append((said, drawn_up(said, plan)))

        def asked() -> Iterator[tuple[int, bytes]]:
            if is_here := self._is_here:
                yield from ((LONG - at, order) for at, order in enumerate(draft.index_orders()))
                meanwhile()  # they have enough to do
            yield from named.missing()
            if not is_here:
                meanwhile()

        halves: list[bytes | None] = []
        for number, answer in self._answers(asked()):
            if number <= LONG:
                halves.append(answer)
            else:
                self._told(_READ + (_NAMED - _READ) * named.done, documents[number].found.file)
                named.take(number, answer)
            if named.is_complete and not draft.has_registers:  # while others are still at the index
                draft.write_registers(named.keys)
        if named.lost:
            state.lost = {documents[number].found.file for number in named.lost}
            review()
        if not draft.has_registers:
            draft.write_registers(named.keys)
        if self._options.originals:
            self._put_originals(raw, documents)
        self._told(_INDEXED, "")
        draft.finish(halves)
        return made[-1]

    def _put_originals(self, names: Mapping[str, str], documents: Sequence[Planned]) -> None:
        folder = self._place.draft / "raw"
        folder.mkdir()
        for found, data in finding.contents(self._options.folder, [each.found for each in documents]):
            self._told(_INDEXED, "")
            (folder / names[found.file]).write_bytes(data or b"")

    def _alike(self, documents: Sequence[Planned], state: _State) -> list[similar.Pair]:
        heads = [state.heads[each.found.file] for each in documents]
        sketches = [similar.sketch_from(head["sketch"]) for head in heads]
        pairs = similar.versions([head["info"] for head in heads], sketches)
        known = {(pair.a, pair.b) for pair in pairs}
        near = [pair for pair in similar.near_duplicates(sketches) if (pair.a, pair.b) not in known]
        return [*pairs, *near]

    # -- what is said

    def _nothing(self, found: Sequence[finding.Found], plan: Plan, state: _State) -> Built:
        rows = tuple(self._rows(found, plan, state, []))
        return Built(rows, 0, "", state.read, len(plan.files) - state.read, None, None, None, 0, tuple(state.faults))

    def _rows(
        self, found: Sequence[finding.Found], plan: Plan, state: _State, alike: Iterable[similar.Pair]
    ) -> Iterator[AddRow]:
        said = Said(plan, state.heads, frozenset(state.lost), tuple(alike))
        return rows_of(self._options.folder, found, said)
