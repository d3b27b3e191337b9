"""That views of documents tell their headings to screen readers: switched on once, after the first paint.

What tells them (`spoken_headings`) is loaded when a screen reader first asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

    from reader.ui.text.document_view import DocumentView

_ON = "headingsAreTold"  # property of the application: Qt is told once where to ask


def tell_headings(views: Sequence[DocumentView] = ()) -> None:
    """From now on views of documents tell their headings, also these, of which Qt may have told something already."""
    from PySide6.QtGui import QAccessible

    for view in views:
        if view.spoken_page is None:  # Qt keeps what it has made, or would make now, without the headings
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(QAccessible.queryAccessibleInterface(view)))
    application = QCoreApplication.instance()
    if application is not None and not application.property(_ON):
        application.setProperty(_ON, True)
        QAccessible.installFactory(_page_of)
    for view in views:
        tell_another(view)


def tell_another(view: QWidget) -> None:
    """The page holds another document now: whoever listens asks again."""
    application = QCoreApplication.instance()
    if application is None or not application.property(_ON):
        return
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.ObjectReorder))


def _page_of(key: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt's question, with the name of one class after the other: what tells of this thing?"""
    if key != "DocumentView":
        return None
    from reader.ui.text.spoken_headings import page_of

    return page_of(thing)  # type: ignore[arg-type]  # the class has that name
