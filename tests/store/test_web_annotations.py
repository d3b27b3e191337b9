"""What leaves as JSON-LD is what W3C's Web Annotation Data Model asks for.

The rules are those that the working group's own assertions test as MUST for annotations (model 3.1–3.3), bodies and
targets (3.2), Specific Resources (4) and collections (5), put in our words and as far as we write what they are about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from reader.core.note import Note, Person, RowCorrection, RowMark
from reader.store import exchange
from reader.store.bundle import Extras
from reader.store.formats.row import Row
from reader.store.versions import Tombstone

Make = Callable[..., Note]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
FORMAT = re.compile("(application|audio|example|image|multipart|text|video)/.+")
NEVER = {"items", "bodyValue", "renderedVia", "state", "styleClass", "rights", "canonical", "via", "generated"}
"""Keys of the model with rules of their own that no annotation of ours has any reason to have."""


def wrong(item: Any) -> Iterable[str]:
    """What the model does not allow in an Annotation or an AnnotationCollection."""
    if CONTEXT not in item["@context"] or any(isinstance(each, dict) and "@id" in each for each in item["@context"]):
        yield "context"
    if not uri(item.get("id")):
        yield "id"
    if item["type"] == "AnnotationCollection":
        yield from wrong_collection(item)
        return
    if item["type"] != "Annotation" or NEVER & set(item):
        yield "type or keys"
    if item["motivation"] not in MOTIVATIONS:
        yield "motivation"
    for key in {"created", "modified"} & set(item):
        if datetime.fromisoformat(item[key]).tzinfo is None:
            yield key
    if not isinstance(item.get("creator", {}), dict) or item.get("creator", {"type": "Person"})["type"] != "Person":
        yield "creator"
    for body in item.get("body", [{"type": "TextualBody", "value": "", "purpose": "tagging"}]) or ["empty"]:
        if not isinstance(body, dict) or body["type"] != "TextualBody" or not isinstance(body["value"], str):
            yield "body"
        elif {"source", "selector", *NEVER} & set(body) or body["purpose"] not in MOTIVATIONS:
            yield "keys of a body"
        elif not FORMAT.fullmatch(body.get("format", "text/plain")):
            yield "format of a body"
    yield from wrong_target(item["target"])


def wrong_target(target: Any) -> Iterable[str]:
    """A Specific Resource: a source, and more than that."""
    if not uri(target["source"]) or {"id", "value", "purpose", *NEVER} & set(target) or target.get("type"):
        yield "target"
    if not (target.get("selector") or uri(target.get("scope"))):
        yield "a target that says no more than its source"
    for each in target.get("selector", []):
        kind = each["type"]
        if kind == "FragmentSelector" and not isinstance(each["value"], str):
            yield kind
        if kind == "TextQuoteSelector" and not all(isinstance(each.get(k, ""), str) for k in ("prefix", "suffix")):
            yield kind
        if kind == "TextQuoteSelector" and not isinstance(each["exact"], str):
            yield kind
        if kind == "TextPositionSelector" and not 0 <= each["start"] <= each["end"]:
            yield kind
        if kind not in {"FragmentSelector", "TextQuoteSelector", "TextPositionSelector"}:
            yield kind


def wrong_collection(item: Any) -> Iterable[str]:
    """A collection with members has a first page, which holds what it says."""
    if not isinstance(item["label"], str) or item["total"] < 0 or bool(item["total"]) != ("first" in item):
        yield "collection"
    page = item.get("first", {"type": "AnnotationPage", "id": item["id"], "items": [], "startIndex": 0})
    if page["type"] != "AnnotationPage" or not uri(page["id"]) or page["startIndex"] != 0:
        yield "page"
    if len(page["items"]) != item["total"] or not all(map(uri, page["items"])):
        yield "items"


def uri(value: object) -> bool:
    """Whether it is an address of any kind."""
    return isinstance(value, str) and URI.fullmatch(value) is not None


@pytest.fixture
def exported(note_of: Make) -> Any:
    """One of everything that leaves, with what is hard to write in it."""
    plain = note_of(1)
    notes = [
        plain, note_of(2, text="", tags=(), creator=Person(), folder="甲/乙 #1"),
        note_of(3, creator=Person("王芳", "市数据局"), editor=Person("李强")), note_of(4, kind="bookmark", folder="甲"),
        replace(plain, id="空 格/“引”", anchor=replace(plain.anchor, doc="本 地/方案", quote="")),
    ]  # fmt: skip
    rows = [Row(each, "方案", "", "", "《方案》") for each in notes]
    when = plain.modified
    marks = (
        RowMark("k 1", "tasks", "plan", "done", "", when), RowMark("k2", "tasks", "plan", "todo", "看", when),
        RowCorrection("k3", "tasks", "plan", "原文", {"lead": "市数据局"}, when),
    )  # fmt: skip
    extras = Extras(marks, ("甲", "甲/乙 #1", "空的"), (Tombstone("gone", "plan", when, {"o": 1}),))
    return exchange.export(rows, "jsonld", extras)


def test_everything_that_leaves_is_valid(exported: bytes) -> None:
    found = {each["id"]: list(wrong(each)) for each in json.loads(exported)}
    assert len(found) == 12
    assert not {key: said for key, said in found.items() if said}


def test_folders_say_which_notes_are_in_them_and_come_back(exported: bytes) -> None:
    made = {each["label"]: each for each in json.loads(exported) if each["type"] == "AnnotationCollection"}
    assert {label: each["total"] for label, each in made.items()} == {"甲": 1, "甲/乙 #1": 1, "空的": 0}
    assert exchange.parse(exported).extras.folders == ("甲", "甲/乙 #1", "空的")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a: a.update({"@context": ["x"]}), lambda a: a.update(id="不是地址"), lambda a: a.update(body=[]),
        lambda a: a.update(motivation="noting"), lambda a: a["target"].pop("selector"),
        lambda a: a["target"].update(source="plan"), lambda a: a.update(body=[{"type": "TextualBody", "value": 7}]),
        lambda a: a["target"]["selector"][2].update(end=0), lambda a: a.update(created="2026-11-28T08:00:00"),
    ],
)  # fmt: skip
def test_the_rules_can_fail(note_of: Make, spoil: Callable[[Any], object]) -> None:
    (made,) = json.loads(exchange.export([Row(note_of(1, folder=""), "方案", "", "", "《方案》")], "jsonld"))
    assert list(wrong(made)) == []
    spoil(made)
    assert list(wrong(made))
