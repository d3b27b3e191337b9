from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.text.setting.balance import breaks, width

NOTICE = "天津市人民政府关于印发天津市加快数字化发展三年行动方案（2021—2023年）的通知"


def lines(text: str, measure: float = 24.3) -> list[str]:
    cuts = [0, *breaks(text, measure), len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def test_a_short_title_is_one_line() -> None:
    assert breaks("深圳经济特区数字经济产业促进条例", 24.3) == []
    assert breaks("", 24.3) == []


def test_breaks_stand_where_a_reader_would_put_them() -> None:
    assert lines(NOTICE) == ["天津市人民政府关于印发", "天津市加快数字化发展三年行动方案", "（2021—2023年）的通知"]


@pytest.mark.parametrize(
    "name", ["《上海市促进城市数字化转型的若干政策措施》", "“十四五”国民健康规划", "（2021—2023年）"]
)
def test_a_name_in_brackets_is_never_cut(name: str) -> None:
    text = f"上海市人民政府办公厅关于印发{name}的通知"
    assert any(name in line for line in lines(text))


@pytest.mark.parametrize("measure", [5.0, 6.0, 7.0, 8.0])
def test_years_that_a_narrow_column_has_no_room_for_part_behind_their_dash(measure: float) -> None:
    for years in ("2021—2023年", "2021-2023年"):
        cut = [line for line in lines(f"三年行动方案（{years}）的通知", measure) if "20" in line]
        assert [line[:6] for line in cut] == [f"（{years[:5]}", "2023年）"]


def test_what_is_longer_than_a_line_is_cut_all_the_same() -> None:
    text = "《" + "长" * 60 + "》"
    assert all(width(line) <= 24.3 for line in lines(text))
    assert "".join(lines(text)) == text


@given(st.text(alphabet="天津市数字化发展的通知《》（）2021—年、 ab", min_size=1, max_size=90), st.floats(8, 40))
def test_lines_fit_and_nothing_is_lost(text: str, measure: float) -> None:
    made = lines(text, measure)
    assert "".join(made) == text
    assert all(made)
    assert all(width(line) <= measure for line in made)
