"""Widgets side by side: in one row, or going on in the next line like words; and small buttons for the latter."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

GAP = 4  # pixels
MOST_HINT, FIELD = 320, 32  # pixels: of the words in an empty field, and around them


def fill_row(parent: QWidget, widgets: Sequence[QWidget | None], margins: tuple[int, int, int, int]) -> None:
    """A row of widgets; None stands for the room that is left."""
    row = QHBoxLayout(parent)
    row.setContentsMargins(*margins)
    row.setSpacing(GAP)
    for widget in widgets:
        row.addStretch(1) if widget is None else row.addWidget(widget)


LEAST_SIDE = 150  # pixels: names can still be told apart; a page that is wider than the window scrolls


def divided(left: QWidget, right: QWidget, widths: tuple[int, int]) -> QSplitter:
    """Two widgets with a line between them that can be drawn; the right one takes the room that is left."""
    split = QSplitter()
    left.setMinimumWidth(LEAST_SIDE)
    split.addWidget(left)
    split.addWidget(right)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.setStretchFactor(1, 1)
    split.setSizes(widths)
    return split


class TwoRows(QWidget):
    """Widgets in one row; where that has no room, some of them in a second row below."""

    def __init__(
        self, row: Sequence[QWidget | None], below: Sequence[QWidget], stretched: QWidget | None = None
    ) -> None:
        """`row`: all, in order, None for the room that is left. `below`: those that go down where it is narrow.
        `stretched`: the one that takes the room that is left.
        """
        super().__init__()
        self._row, self._below, self._stretched = tuple(row), tuple(below), stretched
        self._narrow: bool | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP)
        rows.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._lines = [QHBoxLayout(), QHBoxLayout()]
        for line in self._lines:
            line.setSpacing(GAP)
            rows.addLayout(line)
        self._arrange(narrow=False)

    @property
    def is_narrow(self) -> bool:
        """Whether there are two rows now."""
        return bool(self._narrow)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of two rows at the least; as high as what is shown."""
        upper = [each for each in self._row if each is not None and each not in self._below]
        layout = self.layout()
        high = layout.minimumSize().height() if layout is not None else 0
        return QSize(max(self._least(upper), self._least(self._below)), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row or two."""
        super().resizeEvent(event)
        there = [each for each in self._row if each is not None and not each.isHidden()]
        wanted = sum(min(each.sizeHint().width(), each.maximumWidth()) for each in there if each is not self._stretched)
        least = max(self._least([self._stretched]), _hint_wide(self._stretched)) if self._stretched is not None else 0
        self._arrange(narrow=wanted + least + GAP * len(there) > self.width())

    @staticmethod
    def _least(widgets: Sequence[QWidget]) -> int:
        there = [max(w.minimumSizeHint().width(), w.minimumWidth()) for w in widgets if not w.isHidden()]
        return sum(there) + GAP * max(0, len(there) - 1)

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        for each in self._row:
            if each is None:
                self._lines[0].addStretch(1)
            else:
                line = self._lines[1 if narrow and each in self._below else 0]
                line.addWidget(each, 1 if each is self._stretched else 0)
        self._lines[1].addStretch(1 if narrow else 0)
        self.updateGeometry()


def _hint_wide(widget: QWidget) -> int:
    """What the words in an empty field need, as far as they are a hint of usual length."""
    if not isinstance(widget, QLineEdit):
        return 0
    return min(MOST_HINT, widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + FIELD)


class Flow(QLayout):
    """Lines of widgets, each as wide as it wants to be, or as the whole line at most."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding a widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything into its place."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """As small as may be: the height follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the highest."""
        return QSize(0, max((item.sizeHint().height() for item in self._items), default=0))

    def _arrange(self, area: QRect, *, place: bool) -> int:
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            wanted = item.sizeHint()
            width = min(wanted.width(), area.width())
            if x > area.x() and x + width > area.x() + area.width():
                x, y, line = area.x(), y + line + GAP, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, wanted.height())))
            x, line = x + width + GAP, max(line, wanted.height())
        return y + line - area.y()


class OneOf(QStackedWidget):
    """Pages of which one is shown; only that one says how much room is needed, not the widest that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """That of the page in sight."""
        if not self.count():
            return super().minimumSizeHint()
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize())


class Chip(NamedTuple):
    """One small button: what it stands for, its words, and what a screen reader says (and a tooltip shows)."""

    key: Hashable
    text: str
    says: str


class Chips(QWidget):
    """A row of small buttons; hidden while there are none."""

    picked = Signal(object)  # key

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(self)
        self._chips: tuple[Chip, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def buttons(self) -> list[QToolButton]:
        """The buttons, in order."""
        items = [self._flow.itemAt(at) for at in range(self._flow.count())]
        return [widget for item in items if item and isinstance(widget := item.widget(), QToolButton)]

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these."""
        if tuple(chips) == self._chips:
            return
        self._chips = tuple(chips)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()  # it may be the one that was clicked just now
        for chip in chips:
            button = QToolButton(self)
            button.setObjectName("chip")
            button.setText(chip.text)
            button.setToolTip(chip.says)
            button.setAccessibleName(chip.says)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(lambda _on=False, key=chip.key: self.picked.emit(key))
            self._flow.addWidget(button)
            button.show()
        self.setVisible(bool(chips))
        self.updateGeometry()
