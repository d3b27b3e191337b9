"""What stands side by side: up to four panes, each a document with a place, and how it is shown. No Qt, no library."""

from __future__ import annotations

from itertools import count
from typing import Final

from reader.core.document import Document
from reader.core.late_dataclass import dataclass, replace
from reader.core.span import Location

MOST: Final = 4  # panes side by side
STACKED: Final = "stacked"  # name under which the settings remember that they stand below one another
SOURCE, PAGES, OTHER_SCRIPT = "source", "pages", "script"  # how settings call the forms that are not the usual one


@dataclass(frozen=True, slots=True)
class Pane:
    """What one column shows.

    Attributes:
        document: None for an empty column.
        place: where the reader is in it.
        source: whether it shows what was received instead of the clean text.
        pages: whether it shows that as the pages of the original file, not as text; only together with `source`.
        other_script: whether it shows the other one of 简 and 繁 than the window does.
        key: stays with the pane wherever it is moved, and never comes again.
    """

    document: Document | None = None
    place: Location | None = None
    source: bool = False
    other_script: bool = False
    key: int = 0
    pages: bool = False

    @property
    def doc(self) -> str | None:
        """Id of the document."""
        return self.document.id if self.document is not None else None

    @property
    def form(self) -> str:
        """The form as settings keep it."""
        if self.source:
            return PAGES if self.pages else SOURCE
        return OTHER_SCRIPT if self.other_script else ""

    def in_form(self, form: str) -> Pane:
        """The same document at the same place in another form, "" for the usual one."""
        received = form in {SOURCE, PAGES}
        return replace(self, source=received, pages=form == PAGES, other_script=form == OTHER_SCRIPT)


class Panes:
    """The panes from left to right, at least one, and which of them has the reader's attention."""

    def __init__(self) -> None:
        self.all: list[Pane] = [Pane()]
        self.active = 0
        self._keys = count(1)

    def put(self, index: int, pane: Pane) -> None:
        """Another content for a pane that is there."""
        self.all[index] = replace(pane, key=self.all[index].key)

    def add(self, pane: Pane, at: int | None = None) -> int:
        """A new pane at a place, else right of the active one; where there are four, the last one gives way.

        Returns its number. The active pane stays the same one.
        """
        if len(self.all) >= MOST:
            self.put(MOST - 1, pane)
            return MOST - 1
        at = self.active + 1 if at is None else max(0, min(at, len(self.all)))
        self.all.insert(at, replace(pane, key=next(self._keys)))
        self.active += at <= self.active
        return at

    def close(self, index: int) -> bool:
        """Take one away; the last one stays. Another one becomes active where the active one went."""
        if len(self.all) < 2 or not 0 <= index < len(self.all):
            return False
        del self.all[index]
        self.active = min(self.active - (index < self.active), len(self.all) - 1)
        return True

    def swap(self, index: int) -> bool:
        """Exchange a pane with the one left of it, the first with the second; attention goes with the text."""
        right = max(1, index)
        if right >= len(self.all):
            return False
        left = right - 1
        self.all[left], self.all[right] = self.all[right], self.all[left]
        if self.active in {left, right}:
            self.active = left + right - self.active
        return True

    def showing(self, doc: str, form: str) -> int | None:
        """The first pane that shows a document in a form."""
        return next((n for n, pane in enumerate(self.all) if pane.doc == doc and pane.form == form), None)

    def index_for(self, doc: str, wanted: int | None = None) -> int:
        """The pane to show a document in: the one asked for, else one that shows it already, else the active one."""
        if wanted is not None and wanted < len(self.all):
            return wanted
        shown = [n for n, pane in enumerate(self.all) if pane.doc == doc and not pane.source]
        if not shown:
            clean = (n for n, pane in enumerate(self.all) if not pane.source)
            return next(clean, 0) if self.all[self.active].source else self.active
        return self.active if self.active in shown else shown[0]
