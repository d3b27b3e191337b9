"""The small bar above documents side by side: whether they scroll together, align here, differences, swap, one more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton

from reader.ui.frame.actions import Actions
from reader.ui.kit.fitting import fit_words
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.texts import Texts

BUTTONS = {
    "link": "联动：开", "align_here": "此处对齐", "differences": "差异", "shared": "相同表述", "swap": "两栏交换",
    "export_comparison": "导出", "add": "再开一栏",
}  # fmt: skip
MENUS = {
    "export_comparison": (
        "导出两份文件的对照",
        ("export_comparison_docx", "export_comparison_html", "export_comparison_xlsx"),
    ),
    "add": ("再开一栏（最多四栏）", ("add_pane", "compare_script", "compare_source")),
}
SAYS_LEAST, SAYS_ROOMY = 60, 2000  # pixels: less of the sentence is not worth showing; room enough for any


class CompareBar(QFrame):
    """Made of the window's actions, in few words. Hidden until told otherwise."""

    def __init__(self, texts: Texts, actions: Actions) -> None:
        super().__init__()
        self._texts = texts
        self._actions = actions
        self.setObjectName("compareBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.says = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._sentence = ""
        self._wanted = self._quiet = False
        self.buttons = {name: self._button(name) for name in BUTTONS}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(4)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.says, 1)
        self.says.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.says.setMinimumWidth(SAYS_LEAST)
        self.hide()
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_wanted(self, on: bool) -> None:
        """Whether there are several columns."""
        self._wanted = on
        self.setVisible(on and not self._quiet)

    def be_quiet(self, on: bool) -> None:
        """Stay away however many there are, or come back."""
        self._quiet = on
        self.setVisible(self._wanted and not on)

    def say(self, sentence: str) -> None:
        """How the two clauses in sight stand to each other."""
        if sentence != self._sentence:
            self._sentence = sentence
            self.says.setToolTip(plain_tip(sentence))
            self._fit()

    def retranslate(self) -> None:
        """Write the words anew."""
        words = dict(BUTTONS)
        if not self._actions["link"].isChecked():
            words["link"] = "联动：关"
        for name, button in self.buttons.items():
            button.setText(self._texts(words[name]))
            tip = self._texts(MENUS[name][0]) if name in MENUS else self._actions[name].toolTip()
            button.setToolTip(tip)
            button.setAccessibleName(self._texts(words[name]))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where there is no room for words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            fit_words(layout, self.buttons.values(), self.width())
            layout.activate()
        room = self.says.width() if self.isVisible() else SAYS_ROOMY
        self.says.setText(self.says.fontMetrics().elidedText(self._sentence, Qt.TextElideMode.ElideRight, room))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if name in MENUS:
            menu = QMenu(button)
            actions = [self._actions[each] for each in MENUS[name][1]]
            menu.addActions(actions)
            for each in actions:
                each.enabledChanged.connect(lambda _on: button.setEnabled(any(a.isEnabled() for a in actions)))
            button.setMenu(menu)
            button.setObjectName("hitsMenu")  # a menu without an arrow of its own
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            return button
        action = self._actions[name]
        button.setIcon(action.icon())
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setIcon(action.icon())
            button.setEnabled(action.isEnabled())
            button.setChecked(action.isChecked())
            self.retranslate()

        action.changed.connect(follow)
        return button
