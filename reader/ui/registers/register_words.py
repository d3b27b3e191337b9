"""Sentences of the page of registers: the line of figures above the table, and why a table is empty. No widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from reader.script import Script
from reader.ui.registers.register_lines import DROPPED_ROWS, Ledger, LedgerFilter, Line, figures
from reader.ui.session.session import Session

FORMS: Final = {
    "xlsx": "导出为 XLSX…", "csv": "导出为 CSV…", "docx": "导出责任分工表（Word）…", "ics": "导出任务期限（日历）…",
    "print": "打印…",
}  # fmt: skip
GROUP_WORDS: Final = {
    "": "不分组", "doc": "按文件分组", "role": "按角色分组", "unit": "按单位分组", "year": "按年份分组",
    "status": "按状态分组",
}  # fmt: skip
TABS: Final = {"tasks": "任务//台账", "targets": "指标//台账", "systems": "平台系统", "citations": "引用//台账"}
"""What the registers are called; their columns of these names hold one of the kind in each cell."""
READING: Final = "正在整理台账…"
MY_ROLES: Final = {"lead": "我牵头 {n}", "joint": "我共同 {n}", "support": "我配合 {n}"}
DUE: Final = {"tasks": "{year}年到期 {n}", "targets": "{year}年到期 {n}", "systems": "{year}年到期 {n}"}
LIST_THEM: Final = "more"  # where the link of the hint leads
NAMED: Final = 2  # documents without targets, above the table


def told(session: Session, simplified: str, values: Mapping[str, object]) -> str:
    """The window's words where they stand among those of documents: in the script that these are shown in."""
    texts = session.texts
    if session.script == Script.HANS or texts.language != "zh_CN":
        return texts(simplified, **values)
    said = texts.in_traditional(simplified)
    said = session.shown(simplified) if said == simplified else said
    return said.format(**values) if values else said


def figures_said(
    ledger: Ledger, name: str, lines: Sequence[Line], texts: Callable[..., str], title: Callable[[str], str]
) -> str:
    """What is counted, parted by dots; empty before anything was read."""
    if not ledger.sheets:
        return ""
    own = figures(lines)
    parts = [texts("共 {n} 项", n=own.total)]
    if ledger.unit and name == "tasks":
        parts += [texts(says, n=own.roles.get(role, 0)) for role, says in MY_ROLES.items()]
        parts.append(texts("已完成 {n}", n=own.done))
    if name in DUE:
        parts += [texts(DUE[name], year=year, n=count) for year, count in own.years]
    if own.unsure:
        parts.append(texts("待核对 {n}", n=own.unsure))
    if name == "targets" and ledger.no_targets:
        without = ledger.no_targets
        titles = "、".join(f"《{title(doc)}》" for doc in without[:NAMED])
        says = "{titles}没有提出量化指标" if len(without) <= NAMED else "{titles}等 {n} 份文件没有提出量化指标"
        parts.append(texts(says, titles=titles, n=len(without)))
    return " · ".join(parts)


def hint_said(
    ledger: Ledger, name: str, chosen: LedgerFilter, texts: Callable[..., str], shown: Callable[[str], str]
) -> str:
    """That my unit is unknown, and which tasks may concern it without naming it, as rich text with a link to them."""
    if not ledger.unit or not ledger.sheets or not chosen.mine:
        return ""
    parts = []
    if not ledger.own_names:
        says = texts("这些文件里没有叫“{unit}”的单位，请看看写法；名称照样保留。", unit=shown(ledger.unit))
        parts.append(escape(says))
    maybe = [line for line in ledger.sheet("tasks").lines if line.perhaps] if name == "tasks" else []
    if maybe:
        words = Counter(line.perhaps for line in maybe).most_common(1)[0][0]
        says = "另有 {n} 项交给“{words}”等，可能涉及本单位。"
        says = "其中 {n} 项交给“{words}”等，可能涉及本单位，标为“泛指”。" if chosen.perhaps else says
        says = texts(says, n=len(maybe), words=shown(words))
        link, offer = ("fewer", "不再列出") if chosen.perhaps else (LIST_THEM, "列出来看")
        parts.append(f'{escape(says)} <a href="{link}">{escape(texts(offer))}</a>')
    return "　".join(parts)


def why_empty(ledger: Ledger, name: str, chosen: LedgerFilter, session: Session) -> str:
    """What to do where nothing is listed."""
    texts, unit = session.texts, session.settings.my_unit
    if name not in (ledger.sheets or {}):
        return texts(READING)
    if not ledger.sheet(name).lines:
        return texts("文库的文件里没有找到这类内容。导入含有责任分工、指标的文件后，这里会自动列出。")
    if chosen.mine and not unit:
        return texts("先在上方填写“我的单位”，这里就只列与它有关的任务，并注明牵头还是配合。")
    if name == "targets" and chosen.doc in ledger.no_targets:
        return texts("《{title}》没有提出量化指标。", title=session.title(chosen.doc))
    if chosen.unsure == DROPPED_ROWS:
        return texts("没有剔除的行。")
    if chosen.mine and chosen == LedgerFilter(mine=True):
        known = any(line.mine for sheet in (ledger.sheets or {}).values() for line in sheet.lines)
        says = "没有找到“{unit}”的内容。换全称或简称再试，或关掉“只看我的”。"
        if known or name == "citations":  # the name is right, or no unit is ever named there
            says = "{register}中没有涉及{unit}的条目。"
        return texts(says, register=texts(TABS[name]), unit=session.shown(unit))
    return texts("没有符合条件的行。请放宽条件，或按“清除条件”。")
