"""What a page tells of its document in other ways than by labels with colons: labels with a blank or a bar behind them,
or that run into their values (发文机关国务院, 发文日期1992年11月09日), what stands between two rules at the head of a
Markdown file, and the day on which the page published it.

Looks at keys (simplified, half width) and changes nothing. A label is one only in a run of several lines, where each
value looks like what its label asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from reader.core.late_pattern import late
from reader.ingest.form.titles import is_organ
from reader.ingest.page import page_words as words
from reader.ingest.page.card import (
    HEAD,
    LABELS,
    LONGEST_VALUE,
    STRONG,
    Card,
    Fields,
    card_of,
    fits,
    foot_card,
    label_of,
    sort_of,
)

_WITHIN = 20  # lines
_FEWEST = 3  # such lines one behind the other
_LONGEST = 60
_LEVEL = re.compile("(?:文件|法规|规章|条例|法律|解释)$")


def read_glued(texts: Sequence[str], keys: Sequence[str], filled: Sequence[int], fields: Fields) -> Fields:
    """The fields of a page with those of such a card at its head, where it has one."""
    runs: list[list[tuple[int, str, int]]] = [[]]
    for index in filled[:_WITHIN]:
        told = _field(keys[index])
        if told is None:
            runs.append([])
        else:
            runs[-1].append((index, *told))
    below = foot_card(texts, keys) if fields.card.title is None else None
    if below is not None and below.lines:
        return _with(fields, below.card, below.lines)
    run = max(runs, key=len)
    if len(run) < _FEWEST:
        return fields
    found: dict[str, str] = {}
    for index, sort, start in run:
        found.setdefault(sort, texts[index][start:] if sort in ("doc_number", "issuer") else keys[index][start:])
    return _with(fields, card_of(found), {index for index, _, _ in run})


_NAMES = ("title", "doc_number", "issuer", "written", "published", "effective")


def _with(fields: Fields, card: Card, lines: AbstractSet[int]) -> Fields:
    """The fields with what else is told; what is known already stays."""
    known = {name: getattr(fields.card, name) or getattr(card, name) for name in _NAMES}
    return Fields(replace(Card(), **known), fields.lines | lines)


_RULE = "---"
_FRONT_WITHIN = 60  # lines
_ENTRY = late(r"(?P<label>[^\s:][^:]{0,24}?)\s*:\s*(?P<value>.*)$|-.*")
_FEWEST_ENTRIES = 2
_QUOTES = "\"'“”‘’ "
_IN_ENGLISH = {"title": "title", "date": "published"}


def front_matter(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The lines between two rules at the head of a Markdown file that tell of it (title: …), the rules, and what was
    noted behind them when it was saved: > 本文由脚本提取.
    """
    if not filled or keys[filled[0]] != _RULE:
        return set()
    end = next((n for n, i in enumerate(filled[1:_FRONT_WITHIN], 1) if keys[i] == _RULE), 0)
    entries = filled[1:end]
    if len(entries) < _FEWEST_ENTRIES or not all(_ENTRY.match(keys[i]) for i in entries):
        return set()
    return {*filled[: end + 1], *takewhile(lambda i: keys[i].startswith(">"), filled[end + 1 :])}


def read_front_matter(texts: Sequence[str], keys: Sequence[str], filled: Sequence[int], fields: Fields) -> Fields:
    """The fields of a page with what its front matter tells."""
    lines = front_matter(keys, filled)
    found: dict[str, str] = {}
    for index in sorted(lines):
        match = _ENTRY.match(keys[index])
        if match is None or not match["value"]:
            continue
        sort = sort_of(match["label"]) or _IN_ENGLISH.get(match["label"].lower())
        if sort is not None and fits(sort, match["value"].strip(_QUOTES)):
            shown = texts[index][match.start("value") :] if sort in ("title", "issuer") else match["value"]
            found.setdefault(sort, shown.strip(_QUOTES))
    return _with(fields, card_of(found), lines) if lines else fields


def _field(key: str) -> tuple[str, int] | None:
    """The sort of a line that is a label and its value, and where the value begins; None where it is none."""
    if len(key) > _LONGEST or (found := label_of(key)) is None:
        return None
    sort, start = found
    value = key[start:]
    if sort in ("issuer", "publisher"):
        return (sort, start) if is_organ(value) or value == "国务院" else None
    told = fits(sort, value) if sort != "state" else fits(sort, value) or bool(_LEVEL.search(value))
    return (sort, start) if value and sort not in ("title", "words") and told else None


_DAY_OF = r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}"
_DAY = late(rf"(?:[•·]\s*)?(?:日期|时间)\s*:\s*{_DAY_OF}")
_STAMP = late(
    r"(?:19|20)\d{2}(?:-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+\d{1,7}$)?"
    r"|年\d{1,2}月\d{1,2}日\s*\d{1,2}(?::\d{2}|时\d{1,2}分?))"
)
"""The moment at which a site published something; how often it was read may stand behind it."""
_DAY_FIRST = late(
    r"(?:19|20)\d{2}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)\s*(?=(?:文章|信息|稿件)?(?:来源|作者|编辑|浏览|点击|阅读))"
)
"""The same without the hour, before where it comes from: 2018-08-07 来源:某司."""
_SOURCED = late(
    r"来源\s*:\s*[^\s:]{2,24}?\s*(?<!\d)((?:19|20)\d{2}-\d{1,2}-\d{1,2})\s+\d{1,2}:\d{2}(?::\d{2})?(?:$|\s*(?:作者|编辑|浏览)\S{0,4}:)"
)
"""The same behind where it comes from: 来源：某县城管局 2024-01-09 15:00."""
_OF_ACCOUNT = late(r"(?:19|20)\d{2}-\d{2}-\d{2}\s*[\u4e00-\u9fff]{2,20}$")
"""The same before the account that published it: 2021-01-09 某市人民政府."""
_ADDRESSED = late(r"https?://\S+\s+(?:19|20)\d{2}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}")
_IN_FORCE = late(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}\s+(?:(?:全文|部分|条款)(?:有效|失效|废止)|现行有效)$")
"""The day of a document before whether it is in force, as libraries of tax law say beside its number."""
_LISTED_DAY = late(r"[•·]\s*(?:19|20)\d{2}-\d{1,2}-\d{1,2}$")
"""The day among what a page lists below its title."""
_POSTED = late(rf"发表于\s*:?\s*{_DAY_OF}")
"""When somebody posted it in a forum."""
_DAY_AMONG = late(
    r"(?<!成文)(?<!印发)(?<!发文)(?<!生成)(?<!实施)(?<!施行)(?<!废止)(?<!失效)(?<!签发)(?<!生效)(?:时间|日期)\s*:\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}"
)
_COUNTS = late("(?:浏览|阅读|点击|访问)(?:次数|量|数)?\\s*:|作者\\s*:|来源\\s*:")


def told_day(key: str) -> str | None:
    """What a line tells of the day on which the page published its document; None where it tells nothing."""
    match = _DAY.match(key) or _among(key) or _stamped(key) or (_POSTED.search(key) if "发表于" in key else None)
    return match.group() if match else None


def _among(key: str) -> re.Match[str] | None:
    """The day that a line of several of a page's own things tells: 浏览量: 时间:2016-01-17."""
    match = _DAY_AMONG.search(key)
    return match if match and _COUNTS.search(key) and len(key) <= words.LONGEST else None


def moments_below(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Labels whose moment stands on the line below: 发布时间: / 2021-08-03 10:12."""
    labels = ((i, below) for i, below in pairwise(filled) if keys[i].endswith(":"))
    return {i for i, below in labels if _WHEN.fullmatch(keys[i]) and _STAMP.fullmatch(keys[below])}


_WHEN = late(r"(?:发布)?(?:时间|日期)\s*:")


def _stamped(key: str) -> re.Match[str] | None:
    """The moment that makes up a line, or heads one of several of a page's own things: 2021-08-03 10:12 来源:…"""
    match = (
        _STAMP.match(key)
        or _DAY_FIRST.match(key)
        or _SOURCED.match(key)
        or _OF_ACCOUNT.match(key)
        or _ADDRESSED.match(key)
        or _IN_FORCE.match(key)
        or _LISTED_DAY.match(key)
    )
    return match if match and (match.end() == len(key) or (_COUNTS.search(key) and len(key) <= words.LONGEST)) else None


_SPREAD = (
    r"标\s{1,6}题|名\s{1,6}称|文\s{1,6}号|来\s{1,6}源|索\s{1,6}引\s{1,6}号|主\s{1,6}题\s{1,6}词|关\s{1,6}键\s{1,6}词"
)
"""Labels that a table set over the whole width of their cell."""
_SPACED = late(rf"(?:^|(?<=[\s|]))({LABELS}|{_SPREAD})([\s|])(?=[\s|]*\S|$)")
_SPACED_HEAD = late(rf"({LABELS}|{_SPREAD})(?:[\s|]|$)")
_BLANK = late(r"\s+")
_BEGINS = frozenset(label[0] for label in LABELS.split("|"))
_FEWEST_SPACED = 3  # strong labels
_SPACED_WITHIN = 40  # lines
_OF_CARDS = frozenset(["code", "doc_number"])


def spaced_fields(keys: Sequence[str]) -> list[list[tuple[int, int]]]:
    """The lines of a card whose table came out as plain lines (索引号 110/2023-05 成文日期 2023-03-10): for each line,
    where a label begins and where the blank or bar behind it stands. Lines of no such card have none.
    """
    out: list[list[tuple[int, int]]] = [[] for _ in keys]
    head = [i for i, key in enumerate(keys[: 4 * _SPACED_WITHIN]) if key.strip()][:_SPACED_WITHIN]
    run: list[int] = []
    for index in [*head, -1]:
        key = keys[index].strip() if index >= 0 else ""
        words = key.lstrip("| ")
        if words[:1] in _BEGINS and len(key) <= LONGEST_VALUE and "。" not in key and _SPACED_HEAD.match(words):
            run.append(index)
            continue
        found = {i: list(_SPACED.finditer(keys[i])) for i in run}
        sorts = [sort_of(_BLANK.sub("", match.group(1))) for matches in found.values() for match in matches]
        strong = sum(sort in STRONG for sort in sorts)
        if len(run) > 1 and strong >= _FEWEST_SPACED and not _OF_CARDS.isdisjoint(sorts):
            for i, matches in found.items():
                out[i] = [(match.start(1), match.start(2)) for match in matches]
        run = []
    return out


_COLON_CELL = late(r"^([^|:]{2,16}?)(\s*\|\s*:\s*\|)")
"""A label whose colon has a cell of its own: 日期 | : | 2008-10-30."""


def _colon(match: re.Match[str]) -> str:
    return match[1] + ":" + " " * (len(match[2]) - 1)


_ROW_LABEL = late(rf"^\|?\s*({LABELS})\s*(\|)(?=.*\S)")
_ROWS_WITHIN = 40  # lines
_RULE_OF_ROWS = late(r"^\|?[\s:|-]+$")


def _in_rows(keys: list[str]) -> list[str]:
    """A colon for the bar behind the label that heads each row of a table, where two rows show that it is a card."""
    head = [i for i, key in enumerate(keys[:_ROWS_WITHIN]) if key and not _RULE_OF_ROWS.match(key)]
    for _, group in groupby(head, key=lambda i: "|" in keys[i]):
        run = [(i, match) for i in group if (match := _ROW_LABEL.match(keys[i]))]
        if (
            sum((known := HEAD.match(keys[i])) is not None and known.group(2) is not None for i, _ in run)
            >= _ROWS_OF_CARD
        ):
            for i, match in ((i, m) for i, m in run if not HEAD.match(keys[i])):
                keys[i] = f"{keys[i][: match.start(2)]}:{keys[i][match.end(2) :]}"
    return keys


_ROWS_OF_CARD = 2


def with_colons(keys: Sequence[str]) -> list[str]:
    """The keys, of the same lengths, with a colon behind every label of such a card."""
    out = [_COLON_CELL.sub(_colon, key) if "|" in key else key for key in keys]
    out = _in_rows(out)
    for index, fields in enumerate(spaced_fields(keys)):
        for _, behind in fields:
            out[index] = out[index][:behind] + ":" + out[index][behind + 1 :]
    return out
