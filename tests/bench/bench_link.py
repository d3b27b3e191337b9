"""Linked scrolling in the window: what one frame costs when two, three or four columns scroll together.

Each step moves one column as a notch of the wheel does, lets the others follow, settles (path, ticks, places) and
paints everything that asks for it: columns, gutters with their lines, gap rows. At 60 frames a second there are 16.7 ms
for all of that. CPU time of this process; the other columns' alignments are there before the first step.
"""

from __future__ import annotations

import os
import tempfile
import time
from itertools import combinations
from pathlib import Path

from frame import Row, percentile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from reader import app
from reader.core.span import Location
from reader.paths import find_paths
from reader.settings import LoadedSettings, Settings
from reader.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent.parent
STEPS, NOTCH = 200, 60  # a notch of the wheel, in pixels
FRAME = 16.7


def pause(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def step(window: MainWindow, column: int, by: int) -> float:
    """Milliseconds of one step, painted."""
    bar = window.parts.compare.columns[column].view.text_area.verticalScrollBar()
    start = time.process_time()
    bar.setValue(bar.value() + by)
    QApplication.sendPostedEvents()
    QCoreApplication.processEvents()  # a benchmark drives the loop itself
    return (time.process_time() - start) * 1000


def scrolled(window: MainWindow, column: int) -> list[float]:
    """The times of many steps down and up again."""
    for each in window.parts.compare.columns:
        each.view.finish()
    pause(400)
    step(window, column, NOTCH)
    down = [step(window, column, NOTCH) for _ in range(STEPS)]
    return down + [step(window, column, -NOTCH) for _ in range(STEPS)]


def rows_of(window: MainWindow, count: int, what: str = "") -> list[Row]:
    """The figures for so many columns."""
    session = window.session
    docs = [info.id for info in session.documents()[:count]]
    session.close_beside()
    session.open(Location(docs[0]))
    for at, doc in enumerate(docs[1:], 1):
        session.beside(doc, at=at)
    known = window.desks.linking.linking.answering
    while any(known(a, b) is None for a, b in combinations(docs, 2)):
        pause(50)
    times = scrolled(window, 0)
    note = f"{len(times)} steps, median {percentile(times, 50):.1f}, longest {max(times):.1f} ms"
    late = sum(each > FRAME for each in times)
    return [
        Row(f"{count} columns{what}: one step, 95 of 100", percentile(times, 95), limit=16, note=note),
        Row(f"{count} columns{what}: steps that take longer than a frame", late, "steps", note=f"of {len(times)}"),
    ]


def main() -> list[Row]:
    """Rows for two, three and four columns, and for four with a hit and shared wording in many a line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = find_paths(Path(folder) / "data", ROOT / "corpus")
        running = app.start(paths, LoadedSettings(Settings()))
        window = running.window
        window.resize(1920, 1000)
        running.show()
        while window.parts.late is None:
            pause(50)
        pause(800)
        made = [row for count in (1, 2, 3, 4) for row in rows_of(window, count)]
        window.session.search.ask("发展")
        window.late.actions["shared"].setChecked(True)
        pause(1500)
        made += rows_of(window, 4, ", hits and shared wording marked")
        window.close()
        running.library.close()
    return made
