"""Where things stood and where they are to be, in one sentence; days, quarters and figures in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.core.document import Document
from reader.registers.targets import read_targets

Row = tuple[str, str, str, str, str, int | None]


def _rows(document: Document) -> list[Row]:
    return [(t.kind, t.what, t.comparator, t.value, t.unit, t.deadline) for t in read_targets(document)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "到2026年，服务业占比由2022年的41.5%提升至45%，每百户拥有汽车数达到60辆，新设工作站6家。",
            [
                ("baseline", "服务业占比", "=", "41.5", "%", 2022),
                ("target", "服务业占比", ">=", "45", "%", 2026),
                ("target", "每百户拥有汽车数", ">=", "60", "辆", 2026),
                ("target", "工作站", "=", "6", "家", 2026),
            ],
        ),
        (
            "到2026年，充电桩从2021年底的3万台增加到8万台，其中2025年达到5万台。",
            [
                ("baseline", "充电桩", "=", "3", "万台", 2021),
                ("target", "充电桩", ">=", "8", "万台", 2026),
                ("target", "充电桩", ">=", "5", "万台", 2025),
            ],
        ),
        (
            "到2026年，外贸总额较2022年底增加300亿元，出口额突破90亿元、较2022年增长2倍。",
            [
                ("target", "外贸总额增加", "=", "300", "亿元", 2026),
                ("target", "出口额", ">", "90", "亿元", 2026),
                ("target", "出口额增长", "=", "2", "倍", 2026),
            ],
        ),
        (
            "商户数由2019年的60家增加到2022年的90家。",
            [("baseline", "商户数", "=", "60", "家", 2019), ("baseline", "商户数", "=", "90", "家", 2022)],
        ),
        (
            "2022年，园区收入达到50亿元。到2026年突破80亿元。",
            [("baseline", "园区收入", "=", "50", "亿元", 2022), ("target", "园区收入", ">", "80", "亿元", 2026)],
        ),
        (
            "到2026年，设备联网率超过七成，好评率达到九成以上，培育冠军企业四家、瞪羚企业二十五家，算力达到300P。",
            [
                ("target", "设备联网率", ">", "70", "%", 2026),
                ("target", "好评率", ">=", "90", "%", 2026),
                ("target", "冠军企业", "=", "4", "家", 2026),
                ("target", "瞪羚企业", "=", "25", "家", 2026),
                ("target", "算力", ">=", "300", "P", 2026),
            ],
        ),
        ("到2026年，建成规模达到20公里的示范带。", [("target", "规模", ">=", "20", "公里", 2026)]),
        ("到2026年，设立总规模80亿元的成长基金。", [("funding", "成长基金", "=", "80", "亿元", 2026)]),
    ],
)  # fmt: skip
def test_from_and_to(plan: Callable[..., Document], text: str, wanted: list[Row]) -> None:
    assert _rows(plan(text, written="2023-05-01", period=None)) == wanted


def test_days_and_quarters_of_an_undated_document(plan: Callable[..., Document]) -> None:
    text = "2025年8月底前改造泵站120座，11月底前安装水表500块，2026年二季度验收率达100%。"
    undated: dict[str, Any] = {"written": None, "period": None}
    assert [(what, value, year) for _, what, _, value, _, year in _rows(plan(text, **undated))] == [
        ("泵站", "120", 2025),
        ("水表", "500", 2025),
        ("验收率", "100", 2026),
    ]


@pytest.mark.parametrize(
    "text", ["到2026年，形成两化融合新格局，落实四个专项。", "到2026年，一成不变的做法得到改变，建成三大高地。"]
)
def test_words_that_only_look_like_figures(plan: Callable[..., Document], text: str) -> None:
    assert _rows(plan(text, written="2023-05-01", period=None)) == []
