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
