"""移出的文件: documents that were taken out of the library, to be taken back. Asks by signals."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.core.document import DocumentInfo
from reader.core.showing import visible
from reader.ui.kit.nothing import Nothing
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme


class AwayList(QWidget):
    """List and two buttons. `wanted` is asked whenever it comes into sight."""

    wanted = Signal()
    restore_wanted = Signal(object)  # ids

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme) -> None:
        super().__init__()
        self._texts, self._shown = texts, shown
        self._infos: dict[str, DocumentInfo] = {}
        self.summary = QLabel(wordWrap=True)
        self.list = RowList(theme)
        self.nothing = Nothing(self.list)
        self.restore, self.restore_all = QPushButton(), QPushButton()
        foot = QHBoxLayout()
        foot.addWidget(self.restore)
        foot.addWidget(self.restore_all)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.list)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._look())
        self.list.chosen.connect(lambda _key: self._look())
        self.restore.clicked.connect(self._restore)
        self.restore_all.clicked.connect(lambda: self.restore_wanted.emit(tuple(self._infos)))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_documents(self, infos: Sequence[DocumentInfo]) -> None:
        """What was taken out."""
        self._infos = {info.id: info for info in infos}
        self.list.rows.set_rows(list(self._infos), self._row)
        self._look()

    def refresh(self) -> None:
        """Another script."""
        self.list.rows.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.restore.setText(self._texts("放回文库"))
        self.restore_all.setText(self._texts("全部放回"))
        self.list.setAccessibleName(self._texts("移出的文件"))
        self.refresh()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Read it anew."""
        super().showEvent(event)
        self.wanted.emit()

    def _row(self, key: Hashable) -> Row:
        info = self._infos[str(key)]
        number = self._shown(info.doc_number) if info.doc_number else self._texts("文号未载明")
        return Row(
            body=self._shown(info.reading_title),
            strong=True,
            foot=" · ".join(filter(None, [number, visible(info.file)])),
        )

    def _look(self) -> None:
        count = len(self._infos)
        says = "移出了 {n} 份文件；原件和批注都还在，可以放回。"
        self.summary.setText(self._texts(says, n=count) if count else "")
        empty = self._texts("没有移出的文件。"), self._texts("移出文库的文件先到这里，连同批注都可以放回。")
        self.nothing.say(*(("",) if count else empty))
        self.restore.setEnabled(self.list.current_key() is not None)
        self.restore_all.setEnabled(count > 0)

    def _restore(self) -> None:
        key = self.list.current_key()
        if key is not None:
            self.restore_wanted.emit((str(key),))
