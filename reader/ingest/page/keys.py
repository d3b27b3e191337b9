"""Lines as the patterns of this room read them: simplified, marks and Latin in half width, of the same length."""

from __future__ import annotations

import re

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import is_title
from reader.script import to_simplified

_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ",
    "\u00a0": " ",
    "\u30fb": "·",
}
_FULL_WIDTH = late("[\uff01-\uff5e\u3000\u00a0\u30fb]")


def key_of(text: str) -> str:
    """The text as the patterns here read it: simplified, marks and Latin in half width, same length."""
    return _FULL_WIDTH.sub(_narrow, to_simplified(text))


def _narrow(match: re.Match[str]) -> str:
    return _HALF_WIDTH[match[0]]


def is_body(key: str) -> bool:
    """Whether a line is plainly part of a document: a sentence, a numbered heading, a table cell."""
    return (
        numbered(key) is not None
        or (len(key) >= 12 and key[-1] in "。;:!?)”" and not (key[-1] == ")" and _no_sentence(key)))
        or (len(key) > _LONG and not is_title(_NUMBER_BEFORE.sub("", key).strip("《》")))
    )


def _no_sentence(key: str) -> bool:
    """Whether a line that ends in a bracket may be a headline: it names a document or parts no sentence."""
    return is_title(key) or not _PARTED.search(key)


_PARTED = late("[。;,:]")
_LONG = 60  # characters; what is longer is a sentence, or a title
_NUMBER_BEFORE = late(r"^[\u4e00-\u9fff]{2,14}[〔\[【]\d{4}[〕\]】]\d{1,4}号(?=《)")
