"""What the connections of the window are made of: a frozen value of its parts, and how signals are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMainWindow

from reader.settings import Settings
from reader.ui.desks.every_desk import Desks
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.look.texts import Texts
from reader.ui.session.session import Session


@dataclass(frozen=True, slots=True)
class Connected:
    """What is connected with each other.

    Attributes:
        window: only to be closed, and for the names of its controls.
        remembered, save: the settings with everything of the window in them, and who writes them.
        reopen_wanted: the signal that another corpus is in force.
    """

    window: QMainWindow
    session: Session
    parts: Parts
    late: LateParts
    reading: ReadingDesk
    desks: Desks
    remembered: Callable[[], Settings]
    save: Callable[[Settings], None]
    reopen_wanted: SignalInstance

    @property
    def texts(self) -> Texts:
        """The words of the window."""
        return self.session.texts


def join(*pairs: tuple[SignalInstance, Callable[..., object] | SignalInstance]) -> None:
    """Each signal with what answers it, in this order."""
    for signal, answer in pairs:
        signal.connect(answer)
