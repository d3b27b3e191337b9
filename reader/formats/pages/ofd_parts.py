"""The parts of an OFD file: its pages with everything on them, templates and annotations included."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.formats.bounds import DEEPEST, MOST_PAGES, damaged, too_much
from reader.formats.packed import Element, Packed, attribute, child, children, decimal, local

MM = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

_OBJECTS = frozenset(["TextObject", "PathObject", "ImageObject"])
_MOST_OBJECTS = 400_000
_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST = 5000.0  # mm

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """One object on a page: TextObject, PathObject or ImageObject; boundary (x, y, width, height) in mm."""

    kind: str
    element: Element
    boundary: tuple[float, float, float, float]
    matrix: Matrix
    watermark: bool = False

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the object on the page."""
        a, b, c, d, e, f = self.matrix
        return self.boundary[0] + a * x + c * y + e, self.boundary[1] + b * x + d * y + f


@dataclass(slots=True)
class OfdPage:
    """One page: number from 1, size in mm, what stands on it from the back to the front."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)


def numbers(value: str | None, count: int) -> list[float] | None:
    """So many numbers; None where there are fewer."""
    parts = (value or "")[:400].split()
    return [decimal(part) for part in parts[:count]] if len(parts) >= count else None


class Ofd:
    """An open OFD file."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._archive = Packed(data, name, "OFD")
        root = self._archive.xml("OFD.xml")
        start = child(root, "DocBody", "DocRoot")
        if start is None or not start.text:
            raise damaged(name, "OFD")
        self._path = start.text.strip().lstrip("/")
        document = self._archive.xml(self._path)
        if document is None:
            raise damaged(name, "OFD")
        self._document = document
        self._box = _box(child(document, "CommonData", "PageArea")) or _A4
        self._objects = 0
        self._templates = {
            attribute(each, "ID") or "": attribute(each, "BaseLoc") or ""
            for each in children(child(document, "CommonData"), "TemplatePage")
        }
        self._marks = self._annotations()

    def _resolve(self, location: str, beside: str) -> str:
        location = location.strip().replace("\\", "/")
        if location.startswith("/"):
            return posixpath.normpath(location.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(beside), location))

    def _xml(self, location: str | None, beside: str) -> tuple[Element | None, str]:
        if not location:
            return None, beside
        path = self._resolve(location, beside)
        found = self._archive.xml(path)
        if found is None:  # some writers count every path from the root
            path = posixpath.normpath(location.strip().lstrip("/"))
            found = self._archive.xml(path)
        return found, path

    def __len__(self) -> int:
        return sum(1 for _ in children(child(self._document, "Pages"), "Page"))

    def pages(self, only: int | None = None) -> Iterator[OfdPage]:
        """All pages in order, or the one with that number."""
        for number, each in enumerate(children(child(self._document, "Pages"), "Page"), 1):
            if number > MOST_PAGES:
                raise too_much(self._name, "的页数过多")
            if only is None or number == only:
                yield self._page(number, each)

    def _page(self, number: int, element: Element) -> OfdPage:
        content, _ = self._xml(attribute(element, "BaseLoc"), self._path)
        box = _box(child(content, "Area")) or self._box
        page = OfdPage(number, box[2], box[3])
        shift = (1.0, 0.0, 0.0, 1.0, -box[0], -box[1])
        for used in children(content, "Template"):
            template, _ = self._xml(self._templates.get(attribute(used, "TemplateID") or ""), self._path)
            self._collect(child(template, "Content"), page, shift, 0)
        self._collect(child(content, "Content"), page, shift, 0)
        for mark, watermark in self._marks.get(attribute(element, "ID") or "", ()):
            at = numbers(attribute(mark, "Boundary"), 4) or [0.0, 0.0, 0.0, 0.0]
            self._collect(mark, page, (1.0, 0.0, 0.0, 1.0, at[0] - box[0], at[1] - box[1]), 0, watermark)
        return page

    def _collect(
        self, parent: Element | None, page: OfdPage, shift: Matrix, depth: int, watermark: bool = False
    ) -> None:  # fmt: skip
        if depth > DEEPEST:
            raise too_much(self._name, "的嵌套过深")
        for element in () if parent is None else parent:
            kind = local(element)
            if kind in _OBJECTS:
                self._objects += 1
                if self._objects > _MOST_OBJECTS:
                    raise too_much(self._name, "的页面内容过多")
                x, y, wide, high = numbers(attribute(element, "Boundary"), 4) or [0.0, 0.0, 0.0, 0.0]
                found = numbers(attribute(element, "CTM"), 6)
                matrix: Matrix = (found[0], found[1], found[2], found[3], found[4], found[5]) if found else _PLAIN
                page.pieces.append(
                    Piece(kind, element, (x + shift[4], y + shift[5], abs(wide), abs(high)), matrix, watermark)
                )  # fmt: skip
            elif kind in ("Layer", "PageBlock"):
                self._collect(element, page, shift, depth + 1, watermark)

    def _annotations(self) -> dict[str, list[tuple[Element, bool]]]:
        """By the id of a page, the appearances of its annotations, and whether they are a watermark."""
        out: dict[str, list[tuple[Element, bool]]] = {}
        location = child(self._document, "Annotations")
        listed, path = self._xml(location.text if location is not None else None, self._path)
        for each in children(listed, "Page"):
            file = child(each, "FileLoc")
            root, _ = self._xml(file.text if file is not None else None, path)
            for mark in children(root, "Annot"):
                appearance = child(mark, "Appearance")
                if appearance is not None and attribute(mark, "Visible") != "false":
                    kind = (attribute(mark, "Type") or "") + (attribute(mark, "Subtype") or "")
                    out.setdefault(attribute(each, "PageID") or "", []).append(
                        (appearance, "watermark" in kind.lower())
                    )
        return out

    def attachments(self) -> list[str]:
        """Names of attached files, as the file says them."""
        location = child(self._document, "Attachments")
        listed, _ = self._xml(location.text if location is not None else None, self._path)
        return [(attribute(each, "Name") or "无名附件")[:80] for each in children(listed, "Attachment")][:50]

    def picture(self, key: str) -> bytes | None:
        """Bytes of a picture by the id of its resource; None where it is not there."""
        for kind in ("PublicRes", "DocumentRes"):
            for each in children(child(self._document, "CommonData"), kind):
                root, path = self._xml(each.text, self._path)
                base = (
                    posixpath.join(posixpath.dirname(path), attribute(root, "BaseLoc") or "")
                    if root is not None
                    else ""
                )
                for media in children(child(root, "MultiMedias"), "MultiMedia"):
                    file = child(media, "MediaFile")
                    if attribute(media, "ID") == key and file is not None and file.text:
                        return self._archive.read(self._resolve(file.text, base.rstrip("/") + "/x"))
        return None


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    found = child(area, "PhysicalBox")
    given = numbers(found.text if found is not None else None, 4)
    if given is None or not (0 < given[2] <= _LARGEST and 0 < given[3] <= _LARGEST):
        return None
    return given[0], given[1], given[2], given[3]
