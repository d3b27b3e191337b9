"""One column of the reading area: a header that says what it shows, the clean text, or the source as received.

Asks by signals; which document stands where is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reader.core.late_pattern import late
from reader.ui.kit.dropping import Veil, Zone, carried, zone_at
from reader.ui.kit.glyphs import LEAST, Chooser, glyph_button
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.versions import version_first
from reader.ui.look.texts import Texts
from reader.ui.text.document_view import DocumentView, Mark

if TYPE_CHECKING:
    from reader.ui.paper.page_pane import PagePane
    from reader.ui.text.source_view import SourceView

_PLACE: Final = late(r"[\u4e00-\u9fff]{2,3}[省市]")
_TELLING: Final = 6  # characters at the beginning of a title that are seen in a narrow column
LEAST_WIDTH = 216  # pixels: two columns and a panel stay within half a laptop's screen


def short_title(title: str, titles: Sequence[str]) -> tuple[str, Qt.TextElideMode]:
    """What tells a title from the others, and where to cut it: without the 天津市 that others begin with too."""

    def bare(words: str) -> str:
        place = _PLACE.match(words)
        return words[place.end() :] if place and sum(t.startswith(place[0]) for t in titles) > 1 else words

    if (version := version_first(title)) != title:
        return version, Qt.TextElideMode.ElideRight
    own = bare(title)
    alike = any(bare(other)[:_TELLING] == own[:_TELLING] for other in titles if other != title)
    return own, Qt.TextElideMode.ElideMiddle if alike else Qt.TextElideMode.ElideRight


class Header(QFrame):
    """What stands above a column while there are several: document, script, clean or source, swap, close."""

    document_wanted = Signal(str)
    source_wanted = Signal(bool)
    pages_wanted = Signal(bool)  # of the original file
    script_wanted = Signal(bool)  # the other script than the window's
    close_wanted = Signal()
    swap_wanted = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._other = "繁"
        self.setObjectName("columnHeader")
        self.chooser = Chooser()
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(4)
        self.chooser.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.as_source, self.as_pages, self.as_other = (glyph_button("", checkable=True) for _ in range(3))
        self.as_pages.hide()
        self.swap, self.close_button = glyph_button("⇄"), glyph_button("✕")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(self.chooser, 1)
        for widget in (self.as_other, self.as_source, self.as_pages, self.swap, self.close_button):
            row.addWidget(widget)
        self.chooser.activated.connect(lambda _at: self.document_wanted.emit(self.chooser.currentData()))
        self.as_source.clicked.connect(self.source_wanted)
        self.as_pages.clicked.connect(self.pages_wanted)
        self.as_other.clicked.connect(self.script_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.swap.clicked.connect(self.swap_wanted)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_document(
        self, current: tuple[str, str] | None, beside: Sequence[str], offered: Callable[[], Sequence[tuple[str, str]]]
    ) -> None:
        """The document that is shown, (id, title), the titles it must be told from, and what else can be chosen.

        A library may be long: what is offered is asked for when the list opens.
        """

        def fill(titles: Sequence[tuple[str, str]]) -> None:
            with QSignalBlocker(self.chooser):
                self.chooser.clear()
                for doc, title in titles:
                    self.chooser.addItem(title, doc)
                self.chooser.setCurrentIndex(self.chooser.findData(current[0]) if current else -1)

        fill([current] if current else [])
        self.chooser.fill = lambda: fill(offered())
        self.chooser.setToolTip(plain_tip(self.chooser.currentText()))
        self.chooser.short = short_title(self.chooser.currentText(), beside)

    def show_form(
        self, *, source: bool, other_script: bool, simplified: bool, pages: bool = False, has_pages: bool = False
    ) -> None:
        """How the column shows its document; `simplified`: whether the window's script is."""
        self.as_source.setChecked(source and not pages)
        self.as_pages.setChecked(pages)
        self.as_pages.setVisible(has_pages)
        self.as_other.setChecked(other_script)
        self._other = "繁" if simplified else "简"
        self.retranslate()
        self._fit()

    def show_active(self, active: bool) -> None:
        """Whether the column has the reader's attention."""
        if active != bool(self.property("active")):
            self.setProperty("active", active)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the source is left to menu and key: no word is cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        others = [each for each in (self.as_other, self.as_pages, self.swap, self.close_button) if not each.isHidden()]
        row = self.layout()
        taken = (
            sum(each.sizeHint().width() for each in others)
            + LEAST
            + (len(others) + 2) * max(0, row.spacing() if row else 0)
        )
        fits = taken + self.as_source.sizeHint().width() + 12 <= self.width()
        self.as_source.setVisible(fits or self.as_source.isChecked())

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the icons anew; `icon` gives one by name."""
        self.swap.setIcon(icon("arrow-left-right"))
        self.close_button.setIcon(icon("x"))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.as_source.setText(self._texts("原文"))
        self.as_source.setToolTip(self._texts("显示收到时的原文"))
        self.as_pages.setText(self._texts("版面"))
        self.as_pages.setToolTip(self._texts("显示原件的版面"))
        self.as_other.setText(self._other)
        other = self._texts("本栏用繁体显示" if self._other == "繁" else "本栏用简体显示")
        self.as_other.setToolTip(other)
        self.as_other.setAccessibleName(other)
        self.chooser.setAccessibleName(self._texts("本栏的文件"))
        for button, text in ((self.swap, "两栏交换"), (self.close_button, "关闭本栏")):
            button.setToolTip(self._texts(text))
            button.setAccessibleName(self._texts(text))


class Column(QWidget):
    """One document; header and source view are made when they are first needed.

    Attributes:
        key: the key of the pane it shows. room: whether there may be one more column. stacked: whether it would stand
            above or below this one.
    """

    activated = Signal()
    source_moved = Signal(int)  # code point at the upper edge of the source
    pages_moved = Signal(int, float)  # page and points below its upper edge, after the reader scrolled the original
    page_clicked = Signal(int, float, float)  # page, and where on it in points
    page_problem = Signal(str)
    edit_activated = Signal(int)  # number of an edit that was clicked, in either text
    place_activated = Signal(object)  # Location that a mark which was clicked leads to
    named_activated = Signal(str, str)  # "unit" or "system" and its name
    dropped = Signal(str, str)  # document, Zone
    resized = Signal()

    def __init__(self, texts: Texts, view: DocumentView, key: int) -> None:
        super().__init__()
        self._texts = texts
        self.view = view
        self.key = key
        self.room, self.stacked = True, False
        self.header: Header | None = None
        self.source: SourceView | None = None
        self.pages: PagePane | None = None
        self._veil: Veil | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(view, 1)
        self.setFocusProxy(view)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAcceptDrops(True)
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
            from reader.ui.text.source_view import SourceView  # neither comes with the first paint

            self.source = SourceView()
            self.source.setAccessibleName(self._texts("收到的原文"))
            self.source.setAcceptDrops(False)
            self.source.installEventFilter(self)
            self.source.scrolled.connect(self.source_moved)
            self.source.edit_activated.connect(self.edit_activated)
            self.source.hide()
            self._layout.addWidget(self.source, 1)
        return self.source

    def need_pages(self) -> PagePane:
        """The pages of the original, made now if they are not there."""
        if self.pages is None:
            from reader.ui.paper.page_pane import PagePane

            self.pages = PagePane(self._texts)
            self.pages.view.installEventFilter(self)
            self.pages.view.scrolled.connect(self.pages_moved)
            self.pages.view.clicked.connect(self.page_clicked)
            self.pages.view.problem.connect(self.page_problem)
            self.pages.hide()
            self._layout.addWidget(self.pages, 1)
        return self.pages

    def show_mode(self, source: bool, pages: bool = False) -> None:
        """Clean text, or the source, or the pages of the original."""
        shown: QWidget = self.need_pages() if pages else self.need_source() if source else self.view
        for widget in (self.view, self.source, self.pages):
            if widget is not None:
                widget.setVisible(widget is shown)
        self.setFocusProxy(shown)

    def close_lane(self) -> None:
        """Stop the worker that draws pages."""
        if self.pages is not None:
            self.pages.view.close_lane()

    def text_top(self) -> int:
        """How far below the upper end of the column its text begins, in pixels."""
        return self.view.text_area.viewport().mapTo(self, QPoint(0, 0)).y() if self.view.isVisible() else 0

    def focus_text(self) -> None:
        """The keyboard to the text."""
        self.setFocus()

    def _mark_activated(self, mark: Mark) -> None:
        if mark.edit is not None:
            self.edit_activated.emit(mark.edit)
        elif mark.target is not None:
            self.place_activated.emit(mark.target)
        elif mark.named is not None:
            self.named_activated.emit(*mark.named)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice which column the reader works in."""
        if event.type() == QEvent.Type.FocusIn:
            self.activated.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell, so that what is drawn between the columns fits."""
        super().resizeEvent(event)
        self.resized.emit()

    # -- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A document may come in."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show what a drop here would do."""
        self._drag(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._unveil()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the document, here or beside."""
        self._unveil()
        doc = carried(event.mimeData())
        if doc is not None:
            zone = self._zone(event)
            event.acceptProposedAction()
            self.dropped.emit(doc, zone)

    def _drag(self, event: QDragMoveEvent) -> None:
        if carried(event.mimeData()) is None:
            event.ignore()
            return
        if self._veil is None:
            self._veil = Veil(self._texts, self)
        self._veil.show_zone(self._zone(event), self.view.theme)
        event.acceptProposedAction()

    def _zone(self, event: QDropEvent) -> Zone:
        at = event.position().toPoint()
        if self.stacked:
            return zone_at(at.y(), self.height(), room=self.room, stacked=True)
        return zone_at(at.x(), self.width(), room=self.room)

    def _unveil(self) -> None:
        if self._veil is not None:
            self._veil.hide()
