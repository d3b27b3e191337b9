"""A law's references to itself as quiet links: a dotted line, a card with the clause that is meant, a click there.

Found off the GUI thread, once for a document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.referring import Meant, references_in
from reader.core.span import Location
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark

LAYER = "references"
LONGEST = 240  # characters of a clause on its card
NEAR = 12  # blocks: what is in sight with the reference that was stepped to
KEPT = 8  # documents whose references are kept: more than there are columns


@dataclass(frozen=True, slots=True)
class Referring:
    """A reference with what its card says: name and words of the clause that is meant; "" where it is not there."""

    meant: Meant
    label: str = ""
    words: str = ""


def referring(document: Document) -> tuple[Referring, ...]:
    """The references that lead somewhere, or that are known to lead nowhere. Each clause is looked up once."""
    known: dict[str, tuple[str, str]] = {}
    made = []
    for each in references_in(document):
        target = each.target
        if target is None:
            if each.missing:
                made.append(Referring(each))
        elif target != each.block:
            if target not in known:
                words = "\n".join(block.text for block in document.section(target) if block.text)
                said = words if len(words) <= LONGEST else words[:LONGEST] + "……"
                known[target] = (clause_label(document, target), said)
            made.append(Referring(each, *known[target]))
    return tuple(made)


def card(each: Referring, texts: Callable[..., str], shown: Callable[[str], str]) -> str:
    """What is told of a reference: the clause that is meant and its words, or that it is not there."""
    if each.meant.target is None:
        return texts("本文件中没有{what}", what=shown(each.meant.missing))
    return "\n".join([shown(each.label), shown(each.words), texts("点一下转到这里（F12）")])


class ReferencesDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts, self._late, self._session = parts, late, session
        self._texts = session.texts
        self._lane = Lane("references", newest_only=True, parent=self)
        self._known: dict[str, tuple[Document, tuple[Referring, ...]]] = {}
        self._at: tuple[str, int] | None = None  # the reference that was stepped to: document, number

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def show_document(self, _pane: int, _document: Document | None, _place: Location | None) -> None:
        """Something was opened in a column."""
        self.show()

    def show(self) -> None:
        """Mark what the columns show; what is not known yet is found first."""
        wanted: list[Document] = []
        for pane, column in zip(self._session.panes, self._parts.compare.columns, strict=False):
            document = pane.document
            if document is None or pane.source:
                continue
            found = self._of(document)
            if found is None:
                wanted.append(document)
            else:
                column.view.set_marks(LAYER, self._marks(document, found))
        if wanted:
            self._lane.submit(lambda _job: {d.id: (d, referring(d)) for d in wanted}, self._found)

    def next_reference(self) -> None:
        """To the next, seen from where one reads; its card below, with a button that goes there."""
        self._step(1)

    def previous_reference(self) -> None:
        """To the one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        document = self._session.document
        found = self._of(document) if document is not None else None
        if document is None or not found:
            self._late.message.say(self._texts("本文件没有提到自己的条款。"))
            return
        number = self._next(document, found, by)
        self._at = (document.id, number)
        each = found[number]
        meant = each.meant
        self._session.open(Location(document.id, meant.block, meant.reference.span))
        said = card(each, self._texts, self._session.shown)
        if meant.target is None:
            self._late.message.say(said)
        else:
            self._late.message.say(said, self._texts("转到这里"), self.follow_reference, stays=True)

    def follow_reference(self) -> None:
        """To the clause that the reference one stands at means; Back returns."""
        document = self._session.document
        found = self._of(document) if document is not None else None
        if document is None or not found:
            return
        place = self._session.pane.place
        at = self._at[1] if self._at is not None and self._at[0] == document.id else None
        if at is None or not self._is_near(document, found[at]):
            block = place.block if place is not None else None
            at = next((n for n, each in enumerate(found) if each.meant.block == block and each.meant.target), None)
        if at is not None and found[at].meant.target is not None:
            self._late.message.hide()
            self._session.open(Location(document.id, found[at].meant.target))

    # -- inside

    def _of(self, document: Document) -> tuple[Referring, ...] | None:
        known = self._known.get(document.id)
        return known[1] if known is not None and known[0] is document else None

    def _found(self, made: dict[str, tuple[Document, tuple[Referring, ...]]]) -> None:
        kept = list(self._known.items())[-KEPT:]
        self._known = {**dict(kept), **made}
        self.show()

    def _marks(self, document: Document, found: tuple[Referring, ...]) -> list[Mark]:
        doc, given = document.id, (self._texts, self._session.shown)
        return [
            Mark(one.meant.block, one.meant.reference.span, "name", tip=card(one, *given),
                 target=Location(doc, one.meant.target) if one.meant.target is not None else None)
            for one in found
        ]  # fmt: skip

    def _next(self, document: Document, found: tuple[Referring, ...], by: int) -> int:
        place = self._session.pane.place
        order = {block.id: at for at, block in enumerate(document.blocks)}
        if self._at is not None and self._at[0] == document.id and self._is_near(document, found[self._at[1]]):
            return (self._at[1] + by) % len(found)
        here = order.get(place.block, -1) if place is not None and place.block is not None else -1
        if by > 0:
            return next((n for n, each in enumerate(found) if order[each.meant.block] >= here), 0)
        return next((n for n in range(len(found) - 1, -1, -1) if order[found[n].meant.block] < here), len(found) - 1)

    def _is_near(self, document: Document, each: Referring) -> bool:
        """Whether one still reads where that reference was shown."""
        place = self._session.pane.place
        order = {block.id: at for at, block in enumerate(document.blocks)}
        here = order.get(place.block) if place is not None and place.block is not None else None
        return here is not None and abs(here - order[each.meant.block]) <= NEAR
