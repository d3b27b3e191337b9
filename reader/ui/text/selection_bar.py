"""The small bar beside a fresh selection: five colours, underline, note, copy. Gone when the selection is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QToolButton, QWidget

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

    def show_beside(self, selection: QRect, caret: int) -> None:
        """Show it where it covers nothing of the selection.

        Above it, else below, else upright in the margin: a selection that fills the area leaves no other room.

        Args:
            selection: its lines from edge to edge of the column, in the parent's coordinates.
            caret: where across the bar is wanted.
        """
        self._turn(QBoxLayout.Direction.LeftToRight)
        room, wide, high = self._area.rect(), self.width(), self.height()
        x = max(GAP, min(caret - wide // 2, room.width() - wide - GAP))
        above, below = selection.top() - high - GAP, selection.bottom() + GAP
        if GAP <= above < room.height() - high:
            self.move(x, above)
        elif 0 < below <= room.height() - high - GAP:
            self.move(x, below)
        else:
            self._turn(QBoxLayout.Direction.TopToBottom)
            beside = selection.right() + GAP
            fits = beside + self.width() + GAP <= room.width()
            middle = (max(0, selection.top()) + min(room.height(), selection.bottom()) - self.height()) // 2
            self.move(beside if fits else max(0, selection.left() - self.width() - GAP), max(GAP, middle))
        self.show()
        self.raise_()

    def _turn(self, direction: QBoxLayout.Direction) -> None:
        for part in (self.colours, self):
            layout = part.layout()
            assert isinstance(layout, QBoxLayout)
            layout.setDirection(direction)
            layout.activate()
        self.adjustSize()
