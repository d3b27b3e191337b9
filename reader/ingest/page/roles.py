"""Lines that are no part of a document because they have none of the parts that one is made of.

Above its title a document has a number, who issues it, a grade of haste, a day, the title's first words; behind the day
on which it is signed a name, whom it is sent to, whom to ask, tables and attachments. What is none of it and no
sentence is the page's, however the site words it: nothing here lists what sites say. It goes only where the page shows
itself, and unsurely: it stands on record as doubtful. Looks at keys (simplified, half width), changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import CAPTION, KINDS, is_open, is_organ, is_title
from reader.ingest.page import page_words as words
from reader.ingest.page.edges import may_begin
from reader.ingest.page.inside_lines import column_of
from reader.ingest.page.keys import is_body

_STOPS = late("[。;]|[!?:]$")
_DAY = late(
    r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*(?:月|[./-]\s*\d)|[二一][〇○零oO0一二三四五六七八九]{3}年|民国\S{1,4}年"
)
_NUMBER = late(r"[〔\[【(]\s*\d{4}|第\S{1,8}[号期]|\d{4}年\d{0,3}号|\S{2,10}\d{1,4}号$")
_LISTS = late(r"(?:表|名单|清单|目录|图|回执)(?:\([^()]*\))?$")
_LABEL = late(r"[\u4e00-\u9fff]{2,8}\s*:")

# Above the title ----------------------------------------------------------------------------------------------------

_HEAD_WITHIN = 60  # lines
_GRADE = late(
    "(?:特提|特急|加急|平急|急件|机密|秘密|绝密|签发|档号|编号|密级|文号|登记号|案由|附)|.*急$"
    r"|GB|DB|ICS|CCS|[A-Z/]{2,12}[ -]?\d"
)
_BEGUN = late("^(?:关于|印发|转发|批转|——|--)|关于(?!我们|本站|网站)|[的与和及、]$|(?:印发|转发)$")
_HEADS = ("文件", "令", "公报", "决议", "纪要", "简报", "专报", "快报", "通讯", "稿", "稿)", "试行)", "文本", *KINDS)
_PLACE = late("(?:省|市|县|区|旗|州|盟|乡|镇|街道|共和国|大会|会议|届|次)$")
_WAY = late("^[^<《〈]*[>»›]|<[a-z/]")
"""The way to a page, or a tag; and not the inner marks of 《…〈…〉…》 that a page wrote with < and >."""
_CALLS = late("[!?][^!?)”]")
_NAMED = late("[。;:、《(]|关于")
_GLUED = 24  # characters of a line without any mark that is no longer a name
_LONG = 60


def over_the_title(
    keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], own: AbstractSet[int]
) -> set[int]:
    """The lines above the last title before the text begins that have no part in a document.

    Args:
        page: the lines that are the page's for other reasons. Where there are none, and neither a way into a site nor a
            tag stands above the title, nothing goes: it is no page.
        own: lines that the source marks as the document's.
    """
    rest = [i for i in filled[:_HEAD_WITHIN] if i not in page]
    text = next((n for n in range(len(rest)) if rest[n] in own or _begins_text(keys, rest, n)), 0)
    titles = [i for i in rest[:text] if _is_head(keys[i])]
    above = [i for i in rest[:text] if titles and i < titles[-1]]
    if not page and not any(_no_words(keys[i]) for i in above):
        return set()
    out: set[int] = set()
    for i in reversed(above):
        site = bool(out) and is_organ(keys[i]) and not any(keys[i] in keys[j] for j in filled if j != i)
        site = site or (is_organ(keys[i]) and _stands_apart(filled, page | out, i, titles[-1]))
        if site or not _part_above(keys[i]) or _comes_again(keys, rest[:text], page, i):
            out.add(i)
    return out.difference(*(may_begin(keys, filled, page, i) for i in titles if out))


def _stands_apart(filled: Sequence[int], gone: AbstractSet[int], index: int, title: int) -> bool:
    """Whether nothing but several lines of the page stands between a name and the title: the name is the site's."""
    between = [i for i in filled if index < i < title]
    return len(between) >= _FEWEST_BETWEEN and all(i in gone for i in between)


_FEWEST_BETWEEN = 2


def _comes_again(keys: Sequence[str], head: Sequence[int], page: AbstractSet[int], index: int) -> bool:
    """Whether a page names the head of a document (某省人民政府文件) before it tells of itself, and the document begins
    with it below. Titles have a rule of their own.
    """
    again = next((i for i in head if i > index and keys[i] == keys[index]), index)
    return not _is_head(keys[index]) and any(index < i < again for i in page)


def _begins_text(keys: Sequence[str], rest: Sequence[int], n: int) -> bool:
    """Whether the text begins here: a sentence, whom it addresses, a number that no title follows."""
    key = keys[rest[n]]
    if _no_words(key):
        return False
    if numbered(key) is not None:
        entry = key[0].isdigit() and not _STOPS.search(key)
        return not (entry and any(_is_head(keys[i]) for i in rest[n + 1 : n + 8]))
    if key[-1] == ":" and len(key) > 3 and (len(key) > 8 or "各" in key):
        return True
    return (len(key) >= 12 and key[-1] in "。;?") or (len(key) > _LONG and bool(_STOPS.search(key)))


def _is_head(key: str) -> bool:
    text = key[column_of(key) :]
    return (
        len(text) >= 6
        and is_title(text)
        and "!" not in text
        and not CAPTION.match(text)
        and not _WAY.search(text)
        and not words.SECTION.match(text)
    )


def _no_words(key: str) -> bool:
    """Whether a line is a tag, a way into a site, or long without a mark, a name or a day: a menu on one line."""
    if _WAY.search(key):
        return True
    told = _NAMED.search(key) or _DAY.search(key) or key.endswith(_HEADS)
    return len(key) > _GLUED and not told and not is_title(key) and not is_organ(key)


def _part_above(key: str) -> bool:
    """Whether a line above a title has a part in a document."""
    if _no_words(key) or _CALLS.search(key) or words.SECTION.match(key):
        return False
    if _LABEL.match(key):
        return bool(_GRADE.match(key) or _NUMBER.search(key)) or key[-1] in "。;"
    if numbered(key) is not None:
        return not key[0].isdigit() or bool(_STOPS.search(key))
    if key.endswith(_HEADS) or key[0] in "(《“" or key[-1] in "。;?:" or "|" in key or "\t" in key or _GRADE.match(key):
        return True
    if any(pattern.search(key) for pattern in (_NUMBER, _DAY, _BEGUN, _PLACE, _LISTS)):
        return True
    return is_open(key) or _is_head(key) or any(map(is_organ, re.split("[ 、,]+", key)))


# Behind the end -----------------------------------------------------------------------------------------------------

_FOOT_WITHIN = 40  # lines
_SIGNED = late(
    r"\(?(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[二一][〇○零oO0一二三四五六七八九]{3}年[一二三四五六七八九十元]{1,2}月[一二三四五六七八九十]{1,3}日)(?:\(星期.\))?\)?"
)
_CLOSES = late(r"\(?此件(?:主动)?公开|.{0,30}\d{4}年\d{1,2}月\d{1,2}日印发$|抄\s?[送报]\s*:|分?[发送]\s*:")
_IN_FORCE = late("(?:施行|执行|废止|生效|实施|有效)[。)]")
_OFFICE = late("[\u4e00-\u9fff]{2,12}:? +[\u4e00-\u9fff·]{2,8}")
_NAME = late("[\u4e00-\u9fff]{2,3}")
_MORE = late(r"附\s*[件表录图:]|附\s*\d?$|附则|目录$")
_SAID = late("抄送|印发|主题词|校对|共印|^(?:注|备注|说明|特此|专此|以上|此)")
_TALK = late("本站|本网|本页|网友|会员|上传|下载|浏览|转载|点赞|关注|收藏|版权|侵权|客服|注册|登录|免费|分享|小编|平台")


def behind_the_end(
    keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], own: AbstractSet[int]
) -> set[int]:
    """The lines behind a document's last words, or the day on which it is signed, that have no part in one.

    Only where the page shows itself there, and nothing of the document comes behind: no attachment, no list, no table.
    """
    rest = [i for i in filled if i not in page]
    ends = (n for n in range(len(rest) - 1, max(len(rest) - _FOOT_WITHIN, 0), -1) if _ends(keys, rest, n))
    end = next(ends, None)
    if end is None or not any(i > rest[end] for i in page):
        return set()
    tail = rest[end + 1 :]
    if any(i in own or _goes_on(keys[i]) for i in tail):
        return set()
    named = [bool(_NAME.fullmatch(keys[i])) and n == 0 for n, i in enumerate(tail)]
    told = max((n for n, i in enumerate(tail) if named[n] or _is_told(keys[i])), default=-1)
    return {i for i in tail[told + 1 :] if not _part_below(keys[i])}


def _ends(keys: Sequence[str], rest: Sequence[int], n: int) -> bool:
    key = keys[rest[n]]
    if _SIGNED.fullmatch(key):
        return n > len(rest) // 2
    return bool(_CLOSES.match(key) or _IN_FORCE.search(key[-12:]))


def _goes_on(key: str) -> bool:
    """Whether more of the document stands behind its end: an attachment, a list, a numbered clause, a table's row."""
    if numbered(key) is not None or "\t" in key or "|" in key:
        return True
    return bool(_MORE.match(key) or _LISTS.search(key)) or (is_title(key) and len(key) >= 8)


def _is_told(key: str) -> bool:
    """Whether a line is the document's and with it all before it: a day, an authority, an office, a sentence."""
    said = is_body(key) and not _TALK.search(key) and not key.isascii() and not _LABEL.match(key)
    return said or is_organ(key) or bool(_SIGNED.fullmatch(key) or _OFFICE.fullmatch(key) or words.OWN.match(key))


def _part_below(key: str) -> bool:
    """Whether a line behind the end has a part in a document."""
    if key.isascii() and len(key) > _LONG:
        return False
    if _STOPS.search(key) or len(key) > _LONG or key[0] == "(" or is_organ(key) or _LABEL.match(key):
        return True
    return words.CONTACT.match(key) is not None or any(pattern.search(key) for pattern in (_DAY, _NUMBER, _SAID))


_ACCOUNT = late(r"[^。;,]{0,20}(?:QQ|微信|VX|V信)[^。;,:]{0,12}:\s*[\w-]{5,20}", re.IGNORECASE)
_FEWEST_ACCOUNTS = 3  # a notice names one or two


def adverts(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The accounts that somebody set at the very end of a page, one below the other: 某某咨询QQ：12345678."""
    run = list(takewhile(lambda i: _ACCOUNT.fullmatch(keys[i]), reversed(filled)))
    return set(run) if len(run) >= _FEWEST_ACCOUNTS else set()


_AMONG_READERS = late(
    "楼主|大侠|跪求|求助|谢过|版主|坛友|(?:谁|哪位).{0,12}有.{0,20}[?]|(?:大家|各位).{0,4}看看|顶(?:一下|贴|帖)|沙发"
)
_MOST_SAID = 6  # lines
_FEWEST_SAID = 2  # of them that only people who talk to one another say
_OPENS_RULES = frozenset(["article", "chapter", "part", "han"])


def talk_above(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """What people in a forum say to one another over a rule that one of them copied."""
    for position, index in enumerate(filled[: _MOST_SAID + 1]):
        key = keys[index]
        if numbered(key) is not None or len(key) > _LONG or _DAY.search(key):
            return set()
        below = numbered(keys[filled[position + 1]]) if position + 1 < len(filled) else None
        if is_title(key) and below is not None and below.form in _OPENS_RULES:
            said = filled[:position]
            talks = sum(bool(_AMONG_READERS.search(keys[i])) for i in said)
            return set(said) if talks >= _FEWEST_SAID else set()
    return set()
