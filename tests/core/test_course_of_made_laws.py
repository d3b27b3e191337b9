"""Clauses of made-up laws followed to their next version, where it is known what became of each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import laws

from reader.core.align import align
from reader.core.clause_course import Clauses, follow
from reader.core.document import Document
from tests.made_laws import Amendment, all_amended


def _version(made: Amendment, name: str, folder: Path) -> tuple[Document, dict[str, int]]:
    """A version as a document, and of each block the key of the clause it belongs to."""
    version = made.old if name == "old" else made.new
    file = folder / f"{name}.md"
    file.write_text(version.text(), encoding="utf-8")
    document = laws.law(file)
    keys = [key for key, _ in version.lines()]
    return document, {block.id: key for block, key in zip(document.blocks, keys, strict=True)}


def test_clauses_are_followed_to_what_they_became(tmp_path: Path) -> None:
    seen, wrong = Counter[str](), []
    for made in all_amended():
        (old, was), (new, now) = (_version(made, name, tmp_path) for name in ("old", "new"))
        here, there, alignment = Clauses(old), Clauses(new), align(old, new)
        for clause in here.all():
            key = was[clause.head]
            if not key:
                continue
            step = follow(clause, here, there, alignment, "left")
            found, answers = {now[each.head] for each in step.clauses}, set(made.answers[key])
            right = found == answers or (made.fates[key] == "split" and bool(found) and found <= answers)
            seen[made.fates[key]] += 1
            seen["all"] += 1
            seen["right"] += right
            seen["parted"] += made.fates[key] == "split" and found == answers
            wrong += [] if right else [(made.fates[key], clause.label, [each.label for each in step.clauses])]
    assert seen["right"] / seen["all"] >= 0.97, wrong
    assert seen["parted"] / seen["split"] >= 0.8, "both halves are told"
