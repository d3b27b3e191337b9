"""The outline of a PDF file that Qt wrote, headings to jump by: its writer has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.ui.paper.pdf_file import PdfFile

_MOST = 5_000  # entries


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading.

    Attributes:
        level: 0 for the outermost.
        page: of the file, counted from 0. down: how far below the page's upper edge, 0..1.
    """

    words: str
    level: int
    page: int
    down: float


@dataclass(slots=True)
class _Item:
    entry: Entry
    number: int
    parent: int
    children: list[_Item]


def add_outline(file: PdfFile, entries: Sequence[Entry]) -> None:
    """Put an outline into a file; nothing where there is no entry.

    Args:
        entries: in reading order; no more than 5,000 are taken.
    """
    box = re.search(rb"/MediaBox\s*\[\s*0 0 [\d.]+ ([\d.]+)", file.inside(file.pages[0]))
    known = [entry for entry in entries[:_MOST] if 0 <= entry.page < len(file.pages)]
    if not known or box is None:
        return
    first = file.new()
    for number, made in _objects(known, first, file, float(box[1])).items():
        file.put(number, made)
    file.add(file.root, b"/Outlines %d 0 R /PageMode /UseOutlines" % first)


def _objects(entries: Sequence[Entry], first: int, file: PdfFile, high: float) -> dict[int, bytes]:
    """The insides of the objects of the outline by number; `first` is its root."""
    root = _Item(Entry("", -1, 0, 0.0), first, 0, [])
    above = [root]
    items = []
    for entry in entries:
        while above[-1].entry.level >= entry.level:
            above.pop()
        item = _Item(entry, file.new(), above[-1].number, [])
        above[-1].children.append(item)
        above.append(item)
        items.append(item)
    made = {first: _family(root, count=len(items)).encode()}
    for item in (root, *items):
        for at, child in enumerate(item.children):
            place = f"[{file.pages[child.entry.page]} 0 R /XYZ null {high * (1 - child.entry.down):.1f} null]"
            title = ("\ufeff" + child.entry.words).encode("utf-16-be", "replace").hex()
            beside = [
                f"/Prev {item.children[at - 1].number} 0 R" if at else "",
                f"/Next {item.children[at + 1].number} 0 R" if at + 1 < len(item.children) else "",
            ]
            inside = _family(child, count=-len(child.children)) if child.children else ""
            words = ["/Title <" + title + ">", f"/Parent {item.number} 0 R", f"/Dest {place}", *beside, inside]
            made[child.number] = " ".join(filter(None, words)).encode()
    return made


def _family(item: _Item, count: int) -> str:
    first, last = item.children[0].number, item.children[-1].number
    return f"/First {first} 0 R /Last {last} 0 R /Count {count}"
