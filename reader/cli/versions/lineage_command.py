"""Command `lineage`: what a document rests on, what rests on it, and what it cites that is not here."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reader.cli.arguments import Parser
from reader.cli.console import shortened
from reader.cli.house import House
from reader.library.versions.lineage import Lineage, Link

WIDEST: Final = 80
GROUNDS: Final[Mapping[str, str]] = MappingProxyType({
    "rests-on": "依据", "carries-out": "贯彻落实", "passes-on": "转发", "issues": "印发",
})  # fmt: skip


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    lineage = add("lineage", help="一份文件依据哪些文件，哪些文件依据它")
    lineage.add_argument("doc", metavar="文件")
    lineage.add_argument("--json", action="store_true", help="输出 JSON")
    lineage.set_defaults(run=show_lineage)


def show_lineage(chosen: Namespace, house: House) -> int:
    """Prints the lineage of a document. Status 1 where nothing is known of it."""
    doc = house.document_id(chosen.doc)
    found = house.library.lineages.get().of(doc)
    titles = {info.id: info.reading_title for info in house.library.documents()}
    if chosen.json:
        house.console.json(as_json(found, titles))
    else:
        _print(found, titles, house)
    return 0 if found.rests_on or found.rested_on_by or found.missing else 1


def as_json(found: Lineage, titles: Mapping[str, str]) -> dict[str, Any]:
    """`rests_on`, `rested_on_by`: rows with the place and the words that say so, `target` null where it is not here;
    `missing`: what the document cites that is not here, the most cited of the library first.
    """
    return {
        "rests_on": [_row(link, titles) for link in found.rests_on],
        "rested_on_by": [_row(link, titles) for link in found.rested_on_by],
        "missing": [
            {"cited": each.cited, "number": each.number, "times": each.times, "documents": each.documents}
            for each in found.missing
        ],
    }


def _row(link: Link, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "relation": link.relation, "doc": link.doc, "title": titles.get(link.doc), "block": link.block,
        "span": list(link.span), "words": link.words, "cited": link.cited, "number": link.number,
        "target": link.target, "doubt": link.doubt,
    }  # fmt: skip


def _print(found: Lineage, titles: Mapping[str, str], house: House) -> None:
    console = house.console
    english = console.language == "en"

    def line(link: Link, name: str, doc: str | None) -> None:
        relation = link.relation if english else GROUNDS[link.relation]
        here = doc or ("not here" if english else "不在文库")
        console.line(f"{relation}\t{name}\t{here}")
        console.line(
            f"    {shortened(' '.join(link.words.split()), WIDEST)}" + (f"（{link.doubt}）" if link.doubt else "")
        )

    for link in found.rests_on:
        line(link, f"《{link.cited}》", link.target)
    if found.rested_on_by:
        console.line("Rests on it:" if english else "依据它的文件：")
    for link in found.rested_on_by:
        line(link, titles.get(link.doc, link.doc), link.doc)
    if found.missing:
        console.line("Cited and not here:" if english else "引用而不在文库的文件：")
    for each in found.missing:
        console.line(f"{each.times}\t{each.documents}\t《{each.cited}》{each.number or ''}")
