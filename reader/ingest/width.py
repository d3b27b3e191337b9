"""Rules "line-end", "space" and "width": line ends, blanks and marks as Chinese official text has them.

Digits, Latin, decimals, times, ranges and addresses stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.ingest.characters import CJK_MARKS, HAN, is_han
from reader.ingest.traced import Change, TracedText

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+")
_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_EDGE = re.compile(rf"(?m)^[{_BLANK}]+|[{_BLANK}]+$")
_ARTICLE_GAP = re.compile(rf"(?m)^(第[〇零一二三四五六七八九十百千\d]+[编章节条款])[{_BLANK}]+(?=\S)")
_INNER = re.compile(rf"(?<=(.))[{_BLANK}]+(?=(.))")
_CHINESE = re.compile(f"[{HAN}{CJK_MARKS}]")
_BLANK_LINES = re.compile(r"\n{2,}|\A\n+|\n+\Z")


def clean_line_ends(text: TracedText) -> TracedText:
    """Every line end is a line feed; characters that show nothing are gone."""
    return text.sub(_LINE_END, "\n", "line-end").sub(_INVISIBLE, "", "invisible")


def remove_blank_lines(text: TracedText) -> TracedText:
    """No empty lines, none at either end."""
    at_edge = {0, len(text.text)}
    return text.sub(
        _BLANK_LINES, lambda m: "" if m.start() in at_edge or m.end() in at_edge else "\n", "line-end"
    )  # fmt: skip


def clean_spaces(text: TracedText) -> TracedText:
    """Blanks at line edges and next to Chinese go; between Latin words one stays; 第一条　 keeps its gap."""
    text = text.sub(_EDGE, "", "space")
    text = text.sub(_ARTICLE_GAP, "\\1\u3000", "space")

    def inner(match: re.Match[str]) -> str | None:
        before, after = match.group(1), match.group(2)
        if match.group() == "\u3000" and _ARTICLE_GAP.match(text.text, text.text.rfind("\n", 0, match.start()) + 1):
            line_start = text.text.rfind("\n", 0, match.start()) + 1
            if not re.search(f"[{_BLANK}]", text.text[line_start : match.start()]):
                return None
        if _CHINESE.match(before) or _CHINESE.match(after) or before in "()%|" or after in "()%|":
            return "" if "|" not in (before, after) else None
        return " " if match.group() != " " else None

    return text.sub(_INNER, inner, "space")


_FULL = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
}  # fmt: skip
_HALF_FORMS = re.compile("[０-９Ａ-Ｚａ-ｚ％＋＃＆＊＠＝／＜＞｜～＿－．｡､｢｣]")
_ADDRESS = re.compile(r"(?:https?|ftp)[:：]//[^\s\u3000-\u9fff）》，。；,;]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|www\.[\w./-]+")
_MARK = re.compile(r"[,;:?!()]")
_STOP = re.compile(rf"(?<=[{HAN}”’）》)])\.(?=$|\n|[{HAN}“‘《（(])")
_DASHES = re.compile(rf"(?m)^(?:--+|—-|-—|－－|──|–{{1,2}})(?=\s*[{HAN}“《])|(?<=[{HAN}”）》])--(?=[{HAN}“（《])")
_DOTS = re.compile(rf"(?<=[{HAN}])\.{{3,6}}")
_TITLES = re.compile(r"<<([^<>\n]{1,60})>>")
_INNER_TITLE = re.compile(rf"<([^<>\n]{{0,60}}[{HAN}][^<>\n]{{0,60}})>")
_HALF = {"｡": "。", "､": "、", "｢": "「", "｣": "」", "～": "～", "／": "/"}


def widen_marks(text: TracedText) -> TracedText:
    """Half-width punctuation in Chinese context becomes full-width, full-width Latin and digits half-width."""
    text = text.sub(_HALF_FORMS, _to_half(text), "width")
    text = text.sub(_DASHES, "——", "width").sub(_DOTS, "……", "width").sub(_TITLES, "《\\1》", "width")
    text = text.sub(_INNER_TITLE, _angle(text), "width")
    text = text.sub(_STOP, "。", "width")
    value = text.text
    kept = [(m.start(), m.end()) for m in _ADDRESS.finditer(value)]
    brackets = _chinese_brackets(value)

    def widen(match: re.Match[str]) -> str | None:
        at = match.start()
        if any(start <= at < end for start, end in kept):
            return None
        mark = match.group()
        if mark in "()":
            return _FULL[mark] if at in brackets else None
        return _FULL[mark] if _in_chinese(value, at) else None

    return pair_quotes(text.sub(_MARK, widen, "width"))


def _to_half(text: TracedText) -> Callable[[re.Match[str]], str | None]:
    def half(match: re.Match[str]) -> str | None:
        char = match.group()
        if char in _HALF:
            return None if _HALF[char] == char else _HALF[char]
        if char in "－．":
            near = text.text[max(match.start() - 1, 0) : match.start()] + text.text[match.end() : match.end() + 1]
            if not any((c.isascii() and c.isalnum()) or "０" <= c <= "ｚ" for c in near):
                return None
        return chr(ord(char) - 0xFEE0)

    return half


def _angle(text: TracedText) -> Callable[[re.Match[str]], str | None]:
    """A title in half-width angle brackets: single ones inside another title, else double ones."""

    def angle(match: re.Match[str]) -> str:
        before = text.text[text.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        inside = before.count("《") > before.count("》")
        return f"〈{match.group(1)}〉" if inside else f"《{match.group(1)}》"

    return angle


def _neighbour(text: str, at: int, step: int) -> str:
    at += step
    while 0 <= at < len(text) and text[at] in " \u00a0\u3000":
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _in_chinese(text: str, at: int) -> bool:
    """Whether the mark at `at` stands in Chinese: next to it is Chinese, and it does not join digits or Latin."""
    before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        if before.isdigit() and after.isdigit() and text[at] in ",:":
            return False  # 1,000 and 10:30
        return _line_is_chinese(text, at) and text[at] in ",;" and not (before.isdigit() and after.isdigit())
    if _CHINESE.match(before) or _CHINESE.match(after) or is_quote(before) or is_quote(after):
        return True
    return before in "%)]" and _line_is_chinese(text, at)


def is_quote(char: str) -> bool:
    """Whether this is a straight quotation mark."""
    return char in ('"', "'") and char != ""


def _line_is_chinese(text: str, at: int) -> bool:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return sum(map(is_han, line)) * 2 >= sum(c.isascii() and c.isalpha() for c in line) and any(map(is_han, line))


def _chinese_brackets(text: str) -> set[int]:
    """Where brackets are that belong to Chinese text; both of a pair or neither."""
    found: set[int] = set()
    open_at: list[int] = []
    for match in re.finditer(r"[()（）\n]", text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            found.update(i for i in open_at if text[i] == "(" and _bracket_is_chinese(text, i, i))
            open_at = []
        elif mark in "(（":
            open_at.append(at)
        elif open_at:
            start = open_at.pop()
            if _bracket_is_chinese(text, start, at):
                found.update(i for i in (start, at) if text[i] in "()")
        elif mark == ")" and _bracket_is_chinese(text, at, at):
            found.add(at)
    found.update(i for i in open_at if text[i] == "(" and _bracket_is_chinese(text, i, i))
    return found


def _bracket_is_chinese(text: str, start: int, end: int) -> bool:
    around = _neighbour(text, start, -1) + _neighbour(text, end, 1)
    return any(_CHINESE.match(c) for c in around + text[start : end + 1]) or _line_is_chinese(text, start)


_STRAIGHT = re.compile(r'"')
_SINGLE = re.compile(rf"'([^'\n]*[{HAN}][^'\n]*)'")


def pair_quotes(text: TracedText) -> TracedText:
    """Straight quotes become paired ones, line by line; an odd one is judged by its neighbours and flagged."""
    changes: list[Change] = []
    start = 0
    for line in text.text.split("\n"):
        places = [m.start() for m in _STRAIGHT.finditer(line)]
        if places and any(map(is_han, line)):
            sure = len(places) % 2 == 0
            is_open = True
            for at in places:
                if not sure:
                    is_open = _opens(line, at)
                changes.append(Change(start + at, start + at + 1, "“" if is_open else "”", sure))
                is_open = not is_open
        start += len(line) + 1
    return text.replace(changes, "width").sub(_SINGLE, "‘\\1’", "width")


def _opens(line: str, at: int) -> bool:
    before = line[at - 1 : at]
    return not before or before in "，。；：、（《“ " or (line[:at].count('"') % 2 == 0 and bool(line[at + 1 : at + 2]))
