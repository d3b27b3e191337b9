"""Rules "line-end", "space" and "width": line ends, blanks and marks as Chinese official text has them.

Digits, Latin, decimals, times, ranges and addresses stay as they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from reader.core.late_pattern import late
from reader.ingest.lines import Line, lines_of
from reader.ingest.repair.characters import CJK_MARKS, HAN, asks
from reader.ingest.repair.spread import draw_together
from reader.ingest.traced import Change, TracedText

_LINE_END = late(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_INVISIBLE = late("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+")
_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ORGAN_END = "[部委局办辦院厅廳署会會行室]|政府|(?:[总總支大]|[调調]查)[队隊]"
PERSON = (
    "(?:[副代]?[省市州县縣区區部局厅廳署院盟]长|(?:人民政府|政府|自治区|自治區|州|行政公署|国家|國家)?[副代]?"
    "(?:主席|总理|總理|主任|院长|院長|检察长|檢察長|行政长官|行政長官|专员|司长|司長|局長|部長|省長|市長|縣長|區長))"
)
"""An office whose holder signs."""
_GAPS = (
    rf"第(?:[{_BLANK}]?[〇零一二三四五六七八九十百千\d]){{1,9}}[{_BLANK}]?(?:分?[编編]|[章节款節]|部分?(?=[{_BLANK}]+[^\n。；，]{{2,30}}$)|[条條](?:之[一二三四五六七八九十]+)?)",
    rf"(?:专栏|專欄|附表|表|图|圖|附件)[{_BLANK}]?\d{{1,2}}(?:-\d{{1,2}})?",  # 专栏1　重点工程
    r"\d{1,2}(?:\.\d{1,2}){1,3}",  # 1.1　总体要求
    rf"[{HAN}]{{0,16}}?{PERSON}(?=[{_BLANK}]+[{HAN}○×](?:[{_BLANK}]?[{HAN}○×]){{1,3}}(?:·[{HAN}]{{1,8}}){{0,3}}$)",
    rf"[{HAN}]{{4,30}}(?=[{_BLANK}]+\d{{4}}年\d{{1,2}}月\d{{1,2}}日印发$)",  # 某市人民政府办公厅　2021年8月19日印发
)
_GAP = late(rf"(?m)^({'|'.join(_GAPS)})[{_BLANK}]+(?=\S)")
_SPREAD_OFFICE = late(rf"[省市州县縣區区部局厅廳署主][{_BLANK}]{{1,4}}[长長席任]")
_OFFICE_APART = late(
    rf"(?m)^([{HAN}]{{0,12}}?(?:[省市州县縣區区部局厅廳署][{_BLANK}]{{1,4}}[长長]|主[{_BLANK}]{{1,4}}[席任]))[{_BLANK}]+(?=[{HAN}○×](?:[{_BLANK}]?[{HAN}○×]){{1,3}}$)"
)
"""市　长　某某某"""
_BEFORE_LABEL = late(
    rf"[{_BLANK}]+(?=(?:联系|聯絡|咨询|办公)?(?:电话|電話|传真|傳真|手机|电子邮箱|邮箱|邮编|邮政编码|联系人|地址)[:：])"
)
"""联系人：某某某　电话：…"""
_ORGAN = rf"[{HAN}]{{2,24}}(?:{_ORGAN_END})"
_ORGANS = late(rf"(?m)^[（(]?{_ORGAN}(?:[{_BLANK}]+{_ORGAN}){{1,11}}(?=[关關][于於]|公告\d{{4}}年|$)")
_QUOTED_ORGANS = late(
    rf"(?<=《)(?:中共中央|{_ORGAN})(?:[{_BLANK}]+(?:国务院|國務院|{_ORGAN})){{1,5}}(?=[关關印批转轉发發办辦]|{_ORGAN})"
)
_QUOTED_BLANK = late(rf"《[{HAN}]+[{_BLANK}]")
_OPEN_DAY = late(rf"[{_BLANK}]{{0,40}}年[{_BLANK}]+月[{_BLANK}]+日")
_OPEN = "\u3000年\u3000月\u3000日"
"""A day that a draft or a form leaves open: 自　年　月　日起施行."""
_DECIMAL_LINE = late(rf"(?m)^[{_BLANK}]*\d{{1,2}}\.\d{{1,2}}[{_BLANK}]*[{HAN}]")
_WHOLE_NUMBER = late(
    rf"(?m)^(\d{{1,2}})[{_BLANK}]+(?=[{HAN}][^。；，！？：:;,|\t\n]{{1,28}}$)(?![亿万千百元个倍吨公米级号月日年天岁])"
)
_FIRST_CLAUSE = late(rf"(?m)^1[{_BLANK}]+(?:适用|適用)?(?:范围|範圍)$")
_INNER = late(rf"[{_BLANK}](?<=(.)[{_BLANK}])[{_BLANK}]*(?=(.))")
_CHINESE = late(f"[{HAN}{CJK_MARKS}○]")  # 二○○四年
_BLANKS = late(f"[{_BLANK}]+")
_BLANK_LINES = late(r"\n\n+")


def clean_line_ends(text: TracedText) -> TracedText:
    """Every line end is a line feed; characters that show nothing are gone."""
    return text.sub(_LINE_END, "\n", "line-end").sub(_INVISIBLE, "", "invisible")


_LOST_INDENT = late(r"(?m)^(?:\?\?(?=[^?\s])|(?:\?[ \u00a0]){1,3}\?[ \u00a0]?(?=[\u4e00-\u9fff（(《“—\d]))")
_FEWEST_LOST = 4  # lines


def drop_lost_indents(text: TracedText) -> TracedText:
    """The text without ?? (or ? ?) at the head of its paragraphs, where blanks were lost: in a page that has several
    such lines, and where the most of its long ones begin so.
    """
    if "??" not in text.text and "? ?" not in text.text and "?\u00a0?" not in text.text:
        return text
    found = [Change(*match.span(), "") for match in _LOST_INDENT.finditer(text.text)]
    long = sum(len(line) > _LONG for line in text.text.split("\n"))
    return text.replace(found if len(found) >= _FEWEST_LOST and 2 * len(found) >= long else [], "space")


_LONG = 20  # characters


def drop_lost_blanks(text: TracedText) -> TracedText:
    """The text with the blanks of pages that show each as ?: those behind a signature or its day go, and one behind the
    number of an article or chapter is a blank again. Only in a page that has several.
    """
    if "?" not in text.text:
        return text
    tails = [m for m in _LOST_TAIL.finditer(text.text) if not asks(m.group("line"))]
    heads = list(_LOST_GAP.finditer(text.text))
    if len(tails) + len(heads) < _FEWEST_BLANKS:
        return text
    changes = [Change(*match.span("lost"), "") for match in tails]
    for match in heads:
        changes.append(Change(*match.span("lost"), "\u3000"))
        spread = match.group("spread") or ""
        changes += [
            Change(match.start("spread") + n, match.start("spread") + n + 1, "")
            for n in range(len(spread))
            if spread[n] == "?"
        ]
    return text.replace(sorted(changes), "space")


_LOST_TAIL = late(rf"(?m)^(?P<line>(?:第[^?\n]{{1,9}}\?)?[^?\n]{{1,40}}[{HAN})）。])(?P<lost>\?{{4,}})$")
_LOST_GAP = late(
    rf"(?m)^第[〇零一二三四五六七八九十百\d]{{1,7}}[编章节编編節条條](?P<lost>\?)(?=[{HAN}])(?P<spread>[{HAN}](?:\?[{HAN}]){{1,7}}$)?"
)
_FEWEST_BLANKS = 2


def remove_blank_lines(text: TracedText) -> TracedText:
    """No empty lines, none at either end."""
    value = text.text
    size = len(value)
    changes = [
        Change(start, end, "" if start == 0 or end == size else "\n")
        for start, end in (match.span() for match in _BLANK_LINES.finditer(value))
    ]
    # A single line feed is an empty line at either end only.
    if value[:1] == "\n" and value[1:2] != "\n":
        changes.insert(0, Change(0, 1, ""))
    if size > 1 and value[-1:] == "\n" and value[-2:-1] != "\n":
        changes.append(Change(size - 1, size, ""))
    return text.replace(changes, "line-end")


def clean_spaces(text: TracedText) -> TracedText:
    """Blanks at line edges and next to Chinese go; between Latin words one stays.

    Kept as one: the gap behind 第一条, 专栏1 and 1.1, before the date of a colophon and between several issuers, and
    that before the label of a telephone or an address.
    """
    text = text.sub_found(_at_edges(text.text), "", "space")
    text = draw_together(text)
    text = text.sub_found(_gapped(_NAMED_LINE, text), _names_apart, "space")
    if _SPREAD_OFFICE.search(text.text):
        text = text.sub(_OFFICE_APART, lambda m: _BLANKS.sub("", m[1]) + "\u3000", "space")
    text = text.sub_found(_gapped(_GAP, text), _gap, "space")
    open_days = list(_OPEN_DAY.finditer(text.text)) if re.search(f"年[{_BLANK}]+月", text.text) else []
    text = text.sub_found(open_days, lambda m: _OPEN[m[0][0] == "年" :], "space")
    labelled = list(_BEFORE_LABEL.finditer(text.text))
    text = text.sub_found(labelled, "\u3000", "space")
    kept = {match.end() - 1 for match in _gapped(_GAP, text)}
    kept |= {match.end() - 1 for match in _BEFORE_LABEL.finditer(text.text)} if labelled else set()
    kept |= {
        line.start("names") + at for line in _gapped(_NAMED_LINE, text)
        for at, char in enumerate(line["names"]) if char == "\u3000"
    }  # fmt: skip
    days = _OPEN_DAY.finditer(text.text) if open_days else ()
    kept |= {day.start() + at for day in days for at, char in enumerate(day.group()) if char == "\u3000"}
    # 1　总则 stands above 1.1　范围, and 1　范围 begins a standard.
    if ("." in text.text and _DECIMAL_LINE.search(text.text)) or _FIRST_CLAUSE.search(text.text):
        text = text.sub(_WHOLE_NUMBER, _gap, "space")
        kept |= {match.end() - 1 for match in _WHOLE_NUMBER.finditer(text.text)}
    quoted = list(_QUOTED_ORGANS.finditer(text.text)) if _QUOTED_BLANK.search(text.text) else []
    kept |= {  # the blank in 《中共中央　国务院…》 is the document's own
        name.start() + blank.start()
        for name in quoted
        for blank in _BLANKS.finditer(name.group())
        if blank.end() - blank.start() == 1
    }
    subjects = _gapped(_SUBJECTS, text) if "主题词" in text.text else ()
    names = itertools.chain(_gapped(_ORGANS, text), quoted, subjects)
    between = {name.start() + blank.start() for name in names for blank in _BLANKS.finditer(name.group())}

    def inner(match: re.Match[str]) -> str | None:
        if match.start() in kept:
            return None
        before, after = match.group(1), match.group(2)
        if "|" in (before, after):
            return None
        chinese = _CHINESE.match(before) or _CHINESE.match(after) or before in "()%" or after in "()%"
        return "" if chinese and match.start() not in between else " "

    return text.sub(_INNER, inner, "space")


def _at_edges(value: str) -> Iterator[re.Match[str]]:
    """The blanks at the head and at the end of lines."""
    for blank in _BLANKS.finditer(value):
        start, end = blank.span()
        if start == 0 or value[start - 1] == "\n" or value[end : end + 1] in ("", "\n"):
            yield blank


def _gapped(pattern: re.Pattern[str], text: TracedText) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives, for a pattern that takes a line from its head and asks for a blank in it."""
    return filter(None, map(pattern.match, itertools.repeat(text.text), text.gapped))


_SUBJECTS = late(rf"(?m)^[{_BLANK}]*主题词[:：].{{2,60}}$")
"""Words that a document lists with blanks between them: 主题词：节水 通知."""
_NAMED_LINE = late(
    rf"(?m)^(?P<label>[{_BLANK}]*(?:出席|列席|参加|缺席|请假|参会|到会|主持|记录|汇报|成员|组长|副组长|组员)(?:人员|人|单位)?[{_BLANK}]*[:：][{_BLANK}]*)(?P<names>[{HAN}某×○]+(?:[{_BLANK}]+[{HAN}某×○]+)+)$"
)
"""Who was there: names with nothing but blanks between them."""


def _names_apart(match: re.Match[str]) -> str:
    names: list[str] = []
    for part in _BLANKS.split(match["names"]):
        if len(part) == 1 and names and len(names[-1]) == 1:
            names[-1] += part  # 秦　某: a short name is spread out
        else:
            names.append(part)
    return match["label"] + "\u3000".join(names)


def _gap(match: re.Match[str]) -> str:
    return f"{match[1]}\u3000"


_FULL = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
}  # fmt: skip
_HALF_FORMS = late("[０-９Ａ-Ｚａ-ｚ％＋＃＆＊＠＝／＜＞｜～＿－．｡､｢｣]")
_ADDRESS = late(
    r"(?:https?|ftp)[:：]//(?:[^\s\u3000-\u9fff()（）》，。；,;]|\([^\s()]{0,200}\))+|(?<![a-zA-Z\d.+_-])[a-zA-Z\d.+_-]{1,64}@[a-zA-Z\d.-]+|www\.[a-zA-Z\d./_-]+"
)
_IN_ADDRESSES = ("://", "：//", "@", "www.")
_HAN_RUN = late(f"[{HAN}]+")
_LATIN_RUN = late("[a-zA-Z]+")
_AROUND = 120
_MARK = late(r"[,;:?!()]")
_THOUSANDS = late(r"(?<![\d，,.])\d{1,3}(?:，\d{3})+(?=[.％%万亿千百元个家户人项平公吨台套次条座辆件所名米])")
_HUNDREDS = late(r"，\d{3}")
_DASHED = ("--", "—-", "-—", "－－", "──", "――", "–")
_COUNT = "[一二三四五六七八九十]"
_STOP = late(rf"(?m)(?<=[{HAN}”’）》)])(?<!^{_COUNT})(?<!^十{_COUNT})\.(?=$|\n|[{HAN}“‘《（(])")
_DASHES = late(
    rf"(?m)^(?:--+|—-|-—|－－|──|――|–{{1,2}})(?=\s*[{HAN}“《])|(?<=[{HAN}”）》])(?:--|――|──)(?=[{HAN}“（《])"
)
_BARS = late(r"(?m)^――(?=\d)")
_RANGE = late(r"(?<=(?:19|20)\d\d)(年?)--+(?=(?:19|20)\d\d)")
_RATIO = late(rf"(?<=[{HAN}）])∶(?!\s*\d)")
"""The sign of a ratio that stands for a colon."""
_DOTS = late(rf"(?<=[{HAN}])\.{{3,80}}")
_TITLES = late(r"<<([^<>\n]{1,60})>>")
_INNER_TITLE = late(rf"<([^<>\n]{{0,60}}[{HAN}][^<>\n]{{0,60}})>")
_HALF = {"｡": "。", "､": "、", "｢": "「", "｣": "」", "～": "～", "／": "/"}


def widen_marks(text: TracedText) -> TracedText:
    """Half-width punctuation in Chinese context becomes full-width, full-width Latin and digits half-width."""
    text = text.sub(_HALF_FORMS, _to_half(text), "width")
    if _HUNDREDS.search(text.text):
        text = text.sub(_THOUSANDS, lambda m: m.group().replace("，", ","), "width")
    # Most texts have few of these marks, and looking for a mark costs less than looking for the rule's whole pattern.
    marked = text.text
    if any(dash in marked for dash in _DASHED):
        text = text.sub(_BARS, "——", "width").sub(_DASHES, "——", "width").sub(_RANGE, "\\1—", "width")
    if "∶" in marked:
        text = text.sub(_RATIO, "：", "width")
    if "..." in marked:
        text = text.sub(_DOTS, "……", "width")
    if "<" in marked:
        text = text.sub(_TITLES, "《\\1》", "width")
        text = text.sub(_INNER_TITLE, _angle(text), "width")
    if "." in marked:
        text = text.sub(_STOP, "。", "width")
    value = text.text
    addressed = any(sign in value for sign in _IN_ADDRESSES)
    kept = [(m.start(), m.end()) for m in _ADDRESS.finditer(value)] if addressed else []
    brackets = _chinese_brackets(value) if "(" in value or ")" in value else frozenset[int]()

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


_LONGEST_TITLE = 400  # characters that a title around another one may have


def _angle(text: TracedText) -> Callable[[re.Match[str]], str | None]:
    """A title in half-width angle brackets: single ones inside another title, else double ones."""

    def angle(match: re.Match[str]) -> str:
        near = text.text[max(match.start() - _LONGEST_TITLE, 0) : match.start()]
        before = near.rpartition("\n")[2]
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
    if text[at] in ";," and before.isascii() and before.isalnum() and after in ("", "\n"):
        return _line_is_chinese(text, at)  # 8:00至24:00;
    return before in "%)]" and _line_is_chinese(text, at)


def is_quote(char: str) -> bool:
    """Whether this is a straight quotation mark."""
    return char in ('"', "'") and char != ""


def _line_is_chinese(text: str, at: int) -> bool:
    """Whether Chinese prevails around `at`, on its line (not the whole of a long one: every mark asks)."""
    start = text.rfind("\n", max(at - _AROUND, 0), at) + 1 or max(at - _AROUND, 0)
    end = text.find("\n", at, at + _AROUND)
    line = text[start : end if end >= 0 else at + _AROUND]
    chinese = sum(map(len, _HAN_RUN.findall(line)))
    return chinese > 0 and chinese * 2 >= sum(map(len, _LATIN_RUN.findall(line)))


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


_STRAIGHT = late(r'"')
_SINGLE = late(r"'([^'\n]{1,100})'")


def pair_quotes(text: TracedText) -> TracedText:
    """Straight quotes become paired ones, line by line; an odd one is judged by its neighbours and flagged."""
    value = text.text
    if '"' in value:
        changes = [c for line in lines_of(value) if '"' in line.text for c in _paired(line)]
        text = text.replace(changes, "width")
    return text.sub(_SINGLE, lambda m: f"‘{m.group(1)}’" if _HAN_RUN.search(m.group(1)) else None, "width")


def _paired(line: Line) -> list[Change]:
    places = [m.start() for m in _STRAIGHT.finditer(line.text)]
    if not _HAN_RUN.search(line.text):
        return []
    sure = len(places) % 2 == 0
    changes: list[Change] = []
    for number, at in enumerate(places):
        is_open = number % 2 == 0 if sure else _opens(line.text, at, number)
        changes.append(Change(line.start + at, line.start + at + 1, "“" if is_open else "”", sure))
    return changes


def _opens(line: str, at: int, number: int) -> bool:
    before = line[at - 1 : at]
    return not before or before in "，。；：、（《“ " or (number % 2 == 0 and bool(line[at + 1 : at + 2]))
