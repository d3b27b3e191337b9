"""Every connection of the window's parts, on one page: which signal is answered by whom. Nothing is decided here.

What must be connected before the first paint stands in `MainWindow` itself; all of this follows a moment later.
"""

from __future__ import annotations

from reader.core.note import COLOURS
from reader.ui.aid_connections import connect_aids
from reader.ui.connected import Connected, join
from reader.ui.look.theme import TypeSettings

# What these do is seen in the text or beside it: a page over it goes.
SEEN_IN_TEXT = (
    "left_panel", "right_panel", "contents", "notes", "provenance", "differences", "related", "find", "compare",
    "go_to_clause", "previous_clause", "next_clause", "previous_tab", "next_tab", "stacked", "close_pane", "swap",
    "align_here", "link", "shared", "previous_shared", "next_shared", "previous_reference", "next_reference",
    "follow_reference", "show_edits", "auto_scroll", "reading_ruler", "compare_original",
)  # fmt: skip
PAGE_BUTTONS = 48  # pixels at the lower edge of a page where its buttons stand


def connect_all(of: Connected) -> None:
    """All of them. The order is kept: some desks count on being told after others."""
    for connect in (
        _connect_reading, _connect_hits, _connect_actions, _connect_edits, _connect_paper, _connect_ambiguity,
        _connect_notes, _connect_registers, _connect_quiet_links, _connect_search, _connect_linking,
        _connect_comparing, _connect_shared, _connect_packs, _connect_shelves,
        _connect_originals, connect_aids,
    ):  # fmt: skip
        connect(of)


def _connect_reading(of: Connected) -> None:
    """Reading and notes: what every session needs."""
    session, parts, late = of.session, of.parts, of.late
    show, go, note = of.desks.panels, of.desks.navigation, of.desks.annotation
    join((session.opened, show.show_document), (session.panes_changed, show.show_panes))
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
    late.start.read_on.connect(go.read_on)
    late.start.added.connect(go.open_document)
    late.start.keys.connect(go.show_help)
    late.library.open_requested.connect(go.open_document)
    late.library.beside_requested.connect(go.open_beside)
    late.library.citation_requested.connect(note.copy_citation_of)
    late.outline.go_requested.connect(go.go_and_read)
    late.notes.note_chosen.connect(note.go_to_note)
    late.notes.note_changed.connect(session.notes.update)
    late.notes.delete_requested.connect(session.notes.delete)
    late.notes.all_wanted.connect(session.notes.load_all)
    late.selection_bar.colour_picked.connect(note.highlight)
    parts.left.shown.connect(show.show_sides)
    parts.right.shown.connect(show.show_sides)
    late.bar.script_picked.connect(of.reading.pick_script)
    join((late.tabs.currentChanged, session.show_tab), (late.tabs.close_wanted, session.close_tab))
    late.saver.timeout.connect(lambda: session.save_later(of.remembered(), of.save))
    parts.left.tab_changed.connect(show.refresh_stale)
    parts.right.tab_changed.connect(show.refresh_stale)
    parts.compare.document_wanted.connect(go.change_column)
    parts.compare.dropped.connect(go.drop)
    parts.compare.close_wanted.connect(go.read_what_stays)
    parts.compare.selection_changed.connect(note.selection_changed)
    parts.compare.note_activated.connect(note.open_note)
    parts.compare.menu_requested.connect(note.show_menu)
    parts.compare.zoom_requested.connect(of.reading.zoom)
    late.settled.timeout.connect(note.offer_selection_bar)


def _connect_hits(of: Connected) -> None:
    """The walk through hits, and the find bar."""
    session, late, search = of.session, of.late, of.desks.search
    join(
        (late.bar.query_edited, search.ask), (late.bar.query_entered, search.enter),
        (late.bar.left_downwards, search.into_results), (session.search.go_to, search.arrive),
        (late.bar.search.left, search.leave_box), (session.place_changed, search.read_on_instead),
        (late.foot.step, search.step), (late.foot.results_wanted, search.into_results),
        (late.foot.asked, lambda name: late.actions[name].trigger()), (late.find_bar.edited, search.find_words),
        (late.find_bar.step, search.find_step), (late.find_bar.closed, search.close_find),
        (late.results.hit_chosen, search.choose_hit), (late.results.hit_chosen_aside, search.choose_hit_aside),
        (session.search.query_changed, late.start.searching.show_query),
        (session.search.answered, late.start.searching.show_answer),
        (late.start.searching.edited, session.search.ask), (late.start.searching.entered, search.enter_here),
        (late.start.searching.hit_chosen, search.choose_hit),
    )  # fmt: skip


def _connect_actions(of: Connected) -> None:
    """Menus and keys."""
    session, parts, late, act = of.session, of.parts, of.late, of.late.actions
    go, search, keyboard, note = of.desks.navigation, of.desks.search, of.desks.keyboard, of.desks.annotation
    mode = of.desks.mode
    for name, answer in (
        ("search", keyboard.show_bar), ("search", late.bar.focus_search), ("next_hit", lambda: search.step(1)),
        ("previous_hit", lambda: search.step(-1)), ("next_hit_document", lambda: session.search.step_document(1)),
        ("find", search.open_find), ("go_to_clause", go.ask_clause), ("forward", session.forward),
        ("next_clause", lambda: go.step_clause(1)), ("previous_clause", lambda: go.step_clause(-1)),
        ("next_tab", lambda: go.step_tab(1)), ("previous_tab", lambda: go.step_tab(-1)),
        ("close_tab", go.close_tab), *of.desks.copying.answers.items(), ("copy_citation", note.copy_citation),
        ("toggle_script", session.toggle_script),
        ("larger", lambda: of.reading.zoom(1)), ("smaller", lambda: of.reading.zoom(-1)),
        ("normal_size", lambda: session.set_look(font_size=TypeSettings().size)), ("full_screen", mode.set_on),
        ("reopen_tab", go.reopen_tab), ("faster", lambda: mode.change_speed(1)),
        ("slower", lambda: mode.change_speed(-1)),
        ("compare", go.toggle_compare), ("compare_source", go.compare_source),
        ("swap", lambda: session.swap(session.active)), ("add_pane", go.add_pane),
        ("compare_script", go.compare_script), ("close_pane", lambda: session.close_pane(session.active)),
        ("close_pane", go.read_what_stays), ("highlight", lambda: note.highlight("")), ("underline", note.underline),
        ("note", note.write_note), ("bookmark", note.bookmark), ("left_panel", parts.left.set_shown),
        ("right_panel", parts.right.set_shown), ("contents", lambda: parts.left.show_tab("outline").setFocus()),
        ("notes", lambda: parts.right.show_tab("notes").setFocus()), ("next_panel", lambda: keyboard.cycle(1)),
        ("previous_panel", lambda: keyboard.cycle(-1)), ("help", go.show_help),
        ("step_back", lambda: None if note.give_up() else go.step_back()),
        ("quit", of.window.close),
    ):  # fmt: skip
        act[name].triggered.connect(answer)
    for name, switch in (
        ("auto_scroll", mode.set_scrolling), ("reading_ruler", mode.set_ruler), ("stacked", go.stack),
    ):  # fmt: skip
        act[name].toggled.connect(switch)
    act["stacked"].toggled.connect(of.desks.linking.show_gaps)
    for changed in (session.panes_changed, session.look_changed):
        changed.connect(mode.show_ruler)
    session.panes_changed.connect(of.desks.folding.make_room)
    for changed in (session.look_changed, act["stacked"].toggled):
        changed.connect(of.desks.folding.fold)
    for number, colour in enumerate(COLOURS, 1):
        act[f"colour_{number}"].triggered.connect(lambda _on=False, name=colour: note.highlight(name))


def _connect_edits(of: Connected) -> None:
    """出处: edits and their source."""
    edit = of.desks.edits
    session, compare, act = of.session, of.parts.compare, of.late.actions
    join(
        (session.opened, edit.show_document), (session.panes_changed, edit.mark_all),
        (session.look_changed, edit.mark_all), (of.texts.changed, edit.mark_all),
        (of.late.tracing.changed, edit.mark_all), (compare.place_changed, edit.clean_moved),
        (compare.source_moved, edit.source_moved), (compare.edit_activated, edit.activated),
        (of.late.source.edit_chosen, edit.go_to_edit), (of.late.source.defect_chosen, edit.go_to_defect),
        (of.late.source.copy_wanted, edit.copy), (act["show_edits"].toggled, of.late.tracing.set_marked),
    )  # fmt: skip
    act["next_edit"].triggered.connect(lambda: edit.step(1))
    act["previous_edit"].triggered.connect(lambda: edit.step(-1))
    act["provenance"].triggered.connect(edit.show_panel)


def _connect_notes(of: Connected) -> None:
    """批注总览: all notes, trash, review."""
    desk, session, act = of.desks.notes, of.session, of.late.actions
    session.notes.changed.connect(desk.show_notes)
    session.notes.trash_changed.connect(desk.show_trash)
    session.script_changed.connect(desk.show_script)
    session.look_changed.connect(desk.show_look)
    session.opened.connect(of.late.pages.close)
    desk.work.problem.connect(session.problem)
    of.late.bar.query_edited.connect(of.late.pages.close)
    of.late.pages.changed.connect(lambda: of.late.message.lift(PAGE_BUTTONS if of.late.pages.page is not None else 0))
    of.late.notes.overview_wanted.connect(desk.show)
    of.late.notes.history_wanted.connect(desk.show_history)
    of.late.review_bar.agreed.connect(lambda: desk.show("review"))
    of.late.review_bar.declined.connect(desk.leave_review)
    of.late.attach_bar.agreed.connect(desk.attach_here)
    of.late.attach_bar.declined.connect(desk.stop_attaching)
    act["all_notes"].triggered.connect(desk.toggle)
    act["author"].triggered.connect(desk.choosing.ask_name)
    for name in SEEN_IN_TEXT:
        act[name].triggered.connect(of.late.pages.close)


def _connect_search(of: Connected) -> None:
    """The search box, its suggestions and the list of results."""
    seek = of.desks.search
    session, box, head, act = of.session, of.late.bar.search, of.late.results.head, of.late.actions
    join(
        (session.suggesting.suggested, box.suggest), (session.search.wrapped, seek.say_wrapped),
        (session.find.wrapped, seek.say_wrapped), (session.search.query_changed, seek.show_star),
        (session.search.query_changed, head.show_asked), (session.look_changed, seek.show_star),
        (session.notes.saved, seek.notes_changed), (session.notes.deleted, seek.notes_changed),
        (session.notes.changed, seek.show_note), (box.edited, seek.suggest), (box.entered, seek.entered),
        (box.entered_aside, seek.enter_aside), (box.past_wanted, seek.suggest_past), (box.suggestion_taken, seek.taken),
        (box.star.triggered, seek.toggle_star), (box.sign.triggered, seek.show_menu),
        (of.late.results.note_chosen, seek.open_note), (head.sort_chosen, session.search.set_sort),
        (head.facet_chosen, session.search.choose_facet), (head.facets_toggled, seek.remember_facets),
        (head.remedy_chosen, seek.apply), (head.export_wanted, seek.export),
        (act["searches"].triggered, seek.show_menu), (act["facets"].triggered, seek.go_to_facets),
    )  # fmt: skip


def _connect_registers(of: Connected) -> None:
    """台账."""
    desk = of.desks.registers
    of.desks.notes.choosing.rows_changed.connect(desk.keeping.stale)
    of.session.opened.connect(desk.unmark)
    of.session.script_changed.connect(desk.show_script)
    of.session.look_changed.connect(desk.show_look)
    of.late.pages.changed.connect(desk.show_pages)
    join((of.session.notes.changed, desk.show_steps), (of.session.history_changed, desk.show_steps))
    for name, act in (("registers", desk.toggle), ("undo", desk.undo), ("redo", desk.redo), ("back", desk.back)):
        of.late.actions[name].triggered.connect(act)
    of.late.actions["back_to_row"].triggered.connect(desk.back)
    join((of.late.start.unit, desk.open_mine), (of.late.start.dates, desk.open_dates))
    desk.start()


def _connect_quiet_links(of: Connected) -> None:
    """Names of units and systems in the text, and its references to itself."""
    links, references, act = of.desks.quiet_links, of.desks.references, of.late.actions
    references.show()
    for desk in (links, references):
        of.session.opened.connect(desk.show_document)
        for changed in (of.session.panes_changed, of.session.script_changed, of.texts.changed):
            changed.connect(desk.show)
    for step in ("next_reference", "previous_reference", "follow_reference"):
        act[step].triggered.connect(getattr(references, step))
    of.parts.compare.named_activated.connect(of.desks.registers.list_named)
    of.late.actions["quiet_links"].toggled.connect(links.toggle)
    links.start()


def _connect_linking(of: Connected) -> None:
    """Columns that scroll together."""
    link = of.desks.linking
    session, act = of.session, of.late.actions
    join(
        (session.opened, link.show_document), (session.panes_changed, link.show_panes),
        (session.active_changed, link.show_active), (of.texts.changed, link.retranslate),
        (of.parts.compare.place_changed, link.moved), (of.parts.compare.scrolled, link.scrolled),
        (link.linking.ready, link.answered), (link.linking.problem, session.problem),
        (act["link"].toggled, link.set_linked), (act["align_here"].triggered, link.align_here),
    )  # fmt: skip


def _connect_comparing(of: Connected) -> None:
    """Differences and related clauses."""
    compare = of.desks.comparing
    session, act = of.session, of.late.actions
    act["benchmark"].triggered.connect(of.desks.benchmark.show)
    join(*((each, compare.show_pairs) for each in (session.opened, session.panes_changed, session.active_changed)))
    session.place_changed.connect(compare.show_place)
    of.parts.compare.selection_changed.connect(compare.caret_moved)
    of.parts.compare.place_activated.connect(compare.jump)
    session.script_changed.connect(compare.refresh)
    session.look_changed.connect(compare.show_look)
    of.desks.linking.linking.ready.connect(compare.show_pairs)
    of.parts.right.tab_changed.connect(compare.show_tab)
    of.parts.right.shown.connect(compare.show_tab)
    of.late.differences.chosen.connect(compare.go_to_pair)
    of.late.related.chosen.connect(compare.open_related)
    act["differences"].triggered.connect(compare.toggle_differences)
    act["related"].triggered.connect(compare.show_related)
    act["clause_course"].triggered.connect(of.desks.course.show)
    act["lineage"].triggered.connect(of.desks.lineage.show)
    act["revision_table"].triggered.connect(compare.show_revision)
    for form in ("docx", "html", "xlsx"):
        act[f"export_comparison_{form}"].triggered.connect(lambda _on=False, form=form: compare.export(form))


def _connect_shared(of: Connected) -> None:
    """Wording that documents side by side share."""
    shared = of.desks.shared
    session = of.session
    session.opened.connect(shared.show)
    session.panes_changed.connect(shared.show)
    session.script_changed.connect(shared.show)
    of.late.actions["shared"].toggled.connect(shared.toggle)
    of.late.actions["next_shared"].triggered.connect(lambda: shared.step(1))
    of.late.actions["previous_shared"].triggered.connect(lambda: shared.step(-1))


def _connect_packs(of: Connected) -> None:
    """Corpus packs, 关于, and what the administrator closed."""
    packs, locks = of.desks.packs, of.desks.locks
    act = of.late.actions
    act["shelves"].triggered.connect(packs.show_shelves)
    of.late.library.shelves_requested.connect(packs.show_shelves)
    act["install_pack"].triggered.connect(packs.ask_pack)
    act["previous_corpus"].triggered.connect(lambda _on: packs.ask_back())
    act["about"].triggered.connect(packs.show_about)
    packs.reopen_wanted.connect(of.reopen_wanted)
    of.late.pages.changed.connect(locks.look_at_page)
    of.texts.changed.connect(locks.renew)


def _connect_shelves(of: Connected) -> None:
    """Documents of one's own: files that come in, folders, out and back; and all documents as a table."""
    own, table, library, session = of.desks.shelves, of.desks.documents, of.late.library, of.session
    join(
        (session.library_changed, of.desks.panels.show_library), (session.opened, of.desks.panels.show_recent),
        (session.script_changed, own.show_script), (session.look_changed, own.show_look),
        (session.library_changed, own.show_library), (own.pack_arrived, of.desks.packs.inspect),
        (own.export_arrived, of.desks.notes.files.look_into),
        (own.drops.dropped, own.add), (of.late.start.add, own.ask_files),
        (own.adding.begun, own.show_begun), (own.adding.told, own.show_told),
        (own.adding.moved, own.show_moved), (own.adding.ended, own.show_ended), (own.adding.asked, own.show_asked),
        (of.late.pages.changed, own.remind),
        (library.add_requested, own.ask_files), (library.add_folder_requested, own.ask_folder),
        (library.away_requested, own.show_away), (library.facts_requested, own.show_facts),
        (library.remove_requested, own.remove), (library.folder_renamed, own.rename_folder),
        (library.collect_requested, own.collect), (library.uncollect_requested, own.uncollect),
        (library.tags_changed, own.set_tags), (of.late.source.facts_wanted, own.show_facts),
        (library.tree_toggled, of.desks.panels.remember_tree), (library.table_requested, table.show),
        (session.library_changed, table.take_library), (session.notes.changed, table.show_library),
        (session.script_changed, table.show_script), (session.look_changed, table.show_look),
    )  # fmt: skip
    for name, act in (
        ("add_files", own.ask_files), ("add_folder", own.ask_folder), ("paste_files", own.paste),
        ("own_documents", own.toggle), ("documents", table.toggle),
    ):  # fmt: skip
        of.late.actions[name].triggered.connect(act)


def _connect_originals(of: Connected) -> None:
    """The pages of original files, and whether what is in front still holds."""
    pages, compare, source, session = of.desks.originals, of.parts.compare, of.late.source, of.session
    validity = of.desks.validity
    join(
        (session.opened, pages.show_document), (session.look_changed, pages.show_look),
        (session.place_changed, pages.place_changed), (compare.place_changed, pages.clean_moved),
        (compare.pages_moved, pages.pages_moved), (compare.page_clicked, pages.page_clicked),
        (compare.clause_clicked, pages.clause_clicked), (compare.selection_changed, pages.selected),
        (compare.page_problem, session.problem), (of.late.actions["compare_original"].triggered, pages.compare),
        (source.open_original_wanted, pages.open_original), (source.save_original_wanted, pages.save_original),
        (source.pages_wanted, pages.compare), (source.version_wanted, pages.open_version),
        (session.active_changed, pages.show_active), (session.opened, pages.show_active),
        (session.library_changed, pages.show_anew), (source.validity_wanted, validity.find),
        (session.library_changed, validity.start), (session.panes_changed, source.ask_again),
        (source.family_decided, validity.decide),
        (session.notes.saved, validity.warn), (of.late.actions["copy_citation"].triggered, validity.warn),
        (of.late.actions["copy_reference"].triggered, validity.warn),
        (source.validity_wanted, of.desks.amending.find), (source.amending_wanted, of.desks.amending.carry_out),
        (source.course_wanted, of.desks.course.show), (source.lineage_wanted, of.desks.lineage.show),
    )  # fmt: skip
    pages.show_all()
    validity.start()


def _connect_paper(of: Connected) -> None:
    """Print, PDF and references."""
    for name in ("print", "export_pdf", "copy_reference", "copy_link"):
        of.late.actions[name].triggered.connect(getattr(of.desks.paper, name))
    of.late.actions["print_notes"].toggled.connect(of.desks.paper.remember_notes)


def _connect_ambiguity(of: Connected) -> None:
    """Characters whose conversion is a choice."""
    ambiguity, session = of.desks.ambiguity, of.session
    of.late.actions["mark_ambiguous"].toggled.connect(ambiguity.mark_all)
    session.opened.connect(ambiguity.show_document)
    for changed in (session.panes_changed, session.script_changed, of.texts.changed):
        changed.connect(ambiguity.mark_all)
