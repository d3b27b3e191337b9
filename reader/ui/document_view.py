"""The widget that shows one document: text in one script, marks over it, where the reader is, what is selected.

Owns the meeting of Rendering (positions), Sight (pixels) and Marking (marks). Talks to the outside in canonical places
only, and asks nobody: the converter, the look and the fonts are given to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import Selection
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.fonts import FontChains, choose_fonts
from reader.ui.gap_rows import Gap, GapRows
from reader.ui.marking import Marking
from reader.ui.marks import Mark, MarkKind
from reader.ui.render import Convert, Rendering
from reader.ui.scroll_map import ScrollMap
from reader.ui.selecting import Selecting
from reader.ui.sight import START, Sight, Top, target
from reader.ui.styles import Styles
from reader.ui.text_area import TextArea
from reader.ui.theme import Theme, TypeSettings, palette
from reader.ui.view_bars import NoticeBar, PathBar

__all__ = ["DocumentView", "Mark", "MarkKind"]

IN_VIEW = 1.5  # times what fits into a view full of words is set at first
BREATH_MS = 15  # between two slices of a long text: what has been set is painted first
FLASH_MS = 1200


class DocumentView(QWidget):
    """Shows one document."""

    selection_changed = Signal(object)  # Selection | None
    place_changed = Signal(object)  # Location of the first line in sight
    note_activated = Signal(str)  # id of the note whose mark was clicked, or Enter pressed on it
    link_activated = Signal(object)  # Mark of a link or an edit that was clicked, or Enter pressed on it
    menu_requested = Signal(object, object)  # Selection | None, QPoint (global)
    zoom_requested = Signal(int)  # steps, from Ctrl+wheel; answer with set_type
    scrolled = Signal()  # at once, whoever scrolled

    def __init__(
        self,
        convert: Convert,
        theme: Theme,
        type_: TypeSettings,
        parent: QWidget | None = None,
        *,
        fonts: FontChains | None = None,
    ) -> None:
        super().__init__(parent)
        self._convert = convert
        self._theme = theme
        self._type = type_
        self._fonts = fonts if fonts is not None else choose_fonts()
        self._script = Script.HANS
        self._rendering: Rendering | None = None
        self._sight: Sight | None = None
        self._said: Location | None = None
        self._kept = START  # the first line in sight when scrolling last settled
        self._busy = False  # own changes to the text area are no news
        self._own_title = True
        self._build()
        self._connect()
        self.set_theme(theme)
        self.set_type(type_)

    def _build(self) -> None:
        self._notice = NoticeBar(self)
        self._path = PathBar(self)
        self._area = TextArea(self.selected_text, self)
        self._selecting = Selecting(self._area)
        self._map = ScrollMap(self._area)
        self._area.setVerticalScrollBar(self._map)
        self._marking = Marking(self._area, self._map)
        self._gaps = GapRows(self._area, self.link_activated.emit)
        self._area.ask(self._marking.live_at, self._marking.tip_at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._path, self._area, self._notice):  # below: a column beside keeps its lines level
            column.addWidget(widget)
        self.setFocusProxy(self._area)
        self.setTabOrder(self._area, self._notice)
        self._opening = QTimer(self, singleShot=True, interval=0)
        self._more = QTimer(self, singleShot=True, interval=BREATH_MS)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._flash_over = QTimer(self, singleShot=True, interval=FLASH_MS)

    def _connect(self) -> None:
        self._more.timeout.connect(self.extend)
        self._settle.timeout.connect(self._settled)
        self._opening.timeout.connect(self._open_gaps)
        self._flash_over.timeout.connect(lambda: self.set_marks("flash", ()))
        self._notice.dismissed.connect(self._area.setFocus)
        self._path.chosen.connect(self._go_to_block)
        self._path.start_wanted.connect(self._to_start)
        area = self._area
        area.selectionChanged.connect(self._selected)
        area.clicked.connect(self._clicked)
        area.note_clicked.connect(self.note_activated)
        area.menu_wanted.connect(lambda point: self.menu_requested.emit(self.selection(), point))
        area.zoom_wanted.connect(self.zoom_requested)
        area.edge_wanted.connect(self._bring_edge)
        area.whole_wanted.connect(self.finish)
        area.column_changed.connect(self._column_changed)
        self._map.valueChanged.connect(self._scrolled)

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The document shown, or None."""
        return self._rendering.document if self._rendering else None

    @property
    def script(self) -> Script:
        """The script shown."""
        return self._script

    @property
    def theme(self) -> Theme:
        """The theme shown."""
        return self._theme

    @property
    def text_area(self) -> TextArea:
        """The text widget (tab order, tests, benchmarks)."""
        return self._area

    @property
    def is_complete(self) -> bool:
        """Whether all of the text has been set."""
        return self._rendering is None or self._rendering.complete

    def show_document(self, document: Document, script: Script, at: Location | None = None) -> None:
        """Show a document in a script, with the line of `at` at the upper edge. Marks of another document go."""
        if self.document is None or self.document.id != document.id:
            self._marking.clear()
        self._selecting.forget()
        self._said = None
        self._script = script
        self._set(document, target(document, at), None)

    def set_script(self, script: Script) -> None:
        """Show the document in another script; place to the line, selection and marks stay."""
        if script is not self._script:
            self._script = script
            self._again(self._top())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme, at once."""
        self._theme = theme
        colours = palette(theme)
        self.setPalette(colours)
        self._area.setPalette(colours)
        self._notice.set_theme(theme)
        self._path.set_theme(theme)
        self._again(self._top())

    def set_type(self, type_: TypeSettings) -> None:
        """Take other type settings; the place stays."""
        top = self._top()
        self._type = type_
        self._busy = True
        self._area.set_column(type_.column, type_.size)
        self._busy = False
        self._again(top)

    def finish(self) -> None:
        """Set what has not been set yet, now, instead of in the turns of events to come."""
        while not self.is_complete:
            self.extend()

    def set_gaps(self, gaps: Mapping[str, Gap]) -> None:
        """Rows behind these blocks: another document has something there. A click gives a mark that leads there."""
        if self._gaps.put(gaps) and self._rendering:
            self._opening.start()

    def _open_gaps(self) -> None:
        assert self._sight is not None
        top, self._busy = self._sight.top(), True
        if self._gaps.open_some():
            self._opening.start()
        self._sight.scroll_to(top)
        self._busy = False
        self._marking.again()

    def _top(self) -> Top:
        return self._sight.top() if self._sight else START

    def _again(self, top: Top) -> None:
        """Set the same document anew: place, selection and marks stay."""
        if self.document is not None:
            self._set(self.document, top, self.selection())

    def _set(self, document: Document, top: Top, selected: Selection | None) -> None:
        self._busy = True
        self._more.stop()
        caret = self._sight.caret() if self._sight is not None and self.document is document else None
        column = self._area.column()[1]
        styles = Styles(self._theme, self._type, self._fonts, self._script.value, column)
        rendering = Rendering(document, self._script, styles, self._convert)
        rendering.begin(top.number, self._in_view())
        self._gaps.attach(rendering)
        self._marking.forget()
        rendering.qt.setParent(self._area)
        rendering.qt.setPageSize(self._area.document().pageSize())
        self._area.setDocument(rendering.qt)
        if self._rendering is not None:
            self._rendering.qt.deleteLater()
        self._rendering = rendering
        self._area.setAccessibleName(rendering.spoken_title())
        self._sight = Sight(self._area, rendering)
        self._selecting.attach(rendering, self._sight)
        self._marking.attach(rendering, self._sight, self._theme)
        self._area.set_rule(rendering.rule_position(), self._theme.accent)
        self._notice.tell(converted=self._script.value != document.script, simplified=self._script is Script.HANS)
        self._sight.scroll_to(top)
        self._kept = top
        if selected is not None:
            self._selecting.select(selected)
        elif caret is not None and rendering.placed(caret[0]) is not None:
            self._selecting.put(self._sight.cursor(*caret))
        self._marking.draw(ahead=False)
        self._busy = False
        self._settle.start()
        if not rendering.complete:
            self._more.start()

    def _in_view(self) -> int:
        """About how many characters the view holds: set first, so that they are seen before the rest is set."""
        lines = self._area.viewport().height() / (self._type.size * self._type.line_height) + 1
        return int(lines * max(1.0, self._area.column()[1] / self._type.size) * IN_VIEW)

    def extend(self) -> None:
        """Set one more slice of a long document, as happens by itself; what is in sight stays where it is."""
        rendering, sight = self._rendering, self._sight
        if rendering is None or sight is None:
            return
        top = sight.top()
        self._busy = True
        before = rendering.extend()
        self._gaps.open_all()
        if before:
            sight.scroll_to(top)
            self._area.set_rule(rendering.rule_position(), self._theme.accent)
            self._marking.forget()
        self._busy = False
        self._selecting.again()
        self._marking.draw()
        if rendering.complete:
            self._marking.tick()
        else:
            self._more.start()

    def _column_changed(self, wider: bool) -> None:
        self._path.align(*self._area.column())
        if wider and not self._busy:
            self._again(self._kept)  # titles and tables are set for the width they have

    # -- place -----------------------------------------------------------------------------------------------------

    def place(self) -> Location:
        """The first line in sight: its block and the offset of its first character, as an empty span."""
        document = self.document
        if document is None or self._sight is None or not document.blocks:
            return Location(document.id if document else "")
        top = self._sight.top(within=self._type.size)
        return Location(document.id, document.blocks[top.number].id, Span(top.offset, top.offset))

    def go_to(self, location: Location, flash: bool = True) -> None:
        """Bring a place into sight: a block or a line to the upper edge, words to the upper third, and show them.

        The caret goes there too; a selection gives way to words only, not to a block or a line. A location of another
        document, or of a block that is not there, changes nothing.
        """
        document, rendering = self.document, self._rendering
        if document is None or rendering is None or location.doc != document.id or not document.blocks:
            return
        number = 0 if location.block is None else rendering.number_of(location.block)
        if number is None:
            return
        span = location.span or Span(0, 0)
        words = span.start < span.end
        if rendering.placed(number) is None:
            self._set(document, Top(number, span.start, 0), self.selection())
        assert self._sight is not None
        cursor = self._sight.cursor(number, span.start)
        if not words:
            self._sight.scroll_to(Top(number, span.start, self._type.size // 2) if number or span.start else START)
        elif not self._in_sight(cursor):
            self._sight.scroll_to(Top(number, span.start, self._area.viewport().height() // 3))
        self._kept = self._sight.top()  # a window still finding its size may come before the next turn of events
        selected = self._selecting.there
        if words or not selected:
            self._selecting.forget()
            self._selecting.put(cursor)
        if words and selected:
            self.selection_changed.emit(None)
        if flash:
            block = document.blocks[number]
            shown = span if words else Span(0, len(block.text))
            self.set_marks("flash", (Mark(block.id, shown, "flash"),) if shown.end else ())
            self._flash_over.start()

    def _in_sight(self, cursor: QTextCursor) -> bool:
        box, margin = self._area.cursorRect(cursor), 2 * self._type.size
        return box.top() >= margin and box.bottom() <= self._area.viewport().height() - margin

    @property
    def sight(self) -> Sight | None:
        """What is in sight, in pixels; None while nothing is shown. Another one whenever the text is set anew."""
        return self._sight

    def show_own_title(self, on: bool) -> None:
        """Whether the title stands over the text while the text's own title is out of sight."""
        self._own_title = on
        self._settle.start()

    def step_clause(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) numbered clause or heading."""
        block = self._sight.clause(by) if self._sight is not None else None
        if block is not None:
            self._go_to_block(block.id)

    def _go_to_block(self, block_id: str) -> None:
        if self.document is not None:
            self.go_to(Location(self.document.id, block_id), flash=False)

    def _to_start(self) -> None:
        self._bring_edge(at_end=False)
        self._map.setValue(0)

    def _bring_edge(self, at_end: bool) -> None:
        """A key is about to move to an edge of the document: set that part, if it has not been set."""
        rendering = self._rendering
        if rendering is None or rendering.complete:
            return
        wanted = len(rendering.document.blocks) - 1 if at_end else 0
        if wanted not in rendering.covered:
            self._set(rendering.document, Top(wanted, 0, 0), self.selection())

    def _scrolled(self) -> None:
        if not self._busy and not self._selecting.quiet and self._rendering is not None:
            self._marking.draw()
            self._settle.start()
            self.scrolled.emit()

    def _settled(self) -> None:
        """After scrolling, once in the same turn of events: path, ticks, place."""
        if self._rendering is None or self._sight is None:
            return
        self._kept = self._sight.top()
        self._path.align(*self._area.column())
        self._path.show_title(self._rendering.title() if self._own_title and self._sight.past_title() else "")
        self._path.show_steps(self._sight.steps())
        self._marking.look_ahead()
        self._marking.tick()
        here = self.place()
        if here != self._said:
            self._said = here
            self.place_changed.emit(here)

    # -- marks -----------------------------------------------------------------------------------------------------

    def set_marks(self, layer: str, marks: Sequence[Mark] | Mapping[str, Sequence[Mark]]) -> None:
        """Replace the marks of a layer (hits, notes, edits, links), in a row or by block. KeyError for another name."""
        if self._marking.put(layer, marks):
            self._marking.draw(ahead=False)
            self._settle.start()

    def _clicked(self, position: int) -> None:
        mark = self._marking.live_at(position)
        if mark is not None and mark.note is not None:
            self.note_activated.emit(mark.note)
        elif mark is not None:
            self.link_activated.emit(mark)

    # -- selection -------------------------------------------------------------------------------------------------

    def selection(self) -> Selection | None:
        """What is selected, or None."""
        return self._selecting.current()

    def select(self, selection: Selection) -> None:
        """Select; the view does not move. A selection in another document changes nothing."""
        if self.document is not None and selection.doc == self.document.id:
            self._selecting.select(selection)
            self.selection_changed.emit(self.selection())

    def _selected(self) -> None:
        if not self._busy and not self._selecting.quiet:
            self._selecting.forget()
            self.selection_changed.emit(self.selection())

    def selected_text(self, canonical: bool = False) -> str:
        """The selected words as seen, or as they stand in the canonical text; blocks joined by line feeds."""
        return self._selecting.text(canonical=canonical)
