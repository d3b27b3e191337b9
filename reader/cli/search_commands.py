"""Command `search`."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Collection
from typing import Any, Final

from reader.cli.arguments import Parser, whole_number
from reader.cli.house import House
from reader.cli.versions.states import work_out_states
from reader.core.citation import clause_label, in_title_marks
from reader.core.errors import BadInput, StoreUnavailable
from reader.core.hits import FIRST_VALUES, Hit, SearchOptions, SearchResult, first_values
from reader.core.query import echoed
from reader.core.showing import without_unseen
from reader.core.span import Span
from reader.core.validity import STATE_NAMES
from reader.library.versions.states import WORTH_KEEPING

FACETS: Final = ("doc", "year", "issuer", "level", "kind", "shelf", "validity")
_AROUND: Final = 30
_MANY_DOCUMENTS: Final = 50
_LONGEST_QUERY: Final = 10_000


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    search = add("search", help="全文检索，简体繁体都能查到")
    search.add_argument("query", metavar="检索词")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.add_argument("--limit", type=whole_number(0), default=50, metavar="N", help="最多列出几处（默认 50）")
    search.add_argument("--offset", type=whole_number(0), default=0, metavar="N", help="跳过前几处")
    search.add_argument("--doc", action="append", default=[], metavar="文件", help="只查这份文件，可写多次")
    search.add_argument("--sort", choices=("relevance", "document", "date"), default="relevance", help="排列次序")
    search.add_argument(
        "--facet",
        action="append",
        default=[],
        type=_facet,
        metavar="名称=值",
        help=f"筛选，名称可用 {'、'.join(FACETS)}",
    )
    search.add_argument(
        "--all-facets",
        action="store_true",
        help=f"列出全部有命中的文件的数目（默认列出前 {FIRST_VALUES} 份，其余只说有几份）",
    )
    search.add_argument("--strict", action="store_true", help="只查原样的词语；没有时不改查相近的")
    search.set_defaults(run=search_library)


def _facet(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if name not in FACETS or not mark:
        raise argparse.ArgumentTypeError(f"“{text}”应写作 名称=值，名称可用 {'、'.join(FACETS)}。")
    if name == "validity" and value not in STATE_NAMES:
        raise argparse.ArgumentTypeError(f"“{value}”不是时效，可用 {'、'.join(STATE_NAMES)}。")
    return name, value


def search_library(chosen: Namespace, house: House) -> int:
    """Prints the hits. Status 1 where there are none."""
    if not without_unseen(chosen.query).strip():
        raise BadInput("请输入检索词。")
    if len(chosen.query) > _LONGEST_QUERY:
        raise BadInput(f"检索词有 {len(chosen.query)} 个字，超过上限 {_LONGEST_QUERY} 个字，请缩短后再查。")
    facets: dict[str, frozenset[str]] = {}
    for name, value in chosen.facet:
        facets[name] = facets.get(name, frozenset()) | {value}
    options = SearchOptions(
        docs=tuple(dict.fromkeys(house.document_id(ref) for ref in chosen.doc)),
        limit=chosen.limit,
        offset=chosen.offset,
        sort=chosen.sort,
        facets=facets,
        forgiving=not chosen.strict,
    )
    _prepare(house)
    few = chosen.json and len(house.library.documents()) < WORTH_KEEPING  # the larger ones are asked for, or kept
    if "validity" in facets or few:
        work_out_states(house)
    result = house.library.search(chosen.query, options)
    if chosen.json:
        house.console.json(result_dict(result, facets.get("doc", frozenset()), every=chosen.all_facets))
    else:
        _print(result, chosen.offset, house)
    if result.notice:
        house.console.tell(result.notice)
    elif not result.total:
        house.console.tell(f"没有找到{echoed(result.read_as)}。", f"Nothing found for {echoed(result.query)}.")
    return 0 if result.total else 1


def _prepare(house: House) -> None:
    """A large library is given an index first; a small one is not even looked at, since it needs none."""
    if len(house.library.documents()) < _MANY_DOCUMENTS:
        return
    try:
        house.library.prepare_search(
            lambda done, of, _title: (
                house.console.tell("正在建立检索索引，只需一次……", "Building the index, once…")
                if not done and of
                else None
            )
        )
    except StoreUnavailable as error:
        # The index only makes the next search faster.
        house.console.tell(str(error))


def result_dict(result: SearchResult, docs: Collection[str] = (), *, every: bool = False) -> dict[str, Any]:
    """The answer as JSON-ready values, names as in the contract.

    Of the documents that have hits the first twenty are told, and the chosen ones (`docs`); `facets_left` says how many
    are not. `every`: all of them.
    """
    told = {name: dict(counts) for name, counts in result.facets.items()}
    if not every and "doc" in told:
        told["doc"] = dict(first_values(told["doc"], chosen=docs))
    left = {name: n for name, counts in result.facets.items() if (n := len(counts) - len(told[name]))}
    return {
        "query": result.query, "read_as": result.read_as, "total": result.total, "matches": result.matches,
        "took_ms": round(result.took_ms, 2), "notice": result.notice, "fallback": result.fallback,
        "hits": [_hit_dict(hit) for hit in result.hits],
        "facets": told, "facets_left": left,
    }  # fmt: skip


def _hit_dict(hit: Hit) -> dict[str, Any]:
    made: dict[str, Any] = {"doc": hit.doc, "block": hit.block, "kind": hit.kind, "path": list(hit.path)}
    if hit.row is not None:
        made["row"] = hit.row
    if hit.at is not None:
        made["at"] = list(hit.at)
    return {**made, "text": hit.text, "spans": [list(span) for span in hit.spans], "score": round(hit.score, 4)}


def _print(result: SearchResult, offset: int, house: House) -> None:
    say = house.console.line
    for number, hit in enumerate(result.hits, 1 + offset):
        document = house.library.open(hit.doc)
        label = clause_label(document, hit.block)
        say(f"{number}. {in_title_marks(document.reading_title)}{label}  [{hit.doc}#{hit.block}]")
        say("    " + excerpt(hit.text, hit.spans))
    if not result.total:
        return
    house.console.tell(
        f"{echoed(result.read_as)}：共 {result.total} 段、{result.matches} 处，列出 {len(result.hits)} 段，"
        f"用时 {result.took_ms:.0f} 毫秒。",
        f"{result.total} blocks, {result.matches} matches, {len(result.hits)} listed, {result.took_ms:.0f} ms.",
    )


def excerpt(text: str, spans: tuple[Span, ...], around: int = _AROUND) -> str:
    """The words around the first match, on one line, every match in 【】."""
    first = spans[0] if spans else Span(0, 0)
    start, end = max(0, first.start - around), min(len(text), first.end + around)
    parts, at = ["…" if start else ""], start
    for span in spans:
        if span.start < at or span.end > end:
            continue
        parts += [text[at : span.start], "【", span.cut(text), "】"]
        at = span.end
    parts += [text[at:end], "…" if end < len(text) else ""]
    return " ".join("".join(parts).split())
