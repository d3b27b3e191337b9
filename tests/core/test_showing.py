"""Text from outside as it may be shown, and queries without what nobody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.folding import fold_text
from reader.core.highlight import near_ranges, needle
from reader.core.query import And, Filter, Near, Node, Not, Number, Or, Words, parse
from reader.core.showing import brief, sentence, visible, without_unseen

UNSEEN = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u202a",
    "\u2066",
    "\u2069",
    "\u2060",
    "\ufe0f",
    "\ufe00",
    "\U000e0100",
]
UNSEEN += ["\u200d", "\u200e", "\u061c"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("某市规划", "某市规划"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x9b31mb", "a‹U+009B›31mb"),
        ("规划\u202egnp.exe", "规划‹U+202E›gnp.exe"),
        ("\u2067x\u2069", "‹U+2067›x‹U+2069›"),
        ("a\u200bb\x7f", "a‹U+200B›b␡"),
        ("a\nb\t", "a␊b␉"),
        ("a\u2028b", "a‹U+2028›b"),
        ("x\udc80", "x‹U+DC80›"),
        ("葛\U000e0100城❤\ufe0f𠮷", "葛\U000e0100城❤\ufe0f𠮷"),
    ],
)
def test_what_cannot_be_seen_is_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_nothing_that_orders_or_turns_round_is_left(text: str) -> None:
    for shown in (
        visible(text),
        brief(text),
        sentence(text),
        visible(text, lines=True).replace("\n", "").replace("\t", ""),
    ):
        assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
        assert not [
            c
            for c in shown
            if unicodedata.bidirectional(c) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
        ]


@given(st.text(), st.integers(10, 200))
def test_a_sentence_fits(text: str, most: int) -> None:
    assert len(brief(text, most)) <= most
    assert len(sentence(text)) <= 200


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = brief("甲" * 500 + ".docx", 30)
    assert shown.startswith("甲甲甲")
    assert shown.endswith(".docx")
    assert "…" in shown


TEXT = "津政发〔2021〕14号：数字经济 某市规划，平台建设数字。丙甲"


def found(query: str) -> object:
    """What a query looks for, and where it stands in a text."""

    def of(node: Node | None) -> object:
        match node:
            case Words() | Number():
                return needle(node).ranges(fold_text(TEXT)), needle(node, hant=True).ranges(fold_text(TEXT, hant=True))
            case Near():
                return near_ranges(node, fold_text(TEXT))
            case And(parts) | Or(parts):
                return type(node).__name__, *map(of, parts)
            case Not(part):
                return "not", of(part)
            case Filter(field, value):
                return field, without_unseen(value)
            case _:
                return node

    return of(parse(query).node)


QUERIES = [
    "数字经济",
    '"数字经济"',
    "“数字经济”",
    "标题:规划 -试点",
    "津政发〔2021〕14号",
    "数字 NEAR/30 平台",
    "(甲 OR 乙) 丙",
    "机关:市政府",
]


@pytest.mark.parametrize("mark", UNSEEN)
@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_read_without_what_nobody_sees(query: str, mark: str) -> None:
    plain = found(query)
    for at in range(len(query) + 1):
        assert found(query[:at] + mark + query[at:]) == plain
    assert found(mark.join(query)) == plain
    assert parse(mark).node is None
    assert without_unseen(mark) == ""
