"""The page of registers: what is listed, narrowed, counted, ordered and said when nothing is there."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.register import Citation, Place, Target, Task
from reader.core.span import Span
from reader.library import Library
from reader.registers.exporting import columns
from reader.registers.own_rows import SeenRow
from reader.settings import Settings
from reader.ui.look.texts import Texts
from reader.ui.look.theme import NIGHT, PAPER, THEMES, Theme, contrast
from reader.ui.registers import register_lines
from reader.ui.registers.charts.chart import TONES, Shape
from reader.ui.registers.charts.chart_view import ground
from reader.ui.registers.register_lines import (
    UNSURE,
    Ledger,
    LedgerFilter,
    Line,
    Sheet,
    crossed,
    facets,
    figures,
    make,
    matching,
    place_of,
)
from reader.ui.registers.registers_page import RegistersPage
from reader.ui.session.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ROOT = Path(__file__).resolve().parents[3]
NUMBERLESS = "dongli-digital-economy-2026"
UNIT = "市科技局"


@pytest.fixture
def ledger(library: Library) -> Ledger:
    return make(library, UNIT)


@pytest.fixture
def page(qtbot: QtBot, library: Library) -> Iterator[RegistersPage]:
    session = Session(library, Settings(), Texts(Path("no translations")))
    made = RegistersPage(session, PAPER)
    made.unit_chosen.connect(lambda unit: setattr(session, "settings", replace(session.settings, my_unit=unit)))
    qtbot.addWidget(made)
    made.resize(1366, 640)
    with qtbot.waitSignal(made.listed):
        made.show()
    yield made
    made.close_lane()
    session.close()
    session.deleteLater()


def choose_unit(qtbot: QtBot, page: RegistersPage, name: str) -> None:
    page.unit.setFocus()
    page.unit.setText(name)
    with qtbot.waitSignal(page.listed):
        QTest.keyClick(page.unit, Qt.Key.Key_Return)


# Lines


def test_every_row_is_listed_with_my_part(ledger: Ledger, library: Library) -> None:
    for name in ("tasks", "targets", "systems", "citations"):
        sheet = ledger.sheet(name)
        assert [line.row for line in sheet.lines] == list(library.registers().rows(name))
        assert all(len(line.cells) == len(sheet.headings) for line in sheet.lines)
        assert {c.heading for c in columns(name)} < set(sheet.headings)
    told = {line.row: line.role for line in ledger.sheet("tasks").lines if line.role}
    assert told == dict(library.my_tasks(UNIT))
    assert [line.row for line in matching(ledger.sheet("tasks"), LedgerFilter(mine=True))] == list(told)


def test_what_still_holds_is_kept(ledger: Ledger, library: Library) -> None:
    assert make(library, UNIT, ledger) is ledger
    assert make(library, "市教委", ledger) is not ledger


def test_words_are_found_in_either_script(ledger: Ledger) -> None:
    sheet = ledger.sheet("tasks")
    simplified = matching(sheet, LedgerFilter(words="数据 市教委"))
    assert simplified
    assert matching(sheet, LedgerFilter(words="數據 市教委")) == simplified
    assert len(simplified) < len(matching(sheet, LedgerFilter(words="数据")))


def test_a_facet_leaves_as_many_lines_as_it_says(ledger: Ledger) -> None:
    for name in ("tasks", "targets", "systems", "citations"):
        sheet = ledger.sheet(name)
        for chosen in (LedgerFilter(), LedgerFilter(unit=UNIT), LedgerFilter(mine=True)):
            for group, values in facets(sheet, chosen).items():
                for value, count in values:
                    narrowed = replace(chosen, **{group: value})  # type: ignore[arg-type]  # groups are texts
                    assert len(matching(sheet, narrowed)) == count, (name, group, value)


def test_the_part_is_that_of_the_unit_asked_for(ledger: Ledger) -> None:
    sheet = ledger.sheet("tasks")
    leads = matching(sheet, LedgerFilter(unit=UNIT, role="lead"))
    assert leads
    assert all(isinstance(line.row, Task) and UNIT in {u.name for u in line.row.lead} for line in leads)
    assert len(leads) < len(matching(sheet, LedgerFilter(role="lead")))


def test_a_past_figure_is_not_due() -> None:
    def line(number: int, year: int, sure: bool = True) -> Line:
        at = Place("d", "b", Span(0, 2), "二")
        row = Target(at, "产值", "2", "亿元", "=", year, "own", "target", sure=sure)
        return Line(number, row, ("d", "b"), {}, False, None, (year,), "", SeenRow(str(number), row, row))

    lines = [line(0, 2023), line(1, 2023), line(2, 2025, sure=False), line(3, 2021), line(4, 2021)]
    own = figures(lines)
    assert (own.total, own.unsure) == (5, 1)
    assert own.years == ((2021, 2), (2023, 2))
    sheet = Sheet("targets", (), tuple(lines))
    assert [each.number for each in matching(sheet, LedgerFilter(unsure=UNSURE))] == [2]


def test_baselines_have_no_year(ledger: Ledger) -> None:
    past = [
        line for line in ledger.sheet("targets").lines if isinstance(line.row, Target) and line.row.kind == "baseline"
    ]
    assert past
    assert not any(line.years for line in past)


def test_a_cell_leads_to_its_own_words(ledger: Ledger, library: Library) -> None:
    line = next(each for each in ledger.sheet("tasks").lines if isinstance(each.row, Task) and each.row.lead)
    assert isinstance(line.row, Task)
    document = library.open(line.row.at.doc)
    place = place_of(line, "牵头")
    assert place.block is not None
    assert place.span is not None
    block = document.block(place.block)
    assert block is not None
    words = block.text[slice(*place.span)]
    assert words.startswith(line.row.lead[0].as_written)
    task = place_of(line, "任务")
    assert task.span is not None
    assert task.span.end == line.row.note.start


# The page


def test_of_a_large_library_the_register_in_front_comes_first(
    qtbot: QtBot, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = make(library, UNIT)
    monkeypatch.setattr(register_lines, "MANY", len(library.documents()) - 1)
    first = make(library, UNIT, front="tasks")
    assert first.sheets == {"tasks": whole.sheet("tasks")}
    assert not first.complete
    assert make(library, UNIT, first, front="tasks") is first
    assert make(library, UNIT, first).sheets == whole.sheets

    session = Session(library, Settings(my_unit=UNIT), Texts(Path("no translations")))
    page = RegistersPage(session, PAPER)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.listed):
        page.show()
    assert set(page.ledger.sheets or ()) == {"tasks"}
    assert page.table.rows.rowCount() == len(whole.sheet("tasks").lines)
    page.show_register("citations")
    assert page.empty.text() == "正在整理台账…"
    page.show_register("tasks")
    line = page.ledger.sheet("tasks").lines[0]
    page.put_marks([(line, "done", "")])
    qtbot.waitUntil(lambda: page.ledger.complete)
    assert page.ledger.sheet("tasks").lines[0].status == "done", "what was marked while the rest was read stays so"
    assert page.ledger.sheet("citations") == whole.sheet("citations")
    page.close_lane()
    session.close()
    session.deleteLater()


def test_tabs_figures_and_documents_without_targets(page: RegistersPage) -> None:
    assert page.table.rows.rowCount() == len(page.ledger.sheet("tasks").lines)
    assert page.figures.text().startswith(f"共 {page.table.rows.rowCount()} 项")
    page.show_register("targets")
    assert "没有提出量化指标" in page.figures.text()
    assert "待核对" in page.figures.text()
    item = page.facets.item_of("doc", NUMBERLESS)
    assert item is not None
    assert item.text(1) == "无量化指标"
    page.facets.itemClicked.emit(item, 0)
    assert page.stack.currentIndex() == 1
    assert page.empty.text().endswith("没有提出量化指标。")
    assert not page.export.isEnabled()
    page.reset.click()
    assert page.stack.currentIndex() == 0


def test_my_unit_is_told_once_and_narrows_everything(qtbot: QtBot, page: RegistersPage, library: Library) -> None:
    page.mine.click()
    assert "我的单位" in page.empty.text(), "an empty list says what to do"
    choose_unit(qtbot, page, "市科技局")
    mine = library.my_tasks(UNIT)
    assert {line.row for line in page.table.lines()} == {task for task, _role in mine}
    lead = sum(role == "lead" for _task, role in mine)
    assert f"我牵头 {lead}" in page.figures.text()
    assert f"我共同 {sum(role == 'joint' for _task, role in mine)}" in page.figures.text()
    assert "本单位" in page.table.headings()
    assert "共同" in page.table.headings(), "the role has one name: in the facet, the cell, the column and the figures"
    assert "负责" not in page.table.headings()
    assert {str(line.cells[page.table.headings().index("本单位")]) for line in page.table.lines()} <= {
        "牵头", "共同", "配合"
    }  # fmt: skip
    page.show_register("citations")
    page.narrow(mine=True)
    assert page.empty.text() == "引用中没有涉及市科技局的条目。"
    page.show_register("systems")
    assert {line.row for line in page.table.lines()} == set(library.register("systems", unit=UNIT))
    choose_unit(qtbot, page, "没有这个单位")
    page.show_register("tasks")
    assert "没有找到“没有这个单位”" in page.empty.text()
    page.mine.click()
    assert page.stack.currentIndex() == 0


def test_unsure_rows_are_marked_and_can_be_listed_alone(page: RegistersPage) -> None:
    page.show_register("targets")
    unsure = sum(not line.row.sure for line in page.table.lines())
    assert unsure
    page.narrow(unsure=UNSURE)
    assert page.table.rows.rowCount() == unsure
    last = page.table.rows.index(0, page.table.rows.columnCount() - 1)
    assert last.data() == "▲ 待核对"


def test_numbers_are_ordered_as_numbers_and_keys_go_there(qtbot: QtBot, page: RegistersPage) -> None:
    page.show_register("targets")
    column = page.table.rows.sheet.headings.index("数值")
    page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    numbers = [value for line in page.table.lines() if isinstance(value := line.cells[column], int | float)]
    assert numbers == sorted(numbers, reverse=True)
    page.words.setFocus()
    QTest.keyClicks(page.words, "5G")
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    first = page.table.lines()[0]
    with qtbot.waitSignal(page.jump) as told:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[0] is first


def test_columns_are_chosen_and_fill_the_width(page: RegistersPage) -> None:
    table = page.table
    assert not table.horizontalScrollBar().isVisible()
    table.menu.aboutToShow.emit()
    names = [action.text() for action in table.menu.actions()]
    assert "任务" in names
    assert "条款" not in names, "where a row stands is always told"
    action = next(action for action in table.menu.actions() if action.text() == "配合")
    action.trigger()
    assert "配合" not in table.headings()
    page.show_register("citations")
    page.show_register("tasks")
    assert "配合" not in table.headings(), "the choice outlives a change of tab"


def test_what_is_to_be_done_can_be_read_in_a_narrow_window(qtbot: QtBot, page: RegistersPage) -> None:
    page.resize(683, 384)
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() > 0)
    width = dict(zip(page.table.rows.sheet.headings, map(page.table.columnWidth, range(99)), strict=False))
    assert width["任务"] >= 10 * page.table.fontMetrics().height() * 0.6, "eight characters and more"
    assert width["任务"] > width["牵头"]


def test_another_theme_and_every_part_has_a_name(page: RegistersPage) -> None:
    page.set_theme(NIGHT)
    index = page.table.rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.ForegroundRole).name() == NIGHT.muted
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("文件：")
    for widget in (page.tabs, page.unit, page.words, page.facets, page.table):
        assert widget.accessibleName()


def test_the_map_counts_and_its_squares_list_what_they_count(qtbot: QtBot, page: RegistersPage) -> None:
    page.chart.click()
    assert page.stack.currentIndex() == 2
    units, docs, counts = crossed(list(page.table.lines()))
    assert sum(counts[units[0], doc] for doc in docs if (units[0], doc) in counts) == len(
        matching(page.ledger.sheet("tasks"), LedgerFilter(unit=units[0]))
    )
    view = page.charts.pane.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription().endswith(f"：{counts[units[0], docs[1]]}")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.stack.currentIndex() == 0
    assert page.table.rows.rowCount() == counts[units[0], docs[1]]
    assert (page.filter.unit, page.filter.doc) == (units[0], docs[1])
    page.clear()
    page.chart.click()
    with qtbot.waitSignal(view.chosen) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.box(1, 0).center().toPoint())
    assert told.args == [units[1], docs[0]]
    page.clear()
    page.chart.click()
    corner = view.box(0, 1).topLeft().toPoint() + QPoint(2, 2)
    assert view.grab().toImage().pixelColor(corner) == view.colour(0, 1)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_numbers_in_the_map_are_readable(page: RegistersPage, theme: Theme) -> None:
    page.chart.click()
    page.set_theme(theme)
    for share in (0.12, 0.5, 1.0):
        square = Shape((0, 0, 9, 9), "9", fill="tint", share=share)
        assert contrast(theme.text, ground(square, theme).name()) >= 4.5
    for tone in TONES:
        assert contrast(theme.text, ground(Shape((0, 0, 9, 9), "9", fill=tone), theme).name()) >= 4.5


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_every_word_of_the_page_is_translated(language: str) -> None:
    """Also the words that reach the catalogue through a table."""
    catalogue = json.loads((ROOT / "resources" / "translations" / f"{language}.json").read_text("utf-8"))
    missing: list[str] = []
    own = ("register*.py", "chart*.py", "row_keeping.py")
    files = [file for pattern in own for file in (ROOT / "reader" / "ui").rglob(pattern)]
    assert len(files) >= 15, "the page's modules are looked for where they are"
    for file in files:
        if file.stem in {"register_paper", "register_output"}:  # what goes out is in the language of the documents
            continue
        tree = ast.parse(file.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
        said = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        missing += [text for text in said if text not in docs and re.search(r"[\u4e00-\u9fff]", text)]
    missing += [c.heading for name in ("tasks", "targets", "systems", "citations") for c in columns(name)]
    assert not sorted(set(missing) - set(catalogue) - {"、", "》", "《", " 年份:"})


def test_targets_are_narrowed_by_kind_and_citations_by_what_they_cite(ledger: Ledger) -> None:
    sheet = ledger.sheet("targets")
    kinds = dict(facets(sheet, LedgerFilter())["kind"])
    assert set(kinds) == {"target", "funding", "baseline", "count"}
    assert all(len(matching(sheet, LedgerFilter(kind=kind))) == count for kind, count in kinds.items())
    citing = ledger.sheet("citations")
    line = citing.lines[0]
    assert isinstance(line.row, Citation)
    row = replace(line.row, target=NUMBERLESS, itself=False)
    made = replace(citing, lines=(replace(line, row=row), *citing.lines[1:]))
    assert (NUMBERLESS, 1) in facets(made, LedgerFilter())["cited"]
    assert [each.number for each in matching(made, LedgerFilter(cited=NUMBERLESS))] == [0]


def test_inherited_years_say_so_and_doubts_say_why(qtbot: QtBot, page: RegistersPage) -> None:
    page.show_register("targets")
    rows, headings = page.table.rows, page.table.rows.sheet.headings
    due, doubt = headings.index("期限"), headings.index("待核对")
    lines = page.table.lines()
    at = next(n for n, line in enumerate(lines) if line.due_at is not None)
    assert str(rows.index(at, due).data()).endswith("（承前）")
    place = lines[at].due_at
    assert place is not None
    assert place_of(lines[at], "期限") == place.location
    assert "年份取自" in str(rows.index(at, due).data(Qt.ItemDataRole.ToolTipRole))
    unsure = next(n for n, line in enumerate(lines) if not line.row.sure)
    assert "。" in str(rows.index(unsure, doubt).data(Qt.ItemDataRole.ToolTipRole))
    assert isinstance(lines[at].cells[due], int), "in a file the year stays a number"


def test_units_are_ordered_by_pinyin_with_my_own_first(qtbot: QtBot, page: RegistersPage) -> None:
    choose_unit(qtbot, page, UNIT)
    rows = page.table.rows
    lead = rows.sheet.headings.index("牵头")
    first = str(rows.index(0, lead).data())
    assert first.startswith(UNIT)
    assert rows.index(0, lead).data(Qt.ItemDataRole.FontRole).bold()
    page.list_only()
    page.table.sortByColumn(lead, Qt.SortOrder.AscendingOrder)
    shown = [words for n in range(rows.rowCount()) if (words := str(rows.index(n, lead).data()))]
    names = ["市发展改革委", "市教委", "市科技局", "市商务局"]
    found = [next(n for n, words in enumerate(shown) if words.split("、")[0] == name) for name in names]
    assert found == sorted(found)


def test_a_file_name_gets_its_ending(
    qtbot: QtBot, page: RegistersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog, QMainWindow

    from reader.ui.desks.register_files import RegisterFiles

    window = QMainWindow()
    qtbot.addWidget(window)
    files = RegisterFiles(None, page._session, window, lambda: page)  # type: ignore[arg-type]  # the message bar is not asked
    for typed, made in (("a", "a.xlsx"), ("b.XLSX", "b.XLSX"), ("c.2025", "c.2025.xlsx")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=typed: (str(tmp_path / name), ""))
        assert files.ask_target("台账.xlsx") == tmp_path / made
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert files.ask_target("台账.xlsx") is None
    files.close()
