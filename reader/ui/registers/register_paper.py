"""Registers on paper: tables on landscape A4 sheets, the head of a table on every page. Printers are given.

Documents go through `printing`; this lays out a `Sheet` of words and knows no registers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from reader.registers.task_sheet import Section, Sheet
from reader.ui.paper.sheets import paint_sheets

WIDTH, HEIGHT = 1008, 680  # of the type area in layout pixels: 257 mm wide, 173 mm high
AREA, LEFT, TOP = 257.0, 20.0, 18.0  # mm
BODY, HEADING, TITLE, SMALL = 14, 15, 24, 12  # layout pixels
SLACK = 12  # layout pixels of a page that are not filled: the line between two tables, borders
Rows = tuple[tuple[str, ...], ...]
READING_COPY = "由政策阅读器从原文整理，以原文为准"
_INK, _GREY, _LINE, _TINT = "#000000", "#595959", "#808080", "#eef0f2"


class TablePages:
    """The pages of one sheet, laid out once, painted on any device."""

    def __init__(self, sheet: Sheet, shown: Callable[[str], str] = str, family: str = "") -> None:
        """`shown` writes a text in the script on screen; `family` is a font for it."""
        self._shown = shown
        self._font = QFont(family) if family else QFont()
        self._font.setPixelSize(BODY)
        self._sheet = sheet
        self._text = QTextDocument()
        self._text.setDocumentMargin(0)
        self._text.setDefaultFont(self._font)
        self._text.setUseDesignMetrics(True)
        self._parts = [[section.rows] for section in sheet.sections]
        self._tables: list[list[QTextTable]] = []
        self._text.setTextWidth(WIDTH)
        self._write()
        self._parts = self._paged()
        self._text.clear()
        self._write()
        self._text.setPageSize(QSizeF(WIDTH, HEIGHT))

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._text.pageCount()

    @property
    def text(self) -> str:
        """All words on the pages."""
        return self._text.toPlainText()

    def paint(self, device: QPagedPaintDevice, first: int = 1, last: int = 0) -> None:
        """Paint pages `first` to `last` (to the end where 0) on a device whose coordinates begin at the paper's edge.

        Raises:
            ReaderError: where the device cannot be written to.
        """
        sheets = range(first, min(last or self.count, self.count) + 1)
        area = QRectF(LEFT, TOP, AREA, AREA * HEIGHT / WIDTH)
        refused = "打印没有开始：打印机或文件不能写入。台账内容没有改变。"
        paint_sheets(device, self._text, area, self._furniture, sheets, refused)

    # -- inside

    def _furniture(self, painter: QPainter, page: int) -> None:
        font = QFont(self._font)
        font.setPixelSize(SMALL)
        painter.setFont(font)
        painter.setPen(QColor(_GREY))
        foot = QRectF(0, HEIGHT + 12, WIDTH, 20)
        said = f"{self._shown(READING_COPY)}　{QDate.currentDate().toString(Qt.DateFormat.ISODate)}"
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        number = f"{page} / {self.count}"
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)

    def _write(self) -> None:
        cursor = QTextCursor(self._text)
        cursor.setBlockFormat(_block(Qt.AlignmentFlag.AlignHCenter, below=8))
        cursor.insertText(self._shown(self._sheet.title), self._ink(TITLE, bold=True))
        for line in self._sheet.lines:
            cursor.insertBlock(_block(Qt.AlignmentFlag.AlignHCenter, below=2), self._ink(BODY))
            cursor.insertText(self._shown(line), self._ink(BODY, _GREY))
        self._tables = [self._section(cursor, *each) for each in zip(self._sheet.sections, self._parts, strict=True)]

    def _section(self, cursor: QTextCursor, section: Section, parts: list[Rows]) -> list[QTextTable]:
        """The tables of a section, each but the first at the head of a page; a first one without rows is left out."""
        made = []
        fresh = not parts[0]  # not even one row fits behind what stands above
        for number, rows in enumerate(part for part in parts if part or not section.rows):
            first = number == 0
            form = _block(Qt.AlignmentFlag.AlignLeft, above=14 if first and not fresh else 0, below=6 if first else 0)
            if fresh or not first:
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            ink = self._ink(HEADING, bold=True) if first and section.title else self._ink(BODY if first else 1)
            cursor.insertBlock(form, ink)
            cursor.insertText(self._shown(section.title) if first else "", ink)
            made.append(self._table(cursor, rows))
            fresh = False
        return made

    def _paged(self) -> list[list[Rows]]:
        """The rows of each section by pages, so that no row runs over the end of one; measured on one endless page."""
        layout = self._text.documentLayout()
        pages: list[list[Rows]] = []
        start = 0.0  # where the page begins, in the text that has none
        for section, (table,) in zip(self._sheet.sections, self._tables, strict=True):
            tops = [_top(layout, table, row) for row in range(table.rows())]
            end = layout.frameBoundingRect(table).bottom()
            head = tops[1] - tops[0] if len(tops) > 1 else 0.0
            cuts = [0]
            for row, (top, bottom) in enumerate(zip(tops[1:], [*tops[2:], end], strict=True)):
                if bottom - start > HEIGHT - SLACK and (row > cuts[-1] or (row == 0 and start < tops[0] - 3 * HEADING)):
                    cuts.append(row)
                    start = (tops[0] - 3 * HEADING) if row == 0 else top - head - SLACK
            pages.append([section.rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(section.rows)], strict=True)])
        return pages

    def _table(self, cursor: QTextCursor, rows: Rows) -> QTextTable:
        made = cursor.insertTable(len(rows) + 1, len(self._sheet.headings), self._format())
        for column, heading in enumerate(self._sheet.headings):
            cell = made.cellAt(0, column)
            shaded = cell.format()
            shaded.setBackground(QColor(_TINT))
            cell.setFormat(shaded)
            cell.firstCursorPosition().insertText(self._shown(heading), self._ink(BODY, bold=True))
        ink = self._ink(BODY)
        for row, words in enumerate(rows, 1):
            for column, text in enumerate(words):
                made.cellAt(row, column).firstCursorPosition().insertText(self._shown(text), ink)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return made

    def _format(self) -> QTextTableFormat:
        made = QTextTableFormat()
        made.setBorder(1)
        made.setBorderCollapse(True)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QColor(_LINE))
        made.setCellPadding(4)
        made.setCellSpacing(0)
        made.setHeaderRowCount(1)
        made.setWidth(QTextLength(QTextLength.Type.FixedLength, WIDTH))
        whole = sum(self._sheet.shares)
        kind = QTextLength.Type.PercentageLength
        made.setColumnWidthConstraints([QTextLength(kind, 100 * share / whole) for share in self._sheet.shares])
        return made

    def _ink(self, size: int, colour: str = _INK, *, bold: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        font = QFont(self._font)
        font.setPixelSize(size)
        font.setBold(bold)
        made.setFont(font)
        made.setForeground(QColor(colour))
        return made


def _top(layout: QAbstractTextDocumentLayout, table: QTextTable, row: int) -> float:
    """Where a row begins."""
    cells = [table.cellAt(row, column).firstCursorPosition().block() for column in range(table.columns())]
    return min(layout.blockBoundingRect(block).top() for block in cells)


def set_landscape(device: QPagedPaintDevice) -> None:
    """A4 on its side, from edge to edge: the margins are part of the page."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Landscape)
    device.setPageMargins(QMarginsF(0, 0, 0, 0))


def _block(side: Qt.AlignmentFlag, above: float = 0, below: float = 0) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setAlignment(side)
    made.setTopMargin(above)
    made.setBottomMargin(below)
    return made
