"""What fits: words beside the icons of a bar, a window on its screen. Decides nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QToolButton, QWidget

_AROUND: Final = 44  # pixels: the icon beside the words, and the room about both
_EDGE: Final = QSize(24, 48)  # of the screen, for the frame that the system draws


def fit_words(layout: QLayout, buttons: Collection[QToolButton], width: int) -> None:
    """Show words beside the icons of these buttons of a bar, all or none: none where a word would be cut."""
    taken = sum(button.fontMetrics().horizontalAdvance(button.text()) + _AROUND for button in buttons)
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None and widget not in buttons:
            taken += max(widget.minimumSizeHint().width(), widget.minimumWidth())
    taken += max(0, layout.spacing()) * layout.count()
    beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    for button in buttons:
        style = beside if taken <= width else alone
        if button.toolButtonStyle() is not style and not button.icon().isNull():
            button.setToolButtonStyle(style)


def scrolled(inside: QWidget) -> QScrollArea:
    """A part of a dialog that scrolls where the screen is too low for it; the dialog's buttons stand outside of it."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def on_screen(parent: QWidget, width: int, height: int) -> QSize:
    """A size for a window over `parent`: this one, or what its screen has room for."""
    return QSize(width, height).boundedTo(parent.screen().availableSize() - _EDGE)
