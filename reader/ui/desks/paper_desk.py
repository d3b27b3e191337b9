"""What the window does about paper and citations: print, PDF, references to a clause on the clipboard.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core import citation
from reader.core.errors import ReaderError
from reader.core.span import Location
from reader.ui.desks.clauses import clause_meant
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded when something is printed
    from reader.ui.paper.printing import Sheets


class PaperDesk:
    """Answers to signals."""

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, window: QMainWindow, reading: ReadingDesk
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._window = window
        self._reading = reading

    def print(self) -> None:
        """Ctrl+P: the system's print dialog, then the pages."""
        if self._session.document is None:
            return
        from reader.ui.paper.print_dialog import print_pages
        from reader.ui.paper.printing import set_page

        try:
            print_pages(
                self._window, self._session.document.reading_title, set_page,
                lambda printer, first, last: self._sheets().paint(printer, first, last),
                to_file=self._session.library.policy.allows("pdf"),
            )  # fmt: skip
        except ReaderError as error:
            self._reading.say_problem(str(error))

    def export_pdf(self) -> None:
        """Ask where to, then write. No printer is asked for: PDF is written without the print service."""
        document = self._session.document
        if document is None:
            return
        name = re.sub(r'[\\/:*?"<>|\s]+', " ", self._session.shown(document.reading_title)).strip() + ".pdf"
        path, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出 PDF"), name, "PDF (*.pdf)")
        if path:
            self.write_pdf(Path(path))

    def write_pdf(self, path: Path) -> None:
        """Write the document of the active column, and say so."""
        from reader.ui.paper.printing import write_pdf

        document = self._session.document
        if document is None:
            return
        sheets = self._sheets()
        try:
            self._session.library.policy.check_export("pdf")
            write_pdf(path, sheets, self._session.shown(document.shown_title))
        except ReaderError as error:
            self._reading.say_problem(str(error))
            return
        self._late.message.say(self._texts("已导出 {n} 页：{what}", n=sheets.count, what=path.name))

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

    def _sheets(self) -> Sheets:
        from reader.ui.paper.printing import Paper, Sheets

        document, session = self._session.document, self._session
        assert document is not None
        notes = session.notes.of(document.id) if self._late.actions["print_notes"].isChecked() else ()
        return Sheets(Paper(document, session.script, tuple(notes)), session.library.convert, self._parts.fonts)

    def _clause(self) -> str | None:
        place = clause_meant(self._parts, self._session)
        return place.block if place is not None else None

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._late.message.say(self._texts("已复制：{what}", what=words.splitlines()[0]))
