"""备份: how the notes store is, its backups, and the way back. Asks by signals; reads and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.showing import visible
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts

if TYPE_CHECKING:
    from reader.ui.session.notes_work import Care

REASONS: Final = {
    "hourly": "每小时自动备份", "manual": "手动备份", "migration": "升级前备份", "import": "导入前备份",
    "restore": "恢复前备份",
}  # fmt: skip
COLUMNS: Final = ("时间", "缘由", "大小", "检查结果", "备份文件")


class BackupsPage(QWidget):
    """State of the store, table of backups, buttons. `wanted` is asked whenever the page comes into sight."""

    wanted = Signal()
    verify_wanted = Signal()
    back_up_wanted = Signal()
    save_elsewhere_wanted = Signal()
    restore_wanted = Signal(object)  # Path
    undo_import_wanted = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._care: Care | None = None
        self._chosen: Path | None = None
        self._filling = False
        self.state, self.warning = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.offer = QPushButton()
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("notesTable")
        self.buttons = {name: QPushButton() for name in ("restore", "verify", "undo", "elsewhere", "now")}
        self._imported: str | None = None
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._choose)
        self.buttons["restore"].clicked.connect(self._restore)
        self.buttons["verify"].clicked.connect(self.verify_wanted)
        self.buttons["now"].clicked.connect(self.back_up_wanted)
        self.buttons["elsewhere"].clicked.connect(self.save_elsewhere_wanted)
        self.buttons["undo"].clicked.connect(self.undo_import_wanted)
        self.offer.clicked.connect(self._restore_newest)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_care(self, care: Care) -> None:
        """What is known about the store and its backups."""
        self._care = care
        self.retranslate()

    def show_import(self, name: str | None) -> None:
        """The name of the file that was taken in last; None where no import can be taken back."""
        self._imported = name
        self.buttons["undo"].setVisible(name is not None)
        self.buttons["undo"].setToolTip(
            plain_tip(self._texts("撤销对“{name}”的导入；导入以后写的留着", name=name)) if name is not None else ""
        )

    def retranslate(self) -> None:
        """Write the words anew."""
        self.buttons["undo"].setText(self._texts("撤销最近一次导入"))
        self.show_import(self._imported)
        words = {"restore": "恢复到所选备份…", "verify": "检查全部备份", "elsewhere": "另存一份到…", "now": "立即备份"}
        for name, text in words.items():
            self.buttons[name].setText(self._texts(text))
        self.offer.setText(self._texts("恢复最新的完好备份…"))
        self.table.setHorizontalHeaderLabels([self._texts(name) for name in COLUMNS])
        self.table.setAccessibleName(self._texts("备份列表"))
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again."""
        super().showEvent(event)
        self.wanted.emit()

    def name_of(self, backup: Path) -> str:
        """How a backup is called to the user: when it was made and why, as in the table."""
        listed = () if self._care is None else self._care.backups
        for each, _problem in listed:
            if each.path == backup:
                return f"{local_time(each.made.isoformat())} {self._texts(REASONS.get(each.reason, each.reason))}"
        return visible(backup.name)

    # -- inside

    def _lay_out(self) -> None:
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((150, 150, 90, 300)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.buttons["restore"])
        foot.addWidget(self.buttons["verify"])
        foot.addWidget(self.buttons["undo"])
        foot.addStretch(1)
        foot.addWidget(self.buttons["elsewhere"])
        foot.addWidget(self.buttons["now"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        for widget in (self.state, self.warning):
            layout.addWidget(widget)
        layout.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.table)

    def _fill(self) -> None:
        care, chosen = self._care, self._chosen
        self._filling = True
        self.warning.setVisible(care is not None and bool(care.warning))
        self.offer.setVisible(care is not None and care.check.newest_good is not None)
        self.table.setRowCount(0 if care is None else len(care.backups))
        if care is None:
            self.state.setText(self._texts("正在检查批注文件…"))
            self._filling = False
            self._selected()
            return
        if care.check.ok:
            self.state.setText(self._texts("批注文件完好，共 {n} 条批注（含回收站）。", n=care.check.notes))
        else:
            says = self._texts("批注文件不能用，已有的备份没有受影响。")
            self.state.setText("\n".join([says, *care.check.problems[:3]]))
        self.warning.setText(care.warning or "")
        for row, (backup, problem) in enumerate(care.backups):
            checked = "备份时完好" if problem is None else "完好"  # none is kept that did not open when it was made
            size = backup.path.stat().st_size if backup.path.exists() else 0
            cells = (
                local_time(backup.made.isoformat()), self._texts(REASONS.get(backup.reason, backup.reason)),
                f"{max(1, size // 1024)} KB", problem or self._texts(checked), visible(backup.path.name),
            )  # fmt: skip
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(visible(str(backup.path)) if column == len(COLUMNS) - 1 else text))
                self.table.setItem(row, column, item)
        paths = [backup.path for backup, _problem in care.backups]
        if chosen in paths:  # a newer backup has taken its row
            self.table.selectRow(paths.index(chosen))
        else:
            self.table.clearSelection()
        self._chosen = chosen if chosen in paths else None
        self._filling = False
        self._selected()

    def _selected(self) -> None:
        self.buttons["restore"].setEnabled(self._chosen is not None)

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if not self._filling:
            self._chosen = self._care.backups[rows[0].row()][0].path if rows and self._care is not None else None
            self._selected()

    def _restore(self) -> None:
        if self._chosen is not None:
            self.restore_wanted.emit(self._chosen)

    def _restore_newest(self) -> None:
        newest: Path | None = self._care.check.newest_good if self._care is not None else None
        if newest is not None:
            self.restore_wanted.emit(newest)
