"""What the library panel asks of the window, and what its menus may look at and change of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.ui.shelves.library_rows import Choice, Shelf
from reader.ui.shelves.name_bar import NameBar


class LibraryRequests(QWidget):
    """The panel as its menus know it.

    Attributes:
        shelf: the documents and folders there are. choice: which part of them is listed.
        naming: where a name is typed. filter: the words that narrow the list.
    """

    open_requested = Signal(str, bool)  # document id, in a tab of its own
    beside_requested = Signal(str)
    citation_requested = Signal(str)
    facts_requested = Signal(str)
    remove_requested = Signal(str)
    add_requested = Signal()
    add_folder_requested = Signal()
    table_requested = Signal()  # all documents as a table
    away_requested = Signal()  # the documents that were taken out
    shelves_requested = Signal()  # their order, and which of them are shown
    collect_requested = Signal(object, str)  # document ids, folder
    uncollect_requested = Signal(object, str)
    folder_renamed = Signal(str, str)  # before, now; an empty name: no folder any more
    tree_toggled = Signal(bool)  # whether the tree of facets is in sight now
    tags_changed = Signal(str, object)  # document id, tags

    def __init__(self, naming: NameBar) -> None:
        super().__init__()
        self.shelf = Shelf(())
        self.choice = Choice()
        self.naming = naming
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)

    def set_choice(self, choice: Choice) -> None:
        """Show another part of the library."""
        self.choice = choice
