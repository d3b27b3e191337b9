"""Kills a program that writes notes, again and again, at random moments; every note it had acknowledged must be there.

Usage: kill_notes.py [TIMES] [SEED]. Also imported by the small sample in tests/store. Ends with 1 where a note is lost.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = 500

# Adds, changes and trashes notes, and makes a backup now and then; says each after it has returned, never before.
WRITER = """
import itertools, os, sys
from dataclasses import replace
from pathlib import Path
from reader.core.note import Anchor, Note
from reader.store.annotations import NoteStore, utc_now

folder, first = Path(sys.argv[1]), int(sys.argv[2])
store = NoteStore(folder)
anchor = Anchor("plan", "b1", 3, 7, "b1", "数字经济", "大力发展", "，建设", 40, "ab" * 32)
say = lambda *words: os.write(1, (" ".join(words) + "\\n").encode())
store.all()
say("ready")
for i in itertools.count(first):
    store.add(Note(f"n{i}", anchor, "note", utc_now(), utc_now(), text="文" * (i % 700)))
    say("added", f"n{i}")
    if i % 3 == 0:
        store.update(replace(store.get(f"n{i}"), text=f"changed {i}"))
        say("changed", f"n{i}")
    if i % 7 == 0:
        store.trash(f"n{i}")
        say("trashed", f"n{i}")
    if i % 40 == 0:
        store.backup()
        say("backup")
"""


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        kills: how often the writer was killed.
        acknowledged: how many things it had said were done.
        faults: what was not as it had said, in words.
    """

    kills: int
    acknowledged: int
    faults: list[str]


def run(folder: Path, times: int, seed: int = 1) -> Outcome:
    """Kills the writer `times` times over one and the same store."""
    from reader.store.annotations import NoteStore

    rng = random.Random(seed)
    promised: dict[str, str] = {}
    outcome = Outcome(0, 0, [])
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for turn in range(times):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(turn * 100_000)],
            stdout=subprocess.PIPE,
            env=environment,
        ) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            time.sleep(rng.uniform(0, 0.12))
            writer.kill()
            said += writer.stdout.read().split(b"\n")
        if said[0] != b"ready\n":
            outcome.faults.append(f"kill {turn + 1}: the writer did not start")
            break
        for line in said:
            what, _, note_id = line.decode().strip().partition(" ")
            if note_id:
                promised[note_id] = what
                outcome.acknowledged += 1
        outcome.kills += 1
        if turn % 25 == 24 or turn == times - 1:
            store = NoteStore(folder)
            report = store.check()
            outcome.faults += [f"after kill {turn + 1}: {problem}" for problem in report.problems]
            here = {note.id: note for note in (*store.all(), *store.all(trashed=True))}
            outcome.faults += _broken(promised, {i: (n.text, n.trashed) for i, n in here.items()})
            store.close()
            if outcome.faults:
                break
    return outcome


def _broken(promised: dict[str, str], here: dict[str, tuple[str, str | None]]) -> list[str]:
    faults = []
    for note_id, what in promised.items():
        text, trashed = here.get(note_id, (None, None))
        if text is None:
            faults.append(f"{note_id} was {what} and is gone")
        elif what == "changed" and not text.startswith("changed"):
            faults.append(f"{note_id} lost its change")
        elif what == "trashed" and trashed is None:
            faults.append(f"{note_id} came back from the trash")
    return faults


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    from tests.soak.telling import times_and_seed, told

    times, seed = times_and_seed(arguments, TIMES)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder) / "notes", times, seed)
    took = time.perf_counter() - started
    return told(
        f"{outcome.kills} kills, {outcome.acknowledged} acknowledged changes, {len(outcome.faults)} lost ({took:.0f} s)",
        outcome.faults,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
