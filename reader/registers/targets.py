"""Targets: figures to be reached, with what they measure and by when; from tables and from prose.

Owns the decision what a figure is for (target, funding, baseline, count). Figures themselves are `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from reader.core.document import Block, Document
from reader.core.register import DeadlineFrom, Place, Target, TargetKind
from reader.core.span import Span
from reader.registers import deadlines
from reader.registers.deadlines import Deadline
from reader.registers.indicators import read_table
from reader.registers.kinds import is_law, title_of
from reader.registers.measured import FUND, FUNDING, GIVEN_TO, respectively, said_year, started_from, what_of
from reader.registers.quantities import Quantity, quantities

_VERB: Final = re.compile(
    "建设|建成|新建|建立|选树|评选|新设|组建|打造|培育|培养|培训|新增|新建成|引进|引育|引入|招引|吸引|形成|实施|推出|落地|遴选|认定|创建|发展|完成|选择|"
    "研发|突破|布局|搭建|集聚|聚集|汇聚|支持|扶持|改造|孵化|覆盖|制定|推广|设立|争创|申报|举办|开放|拓展|储备|谋划|部署|实现|推动|增加|发放|"
    "开发(?!区)|改建|扩建|布设|更新|创成|安装|建有|保持|维持|购置|回收|治理|整治|淘汰|"
    "签约|加装|配有|(?<![人口户名])拥有|打通|培优|认领|建好|开展|开通|投放|配备|归集|接入|上线|出台|编制|修订|落户|入驻|转化|达产|投产|开工|竣工|提供"
)
_FINE: Final = re.compile(r"罚款|罚金|处以|违法所得|滞纳金|逾期|注册资本|赔偿")
_NAMED_AFTER: Final = re.compile(r"^(?:[^，。；]{0,24})(?:指的是|是指|分别[是为]|即为?|包括)")
_NAMED_NEXT: Final = re.compile(r"^[^，。；]{0,40}。其中[，,](?!到?20\d\d年)")
_STOP: Final = re.compile(
    r"[，。；：（！？\n]|开展|入选|(?:增加|提高|提升|增长|上升|下降|降低|减少|缩短|压缩|扩大|[增升降减])(?:到|至)|[、和及与](?=(?:\d|一批|若干|[一二三四五六七八九十]+[个家项名]))|等(?=。|，|；|$)"
    r"|[、和及与](?=(?:培育|引进|引育|建设|建成|打造|新增|新建|形成|组建|集聚|创建|研发|推出|孵化)[^，。；、]{0,12}\d)"
)
_AFTER_ASIDE: Final = re.compile(r"（[^（）]{1,12}）[\u4e00-\u9fff]{2,8}(?=[、，。；]|$)")
_STILL: Final = re.compile(  # 2023年，产值…。到2027年达到150亿元: of the same as the figure before
    r"(?:力争|预计)?到20\d\d年(?:年?底|末)?，?(?:力争|预计|将)?(?:达到?|突破|超过|提高到|增加到|增长到|增至)[\d约近]"
)
_ASIDE: Final = re.compile(r"(?:其中|展望|远景|愿景)[，到至]?$")
_CLAUSE: Final = re.compile(r"[，。；：！？\n]")
_CONDITION: Final = re.compile(r"^(?:（含）)?(?:及?以[上下内])?(?:（含）)?的")
_QUALIFIES: Final = re.compile(
    r"^(?:以上|以下|级)?(?:的)?(?:[^，。；、\d]{0,8}?(?:企业|项目|园区|集群|产业链|龙头|产品|品牌|单位|上市公司))"
)
_RATE: Final = re.compile(r"(?:率|比例|占比|比重|覆盖面)(?:均|分别|要|应|为)?$")
_BOUNDS: Final = re.compile(r"[\d.]+\D{1,3}?以[上下][^，。；]{2,30}\d")
_ONE_MORE: Final = re.compile(r"[^，。；：\d]{0,3}，[^，。；：\d]{2,16}")
_GOAL_COLUMN: Final = re.compile(r"目标|任务|内容|举措|措施|成果|要求|进度")
_UNIT_COLUMN: Final = re.compile(r"单位|部门")
_TIME_COLUMN: Final = re.compile(r"时限|时间|期限|进度|年限")
_BLOCKS: Final = frozenset(["paragraph", "bullet"])


@dataclass(slots=True)
class _Context:
    """What the reading of one document remembers from block to block: headings and years of the chapter."""

    document: Document
    since: int | None
    headings: dict[tuple[str, ...], str]
    chapter: dict[tuple[str, ...], int]
    is_law: bool
    goals: set[int] = field(default_factory=set)

    def above(self, block: Block) -> list[str]:
        return [self.headings.get(block.path[:n], "") for n in range(1, len(block.path) + 1)]


def read_targets(document: Document) -> tuple[Target, ...]:
    """Every figure with a purpose, in reading order: targets, funding caps, past figures and counts."""
    context = _Context(document, deadlines.first_year(document), {}, {}, is_law(document))
    found: list[Target] = []
    for block in document.blocks:
        if block.kind == "heading" and block.number:
            context.headings[(*block.path, block.number)] = block.text
        elif block.kind == "table":
            found += read_table(document, block) or _of_table(context, block)
        elif block.kind in _BLOCKS and block.text:
            found += _of_block(context, block)
        ahead = deadlines.years_ahead(block.text, context.since) if block.kind in _BLOCKS else []
        if ahead and block.number is None:  # a numbered paragraph speaks for itself, not for those after it
            context.chapter[block.path] = ahead[-1][1]
        if ahead and any("目标" in heading for heading in context.above(block)):
            context.goals |= {year for at, year in ahead if not _ASIDE.search(block.text[:at])}
    return tuple(found)


def _of_table(context: _Context, block: Block) -> list[Target]:
    """Figures in a list of tasks: each cell of work or goals by itself, with the year of the row's 完成时限."""
    rows = block.rows or ()
    header = rows[0] if rows else ()
    wanted = [n for n, cell in enumerate(header) if _GOAL_COLUMN.search(cell) and not _UNIT_COLUMN.search(cell)]
    if not any(_UNIT_COLUMN.search(cell) for cell in header):
        return []
    when = next((n for n, cell in enumerate(header) if _TIME_COLUMN.search(cell)), None)
    found: list[Target] = []
    for line, row in zip(block.row_spans()[1:], rows[1:], strict=False):
        years = deadlines.years_said(row[when]) if when is not None and when < len(row) else []
        for cell in dict.fromkeys(row[n] for n in wanted if n < len(row)):
            at = block.text.find(cell, line.start, line.end) if cell else -1
            if at < 0:
                continue
            hidden = "\n" * at + cell + "\n" * (len(block.text) - at - len(cell))
            for target in _of_block(context, replace(block, text=hidden)):
                if years and target.deadline_from not in {"own", "sentence"}:
                    target = replace(target, deadline=max(years), deadline_from="own", sure=True)  # noqa: PLW2901  the row's year
                found.append(target)
    return found


def _of_block(context: _Context, block: Block) -> list[Target]:
    text = block.text
    taken = [Span(*m.span()) for m in re.finditer(r"《[^》]*》|“[^”]{0,12}\d[^”]{0,12}”", text)]
    conditions = [Span(*m.span("whom")) for m in GIVEN_TO.finditer(text)]
    made: list[Target] = []
    before: Span | None = None  # the figure before, with the words it counts
    for quantity in quantities(text):
        if any(quantity.span.overlaps(t) for t in taken) or (before and quantity.number < before.end):
            continue
        target = _judged(context, block, quantity, before, made[-1] if made else None)
        given = FUNDING.search(_sentence(text, quantity.number).cut(text))
        if given and any(quantity.span.overlaps(c) for c in conditions):
            continue  # 对年收入突破1亿元的企业: who gets it, not what
        if target is not None:
            if before is not None and text[before.end : quantity.number] == "、" and not quantity.compared:
                target = replace(target, comparator=made[-1].comparator)  # 不超过100万元、300万元
            made.append(target)
            before = Span(quantity.number, max(quantity.span.end, _noun(text, quantity).end))
    return respectively(made)


def _judged(
    context: _Context, block: Block, quantity: Quantity, before: Span | None, last: Target | None
) -> Target | None:
    text = block.text
    sentence = _sentence(text, quantity.number)
    words = sentence.cut(text)
    if _FINE.search(words) or (context.is_law and not text[quantity.number].isdigit()):
        return None  # 第一百零二条, 两个以上人民法院
    start = _clause_start(text, quantity, before)
    lead = text[start : quantity.span.start]
    noun = _noun(text, quantity)
    told = GIVEN_TO.sub(lambda m: "※" * len(m[0]), words)  # 对首次入选…的企业 is not what was reached
    began = started_from(text, quantity)
    goal = _around(context, block, sentence) is not None
    past = (
        began is not None
        or deadlines.is_past_chapter(context.above(block))
        or deadlines.looks_back(told, quantity.number - sentence.start, context.since, goal=goal)
    )
    kind = _kind(text, words, quantity, before, lead, noun, past=past)
    if kind is None:
        return None
    near = last is not None and before is not None and sentence.start <= before.start
    near = near or (last is not None and _STILL.match(words) is not None)
    what = what_of(text, sentence, lead, noun, quantity, kind, last.what if near and last else "")
    place = _place(context.document, block, Span(start, max(quantity.span.end, noun.end)))
    if kind == "baseline":
        year = said_year(text, quantity) or (None if began else deadlines.past_year(words, context.since))
        if year is None and context.is_law:
            return None
        kept = re.search(r"不|至少|以[上下内]", text[quantity.span.start : quantity.span.end])
        sign = quantity.comparator if kept or quantity.comparator not in {">=", "<="} else "="  # 达到 of what is past
        whose: DeadlineFrom | None = "own" if year else None
        return Target(place, what, quantity.value, quantity.unit, sign, year, whose, kind, sure="分别" not in what)
    deadline = _deadline(context, block, sentence, quantity)
    if kind == "funding" and deadline and deadline.from_ not in {"own", "sentence"}:
        deadline = None  # a rule about money holds as long as the document does
    if deadline is None and (context.is_law or not (kind == "funding" or quantity.compared or _VERB.search(lead))):
        return None
    sure = quantity.sure and bool(what) and (kind == "funding" or (deadline is not None and deadline.from_ != "period"))
    return Target(
        place, what, quantity.value, quantity.unit, quantity.comparator,
        deadline.year if deadline else None, deadline.from_ if deadline else None, kind, sure=sure,
    )  # fmt: skip


def _place(document: Document, block: Block, span: Span) -> Place:
    start, end = span
    while start < end and block.text[start] in "，、。；： ":
        start += 1
    return Place(document.id, block.id, Span(start, end), block.text[start:end])


def _sentence(text: str, at: int) -> Span:
    start = text.rfind("。", 0, at) + 1
    end = text.find("。", at)
    return Span(start, len(text) if end < 0 else end + 1)


def _clause_start(text: str, quantity: Quantity, before: Span | None) -> int:
    """Where the words that belong to the figure begin: after the last mark, or after the figure before it."""
    start = 0
    for match in _CLAUSE.finditer(text, 0, quantity.span.start):
        start = match.end()
    closed = text.rfind("）", start, quantity.span.start)
    if closed >= 0 and "（" not in text[start:closed]:  # the end of an assignment note
        start = closed + 1
    if before is not None and before.end > start:
        tail = re.compile(r"[^、和及与，]{0,12}?[、和及与]").match(text, before.end, quantity.span.start)
        start = tail.end() if tail else before.end
    return start


def _noun(text: str, quantity: Quantity) -> Span:
    """The words after the unit that name what is counted; empty where none follow."""
    start = quantity.span.end
    if quantity.is_share_or_money or re.match(r"[，。；、）]|$", text[start:]):
        return Span(start, start)
    stop = _STOP.search(text, start)
    if stop and stop[0] == "（" and stop.start() > start and (rest := _AFTER_ASIDE.match(text, stop.start())):
        return Span(start, rest.end())  # 6大CPU（中央处理器）厂商
    return Span(start, stop.start() if stop else len(text))


def _kind(
    text: str, sentence: str, quantity: Quantity, before: Span | None, lead: str, noun: Span, *, past: bool
) -> TargetKind | None:
    after = noun.cut(text)
    if quantity.measure in {"米", "公里", "吨", "千瓦"} and _BOUNDS.match(text, quantity.number):
        return None  # 600米以下空域…覆盖率90%
    if quantity.measure == "次" and not quantity.compared:
        return None  # 每半年通报1次
    if re.match(r"(?:部门|单位)(?=[按等负联共，）、]|$)", after) or after.startswith(
        ("一批", "的以上", "以上的学", "方面", "领域", "特色方向", "方向", "单位的")
    ):
        return None
    if past:
        return "baseline"
    if quantity.measure == "元" and FUND.match(text[quantity.span.end :]):
        return "funding"  # 总规模100亿元的产业基金
    if FUNDING.search(sentence) and quantity.measure[-1] in "%％元":
        return "funding"
    if quantity.measure[-1] == "元" and _QUALIFIES.match(text[quantity.span.end :]):
        return None  # 年收入超10亿元企业8家
    if quantity.is_share_or_money or quantity.measure == "级":
        said = quantity.compared or _VERB.search(lead) or "增长" in lead or _RATE.search(lead)
        return "target" if said else None
    listed = before is not None and re.fullmatch(
        r"[^，。；：]*|，?其中[^，。；：]*", text[before.end : quantity.number]
    )
    if before is not None and not after and _ONE_MORE.fullmatch(text[before.end : quantity.number]):
        listed = re.match("", "")  # 甲达到30家，乙3-5家
    verb = _VERB.search(lead)
    if lead.endswith(("为", "向", "对", "给")) and _VERB.search(after):  # 为1万户家庭安装终端
        return "target"
    if not (verb or quantity.compared or listed) or _NAMED_AFTER.match(text[quantity.span.end :]):
        return None
    if after and verb and _enumerates(lead[verb.end() :]):
        return "count"
    if after and _NAMED_NEXT.match(text[quantity.span.end :]):
        return "count"
    return "target"


def _enumerates(words: str) -> bool:
    """Whether the counted things stand named right before the number: 组建甲、乙、丙3个工作组, 甲等7个产业链."""
    return words.endswith("等") or (words.endswith("”") and "、" in words) or ("、" in words and "的" not in words)


def _deadline(context: _Context, block: Block, sentence: Span, quantity: Quantity) -> Deadline | None:
    text, since = block.text, context.since
    own = deadlines.years_ahead(text[sentence.start : quantity.number], since)
    if own:
        part = max(text.rfind("；", sentence.start, quantity.number), sentence.start)
        return Deadline(own[-1][1], "own" if own[-1][0] + sentence.start >= part else "sentence")
    behind = deadlines.years_ahead(text[quantity.number : sentence.end], since)
    if behind and not _CLAUSE.search(text[quantity.number : quantity.number + behind[0][0]]):
        return Deadline(behind[0][1], "own")
    return _around(context, block, sentence) or _of_the_whole(context)


def _around(context: _Context, block: Block, sentence: Span) -> Deadline | None:
    """The year that the sentences before, or the headings and goals of the chapter, speak of."""
    since = context.since
    earlier = deadlines.years_ahead(block.text[: sentence.start], since)
    if earlier:
        return Deadline(earlier[-1][1], "paragraph")
    for depth in range(len(block.path), 0, -1):
        path = block.path[:depth]
        heading = deadlines.years_ahead(context.headings.get(path, ""), since)
        year = context.chapter.get(path) or (heading[-1][1] if heading else None)
        if year:
            return Deadline(year, "chapter")
    return None


def _of_the_whole(context: _Context) -> Deadline | None:
    """The end of the plan: of its period, of the one year its title or its chapter of goals names."""
    document = context.document
    named = re.search(r"20\d\d(?=年(?:度)?[^前以]*$)", title_of(document))
    if document.period:
        return Deadline(document.period[1], "period")
    if named:
        return Deadline(int(named[0]), "period")
    return Deadline(min(context.goals), "period") if len(context.goals) == 1 else None
