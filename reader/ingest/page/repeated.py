"""The page's own title line, where the document's title comes again below it, and what stands over it."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import KINDS, is_organ, is_title, unquoted
from reader.ingest.lines import Line
from reader.ingest.page import page_words as words
from reader.ingest.page.inside_lines import column_of
from reader.ingest.page.keys import key_of


def _bare(key: str) -> str:
    if len(key) > words.LONGEST:
        return ""
    key = _EDITION.sub("", words.SITE_NAME.sub("", words.NUMBER_START.sub("", key)))
    return re.sub(r"[\s《》\"“”()\[\]〔〕,、:;。!?\-—]", "", key)


_EDITION = re.compile(r"\((?:(?:19|20)\d{2}年?(?:修[订正改]|版)?|全文|原文|附\s?:?[^()]{2,12})\)$")
"""Which edition of a text it holds, that it holds the whole, or what else is there, as libraries say behind a title."""


def repeated_titles(lines: list[Line], levels: list[int | None]) -> list[Line]:
    """The page's own title line, where the document's title follows (in one line or broken over several).

    Only at the head, before any sentence; never a line that goes on with the title around it.
    """
    raw = key_of("\n".join(line.text for line in lines)).split("\n")
    # Few lines are asked for: a sentence ends the head.
    bare = cache(lambda i: _bare(raw[i][column_of(raw[i]) :]))
    filled = [i for i, key in enumerate(raw) if key.strip()]
    dropped = []
    for position, i in enumerate(filled[:12]):
        key = bare(i)
        if levels[i] is not None or _opens_the_document(raw[i]):
            break
        if (
            len(key) < (_SHORTEST if key in map(bare, filled[position + 1 : position + 16]) else 10)
            or numbered(raw[i]) is not None
            or words.OWN.match(raw[i])
            or not _TITLE_LIKE.search(key)
        ):
            continue
        before = raw[filled[position - 1]] if position else ""
        after = raw[filled[position + 1]] if position + 1 < len(filled) else ""
        if before.endswith(_GOES_ON) or _PIECE_BEHIND.match(after):
            continue
        following = list(takewhile(lambda j: not _opens_the_document(raw[j]), filled[position + 1 : position + 16]))
        rest = [bare(j) for j in following if bare(j)]
        joined = {"".join(rest[a:b]) for a in range(len(rest)) for b in range(a + 1, min(a + 6, len(rest) + 1))}
        if (
            key in joined
            or any(_shortens(key, whole) for whole in joined)
            or _lacks_name(key, following[:1], raw)
            or _rewords(key, following[:1], raw)
        ):
            dropped.append(lines[i])
    return dropped


def _lacks_name(key: str, below: list[int], raw: list[str]) -> bool:
    """Whether the line below says the same with the name before it that a site left out: 清华大学规章制度管理办法."""
    whole = _bare(raw[below[0]]) if below else ""
    return _NAMELESS <= len(key) < len(whole) <= len(key) + _NAME and whole.endswith(key) and "关于" not in whole


def _rewords(key: str, below: list[int], raw: list[str]) -> bool:
    """Whether the line below is the same title in the words of who issued it: a site's headline for readers in haste
    stands above. A title that passes something on is none.
    """
    line = raw[below[0]].strip() if below else ""
    whole = _bare(line)
    if min(len(key), len(whole)) < _REWORDED or key[-2:] != whole[-2:] or _PASSES_ON.search(key + whole):
        return False
    both = is_title(key) and is_title(line) and not re.search("[,、;:]", line)
    return both and len(set(key) & set(whole)) >= _SHARED * min(len(set(key)), len(set(whole)))


_REWORDED, _SHARED = 16, 0.75
_PASSES_ON = re.compile("印发|转发|发布|公布|批转|答复|批复")
_NAMELESS, _NAME = 8, 10  # characters
_SHORTEST = 6  # characters of a title that comes again on a line of its own
_OVER_LONGEST = 60


def over_the_page(head: list[Line], titles: list[Line]) -> list[Line]:
    """What stands over the page's own title line, where the document's title comes again below: menus and slogans, but
    no number of a document and no authority's name.
    """
    above = [line for line in head if titles and line.start < titles[0].start and line.text.strip()]
    return [] if any(may_be_own(key_of(line.text).strip()) for line in above) else above


def may_be_own(key: str) -> bool:
    """Whether a line over a title may be the document's: an authority, a number, a sentence, whom it addresses."""
    return (
        len(key) > _OVER_LONGEST or numbered(key) is not None or is_organ(key) or is_title(key) or key.endswith(_HEADS)
        or re.search("[各府].{0,80}:$", key) is not None
        or re.search(r"[〔\[【]\s*\d{4}|第\S{1,8}号", key) is not None
    )  # fmt: skip


_WITH_PROVINCE = re.compile(
    r"^[\u4e00-\u9fff]{2,7}?(?:省|自治区)([\u4e00-\u9fff]{2,12}[市县区州盟旗][\u4e00-\u9fff]{2,20})$"
)
_KEPT_BY_WITHIN = 8  # lines


def kept_by(head: list[Line], titles: list[Line]) -> list[Line]:
    """The authority that a library names below its own title line with the province before it (云南省临沧市人民政府),
    where the document itself names it without: in its title, its number, or where it signs.
    """
    if not titles:
        return []
    filled = [line for line in head if line.text.strip()]
    keys = [key_of(line.text).strip() for line in filled]
    for at, key in enumerate(keys[:_KEPT_BY_WITHIN]):
        match = _WITH_PROVINCE.match(key)
        if match is None or not is_organ(key) or filled[at].start < titles[0].start:
            continue
        own = re.compile(re.escape(match.group(1)) + r"(?:$|令|公告|\s*(?:关于|印发|转发|批转))")
        if any(own.match(k) for k in keys[at + 1 :]):
            return [filled[at]]
    return []


_HEADS = ("文件", "令", "公告", "公报", "决议")
_LEFT_OUT = 2  # characters
_LONG_TITLE = 14


def _shortens(key: str, whole: str) -> bool:
    """Whether a site's title leaves a character or two of an authority's name out: 省政府关于… for 省人民政府关于…"""
    if whole.endswith(key) and len(key) >= _LONG_TITLE and re.search("关于|印发", whole[: -len(key)]):
        return key.endswith("通知")  # a site that leaves out who issued the notice, and that it passes something on
    if not 0 < len(whole) - len(key) <= _LEFT_OUT or "关于" not in key or key[-8:] != whole[-8:]:
        return False
    rest = iter(whole)
    return all(char in rest for char in key)


_GOES_ON = ("关于", "印发", "转发", "批转", "发布", "公布")
_PIECE_BEHIND = re.compile(r"^(?:\([^()]{1,30}\))?的(?:通知|公告|通告|决定|批复|意见)")


def _opens_the_document(key: str) -> bool:
    """Whether a line is a sentence or a salutation: behind it no page repeats the title."""
    sentence = len(key) >= 12 and (
        key[-1] in "。;?" or (key[-1] == "!" and len(key) > _OVER_LONGEST) or (len(key) > 60 and "," in key)
    )
    return sentence or numbered(key) is not None or bool(re.match(r"^(?:各|省|市|区|县|有关).{2,200}:$", key))


_TITLE_LIKE = re.compile(rf"关于|(?:{'|'.join(KINDS)})|草案|稿$")


def told_title(line: str) -> str:
    """The title that a page's own line tells: without the number before it, the site behind it, and marks around it."""
    title = words.SITE_NAME.sub("", words.NUMBER_START.sub("", line.strip()))
    return unquoted(title.translate(str.maketrans("(),:", "（），：")))


def stands_whole(title: Line, head: list[Line]) -> bool:
    """Whether the document's title comes again on one line, and not broken over several."""
    told = _bare(key_of(title.text))
    return any(line is not title and _bare(key_of(line.text)) == told for line in head)
