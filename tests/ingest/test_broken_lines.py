"""Lines that a page broke at its width, and lines into which it pressed several: what is joined, what parted, what left.

The edges are stated: the narrowest page, the fewest full lines, how far a full line may fall short.
"""

from __future__ import annotations

import pytest

from reader.ingest.page.split import split_lines
from reader.ingest.page.wraps import join_attachment_names, join_wrapped
from reader.ingest.traced import TracedText

WORDS = "推进数据共享开放建设统一平台促进产业发展完善服务体系加强组织领导落实工作责任提升治理水平优化营商环境" * 3


def words(count: int, end: str = "") -> str:
    return WORDS[: count - len(end)] + end


def sizes(*lines: str) -> list[int]:
    """The lengths of the lines that come out."""
    return [len(line) for line in join_wrapped(TracedText("\n".join(lines))).text.split("\n")]


FULL = [words(20)] * 4
LAST = "落实到位。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([words(15)] * 4 + [LAST], [15, 15, 15, 15, 5]),
        ([words(16)] * 4 + [LAST], [69]),
        ([words(70)] * 4 + [LAST], [285]),
        ([words(71)] * 4 + [LAST], [71, 71, 71, 71, 5]),
        ([words(20)] * 3 + [LAST], [20, 20, 20, 5]),
        (FULL, [20, 20, 20, 20]),
        ([*FULL, LAST], [85]),
        ([*FULL, words(17), LAST], [102]),
        ([*FULL, words(16), LAST], [96, 5]),
        ([*FULL, words(20, "。"), LAST], [100, 5]),
        ([*FULL, "一、" + LAST], [80, 7]),
        ([*FULL, *["短。"] * 9], [82, *[2] * 8]),
        ([*FULL, *["短。"] * 10], [20, 20, 20, 20, *[2] * 10]),
        ([*[words(20)] * 3, *[words(20, "。")] * 2, LAST], [80, 20, 5]),
        ([*[words(20)] * 3, *[words(20, "。")] * 3, LAST], [20, 20, 20, 20, 20, 20, 5]),
        ([*FULL, LAST, words(140)], [20, 20, 20, 20, 5, 140]),
        ([words(9) + "|" + words(10)] * 4 + [LAST], [20, 20, 20, 20, 5]),
        (["　　" + words(18), *FULL, words(20, "。"), LAST, "　　" + words(18), *FULL, LAST], [125, 105]),
    ],
)  # fmt: skip
def test_lines_of_one_width_are_a_paragraph(lines: list[str], expected: list[int]) -> None:
    assert sizes(*lines) == expected


@pytest.mark.parametrize("opens", ["——落实", "•落实", "附件1落实", "抄送落实", "2024年1月5日", "目录"])
def test_what_opens_a_line_of_its_own_is_not_joined(opens: str) -> None:
    assert sizes(*FULL, words(20), opens) == [100, len(opens)]


def test_latin_words_keep_a_blank_between_them() -> None:
    def seam(one: str, other: str) -> str:
        return join_wrapped(TracedText("\n".join([*FULL, words(17) + one, other]))).text[-len(one + other) - 1 :]

    assert seam("big", "data平台。") == "big data平台。"
    assert seam("big", "平台落实。")[1:] == "big平台落实。"
    assert seam("了台账", "data。")[1:] == "了台账data。"


PIECES = (
    "为加快发展，制定本方案。", "一、总体要求", "坚持创新驱动，推进数据共享开放，建设统一平台。", "二、主要任务",
    "建设统一平台，完善服务体系，加强组织领导，落实工作责任，提升治理水平。", "三、保障措施",
    "加强组织领导，落实工作责任，提升治理水平，优化营商环境，促进产业发展，完善服务体系。",
)  # fmt: skip


def parted(line: str) -> list[str]:
    return split_lines(TracedText(line)).text.split("\n")


def test_a_document_on_one_line_is_parted_at_its_blanks() -> None:
    line = " ".join(PIECES)
    assert parted(line) == list(PIECES)
    assert parted(line.replace("三、", "")) == [piece.removeprefix("三、") for piece in PIECES]
    once = line.replace("三、", "").replace("二、", "")
    assert parted(once) == [once], "one number may stand there by chance"
    told = parted(once.replace(" 一、", " 津政发〔2024〕5号 一、"))
    assert told[:2] == [PIECES[0], "津政发〔2024〕5号"], "the number of the document tells too"


def test_a_short_line_or_a_row_of_a_table_is_left() -> None:
    line = " ".join(PIECES)
    assert len(parted(line[:120])) == 7
    assert parted(line[:119]) == [line[:119]]
    row = line[:60] + "|" + line[61:]
    assert parted(row) == [row]


def test_blanks_that_part_nothing_are_few_enough() -> None:
    line = "一、要求 二、任务 " + " ".join([words(30)] * 4)
    assert parted(line) == [line]
    latin = " ".join([*PIECES, "OK"]) + " big data and so on"
    assert parted(latin)[-1].endswith("big data and so on")


def test_articles_in_one_line_are_parted_as_they_count_on() -> None:
    assert parted("第一条 为了发展。第二条 推进；第三条 完善。") == [
        "第一条 为了发展。",
        "第二条 推进；",
        "第三条 完善。",
    ]
    assert parted("第一条 为了发展。第三条 推进。") == ["第一条 为了发展。第三条 推进。"]
    assert parted("为了发展。第二条 推进。") == ["为了发展。第二条 推进。"]
    assert parted("第一条 依照本法第二条 的规定。") == ["第一条 依照本法第二条 的规定。"]


def test_the_name_of_an_attachment_is_joined_where_the_attachment_says_it_whole() -> None:
    listed = "附件：1.某市数字经济发展行动方案任务\n分工表\n2.联系表名单样式\n\n附件1\n{}数字经济发展行动方案任务分工表\n内容。"
    assert "任务分工表\n2." in join_attachment_names(TracedText(listed.format("某市"))).text
    assert "任务\n分工表\n2." in join_attachment_names(TracedText(listed.format("本市"))).text
    assert "任务\n分工表\n2." in join_attachment_names(TracedText(listed.format("某市")[3:])).text
