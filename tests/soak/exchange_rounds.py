"""Three colleagues write on the same notes and exchange files, round after round: nothing may be lost or unsaid.

Usage: exchange_rounds.py [NOTES] [ROUNDS] [SEED]. One clock stands in 1970, one in 2099. In every round each note is
changed on two sides, half of them in the same field; files go round in a drawn order; someone chooses. Counted are
wordings that can nowhere be seen any more, conflicts that one of the two was not told of, and stores that differ in
the end. Also imported by the small sample in tests/store. Ends with 1 where anything is counted.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from itertools import permutations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
NOTES, ROUNDS = 100, 5
CLOCKS = ("1970-01-01T00:00:00.000000Z", "2026-11-30T08:00:00.000000Z", "2099-12-31T23:59:59.000000Z")
NAMES = ("甲", "乙", "丙")


@dataclass
class Outcome:
    """What came of it: how often notes were changed on two sides, in how many the same field; and the faults."""

    two_sided: int = 0
    same_field: int = 0
    lost: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All that went wrong."""
        return [*self.lost, *self.unsaid, *self.unequal]


def run(folder: Path, notes: int = NOTES, rounds: int = ROUNDS, seed: int = 1) -> Outcome:
    """Exchanges notes, and says what came of it."""
    from tests.store.conftest import note_of
    from tests.store.people import Colleague

    rng = random.Random(seed)
    clocks = dict(zip(NAMES, CLOCKS, strict=True))
    people = {name: Colleague(folder / name, name, lambda name=name: clocks[name]) for name in NAMES}
    first = people["甲"]
    for number in range(notes):
        first.store.add(note_of(number, text=f"第 {number} 条"))
    for name in NAMES[1:]:
        people[name].take(first.export(rng.choice(["jsonld", "csv"])))
    outcome = Outcome()
    written: dict[str, set[str]] = {f"n{number}": {f"第 {number} 条"} for number in range(notes)}
    for turn in range(rounds):
        clashes = _edit(people, written, rng, turn, outcome)
        told = _pass_round(people, rng)
        for note_id, sides in clashes.items():
            outcome.unsaid += [f"round {turn}: {side} was not told of {note_id}" for side in sides - told[note_id]]
        _choose(people, rng)
        _pass_round(people, rng)
        _pass_round(people, rng)  # what was chosen on two sides at once reaches all with the second
        _choose(people, rng, only="甲")
        _pass_round(people, rng)
        outcome.unequal += _differing(people, f"round {turn}")
    for note_id, texts in written.items():
        for name, each in people.items():
            own = {text for text in texts if f" {name}写于" in text or "写于" not in text}
            outcome.lost += [f"{note_id}: {text} is gone from {name}" for text in own - each.wordings(note_id)]
        seen = set().union(*(each.wordings(note_id) for each in people.values()))
        outcome.lost += [f"{note_id}: {text} is nowhere" for text in texts - seen]
    for each in people.values():
        each.store.close()
    return outcome


def _edit(
    people: dict[str, Any], written: dict[str, set[str]], rng: random.Random, turn: int, outcome: Outcome
) -> dict[str, set[str]]:
    """Changes every note on two sides. Returns, of those changed in the same field, who changed them."""
    clashes: dict[str, set[str]] = {}
    for note_id, texts in written.items():
        sides = rng.sample(NAMES, 2)
        same = rng.random() < 0.5
        outcome.two_sided += 1
        outcome.same_field += same
        for number, side in enumerate(sides):
            store = people[side].store
            note = store.get(note_id)
            if same or number == 0:
                text = f"{note_id} {side}写于第 {turn} 轮"
                texts.add(text)
                store.update(replace(note, text=text))
            else:
                store.update(replace(note, colour=rng.choice(["pink", "blue"]), tags=(f"{side}{turn}",)))
        if same:
            clashes[note_id] = {*sides}
    return clashes


def _pass_round(people: dict[str, Any], rng: random.Random) -> dict[str, set[str]]:
    """Everyone gets a file of everyone, in a drawn order, made just then. Returns who was told of which conflicts."""
    from collections import defaultdict

    told: dict[str, set[str]] = defaultdict(set)
    ways = list(permutations(NAMES, 2))
    rng.shuffle(ways)
    for giver, taker in ways:
        for note_id in people[taker].take(people[giver].export(rng.choice(["jsonld", "csv"]))).conflicting:
            told[note_id].add(taker)
    return told


def _choose(people: dict[str, Any], rng: random.Random, only: str = "") -> None:
    """Someone chooses, here and there two of them."""
    for name, each in people.items():
        if only and name != only:
            continue
        for conflict in each.store.exchange.conflicts():
            for field_name in conflict.fields:
                if only or rng.random() < 0.5:
                    choice = rng.choice(["mine", "theirs"] + ["both"] * (field_name == "text"))
                    each.store.exchange.resolve(conflict.note.id, field_name, choice)


def _differing(people: dict[str, Any], when: str) -> list[str]:
    contents = {name: each.contents() for name, each in people.items()}
    found = [
        f"{when}: {note_id} is {contents['甲'][note_id]!r} here and {contents[name].get(note_id)!r} with {name}"
        for name in NAMES[1:]
        for note_id in contents["甲"]
        if contents["甲"][note_id] != contents[name].get(note_id)
    ]
    return found + [f"{when}: {name} has to choose" for name, e in people.items() if e.store.exchange.conflicts()]


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    from tests.soak.telling import told

    notes, rounds, seed = [*map(int, arguments), *(NOTES, ROUNDS, 1)[len(arguments) :]]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), notes, rounds, seed)
    return told(
        f"{outcome.two_sided} two-sided edits, {outcome.same_field} of the same field, {rounds} rounds, 3 profiles: "
        f"{len(outcome.lost)} wordings lost, {len(outcome.unsaid)} conflicts unsaid, {len(outcome.unequal)} unequal "
        f"({time.perf_counter() - started:.0f} s)",
        outcome.faults,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
