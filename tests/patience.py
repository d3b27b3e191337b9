"""How long tests wait for a state of the window: one generous limit for all, so that a busy machine fails no test.

A wait ends with the state it waits for; the limit only says when to give up on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.text.text_setting import TextSetting

LIMIT: Final = 60_000  # milliseconds; half of what pytest gives a whole test


class PatientBot(QtBot):
    """pytest-qt's bot with this limit where it has five seconds."""

    def waitSignal(self, signal: Any, *, timeout: int = LIMIT, **given: Any) -> Any:
        """Until a signal is emitted."""
        return super().waitSignal(signal, timeout=timeout, **given)

    def waitSignals(self, signals: list[Any], *, timeout: int = LIMIT, **given: Any) -> Any:
        """Until all signals are emitted."""
        return super().waitSignals(signals, timeout=timeout, **given)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LIMIT) -> None:
        """Until a condition holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitCallback(self, *, timeout: int = LIMIT, raising: bool | None = None) -> Any:
        """Until a callback is called."""
        return super().waitCallback(timeout=timeout, raising=raising)

    def waitActive(self, widget: Any, *, timeout: int = LIMIT) -> Any:
        """Until a window is active."""
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: Any, *, timeout: int = LIMIT) -> Any:
        """Until a window is on the screen."""
        return super().waitExposed(widget, timeout=timeout)


SHORT: Final = 500  # milliseconds; timers up to this long carry on what an action began


def at_rest(qtbot: QtBot, widget: QWidget) -> None:
    """Wait until nothing is under way in a window: its texts are set whole, and nothing is put off any more.

    Looked at a few times in turns of the event loop of their own, since what ends may begin something else.
    """
    calm = 0

    def still() -> bool:
        nonlocal calm
        timers = widget.findChildren(QTimer)
        put_off = any(t.isActive() and t.isSingleShot() and t.interval() <= SHORT for t in timers)
        filling = any(not view.is_complete for view in widget.findChildren(TextSetting))
        calm = 0 if put_off or filling else calm + 1
        return calm > 4

    qtbot.waitUntil(still)


def complete(qtbot: QtBot, *views: TextSetting) -> None:
    """Wait until the texts of views are set whole: before that, what is drawn in them is a part of it."""
    qtbot.waitUntil(lambda: all(view.is_complete and not view._settle.isActive() for view in views))
