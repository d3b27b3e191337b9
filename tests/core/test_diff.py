"""Diffs: what a person would mark, and what must hold for any two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import diff as module
from reader.core.diff import TOKEN, DiffSpan, diff


def shown(a: str, b: str) -> str:
    """[was|is] for what changed, (is) for what came, {was} for what went."""
    out = []
    for span in diff(a, b):
        was, now = span.left.cut(a), span.right.cut(b)
        out.append(
            {"equal": was, "changed": f"[{was}|{now}]", "inserted": f"({now})", "deleted": f"{{{was}}}"}[span.kind]
        )
    return "".join(out)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "", ""),
        ("同", "同", "同"),
        ("", "新增", "(新增)"),
        ("删去", "", "{删去}"),
        ("达到50个", "达到500个", "达到[50|500]个"),
        ("占比50%", "占比55.5%", "占比[50|55.5]%"),
        ("共1,000户", "共12,000户", "共[1,000|12,000]户"),
        ("推广ADAS系统", "推广ADS系统", "推广[ADAS|ADS]系统"),
        ("建设5G网络", "建设6G网络", "建设[5G|6G]网络"),
        ("２０２１年底", "２０２３年底", "[２０２１|２０２３]年底"),
        ("第十四条所称", "第十五条所称", "[第十四|第十五]条所称"),
        ("市场主体", "经营主体", "[市场|经营]主体"),
        # one character in common between changes says nothing
        ("实行保护制度", "坚持保障原则", "[实行保护制度|坚持保障原则]"),
        ("公安机关、军事机关", "公安机关和军事机关", "公安机关[、|和]军事机关"),
        # a number is common words enough
        ("甲方于2021年付款", "乙方至2021年还款", "[甲方于|乙方至]2021年[付|还]款"),
        # what was put in begins where its phrase begins
        (
            "推进甲类建设，加强乙类建设。",
            "推进甲类建设，扩大丙类建设，加强乙类建设。",
            "推进甲类建设，(扩大丙类建设，)加强乙类建设。",
        ),
        ("完善制度。健全机制。", "完善制度。健全机制。健全体系。", "完善制度。健全机制。(健全体系。)"),
        ("总则。加强建设。", "总则。加强管理。加强建设。", "总则。(加强管理。)加强建设。"),
        ("总则。加强管理。加强建设。", "总则。加强建设。", "总则。{加强管理。}加强建设。"),
        # where no place reads better than another, what was put in stays where it was met
        ("数据安全", "数据数据安全", "数据(数据)安全"),
        ("数据数据安全", "数据安全", "数据{数据}安全"),
        # what is put in stands between two marks where it can
        ("健全机制，制度。", "健全机制，制度制度。", "健全机制，制度(制度)。"),
        ("完善，管理制度", "完善，管理管理制度", "完善，(管理)管理制度"),
        # words between what came and what went stay, between two changes they are given up
        ("原则推进数据", "推进推进原则", "(推进推进)原则{推进数据}"),
        ("落实管理推进", "管理管理落实", "(管理管理)落实{管理推进}"),
        (
            "实行综合保护措施安全全面管理",
            "坚持重点治理方法安全统一服务",
            "[实行综合保护措施安全全面管理|坚持重点治理方法安全统一服务]",
        ),
        # of two words that changed places the later one of the old text stays
        ("数据安全", "安全数据", "(安全)数据{安全}"),
        ("管理、数据、安全", "安全、管理、数据", "(安全、)管理、数据{、安全}"),
        ("𠮷野家", "𠮷野屋", "𠮷野[家|屋]"),
    ],
)
def test_marks_what_a_person_would(a: str, b: str, expected: str) -> None:
    assert shown(a, b) == expected


TEXTS = st.text(st.sampled_from("数据安全经济，。、的 5a0\n(（𠮷"), max_size=60)


def check(a: str, b: str, spans: tuple[DiffSpan, ...]) -> None:
    assert "".join(s.left.cut(a) if s.kind == "equal" else s.right.cut(b) for s in spans) == b
    at = (0, 0)
    for span in spans:
        assert (span.left.start, span.right.start) == at
        at = (span.left.end, span.right.end)
        was, now = span.left.cut(a), span.right.cut(b)
        assert was or now
        kinds = {(True, True): "changed", (True, False): "deleted", (False, True): "inserted"}
        assert span.kind == ("equal" if was == now else kinds[bool(was), bool(now)])
    assert at == (len(a), len(b))
    assert all((x.kind == "equal") != (y.kind == "equal") for x, y in pairwise(spans))


@given(TEXTS, TEXTS)
def test_a_diff_tiles_both_texts_and_leads_from_one_to_the_other(a: str, b: str) -> None:
    check(a, b, diff(a, b))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_characters(a: str, b: str) -> None:
    check(a, b, diff(a, b))


@given(TEXTS, TEXTS)
def test_no_small_island_and_no_cut_number(a: str, b: str) -> None:
    spans = diff(a, b)
    for span in spans[1:-1]:
        if span.kind == "equal":
            units = TOKEN.findall(span.left.cut(a))
            assert sum(2 if len(u) > 1 else u.isalnum() for u in units) >= 2
    for side, text in ((0, a), (1, b)):
        borders = {(s.left, s.right)[side].start for s in spans}
        at = 0
        for unit in TOKEN.findall(text):
            assert not borders & set(range(at + 1, at + len(unit)))
            at += len(unit)


@given(TEXTS, TEXTS, st.integers(1, 200))
def test_texts_too_long_at_once_are_cut_first(a: str, b: str, cells: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CELLS", cells)
        check(a * 3, b + a, diff(a * 3, b + a))


def test_long_texts_keep_what_they_have_in_common() -> None:
    sentences = [f"第{n}项工作由{n % 7}号单位办理并于{2000 + n}年完成。" for n in range(1500)]
    changed = [s.replace("办理", "承办") if n % 100 == 50 else s for n, s in enumerate(sentences)]
    a, b = "".join(sentences), "".join(changed)
    spans = diff(a, b)
    check(a, b, spans)
    assert sum(s.kind != "equal" for s in spans) == 15
