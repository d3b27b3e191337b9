"""Two documents side by side on paper: landscape A4, a clause a row, what changed struck or underlined.

Owns the layout of the pages; printers and files are given. Colour never stands alone, so that greyscale is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
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

from reader.core.showing import visible
from reader.reports.marked import Side, pieces
from reader.ui.look.fonts import FontChains
from reader.ui.paper.pdf_outline import Entry
from reader.ui.paper.pdf_tags import Structure
from reader.ui.paper.sheets import painting

if TYPE_CHECKING:
    from reader.core.comparison import Comparison, Row

WIDTH, HEIGHT = 1008, 680  # of the type area in layout pixels: 257 mm wide, 173 mm high
AREA, LEFT, TOP = 257.0, 20.0, 18.0  # mm
BODY, TITLE, SMALL, LINE = 14, 22, 12, 21  # layout pixels; LINE from line to line
ROOM = HEIGHT - 12  # layout pixels of a page that rows may fill: borders and the line between two tables take some
SHARES = (9, 45.5, 45.5)  # per cent of the width: status, left, right
_INK, _GREY, _LINES, _GONE, _NEW = "#000000", "#595959", "#808080", "#a61b1b", "#0b57a4"
_HOW = "删去的文字加删除线，新增的文字加下划线；相似度很低的对应条款不逐字标注。"


class ComparisonPages:
    """The pages of one comparison, laid out once, painted on any device.

    Attributes:
        landscape: whether its sheets lie.
    """

    landscape = True

    def __init__(
        self, comparison: Comparison, shown: Callable[[str], str], fonts: FontChains, script: str = "hans"
    ) -> None:
        """`shown` writes a text in the script of the window, `script`."""
        self._comparison, self._shown, self._fonts, self._script = comparison, shown, fonts, script
        self._text = QTextDocument()
        self._text.setDocumentMargin(0)
        self._text.setUseDesignMetrics(True)
        self._text.setDefaultFont(self._font(BODY))
        self._text.setTextWidth(WIDTH)
        (whole,) = self._write([range(len(comparison.rows))])
        batches = self._batches(whole)
        self._text.clear()
        self._write(batches)
        self._text.setPageSize(QSizeF(WIDTH, HEIGHT))

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._text.pageCount()

    @property
    def text(self) -> str:
        """All words on the pages."""
        return self._text.toPlainText()

    @property
    def language(self) -> str:
        """Of the words printed, as PDF files tell it."""
        return "zh-CN" if self._script == "hans" else "zh-Hant"

    def entries(self, pages: Sequence[int] | None = None, *, two: bool = False) -> list[Entry]:  # noqa: ARG002 - as `Sheets`
        """The one heading, where its page is among these."""
        return [Entry(self._shown(self._comparison.heading), 0, 0, 0.0)] if pages is None or 1 in pages[:1] else []

    def structure(self) -> Structure:
        """One heading and tables, for PDF files."""
        return Structure(self._text, {0: 0})

    def painting(
        self,
        device: QPagedPaintDevice,
        pages: Sequence[int] | None = None,
        *,
        two: bool = False,  # noqa: ARG002
    ) -> Iterator[int]:
        """Paint one of these pages (all where None), from 1, whenever asked; the device's coordinates begin at the
        paper's edge.

        Raises ReaderError where the device cannot be written to.
        """
        sheets = [page for page in pages or range(1, self.count + 1) if 1 <= page <= self.count]
        area = QRectF(LEFT, TOP, AREA, AREA * HEIGHT / WIDTH)
        refused = "打印没有开始：打印机或文件不能写入。文件内容没有改变。"
        return painting(device, self._text, area, self._furniture, sheets, refused)

    # -- inside

    def _furniture(self, painter: QPainter, page: int) -> None:
        painter.setFont(self._font(SMALL))
        painter.setPen(QColor(_GREY))
        foot = QRectF(0, HEIGHT + 12, WIDTH, 20)
        side = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | side, self._shown("阅读打印件，非正式文本"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | side, f"{page} / {self.count}")

    def _batches(self, table: QTextTable) -> list[range]:
        """The rows of each page, so that none runs over the end of one; measured on one endless page.

        A row that is higher than a page runs on, and what follows it begins on the next page.
        """
        layout, count = self._text.documentLayout(), table.rows()
        tops = [layout.blockBoundingRect(table.cellAt(n, 0).firstCursorPosition().block()).top() for n in range(count)]
        tops.append(layout.frameBoundingRect(table).bottom())
        head, cuts, used = tops[1] - tops[0], [0], tops[1]
        for row in range(count - 1):
            high = tops[row + 2] - tops[row + 1]
            runs_over, fits = used + high > ROOM, head + high <= ROOM
            if runs_over and row > cuts[-1] and (fits or used > ROOM / 2):
                cuts.append(row)
                used = head
            used += high
        return [range(a, b) for a, b in zip(cuts, [*cuts[1:], count - 1], strict=True)]

    def _write(self, batches: Sequence[range]) -> list[QTextTable]:
        """Everything anew, each batch of rows as a table of its own at the head of a page."""
        cursor = QTextCursor(self._text)
        cursor.beginEditBlock()
        self._write_head(cursor)
        tables = []
        for at, rows in enumerate(batches):
            if at:
                form = _block(1, Qt.AlignmentFlag.AlignLeft)
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.insertBlock(form, self._ink(1))
            tables.append(self._write_rows(cursor, rows))
            cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.endEditBlock()
        return tables

    def _write_head(self, cursor: QTextCursor) -> None:
        made = self._comparison
        cursor.setBlockFormat(_block(TITLE * 1.5, Qt.AlignmentFlag.AlignHCenter))
        cursor.insertText(visible(self._shown(made.heading)), self._ink(TITLE, bold=True))
        for line in (made.summary, _HOW):
            cursor.insertBlock(_block(LINE, Qt.AlignmentFlag.AlignHCenter), self._ink(SMALL, _GREY))
            cursor.insertText(self._shown(line), self._ink(SMALL, _GREY))

    def _write_rows(self, cursor: QTextCursor, rows: range) -> QTextTable:
        table = self._table(cursor, len(rows) + 1)
        for column, words in enumerate(("对照", *self._comparison.titles)):
            self._fill(table, 0, column, [(visible(self._shown(words)), "")], bold=True)
        for number, at in enumerate(rows, 1):
            row = self._comparison.rows[at]
            self._fill(table, number, 0, [(self._shown(row.status), "")])
            self._side(table, number, 1, row, "left")
            self._side(table, number, 2, row, "right")
        return table

    def _table(self, cursor: QTextCursor, rows: int) -> QTextTable:
        form = QTextTableFormat()
        form.setHeaderRowCount(1)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in SHARES])
        form.setCellPadding(4)
        form.setCellSpacing(0)
        form.setBorder(1)
        form.setBorderBrush(QColor(_LINES))
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderCollapse(True)
        return cursor.insertTable(rows, len(SHARES), form)

    def _side(self, table: QTextTable, number: int, column: int, row: Row, side: Side) -> None:
        cell = row.left if side == "left" else row.right
        if cell is None:
            self._fill(table, number, column, [("—", "")])
            return
        words = [(self._shown(f"{cell.label}\n"), "label")] if cell.label else []
        if side == "right" and row.pair.status == "same":
            words.append((self._shown("同左"), ""))
        else:
            words += [(self._shown(text), mark) for text, mark in pieces(row, side)]
        self._fill(table, number, column, words)

    def _fill(
        self, table: QTextTable, row: int, column: int, words: Sequence[tuple[str, str]], *, bold: bool = False
    ) -> None:
        cursor = table.cellAt(row, column).firstCursorPosition()
        # Heads and single words stand at the left; lines of text end at the edge.
        lies = Qt.AlignmentFlag.AlignJustify if row and column else Qt.AlignmentFlag.AlignLeft
        cursor.setBlockFormat(_block(LINE, lies))
        for text, mark in words:
            ink = self._ink(BODY, bold=bold or mark == "label")
            if mark in {"gone", "new"}:
                ink.setForeground(QColor(_GONE if mark == "gone" else _NEW))
                ink.setFontStrikeOut(mark == "gone")
                ink.setFontUnderline(mark == "new")
            cursor.insertText(visible(text, lines=True).replace("\n", "\u2028"), ink)

    def _ink(self, px: int, colour: str = _INK, *, bold: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._font(px, bold=bold))
        made.setForeground(QColor(colour))
        return made

    def _font(self, px: int, *, bold: bool = False) -> QFont:
        font = QFont(self._fonts.families("body", self._script))
        font.setPixelSize(px)
        font.setBold(bold)
        return font


def _block(line: float, align: Qt.AlignmentFlag) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    made.setAlignment(align)
    return made
