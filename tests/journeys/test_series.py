"""One indicator over documents through the real window: joined, to its words, out as files, undone, there again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.registers.series import Series
from reader.store.formats import jsonld
from reader.ui.main_window import MainWindow
from reader.ui.registers.charts.register_charts import COMPARED
from reader.ui.registers.registers_page import RegistersPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True)

OpenWindow = Callable[[], MainWindow]
SIZE, INCOME = "软件和信息技术服务业规模", "软件和信息技术服务业营业收入"


def open_chart(qtbot: QtBot, window: MainWindow) -> RegistersPage:
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    page = window.desks.registers.page
    assert page is not None
    qtbot.waitUntil(lambda: page.ledger.sheets is not None)
    page.show_register("targets")
    page.chart.click()
    page.charts.pick(COMPARED)
    return page


def series_named(page: RegistersPage, name: str) -> Series:
    return next(series for series in page.charts.series.series if series.name == name)


def test_join_look_go_write_and_take_back(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    page = open_chart(qtbot, window)
    assert page.charts.pane.series.isVisible()
    choice = page.charts.series
    choice.pick(series_named(page, INCOME).key)
    with qtbot.waitSignal(page.listed):
        choice.join(series_named(page, INCOME), series_named(page, SIZE))
    current = choice.current
    assert current is not None
    assert (len(current.docs), current.years) == (2, (2023, 2025))
    assert window.late.actions["undo"].isEnabled()

    for number, form in enumerate(("png", "svg", "xlsx", "csv")):
        target = tmp_path / f"series.{form}"
        window.desks.registers.files.ask_target = lambda _name, target=target: target  # type: ignore[method-assign,misc]
        page.charts.pane.export.menu().actions()[number].trigger()
        qtbot.waitUntil(target.exists)
    rows = list(load_workbook(tmp_path / "series.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0][:5] == ("指标", "文件", "条款", "原文名称", "年份")
    assert {(row[3], row[4], row[6]) for row in rows[1:]} == {(SIZE, 2023, 2600), (INCOME, 2025, 3500)}
    assert (tmp_path / "series.csv").read_text("utf-8-sig").count("\n") == 4

    qtbot.waitUntil(lambda: not window.desks.registers.keeping._writing.busy)
    kept = jsonld.load(window.session.library.notebook.export("jsonld")).extras.row_items
    assert [item.register for item in kept] == ["series"], "goes out with the notes, and comes in again"

    view = page.charts.pane.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    place = window.session.pane.place
    assert not page.isVisible()
    assert place is not None
    assert place.doc in current.docs
    window.late.actions["back"].trigger()
    assert page.isVisible()
    assert window.focusWidget() is view, "back where it was gone from"

    window.late.actions["undo"].trigger()
    qtbot.waitUntil(lambda: any(series.name == INCOME for series in choice.series))
    assert series_named(page, INCOME).docs != series_named(page, SIZE).docs
    window.late.actions["redo"].trigger()
    qtbot.waitUntil(lambda: len(series_named(page, SIZE).docs) == 2)
    qtbot.waitUntil(lambda: not window.desks.registers.keeping._writing.busy)
    window.close()
    again = open_chart(qtbot, open_window())
    assert len(series_named(again, SIZE).docs) == 2


def test_the_chart_follows_what_narrows_the_rows_and_the_script(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_chart(qtbot, window)
    everything = len(page.charts.series.series)
    doc = series_named(page, INCOME).docs[0]
    page.narrow(doc=doc)
    assert 0 < len(page.charts.series.series) < everything
    assert {each.docs for each in page.charts.series.series} == {(doc,)}
    window.session.toggle_script()
    assert "軟件" in page.charts.pane.view.chart.title
    assert "軟件" in page.charts.pane.series.which.currentText()
    page.show_register("tasks")
    assert not page.charts.pane.series.isVisible()
