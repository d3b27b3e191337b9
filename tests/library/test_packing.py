"""Making a pack says how far it is: from nothing to all, never back, with words for what is being done."""

from __future__ import annotations

from pathlib import Path

from reader.core.policy import Policy
from reader.corpus import Corpus
from reader.library.packing import PackDesk
from reader.paths import find_paths


def test_the_shares_of_making_a_pack_rise_from_the_index_to_the_end(small_corpus: Path, profile: Path) -> None:
    paths = find_paths(profile / "data", small_corpus)
    told: list[tuple[float, str]] = []
    PackDesk(paths, Corpus(small_corpus), Policy(), tuple).make(
        profile / "a.prpack", None, progress=lambda share, what: told.append((share, what))
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.9 < shares[-1] <= 1
    assert any(0 < share < 0.4 for share in shares), "the index is made in the first part"
    assert all(what for _, what in told)
