"""The strip of open documents above the text, shown once there are two; each can be closed or dragged onto a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QIcon, QMouseEvent
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton

from reader.ui.kit.dropping import carrying
from reader.ui.kit.glyphs import glyph_button
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.texts import Texts


class DocumentTabs(QTabBar):
    """Told what is open; asks by signals to show or to close."""

    close_wanted = Signal(int)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._icon = QIcon()
        self._docs: tuple[str, ...] = ()
        self._quiet = False
        self._pressed: tuple[int, QPoint] | None = None
        self.setObjectName("documentTabs")
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setExpanding(False)
        self.setDrawBase(False)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_titles(self, titles: Sequence[str], current: int, docs: Sequence[str] = ()) -> None:
        """These documents are open, number `current` in front."""
        self._docs = tuple(docs)
        with QSignalBlocker(self):
            while self.count() > len(titles):
                self.removeTab(self.count() - 1)
            for index, title in enumerate(titles):
                if index >= self.count():
                    self.addTab(title)
                    self.setTabButton(index, QTabBar.ButtonPosition.RightSide, self._close_button())
                self.setTabText(index, title)
                self.setTabToolTip(index, plain_tip(title))
            self.setCurrentIndex(current)
        self.setVisible(len(titles) > 1 and not self._quiet)

    def be_quiet(self, on: bool) -> None:
        """Stay away however many are open, or come back."""
        self._quiet = on
        self.setVisible(self.count() > 1 and not on)

    def carried(self, index: int) -> QMimeData | None:
        """What a drag of a tab carries; None where there is no such tab."""
        return carrying(self._docs[index], self.tabText(index)) if 0 <= index < len(self._docs) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which tab was pressed; it comes to the front on release, for a drag leaves everything as it is."""
        point = event.position().toPoint()
        index = self.tabAt(point)
        self._pressed = (index, point) if event.button() == Qt.MouseButton.LeftButton and index >= 0 else None
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tab that was clicked comes to the front."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self.tabAt(event.position().toPoint()) == pressed[0]:
            self.setCurrentIndex(pressed[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A tab that is pulled away becomes a drag of its document."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        index, start = self._pressed
        data = self.carried(index)
        if (
            data is None
            or (event.position().toPoint() - start).manhattanLength() < 2 * QApplication.startDragDistance()
        ):
            return
        self._pressed = None
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the close buttons anew; `icon` gives one by name."""
        self._icon = icon("x")
        for button in self._buttons():
            button.setIcon(self._icon)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setAccessibleName(self._texts("打开的文件"))
        for button in self._buttons():
            button.setToolTip(self._texts("关闭"))
            button.setAccessibleName(self._texts("关闭"))

    def _close_button(self) -> QToolButton:
        button = glyph_button("✕")
        button.setObjectName("closeTab")
        button.setIcon(self._icon)
        button.setIconSize(QSize(14, 14))
        button.setToolTip(self._texts("关闭"))
        button.setAccessibleName(self._texts("关闭"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_wanted.emit(self._buttons().index(button)))
        return button

    def _buttons(self) -> list[QToolButton]:
        found = (self.tabButton(index, QTabBar.ButtonPosition.RightSide) for index in range(self.count()))
        return [button for button in found if isinstance(button, QToolButton)]
