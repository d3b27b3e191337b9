"""Counting my tasks: who closes the window does not wait until every document is read."""

from __future__ import annotations

from datetime import date

import pytest

from reader.core.errors import Cancelled
from reader.library import Library
from reader.ui.session.row_keeping import count_mine


def test_counting_stops_between_two_documents(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def after_the_first() -> bool:
        asked.append(len(asked) > 0)
        return asked[-1]

    with pytest.raises(Cancelled):
        count_mine(small, "", date(2026, 11, 30), after_the_first)
    assert asked == [False, True]
    assert count_mine(small, "", date(2026, 11, 30)).late == 0
