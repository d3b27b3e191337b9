"""Rows of the side panels: a heading line, some lines of text with marked places, a muted line, a coloured stripe.

A row is a plain value (`Row`); the delegate draws it with the colours of the theme. A long list tells the number of
lines of a row (`LINES`) without making the row, so that a thousand of them cost nothing before they are seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core.span import Span
from reader.ui.kit.placed import utf16_length
from reader.ui.look.theme import Theme

ROW: Final = Qt.ItemDataRole.UserRole + 1
LINES: Final = Qt.ItemDataRole.UserRole + 2
PADDING: Final = 8
STRIPE: Final = 4
_SURELY_LONG: Final = 80  # characters that no side panel shows on one line
_BREAKING: Final = 1.04  # what line ends leave unused, as a factor


@dataclass(frozen=True, slots=True)
class Row:
    """What one row shows.

    Attributes:
        head: first line, elided at its end; `count` stands right of it.
        body: text over up to `lines` lines. marks: places in `body` to be marked, in code points.
        foot: last lines, muted, separated by line feeds.
        stripe: highlight colour name for the bar at the left, or "".
        strong: whether `head` (or `body`, without a head) is the row's subject, set bold.
        band: whether the row is the header of a group.
        tip: shown when the pointer rests on the row.
        plain: whether `head` is the row's only words, in the colour of text.
        sign: a letter or shape beside the stripe, for eyes that cannot tell the colours.
    """

    head: str = ""
    body: str = ""
    foot: str = ""
    count: str = ""
    marks: tuple[Span, ...] = ()
    lines: int = 2
    stripe: str = ""
    sign: str = ""
    strong: bool = False
    band: bool = False
    muted: bool = False
    plain: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class _Box:
    """What PySide6's stubs leave out of QStyleOptionViewItem."""

    rect: QRect
    font: QFont
    state: QStyle.StateFlag

    @classmethod
    def of(cls, option: Any) -> _Box:
        return cls(option.rect, option.font, option.state)


class RowDelegate(QStyledItemDelegate):
    """Draws `Row` values found under the role `ROW`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.width = 260  # of the list, in pixels

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Height by the number of lines."""
        font: QFont = option.font  # type: ignore[attr-defined]  # a field the stubs leave out
        line = _line_height(QFontMetrics(font))
        told = index.data(LINES)
        if isinstance(told, int):
            return QSize(120, told * line + 2 * self._above)
        row = index.data(ROW)
        if not isinstance(row, Row):
            return super().sizeHint(option, index)
        lines = bool(row.head) + self._body_lines(row, font) + len(row.foot.splitlines())
        return QSize(120, lines * line + 2 * self._above)

    @property
    def _above(self) -> int:
        """Room above the words, and below."""
        return self.theme.density.row

    def _body_lines(self, row: Row, font: QFont) -> int:
        """How many lines the body takes, told by its width: Chinese breaks anywhere, so that is as good as a layout."""
        if not row.body or len(row.body) > _SURELY_LONG:
            return row.lines if row.body else 0
        room = self.width - 2 * PADDING - (STRIPE + 4 if row.stripe else 0)
        words = QFontMetrics(_body_font(font, row)).horizontalAdvance(row.body)
        return min(row.lines, 1 + int(words * _BREAKING // max(1, room)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            super().paint(painter, option, index)
            return
        painter.save()
        box = _Box.of(option)
        area, font = box.rect, box.font
        self._ground(painter, box, row)
        inner = area.adjusted(PADDING + (STRIPE + 4 if row.stripe else 0), self._above, -PADDING, -self._above)
        if row.stripe:
            self._stripe(painter, area, row)
        y = inner.top()
        line = _line_height(QFontMetrics(font))
        if row.head:
            self._head(painter, QRect(inner.left(), y, inner.width(), line), font, row)
            y += line
        told = index.data(LINES)
        lines = row.lines if isinstance(told, int) and row.body else self._body_lines(row, font)
        if lines:
            self._body(painter, QRect(inner.left(), y, inner.width(), line * lines), font, row, lines)
            y += line * lines
        for foot in row.foot.splitlines():
            self._line(painter, QRect(inner.left(), y, inner.width(), line), font, foot, self.theme.muted)
            y += line
        painter.restore()

    def _ground(self, painter: QPainter, box: _Box, row: Row) -> None:
        theme, area = self.theme, box.rect
        selected = bool(box.state & QStyle.StateFlag.State_Selected)
        hovered = bool(box.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered or row.band:
            painter.fillRect(area, QColor(theme.background if selected or hovered else theme.surface))
        painter.setPen(QColor(theme.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if selected:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(theme.accent))
            focused = bool(box.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(QColor(theme.link if focused else theme.control), 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _stripe(self, painter: QPainter, area: QRect, row: Row) -> None:
        bar = QRect(area.left() + PADDING - 2, area.top() + self._above, STRIPE, area.height() - 2 * self._above)
        painter.fillRect(bar, QColor(self.theme.tint(row.stripe)))

    def _head(self, painter: QPainter, area: QRect, font: QFont, row: Row) -> None:
        used = 0
        if row.count:
            used = QFontMetrics(font).horizontalAdvance(row.count) + PADDING
            self._line(painter, area, font, row.count, self.theme.muted, Qt.AlignmentFlag.AlignRight)
        bold = QFont(font)
        bold.setBold(row.strong)
        colour = self.theme.text if (row.strong or row.plain) and not row.muted else self.theme.muted
        head = f"{row.sign} {row.head}" if row.sign else row.head
        self._line(painter, area.adjusted(0, 0, -used, 0), bold, head, colour)

    @staticmethod
    def _line(
        painter: QPainter, area: QRect, font: QFont, text: str, colour: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, shown)

    def _body(self, painter: QPainter, area: QRect, font: QFont, row: Row, lines: int) -> None:
        font = _body_font(font, row)
        metrics = QFontMetrics(font)
        layout = QTextLayout(row.body, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(row.body, span) for span in row.marks])
        painter.setPen(QColor(self.theme.muted if row.muted else self.theme.text))
        layout.beginLayout()
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width() if number < lines - 1 else area.width() - metrics.horizontalAdvance("…"))
            line.setPosition(QPointF(0, number * _line_height(metrics) + (_line_height(metrics) - line.height()) / 2))
        cut = layout.lineCount() and _end(layout) < utf16_length(row.body)
        layout.endLayout()
        layout.draw(painter, QPointF(area.topLeft()))
        if cut:
            last = layout.lineAt(layout.lineCount() - 1)
            x = area.left() + last.naturalTextWidth()
            painter.setFont(font)
            painter.drawText(QPointF(x, area.top() + last.y() + last.ascent()), "…")

    def _mark(self, text: str, span: Span) -> QTextLayout.FormatRange:
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = utf16_length(text[: span.start]), utf16_length(span.cut(text))  # type: ignore[attr-defined]  # plain fields
        marked.format = QTextCharFormat()  # type: ignore[attr-defined]
        marked.format.setBackground(QColor(self.theme.hit))  # type: ignore[attr-defined]
        marked.format.setForeground(QColor(self.theme.text))  # type: ignore[attr-defined]
        return marked


def _body_font(font: QFont, row: Row) -> QFont:
    made = QFont(font)
    made.setBold(row.strong and not row.head)
    return made


def _line_height(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 1.25)


def _end(layout: QTextLayout) -> int:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength()


class Ticks(QStyledItemDelegate):
    """Draws a tick into the box of a row that is checked: the style sheet can only fill it, which reads as a mark."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row, then the tick."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or Qt.CheckState(state) != Qt.CheckState.Checked:
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        # PySide6's stubs leave out the fields of style options.
        widget = drawn.widget  # type: ignore[attr-defined]
        box = widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, drawn, widget)
        selected = bool(drawn.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(widget.palette().color(role), 2))
        left, top, side = box.left() + 1, box.top() + 1, min(box.width(), box.height()) - 2
        corners = ((0.2, 0.5), (0.42, 0.72), (0.82, 0.28))
        painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in corners])
        painter.restore()
