"""Sets of numbers as whole numbers."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.bit_sets import bits_from, bits_of, members


@given(st.sets(st.integers(0, 700)))
@example(set(range(701)))
@example(set(range(0, 4000, 9)))  # many, and few of all
@example({700})
def test_the_members_of_a_set_are_those_put_in(numbers: set[int]) -> None:
    bits = bits_from(numbers, 4000)
    assert list(members(bits)) == list(bits_of(bits)) == sorted(numbers)
