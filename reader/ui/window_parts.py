"""The parts of the window: first what the first paint needs, then the rest. Connects nothing and decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.actions import Actions
from reader.ui.compare_view import CompareView
from reader.ui.document_view import DocumentView
from reader.ui.fonts import FontChains
from reader.ui.session import Session
from reader.ui.side_dock import SideDock
from reader.ui.status_line import StatusLine
from reader.ui.theme import Theme, TypeSettings, theme_named
from reader.ui.top_bar import TopBar

SAVE_EVERY = 30_000  # ms
DRAG_OVER = 150  # ms without a change: the selection is not being dragged any more
LEFT_WIDTH, RIGHT_WIDTH = 290, 270


class Parts:
    """What the first paint needs: bar, foot, reading area, and the docks' places. `late` is None until `complete`."""

    def __init__(self, session: Session, window: QMainWindow, fonts: FontChains) -> None:
        self.session = session
        self.texts = session.texts
        self.fonts = fonts
        self.late: LateParts | None = None
        self.actions = Actions(self.texts, window)
        self.more_menu, self.look_menu = QMenu(window), QMenu(window)
        self.bar = TopBar(self.texts, self.actions, self.more_menu, self.look_menu)
        self.foot = StatusLine(self.texts)
        window.setMenuWidget(self.bar)
        window.setStatusBar(self.foot)
        self._build_reading(window)
        self.left = SideDock("left", self.texts, window)
        self.right = SideDock("right", self.texts, window)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.left)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.right)
        window.resizeDocks([self.left, self.right], [LEFT_WIDTH, RIGHT_WIDTH], Qt.Orientation.Horizontal)
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

    def make_view(self) -> DocumentView:
        """A fresh view of one document."""
        return DocumentView(self.session.library.convert, self.theme, self.type_, fonts=self.fonts)

    def complete(self) -> LateParts:
        """Build the rest."""
        self.late = LateParts(self)
        return self.late

    def drawn_buttons(self) -> list[tuple[QAbstractButton | QAction, str]]:
        """Buttons that bear an icon without being an action's, with its name."""
        made: list[tuple[QAbstractButton | QAction, str]] = [
            (self.bar.search_sign, "search"), (self.bar.look, "a-large-small"), (self.bar.more, "ellipsis"),
            (self.foot.previous, "chevron-up"), (self.foot.next, "chevron-down"),
        ]  # fmt: skip
        if self.late is not None:
            find = self.late.find_bar
            made += [(find.previous, "chevron-up"), (find.next, "chevron-down"), (find.close_button, "x")]
            made += [(self.late.message.close_button, "x")]
        return made

    def _build_reading(self, window: QMainWindow) -> None:
        self.tabs = QTabBar()
        self.tabs.setObjectName("documentTabs")
        self.tabs.setTabsClosable(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.compare = CompareView(self.texts, self.make_view)
        self.compare.addActions(list(self.actions.in_text()))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.compare)
        middle = QWidget()
        self.column = QVBoxLayout(middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.tabs)
        self.column.addWidget(self.pages, 1)
        window.setCentralWidget(middle)


class LateParts:
    """What comes after the first paint: panels, menus, the bars that open on demand, the first page."""

    def __init__(self, parts: Parts) -> None:
        # Loaded here: the first paint must not wait for modules it does not use.
        from reader.ui.find_bar import FindBar
        from reader.ui.library_panel import LibraryPanel
        from reader.ui.menus import Menus
        from reader.ui.message_bar import MessageBar
        from reader.ui.notes_panel import NotesPanel
        from reader.ui.outline_panel import OutlinePanel
        from reader.ui.search_panel import SearchPanel
        from reader.ui.selection_bar import SelectionBar
        from reader.ui.source_panel import SourcePanel
        from reader.ui.start_page import StartPage

        session, texts, theme = parts.session, parts.texts, parts.theme
        self.menus = Menus(texts, parts.actions, session, parts.more_menu, parts.look_menu)
        self.message = MessageBar(texts)
        self.find_bar = FindBar(texts)
        self.start = StartPage(texts)
        self.start.setObjectName("startPage")
        chosen = [parts.actions[name] for name in ("underline", "note", "copy_citation")]
        self.selection_bar = SelectionBar(texts, theme, chosen, parts.compare)
        self.library = LibraryPanel(texts, session.shown, theme)
        self.outline = OutlinePanel(texts, session.shown, theme)
        self.results = SearchPanel(texts, session.convert, session.title, session.document_of, theme)
        self.notes = NotesPanel(texts, session.notes, session.shown, session.title, session.document_of, theme)
        self.source = SourcePanel(texts, session.shown)
        self._place(parts)

    def _place(self, parts: Parts) -> None:
        parts.column.insertWidget(0, self.message)
        parts.column.insertWidget(2, self.find_bar)
        parts.pages.addWidget(self.start)
        parts.left.add("library", "文库", self.library)
        parts.left.add("outline", "目录", self.outline)
        parts.left.add("search", "检索", self.results)
        parts.right.add("notes", "批注", self.notes)
        parts.right.add("source", "出处", self.source)
