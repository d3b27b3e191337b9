"""The corpus folder: `normalised/<id>.json`, one reviewed document each, and `manifest.json` beside them, the list.

Owns that layout. `write` is for building the corpus; the running program only reads. Knows no search and no notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader.core.document import SCHEMA, Document, DocumentInfo, from_dict, info_dict, info_from, source_from, to_dict
from reader.core.errors import BadInput, DamagedCorpus, NotFound
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late
from reader.core.sums import sha256
from reader.core.undisturbed import settle, undisturbed
from reader.files import read_whole, size_of, write_whole

_ID = late(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_FILE = late(r"(?!\.{1,2}$)[^/\\:\x00]+")
MOST_BYTES = 512 * 1024**2
"""Bytes of one file of a corpus."""
_HEAD = f'{{\n "schema": {SCHEMA},\n'.encode("ascii")
_REMEDY = "请重新安装程序，或用 --corpus 指定完好的语料文件夹。"


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the manifest says; by id, in library order, the descriptions and the sums of the JSON files."""

    version: str
    infos: Mapping[str, DocumentInfo]
    sums: Mapping[str, str]


class Corpus:
    """The documents of one corpus folder. Nothing is read before the first question.

    Safe to use from several threads: every answer is an immutable value.
    """

    def __init__(self, folder: Path) -> None:
        """Args: folder: holds `normalised/` and, where shipped, `raw/`."""
        self.folder = folder
        self.normalised = folder / "normalised"
        self.manifest = self.normalised / "manifest.json"

    @property
    def version(self) -> str:
        """Changes whenever any document or the order of documents does."""
        return self._manifest.version

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions in library order, without reading the documents themselves."""
        return tuple(self._manifest.infos.values())

    def sums(self) -> dict[str, str]:
        """SHA-256 of the JSON file of each document, by id, in library order."""
        return dict(self._manifest.sums)

    def lists(self, doc_id: str) -> bool:
        """Whether the manifest has a document. Of a manifest that nobody has read yet its line alone is read."""
        return self._line(doc_id) is not None

    def size(self, doc_id: str) -> int:
        """Bytes of the JSON file of a document; 0 where it is not there. Raises NotFound for an unknown id."""
        self._listed(doc_id)
        return size_of(self._file(doc_id))

    def load(self, doc_id: str) -> Document:
        """Reads one document. Raises NotFound for an unknown id, DamagedCorpus where file and manifest disagree."""
        info, sum_ = self._listed(doc_id)
        file = self._file(doc_id)
        data = _read(file)
        if sha256(data).hexdigest() != sum_:
            raise DamagedCorpus(f"语料文件 {file} 与清单不符，可能已损坏或被改动；{_REMEDY}")
        document = _parsed(data, file)
        if document.info() != info:
            raise DamagedCorpus(f"语料文件 {file} 的文件信息与清单不符；{_REMEDY}")
        return document

    def source(self, doc_id: str) -> str:
        """The decoded text of the raw file, rebuilt from the document and its edits.

        Rebuilt rather than decoded again, so that it is there without `raw/` and for sources that are no plain text.
        """
        try:
            return source_from(self.load(doc_id))
        except ValueError as error:
            raise DamagedCorpus(f"文件“{doc_id}”的修订记录与正文不符；{_REMEDY}") from error

    def raw_file(self, doc_id: str) -> Path:
        """Where the raw file of a document is, if it was shipped."""
        return self.folder / "raw" / self._listed(doc_id)[0].source.file

    def verify(self) -> int:
        """Reads every document and raw file and compares all hashes. Returns the number of documents."""
        for info in self.documents():
            raw = self.raw_file(info.id)
            if raw.exists() and sha256(_read(raw)).hexdigest() != info.source.sha256:
                raise DamagedCorpus(f"原始文件 {raw} 与清单不符，可能已损坏或被改动；{_REMEDY}")
            self.source(info.id)
        return len(self.documents())

    def write(self, documents: Sequence[Document]) -> None:
        """Makes these documents, in this order, the whole of `normalised/`. The same documents give the same bytes."""
        self.normalised.mkdir(parents=True, exist_ok=True)
        lines: list[dict[str, Any]] = []
        for document in documents:
            if not is_id(document.id):
                raise ValueError(f"{document.id!r} cannot be a document id")
            data = as_bytes(document)
            name = f"{document.id}.json"
            _replace(self.normalised / name, data)
            lines.append(line_of(info_dict(document), data))
        _replace(self.manifest, manifest_of(lines))
        listed = {self.manifest.name, *(line["file"] for line in lines)}
        for stray in self.normalised.glob("*.json"):
            if stray.name not in listed:
                stray.unlink()
        for kept in ("_manifest", "_unread"):
            self.__dict__.pop(kept, None)

    def _file(self, doc_id: str) -> Path:
        return self.normalised / f"{doc_id}.json"

    def _listed(self, doc_id: str) -> tuple[DocumentInfo, str]:
        line = self._line(doc_id)
        if line is None:
            raise NotFound(f"文库中没有编号为“{doc_id}”的文件。")
        return line

    def _line(self, doc_id: str) -> tuple[DocumentInfo, str] | None:
        """Description and sum of a document."""
        if "_manifest" not in self.__dict__ and (line := self._looked_up(doc_id)) is not None:
            return line
        known = self._manifest
        return (known.infos[doc_id], known.sums[doc_id]) if doc_id in known.infos else None

    def _looked_up(self, doc_id: str) -> tuple[DocumentInfo, str] | None:
        """The same, of the text of the manifest where that is laid out as `manifest_of` does; None where it is not, or
        lacks the document: reading the whole tells more.
        """
        try:
            data = self._unread
            # No string of the file can hold a line feed, so that this is a line of the list and nothing else.
            start = data.find(b'\n  {\n   "file": "%b.json",\n' % doc_id.encode("utf-8", "surrogatepass"))
            end = data.find(b"\n  }", start + 1)
            is_there = start >= 0 and end >= 0 and data.startswith(_HEAD)
            return self._entry(json.loads(data[start : end + 4])) if is_there else None
        except (DamagedCorpus, KeyError, TypeError, ValueError, AttributeError):
            return None

    @cached_property
    def _unread(self) -> bytes:
        """The manifest as it lies on the disk; kept until somebody reads it."""
        return _read(self.manifest)

    @cached_property
    @undisturbed()
    def _manifest(self) -> _Manifest:
        if not self.folder.is_dir():
            raise DamagedCorpus(f"找不到语料文件夹 {self.folder}，{_REMEDY}")
        value = _decoded(self._unread, self.manifest)
        try:
            if value["schema"] != SCHEMA:
                raise DamagedCorpus(
                    f"语料清单 {self.manifest} 的格式版本 {value['schema']} 不是本程序认识的版本 {SCHEMA}；{_REMEDY}"
                )
            infos, sums = dict[str, DocumentInfo](), dict[str, str]()
            for line in value["documents"]:
                info, sum_ = self._entry(line)
                infos[info.id], sums[info.id] = info, sum_
            version = str(value["version"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DamagedCorpus(f"语料清单 {self.manifest} 不完整或已损坏；{_REMEDY}") from error
        self.__dict__.pop("_unread", None)
        del value
        settle()
        return _Manifest(version, infos, sums)

    def _entry(self, line: Mapping[str, Any]) -> tuple[DocumentInfo, str]:
        try:
            info = info_from(line)
        except DamagedCorpus as error:
            raise DamagedCorpus(f"语料清单 {self.manifest} 不完整或已损坏；{_REMEDY}") from error
        if not _ID.fullmatch(info.id) or line["file"] != f"{info.id}.json":
            raise ValueError(f"{line['file']!r} is not the file of {info.id!r}")
        if not _FILE.fullmatch(info.source.file):
            raise ValueError(f"{info.source.file!r} is no file below raw/")
        return info, str(line["sha256"])


def as_bytes(document: Document) -> bytes:
    """The file of a document. The same document gives the same bytes."""
    return _one_line_each(to_dict(document))


def is_id(text: str) -> bool:
    """Whether a document of a corpus may have this id, which is the name of its file, too."""
    return bool(_ID.fullmatch(text)) and text != "manifest"


def line_of(info: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """The line of the manifest for a document: its description as `info_dict` gives it, and the bytes of its file."""
    return line_with(info, sha256(data).hexdigest())


def line_with(info: Mapping[str, Any], sum_: str) -> dict[str, Any]:
    """The same, where the SHA-256 of the file is known."""
    described = {name: value for name, value in info.items() if name != "schema"}
    return {"file": f"{info['id']}.json", "sha256": sum_, **described}


def version_of(lines: Sequence[Mapping[str, Any]]) -> str:
    """The version of a corpus with these lines."""
    return sha256("\n".join(line["sha256"] for line in lines).encode()).hexdigest()[:16]


def manifest_of(lines: Sequence[Mapping[str, Any]], said: Mapping[str, Any] = MappingProxyType({})) -> bytes:
    """The manifest with these lines. `said`: what else stands in it, for those who look after the folder."""
    return _json({"schema": SCHEMA, "version": version_of(lines), **said, "documents": list(lines)})


def _read(file: Path) -> bytes:
    try:
        return read_whole(file, MOST_BYTES, "语料文件")
    except BadInput as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise DamagedCorpus(f"语料不完整：缺少 {file}；{_REMEDY}") from error
        raise DamagedCorpus(f"{str(error).rstrip('。')}；{_REMEDY}") from error


def _decoded(data: bytes, file: Path) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedCorpus(f"语料文件 {file} 已损坏，不是有效的 JSON；{_REMEDY}") from error
    if not isinstance(value, dict):
        raise DamagedCorpus(f"语料文件 {file} 已损坏，内容不是一份文件；{_REMEDY}")
    return value


def _parsed(data: bytes, file: Path) -> Document:
    try:
        return from_dict(_decoded(data, file))
    except DamagedCorpus as error:
        raise DamagedCorpus(f"语料文件 {file} 无法使用：{str(error).rstrip('。')}；{_REMEDY}") from error


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _one_line_each(value: Mapping[str, Any]) -> bytes:
    """JSON with every field on a line of its own, and every block, edit and defect: a diff then shows whole blocks."""
    lines = []
    for key, each in value.items():
        if key in ("blocks", "edits", "defects") and each:
            inner = ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in each)
            lines.append(f' "{key}": [\n{inner}\n ]')
        else:
            lines.append(f' "{key}": ' + json.dumps(each, ensure_ascii=False))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def _replace(file: Path, data: bytes) -> None:
    """Writes in one step; leaves a file that already holds these bytes untouched."""
    if file.exists() and file.read_bytes() == data:
        return
    write_whole(file, data)
