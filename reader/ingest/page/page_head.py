"""Longer pieces of a page: what it says of a document before it begins, trails, contact blocks, a byline at the end.

Each function gives the indexes of lines that are the page's. Looks at keys (simplified, half width), changes nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from itertools import takewhile

from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import is_organ, is_title
from reader.ingest.page.card import is_label

_POINTS_ON = late(
    r"(?:(?:方案|通知|意见|文件|规划|计划|办法|决定|条例|公告|内容)?(?:原文|全文|详情|内容全文|文件内容|具体内容|(?<=[知告案见施])内容)(?:如下|见下|详见下文)?|(?:以下|下面)(?:是|为).{0,16}(?:原文|全文)"
    r"|附[:]?.{0,12}(?:原文|全文))[:。↓⬇]?$"
)
_POINTS_WITHIN = 14  # lines
_LEAD_LONGEST = 400
_FOLLOWS_WITHIN = 4


def above(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The news text that ends in 全文如下： before a document's own title, and an encyclopedia's article about it."""
    return _lead_in(keys, filled) or _encyclopedia(keys, filled) or _teaser(keys, filled)


_TEASER = late(r"^(?:导读|导语|核心提示|内容提要|编者按|小编导读|阅读提示)\s*[:\s]\s*\S")
_MARKED_TEASER = late(r"^[\[【](?:导读|导语|小编导读|阅读提示)[\]】]")
_OFFERED = late(
    "(?:小编|网整理|整理的|为(?:您|你|大家)|给大家).{0,40}(?:一起来?看看|(?:供|仅供).{0,8}参考|欢迎.{0,8}阅读|(?:希望|但愿).{0,12}帮助|来看看)[^。!]{0,8}[。!]$"
)
"""How a collection of samples hands one on: 下面是某网整理的…，一起来看看吧."""
_TEASER_ALONE = late("(?:文章)?(?:导读|导语|核心提示|内容提要|内容摘要)\\s*:?")
_TEASER_WITHIN = 8  # lines
_NUMBERED_DOCUMENT = late(rf"^(?:[\u4e00-\u9fff]{{2,14}}[〔\[(【]\d{{4}}[〕\])】]\s*\d|{NUMBER})")


def _teaser(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The paragraph in which a site tells why one should read on (导读：…), where the document's head follows it."""
    for position, index in enumerate(filled[:_TEASER_WITHIN]):
        if numbered(keys[index]) is not None:
            break
        if _MARKED_TEASER.match(keys[index]) and len(keys[index]) <= _LEAD_LONGEST and filled[position + 1 :]:
            return {index}
        if _TEASER_ALONE.fullmatch(keys[index]):
            taken = _taken_out(keys, filled[position + 1 : position + 1 + _LOOKS_ON])
            if taken:
                return {index, *taken}
        if (teaser := _TEASER.match(keys[index])) and _begins_so(keys, filled, position, teaser.end() - 1):
            return {index}
        if len(keys[index]) <= _LEAD_LONGEST and (_TEASER.match(keys[index]) or _OFFERED.search(keys[index])):
            following = [keys[i] for i in filled[position + 1 : position + 3]]
            if any(is_title(key) or _NUMBERED_DOCUMENT.match(key) or _ADDRESSES.match(key) for key in following):
                return {index}
    return set()


def _begins_so(keys: Sequence[str], filled: Sequence[int], position: int, start: int) -> bool:
    """Whether the words of a line from `start` on are those with which the lines below it begin."""
    told = _BLANKS.sub("", keys[filled[position]][start:])
    below = "".join(keys[i] for i in filled[position + 1 : position + 1 + _TEASER_WITHIN])
    return len(told) > _TAKEN_LONGEST and _BLANKS.sub("", below).startswith(told)


_BLANKS = late(r"\s+")
_LOOKS_ON = 120  # lines
_TAKEN_LONGEST = 20  # characters


def _taken_out(keys: Sequence[str], later: Sequence[int]) -> list[int]:
    """The sentences at the beginning of `later` that a site took out of the text, where they come again."""

    def comes_again(index: int) -> bool:
        return any(keys[i].startswith(keys[index]) for i in later if i > index)

    again = list(takewhile(lambda i: len(keys[i]) > _TAKEN_LONGEST and comes_again(i), later))
    own = [keys[i] for i in later[len(again) :]]
    return again if again and all(any(key.startswith(keys[i]) for key in own) for i in again) else []


_ADDRESSES = late("^(?:各|有关)[^。;]{2,200}:$")


def _lead_in(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    for position, index in enumerate(filled[:_POINTS_WITHIN]):
        key = keys[index]
        if not _POINTS_ON.search(key) or len(key) > _LEAD_LONGEST:
            continue
        before = [keys[i] for i in filled[:position]]
        if any(re.match("第[一二三四五六七八九十]+[条章]|[一二三四五]、", k) for k in before):
            return set()
        following = [keys[i] for i in filled[position + 1 : position + 1 + _FOLLOWS_WITHIN]]
        begins = following and (
            is_title(following[0]) or is_organ(following[0]) or re.search("关于|印发|转发", following[0])
            or re.match("目录$|第一章", following[0])
            or re.match(r"[\u4e00-\u9fff]{2,14}[〔\[(]\d{4}", following[0]) or any(map(is_title, following[1:2]))
        )  # fmt: skip
        named = set(re.findall("《([^《》]{4,60})》", " ".join([*before, key])))
        if following and re.match("(?:一、|第一[章条])", following[0]) and len(named) == 1:
            return set(filled[: position + 1])  # the text itself, whose title only the news names
        if begins and len(following[0]) <= 90 and not re.search("[。;]", following[0]):
            return set(filled[: position + 1])
    return set()


_FACTS = late(r"^(?:基本介绍|基本信息|基本资料)\s*:?$")
_NAME = late(r"^中文(?:名|名称|学名)\s*:?")
_SECTIONS = late(
    r"^[\d.]{0,4}\s*(?:发展历史|发布背景|历史沿革|出台背景|主要内容|内容解读|政策解读|词条图册|参考资料|基本介绍|全文|内容全文|文件全文|文件内容|正文|通知全文|意见全文|目录)$"
)
_PAIR = late(
    r"^(?:中文名|中文名称|外文名|发布单位|发布机构|发文机关|颁布单位|印发机关|制定单位|发布时间|颁布时间|印发时间|发布日期|实施时间|施行时间|生效时间|发文字号|文号|类别|类型|性质"
    r"|属性|目的|地区|所属地区|适用范围|别名|全称|简称|时间|状态|通过时间|批准时间|文字类型|文本类型|根据|依据|语言)\s*:?"
)
_CARD_WITHIN = 60


def is_article(key: str) -> bool:
    """Whether a line heads the card of an encyclopedia's article."""
    return bool(_FACTS.match(key) or _NAME.match(key))


def _encyclopedia(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    head = filled[:_CARD_WITHIN]
    facts = next((p for p, i in enumerate(head) if _FACTS.match(keys[i])), None)
    name = next((p for p, i in enumerate(head) if _NAME.match(_ITEM.sub("", keys[i]))), None)
    if name is not None and facts is None and _NAME.fullmatch(keys[head[name]].rstrip(":")):
        told = sum(bool(_PAIR.fullmatch(keys[i].rstrip(":"))) for i in head[name : name + 2 * _FEWEST_FACTS + 2])
        facts = name if told >= _FEWEST_FACTS else None
        name = None if facts is None else name + 1
    elif name is not None and facts is None and _fields_at(keys, head[name : name + 2 * _FEWEST_FACTS]):
        facts, name = name, name + 1
    if facts is None or name is None or not 0 < name - facts <= 3:
        return set()
    keys = [_ITEM.sub("", key) for key in keys[: head[-1] + 1]] + list(keys[head[-1] + 1 :])
    between = [keys[i] for i in head[facts + 1 : name]]
    # What the article says first may stand between the words that head its card and the card.
    first = name if any("。" in key for key in between) else facts
    out = set(head[:first])
    at = first
    while at < len(head) and (at == first or _in_card(keys, head[at - 1], head[at], filled[at + 1 :])):
        out.add(head[at])
        at += 1
    if at < len(head) and _PLAIN_LIST.match(keys[head[at]]):
        out.add(head[at])
        names = frozenset(keys[head[at]].split(",")) - {""}
        out.update(i for i in filled if keys[i] in names)
        at += 1
    if at < len(head) and _LISTED_ON_ONE.match(keys[head[at]]):
        at += 1
    at = _listed_sections(keys, head, at)
    out.update(head[:at])
    out.update(_before_text(keys, head, at))
    return out


_WHOLE_TEXT = late(
    r"(?:条例|法规|办法|文件|规定|通知|政策|条文|法律|方案|意见|规划)?(?:内容)?(?:全文|原文)|文件内容|正文"
)
_SECTIONS_WITHIN = 10  # lines
_SECTION_LONGEST = 200  # characters


def _before_text(keys: Sequence[str], head: Sequence[int], at: int) -> Sequence[int]:
    """The first sections of an article (发展历史), which tell of the document, from `at` to the one with its text."""
    near = head[at : at + _SECTIONS_WITHIN]
    end = next((n for n, i in enumerate(near) if _WHOLE_TEXT.fullmatch(keys[i])), None)
    begun = (keys[i] for i in reversed(head[: at + 1]) if not _BUTTONS.fullmatch(keys[i]))
    if not end or not any(map(_SECTIONS.match, itertools.islice(begun, 2))):
        return []
    told = [keys[i] for i in near[:end]]
    own = any(numbered(key) or is_title(key) or len(key) > _SECTION_LONGEST for key in told)
    return [] if own else near[: end + 1]


def _fields_at(keys: Sequence[str], lines: Sequence[int]) -> bool:
    """Whether the fields of an article's card stand there, each with its value on its line."""
    return (
        sum(bool((pair := _PAIR.match(_ITEM.sub("", keys[i]))) and pair.end() < len(keys[i])) for i in lines)
        >= _FEWEST_FACTS
    )


_FEWEST_FACTS = 3  # labels on lines of their own that make a card, one of them 中文名
_ITEM = late(r"^[•·●▪*-]\s*")
_PLAIN_LIST = late(r"^(?:[\u4e00-\u9fff]{1,10},)+(?:[\u4e00-\u9fff]{1,10})?$")
"""The sections of an article one behind the other: 通知,意见,"""


_LISTED_ON_ONE = late(r"^目录(?:\s*\d{1,2}(?:\.\d)?\s*[\u4e00-\u9fff]{2,12}){2,}$")
"""The same with their numbers: 目录 1办法全文 2内容解读."""


def article_buttons(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The buttons and tags of an encyclopedia's article, which stand between the sections of the text, too, and what it
    refers to at its end.
    """
    out = {i for i in filled if _BUTTONS.fullmatch(keys[i]) or _TAGGED.match(keys[i])}
    refers = next((n for n, i in enumerate(filled) if n > len(filled) // 2 and _REFERS.fullmatch(keys[i])), len(filled))
    return out.union(filled[refers:])


_BUTTONS = late(
    r"(?:播报|编辑|锁定|讨论|上传视频|收藏|展开|查看)+|参考资料"
    r"|(?:条例|法规|办法|文件|规定|通知|政策|条文|法律)?(?:全文|原文|内容)"
)
_TAGGED = late(r"^(?:词条|开放分类|词条标签|学术论文|相关词条|词条统计|创建者)[\u4e00-\u9fff]{0,4}\s*:?")
_REFERS = late("参考(?:资料|来源|文献)\\s*:?")
_LISTED = late(r"^(?:\d{1,2}|▪)\s*[.、]?\s*[\u4e00-\u9fff]{2,12}$")


def _listed_sections(keys: Sequence[str], head: Sequence[int], at: int) -> int:
    """Where the list of an article's sections ends that stands behind its card: 目录 and 1 发布信息, 2 全文 …"""
    if at and at <= len(head) and _CONTENTS.fullmatch(keys[head[at - 1]]):
        while at < len(head) and _LISTED.match(keys[head[at]]):
            at += 1
    while at < len(head) and _BUTTONS.fullmatch(keys[head[at]]):
        at += 1
    return at


_CONTENTS = late("目录")


_ENTRY = late(r"^\d{1,2}(?:\.\d)?\s*[.、▪]?\s*[\u4e00-\u9fff]")
_ENTRY_NUMBER = late(r"^[\d.、▪\s]+")


def _in_card(keys: Sequence[str], before: int, index: int, later: Sequence[int]) -> bool:
    """Whether a line is a field, the value of one, or an entry of the list of sections."""
    key = keys[index]
    below = _PAIR.fullmatch(keys[before]) is not None or is_label(keys[before].rstrip(":"))
    if _PAIR.match(key) or is_label(key.rstrip(":")) or _SECTIONS.match(key) or (below and len(key) <= 60):
        return True
    entry = len(key) <= 40 and _ENTRY.match(key) is not None
    return entry and any(_ENTRY_NUMBER.sub("", key) == _ENTRY_NUMBER.sub("", keys[i]) for i in later)


_TRAIL = late(
    r"^(?:您|你)?(?:的|现在的|当前的|现在|所在的?|目前)?(?:当前|所在)?(?:位置|栏目)(?:是|为)?\s*:?(?:\s*首页)?\s*$|^(?:网站)?首页$"
)
_PARTS = late(r"^(?:>+|»|›|/|-|→|\||&gt;)$")
_MARKED = late(r"^[>»›]\s*\S{1,16}$|^\S{1,16}\s*[>»›]$")


def trails(keys: Sequence[str], filled: Sequence[int], first: int) -> set[int]:
    """The way to the page in the site, piece by piece on lines of their own, and its column named once more below."""
    out: set[int] = set()
    position = 0
    while position < len(filled) and filled[position] < first:
        if not _TRAIL.match(keys[filled[position]]):
            position += 1
            continue
        end, last, parted = position + 1, keys[filled[position]], False
        while end < len(filled) and filled[end] < first:
            key, before = keys[filled[end]], keys[filled[end - 1]]
            if _PARTS.match(key) or _MARKED.match(key):
                parted = True
            elif not ((_PARTS.match(before) or before[-1:] in ">»›:" or end == position + 1) and len(key) <= 16):
                break
            last = key if not _PARTS.match(key) else last
            end += 1
        if parted:
            out.update(filled[position:end])
            column = last.strip(">»› ")
            while end < len(filled) and filled[end] < first and keys[filled[end]] == column:
                out.add(filled[end])
                end += 1
        position = end
    return out


_CONTACT = late(
    r"^[\s•·*\-+>]*(?:(?:公司|联系|单位|办公|通讯|通信|详细)?地址|(?:联系|咨询|服务|办公|监督|投诉)?电话|传真(?:号码)?|邮编|邮政编码|(?:电子)?邮箱|E-?mail|手机|QQ|微信|网址|联系人|热线)\s*:",
    re.IGNORECASE,
)
_CONTACT_HEAD = late(r"^(?:联系方式|联系我们|联络我们|联系信息)\s*:?$")
_CONTACT_WITHIN = 10
_CONTACT_LABEL = late(r"(?:地址|电话|传真|邮编|邮政编码|邮箱|E-?mail|手机|QQ|微信|网址|联系人|热线)\s*:", re.IGNORECASE)
_FEWEST_TOLD = 2  # of these, be they on one line


def contacts(keys: Sequence[str], filled: Sequence[int], first: int, last: int) -> set[int]:
    """Blocks that tell whom the page belongs to: 联系方式 and two or more of address, telephone, fax, post code."""
    out: set[int] = set()
    for position, index in enumerate(filled):
        if first <= index <= last or index in out:
            continue
        headed = bool(_CONTACT_HEAD.match(keys[index]))
        if not headed and not _CONTACT.match(keys[index]):
            continue
        block = filled[position : position + _CONTACT_WITHIN]
        places = [n for n, i in enumerate(block) if _CONTACT.match(keys[i]) and not first <= i <= last]
        if not headed:
            places = [n for n, m in enumerate(places) if n == m]  # one behind the other
        told = sum(len(_CONTACT_LABEL.findall(keys[block[n]])) for n in places)
        # Below its title a document tells of whom it speaks; above it a site tells whose it is.
        above = index < first and not any(is_title(keys[i]) for i in filled[:position])
        if told >= _FEWEST_TOLD and (headed or above):
            out.update(block[: max(places) + 1])
    return out


def told_below(keys: Sequence[str], filled: Sequence[int], last: int) -> set[int]:
    """Addresses and telephones right below the last heading of a document, which asks for them: 三、办理地点."""
    if last < 0 or numbered(keys[last]) is None or re.search("[。;!?]", keys[last]):
        return set()
    behind = [i for i in filled if i > last]
    return set(takewhile(lambda i: _CONTACT.match(keys[i]), behind))


_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿"
    "阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾母沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公某"
)
_BYLINE = late(
    r"(?<=[。!?”])\s*\((?:(?:本报|本网|新华社)?(?:记者|通讯员|作者)?[\s:]*)?"
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}(?:\s+[\u4e00-\u9fff]{{2,3}})*"
    rf"|(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}){{2,4}}(?<![会局委办部厅院区县市镇乡司社网报站台校]))\)$"
)
"""The writer's name, or several: the blanks between them are gone by now."""
_NO_NAME = late(r"\((?:完|略|下同|附后|后附|试行|暂行|草案|全文|结束|另发|不发|待续|摘要|节选|内部|公开)\)$")
_NEWS = late(r"^(?:近日|日前|昨日|今日|本报|记者|\d{1,2}月\d{1,2}日[,，]|从.{2,20}获悉)|获悉|据悉|正式发布|记者")


def byline(keys: Sequence[str]) -> int | None:
    """Where in the last line of a news text the writer's name in brackets begins; None where it has none."""
    filled = [key for key in keys if key]
    if not filled or not _NEWS.search(" ".join(filled[:2])[:200]):
        return None
    match = _BYLINE.search(filled[-1])
    return match.start() if match and not _NO_NAME.search(filled[-1]) else None
