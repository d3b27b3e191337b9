"""Kinds of pages from a thirteenth set that nobody had seen: years of the Republic in words, notices passed on under
the name of who does, longer gaps between articles, numbers with a point, lists of pages.
"""

from __future__ import annotations

import pytest

from reader.core.errors import BadInput
from tests.ingest.reading_pages import TEXT, headings, read, texts


@pytest.mark.parametrize(
    ("day", "written"),
    [("一百零八年七月一日", "2019-07-01"), ("九十九年十二月三十一日", "2010-12-31"), ("108年7月1日", "2019-07-01")],
)
def test_the_order_of_a_rule_of_taiwan_may_name_its_day_in_words(day: str, written: str) -> None:
    rule = ["一、本館為服務讀者，特訂定本規則。", "二、開放時間：週二至週日。", "三、本規則經核定後實施。"]
    document = read("江口縣立圖書館閱覽規則", f"中華民國{day}江圖字第1080001234號公告", *rule)
    assert (document.doc_number, document.written) == ("江圖字第1080001234號", written)
    assert document.blocks[1].kind == "note"


@pytest.mark.parametrize("passes", ["转发市水利局关于做好秋季防汛工作的通知", "印发《青溪县防汛方案》的通知"])
def test_who_passes_a_notice_on_stands_above_what_is_passed_on(passes: str) -> None:
    document = read("青溪县水利局", passes, "青水发〔2023〕66号", *TEXT)
    assert document.title == f"青溪县水利局{passes}"


def test_several_articles_that_are_missing_are_named() -> None:
    law = ["第一条 为规范设置，制定本办法。", "第二条 县水利局负责监督。", "第三条 设置应当取得许可。"]
    ends = ["第九条 违反本办法的，责令限期改正。", "第十条 本办法自公布之日起施行。"]
    missing = [d for d in read("青溪县广告管理办法", *law, *ends).defects if d.kind == "missing-clause"]
    assert len(missing) == 5
    whole = [f"第{n}条 推进建设。" for n in ("四", "五", "六", "七", "八")]
    assert not read("青溪县广告管理办法", *law, *whole, *ends).defects


def test_a_point_behind_a_number_is_no_full_stop() -> None:
    plan = [
        "青溪县旅游行动计划",
        "一.发展目标",
        "到2025年建成重点村二十个.",
        "十二.组织实施",
        "县文旅局牵头,各乡镇配合.",
    ]
    document = read(*plan)
    assert headings(document) == [("一.发展目标", 1), ("十二.组织实施", 1)]
    assert texts(document)[2] == "到2025年建成重点村二十个。"


def test_items_in_brackets_with_nothing_below_them_are_no_headings() -> None:
    guide = [
        "青溪县证件办理指南",
        "一、办理材料",
        "（一）居民身份证",
        "（二）户口簿",
        "二、办理地点",
        "县政务大厅一楼窗口。",
    ]
    assert headings(read(*guide)) == [("一、办理材料", 1), ("二、办理地点", 1)]
    plan = [*guide[:3], "身份证应当在有效期内，并提供复印件。", *guide[3:4], "户口簿应当提供首页。", *guide[4:]]
    assert ("（一）居民身份证", 2) in headings(read(*plan))


@pytest.mark.parametrize(
    "page",
    [
        ["403 Forbidden", "对不起，您没有权限访问该页面。", "请联系管理员或返回首页。"],
        [
            "政策文件",
            "关于防汛的通知 [2023-05-12]",
            "关于工资的通知 [2023-04-30]",
            "关于植树的通知 [2023-03-08]",
            "共 12 页 当前第 1 页 首页 下一页",
        ],
    ],
)
def test_pages_that_hold_no_document_are_refused(page: list[str]) -> None:
    with pytest.raises(BadInput):
        read(*page)


def test_a_short_rule_on_who_may_enter_is_a_document() -> None:
    assert (
        texts(read("机房守则", "没有权限的人员不得进入机房。", "外来人员应当登记。"))[1]
        == "没有权限的人员不得进入机房。"
    )


@pytest.mark.parametrize(
    "line",
    [
        "欧美日韩在线 国产精品 一区二区",
        "访问统计：本页已被浏览 2,301 次",
        "本文已被阅读123次",
        "生效狀態：",
        "全國法規資料庫",
    ],
)
def test_lines_of_pages_between_title_and_text(line: str) -> None:
    law = ["第一条 为保障安全，制定本细则。", "第二条 应当持证。", "第三条 本细则自公布之日起施行。"]
    assert texts(read("青溪县校车安全管理细则", line, *law))[1] == "第一条　为保障安全，制定本细则。"


@pytest.mark.parametrize("kind", ["通报", "公示"])
def test_what_makes_something_public_is_a_title_whatever_its_kind(kind: str) -> None:
    title = f"关于公布2022年度考核结果的{kind}"
    assert read(title, "各部门：", *TEXT[1:]).title == title


def test_the_years_below_a_title_that_markdown_marks() -> None:
    plan = [
        "# 青溪市低空经济行动方案",
        "",
        "**（2024—2026年）**",
        "",
        "为抢抓机遇，制定本方案。",
        "",
        "## 一、发展目标",
        "",
        "建成机场两座。",
    ]
    document = read(*plan, name="plan.md")
    assert (document.title, document.period) == ("青溪市低空经济行动方案（2024—2026年）", (2024, 2026))
    under = read(plan[0], "", "（本市发布）", *plan[3:], name="plan.md")
    assert under.title == "青溪市低空经济行动方案"


def test_the_number_of_an_order_is_no_piece_of_a_title() -> None:
    rules = ["第一条 为规范租赁，制定本办法。", "第二条 面积不得低于五平方米。", "第三条 本办法自2023年1月1日起施行。"]
    title = "青溪市住房租赁管理办法"
    passed = [f"《{title}》已经市人民政府常务会议通过，现予公布。", "市长　某某", "2022年11月18日"]
    document = read(f"{title}_政策文件_青溪市人民政府门户网站", title, "青溪市人民政府令第61号", title, *passed, *rules)
    assert (document.title, document.doc_number) == (title, "青溪市人民政府令第61号")
    assert document.issuers == ("青溪市人民政府",)


def test_the_sections_of_an_article_on_one_line_with_their_numbers() -> None:
    card = ["基本信息", "中文名:青溪市阅读促进办法", "发布单位:青溪市人民政府", "施行时间:2021年4月23日"]
    rules = ["第一条 为促进阅读，制定本办法。", "第二条 四月为阅读月。", "第三条 本办法自发布之日起施行。"]
    document = read("青溪市阅读促进办法", *card, "目录 1办法全文 2内容解读", "办法全文", *rules)
    assert document.title == "青溪市阅读促进办法"
    assert texts(document)[0] == "第一条　为促进阅读，制定本办法。"


def test_minutes_of_a_county_of_taiwan_keep_their_script() -> None:
    minutes = [
        "青溪縣政府113年第2次縣務會議紀錄",
        "時間：113年2月6日上午9時",
        "壹、主席致詞：（略）",
        "貳、報告事項：",
        "一、校舍補強工程進度良好。",
    ]
    document = read(*minutes)
    assert document.title == minutes[0]
    assert texts(document)[-1] == minutes[-1]
    mainland = ["青溪縣人民政府2013年工作會議紀錄", "時間：2013年2月6日上午9時", "一、校舍補強工程進度良好。"]
    assert texts(read(*mainland))[-1] == "一、校舍补强工程进度良好。"
