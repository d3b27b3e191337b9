"""A panel at one side with tabs that have names. Its place is there from the start, its tabs come later."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from reader.ui.look.texts import Texts

LEAST_WIDTH, LEAST_HEIGHT = 200, 160  # pixels
AROUND = 26  # pixels beside the words of a tab, where there is room


class SideDock(QWidget):
    """Empty until `fill`; hidden and shown as a whole."""

    tab_changed = Signal(str)
    shown = Signal()  # or hidden

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.names: list[str] = []
        self._titles: list[str] = []
        self.tabs: QTabWidget | None = None

    def fill(self, parts: list[tuple[str, str, QWidget]]) -> None:
        """Put the tabs in: (name, title, widget) each; the title is a key of the catalogue."""
        tabs = self.tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setExpanding(False)
        tabs.tabBar().setUsesScrollButtons(False)  # all in sight: words are cut before a tab goes out of reach
        tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        tabs.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)  # lists scroll: a tab out of sight must not make the window high
        for name, title, widget in parts:
            self.names.append(name)
            self._titles.append(title)
            tabs.setTabToolTip(tabs.addTab(widget, self._texts(title)), self._texts(title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tabs)
        self.setFocusProxy(tabs)
        tabs.currentChanged.connect(self._changed)
        self._texts.changed.connect(self.retranslate)

    def show_tab(self, name: str, reveal: bool = True) -> QWidget:
        """Bring a tab to the front, and the panel into sight unless told otherwise."""
        assert self.tabs is not None
        if reveal:
            self.show()
        index = self.names.index(name)
        self.tabs.setCurrentIndex(index)
        return self.tabs.widget(index)

    @property
    def current(self) -> str:
        """Name of the tab in front; empty before there are tabs."""
        return self.names[self.tabs.currentIndex()] if self.tabs is not None else ""

    @property
    def page(self) -> QWidget:
        """The tab in front."""
        return self if self.tabs is None else self.tabs.currentWidget()

    def set_shown(self, on: bool) -> None:
        """Show or hide it. A method of Python's, since a signal with an optional argument gives Qt's own none."""
        self.setVisible(on)

    def focus(self) -> None:
        """The keyboard to the tab in front."""
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Write the words anew."""
        for index, title in enumerate(self._titles):
            assert self.tabs is not None
            self.tabs.setTabText(index, self._texts(title))
            self.tabs.setTabToolTip(index, self._texts(title))
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """Tabs stand closer before their words are cut."""
        if self.tabs is None:
            return
        bar = self.tabs.tabBar()
        advance = bar.fontMetrics().horizontalAdvance
        tight = sum(advance(self._texts(title)) + AROUND for title in self._titles) > self.width()
        if bool(bar.property("tight")) != tight:
            bar.setProperty("tight", tight)
            bar.style().unpolish(bar)
            bar.style().polish(bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Closer together, or not."""
        super().resizeEvent(event)
        self._fit_tabs()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is shown."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is hidden."""
        super().hideEvent(event)
        self.shown.emit()

    def _changed(self, index: int) -> None:
        if 0 <= index < len(self.names):
            self.tab_changed.emit(self.names[index])


class PanelSplit(QSplitter):
    """Panels on both sides of what is read. A window may become narrower than they all need: panels fold then.

    If they held it open, a window that is put into half a screen would reach beyond it.
    """

    def needed(self) -> int:
        """Pixels that all that is in sight needs."""
        return super().minimumSizeHint().width()

    def minimumSizeHint(self) -> QSize:
        """What the window must leave: one panel at most is in sight of a narrow one."""
        least = super().minimumSizeHint()
        docks = [self.widget(at) for at in range(self.count()) if isinstance(self.widget(at), SideDock)]
        shown = [dock.minimumSizeHint().width() + self.handleWidth() for dock in docks if not dock.isHidden()]
        return QSize(least.width() - sum(shown) + max(shown, default=0), least.height())
