"""What each line of a document is: heading, item, bullet or paragraph, its level, its number, the heading that runs in."""

from __future__ import annotations

import pytest

from reader.ingest.form.structure import blocks_of, clauses_of

Seen = tuple[str, int | None, str | None, str | None]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "一、总体要求",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "（一）指导思想。",
                "（二）基本原则。坚持创新驱动，推进共享。",
                "1.坚持创新。推进数据共享开放，建设统一平台，完善服务体系。",
                "（1）推进共享；",
                "①完善体系。",
            ],
            [
                ("heading", 1, "一", None),
                ("paragraph", None, None, None),
                ("paragraph", 2, "（一）", None),
                ("paragraph", 2, "（二）", "（二）基本原则"),
                ("paragraph", 3, "1", "1.坚持创新"),
                ("paragraph", 4, "（1）", None),
                ("paragraph", 5, "①", None),
            ],
        ),
        (
            [
                "第一章 总则",
                "第一条 为了发展，制定本条例。",
                "第二条 本条例适用于本市。",
                "（一）推进共享；",
                "（二）完善体系；",
                "第二章 职责",
                "第三条 市政府负责。",
                "第四条 违反规定的，处罚款。",
            ],
            [
                ("heading", 1, "第一章", None),
                ("paragraph", 3, "第一条", None),
                ("paragraph", 3, "第二条", None),
                ("paragraph", 4, "（一）", None),
                ("paragraph", 4, "（二）", None),
                ("heading", 1, "第二章", None),
                ("paragraph", 3, "第三条", None),
                ("paragraph", 3, "第四条", None),
            ],
        ),
        (
            [
                "第一章 总则",
                "第一节 目标",
                "一、要求",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "（一）思想",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "第二节 原则",
                "一、原则",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "第二章 任务",
                "一、建设",
                "推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [
                ("heading", 1, "第一章", None),
                ("heading", 2, "第一节", None),
                ("heading", 3, "一", None),
                ("paragraph", None, None, None),
                ("heading", 4, "（一）", None),
                ("paragraph", None, None, None),
                ("heading", 2, "第二节", None),
                ("heading", 3, "一", None),
                ("paragraph", None, None, None),
                ("heading", 1, "第二章", None),
                ("heading", 3, "一", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            [
                "第一章 总则",
                "一、要求",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "第二章 任务",
                "一、建设",
                "推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [
                ("heading", 1, "第一章", None),
                ("heading", 2, "一", None),
                ("paragraph", None, None, None),
                ("heading", 1, "第二章", None),
                ("heading", 2, "一", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            [
                "壹、总则",
                "一、要求",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "贰、任务",
                "一、建设",
                "推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [
                ("heading", 1, "壹", None),
                ("heading", 2, "一", None),
                ("paragraph", None, None, None),
                ("heading", 1, "贰", None),
                ("heading", 2, "一", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            [
                "1总则",
                "1.1编制目的",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "1.2编制依据",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "2组织体系",
                "2.1领导机构",
                "推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [
                ("heading", 1, "1", None),
                ("heading", 2, "1.1", None),
                ("paragraph", None, None, None),
                ("heading", 2, "1.2", None),
                ("paragraph", None, None, None),
                ("heading", 1, "2", None),
                ("heading", 2, "2.1", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            ["1.建设平台", "2.推进共享", "3.5+2水站建设", "4.优化服务"],
            [
                ("heading", 3, "1", None),
                ("heading", 3, "2", None),
                ("heading", 3, "3", None),
                ("heading", 3, "4", None),
            ],
        ),
        (
            ["1.建设平台", "2.推进共享", "3.5亿元资金", "4.优化服务"],
            [
                ("heading", 3, "1", None),
                ("heading", 3, "2", None),
                ("paragraph", None, None, None),
                ("heading", 3, "4", None),
            ],
        ),
        (
            ["——加强领导。推进数据共享开放，建设统一平台，完善服务体系。", "•完善体系", "● 推进", "—推进"],
            [
                ("bullet", None, None, "加强领导"),
                ("bullet", None, None, None),
                ("bullet", None, None, None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            [
                "加强领导。推进数据共享开放，建设统一平台，完善服务体系。",
                "2021年建成。推进数据共享开放，建设统一平台，完善服务体系。",
                "到明年建成。推进数据共享开放，建设统一平台，完善服务体系。",
                "加强领导（一）。推进数据共享开放，建设统一平台，完善服务体系。",
                "加强领导：完善。推进数据共享开放，建设统一平台，完善服务体系。",
                "加强领导。（责任单位：市科技局）",
                "强。推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [
                ("paragraph", None, None, "加强领导"),
                ("paragraph", None, None, None),
                ("paragraph", None, None, None),
                ("paragraph", None, None, "加强领导（一）"),
                ("paragraph", None, None, None),
                ("paragraph", None, None, None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            ["一、什么是平台？", "答：平台是统一的。", "二、为何建设？", "三、怎么办？", "办。"],
            [
                ("heading", 1, "一", None),
                ("paragraph", None, None, None),
                ("paragraph", 1, "二", None),
                ("paragraph", 1, "三", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            ["一、总则", "第一条 为了发展。", "职责", "第二条 市政府负责。", "第三条 推进。", "第四条 完善。"],
            [
                ("heading", 1, "一", None),
                ("paragraph", 3, "第一条", None),
                ("paragraph", None, None, None),
                ("paragraph", 3, "第二条", None),
                ("paragraph", 3, "第三条", None),
                ("paragraph", 3, "第四条", None),
            ],
        ),
        (
            ["第一条 为了发展。", "第二条 市政府负责。", "部门职责", "第三条 推进。", "罚款", "第四条 完善。"],
            [
                ("paragraph", 3, "第一条", None),
                ("paragraph", 3, "第二条", None),
                ("paragraph", None, None, None),
                ("paragraph", 3, "第三条", None),
                ("paragraph", None, None, None),
                ("paragraph", 3, "第四条", None),
            ],
        ),
        (
            [
                "一、推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进",
                "二、推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进推进",
                "三、推进：",
                "四、推进。",
                "五、推进；完善",
            ],
            [
                ("heading", 1, "一", None),
                ("paragraph", 1, "二", None),
                ("paragraph", 1, "三", None),
                ("paragraph", 1, "四", None),
                ("paragraph", 1, "五", None),
            ],
        ),
        (["指标\t目标", "甲\t1"], [("table", None, None, None), ("table", None, None, None)]),
        (
            [
                "（一）发展现状。",
                "推进数据共享开放，建设统一平台，完善服务体系。",
                "（二）发展目标。",
                "本方案自印发之日起施行，有效期五年整。",
                "（三）发展环境，",
                "（四）发展要求。",
                "短。",
            ],
            [
                ("heading", 2, "（一）", None),
                ("paragraph", None, None, None),
                ("paragraph", 2, "（二）", None),
                ("paragraph", None, None, None),
                ("paragraph", 2, "（三）", None),
                ("paragraph", 2, "（四）", None),
                ("paragraph", None, None, None),
            ],
        ),
        (
            ["一、總體要求", "推進數據共享開放，建設統一平臺，完善服務體系。", "（一）指導思想"],
            [("heading", 1, "一", None), ("paragraph", None, None, None), ("heading", 2, "（一）", None)],
        ),
        (
            [
                "一是加强领导。推进数据共享开放，建设统一平台，完善服务体系。",
                "二是完善体系。推进数据共享开放，建设统一平台，完善服务体系。",
            ],
            [("paragraph", None, None, "一是加强领导"), ("paragraph", None, None, "二是完善体系")],
        ),
        (
            ["１．建设平台。推进数据共享开放，建设统一平台，完善服务体系。", "A.推进共享", "(a)完善", "第1条 推进"],
            [
                ("paragraph", None, None, "１．建设平台"),
                ("paragraph", None, None, None),
                ("paragraph", None, None, None),
                ("paragraph", 3, "第1条", None),
            ],
        ),
    ],
)
def test_what_each_line_is(lines: list[str], expected: list[Seen]) -> None:
    found = clauses_of("\n".join(lines))
    assert [
        (c.kind, c.level, c.number.text if c.number else None, c.text[c.lead.start : c.lead.end] if c.lead else None)
        for c in found
    ] == expected


def paths(*lines: str) -> list[tuple[str, ...]]:
    made, _ = blocks_of(clauses_of("\n".join(lines)), "d", lambda span: span)
    return [block.path for block in made]


def test_what_a_line_stands_under() -> None:
    text = "推进数据共享开放，建设统一平台。"
    assert paths("一、要求", text, "（一）思想", text, "1.坚持" + text, text, "——" + text, "（二）原则", "二、任务", text) == [
        (), ("一",), ("一",), ("一", "（一）"), ("一", "（一）"), ("一", "（一）"), ("一", "（一）"), ("一",), (), ("二",),
    ]  # fmt: skip
    assert paths("一、要求", "1.坚持" + text, "——" + text, text) == [(), ("一",), ("一", "1"), ("一",)]
    assert paths("第一条 为了发展。", "本市推进。", "第二条 完善。", "（一）推进；", "第三条 落实。") == [
        (), ("第一条",), (), ("第二条",), (),
    ]  # fmt: skip


def test_ids_tell_lines_apart_by_place_and_words_and_not_by_marks() -> None:
    def ids(*lines: str) -> list[str]:
        return [block.id for block in blocks_of(clauses_of("\n".join(lines)), "d", lambda span: span)[0]]

    one = ids("一、要求", "推进共享。", "二、任务", "推进共享。", "推进共享。")
    assert len(set(one)) == 5
    assert one[4] == one[3] + "-2"
    assert ids("一、要求", "推进，共享；")[1] == one[1]
    assert ids("一、要求", "推进开放。")[1] != one[1]
    assert (
        ids("一、要求", "推" * 32 + "甲")[1]
        == ids("一、要求", "推" * 32 + "乙")[1]
        != ids("一、要求", "推" * 31 + "乙")[1]
    )
