"""The one bar at the top: panels, back and forward, the search box, 简|繁, and the buttons for what is used all day.

Made of the window's actions; owns the search box and the script switch, and asks by signals.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QToolButton

from reader.script import Script
from reader.ui.frame.actions import Actions
from reader.ui.kit.fitting import fit_words
from reader.ui.kit.glyphs import glyph_button
from reader.ui.look.texts import Texts
from reader.ui.look.window_style import BAR_HEIGHT
from reader.ui.search.search_box import SearchBox


class TopBar(QFrame):
    """44 pixels high."""

    query_edited = Signal(str)
    query_entered = Signal(bool)  # with Shift
    left_downwards = Signal()  # Down pressed in the search box
    script_picked = Signal(object)  # Script

    def __init__(self, texts: Texts, actions: Actions, menu: QMenu, look_menu: QMenu) -> None:
        super().__init__()
        self._texts = texts
        self.setObjectName("topBar")
        self.setFixedHeight(BAR_HEIGHT)
        self.search = SearchBox(texts)
        self.simplified, self.traditional = glyph_button("简"), glyph_button("繁")
        self._scripts = QButtonGroup(self)
        for button, name in ((self.simplified, "simplified"), (self.traditional, "traditional")):
            button.setCheckable(True)
            button.setObjectName(name)
            self._scripts.addButton(button)
        self.look = self._menu_button(look_menu)
        self.more = self._menu_button(menu)
        self._lay_out(actions)
        self.search.edited.connect(self.query_edited)
        self.search.entered.connect(self.query_entered)
        self.search.left_downwards.connect(self.left_downwards)
        self.simplified.clicked.connect(lambda: self.script_picked.emit(Script.HANS))
        self.traditional.clicked.connect(lambda: self.script_picked.emit(Script.HANT))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_script(self, script: Script) -> None:
        """Show which script is on screen."""
        (self.simplified if script == Script.HANS else self.traditional).setChecked(True)

    def show_query(self, query: str) -> None:
        """Put a query into the box that was not typed there."""
        self.search.show_query(query)

    def focus_search(self) -> None:
        """Ready to type over what stands in the box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.simplified.setToolTip(self._texts("显示简体 (F9)"))
        self.traditional.setToolTip(self._texts("显示繁体 (F9)"))
        self.look.setText("Aa")
        self.look.setToolTip(self._texts("主题和字号"))
        self.look.setAccessibleName(self._texts("主题和字号"))
        self.more.setText("⋯")
        self.more.setToolTip(self._texts("更多"))
        self.more.setAccessibleName(self._texts("更多"))
        self._fit()

    def _lay_out(self, actions: Actions) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        for name in ("left_panel", "back", "forward"):
            layout.addWidget(self._button(actions[name], words=False))
        layout.addStretch(1)
        layout.addWidget(self.search, 8)
        layout.addStretch(1)
        layout.addWidget(self.simplified)
        layout.addWidget(self.traditional)
        layout.addSpacing(8)
        self._worded = [self._button(actions[name], words=True) for name in SHORT_WORDS]
        for button in self._worded:
            layout.addWidget(button)
        layout.addWidget(self.look)
        layout.addWidget(self.more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where there is no room for words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            fit_words(layout, self._worded, self.width())

    def _button(self, action: QAction, words: bool) -> QToolButton:
        button = ActionButton(action, self._texts) if words else QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    @staticmethod
    def _menu_button(menu: QMenu) -> QToolButton:
        button = QToolButton()
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


SHORT_WORDS = {"compare": "对照", "right_panel": "批注", "registers": "台账"}


class ActionButton(QToolButton):
    """A button that says its action in one word; the long words stay in the tooltip."""

    def __init__(self, action: QAction, texts: Texts) -> None:
        super().__init__()
        self._short = action
        self._texts = texts

    def event(self, event: QEvent) -> bool:
        """Keep the short word when the action changes."""
        handled = super().event(event)
        if event.type() in {QEvent.Type.ActionAdded, QEvent.Type.ActionChanged}:
            self.setText(self._texts(SHORT_WORDS[self._short.objectName()]))
        return handled
