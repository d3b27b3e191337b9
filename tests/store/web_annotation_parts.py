"""What the assertions of `web_annotation_rules.py` look at: the bodies, targets, selectors, moments of an Annotation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

Item = dict[str, Any]
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FORMAT: Final = re.compile("(application|audio|example|image|multipart|text|video)/.+")
MOTIVATIONS: Final = frozenset([
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
])  # fmt: skip
SETS: Final = frozenset(["Choice", "Composite", "Independents", "List"])
SPECIFIC: Final = frozenset(["purpose", "selector", "state", "styleClass", "renderedVia", "scope"])
BY_VALUE: Final = frozenset(["FragmentSelector", "CssSelector", "XPathSelector"])
BY_POSITION: Final = frozenset(["TextPositionSelector", "DataPositionSelector"])
SELECTORS: Final = BY_VALUE | BY_POSITION | {"TextQuoteSelector", "SvgSelector", "RangeSelector"}


def many(value: Any) -> list[Any]:
    """One or several, as a list."""
    return value if isinstance(value, list) else [value]


def each(item: Item, key: str) -> list[Any]:
    """The values of a key; none where it is not there."""
    return many(item[key]) if key in item else []


def uri(value: object) -> bool:
    """Whether it is an address of any kind."""
    return isinstance(value, str) and URI.fullmatch(value) is not None


def moments(item: Item, key: str) -> bool:
    """No moment, or a single one with its zone."""
    found = each(item, key)
    return len(found) <= 1 and all(isinstance(v, str) and DATE_TIME.fullmatch(v) for v in found)


def addresses(item: Item, key: str) -> bool:
    """None, or addresses."""
    return all(map(uri, each(item, key)))


def address(item: Item, key: str) -> bool:
    """None, or one address."""
    return len(each(item, key)) <= 1 and addresses(item, key)


def kind_of(part: Any) -> str:
    """What a body or a target is; empty for what the model does not know."""
    if uri(part):
        return "uri"
    if not isinstance(part, dict):
        return ""
    if SETS & {*each(part, "type")}:
        return "set" if isinstance(part.get("items"), list) and part["items"] else ""
    if "source" in part:
        return "specific" if SPECIFIC & set(part) else ""
    if "value" in part:
        return "textual" if isinstance(part["value"], str) else ""
    return "external" if uri(part.get("id")) else ""


def parts(item: Item, where: str, kind: str) -> Iterator[Item]:
    """The bodies or targets that are of a kind, by what they have: what they should not have is not looked at."""
    for part in each(item, where):
        if not isinstance(part, dict):
            continue
        is_set, has_source, has_value = bool(SETS & {*each(part, "type")}), "source" in part, "value" in part
        named = "specific" if "selector" in part or "scope" in part else "textual" if has_value else "external"
        if kind == ("set" if is_set else "specific" if has_source and not has_value else named):
            yield part


def selectors(item: Item) -> Iterator[Item]:
    """All selectors, also those that refine others."""
    left = [
        s for where in ("body", "target") for p in each(item, where) if isinstance(p, dict) for s in each(p, "selector")
    ]
    while left:
        selector = left.pop()
        if isinstance(selector, dict):
            yield selector
            left += [*each(selector, "refinedBy"), *each(selector, "startSelector"), *each(selector, "endSelector")]


def of_type(item: Item, *types: str) -> list[Item]:
    """The selectors of these types."""
    return [s for s in selectors(item) if s.get("type") in types]


def states(item: Item) -> list[Any]:
    """The states of all bodies and targets."""
    return [
        s for where in ("body", "target") for p in each(item, where) if isinstance(p, dict) for s in each(p, "state")
    ]


def without(where: str, kind: str, key: str) -> Callable[[Item], bool]:
    """That no body or target of a kind has a key."""
    return lambda item: all(key not in part for part in parts(item, where, kind))


def in_parts(where: str, check: Callable[[Item, str], bool], key: str) -> Callable[[Item], bool]:
    """That a key of all bodies or targets is as it should be."""
    return lambda item: all(check(part, key) for part in each(item, where) if isinstance(part, dict))


def put(where: str, **values: Any) -> Callable[[Item], object]:
    """Puts values into the first body, the target, or the first page."""

    def spoil(item: Item) -> None:
        part = many(item[where])[0]
        part.update(values)

    return spoil


def instead(where: str, **values: Any) -> Callable[[Item], object]:
    """Puts something else in place of the bodies, or of the target."""
    return lambda item: item.update({where: dict(values)})


def in_selector(kind: str, **values: Any) -> Callable[[Item], object]:
    """Spoils the selector of a type."""

    def spoil(item: Item) -> None:
        of_type(item, kind)[0].update(values)

    return spoil
