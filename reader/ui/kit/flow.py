"""Widgets side by side: in one row, or going on in the next line like words; and small buttons for the latter."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QSplitter, QToolButton, QWidget

GAP = 4  # pixels


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
