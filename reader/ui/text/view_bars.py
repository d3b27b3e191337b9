"""The two quiet bars at the text: below it the notice that a script is a conversion, above it title and path of what is
in sight.

Must not know documents: the path is given as steps with a block id each.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from reader.core.late_dataclass import dataclass
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.theme import Theme

_HEIGHT = 28
_AROUND = (16, 2, 8, 2)  # pixels around a notice
_START = "#start"  # where the title leads
_BETWEEN, _LEAST = 24, 48  # pixels: for the sign between two steps; of a step that is cut
_IN_HANS, _IN_HANT = ("简体为转换显示，非官方文本", "关闭提示"), ("繁體為轉換顯示，非官方文本", "關閉提示")
_IN_TAIWAN = ("繁體（臺灣用語）為轉換顯示，用詞與原文不同，非官方文本", "關閉提示")


@dataclass(frozen=True)
class Step:
    """One enclosing heading: its words as shown, its block."""

    words: str
    block: str


class NoticeBar(QFrame):
    """One sentence with a button to put it away."""

    dismissed = Signal()
    seen = Signal()  # it has come into sight, or gone out of it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(self)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self._close)
        self._close.clicked.connect(self.dismiss)
        self._dismissed = self._converted = self._silent = False
        self.hide()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(*_AROUND)
        row.addStretch(1)
        row.addWidget(self._label)
        row.addWidget(self._close)
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In the middle; where its words have no room in one line, in several."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        around = self._close.sizeHint().width() + self._row.spacing() + _AROUND[0] + _AROUND[2]
        narrow = QFontMetrics(self._label.font()).horizontalAdvance(self._label.text()) + around > self.width()
        if narrow != self._label.wordWrap():
            self._label.setWordWrap(narrow)
            for at in range(self._row.count()):
                self._row.setStretch(at, (at == 1) == narrow and at != 2)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    @property
    def wanted(self) -> bool:
        """Whether it has something to say that was not put away."""
        return self._converted and not self._dismissed

    def leave_to_another(self, *, silent: bool) -> None:
        """Another column beside says it already."""
        self._silent = silent
        self.setVisible(self.wanted and not silent)

    def tell(self, *, converted: bool, simplified: bool, other_words: bool = False) -> None:
        """Say that the script shown is a conversion, in that script; nothing where it is not, or once dismissed."""
        words, close = _IN_HANS if simplified else _IN_TAIWAN if other_words else _IN_HANT
        self._converted = converted
        self.setVisible(self.wanted and not self._silent)
        self._label.setText(words)
        self._fit()
        self.setAccessibleName(words)
        self._close.setToolTip(close)
        self._close.setAccessibleName(close)

    def showEvent(self, event: QShowEvent) -> None:
        """In sight."""
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, by itself or with all around it."""
        super().hideEvent(event)
        self.seen.emit()

    def dismiss(self) -> None:
        """Put it away for as long as this view lives."""
        self._dismissed = True
        self.hide()
        self.dismissed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(
            f"#notice {{ background: {theme.surface}; border: 0; border-top: 1px solid {theme.line}; }}"
            f"QLabel, QToolButton {{ color: {theme.muted}; font-size: 13px; background: transparent; }}"
            f"QToolButton {{ border: 1px solid transparent; border-radius: 4px; min-width: 24px; min-height: 24px; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {theme.link}; color: {theme.text}; }}"
        )


class PathBar(QFrame):
    """Where the first line in sight belongs: 《…方案》 › 五、打造… › （十四）建设…; each step leads to its heading."""

    chosen = Signal(str)  # block id
    start_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("path")
        self.setFixedHeight(_HEIGHT)
        self._title = ""
        self._steps: tuple[Step, ...] = ()
        self._colour = "#000000"
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        flags = Qt.TextInteractionFlag
        self._label.setTextInteractionFlags(flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard)
        self._label.linkActivated.connect(self._activated)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.addWidget(self._label, 1)

    def align(self, left: int, width: int) -> None:
        """Stand over the column of text: from `left`, `width` pixels wide."""
        margins = QMargins(left, 0, max(0, self.width() - left - width), 0)
        if margins != self._row.contentsMargins():
            self._row.setContentsMargins(margins)
            self._write()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is shown, outermost first."""
        return self._steps

    @property
    def title(self) -> str:
        """The title shown before the path; empty for none."""
        return self._title

    def show_title(self, title: str) -> None:
        """Show the document's title before the path, or none; it leads to the start."""
        if title != self._title:
            self._title = title
            self._changed()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show a path; an empty one leaves the bar empty, so that the text below never jumps."""
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self._changed()

    def _changed(self) -> None:
        self._write()
        filled = bool(self._steps or self._title)
        if filled != bool(self.property("filled")):
            self.setProperty("filled", filled)
            self.style().polish(self)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._colour = theme.muted
        self.setStyleSheet(
            f"#path {{ background: {theme.background}; border: 0; border-bottom: 1px solid {theme.background}; }}"
            f'#path[filled="true"] {{ border-bottom-color: {theme.line}; }}'
            f"QLabel {{ color: {theme.muted}; font-size: 13px; background: transparent; }}"
        )
        self._write()

    def _activated(self, link: str) -> None:
        if link == _START:
            self.start_wanted.emit()
        else:
            self.chosen.emit(link)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words anew."""
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        metrics = QFontMetrics(self._label.font())
        margins = self._row.contentsMargins()
        words = ([self._title] if self._title else []) + [step.words for step in self._steps]
        room = self.width() - margins.left() - margins.right() - _BETWEEN * max(0, len(words) - 1)
        widths = shares([metrics.horizontalAdvance(each) + 4 for each in words], room)
        shown = [metrics.elidedText(w, Qt.TextElideMode.ElideRight, x) for w, x in zip(words, widths, strict=True)]
        style = f"color:{self._colour};text-decoration:none"
        links = ([_START] if self._title else []) + [step.block for step in self._steps]
        parts = [_link(to, style, each) for to, each in zip(links, shown, strict=True)]
        if self._title:
            parts[0] = f"<b>{parts[0]}</b>"
        self._label.setText(" › ".join(parts))
        self._label.setToolTip(plain_tip(" › ".join(words)) if shown != words else "")
        self.setAccessibleName(" › ".join(words))


def _link(to: str, style: str, words: str) -> str:
    from html import escape  # not before there is a path to write

    return f'<a href="{escape(to)}" style="{style}">{escape(words)}</a>'


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """Divide room among words: what is short keeps its width, the long ones share the rest alike."""
    given = list(wanted)
    left, waiting = room, sorted(range(len(given)), key=lambda n: given[n])
    while waiting:
        fair = max(_LEAST, left // len(waiting))
        first = waiting.pop(0)
        given[first] = min(given[first], fair)
        left -= given[first]
    return given
