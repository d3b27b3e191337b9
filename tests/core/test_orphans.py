"""Where the words of a note are gone: what is offered, and what is no longer taken for them."""

from __future__ import annotations

import pytest

from reader.core.anchor import Resolver, make, resolve
from reader.core.document import Block, Document, Source
from reader.core.note import Anchor, Piece, Selection
from reader.core.span import Span

BEFORE, BEHIND = "天地玄黄宇宙洪荒日月盈昃辰宿列张，", "，云腾致雨露结为霜金生丽水玉出昆冈。"
OTHER = "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔。"


def document(*texts: str, ids: tuple[str, ...] = ()) -> Document:
    blocks = [Block(ids[i] if ids else f"b{i}", "paragraph", text, Span(0, 0)) for i, text in enumerate(texts)]
    return Document(id="plan", title="方案", source=Source("x", "0" * 64, "hans"), blocks=tuple(blocks))


def anchor_of(words: str, *texts: str) -> Anchor:
    doc = document(*texts)
    at = doc.text.index(words)
    return make(doc, Selection(doc.id, Resolver(doc).pieces(Span(at, at + len(words)))))


def offered(anchor: Anchor, *texts: str, ids: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The basis and the words of each place that is offered; there is none that is taken for the words."""
    doc = document(*texts, ids=ids)
    assert resolve(anchor, doc).state == "orphan"
    return [(each.basis, each.span.cut(doc.text)) for each in Resolver(doc).candidates(anchor)]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("全面贯彻党的十九大", "深入学习二中全会决定"),
        ("市商务局", "数据管理机构"),
        ("50%", "六成"),
        ("由县级负责", "改"),
    ],
)
def test_what_stands_between_the_neighbours_is_offered_first(was: str, now: str) -> None:
    anchor = anchor_of(was, OTHER, f"{BEFORE}{was}{BEHIND}")
    found = offered(anchor, OTHER, f"{BEFORE}{now}{BEHIND}", ids=("x", "y"))
    assert found[0] == ("between", now)


def test_of_several_places_between_like_neighbours_the_one_with_most_of_them_comes_first() -> None:
    anchor = anchor_of("市商务局", f"{BEFORE}市商务局{BEHIND}")
    texts = (f"辰宿列张，两者皆可，云腾致雨{OTHER}", f"{BEFORE}数据管理机构{BEHIND}")
    found = offered(anchor, *texts, ids=("x", "y"))
    assert found[0] == ("between", "数据管理机构")
    assert ("between", "两者皆可") in found


def test_where_one_neighbour_stands_the_place_beside_it_is_offered() -> None:
    anchor = anchor_of("市商务局牵头", f"{BEFORE}市商务局牵头{BEHIND}")
    assert offered(anchor, f"{BEFORE}另行研究决定。{OTHER}", ids=("x",))[0] == ("beside", "另行研究决定。")
    assert offered(anchor, f"{OTHER}另行研究决定{BEHIND}", ids=("x",))[0] == ("beside", "另行研究决定")


def test_the_clause_itself_is_offered_at_last_where_it_still_stands() -> None:
    anchor = anchor_of("市商务局牵头", OTHER, f"{BEFORE}市商务局牵头{BEHIND}")
    assert offered(anchor, "毫不相干。", "全都改了。") == [("clause", "全都改了。")]
    assert offered(anchor, "毫不相干。", "全都改了。", ids=("x", "y")) == []


def test_nothing_is_offered_for_a_mark_on_a_whole_clause() -> None:
    doc = document(OTHER, BEFORE)
    anchor = make(doc, Selection(doc.id, (Piece("b1", Span(0, 0)),)))
    assert Resolver(doc).candidates(anchor) == ()


# What is no longer taken for the words --------------------------------------------------------------------------------


def test_a_copy_is_not_the_words_where_their_surroundings_stand_round_quite_other_ones() -> None:
    was, now = "由水务部门责令限期改正", "农田道路归村集体"
    before, behind = (
        "用水户擅自停止使用或者拆除水计量设施的，",
        "，对单位处五千元以上二万元以下罚款，对个人处二百元罚款。",
    )
    copy = f"破坏水计量设施准确度的，{was}，对单位处一千元以上五千元以下罚款，对个人处一百元罚款。"
    anchor = anchor_of(was, f"{before}{was}{behind}", copy)
    assert offered(anchor, f"{before}{now}{behind}", copy, ids=("x", "y"))[0] == ("between", now)


def test_short_words_are_found_where_one_side_stands_whole() -> None:
    before, behind = (
        "国家安全机关审批涉及国家安全事项的建设项目，",
        "\n（一）选址和用途，周边环境以及与要害单位的距离；",
    )
    anchor = anchor_of("审查下列内容：", OTHER, f"{before}审查下列内容：{behind}")
    doc = document(OTHER, f"对外交通用地由省人民政府划定，审查下列内容：{behind}", ids=("x", "y"))
    assert resolve(anchor, doc).state == "moved"


def test_a_copy_elsewhere_is_not_the_words_whose_own_place_was_reworded() -> None:
    was = "责令限期改正，逾期不改正的依法处以一万元以下罚款并予以公告"
    copy = f"违反前款的，{was}。"
    anchor = anchor_of(was, f"{BEFORE}{was}{BEHIND}", OTHER)
    assert resolve(anchor, document(OTHER, copy, ids=("x", "y"))).state == "moved", "it is the only one"
    reworded = f"{BEFORE}责令立即改正，逾期不改正的依法处以五万元以下罚款并予以公示{BEHIND}"
    found = resolve(anchor, document(reworded, OTHER, copy, ids=("x", "y", "z")))
    assert (found.state, found.pieces and found.pieces[0].block) in {("changed", "x"), ("orphan", ())}


NEXT = "。右通广内，左达承明，既集坟典，亦聚群英。"
HALF = f"天地玄黄宇宙洪荒日月盈昃，寒来暑往秋收冬藏，依法予以公告{BEHIND[:9]}。"


def test_a_sentence_that_reads_otherwise_is_held_against_a_piece_of_it() -> None:
    anchor = anchor_of("依法予以公告", f"（一）{BEFORE}依法予以公告{BEHIND[:4]}{NEXT}")
    near = f"{BEFORE}依法予以公告{BEHIND[:4]}。"
    assert resolve(anchor, document(OTHER, f"（七）{near}", ids=("x", "y"))).state == "moved"
    assert (
        resolve(anchor, document(OTHER, f"国家机关工作人员依法予以公告{BEHIND[:2]}。", ids=("x", "y"))).state
        == "orphan"
    )


def test_what_stood_around_the_words_speaks_against_a_copy_where_it_stands_elsewhere() -> None:
    """On one side it is enough; where nothing of it stands, the only place is theirs."""
    anchor = anchor_of("依法予以公告", f"（一）{BEFORE}依法予以公告{BEHIND}")
    assert resolve(anchor, document(OTHER, HALF, ids=("x", "y"))).state == "moved"
    home = f"（一）{BEFORE}另行研究决定。"
    assert resolve(anchor, document(home, OTHER, HALF, ids=("x", "y", "z"))).state == "orphan"


def test_pieces_of_their_line_that_stand_elsewhere_speak_against_a_copy() -> None:
    """Though what stood right before the words is gone there too, so that no neighbour of theirs is left."""
    anchor = anchor_of("依法予以公告", f"（一）{BEFORE}按照规定依法予以公告{BEHIND}")
    assert resolve(anchor, document(OTHER, HALF, ids=("x", "y"))).state == "moved"
    home = f"（一）{BEFORE}由主管部门另行研究决定。"
    assert resolve(anchor, document(home, OTHER, HALF, ids=("x", "y", "z"))).state == "orphan"


def test_words_that_were_struck_out_of_their_clause_are_not_a_copy_elsewhere() -> None:
    """Where both old neighbours meet now, with the mark or without it."""
    anchor = anchor_of("依法予以公告", f"{BEFORE}依法予以公告{BEHIND}")
    copy = f"{BEFORE[-8:]}依法予以公告{BEHIND[:6]}。"
    assert resolve(anchor, document(OTHER, copy, ids=("x", "y"))).state == "moved"
    for struck in (f"{BEFORE}{BEHIND}", f"{BEFORE}{BEHIND[1:]}"):
        assert resolve(anchor, document(struck, OTHER, copy, ids=("x", "y", "z"))).state == "orphan"


def test_words_gone_from_their_clause_are_not_taken_from_another_one() -> None:
    """Its id says that the clause is there still; whole lines go elsewhere all the same."""
    anchor = anchor_of("依法予以公告", f"{BEFORE}依法予以公告{BEHIND}")
    another = f"{BEFORE[-8:]}依法予以公告{BEHIND[:10]}。"
    assert resolve(anchor, document(OTHER, another, ids=("x", "y"))).state == "moved"
    assert resolve(anchor, document("毫不相干。", another, ids=("b0", "y"))).state == "orphan"
    line = anchor_of(OTHER, BEFORE, OTHER)
    assert resolve(line, document(BEFORE, "毫不相干。", OTHER, ids=("b0", "b1", "y"))).state == "moved"


def test_of_the_same_id_a_clause_may_hold_a_copy() -> None:
    """Where clauses begin alike their ids only count them, and one that was reworded lends its number to the next."""
    words = "非法提供麻醉药品"
    home, last = "以非法提供罪定罪处罚，有下列情形之一的：", "；达到刑法规定的数量较大标准的。"
    anchor = anchor_of(words, BEFORE + home, f"（一）{words}{last}")
    new = document(
        f"{BEFORE}{home}", f"（一）擅自出售管制物品{last}", OTHER, f"（一）{words}{last}", ids=("b0", "x", "y", "b1")
    )
    assert resolve(anchor, new).state == "orphan"


def test_a_line_whose_neighbours_met_is_followed_and_one_that_was_replaced_is_not() -> None:
    lines = [f"（一）{BEFORE[:-1]}；", "（二）必要的资金证明和资金来源合法情况的说明；", f"（三）{BEHIND[1:]}"]
    anchor = anchor_of(lines[1], *lines)
    gone = document(lines[0], lines[2], OTHER, lines[1], ids=("x", "y", "z", "w"))
    assert resolve(anchor, gone).state == "moved"
    replaced = document(
        lines[0],
        "（二）拟设立场所的选址位置符合国土空间规划的材料；",
        lines[2],
        OTHER,
        lines[1],
        ids=("x", "v", "y", "z", "w"),
    )
    assert resolve(anchor, replaced).state == "orphan"


def test_nothing_chooses_between_rivals_in_one_paragraph() -> None:
    words = "各区人民政府应当建立健全公共数据共享开放和安全工作机制"
    anchor = anchor_of(words, f"{BEFORE}{words}{BEHIND}")
    one, other = words.replace("应当", "要"), words.replace("健全", "完善")
    assert resolve(anchor, document(f"{OTHER}{BEFORE}{one}{BEHIND}", ids=("x",))).state == "changed"
    found = offered(anchor, f"{OTHER}{BEFORE}{one}{BEHIND}{'无关' * 30}。{BEFORE}{other}{BEHIND}", ids=("x",))
    assert {words for _, words in found} >= {one, other}


@pytest.mark.parametrize("kept", [0, 1])
def test_of_two_clauses_the_one_that_survives_keeps_its_part(kept: int) -> None:
    clauses = ["市人民政府统筹数字经济发展的重大事项。", "县级以上统计机构依法公布有关的监测数据。"]
    anchor = anchor_of("\n".join(clauses), OTHER, *clauses, BEFORE)
    doc = document(OTHER, clauses[kept], "毫不相干的另外一条内容在这里。", BEFORE, ids=("x", "y", "z", "w"))
    found = resolve(anchor, doc)
    assert (found.state, found.pieces) == ("changed", (Piece("y", Span(0, len(clauses[kept]))),))
    assert 0.4 < found.score < 0.6


def test_only_the_same_words_between_the_same_words_are_intact() -> None:
    anchor = anchor_of("依法予以公告", f"{BEFORE}依法予以公告{BEHIND}", OTHER)
    same = f"{BEFORE}依法予以公告{BEHIND}"
    assert resolve(anchor, document(same, OTHER)).intact
    assert resolve(anchor, document("新的一条。", same, OTHER, ids=("x", "y", "z"))).intact
    for changed in (same.replace("地", "也"), same.replace("昆冈", "昆仑")):
        found = resolve(anchor, document("新的一条。", changed, OTHER, ids=("x", "y", "z")))
        assert (found.state, found.intact) == ("moved", False)
