"""The window: builds its parts, connects them on one page, and remembers itself.

Signals of the parts go up as requests, calls go down. What is open and why is the session's business. Every connection
stands in `_connect` (what the first paint needs) and in `connections` (what comes after it); what answers them are the
wirings made in `_complete`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from reader.settings import Settings
from reader.ui.desks.wiring import Wiring
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.look.fonts import FontChains
from reader.ui.look.icons import Icons
from reader.ui.look.theme import Theme
from reader.ui.session.session import Session

FIRST_SIZE = QSize(1280, 800)  # or the screen's, where that is smaller
ROOMY = 900  # pixels: a narrower window begins without the right panel


class MainWindow(QMainWindow):
    """The frame: bar, docks, reading area, foot."""

    painted = Signal()  # after the first paint
    ready = Signal()  # panels, menus and keys are there, a moment later
    closed = Signal()
    reopen_wanted = Signal()  # another corpus is in force

    def __init__(
        self,
        session: Session,
        apply_theme: Callable[[Theme], None],
        icons: Icons,
        fonts: FontChains,
        save: Callable[[Settings], None],
    ) -> None:
        super().__init__()
        self.session = session
        self.texts = session.texts
        self.parts = Parts(session, self, fonts)
        self.wiring = Wiring(self.parts, session, self, apply_theme, icons)
        self.save = save
        self._completing = QTimer(self, singleShot=True, interval=0)  # in a turn of its own: the paint shows first
        self._painted = False
        self._connect()
        self.retranslate()
        self._restore()

    @property
    def late(self) -> LateParts:
        """The parts that come after the first paint."""
        assert self.parts.late is not None
        return self.parts.late

    def _complete(self) -> None:
        from reader.ui import connections
        from reader.ui.desks.ambiguity import AmbiguityWiring
        from reader.ui.desks.compare_wiring import CompareWiring
        from reader.ui.desks.edit_wiring import EditWiring
        from reader.ui.desks.link_wiring import LinkWiring
        from reader.ui.desks.moving import Moving
        from reader.ui.desks.note_wiring import NoteWiring
        from reader.ui.desks.notes_desk import NotesDesk
        from reader.ui.desks.packs_desk import PacksDesk
        from reader.ui.desks.panel_wiring import PanelWiring
        from reader.ui.desks.paper_wiring import PaperWiring
        from reader.ui.desks.quiet_links import QuietLinks
        from reader.ui.desks.registers_desk import RegistersDesk
        from reader.ui.desks.search_wiring import SearchWiring
        from reader.ui.desks.shared_wiring import SharedWiring
        from reader.ui.frame.admin_lock import AdminLocks
        from reader.ui.frame.corpus_seal import CorpusSeal
        from reader.ui.look.qt_words import QtWords

        late = self.parts.complete()
        self.noting = NoteWiring(self.parts, late, self.session, self.wiring)
        self.panels = PanelWiring(self.parts, late, self.session, self.wiring)
        self.moving = Moving(self.parts, late, self.session, self, self.wiring, self.panels)
        connections.connect_late(self, late, self.panels, self.moving, self.noting)
        connections.connect_actions(self, self.moving, self.noting)
        self.editing = EditWiring(self.parts, late, self.session)  # held here: a connection holds nobody
        self.paper = PaperWiring(self.parts, late, self.session, self, self.wiring)
        connections.connect_edits(self, late, self.editing)
        connections.connect_paper(self, self.paper)
        self.ambiguity = AmbiguityWiring(self.parts, late, self.session)
        connections.connect_ambiguity(self, late, self.ambiguity)
        self.desk = NotesDesk(self.parts, late, self.session, self, self.noting)
        connections.connect_desk(self, late, self.desk)
        self.registers = RegistersDesk(self.parts, late, self.session, self)
        connections.connect_registers(self, late, self.registers)
        self.quiet_links = QuietLinks(self.parts, late, self.session)
        connections.connect_quiet_links(self, late, self.quiet_links)
        self.seeking = SearchWiring(self.parts, late, self.session, self, self.wiring, self.noting)
        connections.connect_search(self, late, self.seeking)
        self.linked = LinkWiring(self.parts, late, self.session)
        connections.connect_link(self, late, self.linked)
        self.comparing = CompareWiring(self.parts, late, self.session, self.linked)
        connections.connect_compare(self, late, self.comparing)
        self.shared = SharedWiring(self.parts, late, self.session)
        connections.connect_shared(self, late, self.shared)
        connections.connect_names(self, late)
        self.seal = CorpusSeal(self.session, late.foot, self)
        assert self.session.library.packs is not None, "open_library gives it"
        self.packs = PacksDesk(late, self.session, self, self.session.library.packs.get())
        self.locks = AdminLocks(late, self.session, self)
        connections.connect_packs(self, late, self.packs, self.locks)
        self.qt_words = QtWords(self.texts, self)
        self._begin(late)

    def _begin(self, late: LateParts) -> None:
        """Everything is there and connected: show it and let it work."""
        self._restore_panels()
        self.panels.show_all()
        self.wiring.set_icons()
        self.wiring.say_unsaid()
        self.locks.start()
        self.linked.start()
        late.saver.start()
        self.desk.start()
        self.ready.emit()

    # -- every connection

    def _connect(self) -> None:
        session, do, parts = self.session, self.wiring, self.parts
        session.opened.connect(do.show_document)
        session.panes_changed.connect(do.show_panes)
        session.active_changed.connect(do.show_active)
        session.script_changed.connect(do.show_script)
        session.look_changed.connect(do.show_look)
        session.problem.connect(do.say_problem)
        session.notice.connect(do.say)
        self.texts.changed.connect(self.retranslate)
        parts.compare.activated.connect(session.set_active)
        parts.compare.source_wanted.connect(session.set_source)
        parts.compare.close_wanted.connect(session.close_pane)
        parts.compare.script_wanted.connect(session.set_other_script)
        parts.compare.swap_wanted.connect(session.swap)
        parts.compare.place_changed.connect(session.moved)
        self._completing.timeout.connect(self._complete)
        self.painted.connect(self._completing.start)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.wiring.show_title()

    # -- remembering

    def _restore(self) -> None:
        chosen = self.session.settings
        room = self.screen().availableSize() if self.screen() is not None else FIRST_SIZE
        self.resize(FIRST_SIZE.boundedTo(room))
        if chosen.geometry:
            self.restoreGeometry(QByteArray(b64decode(chosen.geometry)))
        if chosen.window_state:
            self.parts.split.restoreState(QByteArray(b64decode(chosen.window_state)))
        self.parts.left.setVisible(chosen.panels.get("left", True))
        self.parts.right.setVisible(chosen.panels.get("right", self.width() >= ROOMY))

    def _restore_panels(self) -> None:
        for dock in (self.parts.left, self.parts.right):
            for name in dock.names:
                if self.session.settings.panels.get(name, False):
                    dock.show_tab(name, reveal=False)

    def remembered(self) -> Settings:
        """The settings with everything of this window in them."""
        panels = dict(self.session.settings.panels)
        away = (self.panels.made_room_left, self.panels.made_room) if self.parts.late is not None else (False, False)
        panels |= {"left": away[0] or not self.parts.left.isHidden()}
        panels |= {"right": away[1] or not self.parts.right.isHidden()}
        panels |= {name: dock.current == name for dock in (self.parts.left, self.parts.right) for name in dock.names}
        return replace(
            self.session.remembered(),
            geometry=_text(self.saveGeometry()), window_state=_text(self.parts.split.saveState()), panels=panels,
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window has painted for the first time."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is not written yet, and stop the workers."""
        if self.parts.late is not None:
            self.parts.late.notes.finish_editing()
            self.packs.close()
            self.desk.close()
            self.seal.close()
            self.registers.close()
            self.quiet_links.close()
            self.seeking.close()
            self.linked.close()
            self.comparing.close()
            self.shared.close()
        self._completing.stop()
        self.save(self.remembered())
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()


def _text(value: QByteArray) -> str:
    return b64encode(value.data()).decode("ascii")
