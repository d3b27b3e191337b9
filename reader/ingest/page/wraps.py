"""Rules "line-join": lines that a page or a mail broke at a fixed width are paragraphs again."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import begins, is_complete, is_organ
from reader.ingest.lines import Line, lines_of
from reader.ingest.page.card import is_field
from reader.ingest.page.keys import key_of
from reader.ingest.repair.characters import HAN
from reader.ingest.traced import Change, TracedText

RULE = "line-join"

_BLANK = " \t\u00a0\u3000"
_NARROWEST, _WIDEST = 16, 70  # characters of a full line
_FEWEST = 4  # full lines
_FEWEST_OPEN, _WIDE = 3, 30  # wide ones of sentences, none of which ends with its line
_SLACK = 3  # characters by which a full line may fall short
_SHARE = 0.3
_STOPS = "。！？：；!?:;"
_ENDED = "。！？；!?）)"
_OPENS = late(r"^(?:[——•·●■◆▪○★*#|-]|附[件表录]|抄送|\d{4}年\d{1,2}月\d{1,2}日$|目\s*录)")


_LONE_ARTICLE = late(
    rf"(?m)^[{_BLANK}]*第[〇零一二三四五六七八九十百千]{{1,9}}[条條章节節](?:之[一二三四五六七八九十]+)?[{_BLANK}]*(\n\s*)(?=\S[^\n]{{0,400}})"
)


def join_lone_articles(text: TracedText) -> TracedText:
    """The number of an article or a chapter that stands on a line of its own joined with the words below it."""
    found = [
        Change(*match.span(1), "\u3000") for match in _LONE_ARTICLE.finditer(text.text)
        if numbered(text.text[match.end() : match.end() + 40].split("\n", 1)[0].strip(_BLANK)) is None
    ]  # fmt: skip
    return text.replace(found, RULE)


_BROKEN_ORDER = late(
    rf"(?m)[字第][{_BLANK}]*第?[{_BLANK}]*\d{{5,14}}[{_BLANK}]*[號号](\n[{_BLANK}]*)(?=[令函][訂修制停發廢定订发废])"
)
"""The number of an order and the word for it, which a database of Taiwan broke at a fixed width: …字第…號 / 令訂定."""


def join_orders(text: TracedText) -> TracedText:
    """The number of an order joined with the line below that goes on with 令."""
    if "令" not in text.text and "函" not in text.text:
        return text
    return text.replace([Change(*match.span(1), "") for match in _BROKEN_ORDER.finditer(text.text)], RULE)


_BROKEN_SALUTATION = late(
    rf"(?m)^[{_BLANK}]*(?:各|有关)[^\n。；：:;《]{{16,300}}[^\n。；：:;，,、）)](\n[{_BLANK}]*)(?=[^\n。；：:;《]{{1,120}}[，、,][^\n。；：:;《]{{1,120}}[：:][{_BLANK}]*$)"
)
_SALUTATION_WITHIN = 3000  # characters


def join_salutation(text: TracedText) -> TracedText:
    """The line that names whom a notice addresses joined with what a page broke off it."""
    match = _BROKEN_SALUTATION.search(text.text, 0, _SALUTATION_WITHIN)
    if match is None or numbered(text.text[match.end() : match.end() + 40].strip(_BLANK)) is not None:
        return text
    return text.replace([Change(*match.span(1), "")], RULE)


def join_wrapped(text: TracedText) -> TracedText:
    """Lines of about equal width that break in the middle of a sentence joined with the next, if not indented."""
    lines = list(lines_of(text))
    if hanging := _hanging(lines):
        return text.replace(hanging, RULE)
    filled = [line for line in lines if line.text.strip(_BLANK) and not _has_several_fields(line.text)]
    width = _width(filled) or _width_of_indented(filled) or _width_in_paragraphs(lines)
    if width is None:
        return text
    indents = sum(map(_is_indented, filled)) >= max(2, len(filled) // 20)
    changes: list[Change] = []
    for one, other in itertools.pairwise(lines):
        if _joins(one, other, width, indents=indents):
            start = one.start + len(one.text.rstrip(_BLANK))
            begin = other.start + len(other.text) - len(other.text.lstrip(_BLANK))
            latin = re.search("[A-Za-z0-9,]$", one.text.rstrip(_BLANK)) and re.match(
                "[A-Za-z]", other.text.lstrip(_BLANK)
            )
            changes.append(Change(start, begin, " " if latin else ""))
    return text.replace(changes, RULE)


_SEVERAL_FIELDS = late(r"[\u4e00-\u9fff][:：]\s?\S.{0,60}\s[\u4e00-\u9fff]{2,6}[:：]")


def _has_several_fields(text: str) -> bool:
    """Whether a line is a page's own, of several fields, and as wide as it likes: 时间：… 浏览：… 来源：…"""
    return text.count(":") + text.count("：") > 1 and bool(_SEVERAL_FIELDS.search(text))


_FEWEST_HANGING = 3
_HANGING_SHARE = 0.8


def _hanging(lines: list[Line]) -> list[Change]:
    """Where lines of one width go on below a number with an indent of their own, as collections of rules print them."""
    pairs = [
        (one, other) for one, other in itertools.pairwise(lines)
        if _hangs(other) and "|" not in one.text and one.text.rstrip(_BLANK)[-1:] not in ("", *_STOPS)
    ]  # fmt: skip
    below = next((n for n, line in enumerate(lines) if numbered(line.text.strip(_BLANK))), len(lines))
    if len(pairs) < _FEWEST_HANGING:
        return []
    first = lines[below].start if below < len(lines) else 0
    pairs = [(one, other) for one, other in pairs if one.start >= first]
    width = max((columns(line.text) for line in lines[below:]), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    full = [(one, other) for one, other in pairs if columns(one.text) >= width - _SLACK]
    if len(full) < _FEWEST_HANGING or len(full) < _HANGING_SHARE * len(pairs):
        return []
    return [
        Change(
            one.start + len(one.text.rstrip(_BLANK)), other.start + len(other.text) - len(other.text.lstrip(_BLANK)), ""
        )
        for one, other in full
    ]


_INDENTS = frozenset(_BLANK)


def _hangs(line: Line) -> bool:
    """Whether a line stands in from the edge and begins with no number."""
    return line.text[:1] in _INDENTS and bool(words := line.text.strip(_BLANK)) and numbered(words) is None


def _width_of_indented(lines: list[Line]) -> int | None:
    """The width of a short text with indented paragraphs: every full line that ends in no stop has a line without
    indent below it, which goes on with it.
    """
    if sum(_is_indented(line) for line in lines) < _FEWEST_INDENTED or len(lines) < 2 * _FEWEST_INDENTED:
        return None
    longest = max(columns(line.text) for line in lines)
    if not _NARROWEST <= longest <= _WIDEST:
        return None
    full = [
        other for one, other in itertools.pairwise(lines)
        if columns(one.text) >= longest - _SLACK and one.text.rstrip(_BLANK)[-1] not in _STOPS
    ]  # fmt: skip
    flush = [line for line in full if not _is_indented(line) and numbered(line.text) is None]
    return int(longest) if len(full) >= _FEWEST_INDENTED and len(flush) == len(full) else None


_INDENT = late(f"[{_BLANK}]{{2,}}|\u3000")


def _is_indented(line: Line) -> bool:
    return _INDENT.match(line.text) is not None


_FEWEST_INDENTED = 3


def columns(text: str) -> float:
    """The width of a line in Han characters."""
    shown = text.rstrip(_BLANK)
    return len(shown) - 0.5 * len(_ASCII.sub("", shown)) if not shown.isascii() else 0.5 * len(shown)


def _width_in_paragraphs(lines: list[Line]) -> int | None:
    """The width of a short text whose paragraphs empty lines part: every line but the last of each is about as wide,
    and none is wider.
    """
    paragraphs: list[list[Line]] = [[]]
    for line in lines:
        if line.text.strip(_BLANK):
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    # Who signs and the day below, and the head of a title, are no paragraph.
    several = [p for p in paragraphs if len(p) > 1 and not is_organ(p[0].text.strip(_BLANK))]
    inner = [line for paragraph in several for line in paragraph[:-1]]
    if len(several) < _FEWEST_PARAGRAPHS or any(numbered(line.text.strip(_BLANK)) for p in several for line in p[1:]):
        return None
    sizes = [columns(line.text) for line in inner]
    longest = max(columns(line.text) for paragraph in several for line in paragraph)
    wraps = min(sizes) >= longest - _SLACK and _NARROWEST <= longest <= _WIDEST
    open_ended = sum(line.text.rstrip(_BLANK)[-1] not in _STOPS + "）" for line in inner)
    return int(longest) if wraps and open_ended * 2 > len(inner) else None


_FEWEST_PARAGRAPHS = 2
_ASCII = late("[^\\x00-\\x7f]+")


def _width(lines: list[Line]) -> int | None:
    """The width at which the lines of the text were broken; None where they were not."""
    if len(lines) <= _FEWEST or any(len(line.text) > 2 * _WIDEST for line in lines):
        return None
    sizes = [columns(line.text) for line in lines]
    longest = max(sizes)
    if not _NARROWEST <= longest <= _WIDEST:
        return None
    full = [line for line, size in zip(lines, sizes, strict=True) if size >= longest - _SLACK]
    open_ended = [line for line in full if line.text.rstrip(_BLANK)[-1] not in _STOPS]
    fewest = _FEWEST_OPEN if longest >= _WIDE and all("，" in line.text for line in open_ended) else _FEWEST
    if len(full) < fewest or len(full) < _SHARE * len(lines) or len(open_ended) < 0.6 * len(full):
        return None
    if len(full) < _FEWEST and len(open_ended) < len(full):
        return None
    if sum(not _stands_alone(line) for line in open_ended) < min(fewest, len(open_ended)):
        return None
    if Counter("|" in line.text or "\t" in line.text.strip() for line in full)[True] * 3 > len(full):
        return None
    han = sum(
        bool(re.search(f"[{HAN}][，、]?[{HAN}]$|[，、]$|[{HAN}]$", line.text.rstrip(_BLANK))) for line in open_ended
    )
    return int(longest) if han * 2 >= len(open_ended) else None


def _joins(one: Line, other: Line, width: int, *, indents: bool) -> bool:
    before, after = one.text.rstrip(_BLANK), other.text.strip(_BLANK)
    if not before or not after or columns(before) < width - _SLACK or _BAR.search(before) or _BAR.search(after):
        return False
    if is_field(key_of(before)) and is_field(key_of(after)):
        return False  # fields of a page's card, as wide as they like
    if _is_indented(other) or _OPENS.match(after) or _is_whole_title(before):
        return False
    if indents:
        return before[-1] not in _ENDED or numbered(after) is None
    return before[-1] not in _STOPS and numbered(after) is None


_BAR = late("[|｜丨│]")


def _is_whole_title(text: str) -> bool:
    return "，" not in text and is_complete(text) and begins(text)


_LABEL = late(rf"[（(]?[{HAN}]{{2,6}}[：:]|[（(][^（()）]*[）)]$")


def _stands_alone(line: Line) -> bool:
    """Whether a line is whole by itself, however wide it is: a title, a field, words in brackets."""
    text = line.text.strip(_BLANK)
    return bool(_LABEL.match(text)) or _is_whole_title(text)


_ATTACHMENT = late(r"^(?:附件?\s*\d{0,2}\s*[：:]\s*(?:\d{1,2}[.．、])?|\d{1,2}[.．、])(\S.{4,60})$")
_NO_NAME = late(r"[。；！？：:]|^\d{4}年\d{1,2}月|^附|^抄送|^[（(]")
_BARE = late(r"[\W_]+")


def join_attachment_names(text: TracedText) -> TracedText:
    """The name of an attachment broken over two lines joined, where the attachment itself says it whole further on."""
    value = text.text
    if "附" not in value:
        return text
    lines = [line for line in lines_of(text) if line.text]
    listed = False
    changes: list[Change] = []
    for index, (one, other) in enumerate(itertools.pairwise(lines)):
        match = _ATTACHMENT.match(one.text)
        listed = bool(match) and (listed or one.text.startswith("附"))
        if not listed or match is None or len(other.text) > 40 or _NO_NAME.search(other.text) or numbered(other.text):
            continue
        name = _BARE.sub("", match.group(1) + other.text)
        rest = _BARE.sub("", "".join(line.text for line in lines[index + 2 : index + 400]))
        if name in rest and _BARE.sub("", match.group(1)) + "\n" not in rest:
            changes.append(Change(one.end, other.start, ""))
    return text.replace(changes, "title-join")
