"""The reading area: one document, or up to four side by side with gutters between them.

Owns the columns and what is drawn between them. Told by the window what to show where; asks by signals, always with
the number of the column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from reader.core.document import Document
from reader.core.span import Location
from reader.script import Script
from reader.ui.compare.column import Column, Header
from reader.ui.compare.gutter import PLAIN, TIED, TIED_NARROW, Gutter, Tie
from reader.ui.look.texts import Texts
from reader.ui.session.panes import MOST
from reader.ui.text.document_view import DocumentView


class CompareView(QSplitter):
    """The columns."""

    activated = Signal(int)
    document_wanted = Signal(int, str)
    source_wanted = Signal(int, bool)
    close_wanted = Signal(int)
    script_wanted = Signal(int, bool)  # the other script than the window's
    swap_wanted = Signal(int)  # with the column left of it
    dropped = Signal(int, str, str)  # a document, Zone
    scrolled = Signal(int)  # at once, on the reader's scrolling and on any other
    place_activated = Signal(int, object)  # Location that a mark which was clicked leads to
    place_changed = Signal(int, object)  # Location
    clause_clicked = Signal(int, object)  # Location
    pages_wanted = Signal(int, bool)  # of the original file
    pages_moved = Signal(int, int, float)  # page and points below its upper edge, after the reader scrolled
    page_clicked = Signal(int, int, float, float)  # page, and where on it in points
    page_problem = Signal(str)
    source_moved = Signal(int, int)  # code point at the upper edge, after the reader scrolled a source
    edit_activated = Signal(int, int)  # number of an edit that was clicked
    selection_changed = Signal(int, object)  # Selection | None
    note_activated = Signal(str)
    named_activated = Signal(str, str)  # "unit" or "system" and its name
    notice_seen = Signal(bool)  # whether a column says in sight that its script is a conversion
    zoom_requested = Signal(int)  # steps
    menu_requested = Signal(int, object, QPoint)  # Selection | None, global position

    def __init__(self, texts: Texts, make_view: Callable[[], DocumentView]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._texts = texts
        self._make_view = make_view
        self.columns: list[Column] = []
        self._icon: Callable[[str], QIcon] = lambda _name: QIcon()
        self._ties: Callable[[int], Sequence[Tie]] | None = None
        self._quiet = False
        self.setHandleWidth(PLAIN)
        self.setChildrenCollapsible(False)
        self.arrange([0])

    def arrange(self, keys: Sequence[int]) -> None:
        """A column for each of these keys, in this order. Columns that stay keep what they show; a new one is empty."""
        before = [column.key for column in self.columns]
        if list(keys) == before:
            return
        there = {column.key: column for column in self.columns}
        for key in there.keys() - set(keys):
            there[key].close_lane()
            there[key].setParent(None)
            there[key].deleteLater()
        self.columns = [there.get(key) or self._make(key) for key in keys]
        several = len(keys) > 1
        for number, column in enumerate(self.columns):
            if self.indexOf(column) != number:
                self.insertWidget(number, column)
            column.room = len(keys) < MOST
            column.stacked = self.orientation() == Qt.Orientation.Vertical
            if several:
                self._head(column).swap.setVisible(number > 0)
            self.setStretchFactor(number, 1)
            column.show()  # a column that is not shown yet gets no room
        self._show_headers()
        self.tell_once()
        if len(keys) != len(before):
            self._equalise()
            QTimer.singleShot(0, self._equalise)  # once more when everything around has found its width

    def be_quiet(self, on: bool) -> None:
        """Nothing but texts: what is above a column says its title in the line that says where one is."""
        self._quiet = on
        self._show_headers()

    def _show_headers(self) -> None:
        headed = len(self.columns) > 1 and not self._quiet
        for column in self.columns:
            if column.header is not None:
                column.header.setVisible(headed)
            column.view.show_own_title(not headed)

    def _equalise(self) -> None:
        count = len(self.columns)
        along = self.height() if self.orientation() == Qt.Orientation.Vertical else self.width()
        self.setSizes([max(1, along // count)] * count)

    def stack(self, on: bool) -> None:
        """Columns below one another, or side by side."""
        self.setOrientation(Qt.Orientation.Vertical if on else Qt.Orientation.Horizontal)
        for column in self.columns:
            column.stacked = on
        self.set_ties(self._ties)
        self._equalise()

    def tell_once(self) -> None:
        """The notice that a script is a conversion stands in the first column that has one to give."""
        said = False
        for column in self.columns:
            notice = column.view.notice
            notice.leave_to_another(silent=said)
            said = said or (notice.wanted and column.view.isVisibleTo(self))

    @property
    def says_converted(self) -> bool:
        """Whether the notice is in sight."""
        return any(column.view.notice.isVisible() for column in self.columns)

    # -- between the columns

    def createHandle(self) -> QSplitterHandle:
        """Qt's way of making what stands between two columns."""
        return Gutter(self, self._ties_at, self._text_top, lambda: self.columns[0].view.theme)

    def set_ties(self, ties: Callable[[int], Sequence[Tie]] | None) -> None:
        """Draw lines between the columns: `ties` gives those right of a column. None: nothing is drawn."""
        self._ties = ties
        wide = TIED if len(self.columns) < 3 else TIED_NARROW
        stacked = self.orientation() == Qt.Orientation.Vertical  # nothing to draw between texts one below the other
        self.setHandleWidth(PLAIN if ties is None or stacked else wide)
        self.update_gutters()

    def update_gutters(self) -> None:
        """What is drawn between the columns is no longer true."""
        for number in range(1, self.count()):
            self.handle(number).update()

    def _ties_at(self, gutter: Gutter) -> Sequence[Tie]:
        number = self._right_of(gutter)
        return self._ties(number - 1) if self._ties is not None and number else ()

    def _text_top(self, gutter: Gutter) -> int:
        number = self._right_of(gutter)
        return min((column.text_top() for column in self.columns[max(0, number - 1) : number + 1]), default=0)

    def _right_of(self, gutter: Gutter) -> int:
        """Number of the column right of a gutter; 0 for a gutter that is not shown."""
        return next((n for n in range(1, len(self.columns)) if self.handle(n) is gutter), 0)

    def show_active(self, number: int) -> None:
        """Show which column has the reader's attention."""
        for at, column in enumerate(self.columns):
            if column.header is not None:
                column.header.show_active(at == number)

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the headers' icons anew; `icon` gives one by name."""
        self._icon = icon
        for column in self.columns:
            if column.header is not None:
                column.header.set_icons(icon)

    def show_document(self, number: int, document: Document, script: Script, at: Location | None) -> None:
        """Show a place; another document, or the same one as it is now, only where it is not shown already."""
        view = self.columns[number].view
        if view.document is document:
            view.set_script(script)
            if at is not None and at.block is not None:
                view.go_to(at, flash=False)
        else:
            view.show_document(document, script, at)
            if at is not None and at.span is not None and at.span.start < at.span.end:
                view.go_to(at, flash=False)  # words stand in the upper third, not at the edge
        self.tell_once()

    def show_source(self, number: int, text: str, document: Document, at: Location | None) -> None:
        """Show a source text, at the place where the clean text of `at` came from."""
        column = self.columns[number]
        column.show_mode(source=True)
        column.need_source().show_source(text)
        self.follow(number, document, at)

    def follow(self, number: int, document: Document, at: Location | None) -> None:
        """Bring the source in a column to where the clean text of `at` came from."""
        block = document.block(at.block) if at is not None and at.block else None
        self.columns[number].need_source().reveal(block.raw.start if block else 0)

    def close_lanes(self) -> None:
        """Stop the workers that draw pages."""
        for column in self.columns:
            column.close_lane()

    def _make(self, key: int) -> Column:
        column = Column(self._texts, self._make_view(), key)
        view = column.view

        column.activated.connect(lambda: self.activated.emit(self._number(column)))
        column.source_moved.connect(lambda raw: self.source_moved.emit(self._number(column), raw))
        column.pages_moved.connect(lambda page, down: self.pages_moved.emit(self._number(column), page, down))
        column.page_clicked.connect(lambda page, x, y: self.page_clicked.emit(self._number(column), page, x, y))
        column.page_problem.connect(self.page_problem)
        column.named_activated.connect(self.named_activated)
        column.edit_activated.connect(lambda number: self.edit_activated.emit(self._number(column), number))
        column.place_activated.connect(lambda place: self.place_activated.emit(self._number(column), place))
        column.dropped.connect(lambda doc, zone: self.dropped.emit(self._number(column), doc, zone))
        column.resized.connect(self.update_gutters)
        view.notice.seen.connect(lambda: self.notice_seen.emit(self.says_converted))
        view.scrolled.connect(lambda: self._scrolled(column))
        view.place_changed.connect(lambda place: self.place_changed.emit(self._number(column), place))
        view.selection_changed.connect(lambda chosen: self.selection_changed.emit(self._number(column), chosen))
        view.clause_clicked.connect(lambda place: self.clause_clicked.emit(self._number(column), place))
        view.note_activated.connect(self.note_activated)
        view.zoom_requested.connect(self.zoom_requested)
        view.menu_requested.connect(lambda chosen, at: self.menu_requested.emit(self._number(column), chosen, at))
        return column

    def _scrolled(self, column: Column) -> None:
        if len(self.columns) > 1 and column in self.columns:
            self.update_gutters()
            self.scrolled.emit(self._number(column))

    def _head(self, column: Column) -> Header:
        if column.header is None:
            header = column.need_header()
            header.set_icons(self._icon)
            header.document_wanted.connect(lambda doc: self.document_wanted.emit(self._number(column), doc))
            header.source_wanted.connect(lambda on: self.source_wanted.emit(self._number(column), on))
            header.pages_wanted.connect(lambda on: self.pages_wanted.emit(self._number(column), on))
            header.close_wanted.connect(lambda: self.close_wanted.emit(self._number(column)))
            header.script_wanted.connect(lambda on: self.script_wanted.emit(self._number(column), on))
            header.swap_wanted.connect(lambda: self.swap_wanted.emit(self._number(column)))
        return column.need_header()

    def _number(self, column: Column) -> int:
        """Columns come and go: a number is never kept."""
        return self.columns.index(column) if column in self.columns else 0
