"""What a screen reader finds in a page of text besides its words: the headings, each with its level, in their order.

Qt tells the words of a text widget and nothing of what is a heading. So the page is told as a document: its widgets as
Qt tells them, and behind them one child for each heading, with role, level and words. "Press" brings it into sight.
"""

from __future__ import annotations

import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from reader.ui.text.document_view import DocumentView
    from reader.ui.text.render import SpokenHeading


class _Level(QAccessibleAttributesInterface):
    def __init__(self, of: _Heading) -> None:
        super().__init__()
        self._of = of

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> Any:
        heading = self._of.heading
        return heading.level if heading is not None and key == QAccessible.Attribute.Level else None


class _Press(QAccessibleActionInterface):
    def __init__(self, of: _Heading) -> None:
        super().__init__()
        self._of = of

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, action: str) -> None:
        if action == QAccessibleActionInterface.pressAction():
            self._of.go()

    def keyBindingsForAction(self, action: str) -> list[str]:  # noqa: ARG002  Qt asks so
        return []


class _Heading(QAccessibleInterface):
    """The heading that stands at a place in the order of whatever document the page shows.

    Never thrown away while the page lives: Qt keeps what it was given once, and does not ask again.
    """

    def __init__(self, page: _Page, at: int) -> None:
        super().__init__()
        self._page, self._at = page, at
        self._level, self._press = _Level(self), _Press(self)

    @property
    def heading(self) -> SpokenHeading | None:
        """What it is now; None where the document has fewer."""
        found = self._page.headings()
        return found[self._at] if self._at < len(found) else None

    def go(self) -> None:
        """Bring it into sight, with the caret."""
        heading, view = self.heading, self._page.view
        if heading is not None and view is not None:
            view.go_to_heading(heading.number)

    def isValid(self) -> bool:
        return self.heading is not None

    def object(self) -> QObject:
        return None  # type: ignore[return-value]  # nothing of Qt's stands behind it

    def parent(self) -> QAccessibleInterface:
        return self._page

    def child(self, index: int) -> QAccessibleInterface:  # noqa: ARG002  Qt asks so
        return None  # type: ignore[return-value]  # it has none

    def childAt(self, x: int, y: int) -> QAccessibleInterface:  # noqa: ARG002  Qt asks so
        return None  # type: ignore[return-value]  # it has none

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: ARG002  Qt asks so
        return -1

    def window(self) -> QWindow:
        return self._page.window()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Heading

    def rect(self) -> QRect:
        return self._page.box(self.heading)

    def state(self) -> QAccessible.State:
        state: Any = QAccessible.State()  # its flags are missing in the stubs
        state.readOnly = True
        if self.heading is None or not self._page.in_sight(self.heading):
            state.offscreen = True
        return state  # type: ignore[no-any-return]

    def text(self, t: QAccessible.Text) -> str:
        heading = self.heading
        return heading.words if heading is not None and t == QAccessible.Text.Name else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nobody may."""

    def interface_cast(self, t: QAccessible.InterfaceType) -> int:
        """Level and action; PySide takes the object itself for its address, and this for none."""
        kinds = QAccessible.InterfaceType
        found: Any = {kinds.AttributesInterface: self._level, kinds.ActionInterface: self._press}.get(t)
        return found if found is not None else Shiboken.VoidPtr(0)  # type: ignore[return-value]


class _Page(QAccessibleWidget):
    """A view of a document as a document: what stands in it as Qt tells it, then its headings."""

    def __init__(self, view: DocumentView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._view = weakref.ref(view)
        self._made: list[_Heading] = []
        view.destroyed.connect(partial(_let_go, self._made))

    @property
    def view(self) -> DocumentView | None:
        """The view, while it is there. Not held: what Qt owns would keep it, and all that it shows, for ever."""
        view = self._view()
        return view if view is not None and Shiboken.isValid(view) else None

    def headings(self) -> tuple[SpokenHeading, ...]:
        """Of the document shown; none once the view is gone."""
        view = self.view
        return view.spoken_headings() if view is not None else ()

    def text(self, t: QAccessible.Text) -> str:
        view = self.view
        if t == QAccessible.Text.Name and view is not None:
            return view.text_area.accessibleName()
        return super().text(t)

    def childCount(self) -> int:
        return super().childCount() + len(self.headings())

    def child(self, index: int) -> QAccessibleInterface:
        widgets = super().childCount()
        if index < widgets:
            return super().child(index)
        at = index - widgets
        if at >= len(self.headings()):
            return None  # type: ignore[return-value]  # no such child
        while len(self._made) <= at:
            self._made.append(_Heading(self, len(self._made)))
        return self._made[at]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        at = next((n for n, made in enumerate(self._made) if made is child), None)
        return super().indexOfChild(child) if at is None else super().childCount() + at

    def box(self, heading: SpokenHeading | None) -> QRect:
        """Where a heading stands on the screen; empty where it has not been set."""
        view = self.view
        if view is None or view.sight is None or heading is None:
            return QRect()
        edges, area = view.sight.extent(heading.number), view.text_area
        if edges is None:
            return QRect()
        left, wide = area.column()
        corner = area.mapToGlobal(QPoint(left, edges[0] + area.viewport().y()))
        return QRect(corner.x(), corner.y(), wide, edges[1] - edges[0])

    def in_sight(self, heading: SpokenHeading) -> bool:
        """Whether a part of it can be seen."""
        view = self.view
        if view is None:
            return False
        viewport = view.text_area.viewport()
        shown = QRect(viewport.mapToGlobal(QPoint(0, 0)), viewport.size())
        return shown.intersects(self.box(heading))


def _let_go(made: list[_Heading]) -> None:
    """Their page has gone: Qt, which may have given them numbers, forgets them and takes them away."""
    for heading in made:
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(heading))


def page_of(view: DocumentView) -> QAccessibleInterface:
    """What tells of a view. The view keeps it: Python would let go of it."""
    page = _Page(view)
    view.spoken_page = page
    return page
