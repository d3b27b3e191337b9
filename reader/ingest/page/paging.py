"""Rule "page-furniture" for running text: numbers and running heads of printed pages that a copy left in it."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from reader.ingest.form.titles import is_title
from reader.ingest.lines import Line, drop_lines, lines_of
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
    numbers = [line for _, line in found]
    heads = _running_heads(text, numbers)
    gone = sorted([*numbers, *heads], key=lambda line: line.start)
    return drop_lines(text, gone, "page-furniture", {line.start for line in heads})


def _running_heads(text: TracedText, numbers: list[Line]) -> list[Line]:
    """The title on every page, but for the first: it comes again beside the numbers of pages."""
    if len(numbers) < _FEWEST_PAGES:
        return []
    starts = {line.start for line in numbers}
    filled = [line for line in lines_of(text) if line.text.strip()]
    beside = [
        line for before, line, after in zip([None, *filled], filled, [*filled[1:], None], strict=False)
        if line.start not in starts and any(near is not None and near.start in starts for near in (before, after))
    ]  # fmt: skip
    counts = Counter(line.text.strip() for line in beside)
    first = {line.text.strip(): line.start for line in reversed(filled)}
    return [
        line for line in beside
        if counts[key := line.text.strip()] >= _FEWEST_PAGES and is_title(key) and line.start != first[key]
    ]  # fmt: skip


_FEWEST_PAGES = 2
