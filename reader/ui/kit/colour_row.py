"""The five highlight colours as a row of buttons, each with its sign: no one has to tell them by colour alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from reader.core.note import COLOURS
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme

LABELS: Final = {"yellow": "重点", "green": "可借鉴", "blue": "指标", "pink": "存疑待核", "purple": "责任分工"}
INSIDE: Final = "min-width: 26px; max-width: 26px; min-height: 26px; max-height: 26px;"  # 30 with the border


class ColourRow(QWidget):
    """Pick one of the colours. `keyed` adds the digit that does the same to the tooltips."""

    picked = Signal(str)

    def __init__(self, texts: Texts, theme: Theme, keyed: bool = False) -> None:
        super().__init__()
        self._texts = texts
        self._keyed = keyed
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for colour in COLOURS:
            button = QToolButton()
            button.setCheckable(not keyed)
            button.setText(MARGIN_GLYPHS[colour])
            button.clicked.connect(lambda _checked=False, name=colour: self.picked.emit(name))
            self._group.addButton(button)
            self._buttons[colour] = button
            layout.addWidget(button)
        if not keyed:
            layout.addStretch(1)
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.set_theme(theme)

    def set_colour(self, colour: str) -> None:
        """Show which colour is meant now."""
        if colour in self._buttons:
            self._buttons[colour].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Other colours of the same names."""
        for colour, button in self._buttons.items():
            ground, ink = theme.mark(colour), theme.text
            button.setStyleSheet(  # the size too: one set beside it is lost with the next sheet of the application
                f"QToolButton {{ background: {ground}; color: {ink}; border: 1px solid {theme.line}; padding: 1px; "
                f"{INSIDE} }}"
                f"QToolButton:checked {{ border: 2px solid {theme.text}; padding: 0; }}"
                f"QToolButton:hover, QToolButton:focus {{ border: 2px solid {theme.link}; padding: 0; }}"
            )

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, (colour, button) in enumerate(self._buttons.items(), 1):
            label = self._texts(LABELS[colour])
            button.setToolTip(f"{label} ({number})" if self._keyed else label)
            button.setAccessibleName(label)
