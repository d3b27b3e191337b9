"""Rule "html": a saved web page to its text, every tag and entity an edit. Never loads anything a page points to."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from html.parser import HTMLParser
from itertools import accumulate

from reader.ingest.traced import Change, TracedText

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"]
)
_HIDDEN = frozenset(["script", "style", "head", "noscript", "template", "iframe", "object", "svg", "select", "button", "textarea"])
_CHROME = frozenset(["nav", "footer", "aside"])
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_RULE = "html"


class _Tags(HTMLParser):
    """Collects where tags stand and what they become; positions are offsets in the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.changes: list[Change] = []
        self._page = page
        self._line_starts = list(accumulate((len(line) for line in page.splitlines(keepends=True)), initial=0))
        self._hidden: list[str] = []
        self._hidden_from = 0
        self._row_cells = 0

    def at(self) -> int:
        """Offset of the construct being handled."""
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, len(self.get_starttag_text() or ""), opening=True)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, len(self.get_starttag_text() or ""), opening=False, empty=True)

    def handle_endtag(self, tag: str) -> None:
        end = self._page.find(">", self.at())
        self._tag(tag, (end + 1 if end >= 0 else len(self._page)) - self.at(), opening=False)

    def _tag(self, tag: str, length: int, *, opening: bool, empty: bool = False) -> None:
        start = self.at()
        if self._hidden:
            if tag == self._hidden[-1]:
                if opening:
                    self._hidden.append(tag)
                elif not empty:
                    self._hidden.pop()
                    if not self._hidden:
                        self.changes.append(Change(self._hidden_from, start + length, "\n"))
            return
        if opening and tag in _HIDDEN | _CHROME:
            self._hidden.append(tag)
            self._hidden_from = start
            return
        self.changes.append(Change(start, start + length, self._shown(tag, opening)))

    def _shown(self, tag: str, opening: bool) -> str:
        if tag in ("td", "th"):
            if opening:
                self._row_cells += 1
                return "|" if self._row_cells > 1 else ""
            return ""
        if tag == "tr":
            self._row_cells = 0
        return "\n" if tag in _BLOCKS else ""

    def handle_comment(self, data: str) -> None:
        self._drop(self._end_of("-->"))

    def handle_decl(self, decl: str) -> None:
        self._drop(self._end_of(">"))

    def unknown_decl(self, data: str) -> None:
        self._drop(self._end_of(">"))

    def handle_pi(self, data: str) -> None:
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


def strip_html(text: TracedText) -> TracedText:
    """The page's text: blocks on lines of their own, table rows as cells between bars, entities as characters.

    Line feeds of the page itself mean nothing and become blanks, except in table rows where they go.
    """
    page = text.text
    parser = _Tags(page)
    parser.feed(page)
    changes = parser.finish()
    starts = [change.start for change in changes]

    def covered(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and changes[index].end > at

    extra = [Change(m.start(), m.end(), " ") for m in re.finditer(r"\s*\n\s*", page) if not covered(m.start()) and not covered(m.end() - 1)]
    extra += [
        Change(m.start(), m.end(), entities.unescape(m.group()))
        for m in _ENTITY.finditer(page)
        if not covered(m.start()) and entities.unescape(m.group()) != m.group()
    ]
    merged: list[Change] = []
    for change in sorted([*changes, *extra]):
        if not merged or change.start >= merged[-1].end:
            merged.append(change)
    return text.replace(merged, _RULE)


_MARKDOWN = re.compile(r"(?m)^#{1,6}[ \t]+|^<!--.*?-->[ \t]*$|\*\*(?=\S)|(?<=\S)\*\*")


def strip_markdown(text: TracedText) -> TracedText:
    """Heading marks, bold marks and comments of a Markdown file taken out, where the file has headings of that kind."""
    return text.sub(_MARKDOWN, "", "markdown") if re.search(r"(?m)^#{1,6}[ \t]+\S", text.text) else text
