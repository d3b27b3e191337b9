"""What the window does about documents side by side: they scroll together by clause, or are pinned by hand.

Every method answers one signal of `connections`. One column leads; what the others then tell of their places is
their answer and leads nobody.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWheelEvent

from reader.core.alignment import Opposite, Side
from reader.core.comparison import status_word
from reader.core.document import Document
from reader.core.span import Location
from reader.ui.compare.gutter import Tie
from reader.ui.compare.ties import between
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.linking import Answering, Linking
from reader.ui.session.session import Session
from reader.ui.text.gap_rows import Gap
from reader.ui.text.sight import Spot

SETTLING = 150  # ms
A_NOTCH, LINES = 120, 3  # of a wheel, as Qt counts; lines that one notch scrolls
SIDES: tuple[Side, Side] = ("left", "right")
ALONE = frozenset([Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier])  # held: one column by itself


GAPS = {
    Qt.Orientation.Horizontal: {
        ("left",): "对应处无此条：左栏 {left} 段", ("right",): "对应处无此条：右栏 {right} 段",
        ("left", "right"): "对应处无此条：左栏 {left} 段，右栏 {right} 段",
    },
    Qt.Orientation.Vertical: {
        ("left",): "对应处无此条：上栏 {left} 段", ("right",): "对应处无此条：下栏 {right} 段",
        ("left", "right"): "对应处无此条：上栏 {left} 段，下栏 {right} 段",
    },
}  # fmt: skip


class Shown(NamedTuple):
    """A column as far as linking goes: the key of its pane, and its document where that is shown clean."""

    key: int
    doc: str | None


class LinkingDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self.linking = Linking(session.library, self)
        self._shown: tuple[Shown, ...] = ()
        self._leader = 0  # key
        self._due: int | None = None  # key of the column that leads once the alignments are there
        self._bringing = False
        self._said: tuple[int, Location] | None = None  # column and place that the bar speaks of
        self._settling = QTimer(self, singleShot=True, interval=SETTLING)  # while it runs only the leader leads
        self._alone = QTimer(self, singleShot=True, interval=SETTLING)  # while it runs nobody follows
        self._later = QTimer(self, singleShot=True, interval=0)  # once all columns show what they should
        self._later.timeout.connect(self._ask)

    def start(self) -> None:
        """Catch up with what was restored; all columns stay where they were left."""
        self.show_panes()
        self._due = None

    # -- what is shown

    @property
    def sides(self) -> tuple[int, int] | None:
        """The two columns that a comparison is about: the active one and its neighbour, right before left."""
        ways = [(n, n + 1) for n in range(len(self._shown) - 1) if self._comparable(n, n + 1)]
        active = self._session.active
        return min(ways, key=lambda way: (active not in way, active != way[0]), default=None)

    @property
    def documents(self) -> tuple[Document, Document] | None:
        """The clean documents in these two columns; None where there are no two different ones."""
        sides = self.sides
        left, right = (self._session.panes[n].document for n in sides) if sides is not None else (None, None)
        return (left, right) if left is not None and right is not None else None

    def _comparable(self, one: int, other: int) -> bool:
        docs = self._shown[one].doc, self._shown[other].doc
        return None not in docs and docs[0] != docs[1]

    def show_panes(self) -> None:
        """Columns or their documents have changed: what was there before leads what is new."""
        panes = self._session.panes
        before, now = self._shown, tuple(Shown(p.key, None if p.source else p.doc) for p in panes)
        self._shown = now
        self._tell(several=len(now) > 1)
        if now == before:
            return
        for column in self._parts.compare.columns:
            for area in (column.view.text_area, column.view.text_area.viewport()):
                area.removeEventFilter(self)
                area.installEventFilter(self)
        stayed = [shown.key for shown in now if shown in before and shown.doc is not None]
        if len(stayed) < len(now) and len(now) > 1:
            active = self._session.pane.key
            self._due = active if active in stayed else stayed[0] if stayed else now[0].key
        self._say_nothing()
        self.show_gaps()
        self._later.start()

    def _tell(self, *, several: bool) -> None:
        both = self.documents is not None
        self._late.compare_bar.set_wanted(several)
        for name in ("align_here", "differences", "export_comparison_docx", "export_comparison_html",
                     "export_comparison_xlsx", "shared", "next_shared", "previous_shared"):  # fmt: skip
            self._late.actions[name].setEnabled(both)
        tied = both and any(self._comparable(n, n + 1) for n in range(len(self._shown) - 1))
        self._parts.compare.set_ties(self._ties if tied else None)

    def show_active(self, _pane: int) -> None:
        """Another column has the reader's attention: it and its neighbour are compared."""
        self._tell(several=len(self._shown) > 1)

    def show_document(self, pane: int, _document: Document, place: Location | None) -> None:
        """Something was opened in a column: another document follows, another place, or words that were hit, lead."""
        before = self._shown
        self.show_panes()
        key = self._session.panes[pane].key
        if self._shown == before:
            self._leader = key
        elif self._due is not None and place is not None and place.span and place.span.start < place.span.end:
            self._due = key

    def _pairs(self) -> list[tuple[str, str]]:
        """The documents to be aligned, neighbours first."""
        docs = [shown.doc for shown in self._shown]
        every = [*pairwise(docs), *combinations(docs, 2)]
        return list(dict.fromkeys((a, b) for a, b in every if a is not None and b is not None and a != b))

    def _ask(self) -> None:
        pairs = self._pairs()
        if pairs:
            self.linking.ask_all(pairs)
        elif self._due is not None and len(self._shown) > 1:
            self._lead_due()  # the same document in several columns: nothing has to be worked out
            self._due = None

    def answered(self, left: str, right: str) -> None:
        """An alignment is there."""
        if (left, right) not in self._pairs():
            return
        self._parts.compare.update_gutters()
        self.show_gaps()
        if self._due is not None:
            self._lead_due()
            if all(self.linking.answering(*pair) is not None for pair in self._pairs()):
                self._due = None

    def _lead_due(self) -> None:
        at = next((n for n, shown in enumerate(self._shown) if shown.key == self._due), None)
        if at is not None and self._late.actions["link"].isChecked():
            self._lead(at)
            place = self._session.panes[at].place
            if place is not None:
                self._say(at, place)

    # -- scrolling together

    def set_linked(self, on: bool) -> None:
        """联动 on or off; on brings the other columns here at once."""
        self._late.compare_bar.retranslate()
        if on:
            self._settling.stop()
            self._lead(self._session.active)
        else:
            self._say_nothing()

    def scrolled(self, pane: int) -> None:
        """A column moved: the others go with it in the same frame."""
        if not self._bringing and not self._by_itself() and self._late.actions["link"].isChecked():
            self._lead(pane)

    def moved(self, pane: int, place: Location) -> None:
        """A column has come to rest somewhere: the reader brought it there, or it followed."""
        leads = self._leader == self._shown[pane].key if pane < len(self._shown) else False
        if (self._settling.isActive() and not leads) or self._by_itself():
            return
        if self._late.actions["link"].isChecked():
            self._lead(pane)
            self._say(pane, place)

    def _by_itself(self) -> bool:
        dragged = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return self._alone.isActive() or (dragged and QGuiApplication.keyboardModifiers() in ALONE)

    def _lead(self, pane: int) -> None:
        columns, shown = self._parts.compare.columns, self._shown
        if self._bringing or pane >= len(shown) or len(columns) != len(shown) or shown[pane].doc is None:
            return
        view = columns[pane].view
        spot = view.sight.spot() if view.sight is not None else None
        if spot is None or view.document is None or view.document.id != shown[pane].doc:
            return
        self._leader = shown[pane].key
        self._settling.start()
        self._bringing = True
        try:
            for other, column in enumerate(columns):
                there = self._opposite(pane, other, spot) if other != pane else None
                sight = column.view.sight
                if there is not None and sight is not None and not sight.bring(Spot(there.block, there.fraction)):
                    column.view.go_to(Location(shown[other].doc or "", there.block), flash=False)
        finally:
            self._bringing = False

    def _answering(self, one: int, other: int) -> tuple[Answering | None, Side]:
        """What is known about two columns, and which side of it the first one is."""
        left, right = sorted((one, other))
        docs = self._shown[left].doc, self._shown[right].doc
        known = self.linking.answering(docs[0], docs[1]) if docs[0] is not None and docs[1] is not None else None
        return known, SIDES[one > other]

    def _opposite(self, pane: int, other: int, spot: Spot) -> Opposite | None:
        if self._shown[pane].doc == self._shown[other].doc:
            return Opposite(spot.block, spot.fraction)
        known, side = self._answering(pane, other)
        return known.opposite(side, spot.block, spot.fraction) if known is not None else None

    def _say(self, pane: int, place: Location) -> None:
        """How the clause in sight stands to its counterpart next door."""
        self._said = (pane, place)
        self._late.compare_bar.say(self._sentence(pane, place))

    def _say_nothing(self) -> None:
        self._said = None
        self._late.compare_bar.say("")

    def _sentence(self, pane: int, place: Location) -> str:
        sides = self.sides
        if sides is None or pane not in sides or place.block is None:
            return ""
        known, side = self._answering(pane, sum(sides) - pane)
        pair = known.alignment.pair(side, place.block) if known is not None else None
        if known is None or pair is None:
            return ""
        there = known.opposite(side, place.block, 0.0)
        if there is None:
            return self._texts("此条没有对应")
        if there.gap:
            return self._texts("此条没有对应，停在最近处")
        if there.block not in {pair.left, pair.right}:
            return self._texts("手工对齐")
        word = self._texts(status_word(pair.status, known.alignment.versions))
        if pair.status == "same":
            return word
        perhaps = self._texts("（仅供参考）") if pair.is_weak else ""
        return self._texts("{word}，相似 {n}%", word=word + perhaps, n=round(100 * pair.similarity))

    def retranslate(self) -> None:
        """Another language, or the active column is another one: say it anew."""
        self.show_gaps()
        if self._said is not None:
            self._late.compare_bar.say(self._sentence(*self._said))

    # -- between the columns

    def _ties(self, left: int) -> list[Tie]:
        """The lines right of a column."""
        columns = self._parts.compare.columns
        if left + 1 >= len(self._shown) or len(columns) != len(self._shown) or not self._comparable(left, left + 1):
            return []
        known, _ = self._answering(left, left + 1)
        both = columns[left], columns[left + 1]
        if known is None or any(c.view.document is None or c.view.document.id != s.doc
                                for c, s in zip(both, self._shown[left : left + 2], strict=True)):  # fmt: skip
            return []
        return between(known, both[0], both[1])

    def show_gaps(self) -> None:
        """Rows in every column for what only its neighbours have, which stand beside it or above and below."""
        words = GAPS[self._parts.compare.orientation()]
        for pane, column in enumerate(self._parts.compare.columns[: len(self._shown)]):
            counts: dict[str, dict[str, int]] = {}
            targets: dict[str, Location] = {}
            for other, name in ((pane - 1, "left"), (pane + 1, "right")):
                if 0 <= other < len(self._shown) and self._comparable(pane, other):
                    known, side = self._answering(pane, other)
                    document = self._session.panes[other].document
                    missing = known.alignment.missing(side) if known is not None else {}
                    for block, blocks in missing.items():
                        found = [document.block(each) for each in blocks] if document is not None else []
                        there = [each.id for each in found if each is not None and each.text.strip()]
                        if there and document is not None:
                            counts.setdefault(block, {})[name] = len(there)
                            targets.setdefault(block, Location(document.id, there[0]))
            column.view.set_gaps(
                {block: Gap(self._texts(words[tuple(n)], **n), targets[block]) for block, n in counts.items()}
            )

    # -- by hand

    def go_apart(self) -> None:
        """The columns have just been brought where they should be: nobody follows for this moment."""
        self._due = None
        self._alone.start()

    def align_here(self) -> None:
        """Pin the active column's clause to those at the other upper edges; the same again loosens them."""
        active = self._session.active
        blocks = [column.view.place().block for column in self._parts.compare.columns]
        wanted: list[tuple[str, str, tuple[str, str]]] = []
        for other in range(len(self._shown)):
            left, right = sorted((active, other))
            docs, pin = (self._shown[left].doc, self._shown[right].doc), (blocks[left], blocks[right])
            if other != active and self._comparable(left, right) and docs[0] and docs[1] and pin[0] and pin[1]:
                wanted.append((docs[0], docs[1], (pin[0], pin[1])))
        if not wanted:
            return
        there = [self.linking.is_pinned(*each) for each in wanted]
        for each, pinned in zip(wanted, there, strict=True):
            if all(there) or not pinned:
                self.linking.pin(*each)
        now = not all(there)
        self._late.message.say(self._texts("已在此处对齐，本次使用中有效。" if now else "已取消此处的对齐。"))
        self._say(active, Location(self._shown[active].doc or "", blocks[active]))
        self._parts.compare.update_gutters()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt (or Shift) and the wheel scroll one column alone; a column that gets another width leads nobody."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self._alone.start()
        if isinstance(event, QWheelEvent) and event.modifiers() in ALONE:
            for column in self._parts.compare.columns:
                area = column.view.text_area
                if watched in {area, area.viewport()}:
                    bar, turned = area.verticalScrollBar(), event.angleDelta().y() or event.angleDelta().x()
                    self._alone.start()
                    bar.setValue(bar.value() - turned * LINES * bar.singleStep() // A_NOTCH)
                    return True
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Stop the worker."""
        self.linking.close()
