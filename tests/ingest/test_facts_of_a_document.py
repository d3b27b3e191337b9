"""What a document says of itself: days, periods, kinds, authorities, and whole small documents with every field."""

from __future__ import annotations

from typing import Any

import pytest

from reader.ingest.days import day_of
from reader.ingest.form.titles import unquoted
from reader.ingest.issued import organs_of
from reader.ingest.metadata import kind_of, period_of
from reader.ingest.normalise import normalise_text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("2024.13.5", None),
        ("2024年1月32日", None),
        ("2024年12月31日", "2024-12-31"),
        ("2024年0月1日", None),
        ("二〇二四年三月五日", "2024-03-05"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("一九九八年十月二十日", "1998-10-20"),
        ("民国113年3月5日", "2024-03-05"),
        ("中華民國一百年", None),
        ("20240305", "2024-03-05"),
        ("2024030", None),
        (" 20241231 ", "2024-12-31"),
        ("第3号", None),
    ],
)
def test_the_day_a_line_names(line: str, day: str | None) -> None:
    assert day_of(line) == day


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("行动方案（2021—2023年）", (2021, 2023)),
        ("（2023-2021年）", None),
        ("2021年至2025年规划", (2021, 2025)),
        ("“十四五”规划", (2021, 2025)),
        ("十三五时期", (2016, 2020)),
        ("十五五数字经济发展规划", (2026, 2030)),
        ("“十二五”专项", (2011, 2015)),
        ("十四五", None),
        ("2021-2021年方案", (2021, 2021)),
        ("十一五规划", (2006, 2010)),
    ],
)
def test_the_years_a_title_names(title: str, years: tuple[int, int] | None) -> None:
    assert period_of(title) == years


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发某市行动方案的通知", "通知"),
        ("某市行动方案", "行动方案"),
        ("关于做好工作的通知", "通知"),
        ("某市发展规划（征求意见稿）", "规划"),
        ("某市数字经济发展专项规划", "规划"),
        ("某市印发《某市行动计划》", "行动计划"),
        ("某市条例", "条例"),
        ("工作会议", None),
        ("关于加强管理的意见（试行）（修订）", "意见"),
        ("某市實施方案", "實施方案"),
    ],
)
def test_the_kind_a_title_names(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("某市人民政府", ["某市人民政府"]),
        ("财政部、税务总局", ["财政部", "税务总局"]),
        ("财政部 教育部", ["财政部", "教育部"]),
        ("某某公司", []),
        ("某市人民政府办公厅 推进工作", []),
        ("中共某市委员会", ["中共某市委员会"]),
        ("", []),
    ],
)
def test_authorities_behind_one_another(line: str, names: list[str]) -> None:
    assert organs_of(line) == names


def test_marks_round_the_whole_of_a_title_go() -> None:
    assert [unquoted(title) for title in ("《某市规划》", "《甲》和《乙》", "某市规划")] == [
        "某市规划",
        "《甲》和《乙》",
        "某市规划",
    ]


BODY = "一、总体要求\n为加快发展，结合我市实际，制定本方案。\n二、主要任务\n推进数据共享开放，建设统一平台。"
LAW = "第一条 为了发展，制定本条例。\n第二条 本条例适用于本市。\n第三条 推进共享。\n第四条 本条例自2022年1月1日起施行，有效期至2025年12月31日。"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        pytest.param(
            f"某市人民政府关于印发某市行动方案（2021—2023年）的通知\n某政发〔2021〕14号\n各区人民政府：\n现印发给你们，请认真贯彻执行。\n某市人民政府\n2021年8月19日\n某市行动方案（2021—2023年）\n{BODY}\n某市人民政府办公厅\u30002021年8月20日印发",
            {
                "title": "某市人民政府关于印发某市行动方案（2021—2023年）的通知",
                "attachment_title": "某市行动方案（2021—2023年）",
                "kind": "行动方案",
                "issuers": ("某市人民政府",),
                "doc_number": "某政发〔2021〕14号",
                "written": "2021-08-19",
                "region": "某市",
                "level": "city",
                "status": "issued",
                "period": (2021, 2023),
            },
            id="a notice with its plan",
        ),
        pytest.param(
            f"某市数据条例\n（2021年5月6日某市第十五届人民代表大会常务委员会第三次会议通过）\n{LAW}",
            {
                "title": "某市数据条例",
                "kind": "条例",
                "issuers": ("某市人民代表大会常务委员会",),
                "written": "2021-05-06",
                "region": "某市",
                "level": "city",
                "status": "issued",
                "effective": "2022-01-01",
                "valid_until": "2025-12-31",
            },
            id="a law",
        ),
        pytest.param(
            f"某市公共数据管理办法\n（2021年5月6日某市人民政府令第215号公布）\n{LAW.replace('条例', '办法')}",
            {
                "title": "某市公共数据管理办法",
                "kind": "管理办法",
                "issuers": ("某市人民政府",),
                "doc_number": "某市人民政府令第215号",
                "written": "2021-05-06",
                "published": "2021-05-06",
                "region": "某市",
                "level": "city",
                "status": "issued",
                "effective": "2022-01-01",
                "valid_until": "2025-12-31",
            },
            id="an order",
        ),
        pytest.param(
            f"某市发展规划（征求意见稿）\n{BODY}",
            {
                "title": "某市发展规划（征求意见稿）",
                "kind": "规划",
                "region": "某市",
                "level": "city",
                "status": "draft",
            },
            id="a draft",
        ),
        pytest.param(
            f"政府工作报告\n——2024年1月15日在某市第十四届人民代表大会第二次会议上\n某市市长 张三\n各位代表：\n{BODY}",
            {
                "title": "政府工作报告",
                "kind": "工作报告",
                "written": "2024-01-15",
                "region": "某市",
                "level": "city",
                "status": "issued",
            },
            id="a report",
        ),
        pytest.param(
            f"发布时间：2024-03-05\n某市人民政府\n关于加强管理的通知\n{BODY}\n某市人民政府\n二〇二四年三月一日\n本文链接：http://www.example.gov.cn/a/1.html",
            {
                "title": "某市人民政府关于加强管理的通知",
                "kind": "通知",
                "issuers": ("某市人民政府",),
                "written": "2024-03-01",
                "published": "2024-03-05",
                "region": "某市",
                "level": "city",
                "status": "issued",
                "origin": "http://www.example.gov.cn/a/1.html",
            },
            id="a page",
        ),
        pytest.param(
            f"关于做好工作的通知\n{BODY}\n省财政厅 省教育厅\n2024年3月1日",
            {
                "title": "关于做好工作的通知",
                "kind": "通知",
                "issuers": ("省财政厅", "省教育厅"),
                "written": "2024-03-01",
                "status": "issued",
            },
            id="two issuers",
        ),
    ],
)
def test_every_field_of_a_small_document(text: str, facts: dict[str, Any]) -> None:
    made = normalise_text(text, "a.txt").document
    fields = (
        "title", "attachment_title", "kind", "issuers", "doc_number", "written", "published", "region", "level", "status",
        "period", "effective", "valid_until",
    )  # fmt: skip
    found = {field: getattr(made, field) for field in fields} | {"origin": made.source.origin}
    assert {field: value for field, value in found.items() if value not in (None, (), "unknown")} == facts
