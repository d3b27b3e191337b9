"""A piece of HTML inside another file (a Word file's altChunk) to plain lines and tables. Loads nothing it points to.

Web pages themselves are not read here: they keep their source, and a rule of `ingest` takes the tags out on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reader.core.errors import BadInput
from reader.formats.bounds import MOST_COLUMNS, MOST_TEXT, too_much
from reader.formats.lines import Lines
from reader.formats.packed import Element, local, whole

_BLOCKS = frozenset([
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "html", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
])  # fmt: skip
_HIDDEN = frozenset(["script", "style", "head", "noscript", "template", "object", "svg", "iframe", "select", "title"])
_BLANKS = re.compile(r"[ \t\r\n]+")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


def read_html(text: str, lines: Lines) -> None:
    """Adds the lines and tables of a piece of HTML. Raises BadInput where it cannot be read at all."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(source, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"“{lines.name}”中嵌入的网页已损坏，无法读取。") from error
    if root is None:
        return
    _Reader(lines).read(root)


class _Reader:
    """Walks the elements without recursion: how deep they nest is not ours to say."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._words: list[str] = []

    def read(self, root: Element) -> None:
        skipped: Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = local(element)
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._words.append(element.tail or "")
                continue
            if event == "start":
                if tag == "table" and _is_data(element):
                    self._flush()
                    self._lines.table(_rows(element, self._lines.name))
                    skipped = element
                elif tag in _HIDDEN:
                    skipped = element
                else:
                    if tag in _BLOCKS:
                        self._flush()
                    self._words.append(element.text or "")
            else:
                if tag == "br" or tag in _BLOCKS:
                    self._flush(element)
                self._words.append(element.tail or "")
        self._flush()

    def _flush(self, element: Element | None = None) -> None:
        text = _BLANKS.sub(" ", "".join(self._words)).strip()
        self._words = []
        if text:
            tag = local(element) if element is not None else ""
            style = f"heading-{tag[1]}" if re.fullmatch("h[1-6]", tag) else None
            self._lines.add(text, style=style, centred=element is not None and _is_centred(element))


def _is_centred(element: Element) -> bool:
    return element.get("align") == "center" or bool(_CENTRED.search((element.get("style") or "")[:500]))


def _is_data(table: Element) -> bool:
    """Whether it is a table of data, not one that lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    rows = sum(1 for _ in table.iterdescendants("tr"))
    words = sum(len(text) for text in table.itertext())
    return rows >= 2 and len(cells) > rows and words / max(len(cells), 1) <= 150


def _rows(table: Element, name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    covered: dict[int, int] = {}
    size = 0
    for row in table.iterdescendants("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _skip(cells, covered)
            across = whole(cell.get("colspan"), 1, MOST_COLUMNS, 1)
            down = whole(cell.get("rowspan"), 1, 10_000, 1)
            text = _BLANKS.sub(" ", " ".join(part.strip() for part in _words(cell)).strip())
            for at in range(len(cells), len(cells) + across):
                if down > 1:
                    covered[at] = down
            cells += [text, *[""] * (across - 1)]
            size += len(text) + across
            if len(cells) > MOST_COLUMNS or size > MOST_TEXT:
                raise too_much(name, "的表格过大")
        _skip(cells, covered)
        covered = {at: rows_left - 1 for at, rows_left in covered.items() if rows_left > 1}
        rows.append(cells)
    return rows


def _words(cell: Element) -> Iterator[str]:
    return (str(text) for text in cell.itertext() if text and text.strip())


def _skip(cells: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(cells), 0) and len(cells) <= MOST_COLUMNS:
        covered[len(cells)] = covered[len(cells)]
        cells.append("")
