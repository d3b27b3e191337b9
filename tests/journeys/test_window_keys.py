"""Ctrl+W closes every dialog, Ctrl+Q the program from those that may stay open beside it; Esc closes them as ever."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.paths import Paths
from reader.ui.provenance.lineage_dialog import LineageDialog
from tests.journeys.conftest import OpenAt, let_go

CTRL, NOTHING = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", "grabbing", extend=True)
GROUPS = ("dialogs", "notes", "registers")


def press(window: QDialog, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


@pytest.fixture
def used(qapp: QApplication, built_corpus: Path, tmp_path: Path) -> Iterator[Any]:
    window_use = importlib.import_module("tests.soak.window_use")

    class Pressing(window_use.Use):  # type: ignore[name-defined,misc]
        """A user who leaves each dialog by a key."""

        stayed: list[str]
        seen: set[str]
        key, modifier = Qt.Key.Key_W, CTRL

        def dialog(self, trigger: Callable[[], object], kind: type[QDialog]) -> None:
            trigger()
            shown = self.shown(kind)
            window_use.settle()
            self.seen.add(kind.__name__)
            before = self.session.tabs.places
            press(shown, self.key, self.modifier)
            window_use.settle()
            if any(isinstance(each, kind) and each.isVisible() for each in QApplication.topLevelWidgets()):
                self.stayed.append(kind.__name__)
                shown.reject()
                window_use.settle()
            if self.session.tabs.places != before or not self.window.isVisible():
                self.stayed.append(f"{kind.__name__}: the window behind it took the key")

    running = window_use.start(tmp_path / "data", built_corpus)
    use = Pressing(running, tmp_path, window_use.make_pack(built_corpus, tmp_path))
    use.stayed, use.seen = [], set()
    use.write_note()
    yield use
    window_use.close(running)
    let_go()


@pytest.mark.slow
@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_W, CTRL), (Qt.Key.Key_Escape, NOTHING)])
def test_a_key_closes_every_dialog_and_nothing_else(used: Any, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    used.key, used.modifier = key, modifier
    for group in GROUPS:
        for go in used.groups()[group].values():
            go()
    assert used.stayed == []
    assert len(used.seen) > 12


def test_ctrl_q_ends_the_program_from_windows_beside_it(qtbot: QtBot, open_at: OpenAt, paths: Paths) -> None:
    window = open_at(paths).window
    window.session.open(Location(window.session.documents()[0].id))
    window.late.actions["lineage"].trigger()
    found: list[QDialog] = []

    def shown() -> bool:
        found[:] = [each for each in window.findChildren(LineageDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(shown)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    press(found[0], Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: bool(closed))
