"""A zip of documents: its members one by one, bounded in number, depth and size. Nothing is written to disk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.core.errors import BadInput
from reader.formats.bounds import LARGEST, MOST_UNPACKED, too_much
from reader.formats.packed import Packed
from reader.formats.sniff import sniff

DEEPEST_ZIP = 3
MOST_DOCUMENTS = 2000
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
_UNFIT = re.compile('[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 120


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes | BadInput]]:
    """Name and bytes of each file in a zip, zips in it opened too. Names hold no path that leads anywhere.

    In the place of the bytes of one that is damaged or asks for too much stands why; the others come all the same.
    Raises BadInput where the zip itself is damaged, or all of it asks for too much; what was given before stays good.
    """
    budget = [MOST_UNPACKED, MOST_DOCUMENTS]
    yield from _members(data, name, 1, budget)


def _members(data: bytes, name: str, depth: int, budget: list[int]) -> Iterator[tuple[str, bytes | BadInput]]:
    if depth > DEEPEST_ZIP:
        raise too_much(name, "中压缩包的嵌套过深")
    archive = Packed(data, name, "ZIP", budget[0])
    for member in archive.names:
        if _JUNK.search(member):
            continue
        budget[1] -= 1
        if budget[1] < 0:
            raise too_much(name, "包含的文件过多")
        info = archive.info(member)
        shown = clean_name(_decoded(member, info.flag_bits))
        if info.file_size > LARGEST:
            yield shown, too_much(shown, "过大")
            continue
        if info.file_size > budget[0]:
            yield shown, too_much(name, "解压后的内容过大")
            continue
        try:
            inside = archive.read(member) or b""
        except BadInput as error:
            budget[0] -= info.file_size  # the work was done, or may have been: damage buys no more of it
            yield shown, error
            continue
        budget[0] -= len(inside)
        if sniff(inside) != "zip":
            yield shown, inside
            continue
        try:
            yield from _members(inside, shown, depth + 1, budget)
        except BadInput as error:
            yield shown, error


def _decoded(member: str, flags: int) -> str:
    """A name as it was written: where it does not say UTF-8, most often GB 18030 read as code page 437."""
    if flags & 0x800:
        return member
    try:
        return member.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member


def clean_name(name: str) -> str:
    """The last part of a name, without signs that mean something to a file system or deceive the eye."""
    last = re.split(r"[/\\]", name)[-1]
    last = _UNFIT.sub("_", last).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if len(last) > _LONGEST_NAME:
        last = (stem[: _LONGEST_NAME - len(ending) - 1] + dot + ending)[:_LONGEST_NAME]
    return last or "未命名"
