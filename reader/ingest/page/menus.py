"""Menus of a site that a saved page brought along: entries one below the other or glued on one line, and lists of other
pages behind the document.

Each function gives the indexes of lines that are the page's. Looks at keys (simplified, half width), changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from reader.core.late_pattern import late
from reader.ingest.form.titles import is_organ, is_title
from reader.ingest.page.card import is_label
from reader.ingest.page.keys import is_body

_ENTRY = (
    r"(?:网站|本站)?(?:首页|主页)|回首页|返回首页|(?:政府|法定主动|依申请)?(?:信息公开|政务公开)(?:指南|制度|年报|目录|专栏)?|法定主动公开(?:内容)?|政务(?:服务|动态|要闻|新媒体|之窗)"
    r"|(?:办事|网上|公共|便民|在线|公众|为民)(?:服务|办事|互动|参与|大厅)|(?:互动|政民|政务)(?:交流|互动)|新闻(?:中心|动态|资讯|发布)|要闻(?:动态|聚焦)?|(?:工作|部门|公司|行业|综合)动态"
    r"|领导(?:之窗|信息|活动|介绍)|(?:走进|魅力|认识|美丽|印象|投资|旅游)[\u4e00-\u9fff]{2}|[\u4e00-\u9fff]{2}概况|机构(?:设置|职能|概况|信息)|数据(?:开放|发布|之窗)|专题(?:专栏|报道|聚焦)?"
    r"|通知公告|公示公告|公告公示|政策(?:法规|文件|解读|发布)|法规(?:文件|公文)?|(?:规范性|政府)文件|(?:联系|关于)我们|网站(?:地图|导航|导览|声明)|(?:站内)?搜索|高级搜索|登录|注册"
    r"|(?:市长|县长|区长|局长|省长|意见)信箱|(?:建言献策|民意征集|咨询投诉|在线访谈|意见征集|调查征集|结果公开|决策公开|服务公开|管理公开|执行公开)|手机版|电脑版|繁體版?|繁体版?|简体版?|English|ENG|EN|RSS"
    r"|无障碍(?:浏览|阅读)?|长者(?:模式|助手|版)|适老化|双语词汇|常见问答|网页指南|重要告示|私隐政策|无障碍网页|用户中心|个人中心|退出|微博|微信|客户端|智能问答|财政资金|统计信息|人事任免|应急管理"
)
_IS_ENTRY = late(_ENTRY)
_ALONE = late(rf"{_ENTRY}|(?:走进|魅力|认识|投资|旅游)[\u4e00-\u9fff]{{3}}")
_GLUED = late(rf"(?>(?:{_ENTRY})[\s|>·•/\\丨]*+)++")  # nothing is tried twice: the lines come from outside
_SEPARATORS = late(r"[\s|>·•/\\丨]+")
_FROM_HOME = late(r"(?:网站)?首页[\u4e00-\u9fff\s|>·•]{6,56}")
_OF_RULES = late("关于|的|(?:办法|规定|规范|方案|细则|标准|制度|规则|指南|意见|要求|条例|要点|计划|通知|总结)$")
_LONGEST_ENTRY = 8
_BUTTON = late("列印|打印|分享|收藏|关闭|下载|上一页|下一页|回上页|登入|电邮")
_FEWEST = 3
_OTHERS = late(
    r"(?:热点|热门|最新|推荐|相关|图片|今日|本周|本站|头条)(?:新闻|资讯|要闻|推荐|文章|阅读|信息|链接|报道|动态|排行|文档|公文|政策|文件|内容|解读)(?:排行)?\s*[:>»]*"
    r"|(?:点击|阅读|热点|浏览)排行(?:榜)?|猜你喜欢|您可能感兴趣.{0,8}|(?:网友|用户|读者)?评论\s*\(?\d*\)?|发表评论|友情链接\s*:?|网站链接|快速(?:链接|导航|通道)"
)
_LISTED = 60  # characters of one entry of a list of other pages


def menus(keys: Sequence[str], filled: Sequence[int], first: int, last: int) -> set[int]:
    """The entries of menus before `first` and behind `last`, and what stands behind 热点新闻 to the end of the page."""
    out: set[int] = set()
    run: list[int] = []
    for position, index in enumerate(filled):
        if first <= index <= last:
            out |= _menu(keys, run)
            run = []
            continue
        if _is_menu_line(keys[index]):
            out.add(index)
        if len(keys[index]) <= _LONGEST_ENTRY and not re.search(r"[。;:,!?、《》\d()]", keys[index]):
            run.append(index)
        else:
            out |= _menu(keys, run)
            run = []
        if index > last and _OTHERS.fullmatch(keys[index]) and not _more_text(keys, filled[position + 1 :]):
            out.update(filled[position:])
            break
    return out | _menu(keys, run) | _columns(keys, filled, first)


_COUNTED = late(r"(\d{1,2})\.\s*[^\s\d。;:,!?][^。;:,!?]{1,23}")
_COUNTED_WITHIN, _FOLLOWS_WITHIN = 120, 6  # lines
_FEWEST_COUNTED, _FEWEST_ONES = 8, 3


def counted_menu(keys: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The entries of a menu in lists one in the other, which a copy counted over the title: 1. 目录, 2. 文件, 1. 规划 …
    No document counts from 1 so often without a word between.
    """
    run: list[int] = []
    ones = 0
    for position, index in enumerate(filled[:_COUNTED_WITHIN]):
        if match := _COUNTED.fullmatch(keys[index]):
            run.append(index)
            ones += match.group(1) == "1"
            continue
        following = filled[position : position + _FOLLOWS_WITHIN]
        if len(run) >= _FEWEST_COUNTED and ones >= _FEWEST_ONES and any(is_title(keys[i]) for i in following):
            return set(run)
        run, ones = [], 0
    return set()


_COLUMN = late(r"[-•·●■▪>»+]+\s*[^\s。;:,!?、《》()]{2,16}")
_ITEM = late(r"[-•·●■▪+]+\s*(?=\S)")
_FEWEST_COLUMNS = 3


def _columns(keys: Sequence[str], filled: Sequence[int], first: int) -> set[int]:
    """The columns of a site, or a card without colons, as the items of a list at the very head of a page."""
    items = list(takewhile(lambda i: i < first and _ITEM.match(keys[i]), filled))
    if sum(is_label(_ITEM.sub("", keys[i])) for i in items) >= _FEWEST_COLUMNS:
        return set(items)
    listed = list(takewhile(lambda i: i < first and _COLUMN.fullmatch(keys[i]), filled))
    return set(listed) if len(listed) >= _FEWEST_COLUMNS else set()


_MOST_ENCLOSED = 6


def enclosed(keys: Sequence[str], filled: Sequence[int], chrome: set[int], last: int) -> set[int]:
    """Short lines behind the document with lines of the page on both sides of them: links to other sites."""
    out: set[int] = set()
    run: list[int] = []
    opened = False
    for index in filled:
        if index <= last:
            continue
        if index in chrome:
            if opened and len(run) <= _MOST_ENCLOSED:
                out.update(run)
            opened, run = True, []
        elif len(keys[index]) <= 2 * _LONGEST_ENTRY and not _NO_LINK.search(keys[index]):
            run.append(index)
        else:
            opened, run = False, []
    return out


_POST = late(
    r"发表于\s*:?\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}.*(?:显示全部楼层|阅读模式|只看|倒序)|^(?=.*(?:只看楼主|倒序(?:阅读|浏览))).*发表于"
)
_POST_WITHIN = 60  # lines
_COPIED = "[复制链接]"
_SUBJECT = late(r"^(?:[\[【][^\[\]【】]{1,10}[\]】]\s*)+|\s*\[复制链接\]$")


def forum_head(keys: Sequence[str], filled: Sequence[int]) -> tuple[list[int], int | None]:
    """What a forum sets over the words of a post, who posted it and when; and the line of its subject among them."""
    head = list(filled[:_POST_WITHIN])
    posted = [n for n, i in enumerate(head) if "发表于" in keys[i] and keys[i][-1] not in "。;"]
    end = next((n for n in posted if _POST.search(keys[head[n]])), None)
    if end is None or any(is_body(keys[i]) and keys[i][-1] in "。;:" for i in head[:end]):
        return [], None
    copied = next((n for n, i in enumerate(head[:end]) if keys[i].endswith(_COPIED)), None)
    if copied is not None and keys[head[copied]] == _COPIED:
        copied = copied - 1 if copied else None  # on the line below
    return head[: end + 1], None if copied is None else head[copied]


def subject(text: str) -> str:
    """The subject of a post without its sort before it and the button behind it."""
    return _SUBJECT.sub("", text)


_NO_LINK = late(r"[。;:,!?、《》\d()|]|^附[件表录]")


def _menu(keys: Sequence[str], run: Sequence[int]) -> set[int]:
    """The lines of a run of short ones where most are what sites call their parts."""
    known = [index for index in run if _ALONE.fullmatch(keys[index])]
    if len(known) < _FEWEST or 2 * len(known) < len(run):
        return set()
    # The columns of a site are its own; the name of who keeps it may be the document's.
    return {index for index in run if index in known or not is_organ(keys[index])}


def _is_menu_line(key: str) -> bool:
    """Whether one line holds nothing but three or more entries of a menu."""
    key = key.lstrip(": ")  # ::: begins a part of a page for those who listen to it
    parts = [part for part in _SEPARATORS.split(key) if part]
    if len(key) > _LISTED or len(key) < 3 * _FEWEST:
        return False
    if len(parts) >= _FEWEST and all(len(part) <= _LONGEST_ENTRY for part in parts) and not re.search("[。;:,]", key):
        return sum(bool(_ALONE.fullmatch(part) or _BUTTON.fullmatch(part)) for part in parts) * 2 >= len(parts)
    if _FROM_HOME.fullmatch(key) and len(_IS_ENTRY.findall(key)) > 1 and not _OF_RULES.search(key):
        return True  # 首页 and the columns of a site behind it, some of which nobody knows
    if not _GLUED.fullmatch(key):
        return False
    return sum(len(_IS_ENTRY.findall(part)) for part in parts) >= _FEWEST


def _more_text(keys: Sequence[str], later: Sequence[int]) -> bool:
    """Whether something that is no entry of a list stands among the rest of the page's lines."""
    return any(len(keys[i]) > _LISTED or keys[i][-1] in "。;" or keys[i].startswith("附件") for i in later)


__all__ = ["counted_menu", "enclosed", "forum_head", "menus", "subject"]
