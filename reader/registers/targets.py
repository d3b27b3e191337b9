"""Targets: figures to be reached, with what they measure and by when; from tables and from prose.

Owns the years they have and the tense they are in. What a figure is for, `purpose` knows; figures are `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Target, TargetKind
from reader.core.span import Span
from reader.registers import deadlines
from reader.registers.alignment import Figure, respectively
from reader.registers.certainty import FROM_BEFORE, as_certain, spelled_by
from reader.registers.chapters import Chapters, numbered_items
from reader.registers.deadlines import Deadline
from reader.registers.due import Calendar, read_when
from reader.registers.grants import GIVEN_TO, speaks_of_grants
from reader.registers.indicators import caption_of, read_table
from reader.registers.measured import SHARE_OF, SPENT_ON, said_year, started_from, what_of
from reader.registers.paragraph import Paragraph
from reader.registers.purpose import CLAUSE, DONE_LATER, is_capacity, is_granted, is_rule, purpose_of, says_all, states
from reader.registers.quantities import Quantity, quantities
from reader.registers.spoken_of import spoken_of
from reader.registers.stretches import Sentences, Stretches
from reader.registers.task_tables import work_columns

_FINE: Final = late(r"罚款|罚金|处以(?![上下内外])|违法所得|滞纳金|赔偿")
_STOP: Final = late(
    r"[，。；：（！？\n]|(?:以及|及|和|与|、)(?=[^，。；、\d]{2,16}等\d)|(?:增加|增长|减少|下降|提高|提升|降低|上升)(?:了|约)?\d|(?:增加|实现|完成|创造|贡献)?年?(?:销售|营业|主营业务|总)?(?:收入|产值|产量|总额|利润|税收)(?:达到?|超过?|突破|约)?\d[\d.,]*[^，。；、的\d]{1,4}(?=[，。；、]|$)|集中(?=获批|上市|签约|开工)|进行|开展|入选|获评|获批|跻身|(?:整合|优化|压减|调整|合并)+为(?=\d)|(?:完成|实现|达到|带动|吸纳)[^，。；、\d]{0,8}(?=\d)|在国家|(?:增加|提高|提升|增长|上升|下降|降低|减少|缩短|压缩|扩大|延长|拓宽|[增升降减])(?:到|至)|[、和及与](?=(?:\*?\d|一批|若干|[一二三四五六七八九十]+[个家项名]))|等(?=。|，|；|$)"
    r"|、(?=[^，。；、（）\d]{0,12}(?:达到?|不低于|超过|不少于|累计)[^，。；、\d]{0,2}\d)"
    r"|[、和及与](?=(?:培育|引进|引育|建设|建成|打造|新增|新建|形成|组建|集聚|创建|研发|推出|孵化)[^，。；、]{0,12}\d)"
)
_AFTER_ASIDE: Final = late(r"（[^（）]{1,12}）[\u4e00-\u9fff]{2,8}(?=[、，。；]|$)")
_STILL: Final = late(  # 2023年，产值…。到2027年达到150亿元: of the same as the figure before
    r"(?:力争|预计)?到20\d\d年(?:年?底|末)?，?(?:力争|预计|将)?(?:达到?|突破|超过|提高到|增加到|增长到|增至)[\d约近]"
)
_PAID_AS: Final = late(r"的?[^，。；、]{0,10}?(?:奖励|补贴|补助|资助|奖补|贴息|资金|基金|经费)")
_OF_OTHERS: Final = late(r"注册资本|实缴资本|逾期|股本|[年月]薪|税前")
_LAST_YEAR: Final = late(r"(?<![比较])(?:去年|上年)(?!同期|末|底|度的|实际)(?=[，,全我])")
_FROM_TO: Final = late(
    r"[由从]20\d\d年[^，。；]{1,16}(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|缩短|[升增降减])[到至]"
)
_NEXT: Final = late(r"[^，。；：、\d]{0,12}[、和及与，]\*?(?:约|近|不少于)?")
_IN_SOME_YEARS: Final = late(r"^(?:未来|今后)?[\d一二三四五六七八九十]{1,2}年内")
_SO_FAR_OR_TO_BE: Final = "原文没有说明是已经达到的还是要达到的。"
_ONE_OF_SEVERAL: Final = "前一句写了几个年份，这一项的时限请核对。"
_GOAL_COLUMN: Final = late(r"目标|任务|内容|规模|举措|措施|成果|要求|进度|项目|事项|工作")
_SERVED: Final = late(r"[为向对给在][\u4e00-\u9fff]{0,8}$")
_SERVICE: Final = late(
    r"免费|提供|进行|安装|加装|更换|实施|设置|引入|发放|开设|组织|改造|配备|配置|建设|新建|布设|投放"
)
_OF_THOSE_BEFORE: Final = late("年?(?:销售|营业|主营业务|总)?(?:收入|产值|产量|总额|利润|税收)$")
_AND_MORE: Final = late(r"[和及与、][^，。；]{0,12}?\d[\d.]*[万亿]*(?:亩|公里|个|家|户|人|元|吨)(?!以上|以下|的)")
_THIS_YEAR: Final = late(
    r"(?:确保|力争|争取|预计|计划)全年|(?<![\d一二两三四五六七八九十])年内(?![的部])|今年(?!以来|上半年已)"
)
_UNIT_COLUMN: Final = late(r"单位|部门")
_TIME_COLUMN: Final = late(r"时限|时间|期限|进度|年限|起止")
_BLOCKS: Final = frozenset(["paragraph", "bullet"])


def read_targets(document: Document) -> tuple[Target, ...]:
    """Every figure with a purpose, in reading order: targets, funding caps, past figures and counts."""
    chapters = Chapters.of(document)
    found: list[Target] = []
    before: Block | None = None
    table: tuple[Block, str] | None = None
    items = numbered_items(document)
    for block in document.blocks:
        chapters.enter(block)
        if block.kind == "table":
            found += read_table(document, block, before, table) or _of_table(chapters, block)
            table = block, caption_of(before)
        elif block.text and (block.kind in _BLOCKS or block.id in items):
            found += _of_block(chapters, block)
        chapters.leave(block)
        before = block
    return tuple(found)


def _of_table(chapters: Chapters, block: Block) -> list[Target]:
    """Figures in a list of tasks: each cell of work or goals by itself, with the year of the row's 完成时限."""
    rows = block.rows or ()
    header = rows[0] if rows else ()
    wanted = [n for n, cell in enumerate(header) if _GOAL_COLUMN.search(cell) and not _UNIT_COLUMN.search(cell)]
    wanted = wanted or list(work_columns(rows))
    if not any(_UNIT_COLUMN.search(cell) for cell in header):
        return []
    calendar = Calendar.of(chapters.document)
    when = next((n for n, cell in enumerate(header) if _TIME_COLUMN.search(cell)), None)
    found: list[Target] = []
    for line, row in zip(block.row_spans()[1:], rows[1:], strict=False):
        said = read_when(row[when], calendar) if when is not None and when < len(row) else None
        for cell in dict.fromkeys(row[n] for n in wanted if n < len(row)):
            at = block.text.find(cell, line.start, line.end) if cell else -1
            if at < 0:
                continue
            hidden = "\n" * at + cell + "\n" * (len(block.text) - at - len(cell))
            for target in _of_block(chapters, replace(block, text=hidden)):
                if said and said.year and target.kind == "target" and target.deadline_from not in {"own", "sentence"}:
                    target = replace(target, deadline=said.year, deadline_from="own", sure=bool(target.what))  # noqa: PLW2901  the row's year
                found.append(target)
    return found


def _of_block(chapters: Chapters, block: Block) -> list[Target]:
    text = block.text
    figures = list(quantities(text))
    if not figures:
        return []
    taken = Stretches(Span(*m.span()) for m in re.finditer(r"《[^》]{0,200}》|“[^“”]{1,20}”", text))
    conditions = Stretches(Span(*m.span("whom")) for m in GIVEN_TO.finditer(text))
    reading = Paragraph(chapters, block, Sentences(text))
    made: list[Figure] = []
    before: Span | None = None  # the figure before, with the words it counts
    for quantity in figures:
        if taken.touches(quantity.span) or (before and quantity.number < before.end):
            continue
        figure = _judged(reading, quantity, before, made[-1] if made else None)
        if figure is None:
            continue
        sentence = reading.sentence(quantity.number).cut(text)
        if conditions.touches(quantity.span) and speaks_of_grants(sentence):
            continue  # 对年收入突破1亿元的企业: who gets it, not what
        bare = before is not None and made and made[-1].noun.start == made[-1].noun.end
        if before is not None and bare and text[before.end : quantity.number] == "、" and not quantity.compared:
            figure = figure.compared(made[-1].target.comparator)  # 不超过100万元、300万元
        made.append(figure)
        before = Span(quantity.number, max(quantity.span.end, figure.noun.end))
    above = "".join(chapters.above(block))
    return [as_certain(target, above) for target in respectively(text, made)]


def _judged(reading: Paragraph, quantity: Quantity, before: Span | None, last: Figure | None) -> Figure | None:
    chapters, block, text = reading.chapters, reading.block, reading.block.text
    sentence = reading.sentence(quantity.number)
    words = sentence.cut(text)
    if _FINE.search(words) or (chapters.is_law and not text[quantity.number].isdigit()):
        return None  # 第一百零二条, 两个以上人民法院
    start = _clause_start(text, quantity, before, sentence)
    lead = text[start : quantity.span.start]
    if _OF_OTHERS.search(lead) and not lead.startswith("按"):
        return None  # 注册资本不低于1000万元
    noun = _noun(text, quantity, sentence)
    began = started_from(text, quantity)
    past, year = _past(reading, quantity, sentence, began=began is not None)
    same = last is not None and before is not None and sentence.start <= before.start
    alike = same and _follows(text, quantity, before, last)
    kind = purpose_of(text, sentence, quantity, before, lead, noun, past=past, alike=alike)
    if kind is None:
        return None
    near = last is not None and before is not None and sentence.start <= before.start
    near = (
        near
        or (last is not None and _STILL.match(words) is not None)
        or (last is not None and words.startswith("其中"))
    )
    named = what_of(text, sentence, lead, noun, quantity, kind, last.target.what if near and last else "")
    if near and last and last.target.what.startswith(named) and quantity.measure == last.quantity.measure == "%":
        named = last.target.what  # 增长7%、力争达到8%
    place = _place(chapters.document, block, Span(start, max(quantity.span.end, noun.end)))
    if same and last is not None and before is not None and before.end == start and _OF_THOSE_BEFORE.match(named):
        named = last.noun.cut(text) + named if last.noun.end == start else named  # 75家龙头企业销售收入18.4亿元
    taken = near and named and last is not None and last.target.what.startswith(named) and noun.end == noun.start
    spoken = spoken_of(text, sentence, start, subject_alone=bool(taken)) if taken or not named else None
    spoken = spoken if spoken and (before is None or before.end <= spoken.start) else None
    if spoken:  # 布设起降点，2025年建成12个
        named = spoken.cut(text)
        place = _place(chapters.document, block, Span(spoken.start, max(quantity.span.end, noun.end)))
    inherited = near and last is not None and last.target.why == FROM_BEFORE and named == last.target.what
    if not spelled_by(named, place.quote):
        place = _with_name(reading, place, sentence, quantity, last.target if near and last else None, kind)
    sure = quantity.sure and bool(named) and (kind == "funding" or not _AND_MORE.search(named))
    read = Target(place, named, quantity.value, quantity.unit, quantity.comparator, None, None, kind, sure=sure)
    if spoken or inherited:
        read = replace(read, sure=False, why=FROM_BEFORE)
    figure = Figure(quantity, noun, lead, read, text[quantity.span.start : quantity.number])
    if is_capacity(quantity, noun.cut(text)):
        figure = replace(figure, target=replace(figure.target, sure=False, why="数值可能只是项目的规模，请对照原文。"))
    if kind == "baseline" and not began and year is None and is_granted(quantity, lead) and not reading.looks_back:
        kind = "funding"  # 获批的项目最高支持200万元
        figure = replace(figure, target=replace(figure.target, kind=kind))
    if kind == "baseline":
        if not began and year is None and chapters.is_law:
            return None
        if chapters.to_do and not (began or year or reading.looks_back) and deadlines.SO_FAR.search(words):
            figure = replace(figure, target=replace(figure.target, sure=False, why=_SO_FAR_OR_TO_BE))
        return _looked_back(figure, text, said_year(text, quantity) or (None if began else year))
    return _looked_ahead(reading, figure, sentence, stated=alike)


def _follows(text: str, quantity: Quantity, before: Span | None, last: Figure | None) -> bool:
    """Whether a figure goes on what the one before it began: 支持300名甲赴外培训，1000名乙参加研修."""
    if before is None or last is None or last.target.kind != "target":
        return False
    alike = last.quantity.measure == quantity.measure and _NEXT.fullmatch(text, before.end, quantity.span.start)
    return alike is not None and alike is not False


def _with_name(
    reading: Paragraph, place: Place, sentence: Span, quantity: Quantity, last: Target | None, kind: TargetKind
) -> Place:
    """The words of a figure with those its name was taken from: 对甲，…给予奖励20万元; 新能源车900辆，占比75%."""
    text, (start, end) = reading.block.text, place.span
    if kind == "funding":  # 对甲给予…；对乙给予…; 给予50万元奖励
        start = min(start, max(text.rfind("；", sentence.start, quantity.number) + 1, sentence.start))
        form = _PAID_AS.match(text, end)
        end = form.end() if form else end
    elif quantity.is_money and (spent := SPENT_ON.match(text, end)):
        end = spent.end()
    elif share := SHARE_OF.match(text, end):
        end = share.end("what")
    elif last is not None and sentence.start <= last.at.span.start:
        start = min(start, last.at.span.start)
    return _place(reading.chapters.document, reading.block, Span(start, end))


def _past(reading: Paragraph, quantity: Quantity, sentence: Span, *, began: bool) -> tuple[bool, int | None]:
    """Whether a figure tells what was, and of which year."""
    chapters, words = reading.chapters, sentence.cut(reading.block.text)
    told = words if "对" not in words else GIVEN_TO.sub(lambda m: "※" * len(m[0]), words)  # 对首次入选…的企业
    year = deadlines.past_year(words, chapters.since)
    if began:
        return True, year
    to_come = any(y > (chapters.since or y) for _at, y in deadlines.years_ahead(words, chapters.since))
    if reading.looks_back and not to_come:
        return True, year
    part = max(reading.block.text.rfind("；", sentence.start, quantity.number), sentence.start)
    if (ago := _LAST_YEAR.search(reading.block.text, part, quantity.number)) and "今年" not in reading.block.text[
        ago.end() : quantity.number
    ]:
        return True, chapters.since - 1 if chapters.since else None
    goal = reading.around(sentence) is not None or (chapters.plan and _FROM_TO.search(words) is not None)
    if deadlines.looks_back(told, quantity.number - sentence.start, chapters.since, goal=goal, plan=chapters.to_do):
        return True, year
    carried, of = reading.carried(sentence)
    return carried, year or of


def _looked_back(figure: Figure, text: str, year: int | None) -> Figure:
    quantity, target = figure.quantity, figure.target
    kept = re.search(r"不|至少|以[上下内]|[过跨越]", text[quantity.span.start : quantity.span.end])
    sign = quantity.comparator if kept or quantity.comparator not in {">=", "<="} else "="  # 达到 of what is past
    said = replace(target, comparator=sign, deadline=year, deadline_from="own" if year else None)
    return replace(figure, target=said)


def _looked_ahead(reading: Paragraph, figure: Figure, sentence: Span, *, stated: bool) -> Figure | None:
    chapters, quantity, target = reading.chapters, figure.quantity, figure.target
    deadline = _deadline(reading, sentence, quantity)
    funding = target.kind == "funding"
    if funding and deadline and deadline.from_ not in {"own", "sentence"}:
        deadline = None  # a rule about money holds as long as the document does
    if (
        not funding
        and (deadline is None or deadline.from_ == "period")
        and is_rule(reading.block.text, quantity, figure.lead, timed=deadline is not None)
    ):
        return None  # 投资500万元以上 in a rule about money: who gets it
    stated = stated or _IN_SOME_YEARS.search(figure.lead) is not None
    stated = stated or funding or quantity.compared or states(figure.lead) or _SERVED.search(figure.lead) is not None
    if deadline is None and (
        chapters.is_law or not (stated or says_all(reading.block.text, sentence, quantity, figure.lead))
    ):
        return None
    dated = deadline is not None and (deadline.from_ != "period" or chapters.one_year)
    if deadline and not deadline.sure and target.sure and not funding:
        target = replace(target, sure=False, why=_ONE_OF_SEVERAL)
    said = replace(
        target, deadline=deadline.year if deadline else None, deadline_from=deadline.from_ if deadline else None,
        sure=target.sure and (funding or dated),
    )  # fmt: skip
    return replace(figure, target=said)


def _place(document: Document, block: Block, span: Span) -> Place:
    start, end = span
    while start < end and block.text[start] in "，、。；： ":
        start += 1
    return Place(document.id, block.id, Span(start, end), block.text[start:end])


def _clause_start(text: str, quantity: Quantity, before: Span | None, sentence: Span) -> int:
    """Where the words that belong to the figure begin: after the last mark, or after the figure before it."""
    floor = max(sentence.start, before.end if before else 0)
    start = sentence.start
    for match in CLAUSE.finditer(text, max(sentence.start, min(floor, quantity.span.start)), quantity.span.start):
        start = match.end()
    if before is not None and start < before.end:
        back = CLAUSE.search(text[before.end - 1 : before.end])
        start = max(start, before.start if not back else before.end)
    closed = text.rfind("）", start, quantity.span.start)
    if closed >= 0 and "（" not in text[start:closed]:  # the end of an assignment note
        start = closed + 1
    if before is not None and before.end > start:
        tail = re.compile(r"[^、和及与，]{0,12}?[、和及与]").match(text, before.end, quantity.span.start)
        start = tail.end() if tail else before.end
    return start


def _noun(text: str, quantity: Quantity, sentence: Span) -> Span:
    """The words after the unit that name what is counted; empty where none follow."""
    start = quantity.span.end
    if (
        quantity.is_share_or_money
        or quantity.is_time
        or quantity.measure == "名次"
        or re.match(r"[，。；、）]|$", text[start : start + 1])
    ):
        return Span(start, start)
    stop = _STOP.search(text, start, sentence.end)
    if stop and stop[0] == "（" and stop.start() > start and (rest := _AFTER_ASIDE.match(text, stop.start())):
        return Span(start, rest.end())  # 6大CPU（中央处理器）厂商
    end = stop.start() if stop else sentence.end
    served = _SERVED.search(text[max(sentence.start, quantity.span.start - 10) : quantity.span.start])
    if served and (service := _SERVICE.search(text, start + 2, end)):
        end = service.start()  # 为800个老旧小区引入物业: the estates are counted
    if done := DONE_LATER.search(text, start, end):
        end = done.start()  # 廊道1194公里全线贯通: nothing is named behind it
    return Span(start, end)


def _deadline(reading: Paragraph, sentence: Span, quantity: Quantity) -> Deadline | None:
    text, since = reading.block.text, reading.chapters.since
    own = deadlines.years_ahead(text[sentence.start : quantity.number], since)
    if own:
        period = reading.chapters.document.period
        if period and own[-1][1] > period[1] and deadlines.WITHIN.search(text, sentence.start, quantity.number):
            return Deadline(period[1], "sentence")  # 用三年时间, in a plan of three years
        part = max(text.rfind("；", sentence.start, quantity.number), sentence.start)
        return Deadline(own[-1][1], "own" if own[-1][0] + sentence.start >= part else "sentence")
    behind = deadlines.years_ahead(text[quantity.number : sentence.end], since)
    if behind and not CLAUSE.search(text[quantity.number : quantity.number + behind[0][0]]):
        return Deadline(behind[0][1], "own")
    part = max(text.rfind("；", sentence.start, quantity.number), sentence.start)
    if since is not None and not reading.chapters.is_law and _THIS_YEAR.search(text, part, quantity.number):
        return Deadline(since, "sentence")  # 确保全年实施技改项目1500个
    return reading.around(sentence) or reading.whole
