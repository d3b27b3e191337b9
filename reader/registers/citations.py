"""Citations: 《titles》 and 文号 in the text, and the documents of the corpus they stand for.

Owns what counts as a reference and when a title means a document. A link is made only where one document fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.core.citation import number_key
from reader.core.document import Block, Document, DocumentInfo
from reader.core.document_number import YEAR_FIRST, YEAR_WITHIN
from reader.core.folding import fold_text
from reader.core.late_pattern import late
from reader.core.register import Citation, Place
from reader.core.span import Span
from reader.registers.stretches import Stretches

_NUMBER: Final = late(
    rf"(?P<office>[\u4e00-\u9fffA-Za-z]{{1,14}}){YEAR_WITHIN}\s*(?:第\s*)?\d{{1,5}}\s*号|(?P<old>{YEAR_FIRST})"
    r"|(?P<decree>[\u4e00-\u9fff]{0,10}(?:国务院|政府|部|委|局|总署|主席)令)\s*第\s*\d{1,5}\s*号"
)
_LEADING: Final = late(
    r"^.*?(?:根据|依据|按照|依照|贯彻|落实|以及|关于|参照|执行|印发|转发|废止|详见|文号|见|即|日(?=中华)|(?<!共)和|及|与|由|以|按|的)(?=.{2})"
)
_ISSUER: Final = late(
    r"(?:党中央、国务院|中共中央、国务院|国务院办公厅|国务院|[\u4e00-\u9fff]{1,3}部|[\u4e00-\u9fff]{2,14}(?:办公厅|办公室|人民政府|委员会|总局|委|局))$"
)
_HIGHER: Final = late(r"(?:根据|依据|按照|依照|贯彻|落实|遵照|对标|衔接|为[^。；]{0,4}实施)[^。；]*$")
_CARRIED: Final = late(r"(?:关于)?(?:印发|转发|批转|发布|公布|下发)(?P<title>.+?)的(?:通知|决定|公告|函)$")
_YEARS: Final = late(r"[（(][^（()）]*(?:(?:19|20)\d\d|征求意见稿|试行|暂行|草案|修订|修正)[^（()）]*[）)]")
_TITLE_MARK: Final = late("[《》]")
_LEVELS: Final = late("[省市区县旗州、]{1,5}")  # 各县《市、区》: marks in the place of brackets
_MARKS: Final = late(r"[\s《》〈〉“”\"'‘’、，,—–\-－·.]")
_SKIP: Final = frozenset(["doc_number", "title"])
_NO_DOCUMENT: Final = late(
    r"(?:证|证明|证书|通知书|决定书|告知书|委托书|申请书|承诺书|责任书|登记表|申请表|审批表|备案表|记录单|通知单|户口簿|日报|晚报|时报|周报|晨报|商报|执照|合格证|许可证|执照副本|身份证|护照|公报|周刊|月刊|季刊|学报|年鉴|新闻联播)$"
)
_STATE: Final = "中华人民共和国"
_BLANK: Final = late(r"(?<=[\u4e00-\u9fff])[ 　](?=[\u4e00-\u9fff])")  # 中共中央 国务院关于…
_NEAR: Final = 120  # characters before a title that can say whose it is and what for
_LEAST: Final = 8  # characters of a title that is recognised without its marks


def read_citations(document: Document) -> tuple[Citation, ...]:
    """Every reference of a document, not yet linked, in reading order."""
    found: list[Citation] = []
    for block in document.blocks:
        if block.text and block.kind != "doc_number":
            found += _of_block(document, block)
    return tuple(found)


def _of_block(document: Document, block: Block) -> list[Citation]:
    text = block.text
    found: list[Citation] = []
    titles = [span for span in _titles(text) if not _NO_DOCUMENT.search(text, span.start, span.end - 1)]
    numbers = [(m, _office_start(m)) for m in _NUMBER.finditer(text)]
    taken: set[int] = set()
    by_start = {start: (match, start) for match, start in reversed(numbers)}
    within = Stretches(titles)
    for span in titles:
        number = next(
            (n for at in (span.end, span.end + 1) if (n := by_start.get(at)) and _stands_behind(text, span.end, at)),
            None,
        )
        end = span.end
        if number:
            taken.add(number[1])
            closing = text[number[0].end() : number[0].end() + 1]
            end = number[0].end() + (closing in set("）)") and text[span.end] in "（(")
        found.append(_citation(document, block, Span(span.start, end), text[span.start + 1 : span.end - 1], number))
    for match, start in numbers:
        inside = within.touches(Span(start, start + 1))
        own = document.doc_number and number_key(text[start : match.end()]) == number_key(document.doc_number)
        if start not in taken and not inside and not (own and block.kind in {"note", "paragraph"} and len(text) < 40):
            cited = text[start : match.end()]
            found.append(_citation(document, block, Span(start, match.end()), cited, None))
    return sorted(found, key=lambda c: c.at.span)


def _titles(text: str) -> list[Span]:
    """Outermost 《…》; one that is not closed ends with its sentence's clause."""
    found, depth, start = [], 0, 0
    for mark in _TITLE_MARK.finditer(text):
        index, character = mark.start(), mark[0]
        if character == "《":
            start = start if depth else index
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if not depth and index > start + 1 and not _LEVELS.fullmatch(text, start + 1, index):
                found.append(Span(start, index + 1))
    if depth and (inner := text.find("》", start)) > start + 1:  # 《…《…》: the first was never closed
        last = text.rfind("《", start, inner)
        found.append(Span(last, inner + 1))
    return found


def _office_start(match: re.Match[str]) -> int:
    lead = _LEADING.match(match["office"] or match["decree"] or "")
    return match.start() + (lead.end() if lead else 0)


def _is_offices(number: str) -> bool:
    """Whether a text has the number of an office's document; those of orders are counted anew by each office."""
    read = _NUMBER.search(number)
    return read is not None and read["decree"] is None


def _stands_behind(text: str, end: int, start: int) -> bool:
    return start >= end and text[end:start] in {"", "（", "("}


def _citation(
    document: Document, block: Block, span: Span, cited: str, number: tuple[re.Match[str], int] | None
) -> Citation:
    before = block.text[max(0, span.start - _NEAR) : span.start]
    clause = re.split(r"[，。；：、》]", before)[-1] if "》" not in before[-1:] else ""
    issuer = _ISSUER.search(re.sub(r"^.*(?:落实|贯彻|根据|依据|按照|执行)", "", clause))
    return Citation(
        at=Place(document.id, block.id, span, span.cut(block.text)),
        cited=_BLANK.sub("", cited),
        number=block.text[number[1] : number[0].end()] if number else None,
        issuer=issuer[0] if issuer else None,
        higher=bool(_HIGHER.search(before)),
    )


# Links


@dataclass(frozen=True, slots=True)
class _Known:
    """The names a document goes by."""

    info: DocumentInfo
    exact: frozenset[str]
    short: frozenset[str]
    number: str | None
    plain: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """All of them in the forms that a citation is looked up by; see `keys_of`."""
        return self.exact | self.short | ({self.number} if self.number else frozenset())


_Index = dict[str, tuple[_Known, ...]]


def keys_of(citation: Citation) -> frozenset[str]:
    """The names that a citation may be linked by: only a document with one of them can be what it means."""
    numbers = (n for n in (citation.number, citation.cited) if n and _is_offices(n))
    return frozenset([*map(number_key, numbers), *_full_names(citation.cited), *_short_names(citation.cited)])


class Shelf:
    """The documents a citation may mean.

    Attributes:
        by_id: the names of each.
        by_name, by_short, by_number, by_title: the documents of a name in each of its forms.
        by_start: titles by their first characters, the longest first.
    """

    def __init__(self, infos: Iterable[DocumentInfo], before: Shelf | None = None) -> None:
        """Args: before: of an earlier state of the library, whose names need not be worked out again."""
        kept: dict[str, _Known] = before.by_id if before is not None else {}
        self.by_id: dict[str, _Known] = {}
        came: list[_Known] = []
        for info in infos:
            known = kept.get(info.id)
            if known is None or known.info is not info:
                known = _known(info)
                came.append(known)
            self.by_id[info.id] = known
        self.by_name: _Index = dict(before.by_name) if before is not None else {}
        self.by_short: _Index = dict(before.by_short) if before is not None else {}
        self.by_number: _Index = dict(before.by_number) if before is not None else {}
        self.by_title: _Index = dict(before.by_title) if before is not None else {}
        self.by_start: dict[str, tuple[str, ...]] = dict(before.by_start) if before is not None else {}
        for doc in {*(kept.keys() - self.by_id.keys()), *(known.info.id for known in came if known.info.id in kept)}:
            self._take(kept[doc])
        for known in came:
            if self.by_id[known.info.id] is known:
                self._put(known)

    def _indexes(self, known: _Known) -> tuple[tuple[_Index, Iterable[str]], ...]:
        numbers = (known.number,) if known.number else ()
        long = frozenset(title for title in known.plain if len(title) >= _LEAST)
        return (
            (self.by_name, known.exact), (self.by_short, known.short), (self.by_number, numbers),
            (self.by_title, long),
        )  # fmt: skip

    def _put(self, known: _Known) -> None:
        for index, names in self._indexes(known):
            for name in names:
                index[name] = (*index.get(name, ()), known)
                if index is self.by_title:
                    start = name[:_LEAST]
                    titles = {*self.by_start.get(start, ()), name}
                    self.by_start[start] = tuple(sorted(titles, key=len, reverse=True))

    def _take(self, known: _Known) -> None:
        for index, names in self._indexes(known):
            for name in names:
                left = tuple(each for each in index[name] if each is not known)
                if left:
                    index[name] = left
                    continue
                del index[name]
                if index is self.by_title:
                    start = name[:_LEAST]
                    self.by_start[start] = tuple(each for each in self.by_start[start] if each != name)

    def linked(self, citation: Citation) -> Citation:
        """The citation with the document it means, where exactly one fits."""
        found = self._find(citation)
        if found is None:
            return citation
        return replace(citation, target=found.id, itself=found.id == citation.at.doc)

    def _find(self, citation: Citation) -> DocumentInfo | None:
        for number in (citation.number, citation.cited):
            if number and _is_offices(number):
                same = self.by_number.get(number_key(number), ())
                if len(same) == 1:
                    return same[0].info
        own = self.by_id.get(citation.at.doc)
        for names, shelf in ((_full_names, self.by_name), (_short_names, self.by_short)):
            fits = list({k.info.id: k for n in names(citation.cited) for k in shelf.get(n, ())}.values())
            if own is not None and len(fits) > 1 and own in fits:
                return own.info
            if len(fits) == 1 and _same_years(citation.cited, fits[0].info):
                return fits[0].info
        return None

    def fitting(self, citation: Citation) -> tuple[DocumentInfo, ...]:
        """All documents that a citation may mean, of a 文号 or of a title: the editions of one name, or none.

        A title in the words of a document's own goes before one that it is cited by in short.
        """
        for number in (citation.number, citation.cited):
            same = self.by_number.get(number_key(number), ()) if number and _is_offices(number) else ()
            if same:
                return tuple(known.info for known in same)
        for names, shelf in ((_full_names, self.by_name), (_short_names, self.by_short)):
            fits = {k.info.id: k.info for n in names(citation.cited) for k in shelf.get(n, ())}
            if fits := {doc: info for doc, info in fits.items() if _same_years(citation.cited, info)}:
                return tuple(fits.values())
        return ()

    def changed_names(self, before: Shelf) -> frozenset[str]:
        """The names of documents that are only in one of two states of the library."""
        here, there = ({id(known): known for known in shelf.by_id.values()} for shelf in (self, before))
        changed = ((here.get(key) or there[key]) for key in here.keys() ^ there.keys())
        return frozenset(name for known in changed for name in known.names)

    def unmarked(self, document: Document) -> list[Citation]:
        """Other documents' titles that the text names without 《》."""
        found: list[Citation] = []
        own = {_plain(t) for t in _titles_of(document.info())}
        first = "".join(sorted({start[0] for start in self.by_start if start}))
        begins = re.compile(f"[{re.escape(first)}]") if first else re.compile("(?!)")
        for block in document.blocks:
            if block.kind in _SKIP:
                continue
            text, at = block.text, 0
            marked: Stretches | None = None
            while begin := begins.search(text, at, max(at, len(text) - _LEAST + 1)):
                at = begin.start()
                names = self.by_start.get(text[at : at + _LEAST])
                name = next((n for n in names if text.startswith(n, at)), "") if names else ""
                if not name:
                    at += 1
                    continue
                span = Span(at, at + len(name))
                marked = marked or Stretches(_titles(text))
                if name not in own and not marked.touches(span):
                    found.append(_citation(document, block, span, name, None))
                at = span.end
        return found


def _known(info: DocumentInfo) -> _Known:
    titles = _titles_of(info)
    return _Known(
        info,
        frozenset(n for t in titles for n in _full_names(t)),
        frozenset(n for t in titles for n in (*_short_names(t), *_without_place(t, info))),
        number_key(info.doc_number) if info.doc_number else None,
        tuple(_plain(title) for title in titles),
    )


def _titles_of(info: DocumentInfo) -> list[str]:
    titles = [t for t in (info.title, info.attachment_title) if t]
    return titles + [c["title"] for t in titles if (c := _CARRIED.search(t))]


def _plain(title: str) -> str:
    return _YEARS.sub("", title)


def _full_names(title: str) -> frozenset[str]:
    return frozenset([_MARKS.sub("", fold_text(title))])


def _short_names(title: str) -> frozenset[str]:
    return frozenset([_MARKS.sub("", fold_text(_plain(title)))])


def _without_place(title: str, info: DocumentInfo) -> Sequence[str]:
    """The title as it is cited at home: without the region it opens with."""
    plain = _plain(title)
    places = [p for p in (info.region, *re.findall(r".+?(?:省|市|新区|区|县)", info.region or "")) if p]
    cut = next((p for p in sorted(places, key=len, reverse=True) if plain.startswith(p)), "")
    rest = plain[len(cut) :]
    if plain.startswith(_STATE) and len(plain) > len(_STATE) + 2:  # 《水土保持法》, in the marks a law needs no more
        return [_MARKS.sub("", fold_text(plain.removeprefix(_STATE)))]
    return [_MARKS.sub("", fold_text(rest))] if cut and len(rest) >= _LEAST else []


def _same_years(cited: str, info: DocumentInfo) -> bool:
    """A title that says other years than the document's is another edition."""
    said = {y for part in _YEARS.findall(cited) for y in re.findall(r"(?:19|20)\d\d", part)}
    has = {y for t in _titles_of(info) for part in _YEARS.findall(t) for y in re.findall(r"(?:19|20)\d\d", part)}
    return not said or not has or said == has
