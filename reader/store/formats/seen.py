"""What the form of a note in a file has seen, as one text beside it; and what was changed in the file since.

With the vectors stands a digest of each field. A field that no longer fits its digest was changed where nothing is
counted (in a spreadsheet, in an editor): that is an edit of the form the file was made of, whatever any date says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from reader.core.errors import BadInput
from reader.core.note import Note
from reader.store.formats.valid import MAX_SHORT, MAX_TEXT, moment_from, note_from, person_from
from reader.store.versions import (
    FIELDS,
    LIFE,
    OUTSIDE,
    By,
    Variant,
    Vector,
    Versions,
    by_from,
    by_to,
    digest,
    joined,
    same,
    value_to,
    vector_from,
    vectors_from,
    vectors_to,
)

MOST_VARIANTS = 100


def seen_text(note: Note, versions: Versions, origin: str) -> str:
    """The text. `origin`: the store the note was made in; empty where nobody knows."""
    value: dict[str, Any] = {
        "origin": origin,
        "seen": vectors_to(versions.vectors),
        "are": [digest(name, getattr(note, name)) for name in FIELDS],
        "also": [
            [v.field, value_to(v.field, v.value), dict(v.vector), v.editor.name, v.editor.unit, v.modified]
            for v in versions.variants
        ],
    }
    if versions.by:
        value["by"] = by_to(versions.by)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_seen(text: str, note: Note, number: int) -> tuple[Versions, str]:
    """What the note has seen, and the store it was made in. Raises BadInput, naming the note by its number there."""
    wrong = BadInput(f"批注文件的第 {number} 条不对（版本），没有导入。")
    try:
        if len(text) > 20 * MAX_TEXT:
            raise ValueError(len(text))
        value = json.loads(text)
        vectors: dict[str, Vector] = dict(vectors_from(value["seen"]))
        digests, origin = value["are"], value["origin"]
        if len(digests) != len(FIELDS) or not isinstance(origin, str) or len(origin) > MAX_SHORT:
            raise ValueError(len(digests))
        if not isinstance(value["also"], list) or len(value["also"]) > MOST_VARIANTS:
            raise ValueError(type(value["also"]))
        variants = tuple(_variant(each, note, number) for each in value["also"])
        by = by_from(value.get("by", {}), lambda name, unit: person_from({"name": name, "unit": unit}, number))
        by = {name: By(each.editor, _moment(each.modified, number)) for name, each in by.items()}
    except BadInput:
        raise wrong from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise wrong from error
    for name, was in zip(FIELDS, digests, strict=True):
        if digest(name, getattr(note, name)) != was:
            edit = {OUTSIDE + digest(name, getattr(note, name)): 1}
            vectors[name] = joined(vectors[name], edit)
            vectors[LIFE] = joined(vectors[LIFE], edit)
            by[name] = By()  # somebody, in the file
    left = tuple(v for v in variants if not same(v.field, v.value, getattr(note, v.field)))
    return Versions(vectors, left, by), origin


def with_line_ends(note: Note, text: str) -> Note:
    """The note with the line ends that its text was written with, where a spreadsheet changed nothing but them."""
    try:
        was = json.loads(text)["are"][FIELDS.index("text")]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return note
    plain = note.text.replace("\r\n", "\n")
    forms = (note.text, plain, plain.replace("\n", "\r\n"))
    return replace(note, text=next((form for form in forms if digest("text", form) == was), note.text))


def _variant(each: Any, note: Note, number: int) -> Variant:
    name, value, vector, person, unit, modified = each
    if name not in FIELDS:
        raise ValueError(name)
    plain: dict[str, Any] = {f.name: getattr(note, f.name) for f in fields(Note) if f.name != "anchor"}
    plain |= {f.name: getattr(note.anchor, f.name) for f in fields(note.anchor)} | {"tags": list(note.tags)}
    if name == "anchor":
        if not isinstance(value, Mapping):
            raise ValueError(type(value))
        plain |= {f.name: value[f.name] for f in fields(note.anchor)}
    else:
        plain[name] = value
    read = note_from({**plain, "creator": None, "editor": None}, number)
    editor = person_from({"name": person, "unit": unit}, number)
    return Variant(name, getattr(read, name), vector_from(vector), editor, _moment(modified, number))


def _moment(said: Any, number: int) -> str:
    return moment_from(said, number) if said else ""  # a deletion tells none
