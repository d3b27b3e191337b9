"""Where no font sets Chinese, the window says so in ASCII, which every font has."""

from __future__ import annotations

import pytest

from reader.ui.look.fonts import NO_FONT, choose_fonts, missing


@pytest.mark.parametrize(
    ("installed", "able", "said"),
    [
        (["DejaVu Sans"], [], NO_FONT),
        (["DejaVu Sans"], ["Some Chinese Face"], ""),
        (["SimSun"], [], ""),
        (["WenQuanYi Micro Hei"], [], ""),
        ([], [], NO_FONT),
    ],
)
def test_it_is_told_only_where_no_face_can(installed: list[str], able: list[str], said: str) -> None:
    assert missing(choose_fonts(installed), lambda: able) == said


def test_the_sentence_can_be_read_without_such_a_font() -> None:
    assert NO_FONT.isascii()
    assert "fonts-noto-cjk" in NO_FONT
