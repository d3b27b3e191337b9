"""Which form of a field came of which: vectors of counters, one a field of a note, and what two stores make of them.

Each store has an id and counts its own writes of a field, so a vector says which version of each origin a value has
seen: that is the base of every merging. A value whose vector is covered by another's was seen by whoever wrote the
other, and gives way; where neither covers the other, both were written without knowing of each other, and both stay.
No clock is asked. What was written where nothing counts (by an older program, in a spreadsheet) is counted by a digest
of the value itself, so that the same value is the same version everywhere. Pure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from dataclasses import field as setting
from functools import lru_cache
from typing import Any, Final, NamedTuple

from reader.core.note import NOBODY, Anchor, Note, Person

Vector = Mapping[str, int]

FIELDS: Final = ("text", "colour", "tags", "starred", "status", "folder", "kind", "anchor", "trashed")
"""What is merged, each by itself. `trashed` is whether the note is there at all: every edit says anew that it is."""
LIFE: Final = "trashed"
EVERY: Final = "*"  # in a file or row: the vector of the fields that have no entry of their own
OUTSIDE: Final = "~"  # begins the name of a version that no store has counted
_SHORT: Final = frozenset(["colour", "tags", "starred", "status", "folder", "kind", LIFE])
_LOOSE: Final = frozenset(["anchor", LIFE])  # of which two values may differ and say the same
_OF_ANCHOR: Final = tuple(each for each in fields(Anchor) if each.name != "doc")
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode
MOST_ORIGINS: Final = 1000
LARGEST: Final = 2**40  # a counter read from a file


class By(NamedTuple):
    """Who wrote a form of a field, and when by their clock; empty where nobody knows."""

    editor: Person = NOBODY
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another wording of one field, which somebody wrote without knowing of ours.

    Attributes:
        value: as a Note has it; of `trashed`, when it was deleted, or None where it is wanted.
        editor, modified: who wrote it, and when by their clock.
    """

    field: str
    value: Any
    vector: Vector = setting(hash=False)
    editor: Person = NOBODY
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """What is known of the form of each field, and the other wordings between which nobody has chosen yet.

    Attributes:
        by: who wrote the form of a field, of those of which that is known.
    """

    vectors: Mapping[str, Vector] = setting(hash=False)
    variants: tuple[Variant, ...] = ()
    by: Mapping[str, By] = setting(default_factory=dict, hash=False, compare=False)

    def of(self, name: str) -> Vector:
        """The vector of a field."""
        return self.vectors.get(name, {})

    def others(self, name: str) -> tuple[Variant, ...]:
        """The other wordings of a field."""
        return tuple(each for each in self.variants if each.field == name)

    def who(self, name: str, note: Note) -> By:
        """Who wrote a field as the note has it; whoever wrote the note last, where nothing more is known."""
        return self.by.get(name, By(note.editor, note.modified))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields that have another wording, in the order of FIELDS."""
        return tuple(name for name in FIELDS if any(each.field == name for each in self.variants))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A note that was deleted: nothing of what it said.

    Attributes:
        vector: what the deletion had seen, of `trashed`.
    """

    id: str
    doc: str
    trashed: str
    vector: Vector = setting(hash=False)
    editor: Person = NOBODY


def covers(larger: Vector, smaller: Vector) -> bool:
    """Whether whoever wrote `larger` had seen all that `smaller` had."""
    return all(larger.get(origin, 0) >= count for origin, count in smaller.items())


def joined(*vectors: Vector) -> dict[str, int]:
    """What all of them together had seen."""
    made: dict[str, int] = {}
    for each in vectors:
        for origin, count in each.items():
            made[origin] = max(count, made.get(origin, 0))
    return dict(sorted(made.items()))


def counted(vector: Vector, origin: str) -> dict[str, int]:
    """The vector after one more write by `origin`."""
    return joined(vector, {origin: vector.get(origin, 0) + 1})


def digest(name: str, value: Any) -> str:
    """Ten hexadecimal figures of a field's value. The document of an anchor is left out: it may be called otherwise."""
    if isinstance(value, Anchor):
        plain = {each.name: getattr(value, each.name) for each in _OF_ANCHOR}
        return _figures(name, plain)
    if name == LIFE:
        value = value is not None
    # Most fields of most notes say one of a few things.
    try:
        return _short_figures(name, value) if name in _SHORT else _figures(name, value)
    except TypeError:  # a list has no hash
        return _figures(name, value)


@lru_cache(maxsize=1024)
def _short_figures(name: str, value: Any) -> str:
    return _figures(name, value)


def _figures(name: str, plain: Any) -> str:
    return hashlib.sha256(_CANONICAL([name, plain]).encode()).hexdigest()[:10]


def outside(name: str, value: Any) -> str:
    """The name of a version of a field that no store has counted."""
    return OUTSIDE + digest(name, value)


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same; when a note was deleted does not matter."""
    return bool(one == other) or (name in _LOOSE and digest(name, one) == digest(name, other))


def uncounted(note: Note, earlier: Sequence[Note] = ()) -> Versions:
    """The versions of a note that was written where nothing was counted, after its earlier forms, newest first."""
    forms = (*earlier, note)
    vectors = {name: joined(*({outside(name, getattr(f, name)): 1} for f in forms)) for name in FIELDS}
    return Versions(vectors, by=told_by(note, earlier))


def told_by(note: Note, earlier: Sequence[Note]) -> dict[str, By]:
    """Who wrote each field, as the earlier forms tell, newest first: whoever wrote the first of those that say it."""
    found: dict[str, By] = {}
    for name in FIELDS if earlier else ():
        first = note
        for form in earlier:
            if not same(name, getattr(form, name), getattr(note, name)):
                break
            first = form
        found[name] = By(first.editor, first.modified)
    return found


def written(before: Note, after: Note, versions: Versions, origin: str) -> Versions:
    """The versions after a change of one's own: one more write of the fields changed, and of the note's life.

    Other wordings stay beside it until someone chooses, but for those that say the same now.
    """
    changed = {name for name in FIELDS if not same(name, getattr(before, name), getattr(after, name))}
    if not changed:
        return versions
    vectors, left = dict(versions.vectors), list(versions.variants)
    by = {name: versions.who(name, before) for name in FIELDS}
    by |= dict.fromkeys({*changed, LIFE}, By(after.editor, after.modified))
    for name in {*changed, LIFE}:
        alike = [each for each in versions.others(name) if same(name, each.value, getattr(after, name))]
        vectors[name] = counted(joined(versions.of(name), *(each.vector for each in alike)), origin)
        left = [each for each in left if each not in alike]
    return Versions(vectors, tuple(left), by)


def settled(before: Note, versions: Versions, name: str, by: By, origin: str) -> Versions:
    """The versions after someone has chosen what a field is to say: all wordings were in sight.

    `by`: who wrote what was chosen, which need not be who chose.
    """
    seen = joined(versions.of(name), *(each.vector for each in versions.others(name)))
    left = tuple(each for each in versions.variants if each.field != name)
    writers = {each: versions.who(each, before) for each in FIELDS} | {name: by}
    return Versions({**versions.vectors, name: counted(seen, origin)}, left, writers)


# As JSON --------------------------------------------------------------------------------------------------------------


def vectors_to(vectors: Mapping[str, Vector]) -> dict[str, dict[str, int]]:
    """Vectors as short as they can be said: what most fields have stands once, under EVERY."""
    known = [vectors.get(name, {}) for name in FIELDS]
    common = max(known, key=known.count) if any(each != known[0] for each in known) else known[0]
    others = {name: each for name, each in zip(FIELDS, known, strict=True) if each != common}
    return {name: dict(sorted(each.items())) for name, each in {EVERY: common, **others}.items()}


def vectors_from(value: Any) -> dict[str, Vector]:
    """The vectors that `vectors_to` wrote. Raises ValueError, also for numbers that no store could have counted to."""
    if not isinstance(value, Mapping) or not set(value) <= {EVERY, *FIELDS}:
        raise ValueError(type(value))
    common = vector_from(value.get(EVERY, {}))
    return {name: vector_from(value[name]) if name in value else common for name in FIELDS}


def vector_from(value: Any) -> Vector:
    """A vector as it stands in JSON. Raises ValueError."""
    if not isinstance(value, Mapping) or len(value) > MOST_ORIGINS:
        raise ValueError(type(value))
    for origin, count in value.items():
        if not isinstance(origin, str) or not 0 < len(origin) <= 40 or not origin.isascii():
            raise ValueError(origin[:40] if isinstance(origin, str) else type(origin))
        if type(count) is not int or not 0 < count <= LARGEST:
            raise ValueError(origin)
    return dict(value)


def by_to(by: Mapping[str, By]) -> dict[str, list[str]]:
    """Who wrote each field, as short as `vectors_to` says what they have seen; nothing where nothing is known."""
    if not by:
        return {}
    written = list(by.values())
    common = max(written, key=written.count) if any(each != written[0] for each in written) else written[0]
    others = {name: each for name, each in by.items() if each != common}
    return {name: [*_plain(each)] for name, each in {EVERY: common, **others}.items()}


def by_from(value: Mapping[str, Any], person: Callable[[str, str], Person]) -> dict[str, By]:
    """What `by_to` wrote; `person` makes a person of a name and a unit. Raises ValueError."""
    if not set(value) <= {EVERY, *FIELDS}:
        raise ValueError(type(value))
    found = {}
    for name, each in value.items():
        who, unit, modified = each
        found[name] = By(person(who, unit), modified)
    common = found.pop(EVERY, None)
    return found if common is None else {name: found.get(name, common) for name in FIELDS}


def _plain(by: By) -> tuple[str, str, str]:
    return by.editor.name, by.editor.unit, by.modified


def value_to(name: str, value: Any) -> Any:
    """A field's value as JSON has it."""
    if name == "anchor":
        return asdict(value)
    return list(value) if name == "tags" else value


def value_from(name: str, value: Any) -> Any:
    """A field's value that `value_to` gave, from our own store."""
    if name == "anchor":
        return Anchor(**value)
    return tuple(value) if name == "tags" else value
