"""修订: the edits of a document by rule, each with what stood there and what stands there, and what is doubtful.

Rows are made when they come into sight, all of the same height, so that a rule with thousands of edits opens at once.
Asks by signals; goes nowhere itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.document import Edit
from reader.core.provenance import Provenance
from reader.core.rules import REPAIRS, rule_name
from reader.core.span import Location
from reader.ui.kit.clause import place_name
from reader.ui.kit.flow import Flow
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.text.edit_marks import sureness, visible, was_now

DEFECTS = "defects"  # the group of what is wrong and was not put right; no rule has this name
FILTERS = {"all": "全部", "repairs": "修复", "doubtful": "请核对"}
OPEN_AT_FIRST = 20  # a group with no more rows than that stands open
_CONTEXT = 16  # characters around an edit in the line below the list
_DETAIL = 116  # pixels
Key = tuple[str, str | int]  # ("rule", name), ("edit", number) or ("defect", number)


class EditRows(RowList):
    """The list; Right and Left open and close a group."""

    opened = Signal(object, bool)  # key, open or close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right opens, Left closes."""
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left} and self.current_key() is not None:
            self.opened.emit(self.current_key(), event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)


class EditList(QWidget):
    """Filter, list, and the chosen edit in full. `shown` writes a canonical text in the script on screen."""

    edit_chosen = Signal(int)  # number
    defect_chosen = Signal(int)  # number

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme, mark: QAction) -> None:
        super().__init__()
        self._texts, self._shown, self._theme = texts, shown, theme
        self._read: Provenance | None = None
        self._open: dict[str, bool] = {}
        self._filter = "all"
        self.filters = {name: QPushButton() for name in FILTERS}
        self.mark = QToolButton()
        self.mark.setDefaultAction(mark)
        self.mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.list = EditRows(theme)
        self.list.setUniformItemSizes(True)
        self.empty = QLabel(wordWrap=True, margin=12)
        self.detail = QTextBrowser()
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    def set_provenance(self, read: Provenance | None) -> None:
        """Show another document's edits."""
        if read is not self._read:
            self._read = read
            self._open = {}
            self._fill()

    def set_filter(self, name: str) -> None:
        """all, repairs or doubtful."""
        self.filters[name].setChecked(True)

    def show_rule(self, rule: str) -> None:
        """Open one rule's edits and put the current row there."""
        self.set_filter("all")
        self._set_open(("rule", rule), on=True)
        self.list.select_key(("rule", rule))

    def show_edit(self, number: int | None) -> None:
        """Make an edit the current row, its group opened, without going to its place."""
        if number is None or self._read is None:
            return
        rule = self._read.document.edits[number].rule
        if number not in self._members().get(rule, ()):
            self.set_filter("all")
        self._set_open(("rule", rule), on=True)
        self.list.select_key(("edit", number))

    def numbers(self) -> list[int]:
        """The edits that pass the filter, in order of the text."""
        return sorted(n for group, members in self._members().items() if group != DEFECTS for n in members)

    def refresh(self) -> None:
        """Write the rows anew (another script)."""
        self.list.rows.refresh()
        self._show_detail()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.list.set_theme(theme)
        self._show_detail()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.list.setAccessibleName(self._texts("修订列表"))
        self.detail.setAccessibleName(self._texts("所选修订"))
        self._fill()

    # -- inside

    def _lay_out(self) -> None:
        chips, group = QWidget(), QButtonGroup(self)
        row = Flow(chips)  # goes on in the next line where the words are long
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        for button in self.filters.values():
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
        self.filters["all"].setChecked(True)
        self.detail.setMaximumHeight(_DETAIL)
        self.detail.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(chips)
        layout.addWidget(self.mark)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.detail)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        for name, button in self.filters.items():
            button.toggled.connect(lambda on, chosen=name: self._choose_filter(chosen) if on else None)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda key, on: self._set_open(key, on=on))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        self._texts.changed.connect(self.retranslate)

    def _choose_filter(self, name: str) -> None:
        self._filter = name
        self._open = {}
        self._fill()

    def _members(self) -> dict[str, tuple[int, ...]]:
        """What passes the filter, by group: defects and doubts first, then repairs, then the most frequent rule."""
        read = self._read
        if read is None:
            return {}
        edits, doubtful = read.document.edits, set(read.doubtful)
        groups = dict(read.by_rule)
        if self._filter == "repairs":
            groups = {rule: numbers for rule, numbers in groups.items() if rule in REPAIRS}
        elif self._filter == "doubtful":
            groups = {}
            for number in read.doubtful:
                groups[edits[number].rule] = (*groups.get(edits[number].rule, ()), number)
        doubts = {rule for rule, numbers in groups.items() if doubtful and not doubtful.isdisjoint(numbers)}
        order = sorted(groups, key=lambda rule: (rule not in doubts, rule not in REPAIRS, -len(groups[rule])))
        made = {rule: groups[rule] for rule in order}
        if self._filter != "repairs" and read.document.defects:
            made = {DEFECTS: tuple(range(len(read.document.defects))), **made}
        return made

    def _is_open(self, group: str, count: int) -> bool:
        return self._open.get(group, count <= OPEN_AT_FIRST or self._filter == "doubtful")

    def _keys(self, groups: dict[str, tuple[int, ...]]) -> Iterator[Key]:
        for group, numbers in groups.items():
            yield "rule", group
            if self._is_open(group, len(numbers)):
                what = "defect" if group == DEFECTS else "edit"
                yield from ((what, number) for number in numbers)

    def _fill(self) -> None:
        kept, groups = self.list.current_key(), self._members()
        self.list.rows.set_rows(list(self._keys(groups)), lambda key: self._row(key, groups))
        self.list.select_key(kept)
        for name, button in self.filters.items():
            button.setText(self._texts(FILTERS[name]))
        self.empty.setVisible(not groups)
        sentence = "没有需要核对的地方。" if self._filter == "doubtful" else "没有改动。"
        self.empty.setText(self._texts(sentence) if self._read is not None else "")
        self._show_detail()

    def _set_open(self, key: Key, *, on: bool) -> None:
        kind, name = key
        if kind != "rule":
            if not on:
                self.list.select_key(("rule", self._group_of(key)))
            return
        count = len(self._members().get(str(name), ()))
        if self._is_open(str(name), count) != on:
            self._open[str(name)] = on
            self._fill()

    def _group_of(self, key: Key) -> str:
        if key[0] == "defect" or self._read is None:
            return DEFECTS
        return self._read.document.edits[int(key[1])].rule

    def _chosen(self, key: Key) -> None:
        kind, name = key
        if kind == "edit":
            self.edit_chosen.emit(int(name))
        elif kind == "defect":
            self.defect_chosen.emit(int(name))
        else:
            self._set_open(key, on=not self._is_open(str(name), len(self._members()[str(name)])))

    # -- rows

    def _row(self, key: Hashable, groups: dict[str, tuple[int, ...]]) -> Row:
        assert isinstance(key, tuple)
        assert self._read is not None
        kind, name = key
        document = self._read.document
        if kind == "defect":
            defect = document.defects[name]
            note, where = self._shown(defect.note), self._where(self._read.defect_location(defect))
            return Row(body=note, lines=1, foot=" · ".join(filter(None, [where, self._texts("存疑")])), stripe="pink",
                       tip=note)  # fmt: skip
        if kind == "edit":
            edit = document.edits[name]
            where = self._where(self._read.location(name))
            foot = " · ".join(filter(None, [sureness(self._texts, edit), where]))
            return Row(body=was_now(self._texts, edit), lines=1, foot=foot, stripe="" if edit.sure else "pink")
        return self._group_row(name, groups[name])

    def _group_row(self, group: str, numbers: tuple[int, ...]) -> Row:
        assert self._read is not None
        sign = "▾" if self._is_open(group, len(numbers)) else "▸"
        if group == DEFECTS:
            label, foot = self._texts("存疑"), self._texts("原文的问题，未改动")
        else:
            doubtful = sum(not self._read.document.edits[number].sure for number in numbers)
            label = self._texts(rule_name(group))
            foot = self._texts("{n} 处请核对", n=f"{doubtful:,}") if doubtful else self._texts("全部确定")
        return Row(head=label, count=f"{len(numbers):,}", foot=foot, sign=sign, strong=True, band=True)

    def _where(self, place: Location) -> str:
        document = self._read.document if self._read else None
        block = document.block(place.block) if document and place.block else None
        return self._shown(place_name(document, block, longest=8)) if document and block else ""

    # -- the current row in full

    def _show_detail(self) -> None:
        key = self.list.current_key()
        read = self._read
        self.detail.setVisible(isinstance(key, tuple) and key[0] != "rule")
        if not isinstance(key, tuple) or read is None:
            return
        if key[0] == "defect":
            self.detail.setPlainText(self._shown(read.document.defects[key[1]].note))
        elif key[0] == "edit":
            self.detail.setHtml(self._edit_page(key[1], read.document.edits[key[1]], read))

    def _edit_page(self, number: int, edit: Edit, read: Provenance) -> str:
        before, behind = (visible(words) for words in read.context(number, _CONTEXT))
        was, now = (escape(visible(words, longest=400)) for words in (edit.was, edit.now))
        theme, texts = self._theme, self._texts
        gone = f"<span style='background:{theme.removed}; text-decoration:line-through'>{was}</span>" if was else ""
        come = f"<span style='background:{theme.added}'>{now}</span>" if now else ""
        head = f"{escape(texts(rule_name(edit.rule)))} · {escape(sureness(texts, edit))}"
        return f"<p><b>{head}</b></p><p>…{escape(before)}{gone}{come}{escape(behind)}…</p>"
