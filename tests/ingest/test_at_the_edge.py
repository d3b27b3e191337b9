"""Values just at the edge of what a rule takes: the shortest title of a card, the narrowest line that is full."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reader.ingest.page.wraps import join_wrapped
from reader.ingest.repair.simplify import simplify
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import read, texts

WORDS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


@pytest.mark.parametrize(("short", "joined"), [(3, True), (4, False)])
def test_a_full_line_may_fall_three_characters_short(short: int, joined: bool) -> None:
    """Two paragraphs of two lines; the full line of one of them is narrower than that of the other."""
    size = 24
    first, second = WORDS[:size], WORDS[1 : size + 1 - short]
    page = "\n".join([first, WORDS[2:12] + "。", "", second, WORDS[5:15] + "。"])
    text = join_wrapped(TracedText(page)).text
    assert (first + WORDS[2:12] in text) is joined


@pytest.mark.parametrize(("change", "kept"), [("对个體。", "对个体。"), ("对某體量。", "对某體量。")])
def test_in_simplified_text_a_stray_form_needs_its_word_elsewhere(change: str, kept: str) -> None:
    """What stands before it counts as what stands behind it does: 个体 is written elsewhere, 体量 is not."""
    page = "本市鼓励个体经营者依法从事生产经营活动，并为他们提供帮助。\n" + change
    made = simplify(TracedText(page))
    assert made.text.split("\n")[1] == kept


@pytest.mark.parametrize(("title", "read_as"), [("保密规定", "保密规定"), ("规定书", None)])
def test_a_title_of_a_card_has_four_characters_or_more(title: str, read_as: str | None) -> None:
    card = ["索引号：000014349/2021-00001", f"标题：{title}", "发文机关：某市人民政府", "成文日期：2021年3月4日"]
    document = read(*card, "", "第一条　为了保守秘密，制定本规定。", "第二条　本规定自发布之日起施行。")
    assert (document.title or None) == read_as
    assert any(a != b for a, b in pairwise(texts(document)))
