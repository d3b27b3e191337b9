"""Sets of numbers as whole numbers."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.bit_sets import bits_of, members, places_from


@given(st.dictionaries(st.integers(0, 700), st.integers(1, 255)))
@example(dict.fromkeys(range(701), 255))
@example(dict.fromkeys(range(0, 4000, 9), 3))  # many, and few of all
@example({700: 16})
@example({0: 1, 3999: 1})
def test_the_members_of_a_set_are_those_put_in(eighths: dict[int, int]) -> None:
    data = bytearray(4000)
    for number, some in eighths.items():
        data[number] = some
    numbers, told = members(int.from_bytes(data, "little"))
    assert dict(zip(numbers, told, strict=True)) == eighths
    assert list(numbers) == sorted(eighths)


@given(st.sets(st.integers(0, 700)))
def test_whole_documents_are_all_their_eighths(numbers: set[int]) -> None:
    held, told = members(places_from(numbers, 701))
    assert list(held) == sorted(numbers)
    assert set(told) <= {255}


@given(st.sets(st.integers(0, 700)))
def test_the_bits_of_a_set(numbers: set[int]) -> None:
    assert list(bits_of(sum(1 << number for number in numbers))) == sorted(numbers)
