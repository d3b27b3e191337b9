"""Rule "html": a saved web page to its text, every tag and entity an edit. Never loads anything a page points to."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from html.parser import HTMLParser

from reader.ingest.traced import Change, TracedText

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
])  # fmt: skip
_HIDDEN_INLINE = frozenset(["script", "style", "noscript", "template", "object", "svg", "select", "button", "textarea"])
_HIDDEN = _HIDDEN_INLINE | frozenset(["head", "iframe", "nav", "footer", "aside"])
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
])  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_TABLE_END = re.compile(r"</table|<table", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LONG_CELL = 150  # characters on average; more, and the table only lays the page out
_MOST_COLUMNS = 60
_BAR = "│"  # a bar among the words of a cell: a plain one would part them
_RULE = "html"


def _holds_data(page: str, start: int) -> bool:
    """Whether the table whose tag ends at `start` is one of data: rows of several short cells, no table inside."""
    end = _TABLE_END.search(page, start)
    inside = page[start : end.start() if end else len(page)]
    if end is not None and end.group().lower() == "<table":
        return False
    rows = _ROW.split(inside)[1:]
    cells = sum(len(_CELL.findall(row)) for row in rows)
    return len(rows) >= 2 and cells > len(rows) and len(_TAG.sub("", inside)) / cells <= _LONG_CELL


class _Table:
    """Where in a table of data we are: which column, and which columns are covered by cells from rows above."""

    def __init__(self) -> None:
        self.column = 0
        self._covered: dict[int, int] = {}  # column → rows still covered
        self._wide = 0

    def row(self) -> None:
        self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self.column = self._wide = 0

    def cell(self, across: int, down: int) -> str:
        """The bars in front of a cell: one for the cell before it, one for each column covered from above."""
        first = self.column == 0
        bars = self._skip() + self._wide
        for column in range(self.column, self.column + across):
            if down > 1:
                self._covered[column] = down
        self.column += across
        self._wide = across - 1
        return "|" * (bars + (not first))

    def end(self) -> str:
        """The bars of columns at the end of a row that are covered."""
        return "|" * (self._skip() + self._wide)

    def _skip(self) -> int:
        start = self.column
        while self._covered.get(self.column, 0) and self.column < _MOST_COLUMNS:
            self.column += 1
        return self.column - start


class _Tags(HTMLParser):
    """Collects where tags stand and what they become; positions are offsets in the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.changes: list[Change] = []
        self._page = page
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", page))]  # the parser counts line feeds alone
        self._hidden: list[str] = []
        self._hidden_from = 0
        self._table: _Table | None = None

    def at(self) -> int:
        """Offset of the construct being handled."""
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, len(self.get_starttag_text() or ""), attrs, opening=True, empty=tag in _VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, len(self.get_starttag_text() or ""), attrs, opening=True, empty=True)

    def handle_endtag(self, tag: str) -> None:
        end = self._page.find(">", self.at())
        self._tag(tag, (end + 1 if end >= 0 else len(self._page)) - self.at(), [], opening=False)

    def _tag(
        self, tag: str, length: int, attrs: list[tuple[str, str | None]], *, opening: bool, empty: bool = False
    ) -> None:
        start = self.at()
        if self._hidden:
            if tag == self._hidden[-1] and not empty:
                if opening:
                    self._hidden.append(tag)
                else:
                    self._hidden.pop()
                    if not self._hidden:
                        self.changes.append(Change(self._hidden_from, start + length, self._gap(tag)))
            return
        if opening and not empty and tag in _HIDDEN:
            self._hidden.append(tag)
            self._hidden_from = start
            return
        self.changes.append(Change(start, start + length, self._shown(tag, dict(attrs), start + length, opening)))

    def _gap(self, tag: str) -> str:
        return "" if tag in _HIDDEN_INLINE or self._table else "\n"

    def _shown(self, tag: str, attrs: dict[str, str | None], end: int, opening: bool) -> str:
        if tag == "table":
            self._table = _Table() if opening and _holds_data(self._page, end) else None
        if self._table is None or tag not in _BLOCKS or tag in ("table", "caption"):
            return "\n" if tag in _BLOCKS else ""
        if tag in ("td", "th"):
            return self._table.cell(_span(attrs, "colspan"), _span(attrs, "rowspan")) if opening else ""
        if tag == "tr":
            if not opening:
                return self._table.end() + "\n"
            self._table.row()
            return "\n"
        return ""  # a paragraph inside a cell is no line of its own

    def handle_data(self, data: str) -> None:
        if self._table is not None and not self._hidden and "|" in data:
            start = self.at()
            self.changes += [Change(start + m.start(), start + m.end(), _BAR) for m in re.finditer(r"\|", data)]

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._drop(self._end_of("-->"))

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._drop(self._end_of(">"))

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._drop(self._end_of(">"))

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._drop(self._end_of(">"))

    def _end_of(self, mark: str) -> int:
        end = self._page.find(mark, self.at())
        return end + len(mark) if end >= 0 else len(self._page)

    def _drop(self, end: int) -> None:
        if not self._hidden:
            self.changes.append(Change(self.at(), end, ""))

    def finish(self) -> list[Change]:
        """All changes in order; what is still hidden at the end of a page that was cut off goes too."""
        self.close()
        if self._hidden:
            self.changes.append(Change(self._hidden_from, len(self._page), "\n"))
        kept: list[Change] = []
        for change in sorted(self.changes):
            if not kept or change.start >= kept[-1].end:
                kept.append(change)
        return kept


def _span(attrs: dict[str, str | None], name: str) -> int:
    value = (attrs.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def strip_html(text: TracedText) -> TracedText:
    """The page's text: blocks on lines of their own, table rows as cells between bars, entities as characters.

    Line feeds of the page itself mean nothing and become blanks.
    """
    page = text.text
    parser = _Tags(page)
    parser.feed(page)
    changes = parser.finish()
    starts = [change.start for change in changes]

    def covered(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and changes[index].end > at

    feeds = [Change(m.start(), m.end(), " ") for m in re.finditer(r"\n\s*", page)]
    signs = [Change(m.start(), m.end(), entities.unescape(m.group())) for m in _ENTITY.finditer(page)]
    free = [c for c in feeds + signs if not covered(c.start) and not covered(c.end - 1)]
    extra = [c for c in free if c.now != page[c.start : c.end]]
    merged: list[Change] = []
    for change in sorted([*changes, *extra]):
        if not merged or change.start >= merged[-1].end:
            merged.append(change)
    return text.replace(merged, _RULE)


_MARKDOWN = re.compile(r"(?m)^#{1,6}[ \t]+|^<!--.*?-->[ \t]*$|\*\*(?=\S)|(?<=\S)\*\*")


def strip_markdown(text: TracedText) -> TracedText:
    """Heading marks, bold marks and comments of a Markdown file taken out, where the file has headings of that kind."""
    return text.sub(_MARKDOWN, "", "markdown") if re.search(r"(?m)^#{1,6}[ \t]+\S", text.text) else text
