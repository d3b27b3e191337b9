"""Command `lineage`: what a document rests on, what rests on it, what is cited and not here; the same as a picture."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import shortened
from reader.cli.house import House
from reader.cli.words import WrongArguments
from reader.core.lineage_graph import LEVEL_NAMES, LEVELS, RELATION_NAMES, Graph, Node
from reader.files import write_whole
from reader.library.versions.lineage import Lineage, Link, Missing
from reader.reports.lineage_picture import dump_svg, lay_out

WIDEST: Final = 80


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    lineage = add("lineage", help="一份文件依据哪些文件，哪些文件依据它")
    lineage.add_argument("doc", metavar="文件", nargs="?", help="不写则列出全库引用而不在文库的文件，引用最多的在前")
    form = lineage.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--svg", type=file_name, metavar="FILE", help="把依据关系画成 SVG 图")
    lineage.add_argument(
        "--steps", type=int, metavar="N", help="向上、向下各看几步（1 到 5，默认 2）；JSON 里另有 graph"
    )
    lineage.add_argument("--relation", action="append", choices=tuple(RELATION_NAMES), help="只要这种关系，可写多次")
    lineage.add_argument("--level", action="append", choices=LEVELS, help="只要这一级的文件，可写多次")
    lineage.add_argument("--years", metavar="Y-Y", help="只要这些年份的文件，例如 2019-2024；按各版自己的年份")
    lineage.set_defaults(run=show_lineage)


def show_lineage(chosen: Namespace, house: House) -> int:
    """Prints the lineage of a document, or draws it. Status 1 where nothing is known of it."""
    graphic = chosen.svg or any(getattr(chosen, name) is not None for name in ("steps", "relation", "level", "years"))
    if chosen.doc is None:
        if graphic:
            raise WrongArguments("请写明是哪一份文件的关系图。", "Say of which document the graph is.")
        return _show_missing(chosen, house)
    doc = house.document_id(chosen.doc)
    graph = _graph(chosen, house, doc) if graphic else None
    if chosen.svg:
        assert graph is not None
        house.policy.check_export("svg")
        title = house.library.open(doc).reading_title
        write_whole(chosen.svg, dump_svg(lay_out(graph), title))
        house.console.tell(f"已写入 {chosen.svg}。", f"Written to {chosen.svg}.")
        return 0 if graph.edges else 1
    if graph is not None and not chosen.json:
        _print_graph(graph, house)
        return 0 if graph.edges else 1
    found = house.library.lineages.get().of(doc)
    titles = {info.id: info.reading_title for info in house.library.documents()}
    if chosen.json:
        house.console.json(as_json(found, titles) | ({"graph": graph_json(graph)} if graph is not None else {}))
    else:
        _print(found, titles, house)
    return 0 if found.rests_on or found.rested_on_by or found.missing else 1


def _graph(chosen: Namespace, house: House, doc: str) -> Graph:
    from reader.library.versions.lineage_graph import STEPS, graph_of

    steps = STEPS if chosen.steps is None else chosen.steps
    if not 1 <= steps <= 5:
        raise WrongArguments("--steps 请写 1 到 5。", "--steps takes 1 to 5.")
    graph = graph_of(house.library.lineages.get(), house.library.documents(), doc, steps)
    if graph.left_out:
        numbers = (len(graph.nodes), graph.left_out)
        house.console.tell("图中有 {} 份文件，另有 {} 份没有画。".format(*numbers),
                           "{} documents are drawn, {} more are not.".format(*numbers))  # fmt: skip
    return graph.narrowed(chosen.relation or (), chosen.level or (), _years(chosen.years))


def _years(words: str | None) -> tuple[int, int] | None:
    if words is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", words.strip())
    if match is None:
        raise WrongArguments(
            f"“{words}”不是年份；请写成 2019-2024。", f"“{words}” is no span of years; write 2019-2024."
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise WrongArguments(
            f"“{words}”的后一年早于前一年；请写成 2019-2024。",
            f"“{words}” ends before it begins; write 2019-2024.",
        )
    return first, last


def _show_missing(chosen: Namespace, house: House) -> int:
    """What the whole library cites and does not hold: what to get next."""
    missing = house.library.lineages.get().missing()
    if chosen.json:
        house.console.json({"missing": [_missing(each) for each in missing]})
    else:
        for each in missing:
            house.console.line(f"{each.times}\t{each.documents}\t{each.place}《{each.cited}》{each.number or ''}")
    return 0 if missing else 1


def as_json(found: Lineage, titles: Mapping[str, str]) -> dict[str, Any]:
    """`rests_on`, `rested_on_by`: rows with the place and the words that say so, `target` null where it is not here;
    `missing`: what the document cites that is not here, the most cited of the library first.
    """
    return {
        "rests_on": [_row(link, titles) for link in found.rests_on],
        "rested_on_by": [_row(link, titles) for link in found.rested_on_by],
        "missing": [_missing(each) for each in found.missing],
    }


def _missing(each: Missing) -> dict[str, Any]:
    return {
        "cited": each.cited, "number": each.number, "place": each.place or None, "times": each.times,
        "documents": each.documents,
    }  # fmt: skip


def graph_json(graph: Graph) -> dict[str, Any]:
    """`nodes` with `key`, `edges` from `lower` to `higher` by key; `left_out`: how many documents had no room."""
    return {
        "root": graph.root, "left_out": graph.left_out,
        "nodes": [
            {"key": n.key, "doc": n.doc, "title": n.title, "level": n.level, "year": n.year, "place": n.place,
             "times": n.times, "several": n.several}
            for n in graph.nodes
        ],
        "edges": [
            {"lower": e.lower, "higher": e.higher, "relation": e.relation, "words": e.words, "block": e.block,
             "doubt": e.doubt}
            for e in graph.edges
        ],
    }  # fmt: skip


def _row(link: Link, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "relation": link.relation, "doc": link.doc, "title": titles.get(link.doc), "block": link.block,
        "span": list(link.span), "words": link.words, "cited": link.cited, "number": link.number,
        "target": link.target, "doubt": link.doubt,
    }  # fmt: skip


def _print_graph(graph: Graph, house: House) -> None:
    """What is left of the graph: who speaks of whom and how, and of which level and year it is."""
    console, nodes = house.console, {each.key: each for each in graph.nodes}
    english = console.language == "en"

    def named(node: Node) -> str:
        level = node.level if english else LEVEL_NAMES.get(node.level, "")
        facts = [level if node.level in LEVEL_NAMES else "", str(node.year or "")]
        return f"《{node.title}》" + (f"（{said}）" if (said := " ".join(filter(None, facts))) else "")

    for edge in graph.edges:
        lower, higher = nodes[edge.lower], nodes[edge.higher]
        relation = edge.relation if english else RELATION_NAMES[edge.relation]
        here = higher.doc or ("not here" if english else "不在文库")
        console.line(f"{named(lower)}\t{relation}\t{named(higher)}\t{here}")
        words = shortened(" ".join(edge.words.split()), WIDEST)
        console.line(f"    {words}" + (f"（{edge.doubt}）" if edge.doubt else ""))


def _print(found: Lineage, titles: Mapping[str, str], house: House) -> None:
    console = house.console
    english = console.language == "en"

    def line(link: Link, name: str, doc: str | None) -> None:
        relation = link.relation if english else RELATION_NAMES[link.relation]
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
        console.line(f"{each.times}\t{each.documents}\t{each.place}《{each.cited}》{each.number or ''}")
