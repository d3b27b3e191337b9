"""The notice that a script is a conversion is read whole in a narrow column, and its button with it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.text.view_bars import NoticeBar


def test_a_narrow_notice_takes_another_line(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    around, bar = QWidget(window), NoticeBar()
    layout = QVBoxLayout(around)
    layout.addWidget(bar)
    layout.addStretch(1)
    window.show()
    bar.tell(converted=True, simplified=False)
    (label,), (button,) = bar.findChildren(QLabel), bar.findChildren(QToolButton)
    needed = label.fontMetrics().horizontalAdvance(label.text())

    def whole() -> bool:
        return label.width() >= needed or label.height() >= label.heightForWidth(label.width()) > 0

    heights = []
    for wide in (600, 190, 600):
        around.resize(wide, 300)
        qtbot.waitUntil(lambda: whole() and button.width() >= button.sizeHint().width(), timeout=5000)
        qtbot.waitUntil(lambda wide=wide: (label.width() >= needed) == (wide == 600), timeout=5000)  # type: ignore[misc]
        heights.append(label.height())
    assert heights[1] > heights[0] == heights[2]
