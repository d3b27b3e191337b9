"""What there is for completing follows the documents at the cost of those that change, and is as if made anew."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reader.search import suggesting
from reader.search.gathering import Entry, Gathered
from reader.search.suggesting import Suggester


def entries(rng: random.Random) -> Counter[Entry]:
    words = (
        f"{rng.choice('数智绿新')}{rng.choice('字能色型')}{rng.choice('经产平工')}{rng.choice('济业台程')}"
        for _ in range(12)
    )
    return Counter((word, "name") for word in words)


@pytest.mark.parametrize("most", [8000, 40, 7])
def test_any_changes_end_where_a_fresh_start_does(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MOST_ENTRIES", most)
    rng = random.Random(most)
    parts: dict[str, tuple[object, Counter[Entry]]] = {}
    gathered, suggester = Gathered(), None
    for turn in range(60):
        name = f"d{rng.randrange(12)}"
        if rng.random() < 0.3:
            parts.pop(name, None)
        else:
            parts[name] = (turn, entries(rng))
        gathered.update({each: key for each, (key, _) in parts.items()}, lambda each: parts[each][1])
        suggester = Suggester(gathered, suggester)
        gathered.settle()
        total: Counter[Entry] = Counter()
        for _, counts in parts.values():
            total.update(counts)
        assert gathered.total == total
        fresh = Suggester(gathered)
        assert suggester.rows == fresh.rows
        assert suggester.suggest("数z", 50) == fresh.suggest("数z", 50)
        assert suggester.suggest("szj", 50) == fresh.suggest("szj", 50)


def test_what_stays_is_not_read_again() -> None:
    read: list[str] = []

    def give(part: str) -> Counter[Entry]:
        read.append(part)
        return Counter({("数字经济", "heading"): 1})

    gathered = Gathered()
    gathered.update({"a": 1, "b": 1}, give)
    gathered.update({"a": 1, "b": 2, "c": 1}, give)
    gathered.update({"b": 2}, give)
    assert (read, gathered.total) == (["a", "b", "b", "c"], {("数字经济", "heading"): 1})
