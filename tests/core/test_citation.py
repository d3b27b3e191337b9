"""Clauses are cited as official writing does, and the same words find them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core import citation
from reader.core.clause_numbers import ClauseNumber, clause_numbers, numeral
from reader.core.document import Block, Document, Source
from reader.core.span import Span


def _block(
    id_: str, kind: str, text: str, number: str | None = None, path: tuple[str, ...] = (), lead: int = 0
) -> Block:
    return Block(id_, kind, text, Span(0, 0), number=number, path=path, lead=Span(0, lead) if lead else None)


PLAN = Document(
    id="plan",
    title="某市人民政府关于印发某市行动方案的通知",
    attachment_title="某市行动方案",
    source=Source("plan.txt", "0" * 64, "hans"),
    issuers=("某市人民政府",),
    doc_number="某政发〔2021〕14号",
    written="2021-08-19",
    blocks=(
        _block("t", "title", "某市行动方案"),
        _block("p0", "paragraph", "为落实部署，制定本方案。"),
        _block("h1", "heading", "一、总体要求", "一"),
        _block("h1-1", "heading", "（一）指导思想", "（一）", ("一",)),
        _block("p1", "paragraph", "第一段。", None, ("一", "（一）")),
        _block("p2", "paragraph", "第二段。", None, ("一", "（一）")),
        _block("h5", "heading", "五、打造“城市大脑”", "五"),
        _block("h5-1", "heading", "（一）夯实底座", "（一）", ("五",)),
        _block("h5-14", "paragraph", "（十四）建设平台。打造应用。", "（十四）", ("五",), lead=8),
        _block("h5-14-1", "paragraph", "1.政府侧。", "1", ("五", "（十四）")),
        _block("h5-14-1-2", "paragraph", "（2）细则。", "（2）", ("五", "（十四）", "1")),
        _block("c3", "paragraph", "③其他。", "③", ("五", "（十四）", "1", "（2）")),
        _block("only", "paragraph", "一段。", None, ("五", "（一）")),
    ),
)
LAW = Document(
    id="law",
    title="某条例",
    source=Source("law.txt", "0" * 64, "hans"),
    blocks=(
        _block("ch2", "heading", "第二章 职责", "第二章"),
        _block("s1", "heading", "第一节 一般规定", "第一节", ("第二章",)),
        _block("a12", "paragraph", "第十二条 各部门：", "第十二条", ("第二章", "第一节")),
        _block("a12-1", "paragraph", "（一）编制目录；", "（一）", ("第二章", "第一节", "第十二条")),
        _block("a12b", "paragraph", "第十二条之一 新增。", "第十二条之一", ("第二章", "第一节")),
        _block("a102", "paragraph", "第一百零二条 附则。", "第一百零二条", ("第二章",)),
    ),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("14", 14), ("十", 10), ("十四", 14), ("二十", 20), ("三十五", 35), ("一百零二", 102), ("一百二十", 120),
     ("二〇二一", 2021), ("一千零四十", 1040), ("两百", 200)],
)  # fmt: skip
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["", "甲", "一a", "-1"])
def test_what_is_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numeral(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("五（十四）", [(5, "plain"), (14, "paren")]),
        ("5(14)", [(5, "plain"), (14, "paren")]),
        ("５（１４）", [(5, "plain"), (14, "paren")]),
        ("五、(十四)", [(5, "plain"), (14, "paren")]),
        ("五 › （十四）", [(5, "plain"), (14, "paren")]),
        ("五/（十四）/1", [(5, "plain"), (14, "paren"), (1, "plain")]),
        ("第五部分（十四）", [(5, "plain"), (14, "paren")]),
        ("第二章第一节第十二条", [(2, "章"), (1, "节"), (12, "条")]),
        ("第2章 第1節", [(2, "章"), (1, "节")]),
        ("第12條", [(12, "条")]),
        ("第十二条第（一）项", [(12, "条"), (1, "paren")]),
        ("第十二条第一项", [(12, "条"), (1, "paren")]),
        ("㈠⒈③", [(1, "paren"), (1, "plain"), (3, "circled")]),
        ("总体要求", []),
        ("五、总体要求", []),
        ("", []),
    ],
)
def test_clause_numbers(text: str, numbers: list[tuple[int, str]]) -> None:
    assert [(n.value, n.style) for n in clause_numbers(text)] == numbers


def test_an_inserted_article_is_not_the_article() -> None:
    assert clause_numbers("第十二条之一") == (ClauseNumber(12, "条", 1),)


@pytest.mark.parametrize(
    ("clause", "ids"),
    [
        ("h5-14", ["h5-14"]),
        ("五（十四）", ["h5-14"]),
        ("5(14)", ["h5-14"]),
        ("（十四）", ["h5-14"]),
        ("第五部分（十四）", ["h5-14"]),
        ("五", ["h5"]),
        ("第五部分", ["h5"]),
        ("1", ["h1"]),  # a top heading comes before a point deep inside
        ("五（一）", ["h5-1"]),
        ("（一）", ["h1-1", "h5-1"]),
        ("五（十四）1", ["h5-14-1"]),
        ("5(14)1(2)", ["h5-14-1-2"]),
        ("五（十四）（2）", ["h5-14-1-2"]),
        ("③", ["c3"]),
        ("总体要求", ["h1"]),
        ("一、总体要求", ["h1"]),
        ("建设平台", []),
        ("（十四）建设平台", ["h5-14"]),
        ("一（一）第2自然段", ["p2"]),
        ("六", []),
        ("五（十五）", []),
        ("不存在", []),
    ],
)
def test_finding_a_clause(clause: str, ids: list[str]) -> None:
    if "自然段" in clause:
        clause = clause.replace("一（一）", "第一部分（一）")
    assert [b.id for b in citation.find_clauses(PLAN, clause)] == ids


@pytest.mark.parametrize(
    ("clause", "ids"),
    [("第十二条", ["a12"]), ("第12条", ["a12"]), ("12", ["a12"]), ("一", ["a12-1"]), ("第十二条之一", ["a12b"]), ("第十二条（一）", ["a12-1"]),
     ("第102条", ["a102"]), ("第二章第十二条", ["a12"]), ("第三章第十二条", []), ("第二章第一节", ["s1"])],
)  # fmt: skip
def test_finding_an_article(clause: str, ids: list[str]) -> None:
    assert [b.id for b in citation.find_clauses(LAW, clause)] == ids


@pytest.mark.parametrize(
    ("document", "block", "label"),
    [
        (PLAN, None, ""),
        (PLAN, "t", ""),
        (PLAN, "nowhere", ""),
        (PLAN, "h5", "第五部分"),
        (PLAN, "h5-14", "第五部分（十四）"),
        (PLAN, "h5-14-1", "第五部分（十四）第1点"),
        (PLAN, "h5-14-1-2", "第五部分（十四）第1点（2）"),
        (PLAN, "p2", "第一部分（一）第2自然段"),
        (PLAN, "only", "第五部分（一）"),
        (LAW, "s1", "第二章第一节"),
        (LAW, "a12", "第十二条"),
        (LAW, "a12-1", "第十二条第（一）项"),
        (LAW, "a12b", "第十二条之一"),
    ],
)
def test_labels(document: Document, block: str | None, label: str) -> None:
    assert citation.clause_label(document, block) == label


@pytest.mark.parametrize("document", [PLAN, LAW])
def test_every_label_of_a_numbered_block_finds_it_again(document: Document) -> None:
    for block in document.blocks:
        label = citation.clause_label(document, block.id)
        if label and (block.number or "自然段" in label):
            assert block in citation.find_clauses(document, label), label


def test_official() -> None:
    assert citation.official(PLAN, "h5-14") == "《某市行动方案》（某政发〔2021〕14号），第五部分（十四）"
    assert citation.official(replace(PLAN, doc_number=None)) == "《某市行动方案》"


def test_title_marks_inside_a_title() -> None:
    assert citation.in_title_marks("关于印发《甲》的通知") == "《关于印发〈甲〉的通知》"


def test_bibliography() -> None:
    assert citation.gbt7714(PLAN) == "某市人民政府. 某市行动方案: 某政发〔2021〕14号[Z]. 2021-08-19."
    assert citation.gbt7714(PLAN, "h5").endswith("[Z]. 2021-08-19: 第五部分.")
    assert citation.gbt7714(LAW) == "某条例[Z]. [日期不详]."
    many = replace(PLAN, issuers=("甲", "乙", "丙", "丁"), doc_number=None)
    assert citation.gbt7714(many) == "甲, 乙, 丙, 等. 某市行动方案[Z]. 2021-08-19."
    online = replace(PLAN, source=replace(PLAN.source, origin="http://a.test/b"))
    assert citation.gbt7714(online, cited="2026-01-02") == (
        "某市人民政府. 某市行动方案: 某政发〔2021〕14号[EB/OL]. (2021-08-19)[2026-01-02]. http://a.test/b."
    )


def test_plain_with_link() -> None:
    assert citation.plain(PLAN, "h5-14", "建设平台") == (
        "“建设平台”\n——《某市行动方案》（某政发〔2021〕14号），第五部分（十四）\npolicy-reader:plan#h5-14"
    )
    assert citation.plain(PLAN) == "《某市行动方案》（某政发〔2021〕14号）\npolicy-reader:plan"


@pytest.mark.parametrize(
    ("reference", "parts"),
    [("plan", ("plan", None)), ("plan#五（十四）", ("plan", "五（十四）")), (" plan ＃ 5 ", ("plan", "5")),
     ("policy-reader:plan#h5", ("plan", "h5")), ("plan#", ("plan", None)), ("", ("", None))],
)  # fmt: skip
def test_splitting_a_reference(reference: str, parts: tuple[str, str | None]) -> None:
    assert citation.split_reference(reference) == parts


@pytest.mark.parametrize(
    "written",
    ["津政发〔2021〕14号", "津政发[2021]14号", "津政發（2021）014號", "津政发【2021】第14号", "津政发 〔2021〕 14 号"],
)
def test_doc_numbers_compare(written: str) -> None:
    assert citation.number_key(written) == citation.number_key("津政发〔2021〕14号")
    assert citation.number_key(written) != citation.number_key("津政发〔2021〕15号")


def test_a_bare_number_finds_continuous_numbering_and_a_table_its_caption(
    make_document: Callable[..., Document],
) -> None:
    made = make_document(
        "一、目标", "主要指标见表1。", "表1 主要指标", "（一）基础", "二、任务", "（二）应用", "（十七）平台", doc="a"
    )
    for clause in ("十七", "17", "（十七）"):
        assert [b.text for b in citation.find_clauses(made, clause)] == ["（十七）平台"]
    assert [b.text for b in citation.find_clauses(made, "二")] == ["二、任务"], "what is written like it comes first"
    assert citation.find_clauses(made, "第十七条") == ()
    assert [b.text for b in citation.find_clauses(made, "表1")] == ["表1 主要指标"]
    assert citation.find_clauses(made, "表2") == ()
    assert citation.find_clauses(made, "十八") == ()
    assert citation.nearest_clauses(made, "（十八）")[0].endswith("（十七）")
    assert citation.nearest_clauses(made, "结语") == ()
