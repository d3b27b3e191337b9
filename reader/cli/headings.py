"""Headings of register tables in English. The cells stay in the language of the documents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENGLISH: Final[Mapping[str, str]] = MappingProxyType({
    "文件": "Document", "条款": "Clause", "本单位": "Own part", "任务": "Task", "牵头": "Lead", "共同": "Joint",
    "配合": "Support", "时限": "Due", "形式": "Form", "状态": "Status", "我的备注": "Own note", "更正": "Correction",
    "核对原因": "Why to check", "待核对": "To check", "指标": "Target", "要求": "Comparison", "数值": "Value",
    "单位": "Unit", "期限": "Due", "期限依据": "Due according to", "类别": "Kind", "原文": "Words", "名称": "Name",
    "又称": "Also called", "处数": "Mentions", "涉及单位": "Units concerned", "引用": "Cites", "文号": "Number",
    "制定机关": "Issuer", "文库中的文件": "In the library", "作为依据": "As basis", "被引用": "Cited by",
    "原文名称": "Name in the text", "年份": "Year",
})  # fmt: skip
