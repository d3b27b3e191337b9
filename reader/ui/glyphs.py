"""Small widgets that bear a sign: buttons without a word, a combo box with an arrow that every theme shows."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QToolButton

ARROW = 20  # pixels at the right end of a combo box


def glyph_button(sign: str, checkable: bool = False) -> QToolButton:
    """A tool button with a sign on it; whoever uses it gives it a tooltip and an accessible name."""
    button = QToolButton()
    button.setText(sign)
    button.setCheckable(checkable)
    return button


class Chooser(QComboBox):
    """A combo box whose arrow is drawn in the colour of its text."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow over what the style draws."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(QRect(self.width() - ARROW - 2, 0, ARROW, self.height()), Qt.AlignmentFlag.AlignCenter, "▾")
