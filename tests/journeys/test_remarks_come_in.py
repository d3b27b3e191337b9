"""A colleague's Word file with comments, looked into and taken in through the window."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from threading import Event

import docx
import pytest
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.core.steps import Told, untold
from reader.library import notebook
from reader.store.bundle import Bundle
from reader.store.merge import MergeReport
from reader.ui.main_window import MainWindow
from reader.ui.notes.import_dialog import ImportDialog
from reader.ui.packs.pack_dialogs import WorkDialog
from reader.ui.session import notes_work

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

OpenWindow = Callable[[], MainWindow]


def word_with_comment(text: str, words: str, said: str) -> bytes:
    """A file that another program wrote."""
    word = docx.Document()
    before, behind = text.split(words, 1)
    paragraph = word.add_paragraph(before)
    run = paragraph.add_run(words)
    paragraph.add_run(behind)
    word.add_comment(run, text=said, author="王芳")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_comments_of_a_word_file_land_at_their_words(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    doc = window.session.documents()[1].id
    block = next(b for b in window.session.library.open(doc).blocks if len(b.text) > 80)
    file = tmp_path / "意见.docx"
    file.write_bytes(word_with_comment(block.text, block.text[30:44], "请核对口径 #重点"))
    window.desks.notes.files.look_into(file)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    assert "新增：1 条" in dialog.report.text()
    dialog.go.click()
    store = window.session.library.store
    qtbot.waitUntil(lambda: len(store.all()) == 1)
    (note,) = store.all()
    assert (note.anchor.doc, note.anchor.block, note.anchor.quote) == (doc, block.id, block.text[30:44])
    assert (note.text, note.tags, note.creator.name) == ("请核对口径 #重点", ("重点",), "王芳")


def test_comments_on_a_document_that_is_not_here_are_told(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    file = tmp_path / "别的.docx"
    file.write_bytes(word_with_comment("这是另外一份谁也没有见过的文件里的一段话。", "谁也没有见过", "看"))
    with qtbot.waitSignal(window.session.problem) as told:
        window.desks.notes.files.look_into(file)
    assert told.args is not None
    assert "没有写明批注所在的文件" in str(told.args[0])


def test_who_knows_what_a_table_stands_on_may_say_so(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    doc = window.session.documents()[1].id
    block = next(b for b in window.session.library.open(doc).blocks if len(b.text) > 80)
    file = tmp_path / "意见.csv"
    file.write_text(f"原文,批注\n{block.text[30:34]},看\n谁也没有写过,问\n", "utf-8")  # too short to be looked for
    window.session.open(Location(doc))
    window.desks.notes.files.look_into(file)
    message = window.late.message
    qtbot.waitUntil(lambda: message.isVisible() and "正在阅读的" in message.label.text())
    message.button.click()
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    assert [row.note.anchor.doc for row in dialog.rows.rows if row.note is not None] == [doc, doc]


@pytest.mark.parametrize("late", [False, True])
def test_long_work_shows_how_far_it_is_and_stops(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    """`late`: so late that all steps are done."""
    monkeypatch.setattr(notes_work, "PATIENCE", -1.0)
    window = open_window()
    doc = window.session.documents()[1].id
    block = next(b for b in window.session.library.open(doc).blocks if len(b.text) > 80)
    file = tmp_path / "意见.csv"
    file.write_text("原文,批注\n" + f"{block.text[30:44]},看\n", "utf-8")
    files = window.desks.notes.files
    held = Event()
    waiting = notebook.Notebook.preview

    def held_up(self: notebook.Notebook, bundle: Bundle, told: Told = untold) -> MergeReport:
        found = waiting(self, bundle, told) if late else None
        held.wait(20)
        return found or waiting(self, bundle, told)

    monkeypatch.setattr(notebook.Notebook, "preview", held_up)
    files.look_into(file)
    qtbot.waitUntil(lambda: window.findChild(WorkDialog) is not None)
    dialog = window.findChild(WorkDialog)
    assert dialog is not None
    with qtbot.waitSignal(window.session.problem) as told:
        dialog.reject()
        held.set()
    assert told.args == ["已取消，没有导入任何内容。"]
    assert window.findChild(ImportDialog) is None
    assert window.session.library.store.all() == ()


def asked(window: MainWindow) -> list[ImportDialog]:
    """The questions that stand open."""
    return [each for each in window.findChildren(ImportDialog) if each.isVisible()]


def test_a_file_handed_over_twice_asks_once_and_one_that_changed_asks_anew(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    files = window.desks.notes.files
    doc = window.session.documents()[1].id
    block = next(b for b in window.session.library.open(doc).blocks if len(b.text) > 80)
    offered: list[object] = []
    offer = files._offer_import

    def counted(preview: notes_work.Preview) -> None:
        offer(preview)
        offered.append(preview)

    monkeypatch.setattr(files, "_offer_import", counted)
    file = tmp_path / "意见.docx"
    first: ImportDialog | None = None
    for said in ("请核对口径", "请再核对"):
        file.write_bytes(word_with_comment(block.text, block.text[30:44], said))
        offered.clear()
        files.look_into(file)
        qtbot.waitUntil(lambda: len(offered) == 1)
        (dialog,) = asked(window)
        assert dialog is not first
        dialog.rows.tick("added", on=False)
        files.look_into(file)
        qtbot.waitUntil(lambda: len(offered) == 2)
        assert asked(window) == [dialog]
        assert not dialog.go.isEnabled(), "what was chosen in it is gone"
        first = dialog
