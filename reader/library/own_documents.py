"""The user's own documents: added, taken out, put back, described, sorted; and whoever wants to know is told of it.

What of them is searched and read for the registers is worked out here, once, and kept beside each document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice, takewhile
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, NotFound, ReaderError
from reader.core.late_pattern import late
from reader.core.policy import Policy
from reader.files import read_whole
from reader.library.late import unseen
from reader.shelves.look import FIELDS, Family
from reader.shelves.own import PREFIX, OwnShelf
from reader.shelves.shelf import OWN
from reader.shelves.union import Union
from reader.shelves.version import Version

if TYPE_CHECKING:
    from reader.core.adding import AddOptions, AddRow, OwnFacts, VersionQuestion
    from reader.library.carrying import Carried
    from reader.library.versions.likely import LikelyVersions
    from reader.packs.minisign import SecretKey
    from reader.registers.joining import Apart
    from reader.registers.registrar import Registrar
    from reader.search.segment import Loose
    from reader.shelves.labels import Labels
    from reader.store.bundle import Bundle

Changed = Callable[[frozenset[str]], None]
LEARNT_FROM: Final = 40  # documents whose text a damaged page may learn from
_DATES: Final = frozenset(["written", "published"])
_DATE: Final = late(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_SHORT: Final = 400  # characters of a value


class OwnDocuments:
    """What can be done with the user's own documents. Safe to use from several threads.

    Attributes:
        leaving: told the ids of documents that are about to be taken out, while they can still be read.
    """

    def __init__(
        self,
        shelf: OwnShelf,
        union: Union,
        policy: Policy,
        registrar: Callable[[], Registrar | None],
        kept: Sequence[Path] = (),
    ) -> None:
        """Reads nothing yet.

        Args:
            registrar: where registers are read, if there are any.
            kept: other folders in which the program keeps what is its own.
        """
        self._kept = (shelf.folder, *kept)
        self.shelf, self.union, self._policy, self._registrar = shelf, union, policy, registrar
        self._callbacks: list[Changed] = []
        self.leaving: Callable[[frozenset[str]], None] = unseen
        self._loose, self._apart = _OfEach(_loose), _OfEach(_apart)
        self._likely: LikelyVersions | None = None

    @property
    def labels(self) -> Labels:
        """Collections and tags."""
        assert self.union.labels is not None, "a library with own documents keeps labels"
        return self.union.labels

    # -- who wants to know

    def on_changed(self, callback: Changed) -> None:
        """Calls back with ids of documents that were added, replaced, taken out, put back or described anew, on the
        thread that did it.
        """
        self._callbacks.append(callback)

    def changed(self, ids: Iterable[str]) -> None:
        """Tells everybody."""
        told = frozenset(ids)
        for callback in self._callbacks if told else ():
            callback(told)

    # -- in and out

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        progress: Callable[[int, int, str], None],
        cancelled: Callable[[], bool],
        told: Callable[[AddRow], None],
        ask_version: Callable[[VersionQuestion], bool | None] | None,
    ) -> tuple[AddRow, ...]:
        """See `Library.add`."""
        from reader.library.adding import Adder  # brings what normalising needs

        if self._likely is None:
            from reader.library.versions.likely import LikelyVersions

            self._likely = LikelyVersions(self.union.load)
        adder = Adder(
            self.shelf, self.union, self._policy, self._likely, self.worked_out, self.changed, self._clean_text,
            self._kept,
        )  # fmt: skip
        return adder.add(paths, options, progress, cancelled, told, ask_version)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes own documents out, with everything. Raises NotFound, BadInput for others; then nothing is moved."""
        wanted = tuple(dict.fromkeys(ids))
        for doc_id in wanted:
            if self.union.shelf_of(doc_id).name != OWN:
                raise BadInput(f"“{doc_id}”是随附的文件，不能移出文库；只有自己添加的文件可以移出。")
        self.leaving(frozenset(wanted))
        self.shelf.remove(wanted)
        self.changed(wanted)

    def restore(self, ids: Iterable[str]) -> None:
        """Puts back what was taken out. Raises NotFound; then nothing is moved."""
        wanted = tuple(dict.fromkeys(ids))
        self.shelf.restore(wanted)
        self.changed(wanted)

    def removed(self) -> tuple[DocumentInfo, ...]:
        """What was taken out."""
        return self.shelf.removed()

    # -- sorting

    def label(self, ids: Iterable[str], change: Callable[[Labels, tuple[str, ...]], None]) -> None:
        """Changes collections or tags of documents, which must be there. Raises NotFound, BadInput."""
        wanted = tuple(dict.fromkeys(ids))
        for doc_id in wanted:
            self.union.shelf_of(doc_id)
        change(self.labels, wanted)
        self.changed(wanted)

    def untag(self, ids: Iterable[str], tag: str) -> None:
        """Takes a tag from documents of any shelf. Raises NotFound."""
        self.label(ids, lambda labels, wanted: labels.remove_tag(wanted, tag))

    def rename_collection(self, old: str, new: str) -> None:
        """Renames a collection; "" gives it up. Raises BadInput."""
        concerned = [info.id for info in self.union.documents() if old in info.collections]
        self.labels.rename_collection(old, new)
        self.changed(concerned)

    def faults(self) -> tuple[str, ...]:
        """A sentence for each thing that is there and cannot be read."""
        return (*self.shelf.faults(), *([self.labels.fault] if self.labels.fault else []))

    # -- what is known of a document

    def having(self, file: str) -> str | None:
        """The document of which any version was made of a file, by the sum of its bytes; None for one taken out."""
        found = self.shelf.by_sum(file)
        return found[0] if found is not None and not found[2] else None

    def older_versions(self, doc: str) -> tuple[str, tuple[str, ...]]:
        """The id that a document has in the library, of which this may be an older version, and the ids of its older
        versions, oldest first.
        """
        family = self.shelf.family(doc) if self.shelf.holds(doc) and doc not in self.shelf.damaged() else None
        return (family.id, tuple(each.id for each in family.versions[:-1])) if family else (doc, ())

    def info(self, doc_id: str) -> OwnFacts:
        """Where a document comes from and what is known of it, on whatever shelf it stands or if it was taken out."""
        try:
            shelf = self.union.shelf_of(doc_id)
        except NotFound:
            return self._own_facts(doc_id, away=True)
        if shelf.name == OWN:
            return self._own_facts(doc_id)
        info = next(info for info in self.union.documents() if info.id == doc_id)
        from reader.core.adding import OwnFacts  # not before somebody asks

        return OwnFacts(
            info.id, info.reading_title, info.shelf, info.source.file, info.source.sha256,
            inferred=dict(info.source.inferred), values=_values(info), collections=info.collections, tags=info.tags,
            also=self.union.elsewhere(doc_id),
        )  # fmt: skip

    def _own_facts(self, doc_id: str, *, away: bool = False) -> OwnFacts:
        family = self.shelf.family(doc_id, away=away)
        which = family.newest if away else self.shelf.version(doc_id)
        info, facts = family.on(which, which.info), which.facts
        (labelled,) = self.labels.on([family.info])
        older = [(each.id, each.facts.added, each.facts.file) for each in reversed(family.versions[:-1])]
        newest = family.newest.facts
        from reader.core.adding import OwnFacts

        return OwnFacts(
            doc_id, info.reading_title, OWN, facts.file, facts.sha256, facts.size, facts.converter, facts.pages,
            facts.added, ((family.id, newest.added, newest.file), *older), dict(info.source.inferred), _values(info),
            tuple(family.set.get(which.number, ())), labelled.collections, labelled.tags, away,
        )  # fmt: skip

    def set_facts(self, doc_id: str, values: Mapping[str, Any]) -> None:
        """Corrects what a description says; None takes a correction back. Raises BadInput, NotFound."""
        if self.union.shelf_of(doc_id).name != OWN:
            raise BadInput(f"“{doc_id}”是随附的文件，不能更正；只有自己添加的文件可以。")
        self.shelf.set(doc_id, {name: _fit(name, value) for name, value in values.items()})
        self.changed([doc_id])

    def original(self, doc_id: str) -> Path | None:
        """The file as it was given; None for a document that is not the user's own."""
        if self.union.shelf_of(doc_id).name != OWN:
            return None
        file = self.shelf.version(doc_id).original
        return file if file.is_file() else None

    def page_count(self, doc_id: str) -> int:
        """How many pages the original has; 0 where it has none."""
        return self.shelf.version(doc_id).facts.pages if self.union.shelf_of(doc_id).name == OWN else 0

    def draw_page(self, doc_id: str, number: int, scale: float) -> bytes:
        """A page of the original as PNG, number from 1. Raises BadInput where there is no such page."""
        original = self.original(doc_id)
        if original is None or not 1 <= number <= self.page_count(doc_id):
            raise BadInput(f"原始文件没有第 {number} 页。")
        from reader.library import converting

        return converting.draw_page(read_whole(original, converting.LARGEST), original.name, number, scale)

    # -- with notes, to a colleague and from one

    def carried(self, notes: bytes, ids: Iterable[str], key: SecretKey | None = None) -> bytes:
        """A .prdocs file: notes as JSON-LD, and those of the documents that are the user's own."""
        from reader.library import carrying

        families = self.shelf.families()
        wanted = [families[doc] for doc in dict.fromkeys(ids) if doc in families and doc.startswith(PREFIX)]
        return carrying.pack(notes, wanted, key)

    def take_in(self, carried: Carried) -> tuple[AddRow, ...]:
        """Adds the documents of a .prdocs file. Raises BadInput where adding is not allowed."""
        from reader.library import carrying

        self._policy.check_own_documents()
        rows = carrying.take_in(carried, self.shelf, self.worked_out, self._policy.allows_kind, self._correct)
        self.changed(row.id for row in rows if row.id is not None)
        return rows

    def expected(self, carried: Carried, bundle: Bundle) -> tuple[Bundle, tuple[tuple[str, bool], ...]]:
        """What taking in a .prdocs file would bring: its notes as they would be called here, and of each document the
        name of its file and whether it is here already.
        """
        from reader.library import carrying

        here = carrying.destinations(carried, self.shelf)
        told = tuple((name, here[doc] is not None) for doc, name in carrying.names(carried))
        return carrying.placed(bundle, {doc: it or doc for doc, it in here.items()})[0], told

    def placed(self, carried: Carried, bundle: Bundle) -> tuple[Bundle, int]:
        """The notes of a .prdocs file that was taken in, on the documents as they are called here.

        Also how many were left out, because their document came with the file and could not be taken in.
        """
        from reader.library import carrying

        return carrying.placed(bundle, carrying.destinations(carried, self.shelf))

    def _correct(self, doc_id: str, values: Mapping[str, Any]) -> None:
        with suppress(BadInput):  # a colleague's slip of the pen
            self.shelf.set(doc_id, {name: _fit(name, value) for name, value in values.items()})

    # -- what is worked out from them

    def worked_out(self, document: Document, text: str) -> Mapping[str, bytes]:
        """What is kept beside a document that is about to come, by name of the file. `text`: the sum of its text."""
        from reader.search import segment

        made = {segment.NAME: segment.dump(document, segment.stamp(text))}
        registrar = self._registrar()
        if registrar is not None:
            with suppress(BadInput):  # damaged word lists: whoever opens the registers is told
                made |= registrar.worked_out(document, text)
        return made

    def loose(self) -> Mapping[str, Loose]:
        """What searching needs to know of them; the same object as long as they stay the same."""
        return self._loose.of(self.shelf.families())

    def apart(self) -> Mapping[str, Apart]:
        """What the registers need to know of them; the same object as long as they stay the same."""
        return self._apart.of(self.shelf.families())

    def keep_registers(self, doc_id: str, data: bytes) -> None:
        """Keeps what a document says by itself."""
        from reader.registers.registrar import NAME

        self.shelf.keep(self.shelf.version(doc_id), NAME, data)

    def keep_segment(self, doc_id: str, data: bytes) -> None:
        """Keeps what was worked out for searching."""
        from reader.search.segment import NAME

        self.shelf.keep(self.shelf.version(doc_id), NAME, data)

    def _clean_text(self) -> Sequence[str]:
        from reader.ingest.build import clean_lines

        try:
            infos = [info for info in self.union.documents() if info.shelf != OWN][:LEARNT_FROM]
            return list(clean_lines([self.union.load(info.id) for info in infos]))
        except ReaderError:  # a page can be normalised without a corpus, only not repaired as well
            return []


T = TypeVar("T")


class _OfEach(Generic[T]):
    """Something known of the newest version of each document, made once for each."""

    def __init__(self, make: Callable[[Version], T]) -> None:
        self._make = make
        self._made: tuple[object, dict[str, Family], dict[str, T]] = (None, {}, {})

    def of(self, families: Mapping[str, Family]) -> Mapping[str, T]:
        """It, by id; the same object for the same families."""
        before, known, made = self._made
        if before is families:
            return made
        # Of documents that are added most stay in their places, and are the same.
        stay = sum(1 for _ in takewhile(bool, map(is_, known.values(), families.values())))
        now = dict(islice(made.items(), stay))
        for doc, family in islice(families.items(), stay, None):
            was = known.get(doc)
            same = was is not None and (was is family or was.newest == family.newest)  # described anew, perhaps
            now[doc] = made[doc] if same else self._make(family.newest)
        self._made = (families, dict(families), now)
        return self._made[2]


def _loose(version: Version) -> Loose:
    from reader.search.segment import NAME, Loose

    return Loose(version.sum, version.folder / NAME)


def _apart(version: Version) -> Apart:
    from reader.registers.joining import Apart
    from reader.registers.registrar import NAME

    return Apart(version.sum, version.folder / NAME)


def _values(info: DocumentInfo) -> dict[str, Any]:
    return {name: getattr(info, name) for name in FIELDS} | {"attachment_title": info.attachment_title}


def _fit(name: str, value: Any) -> Any:
    """A correction as it is kept. Raises BadInput."""
    if name not in FIELDS:
        raise BadInput(f"没有名为“{name}”的字段，可更正的有：{'、'.join(FIELDS)}。")
    if value is None:
        return None
    if name == "issuers":
        parts = re.split(r"[、，,;；\s]+", value) if isinstance(value, str) else value
        return tuple(_line(name, each) for each in parts if str(each).strip())
    text = _line(name, value)
    if name in _DATES and not _DATE.fullmatch(text):
        raise BadInput(f"“{text}”不是日期，请写成 2026-11-29 的样子。")
    return text


def _line(name: str, value: Any) -> str:
    text = " ".join(str(value).split())
    if not text or len(text) > _SHORT or not text.isprintable():
        raise BadInput(f"“{name}”的内容不能用：须为 1 至 {_SHORT} 个字。")
    return text
