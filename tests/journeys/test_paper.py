"""Taking something along: a reference to a clause on the clipboard, pages on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.core.citation import gbt7714, link
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.ui.main_window import MainWindow
from reader.ui.paper.paper_dialog import PaperChoice, PaperDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
DOC = "tianjin-digitalisation-2021"


def test_a_clause_is_copied_as_a_reference_and_with_a_link(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.open(Location(DOC))
    document = window.session.document
    assert document is not None
    block = [b for b in document.blocks if b.kind == "paragraph" and len(b.text) > 60][4]
    window.parts.compare.columns[0].view.select(Selection(DOC, (Piece(block.id, Span(3, 9)),)))
    window.late.actions["copy_reference"].trigger()
    assert QGuiApplication.clipboard().text() == gbt7714(document, block.id)
    window.session.toggle_script()
    window.late.actions["copy_link"].trigger()
    words, _, place = QGuiApplication.clipboard().text().split("\n")
    assert words == f"“{block.text[3:9]}”", "the official words, whatever script is shown"
    assert place == link(DOC, block.id)


def test_the_document_is_exported_with_its_notes_and_a_bad_place_is_told(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.session.open(Location(DOC))
    with qtbot.waitSignal(window.session.notes.saved):
        window.late.actions["bookmark"].trigger()
    offered: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / Path(name).name), ""

    def export(**answers: bool) -> None:
        window.late.actions["export_pdf"].trigger()
        dialog = window.findChild(PaperDialog)
        assert dialog is not None
        for name, on in answers.items():
            getattr(dialog, name).setChecked(on)
        dialog.go.click()
        qtbot.waitUntil(lambda: window.findChild(PaperDialog) is None)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    export()
    plain = tmp_path / offered[0]
    assert plain.suffix == ".pdf"
    assert plain.read_bytes().startswith(b"%PDF")
    size = plain.stat().st_size
    export(notes=True, two=True)
    assert plain.stat().st_size != size
    kept = window.remembered().paper
    assert kept == {"notes": "1", "two": "1", "folder": str(tmp_path)}
    assert offered[1] == str(plain), "the folder is remembered"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "没有" / "a.pdf"), ""))
    export()
    assert "不能写入" in window.late.message.label.text()


def test_a_comparison_goes_side_by_side_into_a_file(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.session.open(Location(DOC))
    window.session.beside("tianjin-digital-economy-2019")
    target = tmp_path / "对照.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.late.actions["export_pdf"].trigger()
    dialog = window.findChild(PaperDialog)
    assert dialog is not None
    assert dialog.comparison.isChecked()
    assert not dialog.two.isEnabled()
    dialog.pages.setText("第一页")
    dialog.go.click()
    assert dialog.problem.text()
    dialog.pages.setText("2、3")
    dialog.go.click()
    qtbot.waitUntil(target.exists)
    with pypdfium2.PdfDocument(target) as pdf:
        assert len(pdf) == 2
        wide, high = pdf.get_page_size(0)
        assert wide > high
        assert "同左" in pdf[0].get_textpage().get_text_range() + pdf[1].get_textpage().get_text_range()


def test_pages_that_are_not_there_are_not_written(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    window.session.open(Location(DOC))
    target = tmp_path / "a.pdf"
    window.desks.paper.write_pdf(target, PaperChoice(pages="900-901"))
    assert "没有所写的页码" in window.late.message.label.text()
    assert not target.exists(), "nobody asked for all pages"
    window.desks.paper.write_pdf(target, PaperChoice(pages="2、900"))
    with pypdfium2.PdfDocument(target) as pdf:
        assert len(pdf) == 1
