"""Headings and short words of lists in English. Cells of registers stay in the language of the documents."""

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

# Words that stand by themselves in a line: what became of a file, how a note is found, where a document stands.
WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "已添加": "added", "已有": "already", "新版本": "new version", "需要文字识别": "needs OCR", "读不了": "unreadable",
    "已跳过": "skipped", "已收入": "taken in", "重复": "double",
    "随附文件": "with the program", "我的文件": "own documents", "文号未载明": "no number stated",
    "征求意见稿": "draft for comment",
    "标题": "title", "所附文件的标题": "title of what it carries", "文号": "number", "发文机关": "issuers",
    "成文日期": "written", "发布日期": "published", "文种": "kind", "地区": "region",
    "来源": "from", "文件": "file", "添加": "added", "版本": "versions", "文件夹和标签": "collections and tags",
    "高亮": "highlight", "下划线": "underline", "批注": "note", "书签": "bookmark",
    "原处": "in place", "已移动": "moved", "文字有改动": "changed", "原文已不在": "words gone",
    "不在文库中": "not in the library", "文件暂时打不开": "cannot be opened now",
    "使用中": "in use", "已隐藏": "hidden", "已损坏": "damaged", "可退回": "to go back to",
    "另立": "addition", "取代": "replacement", "随附": "bundled", "自己": "own",
    "随程序附带的语料": "corpus of the program",
    "未签名": "not signed",
    "新增": "added", "修改": "changed", "移动": "moved", "删去": "removed", "移动并修改": "moved and changed",
    "正文": "text", "发文字号": "number", "主送机关": "addressees", "落款": "signature", "日期": "date",
    "表格": "table",
    "可能对应（存疑）": "likely, in doubt", "可能对应": "likely", "未找到": "none found",
    "已落实": "done", "部分": "part", "未涉及": "not taken up", "不适用": "not applicable",
    "正常": "good", "异常": "bad",
    "语料": "corpus", "书架": "shelves", "完整性": "integrity", "检索": "search", "台账": "registers",
    "批注存取": "notes written and read", "我的批注": "own notes", "简繁转换": "script conversion", "排版": "layout",
    "中文输入": "Chinese input", "打印": "printing", "组件": "parts", "设置": "settings",
})  # fmt: skip
