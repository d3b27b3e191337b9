"""Breaks small files of every kind at random places and has each converted: it must be read or refused in a sentence.

Usage: mutate_files.py [TIMES] [SEED]. Also imported by the small sample in tests/formats. Ends with 1 where a file made
the converter die or took too long.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from reader.core.errors import ReaderError
from reader.core.raw_text import RawText
from reader.formats import worker
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from tests.formats.hostile import FILES
from tests.formats.making import (
    CENTRED,
    IN_TABLE,
    ROW_END,
    doc,
    docx,
    lines_down,
    listed,
    lvl,
    numbering,
    ofd,
    ofd_text,
    p,
    pdf,
    rule,
    show,
    xls,
)  # fmt: skip

TIMES = 200
LONGEST = 10.0  # seconds each
_TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
_BROKEN_NUMBERS = (b"-1", b"0", b"99999999999999999999", b"1e999", b"nan", b"65536")


def sound_files() -> Mapping[str, bytes]:
    """A sound small file of each kind."""
    levels = lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2")
    return {
        "a.docx": docx(p("某市通知", '<w:jc w:val="center"/>') + listed("总则") + listed("目的", 1) + _TABLE, {"word/numbering.xml": numbering(levels)}),
        "a.pdf": pdf([show("某市通知", 200, 740, 22) + lines_down(["各单位要认真落实。"] * 3, top=700) + rule(60, 500, 400, 500), show("第二页", 60, 700)]),
        "a.ofd": ofd([ofd_text("某市通知", 60, 40, 8) + ofd_text("各单位：", 20, 60)], template=ofd_text("文件", 20, 20), attachment="附件.xls"),
        "a.doc": doc("某市通知\r各单位：\r一\x07甲\x07\x07末\r", {0: CENTRED, 2: IN_TABLE, 3: IN_TABLE, 4: ROW_END}, single="Latin\r"),
        "a.xls": xls([["Name", "Value"], ["a", 1.5], ["b", 2.0]]),
        "a.xlsx": FILES["sheet.xlsx"](),
        "a.rtf": rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'c4\'b3\'ca\'d0\par A\cell B\cell\row \u19968?}",
        "a.html": "<html><body><div><a href=x>首页</a></div><p>某市通知</p><table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table></body></html>".encode("gbk"),
        "a.mht": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>text</p>\r\n--b--\r\n',
    }  # fmt: skip


def broken(data: bytes, rng: random.Random) -> bytes:
    """The file with something wrong: in the bytes, or, where it is packed, in one of its members."""
    if data.startswith(b"PK") and rng.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        chosen = rng.choice(sorted(members))
        members[chosen] = _bytes(members[chosen], rng)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, member in members.items():
                if not (name == chosen and rng.random() < 0.1):
                    archive.writestr(name, member)
        return out.getvalue()
    return _bytes(data, rng)


def _bytes(data: bytes, rng: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(made)) if made else 0
        how = rng.randrange(6)
        if how == 0 and made:
            made[at] = rng.randrange(256)
        elif how == 1:
            del made[at : at + rng.choice((1, 4, 100, len(made) // 2))]
        elif how == 2:
            made[at:at] = rng.randbytes(rng.choice((1, 4, 50)))
        elif how == 3:
            made[at:at] = made[at : at + 200] * rng.choice((2, 50))
        elif how == 4:
            digits = [i for i, byte in enumerate(made) if 48 <= byte <= 57]
            if digits:
                put = rng.choice(digits)
                made[put : put + 1] = rng.choice(_BROKEN_NUMBERS)
        elif made:
            made[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f"))
    return bytes(made)


def run(times: int, seed: int, convert: Callable[[bytes, str], RawText]) -> tuple[Counter[str], list[str]]:
    """Converts and normalises so many broken files. Gives how many were read or refused, and what went wrong."""
    rng = random.Random(seed)
    sound = sound_files()
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for turn in range(times):
        name = sorted(sound)[turn % len(sound)]
        data = broken(sound[name], rng)
        began = time.monotonic()
        try:
            normalise_raw(convert(data, name), Facts())
            counts["read"] += 1
        except ReaderError as error:
            counts["refused"] += 1
            if len(str(error)) > 200 or "\n" in str(error) or "意外终止" in str(error):
                faults.append(f"{turn} {name}: {error}")
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            faults.append(f"{turn} {name}: {type(error).__name__}: {error}")
        took = time.monotonic() - began
        if took > LONGEST:
            faults.append(f"{turn} {name}: {took:.1f} s")
    return counts, faults


def main(arguments: list[str]) -> int:
    """The command."""
    times, seed = (int(arguments[n]) if len(arguments) > n else other for n, other in ((0, TIMES), (1, 1)))
    began = time.monotonic()
    counts, faults = run(times, seed, worker.convert)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{times} broken files, seed {seed}: {counts['read']} read, {counts['refused']} refused, {len(faults)} faults, ",
        end="",
    )
    print(f"{time.monotonic() - began:.0f} s, largest converter {largest} MB")
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
