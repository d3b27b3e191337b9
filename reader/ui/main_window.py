"""The window: builds its parts, connects them on one page, and remembers itself.

Signals of the parts go up as requests, calls go down. What is open and why is the session's business; every connection
stands in `_connect`, `_connect_late` and `_connect_actions`, and what answers them in `Wiring` and, once the window has
painted, in `PanelWiring`, `Moving` and `NoteWiring`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from reader.core.note import COLOURS
from reader.settings import Settings
from reader.ui.fonts import FontChains
from reader.ui.icons import Icons
from reader.ui.session import Session
from reader.ui.theme import Theme, TypeSettings
from reader.ui.window_parts import LateParts, Parts
from reader.ui.wiring import Wiring

if TYPE_CHECKING:  # loaded after the first paint
    from reader.ui.compare_wiring import CompareWiring
    from reader.ui.edit_wiring import EditWiring
    from reader.ui.link_wiring import LinkWiring
    from reader.ui.moving import Moving
    from reader.ui.note_wiring import NoteWiring
    from reader.ui.notes_desk import NotesDesk
    from reader.ui.panel_wiring import PanelWiring
    from reader.ui.paper_wiring import PaperWiring
    from reader.ui.registers_desk import RegistersDesk
    from reader.ui.search_wiring import SearchWiring


class MainWindow(QMainWindow):
    """The frame: bar, docks, reading area, foot."""

    painted = Signal()  # after the first paint
    ready = Signal()  # panels, menus and keys are there, a moment later
    closed = Signal()

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
        self._save = save
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
        from reader.ui.compare_wiring import CompareWiring
        from reader.ui.edit_wiring import EditWiring
        from reader.ui.link_wiring import LinkWiring
        from reader.ui.moving import Moving
        from reader.ui.note_wiring import NoteWiring
        from reader.ui.notes_desk import NotesDesk
        from reader.ui.panel_wiring import PanelWiring
        from reader.ui.paper_wiring import PaperWiring
        from reader.ui.registers_desk import RegistersDesk
        from reader.ui.search_wiring import SearchWiring

        late = self.parts.complete()
        self.noting = NoteWiring(self.parts, late, self.session, self.wiring)
        self.panels = PanelWiring(self.parts, late, self.session, self.wiring)
        self.moving = Moving(self.parts, late, self.session, self, self.wiring, self.panels)
        self._connect_late(late, self.panels, self.moving, self.noting)
        self._connect_actions(self.moving, self.noting)
        self.editing = EditWiring(self.parts, late, self.session)  # held here: a connection holds nobody
        self.paper = PaperWiring(self.parts, late, self.session, self, self.wiring)
        self._connect_edits(late, self.editing)
        self._connect_paper(self.paper)
        self.desk = NotesDesk(self.parts, late, self.session, self, self.noting)
        self._connect_desk(late, self.desk)
        self.registers = RegistersDesk(self.parts, late, self.session, self)
        self._connect_registers(late, self.registers)
        self.seeking = SearchWiring(self.parts, late, self.session, self, self.wiring, self.noting)
        self._connect_search(late, self.seeking)
        self.linked = LinkWiring(self.parts, late, self.session)
        self._connect_link(late, self.linked)
        self.comparing = CompareWiring(self.parts, late, self.session, self.linked)
        self._connect_compare(late, self.comparing)
        self._restore_panels()
        self.panels.show_all()
        self.wiring.set_icons()
        self.wiring.say_unsaid()
        self.linked.start()
        late.saver.start()
        self.desk.start()
        self.ready.emit()

    # -- every connection

    def _connect(self) -> None:
        session, do, parts = self.session, self.wiring, self.parts
        session.opened.connect(do.show_document)
        session.panes_changed.connect(do.show_panes)
        session.script_changed.connect(do.show_script)
        session.look_changed.connect(do.show_look)
        session.problem.connect(do.say_problem)
        session.notice.connect(do.say)
        self.texts.changed.connect(self.retranslate)
        parts.compare.activated.connect(session.set_active)
        parts.compare.source_wanted.connect(session.set_source)
        parts.compare.close_wanted.connect(session.close_pane)
        parts.compare.swap_wanted.connect(session.swap)
        parts.compare.place_changed.connect(session.moved)
        self._completing.timeout.connect(self._complete)
        self.painted.connect(self._completing.start)

    def _connect_late(self, late: LateParts, show: PanelWiring, go: Moving, note: NoteWiring) -> None:
        session, parts = self.session, self.parts
        session.opened.connect(show.show_document)
        session.panes_changed.connect(show.show_panes)
        session.tabs_changed.connect(show.show_tabs)
        session.history_changed.connect(show.show_history)
        session.search.query_changed.connect(late.bar.show_query)
        session.active_changed.connect(show.show_active)
        session.place_changed.connect(show.show_place)
        session.script_changed.connect(show.show_script)
        session.look_changed.connect(show.show_look)
        session.search.answered.connect(show.show_answer)
        session.search.current_changed.connect(show.show_current)
        session.find.answered.connect(show.show_found)
        session.find.current_changed.connect(show.show_found_current)
        session.notes.changed.connect(note.show_notes)
        session.notes.saved.connect(note.show_saved)
        session.notes.deleted.connect(note.show_deleted)
        session.notes.stepped.connect(note.show_stepped)
        late.bar.query_edited.connect(go.ask)
        late.bar.query_entered.connect(go.enter)
        late.bar.left_downwards.connect(go.into_results)
        session.search.go_to.connect(go.arrive)
        late.bar.search.left.connect(go.leave_box)
        session.place_changed.connect(go.read_on_instead)
        late.foot.step.connect(go.step)
        late.find_bar.edited.connect(go.find_words)
        late.find_bar.step.connect(go.find_step)
        late.find_bar.closed.connect(go.close_find)
        late.start.read_on.connect(go.read_on)
        late.start.search.connect(late.bar.focus_search)
        late.start.keys.connect(go.show_help)
        late.library.open_requested.connect(go.open_document)
        late.outline.go_requested.connect(go.go_and_read)
        late.results.hit_chosen.connect(go.choose_hit)
        late.notes.note_chosen.connect(note.go_to_note)
        late.notes.note_changed.connect(session.notes.update)
        late.notes.delete_requested.connect(session.notes.delete)
        late.notes.all_wanted.connect(session.notes.load_all)
        late.selection_bar.colour_picked.connect(note.highlight)
        parts.left.shown.connect(show.show_sides)
        parts.right.shown.connect(show.show_sides)
        late.bar.script_picked.connect(self.wiring.pick_script)
        late.tabs.currentChanged.connect(session.show_tab)
        late.tabs.close_wanted.connect(session.close_tab)
        late.saver.timeout.connect(lambda: session.save_later(self.remembered(), self._save))
        parts.left.tab_changed.connect(show.refresh_stale)
        parts.right.tab_changed.connect(show.refresh_stale)
        parts.compare.document_wanted.connect(go.change_column)
        parts.compare.selection_changed.connect(note.selection_changed)
        parts.compare.note_activated.connect(note.open_note)
        parts.compare.menu_requested.connect(note.show_menu)
        parts.compare.zoom_requested.connect(self.wiring.zoom)
        late.settled.timeout.connect(note.offer_selection_bar)

    def _connect_actions(self, go: Moving, note: NoteWiring) -> None:
        session, parts = self.session, self.parts
        late, act = self.late, self.late.actions
        act["search"].triggered.connect(late.bar.focus_search)
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
        act["larger"].triggered.connect(lambda: self.wiring.zoom(1))
        act["smaller"].triggered.connect(lambda: self.wiring.zoom(-1))
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
        act["redo"].triggered.connect(session.notes.redo)
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

    def _connect_edits(self, late: LateParts, edit: EditWiring) -> None:
        session, compare, act = self.session, self.parts.compare, late.actions
        session.opened.connect(edit.show_document)
        session.panes_changed.connect(edit.mark_all)
        session.look_changed.connect(edit.mark_all)
        self.texts.changed.connect(edit.mark_all)
        late.tracing.changed.connect(edit.mark_all)
        compare.place_changed.connect(edit.clean_moved)
        compare.source_moved.connect(edit.source_moved)
        compare.edit_activated.connect(edit.activated)
        late.source.edit_chosen.connect(edit.go_to_edit)
        late.source.defect_chosen.connect(edit.go_to_defect)
        late.source.copy_wanted.connect(edit.copy)
        act["show_edits"].toggled.connect(late.tracing.set_marked)
        act["next_edit"].triggered.connect(lambda: edit.step(1))
        act["previous_edit"].triggered.connect(lambda: edit.step(-1))
        act["provenance"].triggered.connect(edit.show_panel)

    def _connect_desk(self, late: LateParts, desk: NotesDesk) -> None:
        session, act = self.session, late.actions
        session.notes.changed.connect(desk.show_notes)
        session.notes.trash_changed.connect(desk.show_trash)
        session.script_changed.connect(desk.show_script)
        session.look_changed.connect(desk.show_look)
        session.opened.connect(late.pages.close)
        desk.work.problem.connect(session.problem)
        late.bar.query_edited.connect(late.pages.close)
        late.notes.overview_wanted.connect(desk.show)
        late.notes.history_wanted.connect(desk.show_history)
        late.review_bar.agreed.connect(lambda: desk.show("review"))
        late.review_bar.declined.connect(desk.leave_review)
        late.attach_bar.agreed.connect(desk.attach_here)
        late.attach_bar.declined.connect(desk.stop_attaching)
        act["all_notes"].triggered.connect(desk.toggle)
        for name in ("left_panel", "right_panel", "contents", "notes", "find", "compare"):
            act[name].triggered.connect(late.pages.close)

    def _connect_search(self, late: LateParts, seek: SearchWiring) -> None:
        session, box, head, act = self.session, late.bar.search, late.results.head, late.actions
        session.suggesting.suggested.connect(box.suggest)
        session.search.wrapped.connect(seek.say_wrapped)
        session.find.wrapped.connect(seek.say_wrapped)
        session.search.query_changed.connect(seek.show_star)
        session.search.query_changed.connect(head.show_asked)
        session.look_changed.connect(seek.show_star)
        session.notes.saved.connect(seek.notes_changed)
        session.notes.deleted.connect(seek.notes_changed)
        session.notes.changed.connect(seek.show_note)
        box.edited.connect(seek.suggest)
        box.entered.connect(seek.entered)
        box.past_wanted.connect(seek.suggest_past)
        box.suggestion_taken.connect(seek.taken)
        box.star.triggered.connect(seek.toggle_star)
        box.sign.triggered.connect(seek.show_menu)
        late.results.note_chosen.connect(seek.open_note)
        head.sort_chosen.connect(session.search.set_sort)
        head.facet_chosen.connect(session.search.choose_facet)
        head.facets_toggled.connect(seek.remember_facets)
        head.remedy_chosen.connect(seek.apply)
        head.export_wanted.connect(seek.export)
        act["searches"].triggered.connect(seek.show_menu)
        act["facets"].triggered.connect(seek.go_to_facets)

    def _connect_registers(self, late: LateParts, desk: RegistersDesk) -> None:
        self.session.opened.connect(desk.unmark)
        self.session.script_changed.connect(desk.show_script)
        self.session.look_changed.connect(desk.show_look)
        late.pages.changed.connect(desk.show_pages)
        late.actions["registers"].triggered.connect(desk.toggle)

    def _connect_link(self, late: LateParts, link: LinkWiring) -> None:
        session, act = self.session, late.actions
        session.opened.connect(link.show_document)
        session.panes_changed.connect(link.show_panes)
        self.parts.compare.place_changed.connect(link.moved)
        link.linking.ready.connect(link.answered)
        link.linking.problem.connect(session.problem)
        act["link"].toggled.connect(link.set_linked)
        act["align_here"].triggered.connect(link.align_here)

    def _connect_compare(self, late: LateParts, compare: CompareWiring) -> None:
        session, act = self.session, late.actions
        session.opened.connect(compare.show_pairs)
        session.panes_changed.connect(compare.show_pairs)
        session.place_changed.connect(compare.show_place)
        session.script_changed.connect(compare.refresh)
        session.look_changed.connect(compare.show_look)
        self.linked.linking.ready.connect(compare.show_pairs)
        self.parts.right.tab_changed.connect(compare.show_tab)
        self.parts.right.shown.connect(compare.show_tab)
        late.differences.chosen.connect(compare.go_to_pair)
        late.related.chosen.connect(compare.open_related)
        act["differences"].triggered.connect(compare.toggle_differences)
        act["related"].triggered.connect(compare.show_related)
        act["export_comparison_docx"].triggered.connect(lambda: compare.export("docx"))
        act["export_comparison_html"].triggered.connect(lambda: compare.export("html"))

    def _connect_paper(self, paper: PaperWiring) -> None:
        act = self.late.actions
        act["print"].triggered.connect(paper.print)
        act["export_pdf"].triggered.connect(paper.export_pdf)
        act["copy_reference"].triggered.connect(paper.copy_reference)
        act["copy_link"].triggered.connect(paper.copy_link)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.wiring.show_title()

    # -- remembering

    def _restore(self) -> None:
        chosen = self.session.settings
        self.resize(1280, 800)
        if chosen.geometry:
            self.restoreGeometry(QByteArray(b64decode(chosen.geometry)))
        if chosen.window_state:
            self.parts.split.restoreState(QByteArray(b64decode(chosen.window_state)))
        self.parts.left.setVisible(chosen.panels.get("left", True))
        self.parts.right.setVisible(chosen.panels.get("right", True))

    def _restore_panels(self) -> None:
        for dock in (self.parts.left, self.parts.right):
            for name in dock.names:
                if self.session.settings.panels.get(name, False):
                    dock.show_tab(name, reveal=False)

    def remembered(self) -> Settings:
        """The settings with everything of this window in them."""
        panels = dict(self.session.settings.panels)
        made_room = self.parts.late is not None and self.panels.made_room
        panels |= {"left": not self.parts.left.isHidden(), "right": made_room or not self.parts.right.isHidden()}
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
            self.desk.close()
            self.registers.close()
            self.seeking.close()
            self.linked.close()
            self.comparing.close()
        self._completing.stop()
        self._save(self.remembered())
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()


def _text(value: QByteArray) -> str:
    return b64encode(value.data()).decode("ascii")
