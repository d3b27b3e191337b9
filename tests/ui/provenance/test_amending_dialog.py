"""套入原文 and 对标: what came of every order, and one's own verdicts, in words of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from reader.core.document import Document, Source
from reader.core.span import Span
from reader.library.answers.benchmark import Answered, Demand, Found
from reader.library.versions.amending import Amended, Step
from reader.ui.compare.benchmark_dialog import FIRST, BenchmarkDialog
from reader.ui.look.texts import Texts
from reader.ui.provenance.amending_dialog import AmendingDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_every_order_has_its_fate_in_the_language_of_the_window(parent: QWidget) -> None:
    derived = Document("x", "条例（推定文本）", Source("x.txt", "0" * 64, "hans"))
    steps = (
        Step("exact", "第一条", "replace", "b1", "将第一条修改为：“甲。”"),
        Step("left", "第九条", "delete", "b2", "删去第九条", "原文没有这一条"),
    )
    amended = Amended(steps, ("增加一章",), ("有 1 条指令没有适用",), derived)
    dialog = AmendingDialog(Texts(TRANSLATIONS, "en"), str, ("决定", "条例", "新条例"), amended, parent)
    rows = [[dialog.table.item(at, column).text() for column in (0, 3)] for at in range(3)]  # type: ignore[union-attr]
    assert rows == [
        ["As in the new text", ""], ["Left", "the old text has no such article"],
        ["Not understood", "Please check by the decision"],
    ]  # fmt: skip
    assert "1 orders were left" in dialog.about.text()
    asked: list[str] = []
    dialog.export_wanted.connect(asked.append)
    for button in dialog.boxes.findChildren(QPushButton):
        for action in button.menu().actions() if button.menu() is not None else ():
            action.trigger()
    assert sorted(asked) == ["docx", "html", "xlsx"]


def test_a_verdict_and_a_note_are_asked_to_be_kept(parent: QWidget) -> None:
    demand = Demand("task/1", "task", "b1", Span(0, 4), "第一部分（一）", "建设平台。")
    found = Found("c1", "第二部分（一）", "推进平台建设。", 0.3, doubtful=False)
    rows = (
        Answered(demand, "ours", "likely", (found,)),
        Answered(demand, "ours", "none", (found,), "未涉及", "不属我区"),
    )
    dialog = BenchmarkDialog(Texts(TRANSLATIONS, "zh_CN"), str, ("上级", "我方"), rows, parent)
    assert dialog.choices[0].currentText() == "〔可能对应〕"
    assert dialog.choices[1].currentText() == "未涉及"
    assert dialog.table.item(1, 4).text() == ""  # type: ignore[union-attr]
    kept: list[tuple[int, str, str]] = []
    dialog.decided.connect(lambda *each: kept.append(each))
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(dialog.choices[0], turned)
    assert kept == []  # the wheel moves the table and says nothing
    dialog.choices[0].setCurrentIndex(1)
    dialog.choices[0].activated.emit(1)
    dialog.table.item(1, 6).setText("另有规定")  # type: ignore[union-attr]
    assert kept == [(0, "已落实", ""), (1, "未涉及", "另有规定")]
    gone: list[int] = []
    dialog.place_wanted.connect(gone.append)
    dialog.table.cellDoubleClicked.emit(1, 2)
    assert gone == [1]


def test_rows_that_do_not_fit_at_first_follow(parent: QWidget, qtbot: QtBot) -> None:
    demand = Demand("task/1", "task", "b1", Span(0, 4), "第一部分（一）", "建设平台。")
    rows = tuple(Answered(demand, "ours", "none", (), "未涉及", f"备注{n}") for n in range(3 * FIRST))
    dialog = BenchmarkDialog(Texts(TRANSLATIONS, "zh_CN"), str, ("上级", "我方"), rows, parent)
    kept: list[object] = []
    dialog.decided.connect(lambda *each: kept.append(each))
    assert len(dialog.choices) == FIRST
    qtbot.waitUntil(lambda: len(dialog.choices) == len(rows))
    assert [dialog.table.item(at, 6).text() for at in range(len(rows))] == [each.note for each in rows]  # type: ignore[union-attr]
    assert not kept, "writing a row decides nothing"
