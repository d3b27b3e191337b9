"""Kinds of wording that plans of many places taught; made-up texts that say the same in other words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.register import Registers, Target, Task
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, registers_of

Read = Callable[[str], Registers]
PLAN = "青溪市2024年重点工作方案\n一、工作目标\n"


@pytest.fixture
def read(lexicon: Lexicon) -> Read:
    return lambda text: registers_of(normalise_raw(decode(text.encode(), "a.txt"), Facts(id="a")).document, lexicon)


def _units(task: Task) -> tuple[list[str], list[str], list[str]]:
    return [u.name for u in task.lead], [u.name for u in task.units], [u.name for u in task.support]


def _figure(target: Target) -> tuple[str, str, str, str, int | None, str]:
    return target.what, target.comparator, target.value, target.unit, target.deadline, target.kind


# Tasks


def test_a_table_whose_head_does_not_name_the_work(read: Read) -> None:
    table = (
        "2024年民生实事分解表\n| 序号 | 民生实事 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- |\n"
        "| 1 | 新建3座过街天桥并投入使用。 | 县住建局 县政务服务中心 县代建中心 | 10月底前 |\n"
    )
    made = read("青溪县人民政府办公室\n" + table)
    (task,) = made.tasks
    assert task.task == "新建3座过街天桥并投入使用。"
    assert [u.as_written for u in task.units] == ["县住建局", "县政务服务中心", "县代建中心"]
    assert task.due == "2024-10-31"
    assert [_figure(t)[:5] for t in made.targets] == [("过街天桥", "=", "3", "座", 2024)]


def test_a_sentence_that_only_assigns_closes_the_words_before_it(read: Read) -> None:
    (task,) = read(PLAN + "继续发放种粮补贴。由市财政局、蚕桑局，各县（市）、区人民政府负责落实。\n").tasks
    assert task.task == "继续发放种粮补贴。"
    assert _units(task) == ([], ["市财政局", "市蚕桑局", "各县（市）、区人民政府"], [])


def test_a_sentence_that_says_what_is_to_be_done_is_its_own_task(read: Read) -> None:
    (task,) = read(PLAN + "加强统筹。由市数据局牵头建设数据平台，市财政局配合。\n").tasks
    assert task.task == "由市数据局牵头建设数据平台，市财政局配合"
    assert _units(task) == (["市数据局"], [], ["市财政局"])


def test_names_of_persons_stand_between_notes_and_are_no_task(read: Read) -> None:
    run_on = "1.新辟公交线路9条。牵头领导：王一。责任单位：市交通委。项目责任人：李二。配合单位：市公安局，各区政府。\n"
    (task,) = read(PLAN + run_on).tasks
    assert (task.task, _units(task)) == ("1.新辟公交线路9条。", ([], ["市交通运输委"], ["市公安局", "各区政府"]))
    lines = "1.生产总值增长7%以上。\n牵头负责领导：王一。\n牵头责任单位：市发展改革委。\n协同责任单位：市财政局。\n"
    (task,) = read(PLAN + lines).tasks
    assert task.task == "1.生产总值增长7%以上。"
    assert _units(task) == (["市发展改革委"], [], ["市财政局"])


@pytest.mark.parametrize(
    ("names", "units"),
    [
        ("省保密局、密码管理局", ["省保密局", "省密码管理局"]),
        ("市水务局、城乡建设局", ["市水务局", "市城乡建设局"]),
        ("市水务局、长江航运公安局", ["市水务局", "长江航运公安局"]),
        ("市财政局、宁波海事局", ["市财政局", "宁波海事局"]),
    ],
)
def test_a_department_of_any_field_has_the_level_of_its_list(read: Read, names: str, units: list[str]) -> None:
    (task,) = read(PLAN + f"1.推进安全管理。（责任单位：{names}）\n").tasks
    assert [u.name for u in task.units] == units


def test_what_holds_for_all_that_follows_is_no_part_of_a_note(read: Read) -> None:
    note = "[市水务局牵头，市审计局配合，各县（市）区政府负责落实。以下均需各县（市）区政府落实，无此职能的，由市政府直属责任部门负责，不再列出]"
    (task,) = read(PLAN + f"1.控制用水总量。{note}\n").tasks
    assert _units(task) == (["市水务局"], ["各县（市）区政府"], ["市审计局"])


def test_title_marks_in_the_place_of_brackets(read: Read) -> None:
    made = read(PLAN + "1.健全体制。（市教育局，各县<市、区>人民政府）\n")
    assert [len(t.units) for t in made.tasks] == [2]
    assert made.citations == ()


def test_a_part_that_somebody_carries_out(read: Read) -> None:
    (task,) = read(PLAN + "由市数据局牵头，市大数据中心具体承担，市财政局参与，建成数据资源库。\n").tasks
    assert _units(task) == (["市数据局"], ["市大数据中心"], ["市财政局"])


def test_a_chapter_of_duties(read: Read) -> None:
    text = "青溪市限行方案\n三、职责分工\n（一）市公安局\n负责设置禁行标志。\n（二）市财政局\n负责经费保障。\n（三）市融媒体中心：配合做好宣传。\n"
    made = read(text).tasks
    assert [_units(t) for t in made] == [
        ([], ["市公安局"], []), ([], ["市财政局"], []), ([], [], ["市融媒体中心"]),
    ]  # fmt: skip
    assert made[0].task == "负责设置禁行标志。"


# Targets


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "年营业收入超1000亿元的2个，建成中心3个。",
            [("年营业收入超1000亿元", "=", "2", "个"), ("中心", "=", "3", "个")],
        ),
        ("新建设施农业200亩。", [("设施农业", "=", "200", "亩")]),
        ("新增墓穴10000穴，改造小区33.5万m2。", [("墓穴", "=", "10000", "穴"), ("小区", "=", "33.5", "万m2")]),
        ("加强对已建公墓管理，新建墓地15处。", [("墓地", "=", "15", "处")]),
        ("注册用户突破200万大关。", [("注册用户", ">", "200", "万")]),
        ("安全事故死亡率控制在0.011以内。", [("安全事故死亡率", "<=", "0.011", "")]),
        ("责任事故死亡率控制在0.02人/百万公里以内。", [("责任事故死亡率", "<=", "0.02", "人/百万公里")]),
        ("年均因灾损失占比控制在1%以内。", [("年均因灾损失占比", "<=", "1", "%")]),
        ("为全区23000名老年人提供上门服务。", [("老年人", "=", "23000", "名")]),
        ("为200万中小学生开展测评。", [("中小学生", "=", "200", "万")]),
        ("推进10项标志性工程。", [("标志性工程", "=", "10", "项")]),
        ("实现100%行政村通畅。", [("行政村通畅", "=", "100", "%")]),
        ("实施甲产线等482个重点项目。", [("重点项目", "=", "482", "个")]),
        ("新增城镇就业6.5万人。", [("新增城镇就业", "=", "6.5", "万人")]),
        ("提升一批百亿级产业集群。", []),
        ("年薪100万元以上的人才，可直接认定为领军人才。", []),
        ("消费满100元减20元、满200元减40元。", []),
        ("每10万人刑事案件数下降5%。", [("每10万人刑事案件数下降", "=", "5", "%")]),
    ],
)
def test_figures(read: Read, text: str, rows: list[tuple[str, str, str, str]]) -> None:
    found = [_figure(t) for t in read(PLAN + text + "\n").targets]
    assert [f[:4] for f in found] == rows
    assert all(f[4:] == (2024, "target") for f in found)


def test_a_past_is_carried_to_the_end_of_its_sentences(read: Read) -> None:
    told = "2023年，财政收入增长8.1%。就业100万人。失业率5.1%。价格上涨0.9%。经费增长15.5%。产量1.3万吨。产值20亿元。税收增长18.2%。"
    made = read("青溪市2024年工作要点\n" + told + "今年预期目标是：财政收入增长6%左右。\n").targets
    assert [t.kind for t in made] == ["baseline"] * (len(made) - 1) + ["target"]
    assert [t.what for t in made][3] == "价格上涨"


def test_what_is_compared_with_another_year_keeps_its_name(read: Read) -> None:
    made = read(
        "青溪市“十四五”规划\n一、发展基础\n2020年底，公路里程达到443公里，相比2015年393公里增加约49公里，增长约12.5%。\n"
    )
    assert [(t.what, t.value) for t in made.targets][-2:] == [("公路里程增加", "49"), ("公路里程增长", "12.5")]


def test_the_first_of_two_figures_has_the_unit_of_the_last(read: Read) -> None:
    made = read("青溪市2024年工作总结\n一、2024年工作回顾\n一产和三产占比分别下降0.5和0.7个百分点。\n").targets
    assert [(t.value, t.unit) for t in made] == [("0.5", "个百分点"), ("0.7", "个百分点")]


def test_money_to_give_is_no_target(read: Read) -> None:
    made = read(PLAN + "本次活动专项资金总额为800万元。\n").targets
    assert [t.kind for t in made] == ["funding"]


def test_conditions_of_a_grant_that_go_on_behind_a_comma(read: Read) -> None:
    text = "对一季度产值达到4000万元及以上的工业企业，以及营业收入达到2000万元及以上且同比增长10%及以上的软件企业，给予一次性奖补20—50万元。"
    made = read("青溪市支持企业发展若干政策\n1." + text + "\n").targets
    assert [(t.kind, t.value) for t in made] == [("funding", "20-50")]


def test_goals_of_a_numbered_paragraph_hold_for_what_stands_under_it(read: Read) -> None:
    text = "关于公共交通发展的实施意见\n青溪政办〔2023〕4号\n一、总体要求\n（二）发展目标。到2025年，体系基本健全。\n1.地位凸显。分担率不低于50%。\n"
    (row,) = read(text).targets
    assert (row.deadline, row.sure) == (2025, True)


def test_all_year_in_a_dated_plan_is_its_year(read: Read) -> None:
    (row,) = read("青溪省工业运行行动方案\n2022年4月8日\n一、任务\n确保全年实施技改项目1500个以上。\n").targets
    assert (row.deadline, row.sure) == (2022, True)


def test_within_some_years_is_not_this_year(read: Read) -> None:
    (row,) = read("青溪省工业运行行动方案\n2022年4月8日\n一、任务\n3年内实施技改项目1500个以上。\n").targets
    assert row.deadline == 2025


def test_an_item_with_a_note_under_it_is_no_heading(read: Read) -> None:
    units = "、".join(
        f"市{n}局" for n in ("财政", "水务", "教育", "审计", "统计", "商务", "民政", "司法", "农业农村", "交通运输")
    )
    text = f"青溪市2024年工作分解\n一、目标\n1.固定资产投资增长10%。\n责任单位：{units}（除注明外，均为责任单位）\n2.出口增长5%。\n责任单位：市商务局\n"
    assert [t.value for t in read(text).targets] == ["10", "5"]


def test_columns_of_places_and_totals(read: Read) -> None:
    table = (
        "青溪市2024年公交工作计划\n| 指标 | 东湖 | 南陵、北仑 | 镇海 | 合计 |\n| --- | --- | --- | --- | --- |\n"
        "| 新辟线路年度目标（条） | 2 | 5 | 1 | 8 |\n"
    )
    assert [(t.what, t.value, t.unit, t.deadline) for t in read(table).targets] == [
        ("东湖新辟线路年度目标", "2", "条", 2024), ("南陵、北仑新辟线路年度目标", "5", "条", 2024),
        ("镇海新辟线路年度目标", "1", "条", 2024), ("新辟线路年度目标", "8", "条", 2024),
    ]  # fmt: skip
    by_place = "青溪市2024年任务分解表\n表1 各区任务\n| 区县 | 管网更新（公里） |\n| --- | --- |\n| 东湖区 | 3.5 |\n| 合计 | 9 |\n"
    assert [(t.what, t.value, t.deadline) for t in read(by_place).targets] == [
        ("东湖区管网更新", "3.5", 2024), ("管网更新", "9", 2024),
    ]  # fmt: skip


def test_a_cell_with_an_aside(read: Read) -> None:
    table = "青溪县“十四五”规划\n| 指标 | 2020年 | 2025年 |\n| --- | --- | --- |\n| 平均受教育年限（年） | 9.9 | 10.8（其中新增劳动力13.5） |\n"
    assert [(t.value, t.kind) for t in read(table).targets] == [("9.9", "baseline"), ("10.8", "target")]


# Systems


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("智慧城市项目一期及全市一体化协同办公平台开始建设。", ["全市一体化协同办公平台"]),
        ("建成城市数据资源平台并接入政务外网。", ["城市数据资源平台", "政务外网"]),
        ("争创国家基础学科研究中心、国家技术创新中心等。", []),
        ("推进省重点实验室重组。", []),
        ("构建省统一电子印章服务异地双中心架构。", []),
        ("聚焦国家“十四五”规划102项重大工程。", []),
    ],
)
def test_names_of_systems(read: Read, text: str, names: list[str]) -> None:
    found = [s.name for s in read(PLAN + text + "\n").systems]
    assert [n for n in found if n != "政务外网"] == [n for n in names if n != "政务外网"]
