"""A colleague's Word file with comments, looked into and taken in through the window."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pytestqt.qtbot import QtBot

from reader.ui.main_window import MainWindow
from reader.ui.notes.import_dialog import ImportDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

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
    assert "不在文库中" in str(told.args[0])
