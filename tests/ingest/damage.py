"""Makes pages ill in the ways that real ones are, so that tests know the true text. No test in here."""

from __future__ import annotations

import random
import unicodedata

from reader.ingest.characters import is_han


def add_pinyin(text: str, share: float, rng: random.Random) -> str:
    """Notes on pronunciation behind a share of the characters, with tone marks, some with a blank inside."""
    from pypinyin.constants import PINYIN_DICT

    out = []
    for char in text:
        out.append(char)
        if is_han(char) and rng.random() < share and (known := PINYIN_DICT.get(ord(char))):
            out.append(f"({known.split(',')[0]}{' ' if rng.random() < 0.2 else ''})")
    return "".join(out)


def shift_gbk(text: str, at: int) -> str:
    """`text` as a page shows it that lost the first byte of the character at `at` and was decoded one byte off.

    Decoding falls into step again at the first trail byte that is a letter, or at a byte that makes no pair.
    """
    data = text[at:].encode("gbk", "ignore")
    out = ["?"]
    i = 1
    while i < len(data):
        if data[i] < 0x80:
            out.append(chr(data[i]))
            i += 1
            break
        if i + 1 >= len(data) or data[i + 1] < 0x40:
            out.append("?")
            i += 1
            break
        try:
            out.append(data[i : i + 2].decode("gbk"))
        except UnicodeDecodeError:
            pass  # the pair lies outside the character set and shows nothing
        i += 2
    return text[:at] + "".join(out) + data[i:].decode("gbk", "ignore")


def half_width(text: str) -> str:
    """Full-width marks folded to half width, as some sites do."""
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text)
