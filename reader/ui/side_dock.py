"""A dock at one side with tabs that have names. Owns nothing of what the tabs show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from reader.ui.texts import Texts


class SideDock(QDockWidget):
    """Fixed in its place, without a title: the tabs say what it is."""

    tab_changed = Signal(str)

    def __init__(self, name: str, texts: Texts, parent: QMainWindow) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._texts = texts
        self.names: list[str] = []
        self._titles: list[str] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setMinimumWidth(200)
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget())
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.setWidget(self.tabs)
        self.tabs.currentChanged.connect(self._changed)
        texts.changed.connect(self.retranslate)

    def add(self, name: str, title: str, widget: QWidget) -> None:
        """A tab at the end. `title` is a key of the catalogue."""
        self.names.append(name)
        self._titles.append(title)
        self.tabs.addTab(widget, self._texts(title))

    def show_tab(self, name: str, reveal: bool = True) -> QWidget:
        """Bring a tab to the front, and the dock into sight unless told otherwise."""
        if reveal:
            self.show()
        index = self.names.index(name)
        self.tabs.setCurrentIndex(index)
        return self.tabs.widget(index)

    @property
    def current(self) -> str:
        """Name of the tab in front."""
        return self.names[self.tabs.currentIndex()] if self.names else ""

    def focus(self) -> None:
        """The keyboard to the tab in front."""
        self.tabs.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Write the words anew."""
        for index, title in enumerate(self._titles):
            self.tabs.setTabText(index, self._texts(title))

    def _changed(self, index: int) -> None:
        if 0 <= index < len(self.names):
            self.tab_changed.emit(self.names[index])
