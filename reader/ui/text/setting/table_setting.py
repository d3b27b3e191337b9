"""Sets a table as a real QTextTable: hairlines, tinted header, covered cells merged, numbers flush right.

Must not convert text or know canonical offsets: it is given each cell's words as shown and says where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from reader.core.document import Block
from reader.ui.text.setting.styles import Style, Styles
from reader.ui.text.setting.tables import Grid, column_widths, unit_in

_PADDING = 6
_HEADER_ROW = 0


def set_table(cursor: QTextCursor, block: Block, table: Grid, words: Sequence[str], styles: Styles) -> list[int]:
    """Insert the table behind the block the cursor stands in and leave the cursor in the unused block behind it.

    Args:
        words: what to show in each of `table.cells`.

    Returns:
        The position at which each cell's words start.
    """
    made = cursor.insertTable(table.rows, table.columns, _table_format(block, table, styles))
    for cell in table.cells:
        if cell.rows > 1 or cell.columns > 1:
            made.mergeCells(cell.row, cell.column, cell.rows, cell.columns)
    starts = []
    body, head, unit = styles.style("cell"), styles.style("head cell"), styles.style("unit")
    for cell, text in zip(table.cells, words, strict=True):
        style = head if cell.row == _HEADER_ROW else body
        at = made.cellAt(cell.row, cell.column).firstCursorPosition()
        at.setBlockFormat(_cell_format(style, numeric=table.numeric[cell.column], head=cell.row == _HEADER_ROW))
        # No setBlockCharFormat here: Qt keeps how far a cell reaches in that very format.
        starts.append(at.position())
        muted = unit_in(text) if cell.row == _HEADER_ROW else None
        if muted is None:
            at.insertText(text, style.words)
        else:
            at.insertText(text[: muted.start], style.words)
            at.insertText(text[muted.start :], unit.words)
    _tint_header(made, table.columns, styles)
    cursor.setPosition(made.lastPosition() + 1)
    return starts


def _table_format(block: Block, table: Grid, styles: Styles) -> QTextTableFormat:
    made = QTextTableFormat()
    em, cell_em = styles.type.size, styles.px(15)
    made.setBorder(1)
    made.setBorderCollapse(True)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QColor(styles.theme.line))
    made.setCellPadding(_PADDING)
    made.setCellSpacing(0)
    made.setTopMargin(0.8 * em)
    made.setBottomMargin(0.8 * em)
    made.setHeaderRowCount(1)
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    widths = column_widths(block, table.columns, styles.column / cell_em, padding=(2 * _PADDING + 1) / cell_em)
    made.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, width) for width in widths])
    return made


def _cell_format(style: Style, *, numeric: bool, head: bool) -> QTextBlockFormat:
    made = QTextBlockFormat(style.block)
    if numeric:
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
    elif head:
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _tint_header(table: QTextTable, columns: int, styles: Styles) -> None:
    for column in range(columns):
        cell = table.cellAt(_HEADER_ROW, column)
        made = cell.format()
        made.setBackground(QColor(styles.theme.surface))
        cell.setFormat(made)
