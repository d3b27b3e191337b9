"""The small bar beside a fresh selection: five colours, underline, note, copy. Gone when the selection is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from reader.ui.kit.colour_row import ColourRow
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

GAP = 8  # pixels between the selection and the bar


class SelectionBar(QFrame):
    """A child of the reading area, no window of its own: it takes no focus and works under every window manager."""

    colour_picked = Signal(str)

    def __init__(self, texts: Texts, theme: Theme, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self.setObjectName("selectionBar")
        self.colours = ColourRow(texts, theme, keyed=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.colours)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            layout.addWidget(button)
        self.colours.picked.connect(self.colour_picked)
        self.hide()

    def show_at(self, spot: QPoint, below: int) -> None:
        """Above `spot` (parent's coordinates) where there is room, else `below` pixels under it."""
        self.adjustSize()
        area = self._area.rect()
        x = max(GAP, min(spot.x() - self.width() // 2, area.width() - self.width() - GAP))
        y = spot.y() - self.height() - GAP
        if y < GAP:
            y = min(spot.y() + below + GAP, area.height() - self.height() - GAP)
        self.move(x, y)
        self.show()
        self.raise_()
