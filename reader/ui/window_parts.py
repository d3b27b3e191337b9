"""The parts of the window, built and put into their places. Connects nothing and decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.actions import Actions
from reader.ui.compare_view import CompareView
from reader.ui.document_view import DocumentView
from reader.ui.find_bar import FindBar
from reader.ui.fonts import choose_fonts
from reader.ui.library_panel import LibraryPanel
from reader.ui.menus import Menus
from reader.ui.message_bar import MessageBar
from reader.ui.notes_panel import NotesPanel
from reader.ui.outline_panel import OutlinePanel
from reader.ui.search_panel import SearchPanel
from reader.ui.selection_bar import SelectionBar
from reader.ui.session import Session
from reader.ui.side_dock import SideDock
from reader.ui.source_panel import SourcePanel
from reader.ui.start_page import StartPage
from reader.ui.status_line import StatusLine
from reader.ui.theme import Theme, TypeSettings, theme_named
from reader.ui.top_bar import TopBar

SAVE_EVERY = 30_000  # ms
DRAG_OVER = 150  # ms without a change: the selection is not being dragged any more
LEFT_WIDTH, RIGHT_WIDTH = 290, 270


class Parts:
    """Every widget of the window by name."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        self.session = session
        self.texts = session.texts
        self.fonts = choose_fonts()
        self.actions = Actions(self.texts, window)
        self.menus = Menus(self.texts, self.actions, session, window)
        self.bar = TopBar(self.texts, self.actions, self.menus.more, self.menus.look)
        self.message = MessageBar(self.texts)
        self.foot = StatusLine(self.texts)
        window.setMenuWidget(self.bar)
        window.setStatusBar(self.foot)
        self._build_reading(window)
        self._build_docks(window)
        self.drawn = self._drawn_buttons()
        self.saver = QTimer(window, interval=SAVE_EVERY)
        self.settled = QTimer(window, singleShot=True, interval=DRAG_OVER)

    @property
    def theme(self) -> Theme:
        """The theme chosen now."""
        return theme_named(self.session.settings.theme)

    @property
    def type_(self) -> TypeSettings:
        """How text is set now."""
        chosen = self.session.settings
        return TypeSettings(chosen.font_family, chosen.font_size, chosen.line_height, chosen.measure)

    def _drawn_buttons(self) -> list[tuple[QAbstractButton | QAction, str]]:
        """Buttons that bear an icon without being an action's."""
        return [
            (self.bar.search_sign, "search"), (self.bar.look, "a-large-small"), (self.bar.more, "ellipsis"),
            (self.message.close_button, "x"),
            (self.find_bar.previous, "chevron-up"), (self.find_bar.next, "chevron-down"),
            (self.find_bar.close_button, "x"), (self.foot.previous, "chevron-up"), (self.foot.next, "chevron-down"),
        ]  # fmt: skip

    def make_view(self) -> DocumentView:
        """A fresh view of one document."""
        return DocumentView(self.session.library.convert, self.theme, self.type_, fonts=self.fonts)

    def _build_reading(self, window: QMainWindow) -> None:
        texts = self.texts
        self.start = StartPage(texts)
        self.start.setObjectName("startPage")
        self.find_bar = FindBar(texts)
        self.tabs = QTabBar()
        self.tabs.setObjectName("documentTabs")
        self.tabs.setTabsClosable(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.compare = CompareView(texts, self.make_view)
        chosen = [self.actions[name] for name in ("underline", "note", "copy_citation")]
        self.selection_bar = SelectionBar(texts, self.theme, chosen, self.compare)
        self.compare.addActions(list(self.actions.in_text()))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.compare)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.message, self.tabs, self.find_bar):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        window.setCentralWidget(middle)

    def _build_docks(self, window: QMainWindow) -> None:
        session, texts, theme = self.session, self.texts, self.theme
        self.left = SideDock("left", texts, window)
        self.right = SideDock("right", texts, window)
        self.library = LibraryPanel(texts, session.shown, theme)
        self.outline = OutlinePanel(texts, session.shown, theme)
        self.results = SearchPanel(texts, session.convert, session.title, session.document_of, theme)
        self.notes = NotesPanel(texts, session.notes, session.shown, session.title, session.document_of, theme)
        self.source = SourcePanel(texts, session.shown)
        self.left.add("library", "文库", self.library)
        self.left.add("outline", "目录", self.outline)
        self.left.add("search", "检索", self.results)
        self.right.add("notes", "批注", self.notes)
        self.right.add("source", "出处", self.source)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.left)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.right)
        window.resizeDocks([self.left, self.right], [LEFT_WIDTH, RIGHT_WIDTH], Qt.Orientation.Horizontal)
