"""A law's references to itself are found, resolved to clauses as lawyers count them, and missed where nothing is there."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.core.references import find_references
from reader.core.referring import references_in
from reader.ingest.normalise import normalise_text

LAW = """某市管理条例

第一章　总则

第一条　为了加强管理，制定本条例。

第二条　下列行为应当备案：

（一）设立；

（二）变更。

前款规定的备案，由市主管部门办理。

第三条　违反本条例第二条第一款第（二）项、第三项规定的，处罚款；依照前条第二款办理的除外。

第四条　违反《某法》第九条、第十条和本办法第九条规定的，依照第三章规定处理。

本条第一款所称罚款，见附件2；违反第一款的，从重处罚。

第三章　附则

第五条　本条例自2020年1月1日起施行。

附件：1.表
2.清单

附件2
清单
"""

TAIWAN = """某管理條例

第一條　為管理，制定本條例。

第二條　下列事項應備案：

一、設立。

二、變更。

前項備案由主管機關辦理。

第三條　違反第二條第一項第二款規定者，處罰鍰。

第四條　本條例自公布日施行。
"""


@pytest.fixture(scope="module")
def law() -> Document:
    return normalise_text(LAW).document


def test_every_reference_leads_to_its_clause_or_says_that_there_is_none(law: Document) -> None:
    found = []
    for each in references_in(law):
        block = law.block(each.block)
        target = law.block(each.target or "")
        assert block is not None
        words = each.reference.span.cut(block.text)
        found.append((words, " ".join(target.text.split())[:9] if target is not None else each.missing))
    assert found == [
        ("前款", "第二条 下列行为应"),
        ("第二条第一款第（二）项", "（二）变更。"),
        ("第三项", "第二条第一款第（三）项"),
        ("前条第二款", "前款规定的备案，由"),
        ("第九条", "第九条"),
        ("第三章", "第三章 附则"),
        ("本条第一款", "第四条 违反《某法"),
        ("附件2", "附件2"),
        ("第一款", "第四条 违反《某法"),
    ]


def test_what_is_not_there_is_a_defect(law: Document) -> None:
    astray = [defect for defect in law.defects if defect.kind == "missing-target"]
    assert [defect.note for defect in astray] == [
        "这里提到“第二条第一款第（三）项”，本文件中没有。", "这里提到“第九条”，本文件中没有。",
    ]  # fmt: skip
    assert [LAW[defect.raw.start : defect.raw.end] for defect in astray if defect.raw] == ["第三项", "第九条"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依照《行政处罚法》第四条、第五条和本法第六条的规定", ["第六条"]),
        ("依照商检法第四条规定", []),
        ("第五条至第八条、第十条规定的", ["第五条", "第八条", "第十条"]),
        ("前两款规定的行为", ["前两款"]),
        ("本条例规定的前项工作", ["前项"]),
        ("第三条　为了发展", []),
        ("依第四條第一項第二款後段規定", ["第四條第一項第二款後段"]),
        ("构成刑法第二条规定的罪或者第五条规定的罪，依照处罚。违反第六条的", ["第六条"]),
        ("刑法第一百三十三条之一", []),
    ],
)
def test_references_in_a_line(text: str, found: list[str]) -> None:
    assert [
        each.span.cut(text)[: len(words)] for each, words in zip(find_references(text), found, strict=True)
    ] == found


def test_laws_of_taiwan_count_items_below_paragraphs() -> None:
    law = normalise_text(TAIWAN).document
    blocks = {block.id: block for block in law.blocks}
    targets = [each.target for each in references_in(law)]
    assert [blocks[each].text[:4] if each is not None else None for each in targets] == ["第二條　", "二、變更"]


@pytest.mark.parametrize("mixed", ["1三十三", "三十1", "十2百"])
def test_digits_mixed_with_characters_are_no_number_and_stop_nothing(mixed: str) -> None:
    text = f"依照第{mixed}条、第{mixed}款、第（{mixed}）项、前{mixed}款和第{mixed}章办理，并依照第六条。"
    assert [reference.article for reference in find_references(text)] == [(6, 0)]
    assert text in normalise_text(f"某办法\n\n第一条　{text}\n").document.text
