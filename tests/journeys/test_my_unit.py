"""My unit through the real window: status and note, corrections, task sheet, paper, charts, looks that last, quiet links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader.core.register import Target, Task
from reader.core.span import Location
from reader.registers.exporting import NOTE
from reader.ui.main_window import MainWindow
from reader.ui.registers.register_correcting import CorrectingDialog, UnitDialog
from reader.ui.registers.register_lines import TO_CHECK, Line
from reader.ui.registers.register_paper import TablePages, set_landscape
from reader.ui.registers.register_table import NARROW
from reader.ui.registers.registers_page import RegistersPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
UNIT = "市科技局"


def open_page(qtbot: QtBot, window: MainWindow, unit: str = "") -> RegistersPage:
    window.desks.registers.show()
    page = window.desks.registers.page
    assert page is not None
    qtbot.waitUntil(lambda: page.ledger.sheets is not None)
    if unit:
        with qtbot.waitSignal(page.listed):
            page.choose_unit(unit)
    return page


def saved(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desks.registers.keeping._writing.busy)


def dialog_of(qtbot: QtBot, window: MainWindow) -> CorrectingDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(CorrectingDialog)))
    (dialog,) = window.findChildren(CorrectingDialog)
    return dialog


def counts_of(window: MainWindow, doc: str) -> str:
    model = window.late.library.list.rows
    row = model.row_of(doc)
    assert row is not None
    return str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))


def test_status_and_note_are_kept_counted_and_filtered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window, UNIT)
    mine = page.table.lines()
    assert len(mine) == len(window.session.library.my_tasks(UNIT))
    doc = mine[0].row.at.doc
    page.table.setFocus()
    page.table.select_first()
    QTest.keyClick(page.table, Qt.Key.Key_3)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "report in Nov")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.table.lines()[0].seen.note))
    now = page.table.lines()[0]
    assert (now.status, now.seen.note) == ("已完成", "report in Nov")
    assert page.isVisible(), "Enter ends the note and leads nowhere"
    assert page.table.currentIndex().row() == 0, "the row stays the current one"
    qtbot.waitUntil(lambda: "已完成 1" in page.figures.text())
    page.table.selectRow(1)
    next(a for a in page.table.menus.of_status().actions() if a.text().startswith("进行中")).trigger()
    saved(qtbot, window)
    qtbot.waitUntil(lambda: "已完成 1" in counts_of(window, doc))
    page.narrow(status="进行中")
    qtbot.waitUntil(lambda: [line.number for line in page.table.lines()] == [mine[1].number])
    page.narrow(status="", words="report nov")
    qtbot.waitUntil(lambda: [line.number for line in page.table.lines()] == [mine[0].number])
    window.close()

    again = open_window()
    assert again.late.start.isVisible()
    qtbot.waitUntil(lambda: "已完成 1" in again.late.start.mine.sentence.text())
    assert UNIT in again.late.start.mine.sentence.text()
    QTest.mouseClick(again.late.start.mine, Qt.MouseButton.LeftButton)
    page = open_page(qtbot, again)
    qtbot.waitUntil(lambda: len(page.table.lines()) == len(mine))
    kept = {line.number: (line.status, line.seen.note) for line in page.table.lines()}
    assert kept[mine[0].number] == ("已完成", "report in Nov")
    assert kept[mine[1].number] == ("进行中", "")
    page.table.select_first()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: page.table.lines()[0].status == "未开始")


def test_my_unit_is_chosen_on_the_first_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert "选一次单位" in window.late.start.mine.sentence.text()
    QTest.mouseClick(window.late.start.mine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(UnitDialog)))
    (dialog,) = window.findChildren(UnitDialog)
    dialog.name.setText("市教委")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    n = len(window.session.library.my_tasks("市教委"))
    qtbot.waitUntil(lambda: f"我的任务 {n} 项" in window.late.start.mine.sentence.text())
    assert window.session.settings.my_unit == "市教委"


def test_a_doubtful_row_is_reviewed_corrected_and_put_back(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.show_register("targets")
    page.narrow(unsure=TO_CHECK)
    doubtful = page.table.lines()
    assert doubtful
    assert all(not line.row.sure for line in doubtful)
    line = doubtful[0]
    page.table.setFocus()
    page.table.select_first()
    QTest.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, window)
    value, deadline = dialog.fields["value"], dialog.fields["deadline"]
    assert isinstance(value, QLineEdit)
    assert isinstance(deadline, QLineEdit)
    value.setText("77")
    deadline.setText("2031")
    with qtbot.waitSignal(page.listed):
        dialog.buttons.accepted.emit()
    page.narrow(unsure="corrected")
    (now,) = page.table.lines()
    assert isinstance(now.row, Target)
    assert isinstance(line.row, Target)
    assert (now.row.value, now.row.deadline, now.row.sure) == ("77", 2031, True)
    assert now.years == (2031,)
    last = page.table.rows.index(0, page.table.rows.columnCount() - 1)
    assert last.data() == "✎ 已更正"
    assert line.row.value in str(last.data(Qt.ItemDataRole.ToolTipRole)), "what was read stays at hand"
    before = next(t for t in window.session.library.registers().targets if t.at == line.row.at)
    assert before == line.row, "the corpus says what it said"

    target = tmp_path / "corrected.xlsx"
    window.desks.registers.files.ask_target = lambda _name: target  # type: ignore[method-assign,assignment]  # instead of the system's dialog
    page.export_wanted.emit("xlsx")
    qtbot.waitUntil(target.exists)
    head, row = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert f"数值原为“{line.row.value}”" in str(row[head.index("更正")])
    assert row[head.index("数值")] == 77

    undo = window.late.message.button
    assert undo.text() == "撤销" or "已写好" in window.late.message.label.text()
    page.table.correct_wanted.emit(now)
    dialog = dialog_of(qtbot, window)
    assert dialog.undo.isEnabled()
    with qtbot.waitSignal(page.listed):
        dialog.undo.click()
    page.narrow(unsure=TO_CHECK)
    assert len(page.table.lines()) == len(doubtful)


def test_what_is_no_task_leaves_the_lists_and_comes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window, UNIT)
    mine = page.table.lines()
    page.table.correct_wanted.emit(mine[0])
    dialog = dialog_of(qtbot, window)
    dialog.no_row.setChecked(True)
    with qtbot.waitSignal(page.listed):
        dialog.buttons.accepted.emit()
    assert len(page.table.lines()) == len(mine) - 1
    qtbot.waitUntil(lambda: f"{len(mine) - 1} 项" in window.late.start.mine.sentence.text())
    page.narrow(mine=False, unsure="dropped")
    (gone,) = page.table.lines()
    assert gone.row.at == mine[0].row.at
    undo = window.late.message.button
    with qtbot.waitSignal(page.listed):
        undo.click()
    page.narrow(mine=True, unsure="")
    assert len(page.table.lines()) == len(mine)


def test_my_tasks_as_a_task_sheet_and_on_paper(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    page = open_page(qtbot, window, UNIT)
    page.table.setFocus()
    page.table.select_first()
    QTest.keyClick(page.table, Qt.Key.Key_2)
    mine = page.table.lines()
    target = tmp_path / "sheet.docx"
    window.desks.registers.files.ask_target = lambda _name: target  # type: ignore[method-assign,assignment]  # instead of the system's dialog
    page.export_wanted.emit("docx")
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: "已写好" in window.late.message.label.text())
    word = docx.Document(str(target))
    assert len(word.tables) == len({line.row.at.doc for line in mine})
    assert sum(len(table.rows) - 1 for table in word.tables) == len(mine)
    assert word.tables[0].rows[1].cells[6].text == "进行中"
    assert f"单位：{UNIT}" in [paragraph.text for paragraph in word.paragraphs]

    pages = TablePages(window.desks.registers.files.printed(page), window.session.shown)
    assert isinstance(mine[0].row, Task)
    assert " ".join(mine[-1].row.at.quote.split())[:12] in pages.text
    file = tmp_path / "paper.pdf"
    writer = QPdfWriter(str(file))
    set_landscape(writer)
    assert writer.pageLayout().paintRectPixels(72).size() == QRect(0, 0, 842, 595).size()
    pages.paint(writer)
    del writer
    assert file.read_bytes().count(b"/Type /Page\n") == pages.count > 1


def test_charts_narrow_the_table_and_terms_lead_to_the_search(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answered(target: Path) -> Callable[[str], Path]:
        return lambda _name: target

    window = open_window()
    page = open_page(qtbot, window, UNIT)
    page.chart.click()
    page.charts.pick("progress")
    qtbot.waitUntil(lambda: page.charts.pane.view.chart.counts.get(("*", "未开始")) == len(page.table.lines()))
    made = page.charts.pane.view.chart
    page.charts.pane.chosen.emit("progress", made.rows[1].key, "未开始")
    assert not page.chart.isChecked()
    qtbot.waitUntil(lambda: len(page.table.lines()) == made.counts[made.rows[1].key, "未开始"])
    page.clear()
    page.chart.click()
    page.charts.pick("terms")
    page.charts.pane.terms.setText("人工智能")
    qtbot.waitUntil(lambda: page.charts.pane.view.chart.most > 0)
    made = page.charts.pane.view.chart
    for form in ("png", "svg"):
        target = tmp_path / f"chart.{form}"
        monkeypatch.setattr(window.desks.registers.files, "ask_target", answered(target))
        page.charts.pane.export_wanted.emit(form)
        qtbot.waitUntil(target.exists)
    page.charts.pane.chosen.emit("terms", made.rows[0].key, "人工智能")
    assert not page.isVisible()
    qtbot.waitUntil(
        lambda: (
            window.session.search.answer is not None
            and window.session.search.answer.result.matches == made.counts[made.rows[0].key, "人工智能"]
        ),
    )


def test_looks_last_and_rows_are_grouped(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)  # in a narrower one a column that was drawn wide gives way to the others
    page = open_page(qtbot, window, UNIT)
    table = page.table
    everything = len(table.lines())
    table.set_column("配合", shown=False)
    table.setColumnWidth(3, 333)
    table.sortByColumn(table.rows.sheet.headings.index("时限"), Qt.SortOrder.DescendingOrder)
    page.grouping.setCurrentIndex(page.grouping.findData("doc"))
    page.grouping.activated.emit(page.grouping.currentIndex())
    groups = table.rows.groups()
    assert sum(group.count for _row, group in groups) == everything
    assert table.columnSpan(groups[0][0], 0) == table.rows.columnCount()
    table.clicked.emit(table.rows.index(groups[0][0], 0))
    assert table.rows.rowCount() == len(groups) + everything - groups[0][1].count
    assert len(table.lines()) == everything, "what is folded away is still exported"
    window.close()

    following = open_window()
    following.resize(1366, 768)
    again = open_page(qtbot, following)
    table = again.table
    assert "配合" not in table.headings()
    assert table.columnWidth(3) == 333
    assert (table.look.sort, table.look.falling, table.look.group) == ("时限", True, "doc")
    assert again.grouping.currentData() == "doc"
    assert table.rows.groups()
    again.show_register("targets")
    assert not table.look.widths, "widths are those of one register"
    assert table.columnWidth(3) == NARROW["要求"]
    assert not table.rows.groups(), "each register has its own look"


@pytest.mark.parametrize("register", ["tasks", "targets", "systems", "citations"])
def test_each_cell_leads_to_words_of_its_row(qtbot: QtBot, open_window: OpenWindow, register: str) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.show_register(register)
    lines = page.table.lines()
    assert len(lines) >= 4
    step = len(lines) // 4
    for line in lines[::step]:
        for heading in page.table.rows.sheet.headings:
            if line.due_at is None or heading not in {"期限", "期限依据"}:  # which stands elsewhere
                _leads_there(window, line, heading)


def _leads_there(window: MainWindow, line: Line, heading: str) -> None:
    window.desks.registers.jump(line, heading)
    place = window.session.pane.place
    assert place is not None
    assert (place.doc, place.block) == (line.row.at.doc, line.row.at.block), heading
    view = window.parts.compare.columns[window.session.active].view
    marks = view._marking._layers.blocks("place")[line.row.at.block]
    document = window.session.library.open(line.row.at.doc)
    block = document.block(line.row.at.block)
    assert block is not None
    marked = [mark.span.cut(block.text) for mark in marks]
    if isinstance(line.row, Task):
        named = {"牵头": line.row.lead, "共同": line.row.units, "配合": line.row.support}.get(heading)
        if named:
            assert named[0].as_written in marked[1]
        return
    assert marked == [line.row.at.quote], heading


def test_names_in_the_text_are_quiet_links(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = "tianjin-digitalisation-2021"
    window.session.open(Location(doc))
    view = window.parts.compare.columns[0].view
    layers = view._marking._layers
    assert not layers.blocks("links")
    window.late.actions["quiet_links"].trigger()
    qtbot.waitUntil(lambda: bool(layers.blocks("links")))
    document = window.session.library.open(doc)
    marks = [mark for each in layers.blocks("links").values() for mark in each]
    kinds = {mark.named[0] for mark in marks if mark.named}
    assert kinds == {"unit", "system"}
    for mark in marks:
        block = document.block(mark.block)
        assert block is not None
        assert mark.span.cut(block.text)
        assert mark.tip
    unit = next(mark for mark in marks if mark.named and mark.named == ("unit", "市委网信办"))
    here = sum(
        any(u.name == "市委网信办" for _r, u in task.everyone())
        for task in window.session.library.registers([doc]).tasks
    )
    assert f"本文件的任务 {here} 项" in unit.tip
    view.link_activated.emit(unit)
    page = window.desks.registers.page
    assert page is not None
    qtbot.waitUntil(lambda: page.isVisible() and bool(page.table.lines()))
    assert page.filter.unit == "市委网信办"
    assert page.name == "tasks"
    window.late.actions["quiet_links"].trigger()
    assert not layers.blocks("links")
    assert NOTE in page.table.headings()
    assert QApplication.activeWindow() is not None


def test_nothing_typed_into_a_correction_is_thrown_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.show_register("targets")
    page.table.setFocus()
    page.table.select_first()
    page.table.correct_wanted.emit(page.table.current_line())
    dialog = dialog_of(qtbot, window)
    deadline, value = dialog.fields["deadline"], dialog.fields["value"]
    assert isinstance(deadline, QLineEdit)
    assert isinstance(value, QLineEdit)
    deadline.setText("abc")
    dialog.buttons.accepted.emit()
    assert dialog.isVisible()
    assert "abc" in dialog.problem.text()
    assert deadline.text() == "abc"
    deadline.setText("2030")
    value.setText("很多")
    dialog.buttons.accepted.emit()
    assert dialog.isVisible()
    value.setText("5")
    with qtbot.waitSignal(page.listed):
        dialog.buttons.accepted.emit()


def test_units_of_a_correction_are_written_in_full(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = open_page(qtbot, window)
    page.table.correct_wanted.emit(line := page.table.lines()[0])
    dialog = dialog_of(qtbot, window)
    lead = dialog.fields["lead"]
    assert isinstance(lead, QLineEdit)
    lead.setText("市發改委、火星局")
    qtbot.waitUntil(lambda: "火星局" in dialog.units.text())
    assert "市发展改革委" in dialog.units.text()
    with qtbot.waitSignal(page.listed):
        dialog.buttons.accepted.emit()
    now = page.ledger.sheet("tasks").lines[line.number].row
    assert isinstance(now, Task)
    assert [unit.name for unit in now.lead] == ["市发展改革委", "火星局"]
