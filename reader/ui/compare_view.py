"""The reading area: one document, or two side by side with a gutter; each column clean, or the source as received.

Owns the columns and their headers. Told by the window what to show where; asks by signals, always with the number of
the column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reader.core.document import Document
from reader.core.span import Location
from reader.script import Script
from reader.ui.document_view import DocumentView, Mark
from reader.ui.glyphs import Chooser, glyph_button
from reader.ui.source_view import SourceView
from reader.ui.texts import Texts

GUTTER = 12  # pixels


class Header(QFrame):
    """What stands above a column while there are several: which document, clean or source, swap, close."""

    document_wanted = Signal(str)
    source_wanted = Signal(bool)
    close_wanted = Signal()
    swap_wanted = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setObjectName("columnHeader")
        self.chooser = Chooser()
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.as_source = glyph_button("", checkable=True)
        self.swap, self.close_button = glyph_button("⇄"), glyph_button("✕")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.chooser, 1)
        for widget in (self.as_source, self.swap, self.close_button):
            row.addWidget(widget)
        self.chooser.activated.connect(lambda _at: self.document_wanted.emit(self.chooser.currentData()))
        self.as_source.clicked.connect(self.source_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.swap.clicked.connect(self.swap_wanted)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_documents(self, titles: Sequence[tuple[str, str]], current: str | None) -> None:
        """What is offered: (id, title)."""
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            for doc, title in titles:
                self.chooser.addItem(title, doc)
            self.chooser.setCurrentIndex(self.chooser.findData(current))

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the icons anew; `icon` gives one by name."""
        self.swap.setIcon(icon("arrow-left-right"))
        self.close_button.setIcon(icon("x"))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.as_source.setText(self._texts("原文"))
        self.as_source.setToolTip(self._texts("显示收到时的原文"))
        self.chooser.setAccessibleName(self._texts("本栏的文件"))
        for button, text in ((self.swap, "左右交换"), (self.close_button, "关闭本栏")):
            button.setToolTip(self._texts(text))
            button.setAccessibleName(self._texts(text))


class Column(QWidget):
    """One document; header and source view are made when they are first needed."""

    activated = Signal()
    source_moved = Signal(int)  # code point at the upper edge of the source
    edit_activated = Signal(int)  # number of an edit that was clicked, in either text

    def __init__(self, texts: Texts, view: DocumentView) -> None:
        super().__init__()
        self._texts = texts
        self.view = view
        self.header: Header | None = None
        self.source: SourceView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(view, 1)
        self.setFocusProxy(view)
        view.link_activated.connect(self._mark_activated)
        for widget in (view, view.text_area):
            widget.installEventFilter(self)

    def need_header(self) -> Header:
        """The header, made now if it is not there."""
        if self.header is None:
            self.header = Header(self._texts)
            self._layout.insertWidget(0, self.header)
        return self.header

    def need_source(self) -> SourceView:
        """The source view, made now if it is not there."""
        if self.source is None:
            self.source = SourceView()
            self.source.setAccessibleName(self._texts("收到的原文"))
            self.source.installEventFilter(self)
            self.source.scrolled.connect(self.source_moved)
            self.source.edit_activated.connect(self.edit_activated)
            self.source.hide()
            self._layout.addWidget(self.source, 1)
        return self.source

    def show_mode(self, source: bool) -> None:
        """Clean text, or the source."""
        if source:
            self.need_source()
        if self.source is not None:
            self.source.setVisible(source)
            self.view.setVisible(not source)
            self.setFocusProxy(self.source if source else self.view)
        if self.header is not None:
            self.header.as_source.setChecked(source)

    def focus_text(self) -> None:
        """The keyboard to the text."""
        self.setFocus()

    def _mark_activated(self, mark: Mark) -> None:
        if mark.edit is not None:
            self.edit_activated.emit(mark.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice which column the reader works in."""
        if event.type() == QEvent.Type.FocusIn:
            self.activated.emit()
        return super().eventFilter(watched, event)


class CompareView(QSplitter):
    """The columns."""

    activated = Signal(int)
    document_wanted = Signal(int, str)
    source_wanted = Signal(int, bool)
    close_wanted = Signal(int)
    swap_wanted = Signal()
    place_changed = Signal(int, object)  # Location
    source_moved = Signal(int, int)  # code point at the upper edge, after the reader scrolled a source
    edit_activated = Signal(int, int)  # number of an edit that was clicked
    selection_changed = Signal(int, object)  # Selection | None
    note_activated = Signal(str)
    zoom_requested = Signal(int)  # steps
    menu_requested = Signal(int, object, QPoint)  # Selection | None, global position

    def __init__(self, texts: Texts, make_view: Callable[[], DocumentView]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._texts = texts
        self._make_view = make_view
        self.columns: list[Column] = []
        self._icon: Callable[[str], QIcon] = lambda _name: QIcon()
        self.setHandleWidth(GUTTER)
        self.setChildrenCollapsible(False)
        self.set_count(1)

    def set_count(self, count: int) -> None:
        """One column, or several of the same width."""
        while len(self.columns) < count:
            self._add()
        while len(self.columns) > count:
            column = self.columns.pop()
            column.setParent(None)
            column.deleteLater()
        for number, column in enumerate(self.columns):
            if count > 1:
                self._head(column).swap.setVisible(number > 0)
            if column.header is not None:
                column.header.setVisible(count > 1)
        for number, column in enumerate(self.columns):
            self.setStretchFactor(number, 1)
            column.show()  # a column that is not shown yet gets no room
        self._equalise()
        QTimer.singleShot(0, self._equalise)  # once more when everything around has found its width

    def _equalise(self) -> None:
        count = len(self.columns)
        self.setSizes([max(1, self.width() // count)] * count)

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the headers' icons anew; `icon` gives one by name."""
        self._icon = icon
        for column in self.columns:
            if column.header is not None:
                column.header.set_icons(icon)

    def show_document(self, number: int, document: Document, script: Script, at: Location | None) -> None:
        """Show a place; another document only where it is not shown already."""
        view = self.columns[number].view
        if view.document is not None and view.document.id == document.id:
            if at is not None and at.block is not None:
                view.go_to(at, flash=False)
        else:
            view.show_document(document, script, at)
            if at is not None and at.span is not None and at.span.start < at.span.end:
                view.go_to(at, flash=False)  # words stand in the upper third, not at the edge

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

    def _add(self) -> None:
        column = Column(self._texts, self._make_view())
        self.columns.append(column)
        self.addWidget(column)
        view = column.view

        column.activated.connect(lambda: self.activated.emit(self._number(column)))
        column.source_moved.connect(lambda raw: self.source_moved.emit(self._number(column), raw))
        column.edit_activated.connect(lambda number: self.edit_activated.emit(self._number(column), number))
        view.place_changed.connect(lambda place: self.place_changed.emit(self._number(column), place))
        view.selection_changed.connect(lambda chosen: self.selection_changed.emit(self._number(column), chosen))
        view.note_activated.connect(self.note_activated)
        view.zoom_requested.connect(self.zoom_requested)
        view.menu_requested.connect(lambda chosen, at: self.menu_requested.emit(self._number(column), chosen, at))

    def _head(self, column: Column) -> Header:
        if column.header is None:
            header = column.need_header()
            header.set_icons(self._icon)
            header.document_wanted.connect(lambda doc: self.document_wanted.emit(self._number(column), doc))
            header.source_wanted.connect(lambda on: self.source_wanted.emit(self._number(column), on))
            header.close_wanted.connect(lambda: self.close_wanted.emit(self._number(column)))
            header.swap_wanted.connect(self.swap_wanted)
        return column.need_header()

    def _number(self, column: Column) -> int:
        """Columns come and go: a number is never kept."""
        return self.columns.index(column) if column in self.columns else 0
