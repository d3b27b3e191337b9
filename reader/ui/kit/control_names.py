"""Names for the controls that Qt puts inside its own widgets: clear buttons, lists of choices, corners of tables.

A screen reader reaches them like any other; Qt leaves them without a name. Must not name what has a name.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView, QToolButton, QWidget

from reader.ui.look.texts import Texts


def name_inner_controls(root: QWidget, texts: Texts) -> None:
    """Name what stands inside the widgets below `root`, in the language chosen now."""
    for line in root.findChildren(QLineEdit):
        for button in line.findChildren(QToolButton):
            if not button.text() and not any(action.text() for action in button.actions()):
                button.setAccessibleName(texts("清除"))
    for choice in root.findChildren(QComboBox):
        choice.view().setAccessibleName(choice.accessibleName() or choice.toolTip())
    for table in root.findChildren(QTableView):
        for corner in table.findChildren(QAbstractButton):
            if corner.parent() is table and not corner.text():
                corner.setAccessibleName(texts("全选"))


class InnerNames(QObject):
    """The names of all that stands below a widget; it goes with the widget."""

    def __init__(self, root: QWidget, texts: Texts) -> None:
        super().__init__(root)
        self._root, self._texts = root, texts

    def renew(self) -> None:
        """Name what is there now, in the language chosen now."""
        name_inner_controls(self._root, self._texts)
