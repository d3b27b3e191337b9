"""The query language: what was typed → a frozen tree, and in words how it was understood.

    数字 经济            both in one clause             "数字 经济" “…” 「…」   exactly this
    数字 OR 智能, 数字|智能  either                     -试点                 not this
    (数字 OR 智能) 平台    groups                       数字 NEAR/30 平台     at most 30 characters apart
    标题:… 正文:… 机关:… 责任单位:… 文号:… 年份:2021..2025 地区:… 级别:市 状态:草案 类型:规划 批注:… 标签:…

Full-width forms of all signs are the same. What is no operator is searched as it stands: signs count only where a word
could begin, brackets only where there is something to group, so that a piece of any text finds that text. A filter
that cannot be one is searched as text; a query that cannot be read as a whole is searched literally, with a notice.
Pure; knows neither documents nor matching.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from reader.core.folding import simplify
from reader.core.late_pattern import late
from reader.core.query_saying import describe, echoed, written
from reader.core.query_tree import (
    CHOICES,
    LATEST,
    NEAR_DEFAULT,
    And,
    Field,
    Filter,
    Near,
    Node,
    Not,
    Number,
    Or,
    Query,
    Scope,
    Words,
    asks_for_notes_only,
)
from reader.core.showing import without_unseen

__all__ = [
    "And", "Field", "Filter", "Near", "Node", "Not", "Number", "Or", "Query", "Scope", "Words", "asks_for_notes_only",
    "describe", "echoed", "parse", "quoted", "rewritten",
]  # fmt: skip

MAX_WORDS: Final = 256
MAX_DEPTH: Final = 40

_FIELDS: Final = {
    name: field
    for field, names in {
        "title": "标题 題名 题名 標題 title",
        "body": "正文 body text",
        "unit": "责任单位 責任單位 牵头单位 dept unit",
        "issuer": "机关 機關 发文机关 發文機關 issuer",
        "number": "文号 文號 发文字号 發文字號 no number",
        "year": "年份 年 year",
        "region": "地区 地區 城市 region city",
        "level": "级别 級別 level",
        "status": "状态 狀態 status",
        "kind": "类型 類型 文种 文種 kind type",
        "note": "批注 批註 note",
        "tag": "标签 標籤 tag",
    }.items()
    for name in names.split()
}
_SCOPES: Final = frozenset(["title", "body", "unit"])
_SIGNS: Final = late(r"[\"“”「＂|｜()（）:：\-－−]|OR|AND|NEAR|ＯＲ|ＡＮＤ|ＮＥＡＲ")
_QUOTES: Final = {'"': '"＂', "＂": '"＂', "“": "”", "「": "」"}
_QUOTED: Final = late(r"([\"＂][^\"＂]*[\"＂]|“[^”]*”|「[^」]*」)")
_OPEN, _CLOSE, _BAR, _MINUS = "(（", ")）", "|｜", "-－−"
_FIELD: Final = late(r"([^\s:：|｜()（）\"“”「」]{1,8})[:：]")
_NEAR: Final = late(r"NEAR(?:/(\d{1,5}))?")
_YEARS: Final = late(r"(\d{4})?(?:(\.{2,3}|[-~]|—{1,2}|–|至|到)(\d{4})?)?年?")
_NUMBER: Final = late(
    r"(?P<agency>[\u4e00-\u9fff]{1,20})(?P<open>\s*[〔\[［(（【]\s*|\s*)(?P<year>(?:19|20)\d\d)"
    r"(?P<shut>\s*[〕\]］)）】]\s*|\s*)第?\s*0*(?P<sequence>[1-9]\d{0,4})\s*(?P<end>号|號)?"
)
_AGENCY_END: Final = "发發函办辦字规規令告通批电電"


class _Unreadable(Exception):
    """The query as a whole cannot be read; the message says why."""


def parse(text: str) -> Query:
    """Reads a query; always gives one, whatever was typed."""
    # Between quotes everything stays as it was typed; it is passed over when it is looked for.
    typed = "".join(part if number % 2 else without_unseen(part) for number, part in enumerate(_QUOTED.split(text)))
    typed = typed.strip()
    if not typed:
        return Query(text, None, "")
    number = _document_number(typed)
    if number is not None:
        return Query(text, number, describe(number, None))
    words = typed.split()
    if not _SIGNS.search(typed) and len(words) <= MAX_WORDS:
        node = _all_of([Words(word) for word in dict.fromkeys(words)])
        return Query(text, node, describe(node, None))
    try:
        parser = _Parser(typed)
        node = parser.whole()
    except _Unreadable as why:
        literal = Words(typed)
        return Query(text, literal, describe(literal, None), f"{why}，已按原文逐字查找。")
    return Query(text, node, describe(node, None), parser.notice, parser.strict)


def rewritten(node: Node) -> str | None:
    """A query that is read as this tree; None for the few trees that cannot be written."""
    text = written(node)
    read = parse(text)
    return text if read.node == node and read.notice is None else None


def quoted(words: str) -> str:
    """The query that finds exactly these words, whatever signs are in them (a straight quote ends the phrase)."""
    return f'"{words}"' if '"' not in words and "＂" not in words else words


def _document_number(typed: str) -> Number | None:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", typed)) if len(typed) < 80 else None
    if match is None:
        return None
    bracketed = bool(match["open"].strip()) and bool(match["shut"].strip())
    spaced = bool(match["open"]) and bool(match["shut"]) and match["agency"][-1] in _AGENCY_END
    if not (bracketed or spaced):
        return None
    return Number(simplify(match["agency"]), match["year"], match["sequence"], bool(match["end"]))


def _all_of(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


# Reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """kind: word, phrase, field, or, and, near, not, open, close."""

    kind: str
    text: str = ""
    field: str = ""
    raw: str = ""
    within: int = 0


class _Parser:
    """One reading of one query: characters → tokens → tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notice: str | None = None
        self.strict = False
        self._partners = _partners(text)
        self._has_operators = any(c in _BAR for c in text) or any(map(_operator, text.split()))
        self._tokens = self._read()
        self._at = 0
        if sum(t.kind in {"word", "phrase", "field"} for t in self._tokens) > MAX_WORDS:
            raise _Unreadable(f"查询词超过 {MAX_WORDS} 个")

    # Characters to tokens

    def _read(self) -> list[_Token]:
        tokens: list[_Token] = []
        at, closers = 0, set[int]()
        while at < len(self.text):
            c = self.text[at]
            if c.isspace():
                at += 1
            elif at in closers:
                tokens.append(_Token("close"))
                closers.remove(at)
                at += 1
            elif c in _BAR:
                tokens.append(_Token("or"))
                at += 1
            elif c in _MINUS and at + 1 < len(self.text) and not self.text[at + 1].isspace():
                tokens.append(_Token("not"))
                at += 1
            elif c in _OPEN and self._groups(at, closers, after_not=bool(tokens) and tokens[-1].kind == "not"):
                closers.add(self._partners[at])
                if len(closers) > MAX_DEPTH:
                    raise _Unreadable("括号层次过多")
                tokens.append(_Token("open"))
                at += 1
            else:
                token, at = self._word(at, closers)
                tokens.append(token)
        return tokens

    def _groups(self, at: int, closers: set[int], *, after_not: bool) -> bool:
        """Whether the bracket at `at` groups: it closes, a word ends there, and there is something to group."""
        end = self._partners.get(at)
        if end is None:
            if self._has_operators:
                raise _Unreadable("括号没有配对")
            return False
        inside = self.text[at + 1 : end].strip()
        several = any(c.isspace() or c in _BAR for c in inside) or inside[:1] in _MINUS
        return bool(inside) and (several or after_not) and self._ends(end + 1, closers)

    def _ends(self, at: int, closers: set[int]) -> bool:
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] in _BAR or at in closers

    def _word(self, at: int, closers: set[int]) -> tuple[_Token, int]:
        phrase = self._phrase(at, closers)
        if phrase is not None:
            self.strict = True
            return _Token("phrase", phrase[0]), phrase[1]
        field = _FIELD.match(self.text, at)
        if field is not None and (name := _field_name(field[1])):
            value = self._phrase(field.end(), closers) or self._run(field.end(), closers)
            if value[0]:
                return _Token("field", value[0], name, self.text[at : value[1]]), value[1]
        word, end = self._run(at, closers)
        sign = unicodedata.normalize("NFKC", word)
        if sign in {"OR", "AND"}:
            return _Token(sign.lower(), word), end
        near = _NEAR.fullmatch(sign)
        if near is not None:
            return _Token("near", word, within=int(near[1] or NEAR_DEFAULT)), end
        return _Token("word", word), end

    def _phrase(self, at: int, closers: set[int]) -> tuple[str, int] | None:
        """The quoted words that begin at `at` and where they end, if a quotation that stands by itself does."""
        marks = _QUOTES.get(self.text[at : at + 1])
        if marks is None:
            return None
        end = min((found for mark in marks if (found := self.text.find(mark, at + 1)) >= 0), default=-1)
        if end < 0:
            raise _Unreadable("引号没有配对")
        inside = self.text[at + 1 : end].strip()
        return (inside, end + 1) if inside and self._ends(end + 1, closers) else None

    def _run(self, at: int, closers: set[int]) -> tuple[str, int]:
        end = at
        while end < len(self.text) and not (self.text[end].isspace() or self.text[end] in _BAR or end in closers):
            end += 1
        return self.text[at:end], end

    # Tokens to tree

    def whole(self) -> Node:
        """The tree of the whole query. Raises _Unreadable."""
        node = self._either(0)
        if self._at < len(self._tokens):
            raise _Unreadable("括号没有配对")
        if _negative(node):
            raise _Unreadable("只有排除的词，没有要查找的词")
        return node

    def _next(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _either(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _Unreadable("括号层次过多")
        parts = [self._both(depth)]
        while self._next() == "or":
            self._at += 1
            parts.append(self._both(depth))
        if len(parts) > 1 and any(_negative(part) for part in parts):
            raise _Unreadable("“或”的一边只有排除的词")
        return parts[0] if len(parts) == 1 else Or(tuple(dict.fromkeys(parts)))

    def _both(self, depth: int) -> Node:
        parts = self._close_by(depth)
        while self._next() not in {"", "or", "close"}:
            if self._next() == "and":
                self._at += 1
            parts += self._close_by(depth)
        return _all_of(list(dict.fromkeys(parts)))

    def _close_by(self, depth: int) -> list[Node]:
        parts, left = [], self._one(depth)
        if self._next() != "near":
            return [left]
        while self._next() == "near":
            within = self._tokens[self._at].within
            self._at += 1
            right = self._one(depth)
            if not isinstance(left, Words) or not isinstance(right, Words):
                raise _Unreadable("NEAR 的两边须是词语")
            parts.append(Near(left, right, within))
            left = right
        return list[Node](parts)

    def _one(self, depth: int) -> Node:
        kind = self._next()
        if kind not in {"word", "phrase", "field", "not", "open"}:
            raise _Unreadable("运算符旁边缺少查找的词")
        token = self._tokens[self._at]
        self._at += 1
        if kind == "not":
            part = self._one(depth + 1) if depth < MAX_DEPTH else None
            if part is None or isinstance(part, Not):
                raise _Unreadable("排除号重复")
            return Not(part)
        if kind == "open":
            inner = self._either(depth + 1)
            if self._next() != "close":
                raise _Unreadable("括号没有配对")
            self._at += 1
            return inner
        return self._field(token) if kind == "field" else Words(token.text)

    def _field(self, token: _Token) -> Node:
        if token.field in _SCOPES:
            return Words(token.text, token.field)  # type: ignore[arg-type]  # one of the scopes, as just asked
        made = _filter(token.field, token.text)
        if made is None:
            self.notice = f"“{echoed(simplify(token.raw))}”不能用作筛选，已按文字查找。"
            return Words(token.raw)
        return made


def _partners(text: str) -> dict[int, int]:
    """The closing bracket of each opening one."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for at, c in enumerate(text):
        if c in _OPEN:
            waiting.append(at)
        elif c in _CLOSE and waiting:
            found[waiting.pop()] = at
    return found


def _operator(word: str) -> bool:
    sign = unicodedata.normalize("NFKC", word)
    return sign in {"OR", "AND"} or bool(_NEAR.fullmatch(sign))


def _field_name(name: str) -> str | None:
    return _FIELDS.get(unicodedata.normalize("NFKC", name).casefold())


def _filter(field: str, value: str) -> Filter | None:
    if field == "year":
        match = _YEARS.fullmatch(unicodedata.normalize("NFKC", value))
        if match is None or not (match[1] or match[3]):
            return None
        first = int(match[1] or 0)
        last = int(match[3]) if match[3] else LATEST if match[2] else first
        return Filter("year", value, (min(first, last), max(first, last)))
    if field in CHOICES:
        wanted = simplify(unicodedata.normalize("NFKC", value)).casefold()
        for choice, names in CHOICES[field].items():
            if wanted == choice or wanted in names.split():
                return Filter(field, choice)  # type: ignore[arg-type]  # level or status
        return None
    return Filter(field, value)  # type: ignore[arg-type]  # the other fields take any value


def _negative(node: Node) -> bool:
    if isinstance(node, Not):
        return True
    return isinstance(node, And) and all(_negative(part) for part in node.parts)
