"""Rule "line-join": a paragraph that a page broke, where the rest of the text does not show it: a few lines of one
width, and a sentence that a blank line parts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.lines import Line, lines_of
from reader.ingest.page.wraps import RULE, columns
from reader.ingest.traced import Change, TracedText

_BLANK = " \t\u00a0\u3000"
_NARROWEST, _WIDEST = 24, 70  # columns of a full line
_SLACK = 3  # columns by which a full line may fall short
_FEWEST = 3  # lines that show a width
_SHARE = 0.8
_HANGS = 2  # blanks by which what goes on below an item may stand further in
_STOPS = "。！？：；!?:;"
_ENDED = "。；：:;."
_INSIDE = late("[，、；,;]")
_OPENS = late(r"^(?:[——•·●■◆▪○★*#|>-]|附[件表录]|抄送|目\s*录)")


def join_paragraphs(text: TracedText) -> TracedText:
    """Lines of one width joined where they are one paragraph: each but the last is full and ends with no stop, the last
    one ends with one. Only where the lines that no number heads show one width.
    """
    lines = list(lines_of(text))
    broken = [run for run in _runs(lines) if len(run) > 1 and run[-1].text.rstrip(_BLANK)[-1] in _ENDED]
    open_ended = [line for run in broken for line in run[:-1] if columns(line.text) >= _NARROWEST]
    plain = [line for line in open_ended if numbered(line.text.strip(_BLANK)) is None and _INSIDE.search(line.text)]
    if len(plain) < _FEWEST:
        return text
    width = max(columns(line.text) for line in open_ended)
    full = [line for line in open_ended if columns(line.text) >= width - _SLACK]
    if width > _WIDEST or len(full) < _SHARE * len(open_ended) or sum(line in full for line in plain) < _FEWEST:
        return text
    changes: list[Change] = []
    for run in broken:
        if all(columns(line.text) >= width - _SLACK for line in run[:-1]) and columns(run[-1].text) <= width + 1:
            changes += itertools.starmap(_joined, itertools.pairwise(run))
    return text.replace(changes, RULE)


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines one right below the other of which each goes on with the one above: that one ends with no stop, and the
    line neither begins anything nor stands further in.
    """
    runs: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if not line.text.strip(_BLANK):
            before = None
            continue
        short = before is not None and columns(before.text) < _NARROWEST
        if before is None or short or before.text.rstrip(_BLANK)[-1] in _STOPS or not _continues(before, line):
            runs.append([])
        runs[-1].append(line)
        before = line
    return runs


def _continues(one: Line, other: Line) -> bool:
    if "|" in one.text or _begins(other.text.strip(_BLANK)):
        return False
    return _indent(other) <= _indent(one) + _HANGS


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(_BLANK))


def _begins(text: str) -> bool:
    """Whether a line begins something of its own."""
    words = text.strip(_BLANK)
    return "|" in text or "\t" in text or numbered(words) is not None or bool(_OPENS.match(words))


def _joined(one: Line, other: Line) -> Change:
    end = one.start + len(one.text.rstrip(_BLANK))
    begin = other.start + len(other.text) - len(other.text.lstrip(_BLANK))
    latin = re.search("[A-Za-z0-9,]$", one.text.rstrip(_BLANK)) and re.match("[A-Za-z]", other.text.lstrip(_BLANK))
    return Change(end, begin, " " if latin else "")


_GOES_ON = late(
    r"[。；，、：,;:][^。！？；：|\t]{4,200}(?:(?<![存所潜现内])在|的(?<![目标]的)|(?<![总缓饱])和|(?<!参)与|(?<![普涉顾])及|(?<![应相核针])对|(?<![方取倾])向|将|把|于|、|，|,)$"
)
"""A line with marks inside it whose last word cannot end a sentence."""
_LONGEST = 400  # characters of such a line that are looked at


def join_sentences(text: TracedText) -> TracedText:
    """A sentence that a page broke in its middle joined over the blank line: what stands above has marks of its own and
    ends with a word that goes on, what stands below begins nothing and ends with a stop.
    """
    filled = [line for line in lines_of(text) if line.text.strip(_BLANK)]
    changes: list[Change] = []
    for one, other in itertools.pairwise(filled):
        above, below = one.text.rstrip(_BLANK), other.text.strip(_BLANK)
        if above[-1] not in _MAY_GO_ON or below[-1] not in "。；" or _begins(other.text.lstrip(_BLANK)):
            continue
        # The words behind the last item of a law (处…罚款) belong to all of them.
        item = above[-1] in "的，," and numbered(above.lstrip(_BLANK)) is not None
        if "|" not in above and not item and _GOES_ON.search(above[-_LONGEST:]):
            changes.append(_joined(one, other))
    return text.replace(changes, RULE)


_MAY_GO_ON = frozenset("在的和与及对向将把于、，,")
