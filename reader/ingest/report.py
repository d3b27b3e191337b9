"""The build report in plain words: what was removed, repaired and doubtful, readable in a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reader.core.document import Document

RULE_NAMES = {
    "pinyin": "删去注音", "gbk-shift": "修复编码错位", "chrome": "删去网页内容", "repeated-title": "删去网页重复标题",
    "width": "改正标点与全半角", "space": "删去多余空白", "line-end": "整理空行", "invisible": "删去不可见字符",
    "script": "繁体转回简体", "title-join": "接合断开的标题", "bracket": "补回括号引号", "doc-number": "改正发文字号",
    "table": "还原表格", "html": "删去网页标记", "markdown": "删去标记符号",
}  # fmt: skip
_SHOWN = ("gbk-shift", "bracket", "doc-number", "title-join")
_LONGEST = 40


def report(documents: Sequence[Document]) -> str:
    """One paragraph a document: counts by rule, every repair with its words, every doubt."""
    return "\n\n".join("\n".join(_lines(document)) for document in documents)


def _lines(document: Document) -> Iterator[str]:
    headings = sum(block.kind == "heading" and bool(block.text) for block in document.blocks)
    yield f"{document.reading_title}（{document.id}）"
    yield f"  {len(document.blocks)} 段，其中标题 {headings} 个；来源 {document.source.file}，{document.source.encoding}"
    counts = Counter(edit.rule for edit in document.edits)
    yield "  " + ("，".join(f"{RULE_NAMES.get(rule, rule)} {n} 处" for rule, n in counts.most_common()) or "没有改动")
    for edit in document.edits:
        if edit.rule in _SHOWN or not edit.sure:
            doubt = "" if edit.sure else "（请核对）"
            yield f"  {RULE_NAMES.get(edit.rule, edit.rule)}{doubt}：{_short(edit.was)} → {_short(edit.now)}"
    for name, basis in document.source.inferred.items():
        yield f"  补录 {name}：{basis}"
    for defect in document.defects:
        yield f"  存疑：{defect.note}"


def _short(text: str) -> str:
    shown = text.replace("\n", "⏎")
    return f"“{shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}”"
