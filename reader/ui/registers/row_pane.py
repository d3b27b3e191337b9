"""The chosen row of a register, whole: all its cells, its words lit in their paragraph, status and note to be written.

Stands beside the table, so that one need not go to the text to see what a row says. Keeps nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QTextBrowser, QVBoxLayout

from reader.core.citation import official, row_link
from reader.core.document import Document
from reader.core.register import Task
from reader.core.span import Span
from reader.registers.exporting import NOTE, STATUS
from reader.registers.own_rows import STATUSES, UNDONE
from reader.ui.kit.coloured import coloured
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.theme import Theme
from reader.ui.registers.register_cells import CellWords
from reader.ui.registers.register_lines import DOUBT, PLACE_COLUMNS, Line, Sheet
from reader.ui.registers.register_table import RegisterTable
from reader.ui.session.session import Session

AROUND: Final = 700  # characters of the paragraph on either side of the words
WAIT: Final = 60  # ms until the pane follows a key that is held down
ROOMY: Final = 1200  # pixels: a narrower table has its chosen row below it
SHARES: Final = {Qt.Orientation.Horizontal: (5, 3), Qt.Orientation.Vertical: (1, 1)}
_SKIPPED: Final = frozenset([*PLACE_COLUMNS, STATUS, NOTE, DOUBT, "任务", "原文"])  # told elsewhere in the pane


class RowPane(QFrame):
    """One row; nothing of it where none is chosen."""

    marked = Signal(object)  # list of (Line, status, note)
    correct_wanted = Signal(object)  # Line
    go_wanted = Signal()
    copied = Signal(str)  # words to be put on the clipboard

    def __init__(self, session: Session, words: CellWords, theme: Theme) -> None:
        """`words` writes cells."""
        super().__init__()
        self._session, self._texts, self._words_of, self._theme = session, session.texts, words, theme
        self._sheet = Sheet("tasks")
        self._line: Line | None = None
        self.where, self.text = QLabel(), QTextBrowser()
        self.status, self.note = Chooser(), QLineEdit()
        self.go, self.link, self.correct = QPushButton(), QPushButton(), QPushButton()
        self.where.setWordWrap(True)
        self.where.setProperty("muted", True)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        for status in STATUSES:
            self.status.addItem("", status)
        said_row, buttons, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        said_row.addWidget(self.status)
        said_row.addWidget(self.note, 1)
        for button in (self.go, self.link, self.correct):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.setContentsMargins(12, 0, 4, 0)
        column.addWidget(self.where)
        column.addWidget(self.text, 1)
        column.addLayout(said_row)
        column.addLayout(buttons)
        self.status.activated.connect(lambda _at: self._say(self.status.currentData(), self._note()))
        self.note.editingFinished.connect(lambda: self._say(self._state(), self.note.text().strip()))
        self.go.clicked.connect(self.go_wanted)
        self.link.clicked.connect(lambda: self.copy([self._line]))
        self.correct.clicked.connect(lambda: self.correct_wanted.emit(self._line))
        self.retranslate()

    def show_line(self, sheet: Sheet, line: Line | None) -> None:
        """Another row, or the same that says something else."""
        self._sheet, self._line = sheet, line
        document = self._document()
        place = " ".join(str(cell) for cell in line.cells[: len(PLACE_COLUMNS)] if cell) if line is not None else ""
        self.where.setText(self._session.shown(place))
        self.text.setHtml(self._html(line, document) if line is not None else "")
        of_task = line is not None and isinstance(line.row, Task)
        with QSignalBlocker(self.status), QSignalBlocker(self.note):
            self.status.setCurrentIndex(self.status.findData(line.status) if line is not None else -1)
            if not self.note.hasFocus():
                self.note.setText(line.seen.note if line is not None else "")
        for control in (self.status, self.note):
            control.setVisible(of_task)
        for button in (self.go, self.link, self.correct):
            button.setEnabled(line is not None)

    def copy(self, lines: Sequence[Line | None]) -> None:
        """Ask for rows on the clipboard, to be sent to somebody."""
        if words := "\n\n".join(filter(None, map(self._words, lines))):
            self.copied.emit(words)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.show_line(self._sheet, self._line)

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        for button, words, tip in (
            (self.go, "转到原文", "转到所选行的原文 (Enter)"),
            (self.link, "复制链接", "复制这一行：原文、出处和它自己的链接"),
            (self.correct, "更正…", "核对、更正这一行 (Ctrl+E)"),
        ):
            button.setText(texts(words))
            button.setToolTip(texts(tip))
        for at, status in enumerate(STATUSES):
            self.status.setItemText(at, texts(status))
        self.status.setAccessibleName(texts(STATUS))
        self.note.setPlaceholderText(texts(NOTE))
        self.note.setAccessibleName(texts(NOTE))
        self.text.setAccessibleName(texts("所选的行"))
        self.setAccessibleName(texts("所选的行"))
        self.show_line(self._sheet, self._line)

    # -- inside

    def _words(self, line: Line | None) -> str:
        """What a row says, where it stands, and a link that leads there."""
        document = self._session.document_of(line.row.at.doc) if line is not None else None
        if line is None or document is None:
            return ""
        at = line.row.at
        quote = " ".join(at.quote.split())
        return f"{quote}\n——{official(document, at.block)}\n{row_link(at.doc, at.block, line.seen.key)}"

    def _state(self) -> str:
        return self._line.seen.status if self._line is not None else ""

    def _note(self) -> str:
        return self._line.seen.note if self._line is not None else ""

    def _say(self, status: str, note: str) -> None:
        line = self._line
        kept = "" if status == UNDONE else status
        if line is not None and (kept, note) != (line.seen.status, line.seen.note):
            self.marked.emit([(line, kept, note)])

    def _document(self) -> Document | None:
        return self._session.document_of(self._line.row.at.doc) if self._line is not None else None

    def _html(self, line: Line, document: Document | None) -> str:
        theme, shown = self._theme, self._session.shown
        rows = []
        for heading, cell in zip(self._sheet.headings, line.cells, strict=True):
            if heading in _SKIPPED or cell is None or cell == "":
                continue
            words = escape(self._words_of.said(line, heading, cell))
            name = escape(self._texts(heading))
            rows.append(
                f'<tr><td style="color:{theme.muted};white-space:nowrap;padding:2px 10px 2px 0">{name}</td>'
                f'<td style="padding:2px 0">{words}</td></tr>'
            )
        block = document.block(line.row.at.block) if document is not None else None
        lit = self._lit(line, block.text) if block is not None else escape(shown(line.row.at.quote))
        return f'<p style="line-height:150%;margin:0 0 8px 0">{lit}</p><table cellspacing="0">{"".join(rows)}</table>'

    def _lit(self, line: Line, text: str) -> str:
        """The paragraph around the words of the row, which are lit; of a task more strongly those that say who."""
        span, theme = line.row.at.span, self._theme
        first, last = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
        view = self._session.convert(text[first:last])
        marks = [(Span(span.start - first, span.end - first), theme.evidence)]
        if isinstance(line.row, Task) and span.start < line.row.note.start < line.row.note.end <= span.end:
            note = line.row.note.shifted(-first)
            marks = [(Span(marks[0][0].start, note.start), theme.evidence), (note, theme.current_evidence)]
        shown = [(view.view_span(each), colour) for each, colour in marks]
        return "…" * (first > 0) + coloured(view.text, shown) + "…" * (last < len(text))


class RowBeside(QSplitter):
    """The table, and beside or below it the chosen row; the space bar shows that and takes it away."""

    def __init__(self, table: RegisterTable, pane: RowPane) -> None:
        super().__init__()
        self.table, self.pane = table, pane
        self.button = QPushButton()
        self.button.setCheckable(True)
        self._later = QTimer(self, singleShot=True, interval=WAIT)
        self.addWidget(table)
        self.addWidget(pane)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(0, 1)
        pane.hide()
        self.setFocusProxy(table)
        self._later.timeout.connect(self.refresh)
        table.selectionModel().currentRowChanged.connect(lambda *_rows: self._later.start())
        table.rows.dataChanged.connect(lambda *_cells: self._later.start())
        table.rows.arranged.connect(self._later.start)
        table.preview_wanted.connect(lambda: self.show_pane(on=not pane.isVisibleTo(self)))
        self.button.clicked.connect(lambda on: self.show_pane(on=on))
        pane.marked.connect(table.marked)
        pane.marked.connect(lambda _said: self.refresh())  # at once: what is said next is said of the row as it is now
        pane.correct_wanted.connect(table.correct_wanted)
        pane.go_wanted.connect(table.go)
        table.copy_wanted.connect(pane.copy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the table where there is room for both, else below it."""
        super().resizeEvent(event)
        way = Qt.Orientation.Horizontal if self.width() >= ROOMY else Qt.Orientation.Vertical
        if way != self.orientation():
            self.setOrientation(way)
            self._share()

    def _share(self) -> None:
        whole = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        shares = SHARES[self.orientation()]
        self.setSizes([whole * share // sum(shares) for share in shares])

    def show_pane(self, *, on: bool) -> None:
        """Show the chosen row beside the table, or the table alone."""
        if on and self.table.current_line() is None:
            self.table.select_first()
        if on != self.pane.isVisibleTo(self):
            self.pane.setVisible(on)
            self._share()
        self.button.setChecked(on)
        self.refresh()
        if on:
            self.table.scrollTo(self.table.currentIndex())

    def retranslate(self, texts: Callable[..., str]) -> None:
        """Write the words anew."""
        self.button.setText(texts("详情"))
        self.button.setToolTip(texts("在表旁显示所选的行：全文、单位、期限、状态 (空格)"))
        self.pane.retranslate()

    def refresh(self) -> None:
        """What the pane says, anew."""
        if self.pane.isVisibleTo(self):
            self.pane.show_line(self.table.rows.sheet, self.table.current_line())
