"""A document that a page glued into one paragraph, parted where its numbers count on from the first."""

from __future__ import annotations

from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.form.numbering import value_of
from reader.ingest.form.titles import is_title
from reader.ingest.lines import Line, lines_of
from reader.ingest.repair.characters import HAN
from reader.ingest.traced import Change, TracedText

_CN = "一二三四五六七八九十"
_BLANK = " \t\u00a0\u3000"
_MOST_BREAKS = 3
_LONG = 120  # characters
_FEWEST = 3
_NAME_WITHIN = 26  # characters
_SECTION = late(rf"(?<=。)([{_BLANK}]*)(?=([{_CN}]{{1,3}})、[{HAN}])")
_ITEM = late(rf"(?<![{_BLANK}])([{_BLANK}]*)(?=[（(]([{_CN}]{{1,3}})[）)][{HAN}])")
_NAME_BEFORE = late(rf"[{_CN}]{{1,3}}、[{HAN}]{{2,20}}$")
_NAME_AND_BLANK = late(rf"[{_CN}]{{1,3}}、[{HAN}]{{2,20}}([{_BLANK}]+)(?=[{HAN}“《])")
_HEAD = late(rf"[{_BLANK}]{{0,8}}([^\n。；，：]{{8,80}}?)([{_BLANK}]{{1,8}}){NUMBER}([{_BLANK}]{{1,8}})(?=\S)")


def counted_apart(text: TracedText, rule: str) -> TracedText:
    """The text with its sections (一、 to 三、 at the least, each behind a full stop) and their items on lines of their
    own, and its title and number above them. Only where all stands in very few lines. `rule`: the edits' name.
    """
    if text.text.strip().count("\n") > _MOST_BREAKS or "一、" not in text.text:
        return text
    changes: list[Change] = []
    for line in lines_of(text):
        if len(line.text) >= _LONG and "|" not in line.text:
            changes += _apart(line)
    return text.replace(changes, rule)


def _apart(line: Line) -> list[Change]:
    """Where a line is parted; nowhere unless its sections count on from 一."""
    found = [(m.span(1), value_of(m.group(2))) for m in _SECTION.finditer(line.text)]
    starts, last = [], 0
    for span, value in found:
        if value == last + 1:
            last = value
            starts.append(span)
    if len(starts) < _FEWEST or len(starts) != len(found):
        return []
    spans = {*starts, *_items(line.text, starts[0][1])}
    for _, at in starts:
        if named := _NAME_AND_BLANK.match(line.text, at):
            spans.add(named.span(1))
    head = _HEAD.match(line.text)
    if head is not None and is_title(head.group(1)):
        spans |= {head.span(2), head.span(3)}
    return [Change(line.start + low, line.start + high, "\n") for low, high in sorted(spans)]


def _items(text: str, start: int) -> list[tuple[int, int]]:
    """The blanks, or their lack, before （一） below a section's name or behind a full stop; counted on or anew."""
    places, last = [], 0
    for match in _ITEM.finditer(text, start):
        value, at = value_of(match.group(2)), match.start()
        before = text[max(at - _NAME_WITHIN, 0) : at]
        named = _NAME_BEFORE.search(before) is not None
        if (value == last + 1 or (value == 1 and named)) and (named or before[-1:] == "。"):
            last = value
            places.append(match.span(1))
    return places
