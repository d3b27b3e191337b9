"""The tags of a web page, one after the other, in one pass whatever the page is: never slower than its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_OPENING = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]{0,60})|!--|[!?])")
_INSIDE = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,20})\s*=\s*(?:\"([^\"]{0,200})\"|'([^']{0,200})'|([^\s\"'>]{1,200}))")
_LOOKED_AT = 2000  # characters of a tag in which its attributes are looked for
_RAW = frozenset(["script", "style"])


class Tag(NamedTuple):
    """[start, end) of the page; `name` in lower case, empty for comments, declarations and instructions."""

    start: int
    end: int
    name: str = ""
    opening: bool = False
    empty: bool = False


def tags_of(page: str) -> Iterator[Tag]:
    """All tags in order. What stands in a script or style is no tag. A `<` that begins nothing is text."""
    at = 0
    last = page.rfind(">")
    comments = page.rfind("-->")
    quoted = True
    while (match := _OPENING.search(page, at)) is not None:
        start = match.start()
        if start > last:
            return
        if match.group() == "<!--":
            end = page.find("-->", start + 4) + 3 if start <= comments else 0
            end = end if end > 3 else start + 4  # a comment that never ends hides nothing
            yield Tag(start, end)
            at = end
            continue
        name = (match.group(2) or "").lower()
        end = _end(page, match.end()) if name and quoted else page.find(">", match.end()) + 1
        if end == 0:
            quoted = False  # quotes that never close: from here on the next bracket ends a tag
            end = page.find(">", match.end()) + 1
        opening = match.group(1) == ""
        yield Tag(start, end, name, opening, opening and page[end - 2] == "/")
        at = end
        if opening and name in _RAW:
            at = _end_of_raw(page, end, name)


def _end(page: str, at: int) -> int:
    """Behind the bracket that ends a tag, quotes respected; 0 where there is none."""
    while (match := _INSIDE.search(page, at)) is not None:
        if match.group() == ">":
            return match.end()
        close = page.find(match.group(), match.end())
        at = close + 1 if close >= 0 else match.end()
    return 0


def _end_of_raw(page: str, at: int, name: str) -> int:
    close = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
    return close.start() if close else len(page)


def attributes(page: str, tag: Tag) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    text = page[tag.start : min(tag.end, tag.start + _LOOKED_AT)]
    return {m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(text)}
