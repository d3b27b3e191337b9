"""All desks of the window as one value: made once the parts are there, closed in one place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QMainWindow

from reader.library.packing import PackDesk
from reader.ui.desks.aloud_desk import AloudDesk
from reader.ui.desks.ambiguity_desk import AmbiguityDesk
from reader.ui.desks.amending_desk import AmendingDesk
from reader.ui.desks.annotation_desk import AnnotationDesk
from reader.ui.desks.benchmark_desk import BenchmarkDesk
from reader.ui.desks.compare_desk import CompareDesk
from reader.ui.desks.copy_desk import CopyDesk
from reader.ui.desks.course_desk import CourseDesk
from reader.ui.desks.documents_desk import DocumentsDesk
from reader.ui.desks.edits_desk import EditsDesk
from reader.ui.desks.first_desk import FirstDesk
from reader.ui.desks.folding_desk import FoldingDesk
from reader.ui.desks.keyboard_desk import KeyboardDesk
from reader.ui.desks.lineage_desk import LineageDesk
from reader.ui.desks.linking_desk import LinkingDesk
from reader.ui.desks.links_desk import LinksDesk
from reader.ui.desks.navigation_desk import NavigationDesk
from reader.ui.desks.notes_desk import NotesDesk
from reader.ui.desks.originals_desk import OriginalsDesk
from reader.ui.desks.packs_desk import PacksDesk
from reader.ui.desks.panels_desk import PanelsDesk
from reader.ui.desks.paper_desk import PaperDesk
from reader.ui.desks.quiet_links_desk import QuietLinksDesk
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.desks.reading_mode_desk import ReadingModeDesk
from reader.ui.desks.references_desk import ReferencesDesk
from reader.ui.desks.registers_desk import RegistersDesk
from reader.ui.desks.search_desk import SearchDesk
from reader.ui.desks.shared_desk import SharedDesk
from reader.ui.desks.shelves_desk import ShelvesDesk
from reader.ui.desks.telling_desk import TellingDesk
from reader.ui.desks.validity_desk import ValidityDesk
from reader.ui.frame.admin_lock import AdminLocks
from reader.ui.frame.corpus_seal import CorpusSeal
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.panes import STACKED
from reader.ui.session.session import Session


@runtime_checkable
class _Closable(Protocol):
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desks:
    """Who answers what. In the order in which they are closed: a desk comes before those it asks."""

    aloud: AloudDesk
    documents: DocumentsDesk
    shelves: ShelvesDesk
    originals: OriginalsDesk
    validity: ValidityDesk
    amending: AmendingDesk
    packs: PacksDesk
    notes: NotesDesk
    folding: FoldingDesk
    mode: ReadingModeDesk
    seal: CorpusSeal
    registers: RegistersDesk
    quiet_links: QuietLinksDesk
    references: ReferencesDesk
    navigation: NavigationDesk
    search: SearchDesk
    comparing: CompareDesk
    benchmark: BenchmarkDesk
    lineage: LineageDesk
    linking: LinkingDesk
    shared: SharedDesk
    annotation: AnnotationDesk
    course: CourseDesk
    panels: PanelsDesk
    keyboard: KeyboardDesk
    edits: EditsDesk
    paper: PaperDesk
    copying: CopyDesk
    ambiguity: AmbiguityDesk
    locks: AdminLocks
    telling: TellingDesk
    first: FirstDesk
    links: LinksDesk

    def close(self) -> None:
        """Stops the workers of every desk that has some."""
        for part in fields(self):
            desk = getattr(self, part.name)
            if isinstance(desk, _Closable):
                desk.close()


def make_desks(
    parts: Parts, late: LateParts, session: Session, window: QMainWindow, reading: ReadingDesk, packs: PackDesk
) -> Desks:
    """Every desk, given what it asks."""
    linking = LinkingDesk(parts, late, session)
    paper = PaperDesk(parts, late, session, window, reading, linking)
    course = CourseDesk(parts, late, session, window)
    annotation = AnnotationDesk(parts, late, session, reading, paper, course)
    panels = PanelsDesk(parts, late, session, reading)
    keyboard = KeyboardDesk(parts, late, session, window)
    search = SearchDesk(parts, late, session, window, reading, annotation, panels, keyboard)
    shelves = ShelvesDesk(parts, late, session, window)
    folding = FoldingDesk(parts, session)
    mode = ReadingModeDesk(parts, late, session, window, folding)
    registers = RegistersDesk(parts, late, session, window)
    aloud = AloudDesk(parts, late, session)
    late.actions["stacked"].setChecked(session.settings.panels.get(STACKED, False))
    return Desks(
        aloud=aloud,
        folding=folding,
        mode=mode,
        documents=DocumentsDesk(parts, late, session, window, keyboard, shelves),
        shelves=shelves,
        originals=OriginalsDesk(parts, late, session, window),
        validity=ValidityDesk(late, session, window, reading),
        amending=AmendingDesk(late, session, window),
        packs=PacksDesk(late, session, window, packs),
        notes=NotesDesk(parts, late, session, window, annotation),
        seal=CorpusSeal(session, late.foot, window),
        registers=registers,
        links=LinksDesk(late, session, registers, keyboard),
        first=FirstDesk(late, session, window, registers),
        quiet_links=QuietLinksDesk(parts, late, session),
        references=ReferencesDesk(parts, late, session),
        navigation=NavigationDesk(parts, late, session, window, search, keyboard, mode, aloud),
        search=search,
        comparing=CompareDesk(parts, late, session, linking),
        benchmark=BenchmarkDesk(late, session, linking, window),
        lineage=LineageDesk(late, session, window),
        course=course,
        linking=linking,
        shared=SharedDesk(parts, late, session),
        annotation=annotation,
        panels=panels,
        keyboard=keyboard,
        edits=EditsDesk(parts, late, session),
        paper=paper,
        copying=CopyDesk(parts, late, session, window, reading),
        ambiguity=AmbiguityDesk(parts, late, session),
        locks=AdminLocks(late, session, window),
        telling=TellingDesk(parts, late, session, window),
    )
