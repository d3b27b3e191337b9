"""Which lines are headings by what stands around them: （一）发展现状。, 背景, a question, a name the contents list.

Reads clauses, changes no text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from reader.core.late_pattern import late
from reader.ingest.form.clause import Clause
from reader.ingest.form.contents import words_of
from reader.ingest.form.numbering import numbered
from reader.script import to_simplified

_STOPS = late(r"[。；！？]")
_LOST_NAME = 25  # characters of the name of a chapter without its number


def headed(clauses: list[Clause], lawlike: bool) -> list[Clause]:
    """Short numbered lines that end in a stop are headings where text without a number follows: （一）发展现状。

    So are the numbered questions of an interpretation, where an answer follows.
    """
    clauses = _named_laws(clauses)
    out = list(clauses)
    # Below headings with numbers the questions are text; where they alone part it, they head it.
    asks = not lawlike and not any(c.kind == "heading" and c.number is not None for c in clauses)
    for index, clause in enumerate(clauses):
        after = clauses[index + 1] if index + 1 < len(clauses) else None
        if _is_preface(clause, after) or (clause.text[:1] == "附" and _heads_annex(clause)):
            out[index] = replace(clause, kind="heading", level=1, lead=None)
            continue
        if lawlike and index and _lost_number(clauses[index - 1], clause, after):
            out[index] = replace(clause, kind="heading", level=1)
        if asks and _is_question(clause, after):
            out[index] = replace(clause, kind="heading", level=1, lead=None)
            continue
        if clause.kind != "paragraph" or clause.number is None or clause.number.form == "article" or lawlike:
            continue
        rest = clause.text[clause.number.end :]
        alone = 2 <= len(rest) <= _ALONE and rest[-1] == "。" and not re.search("[。；！？，：]", rest[:-1])
        alone = alone and not _CLOSING.match(rest)
        if after is not None and (
            (not alone and _pairs(rest) and after.lead is not None and _goes_down(clauses, index))
            or (alone and not _goes_on(clauses, index) and (_says(after) or _goes_down(clauses, index)))
            or _is_asked(rest, after)
        ):
            out[index] = replace(clause, kind="heading", lead=None)
    return out


_OF_ITEMS = ("han-bracket", "digit", "digit-bracket", "digit-half", "circle")
_FEWEST_ITEMS, _FEWEST_AT_END = 2, 3


def mere_items(clauses: list[Clause], levels: Sequence[int | None]) -> list[Clause]:
    """Short lines with low numbers that stand right below one another and hold no text are the items of a list, not
    headings: what has to be handed in. `levels`: those that the source marks stay.
    """
    out = list(clauses)
    at = 0
    while at < len(clauses):
        end = at + 1
        number = clauses[at].number
        if number is None or clauses[at].kind != "heading" or number.form not in _OF_ITEMS:
            at = end
            continue
        while end < len(clauses) and _counts_on(clauses[end - 1], clauses[end]):
            end += 1
        marked = any(level is not None for level in levels[at:end])
        if not marked and _holds_nothing(clauses, at, end):
            out[at:end] = [replace(clause, kind="paragraph") for clause in clauses[at:end]]
        at = end
    return out


def _counts_on(one: Clause, other: Clause) -> bool:
    if one.number is None or other.number is None or one.kind != "heading" or other.kind != "heading":
        return False
    same = one.number.form == other.number.form and one.number.form in _OF_ITEMS
    return same and other.number.value == one.number.value + 1


def _holds_nothing(clauses: list[Clause], start: int, end: int) -> bool:
    """Whether a list from its first item on ends before what is no text: another heading, a signature, nothing."""
    number, after = clauses[start].number, clauses[end] if end < len(clauses) else None
    if number is None or number.value != 1 or not start:  # a text that is nothing but a list is an outline
        return False
    if end - start < (_FEWEST_ITEMS if after is not None else _FEWEST_AT_END):
        return False
    if after is None or after.kind not in ("paragraph", "bullet", "table"):
        return after is None or after.level is None or after.level <= (clauses[start].level or 0)
    return after.number is not None and after.level is not None and after.level < (clauses[start].level or 0)


_ONLY_A_NAME = late(r"《(?:[^《》]|《[^《》]*》)+》(?:（[^（）]*）|\([^()]*\))?$")


def _named_laws(clauses: list[Clause]) -> list[Clause]:
    """Numbered lines that hold nothing but the name of another document are items where two or more stand together:
    what a plan was made by, (1)《中华人民共和国突发事件应对法》.
    """
    out = list(clauses)
    for index, (one, other) in enumerate(itertools.pairwise(clauses)):
        if one.number and other.number and one.number.form == other.number.form and _names(one) and _names(other):
            out[index], out[index + 1] = replace(one, kind="paragraph"), replace(other, kind="paragraph")
    return out


def _names(clause: Clause) -> bool:
    number = clause.number
    return clause.kind == "heading" and number is not None and bool(_ONLY_A_NAME.match(clause.text, number.end))


_ANSWER = late(r"^(?:答|回答|答复|A)[：:]|^[\u4e00-\u9fff]{0,12}(?:负责人|发言人)答?[：:]")
_ASKED = 60  # characters of a question


_QUESTION = late(r"^(?:问|问题[一二三四五六七八九十\d]{0,2}|Q\d{0,2})[：:.][^。；！]{4,80}[？?]$")


def _pairs(rest: str) -> bool:
    """Whether the words are two short halves with one comma: 聚焦素养提升，推进健康行动。"""
    return len(rest) <= _ALONE and rest[-1:] == "。" and rest.count("，") == 1 and not _NO_PAIR.search(rest[:-1])


_NO_PAIR = late("[。；！？：]")


def _is_question(clause: Clause, after: Clause | None) -> bool:
    """Whether a line without a number asks (问：…？) and the next one answers."""
    if clause.kind != "paragraph" or clause.number is not None or after is None or after.kind != "paragraph":
        return False
    return bool(_QUESTION.match(to_simplified(clause.text)) and _ANSWER.match(after.text))


def _is_asked(words: str, after: Clause) -> bool:
    """Whether the words behind a number ask what the text below answers."""
    asks = words[-1:] in ("？", "?") and len(words) <= _ASKED and not _STOPS.search(words[:-1])
    return asks and after.kind == "paragraph" and (_ANSWER.match(after.text) is not None or _opens_text(after))


def _is_preface(clause: Clause, after: Clause | None) -> bool:
    """Whether a line is nothing but 前言, 结束语 or 名词解释 and text follows it."""
    if len(clause.text) > _PREFACE_LENGTH or clause.kind != "paragraph" or clause.number is not None:
        return False
    alone = _PREFACE.fullmatch(clause.text) is not None
    return alone and after is not None and after.kind == "paragraph" and len(after.text) > _TEXT


_PREFACE_LENGTH = 10
_PREFACE = late(
    r"[前引序緒绪][\s　]{0,4}言|结束语|結束語|[结結][语語]"
    r"|(?:[有相]关|[有相]關)?(?:名[词詞]|用[语語]|[术術][语語])(?:解[释釋]|[说說]明|注[释釋])"
)


def _heads_annex(clause: Clause) -> bool:
    """Whether a line names an annex counted with a letter, on one line with its name: 附录A 评价指标."""
    loose = clause.kind == "paragraph" and clause.number is None
    return loose and _ANNEX_NAMED.fullmatch(clause.text) is not None


_ANNEX_NAMED = late(
    r"附[录錄][\s　]?[A-H][\s　]?(?:[（(](?:规范性|資料性|资料性|規範性)(?:附[录錄])?[）)])?[\s　]?"
    r"[\u4e00-\u9fff][^。；，：！？:;,|\t]{1,30}"
)


def _lost_number(before: Clause, clause: Clause, after: Clause | None) -> bool:
    """Whether a line between two articles of a law names a chapter whose number is lost."""
    if clause.kind != "paragraph" or clause.number is not None or not 2 <= len(clause.text) <= _LOST_NAME:
        return False
    article = after is not None and after.number is not None and after.number.form == "article"
    return article and before.text[-1:] in "。；）" and not _NAMELESS.search(clause.text)


_NAMELESS = late(
    r"[，。；：、！？（）()〔\d]|^[\u4e00-\u9fff]{2,4}$(?<!总则)(?<!附则)(?<!罚则)(?<!责任)(?<!规定)(?<!检查)(?<!管理)(?<!措施)(?<!程序)"
)
_ALONE = 26  # characters of a heading that ends in a stop


_TEXT = 8  # characters


def _opens_text(clause: Clause) -> bool:
    text = clause.kind in ("paragraph", "bullet") and clause.number is None and len(clause.text) > _TEXT
    return text and not _CLOSING.match(clause.text)


def _says(clause: Clause) -> bool:
    """Whether text with a mark in it follows: who signs below the last item has none."""
    return _opens_text(clause) and _MARK.search(clause.text) is not None


_MARK = late(r"[。；：！？，]")
_HIGH = 2  # below that level a line with a stop above its items is as likely an item itself


def _goes_on(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a numbered line is one of a list: the item before it stands right above."""
    number, before = clauses[index].number, clauses[index - 1].number if index else None
    return (
        number is not None and before is not None and before.form == number.form and before.value == number.value - 1
        and (len(clauses[index - 1].text) <= _ALONE or clauses[index - 1].text[-1:] == "；")
    )  # fmt: skip


def _goes_down(clauses: Sequence[Clause], index: int) -> bool:
    """Whether the first of what stands under a numbered line follows it."""
    clause, after = clauses[index], clauses[index + 1]
    if after.number is None or clause.level is None or after.level is None or re.search(r"\d", clause.text):
        return False
    return clause.level <= _HIGH and after.level > clause.level and after.number.value == 1


_CLOSING = late(r"^本[\u4e00-\u9fff]{2,6}(?:自|从|由|有效期)|^以上|^特此|^请|^自[^，]{2,20}起(?:施行|实施|执行)")


def listed(clauses: list[Clause]) -> list[Clause]:
    """Lines without a number that the list of contents names are headings: 前言."""
    entries = [n for n, clause in enumerate(clauses) if clause.kind == "contents"]
    if not entries:
        return clauses
    named = {words_of(clauses[n].text, None) for n in entries if numbered(clauses[n].text) is None} - {""}
    out = list(clauses)
    for index in range(entries[-1] + 1, len(clauses)):
        clause = clauses[index]
        if clause.kind == "paragraph" and clause.number is None and (words := words_of(clause.text, None)) in named:
            named.discard(words)
            out[index] = replace(clause, kind="heading", level=1, lead=None)
    return out


def named_sections(clauses: list[Clause], lawlike: bool) -> list[Clause]:
    """Short lines without a number between paragraphs that are counted through: 背景, 建議 in papers for a council."""
    if lawlike:
        return clauses
    found: list[int] = []
    last = 0
    for index, (clause, after) in enumerate(itertools.pairwise(clauses)):
        if clause.number is not None and clause.number.form == "digit" and clause.kind == "paragraph":
            if clause.number.value != last + 1:
                return clauses
            last = clause.number.value
        counted = after.number is not None and after.number.form == "digit" and after.number.value == last + 1
        short = clause.kind == "paragraph" and clause.number is None and 2 <= len(clause.text) <= _SECTION
        if short and counted and after.kind == "paragraph" and not _NO_SECTION.search(clause.text):
            found.append(index)
    if len(found) < _FEWEST_SECTIONS:
        return clauses
    return [replace(c, kind="heading", level=1, lead=None) if n in found else c for n, c in enumerate(clauses)]


def asked_sections(clauses: list[Clause]) -> list[Clause]:
    """The questions without a number in what is titled questions or an interpretation, where each has its answer."""
    of_questions = any(c.kind == "title" and _OF_QUESTIONS.search(to_simplified(c.text)) for c in clauses)
    if not of_questions or any(c.kind == "heading" for c in clauses):
        return clauses
    found = {n for n, (one, after) in enumerate(itertools.pairwise(clauses)) if _asks_alone(one, after)}
    if len(found) < _FEWEST_ASKED:
        return clauses
    return [replace(c, kind="heading", level=1, lead=None) if n in found else c for n, c in enumerate(clauses)]


def _asks_alone(clause: Clause, after: Clause) -> bool:
    asks = clause.kind == "paragraph" and clause.number is None and clause.text[-1:] in ("？", "?")
    asks = asks and len(clause.text) <= _ASKED and not _STOPS.search(clause.text[:-1])
    return asks and after.kind == "paragraph" and after.text[-1:] not in ("？", "?") and len(after.text) > _TEXT


_OF_QUESTIONS = late("(?:问答|答问|答记者问|解读|解答|政策解析)(?:（[^（）]*）)?$")
_FEWEST_ASKED = 2


def spoken_sections(clauses: list[Clause], lawlike: bool) -> list[Clause]:
    """Short lines between the paragraphs of a text that has no numbers: 政策原意 in a speech to a council, and
    wherever three or more part the whole text.
    """
    if lawlike or any(c.kind == "heading" or c.number is not None for c in clauses):
        return clauses
    spoken = any(c.kind == "salutation" and _TO_A_COUNCIL.match(c.text) for c in clauses[:_SPOKEN_WITHIN])
    first = next((n for n, c in enumerate(clauses) if c.kind not in ("title", "note", "doc_number")), 0)
    three = zip([None, *clauses], clauses, clauses[1:], strict=False)
    found = {
        n for n, (before, clause, after) in enumerate(three)
        if _is_section(None if n == first and not spoken else before, clause, after)
    }  # fmt: skip
    if not spoken and not _part_the_whole(clauses, found):
        return clauses
    return [replace(c, kind="heading", level=1, lead=None) if n in found else c for n, c in enumerate(clauses)]


def _part_the_whole(clauses: list[Clause], found: set[int]) -> bool:
    """Whether three short lines or more part a text, and none but they is short and without a stop."""
    loose = {n for n, c in enumerate(clauses) if c.kind == "paragraph" and not _STOPS.search(c.text)}
    return len(found) >= _FEWEST_SECTIONS and loose == found


def _is_section(before: Clause | None, clause: Clause, after: Clause) -> bool:
    """Whether a short line without a stop stands between what is said before and behind it. `before` is None where the
    line begins the text.
    """
    said = all(c.kind == "paragraph" and _STOPS.search(c.text) for c in (before or after, after))
    return (
        said and clause.kind == "paragraph" and clause.number is None and 2 <= len(clause.text) <= _SECTION
        and not _NO_SECTION.search(clause.text) and "，" not in clause.text
        and (before is None or before.text[-1] in "。！？”」）") and len(after.text) > max(_TEXT, len(clause.text))
    )  # fmt: skip


_TO_A_COUNCIL = late(r"(?:尊敬的)?代?(?:主席|議長|议长)(?:女士|先生)?[：:]$")
_SPOKEN_WITHIN = 6  # clauses
_SECTION = 20  # characters
_FEWEST_SECTIONS = 3
_NO_SECTION = late(r"[，。；：、！？\d|]$|[。；！？]")
