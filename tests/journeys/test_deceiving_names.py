"""Titles and file names that turn round what stands about them are shown with every such character made visible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTextBrowser,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.span import Location
from reader.corpus import Corpus
from reader.paths import Paths, find_paths
from reader.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
DECEIVING = "<h1>假</h1>关于\u202efdp.exe\u202c的\u2067通知\u2069\u200b"
NAME = "notes\u202efdp"
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = "<h1>"  # of the title: Qt must not take it for its own


@pytest.fixture
def paths(tmp_path: Path, profile: Path, make_document: Callable[..., Document]) -> Paths:
    folder = tmp_path / "deceiving"
    (folder / "raw").mkdir(parents=True)
    written = []
    for doc in ("one", "two"):
        made = make_document("一、总体要求", "发展数字经济。", doc=doc, title=DECEIVING, doc_number="<b>某</b>\u202e号")
        made = replace(made, source=replace(made.source, file=f"{doc}\u202etxt.exe", origin="某处\u202e"))
        (folder / "raw" / made.source.file).write_text(made.text, encoding="utf-8")
        written.append(made)
    Corpus(folder).write(written)
    return find_paths(profile / "data", folder)


def _words(widget: QWidget) -> Iterator[str]:
    """Everything that one control shows or says."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QTextBrowser):
        yield widget.toPlainText()
    if isinstance(widget, QTabBar):
        for number in range(widget.count()):
            yield from (widget.tabText(number), widget.tabToolTip(number))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget, QModelIndex())


def _cells(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in roles)
            if not isinstance(model, QAbstractListModel):
                yield from _cells(view, index)


def _tips(widget: QWidget) -> Iterator[str]:
    """Every tooltip of one control; Qt takes what looks like HTML for HTML."""
    yield widget.toolTip()
    if isinstance(widget, QTabBar):
        yield from (widget.tabToolTip(number) for number in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount(QModelIndex())):
            yield str(model.data(model.index(row, 0, QModelIndex()), Qt.ItemDataRole.ToolTipRole) or "")


def _formatted(window: MainWindow) -> list[str]:
    """Where Qt would take the title for HTML."""
    every = window.findChildren(QWidget)
    found = [f"tip of {type(w).__name__}: {tip!r}" for w in every for tip in _tips(w) if MARKUP in tip]
    labels = [w for w in every if isinstance(w, QLabel) and w.textFormat() != Qt.TextFormat.PlainText]
    return found + [f"label: {label.text()!r}" for label in labels if MARKUP in label.text()]


def _deceived(window: MainWindow) -> list[str]:
    every = (window, *window.findChildren(QWidget))
    return [f"{type(w).__name__}: {said!r}" for w in every for said in _words(w) if HIDDEN.search(said)]


def test_nothing_in_the_window_deceives(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    session, late, desks = window.session, window.late, window.desks
    session.open(Location("one"))
    session.open(Location("two"), new_tab=True)
    session.beside("one")
    assert "‹U+202E›fdp.exe" in window.windowTitle()
    assert late.tabs.tabText(0).startswith("<h1>假</h1>关于‹U+202E›")
    late.actions["note"].trigger()
    qtbot.waitUntil(lambda: bool(session.notes.all()))
    session.notes.update(replace(session.notes.all()[0].note, text="看过\u202e了"))
    session.search.ask("数字经济")
    qtbot.waitUntil(lambda: session.search.answer is not None)
    window.parts.right.show_tab("source")
    for page in (desks.notes.show, desks.registers.show):
        page()
        qtbot.waitUntil(lambda: late.pages.page is not None)
    desks.notes.show()
    page_of_notes = desks.notes.page
    assert page_of_notes is not None
    browser = page_of_notes.browser
    qtbot.waitUntil(lambda: any("看过" in line.placed.note.text for line in browser.listing.lines))
    assert _deceived(window) == []
    assert _formatted(window) == []
    late.pages.close()
    desks.paper.write_pdf(tmp_path / f"{NAME}.pdf")
    assert late.message.label.text().endswith("notes‹U+202E›fdp.pdf")
    assert late.message.label.textFormat() == Qt.TextFormat.PlainText
    assert _deceived(window) == []
    assert _formatted(window) == []
    assert not QToolTip.isVisible()
