"""The rules that make clean text of a source, in words people read. Names only; the rules are in `ingest`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RULE_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    "pinyin": "删去注音", "gbk-shift": "修复编码错位", "chrome": "删去网页内容", "repeated-title": "删去网页重复标题",
    "width": "改正标点与全半角", "space": "删去多余空白", "line-end": "整理空行", "invisible": "删去不可见字符",
    "script": "繁体转回简体", "title-join": "接合断开的标题", "bracket": "补回括号引号", "doc-number": "改正发文字号",
    "table": "还原表格", "html": "删去网页标记", "markdown": "删去标记符号",
    "page-furniture": "删去页眉页脚", "joined-line": "接合断行", "list-number": "补出自动编号",
    "line-split": "分开连成一行的段落", "line-join": "接合被折断的行", "mojibake": "还原乱码",
})  # fmt: skip

# The rules that put words right which the source had wrong, by evidence: what a reviewer looks at first.
REPAIRS: Final = ("gbk-shift", "mojibake", "bracket", "doc-number", "title-join")


def rule_name(rule: str) -> str:
    """What a rule does, in simplified Chinese; its own name where it has no words yet."""
    return RULE_NAMES.get(rule, rule)
