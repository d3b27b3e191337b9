"""A button that drops a menu keeps room for its words where a layout has too little for all."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.kit.menu_button import MenuButton
from reader.ui.look.theme import stylesheet, theme_named
from reader.ui.look.window_style import chrome


def test_words_of_a_menu_button_are_not_squeezed(qtbot: QtBot) -> None:
    window, button, beside = QWidget(), MenuButton(), QComboBox()
    qtbot.addWidget(window)
    row = QWidget(window)
    beside.addItem("words that may as well be cut")
    beside.setMinimumWidth(20)
    layout = QHBoxLayout(row)
    layout.addWidget(beside)
    layout.addWidget(button)
    button.setText("Columns ▾")
    for density in ("comfortable", "compact"):
        theme = theme_named("paper", density)
        window.setStyleSheet(stylesheet(theme) + chrome(theme))
        window.show()
        row.resize(150, 40)
        layout.activate()
        assert button.width() >= button.sizeHint().width(), density
    button.setText("Columns and more ▾")
    layout.activate()
    assert button.width() >= button.sizeHint().width()
    button.setText("▾")
    assert button.minimumWidth() == button.sizeHint().width()
