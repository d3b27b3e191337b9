"""The build report in plain words: what was removed, repaired and doubtful, readable in a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reader.core.document import Document
from reader.core.rules import REPAIRS, rule_name

_LONGEST = 40


def report(documents: Sequence[Document]) -> str:
    """One paragraph a document: counts by rule, every repair with its words, every doubt."""
    return "\n\n".join("\n".join(_lines(document)) for document in documents)


def _lines(document: Document) -> Iterator[str]:
    headings = sum(block.kind == "heading" and bool(block.text) for block in document.blocks)
    yield f"{document.reading_title}（{document.id}）"
    source = document.source
    yield f"  {len(document.blocks)} 段，其中标题 {headings} 个；来源 {source.file}，{source.encoding}"
    counts = Counter(edit.rule for edit in document.edits)
    yield "  " + ("，".join(f"{rule_name(rule)} {n} 处" for rule, n in counts.most_common()) or "没有改动")
    for edit in document.edits:
        if edit.rule in REPAIRS or not edit.sure:
            doubt = "" if edit.sure else "（请核对）"
            yield f"  {rule_name(edit.rule)}{doubt}：{_short(edit.was)} → {_short(edit.now)}"
    for name, basis in document.source.inferred.items():
        yield f"  补录 {name}：{basis}"
    for defect in document.defects:
        yield f"  存疑：{defect.note}"


def _short(text: str) -> str:
    shown = text.replace("\n", "⏎")
    return f"“{shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}”"
