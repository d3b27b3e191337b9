"""What kind of character something is, and how Chinese characters read. Facts only, no rules."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Chinese characters, as the inside of a regular-expression class."""

CJK_MARKS = (
    "\u3001\u3002\u3008-\u3011\u3014-\u301b\u2018\u2019\u201c\u201d\u2014\u2026"
    "\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
"""Marks that only Chinese text uses, as the inside of a regular-expression class."""

CHINESE_NUMERALS = "一二三四五六七八九十百零〇两"


def is_han(char: str) -> bool:
    """Whether this is a Chinese character (not a mark)."""
    code = ord(char)
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or code == 0x3007 or (
        0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFD
    )  # fmt: skip


_ASKS = re.compile("[吗嗎呢么麼何哪谁誰怎几幾]|[是能]否|多少")


def asks(text: str) -> bool:
    """Whether words before a question mark ask something, in either script."""
    return bool(_ASKS.search(text))


def plain_syllable(text: str) -> str:
    """A pinyin syllable without tone marks, in lower case, ü written v."""
    decomposed = unicodedata.normalize("NFD", text.replace("ɡ", "g").replace("ü", "v").replace("Ü", "v"))
    if "\u0308" in decomposed:
        decomposed = decomposed.replace("u\u0308", "v").replace("U\u0308", "v")
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


_TONES = "\u0300\u0301\u0304\u030c"
_TONED = re.compile(
    "["
    + _TONES
    + "".join(
        chr(code)
        for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
        if set(unicodedata.normalize("NFD", chr(code))) & set(_TONES)
    )
    + "]"
)


def has_tone(text: str) -> bool:
    """Whether a Latin text carries a pinyin tone mark, which no English word does in these documents."""
    return bool(_TONED.search(text))


@cache
def _reading_table() -> dict[int, str]:
    # Loaded on first need: most pages hold no pinyin and need not wait for the table; nobody asks for its phrases here,
    # which take longer than all else that is loaded to read a file.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@cache
def readings(char: str) -> frozenset[str]:
    """Every reading of a Chinese character as a plain syllable; empty where unknown.

    ü is also given as u, because pages write it so (lu for lü).
    """
    found = [plain_syllable(r) for r in _reading_table().get(ord(char), "").split(",") if r]
    return frozenset(found) | frozenset(r.replace("v", "u") for r in found)
