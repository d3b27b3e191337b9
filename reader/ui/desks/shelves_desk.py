"""What the window does about one's own documents: files coming in, what was read of them, going out and back.

The work is done off the window's thread. The page is made when it is first asked for, so its connections stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.adding import IN_LIBRARY, AddOptions, AddRow, OwnFacts, VersionQuestion
from reader.core.errors import ReaderError
from reader.core.pack import SUFFIX
from reader.core.span import Location
from reader.script import Script
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.dropping import FileDrops, local_files
from reader.ui.kit.tasks import Lane
from reader.ui.session.session import Session
from reader.ui.shelves.adding_run import Adding, Ended

if TYPE_CHECKING:  # loaded with the page
    from reader.ui.shelves.outside_dialog import OutsideDialog
    from reader.ui.shelves.own_page import OwnPage

T = TypeVar("T")
EXPORTED = ".prdocs"  # notes with their documents, as a colleague exports them
PATTERNS = (
    "*.txt *.md *.html *.htm *.xhtml *.mht *.mhtml *.docx *.doc *.wps *.rtf *.pdf *.ofd *.xlsx *.xls *.et *.csv *.zip"
)


class ShelvesDesk(QObject):
    """Answers to signals. `page` is None until it is first shown."""

    arrived = Signal(object)  # ids of documents that a run brought, in its order
    export_arrived = Signal(object)  # Path of exported notes with their documents
    pack_arrived = Signal(object)  # Path of a corpus pack that was dropped or opened: no document

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self.page: OwnPage | None = None
        self.adding = Adding(session.library, self)
        self.drops = FileDrops(window, session.texts, lambda: parts.theme)
        self._lane = Lane("shelves", parent=self)
        self._folder = ""  # where the last files were chosen
        self._to_read = False  # whether a single file of this run is to be opened
        self.asking: OutsideDialog | None = None  # whether files from outside are to come in
        self._asked: tuple[Path, ...] = ()
        self._waits_for = ""  # name of the file that a run asks about

    def start(self) -> None:
        """Take what is dropped from now on."""
        self.drops.start()

    def close(self) -> None:
        """Stop the workers; what was added stays."""
        self.adding.close()
        self._lane.close()
        self._late.library.close_lane()

    # -- files come in

    def ask_files(self) -> None:
        """Ctrl+O: choose files."""
        pattern = f"{self._texts('能读的文件')} ({PATTERNS});;{self._texts('全部文件')} (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self._texts("添加文件"), self._start_folder(), pattern)
        self.add([Path(name) for name in chosen])

    def ask_folder(self) -> None:
        """Choose a folder, with all below."""
        chosen = QFileDialog.getExistingDirectory(self._window, self._texts("添加文件夹"), self._start_folder())
        self.add([Path(chosen)] if chosen else [])

    def paste(self) -> None:
        """Ctrl+V: the files on the clipboard."""
        files = local_files(QGuiApplication.clipboard().mimeData())
        if files:
            self.add(files)
        else:
            self._late.message.say(self._texts("剪贴板里没有文件；先在文件管理器中复制文件。"))

    def add(self, paths: Sequence[Path], options: AddOptions | None = None) -> None:
        """Add files, folders and zips; the page shows how far it is."""
        if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX:
            self.pack_arrived.emit(paths[0])
            return
        if len(paths) == 1 and paths[0].suffix.lower() == EXPORTED:
            self.export_arrived.emit(paths[0])
            return
        if not paths:
            return
        self._folder = str(paths[0].parent)
        self.show("add")
        self.adding.add(paths, options or AddOptions(ocr=True))  # read scans where that is installed

    def add_from_outside(self, paths: Sequence[Path]) -> None:
        """Files that the program was started with, or “open with” of the file manager: it is asked first.

        Those that come while a question stands join it: there is one question at a time.
        """
        from reader.ui.shelves.outside_dialog import OutsideDialog

        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        if self.asking is not None:
            paths = tuple(dict.fromkeys((*self._asked, *paths)))
            self.asking.reject()
        self._asked = tuple(paths)
        self.asking = dialog = OutsideDialog(self._texts, self._asked, self._window)
        dialog.agreed.connect(partial(self._add_asked, self._asked))
        dialog.finished.connect(partial(self._forget, dialog))
        dialog.show()

    def _add_asked(self, paths: Sequence[Path]) -> None:
        """A single one is then read."""
        self._to_read = len(paths) == 1
        self.add(paths)

    def _forget(self, dialog: OutsideDialog, _result: int) -> None:
        if self.asking is dialog:
            self.asking, self._asked = None, ()

    def _start_folder(self) -> str:
        return self._folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def retry(self, rows: Sequence[AddRow]) -> None:
        """Once more those that could not be added."""
        from reader.ui.shelves.add_list import paths_of

        self.add([Path(name) for name in paths_of(rows)])

    def show_begun(self) -> None:
        """A run begins."""
        self._shown_page().adding.begin()

    def show_told(self, row: AddRow) -> None:
        """One file is done."""
        page = self._shown_page()
        page.adding.tell(row)
        if row.id is not None and row.state in {"added", "version"}:
            page.review.add_documents([row.id])
            self._read_facts(row.id, ask=False)

    def show_moved(self, done: int, count: int, name: str) -> None:
        """How far the run is: on the page, and at the foot while the reader reads on."""
        self._shown_page().adding.show_moved(done, count, name)
        if self._late.pages.page is not self.page and count:
            self._late.foot.say(self._texts("正在添加 {i}/{n}", i=f"{done:,}", n=f"{count:,}"))

    def show_ended(self, ended: Ended) -> None:
        """A run is over: the page says how; elsewhere a sentence, with the way to the page."""
        page = self._shown_page()
        if not self.adding.busy:
            page.adding.end(ended)
        came = tuple(dict.fromkeys(row.id for row in ended.rows if row.id is not None and row.state in IN_LIBRARY))
        self.arrived.emit(came)
        to_read, self._to_read = self._to_read and len(ended.rows) == 1, False
        if to_read and came:
            self.open(came[0])
            review = partial(self.show_facts, came[0])
            self._late.message.say(self._texts.told(ended.rows[0].says), self._texts("核对读到的信息"), review)
        elif self._late.pages.page is not page:
            self._say_ended(ended, came)
        elif len(ended.rows) == 1 and came and ended.rows[0].state == "already":
            self._offer_open(ended.rows[0])

    def _say_ended(self, ended: Ended, came: Sequence[str]) -> None:
        if ended.fault:
            self._session.problem.emit(ended.fault)
            return
        failed = len(ended.rows) - len(came)
        says = "添加完毕：{n} 份在文库里，{failed} 份没有添加。" if failed else "添加完毕：{n} 份在文库里。"
        words, show = self._texts(says, n=len(came), failed=failed), partial(self.show, "add")
        self._late.message.say(words, self._texts("查看"), show, stays=bool(failed))

    def _offer_open(self, row: AddRow) -> None:
        self._late.message.say(self._texts.told(row.says), self._texts("打开"), partial(self.open, row.id or ""))

    def show_asked(self, question: VersionQuestion) -> None:
        """The run waits for an answer."""
        self._shown_page().adding.ask(question)
        self._waits_for = Path(question.file).name
        self.remind()

    def remind(self) -> None:
        """Where the page is out of sight while a run waits for an answer, somebody must know."""
        if (
            self.page is not None
            and self._late.pages.page is not self.page
            and not self.page.adding.question.isHidden()
        ):
            says = self._texts("“{file}”是不是新版本，等您确认。", file=self._waits_for)
            self._late.message.say(says, self._texts("查看"), partial(self.show, "add"), stays=True)

    def answer(self, version: object, always: bool) -> None:
        """The reader says whether a file is a new version."""
        self.adding.answer(True if version else None, always=always)

    def cancel(self) -> None:
        """Stop after the file that is being read."""
        self.adding.cancel()
        self._shown_page().adding.wait_for_end()

    # -- the page

    def show(self, tab: str = "add") -> None:
        """Open the page at a tab."""
        page = self._shown_page()
        self._late.pages.show(page)
        page.show_tab(tab)

    def toggle(self) -> None:
        """Ctrl+Shift+O: open, or back to the text."""
        if self.page is not None and self._late.pages.page is self.page:
            self.close_page()
        else:
            self.show("add")

    def close_page(self) -> None:
        """Back to the text."""
        if self._late.pages.close() and self._session.document is not None:
            self._parts.compare.columns[self._session.active].focus_text()

    def open(self, doc: str) -> None:
        """Read a document."""
        if doc and self._session.open(Location(doc), new_tab=self._session.document is not None, pane=0):
            self.close_page()

    def _shown_page(self) -> OwnPage:
        if self.page is None:
            self.page = self._build()
        return self.page

    def _build(self) -> OwnPage:
        from reader.ui.shelves.own_page import OwnPage

        session = self._session

        def traditional(sentence: str) -> str:
            return session.library.convert(sentence, Script.TW).text

        page = OwnPage(self._texts, session.shown, session.title, traditional, self._parts.theme)
        page.close_wanted.connect(self.close_page)
        page.tab_changed.connect(self._turned)
        page.adding.add_wanted.connect(self.ask_files)
        page.adding.add_folder_wanted.connect(self.ask_folder)
        page.adding.cancel_wanted.connect(self.cancel)
        page.adding.retry_wanted.connect(self.retry)
        page.adding.answered.connect(self.answer)
        page.adding.open_wanted.connect(self.open)
        page.adding.review_wanted.connect(partial(self.show, "review"))
        page.review.facts_wanted.connect(self._read_facts)
        page.review.facts_set.connect(self.set_facts)
        page.review.open_wanted.connect(self.open)
        page.away.wanted.connect(self.read_away)
        page.away.restore_wanted.connect(self.restore)
        return page

    def _turned(self, tab: str) -> None:
        if tab == "review":
            self._shown_page().review.begin()

    def show_library(self, docs: frozenset[str]) -> None:
        """The library has changed: what is no longer in it is not looked at any more."""
        if self.page is not None:
            here = {info.id for info in self._session.documents()}
            for doc in docs - here:
                self.page.review.forget(doc)
            self.page.review.refresh()
            self.page.set_to_review(self.page.review.count_unsure())

    def show_script(self, _script: object) -> None:
        """Another script."""
        if self.page is not None:
            self.page.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        if self.page is not None:
            self.page.set_theme(self._parts.theme)

    # -- facts

    def show_facts(self, doc: str) -> None:
        """文件信息…: of a document of one's own to be put right, of another one its provenance."""
        info = self._session.info(doc)
        if info is not None and info.shelf == "own":
            self.show("review")
            self._shown_page().review.look_at(doc)
        elif self._session.open(Location(doc)):
            self._parts.right.show_tab("source").setFocus()

    def _read_facts(self, doc: str, *, ask: bool = True) -> None:
        def read(facts: OwnFacts) -> None:
            page = self._shown_page()
            page.review.show_facts(facts, ask=ask)
            page.set_to_review(page.review.count_unsure())

        self._work(lambda: self._session.library.info(doc), read)

    def set_facts(self, doc: str, values: Mapping[str, Any]) -> None:
        """Put facts right, then show them as they are now."""

        def done(_nothing: object) -> None:
            self._late.message.say(self._texts("已更正。"))
            self._read_facts(doc)

        def failed(error: ReaderError) -> None:
            self._shown_page().review.say_problem(str(error))

        self._lane.submit(lambda _job: self._session.library.set_facts(doc, dict(values)), done, failed)

    # -- out, and back

    def remove(self, doc: str) -> None:
        """移出文库; the message takes it back."""
        title = self._session.title(doc)

        def done(_nothing: object) -> None:
            says = self._texts("已移出文库：《{title}》。批注仍保留。", title=title)
            self._late.message.say(says, self._texts("撤销"), partial(self.restore, (doc,)))

        self._work(lambda: self._session.library.remove((doc,)), done)

    def restore(self, docs: Sequence[str]) -> None:
        """Back into the library."""

        def done(_nothing: object) -> None:
            title = self._session.title(docs[0])
            says = "已放回文库：《{title}》。" if len(docs) == 1 else "已放回文库：{n} 份文件。"
            self._late.message.say(self._texts(says, title=title, n=len(docs)))
            if self.page is not None:
                self.read_away()

        self._work(lambda: self._session.library.restore(docs), done)

    def read_away(self) -> None:
        """Look what was taken out."""
        self._work(self._session.library.removed, self._shown_page().away.show_documents)

    def show_away(self) -> None:
        """移出的文件…"""
        self.show("away")

    # -- folders and tags

    def collect(self, docs: Sequence[str], folder: str) -> None:
        """Put documents into a folder, made where it is not there."""
        self._work(lambda: self._session.library.collect(docs, folder), self._relabelled)

    def uncollect(self, docs: Sequence[str], folder: str) -> None:
        """Take documents out of a folder."""
        self._work(lambda: self._session.library.uncollect(docs, folder), self._relabelled)

    def rename_folder(self, before: str, now: str) -> None:
        """Another name; without one the folder goes, its documents stay in the library."""
        self._work(lambda: self._session.library.rename_collection(before, now), self._relabelled)

    def set_tags(self, doc: str, tags: Sequence[str]) -> None:
        """Other tags for a document."""
        self._work(lambda: self._session.library.set_tags(doc, tuple(tags)), self._relabelled)

    def _relabelled(self, _nothing: object) -> None:
        self._session.look_again()

    # -- inside

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._lane.submit(lambda _job: work(), done, lambda error: self._session.problem.emit(str(error)))
