"""The library as a place: its tree narrows the list, and all documents stand in a table to be worked on."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.paths import Paths
from reader.ui.main_window import MainWindow
from reader.ui.shelves.document_columns import COLUMNS
from reader.ui.shelves.document_table import LEAST
from reader.ui.shelves.documents_page import DocumentsPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def paths(paths: Paths, tmp_path: Path) -> Paths:
    return replace(paths, policy=tmp_path / "policy.toml")


def table_of(window: MainWindow) -> DocumentsPage:
    page = window.desks.documents.page
    assert page is not None
    return page


def in_front(window: MainWindow) -> bool:
    return window.desks.documents.in_front


def test_documents_are_found_compared_sorted_into_folders_tagged_and_listed_in_a_file(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    docs = [info.id for info in window.session.documents()]
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL | SHIFT)
    page = table_of(window)
    assert in_front(window)
    qtbot.waitUntil(lambda: all(page.figures.sizes.get(doc) for doc in docs))
    assert [info.id for info in page.table.rows.infos] == docs
    page.table.order_by("size")
    page.table.set_column("region", shown=True)

    # the two largest, side by side
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    largest = page.chosen()
    assert len(largest) == 2
    QTest.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert tuple(pane.doc for pane in window.session.panes) == largest
    assert not in_front(window), "the text is what is looked at now"

    # back again: they are still selected; tags and a folder
    window.late.actions["documents"].trigger()
    assert page.chosen() == largest
    page.tags_wanted.emit(largest, ("要办",))
    page.collect_wanted.emit(largest, "比较")

    def known() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {info.id: (info.tags, info.collections) for info in window.session.documents()}

    qtbot.waitUntil(lambda: all(known()[doc] == (("要办",), ("比较",)) for doc in largest))
    assert all(known()[doc] == ((), ()) for doc in docs if doc not in largest)
    page.tags_wanted.emit(docs, ("要办", "全选了"))  # by mistake
    qtbot.waitUntil(lambda: all("全选了" in tags for tags, _folders in known().values()))
    qtbot.waitUntil(lambda: "标签：要办、全选了" in window.late.message.label.text())
    window.late.message.button.click()
    qtbot.waitUntil(lambda: not any("全选了" in tags for tags, _folders in known().values()))
    assert {doc for doc in docs if known()[doc][0] == ("要办",)} == set(largest), "what was there before stays"
    page.collect_wanted.emit(docs, "比较")
    qtbot.waitUntil(lambda: all(folders == ("比较",) for _tags, folders in known().values()))
    qtbot.waitUntil(lambda: "文件夹“比较”" in window.late.message.label.text())
    window.late.message.button.click()
    qtbot.waitUntil(lambda: {doc for doc in docs if known()[doc][1]} == set(largest))
    page.tree.chosen.emit("tag", (("tag", "要办"),))
    assert {info.id for info in page.table.rows.infos} == set(largest)

    # as a file, by the columns that stand there
    target = tmp_path / "清单.csv"
    window.desks.documents.write(target, "csv")
    qtbot.waitUntil(target.is_file)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["标题", "发文字号", "发文机关", "成文日期", "施行日期", "地区", "状态", "批注", "大小（字节）"]
    assert [int(row[-1]) for row in rows[1:]] == sorted((page.figures.sizes[doc] for doc in largest), reverse=True)
    qtbot.waitUntil(window.late.message.isVisible)
    for _ in range(2):  # the message goes first
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not in_front(window)

    # the list of the library has the same tree where it is asked for, and the next start shows both as they were left
    window.late.library.branch.click()
    window.late.library.tree.chosen.emit("collection", (("collection", "比较"),))
    assert window.late.library.list.rows.rowCount() >= 2
    window.close()
    again = open_window()
    assert not again.late.library.tree.isHidden()
    again.late.actions["documents"].trigger()
    look = table_of(again).table.look
    assert (look.sort, look.falling, "region" in look.hidden) == ("size", True, False)


def test_a_list_goes_out_only_in_the_forms_that_the_administrator_allows(
    qtbot: QtBot, open_window: OpenWindow, paths: Paths, tmp_path: Path
) -> None:
    assert paths.policy is not None
    paths.policy.write_text('allowed_exports = ["xlsx"]\n', "utf-8")
    window = open_window()
    window.late.actions["documents"].trigger()
    xlsx, csv_ = table_of(window).export.menu().actions()
    assert (xlsx.isEnabled(), csv_.isEnabled()) == (True, False)
    assert str(paths.policy) in csv_.toolTip()
    with qtbot.waitSignal(window.session.problem):
        window.desks.documents.write(tmp_path / "list.csv", "csv")
    assert not (tmp_path / "list.csv").exists()


def test_titles_spare_room_for_words_that_would_be_cut(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.set_language("en")
    window.resize(1900, 900)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL | SHIFT)
    table = table_of(window).table
    qtbot.waitUntil(lambda: table.isVisible() and table.viewport().width() > 1200)
    words, model = table.fontMetrics().horizontalAdvance, table.rows
    for number, column in enumerate(COLUMNS):
        if not table.isColumnHidden(number):
            said = max((model.text(info, column) for info in model.infos), key=words)
            assert table.columnWidth(number) > words(said), column.name
    assert sum(table.columnWidth(n) for n in range(len(COLUMNS))) <= table.viewport().width()
    table.setColumnWidth([column.name for column in COLUMNS].index("issuer"), 60)
    window.resize(1800, 900)
    qtbot.waitUntil(lambda: table.viewport().width() < 1600)
    assert table.look.widths["issuer"] == 60, "what the reader dragged stays"
    window.resize(800, 600)
    qtbot.waitUntil(lambda: table.columnWidth(0) == LEAST)


def test_columns_that_are_empty_give_their_room_to_titles(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1200, 700)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL | SHIFT)
    page = table_of(window)
    table = page.table
    qtbot.waitUntil(lambda: table.isVisible() and table.viewport().width() > 700)
    bare = [
        replace(info, title="关于" + "进一步" * 5 + "的通知", attachment_title=None, doc_number=None, issuers=())
        for info in window.session.documents()
    ]
    table.show_rows(bare, page.figures)
    words = table.fontMetrics().horizontalAdvance
    assert table.columnWidth(0) > words(bare[0].reading_title)
    assert table.columnWidth(1) < COLUMNS[1].width
