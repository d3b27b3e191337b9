"""Bringing one's own documents: dropped on the window, read, looked at beside their pages, noted, found, taken out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document as WordFile
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.core.adding import AddOptions, AddRow, VersionQuestion
from reader.core.document import DocumentInfo
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.paths import Paths
from reader.ui.compare.revision_dialog import RevisionDialog
from reader.ui.main_window import MainWindow
from reader.ui.outside_files import open_outside
from reader.ui.paper.page_pane import PagePane
from reader.ui.shelves.handover import hand_over
from tests.formats.making import lines_down, pdf, show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
ROOT = Path(__file__).resolve().parents[2]
LONG = 60_000  # ms
CLAUSE = "第{n}条 各县人民政府应当按照职责分工抓好桥梁养护第{n}项工作，确保按期完成。"
NUMBER = "某政发〔2026〕5号"


def page_of(number: int) -> str:
    """The drawing of a page of a plan: three clauses of two lines, and its number at the foot."""
    clauses = [CLAUSE.format(n=3 * number + n) for n in range(3)]
    lines = [part for clause in clauses for part in (clause[:28], clause[28:])]
    head = show("某市桥梁养护实施方案", 190, 780, 22) + show(NUMBER, 250, 750) if number == 0 else ""
    return head + lines_down(lines, x=92, top=700) + show(f"— {number + 1} —", 280, 40, 12)


def notice(title: str, words: str, number: str = "某政办发〔2026〕7号") -> str:
    return f"{title}\n{number}\n各县人民政府：\n一、总体要求\n{words}\n二、工作安排\n按照职责分工抓好落实。\n某市人民政府办公室\n2026年3月1日\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of four kinds, one that is no document of any kind, one that is broken, and a folder below."""
    made = tmp_path / "待读文件"
    (made / "往年").mkdir(parents=True)
    (made / "桥梁养护方案.pdf").write_bytes(pdf([page_of(number) for number in range(4)]))
    (made / "往年" / "渡口通知.txt").write_text(notice("某市渡口管理通知", "加强渡口安全管理。"), encoding="gb18030")
    page = "".join(
        f"<p>{line}</p>" for line in notice("某市灯塔管理通知", "加强灯塔维护。", "某政办发〔2026〕8号").split("\n")
    )
    (made / "灯塔通知.html").write_text(
        f"<!doctype html><html><body><h1>某市</h1>{page}</body></html>", encoding="utf-8"
    )
    word = WordFile()
    for line in notice("某市堤坝巡查通知", "加强堤坝巡查。", "某政办发〔2026〕9号").split("\n"):
        word.add_paragraph(line)
    word.save(str(made / "堤坝通知.docx"))
    (made / "损坏.pdf").write_bytes(b"%PDF-1.4\nnothing of this is a document")
    (made / "程序.bin").write_bytes(b"\x7fELF" + bytes(4096))
    return made


def drop(window: MainWindow, files: Sequence[Path], onto: QPoint | None = None) -> None:
    """What the system sends to the window when files are dropped on it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    handle = window.windowHandle()
    at = onto or QPoint(window.width() // 2, window.height() // 2)
    facts = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at, *facts)
    QApplication.sendEvent(handle, enter)
    assert enter.isAccepted()
    assert window.desks.shelves.drops.veil.isVisible()
    fallen = QDropEvent(QPointF(at), *facts)
    QApplication.sendEvent(handle, fallen)
    assert fallen.isAccepted()
    assert fallen.dropAction() == Qt.DropAction.CopyAction, "the file stays where it was"
    assert not window.desks.shelves.drops.veil.isVisible()


def added(qtbot: QtBot, window: MainWindow, files: Sequence[Path], **at: QPoint) -> dict[str, AddRow]:
    """Drops files and waits until all of them are told; by name."""
    adding = window.desks.shelves.adding
    with qtbot.waitSignal(adding.ended, timeout=LONG):
        drop(window, files, **at)
    page = window.desks.shelves.page
    assert page is not None
    qtbot.waitUntil(lambda: window.session.documents() == window.session.library.documents())
    return {Path(row.file).name: row for row in page.adding.rows}


def own(window: MainWindow) -> list[DocumentInfo]:
    return [info for info in window.session.documents() if info.shelf == "own"]


def pages_of(window: MainWindow, column: int = 1) -> PagePane:
    pane = window.parts.compare.columns[column].pages
    assert pane is not None
    return pane


def listed(window: MainWindow) -> list[object]:
    rows = window.late.library.list.rows
    return [rows.key(rows.index(number)) for number in range(rows.rowCount())]


def test_a_folder_dropped_on_the_window_ends_with_a_note_on_page_3_of_a_pdf(
    qtbot: QtBot, open_window: OpenWindow, folder: Path
) -> None:
    window = open_window()
    window.resize(1366, 768)
    rows = added(qtbot, window, [folder])
    states = {name: row.state for name, row in rows.items()}
    assert states == {
        "桥梁养护方案.pdf": "added", "渡口通知.txt": "added", "灯塔通知.html": "added", "堤坝通知.docx": "added",
        "损坏.pdf": "unreadable", "程序.bin": "skipped",
    }  # fmt: skip
    assert all(row.says.endswith("。") for row in rows.values())
    assert len(own(window)) == 4
    page = window.desks.shelves.page
    assert page is not None
    assert window.late.pages.page is page
    assert page.adding.list.rows.rowCount() == 6
    assert "已添加 4" in page.adding.summary.text()
    page.adding.trouble.click()
    assert page.adding.list.rows.rowCount() == 1
    page.adding.every.click()

    # Read it.
    doc = rows["桥梁养护方案.pdf"].id
    assert doc is not None
    page.adding.list.chosen.emit(rows["桥梁养护方案.pdf"].file)
    assert not window.late.pages.close(), "the page has gone"
    document = window.session.document
    assert document is not None
    assert document.id == doc
    assert ("group", "own") in listed(window)
    assert doc in listed(window)

    # Its pages beside it, in step.
    window.late.actions["compare_original"].trigger()
    view = pages_of(window).view
    qtbot.waitUntil(lambda: view.pages == 4 and view.complete, timeout=LONG)
    third = next(block for block in document.blocks if block.page == 3 and block.box is not None)
    window.late.outline.go_requested.emit(Location(doc, third.id))
    qtbot.waitUntil(lambda: view.lit is not None and view.lit[0] == 3)
    assert view.lit == (3, (third.box,))
    assert third.box is not None
    lit = view.visible_rect(3, third.box)
    assert view.viewport().rect().contains(lit.center()), "the clause's box is in sight"

    # And back: a click on the page leads to the clause.
    other = next(b for b in document.blocks if b.page == 3 and b.id != third.id and b.box is not None)
    assert other.box is not None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visible_rect(3, other.box).center())
    qtbot.waitUntil(lambda: window.session.pane.place is not None and window.session.pane.place.block == other.id)
    assert view.lit == (3, (other.box,))

    # A note on page 3, found again.
    window.session.set_active(0)
    text = window.parts.compare.columns[0].view
    text.finish()
    text.select(Selection(doc, (Piece(other.id, Span(0, 6)),)))
    window.late.actions["highlight"].trigger()
    qtbot.waitUntil(lambda: len(window.session.notes.of(doc)) == 1)
    note = window.session.notes.of(doc)[0]
    qtbot.waitUntil(lambda: window.late.foot.saved.text() == "已保存")
    assert document.block(note.resolution.pieces[0].block) is other
    number = other.text[1 : other.text.index("条")]
    with qtbot.waitSignal(window.session.search.answered):
        window.session.search.ask(f"桥梁养护第{number}项")
    answer = window.session.search.answer
    assert answer is not None
    assert [(hit.doc, hit.block) for hit in answer.hits] == [(doc, other.id)]


def test_a_file_is_dropped_anywhere_also_on_what_takes_text(
    qtbot: QtBot, open_window: OpenWindow, folder: Path
) -> None:
    window = open_window()
    box = window.late.bar.search
    assert isinstance(box, QLineEdit)
    at = box.mapTo(window, box.rect().center())
    rows = added(qtbot, window, [folder / "灯塔通知.html"], onto=at)
    assert [row.state for row in rows.values()] == ["added"]
    assert not box.text(), "the path is not typed into the box"


def test_what_is_no_file_is_left_to_the_parts_of_the_window(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.pdf")])
    facts = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), QDragEnterEvent(QPoint(500, 400), *facts))
    assert not window.desks.shelves.drops.veil.isVisible()
    QApplication.sendEvent(window.windowHandle(), QDropEvent(QPointF(500, 400), *facts))
    assert not window.desks.shelves.adding.busy


def test_files_are_pasted_and_a_clipboard_without_files_says_so(
    qtbot: QtBot, open_window: OpenWindow, folder: Path
) -> None:
    window = open_window()
    QGuiApplication.clipboard().setText("不是文件")
    window.late.actions["paste_files"].trigger()
    assert "剪贴板里没有文件" in window.late.message.label.text()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "往年"))])
    QGuiApplication.clipboard().setMimeData(data)
    window.late.library.list.setFocus()
    with qtbot.waitSignal(window.desks.shelves.adding.ended, timeout=LONG):
        QTest.keyClick(window.late.library.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [info.file for info in own(window)] == ["渡口通知.txt"])


def test_cancel_keeps_what_is_in_and_a_failed_file_is_tried_again(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    many = tmp_path / "many"
    many.mkdir()
    for number in range(40):
        (many / f"{number:02}.txt").write_text(
            notice(f"某市第{number}号通知", f"第{number}项工作。", ""), encoding="utf-8"
        )
    adding = window.desks.shelves.adding
    seen: list[AddRow] = []
    adding.told.connect(seen.append)
    adding.told.connect(lambda _row: window.desks.shelves.cancel() if len(seen) == 3 else None)
    with qtbot.waitSignal(adding.ended, timeout=LONG) as ended:
        drop(window, [many])
    assert ended.args is not None
    assert ended.args[0].stopped
    page = window.desks.shelves.page
    assert page is not None
    came = [row for row in page.adding.rows if row.state == "added"]
    assert 3 <= len(came) < 40
    assert len(page.adding.rows) == 40, "those not reached can be tried again"
    assert all("已取消" in row.says for row in page.adding.rows if row not in came)
    assert "已经添加的文件留在文库里" in page.adding.summary.text()
    qtbot.waitUntil(lambda: len(own(window)) == len(came))

    late = tmp_path / "迟到.txt"
    late.write_bytes(b"")
    rows = added(qtbot, window, [late])
    assert rows["迟到.txt"].state == "unreadable"
    late.write_text(notice("某市迟到通知", "后来才写好。"), encoding="utf-8")
    assert page.adding.retry.isEnabled()
    with qtbot.waitSignal(adding.ended, timeout=LONG):
        page.adding.retry.click()
    assert [row.state for row in page.adding.rows if row.file == str(late)] == ["added"]


@pytest.mark.parametrize("version", [True, False])
def test_a_file_that_looks_like_a_new_version_is_asked_about_in_its_row(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, version: bool
) -> None:
    window = open_window()
    first, second = tmp_path / "初稿.txt", tmp_path / "定稿.txt"
    first.write_text(notice("某市渡口管理通知", "加强渡口安全管理。"), encoding="utf-8")
    second.write_text(notice("某市渡口管理通知", "加强渡口安全管理，每季度检查一次。"), encoding="utf-8")
    before = added(qtbot, window, [first])["初稿.txt"].id
    assert before is not None
    page = window.desks.shelves.page
    assert page is not None
    asked: list[VersionQuestion] = []
    window.desks.shelves.adding.asked.connect(asked.append)
    window.desks.shelves.adding.begun.connect(window.desks.shelves.close_page)  # reading goes on meanwhile
    drop(window, [second])
    qtbot.waitUntil(lambda: "等您确认" in window.late.message.label.text(), timeout=LONG)
    window.late.message.button.click()
    assert page.adding.question.isVisible()
    assert "定稿.txt" in page.adding.question.label.text()
    assert "某市渡口管理通知" in page.adding.question.label.text()
    assert asked[0].existing_id == before
    window.late.message.hide()
    window.desks.shelves.close_page()
    assert window.late.message.isVisible(), "left while it waits: said again"
    assert "等您确认" in window.late.message.label.text()
    window.late.message.button.click()
    with qtbot.waitSignal(window.desks.shelves.adding.ended, timeout=LONG):
        (page.adding.question.version if version else page.adding.question.separate).click()
    rows = {Path(row.file).name: row for row in page.adding.rows}
    qtbot.waitUntil(lambda: len(own(window)) == (1 if version else 2))
    assert rows["定稿.txt"].state == ("version" if version else "added")
    assert (rows["定稿.txt"].id == before) is version
    if version:
        window.session.open(Location(before))
        document = window.session.document
        assert document is not None
        assert "每季度检查一次" in document.text


def test_the_window_can_be_closed_while_a_question_waits(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    for name, words in (("甲.txt", "加强管理。"), ("乙.txt", "加强管理和检查。")):
        (tmp_path / name).write_text(notice("某市渡口管理通知", words), encoding="utf-8")
    added(qtbot, window, [tmp_path / "甲.txt"])
    drop(window, [tmp_path / "乙.txt"])
    page = window.desks.shelves.page
    assert page is not None
    qtbot.waitUntil(page.adding.question.isVisible, timeout=LONG)
    window.close()
    assert not window.isVisible()


def test_out_of_the_library_and_back(qtbot: QtBot, open_window: OpenWindow, folder: Path) -> None:
    window = open_window()
    doc = added(qtbot, window, [folder / "堤坝通知.docx"])["堤坝通知.docx"].id
    assert doc is not None
    window.desks.shelves.open(doc)
    window.late.library.list.select_key(doc)
    window.late.library.list.setFocus()
    QTest.keyClick(window.late.library.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not own(window) and doc not in listed(window), timeout=LONG)
    assert "已移出文库" in window.late.message.label.text()
    window.desks.shelves.show_away()
    page = window.desks.shelves.page
    assert page is not None
    qtbot.waitUntil(lambda: page.away.list.rows.rowCount() == 1)
    window.late.message.button.click()
    qtbot.waitUntil(lambda: doc in listed(window), timeout=LONG)
    qtbot.waitUntil(lambda: page.away.list.rows.rowCount() == 0)
    assert not page.away.restore_all.isEnabled()
    assert doc not in page.review._docs, "what went is not looked at any more"
    bundled = next(info.id for info in window.session.documents() if info.shelf != "own")
    assert "移出文库" not in [action.text() for action in window.late.library.menu_for(bundled).actions()]


def test_facts_are_looked_at_and_put_right(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    bare = tmp_path / "会议材料.txt"
    bare.write_text("这是一份没有标题的材料，讲的是渡口管理。\n下一步继续抓好落实。\n", encoding="utf-8")
    doc = added(qtbot, window, [bare])["会议材料.txt"].id
    assert doc is not None
    window.desks.shelves.show_facts(doc)
    page = window.desks.shelves.page
    assert page is not None
    review = page.review
    qtbot.waitUntil(lambda: review.current == doc)
    assert page.current == "review"
    assert review.fields["title"].basis.text() == "⚠ 原文未载明", "the name of a file is no title"
    assert page.tabs.tabText(1).endswith("（1）")
    review.fields["title"].line.selectAll()
    QTest.keyClicks(review.fields["title"].line, "Ferry administration 2026")
    review.fields["written"].line.setText("3月")
    review.save.click()
    assert "日期写作" in review.problem.text()
    review.fields["written"].line.setText("2026年3月1日")
    review.fields["issuers"].line.setText("某市交通局、某市水务局")
    review.save.click()
    qtbot.waitUntil(lambda: any(info.title == "Ferry administration 2026" for info in own(window)), timeout=LONG)
    info = own(window)[0]
    assert (info.written, info.issuers) == ("2026-03-01", ("某市交通局", "某市水务局"))
    qtbot.waitUntil(lambda: "您更正过" in review.fields["title"].basis.text())
    qtbot.waitUntil(lambda: page.tabs.tabText(1) == "核对信息")


def test_folders_and_tags(qtbot: QtBot, open_window: OpenWindow, folder: Path) -> None:
    window = open_window()
    rows = added(qtbot, window, [folder / "堤坝通知.docx", folder / "灯塔通知.html"])
    docs = [rows[name].id or "" for name in ("堤坝通知.docx", "灯塔通知.html")]
    window.desks.shelves.close_page()
    library = window.late.library
    menu = library.menu_for(docs[0])
    folders = next(action.menu() for action in menu.actions() if action.text() == "放入文件夹")
    assert isinstance(folders, QMenu)
    folders.actions()[-1].trigger()
    assert library.naming.isVisible()
    QTest.keyClicks(library.naming.line, "Flood control")
    QTest.keyClick(library.naming.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("folder", "Flood control") in listed(window), timeout=LONG)
    library.list.collected.emit(docs[1], "Flood control")  # dropped on it
    qtbot.waitUntil(lambda: library.shelf.by_id[docs[1]].collections == ("Flood control",), timeout=LONG)
    library.list.chosen.emit(("folder", "Flood control"))
    assert ("in:Flood control", docs[0]) in listed(window)
    library.list.chosen.emit(("in:Flood control", docs[0]))
    assert window.session.document is not None
    assert window.session.document.id == docs[0]
    library.folder_renamed.emit("Flood control", "防汛")
    qtbot.waitUntil(lambda: ("folder", "防汛") in listed(window), timeout=LONG)
    library.tags_changed.emit(docs[0], ("要办",))
    qtbot.waitUntil(lambda: library.shelf.by_id[docs[0]].tags == ("要办",), timeout=LONG)
    library.filter.setText("要办")
    qtbot.waitUntil(lambda: [key for key in listed(window) if isinstance(key, str)] == [docs[0]])
    library.filter.clear()
    library.folder_renamed.emit("防汛", "")
    qtbot.waitUntil(lambda: ("folder", "防汛") not in listed(window), timeout=LONG)
    assert docs[0] in listed(window)


def test_the_original_is_saved_as_it_was_and_named_in_its_provenance(
    qtbot: QtBot, open_window: OpenWindow, folder: Path, tmp_path: Path
) -> None:
    window = open_window()
    doc = added(qtbot, window, [folder / "桥梁养护方案.pdf"])["桥梁养护方案.pdf"].id
    assert doc is not None
    window.desks.shelves.open(doc)
    panel = window.parts.right.show_tab("source")
    assert panel is window.late.source
    qtbot.waitUntil(lambda: "4 页" in window.late.source.page.toPlainText(), timeout=LONG)
    assert "桥梁养护方案.pdf" in window.late.source.page.toPlainText()
    assert window.late.source.open_original.isVisible()
    target = tmp_path / "copy.pdf"
    window.desks.originals.save_original_as(doc, target)
    qtbot.waitUntil(target.exists, timeout=LONG)
    assert target.read_bytes() == (folder / "桥梁养护方案.pdf").read_bytes()
    bundled = next(info.id for info in window.session.documents() if info.shelf != "own")
    window.session.open(Location(bundled))
    qtbot.waitUntil(lambda: not window.late.source.open_original.isVisible())


def test_pages_stay_as_they_were_open_and_documents_without_pages_show_their_source(
    qtbot: QtBot, open_window: OpenWindow, folder: Path
) -> None:
    window = open_window()
    rows = added(qtbot, window, [folder / "桥梁养护方案.pdf", folder / "堤坝通知.docx"])
    window.desks.shelves.open(rows["堤坝通知.docx"].id or "")
    window.late.actions["compare_original"].trigger()
    assert window.session.panes[1].form == "source"
    window.session.close_beside()
    window.session.open(Location(rows["桥梁养护方案.pdf"].id or ""))
    window.late.actions["compare_original"].trigger()
    assert window.session.panes[1].form == "pages"
    header = window.parts.compare.columns[1].need_header()
    assert header.as_pages.isChecked()
    header.as_source.click()
    assert window.session.panes[1].form == "source"
    header.as_pages.click()
    window.close()
    again = open_window()
    assert [pane.form for pane in again.session.panes] == ["", "pages"]
    qtbot.waitUntil(lambda: pages_of(again).view.pages == 4 and pages_of(again).view.complete, timeout=LONG)


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_a_second_start_hands_its_files_to_the_open_window(
    qtbot: QtBot, open_window: OpenWindow, paths: Paths, folder: Path, profile: Path
) -> None:
    file = folder / "往年" / "渡口通知.txt"
    assert not hand_over(paths.handover, [file]), "nobody is there yet"
    window = open_window()
    from reader.ui.shelves.handover import Inbox

    inbox = Inbox(paths.handover, window)
    inbox.arrived.connect(window.desks.shelves.add_from_outside)
    assert inbox.start()
    words = [sys.executable, "-m", "reader", "--data-dir", str(profile / "data"), str(file)]
    second = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    qtbot.waitUntil(lambda: window.desks.shelves.asking is not None, timeout=LONG)
    shown = window.session.document
    assert shown is None, "nothing is read before a yes"
    asking = window.desks.shelves.asking
    assert asking is not None
    assert asking.names.text() == "渡口通知.txt"
    asking.go.click()
    qtbot.waitUntil(lambda: window.session.document is not None, timeout=LONG)
    assert window.session.document is not None
    assert window.session.document.title == "某市渡口管理通知"
    assert second.wait(timeout=60) == 0
    inbox.close()


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_files_from_outside_wait_for_a_yes(open_window: OpenWindow, folder: Path) -> None:
    window = open_window()
    shelves = window.desks.shelves
    file = folder / "往年" / "渡口通知.txt"
    open_outside(window, [file])
    first = shelves.asking
    assert first is not None
    assert "这份文件" in first.asks.text()
    open_outside(window, [file, *(folder / f"{n}.txt" for n in range(9))])
    asking = shelves.asking
    assert asking is not None
    assert asking is not first
    assert not first.isVisible()
    assert "10" in asking.asks.text()
    assert asking.names.text().splitlines()[-1] == "……共 10 份"
    asking.stay.click()
    assert shelves.asking is None
    assert not shelves.adding.busy
    assert not window.session.library.own.shelf.documents()


def test_a_note_that_nobody_wrote_is_thrown_away(qtbot: QtBot, tmp_path: Path) -> None:
    from reader.ui.shelves.handover import ENDING, Inbox

    for name, words in (("a", "{"), ("b", json.dumps({"x": 1})), ("c", json.dumps([1, "rel.txt", "/a\0b"]))):
        (tmp_path / f"{name}{ENDING}").write_text(words, encoding="utf-8")
    inbox = Inbox(tmp_path)
    seen: list[object] = []
    inbox.arrived.connect(seen.append)
    assert inbox.start()
    assert not seen
    assert not list(tmp_path.glob(f"*{ENDING}"))
    assert not Inbox(tmp_path).start(), "one window takes them"
    inbox.close()
    began = time.monotonic()
    assert not hand_over(tmp_path, [tmp_path / "x.txt"])
    assert time.monotonic() - began < 2


def test_a_document_is_compared_with_its_version_before(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    library, act = window.session.library, window.late.actions
    law = "某市数据办法\n\n第一条　为了管理数据，制定本办法。\n\n第二条　本办法自{}年1月1日起施行。\n"
    file = tmp_path / "办法.txt"
    file.write_text(law.format(2020), encoding="utf-8")
    (row,) = library.add([file], progress=lambda *_: None, cancelled=bool)
    assert row.id is not None
    file.write_text(law.format(2024), encoding="utf-8")
    library.add([file], AddOptions(version_of=row.id), progress=lambda *_: None, cancelled=bool)
    (old,) = library.own.older_versions(row.id)[1]
    window.session.open(Location(row.id))
    act["compare"].trigger()
    qtbot.waitUntil(lambda: [pane.doc for pane in window.session.panes] == [row.id, old])
    act["revision_table"].trigger()
    qtbot.waitUntil(lambda: window.findChild(RevisionDialog) is not None)
    table = window.findChild(RevisionDialog)
    assert table is not None
    model = table.table.model()
    before, after = ("".join(model.index(row, n).data() for row in range(model.rowCount())) for n in (0, 1))
    assert "2020年" in before
    assert "2024年" in after
    table.close()
    act["compare"].trigger()
    another = next(info.id for info in window.session.documents() if info.id != row.id)
    window.session.beside(another)
    act["compare"].trigger()
    act["compare"].trigger()
    assert window.session.panes[1].doc == another, "what stood beside it last"
