"""Notes as Markdown to read and pass on, each with a link to its clause. Not read back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.store.formats.row import Row, by_document, facts

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")

# What follows the words of a link, or its name where it is defined, unless it is an address of the web.
_LEADS_ELSEWHERE = re.compile(r"\](?=[(:](?!\s*https?://))", re.IGNORECASE)
# Addresses that are links as they stand, or that some program takes for one.
_SCHEME = re.compile(
    r"(?<![A-Za-z0-9+.\-\\])(?!https?:)(javascript|vbscript|data|file|[A-Za-z][A-Za-z0-9+.\-]{1,30}(?=:(?://|\S+@))):",
    re.IGNORECASE,
)


def dump(rows: Sequence[Row]) -> bytes:
    """A heading a document, a quotation and the note a note."""
    out = ["# 我的批注", ""]
    for group in by_document(rows).values():
        out += [f"## {_plain(group[0].title)}", ""]
        for row in group:
            out += [f"### [{_plain(row.clause or '全文')}]({_target(row.link)})", ""]
            if row.note.anchor.quote:
                out += [*(f"> {_plain(line)}" for line in row.note.anchor.quote.split("\n")), ">"]
            out += [f"> —— {_plain(row.citation)}", ""]
            if row.note.text:
                out += [_own(row.note.text), ""]
            out += [_plain(facts(row)), ""]
    return "\n".join(out).encode("utf-8")


def _plain(text: str) -> str:
    """Text of a document, shown as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.splitlines()))


def _own(text: str) -> str:
    """The user's own text keeps its Markdown, but no HTML, and no link that leads elsewhere than to the web."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return _SCHEME.sub(r"\1\\:", _LEADS_ELSEWHERE.sub(r"]\\", plain))


def _target(link: str) -> str:
    return re.sub(r"[\s()<>\[\]]", lambda m: f"%{ord(m[0]):02X}", link)
