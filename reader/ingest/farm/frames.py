"""Orders and answers as bytes: a line of JSON, then parts of stated lengths. Nothing is ever unpickled."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

_LONGEST_HEAD: Final = 256 * 1024**2
_SIZE: Final = 12  # digits in front of a frame that goes through a pipe


def packed(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """Head and parts as one frame, with their sum."""
    inside = {**head, "parts": [len(part) for part in parts]}
    line = json.dumps(inside, ensure_ascii=True, separators=(",", ":")).encode()
    body = b"".join((line, b"\n", *parts))
    return b"%08x" % zlib.crc32(body) + body


def unpacked(frame: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Head and parts. Raises ValueError where the frame is damaged or cut off."""
    body = memoryview(frame)[8:]
    if bytes(frame[:8]) != b"%08x" % zlib.crc32(body):
        raise ValueError("a damaged frame")
    end = frame.index(b"\n", 8)
    head = json.loads(frame[8:end])
    at, parts = end + 1, []
    for length in head.pop("parts"):
        parts.append(frame[at : at + length])
        at += length
    return head, parts


def head_of(stream: IO[bytes]) -> dict[str, Any]:
    """The head of a frame in a file, without its parts; the sum is not looked at. Raises ValueError."""
    line = stream.readline(_LONGEST_HEAD)
    head: dict[str, Any] = json.loads(line[8:])
    return head


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
