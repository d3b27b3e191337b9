"""The rows of a register for a table: lines let through, in order, under headings of groups. Writes cells when shown.

Owns order and groups. Must not know the view, nor what narrows the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from html import escape
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from reader.core.query import echoed
from reader.registers.exporting import CONCERNED, CORRECTED, NOTE, PERHAPS, ROLES, STATUS, WHY, Cell
from reader.ui.look.theme import Theme
from reader.ui.registers.register_cells import CellWords
from reader.ui.registers.register_lines import (
    DOUBT,
    EVERYTHING,
    MINE,
    PLACE_COLUMNS,
    ROLE_ORDER,
    TO_CHECK,
    Line,
    Sheet,
    group_values,
)

Index = QModelIndex | QPersistentModelIndex
SHOWN, MOST_SHOWN = 160, 2000  # characters of a cell: in rows of one or two lines, in rows as high as their words
TIP: Final = 900
UNIT_COLUMNS: Final = frozenset(["牵头", "共同", "配合", CONCERNED])
UP, DOWN = " ▲", " ▼"
AROUND: Final = 70  # characters on either side of the year that a target has from elsewhere
NOWHERE: Final = {"role": "未写明角色", "unit": "未写明单位", "year": "没有年份", "status": "未填状态"}


@dataclass(frozen=True, slots=True)
class Group:
    """A heading among the rows."""

    key: str
    count: int


class RegisterModel(QAbstractTableModel):
    """Rows of a `Sheet`; a text is written in the script on screen when it is first shown."""

    note_written = Signal(object, str)  # Line, note
    arranged = Signal()  # rows stand in another order, or others stand there

    def __init__(
        self, texts: Callable[..., str], shown: Callable[[str], str], title: Callable[[str], str], theme: Theme,
        told: Callable[[str], str] = str,
    ) -> None:  # fmt: skip
        """`shown` writes a canonical text in the script on screen; `title` names a document in it; `told` says the
        program's sentences in the language of the window.
        """
        super().__init__()
        self.words = CellWords(texts, told, shown, title)
        self._texts, self._shown, self._title = texts, shown, title
        self._written: dict[tuple[int, int], str] = {}
        self._ranks: dict[int, list[int]] = {}
        self._numbers: tuple[int, ...] = ()
        self._entries: list[Line | Group] = []
        self._closed: set[tuple[str, str]] = set()
        self._sort: tuple[int, bool] | None = None
        self._collator = QCollator(QLocale("zh_CN"))  # by pinyin
        self.group, self._whole = "", False
        self.own_names: frozenset[str] = frozenset()  # of my unit: first and bold where units are listed
        self.own_first = False  # what my unit leads stands first, where nothing else orders the rows
        self.sheet, self.chosen = Sheet("tasks"), EVERYTHING  # chosen: of whom roles are told
        self.theme = theme

    # -- what is there

    def show(self, sheet: Sheet, numbers: Collection[int]) -> None:
        """These lines of a register."""
        if sheet is self.sheet:
            self._numbers = tuple(sorted(numbers))
            self._again()
            return
        self.beginResetModel()
        if sheet.headings != self.sheet.headings:
            self._sort = None
        self.sheet, self._written, self._ranks = sheet, {}, {}
        self._numbers = tuple(sorted(numbers))
        self._arrange()
        self.endResetModel()
        self.arranged.emit()

    def set_group(self, group: str) -> None:
        """Put the rows under headings: doc, unit, year, status; empty for none."""
        if group != self.group:
            self.group = group
            self._again()

    def set_whole(self, *, on: bool) -> None:
        """Whether cells say all of their words."""
        if on != self._whole:
            self._whole = on
            self._written = {}

    def toggle(self, entry: Group) -> None:
        """Fold the rows under a heading away, or show them again."""
        self._closed ^= {(self.group, entry.key)}
        self._again()

    def put(self, sheet: Sheet, line: Line) -> None:
        """The same register with one line that says something else."""
        self.sheet = sheet
        for row, entry in enumerate(self._entries):
            if isinstance(entry, Line) and entry.number == line.number:
                self._entries[row] = line
        for column in range(len(sheet.headings)):
            self._written.pop((line.number, column), None)
        self._ranks = {}
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, self.columnCount() - 1))

    def entry(self, row: int) -> Line | Group | None:
        """What stands in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def line(self, index: Index) -> Line | None:
        """The line of a row; None for a heading."""
        entry = self.entry(index.row()) if index.isValid() else None
        return entry if isinstance(entry, Line) else None

    def row_of(self, key: str) -> int | None:
        """Where the line with that key stands; None where it is not shown."""
        found = (n for n, each in enumerate(self._entries) if isinstance(each, Line) and each.seen.key == key)
        return next(found, None)

    def lines(self) -> tuple[Line, ...]:
        """All lines, from top to bottom, each once; also those folded away."""
        ordered = self._sorted(self._numbers)
        return tuple(self.sheet.lines[number] for number in ordered)

    def groups(self) -> list[tuple[int, Group]]:
        """The headings with their rows."""
        return [(row, entry) for row, entry in enumerate(self._entries) if isinstance(entry, Group)]

    def refresh(self) -> None:
        """Write everything anew (another script, language or theme)."""
        self._written = {}
        rows, cells = self.rowCount(), self.columnCount()
        if rows and cells:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, cells - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, cells - 1)

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Rows; a table has no children."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Columns."""
        return 0 if parent.isValid() else len(self.sheet.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.sheet.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading = self._texts(self.sheet.headings[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading
        if self._sort is not None and self._sort[0] == section:
            heading += DOWN if self._sort[1] else UP
        return heading if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Notes can be written where they stand; headings cannot be selected."""
        entry = self.entry(index.row()) if index.isValid() else None
        if not isinstance(entry, Line):
            return Qt.ItemFlag.ItemIsEnabled
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return both | Qt.ItemFlag.ItemIsEditable if self.sheet.headings[index.column()] == NOTE else both

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A note was written."""
        line = self.line(index)
        if role != Qt.ItemDataRole.EditRole or line is None or str(value).strip() == line.seen.note:
            return False
        self.note_written.emit(line, str(value).strip())
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, colours, the whole text as a tooltip."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if isinstance(entry, Group):
            return self._heading(entry, role)
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            key = (entry.number, column)
            if key not in self._written:
                words = self._text(entry, column)
                self._written[key] = echoed(words, MOST_SHOWN if self._whole else SHOWN)
            return self._written[key]
        if role == Qt.ItemDataRole.EditRole:
            return entry.seen.note
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self._tip(entry, column)
            return f"<p>{escape(words[:TIP] + ('…' if len(words) > TIP else ''))}</p>" if words else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(entry, column)
        if role == Qt.ItemDataRole.FontRole:
            return self._weight(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = isinstance(entry.cells[column], int | float)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side | (Qt.AlignmentFlag.AlignTop if self._whole else Qt.AlignmentFlag.AlignVCenter))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._texts(self.sheet.headings[column])}：{self._text(entry, column)}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; -1 for the order of the register."""
        self._sort = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._again()
        if self.sheet.headings:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.sheet.headings) - 1)

    # -- inside

    def _again(self) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        before = [self._entries[index.row()] for index in kept]
        self._arrange()
        rows = {id(entry): row for row, entry in enumerate(self._entries)}
        moved = [
            self.index(rows[id(entry)], index.column()) if id(entry) in rows else QModelIndex()
            for entry, index in zip(before, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        self.arranged.emit()

    def _arrange(self) -> None:
        lines = [self.sheet.lines[number] for number in self._sorted(self._numbers)]
        if not self.group:
            self._entries = list(lines)
            return
        found: dict[str, list[Line]] = {}
        for line in lines:
            for value in group_values(line, self.group, self.chosen) or ("",):
                found.setdefault(value, []).append(line)
        keys = sorted(found, key=lambda key: (not key, self._place(key, found[key])))
        self._entries = []
        for key in keys:
            self._entries.append(Group(key, len(found[key])))
            if (self.group, key) not in self._closed:
                self._entries += found[key]

    def _place(self, key: str, lines: Sequence[Line]) -> tuple[int, str]:
        """Documents as in the library, units by how much they have, years from the first."""
        if self.group == "doc":
            return min(line.number for line in lines), ""
        if self.group == "role":
            return [*ROLE_ORDER].index(key) if key in ROLES else len(ROLES), ""  # type: ignore[arg-type]  # keys are texts
        return (-len(lines), key) if self.group == "unit" else (0, key)

    def _sorted(self, numbers: Sequence[int]) -> list[int]:
        if self._sort is None or self._sort[0] >= len(self.sheet.headings):
            return sorted(numbers, key=self._own_rank) if self.own_first else list(numbers)
        column, falling = self._sort
        return sorted(numbers, key=lambda number: self._rank(number, column), reverse=falling)

    def _rank(self, number: int, column: int) -> int:
        """Where a row stands when the table is ordered by a column; documents and clauses in their own order."""
        if self.sheet.headings[column] in PLACE_COLUMNS:
            return number
        if column not in self._ranks:
            lines = self.sheet.lines
            cells = [self._ordering(line, column) for line in lines]
            said = {cell for cell in cells if isinstance(cell, str) and cell}
            place = {cell: n for n, cell in enumerate(sorted(said, key=cmp_to_key(self._collator.compare)))}
            order = sorted(range(len(lines)), key=lambda n: _key(cells[n], place))
            ranks = [0] * len(order)
            for at, each in enumerate(order):
                ranks[each] = at
            self._ranks[column] = ranks
        return self._ranks[column][number]

    def _ordering(self, line: Line, column: int) -> Cell:
        """What a line is ordered by: units as they are shown, my own first."""
        cell = line.cells[column]
        return self._own_unit_first(cell) if isinstance(cell, str) and self._lists_units(column) else cell

    def _lists_units(self, column: int) -> bool:
        return self.sheet.headings[column] in UNIT_COLUMNS

    def _own_rank(self, number: int) -> int:
        role = self.sheet.lines[number].role
        return ROLE_ORDER.index(role) if role else len(ROLE_ORDER)

    def _heading(self, entry: Group, role: int) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            folded = "▸" if (self.group, entry.key) in self._closed else "▾"
            return f"{folded} {self._group_name(entry.key)}（{entry.count}）"
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return QColor(self.theme.surface) if role == Qt.ItemDataRole.BackgroundRole else None

    def _group_name(self, key: str) -> str:
        if not key:
            return self._texts(NOWHERE[self.group])
        if self.group == "doc":
            return self._title(key)
        if self.group == "year":
            return self._texts("{year}年", year=key)
        if self.group == "role":
            return self._texts(ROLES[key])  # type: ignore[index]  # keys are texts
        return self._texts(key) if self.group == "status" else self._shown(key)

    def _text(self, line: Line, column: int) -> str:
        heading, cell = self.sheet.headings[column], line.cells[column]
        if heading in UNIT_COLUMNS and cell:
            cell = self._own_unit_first(str(cell))
        return self.words.said(line, heading, cell)

    def _own_unit_first(self, cell: str) -> str:
        units = cell.split("、")
        return "、".join(sorted(units, key=lambda name: not self._is_own(name)))

    def _is_own(self, name: str) -> bool:
        return name in self.own_names or name.rpartition("（")[0] in self.own_names

    def _weight(self, line: Line, column: int) -> QFont | None:
        """Bold where my own unit stands."""
        heading, cell = self.sheet.headings[column], line.cells[column]
        if heading not in UNIT_COLUMNS or not self.own_names or not isinstance(cell, str):
            return None
        if not any(map(self._is_own, cell.split("、"))):
            return None
        font = QFont()
        font.setBold(True)
        return font

    def _tip(self, line: Line, column: int) -> str:
        heading, headings = self.sheet.headings[column], self.sheet.headings
        if heading == DOUBT:
            said = [self._text(line, headings.index(each)) for each in (WHY, CORRECTED) if each in headings]
            return "\n".join(filter(None, said)) or self._text(line, column)
        if heading == "期限" and line.due_at is not None:
            return self._texts(
                "年份取自：{quote}", quote=self._shown(_around(line.due_at.quote, str(line.cells[column])))
            )
        if heading == MINE and line.cells[column] == PERHAPS:
            return self._texts("原文写的是“{words}”，可能涉及本单位。", words=self._shown(line.perhaps))
        return self._text(line, column)

    def _ink(self, line: Line, column: int) -> QColor | None:
        heading = self.sheet.headings[column]
        if heading == DOUBT:
            return QColor(self.theme.accent if line.doubt == TO_CHECK else self.theme.link)
        if heading in PLACE_COLUMNS or (heading == STATUS and not line.seen.status) or line.seen.dropped:
            return QColor(self.theme.muted)
        return None


def _key(cell: Cell, place: dict[str, int]) -> tuple[int, float]:
    """Numbers first, then texts in the order of `place`, what is empty last."""
    if cell is None or cell == "":
        return 2, 0
    return (1, place[cell]) if isinstance(cell, str) else (0, cell)


def _around(quote: str, year: str) -> str:
    """The part of a sentence around the year."""
    at = max(0, quote.rfind(year))
    first, last = max(0, at - AROUND), at + AROUND
    return "…" * (first > 0) + " ".join(quote[first:last].split()) + "…" * (last < len(quote))
