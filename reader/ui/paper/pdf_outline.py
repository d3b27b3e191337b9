"""The outline of a PDF file that Qt wrote: headings to jump by, and the language of the text.

Qt's writer has neither; they are added behind what it wrote, as the format provides for changes (an incremental
update), so that not one byte of the pages is touched. Reads only files that `QPdfWriter` has just made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


def outline(data: bytes, entries: Sequence[Entry], language: str) -> bytes:
    """What is to be appended to a PDF file; empty where there is nothing to add, or the file is not built as known.

    Args:
        data: the whole file.
        entries: in reading order; no more than 5,000 are taken.
        language: of the text, such as zh-CN.
    """
    at = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", data)
    trailer = re.search(rb"trailer\s*<<(.*?)>>", data[int(at[1]) :], re.DOTALL) if at else None
    facts = {
        key: re.search(pattern, trailer[1]) if trailer else None
        for key, pattern in (("size", rb"/Size (\d+)"), ("root", rb"/Root (\d+) 0 R"), ("info", rb"/Info (\d+) 0 R"))
    }
    if at is None or facts["size"] is None or facts["root"] is None:
        return b""
    table, size, root = int(at[1]), int(facts["size"][1]), int(facts["root"][1])
    catalogue = _object(data, table, root)
    tree = re.search(rb"/Pages (\d+) 0 R", catalogue)
    kids = re.search(rb"/Kids\s*\[(.*?)\]", _object(data, table, int(tree[1])), re.DOTALL) if tree else None
    pages = [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])] if kids else []
    boxes = [re.search(rb"/MediaBox\s*\[\s*0 0 [\d.]+ ([\d.]+)", _object(data, table, page)) for page in pages[:1]]
    known = [entry for entry in entries[:_MOST] if 0 <= entry.page < len(pages)]
    if not known or not boxes or boxes[0] is None:
        return b""
    high = float(boxes[0][1])
    made = _objects(known, size, pages, high)
    extra = (
        f"/Outlines {size} 0 R /PageMode /UseOutlines /Lang ({language}) /ViewerPreferences <</DisplayDocTitle true>>"
    )
    made[root] = b"<<" + catalogue + b"\n" + extra.encode() + b"\n>>"
    info = f" /Info {int(facts['info'][1])} 0 R" if facts["info"] else ""
    return _update(made, len(data), f"<</Size {max(made) + 1} /Root {root} 0 R{info} /Prev {table}>>")


def _object(data: bytes, table: int, number: int) -> bytes:
    """The inside of a dictionary object, by the table of places; empty where it is not one."""
    head = re.compile(rb"xref\s+0 (\d+)\s*?\n").match(data, table)
    if head is None or not 0 <= number < int(head[1]):
        return b""
    line = data[head.end() + 20 * number : head.end() + 20 * number + 10]
    found = re.compile(rb"%d 0 obj\s*<<(.*?)>>\s*endobj" % number, re.DOTALL).match(data, int(line or b"0"))
    return found[1] if found else b""


def _objects(entries: Sequence[Entry], first: int, pages: Sequence[int], high: float) -> dict[int, bytes]:
    """The objects of the outline by number; `first` is its root."""
    root = _Item(Entry("", -1, 0, 0.0), first, 0, [])
    above = [root]
    items = []
    for number, entry in enumerate(entries, first + 1):
        while above[-1].entry.level >= entry.level:
            above.pop()
        item = _Item(entry, number, above[-1].number, [])
        above[-1].children.append(item)
        above.append(item)
        items.append(item)
    made = {first: _family(root, count=len(items)).encode()}
    for item in (root, *items):
        for at, child in enumerate(item.children):
            place = f"[{pages[child.entry.page]} 0 R /XYZ null {high * (1 - child.entry.down):.1f} null]"
            title = ("\ufeff" + child.entry.words).encode("utf-16-be", "replace").hex()
            beside = [
                f"/Prev {item.children[at - 1].number} 0 R" if at else "",
                f"/Next {item.children[at + 1].number} 0 R" if at + 1 < len(item.children) else "",
            ]
            inside = _family(child, count=-len(child.children)).strip("<>") if child.children else ""
            words = ["/Title <" + title + ">", f"/Parent {item.number} 0 R", f"/Dest {place}", *beside, inside]
            made[child.number] = f"<<{' '.join(filter(None, words))}>>".encode()
    return made


def _family(item: _Item, count: int) -> str:
    first, last = item.children[0].number, item.children[-1].number
    return f"<</First {first} 0 R /Last {last} 0 R /Count {count}>>"


def _update(made: dict[int, bytes], start: int, trailer: str) -> bytes:
    """Objects with their places and the trailer, to stand behind `start` bytes."""
    out, places = bytearray(b"\n"), {}
    for number in sorted(made):
        places[number] = start + len(out)
        out += b"%d 0 obj\n" % number + made[number] + b"\nendobj\n"
    table = start + len(out)
    out += b"xref\n"
    for number in sorted(made):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    out += f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
