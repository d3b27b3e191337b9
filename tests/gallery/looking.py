"""What a painted window is looked at for: words that are cut off, and words that are too pale on their ground.

Words are compared with the room that their control has for them; colours are read from the picture, so that what a
style sheet, a palette or a delegate did to them is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from reader.ui.look.theme import contrast

WORDS: Final = 4.5
"""Least contrast of words with their ground."""
HEAD_ROOM: Final = 14  # pixels beside the words of a heading
SLACK: Final = 1  # pixels that rounding may take
MOST: Final = 4000  # pixels of a control that are read

MAY_BE_CUT: Final[Mapping[str, str]] = MappingProxyType({
    "footItem": "the place in the text may be longer than the window; cut with …, the whole is in the path bar",
    "Chooser": "titles of documents are of any length; cut with …, the whole is in the list that opens",
    "ElidedLabel": "cut with … by design, the whole is in its tip",
    "documentTabs": "titles of documents are of any length; cut with …, the whole is in the tip",
    "qt_tabwidget_tabbar": "tabs of a side panel give way together; the whole is in the tip",
    "path": "cut by its steps, the whole is in its tip",
    "SearchBox": "the hint in the search box gives way to the box; what it says is in the help",
})  # fmt: skip
"""Name or class of a control → why its words may be cut."""


@dataclass(frozen=True)
class Finding:
    """Something that should not be.

    Attributes:
        what: "cut", "pale" or "large".
        control: class and name. words: that it shows. figure: pixels that lack or are too many, or the contrast that there is.
    """

    what: str
    control: str
    words: str
    figure: float

    def __str__(self) -> str:
        return f"{self.what}: {self.control} “{self.words}” ({self.figure:.1f})"


def seen(root: QWidget) -> Iterator[QWidget]:
    """The controls of a widget that can be seen on it."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and (isinstance(widget, QLabel) or not widget.visibleRegion().isEmpty()):
            yield widget


def cut_off(root: QWidget) -> Iterator[Finding]:
    """Controls whose words do not fit them and that give no reason."""
    for widget in seen(root):
        if not {widget.objectName(), type(widget).__name__}.isdisjoint(MAY_BE_CUT):
            continue
        for words, lacking in (*_lacking(widget), *_outside(widget)):
            if lacking > SLACK and words.strip():
                yield Finding("cut", _name(widget), words[:60], lacking)


def too_large(root: QWidget) -> Iterator[Finding]:
    """A window that its screen has no room for."""
    room, size = root.screen().availableSize(), root.size()
    over = max(size.width() - room.width(), size.height() - room.height())
    if root.isWindow() and over > 0:
        yield Finding("large", _name(root), root.windowTitle(), over)


def _outside(widget: QWidget) -> Iterator[tuple[str, float]]:
    """Words of a label that stands outside of what it stands on, and by how much; what scrolls may."""
    parent = widget.parentWidget()
    if not isinstance(widget, QLabel) or parent is None or parent.objectName() == "qt_scrollarea_viewport":
        return
    place, room = widget.geometry(), parent.rect()
    yield widget.text(), max(place.bottom() - room.bottom(), place.right() - room.right())


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__}#{widget.objectName()}" if widget.objectName() else type(widget).__name__


def _lacking(widget: QWidget) -> Iterator[tuple[str, float]]:
    """Words of a control, and how many pixels they lack."""
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        if widget.wordWrap():
            yield widget.text(), widget.heightForWidth(widget.width()) - widget.height()
        elif widget.sizeHint().isValid():
            yield widget.text(), widget.sizeHint().width() - widget.width()
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton | QToolButton) and _worded(widget):
        yield widget.text(), widget.sizeHint().width() - widget.width()
    elif isinstance(widget, QGroupBox) and widget.title():
        yield widget.title(), widget.fontMetrics().horizontalAdvance(widget.title()) + 16 - widget.width()
    elif isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        room = widget.width() - 18 - 24 * len(widget.actions())
        yield widget.placeholderText(), widget.fontMetrics().horizontalAdvance(widget.placeholderText()) - room
    elif isinstance(widget, QComboBox) and not widget.isEditable():
        yield widget.currentText(), widget.fontMetrics().horizontalAdvance(widget.currentText()) + 32 - widget.width()
    elif isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            if widget.isTabVisible(tab):
                words = widget.tabText(tab)
                yield words, QFontMetrics(widget.font()).horizontalAdvance(words) + 8 - widget.tabRect(tab).width()
    elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        yield from _heads(widget)


def _worded(button: QAbstractButton) -> bool:
    iconic = Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(button.text()) and not (
        isinstance(button, QToolButton) and button.toolButtonStyle() == iconic and not button.icon().isNull()
    )


def _heads(header: QHeaderView) -> Iterator[tuple[str, float]]:
    model = header.model()
    for column in range(header.count()):
        words = model.headerData(column, Qt.Orientation.Horizontal) if not header.isSectionHidden(column) else None
        if words and len(str(words)) > 1:  # a sign is no word
            wide = header.fontMetrics().horizontalAdvance(str(words)) + HEAD_ROOM
            yield str(words), wide - header.sectionSize(column)


# -- colours ---------------------------------------------------------------------------------------------------------


def too_pale(root: QWidget, picture: QImage) -> Iterator[Finding]:
    """Words of controls in use whose strongest pixel stands out too little from the commonest one behind them."""
    for widget in seen(root):
        if not widget.isEnabled() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if (
            not widget.text().strip()
            or widget.visibleRegion().isEmpty()
            or (isinstance(widget, QToolButton) and not _worded(widget))
        ):
            continue
        found = strongest(picture, _place(widget, root, picture))
        if found is not None and found < WORDS:
            yield Finding("pale", _name(widget), widget.text()[:60], found)


def _place(widget: QWidget, root: QWidget, picture: QImage) -> QRect:
    """Where a control's inside stands in the picture of the root."""
    seen_part = widget.visibleRegion().boundingRect().adjusted(3, 3, -3, -3)
    corner = widget.mapTo(root, seen_part.topLeft()) if widget is not root else QPoint(seen_part.topLeft())
    scale = picture.width() / max(1, root.width())
    return QRect(corner * scale, seen_part.size() * scale).intersected(picture.rect())


def strongest(picture: QImage, place: QRect) -> float | None:
    """The best contrast of any pixel with the commonest one; None where there is nothing to read."""
    if place.width() < 8 or place.height() < 8:
        return None
    step = max(1, place.width() * place.height() // MOST)
    counted: Counter[int] = Counter()
    for y in range(place.top(), place.bottom() + 1):
        for x in range(place.left() + y % step, place.right() + 1, step):
            counted[picture.pixel(x, y)] += 1
    ground = counted.most_common(1)[0][0]
    return max(_contrast(ground, each) for each in counted)


@lru_cache(maxsize=100_000)
def _contrast(one: int, other: int) -> float:
    return contrast(QColor(one).name(), QColor(other).name())
