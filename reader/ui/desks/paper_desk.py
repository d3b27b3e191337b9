"""What the window does about paper and citations: print, PDF, references to a clause on the clipboard.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core import citation
from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.span import Location
from reader.ui.desks.clauses import clause_meant
from reader.ui.desks.linking_desk import LinkingDesk
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.paper.page_work import PageWork
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded when something is printed
    from PySide6.QtGui import QPagedPaintDevice

    from reader.core.comparison import Comparison
    from reader.ui.paper.paper_dialog import PaperChoice
    from reader.ui.paper.printing import Pages, Sheets

LONGEST_NAME, HALF_NAME = 100, 20  # characters of the name of a file, and of each title in that of a comparison


class PaperDesk:
    """Answers to signals."""

    def __init__(
        self,
        parts: Parts,
        late: LateParts,
        session: Session,
        window: QMainWindow,
        reading: ReadingDesk,
        link: LinkingDesk,
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._window = window
        self._reading = reading
        self._link = link
        self._comparing = Lane("paper", newest_only=True, parent=window)
        self._painting = PageWork(window)
        late.actions["print_notes"].setChecked(bool(session.settings.paper.get("notes")))

    def print(self) -> None:
        """Ctrl+P: what goes on paper, the system's print dialog, then the pages."""
        self._ask("打印…", lambda choice: self._make(choice, lambda sheets: self._print(choice, sheets)))

    def export_pdf(self) -> None:
        """Ask what and where to, then write. No printer is asked for: PDF is written without the print service."""
        self._ask("导出 PDF…", self._choose_file)

    def remember_notes(self, on: bool) -> None:
        """Notes are printed from now on, or not."""
        self._remember(notes="1" if on else "")

    def _ask(self, verb: str, then: Callable[[PaperChoice], None]) -> None:
        if self._session.document is None:
            return
        from reader.ui.paper.paper_dialog import PaperChoice, PaperDialog

        last = PaperChoice(
            two=bool(self._session.settings.paper.get("two")), notes=self._late.actions["print_notes"].isChecked()
        )
        dialog = PaperDialog(self._texts, last, verb, self._window, compared=self._compared() is not None)

        def decided(choice: PaperChoice) -> None:
            self._remember(two="1" if choice.two else "")
            self._late.actions["print_notes"].setChecked(choice.notes)
            then(choice)

        dialog.chosen.connect(decided)
        dialog.open()

    def _remember(self, **values: str) -> None:
        settings = self._session.settings
        self._session.settings = replace(settings, paper={**settings.paper, **values})

    def _print(self, choice: PaperChoice, sheets: Pages) -> None:
        from reader.ui.paper.print_dialog import print_pages
        from reader.ui.paper.sheets import set_sheet

        pages = self._pages(choice, sheets)
        if not pages:
            return
        lies = sheets.landscape or choice.two

        def paint(printer: QPagedPaintDevice, _first: int, _last: int) -> None:
            self._work(sheets.painting(printer, pages, two=choice.two), len(pages), lambda: None)

        try:
            print_pages(
                self._window, self._title(choice), lambda printer: set_sheet(printer, landscape=lies), paint,
                to_file=self._session.library.policy.allows("pdf"), ranges=False,
            )  # fmt: skip
        except ReaderError as error:
            self._reading.say_problem(str(error))

    def _work(self, pages: Iterator[int], count: int, done: Callable[[], object]) -> None:
        """Paint; of many pages say how far it is, with a way to stop."""

        def cancel() -> None:
            if self._painting.cancel():
                self._late.message.say(self._texts("已取消。"))

        def told(page: int) -> None:
            said = self._texts("正在打印：第 {i}/{n} 页", i=page, n=count)
            self._late.message.say(said, self._texts("取消"), cancel, stays=True)

        def failed(error: ReaderError) -> None:
            self._reading.say_problem(str(error))

        def ended() -> None:
            self._late.message.hide()
            done()

        self._painting.start(pages, count, told, ended, failed)

    def _choose_file(self, choice: PaperChoice) -> None:
        name = re.sub(r'[\\/:*?"<>|\s]+', " ", self._title(choice)).strip()[:LONGEST_NAME] + ".pdf"
        folder = Path(self._session.settings.paper.get("folder", ""))
        offered = str(folder / name) if folder.is_absolute() and folder.is_dir() else name
        path, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出 PDF"), offered, "PDF (*.pdf)")
        if path:
            self._remember(folder=str(Path(path).absolute().parent))
            self.write_pdf(Path(path), choice)

    def write_pdf(self, path: Path, choice: PaperChoice | None = None) -> None:
        """Write what was chosen, or the document of the active column as it is, and say so."""
        if choice is None:
            from reader.ui.paper.paper_dialog import PaperChoice

            choice = PaperChoice(notes=self._late.actions["print_notes"].isChecked())
        wanted = choice
        self._make(wanted, lambda sheets: self._write_pdf(path, wanted, sheets))

    def _write_pdf(self, path: Path, choice: PaperChoice, sheets: Pages) -> None:
        from reader.ui.paper.printing import writing_pdf

        pages = self._pages(choice, sheets)
        if not pages:
            return
        try:
            self._session.library.policy.check_export("pdf")
        except ReaderError as error:
            self._reading.say_problem(str(error))
            return

        def done() -> None:
            said = self._texts("已导出 {n} 页：{what}", n=len(pages), what=path)
            self._late.message.say_written(path, said)

        self._work(writing_pdf(path, sheets, self._title(choice), pages, two=choice.two), len(pages), done)

    def _pages(self, choice: PaperChoice, sheets: Pages) -> list[int]:
        """The pages chosen; none, and a word about it, where none of them is there: nobody asked for all."""
        from reader.ui.paper.paper_dialog import pages_of

        pages = pages_of(choice.pages, sheets.count)
        if pages is None:
            self._late.message.say(self._texts("只有 {n} 页，没有所写的页码。", n=sheets.count))
        return pages or []

    def copy_reference(self) -> None:
        """The place as a bibliography line after GB/T 7714."""
        document = self._session.document
        if document is not None:
            self._copy(citation.gbt7714(document, self._clause()))

    def copy_link(self) -> None:
        """The selected words, where they stand, and a link to the clause."""
        document = self._session.document
        if document is not None:
            words = ""
            if not self._session.pane.source:
                words = self._parts.compare.columns[self._session.active].view.selected_text(canonical=True)
            self._copy(citation.plain(document, self._clause(), words))

    def copy_link_to(self, clause: Location) -> None:
        """Where a clause stands, and a link to it."""
        document = self._session.document
        if document is not None:
            self._copy(citation.plain(document, clause.block))

    # -- inside

    def _title(self, choice: PaperChoice) -> str:
        both = self._compared() if choice.beside else None
        if both is not None:
            titles = "-".join(document.reading_title[:HALF_NAME] for document in both)
            return self._session.shown(f"{self._texts('对照')}-{titles}")
        document = self._session.document
        return self._session.shown(document.reading_title) if document is not None else ""

    def _compared(self) -> tuple[Document, Document] | None:
        """The two documents that are compared on screen."""
        return self._link.documents

    def _make(self, choice: PaperChoice, then: Callable[[Pages], None]) -> None:
        """Lay out the pages, then go on; two documents are compared off the GUI thread first."""
        both = self._compared() if choice.beside else None
        if both is None:
            if self._session.document is not None:
                then(self._sheets(self._session.document, notes=choice.notes))
            return

        def laid_out(found: Comparison) -> None:
            from reader.ui.paper.comparison_pages import ComparisonPages

            then(ComparisonPages(found, self._session.shown, self._parts.fonts, self._session.script.value))

        left, right = both[0].id, both[1].id
        self._comparing.submit(
            lambda _job: self._session.library.comparison(left, right), laid_out,
            lambda error: self._reading.say_problem(str(error)),
        )  # fmt: skip

    def _sheets(self, document: Document, *, notes: bool) -> Sheets:
        from reader.ui.paper.printing import Paper, Sheets

        session = self._session
        own = session.notes.of(document.id) if notes else ()
        return Sheets(Paper(document, session.script, tuple(own)), session.library.convert, self._parts.fonts)

    def close(self) -> None:
        """Stop comparing and painting."""
        self._comparing.close()
        self._painting.cancel()

    def _clause(self) -> str | None:
        place = clause_meant(self._parts, self._session)
        return place.block if place is not None else None

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._late.message.say(self._texts("已复制：{what}", what=words.splitlines()[0]))
