"""Which units of a document a query is about, and where: the tree of `core.query` held against a page.

Decides; the index only proposes. A set of units is an int, one bit a unit. Knows no index, no ranking, no notes store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, starmap
from types import MappingProxyType
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.folding import SEPARATOR, Folded, fold_text
from reader.core.highlight import Needle, Range, near_ranges, needle, spans
from reader.core.query import And, Filter, Near, Node, Not, Number, Or, Words
from reader.core.showing import without_unseen
from reader.core.span import Span
from reader.search.analysis import BODY, EVERYWHERE, NO_LEVEL, TITLE, Page, sought
from reader.search.bit_sets import bits_of
from reader.search.counting import holding, holding_all

_DUTIES: Final = re.compile(
    "\\([^()\uffff]*(?:牵头|配合|负责|责任)[^()\uffff]*\\)"
    "|(?:责任单位|责任部门|牵头单位|牵头部门|配合单位|配合部门|实施单位|主管单位)\\s*:[^\uffff]*"
)
_PARTS: Final = re.compile(r"[\u3400-\u9fff]+|\d+")
Noted = Callable[[Page, Filter | None], int]
"""The units of a page that have notes (whose text or tags hold the filter's value), as a set of bits."""


NO_PAGES: Final[Mapping[str, Page]] = MappingProxyType({})
OF_DOCUMENT: Final = ("doc", "year", "issuer", "level", "kind", "shelf")
"""The facets whose values belong to whole documents."""


class Sheet:
    """A document as the matcher sees it. Its page is read when it is asked for.

    Attributes:
        likeness: what the document has of the facets OF_DOCUMENT but for itself: many documents have the same.
    """

    def __init__(
        self, info: DocumentInfo, read: Callable[[DocumentInfo], Page], pages: Mapping[str, Page] = NO_PAGES
    ) -> None:
        """Args: read: gives its page. pages: those that are known already, by document id."""
        self.info, self._read, self._pages = info, read, pages
        self.likeness: tuple[object, ...] = (info.year, info.issuers, info.level, info.kind, info.shelf)

    @property
    def page(self) -> Page:
        """Its folded text. Raises what `read` does."""
        return self._pages.get(self.info.id) or self._read(self.info)

    @cached_property
    def facets(self) -> Mapping[str, Sequence[str]]:
        """The document's values of the facets OF_DOCUMENT."""
        info = self.info
        year = (str(info.year),) if info.year is not None else ()
        kind = (info.kind,) if info.kind else ()
        values = ((info.id,), year, info.issuers, (info.level,), kind, (info.shelf,))
        return dict(zip(OF_DOCUMENT, values, strict=True))


def everything(page: Page) -> int:
    """The set of all units of a page."""
    return (1 << page.count) - 1


def headings(page: Page) -> int:
    """The set of titles and headings of a page."""
    mask = 0
    for unit, kind in enumerate(page.kinds):
        if kind != BODY:
            mask |= 1 << unit
    return mask


def standing_for(page: Page) -> int:
    """The unit that stands for the whole document: its title, else its first."""
    return 1 << max(page.kinds.find(TITLE), 0) if page.count else 0


class Matcher:
    """One query, held against one document after another."""

    def __init__(self, node: Node, noted: Noted) -> None:
        self._needles: dict[tuple[int, bool], Needle] = {}
        self._plains: dict[bool, tuple[str, ...]] = {}
        self._apart: dict[bool, bool] = {}
        self.node = node
        self._noted = noted
        self._marking = tuple(_marking(node))
        self._plain = node if isinstance(node, Words) and node.scope == "any" else None
        parts = node.parts if isinstance(node, And) else ()
        words = [part for part in parts if isinstance(part, Words) and part.scope == "any"]
        # The longest words leave the least to look at for the others.
        self._all = sorted(words, key=lambda part: -len(part.text)) if len(words) == len(parts) else []

    def needle(self, words: Words | Number, hant: bool) -> Needle:
        """`needle` of words that are part of the query: asked for with every hit, and so kept here."""
        made = self._needles.get((id(words), hant))
        if made is None:
            made = self._needles[id(words), hant] = needle(words, hant)
        return made

    @cached_property
    def words(self) -> tuple[Words | Number, ...]:
        """What the query looks for in the text, without what it excludes."""
        found: dict[Words | Number, None] = {}
        for part in self._marking:
            found |= dict.fromkeys((part.left, part.right) if isinstance(part, Near) else (part,))
        return tuple(found)

    def units(self, sheet: Sheet, eighths: int = EVERYWHERE) -> int:
        """The set of units of a document that the query is about. `eighths`: of the page, in which these stand."""
        page = sheet.page
        if not page.count:
            return 0
        if not self._all:
            return self._units(self.node, sheet)
        if plains := self.plains(page.hant):
            return holding_all(plains, page, eighths)
        mask = -1
        for words in self._all:
            mask &= holding(self.needle(words, page.hant), page, eighths)
            if not mask:
                break
        return mask

    def plains(self, hant: bool) -> tuple[str, ...]:
        """The folded words of a query that is nothing but one or several to stand anywhere, where each of their
        characters stands for itself: what is marked is where they stand. Else nothing.
        """
        known = self._plains.get(hant)
        if known is None:
            wanted = self._all if self._plain is None else (self._plain,)
            plains = tuple(self.needle(words, hant).plain or "" for words in wanted)
            known = self._plains[hant] = () if "" in plains else plains
        return known

    def apart(self, hant: bool) -> bool:
        """Whether no two of `plains` can overlap in any text: then each place of each is marked by itself."""
        known = self._apart.get(hant)
        if known is None:
            plains = self.plains(hant)
            known = self._apart[hant] = bool(plains) and not any(starmap(_may_overlap, combinations(plains, 2)))
        return known

    def _units(self, node: Node, sheet: Sheet) -> int:
        match node:
            case Words():
                return self._words(node, sheet.page)
            case Number():
                wanted = needle(node, sheet.page.hant)
                inferred = fold_text(sheet.info.doc_number or "", sheet.page.hant)
                return holding(wanted, sheet.page) or (standing_for(sheet.page) if wanted.is_in(inferred) else 0)
            case Near():
                hant, page, mask = sheet.page.hant, sheet.page, 0
                both = holding(needle(node.left, hant), page) & holding(needle(node.right, hant), page)
                for unit in bits_of(both):
                    if near_ranges(node, page.unit_text(unit), hant):
                        mask |= 1 << unit
                return mask
            case Filter():
                if node.field in {"note", "tag"}:
                    return self._noted(sheet.page, node)
                return standing_for(sheet.page) if accepts(node, sheet.info) else 0
            case Or(parts):
                mask = 0
                for part in parts:
                    mask |= self._units(part, sheet)
                return mask
            case And(parts):
                return self._all_of(parts, sheet)
            case Not(part):
                return everything(sheet.page) & ~self._scope(part, sheet)

    def _all_of(self, parts: tuple[Node, ...], sheet: Sheet) -> int:
        """Units with all parts. Filters and titles say where to look as soon as there is something else to look for."""
        if not all(accepts(p, sheet.info) for p in parts if isinstance(p, Filter) and p.field not in {"note", "tag"}):
            return 0
        others = [p for p in parts if not (isinstance(p, Filter) and p.field not in {"note", "tag"})]
        # The longest words leave the least to look at for the others.
        others.sort(key=lambda p: -len(p.text) if isinstance(p, Words) else 0)
        looked_for = any(not isinstance(p, Not) and not _is_title(p) for p in others)
        mask = everything(sheet.page)
        if not others or all(isinstance(p, Not) for p in others):
            mask = standing_for(sheet.page)
        for part in others:
            mask &= self._scope(part, sheet) if looked_for and _is_title(part) else self._units(part, sheet)
            if not mask:
                break
        return mask

    def _scope(self, node: Node, sheet: Sheet) -> int:
        """Like `_units`, but a filter means its whole documents, and a title all that stands under it."""
        page = sheet.page
        if isinstance(node, Filter) and node.field not in {"note", "tag"}:
            return everything(page) if accepts(node, sheet.info) else 0
        if not (isinstance(node, Words) and node.scope == "title"):
            return self._units(node, sheet)
        wanted = needle(node, page.hant)
        titles = f"{sheet.info.title}{SEPARATOR}{sheet.info.attachment_title or ''}"
        if wanted.is_in(fold_text(titles.replace(SEPARATOR, "\n"), page.hant)):
            return everything(page)
        own = self._words(node, page)
        mask, under = own, NO_LEVEL + NO_LEVEL
        for unit, kind in enumerate(page.kinds):
            if kind != BODY and kind <= under:
                under = kind if own >> unit & 1 and kind != TITLE else NO_LEVEL + NO_LEVEL
            if under != NO_LEVEL + NO_LEVEL:
                mask |= 1 << unit
        return mask

    def _words(self, words: Words, page: Page) -> int:
        wanted = self.needle(words, page.hant)
        mask = holding(wanted, page)
        if words.scope == "title":
            mask &= headings(page)
        elif words.scope == "body":
            mask &= ~headings(page)
        elif words.scope == "unit":
            for unit in bits_of(mask):
                if not _in_duties(wanted, page.unit_text(unit)):
                    mask &= ~(1 << unit)
        return mask

    def candidates(self, ask: Callable[[Needle], int | None], hant: bool) -> int | None:
        """Which documents may match, by what is known of single needles; None for any."""
        return _candidates(self.node, ask, hant)

    def needed(self, hant: bool) -> list[re.Pattern[bytes]]:
        """What stands on the page of every document that matches, as `may_hold` asks for it; the longest first."""
        return list(map(sought, sorted(filter(None, _needed(self.node, hant)), key=len, reverse=True)))

    # Places

    def spans(self, folded: Folded, kind: str, hant: bool) -> tuple[Span, ...]:
        """What of a unit that matches is marked.

        Args:
            folded: the unit's text.
            kind: its character in `Page.kinds`.
            hant: of its page.
        """
        found: list[Range] = []
        if self._plain is not None:
            ranges = self.needle(self._plain, hant).ranges(folded.text)
            return tuple(map(Span._make, ranges)) if folded.origin is None else spans(folded, ranges)
        for part in self._marking:
            if isinstance(part, Near):
                found += near_ranges(part, folded.text, hant)
            elif isinstance(part, Number) or part.scope == "any" or (part.scope == "title") == (kind != BODY):
                wanted = self.needle(part, hant)
                unit_scope = isinstance(part, Words) and part.scope == "unit"
                found += _in_duties(wanted, folded.text) if unit_scope else wanted.ranges(folded.text)
        return spans(folded, found)


def _may_overlap(one: str, other: str) -> bool:
    """Whether a text can hold both so that they share a character."""
    if one in other or other in one:
        return True
    return any(one.endswith(other[:size]) or other.endswith(one[:size]) for size in range(1, min(len(one), len(other))))


def _candidates(node: Node, ask: Callable[[Needle], int | None], hant: bool) -> int | None:
    match node:
        case Words(_, scope):
            # A title may be known from elsewhere than the text.
            return None if scope == "title" else ask(needle(node, hant))
        case Near(left, right):
            return _candidates(And((left, right)), ask, hant)
        case And(parts):
            bits: int | None = None
            for part in parts:
                some = _candidates(part, ask, hant)
                bits = some if bits is None else bits if some is None else bits & some
            return bits
        case Or(parts):
            either = 0
            for part in parts:
                some = _candidates(part, ask, hant)
                if some is None:
                    return None
                either |= some
            return either
        case Number() | Filter() | Not():
            return None


def _needed(node: Node, hant: bool) -> Iterator[str]:
    match node:
        case Words(_, scope) if scope != "title":
            yield needle(node, hant).fixed
        case Near(left, right):
            yield from (needle(side, hant).fixed for side in (left, right))
        case And(parts):
            for part in parts:
                yield from _needed(part, hant)
        case _:
            return


def _marking(node: Node) -> Iterator[Words | Number | Near]:
    match node:
        case Words() | Number() | Near():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _marking(part)
        case Filter() | Not():
            return


def _is_title(node: Node) -> bool:
    return (isinstance(node, Words) and node.scope == "title") or (isinstance(node, Not) and _is_title(node.part))


def _in_duties(wanted: Needle, text: str) -> list[Range]:
    duties = [match.span() for match in _DUTIES.finditer(text)]
    return [r for r in wanted.ranges(text) if any(start <= r[0] and r[1] <= end for start, end in duties)]


def accepts(wanted: Filter, info: DocumentInfo) -> bool:
    """Whether a document has the property."""
    match wanted.field:
        case "year":
            first, last = wanted.years or (0, 0)
            return info.year is not None and first <= info.year <= last
        case "level":
            return info.level == wanted.value
        case "status":
            return info.status == wanted.value
        case "issuer":
            return _says(info.issuers, wanted.value)
        case "region":
            return _says([info.region], wanted.value)
        case "kind":
            return _says([info.kind], wanted.value)
        case "number":
            return _is_numbered(wanted.value, info.doc_number)
        case "note" | "tag":
            return True


def _says(texts: Iterable[str | None], value: str) -> bool:
    folded = fold_text(without_unseen(value))
    return any(folded in fold_text(text) for text in texts if text)


def _is_numbered(value: str, doc_number: str | None) -> bool:
    """Whether the parts of a 文号, in any brackets and with any zeros, are those of the document's."""
    if not doc_number:
        return False
    has = _PARTS.findall(fold_text(doc_number))
    names = [part for part in has if not part.isdigit()]
    numbers = {int(part) for part in has if part.isdigit()}
    wanted = [part for part in _PARTS.findall(fold_text(without_unseen(value))) if part not in {"号", "第"}]
    return bool(wanted) and all(
        int(part) in numbers if part.isdigit() else any(part.removesuffix("第") in name for name in names)
        for part in wanted
    )
