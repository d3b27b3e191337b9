"""Alignment: versions of laws, five different plans, and small documents whose answer is plain."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import laws
import pytest

from reader.core import likeness
from reader.core.align import align
from reader.core.alignment import Alignment, Opposite
from reader.core.document import Block, Document
from reader.core.span import Span
from reader.corpus import Corpus
from tests.made_laws import Amendment, all_amended

HERE = Path(__file__).resolve().parent
Make = Callable[..., Document]

OLD = (
    ("title", "某市数据条例"),
    "一、总则",
    "为了规范数据处理活动，保障数据安全，制定本条例。",
    "二、公共数据",
    "公共数据应当依照目录向社会开放，每年更新50次。",
    "网信部门负责统筹协调公共数据的安全监督管理工作。",
    "三、附则",
    "本条例自2021年1月1日起施行。",
)
NEW = (
    ("title", "某市数据条例"),
    "一、总则",
    "为了规范数据处理活动，保障数据安全，制定本条例。",
    "数据工作坚持中国共产党的领导。",
    "二、公共数据",
    "公共数据应当依照目录向社会无条件开放，每年更新500次。",
    "三、个人信息",
    "处理个人信息应当取得同意，并采取加密措施。",
    "四、附则",
    "本条例自2024年3月1日起施行。",
)


@pytest.fixture
def versions(make_document: Make) -> Alignment:
    return align(make_document(*OLD, doc="old"), make_document(*NEW, doc="new"))


def pairs(alignment: Alignment) -> list[tuple[str | None, str | None, str]]:
    return [(p.left, p.right, p.status) for p in alignment.pairs]


def test_versions_of_one_text(versions: Alignment) -> None:
    assert versions.versions
    assert pairs(versions) == [
        ("b1", "b1", "same"),
        ("b2", "b2", "same"),
        ("b3", "b3", "same"),
        (None, "b4", "only-right"),
        ("b4", "b5", "same"),
        ("b5", "b6", "reworded"),
        (None, "b7", "only-right"),
        (None, "b8", "only-right"),
        ("b6", None, "only-left"),
        ("b7", "b9", "same"),  # only its number is another
        ("b8", "b10", "reworded"),
    ]


def test_similarity_says_how_alike_the_words_are(versions: Alignment) -> None:
    same, reworded, alone = (versions.pair("left", block) for block in ("b3", "b5", "b6"))
    assert same is not None
    assert same.similarity == 1.0
    assert reworded is not None
    assert 0.7 < reworded.similarity < 1.0
    assert alone is not None
    assert alone.similarity == 0.0


def test_counterparts_both_ways(versions: Alignment) -> None:
    assert versions.counterpart("left", "b5") == "b6"
    assert versions.counterpart("right", "b6") == "b5"
    assert versions.counterpart("left", "b6") is None
    assert versions.counterpart("left", "nowhere") is None


def test_the_other_pane_waits_where_there_is_no_counterpart(versions: Alignment) -> None:
    assert versions.opposite("left", "b5", 0.4) == Opposite("b6", 0.4)
    assert versions.opposite("left", "b6", 0.4) == Opposite("b6", 1.0, gap=1)
    assert versions.opposite("right", "b8", 0.9) == Opposite("b5", 1.0, gap=2)
    assert versions.opposite("right", "nowhere") is None


def test_before_the_first_pair_the_other_pane_waits_at_its_beginning(make_document: Make) -> None:
    text = "为了规范数据处理活动，保障数据安全，制定本条例。"
    made = align(make_document("另有说明如下。", text, doc="a"), make_document(text, doc="b"))
    assert made.opposite("left", "b1", 0.5) == Opposite("b1", 0.0, gap=1)


def test_documents_without_anything_in_common(make_document: Make) -> None:
    made = align(make_document("天地玄黄宇宙洪荒。", doc="a"), make_document("日月盈昃辰宿列张。", doc="b"))
    assert [p.status for p in made.pairs] == ["only-right", "only-left"]
    assert made.opposite("left", "b1") is None
    empty = Document("e", "e", replace(make_document(doc="e").source))
    assert align(empty, empty).pairs == ()


def test_a_clause_that_moved_is_found_and_said_to_have_moved(make_document: Make) -> None:
    clauses = [
        f"{a}{b}工作应当依照{c}规定办理并按期公布{d}结果。"
        for a, b, c, d in zip("甲乙丙丁戊己", "水火土木金石", "春夏秋冬日月", "东南西北中外", strict=True)
    ]
    made = align(make_document(*clauses, doc="a"), make_document(*clauses[1:], clauses[0], doc="b"))
    first = made.pair("left", "b1")
    assert first is not None
    assert (first.right, first.status, first.moved) == ("b6", "same", True)
    assert sum(p.moved for p in made.pairs) == 1


def test_of_clauses_in_the_same_words_the_number_decides(make_document: Make) -> None:
    words = "按照国家有关规定执行并公布结果。"
    made = align(
        make_document(*(f"{n}.{words}" for n in (1, 2, 3)), doc="a"),
        make_document(*(f"{n}.{words}" for n in (1, 3)), doc="b"),
    )
    assert [made.counterpart("left", f"b{n}") for n in (1, 2, 3)] == ["b1", None, "b2"]


def test_traditional_and_simplified_copies_are_the_same(make_document: Make) -> None:
    hans = make_document("发展数字经济，完善网络基础设施。", "保护个人信息与数据安全。", doc="a")
    hant = make_document("發展數字經濟，完善網絡基礎設施。", "保護個人信息與數據安全。", doc="b", script="hant")
    assert [p.status for p in align(hans, hant).pairs] == ["same", "same"]


def test_different_plans_may_answer_in_another_order(make_document: Make) -> None:
    left = make_document(
        "一、打造智慧港口",
        "整合码头集装箱生产作业系统，提升港口智能化水平，实现口岸信息共享。",
        "二、推行智慧教育",
        "建设数字校园，普及优质教育资源，提升师生数字素养。",
        "三、深化都市农业",
        "推动物联网与农业生产融合，发展农产品网络销售。",
        doc="a",
    )
    right = make_document(
        "一、发展现代农业",
        "支持农产品电商，推广农业生产物联网，增加农民收入。",
        "二、完善教育服务",
        "数字校园覆盖全部学校，优质教育资源向农村师生开放。",
        "三、建设一流港口",
        "港口作业自动化，码头集装箱全程可查，口岸信息互通。",
        doc="b",
    )
    made = align(left, right)
    assert not made.versions
    assert [made.counterpart("left", f"b{n}") for n in (2, 4, 6)] == ["b6", "b4", "b2"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_heading_is_answered_by_a_clause_with_a_run_in_heading(make_document: Make, turned: bool) -> None:
    words = "打造智慧港口集装箱码头作业系统"
    headed = make_document(("heading", words), "另有说明如下所述。", doc="a")
    clause = make_document(("paragraph", f"{words}。另外还要提升口岸水平。"), doc="b")
    with_lead = replace(clause, blocks=(replace(clause.blocks[0], lead=Span(0, len(words))),))
    for right, answer in ((with_lead, "b1"), (clause, None)):
        made = align(right, headed) if turned else align(headed, right)
        assert made.counterpart("right" if turned else "left", "b1") == answer


def test_every_block_stands_in_just_one_row(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    for left in documents:
        for right in documents:
            made = align(left, right)
            assert [p.left for p in made.pairs if p.left] == [b.id for b in left.blocks]
            assert Counter(p.right for p in made.pairs if p.right) == Counter(b.id for b in right.blocks)
            assert all((p.status == "same") == (p.similarity == 1.0) for p in made.pairs)
            if left is right:
                assert all(p.left == p.right for p in made.pairs if p.status == "same")


def opening(document: Document, words: str) -> str:
    found = [b.id for b in document.blocks if b.text.startswith(words)]
    assert len(found) == 1, f"{document.id}: {words} stands {len(found)} times"
    return found[0]


@pytest.mark.parametrize("turned", [False, True])
def test_the_plans_clauses_on_the_same_matter_are_found(corpus_dir: Path, turned: bool) -> None:
    given = tomllib.loads((HERE / "true_pairs.toml").read_text(encoding="utf-8"))
    corpus = Corpus(corpus_dir)
    seen, missed = Counter[str](), []
    for group in given["groups"]:
        left, right = (corpus.load(given["names"][group[side]]) for side in ("left", "right"))
        made = align(right, left) if turned else align(left, right)
        for kind in ("pairs", "others"):
            for one, other in group[kind]:
                found = made.counterpart("right" if turned else "left", opening(left, one)) == opening(right, other)
                seen[kind] += 1
                seen[f"{kind} found"] += found
                missed += [] if found else [(one, other)]
    assert seen["pairs"] == 30
    assert seen["pairs found"] >= 27, missed
    assert seen["others found"] / seen["others"] >= 0.65, missed  # two share under a tenth of their words: no pair


def test_plans_are_not_said_to_answer_each_other_where_they_share_next_to_nothing(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    for left, right in permutations(documents, 2):
        made = align(left, right)
        titles = [[n for n, b in enumerate(d.blocks) if b.kind == "title"] for d in (left, right)]
        covers = [
            {b.id for b in d.blocks[: at[1]]} if d.attachment_title else set()
            for d, at in zip((left, right), titles, strict=True)
        ]
        for pair in made.pairs:
            if pair.left and pair.right:
                assert pair.similarity >= 0.1, (left.id, right.id, pair)
                assert (pair.left in covers[0]) == (pair.right in covers[1]), "a notice answers notices only"


def test_far_from_every_pair_the_other_pane_stays_where_it_is(make_document: Make) -> None:
    text = "为了规范数据处理活动，保障数据安全，制定本条例。"
    alone = [f"{sign * 4}另有说明。" for sign in "天地玄黄宇宙洪荒日月"]
    made = align(make_document(text, *alone, doc="a"), make_document(text, doc="b"))
    assert made.opposite("left", "b7") == Opposite("b1", 1.0, gap=6)
    assert made.opposite("left", "b8") is None


def test_unchanged_articles_of_amended_laws_are_paired(laws_dir: Path) -> None:
    seen, wrong = Counter[str](), []
    for old_file, new_file in laws.versions(laws_dir):
        for one, other in ((old_file, new_file), (new_file, old_file)):
            old, new = laws.law(one), laws.law(other)
            made = align(old, new)
            assert made.versions, one.stem
            texts = {block.id: likeness.words_of(block) for block in new.blocks}
            there = set(texts.values())
            for block in old.blocks:
                words = likeness.words_of(block)
                if words in there:
                    right = texts.get(made.counterpart("left", block.id) or "") == words
                    seen["unchanged"] += 1
                    seen["right"] += right
                    wrong += [] if right else [words[:30]]
    assert seen["unchanged"] >= 500
    assert seen["right"] / seen["unchanged"] >= 0.98, wrong


def in_two_versions(made: Amendment, folder: Path) -> tuple[tuple[Document, list[int]], tuple[Document, list[int]]]:
    """Both versions as documents, each with the keys of the clauses its blocks belong to."""
    both = []
    for name, version in (("old", made.old), ("new", made.new)):
        file = folder / f"{name}.md"
        file.write_text(version.text(), encoding="utf-8")
        document, keys = laws.law(file), [key for key, _ in version.lines()]
        assert len(document.blocks) == len(keys)
        both.append((document, keys))
    return both[0], both[1]


@pytest.mark.parametrize("turned", [False, True], ids=["forth", "back"])
def test_each_article_is_paired_with_what_became_of_it(tmp_path: Path, turned: bool) -> None:
    """Here the truth is known: also of what was reworded, moved and split, and of what has no counterpart."""
    seen = Counter[str]()
    wrong: list[tuple[str, str]] = []
    for made in all_amended():
        (old, old_keys), (new, new_keys) = in_two_versions(made, tmp_path)
        alignment = align(new, old) if turned else align(old, new)
        new_key = {block.id: key for block, key in zip(new.blocks, new_keys, strict=True)}
        firsts = {key: n for n, key in reversed(list(enumerate(old_keys)))}
        for key, fate in made.fates.items():
            block = old.blocks[firsts[key]]
            found = new_key.get(alignment.counterpart("right" if turned else "left", block.id) or "")
            right = found in made.answers[key] if made.answers[key] else found is None
            seen[fate] += 1
            seen[f"{fate} right"] += right
            wrong += [] if right else [(fate, block.text)]
        came = set(new_key.values()) - {0, *(key for keys in made.answers.values() for key in keys)}
        for block in new.blocks:
            if new_key[block.id] in came and block.number and block.number.startswith("第"):
                right = alignment.counterpart("left" if turned else "right", block.id) is None
                seen["inserted"] += 1
                seen["inserted right"] += right
                wrong += [] if right else [("inserted", block.text)]
    assert seen["kept"] + seen["renumbered"] >= 150
    for what in ("kept", "renumbered"):
        assert seen[f"{what} right"] / seen[what] >= 0.98, (seen, wrong)
    for what in ("reworded", "moved", "split", "removed", "inserted"):
        assert seen[what] >= 8, seen
        assert seen[f"{what} right"] / seen[what] >= 0.9, (seen, wrong)


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("第十二条 公共数据", "第十二条", "公共数据"),
        ("第十二条之一　公共数据", None, "公共数据"),
        ("（三）公共数据", "（三）", "公共数据"),
        ("3.公共数据", "3", "公共数据"),
        ("一、公共数据", None, "公共数据"),
        ("——公共数据", None, "公共数据"),
        ("公共数据", None, "公共数据"),
        ("三、", None, "三、"),
    ],
)
def test_a_number_is_not_a_word(text: str, number: str | None, words: str) -> None:
    assert likeness.words_of(Block("b", "paragraph", text, Span(0, 0), number=number)) == words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("推进上云(甲局、乙委等按职责分工负责)。", "推进上云。"),
        ("推进上云(牵头单位:甲局(乙局);配合单位:各区政府)。", "推进上云。"),
        ("推进上云(区甲局,各开发区)", "推进上云"),
        ("推进地理信息(gis)建设", "推进地理信息(gis)建设"),
        ("村(社区)四级", "村(社区)四级"),
    ],
)
def test_who_is_responsible_is_not_the_matter(text: str, kept: str) -> None:
    blanked = likeness.without_duties(text)
    assert len(blanked) == len(text)
    assert "".join(blanked.split()) == kept
