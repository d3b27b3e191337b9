"""What the window does where notes met other people's: two wordings to choose between, imports taken back, one's name.

Asks the store through `NotesWork`, off the GUI thread; what went wrong is told there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from reader.core.note import Note
from reader.ui.frame.window_parts import LateParts
from reader.ui.session.notes_work import NotesWork
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the first page or dialog
    from reader.store.exchanging import Conflict
    from reader.store.registers.row_merge import RowState
    from reader.store.undoing import Intake
    from reader.ui.notes.notes_page import NotesPage

QUIET: Final = 6000  # ms after a note before its writer is asked for a name


class ChoosingDesk(QObject):
    """Answers to signals. `page` gives the page of notes, or None while there is none."""

    rows_changed = Signal()  # what is said of register rows

    def __init__(
        self,
        session: Session,
        late: LateParts,
        work: NotesWork,
        window: QMainWindow,
        page: Callable[[], NotesPage | None],
    ) -> None:
        super().__init__(window)
        self._session, self._late, self._work, self._window, self._page = session, late, work, window, page
        self._texts = session.texts
        self._offering = QTimer(self, singleShot=True, interval=QUIET)
        self._offering.timeout.connect(self._offer_name)
        session.notes.saved.connect(lambda _placed: self._offering.start())

    # -- two wordings

    def look(self) -> None:
        """Which notes wait to be chosen between."""
        if self._page() is not None:
            self._work.conflicts(self._show)

    def _show(self, found: tuple[Conflict | RowState, ...]) -> None:
        page = self._page()
        if page is not None:
            page.conflicts.show_conflicts(found)
            page.set_count("conflicts", len(found))

    def choose(self, note_id: str, field: str, choice: str, number: int) -> None:
        """This is what a field of a note is to say."""
        self._work.resolve(note_id, field, choice, number, self._chosen)  # type: ignore[arg-type]  # one of three words

    def _chosen(self, note: Note | None) -> None:
        self._session.notes.reload()
        self.look()
        if note is None:
            self.rows_changed.emit()
        says = "已选定；另一种写法留在修改历史中。" if note is not None else "已选定。"
        self._late.message.say(self._texts(says))

    # -- imports

    def look_for_import(self) -> None:
        """Whether there is an import that can be taken back."""
        if self._page() is not None:
            self._work.last_import(self._show_import)

    def _show_import(self, intake: Intake | None) -> None:
        page = self._page()
        if page is not None:
            page.backups.show_import(intake.name if intake is not None else None)

    def undo_import(self) -> None:
        """Take the newest import back."""
        self._work.undo_import(self._undone)

    def _undone(self, intake: Intake, stays: int) -> None:
        says = self._texts("已撤销对“{name}”的导入。", name=intake.name)
        if stays:
            says += self._texts("有 {n} 条批注导入以后又改过，改过的部分留着。", n=stays)
        self._late.message.say(says)
        self._session.notes.start_anew()
        self.rows_changed.emit()
        self.look()
        self.look_for_import()

    # -- one's name

    def _offer_name(self) -> None:
        """Asked once, some time after the first note, never in the place of what is said of something else."""
        settings = self._session.settings
        if settings.my_name or settings.name_asked:
            return
        if self._late.message.isVisible():
            self._offering.start()
            return
        self._session.settings = replace(settings, name_asked=True)
        says = self._texts("批注可以带上您的姓名和单位，导出后同事看得出是谁写的。")
        self._late.message.say(says, self._texts("填写…"), self.ask_name)

    def ask_name(self) -> None:
        """Ask for name and unit; they can be changed at any time."""
        from reader.ui.notes.author_dialog import AuthorDialog

        settings = self._session.settings
        fixed = "my_unit" in self._session.fixed
        dialog = AuthorDialog(self._texts, settings.my_name, settings.my_unit, self._window, unit_fixed=fixed)
        dialog.decided.connect(self._keep_name)
        dialog.show()

    def _keep_name(self, name: str, unit: str) -> None:
        settings = replace(self._session.settings, my_name=name, name_asked=True)
        self._session.settings = settings if "my_unit" in self._session.fixed else replace(settings, my_unit=unit)
        me = self._session.settings.me
        self._late.message.say(
            self._texts("以后写的批注署名：{name}", name=str(me)) if me else self._texts("以后写的批注不署名。")
        )
        self._session.notes.changed.emit()
