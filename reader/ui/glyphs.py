"""Small buttons that bear a sign instead of an icon."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton


def glyph_button(sign: str, checkable: bool = False) -> QToolButton:
    """A tool button with a sign on it; whoever uses it gives it a tooltip and an accessible name."""
    button = QToolButton()
    button.setText(sign)
    button.setCheckable(checkable)
    return button
