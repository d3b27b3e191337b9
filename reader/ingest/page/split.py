"""Rule "line-split": a document that a page put on one line stands on lines of its own again.

Only where the blanks of a long line plainly part its pieces (numbers, salutation, number of the document, signature and
date), and between articles that stand behind one another in one paragraph and are counted on.
"""

from __future__ import annotations

import itertools
import re

from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.form.numbering import value_of
from reader.ingest.form.titles import is_title
from reader.ingest.lines import Line, lines_of
from reader.ingest.page.keys import key_of
from reader.ingest.page.one_line import counted_apart
from reader.ingest.page.told import spaced_fields
from reader.ingest.repair.characters import HAN
from reader.ingest.repair.width import PERSON
from reader.ingest.traced import Change, TracedText

RULE = "line-split"

_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_CN = "〇零一二三四五六七八九十百千"
_LONG = 120
_FEWEST = 4
_FEWEST_NAMED = 3  # articles and chapters that make a shorter line a glued one
_SHARE = 0.5
_BLANKS = late(f"(?<=\\S)[{_BLANK}]+(?=\\S)")
_NUMBER = late(
    rf"(?:[{_CN}]{{1,3}}[、.．]|[（(][{_CN}]{{1,3}}[）)]|——|--|第[{_CN}]{{1,6}}[编编章節节条條](?![规規第])|\d{{1,2}}[.、．](?!\d)|附件|附：|抄送|目录|目錄)"
)
_NAMED = late(rf"(?:^|[{_BLANK}])第[{_CN}\d]{{1,6}}[编編章節节条條](?=[{_BLANK}])")
_HEADED = late(rf"第[{_BLANK}]*[{_CN}\d]{{1,6}}[{_BLANK}]*[编編章節节条條]$")
_NUMBERED_DOCUMENT = late(rf"^{NUMBER}")
_HAN_DAY = "[二一][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DAY = late(r"^(?:\d{4}年\d{1,2}月\d{1,2}日|[二一][〇○零一二三四五六七八九]{3}年)")
_SALUTATION = late(rf"^[{HAN}]{{2,4}}(?:代表|委员)[：:]|^(?:各|有关|省|市|区|县)[{HAN}，,、（）()]{{2,120}}[：:]")
_ENDS = "。：:；;！!？?）)号號日”》"


_ANNEX = late(
    rf"(?m)^[{_BLANK}]*(?:附[件录錄]|附表)[{_BLANK}]?[\d一二三四五六七八九十]{{0,3}}([{_BLANK}]+)"
    rf"(?=[《“]?[{HAN}][^，。；：！？,;:|\t\n]{{3,60}}$)"
)


_LISTED_NUMBER = late(
    rf"(?m)^[{_BLANK}]*([•·●▪-][{_BLANK}]*)(?=第[{_BLANK}]?[{_CN}\d]{{1,6}}[{_BLANK}]?[编編章節节条條](?:[{_BLANK}]|$)|[{_CN}]{{1,3}}、|[（(][{_CN}]{{1,3}}[）)])"
)
"""The mark of a list before a chapter, an article or 一、: a site set the whole law as one list, or its contents."""


_PUBLIC_AND_DAY = late(
    rf"(?m)^[{_BLANK}]*[（(](?:此件|本文)[^（）()\n]{{1,24}}[）)]([{_BLANK}]+)(?=(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日|{_HAN_DAY})[{_BLANK}]*$)"
)
"""How far a document is made public beside the day on which it is signed."""
_MARK_ALONE = late(
    rf"(?m)^[{_BLANK}]*[•·●▪-][{_BLANK}]*\n(?=[{_BLANK}]*(?:[{_CN}]{{1,3}}、|[（(][{_CN}]{{1,3}}[）)]|\d{{1,2}}[.、]|第[{_BLANK}]?[{_CN}\d]{{1,6}}))"
)
"""The mark of a list on a line of its own, above what it marks."""
_SIGNED_OFF = late(
    rf"(?m)^[{_BLANK}]*[{HAN}]{{2,14}}[〔\[【（(]\d{{4}}[〕\]】）)][{_BLANK}]?\d{{1,4}}[号號]([{_BLANK}]+)(?=[签簽][发發]人[：:]|[{HAN}]{{2,8}}[：:][{_BLANK}]*\S{{1,8}}[{_BLANK}]*$|[（(]?[A-D][类類]?[）)]?[{_BLANK}]*$)"
)
"""Who signed a report off stands beside its number, and how a proposal was answered: 办理结果：B."""


_HELD_BY = late(
    rf"(?m)^[{_BLANK}—-]*(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日在[{HAN}]{{6,50}}[会會议議]上([{_BLANK}]+)"
    rf"(?=[{HAN}]{{0,16}}{PERSON}[{_BLANK}]+[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}}){{0,3}}$)"
)
"""When and where a report was given, and by whom, on one line."""


def _signed_apart(text: TracedText) -> TracedText:
    """A document of one paragraph, with those who sign and their day on lines of their own."""
    if text.text.strip().count("\n") > _FEW_LINES:
        return text
    match = _SIGNED_AT_END.search(text.text)
    if match is None:
        days = [Change(*m.span(1), "\n") for m in _DATED_AT_END.finditer(text.text)]
        return text.replace(days, RULE)
    first, second = (match.span(1), match.span(2)) if match.group(1) is not None else (match.span(3), match.span(4))
    return text.replace([Change(*first, "\n"), Change(*second, "\n")], RULE)


_GLUED_SIGNED = late(
    rf"(?<=[。：])()(?=[{HAN}]{{4,24}}(?:政府|办公[厅廳室]|委员会|委員會|[局厅廳部院])()(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日()"
    rf"(?:[（(]此件[^（）()\n]{{2,12}}[）)]())?(?=[^。；，：\n]{{4,60}}(?:第一[章条條]|一、)))"
)
"""Who signs a notice, when, and how it is made public, all glued between its last words and the rules it passes on."""
_GLUED_CHAPTER = late(
    rf"(?:(?m:^)[{_BLANK}]*(?P<title>[^。；，：:\n]{{4,60}}?)|(?<=[。；])[{_BLANK}]*)()(?=第[{_CN}]{{1,4}}章[{_BLANK}]*[{HAN}](?:[{HAN}]|[{_BLANK}])"
    rf"{{1,20}}?()第[{_CN}]{{1,5}}[条條][{_BLANK}]*[{HAN}])"
)
"""A chapter with its name between the words before it and its first article."""
_GLUED_NAME = late(rf"章[{_BLANK}]*[{HAN}][^\n。，；]{{1,20}}第[{_CN}]{{1,5}}[条條]")


def _rules_apart(text: TracedText) -> TracedText:
    """The rules that a notice passes on, with their chapters, apart from the notice they are glued to."""
    if "此件" not in text.text and not _GLUED_NAME.search(text.text):
        return text
    found = [m.start(n) for m in _GLUED_SIGNED.finditer(text.text) for n in range(1, 5) if m.start(n) >= 0]
    text = text.replace([Change(at, at, "\n") for at in found], RULE)
    places: list[int] = []
    for match in _GLUED_CHAPTER.finditer(text.text):
        title = match["title"]
        if title is None or is_title(title.strip(_ALL_BLANKS)):
            places += [match.start(2), match.start(3)]
    return text.replace([Change(at, at, "\n") for at in places], RULE)


_FEW_LINES = 3
_SHORT_LETTER = 60  # characters of a line that is all there is
_SALUTED = late(
    rf"(?m)^[{_BLANK}]*各[^\n。；:：]{{6,200}}[:：]([{_BLANK}]+)(?=(?:现将|为|根据|按照|经|近|进入|[^\n]{{0,40}}通知)[^\n]{{20,}})"
)
"""Whom a notice addresses, on one line with its first sentence."""
_GLUED_SALUTATION = late(
    rf"(?m)^[{_BLANK}]*各[^\n。；:：]{{6,160}}[:：]()(?=(?:(?:根据|现将|为了?|按照)[^\n]{{20,}}|[^\n：:《]{{2,80}}《[^\n》]{{4,60}}》已))"
)
_SIGNED_AT_END = late(
    rf"[。》，）][{_BLANK}]*()(?=[{HAN}]{{4,24}}(?:局|政府|办公室|委员会|厅|部)()(?:(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|[二一][〇○零一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)。?\s*$)"
    rf"|\.(?:pdf|docx?|xlsx?)([{_BLANK}]+)(?=[{HAN}]{{4,24}}(?:局|政府|办公室|委员会|厅|部)()(?:(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|[二一][〇○零一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)。?[{_BLANK}]*$)",
    re.MULTILINE,
)
"""Who signs and when, glued to the last words of a document that a page made one paragraph of."""
_DATED_AT_END = late(
    rf"(?m)。[{_BLANK}]*()(?=[二一][〇○零一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日[{_BLANK}]*$)"
)
"""The day in words alone, glued so."""
_SALUTED_WITHIN = 2000  # characters
_SIGNED_BEHIND = late(
    rf"(?m)^[{_BLANK}]*附件[：:][^\n。；]{{4,60}}?(?:名单|清单|目录|名录|一览表|汇总表|方案)()(?![{HAN}]{{0,8}}(?:名单|清单|目录|名录|表|方案))(?=[{HAN}]{{1,8}}[省市县区州旗][{HAN}]{{2,16}}(?:局|委员会|办公室|厅|政府)[{_BLANK}]*\n\s*(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日)"
)
"""Who signs, glued to the name of what is attached, over the day."""


_TITLE_AND_FIELDS = late(
    rf"(?m)^[{_BLANK}]*([{HAN}《“][^\n。；：:|]{{7,80}}?)([{_BLANK}]+)(?=(?:发布|發布|发表|更新)?(?:时间|時間|日期)[:：][{_BLANK}]*(?:19|20)\d\d[-/.年])"
)
"""A title with what the page tells of itself behind it: …的公告 时间：2010-01-11 来源：某网."""
_HEAD = 600  # characters


def split_lines(text: TracedText) -> TracedText:
    """Long lines parted at their blanks where those are ends of pieces, and glued articles at theirs; the name of an
    attachment stands below 附件1.
    """
    marks = [Change(m.start(1), m.end(1), "") for m in _LISTED_NUMBER.finditer(text.text)]
    if len(marks) >= _FEWEST_NAMED:
        text = text.replace(marks, RULE)
    alone = [Change(*m.span(), "") for m in _MARK_ALONE.finditer(text.text)]
    if len(alone) >= _FEWEST_NAMED:
        text = text.replace(alone, RULE)
    if "附" in text.text:
        text = text.replace([Change(*m.span(1), "\n") for m in _ANNEX.finditer(text.text)], RULE)
        text = text.replace([Change(*m.span(1), "\n") for m in _SIGNED_BEHIND.finditer(text.text)], RULE)
    text = _head_apart(_rules_apart(_signed_apart(counted_apart(text, RULE))))
    titled = next((m for m in _TITLE_AND_FIELDS.finditer(text.text, 0, _HEAD) if is_title(m.group(1))), None)
    if titled is not None:
        text = text.replace([Change(*titled.span(2), "\n")], RULE)
    if match := _SALUTED.search(text.text, 0, _SALUTED_WITHIN) or _GLUED_SALUTATION.search(
        text.text, 0, _SALUTED_WITHIN
    ):
        text = text.replace([Change(*match.span(1), "\n")], RULE)
    text = text.replace(_numbers_apart(text.text), RULE)
    if "议上" in text.text or "議上" in text.text or "会上" in text.text:
        text = text.replace([Change(*m.span(1), "\n") for m in _HELD_BY.finditer(text.text)], RULE)
    if "号" in text.text or "號" in text.text:
        text = text.replace(
            [Change(*m.span(1), "\n") for m in _SIGNED_OFF.finditer(text.text, 0, _SALUTED_WITHIN)], RULE
        )
    text = text.replace([Change(*m.span(1), "\n") for m in _SIGNED.finditer(text.text)], RULE)
    if "此件" in text.text or "本文" in text.text:
        text = text.replace([Change(*m.span(1), "\n") for m in _PUBLIC_AND_DAY.finditer(text.text)], RULE)
    changes: list[Change] = []
    filled = (line for line in lines_of(text) if line.text.strip())
    few = sum(1 for _ in itertools.islice(filled, _FEW_LINES + 1)) <= _FEW_LINES
    for line in lines_of(text):
        long = len(line.text) >= _LONG or (
            line.text.count("第") >= _FEWEST_NAMED
            and len(line.text) >= _LONG // 2
            and len(_NAMED.findall(line.text)) >= _FEWEST_NAMED
        )
        if long and "|" not in line.text.strip("| "):
            changes += _pieces(line)
        elif long:
            changes += _behind_bars(line)
        elif few and len(line.text) >= _SHORT_LETTER and "|" not in line.text:
            changes += _pieces(line, opened=True)
    text = text.replace(changes, RULE)
    changes = []
    last = 0
    for line in lines_of(text) if _MAY_BE_GLUED.search(text.text) else ():
        found, last = _articles(line, last)
        changes += found or _items(line)
    return text.replace(changes, RULE)


def bar_fields(text: TracedText) -> TracedText:
    """Bars for the blanks around the labels of a record card whose table came out as plain lines."""
    lines = list(itertools.islice(lines_of(text), _CARD_WITHIN))
    changes: list[Change] = []
    page = "\n".join(line.text for line in lines)
    keys = (key_of(page).translate(_BARS) if any(bar in page for bar in "｜丨│|") else page).split("\n")
    for line, key, fields in zip(lines, keys, spaced_fields(keys), strict=True):
        for start, behind in fields:
            before = len(line.text[:start].rstrip(_ALL_BLANKS))
            parted = 0 < before < start and key[before - 1] != "|"
            if parted and not (changes and changes[-1].end > line.start + before):
                changes.append(Change(line.start + before, line.start + start, "|"))
            if "|" not in line.text:
                changes.append(Change(line.start + behind, line.start + behind + 1, "|"))
    return text.replace(changes, "table")


_BARS = str.maketrans("丨│", "||")


def drop_layout_bars(text: TracedText) -> TracedText:
    """The text without the bars behind lines that a page laid out as a table of one cell each; a table has rows."""
    if "|" not in text.text:
        return text
    lines = list(lines_of(text))
    ended = [line.text.rstrip(_ALL_BLANKS).endswith("|") for line in lines]
    if any(line.text.count("|") > end for line, end in zip(lines, ended, strict=True)):
        return text.replace(_cells_apart(lines), "chrome")
    changes = []
    for end, run in itertools.groupby(zip(lines, ended, strict=True), key=lambda pair: pair[1]):
        rows = [line for line, _ in run]
        if end and len(rows) < _ROWS:
            places = (line.start + line.text.rindex("|") for line in rows)
            changes += [Change(at, at + 1, "") for at in places]
    return text.replace(changes, "chrome")


def _cells_apart(lines: list[Line]) -> list[Change]:
    """The bars around lines each of which is one cell, where all of a text is laid out so: | 第一条 … |."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < _ROWS or not all(_ONE_CELL.fullmatch(line.text) for line in filled):
        return []
    places = (line.start + at for line in filled for at in (line.text.index("|"), line.text.rindex("|")))
    return [Change(at, at + 1, "") for at in places]


_ONE_CELL = late(rf"[{_BLANK}]*\|[^|\n]*[^|\s][^|\n]*\|[{_BLANK}]*")
_ROWS = 3  # lines with a bar behind them make a table
_CARD_WITHIN = 160  # lines
_ALL_BLANKS = " \t\u00a0\u3000"

_SIGNED = late(
    rf"(?m)^[{_BLANK}]*[{HAN}]{{2,28}}(?:局|委|办|辦|厅|廳|部|政府|办公室|辦公室|委员会|委員會|中心|院)([{_BLANK}]+)"
    rf"(?=(?:(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|{_HAN_DAY})[{_BLANK}]*$)"
)
"""An authority and the day on which it signs, on one line."""
_BEFORE_TITLE = late(
    rf"(?m)^[{_BLANK}]*[{HAN}]{{2,14}}[〔\[【]\d{{4}}[〕\]】]\d{{1,4}}[号號]([{_BLANK}]*)(?=([{HAN}“《][^\n。；！？]{{9,90}})$)"
)
_IN_BRACKETS = late(
    rf"(?m)^[{_BLANK}]*[（(](?:(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日)[^（）()\n]{{0,20}}[〔\[【]\d{{4}}[〕\]】]\d{{1,4}}号[^（）()\n]{{0,20}}[）)]([{_BLANK}]+)(?=\S)"
)


_STATED = late(
    rf"(?m)^[{_BLANK}]*(?:{NUMBER}|[{HAN}]{{2,24}}公告(?:19|20)\d\d年第\d{{1,4}}号)([{_BLANK}]+)"
    rf"(?=(?:19|20)\d\d-\d{{1,2}}-\d{{1,2}}[{_BLANK}]+(?:(?:全文|部分|条款)(?:有效|失效|废止)|现行有效)[{_BLANK}]*$)"
)
"""A document's number with its day and whether it is in force behind it, as libraries of tax law set them."""


_HEAD_OF_LIBRARY = late(
    rf"(?m)^[{_BLANK}]*([^\n。；|]{{8,80}}?)([{_BLANK}]+){NUMBER}([{_BLANK}]+)[{HAN}]{{2,30}}([{_BLANK}]+)"
    rf"(?=(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日[{_BLANK}|]*$)"
)
"""A title with its number, its authority and its day on one line, as a free library heads a document."""


def _head_apart(text: TracedText) -> TracedText:
    match = _HEAD_OF_LIBRARY.search(text.text, 0, _HEAD)
    if match is None or not is_title(match.group(1)):
        return text
    return text.replace([Change(*match.span(n), "\n") for n in (2, 3, 4)], RULE)


def _numbers_apart(text: str) -> list[Change]:
    """Where a document's number stands on one line with its title, or in brackets before its first words. Lists of
    documents are written so as well: there is more than one such line in them.
    """
    found = [m for m in _BEFORE_TITLE.finditer(text) if is_title(m.group(2))] if "号" in text or "號" in text else []
    changes = [Change(*m.span(1), "\n") for m in _IN_BRACKETS.finditer(text)] if "号" in text else []
    stated = _STATED.search(text, 0, _HEAD) if "效" in text[:_HEAD] or "废止" in text[:_HEAD] else None
    changes += [Change(*stated.span(1), "\n")] if stated else []
    return sorted([*changes, *(Change(*m.span(1), "\n") for m in found if len(found) == 1)])


def _pieces(line: Line, *, opened: bool = False) -> list[Change]:
    """Where the pieces of a line are parted. `opened`: only where a number or a salutation opens them."""
    blanks = [
        m for m in _BLANKS.finditer(line.text) if not _HEADED.search(line.text[max(m.start() - 12, 0) : m.start()])
    ]
    blanks = [m for m in blanks if not (_latin(line.text[m.start() - 1]) and _latin(line.text[m.end()]))]
    if len(blanks) < _FEWEST:
        return []
    ends = sum(_parts(line.text, m.start(), m.end()) for m in blanks)
    numbered = sum(bool(_NUMBER.match(line.text, m.end())) for m in blanks)
    opens = _NUMBERED_DOCUMENT.match(line.text.strip(_ALL_BLANKS)) is not None or any(
        _NUMBERED_DOCUMENT.match(line.text[m.end() : m.end() + 40])
        or _SALUTATION.match(line.text[m.end() : m.end() + 130])
        for m in blanks
    )
    if ends < _SHARE * len(blanks) or (numbered < 2 and not opens) or (opened and not opens):
        return []
    return [Change(line.start + m.start(), line.start + m.end(), "\n") for m in blanks]


_BARS_BEFORE = late(rf"[{_BLANK}]*\|[{_BLANK}|]*(?=[^|]+$)")


def _behind_bars(line: Line) -> list[Change]:
    """The pieces of a document behind the fields of its page, all on one line with bars between the fields."""
    match = _BARS_BEFORE.search(line.text)
    if match is None or len(line.text) - match.end() < _LONG // 2 or not _FIELD_BEFORE.match(line.text):
        return []
    parts = _pieces(Line(line.start + match.end(), line.end, line.text[match.end() :]), opened=True)
    return [Change(line.start + match.start(), line.start + match.end(), "\n"), *parts] if parts else []


_FIELD_BEFORE = late(rf"[{_BLANK}|]*[{HAN}]{{2,6}}[{_BLANK}]*[：:]")
"""A table of the document has no label there: a page's fields have."""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a blank, [start, end), stands between two pieces of a document."""
    after = text[end : end + 40]
    return text[start - 1] in _ENDS or bool(
        _NUMBER.match(after) or _NUMBERED_DOCUMENT.match(after) or _DAY.match(after)
    )


_ARTICLE = late(rf"(?<=[。；])[{_BLANK}]*(?=第([{_CN}]{{1,6}})[条條][{_BLANK}])")
_FIRST = late(rf"^[{_BLANK}]*第([{_CN}]{{1,6}})[条條]")
_APART = late(rf"(?<=。)[{_BLANK}]+(?=第([{_CN}]{{1,6}})[条條](?![规規、和的至]))")
_GLUED = late(rf"(?<=。)(?=第([{_CN}]{{1,6}})[条條](?![规規、和的至第款所]))")
_ITEM = late(rf"(?<=[；;。])[{_BLANK}]+(?=[（(]([{_CN}]{{1,4}})[）)])")
_FIRST_ITEM = late(rf"^[{_BLANK}]*[（(]([{_CN}]{{1,4}})[）)]")
_MAY_BE_GLUED = late(rf"[。；;][{_BLANK}]*[第（(]")


_TITLED = late(
    rf"[{_BLANK}]*([^。；，：\s]{{4,40}}?(?:办法|條例|条例|規定|规定|規則|规则|细则|細則)(?:（[^（）]{{2,8}}）)?)[{_BLANK}]*(第一[条條])(?=[^。]{{2,200}}。第二[条條])"
)
"""A title right before its first article, on one line with all others."""


def _articles(line: Line, last: int) -> tuple[list[Change], int]:
    """Where articles behind the first words of a line begin, and the last article so far. They are counted on, one by
    one, from the `last` of the lines above; behind a paragraph of an article a blank must part them from it.
    """
    first = _FIRST.match(line.text)
    value, changes = value_of(first.group(1)) if first else last, []
    behind = first.end() if first else 0
    titled = None if first else _TITLED.match(line.text)
    if titled is not None and is_title(titled.group(1)):
        value, behind = 1, titled.end()
        changes.append(Change(line.start + titled.end(1), line.start + titled.start(2), "\n"))
    patterns = (_ARTICLE, _APART) if titled is None else (_ARTICLE, _APART, _GLUED)
    found = {m.start(): m for pattern in patterns for m in pattern.finditer(line.text, behind)}
    for _, match in sorted(found.items()):
        if value and value_of(match.group(1)) == value + 1:
            value += 1
            changes.append(Change(line.start + match.start(), line.start + match.end(), "\n"))
    return changes, value


def _items(line: Line) -> list[Change]:
    """Where items behind the first of a line begin, which a blank parts and which are counted on: （四）…； （五）…"""
    first = _FIRST_ITEM.match(line.text)
    value, changes = value_of(first.group(1)) if first else 0, []
    for match in _ITEM.finditer(line.text, first.end()) if first else ():
        if value_of(match.group(1)) == value + 1:
            value += 1
            changes.append(Change(line.start + match.start(), line.start + match.end(), "\n"))
    return changes
