"""Rules "chrome" and "repeated-title": what belongs to the web page, not to the document, is taken out.

Whole lines by what they say (anywhere, or only at the page's head and foot), and credits that stand inside the first
or the last line. A document's own colophon (抄送, 印发机关和日期) is none of it. Looks at simplified, half-width keys.
"""

from __future__ import annotations

import re

from reader.ingest.lines import Line, drop_lines, lines_of
from reader.ingest.numbering import numbered
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}

_ANYWHERE = re.compile(
    r"""^(?:
      (?:https?://|www\.)\S+ | (?:[a-z0-9-]+\.)+(?:gov|com|org|net|edu|cn|info)(?:\.cn)?(?:/\S*)?
    | 您(?:访问|浏览)的?(?:链接|网站|页面).* | .*即将离开(?:本网站|本站).*
    | (?:发布|发表|更新|录入|上传)(?:日期|时间)\s*[:].* | (?:信息|文章|稿件|新闻|资料|内容)来源\s*[:].*
    | (?:责任|网站|本期)?(?:编辑|责编|编选|编审|审核|校对|录入|作者|撰稿|记者)\s*[:].{0,40}
    | (?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率|人数)?\s*[:]?\s*\d*\s*(?:次|人次)?
    | (?:字体|字号|文字大小)\s*[:]?\s*[\[(]?\s*(?:大|中|小|放大|缩小|默认|A[+-]).* | [\[【(]?(?:大|中|小)[\]】)]?(?:\s+[\[【(]?(?:大|中|小)[\]】)]?)+
    | (?:[\[【(]?(?:我要)?(?:打印|列印|关闭|收藏|分享|转发|返回|复制链接|下载|朗读|语音播报)(?:本页|此页|本文|窗口|页面|网页|顶部|首页|列表|正文)?[\]】)]?\s*)+
    | (?:一键)?分享(?:到|至)?\s*[:].* | 分享到.{0,20} | .{0,12}(?:扫一扫|扫码|扫描).{0,24} | .{0,8}二维码.{0,20}
    | (?:上|下)一(?:篇|条|页|则)\s*[:]?.* | (?:相关|推荐|热门|延伸|猜你喜欢)(?:阅读|链接|文章|推荐|资讯|新闻|信息|文档|政策|下载)\s*[:]?.*
    | (?:本文|原文|文章|页面|源)(?:链接|地址|网址|标题|关键词|关键字|标签)\s*[:].* | 关键(?:词|字)\s*[:].* | (?:标签|TAGS?|Tags?)\s*[:].*
    | (?:附件|文件|全文|原文|正文)?\s*下载\s*[:].* | .{0,80}(?:全文|附件|点击|点此|立即|免费|PDF|Word|DOC)下载[。)]?
    | 附件\s*[:]?.{1,80}\.(?:pdf|docx?|xlsx?|wps|ofd|rar|zip)(?:\s*\(.*\))?
    | .*(?:ICP[备证]|公网安备|网安备|网站标识码|备案序号|备案号\s*[:]).* | .*(?:版权所有|Copyright|©|All\ Rights\ Reserved).*
    | .*(?:推荐使用|建议使用|最佳浏览).{0,30}(?:浏览器|分辨率|IE).* | .{0,4}(?:网站地图|站点地图|无障碍(?:浏览|阅读|版)?|长者模式|关怀版|适老化).{0,30}
    | (?:您)?(?:当前|现在|所在)的?(?:位置|栏目)\s*[:].* | (?:您的|您现在的)位置\s*[:].* | 首页(?:\s*[>»›|/-]\s*\S{1,20})+
    | (?:微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|人人网|豆瓣|朋友圈|百度贴吧)(?:\s*(?:微信|微博|新浪微博|QQ空间|QQ好友|朋友圈|更多))*
    | (?:登录|注册|登陆)(?:\s*[|/]?\s*(?:登录|注册|登陆|退出))* | (?:手机版|电脑版|繁体版|简体版|English)(?:\s*[|]?\s*\S{2,6})*
    | (?:转载|声明|免责声明|来源声明|特别声明)\s*[:].* | 转载请注明.* | .{0,20}(?:关注|订阅).{0,10}公众号.*
    | (?:索\s*引\s*号|主题分类|主题词|信息分类|公文种类|体裁分类|组配分类|有效性|公开方式|公开时限|公开程序|生成日期|发文机构|发文机关|成文日期|发文日期|发文字号|文\s*号|名\s*称)\s*[:].{0,80}
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_AT_EDGE = re.compile(
    r"""^(?:
      (?:主办|承办|协办|技术支持|运行维护|维护|开发)(?:单位)?\s*[:].* | (?:联系方式|联系我们|联系电话|电话|传真|地址|邮编|邮政编码|E-?mail)\s*[:].*
    | (?:网站|本站)?(?:首页|主页) | .{0,24}(?:网站|门户网|官网|网)(?:群|大全|导航|链接)? | 友情链接.* | 关于我们.* | .{0,12}(?:最新|免费|获取|阅读|查看|点击|更多).{0,12} | [\d\s|>·]+
    | 来源\s*[:].{1,40} | \(?\s*(?:来源|出处|作者|记者)\s*[:].{1,30}\)?
    | \d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}.{0,40}
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_HEAD = re.compile(r"^(?:(?:日期|时间)\s*[:]\s*\d{4}[-/.年].{0,40}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}.*)?|来源\s*[:].{1,40}|(?:网站|本站)?(?:首页|主页))$")
_OWN = re.compile(r"^(?:抄送|抄报|主送|附件|附表|\(此件|\(此文|.{2,40}\d{4}年\d{1,2}月\d{1,2}日印发$)")
_ORGAN = re.compile(r"^[^\s,。:;()《》]{4,30}(?:局|委员会|委|办公室|办公厅|人民政府|政府|部|厅|中心|院|网|网站|门户网站|管委会|信息港|平台)$")
_DOC_NUMBER_START = re.compile(r"^[^\s《》,。]{2,14}[〔\[(【]\d{4}[〕\])】]\s*\d{0,4}\s*号?\s*")
_SITE_NAME = re.compile(r"\s*[_|\-—–]+\s*[^\s_|]{2,24}(?:网|网站|门户|门户网站|政府|局|委|办|厅|平台|频道|文件|公开)$")
_LEAD_IN = re.compile(
    r"""^\s*(?:
      [(\[【][^()\[\]【】\n]{1,20}(?:讯|消息|电|报道|综合)[)\]】]\s*
    | (?:本报|本网|本站|[^\s,。:;、《》]{2,10}(?:网|社|报))(?:\s*\d{0,2}月?\d{0,2}日?)\s*(?:讯|消息|电|报道)[\s:]+
    | (?:来源|文章来源|信息来源|转自)\s*[:]\s*[^\s,。]{2,20}\s+
    )""",
    re.VERBOSE,
)
_CREDIT_LENGTH = 60
_CREDIT = re.compile(
    r"""\s*(?:
      [(\[【]\s*(?:编选|责任?编辑|责编|编辑|编审|作者|记者|文|来源|文章来源|信息来源|转自|摘自|整理|供稿|通讯员|编译|校对|审核)\s*[:/][^()\[\]【】\n]{1,40}[)\]】]
    | (?<=[。!?])\s*(?:责任编辑|责编|编辑|编选|来源|文章来源)\s*[:][^\s。,]{2,20}
    )\s*$""",
    re.VERBOSE,
)


def key_of(text: str) -> str:
    """The text as the patterns here read it: simplified, marks and Latin in half width, same length."""
    return to_simplified(text).translate(_HALF_WIDTH)


def remove_chrome(text: TracedText) -> TracedText:
    """The text without what the page put around, before and behind the document."""
    lines = list(lines_of(text.text))
    text = drop_lines(text, _page_lines(lines, [key.strip() for key in key_of(text.text).split("\n")]), "chrome")
    text = drop_lines(text, _repeated_titles(list(lines_of(text.text))[:40]), "repeated-title")
    return _inside_lines(text)


def _page_lines(lines: list[Line], keys: list[str]) -> list[Line]:
    filled = [i for i, key in enumerate(keys) if key]
    chrome = {i for i in filled if _is_chrome(keys[i])}
    body = [i for i in filled if i not in chrome and _is_body(keys[i])]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    for position, i in enumerate(filled):
        if i in chrome or first <= i <= last or _OWN.match(keys[i]):
            continue
        if (i < first and _IN_HEAD.match(keys[i])) or (
            _AT_EDGE.match(keys[i]) and (_touches(position, chrome, filled) or i > last)
        ):
            chrome.add(i)
    # What stands between two chrome lines behind the document, or an organ's name over them, is chrome too.
    for position, i in enumerate(filled):
        before = filled[position - 1] if position else -1
        after = filled[position + 1] if position + 1 < len(filled) else -1
        if i in chrome or _OWN.match(keys[i]) or _is_body(keys[i]):
            continue
        if i > last and before in chrome and (after in chrome or after == -1) and len(keys[i]) <= 24:
            chrome.add(i)
        if i < first and after in chrome and _ORGAN.match(keys[i]):
            chrome.add(i)
    return [lines[i] for i in sorted(chrome)]


def _is_chrome(key: str) -> bool:
    if _OWN.match(key) and not re.search(r"下载|\.(?:pdf|docx?|xlsx?|wps|ofd)\b", key, re.IGNORECASE):
        return False
    return len(key) <= 160 and bool(_ANYWHERE.match(key)) and numbered(key) is None


def _is_body(key: str) -> bool:
    """Whether a line is plainly part of a document: a sentence, a numbered heading, a table cell."""
    return numbered(key) is not None or (len(key) >= 12 and key[-1] in "。;:!?)”") or len(key) > 60


def _touches(at: int, chrome: set[int], filled: list[int]) -> bool:
    return bool({*filled[max(at - 1, 0) : at], *filled[at + 1 : at + 2]} & chrome)


def _bare(key: str) -> str:
    key = _SITE_NAME.sub("", _DOC_NUMBER_START.sub("", key))
    return re.sub(r"[\s《》\"“”()\[\]〔〕,、:;。!?\-—]", "", key)


def _repeated_titles(lines: list[Line]) -> list[Line]:
    """The page's own title line, where the document's title follows (in one line or broken over several)."""
    keys = [_bare(key_of(line.text)) for line in lines]
    dropped = []
    for i, key in enumerate(keys[:12]):
        if len(key) < 10 or numbered(key) is not None:
            continue
        following = [k for k in keys[i + 1 : i + 16] if k]
        joined = {
            "".join(following[a:b]) for a in range(len(following)) for b in range(a + 1, min(a + 5, len(following) + 1))
        }
        if key in joined:
            dropped.append(lines[i])
    return dropped


def _inside_lines(text: TracedText) -> TracedText:
    """Portal lead-ins before the first sentence and credits behind the last words of a line."""
    changes = []
    seen_body = False
    for line, key in zip(lines_of(text.text), key_of(text.text).split("\n"), strict=True):
        start = line.start
        if not seen_body and len(key) > 20 and (lead := _LEAD_IN.match(key)):
            changes.append(Change(line.start, line.start + lead.end(), ""))
            start = line.start + lead.end()
        seen_body = seen_body or len(key) > 20
        credit = _CREDIT.search(key, max(0, len(key) - _CREDIT_LENGTH))
        if credit and line.start + credit.start() >= start:
            changes.append(Change(line.start + credit.start(), line.end, ""))
    return text.replace(changes, "chrome")
