"""What people say of families is kept in the store as marks, beside those of the registers."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from reader.core.errors import BadInput, StoreUnavailable
from reader.core.note import RowMark
from reader.library import Library
from reader.library.versions.deciding import Families


def test_decisions_are_kept_in_either_order_and_taken_back(small: Library) -> None:
    store = small.store
    families = Families(lambda: store)
    store.registers.set_row_mark(RowMark("tasks/1", "a", "tasks", "完成"))
    families.decide("b", "a", True)
    families.decide("a", "c", False)
    assert families.all() == {frozenset("ab"): True, frozenset("ac"): False}
    families.decide("a", "b", False)
    families.decide("c", "a", None)
    assert families.all() == {frozenset("ab"): False}
    with pytest.raises(BadInput, match="两份不同"):
        families.decide("a", "a", True)


def test_marks_of_another_program_and_a_store_that_is_away_decide_nothing() -> None:
    marks: Any = Mock()
    marks.registers.row_marks.return_value = {"family/a/b": RowMark("family/a/b", "a", "family", "别的", "b")}
    assert Families(lambda: marks).all() == {}

    def away() -> Any:
        raise StoreUnavailable("没有。")

    assert Families(away).all() == {}
