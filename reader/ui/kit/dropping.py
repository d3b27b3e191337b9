"""What is dragged: documents of the library, files from outside, and the veil that shows where they would drop.

Decides nothing: who starts a drag gives the document, who is dropped on tells where.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDropEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

MIME: Final = "application/x-policy-reader-document"
CHIP, CHIP_DOWN = 36, 48  # pixels: height of the words' ground, and how far below the upper edge it stands
EDGE: Final = 0.28  # share of a column's width (of its height, where they are stacked) that opens another column

Zone = Literal["left", "here", "right", "above", "below", "add"]
WORDS: Final[dict[Zone, str]] = {
    "left": "在左边并排打开", "here": "在本栏打开", "right": "在右边并排打开", "above": "在上方并排打开",
    "below": "在下方并排打开", "add": "松开，添加到文库",
}  # fmt: skip
_DRAGS: Final = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


def carrying(doc: str, title: str) -> QMimeData:
    """A document on its way; dropped outside the program it is its title."""
    data = QMimeData()
    data.setData(MIME, QByteArray(doc.encode()))
    data.setText(title)
    return data


def carried(data: QMimeData) -> str | None:
    """Id of the document that a drag carries; None where it carries something else."""
    return bytes(data.data(MIME).data()).decode() if data.hasFormat(MIME) else None


def local_files(data: QMimeData | None) -> tuple[Path, ...]:
    """The files and folders of this machine that a drag or the clipboard carries; nothing that is anywhere else."""
    if data is None:  # an empty clipboard
        return ()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def zone_at(at: int, length: int, *, room: bool, stacked: bool = False) -> Zone:
    """What a drop does to a column; without room for one more column every drop replaces.

    Args:
        at: where, along the way that columns stand in: from the left, or from above where they are stacked.
        length: of the column, along the same way.
    """
    if not room or EDGE * length <= at <= (1 - EDGE) * length:
        return "here"
    before: Zone = "above" if stacked else "left"
    behind: Zone = "below" if stacked else "right"
    return before if at < length / 2 else behind


class Veil(QWidget):
    """Lies over a column while something is dragged over it: the part that will be the document's, and words."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._theme: Theme | None = None
        self.zone: Zone = "here"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_zone(self, zone: Zone, theme: Theme) -> None:
        """Show where a drop now would put the document."""
        self.zone, self._theme = zone, theme
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.update()

    def area(self) -> QRect:
        """The part of the column that the document would take."""
        half, low = self.width() // 2, self.height() // 2
        if self.zone in {"here", "add"}:
            return self.rect()
        if self.zone in {"above", "below"}:
            return QRect(0, 0 if self.zone == "above" else self.height() - low, self.width(), low)
        return QRect(0 if self.zone == "left" else self.width() - half, 0, half, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint the part, frame it, say what will happen."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.area().adjusted(4, 4, -4, -4)
        tint = QColor(theme.link)
        tint.setAlpha(48)
        painter.setPen(QPen(QColor(theme.link), 2))
        painter.setBrush(tint)
        painter.drawRoundedRect(area, 6, 6)
        words = self._texts(WORDS[self.zone])
        metrics = QFontMetrics(self.font())
        width = min(area.width() - 8, metrics.horizontalAdvance(words) + 32)
        # Above the pointer's usual way, where what is dragged does not hide it.
        chip = QRect(area.center().x() - width // 2, area.top() + CHIP_DOWN, width, CHIP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.link))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(theme.background))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, chip.width() - 12)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()


class FileDrops(QObject):
    """Takes files that are dropped anywhere on a window, before any part of it sees them.

    A document that is dragged within the window is left to its parts.
    """

    dropped = Signal(object)  # tuple of paths

    def __init__(self, window: QWidget, texts: Texts, theme: Callable[[], Theme]) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self.veil = Veil(texts, window)

    def start(self) -> None:
        """Watch from now on; the window must have been shown."""
        self._window.setAcceptDrops(True)
        handle = self._window.windowHandle()
        assert handle is not None, "only a window that was shown takes drops"
        handle.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what carries files."""
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self.veil.hide()
        if kind not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        files = () if carried(event.mimeData()) is not None else local_files(event.mimeData())
        if not files:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # never moved: the file stays where it is
        event.accept()
        if kind == QEvent.Type.Drop:
            self.veil.hide()
            QTimer.singleShot(0, lambda: self.dropped.emit(files))  # whoever dragged is not kept waiting
        else:
            self.veil.show_zone("add", self._theme())
        return True
