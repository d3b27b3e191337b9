"""The mark that room was made below a block is a property of the user's own, though no enum is asked at the start."""

from __future__ import annotations

from PySide6.QtGui import QTextFormat

from reader.ui.text.gap_rows import _ROOM_PROPERTY


def test_the_mark_of_room_made_is_the_first_but_one_of_the_users_own_properties() -> None:
    assert QTextFormat.Property.UserProperty.value + 1 == _ROOM_PROPERTY
