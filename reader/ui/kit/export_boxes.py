"""The foot of a dialog that can be written to a file: one button with the forms in its menu, and one that closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialogButtonBox, QMenu, QPushButton

from reader.ui.look.texts import Texts


def export_boxes(
    texts: Texts, forms: Sequence[tuple[str, str]], wanted: Callable[[str], object], says: str = "导出"
) -> QDialogButtonBox:
    """`forms`: form and its words; `wanted` is called with the form that is chosen. `says`: words of the button.

    A button for each form makes the dialog wider than half a screen in English.
    """
    boxes = QDialogButtonBox()
    button: QPushButton = boxes.addButton(texts(says) + " ▾", QDialogButtonBox.ButtonRole.ActionRole)
    button.setAutoDefault(False)
    menu = QMenu(button)
    for form, words in forms:
        menu.addAction(texts(words), partial(wanted, form))
    button.setMenu(menu)
    close = boxes.addButton(texts("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
    close.setAutoDefault(False)
    return boxes
