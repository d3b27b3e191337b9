"""What stands around a document on its page, which lines are no body text, and which lines of a laid-out page go on."""

from __future__ import annotations

from typing import Any

import pytest

from reader.core.raw_text import RawLine
from reader.ingest.normalise import normalise_text
from reader.ingest.page.layout_joins import goes_on
from reader.ingest.page.page_head import above, byline, contacts, trails

BODY = ["一、总体要求", "为加快发展，结合我市实际，制定本方案。", "二、主要任务", "推进数据共享开放，建设统一平台。"]
KINDS = ["heading", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "某市关于加强管理的通知",
                "某政发〔2024〕5号",
                "各区人民政府，市政府各委办局：",
                *BODY,
                "附件：1.任务清单",
                "2.联系表",
                "某市人民政府",
                "2024年3月1日",
                "（此件公开发布）",
                "抄送：市委。",
                "某市人民政府办公厅\u30002024年3月2日印发",
                "附件1",
                "任务清单",
                "一、任务",
                "建设统一平台。",
            ],
            [
                "title",
                "doc_number",
                "salutation",
                *KINDS,
                "note",
                "note",
                "signature",
                "date",
                "note",
                "note",
                "note",
                "note",
                "title",
                "heading",
                "paragraph",
            ],
        ),
        (
            ["某市关于加强管理的通知", "现将有关事项通知如下：", *BODY, "（联系人：张三，电话：1234）"],
            ["title", "paragraph", *KINDS, "note"],
        ),
        (
            [
                "某市数据条例",
                "（2024年3月1日某市人大常委会通过）",
                "第一条 为了发展。",
                "第二条 推进。",
                "第三条 落实。",
            ],
            ["title", "note", "paragraph", "paragraph", "paragraph"],
        ),
        (
            ["某市关于加强管理的通知", "尊敬的代表：", *BODY, "某市人民政府", "20240301"],
            ["title", "salutation", *KINDS, "signature", "date"],
        ),
        (
            ["某市关于加强管理的通知", "目录", "一、总体要求", "二、主要任务", *BODY],
            ["title", "contents", "contents", "contents", *KINDS],
        ),
        (
            [
                "某市关于加强管理的通知",
                "目\u3000录",
                "一、总体要求……1",
                "二、主要任务……2",
                "三、附则……9",
                *BODY,
                "三、附则",
                "推进。",
            ],
            ["title", "contents", "contents", "contents", "contents", *KINDS, "heading", "paragraph"],
        ),
        (
            ["某市人民政府令", "第215号", "某市管理办法", "第一条 为了发展。", "第二条 推进。", "第三条 落实。"],
            ["doc_number", "title", "paragraph", "paragraph", "paragraph"],
        ),
        (["某市关于加强管理的通知", *BODY, "市长\u3000张三", "2024年3月1日"], ["title", *KINDS, "signature", "date"]),
    ],
)
def test_kinds_of_lines(lines: list[str], expected: list[str]) -> None:
    assert [block.kind for block in normalise_text("\n".join(lines), "a.txt").document.blocks] == expected


@pytest.mark.parametrize(
    ("keys", "gone"),
    [
        (["某网消息", "全文如下:", "某市关于加强管理的通知", "正文"], [0, 1]),
        (["全文如下:", "推进工作。"], []),
        (["一、要求", "全文如下:", "某市关于加强管理的通知"], []),
        (["某办法", "基本信息", "中文名:某办法", "发布单位", "某市", "主要内容", "正文。"], [0, 1, 2, 3, 4, 5]),
        (["某办法", "中文名:某办法", "正文"], []),
    ],
)
def test_what_a_page_says_before_a_document(keys: list[str], gone: list[int]) -> None:
    assert sorted(above(keys, range(len(keys)))) == gone


@pytest.mark.parametrize(
    ("keys", "gone"),
    [
        (["当前位置:", "首页", ">", "政务公开", ">", "文件", "文件", "某市通知"], [0, 1, 2, 3, 4, 5, 6]),
        (["当前位置", "某市通知"], []),
        (["首页", "> 政务", "文件 >", "某市通知"], [0, 1, 2]),
        (["您现在的位置:首页", "通知公告", "某市通知"], []),
    ],
)
def test_the_way_to_a_page(keys: list[str], gone: list[int]) -> None:
    assert sorted(trails(keys, range(len(keys)), len(keys) - 1)) == gone


@pytest.mark.parametrize(
    ("keys", "gone"),
    [
        (["正文", "联系方式", "地址:某路", "电话:1", "某市"], [1, 2, 3]),
        (["正文", "联系方式", "地址:某路", "某市"], []),
        (["地址:某路", "电话:1", "正文"], [0, 1]),
        (["正文", "地址:某路", "电话:1"], []),
    ],
)
def test_whom_a_page_belongs_to(keys: list[str], gone: list[int]) -> None:
    text = keys.index("正文")
    assert sorted(contacts(keys, range(len(keys)), text, text)) == gone


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (["近日，某市发布。", "推进工作。（张三）"], None),
        (["某市发布。", "推进工作。（张三）"], None),
        (["近日，某市发布。", "推进工作。(张三)"], 5),
        (["据悉", "推进。(记者 李四)"], 3),
        (["据悉", "推进。(完)"], None),
        (["据悉", "推进(张三)"], None),
        ([], None),
    ],
)
def test_who_wrote_it(keys: list[str], at: int | None) -> None:
    assert byline(keys) == at


def line(x0: float = 60, x1: float = 540, y: float = 100, **looks: Any) -> RawLine:
    """A line of a page whose column of text goes from 60 to 540 points, in characters of 16."""
    given = {"page": 1, "size": 16, "column": (60, 540), **looks}
    return RawLine(0, 0, box=(x0, y, x1, y + 16), **given)


NEXT = {"y": 128}


@pytest.mark.parametrize(
    ("one", "above_", "other", "below", "flush", "indented"),
    [
        ("推进数据共享", {}, "开放平台", NEXT, True, True),
        ("推进数据共享", {"x1": 400}, "开放平台", NEXT, False, False),
        ("推进数据共享", {"x1": 525}, "开放平台", NEXT, True, True),
        ("推进数据共享。", {}, "开放平台", NEXT, True, True),
        ("推进数据共享。", {}, "一、平台", NEXT, False, False),
        ("推进数据共享", {}, "开放平台", {"y": 160}, False, False),
        ("推进数据共享", {}, "开放平台", {"y": 60, "page": 2}, True, True),
        ("推进数据共享", {"size": 22}, "开放平台", NEXT, False, False),
        ("推进数据共享", {"size": 17}, "开放平台", NEXT, True, True),
        ("推进数据共享", {"table": 0}, "开放平台", NEXT, False, False),
        ("推进数据共享", {"style": "note"}, "开放平台", NEXT, False, False),
        ("推进数据共享", {}, "开放平台", {"y": 128, "number": "1."}, False, False),
        ("推进数据共享", {"x0": 400}, "开放平台", NEXT, False, False),
        ("推进数据共享", {}, "开放平台", {"x0": 92, "y": 128}, False, False),
        ("推进数据共享", {}, "（一）平台", NEXT, False, False),
        ("推进数据共享：", {}, "开放平台", NEXT, False, True),
        (
            "推进数据共享",
            {"size": 22, "centred": True},
            "开放平台",
            {"y": 128, "size": 22, "centred": True},
            False,
            False,
        ),
        ("推进数据共享", {"x0": 92}, "开放平台", {"x0": 92, "y": 128}, True, False),
        ("推进数据共享", {"x1": 500}, "2024平台", NEXT, True, True),
        ("推进数据共享", {"x1": 470}, "ABCDEFGHIJ平台", NEXT, True, True),
    ],
)
def test_whether_a_line_goes_on(
    one: str, above_: dict[str, Any], other: str, below: dict[str, Any], flush: bool, indented: bool
) -> None:
    found = [goes_on(one, line(**above_), other, line(**below), 16, 1.75, usual) for usual in (False, True)]
    assert found == [flush, indented]


@pytest.mark.parametrize(("step", "joined"), [(28, True), (35.8, True), (36.0, False), (60, False)])
def test_a_larger_step_begins_something_new(step: float, joined: bool) -> None:
    assert goes_on("推进数据共享", line(), "开放平台", line(y=100 + step), 16, 1.75, False) is joined


@pytest.mark.parametrize(("right", "joined"), [(540, True), (514.5, True), (514, False), (480, False)])
def test_a_line_with_room_for_the_next_character_is_the_last(right: float, joined: bool) -> None:
    assert goes_on("推进数据共享", line(x1=right), "开放平台", line(y=128), 16, 1.75, False) is joined
