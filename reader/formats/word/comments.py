"""Comments and tracked changes of a Word file (.docx), each with the words it stands at.

The text is what stood there before any change was proposed: deletions are in it, insertions are not. Only the body is
read; replies stand at the words of what they answer.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from reader.core.errors import BadInput
from reader.core.remark import EXPORTED, Remark, Remarks, moment
from reader.formats.bounds import MOST_TEXT, damaged, too_much
from reader.formats.packed import Element, Packed, attribute, child, children, local

CONTEXT: Final = 32  # characters remembered before and behind the words
BEFORE: Final = 12  # characters before an insertion that it is quoted by
MOST: Final = 20_000  # comments and changes of one file
LONGEST: Final = 20_000  # characters of one comment
_LONGEST_ID: Final = 500
_SKIPPED: Final = frozenset(["instrText", "delInstrText", "rPr", "pPr", "Fallback", "rt", "footnotePr", "sectPr"])

Change = Literal["insertion", "deletion"]


@dataclass(slots=True)
class _Changed:
    """A tracked change: where it stands in the text as it was, and the words put in or taken out."""

    kind: Change
    author: str
    created: str
    start: int
    end: int
    words: str = ""


@dataclass(slots=True)
class _Text:
    """The text as it was while it is read, and what is found in it on the way."""

    name: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: dict[str, int] = field(default_factory=dict)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    changes: list[_Changed] = field(default_factory=list)

    def add(self, words: str, inside: _Changed | None) -> None:
        """Words of a run."""
        if inside is not None:
            inside.words += words
            if inside.kind == "insertion":
                return
        self.parts.append(words)
        self.length += len(words)
        if self.length > MOST_TEXT:
            raise too_much(self.name, "文字过多")
        if inside is not None:
            inside.end = self.length

    def part_cells(self, *, filled: bool, last: bool) -> None:
        """A cell ends: a tab parts it from the next one, a line feed the row from the next row."""
        if filled and self.parts[-1] == "\n":
            self.parts.pop()
            self.length -= 1
        self.add("\n" if last else "\t", None)


def read_remarks(data: bytes, name: str) -> Remarks:
    """What people left in the file, in reading order. Raises BadInput where it is damaged or asks for too much."""
    archive = Packed(data, name, "Word")
    root = archive.xml("word/document.xml")
    body = child(root, "body")
    if root is None:
        raise BadInput(f"“{name}”不是 Word 文件（.docx），没有可导入的批注。")
    if body is None:
        raise damaged(name, "Word")
    text = _Text(name)
    _walk(body, text, None)
    whole = "".join(text.parts)
    core = archive.xml("docProps/core.xml")
    found = [*_comments(archive, text, whole, name), *_changes(text, whole)]
    found.sort(key=lambda each: each[0])
    remarks = tuple(remark for _, remark in found)
    return Remarks(remarks, _said(core, "identifier"), _said(core, "title"), whole, tuple(_exported(archive)))


def _exported(archive: Packed) -> Iterator[tuple[str, str]]:
    """What `store.formats.commented` has written down of the notes that it put into the file."""
    for part in _parts(archive, "/customXml"):
        root = archive.xml(part)
        if root is not None and root.tag == f"{{{EXPORTED}}}notes":
            for each in list(root)[:MOST]:
                note, seen = attribute(each, "id") or "", attribute(each, "seen") or ""
                if 0 < len(note) <= _LONGEST_ID and len(seen) <= LONGEST:
                    yield note, seen


def _walk(element: Element, text: _Text, inside: _Changed | None) -> None:
    """Goes through an element in reading order. XML is never deeper than its parser allows."""
    for each in element:
        what = local(each)
        if what in {"t", "delText"}:
            text.add(each.text or "", inside)
        elif what in {"tab", "br", "cr"} and local(element) == "r":
            text.add("\t" if what == "tab" else "\n", inside)
        elif what == "commentRangeStart":
            text.open[attribute(each, "id") or ""] = text.length
        elif what in {"commentRangeEnd", "commentReference"}:
            number = attribute(each, "id") or ""
            text.ranges.setdefault(number, (text.open.get(number, text.length), text.length))
        elif what in {"ins", "del", "moveFrom", "moveTo"}:
            _walk(each, text, _change(each, what, text) if inside is None else inside)
        elif what == "p":
            _paragraph(each, text, inside)
        elif what == "tc":
            before = text.length
            _walk(each, text, inside)
            text.part_cells(filled=text.length > before, last=each.getnext() is None)
        elif what not in _SKIPPED:
            _walk(each, text, inside)


def _paragraph(element: Element, text: _Text, inside: _Changed | None) -> None:
    """A paragraph; between two that hold words stands one line feed."""
    before = text.length
    _walk(element, text, inside)
    if text.length > before:
        text.add("\n", None)


def _change(element: Element, what: str, text: _Text) -> _Changed | None:
    kind: Change = "insertion" if what in {"ins", "moveTo"} else "deletion"
    if len(text.changes) >= MOST:
        raise too_much(text.name, "批注和修订过多")
    made = _Changed(kind, _author(element), moment(attribute(element, "date")), text.length, text.length)
    text.changes.append(made)
    return made


def _comments(archive: Packed, text: _Text, whole: str, name: str) -> Iterator[tuple[int, Remark]]:
    part = next(_parts(archive, "/comments"), None)
    root = archive.xml(part) if part else None
    for number, each in enumerate(children(root, "comment")):
        if number >= MOST:
            raise too_much(name, "批注和修订过多")
        lines = ["".join(t.text or "" for t in p.iter() if local(t) == "t") for p in each.iter() if local(p) == "p"]
        start, end = text.ranges.get(attribute(each, "id") or "", (-1, -1))
        said = "\n".join(lines).strip()[:LONGEST]
        yield start, _remark("comment", whole, start, end, said, _author(each), moment(attribute(each, "date")))


def _parts(archive: Packed, kind: str) -> Iterator[str]:
    """The names of the parts that the document refers to as of a kind."""
    for each in children(archive.xml("word/_rels/document.xml.rels"), "Relationship"):
        if (attribute(each, "Type") or "").endswith(kind):
            yield posixpath.normpath(posixpath.join("word", attribute(each, "Target") or "")).lstrip("/")


def _changes(text: _Text, whole: str) -> Iterator[tuple[int, Remark]]:
    """The tracked changes; what is taken out and put in at the same place by the same person is one replacement."""
    changes = [each for each in text.changes if each.words.strip()]
    joined = {
        id(b): a
        for a, b in pairwise(changes)
        if (a.kind, b.kind) == ("deletion", "insertion") and a.end == b.start and a.author == b.author
    }
    replaced = {id(a): b for b in changes if (a := joined.get(id(b)))}
    for each in changes:
        if id(each) in joined:
            continue
        put_in = replaced.get(id(each))
        if put_in is not None:
            yield (
                each.start,
                _remark("replacement", whole, each.start, each.end, put_in.words, each.author, each.created),
            )
        elif each.kind == "deletion":
            yield each.start, _remark("deletion", whole, each.start, each.end, "", each.author, each.created)
        else:
            yield each.start, _remark("insertion", whole, each.start, each.start, each.words, each.author, each.created)


def _remark(
    kind: Literal["comment", "insertion", "deletion", "replacement"],
    whole: str, start: int, end: int, said: str, author: str, created: str,
) -> Remark:  # fmt: skip
    """The remark at a range of the text; where the range is empty, at the words before it. None: start is -1."""
    if start >= 0 and not whole[start:end].strip():
        line = whole.rfind("\n", 0, start) + 1
        end = start
        start = max(line, start - BEFORE)
    if start < 0:
        return Remark("", said, author=author, created=created, kind=kind)
    while end > start and whole[end - 1] == "\n":
        end -= 1
    before, behind = whole[max(0, start - CONTEXT) : start], whole[end : end + CONTEXT]
    return Remark(whole[start:end], said, before, behind, author, created, kind)


def _author(element: Element) -> str:
    return " ".join((attribute(element, "author") or "").split())[:200]


def _said(core: Element | None, what: str) -> str:
    found = child(core, what)
    return (found.text or "").strip()[:500] if found is not None else ""
