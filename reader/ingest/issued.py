"""Who issued a document and when, by its own words: title, signature, number, order, note of passing. Reads blocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from reader.core.document import Block
from reader.core.late_pattern import late
from reader.ingest.days import DATE, OF_REPUBLIC, day_of, day_of_republic, iso_date
from reader.ingest.form.titles import is_organ
from reader.ingest.page.card import Card
from reader.script import to_simplified

_ORGAN = late(
    r"(?:中共中央|国务院|全国人民代表大会|[\u4e00-\u9fff]{2,20}?)(?:人民政府(?:办公厅|办公室)?|办公厅|办公室|常务委员会|委员会|管委会"
    r"|[委局厅部院署会]|党组|政府|网信办)(?=$|[、，\s]|[\u4e00-\u9fff])"
)
_BEFORE_ABOUT = late(r"^(?!关于|印发|转发|批转|關於|轉發|批轉)(.{2,120}?)(?=关于|印发|转发|關於)")
_PRINTED = late(r"^(.{4,40}?)\s*((?:19|20)\d{2})年\d{1,2}月\d{1,2}日印发$")


_DAY_OF = r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日"
_BODY = (
    r"(?P<by>[\u4e00-\u9fff]{2,30}?人民代表大会(?:常务委员会)?|[\u4e00-\u9fff]{2,20}?届人大(?:常委会)?(?=第?[一二三四五六七八九十])|(?:中华人民共和国)?国务院|最高人民(?:法院|检察院)|[\u4e00-\u9fff]{2,24}?人民政府"
    r"|中央军事委员会|[\u4e00-\u9fff]{2,24}?(?:委员会|[部局署会]))"
)
_ADOPTED = late(
    rf"(?:^|[（(])(?:根据|自|经)?{_DAY_OF}起?(?:由|经|在)?[，]?(?P<both>中共中央、国务院|{_BODY})(?=审判委员会|检察委员会|令|第|常务|全体|主席|公告|关于|\d|会议|审议|[一二三四五六七八九十]{{1,3}}次会议"
    r"|批准|通过|公布|发布|颁布|修|部务|局务|委务|办公|$)[^。]{0,120}?(?P<how>通过|批准|公布|发布|颁布|修[正订]|令|$)"
)
_ORDERED = late(
    rf"{_DAY_OF}[^。；\d]{{0,30}}?(?P<by>[\u4e00-\u9fff、]{{2,30}}?)(?:(?P<kind>令|公告)[（(]?第?(?P<no>[\d〇零一二三四五六七八九十百]{{1,6}})号[）)]?"
    r"|第(?P<first>\d{1,4})号(?:令|公告))(?:公布|发布|颁布|修|施行|$)"
)
_HELD = late(rf"^[（(—-]{{0,2}}{_DAY_OF}在?.{{4,60}}(?:会议|大会|全会)上?[）)]?$")
_TERM = late("第[一二三四五六七八九十]{1,3}届|第[一二三四五六七八九十百\\d]{1,5}次(?:会议)?$")


def notes_of(blocks: Sequence[Block]) -> list[str]:
    """The notes at the head of a document: what is told below its title."""
    return [b.text for b in blocks[:_NOTES_WITHIN] if b.kind == "note"]


_NOTES_WITHIN = 60
_HEAD_WITHIN = 12  # blocks


def _adopted(blocks: Sequence[Block]) -> re.Match[str] | None:
    """What the note under a law's title says: when and by whom it was passed."""
    told = (text for text in notes_of(blocks) if not _REPEALED.search(text))
    matches = [match for text in told if (match := _ADOPTED.search(text))]
    for how in ("通过", "发布", "公布", "颁布"):
        if found := next((m for m in matches if m.group("how") == how), None):
            return found
    return next(iter(matches), None)


_REPEALED = late("(?:失效|废止)[。）)]*$")
"""A note by which decision a document was repealed tells nothing of who made it."""


def _order(blocks: Sequence[Block]) -> re.Match[str] | None:
    """The order that made a regulation public, as its note tells it."""
    return next((match for text in notes_of(blocks) if (match := _ORDERED.search(text))), None)


_MADE = late(
    r"^中[華华]民[國国](?:\d{2,3}|[〇零一二三四五六七八九十百]{1,6})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日(?P<by>[\u4e00-\u9fff]{2,14}?[部會会署局府院])?"
    r"(?P<no>[\u4e00-\u9fff]{1,8}字第\d{5,14}[號号])(?:令|函|公告)"
)
"""How a rule of Taiwan says by which order it was made: 中華民國111年3月11日經濟部經企字第11102600480號令訂定."""


def _made(blocks: Sequence[Block]) -> re.Match[str] | None:
    return next((match for text in notes_of(blocks) if (match := _MADE.match(text))), None)


_DECIDED = late(
    r"^(?P<by>[\u4e00-\u9fff]{3,12}?[部會会署局府院])\s*(\d{2,3})\.(\d{1,2})\.(\d{1,2})\.?\s*(?P<no>[\u4e00-\u9fff]{1,10}字第\s?\d{5,14}\s?[號号])"
)
"""How the title of a decision of Taiwan says who made it, when, and its number: 臺北市政府113.10.08府訴一字第…號."""


def _decided(blocks: Sequence[Block]) -> re.Match[str] | None:
    return next((match for b in blocks[:_HEAD_WITHIN] if b.kind == "title" and (match := _DECIDED.match(b.text))), None)


_OF_TELEGRAM = late(
    r"^(?:等级|紧急程度|缓急)：(?:特提|特急|加急|平急|急件|明电|[·、])*(?P<no>[\u4e00-\u9fff]{2,12}〔\d{4}〕\d{1,4}号)$"
)
"""The head of a telegram: 等级：特急·明电 某政明电〔2024〕9号."""
_IN_BRACKETS = late(
    r"^（(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[^（）]{0,8}?(?P<no>[\u4e00-\u9fff]{1,14}〔\d{4}〕\d{1,4}号)"
)


def told_number(blocks: Sequence[Block]) -> str | None:
    """The number of the order that a regulation's note names."""
    order = _order(blocks)
    if order is None:
        made = _made(blocks) or _decided(blocks)
        if made is None:
            made = next((m for text in notes_of(blocks) if (m := _IN_BRACKETS.match(text))), None)
            made = made or next((m for b in blocks[:_HEAD_WITHIN] if (m := _OF_TELEGRAM.match(b.text))), None)
        return made.group("no") if made else None
    return f"{order.group('by')}{order.group('kind') or '令'}第{order.group('no') or order.group('first')}号"


_PRINTED_IN = re.compile(rf"[于於]{_DAY_OF}(?:刊登|刊载|刊載|登载|登載)[于於]《[^《》]{{2,20}}公[报報]》")


def promulgated(blocks: Sequence[Block]) -> str | None:
    """The ISO day of the order that made a regulation public."""
    order = _order(blocks) or next((m for b in blocks[:_HEAD_WITHIN] if (m := _PRINTED_IN.search(b.text))), None)
    return iso_date(*order.group(1, 2, 3)) if order else None


def _full_name(body: str) -> str:
    """An authority as the head of a document names it, without session and state: 国务院."""
    body = _TERM.sub("", body)
    return _OF_THE_STATE.sub("", body)


_OF_A_SESSION = late("^([省市县区州])?第?[一二三四五六七八九十]{1,3}届人(?:大|民代表大会)(?:(常)(?:委会|务委员会))?$")


def _who_passed(passed: re.Match[str], title: str) -> list[str]:
    """Who passed a law, in full: 市十四届人大常委会 is named after the place that the title begins with."""
    names = [_full_name(name) for name in (passed.group("by") or passed.group("both")).split("、")]
    return [_of_session(name, title) for name in names]


def _of_session(name: str, title: str) -> str:
    short = _OF_A_SESSION.match(name)
    place = re.match(f"[\u4e00-\u9fff]{{1,9}}?{short.group(1) or '[省市县区州]'}", title) if short else None
    if short and place:
        return f"{place.group()}人民代表大会{'常务委员会' if short.group(2) else ''}"
    return re.sub("人大常委会$", "人民代表大会常务委员会", name)


_OF_THE_STATE = late("^中华人民共和国(?=国务院$|(?!中央)[\u4e00-\u9fff]{2,12}(?:部|委员会|总局|总署|署|局|银行)$)")


_NO_PLACE = late("^[省市县区州](?=人民|政府|委|办|[\u4e00-\u9fff]{2,10}(?:局|厅|办|委))")


def issuers_of(title: str, number: str, blocks: Sequence[Block], card: Card) -> tuple[str, ...]:
    """The authorities that issued the document; the page's card is asked last."""
    found: list[str] = []
    if (match := _BEFORE_ABOUT.match(title)) and "对《" not in match.group(1):
        found = organs_of(match.group(1).strip("，、 "))
    elif (match := _ON_A_DRAFT.match(title)) and is_organ(match.group(1)):
        found = [match.group(1)]
    elif (match := _OF_TAIWAN.match(title) or _LETTER.match(title)) and is_organ(match.group(1)):
        found = [_full_name(match.group(1))]
    signed = [name for name in _signed(blocks) if not _PROMULGATES.match(name)] or _signed(blocks)
    if signed and not _signs_behind(blocks) and (passed := _adopted(blocks)):
        # A library names who made a law over its text, in short; the note of passing tells the name.
        signed = _who_passed(passed, title)
    if len(signed) == len(found) and all(a == b or _is_short_for(a, b) for a, b in zip(found, signed, strict=True)):
        found = signed
    glued = len(signed) > 1 and ["".join(signed)] == found  # a title names both without a mark between them
    if not found or glued or (signed and all(_NO_PLACE.match(name) for name in found)):
        found = signed or found
    if not found:
        found = [m.group(1).strip() for b in blocks if b.kind == "note" and (m := _PRINTED.match(b.text))]
    if not found and (order := re.match(r"(.{2,100})令\s*[（]?(?:\d{4}年)?第", number)):
        names = map(_full_name, re.split(r"[、\s]+", order.group(1)))
        found = [name for name in names if _is_body(name)]
    if not found and (
        circular := re.match(
            r"([\u4e00-\u9fff]{2,12}?[局署處会會])(?:[\u4e00-\u9fff]{0,4})(?:通告|通函)(?:（[^（）]*）)?第", number
        )
    ):
        found = [circular.group(1)]
    promulgated_only = bool(found) and all(map(_PROMULGATES.match, found))
    if (not found or promulgated_only) and (passed := _adopted(blocks)):
        found = _who_passed(passed, title)
    if not found and (order := _order(blocks)):
        found = [_full_name(name) for name in order.group("by").split("、")]
    if not found and (made := _made(blocks) or _decided(blocks)) and made.group("by"):
        found = [made.group("by")]
    found = found or _told_by_the_text(blocks)
    found = found or organs_of(card.issuer or "")
    rules = carried.group(1) if (carried := _CARRIES.match(title)) else title
    if not found and (own := _OWN_RULES.match(rules) or _OF_A_YEAR.match(rules)) and not _NO_PLACE.match(own.group(1)):
        found = [own.group(1)]
    return tuple(dict.fromkeys(found))


_OWN_RULES = re.compile(
    r"([\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公[厅室])?|人民代表大会常务委员会|大学(?!生)|学院))(?=[\u4e00-\u9fff]{2,30}?(?:规则|规定|办法|细则|制度|规程|要点|计划|方案|[火山严奖员长]令)(?:（|$))"
)
"""How rules begin that a body makes for itself: 青溪县人民政府工作规则, 某大学资产管理办法."""
_CARRIES = late("(?:关于)?(?:印发|发布|公布)《([^《》]+)》的通知$")
_OF_A_YEAR = late(
    r"([\u4e00-\u9fff]{4,24}?(?:政府|办公[厅室]|委员会|[局厅委]))(?=(?:19|20)\d{2}年度?[\u4e00-\u9fff、]{2,30}(?:报告|总结|要点|计划|公报|说明)$)"
)
"""How begins what a body tells of its year: 青溪县水利局2024年度绩效评价报告."""


def _told_by_the_text(blocks: Sequence[Block]) -> list[str]:
    """Who issued a document by what is told below its title, over its number, in its first sentence or at its end."""
    published = (_WHO_PUBLISHED.match(b.text) for b in blocks[:_NOTES_WITHIN] if b.kind in ("note", "signature"))
    found = next((organs_of(m.group(1)) for m in published if m), [])
    if not found and (act := next((m for b in blocks[:_NOTES_WITHIN] if (m := _ENACTS.match(b.text))), None)):
        found = [act.group(1)]
    if not found and (head := letterhead(blocks)):
        found = head
    if not found:
        speakers = (_SPEAKS_FOR.match(b.text) for b in blocks[:_HEAD_WITHIN] if b.kind == "signature")
        found = next(([m.group(1)] for m in speakers if m), [])
    if not found and (told := next((_TELLS.match(b.text) for b in blocks[:2] if b.kind == "paragraph"), None)):
        found = [told.group(1)] if is_organ(told.group(1)) else []
    if not found and (done := next((m for b in blocks if b.kind == "date" and (m := _DONE_AT.search(b.text))), None)):
        found = [done.group(1)]
    heads = (m.group(1) for b in blocks[:_LETTER_WITHIN] if (m := _LETTER.match(b.text)))
    return found or [_full_name(name) for name in itertools.islice(filter(is_organ, heads), 1)]


_LETTER_WITHIN = 3  # blocks


_SPEAKS_FOR = late(
    r"(?!自治|[省市县区州盟旗]人)([\u4e00-\u9fff]{2,20}?人民政府)代?(?:主席|[省市县区州盟旗]长)[\s\u3000]"
)
"""For whom a report is given: 青溪区人民政府区长　某某."""


def letterhead(blocks: Sequence[Block]) -> list[str]:
    """The authority over the number of the document: 某市生态环境局, 中共某县委文件."""
    for above, number in itertools.pairwise(blocks[:_HEAD_WITHIN]):
        if number.kind == "doc_number" and above.kind in ("paragraph", "signature", "note"):
            return organs_of(above.text.removesuffix("文件"))
        if number.kind == "salutation" and above.kind == "paragraph" and len(found := organs_of(above.text)) > 1:
            return found
    return []


def _is_short_for(short: str, full: str) -> bool:
    """Whether an authority's name shortens another's: 市人社局, 市人力资源和社会保障局."""
    rest = iter(full)
    ends = short[-1] == full[-1] or (short[-1] == "委" and full.endswith("委员会"))
    return len(short) < len(full) and short[0] == full[0] and ends and all(char in rest for char in short)


_TELLS = late(
    "^(?:日前|近日|昨日|今日)?[，]?([\u4e00-\u9fff]{4,24}?)(?:正式)?(?:印发|发布|出台|公布|下发)了?《[^《》]{4,60}》"
)
"""How a piece of news begins that holds the document: 某市人民政府发布《关于…的通告》，具体内容如下."""
_PROMULGATES = late("^(?:中华人民共和国)?主席$")
"""Who makes a law public and did not make it: the congress that passed it did."""
_ON_A_DRAFT = late("^([\u4e00-\u9fff]{4,40}?)对《")
"""Who reports on a draft: 某委员会对《关于…的决定（草案）》审议结果的报告."""
_OF_TAIWAN = late(r"^([\u4e00-\u9fff]{2,3}[市縣]政府|行政院[\u4e00-\u9fff]{0,8}[部會署局])(?=[\u4e00-\u9fff\d]{4,40}$)")
"""Rules of Taiwan begin with the name of who made them: 桃園市政府青年創業補助作業要點."""
_LETTER = late(r"^([\u4e00-\u9fff]{3,30})\s*(?:函|公告|令|開會通知單)$")
_DONE_AT = late("日[于於]([\u4e00-\u9fff]{3,24})$")
"""How a notice of Macao ends: 二零二二年三月九日於環境保護局."""
_ENACTS = late(
    r"^((?:行政[长長]官|[\u4e00-\u9fff]{2,8}司司[长長]|立法[会會]))(?:行使|根据|根據|在行使|經徵詢|经征询)[^。]{4,300}"
    r"(?:制定|作出|發佈|发布|發布|頒佈|颁布|命令)本"
)
"""How an act of Macao says who made it."""


def _signed(blocks: Sequence[Block]) -> list[str]:
    """Who signs: the authorities in the first signature behind the text, or those above it where nobody signs there.

    A notice that passes another one on holds the signature of that one, too: it comes later.
    """
    groups: list[tuple[bool, list[str]]] = []
    text = goes_on = False
    for block in blocks:
        if block.kind == "signature" and (is_organ(block.text) or _OF_LEARNING.fullmatch(block.text)):
            if not goes_on:
                groups.append((text, []))
            groups[-1][1].extend(organs_of(block.text) or [block.text])
        goes_on = block.kind == "signature" and bool(groups)
        text = text or block.number is not None or bool(_TEXT.search(block.text) and block.kind == "paragraph")
    behind = next((names for after, names in groups if after), None)
    return behind or [name for _, names in groups for name in names]


def _signs_behind(blocks: Sequence[Block]) -> bool:
    """Whether an authority signs behind the first numbered words or the first sentence."""
    text = next((n for n, b in enumerate(blocks) if b.number is not None or b.kind == "heading"), len(blocks))
    text = min(text, next((n for n, b in enumerate(blocks) if b.kind == "paragraph" and "。" in b.text), len(blocks)))
    return any(block.kind == "signature" and is_organ(block.text) for block in blocks[text:])


_TEXT = late("[。；]|.{40}")

_WHO_PUBLISHED = late(r"^([\u4e00-\u9fff、　 ]{4,60})(?:联合)?(?:发布|印发)$")


def organs_of(text: str) -> list[str]:
    """The authorities named one behind the other, parted by blanks or marks; none where the words are none."""
    parts = [name for part in re.split(r"[\s、，]+", text) if part for name in _apart(part)]
    return parts if parts and all(map(_is_body, parts)) else []


_PLACE_FIRST = late("(?:中共|中国共产党)?([\u4e00-\u9fff]{2,9}?[省市县縣区區州盟旗])")


def _apart(part: str) -> list[str]:
    """The authorities of words without a mark between them, where the place comes again: 青溪市水利局青溪市财政局."""
    match = _PLACE_FIRST.match(part)
    if match is None or part.count(match.group(1)) == 1:
        return [part]
    place = re.escape(match.group(1))
    names = re.split(f"(?<=[局厅廳委部院会會室府署办辦])(?=(?:中共|中国共产党)?{place})", part)
    return names if all(map(_is_body, names)) else [part]


def _is_body(part: str) -> bool:
    return is_organ(part) or bool(_ORGAN.fullmatch(to_simplified(part)) or _OF_LEARNING.fullmatch(part))


_OF_LEARNING = re.compile(
    "[\u4e00-\u9fff]{4,24}(?:专科学校|[学學]校|[小中]学|[小中]學|幼儿园|公司|集[团團]|[协協学學商][会會]|联合会|合作社|银行|[分支]行|事务所)"
)


def _days(blocks: Sequence[Block]) -> Iterator[str]:
    """The days that stand alone, those below the first signature behind the text before what stands above it."""
    dates = [n for n, block in enumerate(blocks) if block.kind == "date" and day_of(block.text)]
    text = next((n for n, b in enumerate(blocks) if b.kind == "paragraph" and len(b.text) > _SPEAKS), len(blocks))
    signed = [n for n in dates if n and blocks[n - 1].kind == "signature"]
    if dates and signed and dates[0] == signed[0] < text:  # a site signs above the text
        dates = [*(n for n in signed if n > text), *dates]
    return filter(None, (day_of(blocks[n].text) for n in dates))


_SPEAKS = 20  # characters


_OF_COUNCIL = late(rf"^《[^《》]{{4,40}}》[經经]立法[會会][於于]{_DAY_OF}通[過过]")
"""How a library says when the council of Macao passed a law."""


def written_on(blocks: Sequence[Block]) -> str | None:
    """The date under the signature (成文日期), not the one in the colophon (印发日期); of a law, when it was passed."""
    if (found := next(_days(blocks), None)) is not None:
        return found
    if decided := _decided(blocks):
        return iso_date(str(int(decided.group(2)) + 1911), decided.group(3), decided.group(4))
    if passed := _adopted(blocks):
        return iso_date(*passed.group(1, 2, 3))
    if order := _order(blocks):
        return iso_date(*order.group(1, 2, 3))
    for block in blocks[:_HEAD_WITHIN]:
        if block.kind in ("paragraph", "note") and (match := _OF_COUNCIL.search(block.text)):
            return iso_date(*match.group(1, 2, 3))
    for text in notes_of(blocks):
        if match := _HELD.match(text):
            return iso_date(*match.group(1, 2, 3))
        if match := OF_REPUBLIC.match(to_simplified(text)):
            return day_of_republic(match)
    dated = (text for text in notes_of(blocks) if re.match("[（(]?(?:19|20)", text) and not _REPEALED.search(text))
    any_day = (m for text in dated if (m := DATE.search(text)))
    return next((iso_date(*match.groups()) for match in any_day), None)
