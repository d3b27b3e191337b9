"""A comparison as one HTML page that stands alone, light and dark.

Every text is escaped, and the page itself forbids scripts and anything from outside.
"""

from __future__ import annotations

from html import escape
from string import Template

from reader.core.comparison import Cell, Comparison, Row, grouped
from reader.reports.marked import Side, pieces, writable

_HEADS = '<th scope="col">对照</th><th scope="col">$left</th><th scope="col">$right</th>'
_TAGS = {"gone": "del", "new": "ins"}

_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
:root { --paper: #fff; --surface: #f6f7f8; --line: #e1e4e8; --ink: #1f2328; --soft: #59636e; --link: #0b57a4;
  --gone: #a61b1b; --gone-back: #fdecec; --new: #0b57a4; --new-back: #e7f1fb; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --surface: #1d2126; --line: #30363d; --ink: #d7dce2;
  --soft: #98a2ad; --link: #7db7f5; --gone: #f0837a; --gone-back: #3a1f1f; --new: #7db7f5; --new-back: #14283c; } }
body { margin: 2em auto; max-width: 84em; padding: 0 1em; background: var(--paper); color: var(--ink);
  font: 1rem/1.8 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; text-wrap: balance; }
.facts, .label, .status { color: var(--soft); font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  font-size: 0.875rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
col.status { width: 7em; }
th, td { padding: 0.6em 0.8em; border: 1px solid var(--line); vertical-align: top; text-align: left; }
thead th { position: sticky; top: 0; background: var(--surface); }
tbody th { font-weight: normal; }
.same td, .only td.none { background: var(--surface); }
.same.revised td { color: var(--soft); }
.revised del, .revised ins { font-weight: bold; }
.text { white-space: pre-wrap; }
.label a { color: var(--link); }
del { color: var(--gone); background: var(--gone-back); text-decoration: line-through; }
ins { color: var(--new); background: var(--new-back); text-decoration: underline; }
@media print { body { max-width: none; } thead th { position: static; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>$title</h1>
<p class="facts">$facts</p>
<table>
<colgroup><col class="status"><col><col></colgroup>
<thead><tr><th scope="col">对照</th><th scope="col">$left</th><th scope="col">$right</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
</body>
</html>
""")


def dump(comparison: Comparison) -> bytes:
    """The comparison as UTF-8 HTML."""
    names = ("修订前", "修订后") if comparison.versions else ("左", "右")
    facts = [
        *(
            f"{side}：{title}，{date}" if date else f"{side}：{title}"
            for side, title, date in zip(names, comparison.titles, comparison.dates, strict=True)
        ),
        comparison.summary,
        "删去的文字加删除线，新增的文字加下划线；相似度很低的对应条款不逐字标注。",
    ]
    if comparison.versions:
        return _revision(comparison, facts[:2])
    return _PAGE.substitute(
        title=_safe(comparison.heading),
        facts="<br>".join(map(_safe, facts)),
        left=_safe(comparison.titles[0]),
        right=_safe(comparison.titles[1]),
        rows="\n".join(map(_row, comparison.rows)),
    ).encode("utf-8")


def _revision(comparison: Comparison, sides: list[str]) -> bytes:
    """修订对照表 as offices make it: before, after, 说明; what has not changed is grey."""
    from reader.reports.revision import headings

    marks = "删去的文字加删除线，新增的文字加下划线，没有改动的条文为灰色。"
    heads = "".join(f'<th scope="col">{_safe(each)}</th>' for each in headings(comparison))
    made = _PAGE.template.replace('<col class="status"><col><col>', '<col><col><col class="status">')
    made = made.replace(_HEADS, heads)
    return (
        Template(made)
        .substitute(
            title=_safe(f"修订对照表：{comparison.titles[1]}"),
            facts="<br>".join(map(_safe, [*sides, comparison.summary + marks])),
            rows="\n".join(map(_revision_row, grouped(comparison).rows)),
        )
        .encode("utf-8")
    )


def _revision_row(row: Row) -> str:
    from reader.reports.revision import explained

    kind = "only" if row.left is None or row.right is None else row.pair.status
    sides: tuple[tuple[Cell | None, Side], ...] = ((row.left, "left"), (row.right, "right"))
    cells = "".join(_cell(row, cell, side, whole=True) for cell, side in sides)
    return f'<tr class="{kind} revised">{cells}<td class="status">{_safe(explained(row))}</td></tr>'


def _safe(text: str) -> str:
    return escape(writable(text))


def _row(row: Row) -> str:
    kind = "only" if row.left is None or row.right is None else row.pair.status
    status = _safe(row.status) + (f"<br>相似度 {row.similarity}" if row.similarity else "")
    return (
        f'<tr class="{kind}"><th scope="row" class="status">{status}</th>'
        f"{_cell(row, row.left, 'left')}{_cell(row, row.right, 'right')}</tr>"
    )


def _cell(row: Row, cell: Cell | None, side: Side, *, whole: bool = False) -> str:
    if cell is None:
        return '<td class="none">—</td>'
    label = (
        f'<div class="label" title="{_safe(cell.citation)}"><a href="{_safe(cell.link)}">{_safe(cell.label)}</a></div>'
    )
    if not whole and side == "right" and row.pair.status == "same":
        return f'<td>{label}<div class="text">同左</div></td>'
    text = "".join(
        f"<{_TAGS[mark]}>{_safe(words)}</{_TAGS[mark]}>" if mark else _safe(words) for words, mark in pieces(row, side)
    )
    return f'<td>{label}<div class="text">{text}</div></td>'
