"""A small sample of the soak run: a program killed while it installs, updates, rolls back and removes packs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak import kill_packs


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path, small_corpus: Path) -> None:
    outcome = kill_packs.run(tmp_path, small_corpus, 4, seed=20261129)
    assert outcome.faults == []
    assert outcome.kills == 4
