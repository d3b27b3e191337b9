"""The menus of the library panel: what can be done with a document or a folder; sorting and narrowing the list.

Made anew whenever they open. They ask by the panel's signals and change its choice; nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from reader.core.showing import visible
from reader.ui.frame.library_requests import LibraryRequests
from reader.ui.look.fact_names import VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.shelves.library_rows import FACETS, IN_MENU, ORDERS, OWN, Key, document_id, tags_in


class LibraryMenus:
    """Menus for one panel."""

    def __init__(self, panel: LibraryRequests, texts: Texts, shown: Callable[[str], str]) -> None:
        self._panel, self._texts, self._shown = panel, texts, shown
        self.narrowing = QMenu(panel)
        self.narrowing.aboutToShow.connect(self._fill_narrowing)

    # -- a row

    def of_key(self, key: Key) -> QMenu:
        """The menu of a row."""
        doc = document_id(key)
        if doc is not None:
            folder = key[0].removeprefix("in:") if isinstance(key, tuple) and key[0].startswith("in:") else ""
            return self.of_document(doc, folder)
        assert isinstance(key, tuple)
        return self._of_folder(key[1]) if key[0] == "folder" else self._of_group()

    def of_document(self, doc: str, folder: str = "") -> QMenu:
        """What can be done with a document; `folder`: the one it was clicked in."""
        panel, menu = self._panel, self._menu()
        for words, ask in (
            ("打开", lambda: panel.open_requested.emit(doc, False)),
            ("在新标签打开", lambda: panel.open_requested.emit(doc, True)),
            ("在旁边打开", lambda: panel.beside_requested.emit(doc)),
            ("复制引文", lambda: panel.citation_requested.emit(doc)),
        ):
            self._entry(menu, words, ask)
        menu.addSeparator()
        folders = QMenu(self._texts("放入文件夹"), menu)
        self._fill_folders(folders, doc)
        menu.addMenu(folders)
        if folder:
            self._entry(menu, "移出这个文件夹", lambda: panel.uncollect_requested.emit((doc,), folder))
        self._entry(menu, "标签…", lambda: self._ask_tags(doc))
        self._entry(menu, "文件信息…", lambda: panel.facts_requested.emit(doc))
        info = panel.shelf.by_id.get(doc)
        if info is not None and info.shelf == OWN:
            self._entry(menu, "移出文库", lambda: panel.remove_requested.emit(doc))
        return menu

    def _of_folder(self, name: str) -> QMenu:
        panel, menu = self._panel, self._menu()
        self._entry(menu, "重命名…", lambda: self._ask_rename(name))
        self._entry(menu, "删除文件夹（文件仍在文库）", lambda: panel.folder_renamed.emit(name, ""))
        return menu

    def _of_group(self) -> QMenu:
        panel, menu = self._panel, self._menu()
        self._entry(menu, "添加文件…", panel.add_requested.emit)
        self._entry(menu, "添加文件夹…", panel.add_folder_requested.emit)
        self._entry(menu, "新建文件夹…", lambda: self._ask_folder(()))
        self._entry(menu, "移出的文件…", panel.away_requested.emit)
        self._entry(menu, "书架…", panel.shelves_requested.emit)
        self._entry(menu, "全部文件（表格）", panel.table_requested.emit)
        return menu

    def _fill_folders(self, menu: QMenu, doc: str) -> None:
        panel = self._panel
        info = panel.shelf.by_id.get(doc)
        within = info.collections if info is not None else ()
        for name in panel.shelf.folders:
            action = QAction(visible(name).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(name in within)
            signal = panel.uncollect_requested if name in within else panel.collect_requested
            action.triggered.connect(lambda _on=False, name=name, signal=signal: signal.emit((doc,), name))
            menu.addAction(action)
        if panel.shelf.folders:
            menu.addSeparator()
        self._entry(menu, "新建文件夹…", lambda: self._ask_folder((doc,)))

    # -- names

    def _ask_folder(self, docs: tuple[str, ...]) -> None:
        ask = self._panel.collect_requested
        self._panel.naming.ask(self._texts("新文件夹的名称"), lambda name: ask.emit(docs, name))

    def _ask_rename(self, before: str) -> None:
        renamed = self._panel.folder_renamed
        says = self._texts("文件夹“{name}”的新名称", name=before)
        self._panel.naming.ask(says, lambda name: renamed.emit(before, name), before)

    def _ask_tags(self, doc: str) -> None:
        info, changed = self._panel.shelf.by_id.get(doc), self._panel.tags_changed
        before = "、".join(info.tags) if info is not None else ""
        says = self._texts("标签，用顿号或空格分开")
        self._panel.naming.ask(says, lambda words: changed.emit(doc, tags_in(words)), before, may_be_empty=True)

    # -- sorting and narrowing

    def _fill_narrowing(self) -> None:
        panel, menu = self._panel, self.narrowing
        menu.clear()
        orders = menu.addMenu(self._texts("排序"))
        group = QActionGroup(orders)
        for name, words in ORDERS.items():
            chosen = panel.choice.order == name
            self._tick(orders, self._texts(words), chosen, partial(self._sort, name), group)
        for facet in IN_MENU:
            values = panel.shelf.values(facet)
            if facet == "year":
                values.sort(reverse=True)
            sub = menu.addMenu(self._texts(FACETS[facet]))
            sub.setEnabled(bool(values))
            wanted = panel.choice.facets.get(facet, "")
            for value, count in values:
                name = self._texts(VALIDITIES[value]) if facet == "validity" else self._shown(value)
                shown = f"{name}\t{count:,}"
                taken = "" if value == wanted else value
                self._tick(sub, shown, value == wanted, partial(self._narrow, facet, taken))
        menu.addSeparator()
        self._entry(menu, "全部显示", self._all).setEnabled(bool(panel.choice.facets or panel.choice.words))
        self._entry(menu, "新建文件夹…", lambda: self._ask_folder(()))
        self._entry(menu, "移出的文件…", panel.away_requested.emit)
        self._entry(menu, "书架…", panel.shelves_requested.emit)
        self._entry(menu, "全部文件（表格）", panel.table_requested.emit)

    def _sort(self, order: str) -> None:
        self._panel.set_choice(replace(self._panel.choice, order=order))

    def _narrow(self, facet: str, value: str) -> None:
        self._panel.set_choice(self._panel.choice.with_facet(facet, value))

    def _all(self) -> None:
        self._panel.filter.clear()
        self._panel.set_choice(replace(self._panel.choice, facets={}, words=""))

    # -- inside

    def _menu(self) -> QMenu:
        menu = QMenu(self._panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _entry(self, menu: QMenu, words: str, ask: Callable[[], object]) -> QAction:
        action = menu.addAction(self._texts(words))
        action.triggered.connect(lambda _on=False: ask())
        return action

    @staticmethod
    def _tick(
        menu: QMenu, words: str, chosen: bool, ask: Callable[[], object], group: QActionGroup | None = None
    ) -> None:
        action = QAction(words.replace("&", "&&"), menu if group is None else group)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _on=False: ask())
        menu.addAction(action)
