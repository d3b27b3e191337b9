"""Names of units and systems in the text as quiet links: a dotted line, a card, a click that leads to the registers.

Where they stand and what the cards say is found off the GUI thread, once for a document. Off until switched on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.register import Registers, System
from reader.core.span import Location, Span
from reader.registers.exporting import ROLES, TYPES
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.look.texts import Texts
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark

LAYER = "links"
SHORTEST = 3  # characters of a unit's name that is looked for outside the assignments


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a document that names something."""

    block: str
    span: Span
    kind: str  # unit or system
    name: str


def names_in(document: Document, made: Registers) -> tuple[Named, ...]:
    """Where units and systems are named in a document, none over another."""
    found: dict[str, list[Named]] = {}
    for each in (*_systems(document, made), *_assigned(document, made), *_elsewhere(document, made)):
        row = found.setdefault(each.block, [])
        if not any(each.span.overlaps(other.span) for other in row):
            row.append(each)
    return tuple(each for row in found.values() for each in sorted(row, key=lambda one: one.span.start))


def _systems(document: Document, made: Registers) -> Iterator[Named]:
    for system in made.systems:
        for place in system.mentions:
            if place.doc == document.id:
                yield Named(place.block, place.span, "system", system.name)


def _assigned(document: Document, made: Registers) -> Iterator[Named]:
    for task in made.tasks:
        if task.at.doc == document.id:
            for _role, unit in task.everyone():
                yield Named(task.at.block, unit.span, "unit", unit.name)


def _elsewhere(document: Document, made: Registers) -> Iterator[Named]:
    """Units that have tasks in this document, wherever else it names them in the same words."""
    names: dict[str, str] = {}
    for task in made.tasks:
        if task.at.doc == document.id:
            for _role, unit in task.everyone():
                if not unit.generic:
                    names |= {words: unit.name for words in (unit.name, unit.as_written) if len(words) >= SHORTEST}
    if not names:
        return
    any_name = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    for block in document.blocks:
        if block.kind != "table":
            for match in any_name.finditer(block.text):
                yield Named(block.id, Span(*match.span()), "unit", names[match.group()])


def unit_card(name: str, doc: str, made: Registers, texts: Texts, shown: Callable[[str], str]) -> str:
    """What is told of a unit: its tasks here and in all, by its part in them."""
    here: Counter[str] = Counter()
    total = 0
    for task in made.tasks:
        for role in dict.fromkeys(role for role, unit in task.everyone() if unit.name == name):
            total += 1
            if task.at.doc == doc:
                here[role] += 1
    parts = texts.listed(f"{texts(words)} {here[role]}" for role, words in ROLES.items() if here[role])
    tasks = texts("本文件的任务 {n} 项", n=here.total())
    lines = [shown(name), texts.labelled(tasks, parts) if parts else tasks]
    return "\n".join([*lines, texts("全库的任务 {n} 项", n=total), texts("点一下在台账中列出")])


def system_card(system: System, texts: Texts, shown: Callable[[str], str]) -> str:
    """What is told of a system: kind, mentions, who leads it, by when."""
    docs = len({place.doc for place in system.mentions})
    lines = [
        f"{shown(system.name)}（{texts(TYPES[system.type])}）",
        texts("提到 {n} 处，{docs} 份文件", n=len(system.mentions), docs=docs),
    ]
    if system.lead:
        lines.append(texts.labelled(texts("牵头单位"), shown("、".join(system.lead))))
    if system.deadline:
        lines.append(texts.labelled(texts("期限"), texts("{year}年", year=system.deadline)))
    return "\n".join([*lines, texts("点一下在台账中列出")])


class QuietLinksDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts, self._session = parts, session
        self._texts = session.texts
        self._action = late.actions["quiet_links"]
        self._lane = Lane("names", newest_only=True, parent=self)
        self._known: dict[str, tuple[Document, Registers, tuple[Named, ...]]] = {}

    def start(self) -> None:
        """As it was left."""
        self._action.setChecked(self._session.settings.quiet_links)

    def toggle(self, on: bool) -> None:
        """Switched on or off."""
        self._session.settings = replace(self._session.settings, quiet_links=on)
        self.show()

    def show_document(self, _pane: int, _document: Document | None, _place: Location | None) -> None:
        """Something was opened in a column."""
        self.show()

    def show(self) -> None:
        """Mark what the columns show; what is not known yet is found first."""
        wanted = []
        for pane, column in zip(self._session.panes, self._parts.compare.columns, strict=False):
            document = pane.document
            if document is None or pane.source:
                continue
            if not self._action.isChecked():
                column.view.set_marks(LAYER, ())
            elif document.id in self._known and self._known[document.id][0] is document:
                column.view.set_marks(LAYER, self._marks(document))
            else:
                wanted.append(document)
        if wanted:
            self._find(wanted)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    # -- inside

    def _find(self, documents: list[Document]) -> None:
        library = self._session.library

        def work(_job: object) -> dict[str, tuple[Document, Registers, tuple[Named, ...]]]:
            made = library.registers()
            return {each.id: (each, made, names_in(each, made)) for each in documents}

        def found(known: dict[str, tuple[Document, Registers, tuple[Named, ...]]]) -> None:
            self._known |= known
            self.show()

        def failed(error: ReaderError) -> None:
            self._session.problem.emit(str(error))

        self._lane.submit(work, found, failed)

    def _marks(self, document: Document) -> list[Mark]:
        _document, made, names = self._known[document.id]
        systems = {system.name: system for system in made.systems}
        cards: dict[tuple[str, str], str] = {}
        marks = []
        for each in names:
            key = (each.kind, each.name)
            if key not in cards:
                given = (self._texts, self._session.shown)
                unit = each.kind == "unit"
                cards[key] = (
                    unit_card(each.name, document.id, made, *given) if unit else system_card(systems[each.name], *given)
                )
            marks.append(Mark(each.block, each.span, "name", tip=cards[key], named=key))
        return marks
