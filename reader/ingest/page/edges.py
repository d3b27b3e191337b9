"""Where a page ends and its document begins, and the other way round: what stands over its title, behind its end, and
between its last words and the day on which somebody signs.

Each function gives the indexes of lines. Looks at keys (simplified, half width), changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import begins, is_organ, is_title
from reader.ingest.page import page_words as words
from reader.ingest.page.inside_lines import column_of
from reader.ingest.page.keys import is_body
from reader.ingest.page.repeated import may_be_own

_SUBJECTS = late("主题词:\\S")
_DAY_ALONE = late("(?:\\d{4}年[\\d月]{2,5}日|[二一][\u4e00-\u9fff〇○oO0]{3}年[一二三四五六七八九十月]{3,6}日)$")


def subject_words(keys: Sequence[str], filled: Sequence[int], first: int) -> set[int]:
    """The 主题词 of a document's own colophon, as it was written until 2012: behind line `first`, beside its 抄送 or
    below the day on which it was signed.
    """
    found: set[int] = set()
    for position, index in enumerate(filled):
        if index > first and _SUBJECTS.match(keys[index]):
            above, below = keys[filled[position - 1]], keys[filled[min(position + 1, len(filled) - 1)]]
            colophon = any(words.OWN.match(key) or key.endswith("印发") for key in (above, below))
            if colophon or _DAY_ALONE.match(above):
                found.add(index)
    return found


_OPEN = late("(?:此件)?(?:主动公开|依申请公开)$")
_NUMBERED_AS = late(r"[\u4e00-\u9fff]{2,12}[〔\[【(]\s?\d{4}\s?[〕\]】)]\s?\d{1,4}\s?号?$")


def open_to_all(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The words right over the number of a document that say how it is made public: the document's own head."""
    return {i for i, below in pairwise(filled) if _OPEN.match(keys[i]) and _NUMBERED_AS.match(keys[below])}


def again(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The buttons that lead back to the head of a page, where it has two or more: they stand behind its parts."""
    found = {i for i in filled if words.AGAIN.match(keys[i])}
    return found if len(found) > 1 else set()


_TITLE_WITHIN = 20  # lines
_FOLLOWS_WITHIN = 6
_OVER = 40  # characters of a line over a title that may be the page's
_MARKS = late(
    "[。;]|^(?:特提|特急|加急|平急|急件|机密|秘密|绝密|签发|档号|编号|附[件表录])"
    "|^(?:GB|DB|ICS|CCS|[A-Z/]{2,12}[ -]?\\d)|急$|(?:纪要|简报|专报|快报|通讯)$"
    "|^[\u4e00-\u9fff]{2,8}:(?!.*[|])"
)
"""What a line over a title has that may be the document's: a stop, a grade of haste, the head of a series, a label."""


def above_title(keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], own: AbstractSet[int]) -> set[int]:
    """What stands over a title that a document follows, where the page shows itself there: menus, slogans, hot topics.

    Args:
        page: the lines that are the page's for certain, and the fields of its card.
        own: lines that the source marks as the document's.
    """
    head = [i for i in filled[:_TITLE_WITHIN] if i not in page]
    for position, index in enumerate(head):
        key = keys[index]
        opened = (is_body(key) and key[-1] != "!") or (key[-1] == ":" and "各" in key)
        if index in own or numbered(key) is not None or opened:
            break
        title = key[column_of(key) :]
        if is_organ(key) and position + 1 < len(head) and keys[head[position + 1]].startswith(_ABOUT):
            title = f"{key}关于{_ANYTHING}"  # the title is broken behind who issues it
        if not is_title(title) or "!" in title:
            continue
        begun = position > 0 and _TITLE_BEGUN.search(keys[head[position - 1]])
        if begun or not begins(title) or not _document_follows(keys, head[position + 1 :]):
            break
        at = filled.index(index)
        if _NEWS.fullmatch(keys[head[0]]):
            return {i for i in head[:position] if len(keys[i]) <= _OVER}
        if any(i in page for i in filled[: at + 2]):
            first_words = may_begin(keys, filled, page, index)
            over = (i for i in head[:position] if len(keys[i]) <= _OVER and not _may_be_own(keys[i]))
            return set(over) - first_words
        break
    return set()


def may_begin(keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], title: int) -> set[int]:
    """The lines right above a title, with nothing of the page between, that may be its first words: it may be broken
    anywhere but where it begins with who issues it.
    """
    out: set[int] = set()
    at, below = filled.index(title), keys[title]
    for i in [] if _WHOLE.match(below) else reversed(filled[max(at - _MOST_PIECES, 0) : at]):
        issues = is_organ(keys[i]) and below.startswith(_ABOUT)
        entry = len(keys[i]) <= _ENTRY_OF_MENU and _is_entry(keys, filled, page, filled.index(i) - 1)
        placed = _PLACED.match(below) and not _LEADS_TO_PLACE.search(keys[i])
        if issues or i in page or entry or placed or not _PIECE.fullmatch(keys[i]) or words.SECTION.match(keys[i]):
            break
        out.add(i)
        below = keys[i]
    return out


_ENTRY_OF_MENU = 4  # characters


def _is_entry(keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], position: int) -> bool:
    """Whether the line at `position` is a word of the page's, or as short as one below it: 首页, 机构, 政策."""
    above = filled[position] if position >= 0 else None
    return above is not None and (above in page or len(keys[above]) <= _ENTRY_OF_MENU)


_PLACED = late("[\u4e00-\u9fff]{1,8}?[省市县区州盟旗](?![\u4e00-\u9fff]{0,3}$)")
_LEADS_TO_PLACE = late("关于|印发|转发|批转|发布|公布|[省市县区州盟旗委府厅局部办会院室]$|[《“（(]|[对与和及、的在]$")
"""A title goes on with the name of a place only behind such words."""
_MOST_PIECES = 2  # lines
_PIECE = late("(?=.*[\u4e00-\u9fff])[^\\s。;,:!?|<>»›•·#]{1,45}")
_WHOLE = late(
    "(?:[\u4e00-\u9fff]{1,8}?[省市县区州盟旗]|国家|国务院|中共|全国|中华人民共和国|最高人民)"
    "[\u4e00-\u9fff]{0,24}?(?:政府|委员会|办公[厅室]|[局厅部委院]|街道办事处)(?:关于|印发|转发|批转)"
)


_TRAIL_WITHIN = 12  # lines
_ENTRY = 30  # characters of an entry of a menu


def over_trail(keys: Sequence[str], filled: Sequence[int], own: AbstractSet[int]) -> set[int]:
    """The line that tells where in its site a page stands, and the entries of menus over it, numbered or not."""
    out: set[int] = set()
    for position, index in enumerate(filled[:_TRAIL_WITHIN]):
        key = keys[index]
        if words.TRAIL.match(key) and len(key) <= words.LONGEST:
            out.update(filled[: position + 1])
        elif index in own or len(key) > _ENTRY or key[-1] in "。;:!?" or is_title(key) or is_organ(key):
            break
    return out


_NEWS = late("(?:近日|日前|今[日天]|昨[日天]|刚刚|注意|提醒|速看|重磅|最新消息)[!,:.…]*")
"""How a post of news begins that breaks its sentences over lines."""
_ABOUT = ("关于", "印发", "转发", "批转")
_ANYTHING = "某事项的通知"
_TITLE_BEGUN = late("关于(?!我们|本站|网站)|印发|转发|批转|[《“][^》”]*$|[的与和及、]$")


def _may_be_own(key: str) -> bool:
    return not words.CONTACT.match(key) and "!" not in key and (may_be_own(key) or _MARKS.search(key) is not None)


def _document_follows(keys: Sequence[str], below: Sequence[int]) -> bool:
    near = [keys[i] for i in below[:_FOLLOWS_WITHIN]]
    return any(is_body(key) or key[-1:] == ":" for key in near)


_ACT = late(r"第\d{1,4}/(?:\d{4}|\d{2}/M)号[\u4e00-\u9fff]{2,16}")
_FEWEST_FIELDS = 2


def over_number(keys: Sequence[str], filled: Sequence[int], fields: AbstractSet[int]) -> set[int]:
    """What the gazette of Macao sets over an act: its card and matter, where the act's number comes again below."""
    acts = [i for i in filled[: 2 * _TITLE_WITHIN] if _ACT.fullmatch(keys[i])]
    again = next((i for i in acts[1:] if keys[i] == keys[acts[0]]), None)
    if again is None or sum(i in fields for i in filled if i < again) < _FEWEST_FIELDS:
        return set()
    return {i for i in filled if i < again}


_TALK = late(
    "本站|本网|本页|本帖|网友|会员|上传|下载|浏览|转载|点赞|在看|关注|收藏|版权|侵权|客服|注册|登录|免费|分享|文档|资源|小编|楼主|回复|仅供"
)
_OF_READERS = late("登[录陆]|会员|打?赏|喜欢|关注|收藏|分享|点赞|下载|转发|评论|阅读完?全?部?(?:图文|全文)|客服")


def calls_out(key: str) -> bool:
    """Whether a line calls upon whoever reads a page to do what sites want: (想阅读完全部内容,您需要先登录!)."""
    return key.rstrip(")")[-1:] == "!" and len(key) <= _CALL and bool(_OF_READERS.search(key))


_CALL = 40  # characters
_OF_SITES = late("^(?:本站|本网|本帖|亲,|声明|免责|特别声明|温馨提示|版权声明)")
_SAID = late("[。;,:]")
_DAY_ALONE = late(
    "^[^:]{0,12}(?:(?:19|20)\\d{2}年\\d{1,2}月\\d{1,2}日|[二一][〇○零oO0一二三四五六七八九]{3}年).{0,12}$"
)
_OWN_NUMBERS = frozenset(["part", "chapter", "section", "article", "han", "han-bracket", "han-formal", "decimal"])


def behind_end(keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int], own: AbstractSet[int]) -> set[int]:
    """Everything from the first line that is the page's on, behind which nothing looks like a document any more."""
    end = len(filled)
    files = _files_to_load(keys, filled, page) - own
    while end and (filled[end - 1] in files or filled[end - 1] in page or not _of_document(keys, filled, end - 1, own)):
        end -= 1
    if not end:
        return set()
    behind = filled[end:]
    first = next((n for n, i in enumerate(behind) if i in page), None)
    return set() if first is None else set(behind[first:])


_FILE = late(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rar|zip|ceb|jpe?g|png)(?:\s*\([^()]*\))?$", re.IGNORECASE)


def _files_to_load(keys: Sequence[str], filled: Sequence[int], page: AbstractSet[int]) -> set[int]:
    """The names of files right below a line of the page (附件下载); a note that names them is none."""
    out: set[int] = set()
    for before, index in pairwise(filled):
        below = before in out or (before in page and not words.OWN.match(keys[index]))
        if below and index not in page and _FILE.search(keys[index]):
            out.add(index)
    return out


def _of_document(keys: Sequence[str], filled: Sequence[int], position: int, own: AbstractSet[int]) -> bool:
    """Whether a line near the end of a page is plainly the document's: counted, a sentence, a title, one that signs."""
    index = filled[position]
    key = keys[index]
    number = numbered(key)
    if index in own or words.OWN.match(key) or (number is not None and number.form in _OWN_NUMBERS):
        return True
    if "|" in key.strip("| ") or "\t" in key or _DAY_ALONE.match(key):
        return True
    if is_foreign(key):
        return False
    talk = bool(_OF_SITES.match(key)) or len(set(_TALK.findall(key))) > 1
    calls = (key[-1:] == "!" and not _SAID.search(key[:-1])) or calls_out(key)
    return (is_body(key) or key[-1:] in "。;") and not talk and not calls


def is_foreign(key: str) -> bool:
    """Whether a long line is written in Latin alone: a site's notice in English."""
    return len(key) >= _FOREIGN and key.isascii() and "|" not in key


_FOREIGN = 60  # characters


def touches(at: int, page: AbstractSet[int], filled: Sequence[int]) -> bool:
    """Whether the line before or behind place `at` of `filled` is one of the page's."""
    return (at > 0 and filled[at - 1] in page) or (at + 1 < len(filled) and filled[at + 1] in page)


def named_in_head(keys: list[str], filled: list[int], chrome: set[int]) -> set[int]:
    """The first line, where it is a title behind a column (一图读懂 | 关于…的问答) and no other title follows."""
    head = filled[:_HEADS_WITHIN]
    named = [i for i in head if i in chrome and (size := column_of(keys[i])) and is_title(keys[i][size:])]
    return set(named[:1]) if named and not any(is_title(keys[i]) for i in head if i not in chrome) else set()


_HEADS_WITHIN = 5  # lines


_SIGNED_WITHIN = 8  # lines
_SIGNING_DAY = late(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二一][〇○零oO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


def signed_below(keys: list[str], filled: list[int], last: int) -> int:
    """The line of the day on which an authority signs, where that stands below the `last` line of the body: what
    stands between them (whom to ask, where to send it) is the document's.
    """
    behind = [i for i in filled if i > last][:_SIGNED_WITHIN]
    days = [n for n, i in enumerate(behind) if n and _SIGNING_DAY.fullmatch(keys[i]) and _signs(keys[behind[n - 1]])]
    between = behind[: days[0] - 1] if days else []
    told = any(words.CONTACT.match(keys[i]) for i in between)
    return behind[days[0]] if told and not any(words.ANYWHERE.match(keys[i]) for i in between) else last


def _signs(key: str) -> bool:
    return is_organ(_SEALED.sub("", key))


_SEALED = late(r"\((?:盖章|印章|公章|章)\)$")


def lone_fields(keys: list[str], filled: list[int], fields: set[int], chrome: set[int]) -> set[int]:
    """The fields with labels that documents have, too (备注：, 名称：), next to nothing that is the page's."""
    near = fields | chrome
    return {
        i for position, i in enumerate(filled)
        if i in fields and _EVERYDAY.match(keys[i]) and not touches(position, near, filled)
    }  # fmt: skip


_EVERYDAY = late(
    r"(?:备注|名\s*称|标\s*题|类别|分类|摘要|概述|地区|行业|网址|语种|适用范围|服务对象|主管单位|主管机关|责任部门|有效期|登记号)\s*:"
)


def of_meeting(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether a line tells when people met: where, or who was in the chair, stands next to it."""
    near = filled[max(position - 1, 0) : position + 3]
    return any(_MEETING.match(keys[i]) for i in near)


_MEETING = late(r"(?:会议|活动|开会|听证)?地\s*点\s*:|(?:会议)?主\s*持\s*人?\s*:|(?:出席|参会|列席)(?:人员)?\s*:")


def of_letter(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The fields of a letter between its head (某县政府 函) and its subject (主旨：): its own, and no card's."""
    subject = next((n for n, i in enumerate(filled[:_HEAD_OF_LETTER]) if keys[i].startswith("主旨:")), None)
    heads = [n for n, i in enumerate(filled[:subject]) if _LETTER.fullmatch(keys[i])] if subject else []
    return set(filled[heads[-1] : subject]) if heads else set()


_HEAD_OF_LETTER = 40  # lines
_LETTER = late("[\u4e00-\u9fff]{3,20} ?(?:函|书函|令|公告|开会通知单)")
