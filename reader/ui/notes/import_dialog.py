"""What taking in a file of notes would do, note by note, each with a tick; nothing is written before it is agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.core.note import Note
from reader.core.showing import visible
from reader.ui.kit.colour_row import LABELS
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.rows import Ticks
from reader.ui.look.texts import Texts
from reader.ui.notes.notes_table import STATUSES

if TYPE_CHECKING:
    from reader.library.incoming.landing import Landing
    from reader.store.merge import ImportRow
    from reader.ui.session.notes_work import Preview

Index = QModelIndex | QPersistentModelIndex

NAMED: Final = 5  # documents of a file that are called by their names
FATES: Final = {
    "added": "新增", "updated": "更新", "conflicting": "两边都改过", "deleted": "对方已删除",
    "restored": "对方又要保留", "gone": "这里删除过", "kept": "不变",
}  # fmt: skip
FIELDS: Final = {
    "text": "文字", "colour": "颜色", "tags": "标签", "starred": "加星", "status": "进度", "folder": "文件夹",
    "kind": "种类", "anchor": "位置", "trashed": "删除",
}  # fmt: skip
COLUMNS: Final = ("变化", "原文", "位置", "这里", "文件里", "谁写的")
WIDTHS: Final = (0, 180, 220, 0, 0, 140)  # pixels in a wide window; 0 for those that take what they need, or the rest
_CHANGE, _QUOTE, _PLACE, _OURS, _THEIRS, _WHO = range(len(COLUMNS))
_SHOWN: Final = 200  # characters of a wording in a cell
_NOTHING: Final = "—"
SIZE: Final = (1160, 560)
LEAST: Final = 300  # pixels of height for all that is said beside the rows
AROUND: Final = 40  # pixels that stay free around it on a small screen


class ImportRows(QAbstractTableModel):
    """The notes of a file that something becomes of, each with a tick."""

    ticked = Signal()

    def __init__(
        self, texts: Texts, rows: Sequence[ImportRow], shown: Callable[[str], str], usual: set[str],
        places: Mapping[str, Landing],
    ) -> None:  # fmt: skip
        """`usual`: ids of the notes that are ticked at first. `places`: where each of them stands, by id."""
        super().__init__()
        self._texts, self._shown, self._places = texts, shown, places
        self.rows = tuple(row for row in rows if row.fate != "kept")  # those that nobody asks of again come last
        self.rows = tuple(sorted(self.rows, key=lambda row: row.declined))
        self.chosen = usual & {row.id for row in self.rows}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Notes; a table has no children."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(COLUMNS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has the tick."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == _CHANGE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, ticks, the whole wording as a tip."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == _CHANGE:
            return Qt.CheckState.Checked if row.id in self.chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(" ".join(self._text(row, column)[:_SHOWN].split()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._text(row, column)[: _SHOWN * 4]) or None
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick was set or taken away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        key = self.rows[index.row()].id
        (self.chosen.add if Qt.CheckState(value) == Qt.CheckState.Checked else self.chosen.discard)(key)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def tick(self, fate: str, *, on: bool) -> None:
        """Tick all notes of one fate, or none of them."""
        ids = {row.id for row in self.rows if row.fate == fate and not row.declined}
        self.chosen = self.chosen | ids if on else self.chosen - ids
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticked.emit()

    def _text(self, row: ImportRow, column: int) -> str:
        note = row.note
        if column == _CHANGE:
            names = self._texts.listed(self._texts(FIELDS[name]) for name in row.fields if name != "trashed")
            said = self._texts(FATES[row.fate])
            if row.declined:
                said = self._texts("{what}（先前没有照办）", what=said)
            return self._texts("{what}：{fields}", what=said, fields=names) if names else said
        if column == _QUOTE:
            return self._shown(note.anchor.quote) if note else ""
        if column == _PLACE:
            return self._place(row)
        if column == _WHO:
            return str(row.by)
        return self._form(row.ours if column == _OURS else row.theirs, row, theirs=column == _THEIRS)

    def _place(self, row: ImportRow) -> str:
        place = self._places.get(row.id)
        if place is None:
            return ""
        said = self._shown(place.clause)
        if len(place.rivals) > 1:
            names = self._texts.listed(map(self._texts.told, dict.fromkeys(place.rivals)))
            said = self._texts("有 {n} 处：{where}", n=len(place.rivals), where=self._shown(names))
        elif row.note is not None and not row.note.anchor.block:
            said = self._texts("原文中找不到")
        return " ".join(filter(None, (said, self._shown(place.title))))

    def _form(self, note: Note | None, row: ImportRow, *, theirs: bool) -> str:
        if note is None:
            return self._texts("（已删除）") if theirs else _NOTHING
        if note.trashed is not None:
            return self._texts("（已删除）")
        said = [wording(note, name, self._texts) for name in row.fields if name not in {"text", "trashed"}]
        text = note.text if "text" in row.fields or not said else ""
        return "　".join(filter(None, [text, *said])) or (self._texts("（没有文字）") if not said else "")


def wording(note: Note, name: str, texts: Texts) -> str:
    """What a field of a note says, in words."""
    value = getattr(note, name)
    if name == "colour":
        return texts(LABELS[note.colour])
    if name == "tags":
        return " ".join(f"#{tag}" for tag in note.tags) or texts("（没有标签）")
    if name == "starred":
        return "★" if note.starred else "☆"
    if name == "status":
        return texts(STATUSES[note.status]) if note.status else texts("未标进度")
    if name == "anchor":
        return note.anchor.quote or note.anchor.block
    if name == "trashed":
        return texts("（已删除）") if note.trashed else texts("（保留）")
    return str(value) or _NOTHING


class ImportDialog(QDialog):
    """Summary, the notes with ticks, and 导入."""

    agreed = Signal(object, object)  # Preview, ids of the notes that are wanted

    def __init__(self, texts: Texts, preview: Preview, parent: QWidget, shown: Callable[[str], str] = str) -> None:
        """`shown` writes a canonical text in the script on screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("导入批注：先看一看"))
        self._texts, self.preview = texts, preview
        report = preview.report
        self.report = QLabel("\n".join(_told(texts, preview)), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        usual = {*report.added, *report.updated, *report.conflicting}
        self.rows = ImportRows(texts, report.rows, shown, usual, preview.places)
        self.table = self._table()
        deleted = {*report.deleted} - report.declined
        self.deletions = QCheckBox(texts("对方删除了 {n} 条，这里也删除（进回收站）", n=len(deleted)))
        self.deletions.setVisible(bool(deleted))
        self.deletions.toggled.connect(lambda on: self.rows.tick("deleted", on=on))
        note = QLabel(texts("现在还没有写入任何内容；导入前会自动备份，导入后可以一步撤销。"), wordWrap=True)
        note.setProperty("muted", True)
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts("导入"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.report)
        layout.addWidget(self.table, 1)
        for widget in (self.deletions, note, self.boxes):
            layout.addWidget(widget)
        self.rows.ticked.connect(self._allow)
        self.boxes.accepted.connect(self._agree)
        self.boxes.rejected.connect(self.reject)
        self._allow()
        if self.rows.rows:
            room = parent.size()
            high = min(SIZE[1], LEAST + self.table.verticalHeader().length())
            wide = min(SIZE[0], room.width() - AROUND)
            self.resize(wide, min(high, room.height() - AROUND))
            for column in (_QUOTE, _PLACE, _WHO):
                self.table.setColumnWidth(column, WIDTHS[column] * wide // SIZE[0])
        else:
            self.setMinimumWidth(460)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("notesTable")
        table.setModel(self.rows)
        table.setItemDelegateForColumn(_CHANGE, Ticks(table))
        table.setAccessibleName(self._texts("文件里的批注"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # A few words, to be cut in no language; at most a thousand rows are asked.
        table.resizeColumnToContents(_CHANGE)
        for column in (_OURS, _THEIRS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setVisible(bool(self.rows.rows))
        return table

    def _allow(self) -> None:
        report = self.preview.report
        new = any(not here for _name, here in self.preview.documents)
        self.go.setEnabled(bool(new or self.rows.chosen or report.register_rows or report.row_conflicts))

    def _agree(self) -> None:
        chosen = frozenset(self.rows.chosen)
        self.accept()
        self.agreed.emit(self.preview, chosen)


def _told(texts: Texts, preview: Preview) -> list[str]:
    report = preview.report
    parts = [
        texts("新增：{n} 条", n=len(report.added)), texts("更新：{n} 条", n=len(report.updated)),
        texts("两边都改过：{n} 条", n=len(report.conflicting)), texts("保持不变：{n} 条", n=len(report.kept)),
    ]  # fmt: skip
    for text, ids in (
        ("对方已删除：{n} 条", report.deleted), ("对方又要保留：{n} 条", report.restored),
        ("这里删除过：{n} 条", report.gone),
    ):  # fmt: skip
        if {*ids} - report.declined:
            parts.append(texts(text, n=len({*ids} - report.declined)))
    lines = [texts("文件：{name}（{n} 条批注）", name=preview.file.name, n=len(preview.bundle.notes)), "　".join(parts)]
    if report.declined:
        lines.append(texts("先前没有照办的 {n} 条列在最后，不再问；要照办可以勾选。", n=len(report.declined)))
    if report.refused:
        lines.append(texts("读不了、不导入的：{n} 条", n=len(report.refused)))
        lines += [texts.told(sentence) for sentence in report.refused[:NAMED]]
    if report.conflicting:
        lines.append(texts("两边都改过的，两种写法都会留着，导入后在“两边都改过”里选定。"))
    if report.register_rows:
        lines.append(texts("台账的状态和更正：{n} 处", n=len(report.register_rows)))
    if report.row_conflicts:
        lines.append(texts("台账两边都改过：{n} 处，两种写法都会留着", n=len(report.row_conflicts)))
    lost = [row.note for row in report.rows if row.note is not None and not row.note.anchor.block]
    several = sum(len(preview.places[each.id].rivals) > 1 for each in lost if each.id in preview.places)
    if several:
        lines.append(texts("原文有几处相同、不知道指哪一处的：{n} 条，导入后在“需要看一下”里选定。", n=several))
    if len(lost) > several:
        lines.append(texts("原文中找不到的：{n} 条，照样导入，留着它的引文。", n=len(lost) - several))
    lines += _documents_told(texts, preview)
    lines += [texts.told(each.sentence) for each in preview.same[:NAMED]]
    if preview.absent:
        known = preview.bundle.known.documents
        titles = {doc: known[doc].title for doc, _count in preview.absent[:NAMED] if doc in known}
        names = texts.listed(titles.get(doc) or doc for doc, _count in preview.absent[:NAMED])
        count = sum(n for _doc, n in preview.absent)
        lines.append(texts("其中 {n} 条属于本文库没有的文件（{names}），会保留在列表中。", n=count, names=names))
    for title, count in preview.elsewhere[:NAMED]:
        lines.append(texts("“{title}”不在文库中，它的 {n} 条批注不导入。", title=title, n=count))
    return lines


def _documents_told(texts: Texts, preview: Preview) -> list[str]:
    """What comes along with the notes, and who signed it."""
    if preview.carried is None:
        return []
    new, here = ([name for name, known in preview.documents if known == which] for which in (False, True))
    lines = []
    if new:
        names = texts.listed(new[:NAMED]) + ("…" if len(new) > NAMED else "")
        lines.append(texts("连同文件：{n} 份将添加到“我的文件”（{names}）", n=len(new), names=names))
    if here:
        lines.append(texts("其中文库里已有的文件：{n} 份，不重复添加，批注归到那一份", n=len(here)))
    return [*lines, texts.told(preview.carried.signed)]
