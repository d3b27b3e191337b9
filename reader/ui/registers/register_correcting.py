"""The window over the page in which a row is checked and corrected. Keeps nothing itself: says what was chosen.

The words the row was read from stand above, what was read beside each field that was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
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
from reader.registers.due_days import own_day
from reader.registers.exporting import COMPARATORS, CONCERNED, FIELDS, KINDS, TYPES
from reader.registers.origins import why_unsure
from reader.registers.own_rows import (
    CHECKED,
    CORRECTABLE,
    DROPPED,
    DUE_FIELD,
    UNIT_FIELDS,
    SeenRow,
    names_in,
    number_in,
)  # fmt: skip
from reader.ui.kit.fitting import on_screen, scrolled
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.texts import Texts
from reader.ui.registers.unit_line import UnitLine

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {"kind": KINDS, "comparator": COMPARATORS, "type": TYPES}
NOT_ONE: Final[Mapping[str, str]] = {
    "tasks": "这不是任务", "targets": "这不是指标", "systems": "这不是平台系统", "citations": "这不是引用",
}  # fmt: skip
EXACT: Final = "等于"
NEEDED: Final = frozenset(["what", "value", "name", "cited"])  # fields without which there is no row
YEAR: Final = re.compile(r"20\d\d")
PAUSE: Final = 250  # ms without a key before names of units are looked up
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
        named: Callable[[str], tuple[str, bool]] = lambda name: (name, True),
    ) -> None:
        """`block` is the text of the clause, `where` says which clause of which document it is.

        Args:
            named: gives the full name of a unit that was typed, and whether the documents name it.
        """
        super().__init__(parent)
        self._name, self._each, self._texts, self._shown, self._named = name, each, texts, shown, named
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
        self.problem, self.units = QLabel(), QLabel()
        self._typing = QTimer(self, singleShot=True, interval=PAUSE)
        self._typing.timeout.connect(self._say_units)
        self.right, self.undo = QPushButton(texts("核对无误")), QPushButton(texts("恢复原样"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._lay_out(shown, where)
        self.right.setEnabled(not each.row.sure)
        self.undo.setEnabled(bool(each.changes))
        self.right.clicked.connect(lambda: self._decide({CHECKED: True}))
        self.undo.clicked.connect(lambda: self._decide({}))
        self.buttons.accepted.connect(self._save)
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

    def wrong(self) -> tuple[str, str]:
        """The first field whose words cannot be kept, and why, in a sentence; empty where all can."""
        for field, widget in self.fields.items():
            if not isinstance(widget, QLineEdit):
                continue
            words, name = " ".join(widget.text().split()), self._texts(FIELDS[field])
            if field == "deadline" and words and not YEAR.fullmatch(words):
                return field, self._texts("“{words}”不是年份：期限请填四位数字，如 2025；没有期限就留空。", words=words)
            if field == DUE_FIELD and words and own_day(words) is None:
                return field, self._texts("“{words}”不是日期：请填 2026-06-30 这样的年月日；没有就留空。", words=words)
            if field in NEEDED and not words:
                return field, self._texts("“{field}”不能空着；如果这一行不该有，请勾选下面的选项。", field=name)
            if field == "value" and number_in(words) is None:
                return field, self._texts("“{words}”不是数字：请填 2600、1.5 或 3-5 这样的数。", words=words)
        return "", ""

    # -- inside

    def _save(self) -> None:
        """Keep it, or say what cannot be kept: nothing that was typed is thrown away."""
        field, says = ("", "") if self.no_row.isChecked() else self.wrong()
        self.problem.setText(says)
        self.problem.setVisible(bool(says))
        if says:
            self.fields[field].setFocus()
            return
        self._decide(self.changes())

    def _say_units(self) -> None:
        """What units that were typed are read as, and which of them no document names."""
        said = []
        for field, widget in self.fields.items():
            if field not in UNIT_FIELDS or not isinstance(widget, QLineEdit):
                continue
            for typed in names_in(widget.text()):
                full, known = self._named(typed)
                if not known:
                    says = "文库的文件里没有“{unit}”这个单位，请看看写法；仍可保存。"
                    said.append(self._texts(says, unit=self._shown(typed)))
                elif full != typed:
                    said.append(self._texts("“{typed}”即“{full}”。", typed=typed, full=self._shown(full)))
        self.units.setText("\n".join(said))
        self.units.setVisible(bool(said))

    def _decide(self, changes: dict[str, CellValue]) -> None:
        self.decided.emit(changes)
        self.accept()

    def _value(self, field: str, widget: QLineEdit | QComboBox) -> CellValue:
        if isinstance(widget, QComboBox):
            return str(widget.currentData())
        words = " ".join(widget.text().split())
        if field in UNIT_FIELDS:
            return [self._named(name)[0] for name in names_in(words)]
        if field == "value":
            return number_in(words) or self._was[field]
        if field == "deadline":
            return int(words) if YEAR.fullmatch(words) else None if not words else self._was[field]
        if field == DUE_FIELD:
            day = own_day(words)
            return day.isoformat() if day else self._was[field] if words else None
        if not words:
            return None if field in {"number", "issuer"} else "" if field == "unit" else self._was[field]
        return words

    def _lay_out(self, shown: Callable[[str], str], where: str) -> None:
        place = QLabel(where, textFormat=Qt.TextFormat.PlainText)
        place.setProperty("muted", True)
        place.setWordWrap(True)
        quote = QTextBrowser()
        before, words, behind = (escape(shown(part)) for part in self._around)
        quote.setHtml(f"{before}<b>{words}</b>{behind}")
        quote.setTabChangesFocus(True)
        quote.setFixedHeight(112)
        quote.setAccessibleName(self._texts("原文"))
        form = self._form(shown)
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
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(place)
        column.addWidget(quote)
        why = why_unsure(self._each.row)
        if why:
            reason = QLabel("▲ " + self._texts.labelled(self._texts("待核对"), self._shown(self._texts(why))))
            reason.setWordWrap(True)
            column.addWidget(reason)
        column.addLayout(form)
        column.addWidget(says)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(scrolled(inside))
        layout.addLayout(foot)
        high = inside.sizeHint().height() + foot.sizeHint().height() + 48
        self.resize(on_screen(self, 640, high))
        next(iter(self.fields.values())).setFocus()

    def _form(self, shown: Callable[[str], str]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in CORRECTABLE[self._name]:
            widget = self._widget(field)
            self.fields[field] = widget
            heading = CONCERNED if isinstance(self._each.read, System) and field == "lead" else FIELDS[field]
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
            form.addRow("", self.units)
        form.addRow("", self.no_row)
        form.addRow("", self.problem)
        for label in (self.units, self.problem):
            label.setWordWrap(True)
            label.hide()
        self.units.setProperty("muted", True)
        bold = self.problem.font()
        bold.setBold(True)
        self.problem.setFont(bold)
        return form

    def _widget(self, field: str) -> QLineEdit | QComboBox:
        now = _plain(self._each.row, field)
        if field in CHOICES:
            box = Chooser()
            for value, words in CHOICES[field].items():
                box.addItem(self._texts(words or EXACT), value)
            box.setCurrentIndex(max(0, box.findData(now)))
            return box
        words = "、".join(now) if isinstance(now, list) else "" if now is None else str(now)
        line = QLineEdit(words)
        if field in UNIT_FIELDS:
            line.textChanged.connect(lambda _words: self._typing.start())
        return line

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
        self.name = UnitLine()
        self.name.setText(current)
        self.name.setPlaceholderText(texts("输入单位，如：市科技局"))
        self.name.setAccessibleName(texts("我的单位"))
        self.name.set_names(names)
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
