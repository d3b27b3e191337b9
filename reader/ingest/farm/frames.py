"""Orders and answers as bytes: a line of JSON, then parts of stated lengths. Nothing is ever unpickled.

The line says first how long the parts are; line and parts have a sum each. So who needs one part of a kept answer reads
that part alone, and a line can go without its parts where these are kept already.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

_LONGEST_HEAD: Final = 256 * 1024**2
_FIRST: Final = 4096  # bytes: most lines are shorter
_SIZE: Final = 12  # digits in front of a frame that goes through a pipe
_SUM: Final = 8  # digits of a line's sum
_text_of: Final = json.JSONEncoder(separators=(",", ":")).encode
_BETWEEN: Final = b"\t"  # what the parts are and the head; in neither


def packed(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """Head and parts as one frame, with their sums."""
    listed = [[len(part), zlib.crc32(part)] for part in parts]
    line = _BETWEEN.join((_text_of(listed).encode(), _text_of(head).encode()))
    return b"".join((b"%08x" % zlib.crc32(line), line, b"\n", *parts))


def unpacked(frame: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Head and parts. Raises ValueError where the frame is damaged or cut off."""
    line = line_of(frame)
    listed, head = _both(line)
    at, parts = len(line), []
    for length, sum_ in listed:
        parts.append(_checked(frame[at : at + length], sum_))
        at += length
    return json.loads(head), parts


def line_of(frame: bytes) -> bytes:
    """The line of a frame, which is a frame without its parts. Raises ValueError where there is none."""
    return frame[: frame.index(b"\n", _SUM) + 1]


def part_of(frame: bytes, number: int) -> memoryview:
    """One part of a frame that was just made."""
    line = line_of(frame)
    listed, _head = _both(line)
    begin = len(line) + sum(length for length, _sum in listed[:number])
    return memoryview(frame)[begin : begin + listed[number][0]]


def head_of(frame: bytes) -> dict[str, Any]:
    """The head of a frame; its parts are not looked at. Raises ValueError where the head is damaged."""
    return seen(frame)[0]


def seen(frame: bytes) -> tuple[dict[str, Any], bool]:
    """The head of a frame, and whether it says of parts that did not come with it. Raises ValueError as `head_of`."""
    line = line_of(frame)
    listed, head = _both(line)
    return json.loads(head), len(line) == len(frame) and any(length for length, _sum in listed)


def parts_in(stream: IO[bytes], wanted: Sequence[int]) -> list[bytes]:
    """Some parts of a frame in a file, by number, ascending. Raises ValueError where they, or the line, are damaged."""
    begun = stream.read(_FIRST)
    while (end := begun.find(b"\n", _SUM)) < 0:
        if not (more := stream.read(max(_FIRST, len(begun)))) or len(begun) > _LONGEST_HEAD:
            raise ValueError("a damaged frame")
        begun += more
    listed, _head = _both(begun[: end + 1])
    at, parts = end + 1, []
    for number, (length, sum_) in enumerate(listed):
        if number in wanted:
            if at + length <= len(begun):
                parts.append(_checked(begun[at : at + length], sum_))
            else:
                stream.seek(at)
                parts.append(_checked(stream.read(length), sum_))
        at += length
    if len(parts) != len(wanted):
        raise ValueError("not so many parts")
    return parts


def _both(line: bytes) -> tuple[list[tuple[int, int]], bytes]:
    """Length and sum of each part, and the head."""
    if line[:_SUM] != b"%08x" % zlib.crc32(memoryview(line)[_SUM:-1]):
        raise ValueError("a damaged frame")
    listed, _, head = line[_SUM:].partition(_BETWEEN)
    return [(int(length), int(sum_)) for length, sum_ in json.loads(listed)], head


def _checked(part: bytes, sum_: int) -> bytes:
    if zlib.crc32(part) != sum_:  # too short, too
        raise ValueError("a damaged frame")
    return part


def send(stream: IO[bytes], frame: bytes) -> None:
    """Writes a frame into a pipe."""
    stream.write(b"%0*d" % (_SIZE, len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next frame of a pipe; None where it has ended, be it in the middle of one. Raises ValueError."""
    size = stream.read(_SIZE)
    if len(size) < _SIZE:
        return None
    frame = stream.read(length := int(size))
    return frame if len(frame) == length else None
