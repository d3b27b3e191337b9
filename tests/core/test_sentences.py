"""Texts in the pieces that are read aloud."""

from __future__ import annotations

import pytest

from reader.core.document import Block
from reader.core.sentences import LONGEST, sentences, spoken
from reader.core.span import Span


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("加强管理。落实责任；明确分工！", ["加强管理。", "落实责任；", "明确分工！"]),
        ("要求“抓紧办理。”各区照办", ["要求“抓紧办理。”", "各区照办"]),
        ("　　一、总体要求\n（一）指导思想", ["一、总体要求", "（一）指导思想"]),
        ("增长3.5%，达到1.2万家。", ["增长3.5%，达到1.2万家。"]),
        ("——————\n正文。", ["正文。"]),
        ("", []),
        ("。。。", []),
    ],
)
def test_a_text_is_parted_at_its_stops(text: str, pieces: list[str]) -> None:
    assert [span.cut(text) for span in sentences(text)] == pieces


def test_a_long_sentence_is_parted_at_commas_and_nothing_is_lost() -> None:
    text = "推进数字产业化和产业数字化，" * 40 + "打造新优势。"
    pieces = [span.cut(text) for span in sentences(text)]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= LONGEST
    assert all(piece.endswith(("，", "。")) for piece in pieces)


def test_a_text_without_any_stop_is_parted_all_the_same() -> None:
    text = "字" * 1000
    assert "".join(span.cut(text) for span in sentences(text)) == text


def test_a_table_is_read_row_by_row() -> None:
    text = "序号\t指标\n1\t增加值；占比\n2\t收入"
    table = Block("t", "table", text, Span(0, len(text)), rows=(("序号", "指标"), ("1", "增加值；占比"), ("2", "收入")))
    assert [span.cut(text) for span in spoken(table)] == text.split("\n")
