"""The widget that shows one document: text in one script, marks over it, where the reader is, what is selected.

The text is set by `text_setting`; here is where the reader goes in it, and what is told to the outside: canonical
places only. Asks nobody: the converter, the look and the fonts are given to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from reader.core.note import Selection
from reader.core.span import Location, Span
from reader.ui.look.fonts import FontChains
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme, TypeSettings
from reader.ui.text.marks import Mark, MarkKind
from reader.ui.text.pacing import Ruler
from reader.ui.text.render import MARGIN_LEFT, Convert
from reader.ui.text.sight import START, Sight, Top
from reader.ui.text.text_setting import TextSetting
from reader.ui.text.view_bars import NoticeBar

__all__ = ["DocumentView", "Mark", "MarkKind"]

FLASH_MS = 1200


class DocumentView(TextSetting):
    """Shows one document."""

    selection_changed = Signal(object)  # Selection | None
    place_changed = Signal(object)  # Location of the first line in sight
    clause_clicked = Signal(object)  # Location that was clicked, without selecting, where nothing opens
    note_activated = Signal(str)  # id of the note whose mark was clicked, or Enter pressed on it
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
        texts: Texts | None = None,
    ) -> None:
        super().__init__(convert, theme, type_, parent, fonts=fonts, texts=texts)
        self._own_title = True
        self.spoken_page: object = None  # what tells of it to a screen reader, once one has asked
        self._ruler: Ruler | None = None
        self._flash_over = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._connect()
        self.set_theme(theme)
        self.set_type(type_)

    def _connect(self) -> None:
        self._more.timeout.connect(self.extend)
        self._settle.timeout.connect(self._settled)
        self._opening.timeout.connect(self._open_gaps)
        self._flash_over.timeout.connect(lambda: self.set_marks("flash", ()))
        self._notice.dismissed.connect(self._area.setFocus)
        self._path.chosen.connect(self._go_to_block)
        self._path.start_wanted.connect(self._to_start)
        if self._texts is not None:
            self._texts.changed.connect(self.retranslate)
        area = self._area
        area.selectionChanged.connect(self._selected)
        area.clicked.connect(self._clicked)
        area.note_clicked.connect(self.note_activated)
        area.menu_wanted.connect(lambda point: self.menu_requested.emit(self._selected_at(point), point))
        area.zoom_wanted.connect(self.zoom_requested)
        area.edge_wanted.connect(self._bring_edge)
        area.page_wanted.connect(self.turn)
        area.whole_wanted.connect(self.finish)
        area.column_changed.connect(self._column_changed)
        self._map.valueChanged.connect(self._scrolled)

    # -- place -----------------------------------------------------------------------------------------------------

    def place(self) -> Location:
        """The first line in sight: its block and the offset of its first character, as an empty span."""
        document = self.document
        if document is None or self._sight is None or not document.blocks:
            return Location(document.id if document else "")
        top = self._sight.top(within=self._type.size)
        return Location(document.id, document.blocks[top.number].id, Span(top.offset, top.offset))

    def clause_meant(self) -> Location:
        """The block that the caret is in where it is in sight, else that of the first line in sight."""
        caret = self._area.cursorRect()
        here = self._area.viewport().rect().contains(self._area.viewport().rect().left(), caret.center().y())
        return self._block_at(caret.center().y()) if here else self._block_of(self.place())

    def caret_place(self) -> Location | None:
        """Where the caret is, as an empty span; None at the start of the text, where it is before anybody put it."""
        at = self._sight.caret() if self._sight is not None and self.document is not None else None
        if at is None or self.document is None:
            return None
        return Location(self.document.id, self.document.blocks[at[0]].id, Span(at[1], at[1]))

    def caret(self) -> tuple[str, int] | None:
        """Id of the block that the caret is in, and the offset in it; None where the caret is out of sight."""
        at = self._sight.caret() if self._sight is not None else None
        if at is None or self.document is None or not self._area.viewport().rect().intersects(self._area.cursorRect()):
            return None
        return self.document.blocks[at[0]].id, at[1]

    def clause_at(self, point: QPoint) -> Location:
        """The block under a point of the screen; the one that is meant where the point is not over the text."""
        there = self._area.viewport().mapFromGlobal(point)
        return self._block_at(there.y()) if self._area.viewport().rect().contains(there) else self.clause_meant()

    def _block_at(self, y: int) -> Location:
        document = self.document
        if document is None or self._sight is None or not document.blocks:
            return Location(document.id if document else "")
        return Location(document.id, document.blocks[self._sight.number_at(y)].id)

    @staticmethod
    def _block_of(place: Location) -> Location:
        return Location(place.doc, place.block)

    def _selected_at(self, point: QPoint) -> Selection | None:
        """What is selected, where a point of the screen is on it or beside the text."""
        cursor, there = self._area.textCursor(), self._area.viewport().mapFromGlobal(point)
        if not self._area.viewport().rect().contains(there):
            return self.selection()
        at = self._area.cursorForPosition(there).position()
        return self.selection() if cursor.selectionStart() <= at <= cursor.selectionEnd() else None

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
        self._keep(self._sight.top())  # a window still finding its size may come before the next turn of events
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

    def shows(self, location: Location) -> bool:
        """Whether the beginning of some words of this document is in sight."""
        number = self._rendering.number_of(location.block) if self._rendering and location.block else None
        if number is None or self._sight is None or location.span is None or self._rendering is None:
            return False
        if self._rendering.placed(number) is None:
            return False
        box = self._area.cursorRect(self._sight.cursor(number, location.span.start))
        return self._area.viewport().rect().intersects(box)

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

    @property
    def notice(self) -> NoticeBar:
        """The notice that the script is a conversion."""
        return self._notice

    def turn(self, by: int) -> None:
        """A page on (1) or back (-1), with the last line of the page before; the caret goes along."""
        if self._sight is not None:
            self._sight.turn(by)
            self._selecting.forget()
            self._selecting.put(self._area.cursorForPosition(QPoint(MARGIN_LEFT + 1, self._type.size)))

    def line_height(self) -> float:
        """From line to line, in pixels."""
        return self._type.pitch

    def show_ruler(self, on: bool) -> None:
        """Whether a ruler lies over the line that is read."""
        if on and self._ruler is None:
            self._ruler = Ruler(self._area)
        if self._ruler is not None:
            self._ruler.set_theme(self._theme)
            self._ruler.set_shown(on)

    def step_clause(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) numbered clause or heading."""
        block = self._sight.clause(by) if self._sight is not None else None
        if block is not None:
            self._go_to_block(block.id)

    def go_to_heading(self, number: int) -> None:
        """A screen reader goes to the block with this number: the caret and the keyboard go along."""
        if self.document is not None and number < len(self.document.blocks):
            self._go_to_block(self.document.blocks[number].id)
            self._area.setFocus()

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
        self._keep(self._top())
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
        elif self._rendering is not None and self._rendering.document.blocks:
            document, (number, _offset) = self._rendering.document, self._rendering.place(position)
            self.clause_clicked.emit(Location(document.id, document.blocks[number].id))

    # -- selection -------------------------------------------------------------------------------------------------

    def select(self, selection: Selection) -> None:
        """Select; the view does not move. A selection in another document changes nothing."""
        if self.document is not None and selection.doc == self.document.id:
            self._selecting.select(selection)
            self.selection_changed.emit(self.selection())

    def unselect(self) -> None:
        """Let the selection go; the caret stays where it is, and the view does not move."""
        if self._selecting.there:
            self._selecting.end()
            self.selection_changed.emit(None)

    def selection_box(self) -> QRect:
        """The lines of the selection from edge to edge of the column, in pixels of the text area; may reach out of
        sight.
        """
        cursor, area = self._area.textCursor(), self._area
        edges = []
        for at in (cursor.selectionStart(), cursor.selectionEnd()):
            cursor.setPosition(at)
            edges.append(area.cursorRect(cursor).translated(area.viewport().pos()))
        left, wide = area.column()
        return QRect(QPoint(left, edges[0].top()), QPoint(left + wide, max(edge.bottom() for edge in edges)))

    def _selected(self) -> None:
        if not self._busy and not self._selecting.quiet:
            self._selecting.forget()
            self.selection_changed.emit(self.selection())
