"""Anchors over real amendments: how many notes find their words again, and how many come to stand in a wrong place."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from reader.core.anchor import Resolver, make

BENCH = Path(__file__).resolve().parent.parent / "bench"
EACH = 80  # selections from each of 26 pairs


def test_amended_laws_find_their_notes(laws_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    import amendments

    rng, seen = random.Random(6), Counter[str]()
    for old, new in amendments.pairs(laws_dir):
        judge, resolver = amendments.Judge(old, new), Resolver(new)
        for selection in amendments.selections(rng, old, EACH):
            anchor = make(old, selection)
            verdict = judge.verdict(anchor, resolver.resolve(anchor))
            seen["all"] += 1
            seen["wrong"] += verdict.wrong
            seen["verbatim"] += verdict.verbatim
            seen["verbatim found"] += verdict.verbatim and verdict.found
            seen["survives"] += verdict.survives
            seen["survives found"] += verdict.survives and verdict.found
    assert seen["all"] >= 1000
    assert seen["wrong"] / seen["all"] <= 0.005, seen
    assert seen["verbatim found"] / seen["verbatim"] >= 0.99, seen
    assert seen["survives found"] / seen["survives"] >= 0.99, seen
