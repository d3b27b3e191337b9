"""What leaves as JSON-LD is what W3C's Web Annotation Data Model asks for, assertion by assertion.

A full export (each kind of note, words that are gone, register rows, a deletion, folders with a page and without) is held
against every assertion of `web_annotation_rules.py`; each assertion is seen to fail on an export that was spoiled.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.note import Note, Person, RowCorrection, RowMark
from reader.store import exchange
from reader.store.bundle import Extras
from reader.store.formats.row import Row
from reader.store.versions import Tombstone
from tests.store.web_annotation_parts import Item
from tests.store.web_annotation_rules import (
    ANNOTATIONS,
    BODIES,
    COLLECTIONS,
    EVERY,
    RESOURCES,
    TARGETS,
    Assertion,
)

Make = Callable[..., Note]
NAMES = [f"{each.of}: {each.name}" for each in EVERY]


@pytest.fixture(scope="module")
def exported(note_of: Make) -> bytes:
    """One of everything that leaves, with what is hard to write in it."""
    plain = note_of(1)
    notes = [
        plain, note_of(2, text="", tags=(), creator=Person(), folder="甲/乙 #1"),
        note_of(3, creator=Person("王芳", "市数据局"), editor=Person("李强")), note_of(4, kind="bookmark", folder="甲"),
        note_of(5, kind="highlight", text="", tags=()), note_of(6, kind="underline", tags=("指标",), text=""),
        replace(plain, id="空 格/“引”", anchor=replace(plain.anchor, doc="本 地/方案", quote="")),
        replace(plain, id="gone", anchor=replace(plain.anchor, block="", end_block="", document_hash="")),
    ]  # fmt: skip
    rows = [Row(each, "方案", "", "", "《方案》") for each in notes]
    when = plain.modified
    marks = (
        RowMark("k 1", "tasks", "plan", "done", "", when), RowMark("k2", "tasks", "plan", "todo", "看", when),
        RowCorrection("k3", "tasks", "plan", "原文", {"lead": "市数据局"}, when),
    )  # fmt: skip
    extras = Extras(marks, ("甲", "甲/乙 #1", "空的"), (Tombstone("gone", "plan", when, {"o": 1}),))
    return exchange.export(rows, "jsonld", extras)


def asked(made: list[Item], assertion: Assertion) -> list[Item]:
    """What an assertion is about: Annotations, collections, or collections with a page."""
    if assertion.of in {"collection", "page"}:
        wanted = [each for each in made if each["type"] == "AnnotationCollection"]
        return [each for each in wanted if assertion.of == "collection" or "first" in each]
    return [each for each in made if each["type"] == "Annotation"]


def test_all_of_the_lists_are_here() -> None:
    assert [len(each) for each in (ANNOTATIONS, BODIES, TARGETS, RESOURCES, COLLECTIONS)] == [12, 16, 14, 11, 10]
    assert len(set(NAMES)) == len(EVERY)


@pytest.mark.parametrize("assertion", EVERY, ids=NAMES)
def test_everything_that_leaves_holds(exported: bytes, assertion: Assertion) -> None:
    about = asked(json.loads(exported), assertion)
    assert len(about) == {"collection": 3, "page": 2}.get(assertion.of, 12)
    assert not [each["id"] for each in about if not assertion.holds(each)]


@pytest.mark.parametrize("assertion", EVERY, ids=NAMES)
def test_each_can_fail(exported: bytes, assertion: Assertion) -> None:
    about = next(
        each
        for each in asked(json.loads(exported), assertion)
        if assertion.of == "collection" or "body" in each or "first" in each
    )
    spoiled = copy.deepcopy(about)
    assertion.spoil(spoiled)
    assert spoiled != about
    assert not assertion.holds(spoiled)


def test_folders_say_which_notes_are_in_them_and_come_back(exported: bytes) -> None:
    made = {each["label"]: each for each in json.loads(exported) if each["type"] == "AnnotationCollection"}
    assert {label: each["total"] for label, each in made.items()} == {"甲": 1, "甲/乙 #1": 1, "空的": 0}
    assert exchange.parse(exported).extras.folders == ("甲", "甲/乙 #1", "空的")
