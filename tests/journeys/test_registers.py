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
from reader.ui.registers.registers_page import RegistersPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True)

OpenWindow = Callable[[], MainWindow]


def open_page(qtbot: QtBot, window: MainWindow) -> RegistersPage:
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    page = window.desks.registers.page
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
    assert (marks[0].kind, marks[0].span) == ("evidence", line.row.at.span)
    window.session.open(window.session.library.find(window.session.documents()[-1].id))
    assert not view._marking._layers.blocks("place")

    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert page.isVisible()
    target = tmp_path / "mine.xlsx"
    window.desks.registers.files.ask_target = lambda _name: target  # type: ignore[method-assign,assignment]  # instead of the system's dialog
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
    assert "數字" in page.table.rows.index(0, 0).data()
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not page.isVisible()
    window.close()
    again = open_window()
    assert again.session.settings.my_unit == "市教委"
    assert open_page(qtbot, again).ledger.unit == "市教委"


def test_ctrl_z_takes_back_what_was_said_about_rows(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    with qtbot.waitSignal(page.listed):
        page.choose_unit("市教委")
    table, control = page.table, Qt.KeyboardModifier.ControlModifier
    table.setFocus()
    first, second, third = (line.seen.key for line in table.lines()[:3])

    def status(key: str) -> str:
        return next(line.status for line in page.ledger.sheet("tasks").lines if line.seen.key == key)

    assert not window.late.actions["undo"].isEnabled()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_2)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_3)
    assert [status(key) for key in (first, second, third)] == ["已完成"] * 3, "all that are selected"
    assert window.late.actions["undo"].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    assert [status(key) for key in (first, second, third)] == ["进行中", "未开始", "未开始"]
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    assert status(first) == "未开始"
    assert not window.late.actions["undo"].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Y, control)
    assert status(first) == "进行中"
    line = page.ledger.sheet("tasks").lines[table.lines()[1].number]
    with qtbot.waitSignal(page.listed):
        window.desks.registers.steps.correct("tasks", line.seen, {"not_a_row": True})
    assert page.ledger.sheet("tasks").lines[line.number].seen.dropped
    with qtbot.waitSignal(page.listed):
        QTest.keyClick(window, Qt.Key.Key_Z, control)
    assert not page.ledger.sheet("tasks").lines[line.number].seen.dropped
    qtbot.waitUntil(lambda: not window.desks.registers.keeping._writing.busy)
    kept = window.session.library.rows.seen().seen["tasks"]
    assert {each.key: each.state for each in kept}[first] == "进行中", "what is on screen is what is kept"


def test_back_from_the_words_leads_to_the_row(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.show_register("targets")
    page.table.setFocus()
    page.table.selectRow(7)
    key = page.table.lines()[7].seen.key
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert not page.isVisible()
    assert window.late.actions["back"].isEnabled()
    window.late.actions["back"].trigger()
    assert page.isVisible()
    line = page.table.current_line()
    assert line is not None
    assert (page.name, line.seen.key) == ("targets", key)
    page.table.go()
    window.session.open(window.session.library.find(window.session.documents()[-1].id))
    window.late.actions["back"].trigger()
    assert not page.isVisible(), "after another place was opened, back leads to the place before"


def test_tasks_that_may_be_mine_are_offered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    with qtbot.waitSignal(page.listed):
        page.choose_unit("市科技局")
    mine = page.table.lines()
    order = [("lead", "joint", "support").index(str(line.role)) for line in mine]
    assert order == sorted(order), "what my unit leads stands first"
    assert "可能涉及本单位" in page.hint.text()
    page.hint.linkActivated.emit("more")
    more = page.table.lines()
    assert len(more) == len(mine) + sum(bool(line.perhaps) for line in more)
    assert {str(line.cells[2]) for line in more} == {"牵头", "共同", "配合", "泛指"}
    page.narrow(words="平台")
    page.clear()
    assert page.filter.mine, "only the conditions go"
    assert len(page.table.lines()) == len(more)
    with qtbot.waitSignal(page.listed):
        page.choose_unit("火星局")
    assert "火星局" in page.hint.text()
    assert window.session.settings.my_unit == "火星局", "said, and kept"


def test_a_sort_leaves_the_widths_free(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 740)
    page = open_page(qtbot, window)
    for name in ("tasks", "targets", "systems", "citations"):
        page.show_register(name)
        header = page.table.horizontalHeader()
        for column in (0, 2, len(page.table.rows.sheet.headings) - 1):
            page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        assert not page.table.look.widths, name
        assert not page.table.horizontalScrollBar().isVisible(), name
        shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
        for column in shown:
            words = page.table.rows.headerData(column, Qt.Orientation.Horizontal)
            room = header.sectionSize(column) - 8
            assert header.fontMetrics().horizontalAdvance(str(words)) <= room, (name, words)


def test_esc_closes_the_suggestions_only(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.unit.setFocus()
    page.unit.setText("發展改革")
    page.unit.textEdited.emit(page.unit.text())  # Han characters come from an input method, not from keys
    page.unit.completer().complete()
    assert page.unit.offered()[0] == "市发展改革委"
    popup = page.unit.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert page.isVisible()
    assert page.unit.text() == "發展改革"
