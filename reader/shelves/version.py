"""One version of an own document as it lies on the disk: its folder, the facts about it, the document itself.

    own-k3v9x2ab/v1/document.json     the document
    own-k3v9x2ab/v1/original.pdf      the file as it was given
    own-k3v9x2ab/v1/facts.json        what is known of it, the description and the sum of document.json among it
    own-k3v9x2ab/v1/…                 what was worked out from it and can be again: its reading, its part of the index

A version is never changed once it is there, but for what can be worked out again; a damaged one is read anew
(`mending`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reader.core.document import Document, DocumentInfo, from_dict, info_dict, info_from, to_dict
from reader.core.errors import BadInput, DamagedCorpus
from reader.core.late_dataclass import asdict, dataclass, replace
from reader.core.late_pattern import late
from reader.core.sums import sha256
from reader.files import size_of, sync_folder
from reader.shelves import disk
from reader.shelves.shelf import OWN

DOCUMENT, FACTS, ORIGINAL = "document.json", "facts.json", "original"
FORMAT: Final = 1
LARGEST_FACTS: Final = 4 * 1024**2
LARGEST_DOCUMENT: Final = 1024**3
_ENDING: Final = late(r"\.[a-z0-9]{1,8}")
ORIGINAL_NAME: Final = rf"{ORIGINAL}(?:{_ENDING.pattern})?"
"""What the name of a kept original looks like, as a regular expression."""
_ORIGINAL: Final = late(ORIGINAL_NAME)
_REMEDY: Final = "可以从备份恢复，或重新添加原来的文件来修复。"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file that was added.

    Attributes:
        file: its name as given.
        sha256, size: of its bytes.
        added: ISO time.
        converter: the kind of file that was read, and by which version of the program.
        pages: 0 where it has none.
        original: name of the kept file in the version's folder.
    """

    file: str
    sha256: str
    size: int
    added: str
    converter: str = ""
    pages: int = 0
    original: str = ORIGINAL


@dataclass(frozen=True, slots=True)
class Version:
    """One version that is there. `number` counts from 1; `sum` is that of its document."""

    family: str
    number: int
    folder: Path
    facts: Facts
    info: DocumentInfo
    sum: str

    @property
    def id(self) -> str:
        """The id under which this version is read when it is not the newest."""
        return f"{self.family}-v{self.number}"

    @property
    def original(self) -> Path:
        """The file as it was given."""
        return self.folder / self.facts.original

    @property
    def size(self) -> int:
        """Bytes of the document as it is kept; 0 where it is not there any more."""
        return size_of(self.folder / DOCUMENT)

    def load(self) -> Document:
        """The document. Raises DamagedCorpus."""
        try:
            document = from_dict(json.loads(self.checked()))
        except (ValueError, RecursionError) as error:
            raise self._unreadable() from error
        return replace(document, shelf=OWN, added=self.facts.added, file=self.facts.file)

    def checked(self) -> bytes:
        """The document as it is written, its sum the one that was noted. Raises DamagedCorpus."""
        file = self.folder / DOCUMENT
        try:
            data = disk.read_whole(file, LARGEST_DOCUMENT)
        except BadInput as error:
            raise self._unreadable() from error
        if sha256(data).hexdigest() != self.sum:
            raise DamagedCorpus(f"“{self.facts.file}”存下的内容 {file} 已损坏或被改动；{_REMEDY}")
        return data

    def _unreadable(self) -> DamagedCorpus:
        return DamagedCorpus(f"“{self.facts.file}”存下的内容 {self.folder / DOCUMENT} 无法读取；{_REMEDY}")


def ending_of(name: str) -> str:
    """The ending of a name where it is one that a file may safely have here; else ""."""
    ending = Path(name.replace("\\", "/")).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as it is written. `sum` is that of `data`."""

    info: DocumentInfo
    data: bytes
    sum: str


def packed(document: Document) -> Packed:
    """A document, ready to be written."""
    data = json.dumps(to_dict(document), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Packed(document.info(), data, sha256(data).hexdigest())


def write(folder: Path, document: Packed, original: bytes, facts: Facts, others: Mapping[str, bytes]) -> None:
    """Fills a new folder with a version; `others` is what was worked out from it. Raises OSError."""
    disk.write_new(folder / DOCUMENT, document.data)
    disk.write_new(folder / facts.original, original)
    disk.write_new(folder / FACTS, described(document, facts))
    for name, each in others.items():
        disk.write_new(folder / name, each, sync=False)
    sync_folder(folder)


def described(document: Packed, facts: Facts) -> bytes:
    """What is known of a version, as it is written."""
    value = {"format": FORMAT, "facts": asdict(facts), "sum": document.sum, "info": info_dict(document.info)}
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def read(family: str, number: int, folder: Path) -> Version:
    """What is known of a version. Raises DamagedCorpus."""
    file = folder / FACTS
    try:
        value: dict[str, Any] = json.loads(disk.read_whole(file, LARGEST_FACTS))
        if value["format"] != FORMAT:
            raise DamagedCorpus(f"“我的文件”中的 {folder} 由更新的程序版本写成，本程序不能读；请升级程序。")
        facts = Facts(**{name: value["facts"][name] for name in Facts.__dataclass_fields__})
        if not _ORIGINAL.fullmatch(facts.original):
            raise ValueError(facts.original)
        info = info_from(value["info"])
        if info.id != family:
            raise ValueError(info.id)
        info = replace(info, shelf=OWN, added=str(facts.added), file=str(facts.file))
        return Version(family, number, folder, facts, info, str(value["sum"]))
    except (BadInput, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedCorpus(f"“我的文件”中的 {folder} 不完整或已损坏；{_REMEDY}") from error
