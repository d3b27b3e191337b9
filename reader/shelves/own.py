"""OwnShelf: the user's own documents, the one shelf that is written to.

    documents/own-k3v9x2ab/          one family: a document with its versions
    documents/own-k3v9x2ab/v2/       the newest version is the document of that id; see `version`
    documents/own-k3v9x2ab/set.json  what the user corrected
    documents/trash/own-…/           what was taken out, whole
    documents/new-…/                 what is being written
    documents/changed                says something new after every change
    documents/lock                   held by whoever writes

Every change becomes true with one rename. A program that is killed at any moment leaves everything as it was or as it
is to be, and at worst a folder new-… that the next writer removes. Safe to use from several threads and programs.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final

from reader.core.document import Document, DocumentInfo, source_from
from reader.core.errors import DamagedCorpus, NotFound
from reader.core.late_dataclass import replace
from reader.files import sync_folder
from reader.shelves import disk, version
from reader.shelves.look import DRAFT, OLDER, SET, TOKEN, TRASH, Family, Look, is_family
from reader.shelves.mending import Broken, broken_of, write_again
from reader.shelves.shelf import OWN
from reader.shelves.version import Facts, Version

PREFIX: Final = "own-"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"


WorkedOut = Callable[[Document, str], Mapping[str, bytes]]


def _nothing(_document: Document, _sum: str) -> Mapping[str, bytes]:
    return {}


class OwnShelf:
    """The user's own documents. Nothing is read before the first question, nothing made before the first document."""

    name = OWN

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._swept = False
        self._here = Look(folder, folder / TOKEN)
        self._away = Look(folder / TRASH, folder / TOKEN)

    # -- what is there

    @property
    def revision(self) -> str:
        """Changes whenever any document does."""
        return self._here.state().revision

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions, in the order in which the documents were first added."""
        return self._here.state().infos

    def families(self) -> Mapping[str, Family]:
        """All documents with their versions, by id."""
        return self._here.state().families

    def families_away(self) -> Mapping[str, Family]:
        """What was taken out, with its versions, by id."""
        return self._away.state().families

    def removed(self) -> tuple[DocumentInfo, ...]:
        """The descriptions of what was taken out."""
        return self._away.state().infos

    def faults(self) -> tuple[str, ...]:
        """A sentence for each document, and older version of one, that is there and cannot be read."""
        state = self._here.state()
        older = (fault for each in state.families.values() for fault in each.faults)
        return (*state.faults.values(), *older)

    def damaged(self) -> tuple[str, ...]:
        """A sentence for each document whose bytes are no longer those that were written. Reads all of them."""
        found = []
        for family in self.families().values():
            try:
                family.newest.checked()
            except DamagedCorpus as error:
                found.append(str(error))
        return tuple(found)

    def lists(self, doc_id: str) -> bool:
        """Whether it is one of those that can be read."""
        return self._here.one(doc_id) is not None

    def holds(self, doc_id: str) -> bool:
        """Whether a document, or an older version of one, of that id is there, be it damaged."""
        return doc_id in self._here.state().faults or self._found(doc_id) is not None

    def family(self, doc_id: str, *, away: bool = False) -> Family:
        """A document with its versions, by its id or that of a version. Raises NotFound."""
        families = (self._away if away else self._here).state().families
        older = OLDER.fullmatch(doc_id)
        found = families.get(doc_id) or (families.get(older[1]) if older else None)
        if found is None:
            raise self._missing(doc_id, away=away)
        return found

    def version(self, doc_id: str) -> Version:
        """The version that an id means: the newest for that of a document. Raises NotFound."""
        found = self._found(doc_id)
        if found is None:
            raise self._missing(doc_id)
        return found[1]

    def sums(self) -> Mapping[str, str]:
        """Of each document one of its newest version and of what was corrected of it, by id."""
        return self._here.state().sums

    def size(self, doc_id: str) -> int:
        """Bytes of a document as it is kept. Raises NotFound."""
        return self.version(doc_id).size

    def load(self, doc_id: str) -> Document:
        """One document, or an older version of one. Raises NotFound, DamagedCorpus."""
        found = self._found(doc_id)
        if found is None:
            raise self._missing(doc_id)
        family, which = found
        document = family.on(which, which.load())
        return document if doc_id == family.id else replace(document, id=doc_id)

    def source(self, doc_id: str) -> str:
        """The decoded text that a document was made from. Raises NotFound, DamagedCorpus."""
        try:
            return source_from(self.load(doc_id))
        except ValueError as error:
            raise DamagedCorpus(f"“{doc_id}”的修订记录与正文不符，可能已损坏；可以从备份恢复。") from error

    def by_sum(self, sha256: str) -> tuple[str, int, bool] | None:
        """Where a file of these bytes is: id of the document, number of the version, whether it was taken out."""
        for look, away in ((self._here, False), (self._away, True)):
            if found := look.state().by_sum.get(sha256):
                return (*found, away)
        return None

    def broken(self, sha256: str) -> Broken | None:
        """The damaged version that was made of a file of these bytes; None where there is none."""
        here = broken_of(self._here.state(), self.folder, sha256, away=False)
        return here or broken_of(self._away.state(), self.folder / TRASH, sha256, away=True)

    def _missing(self, doc_id: str, *, away: bool = False) -> NotFound | DamagedCorpus:
        """Why a document is not to be had: it is not there, or it is damaged."""
        faults = (self._away if away else self._here).state().faults
        if doc_id in faults:
            return DamagedCorpus(faults[doc_id])
        older = OLDER.fullmatch(doc_id)
        family = (self._away if away else self._here).state().families.get(older[1]) if older else None
        if older and family is not None and (self.folder / older[1] / f"v{older[2]}").is_dir():
            return DamagedCorpus(next(iter(family.faults), f"“{doc_id}”已损坏；可以从备份恢复。"))
        return NotFound(f"“我的文件”中没有编号为“{doc_id}”的文件。")

    def _found(self, doc_id: str) -> tuple[Family, Version] | None:
        if family := self._here.one(doc_id):
            return family, family.newest
        if (older := OLDER.fullmatch(doc_id)) and (family := self._here.one(older[1])):
            return next(((family, each) for each in family.versions if each.number == int(older[2])), None)
        return None

    # -- changes

    def mint(self) -> str:
        """An id that no document here has had: random, so that it says nothing of what the document is."""
        looks = (self._here.state(), self._away.state())
        taken = {name for state in looks for name in (*state.families, *state.faults)}
        import secrets  # brings what the first paint does not need

        while (made := PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(8))) in taken:
            pass
        return made

    def add(self, document: Document, original: bytes, facts: Facts, others: WorkedOut = _nothing) -> Version:
        """Puts a document in: a new one, or the next version of the one of its id. One rename makes it true.

        Args:
            others: given the document and the sum of its file, what is worked out from it and kept beside it: bytes by
                name of the file.

        Raises StoreUnavailable; then nothing has changed.
        """
        if not is_family(document.id):
            raise ValueError(f"{document.id!r} cannot be the id of an own document")
        facts = replace(facts, original=version.ORIGINAL + version.ending_of(facts.file))
        if document.id in self._here.state().faults:
            raise self._missing(document.id)
        packed = version.packed(document)
        beside = others(document, packed.sum)
        with self._lock, disk.writing(self.folder):
            self._sweep()
            if document.id in self._away.state().families and document.id not in self._here.state().families:
                self._move([document.id], self.folder / TRASH, self.folder)
            family = self._here.state().families.get(document.id)
            number = family.newest.number + 1 if family else 1
            draft = self._draft()
            try:
                inside = draft if family else draft / f"v{number}"
                if not family:
                    inside.mkdir(mode=0o700)
                version.write(inside, packed, original, facts, beside)
                if not family:
                    sync_folder(draft)
                target = self.folder / document.id
                draft.rename(target / f"v{number}" if family else target)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            if family:
                sync_folder(target)
            self._changed([document.id])
        return self.version(document.id)

    def mend(
        self, broken: Broken, document: Document, original: bytes, facts: Facts, others: WorkedOut = _nothing
    ) -> None:
        """Puts the version of a damaged one in its place, read anew from the same file; what was taken out comes back.

        Raises StoreUnavailable; then it is damaged as it was.
        """
        facts = replace(facts, original=version.ORIGINAL + version.ending_of(facts.file))
        packed = version.packed(document)
        beside = others(document, packed.sum)
        with self._lock, disk.writing(self.folder):
            write_again(broken, packed, original, facts, beside)
            if broken.away:
                self._move([broken.doc], self.folder / TRASH, self.folder)
            self._changed([broken.doc])

    def remove(self, ids: Iterable[str]) -> None:
        """Takes documents out, with all their versions. Raises NotFound before anything is moved, StoreUnavailable."""
        wanted = [self.family(doc_id).id for doc_id in ids]
        with self._lock, disk.writing(self.folder):
            disk.make_folder(self.folder / TRASH)
            self._move(wanted, self.folder, self.folder / TRASH)

    def restore(self, ids: Iterable[str]) -> None:
        """Puts back what was taken out. Raises NotFound before anything is moved, StoreUnavailable."""
        wanted = [self.family(doc_id, away=True).id for doc_id in ids]
        with self._lock, disk.writing(self.folder):
            self._move(wanted, self.folder / TRASH, self.folder)

    def set(self, doc_id: str, values: Mapping[str, Any]) -> None:
        """Keeps corrections of a version's description; None takes one back. Raises NotFound, StoreUnavailable."""
        with self._lock, disk.writing(self.folder):
            found = self._found(doc_id)
            if found is None:
                raise self._missing(doc_id)
            family, which = found
            corrected = {**family.set.get(which.number, {}), **values}
            kept = {name: value for name, value in corrected.items() if value is not None}
            made = {str(number): dict(each) for number, each in {**family.set, which.number: kept}.items() if each}
            disk.write_whole(self.folder / family.id / SET, json.dumps(made, ensure_ascii=False).encode())
            self._changed([family.id])

    def take_back(self, target: str, fill: Callable[[Path], None]) -> None:
        """Puts a folder that is not there in place, whole: a family, or a version of one, here or in the trash.

        Args:
            target: its path below the shelf's folder.
            fill: fills a new folder with what belongs in it.

        Raises StoreUnavailable, and what `fill` raises; then nothing has changed.
        """
        place = self.folder / target
        with self._lock, disk.writing(self.folder):
            self._sweep()
            disk.make_folder(place.parent)
            draft = self._draft()
            try:
                fill(draft)
                draft.rename(place)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._changed([place.name, place.parent.name])

    def keep(self, which: Version, name: str, data: bytes) -> None:
        """Keeps something worked out from a version beside it. What cannot be kept is worked out again another time."""
        with suppress(OSError):
            disk.write_lightly(which.folder / name, data)

    def _move(self, ids: Iterable[str], here: Path, there: Path) -> None:
        moved = []
        try:
            for doc_id in ids:
                (here / doc_id).rename(there / doc_id)
                moved.append(doc_id)
            sync_folder(self.folder / TRASH)
        finally:
            self._changed(moved)

    def _changed(self, ids: Iterable[str]) -> None:
        """Lets the looks of this program and of others know. Call it under the lock."""
        sync_folder(self.folder)
        said, names = os.urandom(8).hex().encode(), tuple(ids)
        for look in (self._here, self._away):
            look.state()  # what others did before this program had the lock
            look.changed(names, said)
        disk.write_lightly(self.folder / TOKEN, said)

    def _draft(self) -> Path:
        draft = self.folder / f"{DRAFT}{os.urandom(6).hex()}"
        draft.mkdir(mode=0o700)
        return draft

    def _sweep(self) -> None:
        """Removes what an earlier program did not finish. Whoever holds the lock is the only one who writes."""
        if self._swept:
            return
        self._swept = True
        for path in self.folder.glob(f"{DRAFT}*"):
            shutil.rmtree(path, ignore_errors=True)
