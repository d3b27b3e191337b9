"""两边都改过: notes of which there are two wordings, ours beside the other one, until someone chooses. Decides nothing.

Asks by signals: take ours, theirs, or both. What is not chosen stays in the note's history.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reader.core.note import Person
from reader.store.exchanging import Conflict
from reader.ui.kit.coloured import coloured, differences
from reader.ui.kit.flow import divided
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.import_dialog import FIELDS, wording

if TYPE_CHECKING:
    from reader.store.registers.row_merge import RowState

BOTH: Final = frozenset(["text", "tags"])  # fields of which two wordings can stand together
PARAGRAPH: Final = "font-size:16px; line-height:150%"
ROW_FIELDS: Final = {
    "status": "状态", "note": "备注", "lead": "牵头", "units": "共同", "support": "配合", "what": "指标",
    "comparator": "要求", "value": "数值", "unit": "单位", "deadline": "期限", "due": "办结日期", "kind": "类别",
    "name": "名称", "type": "类别", "cited": "引用", "number": "文号", "issuer": "制定机关",
}  # fmt: skip
"""What the fields of a register's row are called; others go by their own names."""
Key = tuple[str, str, int]  # note or row, field, which of the other wordings


def row_field(name: str) -> str:
    """What a field of a register's row is called."""
    return ROW_FIELDS.get(name, name)


class ConflictsPage(QWidget):
    """List, the two wordings, and what can be chosen. `wanted` is asked whenever the page comes into sight."""

    wanted = Signal()
    chosen = Signal(str, str, str, int)  # note, field, mine | theirs | both, which of the other wordings
    jump = Signal(str)  # id of a note

    def __init__(
        self,
        texts: Texts,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        me: Callable[[], Person],
        theme: Theme,
    ) -> None:
        """`shown` writes a canonical text in the script on screen; `title` tells a document by its id."""
        super().__init__()
        self._texts, self._shown, self._title, self._me, self._theme = texts, shown, title, me, theme
        self._conflicts: dict[Key, Conflict | RowState] = {}
        self._keys: dict[str, Key] = {}
        self.summary, self.what = QLabel(wordWrap=True), QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.list = RowList(theme)
        self.labels = {side: QLabel(textFormat=Qt.TextFormat.PlainText) for side in ("mine", "theirs")}
        self.views = {side: QTextBrowser() for side in ("mine", "theirs")}
        self.buttons = {name: QPushButton() for name in ("mine", "theirs", "both", "go")}
        self._right = QWidget()
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        for name in ("mine", "theirs", "both"):
            self.buttons[name].clicked.connect(lambda _on=False, choice=name: self._choose(choice))
        self.buttons["go"].clicked.connect(self._go)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_conflicts(self, found: Sequence[Conflict | RowState]) -> None:
        """These are to be chosen; the one looked at stays chosen, or the next one takes its place."""
        kept, number = self.list.current_key(), self.list.currentIndex().row()
        self._conflicts = {
            (each.id, name, at): each for each in found for name in each.fields for at in range(len(each.of(name)))
        }
        self._keys = {"\n".join(map(str, key)): key for key in self._conflicts}
        keys = list(self._keys)
        self.list.rows.set_rows(keys, self._row)
        if kept not in self._keys and keys:
            kept = keys[min(max(number, 0), len(keys) - 1)]
        self.list.select_key(kept if kept in self._keys else None)
        self._show()

    def refresh(self) -> None:
        """Another script."""
        self.list.rows.refresh()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.list.set_theme(theme)
        self._show()

    def retranslate(self) -> None:
        """Write the words anew."""
        words = {"mine": "用我的", "theirs": "用对方的", "both": "两种都要", "go": "转到原文"}
        for name, text in words.items():
            self.buttons[name].setText(self._texts(text))
        for side, text in (("mine", "我的写法"), ("theirs", "对方的写法")):
            self.views[side].setAccessibleName(self._texts(text))
        self.list.setAccessibleName(self._texts("两边都改过的批注"))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read it anew."""
        super().showEvent(event)
        self.wanted.emit()

    # -- inside

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(12)
        for side in ("mine", "theirs"):
            self.labels[side].setProperty("muted", True)
            column = QVBoxLayout()
            column.addWidget(self.labels[side])
            column.addWidget(self.buttons[side])  # above the words, where no message lies over it
            column.addWidget(self.views[side], 1)
            columns.addLayout(column, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.buttons["both"])
        foot.addStretch(1)
        foot.addWidget(self.buttons["go"])
        right = QVBoxLayout(self._right)
        right.setContentsMargins(16, 8, 16, 8)
        right.setSpacing(8)
        right.addWidget(self.what)
        right.addLayout(columns, 1)
        right.addLayout(foot)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(divided(left, self._right, (320, 1000)))
        self.setFocusProxy(self.list)

    def _row(self, key: Hashable) -> Row:
        _, name, at = self._keys[str(key)]
        conflict = self._conflicts[self._keys[str(key)]]
        by = str(conflict.of(name)[at].editor)
        if not isinstance(conflict, Conflict):
            said = " · ".join(filter(None, [self._texts("台账"), self._texts(row_field(name)), by]))
            return Row(head=said, body=self._shown(conflict.words), foot=self._title(conflict.doc), sign="▤")
        note = conflict.note
        return Row(
            head=" · ".join(filter(None, [self._texts(FIELDS[name]), by])),
            body=self._shown(" ".join((note.anchor.quote or note.text).split())),
            foot=self._title(note.anchor.doc), stripe=note.colour,
            sign=MARGIN_GLYPHS.get(note.colour, "") if note.kind != "bookmark" else "▸", tip=note.text,
        )  # fmt: skip

    def _current(self) -> Key | None:
        return self._keys.get(str(self.list.current_key()))

    def _show(self) -> None:
        count = len({key for key, _, _ in self._conflicts})
        says = "{n} 条两边都改过，等您选定" if count else "没有两边都改过、要选定的批注。"
        self.summary.setText(self._texts(says, n=count))
        key = self._current()
        self._right.setVisible(key is not None)
        if key is None:
            return
        _, name, at = key
        conflict = self._conflicts[key]
        other, mine = conflict.of(name)[at], conflict.mine(name)
        quote, what, texts = (
            self._of_note(conflict, name, at) if isinstance(conflict, Conflict) else self._of_row(conflict, name, at)
        )
        self.what.setText(f"“{quote}”\n{what}" if quote else what)
        spans = dict(zip(("mine", "theirs"), differences(texts["mine"], texts["theirs"]), strict=True))
        colours = {"mine": self._theme.removed, "theirs": self._theme.added}
        for side, by, moment in (
            ("mine", mine.editor or self._me(), mine.modified), ("theirs", other.editor, other.modified),
        ):  # fmt: skip
            label = self._texts("我的写法" if side == "mine" else "对方的写法")
            self.labels[side].setText(" · ".join(filter(None, [label, str(by), local_time(moment)])))
            marks = [(span, colours[side]) for span in spans[side]]
            self.views[side].setHtml(f'<p style="{PARAGRAPH}">{coloured(texts[side], marks)}</p>')
        self.buttons["both"].setVisible(name in BOTH if isinstance(conflict, Conflict) else conflict.joins(name))
        self.buttons["go"].setVisible(isinstance(conflict, Conflict))

    def _of_note(self, conflict: Conflict, name: str, at: int) -> tuple[str, str, dict[str, str]]:
        """The words of a note, what there is to choose, and both wordings."""
        note = conflict.note
        theirs = replace(note, **{name: conflict.of(name)[at].value})
        what = self._texts(
            "同一处改成了两种：{field}。选定以前两种都留着；没有选的留在修改历史中。", field=self._texts(FIELDS[name])
        )
        texts = {"mine": self._wording(note, name), "theirs": self._wording(theirs, name)}
        return self._shown(" ".join(note.anchor.quote.split())), what, texts

    def _of_row(self, row: RowState, name: str, at: int) -> tuple[str, str, dict[str, str]]:
        """The same of a row of a register."""
        what = self._texts("台账的同一项改成了两种：{field}。选定以前两种都留着。", field=self._texts(row_field(name)))
        values = {"mine": row.form(name).value, "theirs": row.of(name)[at].value}
        return self._shown(row.words), what, {side: self._cell(value) for side, value in values.items()}

    def _cell(self, value: tuple[Any, ...]) -> str:
        if not value or value[0] is None:
            return self._texts("（空）")
        return "、".join(map(str, value[0])) if isinstance(value[0], list) else str(value[0])

    def _wording(self, note: Any, name: str) -> str:
        if name == "text":
            return str(note.text) or self._texts("（没有文字）")
        said = wording(note, name, self._texts)
        return self._shown(said) if name == "anchor" else said

    def _choose(self, choice: str) -> None:
        key = self._current()
        if key is not None:
            note, name, at = key
            self.chosen.emit(note, name, choice, at)

    def _go(self) -> None:
        key = self._current()
        if key is not None:
            self.jump.emit(key[0])
