"""Rows of registers among what is to be chosen, and what an import says that asks nobody again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reader.core.note import NOBODY, Anchor, Note, Person
from reader.library.incoming.landing import Landing
from reader.store.bundle import Bundle
from reader.store.merge import ImportRow, MergeReport
from reader.store.registers.row_merge import RowState
from reader.store.versions import By, Variant
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.notes.conflicts_page import ConflictsPage
from reader.ui.notes.import_dialog import ImportDialog
from reader.ui.notes.note_dialogs import HistoryDialog
from reader.ui.notes.note_extras import NoteExtras
from reader.ui.session.notes_work import Preview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ROOT = Path(__file__).resolve().parents[3]
NOW = "2026-11-30T00:00:00.000000Z"


@pytest.fixture
def texts(qapp: object) -> Texts:
    return Texts(Path("no translations"))


@pytest.mark.parametrize(("name", "both"), [("status", False), ("note", True)])
def test_a_row_of_a_register_is_chosen_like_a_note(qtbot: QtBot, texts: Texts, name: str, *, both: bool) -> None:
    theirs = Variant(name, ("完成",), {"b": 1}, Person("乙"), NOW)
    row = RowState(
        "mark", "tasks|plan|0.1|推动数字经济", "plan", "tasks", "", NOW, {name: ("进行中",)}, {name: {"a": 1}},
        {name: By(Person("甲"), NOW)}, (theirs,),
    )  # fmt: skip
    page = ConflictsPage(texts, str, lambda _doc: "方案", lambda: NOBODY, PAPER)
    qtbot.addWidget(page)
    page.show_conflicts((row,))
    assert "推动数字经济" in page.what.text()
    assert ("甲" in page.labels["mine"].text(), "乙" in page.labels["theirs"].text()) == (True, True)
    assert page.views["mine"].toPlainText() == "进行中"
    assert (page.buttons["both"].isHidden(), page.buttons["go"].isHidden()) == (not both, True)
    with qtbot.waitSignal(page.chosen) as chosen:
        page.buttons["theirs"].click()
    assert chosen.args == [row.id, name, "theirs", 0]


def test_what_was_not_done_before_stands_last_and_unticked(qtbot: QtBot, texts: Texts) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    rows = (ImportRow("old", "deleted", None, None, declined=True), ImportRow("new", "deleted", None, None))
    report = MergeReport(deleted=("old", "new"), rows=rows, declined=frozenset(["old"]), refused=("第 1 条不完整。",))
    places = {"new": Landing("《方案》", "第一部分")}
    dialog = ImportDialog(texts, Preview(Path("x.jsonld"), Bundle(()), report, (), places=places), parent)
    assert dialog.rows.data(dialog.rows.index(0, 2)) == "第一部分 《方案》"
    assert [row.id for row in dialog.rows.rows] == ["new", "old"]
    assert "第 1 条不完整。" in dialog.report.text()
    dialog.deletions.setChecked(True)
    assert dialog.rows.chosen == {"new"}
    index = dialog.rows.index(1, 0)
    assert "先前没有照办" in str(dialog.rows.data(index, Qt.ItemDataRole.DisplayRole))


WHEN = "2026-11-28T08:00:00.000000Z"


def test_a_preview_says_which_words_stand_in_several_places_or_in_none(qtbot: QtBot, texts: Texts) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    notes = [
        Note(key, Anchor("plan", "", 0, 0, "", "数据共享", "", "", 0, ""), "note", WHEN, WHEN, text="看")
        for key in ("many", "none")
    ]
    rows = tuple(ImportRow(each.id, "added", None, each) for each in notes)
    places = {"many": Landing("《方案》", "", ("第一条", "第二条", "第二条")), "none": Landing("《方案》", "")}
    report = MergeReport(added=("many", "none"), rows=rows)
    dialog = ImportDialog(texts, Preview(Path("x.csv"), Bundle(tuple(notes)), report, (), places=places), parent)
    shown = [[dialog.rows.data(dialog.rows.index(row, column)) for column in (1, 2)] for row in (0, 1)]
    assert shown == [["数据共享", "有 3 处：第一条、第二条 《方案》"], ["数据共享", "原文中找不到 《方案》"]]
    assert "不知道指哪一处的：1 条" in dialog.report.text()
    assert "找不到的：1 条" in dialog.report.text()


@pytest.mark.parametrize(("wide", "room"), [(1366, 160), (900, 75)])
def test_what_becomes_of_a_note_is_not_cut_and_its_words_have_room(qtbot: QtBot, wide: int, room: int) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(wide, 768)
    note = Note("n", Anchor("plan", "b", 0, 0, "", "数据共享", "", "", 0, ""), "note", WHEN, WHEN, text="看")
    report = MergeReport(conflicting=("n",), rows=(ImportRow("n", "conflicting", note, note, ("colour", "text")),))
    english = Texts(ROOT / "resources" / "translations", "en")
    dialog = ImportDialog(english, Preview(Path("x.jsonld"), Bundle((note,)), report, ()), parent)
    dialog.grab()
    said = str(dialog.rows.data(dialog.rows.index(0, 0)))
    assert said == "Changed on both sides: Colour, Text"
    assert dialog.table.columnWidth(0) > dialog.table.fontMetrics().horizontalAdvance(said)
    assert dialog.table.columnWidth(4) > room


def test_earlier_forms_say_who_wrote_them(qtbot: QtBot, texts: Texts) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    note = Note("n", Anchor("plan", "b", 0, 0, "", "数据共享", "", "", 0, ""), "note", WHEN, WHEN, text="看")
    forms = (replace(note, text="看过", editor=Person("王芳", "区发展改革委")), replace(note, editor=Person("李明")))
    dialog = HistoryDialog(texts, forms, PAPER, parent)
    heads = [dialog._row(key).head for key in (0, 1)]
    assert ["王芳（区发展改革委）" in heads[0], "李明" in heads[1]] == [True, True]


def test_links_of_a_note_take_the_colours_of_another_theme(qtbot: QtBot, texts: Texts, qapp: QApplication) -> None:
    before = qapp.palette()
    text = QPlainTextEdit()
    extras = NoteExtras(texts, text)
    qtbot.addWidget(text)
    qtbot.addWidget(extras)
    text.setPlainText("见 [[第十二条]]")
    extras.links.resize(200, 40)
    try:
        for colour in ("#c00000", "#00c000"):
            other = qapp.palette()
            other.setColor(QPalette.ColorRole.Link, QColor(colour))
            qapp.setPalette(other)
            qapp.processEvents()
            picture = extras.links.grab().toImage()
            seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
            assert colour in seen
    finally:
        qapp.setPalette(before)
