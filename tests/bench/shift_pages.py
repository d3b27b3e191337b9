"""Makes pages ill as scraped GBK pages were: cut at the bytes of a mark at any offset. For the bench of the repair.

The text is GBK bytes; a copier cut them at the bytes of a full-width ！；？ found at any offset, then at those of 。,
decoded each piece alone (what cannot be decoded shows as `?`, what falls into the user-defined area as nothing) and made
full-width marks half-width. Two ideographic blanks before a line take part, so that indented headings break.
"""

from __future__ import annotations

import re

_FIRST = re.compile(rb"(\xa3\xa1|\xa3\xbb|\xa3\xbf)")
_LAST = re.compile(rb"(\xa1\xa3)")
HALF = str.maketrans("，：；！？（）", ",:;!?()")
INDENT = "\u3000\u3000"


def _decoded(piece: bytes) -> str:
    """A piece read as GBK from its first byte, whatever that is."""
    out: list[str] = []
    at = 0
    while at < len(piece):
        lead = piece[at]
        if lead < 0x80:
            out.append(chr(lead))
            at += 1
            continue
        if at + 1 >= len(piece):
            out.append("?")
            break
        trail = piece[at + 1]
        if 0x81 <= lead <= 0xFE and 0x40 <= trail <= 0xFE and trail != 0x7F:
            out.append(bytes((lead, trail)).decode("gbk", "ignore"))
            at += 2
        else:
            out.append("?")
            at += 2 if trail < 0x40 else 1
    return "".join(out)


def cut_at_marks(line: str, indent: str = INDENT) -> str:
    """The line as such a page shows it; characters outside GBK are left out first."""
    out: list[str] = []
    for number, part in enumerate(_FIRST.split((indent + line).encode("gbk", "ignore"))):
        if number % 2:
            out.append(part.decode("gbk"))
            continue
        for inner, piece in enumerate(_LAST.split(part)):
            out.append(piece.decode("gbk") if inner % 2 else _decoded(piece))
    return "".join(out).translate(HALF).replace("\u3000", "")


def folded(line: str) -> str:
    """A line as it would be shown undamaged."""
    return line.encode("gbk", "ignore").decode("gbk").translate(HALF).replace("\u3000", "")
