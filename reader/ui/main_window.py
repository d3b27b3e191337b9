"""The window: builds its parts, connects them on one page, and remembers itself.

Signals of the parts go up as requests, calls go down. What is open and why is the session's business; every connection
stands in `_connect` and `_connect_actions`, and what answers them in `Wiring`,
`Moving` and `NoteWiring`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from reader.core.note import COLOURS
from reader.settings import Settings
from reader.ui.icons import Icons
from reader.ui.moving import Moving
from reader.ui.note_wiring import NoteWiring
from reader.ui.session import Session
from reader.ui.theme import Theme, TypeSettings
from reader.ui.window_parts import Parts
from reader.ui.wiring import Wiring


class MainWindow(QMainWindow):
    """The frame: bar, docks, reading area, foot."""

    painted = Signal()  # after the first paint
    closed = Signal()

    def __init__(
        self,
        session: Session,
        apply_theme: Callable[[Theme], None],
        icons: Icons,
        save: Callable[[Settings], None],
    ) -> None:
        super().__init__()
        self.session = session
        self.texts = session.texts
        self.parts = Parts(session, self)
        self.wiring = Wiring(self.parts, session, self, apply_theme, icons)
        self.moving = Moving(self.parts, session, self, self.wiring)
        self.noting = NoteWiring(self.parts, session, self.wiring)
        self._save = save
        self._painted = False
        self._connect()
        self.retranslate()
        self._restore()

    # -- every connection

    def _connect(self) -> None:
        session, parts = self.session, self.parts
        do, go, note = self.wiring, self.moving, self.noting
        # the session tells
        session.opened.connect(do.show_document)
        session.panes_changed.connect(do.show_panes)
        session.tabs_changed.connect(do.show_tabs)
        session.active_changed.connect(do.show_active)
        session.place_changed.connect(do.show_place)
        session.history_changed.connect(do.show_history)
        session.script_changed.connect(do.show_script)
        session.look_changed.connect(do.show_look)
        session.problem.connect(do.say_problem)
        session.search.query_changed.connect(parts.bar.show_query)
        session.search.answered.connect(do.show_answer)
        session.search.current_changed.connect(do.show_current)
        session.find.answered.connect(do.show_found)
        session.find.current_changed.connect(do.show_found_current)
        session.notes.changed.connect(note.show_notes)
        session.notes.saved.connect(note.show_saved)
        session.notes.deleted.connect(note.show_deleted)
        self.texts.changed.connect(self.retranslate)
        # the bar and the lines
        parts.bar.query_edited.connect(go.ask)
        parts.bar.query_entered.connect(go.enter)
        parts.bar.left_downwards.connect(go.into_results)
        parts.bar.script_picked.connect(do.pick_script)
        parts.find_bar.edited.connect(go.find_words)
        parts.find_bar.step.connect(go.find_step)
        parts.find_bar.closed.connect(go.close_find)
        parts.foot.step.connect(go.step)
        parts.start.read_on.connect(go.read_on)
        parts.start.search.connect(parts.bar.focus_search)
        parts.start.keys.connect(go.show_help)
        parts.tabs.currentChanged.connect(session.show_tab)
        parts.tabs.tabCloseRequested.connect(session.close_tab)
        # the panels
        parts.library.open_requested.connect(go.open_document)
        parts.outline.go_requested.connect(go.go_and_read)
        parts.results.hit_chosen.connect(go.choose_hit)
        parts.results.sort_chosen.connect(session.search.set_sort)
        parts.notes.note_chosen.connect(note.go_to_note)
        parts.notes.note_changed.connect(session.notes.update)
        parts.notes.delete_requested.connect(session.notes.delete)
        parts.notes.all_wanted.connect(session.notes.load_all)
        parts.left.tab_changed.connect(do.refresh_stale)
        parts.right.tab_changed.connect(do.refresh_stale)
        parts.left.visibilityChanged.connect(do.left_shown)
        parts.right.visibilityChanged.connect(do.right_shown)
        # the reading area
        parts.compare.activated.connect(session.set_active)
        parts.compare.document_wanted.connect(go.change_column)
        parts.compare.source_wanted.connect(session.set_source)
        parts.compare.close_wanted.connect(session.close_pane)
        parts.compare.swap_wanted.connect(session.swap)
        parts.compare.place_changed.connect(session.moved)
        parts.compare.selection_changed.connect(note.selection_changed)
        parts.compare.note_activated.connect(note.open_note)
        parts.compare.menu_requested.connect(note.show_menu)
        parts.compare.zoom_requested.connect(do.zoom)
        parts.selection_bar.colour_picked.connect(note.highlight)
        parts.settled.timeout.connect(note.offer_selection_bar)
        parts.saver.timeout.connect(lambda: session.save_later(self.remembered(), self._save))
        self._connect_actions()

    def _connect_actions(self) -> None:
        session, parts = self.session, self.parts
        do, go, note = self.wiring, self.moving, self.noting
        act = parts.actions
        act["search"].triggered.connect(parts.bar.focus_search)
        act["next_hit"].triggered.connect(lambda: go.step(1))
        act["previous_hit"].triggered.connect(lambda: go.step(-1))
        act["next_hit_document"].triggered.connect(lambda: session.search.step_document(1))
        act["find"].triggered.connect(go.open_find)
        act["go_to_clause"].triggered.connect(go.ask_clause)
        act["back"].triggered.connect(session.back)
        act["forward"].triggered.connect(session.forward)
        act["next_clause"].triggered.connect(lambda: go.step_clause(1))
        act["previous_clause"].triggered.connect(lambda: go.step_clause(-1))
        act["next_tab"].triggered.connect(lambda: go.step_tab(1))
        act["previous_tab"].triggered.connect(lambda: go.step_tab(-1))
        act["close_tab"].triggered.connect(lambda: session.close_tab(session.tabs.current))
        act["copy"].triggered.connect(note.copy)
        act["copy_citation"].triggered.connect(note.copy_citation)
        act["toggle_script"].triggered.connect(session.toggle_script)
        act["larger"].triggered.connect(lambda: do.zoom(1))
        act["smaller"].triggered.connect(lambda: do.zoom(-1))
        act["normal_size"].triggered.connect(lambda: session.set_look(font_size=TypeSettings().size))
        act["full_screen"].triggered.connect(go.full_screen)
        act["compare"].triggered.connect(go.toggle_compare)
        act["compare_source"].triggered.connect(go.compare_source)
        act["swap"].triggered.connect(session.swap)
        act["highlight"].triggered.connect(lambda: note.highlight(""))
        act["underline"].triggered.connect(note.underline)
        act["note"].triggered.connect(note.write_note)
        act["bookmark"].triggered.connect(note.bookmark)
        act["undo"].triggered.connect(session.notes.undo)
        act["left_panel"].triggered.connect(parts.left.setVisible)
        act["right_panel"].triggered.connect(parts.right.setVisible)
        act["contents"].triggered.connect(lambda: parts.left.show_tab("outline").setFocus())
        act["notes"].triggered.connect(lambda: parts.right.show_tab("notes").setFocus())
        act["next_panel"].triggered.connect(lambda: go.cycle(1))
        act["previous_panel"].triggered.connect(lambda: go.cycle(-1))
        act["step_back"].triggered.connect(go.step_back)
        act["help"].triggered.connect(go.show_help)
        act["quit"].triggered.connect(self.close)
        for number, colour in enumerate(COLOURS, 1):
            act[f"colour_{number}"].triggered.connect(lambda _on=False, name=colour: note.highlight(name))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.wiring.show_title()
        self.parts.tabs.setAccessibleName(self.texts("打开的文件"))

    # -- remembering

    def _restore(self) -> None:
        chosen = self.session.settings
        self.resize(1280, 800)
        if chosen.geometry:
            self.restoreGeometry(QByteArray(b64decode(chosen.geometry)))
        if chosen.window_state:
            self.restoreState(QByteArray(b64decode(chosen.window_state)))
        self.parts.left.setVisible(chosen.panels.get("left", True))
        self.parts.right.setVisible(chosen.panels.get("right", True))
        for dock in (self.parts.left, self.parts.right):
            for name in dock.names:
                if chosen.panels.get(name, False):
                    dock.show_tab(name, reveal=False)
        self.wiring.show_library()
        self.wiring.show_tabs()
        self.wiring.show_history()
        self.parts.bar.show_script(self.session.script)
        self.parts.foot.show_script(self.session.script)

    def remembered(self) -> Settings:
        """The settings with everything of this window in them."""
        panels = {"left": not self.parts.left.isHidden(), "right": not self.parts.right.isHidden()}
        panels |= {name: dock.current == name for dock in (self.parts.left, self.parts.right) for name in dock.names}
        return replace(
            self.session.remembered(),
            geometry=_text(self.saveGeometry()), window_state=_text(self.saveState()), panels=panels,
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window has painted for the first time."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is not written yet, and stop the workers."""
        self.parts.notes.finish_editing()
        self.parts.saver.stop()
        self._save(self.remembered())
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()


def _text(value: QByteArray) -> str:
    return b64encode(value.data()).decode("ascii")
