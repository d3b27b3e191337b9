"""全部批注: every note of every document in one table, narrowed, grouped, counted, and changed many at a time.

Shows what `NoteKeeping` holds; lists off the GUI thread, the newest question wins. Asks by signals for all changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.note import COLOURS, Note, PlacedNote
from reader.ui.kit.colour_row import LABELS
from reader.ui.kit.flow import TwoRows, divided
from reader.ui.kit.menu_button import MenuButton
from reader.ui.kit.nothing import Nothing
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.kit.tasks import Job, Lane
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.note_lines import Figures, LineMaker, Listing, NoteFilter, listing, split_tags
from reader.ui.notes.notes_filter_bar import NotesFilterBar
from reader.ui.notes.notes_table import STATUSES, NotesModel, NotesTable, hold_focus
from reader.ui.session.note_keeping import NoteKeeping

ALL: Final = ""  # key of the row that stands for all documents
EMPTY: Final = "选中文字后按 H 标出，按 Ctrl+Alt+N 写批注，这里就有了。"


LEAST_LIST = 120  # pixels: a window that is narrow has its room for the notes


class NotesBrowser(QWidget):
    """Documents with their figures at the left, filter and table, and what can be done with the selected notes."""

    jump = Signal(object)  # PlacedNote
    change_wanted = Signal(str, object)  # label, pairs of notes (before, after)
    delete_wanted = Signal(object)  # ids
    history_wanted = Signal(str)  # id
    export_wanted = Signal(object)  # notes
    listed = Signal(object)  # Listing
    text_wanted = Signal()  # where notes are made

    def __init__(
        self,
        texts: Texts,
        notes: NoteKeeping,
        shown: Callable[[str], str],
        maker: LineMaker,
        lane: Lane,
        docs: Callable[[], Sequence[str]],
        theme: Theme,
        icon: Callable[[str], QIcon] | None = None,
    ) -> None:
        """`shown` writes a text in the script on screen, `maker` is used in `lane` only, `docs` tells their order."""
        super().__init__()
        self._texts, self._notes, self._shown, self._docs = texts, notes, shown, docs
        self._maker, self._lane = maker, lane
        self._stale = True
        self.listing = Listing()
        self.bar = NotesFilterBar(texts)
        self.table = NotesTable(NotesModel(texts, shown, theme, icon))
        self.nothing = Nothing(self.table)
        self.documents = RowList(theme)
        self.figures, self.selected = QLabel(), QLabel()
        self.tag = QLineEdit()
        self._tag_names = QStringListModel(self)
        self.buttons = {name: QPushButton() for name in ("go", "add_tag", "drop_tag", "history", "export", "delete")}
        self.colour, self.status, self.star = MenuButton(), MenuButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    def ask(self) -> None:
        """List anew; at once where it is in sight, else when it comes into sight."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        notes, chosen, docs = self._notes.all(), self.bar.filter, tuple(self._docs())

        def work(_job: Job) -> tuple[NoteFilter, Listing]:
            lines = self._maker.lines(notes)
            return chosen, listing(lines, chosen, docs, self._maker.tags, self._maker.authors)

        self._lane.submit(work, self._show)

    def refresh(self) -> None:
        """Another script or language."""
        self.table.notes.refresh()
        self._show_documents()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.table.notes.theme = theme
        self.table.notes.refresh()
        self.documents.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self.ask()

    def retranslate(self) -> None:
        """Write the words anew."""
        words = {
            "go": "转到原文", "add_tag": "加标签", "drop_tag": "去标签", "history": "修改历史…", "export": "导出所选…",
            "delete": "删除",
        }  # fmt: skip
        for name, text in words.items():
            self.buttons[name].setText(self._texts(text))
        self.tag.setPlaceholderText(self._texts("标签"))
        self.tag.setAccessibleName(self._texts("要加上或去掉的标签"))
        self.star.setText(self._texts("加星/去星"))
        self.table.setAccessibleName(self._texts("全部批注"))
        self.documents.setAccessibleName(self._texts("各文件的批注数"))
        self._fill_menus()
        self.refresh()
        self._show_figures()
        self._show_selected()

    # -- inside

    def _lay_out(self) -> None:
        completer = QCompleter(self._tag_names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag.setCompleter(completer)
        self.tag.setMaximumWidth(130)
        self.figures.setProperty("muted", True)
        self.figures.setWordWrap(True)
        marking = [self.colour, self.status, self.star, self.tag]
        behind = [self.buttons[name] for name in ("add_tag", "drop_tag", "history", "export", "delete", "go")]
        foot = TwoRows([self.selected, None, *marking, *behind], behind[1:])
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.bar)
        facts = QHBoxLayout()
        facts.addWidget(self.figures, 1)
        facts.addWidget(self.bar.choosers["author"])
        column.addLayout(facts)
        column.addWidget(self.table, 1)
        column.addWidget(foot)
        split = divided(self.documents, right, (240, 1100))
        self.documents.setMinimumWidth(LEAST_LIST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._notes.changed.connect(self.ask)
        self.bar.changed.connect(self.ask)
        self.table.order_wanted.connect(self.bar.set_order)
        self.table.jump.connect(self._jump)
        self.table.selection_changed.connect(self._show_selected)
        self.table.delete_pressed.connect(self.buttons["delete"].click)
        self.documents.chosen.connect(lambda key: self.bar.set_doc(str(key)))
        self.bar.words.returnPressed.connect(self._into_table)
        self.star.clicked.connect(self._star)
        self.tag.returnPressed.connect(lambda: self._tag(add=True))
        self.buttons["add_tag"].clicked.connect(lambda: self._tag(add=True))
        self.buttons["drop_tag"].clicked.connect(lambda: self._tag(add=False))
        self.buttons["delete"].clicked.connect(lambda: self.delete_wanted.emit(self.table.chosen()))
        self.buttons["export"].clicked.connect(lambda: self.export_wanted.emit(self.chosen_notes()))
        self.buttons["history"].clicked.connect(lambda: self.history_wanted.emit(self.table.chosen()[0]))
        self.buttons["go"].clicked.connect(lambda: self._jump(self.table.chosen()[0]))
        self._texts.changed.connect(self.retranslate)

    @property
    def narrowed(self) -> bool:
        """Whether the table shows a part of the notes, by the user's will."""
        return self.bar.clear.isEnabled()

    def chosen_notes(self) -> tuple[PlacedNote, ...]:
        """The selected notes."""
        by_id = {line.key: line.placed for line in self.listing.lines}
        return tuple(by_id[key] for key in self.table.chosen() if key in by_id)

    def _show(self, answer: tuple[NoteFilter, Listing]) -> None:
        _chosen, self.listing = answer
        self.table.show_listing(self.listing)
        self.bar.set_tags(self.listing.tags)
        self.bar.set_authors(self.listing.authors)
        self._tag_names.setStringList([tag for tag, _count in self.listing.tags])
        self._show_documents()
        self._show_figures()
        self.listed.emit(self.listing)

    def _show_documents(self) -> None:
        figures = {doc: (title, own) for doc, title, own in self.listing.documents}
        total = sum(own.total for _doc, _title, own in self.listing.documents)

        def row(key: Hashable) -> Row:
            if key == ALL:
                return Row(head=self._texts("全部文件"), count=str(total), strong=True)
            title, own = figures[str(key)]
            return Row(body=self._shown(title), foot=self._short(own), lines=2)

        self.documents.rows.set_rows([ALL, *figures], row)
        self.documents.select_key(self.bar.doc if self.bar.doc in figures else ALL)

    def _short(self, own: Figures) -> str:
        parts = [self._texts("{n} 条", n=own.total)]
        for text, count in (("待办 {n}", own.todo), ("完成 {n}", own.done), ("需看 {n}", own.attention)):
            if count:
                parts.append(self._texts(text, n=count))
        return " · ".join(parts)

    def _show_figures(self) -> None:
        own = self.listing.figures
        if not own.total:
            self.figures.setText("")
            self._say_nothing(narrowed=self.bar.clear.isEnabled())
            return
        self.nothing.say("")
        parts = [self._texts("共 {n} 条", n=own.total)]
        parts += [
            f"{MARGIN_GLYPHS[colour]} {self._texts(LABELS[colour])} {own.colours[colour]}"
            for colour in COLOURS
            if own.colours.get(colour)
        ]
        sorts = (("待办 {n}", own.todo), ("完成 {n}", own.done), ("加星 {n}", own.starred), ("需看 {n}", own.attention))
        parts += [self._texts(text, n=count) for text, count in sorts if count]
        self.figures.setText(" · ".join(parts))

    def _say_nothing(self, *, narrowed: bool) -> None:
        texts = self._texts
        if narrowed:
            self.nothing.say(texts("没有符合条件的批注。"), "", texts("清除条件"), self.bar.clear.click)
        else:
            self.nothing.say(texts("还没有批注。"), texts(EMPTY), texts("返回正文"), self.text_wanted.emit)

    def _show_selected(self) -> None:
        chosen = self.table.chosen()
        self.selected.setText(self._texts("已选 {n} 条", n=len(chosen)) if chosen else "")
        concerned = (self.colour, self.status, self.star, self.tag, *self.buttons.values())
        if not chosen:
            hold_focus(self.table, concerned)
        for widget in concerned:
            widget.setEnabled(bool(chosen))
        for name in ("go", "history"):
            self.buttons[name].setEnabled(len(chosen) == 1)

    def _fill_menus(self) -> None:
        colours, statuses = QMenu(self.colour), QMenu(self.status)
        for colour in COLOURS:
            words = f"{MARGIN_GLYPHS[colour]} {self._texts(LABELS[colour])}"
            colours.addAction(words, lambda name=colour: self._change("改颜色", colour=name))
        for value, label in (*STATUSES.items(), ("", "未标进度")):
            statuses.addAction(self._texts(label), lambda name=value: self._change("改进度", status=name))
        for button, menu, text in ((self.colour, colours, "颜色"), (self.status, statuses, "进度")):
            old = button.menu()
            button.setMenu(menu)
            button.setText(self._texts(text) + " ▾")
            if old is not None:
                old.deleteLater()

    def _into_table(self) -> None:
        self.table.setFocus()
        self.table.select_first()

    def _jump(self, note_id: str) -> None:
        found = next((line.placed for line in self.listing.lines if line.key == note_id), None)
        if found is not None:
            self.jump.emit(found)

    # -- changes of the selected notes

    def _emit(self, label: str, change: Callable[[Note], Note]) -> None:
        notes = [placed.note for placed in self.chosen_notes()]
        self.change_wanted.emit(label, ((note, change(note)) for note in notes))  # made off this thread

    def _change(self, label: str, **values: str) -> None:
        self._emit(label, lambda note: replace(note, **values))  # type: ignore[arg-type]  # colour or status, both texts

    def _star(self) -> None:
        every = all(placed.note.starred for placed in self.chosen_notes())
        self._emit("改星标", lambda note: replace(note, starred=not every))

    def _tag(self, *, add: bool) -> None:
        tags = split_tags(self.tag.text())
        if not tags or not self.table.chosen():
            return
        if add:
            self._emit("加标签", lambda note: replace(note, tags=tuple(dict.fromkeys((*note.tags, *tags)))))
        else:
            self._emit("去标签", lambda note: replace(note, tags=tuple(t for t in note.tags if t not in tags)))
        self.tag.clear()
