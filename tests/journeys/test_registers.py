"""The registers through the real window: my unit once, to the words, out as a file, there again at the next start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.register import Task
from reader.ui.main_window import MainWindow
from reader.ui.registers_page import RegistersPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


def open_page(qtbot: QtBot, window: MainWindow) -> RegistersPage:
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    page = window.registers.page
    assert page is not None
    qtbot.waitUntil(lambda: page.ledger.sheets is not None)
    return page


def test_from_my_unit_to_the_words_and_out(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    assert page.isVisible()
    assert window.late.actions["registers"].isChecked()
    assert not window.parts.split.isVisible()
    page.unit.setFocus()
    page.unit.setText("市教委")
    with qtbot.waitSignal(page.listed):
        QTest.keyClick(page.unit, Qt.Key.Key_Return)
    mine = page.table.lines()
    assert len(mine) == len(window.session.library.my_tasks("市教委"))

    page.table.setFocus()
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    line = mine[1]
    assert not page.isVisible()
    assert not window.late.actions["registers"].isChecked()
    place = window.session.pane.place
    assert place is not None
    assert (place.doc, place.block) == (line.row.at.doc, line.row.at.block)
    view = window.parts.compare.columns[window.session.active].view
    marks = view._marking._layers.blocks("place")[line.row.at.block]
    assert isinstance(line.row, Task)
    assert (marks[0].kind, marks[0].span) == ("hit", line.row.at.span)
    window.session.open(window.session.library.find(window.session.documents()[-1].id))
    assert not view._marking._layers.blocks("place")

    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert page.isVisible()
    target = tmp_path / "mine.xlsx"
    window.registers.files.ask_target = lambda _name: target  # type: ignore[method-assign,assignment]  # instead of the system's dialog
    page.table.set_column("配合", shown=False)
    page.export.menu().actions()[0].trigger()
    qtbot.waitUntil(target.exists)
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == len(mine) + 1
    assert "配合" not in rows[0]
    assert rows[1][0] == mine[0].cells[0]
    target = tmp_path / "mine.csv"
    page.export.menu().actions()[1].trigger()
    qtbot.waitUntil(target.exists)
    assert target.read_text("utf-8-sig").count(str(mine[0].cells[0])) >= 1
    qtbot.waitUntil(lambda: "已写好" in window.late.message.label.text())

    window.session.toggle_script()
    assert "數字經濟" in page.table.rows.index(0, 0).data()
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not page.isVisible()
    window.close()
    again = open_window()
    assert again.session.settings.my_unit == "市教委"
    assert open_page(qtbot, again).ledger.unit == "市教委"
