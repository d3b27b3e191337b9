"""What newer Word and WPS keep beside the comments of a .docx: replies, what is settled, when in UTC it was written.

The parts are joined by numbers of paragraphs: commentsExtended tells of a comment's last paragraph whose answer it is,
commentsIds its lasting number, commentsExtensible the moment of that number.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reader.formats.packed import Element, Packed, attribute, children, local

MOST: Final = 40_000  # entries of one part that are looked at


@dataclass(frozen=True, slots=True)
class Thread:
    """Of one comment: the number of the paragraph it answers, whether it is settled, its moment in UTC."""

    answers: str = ""
    done: bool = False
    created: str = ""


ALONE: Final = Thread()


def read_threads(archive: Packed) -> dict[str, Thread]:
    """By the number of a comment's last paragraph. Empty where the file has none of these parts."""
    numbers = {_of(each, "paraId"): _of(each, "durableId") for each in _entries(archive, "commentsIds", "commentId")}
    moments = {
        _of(each, "durableId"): _of(each, "dateUtc")
        for each in _entries(archive, "commentsExtensible", "commentExtensible")
    }
    found = {para: Thread(created=moments.get(number, "")) for para, number in numbers.items()}
    for each in _entries(archive, "commentsExtended", "commentEx"):
        para = _of(each, "paraId")
        created = found.get(para, ALONE).created
        found[para] = Thread(_of(each, "paraIdParent"), _of(each, "done") in {"1", "TRUE", "ON"}, created)
    found.pop("", None)
    return found


def last_paragraph(comment: Element) -> str:
    """The number of a comment's last paragraph; empty where it has none."""
    numbers = [attribute(each, "paraId") or "" for each in comment.iter() if local(each) == "p"]
    return numbers[-1].upper() if numbers else ""


def parts(archive: Packed, kind: str) -> Iterator[str]:
    """The names of the parts that the document refers to as of a kind."""
    for each in children(archive.xml("word/_rels/document.xml.rels"), "Relationship"):
        if (attribute(each, "Type") or "").endswith(f"/{kind}"):
            yield posixpath.normpath(posixpath.join("word", attribute(each, "Target") or "")).lstrip("/")


def _entries(archive: Packed, kind: str, name: str) -> list[Element]:
    part = next(parts(archive, kind), None)
    return list(children(archive.xml(part) if part else None, name))[:MOST]


def _of(element: Element, name: str) -> str:
    return (attribute(element, name) or "")[:40].upper()
