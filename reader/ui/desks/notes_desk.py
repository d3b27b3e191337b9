"""What the window does with the notes page: opening it, answering its requests, and the care of the store in time.

The page is made when it is first asked for, so its connections stand here, in `_build`. Must not draw marks or lists.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from reader.core.errors import NotFound, ReaderError
from reader.core.note import PlacedNote
from reader.core.span import Location
from reader.ui.desks.annotation_desk import AnnotationDesk
from reader.ui.desks.choosing_desk import ChoosingDesk
from reader.ui.desks.note_files import NoteFiles
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.notes.note_drafts import NoteDrafts
from reader.ui.notes.note_lines import LineMaker
from reader.ui.session.notes_work import NotesWork
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the first page or dialog
    from reader.store.annotations import CheckReport
    from reader.ui.notes.notes_browser import NotesBrowser
    from reader.ui.notes.notes_page import NotesPage

SETTLED: Final = 1500  # ms after the window is ready before all notes are read
CHECKED: Final = 4000  # ms before the store is read through
IN_USE: Final = 15_000  # ms after which a draft that another window was typing a moment ago is looked at once more
POLL: Final = 3000  # ms between two looks for what another window wrote
BACK_UP: Final = 5 * 60_000  # ms between two looks whether the hourly backup is due
QUOTED: Final = 24
MOST_LEFT: Final = 2000  # notes left for later that the settings remember


class NotesDesk(QObject):
    """Answers to signals. `page` is None until it is first shown."""

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, window: QMainWindow, note: AnnotationDesk
    ) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window, self._note = parts, late, session, window, note
        self._texts = session.texts
        self.work = NotesWork(session.library, self)
        self.page: NotesPage | None = None
        self.files = NoteFiles(session, late, self.work, window, self._browser)
        self.choosing = ChoosingDesk(session, late, self.work, window, lambda: self.page)
        self.files.choosing_wanted.connect(lambda: self.show("conflicts"))
        self.files.undoing_wanted.connect(self.choosing.undo_import)
        self.files.taken_in.connect(self.choosing.look)
        self.files.taken_in.connect(self.choosing.rows_changed)
        notebook = session.library.notebook
        self._maker = LineMaker(session.document_of, notebook.title_of, notebook.who)
        self._listing, self._linking = (
            Lane(name, newest_only=True, parent=self) for name in ("note-list", "note-link")
        )
        self._left = set(session.settings.left_notes)  # that the reader chose not to look at now, with their state
        self._attaching: PlacedNote | None = None
        self.drafts = NoteDrafts(session.library, session.notes, self)
        self._look_for_drafts = True
        self.drafts.recovered.connect(self.show_recovered)
        late.notes.typed.connect(self.drafts.keep)
        late.notes.clashed.connect(self.show_clash)
        late.notes.extras.link_wanted.connect(self.follow_link)
        session.notes.words_read.connect(self.show_written)
        self._timers = [QTimer(self, singleShot=True, interval=ms) for ms in (SETTLED, CHECKED)]
        self._timers += [QTimer(self, singleShot=True, interval=IN_USE)]
        self._timers += [QTimer(self, interval=ms) for ms in (POLL, BACK_UP)]
        recover = self.drafts.recover
        answers = (session.notes.load_all, self.check_store, recover, self._poll, self.work.back_up_if_due)
        for timer, answer in zip(self._timers, answers, strict=True):
            timer.timeout.connect(answer)

    def _browser(self) -> NotesBrowser | None:
        return self.page.browser if self.page is not None else None

    def start(self) -> None:
        """What can wait until the window is ready."""
        for timer in self._timers:
            timer.start()

    def close(self) -> None:
        """Stop timers and workers; what was begun is finished."""
        for timer in self._timers:
            timer.stop()
        self._listing.close()
        self._linking.close()
        self.drafts.close()
        self.work.close()

    def show_recovered(self, count: int) -> None:
        """Notes got back what was typed into them before the program ended without saving it."""
        says = self._texts("上次没有保存的批注文字已找回（{n} 条）。", n=count)
        self._late.message.say(says, self._texts("撤销"), self._session.notes.undo, stays=True)

    def follow_link(self, place: str) -> None:
        """A place that a note names was clicked: a clause of the document at hand, or of the one it names."""
        library, document = self._session.library, self._session.document
        names = [f"{document.id}#{place}", place] if document is not None and "#" not in place else [place]

        def look(_job: Job) -> Location:
            for name in names[:-1]:
                with suppress(NotFound):
                    return library.find(name)
            return library.find(names[-1])

        def go(place: Location) -> None:
            self._session.open(place)

        def nowhere(error: ReaderError) -> None:
            says = self._texts.told(str(error))
            if len(names) > 1 and isinstance(error, NotFound):
                says = self._texts("这份文件里没有“{place}”，文库中也没有叫这个名字的文件。", place=place)
            self._late.message.say(says)

        self._linking.submit(look, go, nowhere)

    def show_clash(self) -> None:
        """A note was changed elsewhere while it was typed into."""
        self._late.message.say(self._texts("这条批注在别处也改过；两边的文字都留下了，请合并。"), stays=True)

    # -- the page

    def show(self, tab: str = "all") -> None:
        """Open the page at a tab."""
        if self.page is None:
            self.page = self._build()
        self._session.notes.load_all()
        self._late.review_bar.hide()
        self._late.pages.show(self.page)
        self.page.show_tab(tab)
        self.show_notes()
        self.choosing.look()

    def toggle(self) -> None:
        """Ctrl+Shift+B: open, or back to the text."""
        if self.page is not None and self._late.pages.page is self.page:
            self.close_page()
        else:
            self.show("all")

    def close_page(self) -> None:
        """Back to the text."""
        if self._late.pages.close() and self._session.document is not None:
            self._parts.compare.columns[self._session.active].focus_text()

    def show_notes(self) -> None:
        """Notes have changed: those that need a look."""
        if not self._session.notes.complete:
            return
        if self._look_for_drafts:
            self._look_for_drafts = False
            self.drafts.recover()
        found = tuple(p for p in self._session.notes.all() if p.resolution.state != "exact")
        page = self.page
        if page is not None:
            page.review.show_notes(found)
            page.set_to_review(len(found))
        else:
            self._prepare()
        reading = page is None or self._late.pages.page is not page
        fresh = [placed for placed in found if _left_as(placed) not in self._left]
        if fresh and reading and self._attaching is None:
            says = "{n} 条批注需要看一下：原文移动、改动或找不到了。"
            if any(placed.document != "here" for placed in found):
                says = "{n} 条批注需要看一下：原文移动、改动、找不到了，或文件打不开、不在文库中。"
            says = self._texts(says, n=len(found))
            self._late.review_bar.ask(says, self._texts("看一看"), self._texts("以后再说"))
        else:
            self._late.review_bar.hide()

    def _prepare(self) -> None:
        """Make the lines of the table, and load what the page is made of, before somebody waits for them."""
        notes = self._session.notes.all()

        def work(_job: Job) -> None:
            import reader.ui.notes.notes_page  # noqa: F401  defines classes only, which any thread may do

            self._maker.lines(notes)

        self._listing.submit(work, lambda _nothing: None)

    def leave_review(self) -> None:
        """Not now, nor at the next start; a note whose state changes is asked about again."""
        found = [p for p in self._session.notes.all() if p.resolution.state != "exact"]
        self._left = {_left_as(placed) for placed in found}
        self._session.settings = replace(self._session.settings, left_notes=tuple(sorted(self._left))[:MOST_LEFT])

    def show_written(self, what: str) -> None:
        """Tags or a status were read from a note's words."""
        says = self._texts("已从文字中读出：{what}", what=what)
        self._late.message.say(
            says, self._texts("撤销"), self._session.notes.undoing_newest(self._note.say_changed_since)
        )

    def show_script(self) -> None:
        """Another script."""
        if self.page is not None:
            self.page.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        if self.page is not None:
            self.page.set_theme(self._parts.theme)

    def show_trash(self) -> None:
        """The trash has changed, or came into sight."""
        if self.page is not None and self.page.trash.isVisible():
            self.work.trashed(self.page.trash.show_notes)

    def _build(self) -> NotesPage:
        from reader.ui.notes.notes_page import NotesPage

        page = NotesPage(self._session, self._maker, self._listing, self._parts.theme, self._note.icon)
        notes = self._session.notes
        page.close_wanted.connect(self.close_page)
        page.export_wanted.connect(self.files.export)
        page.import_wanted.connect(self.files.ask_import)
        page.report_wanted.connect(self.files.report)
        page.browser.jump.connect(self.jump)
        page.browser.change_wanted.connect(notes.change)
        page.browser.delete_wanted.connect(lambda ids: notes.delete(*ids))
        page.browser.history_wanted.connect(self.show_history)
        page.browser.export_wanted.connect(self.files.export_chosen)
        page.bookmarks.jump.connect(self.jump)
        page.bookmarks.arrange_wanted.connect(notes.arrange)
        page.bookmarks.delete_wanted.connect(lambda ids: notes.delete(*ids))
        page.review.jump.connect(self.jump)
        page.review.accept_wanted.connect(notes.accept)
        page.review.attach_wanted.connect(self.attach)
        page.review.delete_wanted.connect(lambda ids: notes.delete(*ids))
        page.conflicts.wanted.connect(self.choosing.look)
        page.conflicts.chosen.connect(self.choosing.choose)
        page.conflicts.jump.connect(self._jump_to)
        page.trash.wanted.connect(self.show_trash)
        page.trash.restore_wanted.connect(notes.restore)
        page.trash.purge_wanted.connect(self._ask_purge)
        page.backups.wanted.connect(self.show_care)
        page.backups.wanted.connect(self.choosing.look_for_import)
        page.backups.undo_import_wanted.connect(self.choosing.undo_import)
        page.backups.verify_wanted.connect(lambda: self.work.verify(page.backups.show_care))
        page.backups.back_up_wanted.connect(lambda: self.work.back_up(None, self._backed_up))
        page.backups.save_elsewhere_wanted.connect(self._back_up_elsewhere)
        page.backups.restore_wanted.connect(self._ask_restore)
        return page

    def jump(self, placed: PlacedNote) -> None:
        """To a note's place in the text; without one, to where its words can be read and changed."""
        self.close_page()
        if placed.document != "here":
            self._parts.right.show_tab("notes")
        self._late.notes.choose(placed.note.id)
        self._note.go_to_note(placed)

    def _jump_to(self, note_id: str) -> None:
        placed = self._session.notes.get(note_id)
        if placed is not None:
            self.jump(placed)
        else:
            self._late.message.say(self._texts("这条批注在回收站里。"))

    # -- attaching by hand

    def attach(self, placed: PlacedNote) -> None:
        """Close the page and wait for a selection."""
        self._attaching = placed
        self.close_page()
        self._session.open(placed.location if placed.resolution.pieces else Location(placed.note.anchor.doc))
        quote = placed.note.anchor.quote or placed.note.text
        words = self._session.shown(quote[:QUOTED]) + ("…" if len(quote) > QUOTED else "")
        says = self._texts("给批注“{quote}”找新位置：在正文中选中文字，再按“附到这里”。", quote=words)
        self._late.attach_bar.ask(says, self._texts("附到这里(&A)"), self._texts("取消"))
        self._parts.compare.columns[self._session.active].focus_text()

    def attach_here(self) -> None:
        """The selected words are the note's own from now on."""
        selection = self._note.selection()
        if selection is None or self._attaching is None:
            self._late.message.say(self._texts("请先选中要标注的文字。"))
            return
        self._session.notes.attach(self._attaching, selection)
        self.stop_attaching()
        self.show("review")

    def stop_attaching(self) -> None:
        """The note stays as it was."""
        self._attaching = None
        self._late.attach_bar.hide()
        self.show_notes()

    # -- history, trash

    def show_history(self, note_id: str) -> None:
        """The earlier forms of a note."""
        from reader.ui.notes.note_dialogs import HistoryDialog

        def show(forms: tuple[object, ...]) -> None:
            dialog = HistoryDialog(self._texts, forms, self._parts.theme, self._window)  # type: ignore[arg-type]
            dialog.change_wanted.connect(self._session.notes.change)
            dialog.show()

        self.work.history(note_id, show)

    def _ask_purge(self, ids: tuple[str, ...]) -> None:
        says = self._texts("将彻底删除 {n} 条批注和它们的修改历史，不能撤销。", n=len(ids))
        self._late.message.say(says, self._texts("彻底删除"), lambda: self._session.notes.purge(ids), stays=True)

    # -- care

    def show_care(self) -> None:
        """Look at the store and its backups."""
        if self.page is not None:
            self.work.care(self.page.backups.show_care)

    def check_store(self) -> None:
        """Read the store through once; say what is wrong, and where the way back is."""
        self.work.check(self._checked)

    def _checked(self, report: CheckReport, warning: str | None) -> None:
        if not report.ok:
            says = report.problems[0]
            if report.newest_good is not None:
                says += self._texts("有完好的备份可以恢复。")
            self._late.message.say(says, self._texts("查看备份"), lambda: self.show("backups"), stays=True)
        elif warning:
            self._late.message.say(warning, stays=True)

    def _backed_up(self, target: Path) -> None:
        self._late.message.say(self._texts("已备份并检查：{name}", name=target.name))
        self.show_care()

    def _back_up_elsewhere(self) -> None:
        target = self.files.ask_target(self._texts("批注备份") + ".db", "*.db")
        if target is not None:
            self.work.back_up(target, self._backed_up)

    def _ask_restore(self, backup: Path) -> None:
        says = self._texts("将用备份 {name} 代替现在的批注；现在的会先备份，不会丢失。", name=self._called(backup))

        def act() -> None:
            self.work.restore(backup, self._restored)

        self._late.message.say(says, self._texts("恢复"), act, stays=True)

    def _restored(self, backup: Path) -> None:
        self._late.message.say(self._texts("已恢复到备份 {name}。", name=self._called(backup)))
        self._session.notes.start_anew()
        self.show_care()
        if self.page is not None and self.page.backups.isVisible():
            self.page.backups.setFocus()  # the button that was pressed is gone with the question

    def _called(self, backup: Path) -> str:
        return self.page.backups.name_of(backup) if self.page is not None else backup.name

    def _poll(self) -> None:
        self.work.poll(self._session.notes.reload)


def _left_as(placed: PlacedNote) -> str:
    """How a note that was left for later is remembered."""
    return f"{placed.note.id} {placed.resolution.state}"
