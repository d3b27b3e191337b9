"""What the window does with amending decisions: which laws one amends, carrying it out, what comes of it as a file.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.showing import visible
from reader.library.versions.amending import Amended, amend, laws_here, revision
from reader.registers.changes import is_decision
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Lane
from reader.ui.provenance.amending_dialog import AmendingDialog
from reader.ui.session.session import Session


class AmendingDesk(QObject):
    """Answers to signals."""

    def __init__(self, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._late, self._session, self._window = late, session, window
        self._texts = session.texts
        self._lane = Lane("amending", parent=self)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def find(self, doc: str) -> None:
        """The laws that a document amends, for 出处."""
        document = self._session.document
        if document is None or document.id != doc or not (is_decision(document.title) or "修正案" in document.title):
            return
        library = self._session.library
        self._lane.submit(
            lambda _job: laws_here(document, library.documents()), partial(self._late.source.set_amends, doc),
            lambda _error: None,
        )  # fmt: skip

    def carry_out(self, decision: str, law: str) -> None:
        """Carry a decision out on a law, check it by the next version where that is here, and show what came of it."""
        library = self._session.library

        def work(_job: object) -> tuple[Document, Document, Document | None, Amended]:
            ordering, old = library.open(decision), library.open(law)
            editions = library.editions.get().of(law, (ordering.written or ordering.published or "9999-12-31")[:10])
            later = [each.info.id for each in editions if each.relation == "later" and each.info.id != decision]
            new = library.open(later[0]) if later else None
            return ordering, old, new, amend(ordering, old, new)

        self._lane.submit(work, self.offer, self._fail)

    def offer(self, made: tuple[Document, Document, Document | None, Amended]) -> None:
        """Show a decision, the law, its next version where that is here, and what came of carrying it out."""
        decision, law, new, amended = made
        names = (decision.shown_title, law.reading_title, new.reading_title if new is not None else "")
        dialog = AmendingDialog(self._texts, self._session.shown, names, amended, self._window)
        dialog.export_wanted.connect(partial(self._export, law, amended))
        dialog.show()

    def _export(self, law: Document, amended: Amended, form: str) -> None:
        name = f"{self._texts('对照')}-{visible(amended.derived.title[:40])}.{form}"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self._window, self._texts("导出两份文件的对照"), str(Path(folder) / name), f"*.{form}"
        )
        if path:
            self.write(Path(path), law, amended, form)

    def write(self, target: Path, law: Document, amended: Amended, form: str) -> None:
        """Write the law beside what comes of it, and say so."""

        def work(_job: object) -> Path:
            from reader.reports.comparison import FORMATS
            from reader.store import exchange

            self._session.library.policy.check_export(form)
            exchange.write(FORMATS[form](revision(law, amended)), target)
            return target

        self._lane.submit(work, self._written, self._fail)

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)

    def _fail(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))
