"""The numbers of damaged headings are told by how the whole page counts, and only where nothing else does as well."""

from __future__ import annotations

import pytest

from reader.ingest.repair.shift_count import best_path

OPEN = dict.fromkeys(range(1, 10), 0.0)
"""A heading whose number may be any."""


def counted(*numbers: int | dict[int, float] | None) -> list[int | None]:
    """What the headings count as. A number is one that is seen, None a higher heading."""
    chain = [
        (None, {}) if given is None else (at, given if isinstance(given, dict) else {given: 0.0})
        for at, given in enumerate(numbers)
    ]
    found = best_path(chain)
    return [found[at] for at, given in enumerate(numbers) if given is not None]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1, OPEN, 3), [1, 2, 3]),
        ((OPEN, 2), [1, 2]),
        ((1, 2, OPEN), [1, 2, 3]),
        ((1, OPEN, OPEN, 4), [1, 2, 3, 4]),
        ((1, 2, None, OPEN, 2), [1, 2, 1, 2]),
        ((1, 2, None, OPEN, 4), [1, 2, 3, 4]),
        ((OPEN,), [1]),
        ((OPEN, OPEN), [1, 2]),
        ((2, {3: 0.0, 8: -1.0}), [2, 3]),
        ((2, {3: -20.0, 8: 0.0}), [2, 8]),
        ((3, 3), [3, 3]),
        ((7,), [7]),
    ],
)
def test_the_number_that_counts_on(
    numbers: tuple[int | dict[int, float] | None, ...], expected: list[int | None]
) -> None:
    assert counted(*numbers) == expected


def test_where_two_numbers_do_nearly_as_well_none_is_taken() -> None:
    assert counted({3: 0.0, 4: 0.0}) == [None]
    assert counted(2, {3: 0.0, 9: 0.0}, 10) == [2, None, 10]
    assert counted(2, {3: -2.0, 9: 0.0}, 4) == [2, 3, 4]
    assert counted(1, 2, None, {1: 0.0, 3: 0.0}) == [1, 2, None], "behind a higher heading both are usual"
