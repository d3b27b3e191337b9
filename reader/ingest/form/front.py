"""What a line is that is no body text: title, document number, salutation, signature, date, colophon, contents.

Reads simplified lines, changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.form.contents import contents_of
from reader.ingest.form.lost_days import LOST_DAY
from reader.ingest.form.numbering import Number
from reader.ingest.form.standards import classes, is_masthead, is_standard_number, names_standard, tells_day
from reader.ingest.form.titles import CAPTION, is_organ, is_title
from reader.ingest.hints import TITLE
from reader.ingest.repair.width import PERSON

_DAY = "(?:[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十一?)日"
_HAN_DATE = f"[二一][〇○零oO0一二三四五六七八九]{{3}}年(?:[一二三四五六七八九]|十[一二]?)月{_DAY}"
_DAY_OF = (
    rf"(?:(?:19|20)\d{{2}}年\d{{1,2}}[月日]\d{{1,2}}日|{_HAN_DATE}"
    r"|(?:中华)?民国\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    rf"|(?:中华)?民国[〇零一二三四五六七八九十百]{{1,6}}年(?:[一二三四五六七八九]|十[一二]?)月{_DAY})"
)
_DATE = late(
    rf"^(?:{_DAY_OF}(?:制定|通过|签署|订定|于[\u4e00-\u9fff]{{3,24}}[局署处部司厅会院])?。?(?:（?星期[一二三四五六日天]）?)?|（{_DAY_OF}）|{_DAY_OF}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})时(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分)?)$"
)
_DATE_HEADS = frozenset("12二一中民（")
"""What a day begins with, in any form."""
_DOC_NUMBER = late(
    r"^[\u4e00-\u9fff]{0,14}〔\d{4}〕(?:(?<=令〔\d{4}〕)第)?\d{1,4}号$"
    r"|^[^，。；：、（）《》？?\d]{2,100}令\s*[（]?(?:(?:19|20)\d{2}年)?第[\d一二三四五六七八九十百〇零]{1,6}号[）]?$"
    r"|^[\u4e00-\u9fff]{2,40}公告[（]?第[\d一二三四五六七八九十百]{1,5}号[）]?$"
    r"|^(?:[\u4e00-\u9fff ]{0,40}公告)?(?:19|20)\d{2}年第\d{1,4}号$"
    r"|^（(?:[\u4e00-\u9fff ]{2,60}公告)?(?:19|20)\d{2}年第\d{1,4}号）$"
    r"|^(?!中华民国)[\u4e00-\u9fff]{2,16}字第\d{5,14}号(?:函|令|公告)?$|^[\u4e00-\u9fff]{2,12}(?:通告|通函)(?:（[^（）]{1,8}）)?第\d{1,3}/\d{4}号$"
    rf"|^{NUMBER}$|^（{NUMBER}）$"
    r"|^立法会[A-Z]{1,6}[\d/A-Z（）()-]{1,16}\d{2}-\d{2}(?:[（(]\d{1,3}[）)])?号文件$"
    r"|^第\d{1,4}/(?:\d{4}|\d{2}/M)号(?:法律|行政法规|法令|行政命令|决议|[\u4e00-\u9fff]{2,12}(?:批示|公告|命令))$"
)
_DAMAGED_NUMBER = late(r"^[\u4e00-\u9fff]{2,12}[发字函令][〔\[]\d{4,8}号?$")
_BODIES = (
    r"[\u4e00-\u9fff（）]{2,24}(?:银行|[分支]行|大学|学院|学校|[小中]学|幼儿园|医院|协会|学会|商会|公司|联合会|联合社|合作社|基金会|集团|[工电水]厂|煤矿|车站"
    r"|研究所|律师事务所|事务所|服务站|工作站|支队|大队|总队|社区|居委会|村委会)"
)
"""Bodies that are no authorities and get letters as a whole line."""
_BODY = late(f"^{_BODIES}$")
_LONGEST_BODY = 30  # characters
_SALUTATION = late(
    r"^(?:各|省|市|区|县|州|镇、|乡、|国务院|社会各界|有关|局|委|机关|本市|本县|全市|全省|全县|全区|全镇|全乡|全国|中央|直属|驻|同志|代表|委员|[\u4e00-\u9fff]{2,12}(?:人民政府|管委会|委员会|局|委|厅|部|办公室|公司|院|中心))"
    r"[^。]{0,200}[：:]$|^(?:尊敬的)?[\u4e00-\u9fff某\d]{1,12}(?:委员|代表|同志|先生|女士|主任|市民|网友|各界人士|师生|同学)(?:们)?[：:]$"
    r"|^(?:[\u4e00-\u9fff某○×]{2,4}、){1,12}[\u4e00-\u9fff某○×]{2,4}(?:等\d{0,3}[名位])?(?:委员|代表|同志)[：:]$"
    r"|^(?:尊敬的|亲爱的)?(?:广大|全体|各位)[\u4e00-\u9fff、]{2,24}[：:]$|^(?:尊敬的|亲爱的)[\u4e00-\u9fff、]{2,30}[：:]$"
    r"|^(?:主任|主席|委员长|议长)、[^。]{2,60}[：:]$"
    rf"|^{_BODIES}(?:、{_BODIES})*[：:]$"
)
_ADDRESSED = late("^(?:现将|为|根据|按照|经|现就|近年来|特|兹|《|你(?![省市县区州局委厅院单部])|以下|下列)")
_NO_ADDRESS = late(
    r"(?:设立|承担|履行|负责(?!人)|应当|可以|不得|规定|决定|如下|下列|以下|包括|会议|修改|作出|制定|组织|具有|进行|行使|有权|按照|依照|根据|提出|认为|明确"
    r"|强调|指出|要求|职责|程序|条件|情形|措施|方式|任务|内容|原则|标准|材料|目标)"
)
_DAY_NUMBER = r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}|\d{2,4})日"  # 年 and 月 may be lost
_NOTE = late(
    r"^(?:[（(](?:此[件文]|本文)[^（）()]{1,24}[）)]|主动公开$|依申请公开$|(?:抄送|抄报|主送|分送|主题词)[：:]|(?:信息)?公开(?:方式|属性|选项|类别)[：:]\S{2,12}"
    r"|附[件表录]?\s*\d{0,2}\s*[：:]|附[件表录]\s*[\d一二三四五六七八九十A-H]{0,3}(?:[-－—]\d{1,2})?|附[件表]?\s*\d{0,2}\s*[：:]\s*\S.*"
    r"|.{2,40}\d{4}年\d{1,2}月\d{1,2}日印发|中华民国(?:\d{2,3}|[〇零一二三四五六七八九十百]{1,6})年.{4,40}(?:函颁|函发|公告|发布|订定|核定|修正|公布|令)(?:[^。]{0,60}(?:施行|条|生效))?"
    r"|[（(](?:联系人|联系电话|联系单位)[：:][^（）()]{1,60}[）)])$|^(?:抄送|抄报|主送|分送|主题词|正本|副本)[：:]"
)
_NOTE_HEADS = frozenset("（(抄主分信公附正副中依")
_NUMBER_NOTE = late(rf"^（{_DAY_NUMBER}[^（）]{{0,20}}〔\d{{4}}〕\d{{1,4}}号[^（）]{{0,20}}）$")


def _is_note(key: str) -> bool:
    """Whether a line is a note by its words. Most lines neither begin nor end as one does: a look at that is cheap."""
    if key[0] not in _NOTE_HEADS and not key.endswith("印发"):
        return False
    return bool(_NOTE.match(key) or _NUMBER_NOTE.match(key))


_PASSED = "通过|修[正订]|公布|批准|施行|发布|颁布|实施|废止|修改|起草|签署|生效|印发|备案|失效"
_PASSING = late(
    rf"^[（(]?(?:根据|自|经)?{_DAY_NUMBER}[^。；]{{0,300}}?(?:{_PASSED})[^。]{{0,200}}[）)]?$|^[（(]?(?:根据|自|经)?{_DAY_NUMBER}起?(?:{_PASSED})[）)]?$"
    rf"|^[^。；]{{0,60}}{_DAY_NUMBER}[^。；]{{2,300}}(?:第[一二三四五六七八九十\d]+次修[正订]|会议通过|修正|修订)[）)]$"
    rf"|^[—-]{{1,2}}{_DAY_NUMBER}在.{{4,60}}(?:会议|大会|全会)上$|^[（(]{_DAY_NUMBER}在?.{{4,60}}(?:会议|大会|全会)上?[）)]$|^{_DAY_NUMBER}在[\u4e00-\u9fff]{{4,60}}(?:会议|大会|全会)上$"
)
_MADE_BY = late(
    rf"^[（(]?{_DAY_NUMBER}[，、 　]?[\u4e00-\u9fff]{{2,20}}(?:[局部委署院]|委员会|人民政府|办公[厅室])"
    r"(?:发布|公布|印发|颁布)?[）)]?$"
)
"""The day on which an authority made a rule, below the title of a library: 1999年7月13日，国家海洋局."""
_PASSING_WITHIN = 40
_QUOTED = late("《((?:[^《》]|《[^《》]*》)+)》")
_CIRCULAR = late(r"^[\u4e00-\u9fff]{2,12}(?:通告|通函)(?:（[^（）]{1,8}）)?第\d{1,3}/\d{4}号$")
_SUBJECT = late("^(?=.*[\u4e00-\u9fff])[^，。；：！？|]{5,60}$")
_OF_FILE = late("^(?:香港特别行政区政府$|档号：|本署档号：|[（(][^（）()]{2,40}[）)]$)")
_OF_MACAO = late(r"^第\d{1,4}/(?:\d{4}|\d{2}/M)号(?:法律|行政法规|法令)$")
_ATTACHED = late(r"^附(?:件|表|录)\s*[\d一二三四五六七八九十A-H]{0,3}(?:[-－—]\d{1,2})?\s*[：:]?$|^附\s*[：:]$")
_ATTACHMENTS = late(r"^附件\s*[：:]\s*(?:1[.．、]|$)")
_PERSON = late(rf"^[\u4e00-\u9fff]{{0,16}}?{PERSON}　[\u4e00-\u9fff○×]{{2,4}}(?:·[\u4e00-\u9fff]{{1,8}}){{0,3}}$")
_BARE_DATE = late(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_DOTTED_DATE = late(
    r"^(?:19|20)\d{2}(?:[./-]\d{1,2}[./-]\d{1,2}|年\d{1,2}月)$|^[二一][〇○零一二三四五六七八九]{3}年(?:十[一二]?|[一二三四五六七八九])月$"
)
"""The day of a signature in other forms; where only the month is told, the month."""
_WHO_PUBLISHED = late(r"^[\u4e00-\u9fff、]{4,40}(?:发布|印发)$")
_EVERYONE = late("^(?:[^。；：]{1,160}[，、局厅部委省市县区])?各[^。；：]{1,160}：$")
"""Whom a notice addresses: each of several sorts of bodies. It may stand first, where the title is not there."""
_SPOKEN_TO = late("^(?:尊敬的)?代?(?:主席|议长|委员长)(?:先生|女士)?：$")
_UNMARKED = late(
    "^(?:[\u4e00-\u9fff（）]{2,24}[，、]){1,12}[\u4e00-\u9fff（）]{2,30}(?:单位|部门|机构|政府|委员会|企业|高校)$"
)
_GOES_ON_SO = late("^(?:现[将就]|经|为|根据|《|按照)")
_ALONE = frozenset(
    ["通告", "公告", "通知", "通报", "公示", "决定", "命令", "令", "感谢信", "慰问信", "倡议书", "公开信"]
)
"""What stands over a text as the whole of its title."""
_SENTENCE = late(r"[。；！？：]")
_TEXT = late(r"[。；！？]")
_SALUTATION_WITHIN = 4
_MOST_NAMED = 120  # characters
_OPENING = ("han", "han-formal", "chapter", "part", "article")
_HEADLINE = late("^(?=.*[\u4e00-\u9fff])[^，。；：！？、|]{8,60}$")
_RULES_BEGIN = ("part", "chapter", "article")
"""Numbers that stand below a title and nothing else."""
_SAYS_SO = late("^(?:为|根据|按照|依据|经|因|近期|鉴于).{8,}如下：$")
_ASKS = late("^(?:问|问题[一1]|Q1?)[：:].{4,}[？?]$")
_NEAR_HEAD = 6  # lines
_ISSUE = late(r"^(?:19|20)\d{2}年第?\d{1,3}期")
_COVER = 16  # lines in which the cover of a standard ends
_ATTACHED_TITLE = 40  # characters of the name of what is attached, on the line below 附件
_REFERS = late("^（[^（）]*）$")
"""What stands below 附件一 and tells which article names it: （第一款所指者）."""
_MOST_SIGNERS = 20


_PASSES_ON = late(
    r"(?:印发|转发|发布|公布)《(?P<title>(?:[^《》]|《[^《》]*》){4,90})》的(?:通知|公告|决定)"
    r"|《(?P<words>(?:[^《》]|《[^《》]*》){4,90})》.{0,40}(?:印发|转发|予以公布|现予公布)"
)
_PASSES_ON_PLAINLY = late("关于(?:印发|转发)([^《》]{8,70})的通知$")
_NAMED_WITHIN = 12  # lines
_NO_NAME = late(r"[\s《》〈〉（）()—－\-–~～]")


def bare_name(title: str) -> str:
    """A title without marks and blanks, to compare."""
    return _NO_NAME.sub("", title)


def _named(keys: Sequence[str]) -> dict[str, int]:
    """What the first lines say they pass on, each with the line that says so."""
    found = ((m, i) for i, key in enumerate(keys[:_NAMED_WITHIN]) if "《" in key for m in _PASSES_ON.finditer(key))
    named = {bare_name(match["title"] or match["words"]): index for match, index in found}
    plain = ((_PASSES_ON_PLAINLY.search(key), index) for index, key in enumerate(keys[:_NAMED_WITHIN]))
    return {bare_name(match[1]): index for match, index in plain if match} | named


class Front:
    """Judges the lines of one document in order. `keys`: simplified lines; `numbers`: the numbers that head them."""

    def __init__(
        self, keys: Sequence[str], numbers: Sequence[Number | None], levels: Sequence[int | None] = ()
    ) -> None:
        self._keys = keys
        self._numbers = numbers
        self._levels = levels or [None] * len(keys)
        self._titled = any(level == TITLE for level in self._levels)
        self._in_body = False
        self._since_title = 99
        self._counted = False  # whether a number was read since the last title
        self._listed = 0  # attachments named so far in the list being read
        self._contents = contents_of(keys, numbers, self._levels)
        self._named = _named(keys)

    def kind(self, index: int) -> str | None:
        """Kind of block of the line at `index`; None for body text. Ask for every line but tables, in order."""
        kind = "contents" if index in self._contents else self._kind(index)
        key = self._keys[index]
        self._since_title = 0 if kind in ("title", "doc_number") else self._since_title + 1
        self._counted = self._since_title > 0 and (self._counted or self._numbers[index] is not None)
        if kind is None:
            self._in_body = self._in_body or self._numbers[index] is not None or bool(_TEXT.search(key))
        elif kind in ("title", "date", "signature") or _ATTACHED.match(key) or (kind == "note" and key[0] in "（("):
            self._in_body = False  # what follows may be the plan that a notice carries
        return kind

    def _kind(self, index: int) -> str | None:
        key, level = self._keys[index], self._levels[index]
        if level == TITLE:
            return "title"
        if level is not None:
            return None
        if index < _COVER and (kind := self._on_a_cover(index)) is not None:
            return kind
        if self._next_attachment(index):
            return "note"
        if ("号" in key and _DOC_NUMBER.match(key)) or (("〔" in key or "[" in key) and _DAMAGED_NUMBER.match(key)):
            return "doc_number"
        if _is_note(key) or self._tells_of_passing(index) or self._heads_a_file(index):
            return "note"
        if key[0] in _DATE_HEADS and (_DATE.match(key) or self._dates(index)):
            return "date"
        if self._numbers[index] is not None:
            return None
        if self._signs(index):
            return "signature"
        if self._is_title(index):
            return "title"
        near = not self._counted and self._since_title <= _SALUTATION_WITHIN
        everyone = (near or index == 0 or self._addressed_early(index)) and _EVERYONE.match(key) is not None
        addressed = everyone or (near and _SALUTATION.match(key)) or (near and self._lost_colon(index))
        addressed = addressed or (index == 0 and key[-1] == "：" and is_organ(key[:-1]))  # the title is not there
        addressed = addressed or (index == 0 and self._addresses_several(key))
        addressed = addressed or (index < _SALUTATION_WITHIN and not self._in_body and bool(_SPOKEN_TO.match(key)))
        addressed = addressed and not _ADDRESSED.match(key)
        if addressed and not _NO_ADDRESS.search(key):
            return "salutation"
        return None

    def _on_a_cover(self, index: int) -> str | None:
        """What a line on the cover of a standard is: its number, and what sort it is and since when."""
        key = self._keys[index]
        if is_standard_number(key):
            return "doc_number"
        if is_masthead(key, self._keys[index + 1 :]) or tells_day(key) or classes(key, self._keys[index + 1 :]):
            return "note"
        if index and is_standard_number(self._keys[index - 1]):
            if is_masthead(key, self._keys[index - 1 : index]):
                return "note"
            if names_standard(key):
                return "title"
        published = _WHO_PUBLISHED.match(key) and index and tells_day(self._keys[index - 1])
        return "note" if published else None

    def _addressed_early(self, index: int) -> bool:
        """Whether a line stands high enough for a salutation of a notice without a title: below who issued it, or what
        a piece of news says of it, and above its first sentence.
        """
        below = self._keys[index + 1 : index + 2]
        return index <= _SALUTATION_WITHIN and not self._counted and any(map(_GOES_ON_SO.match, below))

    def _addresses_several(self, key: str) -> bool:
        """Whether the first line of a notice without a title names several whom it addresses, and its text follows."""
        below = self._keys[1:2]
        return (
            key[-1] == "：" and key.count("、") > 1 and len(key) <= _MOST_NAMED and any(map(_GOES_ON_SO.match, below))
        )

    def _lost_colon(self, index: int) -> bool:
        """Whether a line right below the title names several sorts of bodies and the text follows."""
        key, below = self._keys[index], self._keys[index + 1 : index + 2]
        return "各" in key and bool(_UNMARKED.match(key)) and any(map(_GOES_ON_SO.match, below))

    def _is_title(self, index: int) -> bool:
        key = self._keys[index]
        if key.endswith("公报") and any(map(_ISSUE.match, self._keys[index + 1 : index + 2])):
            return False  # the gazette in which it was printed
        if CAPTION.match(key):
            return False
        if index == 0 and key in _ALONE and not self._titled:
            return any(len(below) > len(key) and below[-1] in "。：:" for below in self._keys[1:2])
        if index == 0 and not self._titled and self._is_headline(key):
            return True
        whole = _QUOTED.fullmatch(key) if index <= 1 else None
        if whole is not None and is_title(whole.group(1)):
            return True
        if (
            index
            and _OF_MACAO.match(self._keys[index - 1])
            and len(key) <= _ATTACHED_TITLE
            and not _SENTENCE.search(key)
        ):
            return True  # the name of a law stands below its number
        if self._names_circular(index):
            return True
        named = self._named.get(bare_name(key))
        if not self._in_body and index and named is not None and not _SENTENCE.search(key):
            return True
        opens = not self._in_body or self._attachment_begins(index) or self._is_passed_on(index)
        if is_title(key) and (opens or self._heads_a_notice(index)):
            # Below a title that the source marks, a line is another one only where a part of its own begins.
            return not self._titled or index == 0 or self._since_title > 0 or self._attachment_begins(index)
        if not index:
            return False
        above = index - 2 if index > 1 and _REFERS.match(self._keys[index - 1]) else index - 1
        below = above not in self._contents and bool(_ATTACHED.match(self._keys[above]))
        return below and len(key) <= _ATTACHED_TITLE and not _SENTENCE.search(key) and not _REFERS.match(key)

    def _is_headline(self, key: str) -> bool:
        """Whether the first line heads what nothing else names, whatever its words: a sentence that says what for, or
        the first number of rules, follows.
        """
        if not _HEADLINE.match(key) or is_organ(key) or any(map(is_title, self._keys[1:_NEAR_HEAD])):
            return False
        below = self._numbers[1] if len(self._numbers) > 1 else None
        says = any(_SAYS_SO.match(line) or _ASKS.match(line) for line in self._keys[1:2])
        return says or (below is not None and below.form in _RULES_BEGIN)

    def _names_circular(self, index: int) -> bool:
        """Whether the line is the subject of a circular of Hong Kong: the first below its number that tells neither
        who wrote it nor its file nor its day.
        """
        if not 0 < index <= _NEAR_HEAD or not _SUBJECT.match(self._keys[index]) or self._tells_file(index):
            return False
        above = next((n for n in range(index - 1, -1, -1) if not self._tells_file(n)), None)
        return above is not None and _CIRCULAR.match(self._keys[above]) is not None

    def _tells_file(self, index: int) -> bool:
        key = self._keys[index]
        return is_organ(key) or bool(_OF_FILE.match(key) or _DATE.match(key))

    def _heads_a_notice(self, index: int) -> bool:
        """Whether the first title of a page stands below what a site says, and whom it addresses follows it."""
        below = self._keys[index + 1 : index + 3]
        fresh = self._since_title > index and not any(self._numbers[: index + 1])
        key = self._keys[index]
        return (
            fresh
            and ("关于" in key or key.endswith("的通知"))
            and any(_EVERYONE.match(k) or _DOC_NUMBER.match(k) for k in below)
        )

    def _is_passed_on(self, index: int) -> bool:
        """Whether the line is the name of what the sentence above it passes on: 现将《…》印发给你们."""
        return self._named.get(bare_name(self._keys[index]), index) == index - 1

    def _tells_of_passing(self, index: int) -> bool:
        """Whether the line says when and by whom a law was passed; only above its text."""
        key = self._keys[index]
        near = index < _PASSING_WITHIN or self._since_title <= _SALUTATION_WITHIN
        made = index > 0 and self._since_title == 0 and _MADE_BY.match(key) is not None
        return made or (near and not self._in_body and len(key) <= 600 and bool(_PASSING.match(key)))

    def _dates(self, index: int) -> bool:
        """Whether this is the day under a signature in another form: 20190415, 2019-04-15."""
        key = self._keys[index]
        if not (_BARE_DATE.match(key) or _DOTTED_DATE.match(key) or LOST_DAY.match(key)) or not index:
            return False
        above = self._keys[index - 1]
        return is_organ(above) or bool(_WHO_PUBLISHED.match(above))

    def _heads_a_file(self, index: int) -> bool:
        """Whether the line stands in red over the number of a document: 青溪县人民政府文件."""
        key, below = self._keys[index], self._keys[index + 1 : index + 2]
        return index < _COVER and key.endswith("文件") and is_organ(key[:-2]) and any(map(_DOC_NUMBER.match, below))

    def _next_attachment(self, index: int) -> bool:
        """Whether the line goes on with a list of attachments: 附件：1.… and below it 2.…"""
        key, number = self._keys[index], self._numbers[index]
        if match := _ATTACHMENTS.match(key):
            self._listed = 1 if match.group()[-1] in ".．、" else 0
            return True
        named = (
            number is not None and number.form == "digit" and number.value == self._listed + 1 and len(key) <= 80
            and not _SENTENCE.search(key)
        )  # fmt: skip
        if named and self._keys_before(index):
            self._listed += 1
            return True
        self._listed = -1
        return False

    def _keys_before(self, index: int) -> bool:
        """Whether a list of attachments is open at `index`."""
        return self._listed > 0 or (self._listed == 0 and bool(_ATTACHMENTS.match(self._keys[index - 1])))

    def _signs(self, index: int) -> bool:
        """Whether an authority signs here: a date follows, or others that sign and then a date; or it heads a title."""
        if _PERSON.match(self._keys[index]):
            return True
        if not is_organ(self._keys[index]):
            below = self._keys[index + 1 : index + 2]
            may = self._in_body and len(self._keys[index]) <= _LONGEST_BODY and any(map(_DATE.match, below))
            return may and _BODY.match(self._keys[index]) is not None
        for at in range(index + 1, min(index + _MOST_SIGNERS, len(self._keys))):
            bare = _BARE_DATE.match(self._keys[at]) or LOST_DAY.match(self._keys[at])
            if _DATE.match(self._keys[at]) or (bare and at == index + 1):
                return True
            if _DOTTED_DATE.match(self._keys[at]) and (self._in_body or at == index + 1):
                return True
            if self._in_body and at == index + 1 and self._keys[at].startswith("（此件"):
                return True
            if self._keys[at].startswith("（此件"):
                continue
            if not is_organ(self._keys[at]):
                if at == index + 1 and index == 1 and self._since_title == 0:
                    return self._numbers[at] is not None or bool(_TEXT.search(self._keys[at]))
                return not self._in_body and is_title(self._keys[at]) and not self._keys[at].startswith("关于")
        return False

    def _attachment_begins(self, index: int) -> bool:
        """Whether a title inside the text opens a new part: a first chapter or a preamble follows, no table."""
        following = self._keys[index + 1] if index + 1 < len(self._keys) else ""
        number = self._numbers[index + 1] if following else None
        if _DOC_NUMBER.match(following):
            return True
        opens = number is not None and number.value == 1 and number.form in _OPENING
        return opens or (len(following) > 80 and "\t" not in following)
