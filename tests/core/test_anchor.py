"""Anchors: what is remembered of a selection, and where its words are found in a newer text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.anchor import Resolver, make, resolve
from reader.core.document import Block, Document, Source
from reader.core.errors import BadInput
from reader.core.note import Piece, Selection
from reader.core.span import Span

PLAN = (
    "一、总体要求",
    "坚持创新驱动，推动数字经济和实体经济深度融合。",
    "到2023年，数字经济增加值占全市生产总值的比重达到50%。",
    "二、重点任务",
    "建设城市大脑前端综合应用平台𠮷，形成统一的数据共享交换体系。",
    "培育一批数字经济龙头企业，打造具有全国影响力的产业集群。",
)


def document(*texts: str, ids: tuple[str, ...] = ()) -> Document:
    blocks = [Block(ids[i] if ids else f"b{i}", "paragraph", text, Span(0, 0)) for i, text in enumerate(texts)]
    return Document(id="plan", title="方案", source=Source("x", "0" * 64, "hans"), blocks=tuple(blocks))


def select(doc: Document, words: str) -> Selection:
    """A selection of words of one block."""
    block = next(b for b in doc.blocks if words in b.text)
    at = block.text.index(words)
    return Selection(doc.id, (Piece(block.id, Span(at, at + len(words))),))


def words_at(doc: Document, pieces: tuple[Piece, ...]) -> str:
    found = []
    for piece in pieces:
        block = doc.block(piece.block)
        assert block is not None
        found.append(piece.span.cut(block.text))
    return "\n".join(found)


def test_an_anchor_remembers_words_context_and_place() -> None:
    doc = document(*PLAN)
    anchor = make(doc, select(doc, "数据共享交换体系"))
    assert (anchor.doc, anchor.block, anchor.end_block) == ("plan", "b4", "b4")
    assert anchor.quote == "数据共享交换体系"
    assert anchor.prefix.endswith("综合应用平台𠮷，形成统一的")
    assert anchor.suffix == "。\n" + PLAN[5][:30]
    assert doc.text[anchor.position :].startswith(anchor.quote)
    assert len(anchor.document_hash) == 64


def test_same_text_is_exact() -> None:
    doc = document(*PLAN)
    selection = select(doc, "应用平台𠮷，形成")
    found = resolve(make(doc, selection), doc)
    assert (found.state, found.pieces, found.score) == ("exact", selection.pieces, 1.0)


def test_a_change_elsewhere_leaves_it_exact() -> None:
    doc = document(*PLAN)
    new = document(PLAN[0], "完全改写的一段。", *PLAN[2:])
    found = resolve(make(doc, select(doc, "数据共享交换体系")), new)
    assert found.state == "exact"


def test_words_pushed_along_inside_their_clause_are_moved() -> None:
    doc = document(*PLAN)
    new = document(*PLAN[:4], "加快" + PLAN[4], PLAN[5])
    found = resolve(make(doc, select(doc, "数据共享交换体系")), new)
    assert found.state == "moved"
    assert words_at(new, found.pieces) == "数据共享交换体系"


def test_a_clause_that_moved_is_followed() -> None:
    doc = document(*PLAN)
    new = document(*PLAN[3:], *PLAN[:3], ids=("x1", "x2", "x3", "x4", "x5", "x6"))
    found = resolve(make(doc, select(doc, "占全市生产总值的比重")), new)
    assert (found.state, found.pieces[0].block) == ("moved", "x6")


def test_context_decides_between_equal_words() -> None:
    doc = document("各区要加强领导，落实责任。", "各部门要密切配合，落实责任。")
    second = Selection("plan", (Piece("b1", Span(9, 13)),))
    new = document("各区要加强组织领导，落实责任。", "新增一段。", "各部门要密切配合，落实责任。", ids=("a", "b", "c"))
    found = resolve(make(doc, second), new)
    assert (found.state, found.pieces) == ("moved", (Piece("c", Span(9, 13)),))


def test_equal_words_that_nothing_tells_apart_are_orphans() -> None:
    doc = document("甲单位牵头，落实责任。", "其他内容其他内容其他内容。")
    new = document("全新的一段，落实责任，此外。", "别样的文字，落实责任，完毕。", ids=("x", "y"))
    assert resolve(make(doc, select(doc, "落实责任")), new).state == "orphan"


def test_a_clause_that_stands_twice_with_all_around_it_is_an_orphan() -> None:
    block = "完全相同的一段，牵头单位负责落实责任，并且定期报告进展情况。"
    doc = document(PLAN[1], block, PLAN[2])
    anchor = make(doc, select(doc, "落实责任"))
    once = document("另一段。", PLAN[1], block, PLAN[2], ids=("w", "x", "y", "z"))
    assert resolve(anchor, once).pieces == (Piece("y", Span(14, 18)),)
    twice = document(*(PLAN[1], block, PLAN[2]) * 2, ids=("u", "v", "w", "x", "y", "z"))
    assert resolve(anchor, twice).state == "orphan"


def test_a_little_more_of_what_stood_around_it_decides() -> None:
    """Two places with much context; one has the same words before it, the other one word changed far away."""
    block = "完全相同的一段，牵头单位负责落实责任，并且定期报告进展情况。"
    doc = document(PLAN[1], block, PLAN[2])
    anchor = make(doc, select(doc, "落实责任"))
    other = block.replace("完全", "大致")
    new = document(PLAN[1], other, PLAN[2], PLAN[1], block, PLAN[2], ids=("u", "v", "w", "x", "y", "z"))
    assert resolve(anchor, new).pieces == (Piece("y", Span(14, 18)),)
    turned = document(PLAN[1], block, PLAN[2], PLAN[1], other, PLAN[2], ids=("u", "v", "w", "x", "y", "z"))
    assert resolve(anchor, turned).pieces == (Piece("v", Span(14, 18)),)


@pytest.mark.parametrize(
    ("clause", "kept", "state"),
    [("b0", 0, "orphan"), ("b0", 3, "orphan"), ("b0", 4, "moved"), ("other", 5, "orphan"), ("other", 6, "moved")],
)
def test_the_only_place_needs_something_around_it(clause: str, kept: int, state: str) -> None:
    """Four characters and three of what stood behind them prove nothing; four do; in another clause six."""
    behind = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
    doc = document(f"再次落实责任{behind}")
    anchor = make(doc, select(doc, "落实责任"))
    new = document(f"毫不相干落实责任{behind[:kept]}{'乙' * 32}", ids=(clause,))
    assert resolve(anchor, new).state == state


def test_what_stands_between_the_same_words_is_what_the_old_words_became() -> None:
    """Also its last characters, which are all new: they stand before what stood behind the old ones."""
    before, behind = "天地玄黄宇宙洪荒日月盈昃辰宿列张", "云腾致雨露结为霜金生丽水玉出昆冈"
    doc = document(f"{before}督促各区落实责任{behind}")
    anchor = make(doc, select(doc, "督促各区落实责任"))
    new = document(f"{before}督促各区落实到位{behind}", ids=("other",))
    found = resolve(anchor, new)
    assert (found.state, words_at(new, found.pieces)) == ("changed", "督促各区落实到位")


def test_one_character_of_what_stood_around_it_decides() -> None:
    """At the far end of the side of which more was kept."""
    behind = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
    doc = document(f"再次落实责任{behind}")
    anchor = make(doc, select(doc, "落实责任"))
    new = document(f"再次落实责任{behind[:-1]}葱", f"再次落实责任{behind}", ids=("x", "y"))
    assert resolve(anchor, new).pieces == (Piece("y", Span(2, 6)),)


@pytest.mark.parametrize(("pushed", "kept"), [(0, 32), (8, 24), (16, 16), (20, 8), (32, 8)])
def test_context_counts_as_kept_where_insertions_pushed_it_a_little_way(pushed: int, kept: int) -> None:
    """Looked at are half as many characters more than are remembered: 48 on either side."""
    before = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
    behind = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
    doc = document(f"{before}落实责任{behind}")
    anchor = make(doc, select(doc, "落实责任"))
    assert (anchor.prefix, anchor.suffix) == (before, behind)
    text = f"{before[:24]}{'甲' * pushed}{before[24:]}落实责任{behind[:8]}{'乙' * pushed}{behind[8:]}"
    at = text.index("落实责任")
    assert Resolver(document(text))._kept(anchor, Span(at, at + 4)) == (kept, kept)


def test_words_between_changed_surroundings_are_found_by_what_was_kept_of_them() -> None:
    """In another clause, reworded, and both sides of it pushed apart by new words: three quarters of these are there."""
    before = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
    behind = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
    doc = document(f"{before}督促各区落实责任{behind}")
    anchor = make(doc, select(doc, "督促各区落实责任"))
    text = f"{before[:16]}甲乙丙丁戊己庚辛{before[16:]}督促各县落实责任{behind[:16]}甲乙丙丁戊己庚辛{behind[16:]}"
    new = document(text, ids=("other",))
    found = resolve(anchor, new)
    assert (found.state, words_at(new, found.pieces)) == ("changed", "督促各县落实责任")


def test_changed_words_are_found_in_their_clause() -> None:
    doc = document(*PLAN)
    new = document(*PLAN[:2], "到2025年，数字经济核心产业增加值占全市生产总值的比重达到55%。", *PLAN[3:])
    selection = Selection("plan", (Piece("b2", Span(0, len(PLAN[2]))),))
    found = resolve(make(doc, selection), new)
    assert found.state == "changed"
    assert words_at(new, found.pieces) == new.blocks[2].text
    assert 0.6 < found.score < 1.0


def test_a_deleted_clause_leaves_an_orphan() -> None:
    doc = document(*PLAN)
    new = document(*PLAN[:4], PLAN[5], ids=("b0", "b1", "b2", "b3", "b5"))
    found = resolve(make(doc, select(doc, "统一的数据共享交换体系")), new)
    assert (found.state, found.pieces, found.score) == ("orphan", (), 0.0)


def test_alike_clauses_without_a_clear_winner_are_orphans() -> None:
    clause = "市{}负责统筹推进全市数字经济发展、数据资源管理和智慧城市建设有关工作，定期报告进展情况。"
    doc = document("开头一段。", clause.format("发展改革委"), "尾部。")
    selection = Selection("plan", (Piece("b1", Span(0, len(doc.blocks[1].text))),))
    anchor = make(doc, selection)
    one = document("全新的引言。", clause.format("发展和改革委"), "完全不同的结束语。", ids=("x", "y", "z"))
    assert (resolve(anchor, one).state, resolve(anchor, one).pieces[0].block) == ("changed", "y")
    two = document("全新的引言。", clause.format("发展和改革委"), clause.format("发展与改革委"), ids=("x", "y", "z"))
    assert resolve(anchor, two).state == "orphan"


def test_a_short_word_alone_proves_nothing() -> None:
    doc = document("各区要加强数据治理。", "尾部。")
    new = document("另起炉灶的文件，只在这里偶然提到数据二字而已。", ids=("x",))
    assert resolve(make(doc, select(doc, "数据")), new).state == "orphan"


def test_a_selection_over_several_clauses_comes_back_in_pieces() -> None:
    doc = document(*PLAN)
    pieces = (Piece("b1", Span(7, len(PLAN[1]))), Piece("b2", Span(0, len(PLAN[2]))), Piece("b3", Span(0, 4)))
    anchor = make(doc, Selection("plan", pieces))
    assert (anchor.block, anchor.start, anchor.end_block, anchor.end) == ("b1", 7, "b3", 4)
    assert resolve(anchor, doc).pieces == pieces
    moved = document("新增的一段文字。", *PLAN, ids=("n", "m0", "m1", "m2", "m3", "m4", "m5"))
    found = resolve(anchor, moved)
    assert (found.state, [p.block for p in found.pieces]) == ("moved", ["m1", "m2", "m3"])


def test_placeholders_inside_a_selection_are_passed_over() -> None:
    doc = document("前一段文字。", "", "后一段文字。")
    pieces = (Piece("b0", Span(2, 6)), Piece("b1", Span(0, 0)), Piece("b2", Span(0, 3)))
    anchor = make(doc, Selection("plan", pieces))
    assert anchor.quote == "段文字。\n后一段"
    assert [p.block for p in resolve(anchor, doc).pieces] == ["b0", "b2"]


def test_bookmarks_hold_on_to_the_block() -> None:
    doc = document(*PLAN)
    anchor = make(doc, Selection("plan", (Piece("b4", Span(0, 0)),)))
    assert (anchor.quote, anchor.start, anchor.end) == ("", 0, 0)
    assert (resolve(anchor, doc).state, resolve(anchor, doc).pieces) == ("exact", (Piece("b4", Span(0, 0)),))
    moved = document("新增。", *PLAN, ids=("n", "m0", "m1", "m2", "m3", "m4", "m5"))
    found = resolve(anchor, moved)
    assert (found.state, found.pieces) == ("moved", (Piece("m4", Span(0, 0)),))
    assert resolve(anchor, document("毫不相干的文字。", ids=("z",))).state == "orphan"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (PLAN[5], "exact"),
        (PLAN[5][:8] + "另外的事", "exact"),  # it begins with the same eight characters
        ("大力" + PLAN[5], "changed"),
        ("毫不相干的另一段文字，说的是别的事情，与此无关。", "orphan"),
    ],
)
def test_a_bookmark_looks_at_how_its_block_begins(now: str, state: str) -> None:
    doc = document(*PLAN)
    anchor = make(doc, Selection("plan", (Piece("b5", Span(0, 0)),)))
    found = resolve(anchor, document("改写一。", "改写二。", "改写三。", "改写四。", "改写五。", now))
    assert (found.state, found.pieces) == (state, () if state == "orphan" else (Piece("b5", Span(0, 0)),))


def test_a_bookmark_on_a_missing_heading_stays() -> None:
    doc = document("前一段文字。", "", "后一段文字。")
    anchor = make(doc, Selection("plan", (Piece("b1", Span(0, 0)),)))
    assert resolve(anchor, doc).state == "exact"


def test_a_bookmark_whose_block_begins_differently_is_changed() -> None:
    doc = document(*PLAN)
    anchor = make(doc, Selection("plan", (Piece("b5", Span(0, 0)),)))
    new = document("改写一。", "改写二。", "改写三。", "改写四。", "改写五。", "大力" + PLAN[5])
    assert resolve(anchor, new).state == "changed"


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (Piece("nowhere", Span(0, 1)),),
        (Piece("b0", Span(0, 999)),),
        (Piece("b0", Span(3, 2)),),
        (Piece("b2", Span(0, 1)), Piece("b1", Span(0, 1))),
    ],
)
def test_selections_that_are_not_there_are_refused(pieces: tuple[Piece, ...]) -> None:
    with pytest.raises(BadInput, match="所选内容"):
        make(document(*PLAN), Selection("plan", pieces))
    with pytest.raises(BadInput, match="所选内容"):
        make(document(*PLAN), Selection("other", (Piece("b0", Span(0, 1)),)))


def test_a_selection_of_nothing_but_a_line_end_is_a_bookmark() -> None:
    doc = document(*PLAN)
    anchor = make(doc, Selection("plan", (Piece("b1", Span(len(PLAN[1]), len(PLAN[1]))), Piece("b2", Span(0, 0)))))
    assert (anchor.quote, anchor.block, anchor.end_block) == ("", "b1", "b1")


def test_very_long_selections_are_found_by_their_ends() -> None:
    body = "".join(f"第{i}项工作要按期完成并报送结果；" for i in range(60))
    doc = document("开头。", "甲" * 3 + body, "结尾。")
    new = document("开头。", "甲" * 3 + body.replace("第30项工作", "第30项重点工作"), "结尾。")
    anchor = make(doc, Selection("plan", (Piece("b1", Span(3, 3 + len(body))),)))
    found = resolve(anchor, new)
    assert found.state == "changed"
    assert words_at(new, found.pieces) == new.blocks[1].text[3:]


def test_one_resolver_serves_many_anchors(make_document: Callable[..., Document]) -> None:
    doc = make_document(*PLAN, doc="plan")
    resolver = Resolver(doc)
    for block in doc.blocks:
        selection = Selection("plan", (Piece(block.id, Span(0, len(block.text))),))
        assert resolver.resolve(make(doc, selection)).pieces == selection.pieces


letters = st.text(alphabet="数字经济𠮷𪜀。，a ", min_size=1, max_size=30)


@given(st.lists(letters, min_size=1, max_size=6), st.data())
def test_any_selection_of_an_unchanged_document_is_exact(texts: list[str], data: st.DataObject) -> None:
    doc = document(*texts)
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[first]) - 1))
    end = data.draw(st.integers(start + 1 if first == last else 1, len(texts[last])))
    pieces = [
        Piece(f"b{i}", Span(start if i == first else 0, end if i == last else len(texts[i])))
        for i in range(first, last + 1)
    ]
    anchor = make(doc, Selection("plan", tuple(pieces)))
    found = resolve(anchor, doc)
    assert (found.state, found.pieces) == ("exact", tuple(pieces))
    assert words_at(doc, found.pieces) == anchor.quote


@given(st.lists(letters, min_size=1, max_size=6), st.lists(letters, min_size=1, max_size=6), st.data())
def test_whatever_is_found_lies_in_the_text(old: list[str], new: list[str], data: st.DataObject) -> None:
    before, after = document(*old), document(*new)
    at = data.draw(st.integers(0, len(old) - 1))
    start = data.draw(st.integers(0, len(old[at]) - 1))
    end = data.draw(st.integers(start + 1, len(old[at])))
    anchor = make(before, Selection("plan", (Piece(f"b{at}", Span(start, end)),)))
    kept = replace(anchor)
    found = resolve(anchor, after)
    assert anchor == kept
    assert (found.state == "orphan") == (not found.pieces)
    for piece in found.pieces:
        block = after.block(piece.block)
        assert block is not None
        assert 0 <= piece.span.start < piece.span.end <= len(block.text)
    if found.state in {"exact", "moved"}:
        assert words_at(after, found.pieces) == anchor.quote


def test_a_short_piece_whose_one_side_stands_elsewhere_is_not_taken_from_another_clause() -> None:
    """Its own clause lost the words with the mark behind them; the clause before has the same words and a little context."""
    before = "第三十五条 因城乡建设需要拆迁房屋的，按照国家和本市有关规定给予合理安置、补偿或者易地重建。"
    another = "第三十四条 宗教团体、宗教活动场所可以按照国家和本市有关规定出租房产。"
    home = "第三十六条 宗教团体、宗教活动场所可以按照国家有关规定接受和使用捐赠。"
    old = document(another, before, home)
    marked = select(old, "宗教团体、宗教活动场所可以按照国家有关规定接受")
    piece = marked.pieces[0]
    start = piece.span.start
    anchor = make(old, Selection(old.id, (Piece(piece.block, Span(start, start + 4)),)))
    new = document(another, before, home.replace("宗教团体、", ""), ids=("x", "y", "z"))
    assert resolve(anchor, new).state == "orphan"
    kept = document(another, before, home, ids=("x", "y", "z"))
    assert words_at(kept, resolve(anchor, kept).pieces) == "宗教团体"


def test_a_sentence_that_went_elsewhere_whole_is_followed_though_its_neighbours_stayed() -> None:
    """Whole sentences move; pieces of them do not without their sentence."""
    first, moved = (
        "（一）明确装载计量放行等有关从业人员职责，建立并落实责任追究制度；",
        "（二）配置符合国家标准的货运计量监控设备；",
    )
    third, last = "（三）对货运车辆的行驶证和驾驶人从业资格证等基本信息进行登记；", "第九条 本条例自公布之日起施行。"
    old, new = document(first, moved, third, last), document(first, third, last, moved, ids=("p", "q", "r", "s"))
    assert resolve(make(old, select(old, moved)), new).state == "moved"
