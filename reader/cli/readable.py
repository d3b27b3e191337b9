"""A document as plain text for reading, and as a copy in another script. Pure; prints nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.cli.console import table_lines
from reader.core.document import Block, Document, to_dict

if TYPE_CHECKING:
    from reader.script import Converted, Script

_INDENT = "　　"


def readable(document: Document) -> str:
    """Titles, headings, paragraphs indented by two characters, tables as `| a | b |`; ends in a line feed."""
    lines: list[str] = []
    for block in document.blocks:
        if block.kind in {"title", "heading", "table"} and lines and lines[-1]:
            lines.append("")
        lines += _block_lines(block)
        if block.kind in {"title", "table"}:
            lines.append("")
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _block_lines(block: Block) -> list[str]:
    if block.rows is not None:
        return table_lines(block.rows)
    if block.is_placeholder:
        return [f"〔原文此处缺标题{f'：{block.number}' if block.number else ''}〕"]
    indent = {"paragraph": _INDENT, "bullet": _INDENT, "note": _INDENT, "contents": _INDENT}.get(block.kind, "")
    return [indent + line for line in block.text.split("\n")]


def converted(document: Document, script: str, convert: Callable[[str, Script, Script], Converted]) -> Document:
    """The document as it reads in another script. `lead` follows the text; edits and `raw` speak of the source."""
    # Loads OpenCC, which no other part of `show` needs.
    from reader.script import Script

    def change(text: str) -> str:
        return convert(text, Script(script), Script(document.script)).text

    def change_block(block: Block) -> Block:
        view = convert(block.text, Script(script), Script(document.script))
        lead = view.view_span(block.lead) if block.lead else None
        rows = tuple(tuple(change(cell) for cell in row) for row in block.rows) if block.rows is not None else None
        return replace(block, text=view.text, lead=lead, rows=rows)

    return replace(
        document,
        title=change(document.title) if document.title else "",
        attachment_title=change(document.attachment_title) if document.attachment_title else None,
        issuers=tuple(change(issuer) for issuer in document.issuers),
        doc_number=change(document.doc_number) if document.doc_number else None,
        blocks=tuple(change_block(block) for block in document.blocks),
    )


def as_json(document: Document) -> dict[str, Any]:
    """The document as JSON-ready values, with `page` and `box` in every block, null where there are none."""
    made = to_dict(document)
    made["blocks"] = [{**each, "page": each.get("page"), "box": each.get("box")} for each in made["blocks"]]
    return made
