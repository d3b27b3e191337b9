"""Notes as one HTML page that stands alone, light and dark. Not read back.

Every text is escaped, and the page itself forbids scripts and anything from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reader.core import citation
from reader.core.document import Document
from reader.store.formats.row import Row, by_document, counted, facts, grouped

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ --paper: #fff; --ink: #1c1c1c; --soft: #5c5c5c; --yellow: #ffeb6b; --green: #c0ed72; --blue: #add8ff;
  --pink: #ffb0ca; --purple: #d9b2ff; }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #1b1b1b; --ink: #e6e6e6; --soft: #a8a8a8; --yellow: #906e00;
  --green: #306f50; --blue: #265589; --pink: #a23e5a; --purple: #505088; }} }}
body {{ max-width: 42em; margin: 2em auto; padding: 0 1em; background: var(--paper); color: var(--ink);
  font: 1rem/1.8 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; overflow-wrap: anywhere; }}
blockquote {{ margin: 0.5em 0; padding: 0.2em 1em; border-left: 0.4em solid var(--mark, var(--soft));
  white-space: pre-wrap; }}
.underline blockquote {{ border-left-style: double; }}
.text {{ white-space: pre-wrap; }}
.facts, cite {{ color: var(--soft); font-size: 0.9rem; font-style: normal; }}
nav a {{ color: inherit; text-decoration: none; border-bottom: 1px dotted var(--soft); }}
nav li {{ margin: 0.3em 0; }}
article {{ margin: 1.5em 0; break-inside: avoid; }}
h2, h3 {{ break-after: avoid; }}
@media print {{ body {{ max-width: none; margin: 0; }} blockquote {{ print-color-adjust: exact; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def dump(rows: Sequence[Row]) -> bytes:
    """A section a document, an article a note."""
    out = []
    for group in by_document(rows).values():
        out += ["<section>", f"<h2>{escape(group[0].title)}</h2>", *map(_article, group), "</section>"]
    return _made("我的批注", out)


def summary(document: Document, rows: Sequence[Row]) -> bytes:
    """What one has read out of a document, on a page: counts, notes by colour, and by tag the clauses they stand at.

    Args:
        rows: the document's, in document order, orphans last.
    """
    issuers = "、".join(document.issuers)
    dates = f"成文日期：{document.written}" if document.written else ""
    facts_of = [line for line in (citation.official(document), issuers, dates, counted(rows)) if line]
    out = [f'<p class="facts">{"<br>".join(map(escape, facts_of))}</p>', "<nav><ul>"]
    tags = [(name, group) for name, group in grouped(rows, "tag") if name.startswith("#")]
    todo = [row for row in rows if row.note.status == "todo"]
    at = {id(row): number for number, row in enumerate(rows)}
    for name, group in [*([("待办", todo)] if todo else []), *tags]:
        places = "、".join(f'<a href="#n{at[id(row)]}">{escape(row.clause or "全文")}</a>' for row in group)
        out.append(f"<li>{escape(name)}（{len(group)}）：{places}</li>")
    out.append("</ul></nav>")
    for name, group in grouped(rows, "colour"):
        out.append(f"<section><h2>{escape(name)}（{len(group)}）</h2>")
        out += [_article(row, f' id="n{at[id(row)]}"') for row in group]
        out.append("</section>")
    return _made(f"{citation.in_title_marks(document.reading_title)}阅读小结", out)


def _made(title: str, body: Sequence[str]) -> bytes:
    return _PAGE.format(title=escape(title), body="\n".join(body)).encode("utf-8", "replace")


def _article(row: Row, name: str = "") -> str:
    note = row.note
    out = [f'<article{name} class="{note.kind}" style="--mark: var(--{escape(note.colour)})">']
    out.append(f"<h3>{escape(row.clause or '全文')}</h3>")
    if note.anchor.quote:
        out.append(f"<blockquote>{escape(note.anchor.quote)}</blockquote>")
    out.append(f"<cite>{escape(row.citation)}</cite>")
    if note.text:
        out.append(f'<p class="text">{escape(note.text)}</p>')
    return "\n".join([*out, f'<p class="facts">{escape(facts(row))}</p>', "</article>"])
