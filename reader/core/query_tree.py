"""What a query is made of once it is read: a frozen tree. Reading is `core.query`, saying it `core.query_saying`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NEAR_DEFAULT: Final = 30
LATEST: Final = 9999

LEVELS: Final = {
    "national": "国家级 国家 中央 全国",
    "province": "省级 省 直辖市 自治区",
    "city": "市级 市 地市",
    "district": "区级 区县级 区县 县级 区 县",
    "unknown": "未知",
}
STATUSES: Final = {
    "issued": "已印发 印发 正式 已发布 发布",
    "draft": "征求意见稿 征求意见 草案 草稿 意见稿",
    "unknown": "未知",
}
CHOICES: Final = {"level": LEVELS, "status": STATUSES}
"""Values of the fields that have only some, each with the words for it, the best first."""

Scope = Literal["any", "title", "body", "unit"]
Field = Literal["issuer", "number", "year", "region", "level", "status", "kind", "note", "tag"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words to stand in a clause. Scope: any; title (titles and headings); body; unit (in a statement of duties)."""

    text: str
    scope: Scope = "any"


@dataclass(frozen=True, slots=True)
class Number:
    """A 发文字号, however its brackets, spaces and zeros are written. Its last number may be the beginning of one."""

    agency: str
    year: str
    sequence: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A property of the document (or of the notes on a clause). `years` is inclusive, for field "year" only."""

    field: Field
    value: str
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts, in one clause. At least one of them is no `Not`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Clauses without the part; only ever inside an `And`."""

    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Both in one clause, in either order, with at most `within` characters between them."""

    left: Words
    right: Words
    within: int


Node = Words | Number | Filter | And | Or | Not | Near


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood.

    Attributes:
        text: as typed.
        node: what to look for; None where nothing was typed.
        read_as: the same in Chinese words.
        notice: why it was read literally, or which part was; None where all went well.
        strict: whether some of it is in quotes: nothing like it will do.
    """

    text: str
    node: Node | None
    read_as: str
    notice: str | None = None
    strict: bool = False


def asks_for_notes_only(node: Node | None) -> bool:
    """Whether nothing is looked for but the user's own notes: 批注: and 标签:, with filters beside them."""
    return node is not None and _about_notes(node) == {True}


def _about_notes(node: Node) -> set[bool]:
    """For each thing looked for, whether it is in notes; filters on the document count for nothing."""
    match node:
        case Filter(field):
            return {True} if field in {"note", "tag"} else set()
        case And(parts) | Or(parts):
            return set[bool]().union(*map(_about_notes, parts))
        case Not():
            return set()
        case _:
            return {False}
