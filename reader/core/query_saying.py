"""What a query tree says: in Chinese words for the user, and in the query language again. Pure."""

from __future__ import annotations

import re
from typing import Final

from reader.core.folding import simplify
from reader.core.query_tree import CHOICES, LATEST, And, Filter, Near, Node, Not, Number, Or, Words

_SIGNS: Final = re.compile(r"[\"“”「＂|｜()（）:：\-－−]|^(?:OR|AND|NEAR.*)$")
_SCOPE_WORDS: Final = {"title": "标题:", "body": "正文:", "unit": "责任单位:"}
_FIELD_WORDS: Final = {
    "issuer": "机关", "number": "文号", "year": "年份", "region": "地区", "level": "级别", "status": "状态",
    "kind": "类型", "note": "批注", "tag": "标签",
}  # fmt: skip
_SCOPE_SAYS: Final = {"title": "标题含", "body": "正文含", "unit": "责任单位含"}
_FIELD_SAYS: Final = {
    "issuer": "发文机关含", "number": "文号含", "region": "地区含", "kind": "类型含", "note": "批注含", "tag": "标签含",
}  # fmt: skip
_CHOICE_SAYS: Final = {"level": "级别为", "status": "状态为"}
SHOWN: Final = 40
"""Characters of what somebody typed that a sentence repeats."""


def describe(node: Node, shown: int | None = SHOWN) -> str:
    """The tree in Chinese words: “数字经济”且“平台”. Words are cut after `shown` characters; None for all of them."""
    match node:
        case Words(text, scope):
            return f"{_SCOPE_SAYS.get(scope, '')}“{_short(text, shown)}”"
        case Number():
            return f"文号“{node.agency}〔{node.year}〕{node.sequence}{'号' if node.whole else ''}”"
        case Filter():
            return _filter_says(node, shown)
        case Near(left, right, within):
            return f"{describe(left, shown)}与{describe(right, shown)}相距不超过 {within} 字"
        case Not(part):
            return f"不含{_grouped(part, shown)}"
        case And(parts):
            wanted = "且".join(_grouped(p, shown) for p in parts if not isinstance(p, Not))
            return wanted + "".join(f"，{describe(p, shown)}" for p in parts if isinstance(p, Not))
        case Or(parts):
            return "或".join(_grouped(p, shown) for p in parts)


def echoed(text: str, shown: int = SHOWN) -> str:
    """The beginning of something long, closed with “…”; a quotation that was cut ends as one."""
    if len(text) <= shown:
        return text
    begun = text[:shown].rstrip()
    return f"{begun}…{'”' if begun.count('“') > begun.count('”') else ''}"


def written(node: Node) -> str:
    """The tree in the query language again. Not every tree can be written: whoever uses it reads it to be sure."""
    match node:
        case Words(text, scope):
            plain = not _SIGNS.search(text) and not any(c.isspace() for c in text)
            return _SCOPE_WORDS.get(scope, "") + (text if plain else f"“{text}”" if "”" not in text else f'"{text}"')
        case Number():
            return f"{node.agency}〔{node.year}〕{node.sequence}{'号' if node.whole else ''}"
        case Filter():
            value = CHOICES[node.field][node.value].split()[0] if node.field in CHOICES else node.value
            return f"{_FIELD_WORDS[node.field]}:{value if not any(map(str.isspace, value)) else f'“{value}”'}"
        case Near(left, right, within):
            return f"{written(left)} NEAR/{within} {written(right)}"
        case Not(part):
            return f"-{f'({written(part)})' if isinstance(part, And | Or | Near) else written(part)}"
        case And(parts):
            return " ".join(f"({written(p)})" if isinstance(p, Or) else written(p) for p in parts)
        case Or(parts):
            return " OR ".join(written(p) for p in parts)


def _grouped(node: Node, shown: int | None) -> str:
    said = describe(node, shown)
    return f"（{said}）" if isinstance(node, And | Or) else said


def _filter_says(node: Filter, shown: int | None) -> str:
    if node.years:
        first, last = node.years
        if first == last:
            return f"年份为 {first} 年"
        if last == LATEST:
            return f"年份为 {first} 年以后"
        return f"年份为 {first} 至 {last} 年" if first else f"年份为 {last} 年以前"
    if node.field in _CHOICE_SAYS:
        return f"{_CHOICE_SAYS[node.field]}“{CHOICES[node.field][node.value].split()[0]}”"
    return f"{_FIELD_SAYS[node.field]}“{_short(node.value, shown)}”"


def _short(text: str, shown: int | None) -> str:
    plain = simplify(text)
    return plain if shown is None else echoed(plain, shown)
