"""What the window does about wording that documents side by side share: marks it, and says what a mark leads to.

Every method answers one signal of `connections`. What two documents share is found once, off the GUI thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from PySide6.QtCore import QObject

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.related import SHARED, Shared
from reader.core.span import Location, Span
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.clause import place_name
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark

_Two = tuple[Document, Document]


class SharedDesk(QObject):
    """Answers to signals. Formulas that every document has are left out."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts, self._late, self._session = parts, late, session
        self._texts = session.texts
        self._lane = Lane("shared", parent=self)
        self._known: dict[tuple[str, str], tuple[_Two, tuple[Shared, ...]]] = {}
        self._asked: frozenset[tuple[str, str]] = frozenset()
        self._action = late.actions["shared"]
        self._made: Mapping[str, Sequence[Mark]] = {}  # marks by document
        self._marked: object = None  # what the marks on screen were made of

    def show(self) -> None:
        """Switched on or off, or other documents side by side."""
        wanted = self._pairs() if self._action.isChecked() else []
        asked = frozenset((a.id, b.id) for a, b in wanted)
        if asked != self._asked:
            self._asked = asked
            self._lane.cancel()
            for two in wanted:
                if not self._has(two):
                    self._find(two)
        self._mark_all()

    def toggle(self, on: bool) -> None:
        """The reader switched it: say what there is."""
        self.show()
        if on:
            self._say()

    def step(self, by: int) -> None:
        """The next (+1) or previous (-1) shared wording in the active column; where off, it is switched on."""
        if not self._action.isChecked():
            self._action.setChecked(True)
            return
        view = self._parts.compare.columns[self._session.active].view
        document, sight = view.document, view.sight
        if document is None or sight is None:
            return
        numbers = {block.id: number for number, block in enumerate(document.blocks)}
        places = sorted({(numbers[m.block], m.span.start, m.span.end) for m in self._made.get(document.id, ())})
        if not places:
            return
        caret = sight.caret()
        top = sight.top()
        here = caret if caret is not None and caret[0] in sight.in_sight() else (top.number, top.offset - 1)
        ahead = [each for each in places if each[:2] > here] or places[:1]
        behind = [each for each in places if each[:2] < here] or places[-1:]
        number, start, end = ahead[0] if by > 0 else behind[-1]
        view.go_to(Location(document.id, document.blocks[number].id, Span(start, end)))

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    # -- finding

    def _pairs(self) -> list[_Two]:
        """Every two documents that stand side by side, shown clean."""
        clean = {p.document.id: p.document for p in self._session.panes if p.document is not None and not p.source}
        return list(combinations(clean.values(), 2))

    def _has(self, two: _Two) -> bool:
        known = self._known.get((two[0].id, two[1].id))
        return known is not None and known[0][0] is two[0] and known[0][1] is two[1]

    def _find(self, two: _Two) -> None:
        left, right = two[0].id, two[1].id

        def work(_job: Job) -> tuple[Shared, ...]:
            return self._session.library.shared_wording(left, right)

        def take(found: tuple[Shared, ...]) -> None:
            self._known[left, right] = (two, tuple(each for each in found if not each.formula))
            self._mark_all()
            self._say()

        self._lane.submit(work, take, self._fail)

    def _say(self) -> None:
        pairs = self._pairs()
        if pairs and all(self._has(two) for two in pairs):
            count = sum(len(self._known[a.id, b.id][1]) for a, b in pairs)
            if count:
                self._late.message.say(self._texts("共有 {n} 处相同表述；单击可到另一栏的对应处。", n=count))
            else:
                self._late.message.say(self._texts("没有 {n} 字以上的相同表述。", n=SHARED))

    # -- marking

    def _mark_all(self) -> None:
        pairs = [(a.id, b.id) for a, b in self._pairs() if self._has((a, b))] if self._action.isChecked() else []
        now = (pairs, [(pane.key, pane.doc, pane.source) for pane in self._session.panes], self._session.script)
        if now == self._marked:
            return
        self._marked = now
        made: defaultdict[str, list[Mark]] = defaultdict(list)
        for a, b in self._pairs() if self._action.isChecked() else ():
            if self._has((a, b)):
                for shared in self._known[a.id, b.id][1]:
                    for here, there, document in ((shared.left, shared.right, b), (shared.right, shared.left, a)):
                        mark = self._mark(here, there, document)
                        made[here.doc] += [mark] if mark is not None else []
        self._made = made
        for pane, shown in enumerate(self._session.panes):
            view = self._parts.compare.columns[pane].view
            if shown.document is not None and view.document is not None and view.document.id == shown.document.id:
                view.set_marks("shared", made.get(shown.document.id, ()))

    def _mark(self, here: Location, there: Location, document: Document) -> Mark | None:
        block = document.block(there.block) if there.block is not None else None
        if here.block is None or here.span is None or block is None:
            return None
        where = f"{self._session.title(document.id)} {self._session.shown(place_name(document, block))}".strip()
        return Mark(here.block, here.span, "shared", tip=self._texts("另见：{where}", where=where), target=there)

    def _fail(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))
