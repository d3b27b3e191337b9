"""Small widgets that every theme shows rightly: buttons with a sign, a combo box with an arrow, a label with links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton

ARROW = 20  # pixels at the right end of a combo box
LEAST = 76  # pixels of a combo box in a narrow window


def glyph_button(sign: str, checkable: bool = False) -> QToolButton:
    """A tool button with a sign on it; whoever uses it gives it a tooltip and an accessible name."""
    button = QToolButton()
    button.setText(sign)
    button.setCheckable(checkable)
    return button


_CUT: Final = Qt.TextElideMode.ElideRight


class Chooser(QComboBox):
    """A combo box whose arrow is drawn in the colour of its text, and whose words are cut before the window grows.

    Attributes:
        short: what stands for the current words where they do not fit, and where that is cut; empty for the words.
        fill: puts in what can be chosen, when somebody is about to choose; None where it is all there.
    """

    short: tuple[str, Qt.TextElideMode] = ("", _CUT)
    fill: Callable[[], None] | None = None

    def minimumSizeHint(self) -> QSize:
        """Room for the first characters and the arrow."""
        return QSize(min(LEAST, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """Put in what can be chosen first."""
        self._fill()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys choose without the list being shown."""
        self._fill()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """So does the wheel."""
        self._fill()
        super().wheelEvent(event)

    def _fill(self) -> None:
        fill, self.fill = self.fill, None
        if fill is not None:
            fill()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, cut where they do not fit, and the arrow."""
        # Loaded here: its hundreds of names would keep the first paint waiting.
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        styled, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        styled.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - ARROW - 16
        whole, metrics = self.currentText(), self.fontMetrics()
        words, cut = self.short if self.short[0] and metrics.horizontalAdvance(whole) > room else (whole, _CUT)
        # PySide6's stubs leave out the fields of style options.
        option.currentText = metrics.elidedText(words, cut, room)  # type: ignore[attr-defined]
        styled.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        styled.end()
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(QRect(self.width() - ARROW - 2, 0, ARROW, self.height()), Qt.AlignmentFlag.AlignCenter, "▾")


class LinkLabel(QLabel):
    """A label with links, which keep to the colour that links have in the theme.

    Qt writes them in that of the moment in which it is told a text that it does not show already.
    """

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.text():
            words = self.text()
            self.clear()
            self.setText(words)
