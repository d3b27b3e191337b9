"""Every connection of the window's parts, on one page: which signal is answered by whom. Nothing is decided here.

What must be connected before the first paint stands in `MainWindow` itself; all of this follows a moment later.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.core.note import COLOURS
from reader.ui.kit.naming import name_inner_controls
from reader.ui.look.theme import TypeSettings

PAGE_BUTTONS = 48  # pixels at the lower edge of a page where its buttons stand

if TYPE_CHECKING:
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
    from reader.ui.frame.window_parts import LateParts
    from reader.ui.main_window import MainWindow


def connect_late(window: MainWindow, late: LateParts, show: PanelWiring, go: Moving, note: NoteWiring) -> None:
    """Reading, moving, notes: what every session needs."""
    session, parts = window.session, window.parts
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
    late.library.beside_requested.connect(go.open_beside)
    late.library.citation_requested.connect(note.copy_citation_of)
    late.outline.go_requested.connect(go.go_and_read)
    late.results.hit_chosen.connect(go.choose_hit)
    late.results.hit_chosen_aside.connect(go.choose_hit_aside)
    late.notes.note_chosen.connect(note.go_to_note)
    late.notes.note_changed.connect(session.notes.update)
    late.notes.delete_requested.connect(session.notes.delete)
    late.notes.all_wanted.connect(session.notes.load_all)
    late.selection_bar.colour_picked.connect(note.highlight)
    parts.left.shown.connect(show.show_sides)
    parts.right.shown.connect(show.show_sides)
    late.bar.script_picked.connect(window.wiring.pick_script)
    late.tabs.currentChanged.connect(session.show_tab)
    late.tabs.close_wanted.connect(session.close_tab)
    late.saver.timeout.connect(lambda: session.save_later(window.remembered(), window.save))
    parts.left.tab_changed.connect(show.refresh_stale)
    parts.right.tab_changed.connect(show.refresh_stale)
    parts.compare.document_wanted.connect(go.change_column)
    parts.compare.dropped.connect(go.drop)
    parts.compare.close_wanted.connect(go.read_what_stays)
    parts.compare.selection_changed.connect(note.selection_changed)
    parts.compare.note_activated.connect(note.open_note)
    parts.compare.menu_requested.connect(note.show_menu)
    parts.compare.zoom_requested.connect(window.wiring.zoom)
    late.settled.timeout.connect(note.offer_selection_bar)


def connect_actions(window: MainWindow, go: Moving, note: NoteWiring) -> None:
    """Menus and keys."""
    session, parts = window.session, window.parts
    late, act = window.late, window.late.actions
    act["search"].triggered.connect(go.show_bar)
    act["search"].triggered.connect(late.bar.focus_search)
    act["next_hit"].triggered.connect(lambda: go.step(1))
    act["previous_hit"].triggered.connect(lambda: go.step(-1))
    act["next_hit_document"].triggered.connect(lambda: session.search.step_document(1))
    act["find"].triggered.connect(go.open_find)
    act["go_to_clause"].triggered.connect(go.ask_clause)
    act["forward"].triggered.connect(session.forward)
    act["next_clause"].triggered.connect(lambda: go.step_clause(1))
    act["previous_clause"].triggered.connect(lambda: go.step_clause(-1))
    act["next_tab"].triggered.connect(lambda: go.step_tab(1))
    act["previous_tab"].triggered.connect(lambda: go.step_tab(-1))
    act["close_tab"].triggered.connect(lambda: session.close_tab(session.tabs.current))
    act["copy"].triggered.connect(note.copy)
    act["copy_citation"].triggered.connect(note.copy_citation)
    act["toggle_script"].triggered.connect(session.toggle_script)
    act["larger"].triggered.connect(lambda: window.wiring.zoom(1))
    act["smaller"].triggered.connect(lambda: window.wiring.zoom(-1))
    act["normal_size"].triggered.connect(lambda: session.set_look(font_size=TypeSettings().size))
    act["full_screen"].triggered.connect(go.full_screen)
    act["compare"].triggered.connect(go.toggle_compare)
    act["compare_source"].triggered.connect(go.compare_source)
    act["swap"].triggered.connect(lambda: session.swap(session.active))
    act["add_pane"].triggered.connect(go.add_pane)
    act["compare_script"].triggered.connect(go.compare_script)
    act["close_pane"].triggered.connect(lambda: session.close_pane(session.active))
    act["close_pane"].triggered.connect(go.read_what_stays)
    act["highlight"].triggered.connect(lambda: note.highlight(""))
    act["underline"].triggered.connect(note.underline)
    act["note"].triggered.connect(note.write_note)
    act["bookmark"].triggered.connect(note.bookmark)
    act["left_panel"].triggered.connect(parts.left.set_shown)
    act["right_panel"].triggered.connect(parts.right.set_shown)
    act["contents"].triggered.connect(lambda: parts.left.show_tab("outline").setFocus())
    act["notes"].triggered.connect(lambda: parts.right.show_tab("notes").setFocus())
    act["next_panel"].triggered.connect(lambda: go.cycle(1))
    act["previous_panel"].triggered.connect(lambda: go.cycle(-1))
    act["step_back"].triggered.connect(go.step_back)
    act["help"].triggered.connect(go.show_help)
    act["quit"].triggered.connect(window.close)
    for number, colour in enumerate(COLOURS, 1):
        act[f"colour_{number}"].triggered.connect(lambda _on=False, name=colour: note.highlight(name))


def connect_edits(window: MainWindow, late: LateParts, edit: EditWiring) -> None:
    """出处: edits and their source."""
    session, compare, act = window.session, window.parts.compare, late.actions
    session.opened.connect(edit.show_document)
    session.panes_changed.connect(edit.mark_all)
    session.look_changed.connect(edit.mark_all)
    window.texts.changed.connect(edit.mark_all)
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


def connect_desk(window: MainWindow, late: LateParts, desk: NotesDesk) -> None:
    """批注总览: all notes, trash, review."""
    session, act = window.session, late.actions
    session.notes.changed.connect(desk.show_notes)
    session.notes.trash_changed.connect(desk.show_trash)
    session.script_changed.connect(desk.show_script)
    session.look_changed.connect(desk.show_look)
    session.opened.connect(late.pages.close)
    desk.work.problem.connect(session.problem)
    late.bar.query_edited.connect(late.pages.close)
    late.pages.changed.connect(lambda: late.message.lift(PAGE_BUTTONS if late.pages.page is not None else 0))
    late.notes.overview_wanted.connect(desk.show)
    late.notes.history_wanted.connect(desk.show_history)
    late.review_bar.agreed.connect(lambda: desk.show("review"))
    late.review_bar.declined.connect(desk.leave_review)
    late.attach_bar.agreed.connect(desk.attach_here)
    late.attach_bar.declined.connect(desk.stop_attaching)
    act["all_notes"].triggered.connect(desk.toggle)
    for name in ("left_panel", "right_panel", "contents", "notes", "find", "compare"):
        act[name].triggered.connect(late.pages.close)


def connect_search(window: MainWindow, late: LateParts, seek: SearchWiring) -> None:
    """The search box, its suggestions and the list of results."""
    session, box, head, act = window.session, late.bar.search, late.results.head, late.actions
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


def connect_registers(window: MainWindow, late: LateParts, desk: RegistersDesk) -> None:
    """台账."""
    window.session.opened.connect(desk.unmark)
    window.session.script_changed.connect(desk.show_script)
    window.session.look_changed.connect(desk.show_look)
    late.pages.changed.connect(desk.show_pages)
    window.session.notes.changed.connect(desk.show_steps)
    window.session.history_changed.connect(desk.show_steps)
    for name, act in (("registers", desk.toggle), ("undo", desk.undo), ("redo", desk.redo), ("back", desk.back)):
        late.actions[name].triggered.connect(act)
    late.start.unit.connect(desk.open_mine)
    desk.start()


def connect_quiet_links(window: MainWindow, late: LateParts, links: QuietLinks) -> None:
    """Names of units and systems in the text."""
    window.session.opened.connect(links.show_document)
    window.session.panes_changed.connect(links.show)
    window.session.script_changed.connect(links.show)
    window.texts.changed.connect(links.show)
    window.parts.compare.named_activated.connect(window.registers.list_named)
    late.actions["quiet_links"].toggled.connect(links.toggle)
    links.start()


def connect_link(window: MainWindow, late: LateParts, link: LinkWiring) -> None:
    """Columns that scroll together."""
    session, act = window.session, late.actions
    session.opened.connect(link.show_document)
    session.panes_changed.connect(link.show_panes)
    session.active_changed.connect(link.show_active)
    window.texts.changed.connect(link.retranslate)
    window.parts.compare.place_changed.connect(link.moved)
    window.parts.compare.scrolled.connect(link.scrolled)
    link.linking.ready.connect(link.answered)
    link.linking.problem.connect(session.problem)
    act["link"].toggled.connect(link.set_linked)
    act["align_here"].triggered.connect(link.align_here)


def connect_compare(window: MainWindow, late: LateParts, compare: CompareWiring) -> None:
    """Differences and related clauses."""
    session, act = window.session, late.actions
    session.opened.connect(compare.show_pairs)
    session.panes_changed.connect(compare.show_pairs)
    session.active_changed.connect(compare.show_pairs)
    session.place_changed.connect(compare.show_place)
    window.parts.compare.place_activated.connect(compare.jump)
    session.script_changed.connect(compare.refresh)
    session.look_changed.connect(compare.show_look)
    window.linked.linking.ready.connect(compare.show_pairs)
    window.parts.right.tab_changed.connect(compare.show_tab)
    window.parts.right.shown.connect(compare.show_tab)
    late.differences.chosen.connect(compare.go_to_pair)
    late.related.chosen.connect(compare.open_related)
    act["differences"].triggered.connect(compare.toggle_differences)
    act["related"].triggered.connect(compare.show_related)
    act["export_comparison_docx"].triggered.connect(lambda: compare.export("docx"))
    act["export_comparison_html"].triggered.connect(lambda: compare.export("html"))


def connect_shared(window: MainWindow, late: LateParts, shared: SharedWiring) -> None:
    """Wording that documents side by side share."""
    session = window.session
    session.opened.connect(shared.show)
    session.panes_changed.connect(shared.show)
    session.script_changed.connect(shared.show)
    late.actions["shared"].toggled.connect(shared.toggle)
    late.actions["next_shared"].triggered.connect(lambda: shared.step(1))
    late.actions["previous_shared"].triggered.connect(lambda: shared.step(-1))


def connect_packs(window: MainWindow, late: LateParts, packs: PacksDesk, locks: AdminLocks) -> None:
    """Corpus packs, 关于, and what the administrator closed."""
    act = late.actions
    act["install_pack"].triggered.connect(packs.ask_pack)
    act["previous_corpus"].triggered.connect(packs.ask_back)
    act["about"].triggered.connect(packs.show_about)
    packs.reopen_wanted.connect(window.reopen_wanted)
    late.pages.changed.connect(locks.look_at_page)
    window.texts.changed.connect(locks.renew)


def connect_paper(window: MainWindow, paper: PaperWiring) -> None:
    """Print, PDF and references."""
    act = window.late.actions
    act["print"].triggered.connect(paper.print)
    act["export_pdf"].triggered.connect(paper.export_pdf)
    act["copy_reference"].triggered.connect(paper.copy_reference)
    act["copy_link"].triggered.connect(paper.copy_link)


def connect_ambiguity(window: MainWindow, late: LateParts, ambiguity: AmbiguityWiring) -> None:
    """Characters whose conversion is a choice."""
    session = window.session
    late.actions["mark_ambiguous"].toggled.connect(ambiguity.mark_all)
    session.opened.connect(ambiguity.show_document)
    session.panes_changed.connect(ambiguity.mark_all)
    session.script_changed.connect(ambiguity.mark_all)
    window.texts.changed.connect(ambiguity.mark_all)


def connect_names(window: MainWindow, late: LateParts) -> None:
    """What Qt's own inner controls are called: in every language, on every page when it opens."""
    name = partial(name_inner_controls, window, window.texts)
    window.texts.changed.connect(name)
    late.pages.changed.connect(name)
    window.session.panes_changed.connect(name)
    name()
