"""修订对照表: before, after and 说明, one row for each clause; the 说明 can be written. Asks by signals.

Texts are drawn with what changed bold and struck or underlined, only where they are in sight: a law of 500 clauses
opens at once.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.comparison import Comparison, Row, grouped
from reader.reports.marked import Side, pieces
from reader.reports.revision import HEADINGS, explained, fate, said
from reader.ui.kit.export_boxes import export_boxes
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

FORMS: Final = (
    ("docx", "导出对照（Word）…"), ("html", "导出对照（网页）…"), ("xlsx", "导出对照（修订对照表，Excel）…"),
)  # fmt: skip
PAD: Final = 6  # pixels around the words of a cell
REMARK: Final = 2  # column
_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_AMONG_CLAUSES: Final = {"修改": "修改//条文", "新增": "新增//条文"}  # words that other languages have two for


class RevisionDialog(QDialog):
    """Two versions of one document, clause by clause."""

    explained = Signal(str, str)  # key of a row, what was written of it
    export_wanted = Signal(str)  # docx, html or xlsx
    place_wanted = Signal(str, str)  # blocks of a row on the left and on the right, "" for none

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], theme: Theme, comparison: Comparison, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._shown, self._theme = texts, shown, theme
        self._rows: tuple[Row, ...] = grouped(comparison).rows
        self.setWindowTitle(texts("修订对照表"))
        self.about = QLabel(texts("双击“说明”一栏可以改写，写好即保存，导出的文件里也有；双击条文，两栏转到该处。"))
        self.about.setWordWrap(True)
        self.names = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.changed = QCheckBox(texts("只看有改动的条文"))
        self.table = QTableWidget(len(self._rows), len(HEADINGS))
        self.boxes = export_boxes(texts, FORMS, self.export_wanted.emit)
        self._lay_out(comparison)
        self.changed.toggled.connect(self._narrow)
        self.changed.setChecked(True)
        self.table.itemChanged.connect(self._written)
        self.table.cellDoubleClicked.connect(self._go)
        self.resize(on_screen(parent, 1280, 720))

    def _lay_out(self, comparison: Comparison) -> None:
        texts, table = self._texts, self.table
        table.setAccessibleName(texts("修订对照表"))
        heads = [texts(head) for head in HEADINGS]
        dated = [f"{head}（{date}）" if date else head for head, date in zip(heads, comparison.dates, strict=False)]
        table.setHorizontalHeaderLabels([*dated, *heads[len(dated) :]])
        titles = zip(dated, comparison.titles, strict=False)  # in a heading of the table they would be cut
        self.names.setText("\n".join(texts.labelled(head, self._shown(title)) for head, title in titles))
        self.names.setWordWrap(True)
        table.verticalHeader().hide()
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(REMARK, 200)
        for at, row in enumerate(self._rows):
            for column, side in enumerate(_SIDES):
                cell = row.left if side == "left" else row.right
                item = QTableWidgetItem(self._shown(cell.text) if cell is not None else "")
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setData(Qt.ItemDataRole.UserRole, self._html(row, side))
                table.setItem(at, column, item)
            table.setItem(at, REMARK, QTableWidgetItem(row.remark or self._said(row)))
        table.setItemDelegateForColumn(0, _Words(table))
        table.setItemDelegateForColumn(1, _Words(table))
        table.setItemDelegateForColumn(REMARK, _Remark(table))
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        header.sectionResized.connect(lambda *_sizes: self._fitting.start())
        self.boxes.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.names, self.about, self.changed, table, self.boxes):
            layout.addWidget(widget)

    def _said(self, row: Row) -> str:
        """What became of a clause, in the language of the window; the names of clauses in the script of the texts."""
        if row.part_of is not None:
            says = "可能由{clause}拆出" if row.left is None else "可能并入{clause}"
            return self._texts(says, clause=self._shown(row.part_of.label))
        became, colon, where = said(row).partition("：")
        words = self._texts(_AMONG_CLAUSES.get(became, became))
        return self._texts.labelled(words, self._shown(where)) if colon else words

    def _html(self, row: Row, side: Side) -> str:
        theme = self._theme
        marks = {
            "gone": f"<b><s style='color:{theme.accent}'>%s</s></b>",
            "new": f"<b><u style='color:{theme.link}'>%s</u></b>",
        }
        ink = theme.muted if fate(row) == "same" else theme.text
        words = "".join(
            (marks[mark] if mark else "%s") % escape(self._shown(text)).replace("\n", "<br>")
            for text, mark in pieces(row, side)
        )
        return f"<span style='color:{ink}'>{words}</span>"

    def _narrow(self, on: bool) -> None:
        for at, row in enumerate(self._rows):
            self.table.setRowHidden(at, on and fate(row) == "same" and explained(row) == "未改动")

    def _fit(self) -> None:
        """Rows as high as their words: guessed by their length, so that nothing is set before it is in sight."""
        line = self.table.fontMetrics().lineSpacing() + 3
        wide = self.table.fontMetrics().horizontalAdvance("国")
        for at, row in enumerate(self._rows):
            most = 1
            for column, text in enumerate(
                (row.left.text if row.left else "", row.right.text if row.right else "", explained(row))
            ):
                room = max(1, (self.table.columnWidth(column) - 2 * PAD - 8) // wide)
                most = max(most, sum(-(-max(1, len(each)) // room) for each in text.split("\n")))
            self.table.setRowHeight(at, min(1600, most * line + 2 * PAD + 4))

    def _written(self, item: QTableWidgetItem) -> None:
        if item.column() == REMARK:
            row, words = self._rows[item.row()], item.text().strip()
            # The program's own words are no remark.
            self.explained.emit(row.key, "" if words == self._said(row) else words)

    def _go(self, at: int, column: int) -> None:
        if column != REMARK:
            row = self._rows[at]
            blocks = [cell.block if cell is not None else "" for cell in (row.left, row.right)]
            self.place_wanted.emit(*blocks)


class _Words(QStyledItemDelegate):
    """A text with its marks."""

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw it, on the ground of a chosen row where it is one."""
        self.initStyleOption(option, index)
        option.text = ""
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        style = option.widget.style() if option.widget is not None else None
        if style is not None:
            option.state &= ~QStyle.StateFlag.State_Selected  # its marks must stay readable
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        words = _document(self._html(index), option.font, option.rect.width() - 2 * PAD)
        painter.save()
        painter.translate(option.rect.left() + PAD, option.rect.top() + PAD)
        words.drawContents(painter, QRectF(0, 0, option.rect.width(), option.rect.height() - PAD))
        painter.restore()
        if focused:
            painter.setPen(QPen(option.palette.link().color(), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """What its words take."""
        words = _document(self._html(index), option.font, max(80, option.rect.width() - 2 * PAD))
        return QSize(option.rect.width(), round(words.size().height()) + 2 * PAD)

    @staticmethod
    def _html(index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.UserRole))


class _Remark(_Words):
    """A remark, whose first line stands beside those of the texts."""

    @staticmethod
    def _html(index: QModelIndex | QPersistentModelIndex) -> str:
        return escape(str(index.data())).replace("\n", "<br>")


def _document(html: str, font: QFont, width: int) -> QTextDocument:
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(font)
    made.setHtml(html)
    made.setTextWidth(max(40, width))
    return made
