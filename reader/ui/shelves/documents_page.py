"""全部文件: the library as a table over the whole window, with the tree of its facets at the left.

Narrows and orders off the GUI thread where the library is long. Asks by signals; changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.document import DocumentInfo
from reader.core.showing import visible
from reader.ui.kit.flow import Chips, divided, fill_row
from reader.ui.kit.menu_button import MenuButton
from reader.ui.kit.own_keys import OwnKeys
from reader.ui.kit.tasks import Lane
from reader.ui.look.table_look import TableLook
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.document_columns import COLUMNS, Figures, ordered
from reader.ui.shelves.document_table import DocumentModel, DocumentTable
from reader.ui.shelves.library_browser import LibraryBrowser
from reader.ui.shelves.library_names import LibraryNames
from reader.ui.shelves.library_rows import AT_ONCE, Choice, Shelf, tags_in
from reader.ui.shelves.library_tree import SECTIONS, LibraryTree, Pair, library_tree
from reader.ui.shelves.name_bar import NameBar

FORMS: Final = {"xlsx": "导出为 XLSX…", "csv": "导出为 CSV…"}
SIDE: Final = 250  # pixels of the tree
ROOMY: Final = 800  # pixels of the page: a narrower one shows the table alone


class DocumentsPage(QWidget):
    """Tree, filter, actions on what is selected, table."""

    open_wanted = Signal(str, bool)  # document id, in a tab of its own
    compare_wanted = Signal(object)  # ids of two documents or more
    export_wanted = Signal(str)  # one of FORMS
    collect_wanted = Signal(object, str)  # ids, folder
    tags_wanted = Signal(object, object)  # ids, tags to be added
    look_changed = Signal(object)  # TableLook
    close_wanted = Signal()

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme, look: TableLook, most: int) -> None:
        """Args: most: how many documents can stand side by side."""
        super().__init__()
        self.setObjectName("registersPage")  # such pages look alike
        self._texts, self._shown, self._most = texts, shown, most
        self.names = LibraryNames(texts, shown)
        self.shelf, self.choice, self.figures = Shelf(()), Choice(), Figures()
        self._lane: Lane | None = None  # made with the first long library
        self._waiting = False  # for what is listed
        self.title, self.said = QLabel(), QLabel()
        self.words, self.chips, self.naming = QLineEdit(), Chips(), NameBar(texts)
        self.open, self.compare, self.tags, self.leave = (QPushButton() for _ in range(4))
        self.columns, self.folders, self.export = MenuButton(), MenuButton(), MenuButton()
        self.tree = LibraryBrowser(texts, self.names, theme)
        self.table = DocumentTable(DocumentModel(texts, shown, self.names, theme), texts)
        OwnKeys(self.table, Qt.Key.Key_F2)  # tags
        self.table.set_look(look)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    def show_library(self, shelf: Shelf, figures: Figures) -> None:
        """The documents there are, and what is counted of them."""
        self.shelf, self.figures = shelf, figures
        self._fill()

    def set_choice(self, choice: Choice) -> None:
        """Narrow to something else."""
        self.choice = choice
        self._fill()

    def chosen(self) -> tuple[str, ...]:
        """What an action is done with: the selected documents."""
        return self.table.chosen()

    def exported(self) -> tuple[tuple[str, ...], list[list[str | int]]]:
        """Headings and cells for a file: the selected documents where there are several, else all that are listed."""
        chosen, rows = set(self.chosen()), self.table.rows
        infos = [info for info in rows.infos if len(chosen) < 2 or info.id in chosen]
        columns = self.table.shown()

        def cell(info: DocumentInfo, at: int) -> str | int:
            column = columns[at]
            return int(column.of(info, rows.figures)) if column.number else rows.text(info, column)

        return (
            tuple(self._texts("大小（字节）" if column.name == "size" else column.heading) for column in columns),
            [[cell(info, at) for at in range(len(columns))] for info in infos],
        )

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.tree.set_theme(theme)
        self.table.rows.theme = theme
        self.table.viewport().update()

    def refresh(self) -> None:
        """Another script."""
        self.table.rows.refresh()
        self.tree.viewport().update()
        self.chips.show_chips(self.names.chips(self.choice.facets))

    def close_lane(self) -> None:
        """Stop the worker."""
        if self._lane is not None:
            self._lane.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the table has the room of the tree."""
        super().resizeEvent(event)
        self.tree.setVisible(self.width() >= ROOMY)

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        self.title.setText(texts("全部文件"))
        self.words.setPlaceholderText(texts("筛选：标题、文号、机关"))
        self.words.setAccessibleName(texts("筛选文库"))
        self.table.setAccessibleName(texts("全部文件"))
        for button, words, tip in (
            (self.open, "打开", "打开 (Enter)"), (self.compare, "对照", "并排打开所选的 2 至 {n} 份文件"),
            (self.tags, "标签…", "给所选的文件加标签 (F2)"), (self.folders, "放入文件夹", ""), (self.columns, "列", ""),
            (self.export, "导出", "导出所选的几份文件的清单；没有选几份时导出列出的全部"),
            (self.leave, "返回正文", "返回正文 (Esc)"),
        ):  # fmt: skip
            button.setText(texts(words) + " ▾" * isinstance(button, QToolButton))
            button.setToolTip(texts(tip or words, n=self._most))
        for says, action in zip(FORMS.values(), self.export.menu().actions(), strict=True):
            action.setText(texts(says))
        self.table.set_look(self.table.look)
        self.refresh()
        self._say()

    # -- inside

    def _lay_out(self) -> None:
        self.title.setObjectName("cardHeading")
        self.words.setClearButtonEnabled(True)
        self.said.setProperty("muted", True)
        self.naming.hide()
        export, folders = QMenu(self.export), QMenu(self.folders)
        for form in FORMS:
            export.addAction("", partial(self.export_wanted.emit, form))
        folders.aboutToShow.connect(lambda: self._fill_folders(folders))
        for button, menu in ((self.export, export), (self.folders, folders), (self.columns, self.table.columns)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMenu(menu)
        head, bar, right = QFrame(), QWidget(), QWidget()
        head.setObjectName("pageHead")
        fill_row(head, [self.title, None, self.export, self.leave], (12, 4, 8, 4))
        fill_row(bar, [self.words, self.open, self.compare, self.folders, self.tags, self.columns], (0, 0, 0, 0))
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget in (bar, self.chips, self.naming, self.said):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        split = divided(self.tree, right, (SIDE, 4 * SIDE))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda words: self.set_choice(replace(self.choice, words=words)))
        self.words.returnPressed.connect(self._into_table)
        self.tree.chosen.connect(self._branch_chosen)
        self.chips.picked.connect(lambda name: self.set_choice(self.choice.with_facet(str(name), "")))
        self.table.open_wanted.connect(self.open_wanted)
        self.table.look_changed.connect(self._look_changed)
        self.table.selection_changed.connect(self._say)
        self.table.tags_pressed.connect(self._ask_tags)
        self.table.menu_wanted.connect(self._show_menu)
        self.open.clicked.connect(lambda: self._ask_open(aside=False))
        self.compare.clicked.connect(lambda: self.compare_wanted.emit(self.chosen()))
        self.tags.clicked.connect(self._ask_tags)
        self.leave.clicked.connect(self.close_wanted)
        self._texts.changed.connect(self.retranslate)

    def _branch_chosen(self, section: str, pairs: tuple[Pair, ...]) -> None:
        self.set_choice(self.choice.with_facets(SECTIONS[section], pairs))

    def _look_changed(self, look: TableLook) -> None:
        self._fill()
        self.look_changed.emit(look)

    def _fill(self) -> None:
        shelf, choice, figures, look = self.shelf, self.choice, self.figures, self.table.look

        def work() -> tuple[list[DocumentInfo], LibraryTree]:
            found = ordered(shelf.passing(choice), figures, look.sort, falling=look.falling)
            return found, library_tree(shelf, choice)

        if len(shelf.infos) <= AT_ONCE:
            self._show(work())
            return
        if self._lane is None:
            self._lane = Lane("document-table", newest_only=True, parent=self)
        self._waiting = True
        self._lane.submit(lambda _job: work(), self._show)
        self._say()

    def _show(self, found: tuple[list[DocumentInfo], LibraryTree]) -> None:
        infos, tree = found
        self._waiting = False
        self.tree.show_tree(tree, unfold=bool(self.choice.words.strip()))
        self.table.show_rows(infos, self.figures)
        self.chips.show_chips(self.names.chips(self.choice.facets))

    def _say(self) -> None:
        """How many there are, are listed, are selected; what can be done with these."""
        texts, chosen, listed = self._texts, len(self.chosen()), len(self.table.rows.infos)
        total = len(self.shelf.infos)
        said = [texts("共 {n} 份", n=f"{total:,}")]
        said += [texts("列出 {n} 份", n=f"{listed:,}")] if listed != total else []
        said += [texts("已选 {n} 份", n=f"{chosen:,}")] if chosen > 1 else []
        nothing = "正在列出文件…" if self._waiting else "没有符合筛选的文件。" if total else "文库是空的。"
        self.said.setText(" · ".join(said) if listed else texts(nothing))
        here = self.open, self.compare, self.folders, self.tags
        if not chosen and any(button.hasFocus() for button in here):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # before the button goes grey
        self.compare.setEnabled(2 <= chosen <= self._most)
        for button in (self.open, self.folders, self.tags):
            button.setEnabled(chosen > 0)
        self.export.setEnabled(listed > 0)

    def _ask_open(self, *, aside: bool) -> None:
        doc = self.table.current() or next(iter(self.chosen()), None)
        if doc is not None:
            self.open_wanted.emit(doc, aside)

    # -- menus and names

    def _show_menu(self, at: QPoint) -> None:
        self.row_menu().popup(at)

    def row_menu(self) -> QMenu:
        """What can be done with the selected documents, and the order by the column that the keyboard is on."""
        menu, texts = QMenu(self), self._texts
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(texts("打开") + "\tEnter", lambda: self._ask_open(aside=False))
        menu.addAction(texts("在新标签打开") + "\tCtrl+Enter", lambda: self._ask_open(aside=True))
        compare = menu.addAction(texts("对照"), lambda: self.compare_wanted.emit(self.chosen()))
        compare.setEnabled(self.compare.isEnabled())
        menu.addSeparator()
        folders = QMenu(texts("放入文件夹"), menu)
        self._fill_folders(folders)
        menu.addMenu(folders)
        menu.addAction(texts("标签…") + "\tF2", self._ask_tags)
        menu.addSeparator()
        for action in self.export.menu().actions():
            menu.addAction(action)
        menu.addSeparator()
        column = COLUMNS[max(0, self.table.currentIndex().column())]
        menu.addAction(texts("按“{what}”排序", what=texts(column.heading)), lambda: self.table.order_by(column.name))
        columns = menu.addAction(texts("列"))
        columns.setMenu(self.table.columns)
        return menu

    def _fill_folders(self, menu: QMenu) -> None:
        menu.clear()
        for name in self.shelf.folders:
            put = partial(self.collect_wanted.emit, self.chosen(), name)
            menu.addAction(visible(name).replace("&", "&&"), put)
        if self.shelf.folders:
            menu.addSeparator()
        menu.addAction(self._texts("新建文件夹…"), self._ask_folder)

    def _ask_folder(self) -> None:
        docs = self.chosen()
        self._ask(self._texts("新文件夹的名称"), lambda name: self.collect_wanted.emit(docs, name))

    def _ask_tags(self) -> None:
        docs = self.chosen()
        if not docs:
            return
        says = self._texts("要加的标签，用顿号或空格分开（{n} 份文件）", n=f"{len(docs):,}")
        self._ask(says, lambda words: self.tags_wanted.emit(docs, tags_in(words)))

    def _ask(self, says: str, taken: Callable[[str], None]) -> None:
        def take(words: str) -> None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            taken(words)

        self.naming.ask(says, take)

    def _into_table(self) -> None:
        self.table.setFocus()
        self.table.select_first()
