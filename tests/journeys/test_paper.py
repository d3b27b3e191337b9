"""Taking something along: a reference to a clause on the clipboard, pages on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.core.citation import gbt7714, link
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.ui.main_window import MainWindow

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
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    window.late.actions["export_pdf"].trigger()
    plain = tmp_path / offered[0]
    assert plain.suffix == ".pdf"
    assert plain.read_bytes().startswith(b"%PDF")
    size = plain.stat().st_size
    window.late.actions["print_notes"].trigger()
    window.late.actions["export_pdf"].trigger()
    assert plain.stat().st_size > size
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "没有" / "a.pdf"), ""))
    window.late.actions["export_pdf"].trigger()
    assert "不能写入" in window.late.message.label.text()
