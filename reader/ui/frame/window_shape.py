"""The size and place of a window, and how it is split, as text for the settings and back.

What comes back has lain in a file that anyone may have changed: Qt believes its own blobs (a handle a kilometre wide, a
window of two pixels), so they are looked through here. Each function says whether it could use what it was given; where
not, the window is as it was.
"""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode
from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

LEAST: Final = QSize(320, 240)  # pixels: what is smaller was not left so by a user
GEOMETRY: Final = 46  # bytes of the oldest form that Qt reads
AT, SCREEN = 40, struct.Struct(">iBBi")  # behind two rectangles: number of the screen, two flags, its width in pixels
SIZES: Final = struct.Struct(">iii")  # mark, version, number of widgets; their sizes follow, then how it is split
LARGEST: Final = 100_000  # pixels


def geometry_text(window: QWidget) -> str:
    """Size, place and screen of a window."""
    return _text(window.saveGeometry())


def split_text(split: QSplitter) -> str:
    """How a splitter is divided."""
    return _text(split.saveState())


def restore_geometry(window: QWidget, text: str) -> bool:
    """Give a window the size and place that `geometry_text` wrote, perhaps on a much larger or smaller screen."""
    data, before = _bytes(text), window.geometry()
    if len(data) < GEOMETRY or not (window.restoreGeometry(QByteArray(data)) or _elsewhere(window, data)):
        return False
    normal = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    if normal.width() >= LEAST.width() and normal.height() >= LEAST.height():
        return True
    window.setWindowState(window.windowState().WindowNoState)
    window.setGeometry(before)
    return False


def _elsewhere(window: QWidget, data: bytes) -> bool:
    """Qt refuses what was left on a much wider or narrower screen; said to be of this one, it fits it in."""
    if len(data) < AT + SCREEN.size:
        return False
    number, maximized, full, _wide = SCREEN.unpack_from(data, AT)
    screens = QGuiApplication.screens()
    number = number if 0 <= number < len(screens) else 0
    here = SCREEN.pack(number, maximized, full, screens[number].geometry().width())
    return window.restoreGeometry(QByteArray(data[:AT] + here + data[AT + SCREEN.size :]))


def restore_split(split: QSplitter, text: str) -> bool:
    """Divide a splitter as `split_text` wrote: only the sizes may differ from how it is made."""
    data, here = _bytes(text), split.saveState().data()
    behind = SIZES.size + 4 * split.count()
    if len(data) != len(here) or data[: SIZES.size] != here[: SIZES.size] or data[behind:] != here[behind:]:
        return False
    if not all(-1 <= size <= LARGEST for (size,) in struct.iter_unpack(">i", data[SIZES.size : behind])):
        return False
    return split.restoreState(QByteArray(data))


def fit_on_screen(window: QWidget) -> None:
    """Make a window smaller and move it where it reaches, with its frame, over the edges of what the screen leaves."""
    if window.isMaximized() or window.isFullScreen() or window.screen() is None:
        return
    room, frame, inside = window.screen().availableGeometry(), window.frameGeometry(), window.geometry()
    wide, high = frame.width() - inside.width(), frame.height() - inside.height()
    if frame.width() > room.width() or frame.height() > room.height():
        window.resize(inside.size().boundedTo(QSize(room.width() - wide, room.height() - high)))
        frame = window.frameGeometry()
    left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
    if (left, top) != (frame.left(), frame.top()):
        window.move(left, top)


def _text(value: QByteArray) -> str:
    return b64encode(value.data()).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""
