"""What the window does with the page of all documents: opening it, and what is done with the documents selected there.

The page is made when it is first asked for, so its connections stand here, in `_build`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.span import Location
from reader.ui.desks.keyboard_desk import KeyboardDesk
from reader.ui.desks.shelves_desk import ShelvesDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.look.table_look import TableLook, look_of
from reader.ui.session.panes import MOST
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the page
    from reader.ui.shelves.documents_page import DocumentsPage

TABLE: Final = "documents"  # name under which the settings remember the table


class DocumentsDesk(QObject):
    """Answers to signals. `page` is None until it is first shown."""

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, window: QMainWindow, keyboard: KeyboardDesk,
        shelves: ShelvesDesk,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._keyboard, self._shelves, self._texts = keyboard, shelves, session.texts
        self._lane = Lane("documents", parent=self)
        self._sizes: Mapping[str, int] = {}
        self.page: DocumentsPage | None = None

    def close(self) -> None:
        """Stop the workers; a file that is being written is finished."""
        self._lane.close(finish=True)
        if self.page is not None:
            self.page.close_lane()

    @property
    def in_front(self) -> bool:
        """Whether the page is what is looked at."""
        return self.page is not None and self._late.pages.page is self.page

    # -- the page

    def toggle(self) -> None:
        """Ctrl+Shift+K: open, or back to the text."""
        if self.in_front:
            self.close_page()
        else:
            self.show()

    def show(self) -> None:
        """Open the page, narrowed as the list of the library is when it is first opened."""
        if self.page is None:
            self.page = self._build()
            self.page.choice = replace(self.page.choice, facets=self._late.library.choice.facets)
        self._session.notes.load_all()
        self._late.pages.show(self.page)
        self.show_library()
        self._measure()

    def close_page(self) -> None:
        """Back to the text."""
        if self._late.pages.close():
            self._keyboard.focus_text()

    def show_library(self) -> None:
        """The documents as they are now, where the page is in sight; else when it is."""
        from reader.ui.shelves.document_columns import Figures

        if self.page is not None and self.in_front:
            notes = Counter(placed.note.anchor.doc for placed in self._session.notes.all())
            shelf = self._late.library.shelf
            self.page.show_library(shelf, Figures(notes, self._sizes, shelf.states, shelf.apart))

    def take_library(self, _docs: object) -> None:
        """Documents came, went or are others now."""
        if self.in_front:
            self.show_library()
            self._measure()

    def show_script(self) -> None:
        """Another script."""
        if self.page is not None:
            self.page.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        if self.page is not None:
            self.page.set_theme(self._parts.theme)

    def _build(self) -> DocumentsPage:
        from reader.ui.shelves.document_columns import UNASKED
        from reader.ui.shelves.documents_page import DocumentsPage

        kept = self._session.settings.tables.get(TABLE)
        look = look_of(kept) if kept else TableLook(hidden=UNASKED)
        page = DocumentsPage(self._texts, self._session.shown, self._parts.theme, look, MOST)
        page.open_wanted.connect(self.open)
        page.compare_wanted.connect(self.compare)
        page.export_wanted.connect(self.export)
        page.collect_wanted.connect(self.collect)
        page.tags_wanted.connect(self.add_tags)
        page.look_changed.connect(self._keep_look)
        page.close_wanted.connect(self.close_page)
        return page

    def _keep_look(self, look: TableLook) -> None:
        tables = {**self._session.settings.tables, TABLE: look.kept()}
        self._session.settings = replace(self._session.settings, tables=tables)

    def _measure(self) -> None:
        """How large the documents are: a look at every file, off the GUI thread."""

        def measured(sizes: Mapping[str, int]) -> None:
            if sizes != self._sizes:
                self._sizes = sizes
                self.show_library()

        self._lane.submit(lambda _job: self._session.library.shelves.sizes(), measured)

    # -- what is done with the selected

    def open(self, doc: str, aside: bool) -> None:
        """Read a document; aside: in a tab of its own."""
        if self._session.open(Location(doc), pane=0, new_tab=aside):
            self.close_page()

    def compare(self, docs: Sequence[str]) -> None:
        """These documents side by side, in this order."""
        if not 2 <= len(docs) <= MOST:
            return
        self._session.close_beside()
        if self._session.open(Location(docs[0]), pane=0):
            for doc in docs[1:]:
                self._session.beside(doc)
            self.close_page()

    def collect(self, docs: Sequence[str], folder: str) -> None:
        """Put documents into a folder, made where it is not there; the message takes out again what came in."""
        library = self._session.library
        there = {info.id for info in self._session.documents() if folder in info.collections}
        fresh = [doc for doc in docs if doc not in there]
        says = self._texts("已把 {n} 份文件放入文件夹“{name}”。", n=f"{len(docs):,}", name=folder)
        self._label(lambda: library.collect(docs, folder), says, lambda: library.uncollect(fresh, folder))

    def add_tags(self, docs: Sequence[str], tags: Sequence[str]) -> None:
        """More tags for documents; the message takes away again what they did not have before."""
        if not tags:
            return
        library, had = self._session.library, {info.id: info.tags for info in self._session.documents()}
        fresh = {tag: [doc for doc in docs if tag not in had.get(doc, ())] for tag in tags}

        def undo() -> None:
            for tag, ids in fresh.items():
                library.own.untag(ids, tag)

        says = self._texts("已给 {n} 份文件加上标签：{tags}", n=f"{len(docs):,}", tags=self._texts.listed(tags))
        self._label(lambda: library.add_tags(docs, tuple(tags)), says, undo)

    def _label(self, work: Callable[[], None], says: str, undo: Callable[[], None]) -> None:
        """Sort documents off the GUI thread; all of a long library may have been selected by one key."""
        failed = lambda error: self._session.problem.emit(str(error))  # noqa: E731
        look = lambda _nothing: self._session.look_again()  # noqa: E731

        def back() -> None:
            self._lane.submit(lambda _job: undo(), look, failed)

        def done(_nothing: object) -> None:
            self._session.look_again()
            self._late.message.say(says, self._texts("撤销"), back, stays=True)

        self._lane.submit(lambda _job: work(), done, failed)

    def export(self, form: str) -> None:
        """Ask where to, then write the list."""
        target = self.ask_target(form)
        if target is not None:
            self.write(target, form)

    def ask_target(self, form: str) -> Path | None:
        """Where to write; None where the user thought better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = str(Path(folder) / f"{self._texts('文件清单')}.{form}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出到"), name, f"*.{form}")
        return Path(chosen) if chosen else None

    def write(self, target: Path, form: str) -> None:
        """Write the list of documents off the GUI thread."""
        assert self.page is not None
        headings, rows = self.page.exported()
        title = self._texts("文件清单")

        def work(_job: Job) -> None:
            from reader.reports import listing
            from reader.store import exchange

            self._session.library.policy.check_export(form)
            data = listing.to_xlsx(title, headings, rows) if form == "xlsx" else listing.to_csv(headings, rows)
            exchange.write(data, target)

        done = lambda _nothing: self._written(target)  # noqa: E731
        self._lane.submit(work, done, lambda error: self._session.problem.emit(str(error)))

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)
