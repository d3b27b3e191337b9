"""Anchors over amendments, made-up and real: how many notes find their words again, and how many come to stand in a wrong place."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import amendments

from reader.core.anchor import Resolver, make
from reader.core.document import Document
from tests.made_laws import Law, all_amended

EACH = 80  # selections from each pair of versions


def test_amended_laws_find_their_notes(laws_dir: Path) -> None:
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


def words_of(law: Law, document: Document) -> dict[str, tuple[int, int, str]]:
    """For each block the key of its clause, where its words begin behind the number, and the words."""
    found = {}
    for block, (key, line) in zip(document.blocks, law.lines(), strict=True):
        assert block.text == line
        number = amendments.NUMBER.match(line)
        start = number.end() if number else 0
        found[block.id] = (key, start, line[start:])
    return found


def test_notes_stay_with_their_clause_whatever_became_of_it(tmp_path: Path) -> None:
    """The truth is known here: words that stayed are found to the character; whatever is found is in the right clause."""
    rng, seen = random.Random(9), Counter[str]()
    for made in all_amended():
        documents = []
        for name, version in (("old", made.old), ("new", made.new)):
            file = tmp_path / f"{name}.md"
            file.write_text(version.text(), encoding="utf-8")
            documents.append(amendments.document_of(file))
        old, new = documents
        before, after = words_of(made.old, old), words_of(made.new, new)
        resolver = Resolver(new)
        for selection in amendments.selections(rng, old, 400):
            piece = selection.pieces[0]
            key, start, words = before[piece.block]
            if (
                not key
                or len(selection.pieces) > 1
                or piece.span.start < start
                or piece.span.end - piece.span.start < 8
            ):
                continue
            places = [
                block for block, (other, _, same) in after.items() if other in made.answers[key] and same == words
            ]
            found = resolver.resolve(make(old, selection))
            fate = made.fates[key]
            seen[fate] += 1
            for got in found.pieces:
                seen[f"{fate} wrong"] += after[got.block][0] not in made.answers[key]
            if places:
                (place,) = places
                seen["stayed"] += 1
                if found.pieces:
                    (got,) = found.pieces
                    seen["stayed found"] += (got.block, got.span.start - after[place][1], got.span.end - after[place][1]) == (
                        place, piece.span.start - start, piece.span.end - start,
                    )  # fmt: skip
    wrong = sum(count for what, count in seen.items() if what.endswith("wrong"))
    judged = sum(seen[fate] for fate in ("kept", "renumbered", "reworded", "moved", "split", "removed"))
    assert min(seen[fate] for fate in ("kept", "renumbered", "reworded", "moved", "split", "removed")) >= 15, seen
    assert judged >= 1000, seen
    assert seen["stayed found"] / seen["stayed"] >= 0.99, seen
    assert not any(seen[f"{fate} wrong"] for fate in ("kept", "renumbered", "moved")), seen
    assert wrong / judged <= 0.01, seen  # where the words themselves are gone, by reworded or removed clauses
