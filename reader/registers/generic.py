"""How generic the words of a name are: 公共服务平台 is a kind of things, 城市生命线监测预警平台 a thing.

Owns the measure by which a name without quotation marks is certain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reader.core.late_pattern import late
from reader.registers.lexicon import Lexicon

SURE: Final = 2  # what a name without quotation marks needs to be certain
MORE_NAMES: Final = 200  # characters behind a name in which a list of kinds may be closed
_GRADE_ALONE: Final = late("(?:国家|全国|部|[省市区县])级?重点")
_STRIVEN_FOR: Final = late("(?:争创|创建|申报|争取|申建|新获批|认定)[^。；]*$")
_AND_SUCH: Final = late(r"(?:、[^，。；、]{2,24}){0,6}?等(?:[，。；、]|$|[^，。；]{0,8}(?:平台|载体|机构|中心))")


def is_any_of_a_kind(before: str, modifier: str, head: str, behind: str) -> bool:
    """Whether the name of a centre is that of any such: 省重点实验室; 争创国家技术创新中心、某某中心等."""
    if head == "实验室" and _GRADE_ALONE.fullmatch(modifier):
        return True
    return _STRIVEN_FOR.search(before) is not None and _AND_SUCH.match(behind) is not None


def score(modifier: str, head: str, lexicon: Lexicon, *, led: bool, proper: bool) -> float:
    """How much speaks for a name of one thing: a place, a verb that makes it, its length; less where it is generic."""
    words = re.sub(r"（[^（）]*）|[“”\s、+和与及]", "", modifier)
    share = _generic_share(words, lexicon.generic | lexicon.domain)
    tail = modifier.rpartition("和")[2]  # 债务化解和融资平台: two things, the second a kind
    joined = tail != modifier and is_generic(tail, lexicon)
    own = head == "实验室" and 2 <= len(words) <= 4 and share < 0.5  # 南湖实验室
    return (
        2 * own
        - 2 * joined
        + 1.5 * led
        + 2 * proper
        + (len(words) >= 6)
        + 0.5 * (len(words) >= 9)
        - 1.5 * (share > 0.7)
    )


@lru_cache(maxsize=8192)
def _generic_share(words: str, generic: frozenset[str]) -> float:
    """How much of the words the generic ones cover, at most."""
    best = [0] * (len(words) + 1)
    for at in range(len(words)):
        best[at + 1] = max(best[at + 1], best[at])
        for size in range(1, min(7, len(words) - at) + 1):
            if words[at : at + size] in generic:
                best[at + size] = max(best[at + size], best[at] + size)
    return best[-1] / max(1, len(words))


def is_generic(modifier: str, lexicon: Lexicon) -> bool:
    """Whether the words consist of generic ones and names of fields alone."""
    words = re.sub(r"（[^（）]*）|[“”\s、+和与及]", "", modifier)
    return _covered(words, lexicon.generic | lexicon.domain)


@lru_cache(maxsize=8192)
def _covered(words: str, generic: frozenset[str]) -> bool:
    reach = {0}
    for at in range(len(words)):
        if at in reach:
            reach |= {at + n for n in range(1, min(7, len(words) - at) + 1) if words[at : at + n] in generic}
    return len(words) in reach
