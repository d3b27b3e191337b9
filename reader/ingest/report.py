"""The build report in plain words: what was removed, repaired and doubtful, readable in a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reader.core.document import Document, Edit
from reader.core.rules import REPAIRS, rule_name

_LONGEST = 40
_AROUND = 10


def report(documents: Sequence[Document]) -> str:
    """The whole in one sentence; then one paragraph a document: counts by rule, every repair, every doubt."""
    edits = [edit for document in documents for edit in document.edits]
    repaired = sum(edit.rule in REPAIRS for edit in edits)
    doubtful = sum(not edit.sure for edit in edits) + sum(len(document.defects) for document in documents)
    head = f"共 {len(documents)} 份文件，改动 {len(edits)} 处，其中修复 {repaired} 处；需要核对的 {doubtful} 处。"
    return "\n\n".join([head, *("\n".join(_lines(document)) for document in documents)])


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
            yield f"  {rule_name(edit.rule)}{doubt}：{shown(document, edit)}"
    for name, basis in document.source.inferred.items():
        yield f"  补录 {name}：{basis}"
    for defect in document.defects:
        yield f"  存疑：{defect.note}"


def shown(document: Document, edit: Edit) -> str:
    """What was and what is now; where only a mark or a line end changed, the words around it."""
    block = document.block(edit.block) if edit.block else None
    if edit.was.strip() or block is None or edit.at is None:
        place = next((b for b in document.blocks if b.raw.start <= edit.raw.start < b.raw.end), None)
        if edit.was.strip() or edit.now or place is None:
            return f"{_short(edit.was)} → {_short(edit.now)}"
        return _short(place.text)
    around = block.text[max(edit.at.start - _AROUND, 0) : edit.at.start]
    return f"“{around}【{edit.now}】{block.text[edit.at.end : edit.at.end + _AROUND]}”"


def _short(text: str) -> str:
    line = text.replace("\n", "⏎")
    return f"“{line if len(line) <= _LONGEST else line[:_LONGEST] + '…'}”"
