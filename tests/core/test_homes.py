"""What is held against a place: the homes that a note's surroundings remember."""

from __future__ import annotations

from reader.core.anchor import Resolver, make
from reader.core.document import Block, Document, Source
from reader.core.note import Piece, Selection
from reader.core.span import Span

BEFORE = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
BEHIND = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"


def document(*lines: str, names: str = "abcdefgh") -> Document:
    blocks = tuple(Block(name, "paragraph", line, Span(0, 0)) for name, line in zip(names, lines, strict=False))
    return Document(id="law", title="法", source=Source("x", "0" * 64, "hans"), blocks=blocks)


def now(words: str, old: Document, new: Document) -> int | None:
    """Where the words that stand once in the old text stand in the new one."""
    block = next(block for block in old.blocks if words in block.text)
    at = block.text.index(words)
    found = Resolver(new).resolve(make(old, Selection(old.id, (Piece(block.id, Span(at, at + len(words))),))))
    return new.block_starts()[found.pieces[0].block] + found.pieces[0].span.start if found.pieces else None


WORDS = "由园艺部门提出建议"


def test_a_copy_is_not_taken_where_the_rest_of_the_line_stayed() -> None:
    """What stood behind the words in their own line is there in full, behind others."""
    words = "同等的职权，参加同样的培训，领取同样的证件，"
    old = document(BEFORE, f"兼职督学行使与专职督学{words}{BEHIND}")
    copy = f"兼任督学行使与专职督学{words}"
    new = document(BEFORE + "另外", f"依照规定，{BEHIND}", "海咸河淡鳞潜羽翔", copy, names="stuvw")
    assert now(words, old, new) is None
    assert now(words, old, document(BEFORE + "另外", "海咸河淡鳞潜羽翔", copy, names="stu")) is not None


def test_a_copy_is_not_taken_where_another_line_stands_between_both_neighbours() -> None:
    """Of the lines before and behind eight characters stayed; together they tell where the words were."""
    words = "兼职督学行使与专职督学同等的职权，参加同样的培训"
    old = document(BEFORE, words, BEHIND)
    copy = f"另外规定{words}的除外"
    new = document(f"甲乙丙丁{BEFORE[-7:]}", "园艺部门提出建议", f"{BEHIND[:7]}戊己庚辛", copy, names="stuv")
    assert now(words, old, new) is None
    assert now(words, old, document("甲乙丙丁", copy, names="st")) is not None


def test_words_that_were_struck_out_are_not_found_in_a_sister_clause() -> None:
    """What stood before the words and behind them and their mark meets in their clause; the sister reads as it did."""
    clause, sister = "春季采摘果实的，{}{}", f"秋季采摘果实的，{WORDS}，{BEHIND}"
    old = document(clause.format(f"{WORDS}，", BEHIND), sister)
    assert now(WORDS, old, document(clause.format("", BEHIND), sister, names="st")) is None
    kept = document(clause.format(f"{WORDS}，", BEHIND), sister, names="st")
    assert now(WORDS, old, kept) == kept.text.index(WORDS)
