"""A window that is closed before it is complete stays as it is: nothing is built over what has been closed."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from reader import app
from reader.paths import find_paths
from reader.settings import load

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("turns", range(4))
def test_a_window_closed_at_once(qtbot: QtBot, small_corpus: Path, profile: Path, turns: int) -> None:
    paths = find_paths(profile / "data", small_corpus)
    running = app.start(paths, load(paths.settings_file, paths.policy))
    window = running.window
    running.show()
    for _ in range(turns):
        QCoreApplication.processEvents()
    complete = window.parts.late is not None
    painted: list[bool] = []
    window.painted.connect(lambda: painted.append(True))
    with qtbot.waitSignal(window.closed):
        window.close()
    window.repaint()
    for _ in range(10):
        QCoreApplication.processEvents()
    assert (window.parts.late is not None) == complete
    running.library.close()
    running.free()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    running.application.setStyleSheet("")


def test_a_window_that_is_freed_leaves_nothing_in_memory(qtbot: QtBot, small_corpus: Path, profile: Path) -> None:
    paths = find_paths(profile / "data", small_corpus)

    def once() -> list[weakref.ref[object]]:
        running = app.start(paths, load(paths.settings_file, paths.policy))
        running.window.closed.connect(running.library.close)
        with qtbot.waitSignal(running.window.ready):
            running.show()
        running.window.close()
        running.free()
        running.application.setStyleSheet("")
        return [weakref.ref(each) for each in (running.window, running.session, running.library)]

    left = once()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert [each() for each in left] == [None, None, None]
