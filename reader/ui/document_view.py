"""The widget that shows one document: text in one script, marks over it, where the reader is, what is selected.

Owns the meeting of Rendering (positions), MarkLayers (marks) and TextArea (pixels). Talks to the outside in canonical
places only, and asks nobody: the converter, the look and the fonts are given to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Converted, Script
from reader.ui.fonts import FontChains, choose_fonts
from reader.ui.marks import Mark, MarkKind, MarkLayers, selections
from reader.ui.render import MARGIN_LEFT, Convert, Rendering
from reader.ui.scroll_map import ScrollMap, Tick
from reader.ui.styles import Styles
from reader.ui.text_area import TextArea
from reader.ui.theme import Theme, TypeSettings, palette
from reader.ui.view_bars import NoticeBar, PathBar, Step

__all__ = ["Converted", "DocumentView", "Mark", "MarkKind", "Script", "Theme", "TypeSettings"]

FLASH_MS = 1200
_ALL_LAYOUT_TICKS = 2000  # more blocks with marks than this are placed on the scroll bar by their number alone
_CONVERSION = {"hans": "简体为转换显示，非官方文本", "hant": "繁體為轉換顯示，非官方文本"}


@dataclass(frozen=True)
class _Top:
    """The first line in sight: where its first character belongs, and how far below the upper edge it starts."""

    number: int
    offset: int
    down: int


class DocumentView(QWidget):
    """Shows one document."""

    selection_changed = Signal(object)  # Selection | None
    place_changed = Signal(object)  # Location of the first line in sight
    note_activated = Signal(str)  # id of the note whose mark was clicked
    link_activated = Signal(object)  # Mark of kind link or edit that was clicked
    menu_requested = Signal(object, object)  # Selection | None, QPoint (global)
    zoom_requested = Signal(int)  # steps, from Ctrl+wheel
    focused = Signal()

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
        self._layers = MarkLayers()
        self._drawn = range(0)
        self._waiting: Selection | None = None  # selected, but not yet set
        self._said: Location | None = None
        self._quiet = False
        self._notice_dismissed = False
        self._build()
        self.set_theme(theme)
        self.set_type(type_)

    def _build(self) -> None:
        self._notice = NoticeBar(self)
        self._path = PathBar(self)
        self._area = TextArea(self.selected_text, self._live_at, self)
        self._map = ScrollMap(self._area)
        self._area.setVerticalScrollBar(self._map)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._notice, self._path, self._area):
            column.addWidget(widget)
        self.setFocusProxy(self._area)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._flash_over = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._more.timeout.connect(self._extend)
        self._settle.timeout.connect(self._settled)
        self._flash_over.timeout.connect(lambda: self.set_marks("flash", ()))
        self._notice.dismissed.connect(self._dismiss_notice)
        self._path.chosen.connect(self._go_to_block)
        self._area.selectionChanged.connect(self._selected)
        self._area.clicked.connect(self._clicked)
        self._area.note_clicked.connect(self.note_activated)
        self._area.menu_wanted.connect(lambda point: self.menu_requested.emit(self.selection(), point))
        self._area.zoom_wanted.connect(self.zoom_requested)
        self._area.edge_wanted.connect(self._bring_edge)
        self._area.whole_wanted.connect(self._bring_all)
        self._area.column_changed.connect(self._column_changed)
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
        """The text widget (for tests, benchmarks and tab order)."""
        return self._area

    def show_document(self, document: Document, script: Script, at: Location | None = None) -> None:
        """Show a document in a script, with the line of `at` at the upper edge. Marks of another document go."""
        if self.document is None or self.document.id != document.id:
            self._layers.clear()
            self._waiting = None
        self._script = script
        number, offset = self._target(document, at)
        self._area.setAccessibleName(f"文件正文：{document.reading_title}")
        self._set(document, _Top(number, offset, 0 if (number or offset) else -1), None)
        self._said = None
        self._settle.start()

    def set_script(self, script: Script) -> None:
        """Show the document in another script; place to the line, selection and marks stay."""
        if script is not self._script:
            self._script = script
            self._again()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme, at once."""
        self._theme = theme
        colours = palette(theme)
        self.setPalette(colours)
        self._area.setPalette(colours)
        self._notice.set_theme(theme)
        self._path.set_theme(theme)
        self._again()

    def set_type(self, type_: TypeSettings) -> None:
        """Take other type settings; the place stays."""
        top = self._top()
        self._type = type_
        self._quiet = True
        self._area.set_column(type_.column, type_.size)
        self._quiet = False
        self._again(top)

    def finish(self) -> None:
        """Set what has not been set yet, now (for tests, benchmarks and selecting everything)."""
        while self._rendering is not None and not self._rendering.complete:
            self._extend()

    @staticmethod
    def _target(document: Document, at: Location | None) -> tuple[int, int]:
        if at is None or at.block is None:
            return 0, 0
        number = next((n for n, block in enumerate(document.blocks) if block.id == at.block), 0)
        return number, at.span.start if at.span else 0

    def _again(self, top: _Top | None = None) -> None:
        """Set the same document anew, keeping place and selection."""
        document = self.document
        if document is not None:
            self._set(document, top or self._top() or _Top(0, 0, -1), self.selection())

    def _set(self, document: Document, top: _Top, selected: Selection | None) -> None:
        self._quiet = True
        self._more.stop()
        styles = Styles(self._theme, self._type, self._fonts, self._writing(document))
        rendering = Rendering(document, self._script, styles, self._convert)
        if document.blocks:
            rendering.begin(top.number)
        old = self._area.document()
        rendering.qt.setParent(self._area)
        rendering.qt.setPageSize(self._area.document().pageSize())
        self._area.setExtraSelections([])
        self._area.setDocument(rendering.qt)
        if self._rendering is not None:
            old.deleteLater()
        self._rendering = rendering
        self._drawn = range(0)
        self._show_notice(document)
        self._scroll_to(top)
        if selected is not None:
            self._select(selected)
        self._draw()
        self._quiet = False
        self._settle.start()
        if not rendering.complete:
            self._more.start()

    def _writing(self, document: Document) -> str:
        return self._script.value if self._script.value in {"hans", "hant", "tw", "hk"} else document.script

    def _extend(self) -> None:
        """Set one more slice; what is in sight stays where it is."""
        rendering = self._rendering
        if rendering is None:
            return
        top = self._top()
        self._quiet = True
        if rendering.extend() and top is not None:
            self._scroll_to(top)
        self._quiet = False
        if self._waiting is not None:
            self._select(self._waiting)
        self._draw()
        if rendering.complete:
            self._tick()
        else:
            self._more.start()

    def _column_changed(self) -> None:
        if not self._quiet:
            self._settle.start()

    def _show_notice(self, document: Document) -> None:
        converted = self._script.value != document.script
        words = _CONVERSION["hans" if self._script is Script.HANS else "hant"]
        self._notice.say(words, "关闭提示" if self._script is Script.HANS else "關閉提示")
        self._notice.setVisible(converted and not self._notice_dismissed)

    def _dismiss_notice(self) -> None:
        self._notice_dismissed = True
        self._notice.hide()

    # -- place -----------------------------------------------------------------------------------------------------

    def _top(self) -> _Top | None:
        rendering = self._rendering
        if rendering is None or not rendering.document.blocks:
            return None
        if self._map.value() == 0 and rendering.covered.start == 0:
            return _Top(0, 0, -1)
        cursor = self._area.cursorForPosition(QPoint(MARGIN_LEFT, self._type.size))
        number, offset = rendering.place(cursor.position())
        return _Top(number, offset, self._area.cursorRect(self._cursor(number, offset)).top())

    def _cursor(self, number: int, offset: int, end: int | None = None) -> QTextCursor:
        """A cursor at a place that has been set, or from there to the offset `end`."""
        assert self._rendering is not None
        cursor = QTextCursor(self._rendering.qt)
        at = self._rendering.position(number, offset)
        cursor.setPosition(at or 0)
        if end is not None:
            to = self._rendering.position(number, end)
            cursor.setPosition(to or 0, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _scroll_to(self, top: _Top) -> None:
        """Bring a line to a distance from the upper edge. A negative distance at the very start means the start."""
        self._area.document().size()  # lays out everything that has been set
        if top.number == 0 and top.offset == 0 and top.down < 0:
            self._map.setValue(0)
            return
        now = self._area.cursorRect(self._cursor(top.number, top.offset)).top()
        self._map.setValue(self._map.value() + now - top.down)

    def place(self) -> Location:
        """The first line in sight: its block and the offset of its first character, as an empty span."""
        document, top = self.document, self._top()
        if document is None or top is None:
            return Location(document.id if document else "")
        return Location(document.id, document.blocks[top.number].id, Span(top.offset, top.offset))

    def go_to(self, location: Location, flash: bool = True) -> None:
        """Bring a place into sight: a block or a line to the upper edge, words to the upper third, and show them.

        A location of another document, or of a block that is not there, changes nothing.
        """
        document, rendering = self.document, self._rendering
        if document is None or rendering is None or location.doc != document.id:
            return
        number = 0 if location.block is None else rendering.number_of(location.block)
        if number is None:
            return
        span = location.span or Span(0, 0)
        words = span.start < span.end
        if rendering.placed(number) is None:
            self._set(document, _Top(number, span.start, 0), self.selection())
        cursor = self._cursor(number, span.start)
        box, height = self._area.cursorRect(cursor), self._area.viewport().height()
        if not words:
            self._scroll_to(_Top(number, span.start, -1 if number == 0 else self._type.size // 2))
        elif box.top() < 2 * self._type.size or box.bottom() > height - 3 * self._type.size:
            self._scroll_to(_Top(number, span.start, height // 3))
        if not self._area.textCursor().hasSelection():
            kept = self._map.value()
            self._area.setTextCursor(cursor)
            self._map.setValue(kept)
        if flash:
            block = document.blocks[number]
            shown = span if words else Span(0, len(block.text))
            self.set_marks("flash", (Mark(block.id, shown, "flash"),) if shown.end else ())
            self._flash_over.start()

    def step_clause(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) numbered clause or heading."""
        document, top = self.document, self._top()
        if document is None or top is None:
            return
        number = top.number
        while 0 <= number + by < len(document.blocks):
            number += by
            block = document.blocks[number]
            if block.kind == "heading" or block.number:
                self.go_to(Location(document.id, block.id), flash=False)
                return

    def _go_to_block(self, block_id: str) -> None:
        if self.document is not None:
            self.go_to(Location(self.document.id, block_id), flash=False)

    def _bring_edge(self, at_end: bool) -> None:
        rendering, document = self._rendering, self.document
        if rendering is None or document is None or rendering.complete:
            return
        wanted = len(document.blocks) - 1 if at_end else 0
        if wanted not in rendering.covered:
            self._set(document, _Top(wanted, 0, 0), self.selection())

    def _bring_all(self) -> None:
        self.finish()

    def _scrolled(self) -> None:
        if not self._quiet:
            self._draw()
            self._settle.start()

    def _settled(self) -> None:
        """After scrolling, once in the same turn of events: path, place, ticks."""
        if self._rendering is None:
            return
        here = self.place()
        self._path.show_steps(self._steps())
        self._tick()
        if here != self._said:
            self._said = here
            self.place_changed.emit(here)

    def _steps(self) -> list[Step]:
        """The headings around the first line in sight."""
        document, top = self.document, self._top()
        if document is None or top is None:
            return []
        path = list(document.blocks[top.number].path)
        steps: list[Step] = []
        for number in range(top.number, -1, -1):
            block = document.blocks[number]
            if not path:
                break
            if block.kind == "heading" and block.number == path[-1] and list(block.path) == path[:-1]:
                words = self._convert(block.text, self._script).text if self._converting else block.text
                steps.insert(0, Step("", words or block.number, block.id))
                path.pop()
        return steps

    @property
    def _converting(self) -> bool:
        return self.document is not None and self._script.value != self.document.script

    # -- marks -----------------------------------------------------------------------------------------------------

    def set_marks(self, layer: str, marks: Sequence[Mark]) -> None:
        """Replace the marks of a layer (hits, notes, edits, links). Raises KeyError for another name."""
        self._layers.put(layer, marks)
        self._drawn = range(0)
        self._draw()
        if layer != "flash":
            self._tick()

    def _draw(self) -> None:
        """Draw the marks of what is in sight and a screen around it, unless that has been done."""
        rendering = self._rendering
        if rendering is None or not rendering.document.blocks:
            return
        height = self._area.viewport().height()
        first, last = self._number_at(0), self._number_at(height)
        if first in self._drawn and last in self._drawn:
            return
        low, high = self._number_at(-height), self._number_at(2 * height)
        self._drawn = range(low, high + 1)
        drawn, signs = selections(self._layers, rendering, self._drawn, self._theme)
        self._area.setExtraSelections(drawn)
        self._area.set_signs(signs)

    def _number_at(self, y: int) -> int:
        assert self._rendering is not None
        cursor = self._area.cursorForPosition(QPoint(MARGIN_LEFT, y))
        return self._rendering.place(cursor.position())[0]

    def _tick(self) -> None:
        """Bring the scroll bar's ticks up to date."""
        rendering = self._rendering
        if rendering is None:
            return
        ticks: list[Tick] = []
        for layer, lane in (("notes", 0), ("hits", 1)):
            for block_id, marks in self._layers.blocks(layer).items():
                number = rendering.number_of(block_id)
                if number is None:
                    continue
                current = any(mark.kind == "current-hit" for mark in marks)
                colour = self._theme.tint(marks[0].colour) if lane == 0 else self._theme.hit_line
                tick = self._theme.accent if current else colour
                ticks.append(Tick(self._down(number), tick, 2 if current else lane))
        self._map.set_ticks(sorted(ticks, key=lambda tick: tick.lane))

    def _down(self, number: int) -> float:
        """How far down the document a block stands, 0..1."""
        rendering = self._rendering
        assert rendering is not None
        at = rendering.position(number, 0)
        if not rendering.complete or at is None:
            return number / max(1, len(rendering.document.blocks))
        layout = rendering.qt.documentLayout()
        return layout.blockBoundingRect(rendering.qt.findBlock(at)).top() / max(1.0, layout.documentSize().height())

    def _marks_at(self, position: int) -> list[Mark]:
        rendering = self._rendering
        if rendering is None or not rendering.document.blocks:
            return []
        number, offset = rendering.place(position)
        return self._layers.at(rendering.document.blocks[number].id, offset)

    def _live_at(self, position: int) -> bool:
        return any(mark.note is not None or mark.kind == "link" for mark in self._marks_at(position))

    def _clicked(self, position: int) -> None:
        for mark in self._marks_at(position):
            if mark.note is not None:
                self.note_activated.emit(mark.note)
                return
            if mark.kind in {"link", "edit"}:
                self.link_activated.emit(mark)
                return

    # -- selection -------------------------------------------------------------------------------------------------

    def selection(self) -> Selection | None:
        """What is selected, or None."""
        if self._waiting is not None:
            return self._waiting
        cursor = self._area.textCursor()
        if self._rendering is None or not cursor.hasSelection():
            return None
        pieces = self._rendering.pieces(cursor.selectionStart(), cursor.selectionEnd())
        return Selection(self._rendering.document.id, pieces) if pieces else None

    def select(self, selection: Selection) -> None:
        """Select; the view does not move. A selection in another document changes nothing."""
        if self.document is not None and selection.doc == self.document.id:
            self._select(selection)
            self.selection_changed.emit(self.selection())

    def _select(self, selection: Selection) -> None:
        rendering = self._rendering
        assert rendering is not None
        first, last = selection.pieces[0], selection.pieces[-1]
        start = rendering.position(rendering.number_of(first.block) or 0, first.span.start)
        end = rendering.position(rendering.number_of(last.block) or 0, last.span.end)
        if start is None or end is None:
            self._waiting = selection
            return
        self._waiting = None
        cursor = QTextCursor(rendering.qt)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        kept, quiet = self._map.value(), self._quiet
        self._quiet = True
        self._area.setTextCursor(cursor)
        self._map.setValue(kept)
        self._quiet = quiet

    def _selected(self) -> None:
        if not self._quiet:
            self._waiting = None
            self.selection_changed.emit(self.selection())

    def selected_text(self, canonical: bool = False) -> str:
        """The selected words as seen, or as they stand in the canonical text; blocks joined by line feeds."""
        selection, rendering = self.selection(), self._rendering
        if selection is None or rendering is None:
            return ""
        return self._canonical(selection.pieces) if canonical else rendering.seen(selection.pieces)

    def _canonical(self, pieces: Sequence[Piece]) -> str:
        assert self.document is not None
        texts = {block.id: block.text for block in self.document.blocks}
        return "\n".join(piece.span.cut(texts[piece.block]) for piece in pieces)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell who has the keyboard now."""
        super().focusInEvent(event)
        self.focused.emit()
