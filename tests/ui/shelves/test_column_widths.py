"""Columns of the table of all documents share its width as their words need it."""

from __future__ import annotations

import pytest

from reader.ui.shelves.column_widths import TITLES, Wanted, sample, shared

NUMBERS, ISSUERS, DATES = 1, 2, 3


def wanted(titles: list[int], numbers: list[int], issuers: list[int]) -> dict[int, Wanted]:
    return {
        TITLES: Wanted(220, 220, sorted(titles), 20), NUMBERS: Wanted(80, 150, sorted(numbers), 20),
        ISSUERS: Wanted(80, 190, sorted(issuers), 20), DATES: Wanted(80, 96, [90] * 20, 20),
    }  # fmt: skip


def test_where_what_most_say_does_not_fit_in_the_table_scrolls_and_nothing_is_cut_for_titles() -> None:
    many = {TITLES: Wanted(220, 220, [600] * 20, 20), **{n: Wanted(50, 90, [85] * 15, 20) for n in range(1, 9)}}
    assert shared(700, many) == {TITLES: 220, **dict.fromkeys(range(1, 9), 90)}
    assert shared(220 + 8 * 85, many) == {TITLES: 220, **dict.fromkeys(range(1, 9), 85)}
    few = {number: Wanted(each.least, each.usual, each.rows[:4], each.of) for number, each in many.items()}
    assert sum(shared(700, few).values()) == 700, "what few say may be cut"


def test_an_empty_column_gives_its_room_to_titles_that_are_cut() -> None:
    assert shared(700, wanted([600] * 20, [], [])) == {TITLES: 450, NUMBERS: 80, ISSUERS: 80, DATES: 90}


def test_where_nothing_is_cut_columns_are_as_wide_as_ever_and_titles_have_the_rest() -> None:
    assert shared(1000, wanted([300] * 20, [], [100])) == {TITLES: 564, NUMBERS: 150, ISSUERS: 190, DATES: 96}


def test_numbers_that_most_documents_bear_are_not_cut_for_titles() -> None:
    made = shared(700, wanted([600] * 20, [140] * 15, [300] * 2))
    assert made[NUMBERS] == 140
    assert made[ISSUERS] == 80, "few are cut there"
    assert made[TITLES] == 700 - 140 - 80 - 90


def test_a_width_that_was_drawn_stays_and_the_least_of_all_may_be_more_than_there_is() -> None:
    drawn = {**wanted([600] * 20, [140] * 20, []), NUMBERS: Wanted(60, 60)}
    assert shared(700, drawn)[NUMBERS] == 60
    assert shared(300, drawn) == {TITLES: 220, NUMBERS: 60, ISSUERS: 80, DATES: 96}


@pytest.mark.parametrize("room", range(200, 1500, 37))
def test_all_room_is_given_and_no_more(room: int) -> None:
    made = shared(room, wanted([250, 400, 700], [90, 150], [60, 200, 333]))
    fits = 220 + 80 + 80 + 90
    assert sum(made.values()) == (room if room >= fits else 220 + 150 + 190 + 96)


@pytest.mark.parametrize("rows", [0, 1, 20, 79, 80, 81, 3505])
def test_rows_from_all_over_are_measured(rows: int) -> None:
    numbers = list(sample(rows))
    assert len(numbers) == min(rows, 80) == len(set(numbers))
    assert all(0 <= number < rows for number in numbers)
    assert rows < 100 or max(numbers) > rows * 0.9
