"""Rule "page-furniture" for running text: numbers of printed pages that a copy left between its lines."""

from __future__ import annotations

import itertools
import re

from reader.ingest.lines import drop_lines, lines_of
from reader.ingest.traced import TracedText

_DASHES = r"[-—–―－·•]{1,3}"
_NUMBERS = (
    re.compile(rf"{_DASHES}\s*(\d{{1,4}})\s*{_DASHES}"),
    re.compile(r"[-—–\s]*第\s*(\d{1,4})\s*页\s*(?:[,，/／]?\s*共\s*\d{1,4}\s*页)?[-—–\s]*"),
    re.compile(r"[-—–\s]*(\d{1,4})\s*[/／]\s*共?\s*\d{1,4}\s*页[-—–\s]*"),
)


_BETWEEN_DASHES = re.compile(r"[—–―－]{1,2}\s?\d{1,3}\s?[—–―－]{1,2}")
"""Nothing else in a document looks so, be it counted or not."""


def drop_page_numbers(text: TracedText) -> TracedText:
    """The text without lines that hold a page's number and nothing else (- 3 -, 第3页 共12页), where they count up."""
    if not any(char in text.text for char in "-—–―－·•页"):
        return text
    found = []
    for line in lines_of(text):
        shown = line.text.strip()
        if len(shown) > 24 or not shown:
            continue
        match = next((m for pattern in _NUMBERS if (m := pattern.fullmatch(shown))), None)
        if match is not None:
            found.append((int(match.group(1)), line))
    if any(one >= other for (one, _), (other, _) in itertools.pairwise(found)):
        found = [(value, line) for value, line in found if _BETWEEN_DASHES.fullmatch(line.text.strip())]
    return drop_lines(text, [line for _, line in found], "page-furniture")
