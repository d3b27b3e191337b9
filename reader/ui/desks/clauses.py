"""Which clause is meant when something is done to one: one rule for citations, links, bookmarks and notes."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from reader.core.span import Location
from reader.ui.frame.window_parts import Parts
from reader.ui.session.session import Session


def clause_meant(parts: Parts, session: Session, at: QPoint | None = None) -> Location | None:
    """The clause of the active column that is meant; None where nothing is open.

    Under a point of the screen where `at` is given; else that of the selection; else that of the caret where it is in
    sight; else that of the first line in sight. In a source it is the one where the reader is.
    """
    if session.document is None:
        return None
    if session.pane.source:
        place = session.pane.place
        return Location(place.doc, place.block) if place is not None and place.block else None
    view = parts.compare.columns[session.active].view
    selection = view.selection() if at is None else None
    if selection is not None:
        return Location(selection.doc, selection.pieces[0].block)
    place = view.clause_at(at) if at is not None else view.clause_meant()
    return place if place.block else None
