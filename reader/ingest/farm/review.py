"""What a reviewer of a build has to look at: as one web page that stands alone, and as a workbook.

Every text is escaped, the page itself forbids scripts and anything from outside, no cell is ever run as a formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from reader.core.adding import AddRow
from reader.core.showing import brief, visible
from reader.core.spreadsheet import fitting
from reader.files import needs_room, write_whole
from reader.ingest.farm.catalogue import FIELDS
from reader.ingest.farm.place import Place
from reader.ingest.farm.similar import NEAR, Pair
from reader.workbook import print_well

if TYPE_CHECKING:
    from reader.ingest.farm.finding import Found
    from reader.ingest.farm.planning import Plan, Planned

STATES: Final = {
    "added": "已收入", "already": "重复", "needs-ocr": "需要文字识别", "unreadable": "读不了", "skipped": "已跳过",
}  # fmt: skip
_SHOWN: Final = 2000  # rows of one table of the page; the workbook has them all
_LONG_TITLE: Final = 80
_MOST_DEFECTS: Final = 12  # of one document
_MOST_PAIRS: Final = 20_000
_MISSING: Final = ("title", "issuers", "doc_number", "written", "region")

Rows = list[list[str | float]]
Table = tuple[str, str, list[str], Rows]
"""Heading, what it is for, names of the columns, rows."""


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a build.

    Attributes:
        documents: that are in the corpus, in order. heads: of the answers, by name of the file.
        alike: pairs of documents, by number.
    """

    title: str
    version: str
    rows: tuple[AddRow, ...]
    documents: Sequence[Planned]
    heads: Mapping[str, Mapping[str, Any]]
    alike: Sequence[Pair]


def drawn_up(review: Review, plan: Plan) -> tuple[bytes, bytes]:
    """A review as page and workbook. The same review gives the same page. Raises StoreUnavailable."""
    tables = tuple(tables_of(review, plan))
    return _page(review, tables), _workbook(tables)


def write_review(place: Place, page: bytes, sheet: bytes) -> tuple[Path, Path]:
    """Writes report.html and report.xlsx. Raises StoreUnavailable, BadInput."""
    files = place.review / "report.html", place.review / "report.xlsx"
    for file, data in zip(files, (page, sheet), strict=True):
        write_whole(file, data)
    return files


def tables_of(review: Review, plan: Plan) -> Iterator[Table]:
    """All that is to be looked at, the most pressing first."""
    documents = [(each, review.heads[each.found.file]) for each in review.documents]
    faults: Rows = [
        [row.file, STATES[row.state], row.says] for row in review.rows if row.state not in {"added", "already"}
    ]
    yield "没有收入的文件", "读不了、需要文字识别或不是文件，语料里没有它们。", ["文件", "结果", "原因"], faults
    doubtful = [row for each, head in documents if (row := _doubtful(each, head))]
    what = "请对照原件，在 catalogue.toml 里更正 title 并写明依据。"
    yield "标题存疑", what, ["文件", "编号", "标题", "疑点"], doubtful
    missing = [row for each, head in documents if (row := _missing(each, head))]
    yield "没有读到的项目", "在 catalogue.toml 里补上，写明依据。", ["文件", "编号", "标题", "没有读到"], missing
    defects = [row for each, head in documents for row in _defects(each, head)]
    yield "缺陷", "来源本身缺损或有疑问的地方。", ["文件", "标题", "问题", "所在的段落"], [list(row) for row in defects]
    unsure = [
        [each.found.file, str(head["title"]), str(rule), str(said)]
        for each, head in documents for rule, said in head["review"]["said"]
    ]  # fmt: skip
    yield "没有把握的修复", "请与原件核对。", ["文件", "标题", "规则", "修复"], [list(row) for row in unsure]
    copies = [[row.file, row.title, row.says] for row in review.rows if row.state == "already"]
    yield "重复的文件", "内容逐字节相同，只收入一份。", ["文件", "标题", "说明"], [list(row) for row in copies]
    yield _pairs(review, [pair for pair in review.alike if pair.why == NEAR], "几乎相同的文件",
                 "文字大半相同而标题、文号不同；看是不是同一份。")  # fmt: skip
    yield _pairs(review, [pair for pair in review.alike if pair.why != NEAR], "版本",
                 "文号或标题相同；看是先后的版本，还是同一份文件的两个文档。")  # fmt: skip
    yield "目录里有、文件夹里没有", "可能改了名或移走了。", ["文件"], [[name] for name in plan.absent]
    every = [
        [row.file, STATES[row.state], row.id or "", row.title, row.says] for row in review.rows
    ]  # fmt: skip
    yield "全部文件", "一个文件一行。", ["文件", "结果", "编号", "标题", "说明"], [list(row) for row in every]


def _doubtful(each: Planned, head: Mapping[str, Any]) -> list[str | float] | None:
    info = head["info"]
    title, basis = info["title"] or "", info["source"]["inferred"].get("title", "")
    if not title:
        why = "没有读到标题"
    elif basis and "title" not in each.facts.values:
        why = basis
    elif len(title) > _LONG_TITLE:
        why = f"标题有 {len(title)} 个字，可能连上了正文"
    else:
        return None
    return [each.found.file, info["id"], title, why]


def _missing(each: Planned, head: Mapping[str, Any]) -> list[str | float] | None:
    info = head["info"]
    lacks = [FIELDS[name] for name in _MISSING if not info.get(name)]
    return [each.found.file, info["id"], str(head["title"]), "、".join(lacks)] if lacks else None


def _defects(each: Planned, head: Mapping[str, Any]) -> Iterator[list[str | float]]:
    """Of a document with many the first: nobody looks at more before they have looked at the document."""
    found, file, title = head["review"]["defects"], each.found.file, str(head["title"])
    for _kind, note, near in found[:_MOST_DEFECTS]:
        yield [file, title, str(note), str(near)]
    if len(found) > _MOST_DEFECTS:
        yield [file, title, f"另有 {len(found) - _MOST_DEFECTS} 处，见文件的“出处”。", ""]


def _pairs(review: Review, pairs: Sequence[Pair], heading: str, what: str) -> Table:
    rows: Rows = []
    for pair in pairs[:_MOST_PAIRS]:
        a, b = (review.documents[number] for number in (pair.a, pair.b))
        first, second = (review.heads[each.found.file] for each in (a, b))
        dates = [head["info"].get("written") or head["info"].get("published") or "" for head in (first, second)]
        rows.append([
            a.found.file, str(first["title"]), dates[0], b.found.file, str(second["title"]), dates[1], pair.why,
            pair.likeness,
        ])  # fmt: skip
    return heading, what, ["文件", "标题", "日期", "文件 2", "标题 2", "日期 2", "依据", "相同的部分"], rows


# -- rows


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of the files.

    Attributes:
        heads: of the answers, by name of the file.
        lost: files whose citations without marks could not be read.
        alike: pairs of the documents that go into the corpus, by number.
    """

    plan: Plan
    heads: Mapping[str, Mapping[str, Any]]
    lost: frozenset[str]
    alike: Sequence[Pair]


def rows_of(folder: Path, found: Sequence[Found], said: Said) -> Iterator[AddRow]:
    """A row for each file of the folder, in order."""
    ids = {each.found.file: each.facts.id for each in said.plan.files}
    documents = [each for each in said.plan.files if said.heads[each.found.file]["state"] == "added"]
    notes = {documents[pair.b].found.file: (documents[pair.a].found.file, pair.why) for pair in reversed(said.alike)}
    for each in found:
        first = said.plan.first.get(each.file, each.file)
        head = said.heads.get(first)
        shown = str(folder / each.file)
        if head is None:
            yield AddRow(shown, "skipped" if each.skipped else "unreadable", None, "", visible(each.fault))
            continue
        title = str(head.get("title", ""))
        if head["state"] != "added":
            says = head["says"] if first == each.file else f"与“{brief(first)}”内容相同，那一份没有收入。"
            yield AddRow(shown, head["state"], None, "", visible(says))
        elif first != each.file:
            says = f"与“{brief(first)}”内容相同，没有重复收入。"
            yield AddRow(shown, "already", ids[first], title, visible(says))
        else:
            yield AddRow(shown, "added", ids[first], title, visible(_added(head, notes.get(first), first in said.lost)))


def _added(head: Mapping[str, Any], note: tuple[str, str] | None, is_lost: bool) -> str:
    info = head["info"]
    doubt = "" if info["title"] else "；没有读到标题，请核对"
    if basis := info["source"]["inferred"].get("title"):
        doubt = f"；标题依据：{brief(basis)}"
    like = f"它与“{brief(note[0])}”{note[1]}，请在核对报告里看。" if note else ""
    lost = "其中不带书名号的引用没有读成，再运行一次会再读。" if is_lost else ""
    return f"已收入《{head['title']}》{doubt}。{like}{lost}"


# -- a page


_PAGE: Final = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
:root { --paper: #fff; --surface: #f6f7f8; --line: #e1e4e8; --ink: #1f2328; --soft: #59636e; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --surface: #1d2126; --line: #30363d; --ink: #d7dce2;
  --soft: #98a2ad; --link: #7db7f5; } }
body { margin: 2em auto; max-width: 84em; padding: 0 1em; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.125rem; margin: 2em 0 0.25em; }
p, .soft { color: var(--soft); margin: 0.25em 0; } a { color: var(--link); }
table { width: 100%; border-collapse: collapse; margin-top: 0.5em; }
th, td { padding: 0.3em 0.6em; border: 1px solid var(--line); vertical-align: top; text-align: left;
  font-weight: normal; }
thead th { background: var(--surface); position: sticky; top: 0; white-space: nowrap; }
@media print { body { max-width: none; } thead th { position: static; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>$title</h1>
<p>$facts</p>
<ul>
$contents
</ul>
$tables
</body>
</html>
""")


def _page(review: Review, tables: Sequence[Table]) -> bytes:
    states = Counter(row.state for row in review.rows)
    facts = [
        f"共 {len(review.rows)} 个文件：" + "，".join(f"{STATES[s]} {n}" for s, n in sorted(states.items())) + "。",
        f"语料 {len(review.documents)} 份文件，版本 {review.version}。",
    ]
    contents = [
        f'<li><a href="#t{at}">{_safe(heading)}</a> {len(rows)}</li>'
        for at, (heading, _what, _columns, rows) in enumerate(tables)
    ]
    return _PAGE.substitute(
        title=_safe(f"核对报告：{review.title}" if review.title else "核对报告"), facts="<br>".join(map(_safe, facts)),
        contents="\n".join(contents), tables="\n".join(_table(at, table) for at, table in enumerate(tables)),
    ).encode("utf-8")  # fmt: skip


def _table(at: int, table: Table) -> str:
    heading, what, columns, rows = table
    made = [f'<h2 id="t{at}">{_safe(heading)}</h2>', f"<p>{_safe(what)}</p>"]
    if not rows:
        return "\n".join([*made, "<p>没有。</p>"])
    head = "".join(f'<th scope="col">{_safe(column)}</th>' for column in columns)
    made.append(f"<table><thead><tr>{head}</tr></thead><tbody>")
    made += ["<tr>" + "".join(f"<td>{_safe(str(cell))}</td>" for cell in row) + "</tr>" for row in rows[:_SHOWN]]
    made.append("</tbody></table>")
    if len(rows) > _SHOWN:
        made.append(f"<p>另有 {len(rows) - _SHOWN} 行，见 report.xlsx。</p>")
    return "\n".join(made)


def _safe(text: str) -> str:
    return escape(fitting(text))


# -- a workbook


_WIDTH: Final = 36  # characters of a column


@needs_room
def _workbook(tables: Sequence[Table]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for heading, _what, columns, rows in tables:
        sheet = book.create_sheet(heading)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        for number in range(1, len(columns) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTH

        print_well(sheet, [_WIDTH] * len(columns))
        sheet.append([_cell(sheet, column, bold=True) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str | float, *, bold: bool = False) -> Any:
    """A cell; as it is where nothing more has to be said of it: there are many, and each style costs."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not isinstance(value, str):
        return value
    text = fitting(value)
    if not bold and not text.startswith("="):
        return text
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"  # else a text that begins with = would be taken for a formula
    if bold:
        made.font = Font(bold=True)
    return made
