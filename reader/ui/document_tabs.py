"""The strip of open documents above the text, shown once there are two; each can be closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QToolButton

from reader.ui.glyphs import glyph_button
from reader.ui.texts import Texts


class DocumentTabs(QTabBar):
    """Told what is open; asks by signals to show or to close."""

    close_wanted = Signal(int)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._icon = QIcon()
        self.setObjectName("documentTabs")
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setExpanding(False)
        self.setDrawBase(False)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_titles(self, titles: Sequence[str], current: int) -> None:
        """These documents are open, number `current` in front."""
        with QSignalBlocker(self):
            while self.count() > len(titles):
                self.removeTab(self.count() - 1)
            for index, title in enumerate(titles):
                if index >= self.count():
                    self.addTab(title)
                    self.setTabButton(index, QTabBar.ButtonPosition.RightSide, self._close_button())
                self.setTabText(index, title)
                self.setTabToolTip(index, title)
            self.setCurrentIndex(current)
        self.setVisible(len(titles) > 1)

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the close buttons anew; `icon` gives one by name."""
        self._icon = icon("x")
        for button in self._buttons():
            button.setIcon(self._icon)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setAccessibleName(self._texts("打开的文件"))
        for button in self._buttons():
            button.setToolTip(self._texts("关闭"))
            button.setAccessibleName(self._texts("关闭"))

    def _close_button(self) -> QToolButton:
        button = glyph_button("✕")
        button.setObjectName("closeTab")
        button.setIcon(self._icon)
        button.setIconSize(QSize(14, 14))
        button.setToolTip(self._texts("关闭"))
        button.setAccessibleName(self._texts("关闭"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_wanted.emit(self._buttons().index(button)))
        return button

    def _buttons(self) -> list[QToolButton]:
        found = (self.tabButton(index, QTabBar.ButtonPosition.RightSide) for index in range(self.count()))
        return [button for button in found if isinstance(button, QToolButton)]
