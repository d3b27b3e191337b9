"""The real window on the real corpus, in a throw-away profile."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import app
from reader.paths import Paths, find_paths
from reader.settings import load
from reader.ui.main_window import MainWindow

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)  # lets tests find `tests.formats.making`, however pytest was started

OpenWindow = Callable[[], MainWindow]
OpenAt = Callable[[Paths], app.Running]


@pytest.fixture
def paths(built_corpus: Path, profile: Path) -> Paths:
    return find_paths(profile / "data", built_corpus)


@pytest.fixture
def open_at(qtbot: QtBot, qapp: QApplication) -> Iterator[OpenAt]:
    """Starts the program at these places as `run` does; in the end the windows go, with all that they have set."""
    made: list[app.Running] = []

    def make(paths: Paths) -> app.Running:
        running = app.start(paths, load(paths.settings_file, paths.policy))
        made.append(running)
        running.window.closed.connect(running.library.close)
        with qtbot.waitSignal(running.window.ready):
            running.show()
        return running

    yield make
    for running in made:
        running.window.close()
        running.free()
    made.clear()
    qapp.setStyleSheet("")
    let_go()


def let_go() -> None:
    """What is left of windows goes with their controls: here, where Qt is not in the middle of anything.

    What stays is what tests have in common (code, documents, dictionaries): no later search need look at it again.
    """
    gc.collect()
    if not QApplication.topLevelWidgets():
        gc.freeze()


@pytest.fixture
def open_window(qtbot: QtBot, open_at: OpenAt, paths: Paths) -> OpenWindow:
    """Starts the program on the built corpus. Called again after `close`, it is the next start."""

    def make() -> MainWindow:
        window = open_at(paths).window
        window.activateWindow()
        qtbot.waitActive(window)
        return window

    return make
