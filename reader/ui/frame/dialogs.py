"""The few windows over the window: the keys (F1) and 转到条款 (Ctrl+G)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.clause_numbers import clause_numbers
from reader.core.errors import ReaderError
from reader.core.showing import visible
from reader.core.span import Location
from reader.ui.frame.actions import help_page
from reader.ui.frame.menus import places
from reader.ui.kit.control_names import name_inner_controls
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.texts import Texts

COLUMN = 360  # pixels of a column of keys
WIDE, ROWS = 520, 6  # pixels of 转到条款; rows of its list in sight


class HelpDialog(QDialog):
    """Every action with its keys, in as many columns as there is room for; a line to look for one of them.

    Follows the language while it is open.
    """

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.page = QTextBrowser()
        self.close_button = QPushButton()
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.page)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.clicked.connect(self.reject)
        room = parent.screen().availableGeometry()
        self.resize(min(1120, room.width() - 40), min(720, room.height() - 60))
        self.words.textChanged.connect(self._write)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setWindowTitle(self._texts("快捷键一览"))
        self.close_button.setText(self._texts("关闭"))
        self.words.setPlaceholderText(self._texts("查找操作或按键"))
        self.words.setAccessibleName(self._texts("查找操作或按键"))
        self.page.setAccessibleName(self._texts("快捷键一览"))
        name_inner_controls(self, self._texts)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other columns for another width."""
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        columns = max(1, min(3, self.width() // COLUMN))
        self.page.setHtml(help_page(self._texts, self.words.text(), columns, places(self._texts)))


class GoToDialog(QDialog):
    """Type a clause number or words of a heading: what it may mean is listed, Enter or a click goes there. A number
    that is not there is said under the line, and nothing closes.
    """

    def __init__(
        self,
        texts: Texts,
        find: Callable[[str], Location],
        go: Callable[[Location], object],
        parent: QWidget,
        choices: Callable[[str], Sequence[tuple[Location, str]]] = lambda _typed: (),
    ) -> None:
        """`choices`: the places that what is typed may mean, each with what it is called."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._find, self._choices = find, choices
        self._go = go
        self.setWindowTitle(texts("转到条款"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(texts("例如：五（十四）、第十二条、3.2"))
        self.line.setAccessibleName(texts("条款编号"))
        self.list = QListWidget()
        self.list.setAccessibleName(texts("可能的条款"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long one ends in …
        self.list.setMinimumHeight(ROWS * (self.list.fontMetrics().lineSpacing() + 8))
        self.problem = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(2 * self.problem.fontMetrics().lineSpacing())  # room for two lines of complaint
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(QLabel(texts("条款编号，或标题中的词，按回车前往：")))
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.problem)
        self.line.returnPressed.connect(self._try)
        self.line.textChanged.connect(self._offer)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.setMinimumWidth(WIDE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the line leads into the list."""
        pressed = watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if not (pressed and event.key() == Qt.Key.Key_Down and self.list.count()):  # type: ignore[attr-defined]  # a key
            return super().eventFilter(watched, event)
        self.list.setFocus()
        self.list.setCurrentRow(0)
        return True

    def _offer(self, typed: str) -> None:
        self.problem.clear()
        self.list.clear()
        for place, said in self._choices(typed):
            item = QListWidgetItem(visible(said))
            item.setData(Qt.ItemDataRole.UserRole, place)
            item.setToolTip(plain_tip(said))
            self.list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        self._go(place)

    def _try(self) -> None:
        wanted = self.line.text().strip()
        if not wanted:
            return
        try:
            place = self._find(wanted)
        except ReaderError as error:
            first = self.list.item(0)
            if self.list.count() and not clause_numbers(wanted):
                self._take(first)  # words of a heading, not all of it
            else:
                self.problem.setText(str(error))
            return
        self.accept()
        self._go(place)
