"""The window: builds its parts, connects them on one page, and remembers itself.

Signals of the parts go up as requests, calls go down. What is open and why is the session's business. Every connection
stands in `_connect` (what the first paint needs) and in `connections` (what comes after it); what answers them are the
desks made in `_complete`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from reader.core.late_dataclass import replace
from reader.settings import Settings
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.frame.window_shape import fit_on_screen, geometry_text, restore_geometry, restore_split, split_text
from reader.ui.look.fonts import FontChains
from reader.ui.look.icons import Icons
from reader.ui.look.theme import Theme
from reader.ui.session.panes import STACKED
from reader.ui.session.session import Session

FIRST_SIZE = QSize(1280, 800)  # or the screen's, where that is smaller
ROOMY, ROOMY_LEFT = 1000, 720  # pixels: a narrower window begins without the right panel, without the left one
FRAME = QSize(16, 48)  # pixels around a window, until the window manager tells


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
        self.reading = ReadingDesk(self.parts, session, self, apply_theme, icons)
        self.save = save
        self._painting = QTimer(self, singleShot=True, interval=0)
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
        from reader.ui.connected import Connected
        from reader.ui.connections import connect_all
        from reader.ui.desks.every_desk import make_desks
        from reader.ui.look.qt_words import QtWords

        self.session.documents()  # read now: the paint does not wait for a long list
        late = self.parts.complete()
        packs = self.session.library.packs
        assert packs is not None, "open_library gives it"
        self.desks = make_desks(self.parts, late, self.session, self, self.reading, packs.get())
        connect_all(
            Connected(
                self, self.session, self.parts, late, self.reading, self.desks, self.remembered, self.save,
                self.reopen_wanted,
            )
        )  # fmt: skip
        self.qt_words = QtWords(self.texts, self)
        self._begin(late)

    def _begin(self, late: LateParts) -> None:
        """Everything is there and connected: show it and let it work."""
        self._restore_panels()
        if not self.session.settings.geometry:
            fit_on_screen(self)
        self.desks.panels.show_all()
        self.reading.fill_choosers()
        self.reading.set_icons()
        self.reading.say_unsaid()
        self.desks.locks.start()
        self.desks.linking.start()
        late.saver.start()
        self.desks.notes.start()
        self.desks.shelves.start()
        self.ready.emit()

    # -- every connection

    def _connect(self) -> None:
        session, do, parts = self.session, self.reading, self.parts
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
        parts.compare.pages_wanted.connect(session.set_pages)
        parts.compare.close_wanted.connect(session.close_pane)
        parts.compare.script_wanted.connect(session.set_other_script)
        parts.compare.swap_wanted.connect(session.swap)
        parts.compare.place_changed.connect(session.moved)
        self._painting.timeout.connect(self.painted)
        self._completing.timeout.connect(self._complete)
        self.painted.connect(self._completing.start)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.reading.show_title()

    # -- remembering

    def _restore(self) -> None:
        chosen = self.session.settings
        room = self.screen().availableSize() if self.screen() is not None else FIRST_SIZE
        self.resize(FIRST_SIZE.boundedTo(room - FRAME))
        refused = []
        if chosen.geometry and not restore_geometry(self, chosen.geometry):
            refused.append("geometry")
        if chosen.window_state and not restore_split(self.parts.split, chosen.window_state):
            refused.append("window_state")
        if refused:
            names = self.texts("、").join(refused)
            self.session.problem.emit(self.texts("设置中的 {names} 不能用，窗口按默认的大小打开。", names=names))
        # A panel that there is no room for comes when there is: the desk that folds them knows.
        self.parts.left.setVisible(chosen.panels.get("left", True) and self.width() >= ROOMY_LEFT)
        self.parts.right.setVisible(chosen.panels.get("right", True) and self.width() >= ROOMY)
        if chosen.panels.get(STACKED, False):
            self.parts.compare.stack(True)

    def _restore_panels(self) -> None:
        for dock in (self.parts.left, self.parts.right):
            for name in dock.names:
                if self.session.settings.panels.get(name, False):
                    dock.show_tab(name, reveal=False)

    def remembered(self) -> Settings:
        """The settings with everything of this window in them."""
        panels = dict(self.session.settings.panels)
        geometry, split = geometry_text(self), split_text(self.parts.split)
        if self.parts.late is not None:
            folding, mode = self.desks.folding, self.desks.mode
            geometry, split = mode.geometry, mode.split
            panels |= {"left": folding.is_wanted(self.parts.left), "right": folding.is_wanted(self.parts.right)}
        panels |= {name: dock.current == name for dock in (self.parts.left, self.parts.right) for name in dock.names}
        return replace(
            self.session.remembered(),
            geometry=geometry, window_state=split, panels=panels,
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window has painted for the first time."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._painting.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is not written yet, and stop the workers."""
        if self.parts.late is not None:
            self.parts.late.notes.finish_editing()
            self.desks.close()
        self._painted = True  # a window that has closed tells nothing more, and builds nothing
        self._painting.stop()
        self.parts.compare.close_lanes()
        self._completing.stop()
        self.save(self.remembered())
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()
