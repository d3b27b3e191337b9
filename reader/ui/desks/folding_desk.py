"""Side panels give way where the text would have too little room, the right one first, and come back with the room.

A panel that the reader brings into sight stays, however narrow the window is, until there was room for all once more;
but the other one goes where both would leave the text a few characters a line, or the window larger than its screen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from reader.ui.frame.window_parts import LEFT_WIDTH, RIGHT_WIDTH, Parts
from reader.ui.kit.side_dock import SideDock
from reader.ui.session.session import Session

LINE = 20  # characters of a line that one column keeps beside panels
FEWEST = 12  # characters of a line beside both panels, be they asked for
MARGINS = 100  # pixels beside the line: margins, scroll bar
SEVERAL = {2: 1000, 3: 1200, 4: 1440}  # pixels of reading area that so many columns want


class FoldingDesk(QObject):
    """Watches the width of the window and which panels come and go."""

    def __init__(self, parts: Parts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts, self._session = parts, session
        self._docks = (parts.right, parts.left)  # the first gives way first
        shown = session.settings.panels
        named = {parts.left: "left", parts.right: "right"}
        self._away = {dock for dock, name in named.items() if dock.isHidden() and shown.get(name, True)}
        self._insisted: set[SideDock] = set()
        self._widths = {parts.left: LEFT_WIDTH, parts.right: RIGHT_WIDTH}
        self._hidden = {dock: dock.isHidden() for dock in self._docks}
        self._busy = self._paused = False
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fold)
        parts.split.installEventFilter(self)
        for dock in self._docks:
            dock.shown.connect(lambda dock=dock: self._seen(dock))

    def is_wanted(self, dock: SideDock) -> bool:
        """Whether the reader has a panel in sight, or would where there were room."""
        return dock in self._away or not self._hidden[dock]

    def pause(self, on: bool) -> None:
        """Whoever hides all panels for a while brings them back as they were: nothing is folded meanwhile."""
        self._paused = on
        if not on:
            self.fold()

    def make_room(self) -> None:
        """Columns came or went: they want their room now, whatever panel was brought into sight before."""
        self._insisted.clear()
        self.fold()

    def fold(self) -> None:
        """Hide and show panels as there is room."""
        if self._paused:
            return
        kept = {dock for dock in self._docks if self.is_wanted(dock)}
        room = self._parts.split.width() - self._wanted_width()
        shown = {dock: dock.width() for dock in self._docks if not dock.isHidden()}
        if sum(shown.values()) <= room and all(self._widths[dock] <= wide for dock, wide in shown.items()):
            self._widths |= shown  # a width that the reader gave; one pressed together by a narrow window is none
        if sum(self._widths[dock] for dock in kept) <= room:
            self._insisted.clear()
        for dock in self._docks:
            if dock in kept and dock not in self._insisted and sum(self._widths[d] for d in kept) > room:
                kept.discard(dock)
                self._away.add(dock)
        self._busy = True
        for dock in self._docks:
            if dock in kept:
                self._away.discard(dock)
            dock.setVisible(dock in kept)
            self._hidden[dock] = dock.isHidden()
        self._busy = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another width."""
        if event.type() == QEvent.Type.Resize:
            self._later.start()
        return super().eventFilter(watched, event)

    def _wanted_width(self) -> int:
        several = SEVERAL.get(len(self._session.panes))
        stacked = self._parts.compare.orientation() == Qt.Orientation.Vertical
        return several if several is not None and not stacked else LINE * self._parts.type_.size + MARGINS

    def _seen(self, dock: SideDock) -> None:
        """A panel came or went, not by this desk."""
        if self._busy or self._paused or dock.isHidden() == self._hidden[dock]:
            return
        self._hidden[dock] = dock.isHidden()
        self._away.discard(dock)
        if dock.isHidden():
            self._insisted.discard(dock)
        else:
            self._insisted.add(dock)
            self._give_way_to(dock)
        self._later.start()

    def _give_way_to(self, dock: SideDock) -> None:
        """Now, not later: a window that has grown beyond its screen does not shrink again by itself."""
        wide = self._parts.window.width()
        room = wide - sum(each.minimumSizeHint().width() for each in self._docks)
        enough = room >= FEWEST * self._parts.type_.size + MARGINS
        if enough and self._parts.split.needed() <= wide:
            return
        for other in self._docks:
            if other is not dock and not other.isHidden():
                self._insisted.discard(other)
                self._away.add(other)
                self._hidden[other] = True  # by this desk, not by the reader
                other.hide()
