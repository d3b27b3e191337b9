"""Whether a query without a hit is answered by something near it, and by what. Says so in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.folding import fold_text
from reader.core.highlight import needle, spans
from reader.core.hits import Hit, Remedy, SearchOptions, SearchResult
from reader.core.query import And, Filter, Node, Number, Query, Words, describe, parse, quoted, rewritten
from reader.search.facets import faceted
from reader.search.finding import folded_unit, hit_of
from reader.search.forgiving.nearest import Near, nearest
from reader.search.helping import Help
from reader.search.matching import accepts
from reader.search.open_index import OpenIndex
from reader.search.ranking import Found

LONG_ENOUGH: Final = 5
"""Characters from which on one wrong character leaves no doubt of what is meant; below, it is only offered."""


def other_spelling(parsed: Query, told: Help) -> Words | None:
    """The one word of a query as the library spells it, where it is nowhere as it was typed."""
    node = parsed.node
    if parsed.strict or not isinstance(node, Words) or len(fold_text(node.text)) < LONG_ENOUGH:
        return None
    return next((Words(each.what, node.scope) for each in told.remedies if each.kind == "instead"), None)


def by_spelling(near: SearchResult, parsed: Query, other: Words, told: Help) -> SearchResult:
    """The answer to another spelling, as one to the query."""
    assert parsed.node is not None  # it was searched for
    says = f"没有找到{describe(parsed.node)}。已改按相近的{describe(other)}查找。"
    remedies = (*_strictly(parsed), *(each for each in told.remedies if each.what != other.text))
    return replace(near, read_as=parsed.read_as, notice=says, remedies=remedies, fallback="spelling")


def by_words(
    opened: OpenIndex,
    parsed: Query,
    options: SearchOptions,
    near: Sequence[Near],
    noted: Callable[[Found], int] | None,
    told: Help,
) -> SearchResult:
    """The answer that consists of the nearest units. `took_ms` is left to the caller. Raises IndexLost."""
    assert parsed.node is not None  # it was searched for
    by_document: dict[str, list[Near]] = {}
    for each in near:
        by_document.setdefault(each.sheet.info.id, []).append(each)
    found = [
        Found(group[0].sheet, opened.order[doc], sorted(each.unit for each in group))
        for doc, group in by_document.items()
    ]
    found.sort(key=lambda f: f.order)
    left = faceted(found, options.facets, lambda f, unit: opened.unit(f.sheet.page.doc, unit).chapter, noted)
    kept = {(f.sheet.info.id, unit) for f in left.found for unit in f.units}
    hits = [_hit(opened, each) for each in near if (each.sheet.info.id, each.unit) in kept]
    end = None if options.limit is None else max(options.offset, 0) + max(options.limit, 0)
    # Of several words it is told which are nowhere; of one, or where each is somewhere, that it is not there so.
    missing = told.says if isinstance(parsed.node, And) and told.remedies else f"没有找到{describe(parsed.node)}。"
    says = f"{missing}已按其中的词语、不论次序，列出最接近的 {len(hits)} 条。"
    return SearchResult(
        query=parsed.text,
        read_as=parsed.read_as,
        total=len(hits),
        matches=sum(len(hit.spans) for hit in hits),
        took_ms=0.0,
        hits=tuple(hits[max(options.offset, 0) : end]),
        facets=left.counts,
        notice=says,
        remedies=(*_strictly(parsed), *told.remedies),
        fallback="words",
    )


def _hit(opened: OpenIndex, near: Near) -> Hit:
    page = near.sheet.page
    unit = opened.unit(page.doc, near.unit)
    return hit_of(page, unit, spans(folded_unit(page, near.unit, unit), near.ranges), near.score)


def other_blanks(words: Sequence[Words | Number], hits: Sequence[Hit]) -> str | None:
    """The sentence about places that have a blank more or less than the words that were typed; None without one."""
    for each in words:
        wanted = needle(each) if isinstance(each, Words) else None
        if wanted is None or not wanted.gaps:
            continue
        typed = fold_text(each.text) if isinstance(each, Words) else ""
        for hit in hits:
            for span in hit.spans:
                text = fold_text(span.cut(hit.text))
                if text != typed and text.replace(" ", "") == typed.replace(" ", ""):
                    return f"空格不论：{describe(each)}也找到写作“{span.cut(hit.text)}”的。"
    return None


def nearest_to(opened: OpenIndex, parsed: Query, options: SearchOptions, cancelled: Callable[[], bool]) -> list[Near]:
    """The units nearest to the words of a query, whatever their order, best first. Raises Cancelled, IndexLost."""
    asked = None if parsed.strict or parsed.node is None else _asked(parsed.node)
    if asked is None:
        return []
    infos: Sequence[DocumentInfo] | None = None
    if options.docs or asked.filters:
        chosen = set(options.docs)
        infos = [
            info
            for info in opened.infos
            if (not chosen or info.id in chosen) and all(accepts(each, info) for each in asked.filters)
        ]
    return nearest(opened, [words.text for words in asked.words], infos, cancelled)


def _strictly(parsed: Query) -> tuple[Remedy, ...]:
    """What asks for the words as they were typed and nothing else."""
    node = parsed.node
    first = next((each for each in (node.parts if isinstance(node, And) else (node,)) if isinstance(each, Words)), None)
    text = rewritten(node) if node is not None else None
    if first is None or text is None:
        return ()
    query = text if parse(text).strict else text.replace(first.text, quoted(first.text), 1)
    return (Remedy("strict", first.text, query, 0),)


@dataclass(frozen=True, slots=True)
class _Asked:
    words: tuple[Words, ...]
    filters: tuple[Filter, ...]


def _asked(node: Node) -> _Asked | None:
    """The words of a query that is nothing but words and properties of documents; None for any other."""
    parts = node.parts if isinstance(node, And) else (node,)
    words = tuple(part for part in parts if isinstance(part, Words) and part.scope == "any")
    filters = tuple(part for part in parts if isinstance(part, Filter) and part.field not in {"note", "tag"})
    return _Asked(words, filters) if words and len(words) + len(filters) == len(parts) else None
