"""阅读模式 (F11): nothing but the text, and everything back exactly as it was; scrolling by itself; the ruler.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from reader.ui.desks.folding_desk import FoldingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.frame.window_shape import geometry_text, restore_split, split_text
from reader.ui.session.session import Session
from reader.ui.text.pacing import SLOWEST, Pace, faster

_HOW = "阅读模式：空格翻页，Shift+F11 自动滚动，F11 或 Esc 返回。"
RULER = "ruler"  # name under which the settings remember whether there is one


@dataclass(frozen=True, slots=True)
class _Before:
    """The window as it was before the mode.

    Attributes:
        left, right: whether the panels were in sight. geometry, split: as the settings keep them.
        page: the page that lay over the text, if one did.
    """

    state: Qt.WindowState
    left: bool
    right: bool
    geometry: str
    split: str
    page: QWidget | None


class ReadingModeDesk(QObject):
    """Answers to signals."""

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, window: QMainWindow, folding: FoldingDesk
    ) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._folding = folding
        self._before: _Before | None = None
        self._pace = Pace(self)
        self._pace.ended.connect(lambda: late.actions["auto_scroll"].setChecked(False))
        self._speed_said = ""
        late.actions["reading_ruler"].setChecked(bool(session.settings.panels.get(RULER, False)))
        self.show_ruler()

    @property
    def is_on(self) -> bool:
        """Whether the mode is on."""
        return self._before is not None

    @property
    def geometry(self) -> str:
        """The window's size and place, and its state, as they are without the mode."""
        return self._before.geometry if self._before is not None else geometry_text(self._window)

    @property
    def split(self) -> str:
        """How the window is divided without the mode."""
        return self._before.split if self._before is not None else split_text(self._parts.split)

    def set_on(self, on: bool) -> None:
        """Nothing but the text on the whole screen, or everything as it was."""
        self._late.actions["full_screen"].setChecked(on)
        if on and self._before is None:
            self._enter()
        elif not on and self._before is not None:
            self._leave(self._before)

    def _enter(self) -> None:
        parts, late = self._parts, self._late
        self._before = _Before(
            self._window.windowState() & ~Qt.WindowState.WindowFullScreen,
            not parts.left.isHidden(), not parts.right.isHidden(),
            geometry_text(self._window), split_text(parts.split), late.pages.page,
        )  # fmt: skip
        late.pages.close()
        self._folding.pause(True)
        for part in (late.bar, late.foot, parts.left, parts.right):
            part.hide()
        self._be_quiet(on=True)
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowFullScreen)
        if self._session.document is not None:
            parts.compare.columns[self._session.active].focus_text()  # the space bar turns its pages
        late.message.say(self._session.texts(_HOW))

    def _leave(self, before: _Before) -> None:
        parts, late = self._parts, self._late
        late.actions["auto_scroll"].setChecked(False)
        late.message.take_back(self._session.texts(_HOW))
        self._before = None
        late.bar.show()
        late.foot.show()
        self._be_quiet(on=False)
        self._window.setWindowState(before.state)
        parts.left.setVisible(before.left)
        parts.right.setVisible(before.right)
        restore_split(parts.split, before.split)
        self._folding.pause(False)
        if before.page is not None and late.pages.page is None:
            late.pages.show(before.page)

    def _be_quiet(self, *, on: bool) -> None:
        self._late.tabs.be_quiet(on)
        self._late.compare_bar.be_quiet(on)
        self._parts.compare.be_quiet(on)

    # -- scrolling by itself

    def set_scrolling(self, on: bool) -> None:
        """The active column scrolls by itself, or stands still."""
        if not on or self._session.document is None or self._session.pane.source:
            self._late.actions["auto_scroll"].setChecked(False)
            self._pace.stop()
            self._late.message.take_back(self._speed_said)
            return
        view = self._parts.compare.columns[self._session.active].view
        self._pace.start(view.text_area, view.line_height(), self._session.settings.scroll_speed)
        self._say_speed()

    def stop_scrolling(self) -> bool:
        """Stand still. Returns whether anything moved."""
        moved = self._pace.running
        self._late.actions["auto_scroll"].setChecked(False)
        return moved

    def change_speed(self, by: int) -> None:
        """Faster (1) or slower (-1); begins to scroll where nothing does."""
        speed = faster(self._session.settings.scroll_speed, by)
        self._session.settings = replace(self._session.settings, scroll_speed=speed)
        if not self._pace.running:
            self._late.actions["auto_scroll"].setChecked(True)
            return
        self._pace.set_speed(speed)
        self._say_speed()

    def _say_speed(self) -> None:
        speed = self._session.settings.scroll_speed
        self._speed_said = self._session.texts(
            "自动滚动：每分钟 {n} 行；[ 慢些，] 快些，Esc 停。", n=max(SLOWEST, speed)
        )
        self._late.message.say(self._speed_said)

    # -- the ruler

    def set_ruler(self, on: bool) -> None:
        """A ruler under the line that is read, or none; remembered."""
        settings = self._session.settings
        self._session.settings = replace(settings, panels={**settings.panels, RULER: on})
        self.show_ruler()

    def show_ruler(self) -> None:
        """Columns have come, or the theme is another."""
        on = self._late.actions["reading_ruler"].isChecked()
        for column in self._parts.compare.columns:
            column.view.show_ruler(on)

    def close(self) -> None:
        """Stop scrolling."""
        self._pace.stop()
