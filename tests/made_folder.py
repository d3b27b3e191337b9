"""A ministry's folder, made up with a seed: documents of several kinds in sub-folders and zips, and among them files that
are broken, hostile, duplicates or no documents. What has to become of each file is known before anything reads it.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests import made_laws
from tests.formats import hostile, making

ADDED, ALREADY, UNREADABLE, SKIPPED, OCR = "added", "already", "unreadable", "skipped", "needs-ocr"
_SEVERE: Final = frozenset({"bomb.docx", "many-pages.pdf", "strokes.pdf", "flate-bomb.pdf", "many-spans.docx"})
"""Hostile files that keep a reader busy to its limits: only where they are asked for."""
_MAY_BE_READ: Final = frozenset({"nested-controls.docx"})
_PROGRAM: Final = (
    b"MZ\x90\0" + bytes(56) + b"\x80\0\0\0" + b"This program cannot be run in DOS mode.".ljust(64, b"\0") + b"PE\0\0"
)
_PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(13) + b"IHDR" + bytes(400)


@dataclass
class Made:
    """What was written.

    Attributes:
        truth: for each file by its name below the folder, the states that are right; one or, where nobody can say what
            a mangled file still holds, several.
    """

    truth: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def good(self) -> int:
        """Files that have to come in."""
        return sum(states == {ADDED} for states in self.truth.values())


def write(folder: Path, seed: int, good: int, bad: int, *, severe: bool = False) -> Made:
    """Writes a folder of `good` documents, and `bad` files of all bad sorts in turn. Half of the sorts are drawn anew."""
    rng = random.Random(seed)
    made = Made()
    texts = _texts(rng, good)
    written: list[tuple[str, bytes]] = []
    for number, (title, text) in enumerate(texts):
        kind = rng.choices(("md", "txt", "html", "docx"), (5, 3, 1, 1))[0]
        place = f"{rng.randrange(2015, 2026)}/{rng.choice(('市级', '区级', 'a b'))}"
        name = f"{place}/{title}-{number}.{kind}"
        data = _as(kind, title, text)
        _put(folder, name, data)
        written.append((name, data))
        made.truth[name] = frozenset({ADDED})
    sorts = list(_bad(rng, severe=severe))
    drawn: set[bytes] = set()
    for number in range(bad):
        sort, states, make = sorts[number % len(sorts)]
        place = f"zz/{number:03d}"  # behind all others, so that a duplicate is the second
        if sort == "duplicate":
            original, data = rng.choice(written)
            _put(folder, name := f"{place}-{Path(original).name}", data)
        elif sort == "lock":
            _put(folder, name := f"zz/~$report{number}.docx", b"\x05user")
        elif sort == "link":
            name = f"{place}-nowhere.docx"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to("gone.docx")
        elif sort == "pipe":
            name = f"{place}-pipe.txt"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(folder / name)
        elif sort == "socket":
            name = f"{place}-s.txt"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.mknod(folder / name, stat.S_IFSOCK | 0o600)
        else:
            _put(folder, name := f"{place}-{sort}", data := make())
            if data in drawn:  # a duplicate by chance
                states = {*states, ALREADY}
            drawn.add(data)
        made.truth[name] = frozenset(states)
    return made


def _texts(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    number = 0
    while count:
        for law in (amended := made_laws.amended(rng.randrange(10**6), number)).old, amended.new:
            if count:
                count -= 1
                yield law.title, law.text()
        number += 1


def _as(kind: str, title: str, text: str) -> bytes:
    if kind == "docx":
        return making.docx("".join(making.p(line) for line in text.splitlines() if line.strip()))
    if kind == "html":
        body = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
        return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode("gb18030")
    return text.encode("gb18030" if kind == "txt" else "utf-8")


def _put(folder: Path, name: str, data: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _bad(rng: random.Random, *, severe: bool) -> Iterator[tuple[str, set[str], Callable[[], bytes]]]:
    whole = making.docx(making.p("一、总体要求") + making.p("坚持依法行政。"))
    page = making.pdf([making.lines_down(["第一条 为了加强管理，制定本办法。"])])
    yield "duplicate", {ALREADY}, bytes
    yield "empty.docx", {UNREADABLE}, bytes
    yield "blank.txt", {UNREADABLE}, lambda: b" \r\n\t\n" * rng.randrange(1, 90)
    yield "cut.docx", {UNREADABLE}, lambda: whole[: rng.randrange(40, len(whole) - 60)]
    yield "cut.pdf", {UNREADABLE, OCR}, lambda: page[: rng.randrange(20, 200)]
    yield "program.exe", {SKIPPED}, lambda: _PROGRAM + rng.randbytes(600)
    yield "tool.doc", {SKIPPED}, lambda: b"\x7fELF\2\1\1\0" + rng.randbytes(600)
    yield "data.json", {SKIPPED}, lambda: b'{"a": [' + b"1, " * rng.randrange(5, 90) + b"2]}"
    yield "noise.bin", {SKIPPED, UNREADABLE}, lambda: rng.randbytes(rng.randrange(200, 4000))
    yield "zeros.txt", {SKIPPED, UNREADABLE}, lambda: bytes(rng.randrange(100, 5000))
    yield "picture.png", {OCR, UNREADABLE}, lambda: _PICTURE + rng.randbytes(8)
    yield "cut.zip", {UNREADABLE}, lambda: making.zipped({"a.txt": "一、甲。" * 50})[: rng.randrange(30, 60)]
    yield "nothing.zip", {SKIPPED}, lambda: making.zipped({})
    yield (
        "renamed.pdf",
        {ADDED, UNREADABLE},
        f"关于第{rng.randrange(10**9)}号事项的通知\n\n各区人民政府：\n一、加强管理。\n".encode,
    )
    yield "lock", {SKIPPED}, bytes
    yield "link", {UNREADABLE}, bytes
    yield "pipe", {UNREADABLE}, bytes
    yield "socket", {UNREADABLE}, bytes
    for name, make in hostile.FILES.items():
        if severe or name not in _SEVERE:
            states = {ADDED, ALREADY, UNREADABLE} if name in _MAY_BE_READ else {UNREADABLE, OCR, ADDED, ALREADY}
            yield name, states, make
