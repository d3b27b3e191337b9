"""A quiet line above the foot for one sentence and at most one thing to do about it. Never a box in the way.

It lies over the window and moves nothing: what was under the pointer stays there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader.core.showing import visible
from reader.ui.look.texts import Texts

SHORT = 8000  # ms a passing sentence stays
WIDEST, MARGIN = 860, 12  # pixels


class MessageBar(QFrame):
    """Shows the newest sentence. Problems stay until closed; what merely passes goes by itself."""

    said = Signal(str, bool)  # the sentence, and whether it is a problem

    def __init__(self, texts: Texts, area: QWidget, foot: int = 0) -> None:
        """`area`: what it lies over. `foot`: pixels at its lower end that stay free."""
        super().__init__(area)
        self._area, self._foot, self._lifted = area, foot, 0
        area.installEventFilter(self)
        self.setObjectName("messageBar")
        self._act: Callable[[], None] | None = None
        self.label = QLabel(textFormat=Qt.TextFormat.PlainText)  # names of files may look like HTML
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.button.clicked.connect(self._clicked)
        self.close_button.clicked.connect(self.hide)
        self._texts = texts
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    @property
    def offers(self) -> bool:
        """Whether a button is offered now that the next sentence would take away."""
        return not self.isHidden() and self._act is not None

    def retranslate(self) -> None:
        """Write the words anew."""
        self.close_button.setAccessibleName(self._texts("关闭"))

    def lift(self, pixels: int) -> None:
        """Keep so much more free below it: a page with buttons at its lower edge is open."""
        self._lifted = pixels
        self._lie()

    def say_written(self, target: Path, sentence: str = "") -> None:
        """A file was written: where, with a button that opens its folder; `sentence` in place of the usual one."""

        def reveal() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))

        said = sentence or self._texts("已写好：{name}", name=target)
        self.say(said, self._texts("打开文件夹"), reveal, stays=True)

    def say(self, sentence: str, label: str = "", act: Callable[[], None] | None = None, stays: bool = False) -> None:
        """Show a sentence, with what cannot be seen in it made visible; with `label` and `act` also a button."""
        self.label.setText(visible(sentence, lines=True))
        self._act = act
        self.button.setText(label)
        self.button.setVisible(act is not None)
        self._lie()
        self.show()
        self.raise_()
        self.said.emit(sentence, stays)
        if stays:
            self._timer.stop()
        else:
            self._timer.start(SHORT)

    def take_back(self, sentence: str) -> None:
        """What was said is over; anything said since stays."""
        if self.label.text() == visible(sentence, lines=True):
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the lower edge of the area."""
        if watched is self._area and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._lie()
        return super().eventFilter(watched, event)

    def _lie(self) -> None:
        room = self._area.size()
        layout = self.layout()
        width = max(1, min(WIDEST, self._wanted(), room.width() - 2 * MARGIN))
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        left, bottom = (room.width() - width) // 2, room.height() - self._foot - self._lifted - MARGIN
        self.setGeometry(left, max(0, bottom - height), width, height)

    def _wanted(self) -> int:
        """As wide as its words in one line: what it lies over can be used, also while it is there."""
        self.ensurePolished()
        words = max(map(self.label.fontMetrics().horizontalAdvance, self.label.text().split("\n")))
        buttons = [each for each in (self.button, self.close_button) if not each.isHidden()]
        return words + sum(each.sizeHint().width() + 8 for each in buttons) + 48

    def _clicked(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
