"""What the window does about the history of one clause (本条沿革). Every method answers one signal of `connections`."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QMainWindow

from reader.core.errors import ReaderError
from reader.core.span import Location
from reader.library.versions.courses import Wording
from reader.ui.desks.clauses import clause_meant
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.look.theme import theme_named
from reader.ui.provenance.course_dialog import CourseDialog
from reader.ui.session.session import Session


class CourseDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self._lane = Lane("course", newest_only=True, parent=self)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def show(self) -> None:
        """Of the clause that is read: of the selection, the caret or the top line."""
        place = clause_meant(self._parts, self._session)
        if place is None:
            self._late.message.say(self._texts("请先打开一份文件。"))
        else:
            self.show_of(place)

    def show_of(self, place: Location) -> None:
        """Of this one."""
        doc, block = place.doc, place.block
        if block is None:
            return
        courses = self._session.library.versions.courses
        day = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        self._late.message.say(self._texts("正在查看本条沿革……"), stays=True)

        def work(job: Job) -> tuple[Wording, ...]:
            return courses.get().of(doc, block, day, job.cancelled)

        self._lane.submit(work, partial(self._show, doc), self._fail)

    def _show(self, doc: str, rows: tuple[Wording, ...]) -> None:
        self._late.message.hide()
        session = self._session
        dialog = CourseDialog(
            self._texts, session.shown, theme_named(session.settings.theme), rows, doc, self._window
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._open)
        dialog.show()

    def _open(self, doc: str, block: str) -> None:
        self._session.open(Location(doc, block or None))

    def _fail(self, error: ReaderError) -> None:
        self._late.message.hide()
        self._session.problem.emit(str(error))
