"""Rule "line-join": a paragraph that a page broke, where the rest of the text does not show it: a few lines of one
width between blank lines, and a sentence that a blank line parts.
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
_STOPS = "。！？：；!?:;"
_ENDED = "。；;."
_INSIDE = late("[，、；,;]")
_OPENS = late(r"^(?:[——•·●■◆▪○★*#|>-]|附[件表录]|抄送|目\s*录)")


def join_paragraphs(text: TracedText) -> TracedText:
    """Lines of one width between blank lines joined where they are one paragraph: all but the last are full, none of
    those ends with a stop, and the last one ends a sentence. Two lines are where others show the width.
    """
    paragraphs = _paragraphs(list(lines_of(text)))
    if len(paragraphs) < 2:
        return text
    widths = {max(columns(line.text) for line in p[:-1]) for p in paragraphs if len(p) >= _FEWEST and _is_broken(p)}
    changes: list[Change] = []
    for paragraph in paragraphs if widths else ():
        if len(paragraph) > 1 and _is_broken(paragraph) and _near(columns(paragraph[0].text), widths):
            changes += itertools.starmap(_joined, itertools.pairwise(paragraph))
    return text.replace(changes, RULE)


def _near(width: float, widths: set[float]) -> bool:
    return any(abs(width - known) <= _SLACK for known in widths)


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    return [
        list(run) for filled, run in itertools.groupby(lines, key=lambda line: bool(line.text.strip(_BLANK))) if filled
    ]


def _is_broken(paragraph: Sequence[Line]) -> bool:
    """Whether lines one below the other are one sentence or more, broken at one width."""
    full, last = paragraph[:-1], paragraph[-1]
    if last.text.rstrip(_BLANK)[-1] not in _ENDED or not any(_INSIDE.search(line.text) for line in full):
        return False
    sizes = [columns(line.text) for line in full]
    if not _NARROWEST <= max(sizes) <= _WIDEST or min(sizes) < max(sizes) - _SLACK:
        return False
    if columns(last.text) > max(sizes) + 1 or any(line.text.rstrip(_BLANK)[-1] in _STOPS for line in full):
        return False
    return not any(_begins(line.text) for line in paragraph[1:])


def _begins(text: str) -> bool:
    """Whether a line begins something of its own."""
    words = text.strip(_BLANK)
    return "|" in text or "\t" in text or text[0] in _BLANK or numbered(words) is not None or bool(_OPENS.match(words))


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
