"""Own documents among the backups: a list for each backup of the notes, and each file once, whatever the lists name it.

    backups/documents/notes-000000007-….json   what was on the shelf when the backup of that name was made
    backups/documents/objects/ab/ab12…         the files, by the SHA-256 of what they hold

Bringing back adds what is missing; nothing that is there is changed or taken away.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from reader.core.errors import BadInput, DamagedStore
from reader.shelves import disk
from reader.shelves.labels import FILE as LABELS
from reader.shelves.look import SET, TRASH, Family, is_family
from reader.shelves.own import OwnShelf
from reader.shelves.version import DOCUMENT, FACTS, LARGEST_DOCUMENT, ORIGINAL_NAME

FOLDER, OBJECTS = "documents", "objects"
FORMAT: Final = 1
LARGEST_LIST: Final = 256 * 1024**2
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_INSIDE: Final = re.compile(
    rf"{re.escape(SET)}|v[1-9]\d{{0,4}}/(?:{re.escape(DOCUMENT)}|{re.escape(FACTS)}|{ORIGINAL_NAME})"
)

Listed = Mapping[str, tuple[str, int]]
"""Sum and size of each file of a document, by its path in the document's folder."""


class DocumentBackups:
    """The own documents in the folder of the backups."""

    def __init__(self, shelf: OwnShelf, backups: Path) -> None:
        """Reads nothing yet. `backups`: the folder of the backups of the notes."""
        self._shelf, self._folder = shelf, backups / FOLDER

    def wanted(self) -> bool:
        """Whether there is anything to back up."""
        return bool(self._shelf.families() or self._shelf.families_away())

    def is_current(self, backup: Path) -> bool:
        """Whether the list that goes with a backup is of the shelf as it is now."""
        value = self._list(self._folder / f"{backup.stem}.json") if self.wanted() else None
        return not self.wanted() or (value is not None and value["revision"] == self._revision())

    def make(self, backup: Path) -> None:
        """Backs up the shelf as it is, beside a backup of the notes. Raises StoreUnavailable."""
        if not self.wanted():
            return
        with disk.saying(self._folder):
            disk.make_folder(self._folder / OBJECTS)
            value: dict[str, Any] = {"format": FORMAT, "revision": self._revision()}
            for name, families in ((FOLDER, self._shelf.families()), (TRASH, self._shelf.families_away())):
                value[name] = {i: dict(self._kept(self._home(name) / i, each)) for i, each in families.items()}
            labels = self._shelf.folder / LABELS
            value["labels"] = self._object(labels) if labels.is_file() else None
            disk.write_whole(self._folder / f"{backup.stem}.json", json.dumps(value).encode())

    def restore(self, backup: Path) -> tuple[str, ...]:
        """Brings back what the shelf had when a backup was made and has no more; ids of what came back.

        Raises DamagedStore, after bringing back what can be, where some of it is damaged; StoreUnavailable.
        """
        folder = backup.parent / FOLDER
        value = self._list(folder / f"{backup.stem}.json")
        if value is None:
            return ()
        back, faults = [], []
        for name in (FOLDER, TRASH):
            for doc_id, files in value[name].items():
                try:
                    if self._bring_back(folder, name, doc_id, files):
                        back.append(doc_id)
                except (DamagedStore, BadInput, OSError):
                    faults.append(doc_id)
        labels = self._shelf.folder / LABELS
        if value["labels"] is not None and not labels.exists():
            with disk.saying(labels.parent), disk.writing(self._shelf.folder):
                disk.write_whole(labels, _checked(folder, tuple(value["labels"])))
        if faults:
            raise DamagedStore(
                f"备份中有 {len(faults)} 份文件已损坏，没有恢复：{'、'.join(faults[:5])}；其余的已恢复。"
            )
        return tuple(back)

    def prune(self, backups: Collection[Path]) -> None:
        """Removes lists whose backup is gone, then files that no list names."""
        stems = {backup.stem for backup in backups}
        named: set[str] = set()
        for file in self._folder.glob("*.json"):
            if file.stem not in stems:
                file.unlink(missing_ok=True)
            elif (value := self._list(file)) is None:
                return  # what cannot be read may name anything
            else:
                named |= {each[0] for each in _all_files(value)}
        for file in (self._folder / OBJECTS).glob("??/*"):
            if file.name not in named:
                with suppress(OSError):
                    file.unlink()

    # -- inside

    def _revision(self) -> str:
        away = sorted((i, each.newest.number) for i, each in self._shelf.families_away().items())
        labels = self._shelf.folder / LABELS
        kept = labels.read_bytes() if labels.is_file() else b""
        return hashlib.sha256(repr((self._shelf.revision, away, kept)).encode()).hexdigest()[:16]

    def _home(self, name: str) -> Path:
        return self._shelf.folder / TRASH if name == TRASH else self._shelf.folder

    def _kept(self, home: Path, family: Family) -> Iterator[tuple[str, tuple[str, int]]]:
        for each in family.versions:
            inside = f"v{each.number}"
            yield f"{inside}/{DOCUMENT}", self._object(home / inside / DOCUMENT, each.sum)
            yield f"{inside}/{FACTS}", self._object(home / inside / FACTS)
            yield (
                f"{inside}/{each.facts.original}",
                self._object(home / inside / each.facts.original, each.facts.sha256),
            )
        if (home / SET).is_file():
            yield SET, self._object(home / SET)

    def _object(self, file: Path, known: str | None = None) -> tuple[str, int]:
        """Keeps a file, once. `known`: the sum that it has."""
        size = file.stat().st_size
        if known is not None and _is_there(_place(self._folder, known), size):
            return known, size
        data = disk.read_whole(file, LARGEST_DOCUMENT)
        digest = hashlib.sha256(data).hexdigest()
        place = _place(self._folder, digest)
        if not _is_there(place, len(data)):
            disk.make_folder(place.parent)
            disk.write_whole(place, data)
        return digest, len(data)

    def _bring_back(self, folder: Path, name: str, doc_id: str, files: Listed) -> bool:
        here, away = self._shelf.families().get(doc_id), self._shelf.families_away().get(doc_id)
        if here is None and away is None:
            below = f"{TRASH}/" if name == TRASH else ""

            def family(draft: Path) -> None:
                for path, listed in files.items():
                    disk.make_folder((draft / path).parent)
                    disk.write_new(draft / path, _checked(folder, listed))

            self._shelf.take_back(f"{below}{doc_id}", family)
            return True
        there = here or away
        below = f"{doc_id}" if here else f"{TRASH}/{doc_id}"
        assert there is not None
        missing = {path.split("/")[0] for path in files if "/" in path} - {f"v{v.number}" for v in there.versions}
        for number in sorted(missing, key=lambda each: int(each[1:])):

            def one(draft: Path, number: str = number) -> None:
                for path, listed in files.items():
                    if path.startswith(f"{number}/"):
                        disk.write_new(draft / path.split("/")[1], _checked(folder, listed))

            self._shelf.take_back(f"{below}/{number}", one)
        return bool(missing)

    @staticmethod
    def _list(file: Path) -> dict[str, Any] | None:
        """A list; None where there is none that can be used. No path in it leads out of a document's folder."""
        try:
            value: dict[str, Any] = json.loads(disk.read_whole(file, LARGEST_LIST))
            if value["format"] != FORMAT or not all(_SUM.fullmatch(each[0]) for each in _all_files(value)):
                return None
            ids = (*value[FOLDER], *value[TRASH])
            paths = (path for name in (FOLDER, TRASH) for files in value[name].values() for path in files)
            fits = (
                all(map(is_family, ids)) and all(map(_INSIDE.fullmatch, paths)) and isinstance(value["revision"], str)
            )
            return value if fits else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, BadInput):
            return None


def _all_files(value: Mapping[str, Any]) -> list[tuple[str, int]]:
    found = [(str(s), int(n)) for name in (FOLDER, TRASH) for files in value[name].values() for s, n in files.values()]
    if value["labels"] is not None:
        digest, size = value["labels"]
        found.append((str(digest), int(size)))
    return found


def _place(folder: Path, digest: str) -> Path:
    return folder / OBJECTS / digest[:2] / digest


def _is_there(file: Path, size: int) -> bool:
    try:
        return file.stat().st_size == size
    except OSError:
        return False


def _checked(folder: Path, listed: tuple[str, int]) -> bytes:
    data = disk.read_whole(_place(folder, listed[0]), LARGEST_DOCUMENT)
    if hashlib.sha256(data).hexdigest() != listed[0]:
        raise DamagedStore(f"备份文件 {_place(folder, listed[0])} 已损坏。")
    return data
