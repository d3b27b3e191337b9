"""What kind of text a document is, as far as the registers read it differently. Must not read rows."""

from __future__ import annotations

import re
from typing import Final

from reader.core.document import Document
from reader.core.late_pattern import late

_ARTICLES: Final = 5  # a document with so many 第…条 may be a law
_POLICY: Final = late(
    r"(?:措施|意见|方案|计划|规划|政策|要点|清单|纲要|举措|报告|讲话|总结|说明)(?:的通知)?(?:[（(].*)?$"
)

_LAW: Final = late(
    r"(?:(?<!办)法|条例|规定|规则|(?<!名词)解释|修正案)(?:[（(].*)?$|(?:人民代表大会|常务委员会|法院|检察院).*(?:决定|决议|意见|办法)(?:[（(].*)?$"
)


def title_of(document: Document) -> str:
    """The title of what is read; the first line where none was recognised (a file's name says nothing of years)."""
    title = document.attachment_title or document.title or ""
    first = next((b.text for b in document.blocks if b.text), "")
    named = re.search("[\u4e00-\u9fff]{3}", title) is not None
    return title if named or len(first) > 60 or first.endswith(("。", "：")) else first


def is_law(document: Document) -> bool:
    """Whether it is a law, a regulation or rules: articles, and no plan or set of measures that is numbered alike."""
    numbers = (b.number for b in document.blocks)
    articles = sum(n is not None and n.startswith("第") and n.endswith("条") for n in numbers)
    title = title_of(document)
    return (articles >= _ARTICLES and not _POLICY.search(title)) or bool(_LAW.search(title))
