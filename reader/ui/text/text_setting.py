"""The part of the document view that sets the text: one document, in one script, theme and type, a slice at a time.

Owns the meeting of Rendering (positions), Sight (pixels), Selecting and MarkPainter (marks) whenever the text is set
anew, so that place, selection and marks stay. Where the reader goes and what is told to the outside is `document_view`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import Piece, Selection
from reader.core.span import Location
from reader.script import Script
from reader.ui.look.fonts import FontChains, choose_fonts
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme, TypeSettings, palette
from reader.ui.text.gap_rows import Gap, GapRows
from reader.ui.text.mark_painter import MarkPainter
from reader.ui.text.render import Convert, Rendering, SpokenHeading
from reader.ui.text.scroll_map import ScrollMap
from reader.ui.text.selecting import Selecting
from reader.ui.text.setting.styles import Styles
from reader.ui.text.sight import START, Sight, Top, target
from reader.ui.text.telling import tell_another
from reader.ui.text.text_area import TextArea
from reader.ui.text.view_bars import NoticeBar, PathBar

if TYPE_CHECKING:
    from reader.core.excerpt import Excerpt

IN_VIEW = 1.5  # times what fits into a view full of words is set at first
BREATH_MS = 15  # between two slices of a long text: what has been set is painted first
UNSEEN_MS = 250  # till the second slice where the first is not painted, because the window is covered


class TextSetting(QWidget):
    """Text, the bars at it, the scroll bar with its marks. Connects nothing: whoever derives does."""

    link_activated = Signal(object)  # Mark of a link or an edit that was clicked, or Enter pressed on it

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
        super().__init__(parent)
        self._convert = convert
        self._texts = texts
        self._theme = theme
        self._type = type_
        self._fonts = fonts if fonts is not None else choose_fonts()
        self._script = Script.HANS
        self._rendering: Rendering | None = None
        self._sight: Sight | None = None
        self._said: Location | None = None
        self._kept = START  # the first line in sight when scrolling last settled
        self._kept_at = -1  # how far it was scrolled then
        self._headings: tuple[SpokenHeading, ...] | None = None  # until a screen reader asks
        self._busy = False  # own changes to the text area are no news
        self._build()

    def _build(self) -> None:
        self._notice = NoticeBar(self)
        self._path = PathBar(self)
        self._area = TextArea(self.selected_text, self._selected_rich, self)
        self._selecting = Selecting(self._area)
        self._map = ScrollMap(self._area)
        self._area.setVerticalScrollBar(self._map)
        self._marking = MarkPainter(self._area, self._map)
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
        self._more = QTimer(self, singleShot=True)
        self._settle = QTimer(self, singleShot=True, interval=0)

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

    def retranslate(self) -> None:
        """What the program says in the text is said in the language of the window; place and marks stay."""
        if self.document is not None and not any(block.kind == "title" for block in self.document.blocks):
            self._again(self._top())

    def set_type(self, type_: TypeSettings) -> None:
        """Take other type settings; the place stays."""
        if type_ == self._type and self.document is not None:
            return  # setting a long table takes its time
        top = self._top()
        self._type = type_
        self._busy = True
        self._area.set_column(type_.column, type_.size)
        self._busy = False
        self._again(top)

    def spoken_headings(self) -> tuple[SpokenHeading, ...]:
        """The headings of what is shown, for a screen reader."""
        if self._headings is None:
            self._headings = self._rendering.headings() if self._rendering is not None else ()
        return self._headings

    def seen(self, piece: Piece) -> str:
        """The words of a piece of the document as they are shown, set or not; empty while nothing is shown."""
        return self._rendering.seen([piece]) if self._rendering is not None else ""

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
        """The first line in sight: the character that came there first, as long as nobody scrolls.

        Setting the text in another size again and again must not go from the start of a line to the start of a line.
        """
        if self._sight is None or self._area.verticalScrollBar().value() == self._kept_at:
            return self._kept
        return self._sight.top()

    def _keep(self, top: Top) -> None:
        """This is the first line in sight now."""
        self._kept, self._kept_at = top, self._area.verticalScrollBar().value()

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
        rendering = Rendering(document, self._script, styles, self._convert, self._texts)
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
        self._headings = None
        tell_another(self)
        self._sight = Sight(self._area, rendering)
        self._selecting.attach(rendering, self._sight)
        self._marking.attach(rendering, self._sight, self._theme)
        self._area.set_rule(rendering.rule_position(), self._theme.accent)
        converted = self._script.value != document.script
        self._notice.tell(
            converted=converted, simplified=self._script is Script.HANS, other_words=self._script is Script.TWP
        )
        self._sight.scroll_to(top)
        self._keep(top)
        if selected is not None:
            self._selecting.select(selected)
        elif caret is not None and rendering.placed(caret[0]) is not None:
            self._selecting.put(self._sight.cursor(*caret))
        self._marking.draw(ahead=False)
        self._busy = False
        self._settle.start()
        if not rendering.complete:
            self._more.start(UNSEEN_MS if self._area.isVisible() else BREATH_MS)
            self._area.once_painted(self._go_on)

    def _go_on(self) -> None:
        """The first slice has been seen."""
        if self._more.isActive():
            self._more.start(BREATH_MS)

    def _in_view(self) -> int:
        """About how many characters the view holds: set first, so that they are seen before the rest is set."""
        lines = self._area.viewport().height() / (self._type.size * self._type.line_height) + 1
        return int(lines * max(1.0, self._area.column()[1] / self._type.size) * IN_VIEW)

    def extend(self) -> None:
        """Set one more slice of a long document, as happens by itself; what is in sight stays where it is."""
        rendering, sight = self._rendering, self._sight
        if rendering is None or sight is None:
            return
        top = self._top()
        self._busy = True
        before = rendering.extend()
        self._gaps.open_all()
        if before:
            sight.scroll_to(top)
            self._keep(top)
            self._area.set_rule(rendering.rule_position(), self._theme.accent)
            self._marking.forget()
        self._busy = False
        self._selecting.again()
        self._marking.draw()
        if rendering.complete:
            self._marking.tick()
        else:
            self._more.start(BREATH_MS)

    def _column_changed(self, wider: bool) -> None:
        self._path.align(*self._area.column())
        if wider and not self._busy:
            self._again(self._kept)  # titles and tables are set for the width they have

    # -- selection -------------------------------------------------------------------------------------------------

    def selection(self) -> Selection | None:
        """What is selected, or None."""
        return self._selecting.current()

    def excerpts(self, pieces: Sequence[Piece] | None = None) -> tuple[Excerpt, ...]:
        """What is selected, or these pieces, as seen, with what makes them headings and tables."""
        return self._selecting.excerpts(pieces)

    def _selected_rich(self) -> str:
        from reader.core.excerpt import html

        return html(self.excerpts())

    def selected_text(self, canonical: bool = False) -> str:
        """The selected words as seen, or as they stand in the canonical text; blocks joined by line feeds."""
        return self._selecting.text(canonical=canonical)
