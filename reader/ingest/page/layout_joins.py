"""Whether a line of a laid-out page goes on in the next one: how far it reaches, where the next begins, their looks."""

from __future__ import annotations

import re

from reader.core.raw_text import RawLine
from reader.ingest.form.numbering import numbered

_ENDS = "。！？；：”）.!?;:)】"
_SLACK, _SLACK_INDENTED = 0.6, 2.5  # of the size of its characters
_UNIT = re.compile(r"[“‘《（(〔]{0,3}(?:[A-Za-z\d.,:/%+-]{1,20}|.)[，。；：、）》”’！？〕)]{0,3}")
_INDENT = 1.1
_SIGNED = 0.3  # of the column's width
_STEP = 1.28  # of the usual distance of lines: more, and something new begins
_BULLET = re.compile(r"^(?:[•·●■◆▲▪◦○★☆➢►✓□☑]|[-–—]{1,2}\s)")
_LABELLED = re.compile(r"^.{2,12}[：:].")
_SALUTATION_END = re.compile("[：:]$")


def goes_on(
    one: str, above: RawLine, other: str, below: RawLine, body: float, step: float, indented: bool
) -> bool:  # fmt: skip
    """Whether `other` is the rest of the paragraph that `one` stands in.

    Args:
        body: usual size of the document's characters, in points.
        step: usual distance from line to line, in sizes.
        indented: whether paragraphs of this document usually begin with an indent.
    """
    if above.box is None or below.box is None or above.column is None or below.column is None:
        return False
    if above.table is not None or below.table is not None or above.style != below.style or below.number:
        return False
    size, under = above.size or body, below.size or body
    if abs(size - under) > 0.12 * max(size, under):
        return False
    if above.centred and below.centred and size > 1.15 * body:
        return False  # a title: rules for titles join it
    if above.box[0] - above.column[0] > _SIGNED * (above.column[1] - above.column[0]):
        return False  # set far to the right: a signature, a date
    if not _reaches_edge(one, above, other, size, indented):
        return False
    same_column = above.page == below.page and above.column == below.column
    if same_column and below.box[1] - above.box[1] > _STEP * max(step, 1.0) * size:
        return False
    if above.centred and below.centred:
        return not _begins(other)  # a heading that is longer than its line
    if below.box[0] - below.column[0] > _INDENT * size:
        return not indented and one[-1] not in _ENDS and _hangs(above, below, size) and not _begins(other)
    if not indented and one[-1] in _ENDS and (_begins(other) or _SALUTATION_END.search(one)):
        return False
    return not (_begins(other) and _hanging_number(above, size))


def _reaches_edge(one: str, above: RawLine, other: str, size: float, indented: bool) -> bool:
    """Whether a line is full: what begins the next one would not have fitted into the rest of it.

    Where paragraphs begin with an indent, a line at the edge goes on anyhow, unless much of the line above is empty.
    """
    assert above.box is not None
    assert above.column is not None
    left = above.column[1] - above.box[2]
    if one[-1] in _ENDS and not indented:
        return left < 1.2 * size
    return left < _first_unit(other, size) + (_SLACK_INDENTED if indented else _SLACK) * size


def _first_unit(text: str, size: float) -> float:
    """Width of what cannot be parted at the start of a line: a word or figure, marks that open and close with it."""
    match = _UNIT.match(text)
    return sum(0.55 if char.isascii() else 1.0 for char in match.group()) * size if match else size


def _hangs(above: RawLine, below: RawLine, size: float) -> bool:
    """Whether both lines stand in from the edge alike, or the next somewhat further: a paragraph that is set in."""
    assert above.box is not None
    assert below.box is not None
    assert above.column is not None
    set_in = above.box[0] - above.column[0] > _INDENT * size
    return set_in and -0.3 * size < below.box[0] - above.box[0] < 4 * size


def _begins(text: str) -> bool:
    return numbered(text) is not None or bool(_BULLET.match(text))


def _hanging_number(above: RawLine, size: float) -> bool:
    """Whether the line above itself stands at the edge of its column, so that indents tell nothing here."""
    assert above.box is not None
    assert above.column is not None
    return above.box[0] - above.column[0] < _INDENT * size
