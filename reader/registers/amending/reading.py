"""An amending decision, read: 将第五条修改为：“…”, 增加一条，作为第八条：“…”, 删去第十二条第二款, in its own order.

One line after the other is read from left to right; what no form fits and yet orders something is kept as unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from reader.core.clause_numbers import numeral
from reader.core.document import Document
from reader.registers.amending.quoting import MARK, QUOTED, Line, Marked, take_out
from reader.registers.amending.values import Instruction, Orders, Target, Unread

_N: Final = r"(?:\d{1,9}|[〇零一二三四五六七八九十百千两]{1,9})"
_REF: Final = (
    rf"(?:第{_N}条(?:之{_N})?(?:第{_N}款)?(?:{QUOTED}中)?(?:第[（(]?{_N}[）)]?项)?"
    rf"|第{_N}款(?:第[（(]?{_N}[）)]?项)?|第[（(]?{_N}[）)]?项|（{_N}）项)"
)
_LAW: Final = r"(?:《[^《》]*(?:〈[^〉]*〉[^《》]*)*》|宪法|刑法|本?(?:条例|办法|规定|细则|解释|决定)|修改后(?:的)?)"
_HEAD: Final = rf"(?:{_LAW}|原|[将对在把]|其|中的?|的|该条|本条)*"
_REFS: Final = rf"{_REF}(?:(?:、|和|及|以及|与|至|到)(?:原)?{_REF})*"
_TO: Final = rf"(?:分别|相应|依次|顺次)*(?:改为|作为|调整为|改作|变更为|修改为)(?:{_LAW})*(?P<to>{_REFS})"
_CHAPTER: Final = rf"第{_N}[章节](?:的)?(?:章名|节名|标题|名称)?"
_Q: Final = QUOTED
_QS: Final = rf"{_Q}(?:(?:[、，和及与]|以及|或者)*{_Q})*"
_CHANGED: Final = r"(?:统一|均|分别|相应|一并)*(?:修改为|改为|替换为|修改成)[：:]?"
_OUT: Final = "(?:删去|删除|刪去|刪除)"

_ADD: Final = re.compile(
    rf"(?:在|将)?(?P<at>{_HEAD}(?:{_REF}|{_CHAPTER})(?:{_Q})?(?:中|之?后)?)?(?:{_LAW}|中|之后|后|，)*"
    rf"(?:增加|增设|新增|增列)(?:规定)?(?P<many>{_N})(?P<unit>[条款项])(?:规定)?，?(?:分别|顺序|依次)?"
    rf"(?:作为|列为|为)(?:该条|本条|{_LAW})*"
    rf"(?P<to>{_REFS})(?P<then>(?:，(?:原|将原)?{_REFS}(?:分别|相应|依次|顺次)*(?:改为|作为|调整为){_REFS})*)"
    rf"[，,]?(?:即|内容为)?[：:]?(?P<text>{_Q}(?:[，、；]?{_Q})*)"
)
_MERGE: Final = re.compile(rf"{_HEAD}(?P<of>{_REFS})合并(?:，|为|)?(?:修改)?(?:作为|为|成为)?(?:{_LAW})*(?P<to>{_REF})")
_RENUMBER: Final = re.compile(rf"{_HEAD}(?P<of>{_REFS}){_TO}")
_REPLACE: Final = re.compile(
    rf"{_HEAD}(?P<of>{_REFS})?(?:(?P<here>这一[条款项]|该[条款项])|整体)?(?:相应)?(?:修改为|改为|修订为|修改如下)[：:]?(?P<text>{_Q})"
)
_WORDS: Final = re.compile(
    rf"{_HEAD}(?P<of>{_REFS})?(?:规定)?(?:中的?|内的?|的|里的?)?(?:(?:均|都)?有关)?(?P<was>{_QS})(?:的?表述)?{_CHANGED}(?P<now>{_Q})"
)
_WORDS_OUT: Final = re.compile(
    rf"{_HEAD}(?P<of>{_REFS})?(?:中的?|的)?(?:(?P<was>{_QS})(?:予以)?{_OUT}|{_OUT}(?:{_HEAD}(?P<of2>{_REFS}))?(?:中的?|的)?(?P<was2>{_QS}))"
)
_WORDS_IN: Final = re.compile(
    rf"{_HEAD}(?P<of>{_REFS})?(?:中的?|的)?(?P<to>{_Q})(?:一?[词语句字段])?之?(?P<side>前|后)面?(?:增加|增写|增添|加上)"
    rf"(?:一句|规定)?(?:，?内容为)?[：:]?(?P<new>{_Q})"
)
_DELETE: Final = re.compile(rf"{_OUT}{_HEAD}(?P<of>{_REFS})|{_HEAD}(?P<of2>{_REFS})(?:予以)?{_OUT}")
_TITLE: Final = re.compile(
    rf"{_HEAD}(?:题目|标题|名称|题名|法名)(?:中的?(?P<was>{_Q}))?(?:修改|改)为[：:]?(?P<text>{_Q}|《[^》]+》)"
)
_PREAMBLE: Final = re.compile(
    rf"{_HEAD}(?:引言|序言|导语|开头部分|第一自然段)(?:部分)?(?:修改|改)为[：:]?(?P<text>{_Q})"
)
_HEADING: Final = re.compile(rf"{_HEAD}(?P<of>{_CHAPTER})(?P<was>{_Q})?(?:修改|改)为[：:]?(?P<text>{_Q})")
_FOLLOW: Final = re.compile(
    r"(?:此外|并|同时|其他|其余|其后|以下|，|对)*(?:有关|相关|部分|个别)?(?:章节|条文|条款|条|款|项|各条|该条)?(?:的)?(?:条文|条款)?"
    r"(?:(?:顺序|序号|条次|编号)(?:和|及|以及|、)(?:有关|相关|所?引用的?)?(?:条文|条款|条|款|项)的?)?(?:顺序|序号|条次|编号)"
    r"(?:作|依次|顺次|相应|做|予以)*(?:相应)?的?(?:调整|修改|变动|顺延|改动)|(?:以下|其后|其余)?(?:各)?条?(?:文|款|序)?依次(?:顺延|调整)"
)
_GAP: Final = re.compile(r"[\s，,；;。、：:]|此外|相应地|同时|并(?=[将对在把删增，第])|另外")
_ENUMERATOR: Final = re.compile(rf"^\s*(?:{_N}[、.．]\s*|[（(]{_N}[）)]\s*|第{_N}[条項项][　 ]+)")
_HEADING_OF: Final = re.compile(
    r"(?:修改|对)?《(?P<law>[^《》]*(?:〈[^〉]*〉[^《》]*)*)》(?:作如下修改|的修改|（[^（）]*）)?[：:]?$"
)
_NAMED: Final = re.compile(r"《(?P<law>[^《》]*(?:〈[^〉]*〉[^《》]*)*)》")
_ORDERS: Final = re.compile(f"{_OUT}|增加|修改|改为|合并|作为|调整|{MARK}")
_NO_ORDER: Final = re.compile(
    r"作(?:如下|出如下|以下)修改|重新公布|重新发布|(?:决定|修正案)自.{0,40}(?:施行|生效)|作相应修改后|根据本(?:决定|修正案)|现予公布|^根据|通过$|决定(?:修改|对)"
)
_LONGEST: Final = 20_000  # characters of one line that are read; more is left unread


def read_orders(document: Document) -> Orders:
    """What an amending decision orders. Laws are named as the decision names them, without 《》."""
    marked = take_out(document)
    made: list[Instruction] = []
    unread: list[Unread] = []
    law, context = "", None
    for line in marked.lines:
        text = _ENUMERATOR.sub("", line.text)
        if text != line.text:
            context = None
        bare = text.strip()
        if (heads := _HEADING_OF.fullmatch(bare)) and MARK not in bare:
            law, context = heads["law"], None
            continue
        reader = _Reader(marked, line, law, context)
        reader.read(text)
        made += reader.made
        unread += reader.unread
        context = reader.context
    return Orders(tuple(made), tuple(unread))


class _Reader:
    """Reads one line. `context` is the clause that was named last, for 增加一款 and 其中的“…” behind it."""

    def __init__(self, marked: Marked, line: Line, law: str, context: Target | None) -> None:
        self.made: list[Instruction] = []
        self.unread: list[Unread] = []
        self.context = context
        self._marked, self._block, self._law = marked, line.block, law
        self._forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Instruction] | None]], ...] = (
            (_ADD, self._add), (_MERGE, self._merge), (_TITLE, self._title), (_PREAMBLE, self._preamble),
            (_HEADING, self._heading), (_REPLACE, self._replace), (_RENUMBER, self._renumber), (_WORDS, self._words),
            (_WORDS_IN, self._words_in), (_WORDS_OUT, self._words_out), (_DELETE, self._delete),
            (_FOLLOW, self._follow),
        )  # fmt: skip

    def read(self, text: str) -> None:
        """Reads all of a line."""
        at = 0
        while at < min(len(text), _LONGEST):
            gap = _GAP.match(text, at)
            if gap is not None:
                at = gap.end()
                continue
            match, found = self._one(text, at)
            if match is not None:
                self.made += (replace(each, said=self._marked.restored(match[0])) for each in found)
                at = match.end()
                continue
            end = re.compile(r"[。；;，]").search(text, at)
            stop = end.end() if end is not None else len(text)
            self._leave(text[at:stop])
            at = stop
        if len(text) > _LONGEST:
            self._leave(text[_LONGEST:])

    def _one(self, text: str, at: int) -> tuple[re.Match[str] | None, list[Instruction]]:
        for pattern, make in self._forms:
            match = pattern.match(text, at)
            if match is None:
                continue
            if named := _NAMED.search(match[0].split(MARK)[0]):
                self._law = named["law"]
            made = make(match)
            if made is not None:
                return match, [replace(each, block=self._block, law=self._law) for each in made]
        return None, []

    def _leave(self, text: str) -> None:
        said = text.strip("，；。 　")
        if re.search(f"第{_N}[条章节]", text):
            self.context = None  # what follows may be about that, so it is not about what was named before
        if said and _ORDERS.search(said) and not _NO_ORDER.search(said):
            self.unread.append(Unread(self._block, self._marked.restored(said), self._law))

    # -- one form each; None where what it needs is not there

    def _targets(self, refs: str | None) -> tuple[Target, ...] | None:
        """The clauses named; the one in context where none is. The last becomes the context."""
        if not refs:
            return (self.context,) if self.context is not None else None
        found = targets(refs, self.context)
        if found is None:
            return None
        self.context = found[-1]
        return found

    def _replace(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"])
        return iter([Instruction("replace", of, text=self._quoted(match["text"])[0])]) if of else None

    def _words(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"])
        if of is None:
            return None
        now = self._quoted(match["now"])[0]
        return iter([Instruction("words", of, words=tuple((was, now) for was in self._quoted(match["was"])))])

    def _words_out(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"] or match["of2"])
        was = self._quoted(match["was"] or match["was2"])
        return iter([Instruction("words-out", of, words=tuple((each, "") for each in was))]) if of else None

    def _words_in(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"])
        words = ((self._quoted(match["to"])[0], self._quoted(match["new"])[0]),)
        return iter([Instruction("words-in", of, words=words, before=match["side"] == "前")]) if of else None

    def _delete(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"] or match["of2"])
        return iter([Instruction("delete", of)]) if of else None

    def _renumber(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"])
        to = targets(match["to"], of[-1] if of else None)
        if of is None or to is None or len(of) != len(to):
            return None
        self.context = of[-1]
        return iter([Instruction("renumber", of, to)])

    def _merge(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        of = self._targets(match["of"])
        to = targets(match["to"], of[-1] if of else None)
        if of is None or to is None or len(of) < 2:
            return None
        self.context = of[0]
        return iter([Instruction("merge", of, to)])

    def _add(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        ref = re.search(_REF, match["at"] or "")
        near = self._targets(ref[0]) if ref else None
        to = targets(match["to"], self.context)
        if to is None or (match["unit"] != "条" and (self.context is None or to[0].key is None)):
            return None
        if len(to) != numeral(match["many"]) or any(each.unit != match["unit"] for each in to):
            return None
        made = [Instruction("add", near or (), to, "\n".join(self._quoted(match["text"])))]
        for then in re.finditer(rf"(?P<of>{_REFS}){_TO}", match["then"] or ""):
            of, new = targets(then["of"], to[0]), targets(then["to"], to[0])
            if of is None or new is None or len(of) != len(new):
                return None
            made.append(Instruction("renumber", of, new))
        return iter(made)

    def _title(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        text = match["text"]
        new = self._quoted(text)[0] if MARK in text else text.strip("《》")
        where = (Target(where="title"),)
        if match["was"]:
            return iter([Instruction("words", where, words=((self._quoted(match["was"])[0], new),))])
        return iter([Instruction("replace", where, text=new)])

    def _preamble(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        return iter([Instruction("replace", (Target(where="preamble"),), text=self._quoted(match["text"])[0])])

    def _heading(self, match: re.Match[str]) -> Iterator[Instruction] | None:
        number = re.search(_N, match["of"])
        if number is None or "节" in match["of"]:
            return None  # a section's number means nothing without its chapter
        where = Target(where="heading", chapter=numeral(number[0]))
        return iter([Instruction("replace", (where,), text=self._quoted(match["text"])[0])])

    def _follow(self, _match: re.Match[str]) -> Iterator[Instruction] | None:
        return iter([Instruction("follow")])

    def _quoted(self, marks: str) -> list[str]:
        return [self._marked.quotes[int(each)] for each in re.findall(f"{MARK}(\\d+){MARK}", marks)]


def targets(refs: str, context: Target | None = None) -> tuple[Target, ...] | None:
    """第四条、第六条第二款至第四款 as values; what is left out is that of the one before. None where it makes none."""
    made: list[Target] = []
    for match in re.finditer(rf"(?P<join>[、和及与至到]|以及)?(?:原)?(?P<ref>{_REF})", refs):
        last = made[-1] if made else context
        one = _target(match["ref"], last)
        if one is None:
            return None
        if match["join"] in {"至", "到"} and made:
            between = _between(made[-1], one)
            if between is None:
                return None
            made += between
        made.append(one)
    return tuple(made) or None


def _target(ref: str, last: Target | None) -> Target | None:
    match = re.fullmatch(
        rf"(?:第({_N})条(?:之({_N}))?)?(?:第({_N})款)?(?:{QUOTED}中)?(?:第?[（(]?({_N})[）)]?项)?", ref
    )
    if match is None:
        return None
    try:
        article, of, paragraph, item = (numeral(each) if each else 0 for each in match.groups())
    except ValueError:
        return None
    if article:
        return Target((article, of), paragraph, item)
    if last is None or last.key is None:
        return None
    return replace(last, paragraph=paragraph or (last.paragraph if item else 0), item=item)


def _between(first: Target, last: Target) -> list[Target] | None:
    """What stands between the ends of a range; None where they are not of one kind."""
    if first.unit != last.unit or (first.unit != "条" and first.key != last.key):
        return None
    if first.unit == "条":
        assert first.key is not None
        assert last.key is not None
        if first.key[1] or last.key[1] or not 0 < last.key[0] - first.key[0] < 500:
            return None
        return [replace(first, key=(at, 0)) for at in range(first.key[0] + 1, last.key[0])]
    low, high = (first.item, last.item) if first.item else (first.paragraph, last.paragraph)
    if not 0 < high - low < 100:
        return None
    return [replace(first, item=at) if first.item else replace(first, paragraph=at) for at in range(low + 1, high)]
