"""出处: what is known of the document and where it came from, and beside it its edits. Shows only; asks by signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QUrl, Signal, SignalInstance
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.adding import OwnFacts
from reader.core.document import Document
from reader.library.versions.editions import Edition
from reader.ui.kit.flow import Flow
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.provenance.edit_list import EditList
from reader.ui.provenance.source_facts import Facts
from reader.ui.session.tracing import Tracing

DECISIONS: Final[Mapping[str, bool | None]] = {"join": True, "part": False, "undecide": None}

Named = tuple[tuple[str, str], ...]
"""Documents: id and title."""


class SourcePanel(QWidget):
    """Facts and edits of one document, written when the panel is in sight.

    `shown` writes a canonical text in the script on screen; `mark` is the action that shows the edits in the text.
    """

    edit_chosen = Signal(int)
    defect_chosen = Signal(int)
    copy_wanted = Signal(str)
    open_original_wanted = Signal(str)  # document id
    save_original_wanted = Signal(str)
    facts_wanted = Signal(str)
    pages_wanted = Signal()  # beside the text
    version_wanted = Signal(str)  # document id of another version
    validity_wanted = Signal(str)  # asked when the panel is in sight
    family_decided = Signal(str, str, object)  # ids of two documents; whether they are editions, None for what is read
    course_wanted = Signal()  # of the clause that is read
    lineage_wanted = Signal()
    amending_wanted = Signal(str, str)  # ids of an amending decision and of a document that it amends

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], theme: Theme, tracing: Tracing, mark: QAction
    ) -> None:
        super().__init__()
        self._texts, self._shown, self._theme, self._tracing = texts, shown, theme, tracing
        self._document: Document | None = None
        self._own: OwnFacts | None = None
        self._also: tuple[str, ...] = ()
        self._family: tuple[Edition, ...] = ()
        self._offered: Named = ()
        self._parted: Named = ()
        self._amends: tuple[tuple[str, int, str | None], ...] = ()
        self._asked = False
        self._stale = True
        self.about, self.changes = QPushButton(), QPushButton()
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.edits = EditList(texts, shown, theme, mark)
        self._pages = QStackedWidget()
        self.beside, self.open_original, self.save_original, self.correct = (QPushButton() for _ in range(4))
        self._lay_out()
        self.page.anchorClicked.connect(self._followed)
        self.edits.edit_chosen.connect(self.edit_chosen)
        self.edits.defect_chosen.connect(self.defect_chosen)
        self.beside.clicked.connect(self.pages_wanted)
        for button, signal in (
            (self.open_original, self.open_original_wanted), (self.save_original, self.save_original_wanted),
            (self.correct, self.facts_wanted),
        ):  # fmt: skip
            button.clicked.connect(lambda _on=False, signal=signal: self._ask(signal))
        texts.changed.connect(self.refresh)
        self.refresh()

    def set_document(self, document: Document | None) -> None:
        """Show another document's facts."""
        if document is not self._document:
            self._document = document
            if self._own is not None and (document is None or self._own.id != document.id):
                self._own = None
            self._family, self._asked, self._amends = (), False, ()
            self._offered, self._parted = (), ()
            self.refresh()

    def set_family(self, doc: str, family: tuple[Edition, ...], offered: Named = (), parted: Named = ()) -> None:
        """The editions of a document, itself among them, as they hold today; none where that cannot be told.

        Args:
            offered, parted: documents, id and title, that may be joined to them, and that were parted from it.
        """
        made = (family, offered, parted)
        here = self._document is not None and self._document.id == doc
        if here and made != (self._family, self._offered, self._parted):
            self._family, self._offered, self._parted = made
            self.refresh()

    def set_amends(self, doc: str, amends: tuple[tuple[str, int, str | None], ...]) -> None:
        """The laws that a document amends, each with how many orders, and its id where it is here."""
        if self._document is not None and self._document.id == doc and amends != self._amends:
            self._amends = amends
            self.refresh()

    def ask_again(self) -> None:
        """The library has changed: whether the document holds is asked anew. What was told stays until then."""
        self._asked = False
        self.refresh()

    def set_own(self, own: OwnFacts | None) -> None:
        """What is known besides of a document of one's own; None for any other."""
        if own != self._own and (own is None or (self._document is not None and own.id == self._document.id)):
            self._own = own
            self.refresh()

    def set_also(self, shelves: tuple[str, ...]) -> None:
        """Shelves whose document of the same id gives way to this one."""
        if shelves != self._also:
            self._also = shelves
            self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.edits.set_theme(theme)
        self.refresh()

    def show_edit(self, number: int | None) -> None:
        """Bring an edit to the front: its row becomes the current one."""
        self._write()
        if number is not None:
            self.changes.setChecked(True)
            self.edits.show_edit(number)

    def numbers(self) -> list[int]:
        """The edits that pass the filter, in order of the text."""
        self._write()
        return self.edits.numbers()

    def refresh(self) -> None:
        """Write everything anew (document, script, colours or language changed)."""
        self._stale = True
        if self.isVisible():
            self._write()

    def showEvent(self, event: QShowEvent) -> None:
        """Write what is not written yet."""
        self._write()
        super().showEvent(event)

    # -- inside

    def _lay_out(self) -> None:
        row, group = QHBoxLayout(), QButtonGroup(self)
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.page, 1)
        self._buttons = QWidget()
        flow = Flow(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        for button in (self.beside, self.open_original, self.save_original, self.correct):
            flow.addWidget(button)
        column.addWidget(self._buttons)
        for button, page in ((self.about, facts), (self.changes, self.edits)):
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            self._pages.addWidget(page)
            button.toggled.connect(lambda on, page=page: self._turn_to(page) if on else None)
        facts.setFocusProxy(self.page)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._pages, 1)
        self.about.setChecked(True)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(page)

    def _write(self) -> None:
        if not self._stale:
            return
        self._stale = False
        document = self._document
        read = self._tracing.of(document) if document is not None else None
        self.about.setText(self._texts("概况"))
        count = f" {len(document.edits):,}" if document is not None and document.edits else ""
        self.changes.setText(self._texts("修订") + count)
        self.page.setAccessibleName(self._texts("出处"))
        self._write_buttons()
        self.edits.set_provenance(read)
        self.edits.refresh()
        if read is None:
            self.page.setPlainText(self._texts("打开一份文件后，这里是它的出处。"))
        else:
            facts = Facts(
                self._texts, self._shown, self._theme, self._own, self._also, self._family, self._offered,
                self._parted, self._amends,
            )  # fmt: skip
            self.page.setHtml(facts.page(read))
        if document is not None and not self._asked:
            self._asked = True
            self.validity_wanted.emit(document.id)

    def _ask(self, signal: SignalInstance) -> None:
        if self._document is not None:
            signal.emit(self._document.id)

    def _write_buttons(self) -> None:
        for button, words in (
            (self.beside, "对照原件版面"), (self.open_original, "用系统程序打开原件"),
            (self.save_original, "另存原件…"), (self.correct, "更正信息…"),
        ):  # fmt: skip
            button.setText(self._texts(words))
            button.setVisible(self._own is not None)
        self.beside.setVisible(self._document is not None and any(b.page for b in self._document.blocks))
        self._buttons.setVisible(not self.beside.isHidden() or self._own is not None)

    def _followed(self, link: QUrl) -> None:
        kind, _, name = link.toString().partition(":")
        if kind == "defect":
            self.defect_chosen.emit(int(name))
        elif kind == "version":
            self.version_wanted.emit(name)
        elif kind in DECISIONS and self._document is not None:
            self.family_decided.emit(self._document.id, name, DECISIONS[kind])
        elif kind == "amend" and self._document is not None:
            self.amending_wanted.emit(self._document.id, name)
        elif kind == "course":
            self.course_wanted.emit()
        elif kind == "lineage":
            self.lineage_wanted.emit()
        elif kind == "copy" and self._document is not None:
            self.copy_wanted.emit(self._document.source.sha256)
        elif kind in {"rule", "edits"}:
            self.changes.setChecked(True)
            if kind == "rule":
                self.edits.show_rule(name)
            else:
                self.edits.set_filter(name)
            self.edits.setFocus()
