"""The made-up laws: the same every time, every fate among them, and read by the tests as they were written."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import laws

from tests import made_laws


def test_a_seed_gives_the_same_laws_and_another_seed_others(tmp_path: Path) -> None:
    one, again, other = ([law.new.text() for law in made_laws.all_amended(seed)] for seed in (12, 12, 13))
    assert one == again
    assert not set(one) & set(other)


def test_every_fate_is_among_them_and_every_clause_has_one() -> None:
    fates = Counter[str]()
    for made in made_laws.all_amended():
        old, new = ({clause.key: clause for clause in law.clauses()} for law in (made.old, made.new))
        assert set(made.fates) == set(made.answers) == set(old)
        fates.update(made.fates.values())
        for key, fate in made.fates.items():
            assert set(made.answers[key]) <= set(new)
            assert (fate == "removed") == (key not in new)
            if fate in {"kept", "renumbered", "moved"}:
                assert old[key] == new[key]
            if fate == "reworded":
                assert old[key] != new[key]
            if fate == "split":
                first, second = sorted(made.answers[key])
                assert new[first].sentences + new[second].sentences == old[key].sentences
    assert min(fates[fate] for fate in ("kept", "renumbered", "reworded", "moved", "split", "removed")) >= 8, fates


def test_articles_are_numbered_through_and_references_lead_to_the_clause_they_meant() -> None:
    for made in made_laws.all_amended():
        for law in (made.old, made.new):
            assert "{" not in law.text()
            numbers = [
                line.split("\u3000")[0] for _, line in law.lines() if line.startswith("第") and "条\u3000" in line
            ]
            assert numbers == [f"第{made_laws.numeral(n)}条" for n in range(1, len(law.clauses()) + 1)]


def test_the_files_are_two_versions_of_each(tmp_path: Path) -> None:
    made_laws.write(tmp_path)
    pairs = laws.versions(tmp_path)
    assert len(pairs) == made_laws.LAWS
    for pair in pairs:
        assert [file.stem[-11:-1] for file in pair] == ["2019-05-30", "2024-11-28"]
    blocks = [len(laws.law(file).blocks) for pair in pairs for file in pair]
    assert min(blocks) >= 40
    assert any(a != b for a, b in pairwise(blocks))
