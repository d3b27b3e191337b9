"""文库: the documents of the library in groups and folders, with title, 发文字号 (or 未载明), issuer and date.

Above the list a filter, a menu to sort and narrow, the way to add files, and in a large library the tree of its facets.
Asks by signals; changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from reader.core.document import DocumentInfo
from reader.core.showing import visible
from reader.core.validity import State
from reader.ui.frame.library_menus import LibraryMenus
from reader.ui.frame.library_requests import LibraryRequests
from reader.ui.kit.dropping import carrying
from reader.ui.kit.flow import Chips
from reader.ui.kit.rows import Row
from reader.ui.kit.tasks import Lane
from reader.ui.look.fact_names import QUIET, VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.library_browser import LibraryBrowser
from reader.ui.shelves.library_list import LibraryList
from reader.ui.shelves.library_names import LibraryNames
from reader.ui.shelves.library_rows import (
    AT_ONCE,
    OWN,
    RECENT_FROM,
    RECENTS,
    Choice,
    Listing,
    Shelf,
    document_id,
)
from reader.ui.shelves.library_tree import SECTIONS, LibraryTree, Pair, library_tree
from reader.ui.shelves.name_bar import NameBar

TREE_FROM = 30  # documents: a smaller library shows its tree only when it is asked for
TREE_ROWS = 9  # of the tree that stand in sight at first


class LibraryPanel(LibraryRequests):
    """The list of documents.

    `shown` writes a canonical text in the script on screen. A click opens; Ctrl, or the middle button, in a tab.
    """

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme) -> None:
        super().__init__(NameBar(texts))
        self._texts = texts
        self._shown = shown
        self._recent: tuple[str, ...] = ()
        self._listing = Listing((), {}, 0)
        self._current: str | None = None
        self._tasks: Mapping[str, tuple[int, int]] = {}
        self._states: Mapping[str, State] = {}
        self._lane: Lane | None = None  # made with the first long library
        self._tree_wanted: bool | None = None  # None until the reader says
        self.narrow, self.add, self.branch = QToolButton(), QToolButton(), QToolButton()
        self.names = LibraryNames(texts, shown)
        self.tree = LibraryBrowser(texts, self.names, theme)
        self.chips = Chips()
        self.list = LibraryList(theme)
        self.menus = LibraryMenus(self, texts, shown)
        self._empty = QLabel(wordWrap=True, margin=12)
        self.add_files, self.add_folder, self.shelves = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    def set_documents(self, infos: Sequence[DocumentInfo], folders: Sequence[str] = ()) -> None:
        """Show these documents, and these folders of one's own."""
        self.shelf = Shelf(infos, folders, self.shelf)
        self._states = {}  # what came or went may have ended others
        self._show_tree()
        self._fill()

    def set_recent(self, docs: Sequence[str]) -> None:
        """The documents that were read last, the newest first."""
        recent = tuple(docs)[: 2 * RECENTS]  # some may be gone
        if recent != self._recent:
            self._recent = recent
            if len(self.shelf.infos) >= RECENT_FROM:
                self._fill()

    def set_tasks(self, tasks: Mapping[str, tuple[int, int]]) -> None:
        """How many tasks of my unit each document has, and how many of them are done."""
        if tasks != self._tasks:
            self._tasks = tasks
            self._fill()

    def set_states(self, states: Mapping[str, State], apart: Mapping[str, str]) -> None:
        """Whether documents hold today, as far as that was worked out; what holds, or is unknown, carries no badge.
        `apart`: what tells documents of one title apart.
        """
        if states != self._states or apart != self.shelf.apart:
            self._states = states
            self.shelf = self.shelf.with_states(states, apart)
            self._fill()

    def set_current(self, doc: str | None) -> None:
        """Mark the document that is open in front."""
        self._current = doc
        key = self.list.current_key()
        if not (isinstance(key, tuple) and doc is not None and document_id(key) == doc):
            self.list.select_key(doc)

    def set_choice(self, choice: Choice) -> None:
        """Show another part of the library."""
        self.choice = choice
        self._fill()

    def set_tree(self, shown: bool | None) -> None:
        """Show the tree of facets or not; None: where the library is large."""
        self._tree_wanted = shown
        self._show_tree()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)
        self.tree.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        self.filter.setPlaceholderText(texts("筛选标题、文号"))
        self.filter.setToolTip(texts("筛选：标题、文号、机关"))
        self.filter.setAccessibleName(texts("筛选文库"))
        self.list.setAccessibleName(texts("文库"))
        for button, words in ((self.branch, "文库分类"), (self.narrow, "排序和筛选"), (self.add, "添加文件…")):
            button.setToolTip(texts(words))
            button.setAccessibleName(texts(words))
        self.add_files.setText(texts("添加文件…"))
        self.add_folder.setText(texts("添加文件夹…"))
        self.shelves.setText(texts("书架…"))
        self._fill()

    def refresh(self) -> None:
        """Write the rows anew in the script on screen."""
        self.list.rows.refresh()
        self.tree.viewport().update()
        self.chips.show_chips(self.names.chips(self.choice.facets))

    def menu_for(self, doc: str) -> QMenu:
        """What can be done with a document of the list."""
        return self.menus.of_document(doc)

    def close_lane(self) -> None:
        """Stop the worker."""
        if self._lane is not None:
            self._lane.close()

    # -- inside

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        self.branch.setCheckable(True)
        for button in (self.branch, self.narrow, self.add):
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._offer = QWidget()
        offer = QVBoxLayout(self._offer)
        offer.setContentsMargins(12, 0, 12, 12)
        offer.addWidget(self.add_files)
        offer.addWidget(self.add_folder)
        offer.addWidget(self.shelves)  # all of them may be hidden
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        for widget in (self.chips, self.naming, self._empty, self._offer):
            layout.addWidget(widget)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.tree)
        self.split.addWidget(self.list)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(5)
        self.tree.hide()
        layout.addWidget(self.split, 1)
        layout.addStretch()  # where there is nothing to list, what says so stands together at the top
        self.setFocusProxy(self.list)
        self.narrow.setMenu(self.menus.narrowing)
        self.narrow.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.narrow.setObjectName("menuSign")

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._typed)
        self.branch.toggled.connect(self._tree_toggled)
        self.tree.chosen.connect(self._branch_chosen)
        self.list.chosen.connect(lambda key: self._chosen(key, aside=False))
        self.list.chosen_aside.connect(lambda key: self._chosen(key, aside=True))
        self.list.folded.connect(self._fold)
        self.list.delete_pressed.connect(self._delete)
        self.list.collected.connect(lambda doc, folder: self.collect_requested.emit((doc,), folder))
        self.list.rows.carry(self._carry)
        self.list.take_documents()
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.chips.picked.connect(lambda name: self.set_choice(self.choice.with_facet(str(name), "")))
        self.add.clicked.connect(self.add_requested)
        self.add_files.clicked.connect(self.add_requested)
        self.add_folder.clicked.connect(self.add_folder_requested)
        self.shelves.clicked.connect(self.shelves_requested)
        self._texts.changed.connect(self.retranslate)

    def _typed(self, words: str) -> None:
        self.set_choice(replace(self.choice, words=words))

    def _show_tree(self) -> None:
        wanted = self._tree_wanted
        shown = len(self.shelf.infos) >= TREE_FROM if wanted is None else wanted
        self.branch.blockSignals(True)
        self.branch.setChecked(shown)
        self.branch.blockSignals(False)
        if shown and self.tree.isHidden():
            rows = TREE_ROWS * (self.fontMetrics().height() + 12)
            self.split.setSizes([rows, max(rows, self.height() - rows)])
        self.tree.setVisible(shown)

    def _tree_toggled(self, on: bool) -> None:
        self.set_tree(on)
        self.tree_toggled.emit(on)
        if on:
            self._fill()

    def _branch_chosen(self, section: str, pairs: tuple[Pair, ...]) -> None:
        self.set_choice(self.choice.with_facets(SECTIONS[section], pairs))

    def _chosen(self, key: Hashable, *, aside: bool) -> None:
        doc = document_id(key) if isinstance(key, str | tuple) else None
        if doc is not None:
            self.open_requested.emit(doc, aside)
        elif isinstance(key, tuple):
            self._fold(key)

    def _fold(self, key: tuple[str, str]) -> None:
        self.set_choice(self.choice.toggled(key))
        self.list.select_key(key)

    def _delete(self, doc: str) -> None:
        info = self.shelf.by_id.get(doc)
        if info is not None and info.shelf == OWN:
            self.remove_requested.emit(doc)

    def _carry(self, key: Hashable) -> QMimeData:
        doc = document_id(key) if isinstance(key, str | tuple) else None
        return carrying(doc or "", self._title(doc or ""))

    def _show_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        key = self.list.rows.key(index if index.isValid() else self.list.currentIndex())
        if isinstance(key, str | tuple):
            self.menus.of_key(key).popup(self.list.viewport().mapToGlobal(at))

    def _fill(self) -> None:
        shelf, choice, recent, tree = self.shelf, self.choice, self._recent, not self.tree.isHidden()

        def look() -> tuple[Listing, LibraryTree]:
            return shelf.listing(choice, recent), library_tree(shelf, choice) if tree else LibraryTree()

        if len(shelf.infos) <= AT_ONCE:
            self._show(look())
            return
        if self._lane is None:
            self._lane = Lane("library-rows", newest_only=True, parent=self)
        self._lane.submit(lambda _job: look(), self._show)

    def _show(self, looked: tuple[Listing, LibraryTree]) -> None:
        listing, tree = looked
        self.tree.show_tree(tree, unfold=bool(self.choice.words.strip()))
        current = self.list.current_key()
        self._listing = listing
        self.list.expect(len(listing.keys))
        self.list.rows.set_rows(listing.keys, self._row, self._lines)
        self.list.select_key(current if self.list.rows.row_of(current) is not None else self._current)
        empty = not listing.total and not any(isinstance(key, tuple) for key in listing.keys)
        self._empty.setVisible(not listing.total)
        self._offer.setVisible(not self.shelf.infos)
        self.list.setVisible(not empty)
        self.split.setVisible(not empty or not self.tree.isHidden())
        nothing = "没有符合筛选的文件。" if self.shelf.infos else "文库是空的。把文件或文件夹拖到窗口里，或者："
        self._empty.setText(self._texts(nothing))
        self.chips.show_chips(self.names.chips(self.choice.facets))

    # -- rows

    def _title(self, doc: str) -> str:
        info = self.shelf.by_id.get(doc)
        return self.shelf.with_version(info, self._shown(info.reading_title)) if info is not None else doc

    def _info(self, key: Hashable) -> DocumentInfo | None:
        doc = document_id(key) if isinstance(key, str | tuple) else None
        return self.shelf.by_id.get(doc) if doc is not None else None

    def _lines(self, key: Hashable) -> int:
        info = self._info(key)
        if info is None:
            return 1
        return self.list.title_lines(info.reading_title) + 2 + (info.id in self._tasks)

    def _row(self, key: Hashable) -> Row:
        info = self._info(key)
        if info is None:
            assert isinstance(key, tuple)
            return self._heading(key)
        title = self._shown(info.reading_title)
        number = self._shown(info.doc_number) if info.doc_number else self._texts("文号未载明")
        issuer = self._shown("、".join(info.issuers)) if info.issuers else self._texts("机关未载明")
        period = self._texts("规划期 {years}", years="—".join(map(str, info.period))) if info.period else ""
        date = info.written or info.published or period or self._texts("日期未载明")
        version, badge = self.shelf.apart.get(info.id), self._badge(info)
        if version:
            version, date = self._texts("{version} 版", version=version), ""
        # A title in bold over two lines, then what tells two plans of the same name apart: that must not be cut off.
        foot = " · ".join(filter(None, [badge, version, number, date])) + f"\n{issuer}"
        if info.id in self._tasks:
            tasks, done = self._tasks[info.id]
            foot += "\n" + self._texts("我的任务 {n} 项，已完成 {done}", n=tasks, done=done)
        tip = "\n".join(filter(None, [title, foot, visible("、".join(info.tags)), visible(info.file)]))
        return Row(body=title, strong=True, foot=foot, tip=tip, lines=self.list.title_lines(info.reading_title))

    def _badge(self, info: DocumentInfo) -> str:
        """已废止: what a document is that holds no more, or not yet; by its own words until more is known."""
        state = self._states.get(info.id)
        if state is None and info.status == "draft":
            state = "draft"
        return self._texts(VALIDITIES[state]) if state is not None and state not in QUIET else ""

    def _heading(self, key: tuple[str, str]) -> Row:
        kind, name = key
        folder = kind == "folder"
        opened = name in self.choice.opened if folder else name not in self.choice.closed
        words = visible(name) if folder else self.names.group(name)
        return Row(
            head=words, count=f"{self._listing.counts.get(key, 0):,}", sign="▾" if opened else "▸", strong=not folder,
            plain=folder, band=not folder,
        )  # fmt: skip
