"""Where pages may end: a heading stays with the text it heads, a table row on one sheet.

Works on a laid-out QTextDocument, by page breaks before paragraphs and by room below table rows; what a paragraph is
it learns from `keeps` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import (
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
    QTextTableCell,
)

_A_LINE = 4.0  # pixels that do not matter

LONGEST = 200  # pages; each mend lays out all that follows, which a book of thousands of pages would wait minutes for

Mend = Callable[[], None]


def keep_together(document: QTextDocument, keeps: Callable[[int], bool]) -> None:
    """Mend every page that would end badly, unless there are more than `LONGEST`.

    Args:
        keeps: whether the paragraph of a number must not be the last of its page.
    """
    if document.pageCount() > LONGEST:
        return
    for place, mend in _mends(document, keeps, document.pageSize().height()):
        mend()
        # Qt takes lines that it has laid out for right after a change of format and loses pages behind it.
        document.markContentsDirty(place, document.characterCount() - place)


def _mends(document: QTextDocument, keeps: Callable[[int], bool], height: float) -> Iterator[tuple[int, Mend]]:
    """What is to be done, each with the position from which it moves everything; done before the next is looked for."""
    group: QTextBlock | None = None  # where the headings begin that stand directly above
    above: QTextBlock | None = None
    block = document.begin()
    while block.isValid():
        table = _table(block)
        if group is not None and not _breaks(group):
            parted = _pages(above or group, document, height)[1] < _pages(block, document, height)[0]
            if parted and _top(group, document) % height > _A_LINE:
                yield group.position(), partial(_break_before, group)
        if table is not None:
            yield from _rows(table, document, height)
        if not keeps(block.blockNumber()):
            group = None
        elif group is None:
            group = block
        above = block
        block = table.lastCursorPosition().block().next() if table is not None else block.next()


def _table(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable()


def _rows(table: QTextTable, document: QTextDocument, height: float) -> Iterator[tuple[int, Mend]]:
    for row in range(1, table.rows()):
        cells = [cell for cell in map(partial(table.cellAt, row), range(table.columns())) if cell.row() == row]
        own = [cell for cell in cells if cell.rowSpan() == 1]
        if not own:
            continue
        first = min(_pages(cell.firstCursorPosition().block(), document, height)[0] for cell in own)
        last = max(_pages(cell.lastCursorPosition().block(), document, height)[1] for cell in own)
        top = min(_top(cell.firstCursorPosition().block(), document) for cell in own)
        if first < last and max(_bottom(cell, document) for cell in own) - top < height - _A_LINE:
            edge = top - table.format().toTableFormat().cellPadding()
            yield (
                table.firstPosition() - 1,
                partial(_push_down, table, row, max(1.0, (first + 1) * height - edge - _A_LINE)),
            )


def _push_down(table: QTextTable, row: int, distance: float) -> None:
    """Room below the row before, so that no line of this one fits the page; more would push that row away as well."""
    for column in range(table.columns()):
        cell = table.cellAt(row - 1, column)
        changed = cell.format().toTableCellFormat()
        known = changed.bottomPadding() if changed.hasProperty(QTextFormat.Property.TableCellBottomPadding) else 0.0
        changed.setBottomPadding(max(known, table.format().toTableFormat().cellPadding()) + distance)
        cell.setFormat(changed)


def _top(block: QTextBlock, document: QTextDocument) -> float:
    return document.documentLayout().blockBoundingRect(block).top()


def _bottom(cell: QTextTableCell, document: QTextDocument) -> float:
    return document.documentLayout().blockBoundingRect(cell.lastCursorPosition().block()).bottom()


def _pages(block: QTextBlock, document: QTextDocument, height: float) -> tuple[int, int]:
    """The pages of the first and the last line of a paragraph."""
    layout, top = block.layout(), _top(block, document)
    if not layout.lineCount():
        return int(top // height), int(top // height)
    first, last = layout.lineAt(0), layout.lineAt(layout.lineCount() - 1)
    return int((top + first.y()) // height), int((top + last.y() + 1) // height)


def _breaks(block: QTextBlock) -> bool:
    return bool(block.blockFormat().pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _break_before(block: QTextBlock) -> None:
    changed = block.blockFormat()
    changed.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(changed)
