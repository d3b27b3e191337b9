"""Size, place and division of a window come back as they were, and damaged ones leave the window as it is."""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.frame.window_shape import fit_on_screen, geometry_text, restore_geometry, restore_split, split_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

PLACE = QRect(40, 60, 640, 420)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setGeometry(PLACE)
    return made


@pytest.fixture
def split(window: QMainWindow) -> QSplitter:
    made = QSplitter()
    for _ in range(3):
        made.addWidget(QWidget())
    made.setHandleWidth(1)
    window.setCentralWidget(made)
    window.show()
    made.setSizes([200, 300, 100])
    return made


def test_a_window_does_not_reach_over_the_edge_of_the_screen(window: QMainWindow) -> None:
    window.show()
    room = window.screen().availableGeometry()
    window.setGeometry(room.right() - 100, room.bottom() - 50, room.width() + 300, 420)
    fit_on_screen(window)
    assert room.contains(window.frameGeometry())
    assert window.height() == 420
    window.setGeometry(PLACE)
    fit_on_screen(window)
    assert window.geometry() == PLACE


def test_a_window_comes_back_as_it_was(window: QMainWindow) -> None:
    text = geometry_text(window)
    window.setGeometry(0, 0, 500, 500)
    assert restore_geometry(window, text)
    assert window.geometry() == PLACE


@pytest.mark.parametrize("wide", [240, 683, 1366, 3840])
def test_a_window_left_on_another_screen_comes_back_within_this_one(window: QMainWindow, wide: int) -> None:
    data = b64decode(geometry_text(window))
    text = b64encode(data[:46] + struct.pack(">i", wide) + data[50:]).decode()
    window.setGeometry(0, 0, 500, 500)
    assert restore_geometry(window, text)
    assert window.geometry() == PLACE
    large = QMainWindow()
    large.setGeometry(0, 0, 3000, 2000)
    data = b64decode(geometry_text(large))
    text = b64encode(data[:46] + struct.pack(">i", wide) + data[50:]).decode()
    assert restore_geometry(window, text)
    assert window.screen().geometry().contains(window.geometry())


def _geometry(*words: int) -> str:
    return b64encode(struct.pack(f">{len(words)}i", *words)).decode()


_MAGIC, _VERSION = 0x1D9D0CB, 0x30000


@pytest.mark.parametrize(
    "text",
    [
        "zzzzz", "////w=", "", "////", "汉字",
        b64encode(b"\0" * 66).decode(),
        _geometry(_MAGIC),
        _geometry(_MAGIC, _VERSION, 0, 0, 900, 600),
        _geometry(_MAGIC, _VERSION, *[0, 0, -1, -1] * 2, 0, 0, 800, 0, 0, -1, -1),
        _geometry(_MAGIC, _VERSION, *[0, 0, 9, 9] * 2, 0, 0, 800, 0, 0, 9, 9),
        _geometry(_MAGIC, _VERSION, *[-(2**31), -(2**31), 2**31 - 1, 2**31 - 1] * 2, 0, 0, 800, 0, 0, 9, 9),
    ],
)  # fmt: skip
def test_a_damaged_geometry_leaves_the_window_as_it_is(window: QMainWindow, text: str) -> None:
    assert not restore_geometry(window, text)
    assert window.geometry() == PLACE
    assert window.windowState() == Qt.WindowState.WindowNoState


def test_a_splitter_comes_back_as_it_was(split: QSplitter) -> None:
    text, sizes = split_text(split), split.sizes()
    split.setSizes([50, 50, 500])
    assert restore_split(split, text)
    assert split.sizes() == sizes


def _state(split: QSplitter, sizes: list[int], handle: int = 1, orientation: int = 1) -> str:
    data = b64decode(split_text(split))
    body = struct.pack(f">i{len(sizes)}i?i?i", len(sizes), *sizes, True, handle, True, orientation)
    return b64encode(data[:8] + body + data[8 + len(body) :]).decode()


@pytest.mark.parametrize("text", ["zzzzz", "////w=", "", "////", "汉字", b64encode(b"\0" * 35).decode()])
def test_a_damaged_state_leaves_the_splitter_as_it_is(split: QSplitter, text: str) -> None:
    sizes = split.sizes()
    assert not restore_split(split, text)
    assert split.sizes() == sizes


def test_a_state_may_change_sizes_only(split: QSplitter) -> None:
    sizes = split.sizes()
    assert restore_split(split, _state(split, sizes)), "the form is the one that Qt writes"
    for bad in (
        _state(split, sizes, handle=10**9), _state(split, sizes, orientation=2), _state(split, [2**31 - 1] * 3),
        _state(split, [-7, 1, 1]), _state(split, [1, 2]), _state(split, [1] * 500),
    ):  # fmt: skip
        assert not restore_split(split, bad)
    assert (split.sizes(), split.handleWidth(), split.orientation()) == (sizes, 1, Qt.Orientation.Horizontal)
