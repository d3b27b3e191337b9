"""Notes as one HTML page that stands alone, light and dark. Not read back.

Every text is escaped, and the page itself forbids scripts and anything from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reader.store.formats.row import Row, by_document, facts

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>我的批注</title>
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
article {{ margin: 1.5em 0; break-inside: avoid; }}
h2, h3 {{ break-after: avoid; }}
@media print {{ body {{ max-width: none; margin: 0; }} blockquote {{ print-color-adjust: exact; }} }}
</style>
</head>
<body>
<h1>我的批注</h1>
{body}
</body>
</html>
"""


def dump(rows: Sequence[Row]) -> bytes:
    """A section a document, an article a note."""
    out = []
    for group in by_document(rows).values():
        out += ["<section>", f"<h2>{escape(group[0].title)}</h2>"]
        for row in group:
            note = row.note
            out.append(f'<article class="{note.kind}" style="--mark: var(--{escape(note.colour)})">')
            out.append(f"<h3>{escape(row.clause or '全文')}</h3>")
            if note.anchor.quote:
                out.append(f"<blockquote>{escape(note.anchor.quote)}</blockquote>")
            out.append(f"<cite>{escape(row.citation)}</cite>")
            if note.text:
                out.append(f'<p class="text">{escape(note.text)}</p>')
            out += [f'<p class="facts">{escape(facts(row))}</p>', "</article>"]
        out.append("</section>")
    return _PAGE.format(body="\n".join(out)).encode("utf-8")
