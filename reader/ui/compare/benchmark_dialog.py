"""对标: every demand of a higher document with the clauses of ours, one's own verdict and note. Asks by signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.library.answers.benchmark import VERDICTS, Answered, figure
from reader.ui.kit.export_boxes import export_boxes
from reader.ui.kit.fitting import on_screen
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.texts import Texts

FORMS: Final = (("xlsx", "导出对标表（Excel）…"), ("docx", "导出对标表（Word）…"))
_HEADINGS: Final = ("结论", "条款", "要求事项", "我方条款", "我方文字", "指标对比", "备注")
_VERDICT, _NOTE = 0, 6
_SHARES: Final = (208, 110, 200, 110, 200, 110, 120)  # pixels
_TEXTS: Final = (2, 4)
FIRST, MORE = 8, 4  # rows written before the dialog is seen, and in each turn of events behind it
_LONGEST: Final = 160  # characters that a cell shows; the rest is in its tip


class _Verdict(Chooser):
    """A verdict is chosen, never passed over: the wheel moves the table."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not its own."""
        event.ignore()


class BenchmarkDialog(QDialog):
    """One higher document against one of ours."""

    decided = Signal(int, str, str)  # number of the demand, verdict, note
    place_wanted = Signal(int)  # number of the demand
    export_wanted = Signal(str)  # xlsx or docx

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], names: tuple[str, str], rows: Sequence[Answered],
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`names`: titles of the higher document and of ours."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("对标"))
        self._texts, self._shown = texts, shown
        self.about = QLabel(self._summary(names, rows), textFormat=Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.table = QTableWidget(len(rows), len(_HEADINGS))
        self.table.setAccessibleName(texts("对标"))
        self.table.setHorizontalHeaderLabels([texts(each) for each in _HEADINGS])
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.choices: list[Chooser] = []
        self._waiting = list(rows)
        self._writing = QTimer(self, singleShot=True, interval=0)
        self._writing.timeout.connect(self._write_more)
        self._write_more(FIRST)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_SHARES):
            self.table.setColumnWidth(column, max(width, header.sectionSizeHint(column)))
        self.table.viewport().installEventFilter(self)
        self.table.itemChanged.connect(self._noted)
        self.table.cellDoubleClicked.connect(self._go)
        self.boxes = export_boxes(texts, FORMS, self.export_wanted.emit)
        self.boxes.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.about, self.table, self.boxes):
            layout.addWidget(widget)
        self.resize(on_screen(parent, 1320, 680))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The texts take the width that is left in the table, and what can be read at the least."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            taken = sum(self.table.columnWidth(at) for at in range(len(_HEADINGS)) if at not in _TEXTS)
            each = (self.table.viewport().width() - taken) // len(_TEXTS)
            for column in _TEXTS:
                self.table.setColumnWidth(column, max(_SHARES[column], each))
        return False

    def _summary(self, names: tuple[str, str], rows: Sequence[Answered]) -> str:
        counts = {kind: sum(each.proposal == kind for each in rows) for kind in ("likely", "doubtful", "none")}
        higher, ours = (self._shown(each) for each in names)
        said = self._texts(
            "“{higher}”的要求 {n} 项，“{ours}”可能对应 {likely} 项，存疑 {doubtful} 项，未找到 {none} 项。"
            "对应的条款由程序按用词推荐，请您判断；双击一行，两栏转到该处。",
            higher=higher, ours=ours, n=len(rows), **counts,
        )  # fmt: skip
        if any(each.demand.kind == "duty" for each in rows):
            said += self._texts("法规的要求是写明“应当”“必须”“不得”的句子，法律责任和附则除外。")
        return said

    def _write_more(self, count: int = MORE) -> None:
        """The next rows; a box in each costs milliseconds, and the dialog is to be seen before the last."""
        self.table.blockSignals(True)  # writing is no answer
        for each in self._waiting[:count]:
            self._write(len(self.choices), each)
        self.table.blockSignals(False)
        del self._waiting[:count]
        if self._waiting:
            self._writing.start()

    def _write(self, at: int, each: Answered) -> None:
        near = each.found[0] if each.found and each.proposal != "none" else None
        figures = "；".join(f"{figure(a)} / {figure(b)}" for found in each.found for a, b in found.figures)
        cells = {
            1: each.demand.clause, 2: each.demand.text, 3: near.clause if near else "", 4: near.text if near else "",
            5: figures,
        }  # fmt: skip
        for column, words in cells.items():
            said = self._shown(words)
            item = QTableWidgetItem(said if len(said) <= _LONGEST else said[:_LONGEST] + "……")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(said[:2000])
            self.table.setItem(at, column, item)
        self.table.setItem(at, _NOTE, QTableWidgetItem(each.note))
        choice = _Verdict()
        proposed = {"likely": "可能对应", "doubtful": "可能对应（存疑）", "none": "未找到"}[each.proposal]
        choice.addItem(f"〔{self._texts(proposed)}〕", "")
        for verdict in VERDICTS:
            choice.addItem(self._texts(verdict), verdict)
        choice.setCurrentIndex(choice.findData(each.verdict) if each.verdict else 0)
        choice.setAccessibleName(self._texts("结论"))
        choice.activated.connect(lambda _index, at=at: self._decide(at))
        self.choices.append(choice)
        self.table.setCellWidget(at, _VERDICT, choice)
        self.table.setRowHeight(at, 64)

    def _go(self, row: int, column: int) -> None:
        if column != _NOTE:
            self.place_wanted.emit(row)

    def _noted(self, item: QTableWidgetItem) -> None:
        if item.column() == _NOTE:
            self._decide(item.row())

    def _decide(self, at: int) -> None:
        note = self.table.item(at, _NOTE)
        self.decided.emit(at, str(self.choices[at].currentData()), note.text() if note is not None else "")
