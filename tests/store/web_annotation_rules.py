"""The assertions that W3C's working group tests an implementation of the Web Annotation Data Model by, one by one.

They bear the names of its lists (annotations, bodies, targets, Specific Resources, collections, pages); what each asks for
is put in our words from the model. Two of the lists ask that a Specific Resource have no source, against the model's
section 4: here it must have exactly one, as the model says. Each comes with what breaks it, so that it is seen to fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.store.web_annotation_parts import (
    BY_POSITION,
    BY_VALUE,
    CONTEXT,
    FORMAT,
    MOTIVATIONS,
    SELECTORS,
    Item,
    address,
    addresses,
    each,
    in_parts,
    in_selector,
    instead,
    kind_of,
    many,
    moments,
    of_type,
    parts,
    put,
    selectors,
    states,
    uri,
    without,
)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One of them.

    Attributes:
        of: what it is asked of: annotation, body, target, specific, collection, page.
        name: as W3C's list has it.
        holds: whether an Annotation or an AnnotationCollection is as it asks.
        spoil: changes a sound one so that it is not.
        must: whether the model says MUST, else SHOULD.
    """

    of: str
    name: str
    holds: Callable[[Item], bool]
    spoil: Callable[[Item], object]
    must: bool = True


# Annotations ----------------------------------------------------------------------------------------------------------


def _body_or_value(item: Item) -> bool:
    return not ({"body", "bodyValue"} <= set(item))


def _moment_of(key: str) -> Assertion:
    name = f"3.3.1-annotation{key.title()}Validated"
    return Assertion("annotation", name, lambda a: moments(a, key), lambda a: a.update({key: "2026-11-28T08:00:00"}))


ANNOTATIONS: Final = (
    Assertion(
        "annotation", "3.1-annotationContextValidated", lambda a: CONTEXT in each(a, "@context"),
        lambda a: a.update({"@context": [{"pr": "urn:policy-reader:"}]}),
    ),
    Assertion(
        "annotation", "3.1-annotationIdValidated", lambda a: len(each(a, "id")) == 1 and uri(a["id"]),
        lambda a: a.update(id="不是地址"),
    ),
    Assertion(
        "annotation", "3.1-annotationTypeValidated", lambda a: "Annotation" in each(a, "type"), lambda a: a.update(type="Note"),
    ),
    Assertion("annotation", "3.1-targetKeyFound", lambda a: bool(each(a, "target")), lambda a: a.pop("target")),
    Assertion(
        "annotation", "3.2-targetObjectsRecognized", lambda a: all(map(kind_of, each(a, "target"))),
        lambda a: a.update(target={"title": "方案"}),
    ),
    Assertion(
        "annotation", "3.2.5-notBodyBodyValue", _body_or_value, lambda a: a.update(body=["urn:x:1"], bodyValue="看"),
    ),
    *map(_moment_of, ("created", "modified", "generated")),
    Assertion("annotation", "3.3.6-annotationRightsValidated", lambda a: addresses(a, "rights"), lambda a: a.update(rights="公开")),
    Assertion(
        "annotation", "3.3.7-annotationCanonicalValidated", lambda a: address(a, "canonical"), lambda a: a.update(canonical="甲"),
    ),
    Assertion("annotation", "3.3.7-annotationViaValidated", lambda a: addresses(a, "via"), lambda a: a.update(via=["甲"])),
)  # fmt: skip


# Bodies and targets ---------------------------------------------------------------------------------------------------


def _direction(part: Item, key: str) -> bool:
    return len(each(part, key)) <= 1 and {*each(part, key)} <= {"ltr", "rtl", "auto"}


def _parts_of(where: str, short: str) -> tuple[Assertion, ...]:
    """The assertions that bodies and targets have in common."""
    choice = {"type": "Choice", "items": ["urn:x:1"]}
    return (
        Assertion(
            where, f"3.2-{where}ObjectsRecognized ({short})", lambda a: all(map(kind_of, each(a, where))),
            lambda a: a.update({where: [{"title": "方案"}]}),
        ),
        Assertion(
            where, f"3.2.1-{short}TextDirectionValidated", in_parts(where, _direction, "textDirection"),
            put(where, textDirection="up"),
        ),
        Assertion(where, f"3.3.1-{short}CreatedValidated", in_parts(where, moments, "created"), put(where, created="昨天")),
        Assertion(where, f"3.3.1-{short}ModifiedValidated", in_parts(where, moments, "modified"), put(where, modified="2026")),
        Assertion(where, f"3.3.6-{short}RightsValidated", in_parts(where, addresses, "rights"), put(where, rights="公开")),
        Assertion(
            where, f"3.3.7-{short}CanonicalValidated", in_parts(where, address, "canonical"),
            put(where, canonical=["urn:x:1", "urn:x:2"]),
        ),
        Assertion(where, f"3.3.7-{short}ViaValidated", in_parts(where, addresses, "via"), put(where, via="甲")),
        Assertion(
            where, f"3.2.7-{short}EWRNoItems", without(where, "external", "items"), instead(where, id="urn:x:1", items=[]),
        ),
        Assertion(
            where, f"3.3.5-{short}EWRNoPurpose", without(where, "external", "purpose"),
            instead(where, id="urn:x:1", purpose="tagging"),
        ),
        Assertion(
            where, f"3.2.4-{short}ChoiceSetNoValue", without(where, "set", "value"), instead(where, **choice, value="甲"),
        ),
        Assertion(
            where, f"4-{short}ChoiceSetNoSource", without(where, "set", "source"), instead(where, **choice, source="urn:x:1"),
        ),
        Assertion(
            where, f"3.3.5-{short}ChoiceSetNoPurpose", without(where, "set", "purpose"),
            instead(where, **choice, purpose="tagging"),
        ),
        Assertion(
            where, f"3.2.7-{short}SpecificResourceNoItems", without(where, "specific", "items"),
            instead(where, source="urn:x:1", scope="urn:x:1", items=[]),
        ),
        Assertion(
            where, f"4-{short}SpecificResourceNoSource (the model: exactly one source)",
            lambda a: all(len(each(part, "source")) == 1 for part in parts(a, where, "specific")),
            instead(where, scope="urn:x:1", selector=[]),
        ),
    )  # fmt: skip


BODIES: Final = (
    *_parts_of("body", "body"),
    Assertion("body", "3.2.7-bodyEmbeddedTextualNoItems", without("body", "textual", "items"), put("body", items=[])),
    Assertion(
        "body", "4-bodyEmbeddedTextualNoSource",
        lambda a: not any({"value", "source"} <= set(part) for part in each(a, "body") if isinstance(part, dict)),
        put("body", source="urn:x:1"),
    ),
)  # fmt: skip
TARGETS: Final = _parts_of("target", "targ")


# Specific Resources ---------------------------------------------------------------------------------------------------


def _selectors_known(item: Item) -> bool:
    wanted = [s for p in each(item, "target") if isinstance(p, dict) for s in each(p, "selector")]
    empty = any(p.get("selector") == [] for p in each(item, "target") if isinstance(p, dict))
    return not empty and all(uri(s) or (isinstance(s, dict) and s.get("type") in SELECTORS) for s in wanted)


def _number(value: object) -> bool:
    return type(value) is int and value >= 0


def _quote_sound(selector: Item) -> bool:
    return isinstance(selector.get("exact"), str) and all(
        isinstance(selector.get(k, ""), str) for k in ("prefix", "suffix")
    )


def _range_sound(selector: Item) -> bool:
    ends = [selector.get(key) for key in ("startSelector", "endSelector")]
    return all(isinstance(end, dict) and end.get("type") in SELECTORS - {"RangeSelector"} for end in ends)


def _time_sound(state: Item) -> bool:
    days = {"sourceDateStart", "sourceDateEnd"} & set(state)
    return len(days) in {0, 2} and not (days and "sourceDate" in state)


def _states(item: Item, kind: str, sound: Callable[[Item], bool]) -> bool:
    return all(sound(state) for state in states(item) if isinstance(state, dict) and state.get("type") == kind)


def _state_known(state: Any) -> bool:
    return uri(state) or (isinstance(state, dict) and state.get("type") in {"TimeState", "HttpRequestState"})


def _shape_sound(selector: Item) -> bool:
    return ("value" in selector) != ("id" in selector)


RESOURCES: Final = (
    Assertion("specific", "4.2-selectorValidIfPresent", _selectors_known, put("target", selector=[{"type": "WordSelector"}])),
    Assertion(
        "specific", "4.3-stateValidIfPresent", lambda a: all(map(_state_known, states(a))), put("target", state={"type": "x"}),
    ),
    Assertion(
        "specific", "4.3.3-refinedByValidated",
        lambda a: all(s.get("type") in SELECTORS for top in selectors(a) for s in each(top, "refinedBy")),
        in_selector("TextQuoteSelector", refinedBy={"type": "x"}),
    ),
    Assertion(
        "specific", "4.4-styleClassValidIfPresent",
        in_parts("target", lambda part, key: all(isinstance(v, str) for v in each(part, key)), "styleClass"),
        put("target", styleClass=7),
    ),
    Assertion(
        "specific", "4.2-fragmentCssXPathSelectorValid",
        lambda a: all(isinstance(s.get("value"), str) for s in of_type(a, *BY_VALUE)), in_selector("FragmentSelector", value=7),
    ),
    Assertion(
        "specific", "4.2.4-textQuoteSelectorValid", lambda a: all(map(_quote_sound, of_type(a, "TextQuoteSelector"))),
        in_selector("TextQuoteSelector", exact=None),
    ),
    Assertion(
        "specific", "4.2-TextDataPositionSelectorValid",
        lambda a: all(
            _number(s.get("start")) and _number(s.get("end")) and s["start"] <= s["end"] for s in of_type(a, *BY_POSITION)
        ),
        in_selector("TextPositionSelector", end=-1),
    ),
    Assertion(
        "specific", "4.2.7-svgSelectorValid", lambda a: all(map(_shape_sound, of_type(a, "SvgSelector"))),
        put("target", selector=[{"type": "SvgSelector"}]),
    ),
    Assertion(
        "specific", "4.2.8-rangeSelectorValid", lambda a: all(map(_range_sound, of_type(a, "RangeSelector"))),
        put("target", selector=[{"type": "RangeSelector", "startSelector": {"type": "FragmentSelector", "value": "b1"}}]),
    ),
    Assertion(
        "specific", "4.3.1-timeStateValid", lambda a: _states(a, "TimeState", _time_sound),
        put("target", state={"type": "TimeState", "sourceDateStart": "2026-11-28T08:00:00Z"}),
    ),
    Assertion(
        "specific", "4.3.2-httpRequestStateValid",
        lambda a: _states(a, "HttpRequestState", lambda state: isinstance(state.get("value"), str)),
        put("target", state={"type": "HttpRequestState"}),
    ),
)  # fmt: skip


# Collections and their pages ------------------------------------------------------------------------------------------


def _page_or_address(value: object) -> bool:
    return uri(value) or (isinstance(value, Mapping) and "AnnotationPage" in many(value.get("type")))


def _first(item: Item) -> bool:
    found = each(item, "first")
    return len(found) <= 1 and all(map(_page_or_address, found)) and (bool(found) or not item.get("total"))


COLLECTIONS: Final = (
    Assertion(
        "collection", "5.1-collectionContextValidated", lambda c: CONTEXT in each(c, "@context"), lambda c: c.pop("@context"),
    ),
    Assertion(
        "collection", "5.1-collectionIdValidated", lambda c: len(each(c, "id")) == 1 and uri(c["id"]), lambda c: c.update(id="甲"),
    ),
    Assertion(
        "collection", "5.1-collectionTypeValidated", lambda c: "AnnotationCollection" in each(c, "type"),
        lambda c: c.update(type="Collection"),
    ),
    Assertion(
        "collection", "5.1-collectionLabelValidated", lambda c: all(isinstance(v, str) for v in each(c, "label")),
        lambda c: c.update(label={"zh": "甲"}),
    ),
    Assertion(
        "collection", "5.1-collectionTotalValidated", lambda c: len(each(c, "total")) <= 1 and all(map(_number, each(c, "total"))),
        lambda c: c.update(total=-1),
    ),
    Assertion("collection", "5.1-collectionFirstValidated", _first, lambda c: c.pop("first")),
    Assertion("collection", "5.1-collectionLastValidated", lambda c: address(c, "last"), lambda c: c.update(last="末页")),
    Assertion(
        "collection", "3.3.1-collectionCreatedValidated", lambda c: moments(c, "created"), lambda c: c.update(created="昨天"),
    ),
    Assertion(
        "collection", "3.3.1-collectionModifiedValidated", lambda c: moments(c, "modified"), lambda c: c.update(modified="昨天"),
    ),
    Assertion("collection", "3.3.6-collectionRightsValidated", lambda c: addresses(c, "rights"), lambda c: c.update(rights="公开")),
)  # fmt: skip


def page(item: Item) -> Item:
    """The first page of a collection."""
    found: Item = item["first"]
    return found


RECOMMENDED: Final = (
    Assertion(
        "annotation", "3.3.1-singleAnnotationCreatorImplemented", lambda a: len(each(a, "creator")) <= 1,
        lambda a: a.update(creator=[{"name": "甲"}, {"name": "乙"}]), must=False,
    ),
    Assertion(
        "annotation", "3.3.5-annotationSingleMotivationImplemented",
        lambda a: len(each(a, "motivation")) == 1 and a["motivation"] in MOTIVATIONS, lambda a: a.update(motivation="noting"),
        must=False,
    ),
    Assertion(
        "body", "3.2.1-bodySingleFormat",
        in_parts("body", lambda p, k: len(each(p, k)) <= 1 and all(map(FORMAT.fullmatch, each(p, k))), "format"),
        put("body", format="markdown"), must=False,
    ),
    Assertion(
        "body", "3.2.4-bodyETBTypeTextualBody",
        lambda a: all("TextualBody" in each(part, "type") for part in parts(a, "body", "textual")), put("body", type="Text"),
        must=False,
    ),
    Assertion(
        "body", "3.3.5-bodyPurpose", in_parts("body", lambda p, k: {*each(p, k)} <= MOTIVATIONS, "purpose"),
        put("body", purpose="noting"), must=False,
    ),
    Assertion(
        "page", "5.2-pageItemsValidated", lambda c: isinstance(page(c).get("items"), list) and addresses(page(c), "items"),
        put("first", items=["甲"]),
    ),
    Assertion("page", "5.2-pageTypeValidated", lambda c: "AnnotationPage" in each(page(c), "type"), put("first", type="Page")),
    Assertion("page", "5.2-pageIdValidated", lambda c: uri(page(c).get("id")), put("first", id="首页")),
    Assertion("page", "5.2-pagePartOfImplemented", lambda c: page(c).get("partOf") == c["id"], put("first", partOf="甲"), must=False),
    Assertion("page", "5.2-pageStartIndexImplemented", lambda c: page(c).get("startIndex") == 0, put("first", startIndex=1), must=False),
)  # fmt: skip
EVERY: Final = (*ANNOTATIONS, *BODIES, *TARGETS, *RESOURCES, *COLLECTIONS, *RECOMMENDED)
