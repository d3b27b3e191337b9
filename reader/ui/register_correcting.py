"""The window over the page in which a row is checked and corrected. Keeps nothing itself: says what was chosen.

The words the row was read from stand above, what was read beside each field that was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.note import CellValue
from reader.core.register import Row, System, Task, Unit
from reader.registers.exporting import COMPARATORS, FIELDS, KINDS, TYPES
from reader.registers.own_rows import CHECKED, CORRECTABLE, DROPPED, UNIT_FIELDS, SeenRow, names_in
from reader.ui.glyphs import Chooser
from reader.ui.texts import Texts

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {"kind": KINDS, "comparator": COMPARATORS, "type": TYPES}
NOT_ONE: Final[Mapping[str, str]] = {
    "tasks": "这不是任务", "targets": "这不是指标", "systems": "这不是平台系统", "citations": "这不是引用",
}  # fmt: skip
EXACT: Final = "等于"
AROUND: Final = 120  # characters of the clause before and behind the row's words


class CorrectingDialog(QDialog):
    """One row."""

    decided = Signal(object)  # changes: name of a field → value; empty for "as it was read"

    def __init__(
        self,
        name: str,
        each: SeenRow,
        texts: Texts,
        shown: Callable[[str], str],
        block: str,
        where: str,
        parent: QWidget,
    ) -> None:
        """`block` is the text of the clause, `where` says which clause of which document it is."""
        super().__init__(parent)
        self._name, self._each, self._texts = name, each, texts
        # Of a task the words that say who does it, else what was read; some of the clause on either side.
        start, end = each.read.note if isinstance(each.read, Task) else each.read.at.span
        first = max(0, start - AROUND)
        self._around = "…" * (first > 0) + block[first:start], block[start:end], block[end : end + AROUND]
        self._was = {field: _plain(each.read, field) for field in CORRECTABLE[name]}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("核对、更正这一行"))
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.no_row = QCheckBox(texts(NOT_ONE[name]))
        self.no_row.setChecked(each.dropped)
        self.right, self.undo = QPushButton(texts("核对无误")), QPushButton(texts("恢复原样"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._lay_out(shown, where)
        self.right.setEnabled(not each.row.sure)
        self.undo.setEnabled(bool(each.changes))
        self.right.clicked.connect(lambda: self._decide({CHECKED: True}))
        self.undo.clicked.connect(lambda: self._decide({}))
        self.buttons.accepted.connect(lambda: self._decide(self.changes()))
        self.buttons.rejected.connect(self.reject)

    def changes(self) -> dict[str, CellValue]:
        """What differs from what was read."""
        made: dict[str, CellValue] = {}
        for field, widget in self.fields.items():
            value = self._value(field, widget)
            if value != self._was[field]:
                made[field] = value
        if self.no_row.isChecked():
            made[DROPPED] = True
        if not made and self._each.checked:
            made[CHECKED] = True
        return made

    # -- inside

    def _decide(self, changes: dict[str, CellValue]) -> None:
        self.decided.emit(changes)
        self.accept()

    def _value(self, field: str, widget: QLineEdit | QComboBox) -> CellValue:
        if isinstance(widget, QComboBox):
            return str(widget.currentData())
        words = " ".join(widget.text().split())
        if field in UNIT_FIELDS:
            return list(names_in(words))
        if field == "deadline":
            return int(words) if words.isdecimal() and len(words) == 4 else None if not words else self._was[field]
        if not words:
            return None if field in {"number", "issuer"} else "" if field == "unit" else self._was[field]
        return words

    def _lay_out(self, shown: Callable[[str], str], where: str) -> None:
        place = QLabel(where)
        place.setProperty("muted", True)
        place.setWordWrap(True)
        quote = QTextBrowser()
        before, words, behind = (escape(shown(part)) for part in self._around)
        quote.setHtml(f"{before}<b>{words}</b>{behind}")
        quote.setTabChangesFocus(True)
        quote.setFixedHeight(112)
        quote.setAccessibleName(self._texts("原文"))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in CORRECTABLE[self._name]:
            widget = self._widget(field)
            self.fields[field] = widget
            heading = "牵头单位" if isinstance(self._each.read, System) and field == "lead" else FIELDS[field]
            form.addRow(self._texts(heading), widget)
            if _plain(self._each.row, field) != self._was[field]:
                was = QLabel(self._texts("原文读出：{value}", value=shown(self._said(field)) or "—"))
                was.setProperty("muted", True)
                was.setWordWrap(True)
                form.addRow("", was)
        if self._name in {"tasks", "systems"}:
            hint = QLabel(self._texts("几个单位之间用顿号或逗号隔开。"))
            hint.setProperty("muted", True)
            form.addRow("", hint)
        form.addRow("", self.no_row)
        says = QLabel(self._texts("更正只存在本机的批注库里，原文和语料不变，随时可以恢复。"))
        says.setProperty("muted", True)
        says.setWordWrap(True)
        for standard, words in (
            (QDialogButtonBox.StandardButton.Save, "保存更正"), (QDialogButtonBox.StandardButton.Cancel, "取消"),
        ):  # fmt: skip
            self.buttons.button(standard).setText(self._texts(words))
            self.buttons.button(standard).setIcon(QIcon())
        foot = QHBoxLayout()
        foot.addWidget(self.right)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(place)
        layout.addWidget(quote)
        layout.addLayout(form)
        layout.addWidget(says)
        layout.addLayout(foot)
        self.resize(640, self.sizeHint().height())
        next(iter(self.fields.values())).setFocus()

    def _widget(self, field: str) -> QLineEdit | QComboBox:
        now = _plain(self._each.row, field)
        if field in CHOICES:
            box = Chooser()
            for value, words in CHOICES[field].items():
                box.addItem(self._texts(words or EXACT), value)
            box.setCurrentIndex(max(0, box.findData(now)))
            return box
        words = "、".join(now) if isinstance(now, list) else "" if now is None else str(now)
        return QLineEdit(words)

    def _said(self, field: str) -> str:
        was = self._was[field]
        if isinstance(was, list):
            return "、".join(was)
        return CHOICES[field].get(str(was), "") if field in CHOICES else "" if was is None else str(was)


class UnitDialog(QDialog):
    """My unit, chosen once."""

    decided = Signal(str)

    def __init__(self, texts: Texts, names: list[str], current: str, parent: QWidget) -> None:
        """`names`: units to be offered, in the script on screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("我的单位"))
        self.name = QLineEdit(current)
        self.name.setPlaceholderText(texts("输入单位，如：市科技局"))
        self.name.setAccessibleName(texts("我的单位"))
        self.name.setClearButtonEnabled(True)
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        self.name.setCompleter(completer)
        says = QLabel(texts("选一次即可：台账、文库和首页都会列出它牵头、共同和配合的任务。"))
        says.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(texts("确定"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts("取消"))
        for button in buttons.buttons():
            button.setIcon(QIcon())
        buttons.accepted.connect(self._decide)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (says, self.name, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(420)

    def _decide(self) -> None:
        self.decided.emit(" ".join(self.name.text().split()))
        self.accept()


def _plain(row: Row, field: str) -> CellValue:
    value: Any = getattr(row, field)
    if isinstance(value, tuple):
        return [each.name if isinstance(each, Unit) else str(each) for each in value]
    made: CellValue = value
    return made
