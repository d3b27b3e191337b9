"""The calendar of the registers, on four made-up tasks and a day that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.own_rows import DONE, UNDONE, SeenRow
from reader.ui.look.texts import Texts
from reader.ui.look.theme import NIGHT, PAPER
from reader.ui.registers.calendar_pane import DAY, LATE, MONTH, CalendarPane
from reader.ui.registers.register_calendar import counted, entries, overdue
from reader.ui.registers.register_lines import Line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"
TODAY = date(2026, 6, 10)


def line(number: int, words: str, years: tuple[int, ...] = (), status: str = UNDONE, **values: Any) -> Line:
    at = Place("plan", f"b{number}", Span(0, len(words)), words)
    unit = Unit("市数据局", "市数据局", "市/数据局", Span(0, 4))
    task = Task(at, words, Span(0, 1), "牵头/配合", lead=(unit,), **values)
    seen = SeenRow(f"k{number}", task, task, status)
    return Line(
        number,
        task,
        ("某市行动方案", f"二（{number}）"),
        {"市数据局": frozenset({"lead"})},
        True,
        "lead",
        years,
        words,
        seen,
    )


LINES = (
    line(0, "建成数据中心。", (2026,), due="2026-06-30", deadline=2026),
    line(1, "编制目录。", (2025,), due="2025-12-31", deadline=2025),
    line(2, "每月通报。", every="month"),
    line(3, "完成改造。", (2026,), status=DONE, due="2026-06-30", deadline=2026),
    line(4, "形成体系。", (2025,), status=DONE),
)


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[CalendarPane]:
    texts = Texts(TRANSLATIONS)
    made = CalendarPane(texts, texts, lambda text: text, PAPER, today=lambda: TODAY)
    page = QScrollArea()  # as in the window, what is in it does not press its size
    page.setWidget(made)
    page.setWidgetResizable(True)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    made.show_lines(LINES)
    made.go_today()
    yield made
    assert page.widget() is made


def listed(pane: CalendarPane) -> list[int]:
    rows = pane.list.rows
    return [pane._listed[rows.key(rows.index(at))].line.number for at in range(rows.rowCount())]  # type: ignore[index]


def test_entries_of_a_month_and_what_is_late() -> None:
    month = entries(LINES, date(2026, 6, 1), date(2026, 6, 30), TODAY)
    assert [each.line.number for each in month] == [0, 2, 3]
    assert counted(month) == {date(2026, 6, 30): (3, 1)}
    assert [each.line.number for each in overdue(LINES, TODAY)] == [1], "what is done is not late"


def test_the_month_is_listed_and_counted(pane: CalendarPane) -> None:
    assert listed(pane) == [0, 2, 3]
    assert pane.title.text() == "2026年6月"
    assert pane.which[MONTH].text() == "当月 3"
    assert pane.which[LATE].text() == "逾期 1"
    assert pane.months[5].text() == "6月 · 3"
    assert pane.months[5].isChecked()
    assert pane.months[6].text() == "7月 · 1"


def test_another_month_by_button_and_by_the_year(pane: CalendarPane) -> None:
    QTest.mouseClick(pane.after, Qt.MouseButton.LeftButton)
    assert pane.title.text() == "2026年7月"
    assert listed(pane) == [2]
    QTest.mouseClick(pane.months[5], Qt.MouseButton.LeftButton)
    assert listed(pane) == [0, 2, 3]
    QTest.mouseClick(pane.months[5], Qt.MouseButton.LeftButton)
    assert pane.months[5].isChecked(), "the month in front stays marked"


def test_a_day_and_what_is_overdue(pane: CalendarPane) -> None:
    pane.month.setSelectedDate(QDate(2026, 6, 29))
    assert pane.which[DAY].isChecked()
    assert listed(pane) == []
    assert pane.says.text() == "这一天没有到期的任务。"
    pane.month.setSelectedDate(QDate(2026, 6, 30))
    assert listed(pane) == [0, 2, 3]
    QTest.mouseClick(pane.which[LATE], Qt.MouseButton.LeftButton)
    assert listed(pane) == [1]


def test_a_task_leads_to_its_words(qtbot: QtBot, pane: CalendarPane) -> None:
    pane.list.select_first()
    with qtbot.waitSignal(pane.jump) as told:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert told.args == [LINES[0]]


def test_making_it_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    texts = Texts(TRANSLATIONS)
    before = {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    made = CalendarPane(texts, texts, lambda text: text, PAPER, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show_lines(LINES)
    assert {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()} == before


def test_days_with_tasks_look_different_in_each_theme(pane: CalendarPane) -> None:
    for theme in (PAPER, NIGHT):
        pane.set_theme(theme)
        before = pane.month.grab().toImage()
        pane.show_lines(())
        assert pane.month.grab().toImage() != before
        assert not pane.export.isEnabled()
        pane.show_lines(LINES)
