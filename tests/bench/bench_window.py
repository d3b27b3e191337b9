"""Searching in the window on the five documents: from the key to the painted list, and how smooth typing stays.

Wall time, for this is what a reader waits: from the character's arrival in the box until the list of hits has been
painted with the answer to it. The longest stall is the longest time in which the GUI thread did not come back to its
event loop while somebody typed fast, suggestions and the first loading of pinyin and registers included.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from frame import Row, percentile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent

from reader import app
from reader.paths import find_paths
from reader.settings import LoadedSettings, Settings
from reader.ui.main_window import MainWindow
from reader.ui.session.searching import Answer

ROOT = Path(__file__).resolve().parent.parent.parent
QUERIES = (
    "数字经济",
    "平台",
    "数字经济 平台",
    "城市大脑",
    "津政发 2021 14",
    "标题:规划",
    "發展",
    "5G",
    "责任单位:市委网信办",
)
PATIENCE = 10_000  # ms
TICK, KEY_EVERY = 5, 40  # ms


class Painted(QObject):
    """Leaves the loop when the list has been painted after the answer to a query has come."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._wanted: str | None = None
        self.loop = QEventLoop()
        self.late = QTimer(self, singleShot=True, interval=PATIENCE)
        self.late.timeout.connect(self.loop.quit)
        self._done = QTimer(self, singleShot=True, interval=0)
        self._done.timeout.connect(self.loop.quit)
        window.session.search.answered.connect(self._answered)
        self._there = False
        window.late.results.list.viewport().installEventFilter(self)

    def after(self, query: str) -> None:
        """Wait for the list of hits of `query`."""
        self._wanted, self._there = query, False
        self.late.start()
        self.loop.exec()
        self.late.stop()
        self._done.stop()
        assert self._there, f"no answer to {query}"

    def _answered(self, answer: Answer | None) -> None:
        if answer is not None and answer.result.query == self._wanted:
            self._there = True
            self._window.late.results.list.viewport().update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The paint is done when the next turn of the loop begins."""
        if self._there and event.type() == QEvent.Type.Paint:
            self._done.start()
        return False


def pause(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def commit(window: MainWindow, words: str) -> None:
    """Characters as an input method sends them."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QCoreApplication.sendEvent(window.late.bar.search, event)


def typed(window: MainWindow, painted: Painted) -> list[float]:
    """Milliseconds for each character of all queries."""
    times = []
    for query in QUERIES:
        window.late.bar.search.clear()
        pause(30)
        so_far = ""
        for character in query:
            so_far += character
            start = time.perf_counter()
            commit(window, character)
            if so_far.strip() == so_far:
                painted.after(so_far)
                times.append((time.perf_counter() - start) * 1000)
    return times


def longest_stall(window: MainWindow) -> float:
    """Milliseconds; while typing without waiting for answers, a pause, and typing on."""
    ticks: list[float] = []
    timer = QTimer(interval=TICK)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    for query in ("shuzijingji", "数字经济平台建设", "jcf"):
        window.late.bar.search.clear()
        for character in query:
            commit(window, character)
            pause(KEY_EVERY)
        pause(1500)
    timer.stop()
    return max(b - a for a, b in pairwise(ticks)) * 1000


def long_list(window: MainWindow, painted: Painted) -> float:
    """Milliseconds of GUI work to show an answer of a thousand rows."""
    window.late.bar.search.clear()
    pause(30)
    commit(window, "的")
    painted.after("的")
    answer = window.session.search.answer
    start = time.perf_counter()
    window.late.results.show_answer(answer)
    window.late.results.list.viewport().repaint()
    return (time.perf_counter() - start) * 1000


def main() -> list[Row]:
    """Rows; none, and why, where the corpus has not been built."""
    corpus = ROOT / "corpus"
    if not (corpus / "normalised" / "manifest.json").exists():
        print("bench_window: the corpus has not been built (make corpus)", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as profile:
        paths = find_paths(Path(profile), corpus)
        running = app.start(paths, LoadedSettings(Settings(panels={"facets": True})))
        window = running.window
        window.resize(1366, 768)
        loop = QEventLoop()
        window.ready.connect(loop.quit)
        running.show()
        loop.exec()
        window.late.bar.search.setFocus()
        painted = Painted(window)
        stall = longest_stall(window)
        commit(window, "数")
        pause(500)
        times = typed(window, painted)
        rows = long_list(window, painted)
        window.close()
        running.library.close()
    return [
        Row("window: key to painted results, p50", percentile(times, 50), limit=50, note=f"{len(times)} keys"),
        Row("window: key to painted results, p95", percentile(times, 95), limit=50, note=f"max {max(times):.0f} ms"),
        Row("window: longest stall while typing fast", stall, note="first suggestions, pinyin and registers loading"),
        Row("window: the most frequent character's hits shown", rows, limit=50, note="rows are made when seen"),
    ]
