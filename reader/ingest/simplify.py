"""Rule "script": a mainland document is kept in simplified Chinese, whatever script the copy at hand is in.

A document issued in Hong Kong, Macao or Taiwan stays in traditional script.
"""

from __future__ import annotations

import re
from functools import cache
from operator import ne

from reader.ingest.characters import HAN
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

# 著 is two characters in simplified script: 着 but in these words. OpenCC's t2s leaves every 著 as it is.
_KEPT = re.compile(
    "(?:显|顯|卓|昭|名|论|論|专|專|编|編|土|合|原|巨|译|譯|遗|遺|拙|旧|舊|新|较|較|炳|彰|所|主|撰)著"
    "|著(?:名|作|述|称|稱|者|录|錄|书|書|说|說|文|论|論|于世|於世)|见微知著|見微知著"
)
_REGIONAL = re.compile(
    "香港特別行政區|香港特别行政区|澳門特別行政區|澳门特别行政区|行政院|立法院|臺北市政府|台北市政府|高雄市政府|新北市政府"
    "|中華民國|中华民国|數位發展部|数位发展部|財政司|财政司|香港政府"
)
_MAINLAND = re.compile(
    "人民政府|国务院|國務院|中共|省委|市委|自治区|自治區|人民代表大会|人民代表大會|习近平|習近平|发展改革委|發展改革委"
)


def is_regional(text: str) -> bool:
    """Whether the document was issued where traditional script is official."""
    return len(_REGIONAL.findall(text)) > len(_MAINLAND.findall(text))


def source_script(text: str) -> str:
    """Hant where one character in twenty or more has another simplified form; else hans."""
    simple = to_simplified(text)
    changed = 0 if simple == text else sum(map(ne, text, simple))
    return "hant" if changed * 20 > sum(map(len, _HAN_RUN.findall(text))) else "hans"


_HAN_RUN = re.compile(f"[{HAN}]+")


_QUOTES = str.maketrans("「」『』", "“”‘’")  # what a page converts with the words, mainland text has not


@cache
def _alone(char: str) -> str:
    return to_simplified(char)


def simplify(text: TracedText) -> TracedText:
    """Every traditional character replaced, one edit each, so that provenance stays at the character."""
    value = text.text
    if not any(char != _alone(char) for char in set(value)):
        return text  # simplified throughout: what t2s would still change (反覆) are words the source chose
    simple = list(to_simplified(value).translate(_QUOTES))
    if "著" in value and sum(a != b for a, b in zip(value, simple, strict=True)) > 0:
        kept = {m.start() + m.group().index("著") for m in _KEPT.finditer(value)}
        for match in re.finditer("著", value):
            if match.start() not in kept:
                simple[match.start()] = "着"
    # A form outside the basic plane is one that nobody writes: 二噁英 is spelt so in simplified text too.
    pairs = enumerate(zip(value, simple, strict=True))
    changes = (Change(i, i + 1, new) for i, (old, new) in pairs if old != new and new <= "\uffff")
    return text.replace(changes, "script")
