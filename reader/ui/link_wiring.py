"""What the window does about two documents side by side: they scroll together by clause, or are pinned by hand.

Every method answers one signal connected in MainWindow. One column leads; what the other then tells of its place is
its answer and leads nobody.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWheelEvent

from reader.core.alignment import Opposite, Side
from reader.core.document import Document
from reader.core.span import Location, Span
from reader.ui.linking import Linking
from reader.ui.session import Session
from reader.ui.window_parts import LateParts, Parts

SETTLING = 150  # ms
A_NOTCH, LINES = 120, 3  # of a wheel, as Qt counts; lines that one notch scrolls
SIDES: tuple[Side, Side] = ("left", "right")


class LinkWiring(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self.linking = Linking(session.library, self)
        self._shown: tuple[str, str] | None = None
        self._leader = 0
        self._due: int | None = None  # the column that leads once the alignment is there
        self._settling = QTimer(self, singleShot=True, interval=SETTLING)  # while it runs only the leader leads
        self._alone = QTimer(self, singleShot=True, interval=SETTLING)  # while it runs nobody follows
        self._later = QTimer(self, singleShot=True, interval=0)  # once all columns show what they should
        self._later.timeout.connect(self._ask)

    def start(self) -> None:
        """Catch up with what was restored; both columns stay where they were left."""
        self.show_panes()
        self._due = None

    # -- what is shown

    @property
    def documents(self) -> tuple[Document, Document] | None:
        """The two clean documents side by side; None where there are not two, or one is shown as received."""
        panes = self._session.panes
        if len(panes) != len(SIDES) or any(pane.source for pane in panes):
            return None
        left, right = panes[0].document, panes[1].document
        return (left, right) if left is not None and right is not None else None

    def show_panes(self) -> None:
        """Columns or their documents have changed: the column that was there before leads the new one."""
        both = self.documents
        self._late.compare_bar.setVisible(both is not None)
        for name in ("align_here", "differences", "export_comparison_docx", "export_comparison_html"):
            self._late.actions[name].setEnabled(both is not None)
        now = (both[0].id, both[1].id) if both is not None else None
        if now is None or now == self._shown:
            self._shown = now
            return
        same_right = self._shown is not None and self._shown[1] == now[1]
        self._shown = now
        self._due = 1 if same_right else 0
        self._late.compare_bar.say("")
        for column in self._parts.compare.columns:
            for area in (column.view.text_area, column.view.text_area.viewport()):
                area.removeEventFilter(self)
                area.installEventFilter(self)
        self._later.start()

    def show_document(self, pane: int) -> None:
        """Something was opened in a column: another document follows, another place leads."""
        before = self._shown
        self.show_panes()
        if self._shown == before:
            self._leader = pane

    def _ask(self) -> None:
        if self._shown is not None:
            self.linking.ask(*self._shown)

    def answered(self, left: str, right: str) -> None:
        """An alignment is there."""
        if (left, right) == self._shown and self._due is not None:
            leader, self._due = self._due, None
            place = self._session.panes[leader].place
            if place is not None and self._late.actions["link"].isChecked():
                self._lead(leader, place)

    # -- scrolling together

    def set_linked(self, on: bool) -> None:
        """联动 on or off; on brings the other column here at once."""
        self._late.compare_bar.retranslate()
        if on:
            self._settling.stop()
            place = self._session.pane.place
            if place is not None:
                self._lead(self._session.active, place)
        else:
            self._late.compare_bar.say("")

    def moved(self, pane: int, place: Location) -> None:
        """The reader scrolled a column, or the column answered the other one."""
        follows = self._settling.isActive() and pane != self._leader
        if not follows and not self._alone.isActive() and self._late.actions["link"].isChecked():
            self._lead(pane, place)

    def _lead(self, pane: int, place: Location) -> None:
        both = self.documents
        if both is None or place.doc != both[pane].id:
            return
        there = self._opposite(pane, place)
        block = both[1 - pane].block(there.block) if there is not None else None
        self._say(pane, place, there)
        if there is None or block is None:
            return
        self._leader = pane
        self._settling.start()
        offset = min(int(there.fraction * len(block.text)), max(0, len(block.text) - 1))
        view, wanted = self._parts.compare.columns[1 - pane].view, Span(offset, offset)
        here = view.place()
        if here.block != block.id or here.span != wanted:
            view.go_to(Location(both[1 - pane].id, block.id, wanted), flash=False)

    def _opposite(self, pane: int, place: Location) -> Opposite | None:
        both = self.documents
        block = both[pane].block(place.block) if both is not None and place.block is not None else None
        if both is None or block is None:
            return None
        fraction = place.span.start / len(block.text) if place.span is not None and block.text else 0.0
        answering = self.linking.answering(both[0].id, both[1].id)
        return answering.opposite(SIDES[pane], block.id, fraction) if answering is not None else None

    def _say(self, pane: int, place: Location, there: Opposite | None) -> None:
        answering = self.linking.answering(*self._shown) if self._shown is not None else None
        pair = answering.alignment.pair(SIDES[pane], place.block) if answering and place.block else None
        if there is None or pair is None:
            self._late.compare_bar.say("")
        elif there.gap:
            self._late.compare_bar.say(self._texts("此条没有对应，停在最近处"))
        elif there.block not in (pair.left, pair.right):
            self._late.compare_bar.say(self._texts("手工对齐"))
        elif pair.status == "same":
            self._late.compare_bar.say(self._texts("相同"))
        else:
            self._late.compare_bar.say(self._texts("改写，相似 {n}%", n=round(100 * pair.similarity)))

    # -- by hand

    def go_apart(self) -> None:
        """Both columns have just been brought where they should be: nobody follows for this moment."""
        self._due = None
        self._alone.start()

    def align_here(self) -> None:
        """Pin the two clauses at the upper edges to each other; the same again loosens them."""
        both = self.documents
        blocks = [column.view.place().block for column in self._parts.compare.columns]
        if both is None or len(blocks) != len(SIDES) or blocks[0] is None or blocks[1] is None:
            return
        pinned = self.linking.pin(both[0].id, both[1].id, (blocks[0], blocks[1]))
        self._late.message.say(self._texts("已在此处对齐，本次使用中有效。" if pinned else "已取消此处的对齐。"))
        self._late.compare_bar.say(self._texts("手工对齐") if pinned else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shift and the wheel scroll one column alone."""
        if isinstance(event, QWheelEvent) and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            for column in self._parts.compare.columns:
                area = column.view.text_area
                if watched in (area, area.viewport()):
                    bar, turned = area.verticalScrollBar(), event.angleDelta().y() or event.angleDelta().x()
                    self._alone.start()
                    bar.setValue(bar.value() - turned * LINES * bar.singleStep() // A_NOTCH)
                    return True
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Stop the worker."""
        self.linking.close()
