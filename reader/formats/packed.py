"""Members of a packed file (docx, ofd, xlsx, zip) and the XML in them: bounded, no entity is ever expanded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from reader.core.errors import BadInput
from reader.formats.bounds import MOST_MEMBERS, MOST_UNPACKED, damaged, too_much

Element = etree._Element  # noqa: SLF001 - lxml gives its element class no other name
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STEP = 1024 * 1024


class Packed:
    """A zip archive in memory. Names are what the archive says and never become paths."""

    def __init__(self, data: bytes, name: str, kind: str, budget: int = MOST_UNPACKED) -> None:
        self._name = name
        self._kind = kind
        self._left = budget
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
            raise damaged(name, kind) from error
        if len(members) > MOST_MEMBERS:
            raise too_much(name, "包含的文件过多")
        self._members = {member.filename.replace("\\", "/").lstrip("/"): member for member in members}
        self._folded = {key.lower(): key for key in self._members}

    @property
    def names(self) -> list[str]:
        """Names of all members, folders left out."""
        return [name for name in self._members if not name.endswith("/")]

    def info(self, name: str) -> zipfile.ZipInfo:
        """What the archive says of a member."""
        return self._members[name]

    def read(self, name: str) -> bytes | None:
        """A member's bytes; None where there is none of that name (whatever its case).

        Raises BadInput where it is damaged, encrypted, or larger than what may still be unpacked.
        """
        key = self._folded.get(name.replace("\\", "/").lstrip("/").lower())
        if key is None:
            return None
        member = self._members[key]
        if member.flag_bits & 1:
            raise BadInput(f"“{self._name}”设有密码，无法读取；请先去掉密码。")
        if member.compress_type not in _PLAIN:
            raise BadInput(f"“{self._name}”使用了不支持的压缩方法，无法读取。")
        if member.file_size > self._left:
            raise too_much(self._name, "解压后的内容过大")
        out = bytearray()
        try:
            with self._archive.open(member) as opened:
                while part := opened.read(_STEP):
                    out += part
                    if len(out) > self._left:
                        raise too_much(self._name, "解压后的内容过大")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise damaged(self._name, self._kind) from error
        self._left -= len(out)
        return bytes(out)

    def xml(self, name: str) -> Element | None:
        """A member as XML; None where there is none. Raises BadInput where it is no sound XML."""
        data = self.read(name)
        return None if data is None else parse(data, self._name, self._kind)


def has_doctype(data: bytes) -> bool:
    """Whether XML declares a document type, which none of the formats here needs and entities hide in."""
    return any(
        mark.encode(form) in data
        for mark in ("<!DOCTYPE", "<!ENTITY")
        for form in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    )


def parse(data: bytes, name: str, kind: str) -> Element:
    """XML of a file. Raises BadInput where it is not sound or declares a document type."""
    if has_doctype(data):
        raise BadInput(f"“{name}”内含实体声明，可能有害，未读取。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, kind) from error
    return root


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for what is none."""
    tag: object = element.tag  # a function where it is a comment
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Value of an attribute, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """First child of that name, and its child of the next name, and so on; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of that name."""
    return (each for each in (() if element is None else element) if local(each) == name)


def whole(value: str | None, low: int, high: int, other: int) -> int:
    """A whole number between bounds; `other` where the value is none. Never trusts its length."""
    text = (value or "").strip()
    if not text or len(text) > 12 or not text.lstrip("+-").isascii() or not text.lstrip("+-").isdigit():
        return other
    return min(max(int(text), low), high)


def decimal(value: str | None, other: float = 0.0) -> float:
    """A number of sensible size; `other` where the value is none."""
    try:
        number = float(value) if value is not None and len(value) <= 40 else other
    except ValueError:
        return other
    return number if -1e7 < number < 1e7 else other
