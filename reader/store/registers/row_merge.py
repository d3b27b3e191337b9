"""What two people say about one row of a register, as one: field by field, like the fields of notes. Pure.

A mark has the fields `status` and `note`, a correction one for each column. A field that says nothing is nothing, and
that it was taken away is a version like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from reader.core.note import NOBODY, Person, RowCorrection, RowMark
from reader.store.merge import merged_field
from reader.store.versions import By, Variant, Vector, counted, joined, outside, vector_from

Sort = Literal["mark", "correction"]
RowItem = RowMark | RowCorrection
NOTHING: Final = ()
"""The value of a field that says nothing; any other is a tuple of that one value."""
BOTH: Final = ("mark", "note")
"""The one field of which two wordings can stand together."""
BEGINS: Final = "row-"  # the id of a row that is to be chosen for


@dataclass(frozen=True, slots=True)
class RowState:
    """What is said of one row, what each field has seen, and other wordings. `values`: only of what says something."""

    sort: Sort
    key: str
    doc: str
    register: str
    quote: str = ""
    modified: str = ""
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict, hash=False)
    vectors: Mapping[str, Vector] = field(default_factory=dict, hash=False)
    by: Mapping[str, By] = field(default_factory=dict, hash=False, compare=False)
    variants: tuple[Variant, ...] = ()

    @property
    def id(self) -> str:
        """A short name for people to type."""
        return BEGINS + hashlib.sha256(f"{self.sort}|{self.key}".encode("utf-8", "replace")).hexdigest()[:10]

    @property
    def words(self) -> str:
        """The words of the row, as far as they are kept."""
        return " ".join((self.quote or self.key.rpartition("|")[2]).split())

    @property
    def fields(self) -> tuple[str, ...]:
        """Those that are to be chosen."""
        return tuple(dict.fromkeys(each.field for each in self.variants))

    def of(self, name: str) -> tuple[Variant, ...]:
        """The other wordings of a field."""
        return tuple(each for each in self.variants if each.field == name)

    def mine(self, name: str) -> By:
        """Who wrote a field as it stands, and when."""
        return self.by.get(name, By(NOBODY, self.modified))

    def joins(self, name: str) -> bool:
        """Whether two wordings of a field can stand together."""
        return (self.sort, name) == BOTH

    @property
    def known(self) -> frozenset[str]:
        """The fields of which anything is known."""
        return frozenset([*self.values, *self.vectors, *(each.field for each in self.variants)])

    def form(self, name: str) -> Variant:
        """A field as it stands."""
        return Variant(name, self.values.get(name, NOTHING), self.vectors.get(name, {}), *self.mine(name))

    @property
    def item(self) -> RowItem:
        """The same as a mark or a correction, with what it has seen."""
        told = {name: value[0] for name, value in self.values.items() if value}
        if self.sort == "mark":
            status, note = str(told.get("status", "")), str(told.get("note", ""))
            return RowMark(self.key, self.doc, self.register, status, note, self.modified, seen_text(self))
        return RowCorrection(self.key, self.doc, self.register, self.quote, told, self.modified, seen_text(self))


def sort_of(item: RowItem) -> Sort:
    """Which of the two it is."""
    return "mark" if isinstance(item, RowMark) else "correction"


def values_of(item: RowItem) -> dict[str, tuple[Any, ...]]:
    """What its fields say."""
    if isinstance(item, RowMark):
        return {name: (value,) for name, value in (("status", item.status), ("note", item.note)) if value}
    return {name: (value,) for name, value in item.changes.items()}


def state_of(item: RowItem) -> RowState:
    """What a file says of a row; a file that does not tell what it has seen was written where nothing is counted."""
    quote = item.quote if isinstance(item, RowCorrection) else ""
    state = RowState(sort_of(item), item.key, item.doc, item.register, quote, item.modified, values_of(item))
    if item.seen:
        return with_seen(state, item.seen)
    return replace(state, vectors={name: {outside(name, value): 1} for name, value in state.values.items()})


def merged_rows(ours: RowState, theirs: RowState) -> tuple[RowState, tuple[str, ...], tuple[str, ...]]:
    """Both as one; the fields that are theirs now; those with another wording that was not known here."""
    values, vectors, by = dict(ours.values), dict(ours.vectors), dict(ours.by)
    variants: list[Variant] = []
    changed, fresh = [], []
    for name in sorted(ours.known | theirs.known):
        one = merged_field(ours.form(name), ours.of(name), theirs.form(name), theirs.of(name))
        values[name], vectors[name], by[name] = one.first.value, one.first.vector, one.by
        variants += one.rest
        changed += [name] * one.changed
        fresh += [name] * one.fresh
    modified = max(ours.modified, theirs.modified) if changed else ours.modified
    said = {name: value for name, value in values.items() if value}
    made = replace(
        ours, quote=ours.quote or theirs.quote, modified=modified, values=said, vectors=vectors, by=by,
        variants=tuple(variants),
    )  # fmt: skip
    return made, tuple(changed), tuple(fresh)


def written_row(before: RowState, item: RowItem, origin: str, editor: Person) -> RowState:
    """The state after a change of one's own: one more write of the fields that changed."""
    values, vectors, by = values_of(item), dict(before.vectors), dict(before.by)
    left = list(before.variants)
    for name in sorted(before.known | values.keys()):
        now = values.get(name, NOTHING)
        if now != before.values.get(name, NOTHING):
            alike = [each for each in before.of(name) if each.value == now]
            vectors[name] = counted(joined(vectors.get(name, {}), *(each.vector for each in alike)), origin)
            by[name] = By(editor, item.modified)
            left = [each for each in left if each not in alike]
    quote = item.quote if isinstance(item, RowCorrection) else ""
    return replace(
        before, doc=item.doc, register=item.register, quote=quote, modified=item.modified, values=values,
        vectors=vectors, by=by, variants=tuple(left),
    )  # fmt: skip


def chosen_row(before: RowState, name: str, value: tuple[Any, ...], origin: str, by: By) -> RowState:
    """The state after someone has chosen what a field is to say: all wordings were in sight. `by`: who wrote it."""
    seen = joined(before.vectors.get(name, {}), *(each.vector for each in before.of(name)))
    values = {**before.values, name: value}
    return replace(
        before, values={each: said for each, said in values.items() if said},
        vectors={**before.vectors, name: counted(seen, origin)}, by={**before.by, name: by},
        variants=tuple(each for each in before.variants if each.field != name),
    )  # fmt: skip


# As JSON --------------------------------------------------------------------------------------------------------------

MOST_FIELDS: Final = 200


def seen_text(state: RowState) -> str:
    """What the fields have seen, who wrote them, and the other wordings, as one text."""
    value = {
        "seen": {name: dict(vector) for name, vector in sorted(state.vectors.items())},
        "by": {name: [by.editor.name, by.editor.unit, by.modified] for name, by in sorted(state.by.items())},
        "also": [
            [v.field, list(v.value), dict(v.vector), v.editor.name, v.editor.unit, v.modified] for v in state.variants
        ],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def with_seen(state: RowState, text: str) -> RowState:
    """The state with what `seen_text` wrote. Raises ValueError."""
    try:
        value = json.loads(text)
        vectors = {str(name): vector_from(vector) for name, vector in value["seen"].items()}
        by = {str(name): By(_person(who, unit), str(when)[:40]) for name, (who, unit, when) in value["by"].items()}
        variants = tuple(_variants(value["also"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if max(len(vectors), len(by), len(variants)) > MOST_FIELDS:
        raise ValueError(len(vectors))
    return replace(state, vectors=vectors, by=by, variants=variants)


def _variants(found: Iterable[Any]) -> Iterable[Variant]:
    for name, value, vector, who, unit, when in found:
        if not isinstance(value, list) or len(value) > 1 or not all(map(_is_cell, value)):
            raise ValueError(type(value))
        yield Variant(str(name), tuple(value), vector_from(vector), _person(who, unit), str(when)[:40])


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, str | bool | int | float)


def _person(name: Any, unit: Any) -> Person:
    if not isinstance(name, str) or not isinstance(unit, str) or len(name) + len(unit) > 1000:
        raise ValueError(type(name))
    return Person(" ".join(name.split()), " ".join(unit.split()))
