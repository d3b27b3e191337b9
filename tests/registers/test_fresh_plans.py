"""What documents without dates, reports without chapters and plans of other places taught; made-up texts, whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Registers, Target, Task
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, registers_of
from reader.registers.speaking_year import first_year

Read = Callable[[str], Registers]


def _document(text: str) -> Document:
    return normalise_raw(decode(text.encode(), "a.txt"), Facts(id="a")).document


@pytest.fixture
def read(lexicon: Lexicon) -> Read:
    return lambda text: registers_of(_document(text), lexicon)


def _figure(target: Target) -> tuple[str, str, str, str, int | None, str]:
    return target.what, target.comparator, target.value, target.unit, target.deadline, target.kind


def _units(task: Task) -> tuple[list[str], list[str], list[str]]:
    return [u.name for u in task.lead], [u.name for u in task.units], [u.name for u in task.support]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("松陵区2026年民生实事清单\n一、教育\n新建学校2所。\n", 2026),
        ("松陵市2024年工作总结\n一、主要成绩\n新建学校2所。\n", 2025),
        ("松陵市工作要点\n一、水利\n2025年开工建设水库1座，2026年6月底前完成移民安置。\n", 2025),
        ("关于扩大就业的意见\n一、目标\n截至2022年底，就业8万人。到2026年，就业达到9万人。\n", 2023),
        ("松陵市国民经济和社会发展第十五个五年规划主要指标\n一、目标\n收入增长。\n", 2026),
        ("关于扩大就业的意见\n一、总体要求\n坚持就业优先。\n", None),
    ],
)
def test_the_year_a_document_speaks_from(text: str, year: int | None) -> None:
    assert first_year(_document(text)) == year


def test_a_plan_without_a_date_has_goals_and_no_past(read: Read) -> None:
    found = read("松陵市无废城市工作计划\n主要目标：2025年，回收利用率达到38%，“无废细胞”累计建成600个。\n").targets
    assert [_figure(t) for t in found] == [
        ("回收利用率", ">=", "38", "%", 2025, "target"),
        ("“无废细胞”累计建成", "=", "600", "个", 2025, "target"),
    ]


def test_a_report_without_chapters_looks_ahead_where_its_year_begins(read: Read) -> None:
    text = (
        "松陵县人民政府关于2025年政府工作的报告\n各位代表：\n2024年是极不平凡的一年。粮食产量32万吨。\n"
        "2025年是“十四五”规划收官之年。预期目标为：失业率控制在4%以内。\n"
    )
    assert [(t.value, t.kind) for t in read(text).targets] == [("32", "baseline"), ("4", "target")]


def test_the_first_year_of_a_table_with_yearly_growth_is_what_it_rests_on(read: Read) -> None:
    text = (
        "松陵市发展主要指标\n\n| 指标 | 单位 | 2025年 | 2030年 | 年均增长 | 属性 |\n| --- | --- | --- | --- | --- | --- |\n"
        "| 粮食产量 | 万吨 | 30 | 32 | 1.3% | 约束性 |\n"
    )
    assert [(t.value, t.kind) for t in read(text).targets] == [("30", "baseline"), ("32", "target"), ("1.3", "target")]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("到2027年，在景区布设起降点，建成12个。", [("起降点", "=", "12", "个", 2027, "target")]),
        ("2027年，粮食产量再获丰收，达到32万吨。", [("粮食产量", ">=", "32", "万吨", 2027, "target")]),
        ("到2027年，引进企业30家，带来约40亿元投资。", [
            ("企业", "=", "30", "家", 2027, "target"), ("投资", "~", "40", "亿元", 2027, "target")]),
        ("到2027年，零售额突破520亿元，消费券惠及群众5万人次。", [
            ("零售额", ">", "520", "亿元", 2027, "target"), ("消费券惠及群众", "=", "5", "万人次", 2027, "target")]),
        ("到2027年，旅游人次突破三千万。", [("旅游人次", ">", "3000", "万", 2027, "target")]),
        ("到2027年，实现企业开办0.5个工作日内办结。", [("企业开办", "<=", "0.5", "个工作日", 2027, "target")]),
        ("到2027年，网上申报率不低于99%。", [("网上申报率", ">=", "99", "%", 2027, "target")]),
        ("到2027年，储备项目120个、总投资300亿元。", [
            ("储备项目", "=", "120", "个", 2027, "target"), ("总投资", "=", "300", "亿元", 2027, "target")]),
        ("到2027年，收入10万元以上的村占比达到90%。", [("收入10万元以上的村占比", ">=", "90", "%", 2027, "target")]),
        ("2027年前，公屋平均轮候时间缩短至4.5年。", [("公屋平均轮候时间", "<=", "4.5", "年", 2027, "target")]),
        ("未来五年，新建学校20所。", [("学校", "=", "20", "所", 2027, "target")]),
    ],
)  # fmt: skip
def test_figures(read: Read, text: str, facts: list[tuple[str, str, str, str, int | None, str]]) -> None:
    found = read(f"松陵市行动方案（2025—2027年）\n一、任务\n{text}\n").targets
    assert [_figure(t) for t in found] == facts


def test_a_name_from_the_clause_before_is_not_sure(read: Read) -> None:
    found = read("松陵市行动方案（2025—2027年）\n一、任务\n布设起降点，2025年建成12个，2026年达到28个。\n").targets
    assert [(t.what, t.deadline, t.sure, bool(t.why)) for t in found] == [
        ("起降点", 2025, False, True), ("起降点", 2026, False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "（1）完善体系。新建处理点12处。责任部门：市城管局　时间：2026年9月\n",
        "（1）完善体系：新建处理点12处。\n责任单位：市城管局\n完成时限：2026年9月底前\n",
    ],
)
def test_figures_have_the_time_of_their_task(read: Read, text: str) -> None:
    found = read(f"松陵市行动方案（2025—2027年）\n一、任务\n{text}").targets
    assert [(t.what, t.deadline, t.sure) for t in found] == [("处理点", 2026, True)]


def test_a_museum_in_figures_is_a_platform(read: Read) -> None:
    assert [s.name for s in read("松陵市计划\n一、任务\n建设云岭非遗数字馆。\n").systems] == ["云岭非遗数字馆"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("对首次升规的企业给予10万元奖励，次年增速超过20%的，再奖励5万元。", [
            ("首次升规的企业奖励", "10", True), ("首次升规的企业再奖励", "5", True)]),
        ("对获评国家级绿色工厂的企业奖励50万元；省级绿色工厂奖励20万元。", [
            ("获评国家级绿色工厂的企业奖励", "50", True), ("省级绿色工厂奖励", "20", True)]),
        ("引进博士、硕士、本科毕业生的，每人每年分别补贴3万元、2万元、1万元。", [
            ("引进博士补贴", "3", True), ("引进硕士补贴", "2", True), ("引进本科毕业生每人每年补贴", "1", True)]),
        ("支持展会，参加境外展会的，单次最高奖励5万元。", [("参加境外展会单次", "5", True)]),
        ("对认定为国家级、省级首台（套）装备的，分别奖励200万元、100万元。", [
            ("认定为国家级首台（套）装备奖励", "200", True), ("认定为省级首台（套）装备奖励", "100", True)]),
    ],
)  # fmt: skip
def test_grants(read: Read, text: str, rows: list[tuple[str, str, bool]]) -> None:
    found = read(f"松陵市若干政策\n一、政策\n{text}\n").targets
    assert [(t.what, t.value, t.sure) for t in found] == rows
    assert {t.kind for t in found} == {"funding"}


def test_names_of_systems(read: Read) -> None:
    text = (
        "松陵市方案（2025—2027年）\n一、任务\n推进消费品以旧换新行动，优化线上线下一体就业服务平台。"
        "建设数字松陵全景感知平台（以下简称感知平台），感知平台由市数据局管理。\n"
    )
    found = {s.name: s for s in read(text).systems}
    assert set(found) == {"消费品以旧换新行动", "线上线下一体就业服务平台", "数字松陵全景感知平台"}
    assert found["数字松陵全景感知平台"].aliases == ("感知平台",)


def test_a_table_of_places_whose_heads_are_works(read: Read) -> None:
    found = read(
        "松陵县2025年绿化任务分解表（单位：亩）\n\n| 乡镇（街道） | 人工造林 | 村庄绿化 | 责任单位 |\n| --- | --- | --- | --- |\n"
        "| 青石镇 | 1200 | 260 | 青石镇人民政府 |\n| 柳河乡 | 900 | 180 | 柳河乡人民政府 |\n"
    )
    assert [_figure(t) for t in found.targets][:2] == [
        ("青石镇人工造林", "=", "1200", "亩", 2025, "target"), ("青石镇村庄绿化", "=", "260", "亩", 2025, "target"),
    ]  # fmt: skip
    assert [_units(t)[1] for t in found.tasks] == [["青石镇人民政府"], ["柳河乡人民政府"]]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("到2025年，产量达到15万辆，收入突破1000亿元，配套率达到45%。到2028年，分别达到40万辆、2600亿元、60%。", [
            ("产量", ">=", "40", "万辆", 2028, "target"), ("收入", ">=", "2600", "亿元", 2028, "target"),
            ("配套率", ">=", "60", "%", 2028, "target")]),
        ("2026年，牲畜存栏稳定在280万头只，新建充电桩65根。", [
            ("牲畜存栏", ">=", "280", "万头只", 2026, "target"), ("充电桩", "=", "65", "根", 2026, "target")]),
        ("2026年，为1.5万名妇女免费接种疫苗。", [("妇女", "=", "1.5", "万名", 2026, "target")]),
        ("2026年，电能利用效率降至1.2以下。", [("电能利用效率", "<=", "1.2", "", 2026, "target")]),
        ("2026年，旅客、货邮量分别达到1.35亿人次、45万吨，分别增长8.3%、7.9%。", [
            ("旅客增长", "=", "8.3", "%", 2026, "target"), ("货邮量增长", "=", "7.9", "%", 2026, "target")]),
    ],
)  # fmt: skip
def test_the_last_figures(read: Read, text: str, facts: list[tuple[str, str, str, str, int | None, str]]) -> None:
    found = read(f"松陵市行动方案（2025—2028年）\n一、任务\n{text}\n").targets
    assert [_figure(t) for t in found][-len(facts) :] == facts


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("对1类新药，完成Ⅰ、Ⅱ期试验的，分别给予最高300万元、500万元奖励。单个企业每年不超过3000万元。", [
            ("完成Ⅰ期试验奖励", "300"), ("完成Ⅱ期试验奖励", "500"), ("单个企业", "3000")]),
        ("新引进的总部企业，当年投资5000万元以上的，最高奖励1000万元。", [
            ("新引进的总部企业当年投资5000万元以上", "1000")]),
        ("对新获评国家级平台的企业奖励300万元，省级平台奖励100万元；企业上云费用按30%补贴。", [
            ("新获评国家级平台的企业奖励", "300"), ("省级平台奖励", "100"), ("企业上云费用补贴", "30")]),
    ],
)  # fmt: skip
def test_more_grants(read: Read, text: str, rows: list[tuple[str, str]]) -> None:
    found = read(f"松陵市若干政策\n一、政策\n{text}\n").targets
    assert [(t.what, t.value) for t in found] == rows
    assert {t.kind for t in found} == {"funding"}


def test_what_is_judged_names_no_system_and_what_is_at_work_may(read: Read) -> None:
    text = (
        "松陵市方案（2025—2027年）\n一、任务\n支持“云链工”平台争创国家级双跨平台。推动“松企通”升级扩容。\n"
        "工业互联网安全监测平台接入企业300家。\n"
    )
    assert [(s.name, s.sure) for s in read(text).systems] == [
        ("“云链工”平台", True), ("“松企通”", True), ("工业互联网安全监测平台", False),
    ]  # fmt: skip


def test_a_document_in_traditional_script_is_read_and_quoted_as_written(read: Read) -> None:
    text = (
        "績效指標（節錄）：香港特別行政區政府\n推動旅遊發展\n"
        "1. 於2026年年底前推出「四季旅遊」平台，在不少於25個景點提供免費服務。（旅遊事務署／數字政策辦公室）\n"
    )
    assert _document(text).script == "hant"
    found = read(text)
    (task,), (target,), (system,) = found.tasks, found.targets, found.systems
    assert _units(task) == ([], ["旅游事务署", "数字政策办公室"], [])
    assert [u.as_written for u in task.units] == ["旅遊事務署", "數字政策辦公室"]
    assert (task.due, "於2026年年底前推出" in task.task) == ("2026-12-31", True)
    assert (target.what, target.value, target.deadline) == ("景点", "25", 2026)
    assert "景點" in target.at.quote
    assert (system.name, system.at.quote) == ("“四季旅游”平台", "「四季旅遊」平台")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("共享满足率99%，并网率80%，使用率70%以上，从业人员9万人。", [
            ("共享满足率", "=", "99", "%", 2026, "target"), ("并网率", "=", "80", "%", 2026, "target"),
            ("使用率", ">=", "70", "%", 2026, "target"), ("从业人员", "=", "9", "万人", 2026, "target")]),
        ("能耗平均值控制在1.25以内，开放数据集超过50个。", [
            ("能耗平均值", "<=", "1.25", "", 2026, "target"), ("开放数据集", ">", "50", "个", 2026, "target")]),
        ("新建农田4万亩，改造提升2万亩。", [
            ("农田", "=", "4", "万亩", 2026, "target"), ("农田", "=", "2", "万亩", 2026, "target")]),
        ("完成钢铁产能40万吨、水泥产能60万吨改造。", [
            ("钢铁产能", "=", "40", "万吨", 2026, "target"), ("水泥产能改造", "=", "60", "万吨", 2026, "target")]),
        ("新开工项目3个，建设里程320公里。", [
            ("新开工项目", "=", "3", "个", 2026, "target"), ("建设里程", "=", "320", "公里", 2026, "target")]),
        ("网络销售额增长两成，订单超过50万单。", [
            ("网络销售额增长", "=", "20", "%", 2026, "target"), ("订单", ">", "50", "万单", 2026, "target")]),
    ],
)  # fmt: skip
def test_names_are_not_cut(read: Read, text: str, facts: list[tuple[str, str, str, str, int | None, str]]) -> None:
    found = read(f"松陵市行动方案（2025—2026年）\n一、任务\n2026年，{text}\n").targets
    assert [_figure(t) for t in found] == facts


def test_things_named_in_the_clause_before_are_never_certain(read: Read) -> None:
    text = "2026年，做强茶叶、杨梅两大产业，产值分别达到25亿元、18亿元。"
    found = read(f"松陵市行动方案（2025—2026年）\n一、任务\n{text}\n").targets
    assert [(t.what, t.value, t.sure) for t in found] == [("茶叶产值", "25", False), ("杨梅产值", "18", False)]


def test_a_count_so_far_in_a_plan_is_not_sure_unless_it_says_at_least(read: Read) -> None:
    text = "累计服务8万人次。覆盖率达八成以上，累计服务9万人次。"
    found = read(f"松陵市服务方案（2025—2026年）\n一、任务\n{text}\n").targets
    assert [(t.value, t.kind, t.sure and t.kind == "baseline") for t in found] == [
        ("8", "baseline", False), ("80", "target", False), ("9", "target", False),
    ]  # fmt: skip


def test_a_table_of_offices_with_counted_columns(read: Read) -> None:
    found = read(
        "开发区招商目标任务分解表\n\n| 责任部门 | 2026年到位资金（亿元） | 新签约项目（个） |\n| --- | --- | --- |\n"
        "| 招商一局 | 15 | 20 |\n| 招商二局 | 13 | 18 |\n"
    )
    assert [(t.what, t.value, t.unit) for t in found.targets] == [
        ("招商一局到位资金", "15", "亿元"), ("招商一局新签约项目", "20", "个"),
        ("招商二局到位资金", "13", "亿元"), ("招商二局新签约项目", "18", "个"),
    ]  # fmt: skip
    assert not found.tasks


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("对年进出口额达到1000万元以上的企业，给予10万元奖励；达到5000万元以上的，给予30万元奖励。", [
            ("年进出口额达到1000万元以上的企业奖励", "10"), ("达到5000万元以上奖励", "30")]),
        ("对面积1万平方米以上的展会，按每平方米50元给予办展单位补助。", [
            ("面积1万平方米以上的展会", "50")]),
        ("企业注册境外商标，每件补贴3000元，单个企业最高5万元。", [
            ("企业注册境外商标每件补贴", "3000"), ("企业注册境外商标每件补贴单个企业", "5")]),
    ],
)  # fmt: skip
def test_grants_by_steps(read: Read, text: str, rows: list[tuple[str, str]]) -> None:
    assert [(t.what, t.value) for t in read(f"松陵市若干政策\n一、政策\n{text}\n").targets] == rows


def test_works_and_plans_of_a_year_are_no_programmes_and_applications_may_be(read: Read) -> None:
    text = "实施安全生命防护工程800公里。全区2026年计划引进资金38亿元。推广“浙农粮”数字化应用。"
    found = read(f"松陵市方案（2025—2026年）\n一、任务\n{text}\n").systems
    assert [(s.name, s.sure) for s in found] == [("“浙农粮”数字化应用", False)]


def test_the_coming_years_begin_with_this_one(read: Read) -> None:
    text = "2026年松陵区政府工作报告\n今后五年的主要目标：收入年均增长6%。\n"
    assert [(t.what, t.deadline) for t in read(text).targets] == [("收入年均增长", 2030)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("生产总值超500亿元的县（市）达到20个。", [("生产总值超500亿元的县（市）", "20", True)]),
        ("城镇化率提高1个百分点，百强县数量保持前列，力争达到10个。", [
            ("城镇化率提高", "1", True), ("百强县数量", "10", False)]),
        ("高新技术企业净增150家、总量突破1200家。", [
            ("高新技术企业净增", "150", True), ("高新技术企业总量", "1200", True)]),
        ("进出口总值突破5000亿元、达5400亿元。", [
            ("进出口总值", "5000", True), ("进出口总值", "5400", True)]),
        ("三年安排450亿元。", [("三年安排", "450", False)]),
    ],
)  # fmt: skip
def test_what_a_figure_is_of(read: Read, text: str, facts: list[tuple[str, str, bool]]) -> None:
    found = read(f"松陵市行动方案（2025—2026年）\n一、任务\n到2026年，{text}\n").targets
    assert [(t.what, t.value, t.sure) for t in found] == facts


@pytest.mark.parametrize(
    "text",
    [
        "28个指标达到国内先进水平。",
        "产值稳步达到3000亿元以上，稳步达到4000亿元。",
        "投入资金，惠及461万人次。",
        "新增设备，超计划19家。",
    ],
)
def test_what_is_told_of_a_thing_is_no_certain_name(read: Read, text: str) -> None:
    found = read(f"松陵市行动方案（2025—2026年）\n一、任务\n到2026年，{text}\n").targets
    assert not found or not found[-1].sure


def test_the_grade_of_a_machine_is_no_figure(read: Read) -> None:
    assert not read("松陵市行动方案（2025—2026年）\n一、任务\n到2026年，推出25兆瓦级风电轴承。\n").targets
