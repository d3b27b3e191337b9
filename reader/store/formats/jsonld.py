"""Notes as W3C Web Annotations (JSON-LD), and back without loss. All offsets are code points of canonical text.

What the user says about rows of the registers travels as Annotations too (assessing, editing), each bookmark folder as
an AnnotationCollection of its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote

from reader.core import citation
from reader.core.errors import BadInput
from reader.core.known import Known, KnownDocument, known_from, told
from reader.core.note import Note, Person, RowCorrection, RowMark
from reader.store.bundle import NOTHING, Bundle, Extras
from reader.store.formats.row import Row
from reader.store.formats.seen import read_seen
from reader.store.formats.valid import correction_from, folder_from, mark_from, note_from, tombstone_from
from reader.store.versions import Tombstone, Versions

VERSION = 1
OF_NOTHING = 3  # a correction that was taken back: programs before them refuse the file, and say why
OF_TOMBSTONES = 2  # programs before them refuse the file, and say why
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"pr": "urn:policy-reader:", "unit": "pr:unit"}]
MOTIVATIONS = {
    "highlight": "highlighting",
    "underline": "highlighting",
    "note": "commenting",
    "bookmark": "bookmarking",
}

_OF_DOCUMENT = ("pr:file", "pr:title", "pr:docNumber")
_ID = "urn:policy-reader:note:"
_ROW = "urn:policy-reader:row:"
_FOLDER = "urn:policy-reader:folder:"
_INCOMPLETE = "批注文件的第 {number} 条不完整，没有导入。"
_NOT_OURS = "不是本程序导出的批注文件（JSON-LD）。"
_OTHERS = "批注文件的第 {number} 条不是本程序导出的批注，没有导入。"


class _Newer(BadInput):
    """A newer program wrote it: what is left out unread might be what matters."""


def dump(rows: Sequence[Row], extras: Extras = NOTHING) -> bytes:
    """A JSON list of Annotations, and of AnnotationCollections for the folders."""
    items = [_annotation(row) for row in rows]
    others = [(item.doc, _row_item(item)) for item in extras.row_items]
    others += [(each.doc, _tombstone(each)) for each in extras.tombstones]
    for doc, made in others:
        if doc in extras.documents:
            made["target"] |= _told(extras.documents[doc])
        items.append(made)
    inside: dict[str, list[str]] = {path: [] for path in extras.folders}
    for row in rows:
        if row.note.folder in inside and not row.note.trashed:
            inside[row.note.folder].append(_ID + quote(row.note.id, safe=""))
    items += [_folder(path, ids) for path, ids in inside.items()]
    return json.dumps(items, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _annotation(row: Row) -> dict[str, Any]:
    note, anchor = row.note, row.note.anchor
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    if note.text:
        comment = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.text}
        bodies.insert(0, comment)
    made = {
        "@context": CONTEXT,
        "id": _ID + quote(note.id, safe=""),
        "type": "Annotation",
        "motivation": MOTIVATIONS[note.kind],
        "creator": _person(note.creator),
        "created": note.created,
        "modified": note.modified,
        "body": bodies,
        "target": {
            "source": citation.link(quote(anchor.doc, safe="")),
            "selector": [
                {
                    "type": "FragmentSelector", "value": anchor.block,
                    "pr:start": anchor.start, "pr:end": anchor.end, "pr:endBlock": anchor.end_block,
                },
                {"type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix},
                {"type": "TextPositionSelector", "start": anchor.position, "end": anchor.position + len(anchor.quote)},
            ],
            "pr:documentHash": anchor.document_hash,
            "pr:title": row.title, "pr:docNumber": row.doc_number, "pr:clause": row.clause,
            **({"pr:file": row.file} if row.file else {}),
        },
        "pr:version": VERSION,
        "pr:kind": note.kind, "pr:colour": note.colour, "pr:starred": note.starred, "pr:status": note.status,
        "pr:folder": note.folder, "pr:trashed": note.trashed,
        "pr:editor": _person(note.editor), "pr:seen": row.seen,
    }  # fmt: skip
    without = {name for name in ("creator", "body", "pr:editor", "pr:seen") if not made[name]}
    return {name: value for name, value in made.items() if name not in without}


def _person(person: Person) -> dict[str, str]:
    made = {"type": "Person", "name": person.name, "unit": person.unit}
    return {name: value for name, value in made.items() if value} if person else {}


def _told(known: KnownDocument) -> dict[str, str]:
    said = zip(_OF_DOCUMENT, (known.file, known.title, known.doc_number), strict=True)
    return {name: value for name, value in said if value}


def _tombstone(each: Tombstone) -> dict[str, Any]:
    made = {
        "@context": CONTEXT, "id": _ID + quote(each.id, safe=""), "type": "Annotation", "motivation": "editing",
        "target": _whole(each.doc), "pr:version": OF_TOMBSTONES,
        "pr:deleted": each.trashed, "pr:vector": json.dumps(dict(each.vector)),
    }  # fmt: skip
    return made | ({"pr:editor": _person(each.editor)} if each.editor else {})


def _row_item(item: RowMark | RowCorrection) -> dict[str, Any]:
    marked = isinstance(item, RowMark)
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{_ROW}{'mark' if marked else 'correction'}:{quote(item.key, safe='')}",
        "type": "Annotation",
        "motivation": "assessing" if marked else "editing",
        "modified": item.modified,
        "target": _whole(item.doc),
        "pr:version": VERSION, "pr:register": item.register,
    }  # fmt: skip
    if isinstance(item, RowMark):
        if item.note:
            made["body"] = [{"type": "TextualBody", "purpose": "commenting", "value": item.note}]
        made["pr:status"] = item.status
    else:
        made["target"]["selector"] = [{"type": "TextQuoteSelector", "exact": item.quote}]
        made["pr:changes"] = dict(item.changes)
        if item.empty:
            made["pr:version"] = OF_NOTHING
    return made | ({"pr:seen": item.seen} if item.seen else {})


def _whole(doc: str) -> dict[str, Any]:
    """A document as a target; the model takes it for a Specific Resource where it says more than its source."""
    link = citation.link(quote(doc, safe=""))
    return {"source": link, "scope": link}


def _folder(path: str, notes: Sequence[str]) -> dict[str, Any]:
    """A folder with the ids of the notes of this file that are in it."""
    name = _FOLDER + quote(path, safe="")
    made: dict[str, Any] = {
        "@context": CONTEXT, "id": name, "type": "AnnotationCollection", "label": path, "total": len(notes),
        "pr:version": VERSION,
    }  # fmt: skip
    page = {"id": f"{name}:page", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": list(notes)}
    return {**made, "first": page} if notes else made


def load(data: bytes) -> Bundle:
    """What is in a file that `dump` wrote: a list, one Annotation, an AnnotationPage or a collection of one page.

    An entry that cannot be used is told, and stops no other. Raises BadInput where the file is none of ours, is cut
    off, was written by a newer program, or has no entry that can be used.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise BadInput("这个批注文件嵌套太深，没有导入。") from error
    except ValueError as error:
        raise BadInput("这个批注文件不完整或不是 JSON，没有导入。") from error
    read, first = _Read(), None
    for number, item in enumerate(_items(value), 1):
        try:
            read.take(item, number)
        except _Newer:
            raise
        except BadInput as error:
            first = first or error
            read.refused.append(_OTHERS.format(number=number) if str(error) == _NOT_OURS else str(error))
    if first is not None and not (read.notes or read.row_items or read.folders or read.tombstones):
        raise first
    extras = Extras(tuple(read.row_items), tuple(read.folders), tuple(read.tombstones))
    known = Known(read.documents, read.clauses)
    return Bundle(tuple(read.notes), extras, read.versions, refused=tuple(read.refused), known=known)


@dataclass(slots=True)
class _Read:
    """What was read so far, as `Bundle` has it."""

    notes: list[Note] = field(default_factory=list)
    row_items: list[RowMark | RowCorrection] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    tombstones: list[Tombstone] = field(default_factory=list)
    versions: dict[str, Versions] = field(default_factory=dict)
    documents: dict[str, KnownDocument] = field(default_factory=dict)
    clauses: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def take(self, item: Any, number: int) -> None:
        """One entry. Raises BadInput, and nothing of it is taken then."""
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, str) and name.startswith(_FOLDER):
            self.folders.append(_read_folder(item, number))
        elif isinstance(name, str) and name.startswith(_ROW):
            self.row_items.append(_read_row_item(item, number))
            _learn(self.documents, self.row_items[-1].doc, item["target"])
        elif isinstance(item, Mapping) and "pr:deleted" in item:
            self.tombstones.append(_read_tombstone(item, number))
            _learn(self.documents, self.tombstones[-1].doc, item["target"])
        else:
            note = _note(item, number)
            if "pr:seen" in item:
                versions, origin = _read_seen(item, note, number)
                note = replace(note, origin=origin)
                self.versions[note.id] = versions
            self.notes.append(note)
            _learn(self.documents, note.anchor.doc, item["target"])
            self.clauses[note.id] = told(item["target"].get("pr:clause"))


def _learn(documents: dict[str, KnownDocument], doc: str, target: Mapping[str, Any]) -> None:
    if not documents.get(doc):
        documents[doc] = known_from(doc, *(target.get(name) for name in _OF_DOCUMENT))


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        first = value.get("first")
        is_folder = str(value.get("id")).startswith(_FOLDER)
        value = (first if isinstance(first, Mapping) and not is_folder else value).get("items", [value])
    if not isinstance(value, list):
        raise BadInput(_NOT_OURS)
    return iter(value)


def _note(item: Any, number: int) -> Note:
    """The note of one Annotation; `number` counts from one and names it where something is wrong."""
    try:
        if item["type"] != "Annotation" or not item["id"].startswith(_ID):
            raise BadInput(_NOT_OURS)
        _check_version(item)
        target = item["target"]
        selectors = {s["type"]: s for s in target["selector"]}
        fragment, words = selectors["FragmentSelector"], selectors["TextQuoteSelector"]
        bodies = item.get("body", [])
        comments = [body["value"] for body in bodies if body["purpose"] == "commenting"]
        values = {
            "id": unquote(item["id"].removeprefix(_ID)),
            "doc": unquote(target["source"].removeprefix(citation.SCHEME)),
            "block": fragment["value"], "start": fragment["pr:start"], "end": fragment["pr:end"],
            "end_block": fragment["pr:endBlock"],
            "quote": words["exact"], "prefix": words["prefix"], "suffix": words["suffix"],
            "position": selectors["TextPositionSelector"]["start"], "document_hash": target["pr:documentHash"],
            "kind": item["pr:kind"], "created": item["created"], "modified": item["modified"],
            "text": comments[0] if comments else "",
            "tags": [body["value"] for body in bodies if body["purpose"] == "tagging"],
            "colour": item["pr:colour"], "starred": item["pr:starred"], "status": item["pr:status"],
            "folder": item["pr:folder"], "trashed": item["pr:trashed"],
            "creator": item.get("creator"), "editor": item.get("pr:editor"),
        }  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(_INCOMPLETE.format(number=number)) from error
    return note_from(values, number)


def _read_seen(item: Mapping[str, Any], note: Note, number: int) -> tuple[Versions, str]:
    if not isinstance(item["pr:seen"], str):
        raise BadInput(_INCOMPLETE.format(number=number))
    return read_seen(item["pr:seen"], note, number)


def _read_tombstone(item: Mapping[str, Any], number: int) -> Tombstone:
    try:
        _check_version(item)
        if not item["id"].startswith(_ID):
            raise BadInput(_NOT_OURS)
        values = {
            "id": unquote(item["id"].removeprefix(_ID)),
            "doc": unquote(item["target"]["source"].removeprefix(citation.SCHEME)),
            "trashed": item["pr:deleted"], "vector": json.loads(item["pr:vector"]), "editor": item.get("pr:editor"),
        }  # fmt: skip
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise BadInput(_INCOMPLETE.format(number=number)) from error
    return tombstone_from(values, number)


def _read_row_item(item: Mapping[str, Any], number: int) -> RowMark | RowCorrection:
    try:
        _check_version(item)
        kind, key = item["id"].removeprefix(_ROW).split(":", 1)
        target = item["target"]
        values = {
            "key": unquote(key), "doc": unquote(target["source"].removeprefix(citation.SCHEME)),
            "register": item["pr:register"], "modified": item["modified"], "seen": item.get("pr:seen", ""),
        }  # fmt: skip
        if kind == "mark":
            comments = [body["value"] for body in item.get("body", [])]
            return mark_from({**values, "status": item["pr:status"], "note": comments[0] if comments else ""}, number)
        exact = target["selector"][0]["exact"]
        return correction_from({**values, "quote": exact, "changes": item["pr:changes"]}, number)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise BadInput(_INCOMPLETE.format(number=number)) from error


def _read_folder(item: Mapping[str, Any], number: int) -> str:
    try:
        _check_version(item)
        return folder_from(item["label"], number)
    except (KeyError, TypeError) as error:
        raise BadInput(_INCOMPLETE.format(number=number)) from error


def _check_version(item: Mapping[str, Any]) -> None:
    most = OF_NOTHING if "pr:changes" in item else OF_TOMBSTONES if "pr:deleted" in item else VERSION
    if item["pr:version"] > most:
        raise _Newer("这个批注文件由更新的版本导出，请升级程序后再导入。")
