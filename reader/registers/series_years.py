"""Which parts of a document look back on several years at once: 五年来…新增就业522万人 is no year's figure.

Reads headings and the sentences that open paragraphs. Judges no figures.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.document import Document
from reader.core.late_pattern import late

OPENING: Final = 80  # characters of a paragraph that say what it looks back on
_SEVERAL: Final = late(
    r"(?:过去|这|近|上一个)?(?:的)?(?:[三四五六]|十)年(?:来|间)|过去(?:的)?[三四五六十]年|这[三四五六十]年|“?十[一二三四五六七八]五”?(?:时期|期间|以来)"
    r"|的[三四五]年(?=[。，：！]|$)|本届政府|任期"
)
_ONE: Final = late(
    r"过去(?:的)?一年|一年来|去年|今年|下一步|今后|(?:刚刚过去的|(?:^|[。！：）、])\s*)20\d\d年(?:是|，|的|工作|及|和|$)|和20\d\d年"
)


def over_years(document: Document) -> frozenset[str]:
    """The blocks that look back on several years: from the words that say so up to those that turn to one year."""
    found, several = [], False
    for block in document.blocks:
        opening = block.text[:OPENING]
        if block.kind == "heading" and not block.path:
            several = False
        if block.kind in {"heading", "paragraph", "title"}:  # bullets go on with what is said above them
            last, one = _last(_SEVERAL, opening), _last(_ONE, opening)
            if max(last, one) >= 0:
                several = last > one
        if several:
            found.append(block.id)
    return frozenset(found)


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((found.start() for found in pattern.finditer(words)), default=-1)
