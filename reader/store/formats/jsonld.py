"""Notes as W3C Web Annotations (JSON-LD), and back without loss. All offsets are code points of canonical text.

What the user says about rows of the registers travels as Annotations too (assessing, editing), each bookmark folder as
an AnnotationCollection of its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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


def dump(rows: Sequence[Row], extras: Extras = NOTHING) -> bytes:
    """A JSON list of Annotations, and of AnnotationCollections for the folders."""
    items = [_annotation(row) for row in rows]
    others = [(item.doc, _row_item(item)) for item in extras.row_items]
    others += [(each.doc, _tombstone(each)) for each in extras.tombstones]
    for doc, made in others:
        if doc in extras.documents:
            made["target"] |= _told(extras.documents[doc])
        items.append(made)
    items += [_folder(path) for path in extras.folders]
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
        "target": {"source": citation.link(quote(each.doc, safe=""))}, "pr:version": OF_TOMBSTONES,
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
        "body": [],
        "target": {"source": citation.link(quote(item.doc, safe=""))},
        "pr:version": VERSION, "pr:register": item.register,
    }  # fmt: skip
    if isinstance(item, RowMark):
        made["body"] = [{"type": "TextualBody", "purpose": "commenting", "value": item.note}] if item.note else []
        made["pr:status"] = item.status
    else:
        made["target"]["selector"] = [{"type": "TextQuoteSelector", "exact": item.quote}]
        made["pr:changes"] = dict(item.changes)
        if item.empty:
            made["pr:version"] = OF_NOTHING
    return made | ({"pr:seen": item.seen} if item.seen else {})


def _folder(path: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT, "id": _FOLDER + quote(path, safe=""), "type": "AnnotationCollection", "label": path,
        "pr:version": VERSION,
    }  # fmt: skip


def load(data: bytes) -> Bundle:
    """What is in a file that `dump` wrote: a list, one Annotation or an AnnotationPage. Raises BadInput."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise BadInput("这个批注文件嵌套太深，没有导入。") from error
    except ValueError as error:
        raise BadInput("这个批注文件不完整或不是 JSON，没有导入。") from error
    notes: list[Note] = []
    row_items: list[RowMark | RowCorrection] = []
    folders: list[str] = []
    tombstones: list[Tombstone] = []
    versions: dict[str, Versions] = {}
    documents: dict[str, KnownDocument] = {}
    clauses: dict[str, str] = {}
    for number, item in enumerate(_items(value), 1):
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, str) and name.startswith(_FOLDER):
            folders.append(_read_folder(item, number))
        elif isinstance(name, str) and name.startswith(_ROW):
            row_items.append(_read_row_item(item, number))
            _learn(documents, row_items[-1].doc, item["target"])
        elif isinstance(item, Mapping) and "pr:deleted" in item:
            tombstones.append(_read_tombstone(item, number))
            _learn(documents, tombstones[-1].doc, item["target"])
        else:
            note = _note(item, number)
            if "pr:seen" in item:
                versions[note.id], origin = _read_seen(item, note, number)
                note = replace(note, origin=origin)
            notes.append(note)
            _learn(documents, note.anchor.doc, item["target"])
            clauses[note.id] = told(item["target"].get("pr:clause"))
    extras = Extras(tuple(row_items), tuple(folders), tuple(tombstones))
    return Bundle(tuple(notes), extras, versions, known=Known(documents, clauses))


def _learn(documents: dict[str, KnownDocument], doc: str, target: Mapping[str, Any]) -> None:
    if not documents.get(doc):
        documents[doc] = known_from(doc, *(target.get(name) for name in _OF_DOCUMENT))


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = value.get("items", [value])
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
            comments = [body["value"] for body in item["body"]]
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
        raise BadInput("这个批注文件由更新的版本导出，请升级程序后再导入。")
