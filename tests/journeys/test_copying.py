"""Copying from the text: to Word with its form, plain, as Markdown, with its source in front, as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from reader.core.document import Document
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

DOC = "tianjin-digitalisation-2021"


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    window = open_window()
    window.session.open(Location(DOC))
    return window


def view_of(window: MainWindow) -> DocumentView:
    return window.parts.compare.columns[0].view


def heading_of(window: MainWindow) -> tuple[Document, int]:
    document = window.session.document
    assert document is not None
    at = next(n for n, block in enumerate(document.blocks) if block.text.startswith("（十）"))
    return document, at


def select(window: MainWindow) -> tuple[str, str]:
    """The heading （十） and the beginning of the paragraph below it."""
    document, at = heading_of(window)
    one, two = document.blocks[at], document.blocks[at + 1]
    view = view_of(window)
    view.finish()
    view.select(Selection(DOC, (Piece(one.id, Span(0, len(one.text))), Piece(two.id, Span(0, 20)))))
    return one.text, two.text[:20]


def test_what_is_copied_is_plain_and_rich_at_once(window: MainWindow) -> None:
    heading, words = select(window)
    view = view_of(window)
    view.text_area.setFocus()
    QTest.keyClick(view.text_area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == f"{heading}\n{words}"
    assert f"<h2>{heading}</h2><p " in data.html()
    QGuiApplication.clipboard().clear()
    window.late.actions["copy"].trigger()
    again = QGuiApplication.clipboard().mimeData()
    assert (again.text(), again.html()) == (f"{heading}\n{words}", view.text_area.createMimeDataFromSelection().html())


def test_plain_markdown_and_source_in_front(window: MainWindow) -> None:
    heading, words = select(window)
    copied = {}
    for name in ("copy_plain", "copy_markdown", "copy_named_before"):
        window.late.actions[name].trigger()
        copied[name] = QGuiApplication.clipboard().text()
    assert copied["copy_plain"] == f"{heading}\n{words}"
    assert copied["copy_markdown"] == f"### {heading}\n\n{words}\n"
    assert copied["copy_named_before"].endswith(f"）第四部分（十）：“{heading}\n{words}”".replace("）第", "），第"))
    assert copied["copy_named_before"].startswith("《天津市")


def test_without_a_selection_the_clause_with_all_below_it_is_meant(window: MainWindow) -> None:
    document, at = heading_of(window)
    view_of(window).go_to(Location(DOC, document.blocks[at].id))
    window.late.actions["copy_plain"].trigger()
    section = document.section(document.blocks[at].id)
    assert QGuiApplication.clipboard().text() == "\n".join(block.text for block in section)


def test_a_clause_becomes_a_picture(window: MainWindow, tmp_path: Path) -> None:
    select(window)
    window.late.actions["copy_picture"].trigger()
    image = QGuiApplication.clipboard().image()
    assert image.width() == 1600
    assert 200 < image.height() < 900
    assert len({image.pixelColor(x, 100).name() for x in range(0, 1600, 4)}) > 3, "something is written there"
    window.desks.copying.write_picture(tmp_path / "条.png", image)
    assert (tmp_path / "条.png").read_bytes().startswith(b"\x89PNG")


def test_what_no_picture_holds_is_said(window: MainWindow) -> None:
    document, _ = heading_of(window)
    chapter = next(block for block in document.blocks if block.text.startswith("四、"))
    view_of(window).go_to(Location(DOC, chapter.id))
    QGuiApplication.clipboard().clear()
    window.late.actions["copy_picture"].trigger()
    assert QGuiApplication.clipboard().image().isNull()
    assert "一张图片放不下" in window.late.message.label.text()
