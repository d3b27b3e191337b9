"""The notes page through the real window: find, change many, take back, look again, send out and in, go back in time."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.core.note import Anchor, Piece, Selection
from reader.core.span import Location, Span
from reader.paths import Paths
from reader.store import sealing
from reader.store.annotations import NoteStore
from reader.ui.kit.tasks import Lane
from reader.ui.main_window import MainWindow
from reader.ui.notes.import_dialog import ImportDialog
from reader.ui.notes.note_dialogs import ExportDialog, HistoryDialog
from reader.ui.notes.note_sealing import PassphraseDialog
from reader.ui.notes.notes_page import NotesPage
from reader.ui.notes.notes_table import COLUMNS
from tests import weak_age
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def mark(qtbot: QtBot, window: MainWindow, document: int, count: int) -> list[str]:
    """Highlights, each on a long paragraph of its own. Returns their ids."""
    doc = window.session.documents()[document].id
    blocks = [b for b in window.session.library.open(doc).blocks if len(b.text) > 60][:count]
    made = []
    for block in blocks:
        with qtbot.waitSignal(window.session.notes.saved) as told:
            window.session.notes.add(Selection(doc, (Piece(block.id, Span(4, 16)),)), "highlight", text="年底前报进度")
        assert told.args is not None
        made.append(told.args[0].note.id)
    return made


def open_page(qtbot: QtBot, window: MainWindow) -> NotesPage:
    window.late.actions["all_notes"].trigger()
    page = window.desks.notes.page
    assert page is not None
    qtbot.waitUntil(lambda: len(page.browser.listing.lines) == len(window.session.notes.all()))
    qtbot.waitUntil(lambda: window.session.notes.complete)
    return page


def cell(page: NotesPage, column: int) -> str:
    """What the first row of the backups says."""
    item = page.backups.table.item(0, column)
    return item.text() if item is not None else ""


def said(window: MainWindow) -> str:
    return window.late.message.label.text() if window.late.message.isVisible() else ""


def test_the_words_noted_on_have_the_room_that_no_words_of_a_note_take(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    key, notes = mark(qtbot, window, 0, 1)[0], window.session.notes
    table = open_page(qtbot, window).browser.table
    quote, text = (next(n for n, column in enumerate(COLUMNS) if column[0] == name) for name in ("原文", "批注"))
    qtbot.waitUntil(lambda: 0 < table.columnWidth(quote) < table.columnWidth(text))
    placed = notes.get(key)
    assert placed is not None
    notes.update(replace(placed.note, text=""))
    qtbot.waitUntil(lambda: table.columnWidth(quote) > 2 * table.columnWidth(text))
    table.setColumnWidth(quote, 200)
    window.resize(1500, 768)
    qtbot.waitUntil(lambda: table.columnWidth(text) > 300)
    assert table.columnWidth(quote) == 200, "what the reader dragged stays"


def test_found_in_either_script_changed_together_and_taken_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    first, second = mark(qtbot, window, 0, 3), mark(qtbot, window, 1, 2)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    page = window.desks.notes.page
    assert page is not None
    qtbot.waitUntil(lambda: window.session.notes.complete)
    browser = page.browser
    assert not window.parts.split.isVisible()
    qtbot.waitUntil(lambda: browser.listing.figures.total == 5)
    assert len(browser.listing.documents) == 2

    with qtbot.waitSignal(browser.listed):
        browser.bar.words.setText("報進度")
    assert browser.listing.figures.total == 5
    with qtbot.waitSignal(browser.listed):
        browser.bar.set_doc(window.session.documents()[1].id)
    assert {line.key for line in browser.listing.lines} == set(second)

    browser.table.setFocus()
    browser.table.selectAll()
    browser.tag.setText("核对 #季度")
    with qtbot.waitSignal(browser.listed):
        QTest.keyClick(browser.tag, Qt.Key.Key_Return)
    notes = window.session.notes
    assert all(notes.get(key).note.tags == ("核对", "季度") for key in second)  # type: ignore[union-attr]  # they are here
    assert set(browser.table.chosen()) == set(second), "what was selected stays selected"
    with qtbot.waitSignal(browser.listed):
        browser.bar.choose("tag", "季度")
    assert browser.listing.figures.total == 2

    with qtbot.waitSignal(notes.deleted):
        QTest.keyClick(browser.table, Qt.Key.Key_Delete)
    assert "2 条批注已删除" in said(window)
    with qtbot.waitSignal(notes.saved):
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert all(notes.get(key) for key in second)
    with qtbot.waitSignal(notes.changed):
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert not any(notes.get(key) for key in second)

    page.show_tab("trash")
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 2)
    page.trash.table.selectAll()
    with qtbot.waitSignal(notes.saved):
        page.trash.restore.click()
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 0)

    page.show_tab("all")
    browser.bar.reset()
    qtbot.waitUntil(lambda: browser.listing.figures.total == 5)
    # Not `selectRow`: offscreen, the keys pressed above still count as held.
    row, flag = browser.table.notes.index(2, 0), QItemSelectionModel.SelectionFlag
    browser.table.selectionModel().setCurrentIndex(row, flag.ClearAndSelect | flag.Rows)
    (chosen,) = browser.table.chosen()
    assert chosen == first[1]
    QTest.keyClick(browser.table, Qt.Key.Key_Return)
    assert window.parts.split.isVisible()
    assert window.session.pane.place is not None
    assert window.session.pane.place.doc == window.session.documents()[0].id
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    assert page.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not page.isVisible()


def lose(store: NoteStore, note: str) -> Anchor:
    """Let the words of a note stand nowhere. Returns the anchor that says so."""
    words = "这里从来没有出现过的一段话，讲别的事情。"
    was = store.get(note).anchor
    nowhere = replace(was, block="-", end_block="-", quote=words, prefix="", suffix="", document_hash="0" * 64)
    store.update(replace(store.get(note), anchor=nowhere))
    return nowhere


def test_notes_whose_text_changed_are_shown_then_and_now(qtbot: QtBot, open_window: OpenWindow, paths: Paths) -> None:
    window = open_window()
    changed, lost = mark(qtbot, window, 0, 2)
    store = window.session.library.store
    older = store.get(changed).anchor
    quote = older.quote[:5] + "旧" + older.quote[6:]
    store.update(replace(store.get(changed), anchor=replace(older, quote=quote, document_hash="0" * 64)))
    lose(store, lost)
    with qtbot.waitSignal(window.session.notes.changed):
        window.session.notes.reload()
    assert window.late.review_bar.isVisible()
    assert "2 条批注需要看一下" in window.late.review_bar.label.text()

    QTest.mouseClick(window.late.review_bar.yes, Qt.MouseButton.LeftButton)
    page = window.desks.notes.page
    assert page is not None
    assert page.current == "review"
    review = page.review
    review.list.select_key(changed)
    assert "旧" in review.then.toPlainText()
    assert "旧" not in review.now.toPlainText()
    assert window.parts.theme.removed in review.then.toHtml()
    with qtbot.waitSignal(window.session.notes.saved):
        review.buttons["accept"].click()
    assert store.get(changed).anchor.quote == older.quote

    current = review.current()
    assert current is not None
    assert current.note.id == lost
    assert not review.buttons["accept"].isEnabled()
    review.buttons["attach"].click()
    assert window.late.attach_bar.isVisible()
    window.late.attach_bar.yes.click()
    assert "请先选中" in said(window), "without a selection nothing happens"
    document = window.session.document
    assert document is not None
    block = [b for b in document.blocks if len(b.text) > 60][4]
    window.parts.compare.columns[0].view.select(Selection(document.id, (Piece(block.id, Span(2, 9)),)))
    with qtbot.waitSignal(window.session.notes.saved):
        window.late.attach_bar.yes.click()
    assert store.get(lost).anchor.quote == block.text[2:9]
    assert not window.late.attach_bar.isVisible()
    assert review.current() is None
    assert not window.late.review_bar.isVisible()


def test_later_is_an_answer(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    (lost,) = mark(qtbot, window, 0, 1)
    store = window.session.library.store
    at = lose(store, lost)
    with qtbot.waitSignal(window.session.notes.changed):
        window.session.notes.reload()
    window.late.review_bar.no.click()
    with qtbot.waitSignal(window.session.notes.changed):
        window.session.notes.reload()
    assert not window.late.review_bar.isVisible()
    mark(qtbot, window, 1, 1)
    assert not window.late.review_bar.isVisible()

    window.close()
    again = open_window()
    with qtbot.waitSignal(again.session.notes.changed):
        again.session.notes.load_all()
    assert not again.late.review_bar.isVisible(), "left for later also at the next start"
    another = mark(qtbot, again, 0, 2)[-1]
    store = again.session.library.store
    store.update(replace(store.get(another), anchor=replace(at, position=7)))
    with qtbot.waitSignal(again.session.notes.changed):
        again.session.notes.reload()
    assert again.late.review_bar.isVisible()


def test_tags_and_a_status_written_in_the_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    (one,) = mark(qtbot, window, 0, 1)
    notes, panel = window.session.notes, window.late.notes
    panel.edit(one)
    panel.text.setPlainText("年底前报进度 #数据要素 @待办")
    with qtbot.waitSignal(notes.saved):
        panel.keep.click()
    kept = window.session.library.store.get(one)
    assert (kept.tags, kept.status) == (("数据要素",), "todo")
    assert said(window) == "已从文字中读出：#数据要素 @待办"
    with qtbot.waitSignal(notes.saved):
        notes.undo()
    kept = window.session.library.store.get(one)
    assert (kept.text, kept.tags, kept.status) == ("年底前报进度", (), "")


def test_out_in_and_reported(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    ids = mark(qtbot, window, 0, 3)
    window.session.open(Location(window.session.documents()[0].id))
    page = open_page(qtbot, window)
    target = tmp_path / "out.jsonld"
    # Instead of the system's dialogs.
    monkeypatch.setattr(window.desks.notes.files, "ask_target", lambda _name, _pattern: target)
    monkeypatch.setattr(window.desks.notes.files, "ask_source", lambda _pattern: target)
    page.export.click()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.forms.button(5).setChecked(True)
    dialog.go.click()
    qtbot.waitUntil(lambda: "已写好" in said(window))
    written = target.read_text("utf-8")
    assert all(note_id in written for note_id in ids)

    target = tmp_path / "report.docx"
    menu = page.report.menu()
    menu.actions()[0].trigger()
    qtbot.waitUntil(target.exists)
    with zipfile.ZipFile(target) as word:
        text = word.read("word/document.xml").decode("utf-8")
    assert window.session.documents()[0].reading_title in text
    assert "年底前报进度" in text

    changed = json.loads(written)
    target = tmp_path / "theirs.jsonld"
    target.write_text(written.replace("年底前报进度", "同事改过的话").replace(ids[0], ids[0][:-4] + "ffff"), "utf-8")
    assert changed
    page.take_in.click()
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    preview = window.findChild(ImportDialog)
    assert preview is not None
    assert "新增：1 条" in preview.report.text()
    assert len(window.session.library.store.all()) == 3, "nothing is written before it is agreed"
    with qtbot.waitSignal(window.session.notes.changed):
        preview.go.click()
    assert len(window.session.notes.all()) == 4

    target = tmp_path / "broken.jsonld"
    target.write_text(written[: len(written) // 2], "utf-8")
    page.take_in.click()
    qtbot.waitUntil(lambda: "没有导入" in said(window) or "批注" in said(window))
    assert len(window.session.library.store.all()) == 4


def test_back_to_an_earlier_form_and_to_an_earlier_store(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    (one,) = mark(qtbot, window, 0, 1)
    notes, store = window.session.notes, window.session.library.store
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(store.get(one), text="第二版"))
    window.late.notes.history_wanted.emit(one)
    qtbot.waitUntil(lambda: window.findChild(HistoryDialog) is not None)
    dialog = window.findChild(HistoryDialog)
    assert dialog is not None
    assert "年底前报进度" in dialog.view.toPlainText()
    with qtbot.waitSignal(notes.saved):
        dialog.back.click()
    assert store.get(one).text == "年底前报进度"

    page = open_page(qtbot, window)
    page.show_tab("backups")
    page.backups.buttons["now"].click()
    qtbot.waitUntil(lambda: page.backups.table.rowCount() == 1)
    with qtbot.waitSignal(notes.deleted):
        notes.delete(one)
    page.backups.buttons["verify"].click()
    qtbot.waitUntil(lambda: cell(page, 3) == "完好")
    page.backups.table.selectRow(0)
    chosen = cell(page, 4)
    page.backups.buttons["restore"].click()
    assert notes.all() == (), "asked first"
    assert f"{cell(page, 0)} 手动备份" in said(window)
    window.late.message.button.click()
    qtbot.waitUntil(lambda: notes.get(one) is not None)
    assert not notes.can_undo
    assert "已恢复" in said(window)
    qtbot.waitUntil(lambda: page.backups.table.rowCount() == 2)
    assert [cell(page, 1), cell(page, 3)] == ["恢复前备份", "备份时完好"]
    (row,) = page.backups.table.selectionModel().selectedRows()
    there = page.backups.table.item(row.row(), 4)
    assert there is not None
    assert there.text() == chosen, "the new backup has not taken the place of the chosen one"


def test_the_keyboard_does_not_pass_on_to_emptying_the_trash(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    ids = mark(qtbot, window, 0, 2)
    with qtbot.waitSignal(window.session.notes.deleted):
        window.session.notes.delete(*ids)
    page = open_page(qtbot, window)
    page.show_tab("trash")
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 2)
    qtbot.waitUntil(lambda: not any(lane.busy for lane in window.findChildren(Lane)))  # the trash may be listed again
    at_rest(qtbot, window)
    window.activateWindow()
    page.trash.table.selectRow(0)
    page.trash.restore.setFocus()
    qtbot.waitUntil(page.trash.restore.hasFocus)
    QTest.keyClick(page.trash.restore, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 1)
    assert page.trash.table.hasFocus()


def test_nothing_is_purged_unasked(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    ids = mark(qtbot, window, 0, 2)
    with qtbot.waitSignal(window.session.notes.deleted):
        window.session.notes.delete(*ids)
    page = open_page(qtbot, window)
    page.show_tab("trash")
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 2)
    page.trash.purge_all.click()
    store = window.session.library.store
    assert len(store.all(trashed=True)) == 2
    assert "不能撤销" in said(window)
    window.late.message.button.click()
    qtbot.waitUntil(lambda: page.trash.table.notes.rowCount() == 0)
    assert store.all(trashed=True) == ()


def test_two_windows_agree(qtbot: QtBot, open_window: OpenWindow, paths: Paths) -> None:
    window = open_window()
    (one,) = mark(qtbot, window, 0, 1)
    other = NoteStore(paths.user_data)
    other.update(replace(other.get(one), text="另一个窗口写的"))
    other.close()
    with qtbot.waitSignal(window.session.notes.changed):
        window.desks.notes.work.poll(window.session.notes.reload)
    found = window.session.notes.get(one)
    assert found is not None
    assert found.note.text == "另一个窗口写的"


@pytest.mark.skipif(os.name != "posix", reason="a damaged file is written into the profile before the start")
def test_a_damaged_store_is_said_and_the_way_back_offered(qtbot: QtBot, open_window: OpenWindow, paths: Paths) -> None:
    window = open_window()
    (one,) = mark(qtbot, window, 0, 1)
    window.session.library.store.backup()
    window.close()
    notes = paths.user_data / "notes.db"
    data = bytearray(notes.read_bytes())
    data[100:4000] = b"\xff" * 3900
    notes.write_bytes(data)
    again = open_window()
    again.desks.notes.check_store()
    qtbot.waitUntil(lambda: again.late.message.button.text() == "查看备份")
    again.late.message.button.click()
    page = again.desks.notes.page
    assert page is not None
    qtbot.waitUntil(page.backups.offer.isVisible)
    page.backups.offer.click()
    again.late.message.button.click()
    qtbot.waitUntil(lambda: again.session.notes.get(one) is not None)
    assert list(paths.user_data.glob("notes-damaged-*.db")), "set aside, never deleted"


def test_tags_star_and_status_are_changed_in_the_panel(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.open(Location(window.session.documents()[0].id))
    (one,) = mark(qtbot, window, 0, 1)
    window.late.notes.choose(one)
    details, store = window.late.notes.details, window.session.library.store
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.mouseClick(details.star, Qt.MouseButton.LeftButton)
    details.status.setCurrentIndex(details.status.findData("todo"))
    with qtbot.waitSignal(window.session.notes.saved):
        details.status.activated.emit(details.status.currentIndex())
    details.tags.setText("核对 季度")
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.keyClick(details.tags, Qt.Key.Key_Return)
    found = store.get(one)
    assert (found.starred, found.status, found.tags, found.text) == (True, "todo", ("核对", "季度"), "年底前报进度")
    window.desks.notes.follow_link("第九百条")
    qtbot.waitUntil(lambda: "这份文件里没有“第九百条”" in said(window))


def test_every_control_of_the_page_has_a_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    mark(qtbot, window, 0, 1)
    page = open_page(qtbot, window)
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.objectName().startswith("qt_")
        and widget.window() is window  # lists that drop down are windows of their own
    ]
    assert not nameless


def test_out_under_a_passphrase_and_in_again(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    mark(qtbot, window, 0, 2)
    target = tmp_path / "mine.notes.jsonld"
    proposed: list[str] = []

    def ask_target(name: str, _pattern: str) -> Path:
        proposed.append(name)
        return target

    sealed = tmp_path / "mine.notes.jsonld.age"
    monkeypatch.setattr(window.desks.notes.files, "ask_target", ask_target)
    monkeypatch.setattr(window.desks.notes.files, "ask_source", lambda _pattern: sealed)
    monkeypatch.setattr(sealing, "seal_apart", weak_age.seal)  # what opens it is the program, in a process of its own
    page = open_page(qtbot, window)
    page.export.click()
    offer = window.findChild(ExportDialog)
    assert offer is not None
    offer.forms.button(5).setChecked(True)
    offer.seal.tick.setChecked(True)
    assert not offer.go.isEnabled()
    offer.seal.first.setText("口令口令口令")
    offer.seal.second.setText("口令口令")
    assert not offer.go.isEnabled()
    assert "不一样" in offer.seal.says.text()
    offer.seal.second.setText("口令口令口令")
    offer.go.click()
    qtbot.waitUntil(sealed.exists)
    assert proposed == ["我的批注.notes.jsonld.age"]
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1")
    assert not target.exists()

    window.session.library.store.trash(*(placed.note.id for placed in window.session.notes.all()))
    window.session.library.store.purge(*(note.id for note in window.session.library.store.all(trashed=True)))
    page.take_in.click()
    qtbot.waitUntil(lambda: window.findChild(PassphraseDialog) is not None)
    question = window.findChild(PassphraseDialog)
    assert question is not None
    question.field.setText("猜的口令")
    question.go.click()
    qtbot.waitUntil(lambda: "口令不对" in question.says.text())
    assert window.findChild(ImportDialog) is None
    assert window.session.library.store.all() == ()
    question.field.setText("口令口令口令")
    question.go.click()
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    preview = window.findChild(ImportDialog)
    assert preview is not None
    assert not preview.go.isEnabled(), "what was deleted here comes back only where the user says so"
    preview.rows.tick("gone", on=True)
    with qtbot.waitSignal(window.session.notes.changed):
        preview.go.click()
    assert len(window.session.library.store.all()) == 2


def test_who_gives_up_while_a_passphrase_is_tried_is_asked_no_more(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    mark(qtbot, window, 0, 1)
    desk, plain, sealed = window.desks.notes, tmp_path / "mine.jsonld", tmp_path / "mine.age"
    desk.work.export(window.session.notes.all(), "jsonld", plain, lambda _file: None)
    qtbot.waitUntil(plain.exists)
    sealed.write_bytes(weak_age.seal(plain.read_bytes(), "口令口令口令"))  # tried in a process of its own all the same
    monkeypatch.setattr(desk.files, "ask_source", lambda _pattern: sealed)
    for tried in ("口令口令口令", "猜的口令"):
        desk.files.ask_import()
        qtbot.waitUntil(lambda: window.findChild(PassphraseDialog) is not None)
        question = window.findChild(PassphraseDialog)
        assert question is not None
        question.field.setText(tried)
        question.go.click()
        question.reject()
        qtbot.waitUntil(lambda: not any(lane.busy for lane in desk.work.findChildren(Lane)), timeout=30_000)
        qtbot.waitUntil(lambda: window.findChild(PassphraseDialog) is None)
        assert window.findChild(ImportDialog) is None
