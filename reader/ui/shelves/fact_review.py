"""核对: what was read of each new document, each fact with its basis, to be put right now or later.

Shows and asks by signals; the values are set elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reader.core.adding import OwnFacts
from reader.core.showing import visible
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.library_list import LibraryList

SETTABLE: Final = {"title": "标题", "doc_number": "发文字号", "issuers": "发文机关", "written": "成文日期"}
REFILL: Final = 120  # ms without another document before the list is written
FORM_WIDTH: Final = 760  # pixels: longer lines are no easier to read
_PARTS: Final = re.compile(r"[、,，;；\n]+")
_DATE: Final = re.compile(r"\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*")


def unsure(facts: OwnFacts) -> tuple[str, ...]:
    """The fields that a person should look at: inferred and not set by hand, or a title that is missing."""
    return tuple(
        name for name in SETTABLE
        if name not in facts.corrected and (name in facts.inferred or (name == "title" and not facts.values.get(name)))
    )  # fmt: skip


def as_text(value: Any) -> str:
    """A value as it stands in its line."""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def as_value(name: str, text: str) -> Any:
    """What was typed as the value of a field. Raises ValueError for a date that is none."""
    text = text.strip()
    if name == "issuers":
        return [part.strip() for part in _PARTS.split(text) if part.strip()]
    if name == "written" and text:
        found = _DATE.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return date(*(int(part) for part in found.groups())).isoformat()
    return text or None


class FactLine(QWidget):
    """One field: a line to type in, its basis below, a mark where a person should look."""

    def __init__(self, texts: Texts, name: str) -> None:
        super().__init__()
        self._texts, self.name = texts, name
        self._before = ""
        self.line = QLineEdit()
        self.basis = QLabel(wordWrap=True)
        self.basis.setProperty("muted", True)
        self.basis.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.basis)
        self.setFocusProxy(self.line)

    def show_fact(self, facts: OwnFacts, shown: Callable[[str], str]) -> None:
        """The value and where it comes from."""
        self._before = as_text(facts.values.get(self.name))
        self.line.setText(self._before)
        self.line.setCursorPosition(0)
        why = facts.inferred.get(self.name, "")
        if self.name in facts.corrected:
            says = self._texts("您更正过")
        elif why:
            says = self._texts("请核对") + " · " + self._texts("依据：{why}", why=shown(why))
        else:
            says = self._texts("原文写明") if self._before else self._texts("原文未载明")
        self.basis.setText(("⚠ " if self.name in unsure(facts) else "") + says)
        self.line.setAccessibleDescription(says)

    @property
    def changed(self) -> bool:
        """Whether something else was typed."""
        return self.line.text().strip() != self._before

    def value(self) -> Any:
        """What was typed, as a value. Raises ValueError."""
        return as_value(self.name, self.line.text())


class FactReview(QWidget):
    """Documents at the left, the facts of one of them at the right."""

    facts_wanted = Signal(str)  # document id
    facts_set = Signal(str, object)  # document id, field → value
    open_wanted = Signal(str)

    def __init__(self, texts: Texts, shown: Callable[[str], str], title: Callable[[str], str], theme: Theme) -> None:
        super().__init__()
        self._texts, self._shown, self._title = texts, shown, title
        self._docs: list[str] = []
        self._refill = QTimer(self, singleShot=True, interval=REFILL)
        self._refill.timeout.connect(self._fill)
        self._seen: set[str] = set()
        self._known: dict[str, OwnFacts] = {}
        self._facts: OwnFacts | None = None
        self.list = LibraryList(theme)
        self.heading, self.origin, self.problem = QLabel(wordWrap=True), QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.heading.setObjectName("cardHeading")
        self.origin.setProperty("muted", True)
        for label in (self.heading, self.origin, self.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.fields = {name: FactLine(texts, name) for name in SETTABLE}
        self._labels = {name: QLabel() for name in SETTABLE}
        self.save, self.following, self.open = QPushButton(), QPushButton(), QPushButton()
        self.empty = QLabel(wordWrap=True, margin=24)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    @property
    def current(self) -> str | None:
        """The document whose facts are shown."""
        return self._facts.id if self._facts is not None else None

    def add_documents(self, docs: Sequence[str]) -> None:
        """These came in."""
        fresh = [doc for doc in docs if doc not in self._docs]
        if fresh:
            self._docs += fresh
            self._refill.start()

    def forget(self, doc: str) -> None:
        """It is no longer in the library."""
        if doc in self._docs:
            self._docs.remove(doc)
            self._known.pop(doc, None)
            if self.current == doc:
                self._facts = None
            self._fill()
            self._show()

    def look_at(self, doc: str) -> None:
        """Show the facts of one document, whether it came in just now or not."""
        self.add_documents([doc])
        self._fill()
        self.list.select_key(doc)
        self.facts_wanted.emit(doc)

    def begin(self) -> None:
        """Show the first that is doubtful, else the first."""
        if self._facts is None and self._docs:
            self.look_at(self._docs[0])

    def show_facts(self, facts: OwnFacts, *, ask: bool = True) -> None:
        """The facts of a document; `ask`: they are what should be seen now."""
        self._known[facts.id] = facts
        if ask:
            self._facts = facts
            self._seen.add(facts.id)
            self._show()
        self._refill.start()

    def count_unsure(self) -> int:
        """How many of the documents have facts that a person should look at and has not yet looked at."""
        return sum(doc in self._known and bool(unsure(self._known[doc])) for doc in self._docs)

    def say_problem(self, sentence: str) -> None:
        """Why something was not taken."""
        self.problem.setText(self._texts.told(sentence))
        self.problem.setVisible(bool(sentence))

    def refresh(self) -> None:
        """Another script."""
        self.list.rows.refresh()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        self.list.setAccessibleName(texts("新添加的文件"))
        for name, words in SETTABLE.items():
            self._labels[name].setText(texts(words))
            self.fields[name].line.setAccessibleName(texts(words))
        self.fields["issuers"].line.setPlaceholderText(texts("几个机关用顿号分开"))
        self.fields["written"].line.setPlaceholderText(texts("例如 2026-03-01"))
        self.save.setText(texts("保存更正"))
        self.following.setText(texts("无误，下一份"))
        self.open.setText(texts("打开这份文件"))
        self.empty.setText(texts("添加文件后，在这里核对从中读到的标题、文号、机关和日期；随时可以改。"))
        self._fill()
        self._show()

    # -- inside

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, field in self.fields.items():
            form.addRow(self._labels[name], field)
        buttons = QHBoxLayout()
        for button in (self.save, self.following, self.open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QWidget()
        page.setMaximumWidth(FORM_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        for widget in (self.heading, self.origin):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        column.addStretch(1)
        self._form = QScrollArea()
        self._form.setObjectName("startPage")
        self._form.setFrameShape(QFrame.Shape.NoFrame)
        self._form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form.setWidgetResizable(True)
        self._form.setWidget(page)
        page.setObjectName("startPage")
        self._split = QSplitter()
        self._split.addWidget(self.list)
        self._split.addWidget(self._form)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([300, 900])
        self._split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self._split, 1)
        self.setFocusProxy(self.list)
        self.problem.hide()

    def _connect(self) -> None:
        self.list.chosen.connect(lambda doc: self.facts_wanted.emit(str(doc)))
        self.save.clicked.connect(self._save)
        self.following.clicked.connect(self._next)
        self.open.clicked.connect(lambda: self.open_wanted.emit(self.current or ""))
        for field in self.fields.values():
            field.line.textEdited.connect(lambda _text: self._look())
            field.line.returnPressed.connect(self._save)
        self._texts.changed.connect(self.retranslate)

    def _fill(self) -> None:
        kept = self.list.current_key()
        self.list.expect(len(self._docs))
        self.list.rows.set_rows(list(self._docs), self._row, self._lines)
        self.list.select_key(kept)
        self.empty.setVisible(not self._docs)
        self._split.setVisible(bool(self._docs))

    def _lines(self, key: Hashable) -> int:
        return self.list.title_lines(self._title(str(key))) + 2

    def _row(self, key: Hashable) -> Row:
        doc = str(key)
        facts, title = self._known.get(doc), self._title(doc)
        doubtful = facts is not None and bool(unsure(facts))
        foot = self._texts("请核对") if doubtful else self._texts("已看过") if doc in self._seen else ""
        return Row(
            body=title, strong=True, foot=f"{visible(facts.file) if facts is not None else ''}\n{foot}",
            stripe="yellow" if doubtful else "", sign="！" if doubtful else "", lines=self.list.title_lines(title),
        )  # fmt: skip

    def _show(self) -> None:
        facts = self._facts
        self._form.setVisible(facts is not None)
        self.say_problem("")
        if facts is None:
            return
        self.heading.setText(self._title(facts.id))
        pages = self._texts("{n} 页", n=facts.pages) if facts.pages else ""
        self.origin.setText(" · ".join(filter(None, [visible(facts.file), pages])))
        for field in self.fields.values():
            field.show_fact(facts, self._shown)
        self._look()

    def _look(self) -> None:
        changed = any(field.changed for field in self.fields.values())
        self.save.setEnabled(changed)
        self.say_problem("")
        self.following.setEnabled(not changed and self._following() is not None)

    def _following(self) -> str | None:
        at = self._docs.index(self.current) + 1 if self.current in self._docs else 0
        return self._docs[at] if at < len(self._docs) else None

    def _next(self) -> None:
        doc = self._following()
        if doc is not None:
            self.look_at(doc)

    def _save(self) -> None:
        if self._facts is None or not self.save.isEnabled():
            return
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            try:
                if field.changed:
                    values[name] = field.value()
            except ValueError:
                self.say_problem(self._texts("日期写作 2026-03-01 或 2026年3月1日。"))
                field.line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if "title" in values and not values["title"]:
            self.say_problem(self._texts("标题不能是空的。"))
            return
        self.facts_set.emit(self._facts.id, values)


def changed_values(values: Mapping[str, Any]) -> str:
    """The fields that were set, as words."""
    return "、".join(SETTABLE[name] for name in values if name in SETTABLE)
