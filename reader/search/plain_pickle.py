"""Is a pickle one of plain values, and as small as it looks? Says so before anybody loads it.

A pickle of twenty bytes can ask for room for a thousand million values, so the codes of one are gone through first:
only those that Whoosh's pickles of plain values are made of may stand in it, and every number among them that asks for
room is bounded by the length of the data. Numbers, of which long posting lists consist, are passed over in one go.
"""

from __future__ import annotations

import re
from pickle import UnpicklingError
from typing import Final

_DEEPEST: Final = 500  # a level may be counted for several that lie beside each other
_NUMBERS: Final = re.compile(rb"(?:N|\x88|\x89|K.|M..|J.{4}|G.{8})*+", re.DOTALL)
# A block of a posting list as it nearly always is: the numbers of its documents, a weight or none, and no more.
_POSTINGS: Final = re.compile(
    rb"\x80\x02(?:\((?:K.|M..|J.{4})*+t|(?:K.|M..|J.{4}){1,3}+[\x85-\x87])q.N?(?:G.{8})?N\x87q.\.", re.DOTALL
)
# Codes that a length and as many bytes follow, by how many bytes the length takes.
_COUNTED: Final = {
    b"\x8a": 1, b"\x8c": 1, b"X": 4, b"\x8d": 8, b"C": 1, b"B": 4, b"\x8e": 8, b"U": 1, b"T": 4,
}  # fmt: skip
_PUT: Final = {b"q": 1, b"r": 4}
_GET: Final = {b"h": 1, b"j": 4}
_EMPTY: Final = frozenset([b"]", b"}", b")", b"\x8f"])
_DEEPER: Final = frozenset([b"\x85", b"\x86", b"\x87", b"a", b"s"])
_OF_A_MARK: Final = frozenset([b"t", b"e", b"u", b"\x90"])
_NEWEST: Final = 5


def check(data: bytes) -> None:
    """Raises UnpicklingError where the data is no pickle of plain values."""
    if not _POSTINGS.fullmatch(data):
        end_of(data)


def end_of(data: bytes) -> int:  # noqa: C901  one code after the other
    """Where the pickle that `data` begins with ends. Raises UnpicklingError where it is no pickle of plain values."""
    at, kept, leaf = 0, _Kept(), False  # leaf: whether the last value is a text
    levels = [0]  # how deep what lies on the stack is nested, at most, by the mark above which it lies
    while True:
        at = _NUMBERS.match(data, at).end()  # type: ignore[union-attr]  # it matches nothing at all, too
        code, at = data[at : at + 1], at + 1
        if code == b".":
            return at
        if code in _COUNTED:
            length, at = _number(data, at, _COUNTED[code])
            if length > len(data) - at:
                raise UnpicklingError("says it is longer than it is")
            at, leaf = at + length, True
            continue
        if code in _PUT:
            place, at = _number(data, at, _PUT[code])
            kept.put(place, len(data), leaf=leaf)
        elif code == b"\x94":
            kept.put(kept.count, len(data), leaf=leaf)
        elif code in _GET:
            place, at = _number(data, at, _GET[code])
            kept.get(place)
        elif code == b"(":
            levels.append(0)
        elif code in _OF_A_MARK and len(levels) > 1:
            levels[-2:] = [max(levels[-2], levels[-1] + 1)]
        elif code in _DEEPER:
            levels[-1] += 1
        elif code == b"\x95":
            length, at = _number(data, at, 8)
            if length > len(data) - at:
                raise UnpicklingError("says it is longer than it is")
        elif code == b"\x80":
            version, at = _number(data, at, 1)
            if version > _NEWEST:
                raise UnpicklingError("a pickle of a newer kind")
        elif code not in _EMPTY:
            raise UnpicklingError(f"no code of a plain value: {code!r}")
        if max(levels) > _DEEPEST or len(levels) > _DEEPEST:
            raise UnpicklingError("nested too deeply")
        leaf = False


class _Kept:
    """Which places of the memo are taken. Only texts may be used again: lists of lists of the same list have no end."""

    def __init__(self) -> None:
        self.count = 0
        self._leaves: dict[int, bool] = {}

    def put(self, place: int, most: int, *, leaf: bool) -> None:
        if place > most:
            raise UnpicklingError("asks for more room than it needs")
        self._leaves[place] = leaf
        self.count = len(self._leaves)

    def get(self, place: int) -> None:
        if not self._leaves.get(place, False):
            raise UnpicklingError("uses again what is no text")


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise UnpicklingError("ends too early")
    return int.from_bytes(data[at : at + size], "little"), at + size
