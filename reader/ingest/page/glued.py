"""A record card whose labels run into their values: 发文机关国务院, 发文日期1992年11月09日, 时效性现行有效.

Looks at keys (simplified, half width) and changes nothing. A line is a field only in a run of several, where each value
looks like what its label asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.ingest.form.titles import is_organ
from reader.ingest.page.card import Card, Fields, card_of, fits, label_of

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
    card, old = card_of(found), fields.card
    names = ("title", "doc_number", "issuer", "written", "published", "effective")
    known = {name: getattr(old, name) or getattr(card, name) for name in names}
    return Fields(replace(Card(), **known), fields.lines | {index for index, _, _ in run})


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
