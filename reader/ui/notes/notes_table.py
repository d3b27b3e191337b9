"""The table of notes: a model over lines and bands, and the view with bands across it. Shows; filters nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from reader.core.showing import visible
from reader.ui.kit.colour_row import LABELS
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.note_lines import MINE, NAMELESS, UNPLACED, Band, Listing, NoteLine, Order

Index = QModelIndex | QPersistentModelIndex

KINDS: Final = {"highlight": "高亮", "underline": "下划线", "note": "批注//一条", "bookmark": "书签//一条"}
KIND_ICONS: Final = {
    "highlight": "highlighter", "underline": "underline", "note": "message-square", "bookmark": "bookmark",
}  # fmt: skip
STATUSES: Final = {"todo": "待办", "done": "完成"}
PADDING: Final = 10  # pixels on either side of a cell's words
SIGN: Final = 24  # pixels of the picture before the words of a mark
STATES: Final = {"exact": "原处", "moved": "已移动", "changed": "已改动", "orphan": "找不到"}
QUOTE_LEAST, TEXT_LEAST = 180, 90  # pixels of 原文; of 批注 where there is none
COLUMNS: Final[tuple[tuple[str, Order | None, int], ...]] = (
    ("★", None, 30), ("标记", "colour", 166), ("条款", "place", 150), ("原文", "quote", QUOTE_LEAST),
    ("批注", "text", 180), ("标签", "tags", 92),
    ("进度", "status", 52), ("定位", "state", 64), ("修改时间", "modified", 132),
)  # fmt: skip
ROW_HEIGHT: Final = 32
STAR, MARK, CLAUSE, QUOTE, TEXT, TAGS, STATUS, STATE, MODIFIED = range(len(COLUMNS))


class NotesModel(QAbstractTableModel):
    """Rows of a `Listing`; a text is written in the script on screen when it is first shown."""

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], theme: Theme, icon: Callable[[str], QIcon] | None = None
    ) -> None:
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._icon = icon
        self._rows: tuple[NoteLine | Band, ...] = ()
        self._written: dict[tuple[int, int], str] = {}
        self.theme = theme
        self.bold = QFont()
        self.bold.setBold(True)

    def set_rows(self, rows: Sequence[NoteLine | Band]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._written = tuple(rows), {}
        self.endResetModel()

    def refresh(self) -> None:
        """Write everything anew (another script, language or theme)."""
        self._written = {}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def row(self, number: int) -> NoteLine | Band | None:
        """What stands in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rows(self) -> tuple[NoteLine | Band, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Rows; a table has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._texts(COLUMNS[section][0]) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Bands cannot be selected."""
        if isinstance(self.row(index.row()), Band):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, colours, the whole text as a tooltip."""
        row, column = self.row(index.row()), index.column()
        if row is None:
            return None
        if isinstance(row, Band):
            return self._band(row, column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            key = index.row(), column
            if key not in self._written:
                self._written[key] = self._text(row, column)
            return self._written[key]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(row, column)) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == MARK and self._icon is not None:
            return self._icon(KIND_ICONS[row.placed.note.kind])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._texts(COLUMNS[column][0])
            return self._texts.labelled(name, self._text(row, column))
        return None

    def _band(self, band: Band, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.FontRole:
            return self.bold
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and column == 0:
            return self._texts("{title}（{n} 条）", title=self._shown(band.title), n=band.count)
        return None

    def _text(self, line: NoteLine, column: int) -> str:
        note = line.placed.note
        if column == STAR:
            return "★" if note.starred else ""
        if column == MARK:
            return mark_words(line, self._texts)
        if column == CLAUSE:
            return self._shown(line.clause)
        if column == QUOTE:
            return self._shown(line.quote)
        if column == TEXT:
            by = self.says_who(line)
            return visible(" ".join(filter(None, [f"〔{by}〕" if by else "", *note.text.split()])))
        if column == TAGS:
            return " ".join(f"#{tag}" for tag in note.tags)
        if column == STATUS:
            return self._texts(STATUSES[note.status]) if note.status else ""
        if column == STATE:
            return self.says_where(line)
        return local_time(note.modified)

    def says_who(self, line: NoteLine) -> str:
        """Who made a note that is not one's own, in short; empty for one's own."""
        if line.author == MINE:
            return ""
        creator = line.placed.note.creator
        return creator.name or creator.unit or self._texts(NAMELESS.strip())

    def says_how(self, line: NoteLine) -> str:
        """How a note was made, and the meaning of its colour."""
        return mark_words(line, self._texts)

    def says_where(self, line: NoteLine) -> str:
        """How a note's words were found today, or why nobody looked."""
        return self._texts(UNPLACED.get(line.placed.document) or STATES[line.placed.resolution.state])

    def _tip(self, line: NoteLine, column: int) -> str:
        if column == QUOTE:
            return self._shown(line.placed.note.anchor.quote[:600])
        if column == TEXT:
            by = "" if line.author == MINE else str(line.placed.note.creator)
            return "\n".join(filter(None, [by, line.placed.note.text[:600]]))
        return self._text(line, column)

    def _ink(self, line: NoteLine, column: int) -> QColor | None:
        theme = self.theme
        if column == MARK and line.placed.note.kind != "bookmark":
            return QColor(theme.tint(line.placed.note.colour))
        if column == STAR or (column == STATE and line.attention):
            return QColor(theme.accent)
        if column in {CLAUSE, STATE, MODIFIED} or (column == STATUS and line.placed.note.status == "done"):
            return QColor(theme.muted)
        return None


def mark_words(line: NoteLine, texts: Texts) -> str:
    """How the note was made, then sign and meaning of its colour: no one has to tell them by colour or shape alone."""
    note = line.placed.note
    if note.kind == "bookmark":
        return texts(KINDS["bookmark"])
    label = LABELS.get(note.colour)
    sign = MARGIN_GLYPHS.get(note.colour, "")
    return f"{texts(KINDS[note.kind])}　{sign} {texts(label) if label else ''}".rstrip()


class NotesTable(QTableView):
    """One click selects, Enter or a double click goes to the note's place; a click on a header orders by it."""

    jump = Signal(str)  # id of the note
    order_wanted = Signal(object)  # Order
    selection_changed = Signal()
    delete_pressed = Signal()

    def __init__(self, model: NotesModel) -> None:
        super().__init__()
        self.setObjectName("notesTable")  # for the style sheet, which must not wait for a parent
        self.notes = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns.setHighlightSections(False)
        # Of its own: else it asks every selected row whether the whole column is, a second for ten thousand rows.
        columns.setSelectionModel(QItemSelectionModel(model, self))
        columns.setSectionsClickable(True)
        columns.setMinimumSectionSize(30)
        for number, (_name, _order, width) in enumerate(COLUMNS):
            self.setColumnWidth(number, width)
        self._quote_width = QUOTE_LEAST  # as it was given last: another one was dragged by the reader and stays
        self._fit_heads()
        model.headerDataChanged.connect(self._fit_heads)
        columns.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        columns.sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(self._jump)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    def show_listing(self, listing: Listing) -> None:
        """Other rows; the selected notes stay selected, and so does the place in the table."""
        chosen, current = set(self.chosen()), self.current()
        at = self.verticalScrollBar().value()
        self.notes.set_rows(listing.rows)
        self._give_room(listing.lines)
        self._share()
        self.clearSpans()
        for number, row in enumerate(listing.rows):
            if isinstance(row, Band):
                self.setSpan(number, 0, 1, len(COLUMNS))
        if chosen:
            self._choose_again(chosen, current)
        self.verticalScrollBar().setValue(at)
        self.selection_changed.emit()

    def _fit_heads(self) -> None:
        """No heading is cut in any language; the star is a sign."""
        words = self.horizontalHeader().fontMetrics().horizontalAdvance
        for number in range(MARK, len(COLUMNS)):
            said = str(self.notes.headerData(number, Qt.Orientation.Horizontal) or "")
            self.setColumnWidth(number, max(self.columnWidth(number), words(said) + 2 * PADDING))
        self._give_room(row for row in self.notes.rows() if isinstance(row, NoteLine))

    def _give_room(self, lines: Iterable[NoteLine]) -> None:
        """What is said in a few words is not cut in any language; a column never gets narrower by itself."""
        advance = self.fontMetrics().horizontalAdvance
        lines = tuple(lines)
        marks = {(line.placed.note.kind, line.placed.note.colour): line for line in lines}
        states = {(line.placed.document, line.placed.resolution.state): line for line in lines}
        wide = {
            MARK: max((advance(self.notes.says_how(line)) + SIGN for line in marks.values()), default=0),
            STATE: max((advance(self.notes.says_where(line)) for line in states.values()), default=0),
        }
        for column, width in wide.items():
            self.setColumnWidth(column, max(width + 2 * PADDING, self.columnWidth(column)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share another width."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """What is noted on has two fifths of the room for words; nearly all where nothing listed says anything."""
        if self.columnWidth(QUOTE) != self._quote_width:
            return
        room = self.columnWidth(QUOTE) + self.columnWidth(TEXT)
        silent = not any(isinstance(row, NoteLine) and row.placed.note.text for row in self.notes.rows())
        self._quote_width = max(QUOTE_LEAST, room - TEXT_LEAST if silent else room * 2 // 5)
        self.setColumnWidth(QUOTE, self._quote_width)

    def chosen(self) -> tuple[str, ...]:
        """Ids of the selected notes, from top to bottom."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        ranges = sorted((each.top(), each.bottom()) for each in parts)
        numbers = dict.fromkeys(number for top, bottom in ranges for number in range(top, bottom + 1))
        rows = [self.notes.row(number) for number in numbers]
        return tuple(row.key for row in rows if isinstance(row, NoteLine))

    def current(self) -> str | None:
        """The note that the keyboard is on."""
        row = self.notes.row(self.currentIndex().row())
        return row.key if isinstance(row, NoteLine) else None

    def select_first(self) -> None:
        """The first note, where none is selected."""
        if not self.chosen():
            for number, row in enumerate(self.notes.rows()):
                if isinstance(row, NoteLine):
                    self.selectRow(number)
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Delete asks for deletion."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._jump(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Delete and self.chosen():
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)

    def _choose_again(self, chosen: set[str], current: str | None) -> None:
        flag = QItemSelectionModel.SelectionFlag
        again, last = QItemSelection(), len(COLUMNS) - 1
        focus: int | None = None
        start: int | None = None
        for number, row in enumerate((*self.notes.rows(), None)):  # neighbours as one range: all may be selected
            inside = isinstance(row, NoteLine) and row.key in chosen
            if isinstance(row, NoteLine) and row.key == current:
                focus = number
            if inside and start is None:
                start = number
            elif not inside and start is not None:
                again.select(self.notes.index(start, 0), self.notes.index(number - 1, last))
                start = None
        self.selectionModel().select(again, flag.Select)
        if focus is not None:
            self.selectionModel().setCurrentIndex(self.notes.index(focus, 0), flag.NoUpdate)

    def _jump(self, index: QModelIndex) -> None:
        row = self.notes.row(index.row())
        if isinstance(row, NoteLine):
            self.jump.emit(row.key)

    def _header_clicked(self, section: int) -> None:
        order = COLUMNS[section][1]
        if order is not None:
            self.order_wanted.emit(order)


def hold_focus(here: QWidget, buttons: Iterable[QWidget]) -> None:
    """Before these buttons go grey: the keyboard goes `here`, not on to the next button, which may delete for good."""
    if any(button.hasFocus() for button in buttons):
        here.setFocus(Qt.FocusReason.OtherFocusReason)
