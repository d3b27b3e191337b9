"""The page of all documents: columns, order, selection and what is asked for with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.core.document import DocumentInfo, Source
from reader.reports.listing import to_csv, to_xlsx
from reader.ui.look.table_look import TableLook, look_of
from reader.ui.look.texts import Texts
from reader.ui.look.theme import NIGHT, PAPER
from reader.ui.shelves.document_columns import COLUMNS, NAMES, UNASKED, Figures, kilobytes, ordered
from reader.ui.shelves.documents_page import DocumentsPage
from reader.ui.shelves.library_rows import Shelf

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
SOURCE = Source("a.txt", "0" * 64, "hans")
MakePage = Callable[..., DocumentsPage]


def info(doc: str, **facts: Any) -> DocumentInfo:
    return replace(DocumentInfo(doc, facts.pop("title", f"标题{doc}"), SOURCE), **facts)


LIBRARY = (
    info("a", written="2021-08-19", status="issued", issuers=("天津市人民政府", "天津市财政局"), region="天津市"),
    info("b", status="draft", doc_number="津政发〔2021〕14号", region="北京市"),
    info("c", written="2019-01-01", tags=("要办",), region="北京市"),
)
FIGURES = Figures({"b": 12}, {"a": 3000, "b": 1, "c": 2_000_000})


def order(name: str, *, falling: bool = False) -> str:
    return "".join(found.id for found in ordered(LIBRARY, FIGURES, name, falling=falling))


def test_what_says_nothing_stands_last_in_both_orders() -> None:
    assert (order("written"), order("written", falling=True)) == ("cab", "acb")
    assert (order("status"), order("status", falling=True)) == ("bac", "abc")
    assert (order("notes"), order("size", falling=True)) == ("bac", "cab")
    assert order("") == order("no such column") == "abc"
    assert [kilobytes(size) for size in (0, 1, 1025, 2_000_000)] == ["", "1 KB", "2 KB", "1,954 KB"]


def test_levels_are_ordered_by_rank_and_validity_from_what_holds() -> None:
    levels = [info(level[:2], level=level) for level in ("city", "unknown", "province", "district", "national")]
    ranked = ordered(levels, FIGURES, "level", falling=False)
    assert [each.level for each in ranked] == ["national", "province", "city", "district", "unknown"]
    states = Figures(states={"a": "expired", "b": "repealed", "c": "in-force"})
    assert [each.id for each in ordered(LIBRARY, states, "validity", falling=False)] == ["c", "b", "a"]
    assert [each.id for each in ordered(LIBRARY, states, "validity", falling=True)] == ["a", "b", "c"]


@pytest.fixture
def page(qtbot: QtBot) -> DocumentsPage:
    made = DocumentsPage(Texts(Path("none")), lambda text: text.replace("财", "財"), PAPER, TableLook(UNASKED), 4)
    QAbstractItemModelTester(made.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    made.show_library(Shelf(LIBRARY, ("要紧",)), FIGURES)
    return made


def cells(page: DocumentsPage, name: str) -> list[str]:
    rows = page.table.rows
    return [rows.index(row, NAMES[name]).data() for row in range(rows.rowCount())]


def headings(page: DocumentsPage) -> list[str]:
    rows, flat = page.table.rows, Qt.Orientation.Horizontal
    return [str(rows.headerData(at, flat)) for at in range(len(COLUMNS)) if not page.table.isColumnHidden(at)]


def test_the_table_says_what_is_known_and_nothing_where_nothing_is(page: DocumentsPage) -> None:
    assert headings(page) == ["标题", "发文字号", "发文机关", "成文日期", "施行日期", "状态", "批注", "大小"]
    assert cells(page, "issuer") == ["天津市人民政府、天津市財政局", "", ""]
    assert cells(page, "status") == ["已印发", "征求意见稿", ""]
    assert cells(page, "notes") == ["", "12", ""]
    assert cells(page, "size") == ["3 KB", "1 KB", "1,954 KB"]
    assert page.said.text() == "共 3 份"
    assert cells(page, "validity") == ["", "", ""], "not known yet"
    states = {"a": "repealed", "b": "unknown"}
    page.show_library(
        Shelf(LIBRARY).with_states(states, {}), replace(FIGURES, states=states, apart={"a": "2024-01-01"})
    )
    assert cells(page, "validity") == ["已废止", "", ""]
    assert cells(page, "title") == ["标题a（2024-01-01）", "标题b", "标题c"], "told apart from another of that title"
    page.set_theme(NIGHT)
    assert page.table.rows.theme is NIGHT


def test_headers_order_one_way_the_other_and_not_at_all_and_columns_are_kept(qtbot: QtBot, page: DocumentsPage) -> None:
    table, kept = page.table, []
    page.look_changed.connect(lambda look: kept.append(look.kept()))
    header = table.horizontalHeader()
    at = header.sectionViewportPosition(NAMES["written"]) + 20
    for wanted, arrow in (("cab", " ▲"), ("acb", " ▼"), ("abc", "")):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().topLeft().__class__(at, 10))
        assert "".join(found.id for found in table.rows.infos) == wanted
        assert headings(page)[3] == f"成文日期{arrow}"
    table.order_by("size")
    assert [found.id for found in table.rows.infos] == ["c", "a", "b"], "figures from the highest first"
    table.set_column("tag", shown=True)
    table.set_column("issuer", shown=False)
    table.set_column("title", shown=False)
    assert headings(page) == ["标题", "发文字号", "成文日期", "施行日期", "状态", "标签", "批注", "大小 ▼"]
    again = look_of(kept[-1])
    assert again == table.look, "as the settings keep it"
    table._reset_columns()
    assert "发文机关" in headings(page)


def test_selected_documents_stay_selected_and_can_be_acted_on_by_keys(qtbot: QtBot, page: DocumentsPage) -> None:
    table = page.table
    assert not any(button.isEnabled() for button in (page.open, page.compare, page.folders, page.tags))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.chosen() == ("a", "b")
    assert page.said.text() == "共 3 份 · 已选 2 份"
    table.order_by("size")
    assert page.chosen() == ("a", "b"), "wherever they stand now"
    assert table.current() == "b"
    with qtbot.waitSignal(page.compare_wanted) as compared:
        QTest.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert compared.args == [("a", "b")]
    with qtbot.waitSignal(page.open_wanted) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.args == ["b", True]
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert page.naming.isVisible()
    page.naming.line.setText("#重点、待办")
    with qtbot.waitSignal(page.tags_wanted) as tagged:
        QTest.keyClick(page.naming.line, Qt.Key.Key_Return)
    assert tagged.args == [("a", "b"), ("重点", "待办")]
    assert table.hasFocus(), "back where the keyboard was"
    menu = page.row_menu()
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "打开", "在新标签打开", "对照", "放入文件夹", "标签…", "导出为 XLSX…", "导出为 CSV…", "按“标题”排序", "列",
    ]  # fmt: skip
    page.folders.menu().aboutToShow.emit()
    with qtbot.waitSignal(page.collect_wanted) as collected:
        page.folders.menu().actions()[0].trigger()
    assert collected.args == [("a", "b"), "要紧"]
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen()) == 3


def test_words_and_branches_narrow_the_table(qtbot: QtBot, page: DocumentsPage) -> None:
    page.words.setText("要辦")
    assert [found.id for found in page.table.rows.infos] == ["c"]
    assert page.said.text() == "共 3 份 · 列出 1 份"
    page.words.setText("没有")
    assert page.said.text() == "没有符合筛选的文件。"
    assert not page.export.isEnabled()
    page.words.clear()
    page.tree.chosen.emit("place", (("region", "北京市"),))
    assert [found.id for found in page.table.rows.infos] == ["b", "c"]
    page.chips.buttons[0].click()
    assert len(page.table.rows.infos) == 3
    page.resize(700, 400)
    assert page.tree.isHidden(), "a small screen has room for the table alone"


def test_a_long_library_is_looked_through_off_the_threads_of_the_window(qtbot: QtBot, page: DocumentsPage) -> None:
    many = [info(f"{n}", region="甲省" if n % 2 else "乙省", written=f"{1950 + n % 70}-01-01") for n in range(3500)]
    page.show_library(Shelf(many), Figures())
    page.words.setText("标题349")
    qtbot.waitUntil(lambda: len(page.table.rows.infos) == 11)  # 349 and 3490 to 3499
    assert page.said.text() == "共 3,500 份 · 列出 11 份"
    page.close_lane()


def test_the_list_goes_out_as_the_selected_rows_or_all_with_figures_as_figures(page: DocumentsPage) -> None:
    page.table.selectRow(1)
    named, rows = page.exported()
    assert named[-2:] == ("批注", "大小（字节）")
    assert [row[0] for row in rows] == ["标题a", "标题b", "标题c"], "a single selected row is where the keyboard is"
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    named, rows = page.exported()
    assert [row[-2:] for row in rows] == [[12, 1], [0, 2_000_000]]
    risky: list[list[str | int]] = [["=1+1", 5], ["好", 0]]
    read = list(csv.reader(io.StringIO(to_csv(("题", "数"), risky).decode("utf-8-sig"))))
    assert read == [["题", "数"], ["'=1+1", "5"], ["好", "0"]]
    sheet = load_workbook(io.BytesIO(to_xlsx("清单", ("题", "数"), risky)))["清单"]
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [("=1+1", "s"), (5, "n")], [("好", "s"), (0, "n")],
    ]  # fmt: skip
