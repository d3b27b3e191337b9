"""Folding: every way to write a phrase meets the phrase, and nothing else does."""

from __future__ import annotations

import importlib.util
import itertools
import re
import sys
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import folding_table
from reader.core.folding import SEPARATOR, fold, fold_text, query_forms

TO_OTHERS = ("s2t", "s2tw", "s2hk")
RAW = sorted((Path(__file__).parents[2] / "corpus" / "raw").glob("*.txt"))


def forms_match(query: str, text: str, hant: bool = False) -> bool:
    """What the engine means by a match, said as slowly and plainly as possible."""
    if hant:
        return fold_text(query, hant=True) in fold_text(text, hant=True)
    forms, folded = query_forms(query), fold_text(text)
    return any(
        all(c in form for c, form in zip(folded[at : at + len(forms)], forms, strict=True))
        for at in range(len(folded) - len(forms) + 1)
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("數字經濟", "数字经济"),
        ("数字经济", "數字經濟"),
        ("裡", "家里"),
        ("裏", "家里"),
        ("臺灣", "台湾"),
        ("爲", "为"),
        ("說", "说明"),
        ("隨著", "随着"),
        ("著名", "著名"),
        ("著", "随着"),
        ("乾淨", "干净"),
        ("乾坤", "乾坤"),
        ("乾", "干净"),
        ("ＡＩ", "ai平台"),
        ("５ｇ", "5G"),
        ("㎡", "100m2"),
        ("（一）", "(一)"),
        ("\ud800", "a\ud800"),
    ],
)
def test_meet(query: str, text: str) -> None:
    assert forms_match(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("着", "著名"), ("著名", "着名"[::-1]), ("干", "乾坤"), ("坐", "座谈"), ("了", "瞭望"), ("〔", "(")],
)
def test_stay_apart(query: str, text: str) -> None:
    assert not forms_match(query, text)


@pytest.mark.parametrize(("query", "text"), [("随着", "隨著"), ("干净", "乾淨"), ("裡面", "裏面"), ("台", "臺")])
def test_meet_in_documents_issued_in_traditional_script(query: str, text: str) -> None:
    assert forms_match(query, text, hant=True)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_the_map_is_exact(text: str) -> None:
    folded = fold(text)
    assert fold_text(folded.text) == folded.text
    assert SEPARATOR not in folded.text
    assert "".join(fold_text(c) for c in text) == folded.text
    for start, end in itertools.combinations(range(0, len(folded.text) + 1, 3), 2):
        span = folded.span(start, end)
        assert folded.text[start:end] in fold_text(span.cut(text))


@pytest.mark.parametrize("config", TO_OTHERS)
def test_any_phrase_of_the_corpus_is_found_in_any_script(config: str) -> None:
    back, change = opencc.OpenCC("t2s"), opencc.OpenCC(config)
    text = "".join(path.read_text(encoding="utf-8") for path in RAW)
    runs = [back.convert(run) for run in re.findall(r"[\u4e00-\u9fff]{2,40}", text)]
    assert len(runs) > 1000
    for run in runs:
        for size in (1, 2, 4, len(run)):
            for at in range(0, len(run) - size + 1, size):
                phrase = run[at : at + size]
                query = change.convert(phrase)
                assert len(query) == len(phrase)
                forms = query_forms(query)
                assert all(c in form for c, form in zip(fold_text(phrase), forms, strict=True)), (phrase, query)


def test_the_table_is_what_the_installed_opencc_says() -> None:
    source = Path(__file__).parent / "fold_table.py"
    spec = importlib.util.spec_from_file_location("fold_table", source)
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    sys.modules["fold_table"] = maker
    spec.loader.exec_module(maker)
    if not maker.tool().exists():
        pytest.skip("this OpenCC comes without opencc_dict, which reads its dictionaries")
    head = f"OpenCC {opencc.__version__} "
    if head not in (folding_table.__doc__ or ""):
        pytest.skip(f"the table was made from another OpenCC than {opencc.__version__}")
    assert Path(folding_table.__file__).read_text(encoding="utf-8") == maker.module()
