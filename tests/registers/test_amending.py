"""Amending decisions are read into orders and carried out to the letter; what does not fit is left and said."""

from __future__ import annotations

import re

import pytest

from reader.core.clause_numbers import in_han, numeral
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.ingest.normalise import normalise_text
from reader.library.versions.amending import Amended, amend, laws_amended, revision, same_law
from reader.registers.amending.reading import read_orders

LAW = """某市数据条例

第一章　总则

第一条　为了促进数据发展，根据有关法律，制定本条例。

第二条　本条例所称数据，是指下列记录：

（一）政务数据；

（二）企业数据；

（三）其他数据。

前款第（二）项所称企业，包括个体工商户。

第三条　市大数据管理部门负责数据工作。

区大数据管理部门负责本区数据工作。

第二章　管理

第四条　违反本条例第二条规定的，依照《行政处罚法》第三条的规定处理。

第五条　有关单位应当按照本条例第四条的规定报告。

第六条　本条例自2020年1月1日起施行。
"""

_HEAD = "第二条 本条例所称数据，是指下列记录："
_TAIL = "前款第（二）项所称企业，包括个体工商户。"


def _decided(*orders: str) -> Document:
    lines = "\n\n".join(f"{in_han(at)}、{order}" for at, order in enumerate(orders, 1))
    text = f"关于修改《某市数据条例》的决定\n\n现决定对《某市数据条例》作如下修改：\n\n{lines}\n\n本决定自公布之日起施行。\n"
    return normalise_text(text).document


@pytest.fixture(scope="module")
def law() -> Document:
    return normalise_text(LAW).document


def _lines(amended: Amended) -> list[str]:
    return [re.sub("　", " ", line) for line in amended.derived.text.split("\n")[2:]]


def _article(amended: Amended, name: str) -> str:
    lines = _lines(amended)
    start = next(at for at, line in enumerate(lines) if line.startswith(name + " "))
    ends = (at for at in range(start + 1, len(lines)) if re.match("第[一二三四五六七八九十]+[条章] ", lines[at]))
    return "/".join(lines[start : next(ends, len(lines))])


@pytest.mark.parametrize(
    ("order", "name", "now"),
    [
        ("将第一条修改为：“为了发展，制定本条例。”", "第一条", "第一条 为了发展，制定本条例。"),
        ("第三条第二款修改为：“区部门负责。”", "第三条", "第三条 市大数据管理部门负责数据工作。/区部门负责。"),
        ("将第三条中的“大数据管理部门”修改为“数据局”。", "第三条", "第三条 市数据局负责数据工作。/区数据局负责本区数据工作。"),
        ("删去第二条第二款。", "第二条", "第二条 本条例所称数据，是指下列记录：/（一）政务数据；/（二）企业数据；/（三）其他数据。"),
        ("删去第三条中的“管理”。", "第三条", "第三条 市大数据部门负责数据工作。/区大数据部门负责本区数据工作。"),
        (
            "第二条第一款增加一项，作为第三项：“（三）个人数据”。", "第二条",
            f"{_HEAD}/（一）政务数据；/（二）企业数据；/（三）个人数据；/（四）其他数据。/{_TAIL}",
        ),
        (
            "第二条第一款第二项修改为：“（二）单位数据”。", "第二条",
            f"{_HEAD}/（一）政务数据；/（二）单位数据；/（三）其他数据。/{_TAIL}",
        ),
        ("第一条增加一款，作为第二款：“国家另有规定的除外。”", "第一条", "第一条 为了促进数据发展，根据有关法律，制定本条例。/国家另有规定的除外。"),
        ("在第一条“有关法律”后增加“、法规”。", "第一条", "第一条 为了促进数据发展，根据有关法律、法规，制定本条例。"),
    ],
)  # fmt: skip
def test_an_order_is_carried_out(law: Document, order: str, name: str, now: str) -> None:
    amended = amend(_decided(order), law)
    assert [(step.fate, step.why) for step in amended.steps] == [("done", "")]
    assert not amended.unread
    assert _article(amended, name) == now


def test_articles_are_numbered_anew_and_the_text_follows(law: Document) -> None:
    amended = amend(
        _decided(
            "增加一条，作为第三条：“本市保护数据。\n\n“任何人不得非法取得数据。”",
            "将第五条改为第六条，其中的“报告”修改为“报送”。",
            "此外，对条文顺序作相应调整。",
        ),
        law,
    )
    assert _article(amended, "第三条") == "第三条 本市保护数据。/任何人不得非法取得数据。"
    # Its own articles have other numbers now, those of another law have not.
    assert _article(amended, "第五条") == "第五条 违反本条例第二条规定的，依照《行政处罚法》第三条的规定处理。"
    assert _article(amended, "第六条") == "第六条 有关单位应当按照本条例第五条的规定报送。"
    assert _article(amended, "第七条").startswith("第七条 本条例自")
    assert [block.path for block in amended.derived.blocks if block.number == "第五条"] == [("第二章",)]


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("将第九条修改为：“无。”", "原文没有这一条"),
        ("删去第一条第二款。", "原文这一条没有第2款"),
        ("将第一条中的“安全”修改为“发展”。", "原文这里没有“安全”"),
        ("第二条增加一项，作为第九项：“（九）无”。", "新的项号与原文接不上"),
    ],
)
def test_what_does_not_fit_is_left_and_said(law: Document, order: str, why: str) -> None:
    amended = amend(_decided(order), law)
    assert [(step.fate, step.why) for step in amended.steps] == [("left", why)]
    assert _lines(amended)[1] == "第一条 为了促进数据发展，根据有关法律，制定本条例。"
    assert amended.doubts


def test_what_is_not_understood_is_said(law: Document) -> None:
    amended = amend(_decided("将第一条修改为：“为了发展，制定本条例。”", "增加一章，作为第三章“法律责任”。"), law)
    assert len(amended.steps) == 1
    assert amended.unread


def test_orders_are_held_against_the_new_text(law: Document) -> None:
    new = normalise_text(LAW.replace("促进数据发展", "促进数据流通")).document
    decision = _decided("将第一条中的“发展”修改为“流通”。", "将第五条中的“报告”修改为“报送”。")
    assert [step.fate for step in amend(decision, law, new).steps] == ["exact", "differs"]


def test_several_laws_in_one_decision(law: Document) -> None:
    decision = normalise_text(
        "关于修改部分法规的决定\n\n一、修改《某市数据条例》\n\n1.将第一条修改为：“甲。”\n\n二、对《某市统计条例》作如下修改：\n\n"
        "1.删去第一条。\n\n2.条文顺序作相应调整。\n"
    ).document
    assert laws_amended(decision) == {"某市数据条例": 1, "某市统计条例": 2}
    assert len(amend(decision, law).steps) == 1
    with pytest.raises(BadInput):
        amend(decision, normalise_text(LAW.replace("某市数据条例", "某市档案条例")).document)


def test_a_derived_text_says_what_it_is(law: Document) -> None:
    amended = amend(_decided("删去第三条。", "对条文顺序作相应调整。"), law)
    assert amended.derived.title.endswith("（推定文本）")
    assert amended.derived.status == "unknown"
    rows = {row.left.label: row.status for row in revision(law, amended).rows if row.left and row.pair.right is None}
    assert {"第三条", "第三条第二款"} <= set(rows)


def test_quotations_of_several_paragraphs_and_those_within() -> None:
    decision = _decided(
        "将第一条修改为：“所称‘数据’，是指：\n\n“（一）甲；\n\n“（二）乙。”", "删去第二条、第四条至第六条。"
    )
    first, second = read_orders(decision).instructions
    assert first.text == "所称“数据”，是指：\n（一）甲；\n（二）乙。"
    assert [target.key for target in second.targets] == [(2, 0), (4, 0), (5, 0), (6, 0)]


def test_numbers_are_written_as_they_are_read() -> None:
    assert all(numeral(in_han(number)) == number for number in range(1, 1300))
    assert [in_han(n) for n in (10, 14, 20, 102, 110, 1005)] == [
        "十",
        "十四",
        "二十",
        "一百零二",
        "一百一十",
        "一千零五",
    ]


def test_names_of_one_law() -> None:
    assert same_law("中华人民共和国某法", "某法")
    assert not same_law("某法", "某法实施条例")


BELOW = """某市数据条例

第一条　本条例所称数据，是指下列记录：

（一）政务数据；

（二）企业数据；

（三）其他数据。

前款所称企业，包括个体工商户。

第二条　违反第一条第一款第（三）项、本条例第一条第二款规定的，处罚款。

第三条　本条例自2020年1月1日起施行。
"""


def _below(*orders: str) -> Amended:
    return amend(_decided(*orders), normalise_text(BELOW).document)


def test_paragraphs_and_items_take_the_numbers_that_are_said_and_references_follow_where_ordered() -> None:
    orders = (
        "第一条第一款增加一项，作为第三项：“公共数据”。",
        "第一条增加一款，作为第二款：“数据不得滥用。”，第二款改为第三款。",
    )
    made = _below(*orders, "条文顺序和有关条款的序号作相应调整。")
    assert _article(made, "第一条") == (
        "第一条 本条例所称数据，是指下列记录：/（一）政务数据；/（二）企业数据；/（三）公共数据；/（四）其他数据。"
        "/数据不得滥用。/前款所称企业，包括个体工商户。"
    )
    assert "第一条第一款第（四）项、本条例第一条第三款" in _article(made, "第二条")
    said = _below(*orders)
    assert "第一条第一款第（三）项、本条例第一条第二款" in _article(said, "第二条"), "nothing orders it"
    assert "第二条提到的“第一条第二款”现为“第一条第三款”，文字没有改动" in said.doubts


def test_items_change_places_and_a_number_that_fits_nowhere_changes_nothing() -> None:
    made = _below("第一条第一款第（一）项改为第（二）项，第（二）项改为第（一）项。")
    assert "（一）企业数据；/（二）政务数据；/（三）其他数据。" in _article(made, "第一条")
    wrong = _below("第一条第一款第（一）项改为第（九）项。")
    assert [step.fate for step in wrong.steps] == ["left"]
    assert "（一）政务数据；/（二）企业数据；" in _article(wrong, "第一条")


def test_a_reference_to_what_was_taken_out_is_told() -> None:
    made = _below("删去第一条第二款。")
    assert "第二条提到的“第一条第二款”已经没有了，文字没有改动" in made.doubts


def test_new_wording_that_begins_with_its_number_without_a_blank() -> None:
    order = "第二条改为第三条，修改为：“第三条第一条规定的数据，不得滥用。”"
    made = _below(
        order,
        "增加二条，作为第二条、第四条：“第二条数据应当备案。\n第四条本条例由市政府解释。”",
        "条文顺序作相应调整。",
    )
    assert _article(made, "第三条") == "第三条 第一条规定的数据，不得滥用。", "the number of another article stays"
    inner = "将第一条修改为：“第一条本条例所称“数据”“记录”，见目录。\n“目录”，是指数据目录。\n“本款”不变。”"
    assert _article(_below(inner), "第一条") == (
        "第一条 本条例所称“数据”“记录”，见目录。/“目录”，是指数据目录。/“本款”不变。"
    )
    assert (_article(made, "第二条"), _article(made, "第四条")) == (
        "第二条 数据应当备案。",
        "第四条 本条例由市政府解释。",
    )


@pytest.mark.parametrize("order", ["增加1二条，作为第九条：“略。”", "将第1三条修改为：“略。”", "删去第三1条。"])
def test_an_order_with_a_number_that_is_none_is_left(order: str) -> None:
    orders = read_orders(_decided(order))
    assert orders.instructions == ()
    assert orders.unread
