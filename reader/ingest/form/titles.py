"""Rule "title-join": a title that the page broke over several lines is one line again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from reader.core.document_number import YEAR_FIRST
from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.hints import TITLE, Hints
from reader.ingest.lines import Line, lines_of
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

KINDS = (
    "行动方案", "实施方案", "工作方案", "行动计划", "实施意见", "指导意见", "实施细则", "实施办法", "管理办法",
    "若干措施", "规划纲要", "专项规划", "发展规划", "通知", "意见", "方案", "规划", "计划", "办法", "规定",
    "决定", "条例", "细则", "公告", "通告", "批复", "纲要", "要点", "报告", "措施", "清单", "目录", "指南",
    "标准", "规则", "通报", "决议", "议案", "公报", "命令", "函", "解释", "规程", "守则", "章程", "法", "蓝图",
    "计画", "白皮书", "路线图", "指引", "政策", "修正案", "预案", "安排", "答复", "复函", "纪要", "会议纪要", "法典",
    "解读", "举措", "请示", "公约", "倡议书", "须知", "制度", "导则", "工作报告", "应急预案", "宣言", "分解表",
    "任务分解表", "分工表", "任务分工表", "一览表", "分配表", "计划表", "汇总表", "统计表", "明细表", "政策解析",
    "任务表", "价目表", "标准表", "责任表", "目标表", "指标表", "情况表", "进度表", "对照表", "安排表", "时间表",
    "登记表", "申请表", "审批表", "考核表",
    "问答", "答问", "答记者问", "名录", "名单", "批示", "起草说明", "编制说明", "情况说明", "咨询文件", "手册", "准则",
    "注意事项", "规例", "预算案", "计划书", "解答", "草案", "施政报告", "实施计划", "演辞", "演词", "总说明",
    "作业要点", "处理原则", "自治条例", "公示", "决定书", "答复书", "告知书", "通知书", "建议书", "责任书", "承诺书",
    "复函", "补充通知", "会议记录", "会议纪录", "工作总结",
    "工作打算", "工作思路", "禁火令", "封山令", "戒严令", "嘉奖令", "动员令", "总河长令",
    "编制规范", "管理规范", "工作规范",
    "技术规范", "建设规范", "服务规范",
)  # fmt: skip
_NO_LAW = "方做司执看用违立普合守依说想手书"
_KIND_END = "|".join(k if k != "法" else f"(?<![{_NO_LAW}])法" for k in KINDS)
_STATE = (
    r"(?:19|20)\d{2}\s*年?(?:\s*[-—－–~～至]{1,2}\s*(?:19|20)\d{2}\s*年?)?(?:版|修订版?|本)?|试行|暂行|修订|修订版|草案|送审稿|讨论稿|审议稿"
    r"|[^（）()，。]{0,8}征求意见稿[^（）()，。]{0,6}|[^（）()，。]{0,6}(?:稿|版|年度)|[一二三四五六七八九十]{1,3}|节选|摘要|摘编|全文"
)
_BRACKETED = r"（(?:[^（）]|（[^（）]*）)*）"
_COMPLETE = late(rf"(?:{_KIND_END})(?:{_BRACKETED}|\([^()]*\))*$")
_LOOSE = late(rf"(?:{_KIND_END})(?:{_BRACKETED}|\([^()]*\))*(?:[（(]?(?:{_STATE})[）)]?)?$")
_SHORT = late("(?:条例|办法|规定|规则|法典|宪法|[^方做司执看用违立普合守依说想手书办]法|决定|细则|章程|纲要)$")
_PASSED_ON = late(r"(?:印发|转发|发布|出台|公布)《[^《》]{4,60}》$")
_SENTENCE = late(r"[。；！？]")
_ABOUT = ("关于", "印发", "转发", "批转", "对政协", "对市", "对省", "对县", "对区", "对第", "对十")
_ORGAN = late(
    r"^[^，。；：、（）《》\d]{2,40}(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|会|署|办|室|中心|行|党组|大学|(?:调查|[总支大])队"
    r"|(?:办事|事务|管理|统计|劳工|服务|监察|工程|执行)处|律政司|财政司|(?:[局部署]|委员会)[\u4e00-\u9fff]{2,8}司)$"
)
_DEPARTMENT = late(r"^[\u4e00-\u9fff]{1,24}[部局署委院厅][\u4e00-\u9fff]{2,10}(?<!公)司$")
"""A department of a ministry: 教育部科学技术司."""
_ASIDE = late(
    r"^[（(](?:(?:19|20)\d{2}\s*年?\s*[-—－–~～至]{1,2}\s*(?:(?:19|20)\d{2})\s*年?|(?:19|20)\d{2}年版?|[二一][〇零○一二三四五六七八九]{3}年(?:版|[-—－–~～至]{1,2}[二一][〇零○一二三四五六七八九]{3}年)?"
    r"|试行|暂行|修订|修订版|草案|送审稿|讨论稿|(?:公开)?征求意见稿|征求意见稿第.{1,3}稿|.{0,6}修[订正](?:稿|版)?|[^（）()，。；：]{0,24}(?:稿|草案|版))[）)]$"
)
_ORDER = late(r"^[^，。；：（）《》\d]{2,40}(?:令|公告)$")
_ORDER_NUMBER = late(r"^[（(]?(?:(?:19|20)\d{2}年)?第[\d一二三四五六七八九十百〇零]{1,6}号[）)]?$")
_NOT_PIECE = late(
    r"(?:(?:19|20)\d{2}年\d{1,2}月|[二一][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
    r"|[\u4e00-\u9fff]{0,12}(?:主席|省长|市长|县长|区长|州长|部长|局长|主任)[　 ]"
    r"|[（(](?:此[件文]|本文)|抄送|附件|目\s*[录次錄]$|——|各[^，]{1,12}人民政府)"
)
_LONGEST = 90
_SHORTEST = 3
_MOST_LINES = 6
_NO_HINTS = Hints()


def is_title(text: str) -> bool:
    """Whether a line can be a whole title: short, no sentence, ending in a kind of document."""
    if not _SHORTEST <= len(text) <= _LONGEST or text[-1] in _NO_END or _SENTENCE.search(text) or is_open(text):
        return False
    text = to_simplified(text)
    if len(text) < 6 and (not _SHORT.search(text) or text in KINDS):
        return False
    if _DATED.match(text) or numbered(text) or _ITEM.match(text):
        return False
    if _LATEST.search(text):
        return False
    if _PASSED_ON.search(text) or _TOLD.match(text):
        return True
    if re.search("关于(?:印发|转发|发布|公布|批转)", text):
        return bool(re.search(rf"的(?:通知|公告|通告|通报|公示|决定|函|批复|意见|令)(?:{_BRACKETED})?$", text))
    return bool(_LOOSE.search(text)) and not _NO_TITLE.search(text)


_NO_END = frozenset("。；！？，、：:,")
_LATEST = late("^(?!.*关于).{0,12}(?:最新|重磅|刚刚)(?:公告|通告|通知|公示|规定|政策|解读)$")
"""What a piece of news calls it: 发出最新公告."""
CAPTION = late("^(?!.*关于).{2,24}作了?(?:政府)?工作报告$")
"""What stands below a picture: 省长某某作政府工作报告. The pieces of a page are told by it, no title is."""
_TOLD = late(
    "^在[^，。；：]{4,60}(?:会|会议|仪式|活动|论坛|培训班|开班式)上的(?:讲话|致辞|发言)$|^(?:致|给)[^，。；：]{2,40}的(?:一封)?(?:公开|慰问|感谢)?信$|^立法会(?:[一二三四五六七八九十]{1,3}|\\d{1,2})题[:：].{4,60}$|^中共[\u4e00-\u9fff]{2,20}委(?:员会)?关于制定.{4,70}的建议$|^[\u4e00-\u9fff]{0,30}关于《[^《》]{4,60}》[\u4e00-\u9fff]{2,10}(?:情况|结果)的(?:汇报|说明|报告)$|^关于《[^《》]{4,60}》的(?:说明|报告|议案|汇报)$"
    "|^[\u4e00-\u9fff（）]{2,40}[条规]例（第\\d{1,4}[A-Z]{0,2}章）(?:第[\\dIVXA]{1,6}(?:[及、和至]第?[\\dIVXA]{1,6}){0,4}部)?$"
    "|^[\u4e00-\u9fff]{3,30}关于[^。；，]{4,60}的说明$"
)
_NO_TITLE = late(
    "^(?:根据|按照|依照|违反|见|详见|参见|不得|应当)(?!.*关于)|^关于(?!.{2,4}的(?:" + _KIND_END + ")$).{0,6}$"
)
"""Words that go on with a sentence; and 关于 with too little behind it, but for 关于放假的通知."""


def is_open(text: str) -> bool:
    """Whether a title mark is opened and not closed: the words go on."""
    return text.count("《") > text.count("》") or text.count("〈") > text.count("〉")


_ITEM = late(r"[*＊※•·●○◆◇■□▪★☆►▶➢-]")
"""A mark that makes a line an item of a list: neither a title nor an authority begins so."""

_DATED = late(r"^[（(]?(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}|\d{2,4})日")
"""A day, be it that 年 and 月 are lost: 2024322日."""


_WHOLE = late("《([^《》]+)》(（[^（）]{2,16}[稿案订正版]）)?")
_OUTER = str.maketrans("〈〉", "《》")


def unquoted(title: str) -> str:
    """A title without the marks round the whole of it; those inside it are no longer inner ones then."""
    match = _WHOLE.fullmatch(title.strip())
    return match.group(1).translate(_OUTER) + (match.group(2) or "") if match else title


def is_complete(text: str) -> bool:
    """Whether nothing of a title is missing at its end."""
    return is_title(text) and (
        bool(_COMPLETE.search(to_simplified(text))) or text.endswith("通知") or bool(_TOLD.match(to_simplified(text)))
    )


def is_organ(text: str) -> bool:
    """Whether a line is the name of an authority (or of several, with blanks between them)."""
    if len(text) > _LONGEST or _NO_ORGAN.search(text) or _ITEM.match(text):
        return False
    simple = to_simplified(text)
    named = _ORGAN.match(simple) or (simple[-1:] == "司" and _DEPARTMENT.match(simple))
    return bool(named) and not _PASSES_ON.search(simple) and numbered(text) is None


_PASSES_ON = late("关于(?:印发|转发|批转|发布)")
"""Such a line is the beginning of a title: …关于转发区城管局."""
_NO_ORGAN = late(r"[，。；：、（）《》\d]")


def join_titles(text: TracedText, hints: Hints = _NO_HINTS, named: Iterable[str] = ()) -> TracedText:
    """Titles broken over several lines joined, at the head and where an attachment begins.

    Names of authorities above 关于… keep a blank between them; so two issuers stay two. `named`: titles that the page
    tells elsewhere (its card, 现将《…》印发给你们); lines that make one of them up are joined for certain.
    """
    lines = [line for line in lines_of(text) if line.text]
    levels = hints.levels(text, lines)
    known = _known(
        text.text,
        [*named, *_attached_names(lines), *(n.text for n, level in zip(lines, levels, strict=True) if level == TITLE)],
    )
    simple = [line for line in to_simplified(text.text).split("\n") if line]  # no phrase runs over a line's end
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        size = _spells_known(lines, simple, levels, at, known)
        size = _broken_title(lines, levels, at, size)
        for one, other in itertools.pairwise(lines[at : at + size]):
            changes.append(Change(one.end, other.start, " " if is_organ(one.text) and is_organ(other.text) else ""))
        at += size
    return text.replace(changes, "title-join")


_NAMED = late(
    r"(?:现将|印发|转发|将|制定了?|发布|征求|附件[：:])[^《》\n]{0,30}《((?:[^《》\n]|《[^《》\n]*》){6,90})》"
)
_MARKS = late(r"[\s《》〈〉（）()“”\"]")


def _bare(text: str) -> str:
    return _MARKS.sub("", to_simplified(text))


def _known(text: str, named: Iterable[str]) -> frozenset[str]:
    found = [*named, *(m.group(1) for m in _NAMED.finditer(text, 0, _NAMED_WITHIN))]
    return frozenset(bare for title in found if len(bare := _bare(title)) >= 6)


_NAMED_WITHIN = 20_000
_ATTACHES = late(r"^附件[：:]\s*(?:1\s*[.．、])?\s*(\S.{5,})$")
_ATTACHES_NEXT = late(r"^(\d{1,2})\s*[.．、]\s*(\S.{5,})$")
_ATTACHES_WITHIN = 40  # lines


def _attached_names(lines: list[Line]) -> list[str]:
    """What the list of attachments names, each also with the line below that may go on with it."""
    start = next((n for n, line in enumerate(lines) if _ATTACHES.match(line.text)), None)
    found: list[str] = []
    for at in range(start, min(start + _ATTACHES_WITHIN, len(lines))) if start is not None else ():
        match = _ATTACHES.match(lines[at].text) or _ATTACHES_NEXT.match(lines[at].text)
        if match is None or len(match.group(0)) > _LONGEST:
            continue
        name = match.groups()[-1]
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        goes_on = bool(below) and len(below) <= _LONGEST_PIECE and numbered(below) is None
        found += [name, name + below] if goes_on else [name]
    return found


def _broken_title(lines: list[Line], levels: Sequence[int | None], at: int, spelt: int) -> int:
    """How many lines from `at` on make one title (1 where they make none). `spelt`: how many spell a known one."""
    joined = lines[at].text
    if levels[at] is not None:
        return 1 + (
            levels[at] == TITLE and levels[min(at + 1, len(lines) - 1)] is None and _more_to_come(lines, at + 1)
        )
    size = _broken_note(lines, levels, at)
    size = _joint_order(lines, levels, at) if size is None else size
    if size is not None:
        return size
    if spelt:
        return spelt + _more_to_come(lines, at + spelt)
    if not _piece(joined) and not is_complete(joined):
        return 1
    if _ORDER.match(joined) and at + 1 < len(lines) and _ORDER_NUMBER.match(lines[at + 1].text):
        return 2
    if is_complete(joined) or is_complete(unquoted(joined)):
        return 1 + (_more_to_come(lines, at + 1) or _year_goes_on(lines, at))
    names = is_organ(joined)
    if not names and not begins(joined):
        return 1
    for size in range(2, _MOST_LINES + 1):
        following = lines[at + size - 1].text if at + size <= len(lines) else ""
        if levels[min(at + size, len(lines)) - 1] is not None or not (_piece(following) or is_open(joined)):
            return 1
        if len(following) > _LONGEST_PIECE or _SENTENCE.search(following):
            return 1
        new = _NOTICE.match(following) and not to_simplified(following).startswith(_ABOUT[:4])
        if size == 2 and not is_open(joined) and new and is_complete(following):
            return 1  # the notice begins here: a site's name of what it carries stands above
        if names and not is_organ(following):
            if not to_simplified(following).startswith(_ABOUT):
                return 1  # an authority named above a title is no part of it
            names = False
        joined += following
        if not names and is_title(joined):
            return size + _more_to_come(lines, at + size)
    return 1


def _joint_order(lines: list[Line], levels: Sequence[int | None], at: int) -> int | None:
    """How many lines the head of an order takes that several authorities sign, each on a line; None where there is
    none: their names, 令, 第18号.
    """
    end = at
    if len(lines[at].text) > _LONGEST_PIECE or lines[at].text[-1] in _NO_PIECE_END:
        return None  # most lines are sentences
    while end < len(lines) and end - at < _MOST_LINES and is_organ(lines[end].text):
        end += 1
    joint = end - at > 1 and end + 1 < len(lines) and to_simplified(lines[end].text) in ("令", "公告")
    if not joint or any(level is not None for level in levels[at : end + 2]):
        return None
    return end - at + 2 if _ORDER_NUMBER.match(lines[end + 1].text) else None


def _broken_note(lines: list[Line], levels: Sequence[int | None], at: int) -> int | None:
    """How many lines a note takes that says when a law was passed or a report given; None where there is none."""
    text, following = lines[at].text, lines[at + 1].text if at + 1 < len(lines) else ""
    if text[0] not in "—（(12":
        return None
    if re.match(r"——(?:19|20)\d{2}年.*届$", text):
        return 1 + bool(re.search("^人民代表大会.{0,12}会议上$", following))
    if not _DATED.match(text):
        return None
    if is_open(text):
        return _closes_note(lines, levels, at)
    goes_on = (
        r"第.{1,8}次会议"
        if not text.endswith("人民代表大会")
        else r"第.{1,8}次会议|常务委员会[^。；]{2,60}(?:通过|修[正订]|批准)[）)]?$"
    )
    return 1 + bool(text.endswith("会") and re.match(goes_on, following))


def _closes_note(lines: list[Line], levels: Sequence[int | None], at: int) -> int:
    """How many lines a note of passing takes that was broken inside the title of a decision."""
    joined = lines[at].text
    for size in range(2, 5):
        if at + size > len(lines) or levels[at + size - 1] is not None or numbered(lines[at + size - 1].text):
            return 1
        joined += lines[at + size - 1].text
        if not is_open(joined):
            return size
    return 1


_LONGEST_PIECE = 45
_NOTICE = late("^[\u4e00-\u9fff]{4,30}(?:政府|办公厅|办公室|委员会|[委局厅部署])(?:关于)?(?:印发|转发|关于)")
_BEGINS = late(
    r"关于|印发|转发|批转|^(?:全国|国家|中华人民共和国|中国|国务院|中共|本)|^[\u4e00-\u9fff]{2,9}?(?:省|市|县|区|州|盟|旗)|^[^全各我该两](?:县|旗)(?![市区长城])"
    r"|^(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    r"|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾)|“[^”]*$|^“|^(?:19|20)\d\d年|[的与和及、]$"
)


def begins(text: str) -> bool:
    """Whether a line looks like the first piece of a title: it names a place, a subject, or leaves a mark open."""
    return is_open(text) or bool(_BEGINS.search(to_simplified(text)))


def _spells_known(
    lines: list[Line], simple: Sequence[str], levels: Sequence[int | None], at: int, known: frozenset[str]
) -> int:
    """How many lines from `at` on, two or more, spell a title that is told elsewhere; 0 where they do not.

    `simple`: the lines in simplified script.
    """
    if not known or len(lines[at].text) > _LONGEST_PIECE:
        return 0
    bare = _MARKS.sub("", simple[at])
    if not any(title.startswith(bare) for title in known):
        return 0
    for size in range(2, _MOST_LINES + 3):
        if at + size > len(lines) or levels[at + size - 1] is not None or len(bare) > 2 * _LONGEST:
            return 0
        bare += _MARKS.sub("", simple[at + size - 1])
        if bare in known:
            return size
    return 0


_NO_PIECE_END = frozenset("。；！？，、：:|")


_NUMBERED_AS = late(
    rf"[〔\[]\s*\d{{4}}|^{YEAR_FIRST}|^第\d{{1,4}}/\d|[?？](?:19|20)\d{{2}}[?？]\s*\d|^（?(?:19|20)\d{{2}}年\s*第\d|令第?[\d一二三四五六七八九十百〇零]{{1,6}}号$"
)


def _piece(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST_PIECE and text[-1] not in _NO_PIECE_END
        and not _SENTENCE.search(text) and numbered(text) is None
        and not re.search("[：:|]", text) and not _NOT_PIECE.match(text)
        and not _NUMBERED_AS.search(text)
        and not (text.endswith("文件") and is_organ(text[:-2]))
    )  # fmt: skip


def _more_to_come(lines: list[Line], at: int) -> bool:
    """Whether the next line still belongs to the title: a bracket that only carries a range of years or a status, or
    what is asked of a draft that the title names.
    """
    if at >= len(lines):
        return False
    following, above = to_simplified(lines[at].text), to_simplified(lines[at - 1].text)
    if _ASIDE.match(following):
        return True
    if "关于" not in above:
        return False
    # …关于青溪县节水条例 / 修订情况的说明: what a title is about is not what it is.
    about = _SAYS_OF.match(following) is not None and not _SAYS_OF.search(above) and not is_organ(above)
    return about or bool(_ASKS.match(following))


_SAYS_OF = re.compile(r"[^。；，：！？（）\s]{0,30}的(?:说明|报告|决定|意见|通知|批复|公告|通告|函|答复)$")
_ASKS = re.compile(
    "(?:向社会|再次|面向社会)?公?开?征[求集](?:社会|公众)?(?:各界)?意见(?:建议)?的(?:通知|公告|通告|函|公示|启事)$"
)


_ATTACHED = late(r"^附[件表]\s*\d{0,2}\s*[：:]?$")


def _year_goes_on(lines: list[Line], at: int) -> bool:
    """Whether below 附件 a line that begins with a year goes on with the name of what is attached."""
    if at == 0 or at + 1 >= len(lines) or not _ATTACHED.match(lines[at - 1].text):
        return False
    following = lines[at + 1].text
    return (
        bool(re.match(r"(?:19|20)\d\d年(?!\d{1,2}月)", following))
        and len(following) <= _LONGEST_PIECE
        and not (_SENTENCE.search(following) or following[-1] in "：:，、")
    )
