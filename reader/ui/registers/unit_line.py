"""The field in which my unit is typed: names are offered whatever script they are typed in; Esc puts the offer away.

Knows no registers: it is given names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QStringListModel, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from reader.core.folding import fold_text

OFFERED: Final = 12


class UnitLine(QLineEdit):
    """`taken` tells that an offered name was chosen; Enter is `editingFinished` as ever."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._names: list[tuple[str, str]] = []
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(OFFERED)
        completer.popup().installEventFilter(self)
        self.setCompleter(completer)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._offer)
        completer.activated.connect(self.taken, Qt.ConnectionType.QueuedConnection)  # the text is set first

    def set_names(self, names: Sequence[str]) -> None:
        """The names to be offered, the likeliest first."""
        self._names = [(fold_text(name, hant=True), name) for name in names]
        self._offer(self.text())

    def offered(self) -> list[str]:
        """What is offered for the text as it is."""
        return self._offered.stringList()

    def event(self, event: QEvent) -> bool:
        """Esc is for the offer while there is one, and not for the page."""
        if self._is_for_offer(event):
            self.completer().popup().hide()
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same while the offer has the keys."""
        if self._is_for_offer(event):
            if event.type() == QEvent.Type.KeyPress:
                self.completer().popup().hide()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _is_for_offer(self, event: QEvent) -> bool:
        keys = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if event.type() not in keys or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        return self.completer().popup().isVisible()

    def _offer(self, typed: str) -> None:
        words = fold_text("".join(typed.split()), hant=True)
        found = [(folded, name) for folded, name in self._names if words in folded]
        found.sort(key=lambda each: not each[0].startswith(words))
        self._offered.setStringList([name for _folded, name in found])
