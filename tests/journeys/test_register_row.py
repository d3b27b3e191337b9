"""One row of a register, whole, beside the table: seen without leaving, said something about, gone to and come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.citation import row_link
from reader.core.register import Task
from reader.registers.own_rows import row_keys
from reader.ui.main_window import MainWindow
from reader.ui.registers.register_lines import facets
from reader.ui.registers.registers_page import RegistersPage
from reader.ui.registers.row_heights import ALL, HEIGHTS
from tests.journeys.test_registers import open_page

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True)

OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def page(qtbot: QtBot, open_window: OpenWindow) -> RegistersPage:
    page = open_page(qtbot, open_window())
    qtbot.waitUntil(lambda: bool(page.table.lines()))
    page.table.setFocus()
    page.table.selectRow(1)
    return page


def test_the_space_bar_shows_the_row_and_takes_it_away(qtbot: QtBot, page: RegistersPage) -> None:
    pane = page.beside.pane
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert pane.isVisible()
    assert page.beside.button.isChecked()
    assert page.table.hasFocus()
    line = page.table.current_line()
    assert line is not None
    assert isinstance(line.row, Task)
    shown = pane.text.toPlainText()
    assert " ".join(line.row.at.quote.split()) in " ".join(shown.split())
    assert all(unit.name in shown for _role, unit in line.row.everyone())
    assert str(line.cells[1]) in pane.where.text()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    below = page.table.current_line()
    assert below is not None
    qtbot.waitUntil(lambda: str(below.cells[1]) in pane.where.text())
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not pane.isVisible()


def test_status_and_note_are_said_in_the_pane(qtbot: QtBot, page: RegistersPage) -> None:
    page.beside.show_pane(on=True)
    pane = page.beside.pane
    pane.status.setCurrentIndex(2)
    with qtbot.waitSignal(page.mark_wanted):
        pane.status.activated.emit(2)
    pane.note.setText("周五前报")
    with qtbot.waitSignal(page.mark_wanted):
        pane.note.editingFinished.emit()
    line = page.table.current_line()
    assert line is not None
    assert (line.seen.status, line.seen.note) == (pane.status.itemData(2), "周五前报")


def test_a_row_is_copied_with_a_link_that_leads_there(page: RegistersPage, qtbot: QtBot) -> None:
    page.beside.show_pane(on=True)
    QTest.mouseClick(page.beside.pane.link, Qt.MouseButton.LeftButton)
    line = page.table.current_line()
    assert line is not None
    words = QGuiApplication.clipboard().text().splitlines()
    assert words[0] == " ".join(line.row.at.quote.split())
    assert words[1].startswith("——《")
    assert words[2] == row_link(line.row.at.doc, line.row.at.block, line.seen.key)
    assert words[2].startswith(f"policy-reader:{line.row.at.doc}#{line.row.at.block}&row=tasks.")


def test_the_menu_of_rows_copies_the_links_of_all_that_are_chosen(page: RegistersPage) -> None:
    table = page.table
    table.selectAll()
    lines = table.chosen_lines()
    assert len(lines) > 2
    QGuiApplication.clipboard().clear()
    menu = table.menus.of_row()
    (action,) = (each for each in menu.actions() if each.text() == "复制链接")
    action.trigger()
    links = [each for each in QGuiApplication.clipboard().text().splitlines() if each.startswith("policy-reader:")]
    assert links == [row_link(line.row.at.doc, line.row.at.block, line.seen.key) for line in lines]
    table.clearSelection()
    table.selectRow(2)
    action.trigger()
    assert QGuiApplication.clipboard().text().splitlines()[-1] == links[2]


def test_the_link_of_a_row_chooses_it_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    rows = window.session.library.registers().rows("systems")
    at = len(rows) // 2
    wanted, key = rows[at].at, row_keys("systems", rows)[at]
    box = window.late.bar.search
    box.setFocus()
    box.setText(row_link(wanted.doc, wanted.block, key))
    box.textEdited.emit(box.text())
    assert window.session.search.query == ""
    QTest.keyClick(box, Qt.Key.Key_Return)
    page = window.desks.registers.page
    assert page is not None
    qtbot.waitUntil(lambda: page.table.current_line() is not None)
    line = page.table.current_line()
    assert line is not None
    assert (page.name, line.seen.key) == ("systems", key)
    assert page.beside.pane.isVisible()
    assert window.session.pane.doc == wanted.doc
    assert box.text() == ""


def test_a_link_to_a_row_that_is_gone_opens_its_clause_and_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = window.session.documents()[0].id
    assert window.desks.links.follow(f"policy-reader:{doc}&row=tasks.0123456789abcdef.1")
    qtbot.waitUntil(lambda: "那一行" in window.late.message.label.text())
    assert window.session.pane.doc == doc
    assert not window.desks.links.follow("policy-reader:没有这份文件#b1&row=tasks.0123456789abcdef.1")


def test_enter_goes_to_the_words_and_backspace_comes_back_to_the_row(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    qtbot.waitUntil(lambda: bool(page.table.lines()))
    page.table.setFocus()
    page.table.selectRow(3)
    line = page.table.current_line()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert not page.isVisible()
    QTest.keyClick(window.parts.compare.columns[0].view.text_area, Qt.Key.Key_Backspace)
    assert page.isVisible()
    assert page.table.current_line() is line


def test_rows_have_one_line_two_or_all_and_stay_so(qtbot: QtBot, page: RegistersPage) -> None:
    table = page.table
    assert table.rowHeight(1) == HEIGHTS[2]
    table.set_lines(1)
    assert table.rowHeight(1) == HEIGHTS[1]
    table.set_lines(ALL)
    qtbot.waitUntil(lambda: table.rowHeight(0) > HEIGHTS[2])
    assert table.rowHeight(table.rows.rowCount() - 1) <= HEIGHTS[2], "what is not in sight is not measured"
    tasks = table.rows.sheet.headings.index("任务")
    assert any(len(str(table.rows.data(table.rows.index(row, tasks)))) > 160 for row in range(9))
    assert page._session.settings.tables["tasks"]["lines"] == "0"


def test_facet_and_group_count_roles_alike(page: RegistersPage) -> None:
    def counted() -> tuple[dict[str, int], dict[str, int]]:
        told = dict(facets(page.ledger.sheet("tasks"), page.filter)["role"])
        return told, {group.key: group.count for _row, group in page.table.rows.groups() if group.key}

    page.table.set_group("role")
    for narrowed in ({}, {"unit": "市科技局"}, {"unit": "", "year": "2023"}):
        page.narrow(**narrowed)
        told, grouped = counted()
        assert told == grouped, narrowed
        assert told
