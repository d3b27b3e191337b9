"""Opening and toggling a document in the reading view, against QTextBrowser.setHtml of the same text alone.

Times include painting what is in sight. "Whole" and "all laid out" mean until all of the text has been set: a long
document comes in slices between the user's events, and each slice is a figure of its own (it is what a stall would
be). The peer lays out in slices of its own, so that it is compared twice: by the first page, and all laid out.

Times are CPU time of this process, all of it spent on the GUI thread: what else the machine does is no part of them.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from html import escape

from frame import Row, percentile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QTextBrowser

from reader.core.document import Block, Document, Source
from reader.core.span import Location, Span
from reader.script import Script, convert
from reader.ui.look.theme import NIGHT, PAPER, TypeSettings
from reader.ui.text.document_view import DocumentView, Mark

PASSES = 7
_SENTENCE = (
    "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的十九大精神，加快数字化发展，推进数字产业化和产业数字化，"
    "推动数字经济和实体经济深度融合，到2023年取得明显成效。"
)


def document_of(size: int) -> Document:
    """A plan of at least `size` characters: headings, clauses, a table now and then."""
    blocks: list[Block] = []
    at = 0

    def add(kind: str, text: str, **facts: object) -> None:
        nonlocal at
        span = Span(at, at + len(text))
        blocks.append(Block(f"b{len(blocks)}", kind, text, span, **facts))  # type: ignore[arg-type]  # as given
        at += len(text) + 1

    add("title", "关于印发加快数字化发展三年行动方案的通知")
    part = 0
    while at < size:
        part += 1
        add("heading", f"一、第{part}部分", level=1, number=f"{part}")
        if part % 5 == 0:
            rows = (("指标", "2020年", "2023年"), ("数字经济增加值（亿元）", "1200", "2400"), ("上云企业", "60", "90"))
            add("table", "\n".join("\t".join(row) for row in rows), rows=rows, path=(f"{part}",))
        for clause in range(8):
            add("paragraph", f"第{clause}条　{_SENTENCE * 2}", path=(f"{part}",))
    source = Source("bench", "0" * 64, "hans")
    return Document(id=f"bench-{size}", title="长文件", source=source, blocks=tuple(blocks))


def median(work: Callable[[], None], passes: int = PASSES) -> float:
    """Median milliseconds of some passes."""
    return statistics.median(timed(work) for _ in range(passes))


def in_turn(*works: Callable[[], None], passes: int = PASSES) -> list[float]:
    """Medians of several works done in turn, so that a slow moment hurts all alike."""
    times = [[timed(work) for work in works] for _ in range(passes)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def timed(work: Callable[[], None]) -> float:
    """Milliseconds of one pass."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


class Bench:
    """The view and its peer, side by side in one process."""

    def __init__(self, app: QApplication) -> None:
        self.browser = QTextBrowser()
        self.view = DocumentView(convert, PAPER, TypeSettings())
        for widget in (self.browser, self.view):
            widget.resize(900, 700)
            widget.show()
        app.processEvents()  # a benchmark drives the loop itself
        convert("热身", Script.HANT)  # loading OpenCC's dictionaries is no part of a toggle

    def set_html(self, html: str) -> None:
        """The peer: the same text, nothing but paragraphs."""
        self.browser.setHtml(html)
        self.browser.viewport().repaint()

    def set_html_whole(self, html: str) -> None:
        """The peer with all of its text laid out: by itself it lays out little more than the page."""
        self.set_html(html)
        self.browser.document().size()

    def open(self, document: Document) -> None:
        """Until the first page is painted."""
        self.view.show_document(document, Script.HANS)
        self.view.text_area.viewport().repaint()

    def toggle(self) -> None:
        """Until the page is painted in the other script."""
        self.view.set_script(Script.HANT if self.view.script is Script.HANS else Script.HANS)
        self.view.text_area.viewport().repaint()

    def whole(self, work: Callable[[], None]) -> Callable[[], None]:
        """The same work until all of the text has been set."""

        def done() -> None:
            work()
            self.view.finish()

        return done

    def slices(self, work: Callable[[], None]) -> list[float]:
        """Milliseconds of each slice that follows some work, painted."""
        work()
        times = []
        while not self.view.is_complete:
            times.append(timed(self._slice))
        return times

    def _slice(self) -> None:
        self.view.extend()
        self.view.text_area.viewport().repaint()

    def jump_to_end(self, document: Document) -> None:
        """To the last block, painted."""
        self.view.go_to(Location(document.id, document.blocks[-1].id), flash=False)
        self.view.text_area.viewport().repaint()

    def scroll(self) -> None:
        """One frame of scrolling."""
        bar = self.view.text_area.verticalScrollBar()
        bar.setValue(bar.value() + 90)
        self.view.text_area.viewport().repaint()


def main() -> list[Row]:
    """Rows for 30,000 and 1,000,000 characters."""
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    bench = Bench(app)
    return [*_thirty_thousand(bench), *_one_million(bench)]


def _html(document: Document) -> str:
    return "".join(f"<p>{escape(block.text)}</p>" for block in document.blocks)


def _thirty_thousand(bench: Bench) -> list[Row]:
    document = document_of(30_000)
    html = _html(document)
    bench.set_html(html)
    bench.open(document)  # fonts are loaded once, for either
    peer, page = in_turn(lambda: bench.set_html(html), lambda: bench.open(document))
    peer_whole, whole = in_turn(lambda: bench.set_html_whole(html), bench.whole(lambda: bench.open(document)))
    toggled, toggled_whole = median(bench.toggle), median(bench.whole(bench.toggle))
    bar = bench.view.text_area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    middle = median(bench.whole(bench.toggle))
    bench.view.set_marks("hits", [Mark(b.id, Span(0, 2), "hit") for b in document.blocks])
    frame = median(bench.scroll, 60)
    restyled = median(lambda: bench.view.set_theme(NIGHT if bench.view.theme is PAPER else PAPER))
    return [
        Row("30k: open, first page painted", page, limit=50, note=f"setHtml: {peer:.1f} ms"),
        Row("30k: open, first page painted, against setHtml", page / peer, "×", limit=1.5),
        Row("30k: open, all laid out", whole, note=f"setHtml: {peer_whole:.1f} ms"),
        Row("30k: open, all laid out, against setHtml", whole / peer_whole, "×", limit=1.5),
        Row("30k: toggle at the start, page painted", toggled, limit=50),
        Row("30k: toggle at the start, whole", toggled_whole, limit=50),
        Row("30k: toggle in the middle, whole", middle, limit=50),
        Row("30k: one frame of scrolling, a hit in every block", frame, limit=16.7),
        Row("30k: another theme, page", restyled, limit=50),
    ]


def _one_million(bench: Bench) -> list[Row]:
    document = document_of(1_000_000)
    html = _html(document)
    peer = median(lambda: bench.set_html(html), 3)
    page = median(lambda: bench.open(document), 5)
    opening = bench.slices(lambda: bench.open(document))
    toggled = median(bench.toggle, 5)
    bench.view.finish()
    bar = bench.view.text_area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    middle = median(bench.toggle, 5)
    toggling = bench.slices(bench.toggle)
    end = median(lambda: bench.jump_to_end(document), 1)
    frame = median(bench.scroll, 60)
    bench.open(document)
    far = median(lambda: bench.jump_to_end(document), 1)
    return [
        Row("1M: open, first page painted", page, limit=150, note=f"QTextBrowser.setHtml: {peer:.1f} ms"),
        Row(
            "1M: longest slice while opening",
            max(opening),
            limit=50,
            note=f"{len(opening)} slices, {sum(opening):.0f} ms",
        ),
        Row("1M: toggle at the start, page painted", toggled, limit=150),
        Row("1M: toggle in the middle, page painted", middle, limit=150),
        Row(
            "1M: a slice after a toggle, 95 of 100",
            percentile(toggling, 95),
            limit=25,
            note=f"{len(toggling)} slices, {sum(toggling):.0f} ms, longest {max(toggling):.0f}",
        ),
        Row("1M: jump to the end, all set", end, limit=50),
        Row("1M: jump to the end right after opening", far, limit=50),
        Row("1M: one frame of scrolling", frame, limit=16.7),
    ]
