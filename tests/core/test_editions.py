"""Which titles name editions of one document: pairs written down before the code was run."""

from __future__ import annotations

import pytest

from reader.core.document import DocumentInfo, Source
from reader.core.editions import Names, apart, name_of, related_by_time, succeeds

SOURCE = Source("f.txt", "0", "hans")


def info(doc: str, title: str, region: str | None = None, issuer: str | None = None) -> DocumentInfo:
    by = issuer or (f"{region}人民政府" if region else "国务院")
    level = "province" if region else "national"
    return DocumentInfo(doc, title, SOURCE, region=region, level=level, issuers=(by,), status="issued")


def linked(one: str, other: str, region: str | None = None) -> bool:
    return bool(Names([info("a", one, region), info("b", other, region)]).kin("a"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数据交易管理暂行办法", "数据交易管理办法"),
        ("“十四五”时期数字经济发展规划", "“十五五”时期数字经济发展规划（征求意见稿）"),
        ("国民经济和社会发展第十三个五年规划纲要", "国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"),
        ("新型基础设施建设“十五五”规划", "“十四五”新型基础设施建设规划"),
        ("关于印发科技计划项目管理办法（试行）的通知", "关于印发科技计划项目管理办法的通知"),
        ("中华人民共和国数据安全法(2021-06-10)", "中华人民共和国数据安全法（草案二次审议稿）"),
        ("环境保护和建设三年行动计划（第七轮）", "环境保护和建设第八轮三年行动计划"),
        ("产业结构调整指导目录（2019年本）", "产业结构调整指导目录（2024年本）"),
        ("2025年政府工作报告", "2026年政府工作报告"),
        ("关于2024年部分节假日安排的通知", "关于2025年部分节假日安排的通知"),
        ("物业管理条例(2013修正)", "物業管理條例"),
    ],
)
def test_editions_of_one_name(one: str, other: str) -> None:
    assert linked(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("水土保持法", "水土保持法实施条例"),
        ("关于适用公司法若干问题的规定（三）", "关于适用公司法若干问题的规定（四）"),
        ("刑法修正案（七）", "刑法修正案（八）"),
        ("全国人民代表大会常务委员会关于修改《中华人民共和国审计法》的决定", "中华人民共和国审计法"),
        ("关于召开全市工作会议的通知", "关于召开全市工作会议的通知"),
        ("城市总体规划（2017-2035年）", "城市总体规划（2017-2035年）实施方案"),
        ("数据条例", "关于《数据条例（草案）》的说明"),
        ("政务数据管理规定", "《政务数据管理规定》解读"),
        ("人工智能产业发展行动计划", "人工智能产业发展行动方案"),
    ],
)
def test_no_editions(one: str, other: str) -> None:
    assert not linked(one, other)


def test_place_and_issuer_must_agree() -> None:
    names = Names([
        info("tj", "天津市数据条例", "天津市"), info("sh", "上海市数据条例", "上海市"), info("cn", "数据条例"),
        info("tj2", "天津市数据条例（草案）", "天津市", "天津市人民代表大会常务委员会"),
        info("tj3", "天津市数据条例（试行）", "天津市", "天津市人民代表大会"),
    ])  # fmt: skip
    assert not names.kin("tj")
    assert not names.kin("sh")
    assert not names.kin("cn")
    (draft,) = names.kin("tj3")
    assert (draft.info.id, draft.doubt) == ("tj2", "")
    assert "草案" in draft.basis


def test_where_nobody_says_whose_it_is_the_link_is_doubtful() -> None:
    bare = DocumentInfo("a", "数据交易管理办法", SOURCE)
    (kin,) = Names([bare, info("b", "数据交易管理办法（试行）", "天津市")]).kin("a")
    assert "没有写明" in kin.doubt


def test_names_that_have_not_changed_are_taken_over() -> None:
    first = info("a", "数据条例")
    before = Names([first, info("b", "数据条例（草案）")])
    now = Names([first], before)
    assert now.by_id["a"] is before.by_id["a"]
    assert not now.kin("a")
    assert not now.kin("b")


def test_what_repeals_a_document_of_much_the_same_name_succeeds_it() -> None:
    law, rule, carries = (name_of(info("x", t)) for t in ("城市税法", "城市税暂行条例", "城市税法实施细则"))
    assert succeeds(law, rule)
    assert not succeeds(law, carries)
    assert not succeeds(law, name_of(info("x", "外资企业登记办法")))


def test_editions_in_order_of_time() -> None:
    plain, draft = name_of(info("a", "数据条例")), name_of(info("b", "数据条例（草案）"))
    assert related_by_time(plain, "2020-01-01", draft, None) == "draft"
    assert related_by_time(plain, "2020-01-01", plain, "2019-01-01") == "earlier"
    assert related_by_time(plain, "2020-01-01", plain, "2020-01-01") == "same-day"
    assert related_by_time(plain, "2020-01-01", plain, None) == "undated"
    old, new = (name_of(info("c", f"“{n}五”数据规划")) for n in ("十四", "十五"))
    assert (old.years, new.years) == ((2021, 2025), (2026, 2030))
    assert related_by_time(old, None, new, None) == "later"


def test_documents_of_one_title_are_told_apart_by_day_else_by_file() -> None:
    def of(doc: str, file: str, title: str = "数据条例") -> DocumentInfo:
        return DocumentInfo(doc, title, Source(file, "0", "hans"))

    days = {"old": "2018-01-10", "new": "2023-05-10", "a": "2022-02-15", "b": "2022-02-15"}
    alike = [
        of("old", "x.md"), of("new", "x.md"), of("a", "条例(2022-04-04).md"), of("b", "条例(2022-04-24).md"),
        of("c", "抄本.md"), of("d", "同名.md"), of("e", "同名.md"),
    ]  # fmt: skip
    asked: list[str] = []

    def day_of(info: DocumentInfo) -> str | None:
        asked.append(info.id)
        return days.get(info.id)

    assert apart([*alike, of("other", "y.md", "另一条例")], day_of) == {
        "old": "2018-01-10", "new": "2023-05-10", "a": "2022-04-04", "b": "2022-04-24", "c": "抄本.md", "d": "d", "e": "e",
    }  # fmt: skip
    assert "other" not in asked, "alone of its title"
