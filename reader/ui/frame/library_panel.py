"""文库: the documents of the library with title, 发文字号 (or 未载明), issuer and date, and a filter above.

Asks for a document by `open_requested`; opens nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from reader.core.document import DocumentInfo
from reader.script import fold
from reader.ui.kit.dropping import carrying
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme


class LibraryPanel(QWidget):
    """The list of documents.

    `shown` writes a canonical text in the script on screen. A click opens; Ctrl, or the middle button, in a tab.
    """

    open_requested = Signal(str, bool)  # document id, in a tab of its own
    beside_requested = Signal(str)
    citation_requested = Signal(str)

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._infos: tuple[DocumentInfo, ...] = ()
        self._tasks: Mapping[str, tuple[int, int]] = {}
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.list = RowList(theme)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.filter.textChanged.connect(self._fill)
        self.list.chosen.connect(lambda doc: self.open_requested.emit(doc, False))
        self.list.chosen_aside.connect(lambda doc: self.open_requested.emit(doc, True))
        self.list.rows.carry(lambda doc: carrying(_text(doc), self._title(_text(doc))))
        self.list.setDragEnabled(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_documents(self, infos: Sequence[DocumentInfo]) -> None:
        """Show these documents."""
        self._infos = tuple(infos)
        self._fill()

    def set_tasks(self, tasks: Mapping[str, tuple[int, int]]) -> None:
        """How many tasks of my unit each document has, and how many of them are done."""
        if tasks != self._tasks:
            self._tasks = tasks
            self._fill()

    def set_current(self, doc: str | None) -> None:
        """Mark the document that is open in front."""
        self.list.select_key(doc)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.filter.setPlaceholderText(self._texts("筛选：标题、文号、机关"))
        self.filter.setAccessibleName(self._texts("筛选文库"))
        self.list.setAccessibleName(self._texts("文库"))
        self._fill()

    def refresh(self) -> None:
        """Write the rows anew in the script on screen."""
        self.list.rows.refresh()

    def menu_for(self, doc: str) -> QMenu:
        """What can be done with a document of the list."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, ask in (
            ("打开", lambda: self.open_requested.emit(doc, False)),
            ("在新标签打开", lambda: self.open_requested.emit(doc, True)),
            ("在旁边打开", lambda: self.beside_requested.emit(doc)),
            ("复制引文", lambda: self.citation_requested.emit(doc)),
        ):
            menu.addAction(self._texts(words)).triggered.connect(ask)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        key = self.list.rows.key(index if index.isValid() else self.list.currentIndex())
        if key is not None:
            self.menu_for(_text(key)).popup(self.list.viewport().mapToGlobal(at))

    def _fill(self) -> None:
        current = self.list.current_key()
        wanted = self.filter.text().strip()
        by_id = {info.id: info for info in self._infos if not wanted or _holds(info, wanted)}
        self.list.rows.set_rows(list(by_id), lambda key: self._row(by_id[_text(key)]))
        self.list.select_key(current)
        self._empty.setVisible(not by_id)
        self._empty.setText(
            self._texts("没有符合筛选的文件。") if self._infos else self._texts("文库是空的：语料没有随程序装好。")
        )

    def _title(self, doc: str) -> str:
        return next((self._shown(info.reading_title) for info in self._infos if info.id == doc), doc)

    def _row(self, info: DocumentInfo) -> Row:
        title = self._shown(info.reading_title)
        number = self._shown(info.doc_number) if info.doc_number else self._texts("文号未载明")
        issuer = self._shown("、".join(info.issuers)) if info.issuers else self._texts("机关未载明")
        period = self._texts("规划期 {years}", years="—".join(map(str, info.period))) if info.period else ""
        date = info.written or info.published or period or self._texts("日期未载明")
        # A title in bold over two lines, then what tells two plans of the same name apart.
        foot = f"{number} · {date}\n{issuer}"
        if info.id in self._tasks:
            tasks, done = self._tasks[info.id]
            foot += "\n" + self._texts("我的任务 {n} 项，已完成 {done}", n=tasks, done=done)
        return Row(body=title, strong=True, foot=foot, tip=f"{title}\n{foot}")


def _holds(info: DocumentInfo, wanted: str) -> bool:
    words = [info.title, info.attachment_title or "", info.doc_number or "", *info.issuers, info.region or ""]
    return fold(wanted).text in fold(" ".join(words)).text


def _text(key: Hashable) -> str:
    return str(key)
