"""A real window used from a script: started in a throw-away profile, waited for by its states, every way in opened.

Shared by the soak scripts and by the tests that take a small sample of them. Keeps what Qt warned of.
"""

from __future__ import annotations

import base64
import gc
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QPoint, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from reader import app
from reader.core.pack import PackManifest
from reader.corpus import Corpus
from reader.packs import minisign
from reader.packs.writing import write_pack
from reader.paths import find_paths
from reader.settings import load
from reader.ui.kit.tasks import Lane
from reader.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds for one state; only what hangs takes so long
KEY = minisign.SecretKey(bytes(range(8)), bytes(range(32)))
PUBLIC = base64.b64encode(b"Ed" + KEY.number + KEY.public.key).decode()
PASSPHRASE = "一二三四五六七"
# Said by the platform without a screen, which has no window manager.
HARMLESS = ("propagateSizeHints", "plugin does not support raise", "plugin does not support grabbing")

Kind = TypeVar("Kind", bound=QWidget)


@dataclass
class Heard:
    """What went wrong without stopping anything.

    Attributes:
        faults: exceptions out of slots, with where they came from, and warnings of Qt.
    """

    faults: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Heard]:
    """Keeps exceptions out of slots and warnings of Qt while it lasts."""
    heard = Heard()

    def failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        heard.faults.append("".join(traceback.format_exception(kind, error, trace)))

    def said(level: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if level not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(h in words for h in HARMLESS):
            heard.faults.append(f"Qt: {words}")

    before, handler = sys.excepthook, qInstallMessageHandler(said)
    sys.excepthook = failed
    try:
        yield heard
    finally:
        sys.excepthook = before
        qInstallMessageHandler(handler)


def start(data: Path, corpus: Path | None = None) -> app.Running:
    """The program as `run` starts it, with a policy that lets the packs of `make_pack` in."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    data.mkdir(parents=True, exist_ok=True)
    policy = data / "policy.toml"
    policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', encoding="utf-8")
    paths = replace(find_paths(data / "own", corpus or ROOT / "corpus"), policy=policy)
    running = app.start(paths, load(paths.settings_file, paths.policy))
    ready: list[bool] = []
    running.window.ready.connect(lambda: ready.append(True))
    running.window.closed.connect(running.library.close)
    running.show()
    wait(lambda: bool(ready))
    return running


def wait(until: Callable[[], object], patience: float = PATIENCE) -> None:
    """Lets the window work until a state is reached."""
    end = time.monotonic() + patience
    application = QApplication.instance()
    assert application is not None
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window does not come to the state that is waited for")
        application.processEvents()
        time.sleep(0.003)  # until it is looked again
    settle()


def settle() -> None:
    """Everything that is to be done at once is done, and what is to be freed is freed."""
    application = QApplication.instance()
    assert application is not None
    for _ in range(3):
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@dataclass(frozen=True)
class Counted:
    """What there is.

    Attributes:
        tops: top-level widgets. objects: QObjects of the window. resident: bytes in memory.
    """

    tops: int
    objects: int
    resident: int


def count(window: QObject, *, memory: bool = True) -> Counted:
    """What there is once everything that can go has gone. `memory`: also how much of it there is (0 where not asked)."""
    settle()
    gc.collect()
    settle()
    objects = len(window.findChildren(QObject))
    return Counted(len(QApplication.topLevelWidgets()), objects, resident() if memory else 0)


def resident() -> int:
    """Bytes of this process in memory, after the C library has given back what it does not need."""
    import ctypes

    if not sys.platform.startswith("linux"):
        return 0
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    with Path("/proc/self/statm").open(encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def make_pack(corpus: Path, folder: Path) -> Path:
    """A signed pack of a corpus folder, with another version."""
    source = folder / "packed"
    shutil.copytree(corpus, source, ignore=shutil.ignore_patterns("raw", "index", "integrity.json"))
    facts = PackManifest("2026年11月", Corpus(source).version, "2026-11-22T03:00:00Z", "0.1.0", "", ())
    write_pack(source, folder / "a.prpack", facts, KEY)
    return folder / "a.prpack"


class Use:
    """A user who opens everything and closes it again. `openings` are the ways in, by name."""

    def __init__(self, running: app.Running, folder: Path, pack: Path | None = None) -> None:
        """`folder` takes the files that are written."""
        self.running, self.window, self.session = running, running.window, running.session
        self._folder, self._pack = folder, pack
        self.judge: Callable[[QDialog], object] = lambda _dialog: None  # looks at each dialog that is open
        self._answer: Callable[[QWidget], None] = self._refuse
        self._watched = 0  # how deep in what may ask
        self._seen = 0

    # -- to work with

    def act(self, name: str) -> None:
        """An action of the menus and keys."""
        self.window.late.actions[name].trigger()
        settle()

    def read(self, number: int = 0) -> None:
        """Open a document of the library, without its page of notes or registers in the way."""
        self.window.late.pages.close()
        infos = self.session.documents()
        from reader.core.span import Location

        self.session.open(Location(infos[number % len(infos)].id))
        wait(lambda: self.column.view.is_complete)

    @property
    def column(self) -> Any:
        """The active column."""
        return self.window.parts.compare.columns[self.session.active]

    def write_note(self) -> None:
        """A note with two forms, so that it has a history."""
        self.read()
        before = len(self.session.notes.all())
        self.act("note")
        wait(lambda: len(self.session.notes.all()) > before)
        placed = self.session.notes.all()[0]
        self.session.notes.update(replace(placed.note, text="看过 #标签"))
        wait(self.idle)

    def idle(self) -> bool:
        """Whether no lane of the window has work."""
        return not any(lane.busy for lane in self.window.findChildren(Lane) + self.session.findChildren(Lane))

    def asked(self, trigger: Callable[[], object], answer: Callable[[QWidget], None] | None = None) -> None:
        """Do what asks a question and waits for it; the answer is no, or `answer`."""
        self._seen = 0
        self.unasked(answer or self._refuse, trigger)
        assert self._seen, "nothing was asked"
        settle()

    def paper(self, action: str, answer: Callable[[QWidget], None] | None = None) -> None:
        """Print or export the text: agree to what goes on paper; the answer to what is asked then is no, or `answer`."""
        from reader.ui.paper.paper_dialog import PaperDialog

        self._from_text(action)()
        dialog = self.window.findChild(PaperDialog)
        assert dialog is not None
        dialog.document.setChecked(True)  # a comparison is made off the GUI thread first, and asks later
        self.asked(dialog.go.click, answer)

    def unasked(self, answer: Callable[[QWidget], None], do: Callable[[], object]) -> None:
        """Do something that may ask a question and wait for it."""
        self._answer = answer
        self._watched += 1
        QTimer.singleShot(1, self._look_for_question)
        try:
            do()
        finally:
            self._watched -= 1

    def _look_for_question(self) -> None:
        if not self._watched:
            return
        QTimer.singleShot(1, self._look_for_question)  # first: an answer may lead to another question
        asked = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if asked is not None and asked.isVisible():
            self._seen += 1
            self._answer(asked)

    @staticmethod
    def _refuse(asked: QWidget) -> None:
        if isinstance(asked, QDialog):
            asked.reject()
        else:
            asked.close()

    def shown(self, kind: type[Kind]) -> Kind:
        """The window of a kind that comes into sight."""
        found: list[Kind] = []

        def look() -> bool:
            found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
            return bool(found)

        wait(look)
        return found[0]

    def dialog(self, trigger: Callable[[], object], kind: type[QDialog]) -> None:
        """Open a window over the window, and leave it with Esc."""
        trigger()
        shown = self.shown(kind)
        self.judge(shown)
        shown.reject()
        settle()

    def menu(self, trigger: Callable[[], object]) -> None:
        """Open a menu, go into its submenus, leave it."""
        trigger()
        menu = self.shown(QMenu)
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                menu.setActiveAction(action)
                inner.popup(QPoint(0, 0))
                settle()
                inner.close()
        menu.close()
        settle()

    # -- the ways in

    def openings(self) -> dict[str, Callable[[], None]]:
        """Every window over the window, question and menu, by name."""
        return {name: go for group in self.groups().values() for name, go in group.items()}

    def groups(self) -> dict[str, dict[str, Callable[[], None]]]:
        """The same in groups."""
        return {
            "dialogs": self._dialogs(), "notes": self._note_dialogs(), "registers": self._register_dialogs(),
            "files": self._files(), "menus": self._menus(),
        }  # fmt: skip

    def _dialogs(self) -> dict[str, Callable[[], None]]:
        from reader.ui.compare.benchmark_dialog import BenchmarkDialog
        from reader.ui.compare.revision_dialog import RevisionDialog
        from reader.ui.frame.dialogs import GoToDialog, HelpDialog
        from reader.ui.frame.first_cards import News, Tour
        from reader.ui.packs.about import AboutDialog
        from reader.ui.packs.shelf_dialog import ShelfDialog
        from reader.ui.provenance.course_dialog import CourseDialog
        from reader.ui.provenance.lineage_dialog import LineageDialog
        from reader.ui.shelves.outside_dialog import OutsideDialog

        desks, outside = self.window.desks, self._folder / "outside.txt"
        made: dict[str, Callable[[], None]] = {
            "help": lambda: self.dialog(lambda: self.act("help"), HelpDialog),
            "go to clause": lambda: self.dialog(self._from_text("go_to_clause"), GoToDialog),
            "about": lambda: self.dialog(lambda: self.act("about"), AboutDialog),
            "shelves": lambda: self.dialog(lambda: self.act("shelves"), ShelfDialog),
            "print": lambda: self.paper("print"),
            "demands and answers": lambda: self._beside("benchmark", BenchmarkDialog),
            "a decision carried out": self._carried_out,
            "five cards": lambda: self.dialog(desks.first.show_tour, Tour),
            "what is new": lambda: self.dialog(desks.first.show_news, News),
            "files from outside": lambda: self.dialog(lambda: desks.shelves.add_from_outside([outside]), OutsideDialog),
            "history of a clause": lambda: self.dialog(self._from_text("clause_course"), CourseDialog),
            "lineage": lambda: self.dialog(self._from_text("lineage"), LineageDialog),
            "table of revisions": lambda: self._beside("revision_table", RevisionDialog),
            "damaged pack": self._damaged_pack,
        }
        return made | ({"pack": self._look_at_pack} if self._pack is not None else {})

    def _from_text(self, action: str) -> Callable[[], None]:
        def go() -> None:
            self.window.late.pages.close()
            self.act(action)

        return go

    def _beside(self, action: str, kind: type[QDialog]) -> None:
        """Open what looks at two documents side by side."""
        self.read()
        if len(self.session.panes) < 2:
            self.act("compare")
        wait(lambda: self.window.desks.linking.documents is not None)
        self.dialog(lambda: self.act(action), kind)

    def _carried_out(self) -> None:
        from reader.core.document import Document, Source
        from reader.library.versions.amending import Amended, Step
        from reader.ui.provenance.amending_dialog import AmendingDialog

        law = Document("law", "某市数据条例", Source("law.txt", "0" * 64, "hans"))
        amended = Amended((Step("exact", "第一条", "replace", "b1", "将第一条修改为：“甲。”"),), (), (), law)
        self.dialog(lambda: self.window.desks.amending.offer((law, law, None, amended)), AmendingDialog)

    def _damaged_pack(self) -> None:
        file = self._folder / "damaged.prpack"
        file.write_bytes(b"no pack")
        self.window.late.message.hide()
        self.window.desks.packs.inspect(file)
        wait(self.window.late.message.isVisible)

    def _look_at_pack(self) -> None:
        from reader.ui.packs.pack_dialogs import PackDialog

        pack = self._pack
        assert pack is not None
        self.dialog(lambda: self.window.desks.packs.inspect(pack), PackDialog)

    def _note_dialogs(self) -> dict[str, Callable[[], None]]:
        from reader.ui.notes.author_dialog import AuthorDialog
        from reader.ui.notes.import_dialog import ImportDialog
        from reader.ui.notes.note_dialogs import ExportDialog, HistoryDialog
        from reader.ui.notes.note_sealing import PassphraseDialog

        files = self.window.desks.notes.files
        plain, sealed = self._folder / "notes.jsonld", self._folder / "notes.jsonld.age"

        def exported(file: Path, passphrase: str) -> None:
            if not file.exists():
                notes = tuple(self.session.notes.all())
                self.window.desks.notes.work.export(notes, "jsonld", file, lambda _: None, passphrase=passphrase)
                wait(file.exists)

        def imported(file: Path, kind: type[QDialog], passphrase: str = "") -> None:
            exported(file, passphrase)
            self.dialog(lambda: self.asked(files.ask_import, self._choosing(file)), kind)

        def history() -> None:
            note = self.session.notes.all()[0].note
            self.dialog(lambda: self.window.desks.notes.show_history(note.id), HistoryDialog)

        return {
            "export notes": lambda: self.dialog(files.export, ExportDialog),
            "import notes": lambda: imported(plain, ImportDialog),
            "passphrase": lambda: imported(sealed, PassphraseDialog, PASSPHRASE),
            "history of a note": history,
            "name of the writer": lambda: self.dialog(self.window.desks.notes.choosing.ask_name, AuthorDialog),
        }

    def _choosing(self, file: Path) -> Callable[[QWidget], None]:
        def choose(asked: QWidget) -> None:
            if isinstance(asked, QFileDialog):
                asked.setDirectory(str(file.parent))
                asked.selectFile(file.name)
                asked.done(QDialog.DialogCode.Accepted)
            else:
                self._refuse(asked)

        return choose

    def table(self) -> Any:
        """The page of registers, filled; the keyboard on its first row."""
        desk = self.window.desks.registers
        desk.show()
        page = desk.page
        assert page is not None
        page.show_register("tasks")
        wait(lambda: page.table.lines() and self.idle())
        if page.table.current_line() is None:
            page.table.setCurrentIndex(page.table.model().index(0, 1))
        return page

    def _register_dialogs(self) -> dict[str, Callable[[], None]]:
        from reader.ui.registers.charts.register_charts import COMPARED
        from reader.ui.registers.register_correcting import CorrectingDialog, UnitDialog
        from reader.ui.registers.series.series_dialog import SeriesDialog

        def join() -> None:
            page = self.table()
            page.show_register("targets")
            page.chart.setChecked(True)
            page.charts.pick(COMPARED)
            wait(lambda: page.charts.series.current is not None)
            self.dialog(page.charts.series.ask_join, SeriesDialog)
            page.show_table()

        def correct() -> None:
            page = self.table()
            self.dialog(lambda: page.correct_wanted.emit(page.table.lines()[0]), CorrectingDialog)

        def replaced() -> None:
            (self._folder / "there.xlsx").write_bytes(b"")
            desk = self.window.desks.registers.files
            self.asked(lambda: desk._with_suffix(self._folder / "there.xlsx"))

        return {
            "correcting a row": correct,
            "joining indicators": join,
            "my unit": lambda: self.dialog(self.window.desks.registers.ask_unit, UnitDialog),
            "print a register": lambda: self.asked(lambda: self.table().export_wanted.emit("print")),
            "replace a file": replaced,
        }

    def _files(self) -> dict[str, Callable[[], None]]:
        desks, late = self.window.desks, self.window.late

        def compared() -> None:
            self.read()
            if len(self.session.panes) < 2:
                self.act("compare")
            desks.comparing.export("docx")

        def back() -> None:
            desks.packs.ask_back()
            late.message.hide()

        def notes_page(press: str) -> Callable[[], None]:
            def go() -> None:
                desks.notes.show("backups")
                page = desks.notes.page
                assert page is not None
                button = page.backups.buttons["elsewhere"] if press == "elsewhere" else getattr(page, press)
                if menu := button.menu():
                    menu.actions()[0].trigger()
                else:
                    button.click()

            return go

        return {
            "file of a PDF": lambda: self.paper("export_pdf"),
            "file of a pack": lambda: self.asked(desks.packs.ask_pack),
            "file of a register": lambda: self.asked(lambda: self.table().export_wanted.emit("xlsx")),
            "file of counts": lambda: self.asked(desks.search.export),
            "file of a comparison": lambda: self.asked(compared),
            "file of a report": lambda: self.asked(notes_page("report")),
            "file of a backup": lambda: self.asked(notes_page("elsewhere")),
            "file of notes": lambda: self.asked(desks.notes.files.ask_import),
            "question of the message bar": back,
        }

    def _menus(self) -> dict[str, Callable[[], None]]:
        late = self.window.late
        corner = QPoint(5, 5)

        def context() -> None:
            self.read()
            area = self.column.view.text_area
            area.menu_wanted.emit(area.viewport().mapToGlobal(QPoint(200, 200)))

        def documents() -> None:
            doc = self.session.documents()[0].id
            late.library.menu_for(doc).popup(corner)

        def bookmarks() -> None:
            self.window.desks.notes.show("bookmarks")
            page = self.window.desks.notes.page
            assert page is not None
            page.bookmarks.tree.customContextMenuRequested.emit(corner)

        return {
            "menu: more": lambda: self.menu(lambda: late.menus.more.popup(corner)),
            "menu: look": lambda: self.menu(lambda: late.menus.look.popup(corner)),
            "menu: searches": lambda: self.menu(self.window.desks.search.show_menu),
            "menu: text": lambda: self.menu(context),
            "menu: library": lambda: self.menu(documents),
            "menu: bookmarks": lambda: self.menu(bookmarks),
            "menu: a row": lambda: self.menu(lambda: self.table().table.menus.of_row().popup(corner)),
            "menu: status": lambda: self.menu(lambda: self.table().table.menus.of_status().popup(corner)),
            "menu: columns": lambda: self.menu(lambda: self.table().table.menu.popup(corner)),
            "menu: files of a register": lambda: self.menu(lambda: self.table().export.menu().popup(corner)),
        }


def close(running: app.Running) -> None:
    """Close the window and free it."""
    window: MainWindow = running.window
    window.close()
    running.free()
    running.application.setStyleSheet("")
    settle()
