"""One grammar for every place a responsibility stands in: the same words give the same units wherever they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon
from reader.registers.assignments import groups, reads_as_note
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]

WORDS = [
    ("市水务局、公安局按职责分工负责", "责:市水务局+市公安局"),
    ("市水务局牵头，市公安局按职责分工负责", "牵:市水务局 责:市公安局"),
    ("市水务局牵头，各有关单位按职责分工负责", "牵:市水务局 责:各有关单位"),
    ("市水务局、市公安局按职责分工负责，各区人民政府结合实际落实", "责:市水务局+市公安局+各区人民政府"),
    ("市水务局牵头负责，市公安局、各县（市）政府参与", "牵:市水务局 配:市公安局+各县（市）政府"),
    ("由市水务局会同市财政局、审计局组织实施", "牵:市水务局 配:市财政局+市审计局"),
    ("市水务局、市公安局联合牵头，市林业局协办", "牵:市水务局+市公安局 配:市林业局"),
    ("市水务局、市公安局分别负责，市林业局配合", "责:市水务局+市公安局 配:市林业局"),
    ("省民政厅牵头，省发展改革委、财政厅、广电局配合", "牵:省民政厅 配:省发展改革委+省财政厅+省广电局"),
    ("省民政厅牵头，财政厅、住房城乡建设厅负责，各市人民政府落实", "牵:省民政厅 责:省财政厅+省住房城乡建设厅+各市人民政府"),
    ("自治区民政厅牵头，财政厅配合，各盟行政公署落实", "牵:自治区民政厅 责:各盟行政公署 配:自治区财政厅"),
    ("市委宣传部、网信办，市文化和旅游局按职责分工负责", "责:市委宣传部+市委网信办+市文化和旅游局"),
    ("市财政局（牵头）、市审计局、市统计局（配合）", "牵:市财政局 责:市审计局 配:市统计局"),
    ("市水务局负责供水，市城管局负责排水", "责:市水务局+市城市管理局"),
    ("市水务局负责供水，市财政局做好资金保障工作", "牵:市水务局 配:市财政局"),
    ("教育部、国家发展改革委、全国总工会等按职责分工负责", "责:教育部+国家发展改革委+全国总工会"),
    ("市财政局、人民银行某某市分行、某某海关负责", "责:市财政局+人民银行某某市分行+某某海关"),
    ("市发展改革委（市粮食局）、农业农村局（市乡村振兴局）负责", "责:市发展改革委（市粮食局）+市农业农村局（市乡村振兴局）"),
    ("市公安局、司法局和市林业局抓好落实", "责:市公安局+市司法局+市林业局"),
]  # fmt: skip


def _said(task: Task | None) -> str:
    if task is None:
        return ""
    parts = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in parts if units)


@pytest.mark.parametrize(("words", "said"), WORDS)
@pytest.mark.parametrize(
    "frame", ["（{}）", "〔{}〕", "（责任单位：{}）", "（{}；2022年底前完成）", "（{}，长期坚持）"]
)
def test_notes(plan: Plan, lexicon: Lexicon, frame: str, words: str, said: str) -> None:
    (task,) = read_tasks(plan(f"推进建设。{frame.format(words)}"), lexicon)
    assert _said(task) == said
    assert task.sure


@pytest.mark.parametrize(("words", "said"), WORDS)
def test_lines_and_cells(plan: Plan, lexicon: Lexicon, words: str, said: str) -> None:
    (line,) = read_tasks(plan("推进建设。", f"责任单位：{words}"), lexicon)
    assert _said(line) == said
    (cell,) = read_tasks(plan(("table", f"任务\t责任单位\t备注\n推进建设\t{words}\t无")), lexicon)
    assert _said(cell) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("主责单位：市水务局　配合单位：市林业局、公安局", "牵:市水务局 配:市林业局+市公安局"),
        ("牵头单位：市水务局，责任单位：市直有关部门、单位，各区政府", "牵:市水务局 责:市直有关部门+各区政府"),
        ("责任领导：李四；牵头部门：市水务局；参与部门：市林业局；完成时限：年底", "牵:市水务局 配:市林业局"),
        ("责任单位：市水务局。以下任务均需各区落实，不再列出", "责:市水务局"),
        ("市水务局，市林业局配合", "牵:市水务局 配:市林业局"),
        ("责任单位：市水务局【牵头】、市林业局【配合】", "牵:市水务局 配:市林业局"),
        ("责任单位：市水务局、市林业局（2024年6月底前完成）", "责:市水务局+市林业局"),
    ],
)
def test_keys_and_remarks(lexicon: Lexicon, words: str, said: str) -> None:
    assert _said(groups(words, 0, None, lexicon)) == said


@pytest.mark.parametrize(
    "words",
    [
        "以下简称平台",
        "含市水务局",
        "由市财政局负责解释",
        "详见附件",
        "下同",
        "2022年底前完成",
        "长期坚持",
        "第一批",
    ],
)
def test_other_brackets(words: str) -> None:
    assert not reads_as_note(words)


def test_levels_come_from_the_row(plan: Plan, lexicon: Lexicon) -> None:
    table = "事项\t主办单位\t协办单位\n修路\t县交通局\t财政局、发改局，国网供电公司\n建馆\t财政局\t—"
    first, second = read_tasks(plan(("table", table)), lexicon)
    assert _said(first) == "牵:县交通运输局 配:县财政局+县发展改革局+国网供电公司"
    assert _said(second) == "牵:财政局"
