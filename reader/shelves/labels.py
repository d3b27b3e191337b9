"""What the user sorts documents by: collections and tags, of documents on any shelf. One small file, written whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, Final

from reader.core.document import DocumentInfo
from reader.core.errors import BadInput, DamagedStore
from reader.core.late_dataclass import dataclass, field, replace
from reader.shelves import disk

FILE: Final = "labels.json"
LARGEST: Final = 16 * 1024**2
LONGEST: Final = 60  # characters of a name
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class _Label:
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """All of it. `names`: of the collections, the empty ones too, in the order they were made."""

    names: tuple[str, ...] = ()
    of: Mapping[str, _Label] = field(default_factory=dict)


class Labels:
    """The collections and tags of all documents. Safe to use from several threads and programs."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the file; it is made with the first label."""
        self._folder, self._file = folder, folder / FILE
        self._lock = RLock()
        self._read: tuple[tuple[int, int, int] | None, _Kept] = (None, _Kept())
        self._fault = ""
        self._labelled: dict[str, tuple[DocumentInfo, _Label, DocumentInfo]] = {}

    def collections(self) -> tuple[str, ...]:
        """The names of all collections."""
        return self._kept().names

    def on(self, infos: Sequence[DocumentInfo]) -> tuple[DocumentInfo, ...]:
        """The descriptions with their collections and tags; of the same description the same object."""
        of = self._kept().of
        if not of:
            return tuple(infos)
        return tuple(self._with_label(info, of[info.id]) if info.id in of else info for info in infos)

    def _with_label(self, info: DocumentInfo, label: _Label) -> DocumentInfo:
        known = self._labelled.get(info.id)
        if known is None or known[0] is not info or known[1] != label:
            made = replace(info, collections=label.collections, tags=label.tags)
            known = self._labelled[info.id] = (info, label, made)
        return known[2]

    @property
    def fault(self) -> str:
        """A sentence where what was kept cannot be read: there are no labels then, and none can be given."""
        self._kept()
        return self._fault

    @property
    def state(self) -> object:
        """The same object as long as nothing changes."""
        return self._kept()

    def collect(self, ids: Iterable[str], name: str) -> None:
        """Puts documents into a collection, which is made where there is none. Raises BadInput for an unfit name."""
        name = fit(name)
        self._change(ids, lambda label: replace(label, collections=_with(label.collections, name)), (name,))

    def uncollect(self, ids: Iterable[str], name: str) -> None:
        """Takes documents out of a collection."""
        self._change(ids, lambda label: replace(label, collections=_without(label.collections, name)))

    def set_tags(self, doc_id: str, tags: Iterable[str]) -> None:
        """Gives a document these tags and no others. Raises BadInput for an unfit one."""
        made = tuple(dict.fromkeys(fit(tag.strip().lstrip("#")) for tag in tags if tag.strip()))
        self._change([doc_id], lambda label: replace(label, tags=made))

    def add_tags(self, ids: Iterable[str], tags: Iterable[str]) -> None:
        """Gives documents these tags besides those they have. Raises BadInput for an unfit one."""
        made = tuple(fit(tag.strip().lstrip("#")) for tag in tags if tag.strip())
        self._change(ids, lambda label: replace(label, tags=tuple(dict.fromkeys((*label.tags, *made)))))

    def remove_tag(self, ids: Iterable[str], tag: str) -> None:
        """Takes a tag from documents; those that do not have it stay as they are."""
        self._change(ids, lambda label: replace(label, tags=_without(label.tags, tag)))

    def rename_collection(self, old: str, new: str) -> None:
        """Renames a collection; "" gives it up, its documents stay. Raises BadInput where there is none."""
        new = fit(new) if new else ""
        with self._lock, disk.writing(self._folder):
            kept = self._kept()
            if old not in kept.names:
                raise BadInput(f"没有名为“{old}”的文件夹。")
            self._write(
                _Kept(
                    _renamed(kept.names, old, new),
                    {i: replace(each, collections=_renamed(each.collections, old, new)) for i, each in kept.of.items()},
                )
            )

    def _change(self, ids: Iterable[str], make: Callable[[_Label], _Label], names: Sequence[str] = ()) -> None:
        with self._lock, disk.writing(self._folder):
            kept = self._kept()
            of = dict(kept.of)
            for doc_id in ids:
                of[doc_id] = make(of.get(doc_id, _Label()))
                if of[doc_id] == _Label():
                    del of[doc_id]
            self._write(_Kept(tuple(dict.fromkeys((*kept.names, *names))), of))

    def _write(self, kept: _Kept) -> None:
        if self._fault:
            raise DamagedStore(self._fault)
        documents = {i: {"in": list(each.collections), "tags": list(each.tags)} for i, each in kept.of.items()}
        value = {"format": _FORMAT, "collections": list(kept.names), "documents": documents}
        disk.write_whole(self._file, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))
        self._read = (None, kept)

    def _kept(self) -> _Kept:
        with self._lock:
            try:
                found = self._file.stat()
            except OSError:
                self._fault = ""
                self._read = (None, _Kept()) if self._read[1].names or self._read[1].of else self._read
                return self._read[1]
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self._read[0] != stamp:
                try:
                    made = self._parsed(disk.read_whole(self._file, LARGEST))
                    self._fault = ""
                except (DamagedStore, BadInput) as error:  # documents can be read without labels
                    made = _Kept()
                    self._fault = str(error)
                # The same object as before where it says the same: whoever looks whether anything changed compares it.
                self._read = (stamp, self._read[1] if made == self._read[1] else made)
            return self._read[1]

    def _parsed(self, data: bytes) -> _Kept:
        try:
            value: dict[str, Any] = json.loads(data)
            of = {str(i): _Label(_names(each["in"]), _names(each["tags"])) for i, each in value["documents"].items()}
            return _Kept(_names(value["collections"]), of)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedStore(f"文件夹和标签的记录 {self._file} 已损坏；可删去它，文件本身不受影响。") from error


def fit(name: str) -> str:
    """A name as it is kept. Raises BadInput where it is empty, too long or holds control characters."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise BadInput(f"“{name[:LONGEST]}”不能用作名称：须为 1 至 {LONGEST} 个字。")
    return name


def _names(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in values)


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    renamed = (new if each == old else each for each in names)
    return tuple(dict.fromkeys(each for each in renamed if each))
