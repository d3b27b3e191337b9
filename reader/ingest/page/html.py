"""Rule "html": a saved web page to its text, every tag and entity an edit. Never loads anything a page points to."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right

from reader.ingest.form.tables import ABOVE, LEFT
from reader.ingest.lines import lines_of
from reader.ingest.page.layout_portal import menus_of
from reader.ingest.page.layout_tags import Tag, attributes, tags_of
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
_MOST_FILLERS = 100_000  # bars of a page that stand for spanned cells
_BAR = "│"  # a bar among the words of a cell: a plain one would part them
_RULE = "html"
_LINKS = re.compile(r"(?:<a\b[^<>]{0,400}>[^<>]{1,24}</a>(?:\s|&nbsp;|&emsp;|&ensp;|\|)*+){2,}", re.IGNORECASE)
_BETWEEN_LINKS = re.compile(r"</a>(?:\s|&nbsp;|&emsp;|&ensp;|\|)*+(?=<a\b)", re.IGNORECASE)


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
    """Where in a table of data we are: which column, and which columns are covered by cells from rows above.

    Beyond the last column that a table may have nothing is counted any more: spans are numbers from outside.
    """

    def __init__(self, budget: list[int]) -> None:
        self.column = 0
        self._budget = budget
        self._covered: dict[int, int] = {}  # column → rows still covered
        self._wide = 0

    def row(self) -> None:
        self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self.column = self._wide = 0

    def cell(self, across: int, down: int) -> str:
        """The bars in front of a cell: one for the cell before it, one for each column covered from above."""
        first = self.column == 0
        begun = self._wide_bars() + self._skip(begun=not first)
        across = max(min(across, _MOST_COLUMNS - self.column, self._budget[0]), 1)
        self._budget[0] -= across - 1
        if down > 1:
            for column in range(self.column, min(self.column + across, _MOST_COLUMNS)):
                self._covered[column] = down
        self.column += across
        self._wide = across - 1
        return begun + "|" * (not first or bool(begun))

    def end(self) -> str:
        """The bars of columns at the end of a row that are covered."""
        return self._wide_bars() + self._skip(begun=self.column > 0)

    def _wide_bars(self) -> str:
        return f"|{LEFT}" * self._wide

    def _skip(self, *, begun: bool) -> str:
        """The columns that cells from above cover, from here on, with the bars before all of them but a row's first."""
        start = self.column
        while self._covered.get(self.column, 0) and self.column < _MOST_COLUMNS and self._budget[0] > 0:
            self.column += 1
            self._budget[0] -= 1
        return ("" if begun else ABOVE) * (self.column > start) + f"|{ABOVE}" * (self.column - start - (not begun))


class _Reader:
    """Collects where tags stand and what they become; positions are offsets in the page."""

    def __init__(self, page: str) -> None:
        self.changes: list[Change] = []
        self._page = page
        self._hidden: list[str] = []
        self._hidden_from = 0
        self._table: _Table | None = None
        self._closed: dict[str, int] = {}
        self._at = 0
        self._fillers = [_MOST_FILLERS]

    def read(self) -> list[Change]:
        """All changes in order; what is still hidden at the end of a page that was cut off goes too."""
        for tag in tags_of(self._page):
            self._words(tag.start)
            self._tag(tag)
            self._at = tag.end
        self._words(len(self._page))
        if self._hidden:
            self.changes.append(Change(self._hidden_from, len(self._page), "\n"))
        return self.changes

    def _words(self, end: int) -> None:
        if self._table is not None and not self._hidden:
            start = self._at
            found = re.finditer(r"\|", self._page[start:end])
            self.changes += [Change(start + m.start(), start + m.end(), _BAR) for m in found]

    def _tag(self, tag: Tag) -> None:
        empty = tag.empty or tag.name in _VOID
        if self._hidden:
            if tag.name == self._hidden[-1] and not empty:
                if tag.opening:
                    self._hidden.append(tag.name)
                    return
                self._hidden.pop()
                if not self._hidden:
                    self.changes.append(Change(self._hidden_from, tag.end, self._gap(tag.name)))
                return
            if not (self._hidden[-1] == "head" and tag.name == "body" and tag.opening):
                return
            self._hidden = []  # a head that nobody closed ends where the body begins
            self.changes.append(Change(self._hidden_from, tag.start, "\n"))
        if tag.opening and not empty and tag.name in _HIDDEN and self._closes(tag):
            self._hidden.append(tag.name)
            self._hidden_from = tag.start
            return
        self.changes.append(Change(tag.start, tag.end, self._shown(tag) if tag.name else ""))

    def _closes(self, tag: Tag) -> bool:
        """Whether what a tag hides ends somewhere: a menu that is never closed would hide the whole document."""
        if tag.name in ("script", "style", "head"):
            return True
        if tag.name not in self._closed:
            found = [m.start() for m in re.finditer(f"</{tag.name}", self._page, re.IGNORECASE)]
            self._closed[tag.name] = found[-1] if found else -1
        return self._closed[tag.name] > tag.start

    def _gap(self, name: str) -> str:
        return "" if name in _HIDDEN_INLINE or self._table else "\n"

    def _shown(self, tag: Tag) -> str:
        name, opening = tag.name, tag.opening
        if name == "table":
            self._table = _Table(self._fillers) if opening and _holds_data(self._page, tag.end) else None
        if self._table is None or name not in _BLOCKS or name in ("table", "caption"):
            return "\n" if name in _BLOCKS else ""
        if name in ("td", "th"):
            if not opening:
                return ""
            told = attributes(self._page, tag)
            return self._table.cell(_span(told, "colspan"), _span(told, "rowspan"))
        if name == "tr":
            if not opening:
                return self._table.end() + "\n"
            self._table.row()
            return "\n"
        return ""  # a paragraph inside a cell is no line of its own


def _span(told: dict[str, str], name: str) -> int:
    value = told.get(name, "1").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value[:5]), 1), _MOST_COLUMNS)


def strip_html(text: TracedText) -> TracedText:
    """The page's text: blocks on lines of their own, table rows as cells between bars, entities as characters.

    Menus of a portal around its one document go first, as a rule of their own. Line feeds of the page itself mean
    nothing and become blanks.
    """
    text = text.replace(menus_of(text.text), "page-furniture")
    page = text.text
    changes = _in_order(_Reader(page).read())
    starts = [change.start for change in changes]

    def covered(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and changes[index].end > at

    # Links with nothing but a blank between them are entries of a menu: each is a line.
    links = [
        Change(run.start() + m.start(), run.start() + m.end(), "\n")
        for run in _LINKS.finditer(page) for m in _BETWEEN_LINKS.finditer(run.group())
    ]  # fmt: skip
    ends = {change.start for change in changes if change.end == change.start + len("</a>")}
    links = [change for change in links if change.start in ends]
    parted = {change.start for change in links}
    changes = _in_order([*(change for change in changes if change.start not in parted), *links])
    starts = [change.start for change in changes]
    feeds = [Change(m.start(), m.end(), " ") for m in re.finditer(r"\n\s*", page)]
    signs = [Change(m.start(), m.end(), entities.unescape(m.group())) for m in _ENTITY.finditer(page)]
    free = [c for c in feeds + signs if not covered(c.start) and not covered(c.end - 1)]
    extra = [c for c in free if c.now != page[c.start : c.end]]
    return text.replace(_in_order([*changes, *extra]), _RULE)


def _in_order(changes: list[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in sorted(changes):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


_MARKDOWN = re.compile(  # each begins with its sign, so that nothing else is looked at
    r"(?m)#(?<![^\n]#)#{0,5}[ \t]+|<!--(?<![^\n]<!--).*?-->[ \t]*$|\*\*(?=\S)|\*\*(?<=\S\*\*)"
)


def strip_markdown(text: TracedText) -> TracedText:
    """Marks of headings and bold, comments, escapes and targets of links taken out where Markdown has headings of that
    kind; bold marks also where whole lines have them. 张** is a name that somebody hid.
    """
    text = text.sub(_IMAGE, r"", "markdown") if "![" in text.text else text
    if not re.search(r"(?m)^#{1,6}[ \t]+\S", text.text):
        bold = "**" in text.text and len(_BOLD_LINE.findall(text.text)) >= _FEWEST_BOLD
        marks = _BOLD.finditer(text.text) if bold else ()
        return text.replace((Change(*m.span(at), "") for m in marks for at in (1, 2)), "markdown")
    links = [
        change for match in _LINK.finditer(text.text)
        for change in (Change(match.start(), match.start(1), ""), Change(match.end(1), match.end(), ""))
    ]  # fmt: skip
    text = text.replace(links, "markdown").sub(_MARKDOWN, "", "markdown")
    text = text.replace(_quotes(text), "markdown") if ">" in text.text else text
    return text.sub(_ESCAPE, "", "markdown") if "\\" in text.text else text


def _quotes(text: TracedText) -> list[Change]:
    """The marks of quotation at the head of lines. Those right behind the head of a file are notes on the file."""
    found: list[Change] = []
    above, kept = "", False
    for line in lines_of(text):
        words = line.text.strip()
        quoted = _QUOTED.match(line.text)
        kept = quoted is not None and (above == _RULE or kept)
        if quoted and not kept:
            found.append(Change(line.start + quoted.start(1), line.start + quoted.end(1), ""))
        above = words or above
    return found


_QUOTED = re.compile(r"[ \t]{0,3}(>[ \t]+)(?=[^\s>])")
_RULE = "---"
_ESCAPE = re.compile(r"\\(?=[-.*_#()\[\]+!])")
_BOLD_LINE = re.compile(r"(?m)^[ \t]*\*\*(?=[^\s*])[^*\n]+(?<=\S)\*\*[ \t]*$")
_BOLD = re.compile(r"(\*\*)(?=[^\s*])[^*\n]+(?<=\S)(\*\*)")
_FEWEST_BOLD = 2  # lines
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,120}\]\((?:(?:https?://|\.{0,2}/|[\w-]+\.(?:gif|png|jpe?g))[^()\s]{0,400})?\)")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,120})\]\((?:#|https?://|\.{0,2}/|[\w-]+\.(?:html?|md|pdf|docx?))[^()\s]{0,400}\)")


_STRAY_TAG = (
    r"</?(?:a|span|p|font|strong|em|div|img|mark|sup|sub|tfoot|noscript|section|center|del|ins|kbd|form|b|i|u|s|small"
    r"|label|nav|fieldset|legend|abbr|acronym|strike|button|object)(?:\s[^<>\n]{0,400})?/?>"
)
_LEFT_OVER = re.compile(_STRAY_TAG, re.IGNORECASE)
"""A tag that a copy left in plain text; what tables and line breaks are made of is not asked for."""
_ONLY_TAGS = re.compile(rf"(?m)^[ \t]*\d{{1,2}}\.[ \t]+{_STRAY_TAG}(?:[ \t]*{_STRAY_TAG})*[ \t]*$", re.IGNORECASE)
"""The number of an entry of a list that holds nothing else."""


def drop_tags(text: TracedText) -> TracedText:
    """The text without tags that stand in it although it is no page of HTML: <a style="…">."""
    if "</" not in text.text and '="' not in text.text:
        return text
    return text.sub(_ONLY_TAGS, "", "html").sub(_LEFT_OVER, "", "html")
