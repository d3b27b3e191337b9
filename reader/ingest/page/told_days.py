"""The day on which a page published its document, from the lines at its head.

Looks at keys (simplified, half width) and changes nothing.
"""

from __future__ import annotations

import re

from reader.core.late_pattern import late
from reader.ingest.page import page_words as words

_DAY_OF = r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}"
_DAY = late(rf"(?:[•·]\s*)?(?:日期|时间)\s*:\s*{_DAY_OF}")
_STAMP = late(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?")
"""The moment at which a site published something."""
_DAY_FIRST = late(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}\s*(?=(?:文章|信息|稿件)?(?:来源|作者|编辑|浏览|点击|阅读))")
"""The same without the hour, before where it comes from: 2018-08-07 来源:某司."""
_SOURCED = late(r"来源\s*:\s*[^\s:]{2,24}\s+((?:19|20)\d{2}-\d{1,2}-\d{1,2})\s+\d{1,2}:\d{2}(?::\d{2})?$")
"""The same behind where it comes from: 来源：某县城管局 2024-01-09 15:00."""
_ADDRESSED = late(r"https?://\S+\s+(?:19|20)\d{2}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}")
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


def _stamped(key: str) -> re.Match[str] | None:
    """The moment that makes up a line, or heads one of several of a page's own things: 2021-08-03 10:12 来源:…"""
    match = _STAMP.match(key) or _DAY_FIRST.match(key) or _SOURCED.match(key) or _ADDRESSED.match(key)
    return match if match and (match.end() == len(key) or (_COUNTS.search(key) and len(key) <= words.LONGEST)) else None
