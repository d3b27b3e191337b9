"""Related clauses and shared wording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.clause_index import ClauseIndex
from reader.core.document import Document
from reader.core.related import related, shared_wording
from reader.core.span import Location, Span
from reader.corpus import Corpus

Make = Callable[..., Document]


@pytest.fixture
def plans(make_document: Make) -> list[Document]:
    first = make_document(
        "一、建设智慧港口",
        "整合码头集装箱作业系统，提升港口智能化水平，实现口岸信息共享。",
        "二、推行智慧教育",
        "建设数字校园，普及优质教育资源，提升师生数字素养。",
        doc="first",
    )
    second = make_document(
        "一、教育服务",
        "中小学数字校园实现全覆盖，优质教育资源向农村师生开放。",
        "二、港口物流",
        "依托天津港，码头集装箱作业全程自动化，口岸信息互通。",
        "三、资金保障",
        "统筹财政资金，支持重点项目建设。",
        doc="second",
    )
    third = make_document(
        "港口教育资源统计口径另行规定，各单位遵照执行。", "财政资金支持优质项目，码头作业除外。", doc="third"
    )
    return [first, second, third]


def words(found: tuple[object, ...]) -> list[str]:
    return [getattr(each, "text", "") for each in found]


def test_the_nearest_matter_comes_first(plans: list[Document]) -> None:
    index = ClauseIndex(plans)
    found = related(plans[0], "b2", index, 3)
    assert found[0].location == Location("second", "b4")
    assert related(plans[0], "b4", index)[0].location == Location("second", "b2")
    assert 0 < found[-1].score <= found[0].score <= 1


def test_it_says_why(plans: list[Document]) -> None:
    best = related(plans[0], "b2", ClauseIndex(plans))[0]
    assert "码头集装箱作业" in words(best.terms)
    texts = {(d.id, b.id): b.text for d in plans for b in d.blocks}
    for term in best.terms:
        for at in (term.here, term.there):
            assert at.span is not None
            assert at.block is not None
            assert at.span.cut(texts[at.doc, at.block]) == term.text
    assert [t.weight for t in best.terms] == sorted((t.weight for t in best.terms), reverse=True)


def test_a_heading_asks_for_all_that_stands_under_it(plans: list[Document]) -> None:
    found = related(plans[0], "b3", ClauseIndex(plans))
    assert found[0].location == Location("second", "b2")
    assert Location("first", "b4") not in [each.location for each in found]


def test_its_own_document_can_be_left_out(make_document: Make) -> None:
    one = make_document("优质教育资源向农村师生开放。", "优质教育资源由学校公布目录。", doc="one")
    index = ClauseIndex([one, make_document("教育资源共建共享另行规定为宜。", doc="other")])
    assert [each.location.doc for each in related(one, "b1", index)] == ["one", "other"]
    assert [each.location.doc for each in related(one, "b1", index, elsewhere=True)] == ["other"]


def test_limits_and_nothing(plans: list[Document], make_document: Make) -> None:
    index = ClauseIndex(plans)
    assert len(related(plans[0], "b2", index, 1)) == 1
    assert related(plans[0], "nowhere", index) == ()
    assert related(make_document("天地玄黄宇宙洪荒日月盈昃。", doc="x"), "b1", index) == ()
    assert related(plans[0], "b2", ClauseIndex(())) == ()


def test_either_script(plans: list[Document], make_document: Make) -> None:
    asked = make_document("整合碼頭集裝箱作業系統，實現口岸信息共享。", doc="hant", script="hant")
    assert related(asked, "b1", ClauseIndex([*plans, asked]))[0].location == Location("first", "b2")


def test_units_in_brackets_are_no_reason(make_document: Make) -> None:
    units = "（市甲乙局、市丙丁委、市戊己办等按职责分工负责）"
    asked = make_document(f"推广智慧农业与农产品溯源。{units}", doc="a")
    others = make_document(f"建设码头集装箱作业系统。{units}", "农产品溯源体系覆盖全部乡镇农户。", doc="b")
    found = related(asked, "b1", ClauseIndex([asked, others]))
    assert [each.location.block for each in found] == ["b2"]
    assert words(found[0].terms) == ["农产品溯源"]


def test_terms_are_whole_words(make_document: Make) -> None:
    asked = make_document("支持企业开展数字化改造，提升管理水平。", doc="a")
    others = make_document(
        "农村危房自动化改造另行安排。",
        "数字化和自动化并重，不可偏废。",
        "老旧小区改造项目由区里统筹。",
        "推进数字化与自动化水平再上台阶。",
        doc="b",
    )
    found = related(asked, "b1", ClauseIndex([asked, others]))
    terms = {each.location.block: words(each.terms) for each in found}
    assert terms["b1"] == ["改造"]  # and not 化改造


def test_of_the_real_plans_each_clause_finds_something(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    index = ClauseIndex(documents)
    texts = {(d.id, b.id): b.text for d in documents for b in d.blocks}
    for document in documents:
        for block in document.blocks[::7]:
            for each in related(document, block.id, index, 4):
                assert each.location != Location(document.id, block.id)
                for term in each.terms:
                    for at in (term.here, term.there):
                        assert at.span is not None
                        assert at.block is not None
                        assert at.span.end <= len(texts[at.doc, at.block])


def test_shared_wording(make_document: Make) -> None:
    left = make_document("按照要求，健全数据分类分级保护制度和安全审查机制，保障安全。", "其他。", doc="a")
    right = make_document("引言。", "要健全数据分类分级保护制度和安全审查机制；另有规定的除外。", doc="b")
    (found,) = shared_wording(left, right)
    assert found.text == "健全数据分类分级保护制度和安全审查机制"
    assert found.left == Location("a", "b1", Span(5, 24))
    assert found.right == Location("b", "b2", Span(1, 20))
    assert not found.formula


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "建设平台。（市委网信办、市发展改革委、市科技局按职责分工负责）",
            "另一件事。（市委网信办、市发展改革委、市科技局按职责分工负责）",
        ),
        ("由市发展改革委、市工业和信息化局、市商务局推进。", "请市发展改革委、市工业和信息化局、市商务局答复。"),
    ],
)
def test_lists_of_units_are_no_wording(make_document: Make, one: str, other: str) -> None:
    assert shared_wording(make_document(one, doc="a"), make_document(other, doc="b")) == ()


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (
            "大力推进工业信息安全保障体系建设，提升水平。",
            "推进工业信息安全保障体系建设，提升能力。",
            "推进工业信息安全保障体系建设",
        ),
        (
            "发展互联网、大数据、人工智能产业、航空业。",
            "用好互联网、大数据、人工智能产业、航天业。",
            "互联网、大数据、人工智能产业",
        ),
        (
            "加强统筹“城市大脑”，推动公共服务普惠便捷发展。",
            "壮大“产业大脑”，推动公共服务普惠便捷发展。",
            "推动公共服务普惠便捷发展",
        ),
        ("发挥中国（天津）自由贸易试验区清关优势", "建好中国（天津）自由贸易试验区政策", "中国（天津）自由贸易试验区"),
    ],
)
def test_shared_wording_is_whole_phrases(make_document: Make, one: str, other: str, shared: str) -> None:
    left, right = make_document(one, doc="a"), make_document(other, doc="b")
    (found,) = shared_wording(left, right)
    assert found.text == shared
    assert found.right.span is not None
    assert found.right.span.cut(right.blocks[-1].text) == shared


def test_short_wording_and_other_scripts(make_document: Make) -> None:
    left = make_document("健全数据安全制度。", doc="a")
    assert shared_wording(left, make_document("健全数据安全制度。", doc="b")) == ()
    assert [s.text for s in shared_wording(left, make_document("健全數據安全制度。", doc="b", script="hant"), 6)] == [
        "健全数据安全制度"
    ]


def test_what_is_said_again_and_again_is_a_formula(make_document: Make) -> None:
    units = "市甲乙局市丙丁委市戊己办庚辛院"
    left = make_document(*(f"任务{n}，{units}。" for n in "一二三"), doc="a")
    (found,) = shared_wording(left, make_document(f"由{units}办理。", doc="b"))
    assert found.formula


def test_wording_of_real_plans_is_the_same_on_both_sides(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    first, *others = [corpus.load(info.id) for info in corpus.documents()]
    for other in others:
        texts = [{b.id: b.text for b in d.blocks} for d in (first, other)]
        found = shared_wording(first, other)
        assert found
        for each in found:
            assert each.left.span is not None
            assert each.right.span is not None
            left, right = (
                each.left.span.cut(texts[0][each.left.block or ""]),
                each.right.span.cut(texts[1][each.right.block or ""]),
            )
            assert left == each.text
            assert len(left) >= 12
            assert left.casefold() == right.casefold()


def test_numbers_and_years_are_no_reason(make_document: Make) -> None:
    one = make_document("津政发〔2021〕14号文件于2021年印发执行。", doc="one")
    two = make_document("该区域于2021年完成14个项目并交付使用。", "完成2021年度港口清淤工程。", doc="two")
    three = make_document("港口清淤工程于2021年验收合格并交付。", doc="three")
    index = ClauseIndex([one, two, three])
    for block in ("b1", "b2"):
        for found in related(two, block, index, elsewhere=True):
            assert found.terms, "without a reason it is not there"
            assert not any(any(c.isdigit() for c in term.text) for term in found.terms), found
    assert related(one, "b1", index) == ()
    assert [each.location.doc for each in related(two, "b2", index, elsewhere=True)] == ["three"]


def answers(plans: list[Document], index: ClauseIndex) -> list[object]:
    return [related(plan, block.id, index) for plan in plans for block in plan.blocks]


def test_an_index_brought_up_to_date_answers_as_one_made_anew(plans: list[Document], make_document: Make) -> None:
    fresh = answers(plans, ClauseIndex(plans))
    index = ClauseIndex(plans[:1])
    index.update(plans)
    assert answers(plans, index) == fresh
    changed = make_document("码头集装箱作业系统由港口统一管理，口岸信息另行公布。", doc="second")
    others = [plans[0], changed, plans[2]]
    index.update(others)
    assert answers(others, index) == answers(others, ClauseIndex(others))
    assert len(index) == len(ClauseIndex(others))
    index.update([])
    assert not len(index)
    index.update(plans)
    assert answers(plans, index) == fresh


def test_what_stays_is_not_read_again(plans: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    index = ClauseIndex(plans)
    read: list[str] = []
    add = ClauseIndex._add

    def noted(index: ClauseIndex, document: Document) -> None:
        read.append(document.id)
        add(index, document)

    monkeypatch.setattr(ClauseIndex, "_add", noted)
    index.update(plans[1:])
    index.update(plans)
    assert read == ["first"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("对企业和个人的处罚信息（以下简称处罚信息）应当公示。", "从事农业生产的农户（以下简称购机者）可以申请补贴。"),
     ("有下列情形之一的，不公示处罚信息：", "申请补贴的农户有下列情形之一的，退回机具：")],
)  # fmt: skip
def test_how_a_law_is_drafted_is_no_reason(make_document: Make, one: str, other: str) -> None:
    law = make_document(one, "其他事项另行规定。", doc="law")
    rule = make_document(other, "处罚信息由机关公示，个人可以查询。", doc="rule")
    found = related(law, "b1", ClauseIndex([law, rule]))
    assert [each.location.block for each in found] == ["b2"]
    assert "处罚信息" in words(found[0].terms)
