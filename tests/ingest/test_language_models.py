"""The two models of the language on data small enough to count by hand: what stands behind what, and the best words."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest

from reader.ingest.repair.background import MORE, ORDER, STEP, Background
from reader.ingest.repair.background_words import FINE, NO_WORD, Reader, Words

CHARS = "\n一二三"


def background(*runs: Mapping[str, tuple[int, int]]) -> Background:
    """A model of runs of one, two, … characters: run → (steps of its chance, steps of what is left behind it)."""
    behind: dict[str, list[str]] = {}
    for run in sorted(runs[1], key=lambda run: (runs[1][run][0], run)):
        behind.setdefault(run[0], []).append(run[1])
    level = [*runs[0]]
    data = struct.pack("<I", len(level)) + "".join(level).encode("utf-16-le")
    for size in range(1, ORDER + 1):
        given = runs[size - 1] if size <= len(runs) else {}
        if size > 1:
            places = [CHARS.index(run[1]) if size == 2 else behind[run[-2]].index(run[-1]) for run in level]
            data += struct.pack("<I", len(level)) + wide(places)
        data += bytes(given[run][0] for run in level)
        if size < ORDER:
            longer = runs[size] if size < len(runs) else {}
            following = [
                sorted((r for r in longer if r[:-1] == run), key=lambda r: behind[r[-2]].index(r[-1])) for run in level
            ]
            data += bytes(round(MORE / STEP) + given[run][1] for run in level) + wide(map(len, following))
            level = [run for each in following for run in each]
    return Background(data)


def wide(numbers: Iterable[int]) -> bytes:
    """Numbers of two bytes, the low bytes first."""
    given = list(numbers)
    return bytes(number & 0xFF for number in given) + bytes(number >> 8 for number in given)


@pytest.fixture
def model() -> Background:
    return background(
        {"\n": (16, 1), "一": (32, 2), "二": (48, 3), "三": (64, 4)},
        {"\n一": (5, 6), "一二": (7, 8), "二三": (9, 10), "三\n": (11, 12)},
        {"一二三": (13, 14), "二三\n": (15, 16)},
        {"一二三\n": (17, 0)},
    )


@pytest.mark.parametrize(
    ("before", "char", "steps"),
    [
        ("", "一", 32),
        ("", "三", 64),
        ("一", "二", 7),
        ("\n", "一", 5),
        ("三", "\n", 11),
        ("一", "三", 2 + 64),  # never seen behind it: its own chance, less what 一 leaves to the unseen
        ("一二", "三", 13),
        ("二三", "\n", 15),
        ("三一二", "三", 13),
        ("一二三", "\n", 17),
        ("三一二三", "\n", 17),  # no more than is known counts
        ("\n一二", "一", 8 + 3 + 32),
        ("三三", "\n", 11),
        ("一二三\n", "一", 16 + 12 + 5),  # a run of four is known, and none behind four
        ("四", "一", 32),  # of what is unknown nothing is left
        ("四一", "二", 7),
    ],
)
def test_the_longest_run_that_was_seen_tells(model: Background, before: str, char: str, steps: int) -> None:
    assert model.step(before, char) == pytest.approx(-STEP * steps)


def test_what_was_never_seen_is_rare(model: Background) -> None:
    assert [model.knows(char) for char in "一三四"] == [True, True, False]
    assert model.single("四") == pytest.approx(-9.9)
    assert model.step("一", "四") == pytest.approx(-STEP * 2 - 9.9)
    assert model.behind("四") == model.behind("三三") == ({}, 0.0)
    seen, left = model.behind("三")
    assert seen == {"\n": -STEP * 11}
    assert left == pytest.approx(-STEP * 4)
    assert model.behind("三") is model.behind("三"), "read once"


def words_of(words: Mapping[str, tuple[int, int]], pairs: Mapping[tuple[str, str], int]) -> Words:
    """A model of words: word → (steps of its chance, steps of what is left behind it), and pairs of words."""
    names = list(words)
    text = "\n".join(names).encode()
    follows: list[Sequence[tuple[int, int]]] = [
        sorted((names.index(b), steps) for (a, b), steps in pairs.items() if a == name) for name in names
    ]
    starts = [sum(map(len, follows[:n])) for n in range(len(names) + 1)]
    flat = [pair for each in follows for pair in each]
    data = struct.pack("<III", len(names), len(text), len(flat)) + text
    data += bytes(words[name][0] for name in names) + bytes(words[name][1] for name in names)
    data += struct.pack(f"<{len(starts)}I", *starts) + struct.pack(f"<{len(flat)}H", *(second for second, _ in flat))
    return Words(data + bytes(steps for _, steps in flat))


@pytest.fixture
def score() -> Callable[[str], float]:
    """The score of a text, in steps."""
    model = words_of(
        {"数字": (20, 4), "经济": (30, 5), "数": (90, 6), "字": (100, 7), "数字经济": (60, 8)},
        {("数字", "经济"): 10, ("经济", "数字"): 12},
    )
    return lambda text: round(Reader(model).score(text) / -FINE, 6)


def test_a_text_is_read_as_its_likeliest_words(score: Callable[[str], float]) -> None:
    assert score("") == 0
    assert score("数字") == 20, "one word, and not two"
    assert score("数字经济") == 20 + 10, "two words that are known behind one another"
    assert score("经济数字") == 30 + 12
    assert score("数字数字") == 20 + 4 + 20, "not known behind one another: what the first leaves"
    assert score("字数") == 100 + 7 + 90
    assert score("人") == pytest.approx(NO_WORD / -FINE)
    assert score("人数字") == pytest.approx(NO_WORD / -FINE + 20)
    assert score("数字人") == pytest.approx(20 + 4 + NO_WORD / -FINE)


def test_what_texts_have_in_common_is_read_once_and_comes_out_the_same() -> None:
    model = words_of({"数字": (20, 4), "经济": (30, 5), "数": (90, 6)}, {("数字", "经济"): 10})
    kept = Reader(model)
    for text in ("数字经济", "数字", "数字数", "数字经济经济", "经济", "", "数字经济"):
        assert kept.score(text) == Reader(model).score(text)
