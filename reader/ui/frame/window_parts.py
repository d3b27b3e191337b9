"""The parts of the window: first what the first paint needs, then the rest. Connects nothing and decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QVBoxLayout, QWidget

from reader.ui.compare.columns_area import ColumnsArea
from reader.ui.compare.compare_view import CompareView
from reader.ui.kit.side_dock import PanelSplit, SideDock
from reader.ui.look.fonts import FontChains
from reader.ui.look.theme import Theme, TypeSettings, theme_named
from reader.ui.look.window_style import BAR_HEIGHT, FOOT_HEIGHT
from reader.ui.session.session import Session
from reader.ui.text.document_view import DocumentView

SAVE_EVERY = 30_000  # ms
DRAG_OVER = 150  # ms without a change: the selection is not being dragged any more
LEFT_WIDTH, RIGHT_WIDTH = 290, 270


class Parts:
    """What the first paint needs: the reading area, and the places of all else. `late` is None until `complete`."""

    def __init__(self, session: Session, window: QMainWindow, fonts: FontChains) -> None:
        self.session = session
        self.texts = session.texts
        self.window = window
        self.fonts = fonts
        self.late: LateParts | None = None
        self.compare = CompareView(self.texts, self.make_view)
        self.area = ColumnsArea(self.compare)
        self.left = SideDock(self.texts)
        self.right = SideDock(self.texts)
        self.middle = QWidget()
        self.column = _column(self.middle, [self.area])
        self.split = PanelSplit()
        for widget in (self.left, self.middle, self.right):
            self.split.addWidget(widget)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([LEFT_WIDTH, 10 * LEFT_WIDTH, RIGHT_WIDTH])
        self.bar_place, self.foot_place = QWidget(), QWidget()
        self.bar_place.setFixedHeight(BAR_HEIGHT)
        self.foot_place.setFixedHeight(FOOT_HEIGHT)
        self.frame = QWidget()
        self.rows = _column(self.frame, [self.bar_place, self.split, self.foot_place])
        self.rows.setStretchFactor(self.split, 1)
        window.setCentralWidget(self.frame)

    @property
    def theme(self) -> Theme:
        """The theme chosen now."""
        return theme_named(self.session.settings.theme, self.session.settings.density)

    @property
    def type_(self) -> TypeSettings:
        """How text is set now."""
        chosen = self.session.settings
        return TypeSettings(
            chosen.font_family, chosen.font_size, chosen.line_height, chosen.measure, chosen.justified
        )  # fmt: skip

    def make_view(self) -> DocumentView:
        """A fresh view of one document."""
        session = self.session
        return DocumentView(session.library.convert, self.theme, self.type_, fonts=self.fonts, texts=session.texts)

    def complete(self) -> LateParts:
        """Build the rest."""
        self.late = LateParts(self)
        return self.late


def _column(parent: QWidget, widgets: list[QWidget]) -> QVBoxLayout:
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class LateParts:
    """What comes after the first paint: bar, foot, panels, menus, the bars that open on demand, the first page."""

    def __init__(self, parts: Parts) -> None:
        # Loaded here: the first paint must not wait for modules it does not use.
        from reader.ui.compare.differences_panel import DifferencesPanel
        from reader.ui.compare.related_panel import RelatedPanel
        from reader.ui.frame.actions import Actions
        from reader.ui.frame.compare_bar import CompareBar
        from reader.ui.frame.document_tabs import DocumentTabs
        from reader.ui.frame.library_panel import LibraryPanel
        from reader.ui.frame.menus import Menus
        from reader.ui.frame.outline_panel import OutlinePanel
        from reader.ui.frame.start_page import StartPage
        from reader.ui.frame.start_search import StartSearch
        from reader.ui.frame.status_line import StatusLine
        from reader.ui.frame.top_bar import TopBar
        from reader.ui.kit.ask_bar import AskBar
        from reader.ui.kit.message_bar import MessageBar
        from reader.ui.kit.pages import Pages
        from reader.ui.notes.notes_panel import NotesPanel
        from reader.ui.provenance.source_panel import SourcePanel
        from reader.ui.search.find_bar import FindBar
        from reader.ui.search.search_box import SuggestionList
        from reader.ui.search.search_panel import SearchPanel
        from reader.ui.session.tracing import Tracing
        from reader.ui.text.selection_bar import SelectionBar

        session, texts, theme = parts.session, parts.texts, parts.theme
        self.actions = Actions(texts, parts.window)
        self.menus = Menus(
            texts, self.actions, session, QMenu(parts.window), QMenu(parts.window), parts.fonts.styles()
        )  # fmt: skip
        self.bar = TopBar(texts, self.actions, self.menus.more, self.menus.look)
        self.suggestions = SuggestionList(texts, session.shown, theme, parts.frame)
        self.bar.search.attach(self.suggestions)
        self.foot = StatusLine(texts, session.shown)
        self.message = MessageBar(texts, parts.frame, FOOT_HEIGHT)
        self.review_bar, self.attach_bar = AskBar(), AskBar()
        self.pages = Pages(parts.rows, parts.split)
        self.find_bar = FindBar(texts)
        self.actions["link"].setChecked(True)
        self.compare_bar = CompareBar(texts, self.actions)
        self.tabs = DocumentTabs(texts)
        chosen = [self.actions[name] for name in ("underline", "note", "copy_citation")]
        self.selection_bar = SelectionBar(texts, theme, chosen, parts.middle)
        self.library = LibraryPanel(texts, session.shown, theme)
        self.outline = OutlinePanel(texts, session.shown, theme)
        self.results = SearchPanel(texts, session.convert, session.title, session.document_of, theme)
        self.start = StartPage(texts, StartSearch(texts, theme, self.results.row_of, self.results.title_of))
        self.notes = NotesPanel(texts, session.notes, session.shown, session.title, session.document_of, theme)
        self.tracing = Tracing(parts.window)
        self.source = SourcePanel(texts, session.shown, theme, self.tracing, self.actions["show_edits"])
        self.differences = DifferencesPanel(texts, session.convert, theme)
        self.related = RelatedPanel(texts, session.convert, session.title, session.document_of, theme)
        self.saver = QTimer(parts.window, interval=SAVE_EVERY)
        self.settled = QTimer(parts.window, singleShot=True, interval=DRAG_OVER)
        self._place(parts)

    def drawn_buttons(self) -> list[tuple[QAbstractButton | QAction, str]]:
        """Buttons that bear an icon without being an action's, with its name."""
        return [
            (self.bar.search.sign, "search"), (self.bar.look, "a-large-small"), (self.bar.more, "ellipsis"),
            (self.foot.previous, "chevron-up"), (self.foot.next, "chevron-down"),
            (self.find_bar.previous, "chevron-up"), (self.find_bar.next, "chevron-down"),
            (self.find_bar.close_button, "x"), (self.message.close_button, "x"),
            (self.compare_bar.buttons["export_comparison"], "download"),
            (self.compare_bar.buttons["add"], "file-plus"), (self.library.narrow, "funnel"),
            (self.library.add, "file-plus"), (self.library.branch, "list-tree"),
        ]  # fmt: skip

    def _place(self, parts: Parts) -> None:
        parts.compare.addActions(list(self.actions.in_text()))
        for place, widget in ((parts.bar_place, self.bar), (parts.foot_place, self.foot)):
            parts.rows.replaceWidget(place, widget)
            place.deleteLater()
        for number, line in enumerate((self.review_bar, self.attach_bar), 1):
            parts.rows.insertWidget(number, line)
        parts.column.insertWidget(0, self.tabs)
        parts.column.insertWidget(1, self.find_bar)
        parts.column.insertWidget(2, self.compare_bar)
        parts.column.addWidget(self.start, 1)
        parts.left.fill(
            [("library", "文库", self.library), ("outline", "目录", self.outline), ("search", "检索", self.results)]
        )
        parts.right.fill(
            [
                ("notes", "批注", self.notes), ("source", "出处", self.source),
                ("differences", "差异", self.differences), ("related", "相关", self.related),
            ]
        )  # fmt: skip
