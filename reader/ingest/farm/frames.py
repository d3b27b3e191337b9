"""Orders and answers as bytes: a line of JSON, then parts of stated lengths. Nothing is ever unpickled.

Line and parts have a sum each, so that who needs one part of a kept answer reads that part alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

_LONGEST_HEAD: Final = 256 * 1024**2
_SIZE: Final = 12  # digits in front of a frame that goes through a pipe
_PARTS: Final = "parts"  # of a head: length and sum of each part


def packed(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """Head and parts as one frame, with their sums."""
    inside = {**head, _PARTS: [[len(part), zlib.crc32(part)] for part in parts]}
    line = json.dumps(inside, ensure_ascii=True, separators=(",", ":")).encode()
    return b"".join((b"%08x" % zlib.crc32(line), line, b"\n", *parts))


def unpacked(frame: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Head and parts. Raises ValueError where the frame is damaged or cut off."""
    at = frame.index(b"\n", 8) + 1
    head, listed = _head(frame[:at])
    parts = []
    for length, sum_ in listed:
        parts.append(_checked(frame[at : at + length], sum_))
        at += length
    return head, parts


def head_of(frame: bytes) -> dict[str, Any]:
    """The head of a frame; its parts are not looked at. Raises ValueError where the head is damaged."""
    return _head(frame[: frame.index(b"\n", 8) + 1])[0]


def parts_in(stream: IO[bytes], wanted: Sequence[int]) -> list[bytes]:
    """Some parts of a frame in a file, by number, ascending. Raises ValueError where they, or the head, are damaged."""
    line = stream.readline(_LONGEST_HEAD)
    _, listed = _head(line)
    at, parts = len(line), []
    for number, (length, sum_) in enumerate(listed):
        if number in wanted:
            stream.seek(at)
            parts.append(_checked(stream.read(length), sum_))
        at += length
    if len(parts) != len(wanted):
        raise ValueError("not so many parts")
    return parts


def _head(line: bytes) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    if line[:8] != b"%08x" % zlib.crc32(memoryview(line)[8:-1]):
        raise ValueError("a damaged frame")
    head: dict[str, Any] = json.loads(line[8:])
    return head, [(int(length), int(sum_)) for length, sum_ in head.pop(_PARTS)]


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
