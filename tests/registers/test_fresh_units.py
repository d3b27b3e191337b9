"""Who has to do it: in prose, in lines, in tables and by stages, as plans of other places write it; made-up texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.register import Registers, Task
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, registers_of

Read = Callable[[str], Registers]
Names = tuple[list[str], list[str], list[str]]


@pytest.fixture
def read(lexicon: Lexicon) -> Read:
    return lambda text: registers_of(normalise_raw(decode(text.encode(), "a.txt"), Facts(id="a")).document, lexicon)


def _units(task: Task) -> Names:
    return [u.name for u in task.lead], [u.name for u in task.units], [u.name for u in task.support]


@pytest.mark.parametrize(
    ("text", "units", "sure"),
    [
        ("市水利局总牵头，各区政府、市城投集团具体落实。", (["市水利局"], ["各区政府", "市城投集团"], []), True),
        ("市委督查室、市政府督查室每季度开展督查。", ([], ["市委督查室", "市政府督查室"], []), False),
        ("三、省财政厅安排补偿资金5亿元。", ([], ["省财政厅"], []), False),
        ("省委金融办牵头建立机制，省科技厅每半年更新名单。", (["省委金融办"], ["省科技厅"], []), True),
        ("教育部每年组织一次监测评价。", ([], ["教育部"], []), False),
        ("1.省科技厅负责统筹协调，制定办法。", ([], ["省科技厅"], []), True),
    ],
)  # fmt: skip
def test_what_units_do_may_be_all_that_is_said(read: Read, text: str, units: Names, sure: bool) -> None:
    found = read(f"关于金融支持企业的若干措施\n2025年3月1日\n一、任务\n{text}\n").tasks
    assert [(_units(t), t.sure) for t in found] == [(units, sure)]


def test_stages_end_with_their_last_month(read: Read) -> None:
    text = "（一）启动阶段（2025年3月—6月）。印发方案，布局实验室10家。（省科技厅牵头，省教育厅配合）"
    assert [t.due for t in read(f"实验室建设实施方案\n五、进度安排\n{text}\n").tasks] == ["2025-06-30"]


def test_units_of_a_line_whose_blanks_were_lost(read: Read) -> None:
    text = "1.增加值增长7%。\n牵头单位：区经济信息化局\n责任单位：区统计局 各镇（街道）\n"
    found = read(f"全区2026年政府重点工作责任分解\n一、经济发展\n{text}").tasks
    assert [_units(t) for t in found] == [(["区经济信息化局"], ["区统计局", "各镇（街道）"], [])]


def test_years_of_a_column_tell_what_the_end_of_the_year_is(read: Read) -> None:
    found = read(
        "松陵县重点事项清单\n\n| 事项名称 | 牵头部门 | 改革目标 | 上线时间 |\n| --- | --- | --- | --- |\n"
        "| 注销登记 | 县市场监管局 | 申请材料减少60% | 2025年6月 |\n| 开办餐饮店 | 县公安局 | 跑动次数减至1次 | 年底前 |\n"
    )
    assert [t.due for t in found.tasks] == ["2025-06-30", "2025-12-31"]
    assert [(t.what, t.comparator, t.value, t.deadline) for t in found.targets] == [
        ("申请材料减少", "=", "60", 2025), ("跑动次数", "<=", "1", 2025),
    ]  # fmt: skip


def test_units_parted_by_strokes(read: Read) -> None:
    text = "松陵施政報告政策措施\n發展創科\n1.在2027年年底前吸引企業落戶。（重點企業辦公室／創新科技局）\n"
    assert [_units(t) for t in read(text).tasks] == [([], ["重点企业办公室", "创新科技局"], [])]


def test_lines_of_units_that_help_belong_to_the_line_before(read: Read) -> None:
    text = (
        "松陵区2026年民生实事清单\n1.教育：新增学位300个。\n责任单位：区教育局\n"
        "配合单位：区住建局\n完成时限：2026年8月底前\n"
    )
    (task,) = read(text).tasks
    assert _units(task) == ([], ["区教育局"], ["区住房城乡建设局"])
    assert task.due == "2026-08-31"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由市发展改革委牵头、市工商联配合，6月底前建立制度。", (["市发展改革委"], [], ["市工商联"])),
        ("市科技局总牵头，市财政局、水利局等行业主管部门按照“谁主管、谁负责”原则抓好落实。",
         (["市科技局"], ["市财政局", "市水利局"], [])),
        ("市政府督查室会同有关部门每半年开展一次督查。", (["市政府督查室"], [], ["有关部门"])),
        ("省级由省财政厅负责，市县由同级财政部门负责。", ([], ["省财政厅", "同级财政部门"], [])),
        ("各县（市、区）要在2025年5月底前出台措施。", ([], ["各县（市、区）"], [])),
        ("8.支持创新。（市科技局负责，各有关高校、科研院所参与）", (["市科技局"], [], ["各有关高校"])),
        ("5.培育队伍。（市委统战部牵头，市委党校、市工商联等部门和单位配合）",
         (["市委统战部"], [], ["市委党校", "市工商联"])),
    ],
)  # fmt: skip
def test_units(read: Read, text: str, units: tuple[list[str], list[str], list[str]]) -> None:
    found = read(f"松陵市重点任务分工方案\n2025年3月1日\n一、任务\n{text}\n").tasks
    assert [_units(t) for t in found] == [units]


def test_two_notes_within_one_sentence(read: Read) -> None:
    text = "推动体系建设，2025年6月底前制定方案（县商务局牵头），年底前建成中心1个（县供销社负责）。"
    found = read(f"松陵县重点任务分工方案\n2025年3月1日\n一、任务\n1.{text}\n").tasks
    assert [(_units(t), t.due) for t in found] == [
        ((["县商务局"], [], []), "2025-06-30"), (([], ["县供销社"], []), "2025-12-31"),
    ]  # fmt: skip


def test_a_sentence_with_units_whose_part_is_not_read_is_not_sure(read: Read) -> None:
    text = "松陵市方案\n2025年3月1日\n一、任务\n市商务局牵头建立机制，对照清单督促市公安局、市税务局等核对。\n"
    assert [t.sure for t in read(text).tasks] == [False]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1.建置中心。（主辦機關：民政局；協辦機關：警察局、建設局）", (["民政局"], [], ["警察局", "建设局"])),
        ("教育部、人力资源社会保障部要在2025年6月底前加大培养力度。", ([], ["教育部", "人力资源社会保障部"], [])),
        ("由国家发展改革委会同财政部等有关部门统筹安排投资。", (["国家发展改革委"], [], ["财政部"])),
        ("1.发展助餐。（民政部牵头，商务部等按职责分工负责）", (["民政部"], ["商务部"], [])),
        ("市政府办公室负责统筹，市信访局负责督办，各承办单位负责办理。", ([], ["市政府办公室", "市信访局", "各承办单位"], [])),
        ("市数据局牵头负责，各县（市、区）、市直有关单位参与。", (["市数据局"], [], ["各县（市、区）", "市直有关单位"])),
    ],
)  # fmt: skip
def test_units_of_other_places(read: Read, text: str, units: tuple[list[str], list[str], list[str]]) -> None:
    found = read(f"关于发展养老服务的意见\n2025年3月1日\n一、任务\n{text}\n").tasks
    assert [_units(t) for t in found] == [units]


def test_ministries_are_told_of_in_the_plan_of_a_place(read: Read) -> None:
    text = "松陵市方案\n2025年3月1日\n一、任务\n“双高计划”由教育部会同财政部实施。\n"
    assert not read(text).tasks


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1.搭建平台。责任单位：市民政局 市数据局 各县（市、区）人民政府",
         ([], ["市民政局", "市数据局", "各县（市、区）人民政府"], [])),
        ("县住房城乡建设局牵头，市生态环境局宁川分局配合。", (["县住房城乡建设局"], [], ["市生态环境局宁川分局"])),
        ("县委农办要每月调度。", ([], ["县委农办"], [])),
    ],
)  # fmt: skip
def test_units_run_together_and_below(read: Read, text: str, units: tuple[list[str], list[str], list[str]]) -> None:
    found = read(f"松陵县工作要点\n2025年3月1日\n一、任务\n{text}\n").tasks
    assert [_units(t) for t in found] == [units]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由区人社局牵头，区教委、区文旅促进中心、各街镇配合。", (["区人社局"], [], ["区教委", "区文旅促进中心", "各街镇"])),
        ("省财政厅负责资金保障，各旗县人民政府落实主体责任。", ([], ["省财政厅", "各旗县人民政府"], [])),
    ],
)  # fmt: skip
def test_lists_go_on_to_the_words_of_their_part(
    read: Read, text: str, units: tuple[list[str], list[str], list[str]]
) -> None:
    found = read(f"松陵县工作要点\n2025年3月1日\n一、任务\n{text}\n").tasks
    assert [_units(t) for t in found] == [units]
