"""Notes in the window: ten thousand of them in the table, many changed at once, a document that carries a thousand.

What a reader waits for, in processor time of the whole program: from the request until the list is there and painted.
The longest stall is wall time, in which the GUI thread did not come back to its event loop.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from frame import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from reader import app
from reader.core.anchor import make
from reader.core.note import COLOURS, Note, Piece, Selection
from reader.core.span import Location, Span
from reader.library import Library, open_library
from reader.paths import Paths, find_paths
from reader.settings import LoadedSettings, Settings
from reader.store.annotations import utc_now
from reader.store.bundle import Bundle

MANY, THOUSAND, LONG = 10_000, 1000, 16
TURNS = 10  # openings that count
PATIENCE = 60.0  # seconds
SETTLED = 4000  # ms after the window is there before anything is measured


@dataclass(frozen=True)
class Took:
    """Processor time of the program and the longest stall of the GUI thread, both in milliseconds."""

    cpu: float
    stall: float


def noted(library: Library, number: int, doc: str) -> Note:
    """A note on some words of the document."""
    document = library.open(doc)
    blocks = [block for block in document.blocks if len(block.text) > 2 * LONG]
    block = blocks[number % len(blocks)]
    start = number * 7 % (len(block.text) - LONG)
    anchor = make(document, Selection(doc, (Piece(block.id, Span(start, start + LONG)),)))
    moment, tags = utc_now(), ("指标",) if number % 3 else ("责任",)
    text = f"这一条要落实到责任单位 {number}"
    return Note(str(uuid4()), anchor, "note", moment, moment, text, COLOURS[number % len(COLOURS)], tags)


def prepare(paths: Paths, count: int, docs: int | None = None) -> None:
    """Puts notes into a profile, spread over the first `docs` documents, or all."""
    library = open_library(paths)
    ids = longest_first(library)[:docs]
    made = tuple(noted(library, n // len(ids), ids[n % len(ids)]) for n in range(count))
    library.store.exchange.take(Bundle(made))
    library.close()


def longest_first(library: Library) -> list[str]:
    """The documents by length: where there are a thousand notes there is much to note."""
    return sorted((info.id for info in library.documents()), key=lambda doc: -len(library.open(doc).text))


def opened(paths: Paths) -> app.Running:
    """The window, when it has come to rest."""
    running = app.start(paths, LoadedSettings(Settings(), (), frozenset()))
    running.window.resize(1366, 768)
    running.show()
    rest(SETTLED)
    running.session.notes.load_all()
    until(lambda: running.session.notes.complete)
    rest(SETTLED // 2)
    return running


def rest(ms: int) -> None:
    """Lets the window and its workers be; QTest.qWait keeps the interpreter's lock, so the workers would stand still."""
    end = time.perf_counter() + ms / 1000
    until(lambda: time.perf_counter() > end)


def until(there: Callable[[], object]) -> float:
    """Lets the window work until something is so; gives the longest stall in milliseconds."""
    loop, longest, begun = QEventLoop(), 0.0, time.perf_counter()
    last = begun
    while not there():
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        assert now - begun < PATIENCE, "it never came"
    loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)  # what is painted after the answer
    return longest * 1000


def took(work: Callable[[], object], there: Callable[[], object]) -> Took:
    """What it costs until something is so."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    first = (time.perf_counter() - wall) * 1000
    stall = max(first, until(there))
    return Took((time.process_time() - cpu) * 1000, stall)


def ten_thousand(paths: Paths) -> list[Row]:
    """The page of all notes."""
    prepare(paths, MANY)
    running = opened(paths)
    desk, notes = running.window.desks.notes, running.session.notes

    def listed() -> bool:
        return desk.page is not None and desk.page.browser.listing.figures.total == MANY

    first = took(lambda: desk.show("all"), listed)
    assert desk.page is not None
    browser = desk.page.browser
    filters = []
    for words in ("落实", "数据", "责任单位 99", "責任", "没有这样的话"):
        answers: list[object] = []
        browser.listed.connect(answers.append)
        filters.append(took(partial(browser.bar.words.setText, words), answers.__len__))
        browser.listed.disconnect(answers.append)
    browser.bar.reset()
    until(listed)
    browser.table.selectAll()
    saved: list[object] = []
    notes.saved.connect(saved.append)
    many = took(lambda: browser._change("改进度", status="todo"), lambda: bool(saved))
    saved.clear()
    back = took(notes.undo, lambda: bool(saved))
    running.window.close()
    how = f"{MANY} notes"
    return [
        Row("page of all notes, opened for the first time", first.cpu, limit=200, note=f"{how}, processor time"),
        Row("… longest stall meanwhile", first.stall, note="wall time"),
        Row("filtering them", statistics.median(f.cpu for f in filters), limit=50, note="median of 5 filters"),
        Row("… longest stall meanwhile", max(f.stall for f in filters), note="wall time"),
        Row("all of them changed at once", many.cpu, note="one transaction, history included, off the GUI thread"),
        Row("… longest stall meanwhile", many.stall, note="wall time"),
        Row("… taken back", back.cpu, note=how),
    ]


class Painted(QObject):
    """Sees a widget being painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        self.seen |= event.type() == QEvent.Type.Paint
        return False


def opening(*places: Paths) -> list[tuple[float, float]]:
    """Milliseconds of processor time to open a document, for each profile: the quietest of several, in turns.

    Until its text is in sight with its marks, and until all of it is set and listed.
    """
    windows = [opened(paths) for paths in places]
    first, second = longest_first(windows[0].session.library)[:2]
    painted = [Painted(running.window.parts.compare.columns[0].view.text_area.viewport()) for running in windows]
    times: list[list[tuple[float, float]]] = [[] for _ in windows]
    for turn in range(TURNS + 1):
        for running, paint, own in zip(windows, painted, times, strict=True):
            running.session.open(Location(second))
            QTest.qWait(400)
            paint.seen = False
            cpu = time.process_time()
            running.session.open(Location(first))
            QCoreApplication.sendPostedEvents()  # layouts and painting, no timers
            seen = time.process_time()
            assert paint.seen, "the text was not painted in the first turn of events"
            QTest.qWait(400)
            rest = time.process_time()
            if turn:
                own.append(((seen - cpu) * 1000, (rest - cpu) * 1000))
    for running in windows:
        running.window.close()
    return [(min(seen for seen, _ in own), min(rest for _, rest in own)) for own in times]


def main() -> list[Row]:
    """All of it, each in a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        thousand = find_paths(Path(folder) / "thousand", None)
        prepare(thousand, THOUSAND, docs=1)
        (without, without_rest), (seen, rest) = opening(find_paths(Path(folder) / "none", None), thousand)
        return [
            *ten_thousand(find_paths(Path(folder) / "many", None)),
            Row(
                "opening a document with 1,000 notes, against without",
                seen / without,
                "×",
                limit=1.25,
                note=f"processor time until its text is in sight with its marks, {without:.1f} ms without",
            ),
            Row("… until all is set and listed", rest / without_rest, "×", note=f"{without_rest:.1f} ms without"),
        ]
