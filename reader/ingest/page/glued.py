"""Record cards of other forms: with labels that run into their values (发文机关国务院, 发文日期1992年11月09日), and what
stands between two rules at the head of a Markdown file.

Looks at keys (simplified, half width) and changes nothing. A line is a field of the first only in a run of several,
where each value looks like what its label asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import takewhile

from reader.core.late_pattern import late
from reader.ingest.form.titles import is_organ
from reader.ingest.page.card import Card, Fields, card_of, fits, label_of, sort_of

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
    """The lines between two rules at the head of a Markdown file that tell of it (title: …), the rules, and what whoever
    saved it notes behind them: > 本文由脚本提取.
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
