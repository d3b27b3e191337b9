"""Every window over the window, question and menu is freed when it closes: two openings more leave nothing behind.

An object left behind by each opening shows after two as after thirty; `make soak` opens thirty times. All are opened in
one window: starting one took longer than most of them.
"""

from __future__ import annotations

import gc
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.journeys.conftest import let_go
from tests.journeys.test_reachable import silent_controls

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = 2
SMALL = QSize(683 - 24, 384 - 48)  # pixels that a screen of 1366×768 has at a scale of 2, without the frame


def wrong_with(dialog: QDialog) -> Iterator[str]:
    """Larger than a small screen, or with controls that only the mouse gets to (arrow keys go among buttons of one choice)."""
    least = dialog.minimumSizeHint()
    if least.boundedTo(SMALL) != least:
        yield f"{type(dialog).__name__} needs {least.width()}×{least.height()}"
    for control in sorted(each for each in silent_controls(dialog) if not each.startswith("QRadioButton")):
        yield f"{type(dialog).__name__}: {control}"


@pytest.fixture
def use(qapp: QApplication, built_corpus: Path, tmp_path: Path) -> Iterator[Any]:
    """A user of a real window, who has written a note; what was said wrong meanwhile fails the test."""
    window_use = importlib.import_module("tests.soak.window_use")
    wrong: set[str] = set()
    with window_use.listening() as heard:
        running = window_use.start(tmp_path / "data", built_corpus)
        used = window_use.Use(running, tmp_path, window_use.make_pack(built_corpus, tmp_path))
        used.judge = lambda dialog: wrong.update(wrong_with(dialog))
        used.write_note()
        yield used
        window_use.close(running)
    let_go()
    assert heard.faults == []
    assert wrong == set()


class Watching(QObject):
    """Names of the kinds of dialog that come into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            self.seen.add(type(watched).__name__)
        return False


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_openings_leave_nothing_behind_and_every_dialog_is_among_them(use: Any, qapp: QApplication) -> None:
    count = importlib.import_module("tests.soak.window_use").count
    watching, left = Watching(), {}
    qapp.installEventFilter(watching)
    gc.collect()
    gc.freeze()  # the window itself need not be looked through each time: what an opening leaves comes after
    for name, go in use.openings().items():
        go()
        go()
        before = count(use.window, memory=False)
        for _ in range(TIMES):
            go()
        after = count(use.window, memory=False)
        if (after.tops, after.objects) != (before.tops, before.objects):
            left[name] = (after.tops - before.tops, after.objects - before.objects)
    gc.unfreeze()
    qapp.removeEventFilter(watching)
    assert left == {}, "windows and objects"
    code = [file.read_text("utf-8") for file in (ROOT / "reader" / "ui").rglob("*.py")]
    made = {name for text in code for name in re.findall(r"^class (\w+)\(QDialog\)", text, re.MULTILINE)}
    made |= {name for text in code for name in re.findall(r"\b(QPrintDialog|QFileDialog|QMessageBox)\(", text)}
    assert len(made) > 8
    assert made - watching.seen == set()


def test_what_is_agreed_to_is_printed(use: Any, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"

    def agree(asked: QWidget) -> None:
        assert isinstance(asked, QPrintDialog)
        asked.findChildren(QLineEdit, "filename")[0].setText(str(target))
        asked.accept()

    use.read()
    use.paper("print", agree)
    assert target.read_bytes().startswith(b"%PDF")
    assert not use.window.findChildren(QPrintDialog)
