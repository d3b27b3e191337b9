"""Notes as rows and as JSON texts of the store, and back. The only place that knows both shapes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from reader.core.note import NOBODY, Anchor, Note, Person

ANCHOR_FIELDS = tuple(f.name for f in fields(Anchor))
_ALL_FIELDS = tuple(f.name for f in fields(Note))
NOTE_FIELDS = tuple(f.name for f in fields(Note) if f.name != "anchor")
COLUMNS = (*ANCHOR_FIELDS, *NOTE_FIELDS)

INSERT = f"INSERT INTO note ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  column names of ours
REPLACE = f"UPDATE note SET {', '.join(f'{c} = ?' for c in COLUMNS)} WHERE id = ?"  # noqa: S608  column names of ours
SELECT = f"SELECT {', '.join(COLUMNS)} FROM note"  # noqa: S608  column names of ours

# Made once: `json.dumps` makes one for each call.
_text = json.JSONEncoder(ensure_ascii=False).encode
_short = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TAGS, _STARRED = NOTE_FIELDS.index("tags"), NOTE_FIELDS.index("starred")
PEOPLE = ("creator", "editor")
_PEOPLE = tuple(NOTE_FIELDS.index(name) for name in PEOPLE)


def to_row(note: Note) -> tuple[Any, ...]:
    """The note's values in the order of COLUMNS."""
    anchor = [getattr(note.anchor, name) for name in ANCHOR_FIELDS]
    rest = [_storable(getattr(note, name)) for name in NOTE_FIELDS]
    rest[_TAGS] = _storable(_text(note.tags))
    rest[_STARRED] = int(note.starred)
    for at, name in zip(_PEOPLE, PEOPLE, strict=True):
        rest[at] = _storable(person_to(getattr(note, name)))
    return (*anchor, *rest)


def _storable(value: Any) -> Any:
    """Half of a broken character, which pasted text may hold, has no form in the file: it becomes U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def person_to(person: Person) -> str:
    """A person as the store keeps them; nothing where nobody is known."""
    return _text([person.name, person.unit]) if person else ""


def person_from(text: str) -> Person:
    """The person that `person_to` wrote."""
    return Person(*json.loads(text)) if text else NOBODY


def from_row(row: Sequence[Any]) -> Note:
    """The note of a row selected by SELECT."""
    (note,) = from_rows([row]).values()
    return note


def from_rows(found: Iterable[Sequence[Any]]) -> dict[str, Note]:
    """The notes of many rows by id, in their order. Ten thousand notes have few different lists of tags."""
    known: dict[str, tuple[str, ...]] = {}
    people: dict[str, Person] = {}
    size = len(ANCHOR_FIELDS)
    notes = {}
    for row in found:
        rest = list(row[size:])
        written = rest[_TAGS]
        if written not in known:
            known[written] = tuple(json.loads(written))
        rest[_TAGS], rest[_STARRED] = known[written], bool(rest[_STARRED])
        for at in _PEOPLE:
            written = rest[at]
            if written not in people:
                people[written] = person_from(written)
            rest[at] = people[written]
        notes[rest[0]] = Note(rest[0], Anchor(*row[:size]), *rest[1:])
    return notes


def to_json(note: Note) -> str:
    """The whole note as one JSON text, for the history."""
    # Spelt out: `dataclasses.asdict` copies deeply, which is most of the time of changing many notes at once.
    value = {name: getattr(note, name) for name in _ALL_FIELDS}
    value["anchor"] = {name: getattr(note.anchor, name) for name in ANCHOR_FIELDS}
    for name in PEOPLE:
        value[name] = person_to(value[name])
    return _short(value)


def from_json(text: str) -> Note:
    """The note that `to_json` wrote."""
    value: Mapping[str, Any] = json.loads(text)
    rest = {name: value[name] for name in NOTE_FIELDS if name in value}  # forms of older programs lack some
    rest["tags"] = tuple(rest["tags"])
    rest |= {name: person_from(rest[name]) for name in PEOPLE if name in rest}
    return Note(anchor=Anchor(**value["anchor"]), **rest)
