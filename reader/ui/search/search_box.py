"""The search box: words, a sign that opens the menu of searches, a star that saves one, and suggestions beneath.

Keys are looked at only while no input method is composing: what belongs to it is never taken. Asks by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from reader.core.hits import Suggestion
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

SOURCES = {"heading": "标题", "name": "名称", "unit": "单位", "system": "平台系统", "past": "搜过"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestionList(QFrame):
    """A list under the box that never takes the keyboard: the box tells it what to do."""

    picked = Signal(object)  # Suggestion

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._shown = shown
        self.setObjectName("suggestions")
        self._texts = texts
        self._window = window
        self.list = RowList(theme)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)
        self.list.chosen.connect(lambda key: self.picked.emit(self._as_shown(key)))
        self.list.setAccessibleName(texts("搜索建议"))
        self.hide()

    def show_under(self, box: QWidget, suggestions: Sequence[Suggestion]) -> None:
        """Show these under a widget of the same window; hide for none."""
        if not suggestions:
            self.hide()
            return
        self.list.rows.set_rows(list(suggestions), self._row, lambda _key: 1)
        self.list.select_key(None)
        row = self.list.sizeHintForRow(0)
        parent = self._window
        self.resize(box.width(), min(row * len(suggestions), parent.height() // 2) + 4)
        self.move(box.mapTo(parent, QPoint(0, box.height() + 2)))
        self.show()
        self.raise_()

    def step(self, by: int) -> bool:
        """Make the next or previous one current; before the first is none. False where there is no next one."""
        rows = self.list.rows.rowCount()
        at = self.list.currentIndex().row() + by
        if at >= rows:
            return False
        self.list.select_key(self.list.rows.key(self.list.rows.index(at)) if at >= 0 else None)
        return True

    @property
    def current(self) -> Suggestion | None:
        """The one that is current."""
        key = self.list.current_key()
        return self._as_shown(key) if isinstance(key, Suggestion) else None

    def _as_shown(self, suggestion: Suggestion) -> Suggestion:
        """In the script on screen; what the reader typed once stays as it was typed."""
        if suggestion.source == "past":
            return suggestion
        return replace(suggestion, text=self._shown(suggestion.text), query=self._shown(suggestion.query))

    def _row(self, key: object) -> Row:
        assert isinstance(key, Suggestion)
        seen = self._as_shown(key)
        return Row(head=seen.text, count=self._texts(SOURCES[key.source]), plain=True, tip=seen.query)


class SearchBox(QLineEdit):
    """The line itself. `entered` carries whether Shift was held."""

    edited = Signal(str)  # by the user, also by the clear button or a suggestion
    entered = Signal(bool)
    entered_aside = Signal()  # with Ctrl: the hit in a tab of its document's own
    left_downwards = Signal()
    left = Signal()  # the keyboard went elsewhere in the window
    past_wanted = Signal()  # Down in the empty box
    suggestion_taken = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._composing = False
        self._said = ""
        self.suggestions: SuggestionList | None = None
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)
        self.setMaximumWidth(560)
        self.sign, self.star = QAction(self), QAction(self)
        self.star.setCheckable(True)
        self.star.setVisible(False)
        self.addAction(self.sign, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self.star, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._cleared)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def attach(self, suggestions: SuggestionList) -> None:
        """The list that is shown beneath."""
        self.suggestions = suggestions
        suggestions.picked.connect(self.take)

    def suggest(self, typed: str, suggestions: Sequence[Suggestion]) -> None:
        """Show what was suggested, if it is still what stands here and nothing is being composed."""
        wanted = self.hasFocus() and typed == self.text() and not self._composing
        if self.suggestions is not None:
            self.suggestions.show_under(self, suggestions if wanted else ())

    def take(self, suggestion: Suggestion) -> None:
        """Put a suggestion into the box and ask for it."""
        self.setText(suggestion.query)
        self._edited(suggestion.query)
        self.hide_suggestions()
        self.suggestion_taken.emit(suggestion)

    def hide_suggestions(self) -> bool:
        """Returns whether there were any in sight."""
        if self.suggestions is None or not self.suggestions.isVisible():
            return False
        self.suggestions.hide()
        return True

    def show_query(self, query: str) -> None:
        """Put a query into the box that was not typed there."""
        if self.text() != query:
            self._said = query
            self.setText(query)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setPlaceholderText(self._texts("搜索全库：关键词、文号、责任单位…　Ctrl+K"))
        self.setAccessibleName(self._texts("搜索全库"))
        self.sign.setToolTip(self._texts("搜索历史和已保存的搜索 (Ctrl+H)"))
        self.star.setToolTip(self._texts("保存这个搜索；再点一下取消"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Up; everything while composing, and all else, is the line's own."""
        if self._composing or not self._handled(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While characters are being composed, no suggestion is in the way of the input method's own list."""
        self._composing = bool(event.preeditString())
        if self._composing:
            self.hide_suggestions()
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Suggestions go with the keyboard."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._composing = False
            self.hide_suggestions()
            if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self.left.emit()

    def _handled(self, event: QKeyEvent) -> bool:
        listed = self.suggestions if self.suggestions is not None and self.suggestions.isVisible() else None
        if event.key() in _ENTER:
            if listed is not None and listed.current is not None:
                self.take(listed.current)
            else:
                self.hide_suggestions()
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.entered_aside.emit()
                else:
                    self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.key() == Qt.Key.Key_Up and listed is not None:
            listed.step(-1)
            return True
        if event.key() == Qt.Key.Key_Down:
            if listed is not None and listed.step(1):
                return True
            if listed is None and not self.text():
                self.past_wanted.emit()
                return True
            self.hide_suggestions()
            self.left_downwards.emit()
            return True
        return False

    def _edited(self, text: str) -> None:
        self._said = text
        if not text:
            self.hide_suggestions()
        self.edited.emit(text)

    def _cleared(self, text: str) -> None:
        if not text and self._said:  # the clear button does not count as an edit
            self._edited("")
