"""The menus of the table of a register: of a row, of how far a task is, of the columns. The table acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from reader.registers.own_rows import STATUSES
from reader.ui.look.texts import Texts
from reader.ui.registers.register_lines import PLACE_COLUMNS
from reader.ui.registers.row_heights import ALL

if TYPE_CHECKING:
    from reader.ui.registers.register_table import RegisterTable

ROWS_SAY: Final = {1: "每行一行字", 2: "每行两行字", ALL: "每行全部文字"}


class RegisterMenus:
    """Each menu is made when it is asked for and freed when it closes, but for `columns`, which a button drops too."""

    def __init__(self, table: RegisterTable, texts: Texts) -> None:
        self._table, self._texts = table, texts
        self.columns = QMenu(table)
        self.columns.aboutToShow.connect(self._fill_columns)

    def of_row(self) -> QMenu:
        """What can be done with the rows that are chosen, and with the one the keyboard is on."""
        table, texts = self._table, self._texts
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(texts("转到原文") + "\tEnter", table.go)
        copy = menu.addAction(texts("复制链接"), lambda: table.copy_wanted.emit(table.chosen_lines()))
        copy.setToolTip(texts("复制这一行：原文、出处和它自己的链接"))
        if table.rows.sheet.name == "tasks":
            menu.addSeparator()
            menu.addMenu(self.of_status(menu))
            menu.addAction(texts("写备注") + "\tF2", table.edit_note)
        menu.addSeparator()
        line = table.current_line()
        menu.addAction(texts("核对、更正这一行…") + "\tCtrl+E", lambda: table.correct_wanted.emit(line))
        return menu

    def of_status(self, parent: QWidget | None = None) -> QMenu:
        """The words for how far a task is, with their keys: as part of another menu, or freed when it closes."""
        table = self._table
        menu = QMenu(self._texts("状态"), parent or table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, parent is None)
        line = table.current_line()
        for key, status in enumerate(STATUSES, 1):
            action = menu.addAction(f"{self._texts(status)}\t{key}", lambda to=status: table.set_status(to))
            action.setCheckable(True)
            action.setChecked(line is not None and line.status == status)
        return menu

    def _fill_columns(self) -> None:
        table, menu = self._table, self.columns
        menu.clear()
        for number, heading in enumerate(table.rows.sheet.headings):
            if heading not in PLACE_COLUMNS:
                words = str(table.rows.headerData(number, Qt.Orientation.Horizontal))
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(not table.isColumnHidden(number))
                action.toggled.connect(lambda on, name=heading: table.set_column(name, on))
        menu.addSeparator()
        for lines, words in ROWS_SAY.items():
            action = menu.addAction(self._texts(words))
            action.setCheckable(True)
            action.setChecked(table.look.lines == lines)
            action.triggered.connect(lambda _on=True, n=lines: table.set_lines(n))
        menu.addSeparator()
        menu.addAction(self._texts("恢复默认的列和宽度"), table.reset_columns)
