"""Kinds that published plans taught: figures, grants, sizes and years; by small examples of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.registers.origins import why_unsure
from reader.registers.targets import read_targets

Plan = Callable[..., Document]


def _rows(document: Document) -> list[str]:
    return [f"{t.kind} {t.what} {t.comparator}{t.value}{t.unit} {t.deadline}" for t in read_targets(document)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("路网密度达到300公里/万平方公里。", ["路网密度 >=300公里/万平方公里"]),
        ("标牌达3万块。", ["标牌 >=3万块"]),
        ("建设充电桩500桩。", ["充电桩 =500桩"]),
        ("年发电量45亿度。", ["年发电量 =45亿度"]),
        ("每村至少建立1个服务点。", ["服务点 >=1个"]),
        ("配备医师一至两名。", ["医师 =1-2名"]),
        ("布设雷达40部。", ["雷达 =40部"]),
        ("跑道长度由800米延长至1200米。", ["baseline 跑道长度 =800米 None", "跑道长度 >=1200米"]),
        ("为6万户老人加装报警器。", ["老人 =6万户"]),
        ("为500人提供器具租赁服务。", ["器具租赁服务 =500人"]),
        ("事故万车率控制在0.02以内。", ["事故万车率 <=0.02"]),
        ("收入比缩小到2.1以内。", ["收入比 <=2.1"]),
        ("城区人口过100万。", ["城区人口 >100万"]),
        ("粮食产量继续保持500亿斤以上。", ["粮食产量 >=500亿斤"]),
        ("建成区绿化率40%，建设用地占比控制在18%以内。", ["建成区绿化率 =40%", "建设用地占比 <=18%"]),
        ("研发人员当量达到5万人年。", ["研发人员当量 >=5万人年"]),
        ("竞争力排名进入全省前八。", ["竞争力排名 <=8位"]),
        ("投入年均增长15%，占营业收入比重达6%。", ["投入年均增长 =15%", "投入占营业收入比重 >=6%"]),
        ("配送量年均翻一番，年底突破9万单。", ["配送量年均 =2倍", "配送量 >9万单"]),
        ("80%以上园区达到2005年某部制定的标准。", ["园区 >=80%"]),
        ("按规定给予补贴，园区要安排30%左右的场地免费开放。", ["场地 ~30%"]),
        ("全区20个渡口2022年底前全部实现智能化改造。", ["渡口 =20个"]),
        ("对甲园、乙园、丙园等28个小区进行改造。", ["小区 =28个"]),
    ],
)  # fmt: skip
def test_figures(plan: Plan, text: str, rows: list[str]) -> None:
    year = "" if "2022年" in text else "到2023年，"
    wanted = 2022 if "2022年" in text else 2023
    given = [row if row.startswith("baseline") else f"target {row} {wanted}" for row in rows]
    assert _rows(plan(year + text)) == given


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("每增加投资1亿元增加用地5亩。", []),
        ("投资3亿元以上的项目，年度到位资金8000万元，安排用地指标20亩。", []),
        ("年研发投入不低于500万元的企业，享受加计扣除。", []),
        ("轨道交通一期工程全长28公里，设站22座。", []),
        ("4.5米水深航道全线贯通。", []),
        ("男性从60岁、女性从55岁起发放津贴。", []),
        (
            "对投资10亿元以上的项目，按设备投资额的8%给予补助，最高900万元。",
            ["funding 投资10亿元以上的项目补助占设备投资额 =8% None", "funding 投资10亿元以上的项目 <=900万元 None"],
        ),
    ],
)
def test_conditions_and_sizes_are_no_goals(plan: Plan, text: str, rows: list[str]) -> None:
    assert _rows(plan(text)) == rows


@pytest.mark.parametrize(
    "text",
    [
        "到2023年，时间压减58%、材料52%。",
        "到2023年，计划竣工3个。",
        "到2023年，3亿立方米山体滑坡未造成伤亡。",
        "对丁企业，按年度贡献给予最高80%的奖励。",
        "2022年建成中心1座，2023年布设站点40处。改建机场2座。",
    ],
)
def test_what_says_too_little_is_to_be_checked(plan: Plan, text: str) -> None:
    last = read_targets(plan(text))[-1]
    assert not last.sure
    assert why_unsure(last)


@pytest.mark.parametrize(
    ("blocks", "facts", "year"),
    [
        (["2024年为民办实事项目主要包括：建设食堂25家。"], {"title": None}, 2024),
        (["纲要提出到2025年总量将达到9万家。"], {}, 2025),
        (["新建站点12个。"], {"title": "某市国民经济和社会发展第十五个五年规划纲要"}, 2030),
    ],
)
def test_years(plan: Plan, blocks: list[str], facts: dict[str, str | None], year: int) -> None:
    found = read_targets(plan(*blocks, written=None, period=None, **facts))
    assert [(t.deadline, "将" in t.what) for t in found] == [(year, False)]


def test_a_report_says_by_what_it_reviews_when_it_speaks(plan: Plan) -> None:
    document = plan(
        ("title", "政府工作报告"), "2019年工作回顾", "2019年，产值达到39亿元。", "2020年主要工作", "新建公路30公里。",
        title="政府工作报告", written=None, period=None,
    )  # fmt: skip
    assert [(t.kind, t.deadline) for t in read_targets(document)] == [("baseline", 2019), ("target", 2020)]


def test_a_goal_under_a_heading_that_looks_back_is_one(plan: Plan) -> None:
    found = read_targets(plan("一、现状", "普及率92%。到2023年，普及率达到98%。"))
    assert [(t.kind, t.value, t.deadline) for t in found] == [("baseline", "92", None), ("target", "98", 2023)]


def test_who_does_it_is_no_part_of_the_name(plan: Plan) -> None:
    table = "工作内容\t目标值\t牵头单位\t完成时间\n新增就业\t90人\t市人社局\t2023年底\n公路\t20公里\t市交通局\t2023年"
    assert _rows(plan(("table", table))) == ["target 新增就业 =90人 2023", "target 公路 =20公里 2023"]


def test_places_with_what_is_done_in_the_head(plan: Plan) -> None:
    table = "区\t2022年开工\t2023年开工\n松河区\t12\t15"
    found = _rows(plan("表3 分区任务（万平方米）", ("table", table)))
    assert found == ["target 松河区开工 =12万平方米 2022", "target 松河区开工 =15万平方米 2023"]


def test_a_grade_alone_counts_what_the_figure_before_it_does(plan: Plan) -> None:
    first, second = read_targets(plan("到2023年，新增国家级绿色工厂12家、省级30家。"))
    assert [(t.what, t.value, t.sure) for t in (first, second)] == [
        ("国家级绿色工厂", "12", True), ("省级绿色工厂", "30", False),
    ]  # fmt: skip


def test_works_have_the_years_of_their_column(plan: Plan) -> None:
    table = "工程名称\t建设规模\t建设起止年限\t责任单位\n廊道\t新建湿地15亩\t2022.01-2023.12\t市水利局"
    assert _rows(plan(("table", table))) == ["target 湿地 =15亩 2023"]
