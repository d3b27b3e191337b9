"""Command `show`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace

from reader.cli.arguments import Parser, file_name, whole_number
from reader.cli.house import House
from reader.cli.readable import as_json, converted, readable
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.files import write_whole


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the commands of this file."""
    show = add("show", help="显示一份文件或其中一个条款")
    show.add_argument("doc", metavar="文件[#条款]")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--text", action="store_true", help="输出便于阅读的文本（默认）")
    form.add_argument("--source", action="store_true", help="输出收到时的原始文本")
    show.add_argument("--page", type=whole_number(1), metavar="N", help="原始文件的第几页，与 --png 同用")
    show.add_argument("--png", type=file_name, metavar="FILE", help="把这一页画成图片文件")
    show.add_argument("--script", choices=("hans", "hant", "tw", "hk", "twp"), help="转换字形后显示")
    show.set_defaults(run=show_document)


def show_document(chosen: Namespace, house: House) -> int:
    """Prints one document, or the clause asked for with what stands under it."""
    place = house.library.find(chosen.doc)
    if chosen.page is not None or chosen.png is not None:
        return _draw(chosen, place.doc, house)
    if chosen.source:
        house.console.write(house.library.source(place.doc))
        return 0
    document = house.library.open(place.doc)
    if place.block is not None:
        document = _section(document, place.block)
    if chosen.script and chosen.script != document.script:
        document = converted(document, chosen.script, house.library.convert)
    if chosen.json:
        house.console.json(as_json(document))
    else:
        house.console.write(readable(document))
    return 0


def _draw(chosen: Namespace, doc: str, house: House) -> int:
    """Draws a page of the original file."""
    if chosen.page is None or chosen.png is None:
        raise BadInput("--page 和 --png 要同时写明：画哪一页，画到哪个文件。")
    house.policy.check_export("png")
    write_whole(chosen.png, house.library.draw_page(doc, chosen.page))
    return 0


def _section(document: Document, block_id: str) -> Document:
    """The document with nothing but one block and those under it."""
    kept = document.section(block_id)
    ids = {b.id for b in kept}
    return replace(
        document,
        blocks=kept,
        edits=tuple(e for e in document.edits if e.block in ids),
        defects=tuple(d for d in document.defects if d.block in ids),
    )
