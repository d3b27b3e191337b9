"""Kills a program that takes in notes, chooses between wordings and takes imports back, again and again, at random
moments: nothing may be half. What an import brings is there altogether or not at all, and so is what its undoing takes.

Usage: kill_exchange.py [TIMES] [SEED]. Also imported by the small sample in tests/store. Ends with 1 at a fault.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = 200
TOGETHER, FRESH = 20, 5

# Every round takes in a file that changes all notes and brings some, and says so once it has returned; every third
# import is taken back, every third is followed by one against which all notes were changed here.
WRITER = """
import itertools, os, sys
from dataclasses import replace
from pathlib import Path
from reader.core.note import Anchor, Note
from reader.store.annotations import NoteStore, utc_now
from reader.store.bundle import Bundle
from reader.store.versions import LIFE, Versions, joined

folder, first, together, fresh = Path(sys.argv[1]), *map(int, sys.argv[2:5])
store = NoteStore(folder)
anchor = Anchor("plan", "b1", 3, 7, "b1", "数字经济", "大力发展", "，建设", 40, "ab" * 32)
say = lambda *words: os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def note(name, text):
    return Note(name, anchor, "note", utc_now(), utc_now(), text=text)

def bundle(notes, seen, text, who, count):
    theirs, versions = [], {}
    for each in notes:
        own = {name: seen[each.id].of(name) for name in ("text", LIFE)}
        changed = {name: joined(vector, {who: count}) for name, vector in own.items()}
        theirs.append(replace(each, text=text))
        versions[each.id] = Versions({**seen[each.id].vectors, **changed})
    new = [note(f"new-{who}{count}-{n}", text) for n in range(fresh)]
    return Bundle((*theirs, *new), versions=versions)

def old_ones():
    return [each for each in store.all() if each.id.startswith("n-")]

if not old_ones():
    store.exchange.take(Bundle(tuple(note(f"n-{n}", "start") for n in range(together))))
say("ready")
for i in itertools.count(first):
    for each in store.exchange.conflicts():
        store.exchange.resolve(each.note.id, "text", "theirs")
    notes = old_ones()
    seen = store.exchange.versions(notes)
    store.exchange.take(bundle(notes, seen, f"file {i}", "file", i))
    say("took", i)
    if i % 3 == 0:
        store.exchange.undo()
        say("undone", i)
    elif i % 3 == 1:
        store.update_all([replace(each, text=f"own {i}") for each in old_ones()])
        say("changed", i)
        store.exchange.take(bundle(notes, seen, f"other {i}", "other", i))
        say("clashed", i)
        for each in store.exchange.conflicts():
            store.exchange.resolve(each.note.id, "text", "mine")
        say("chosen", i)
"""


@dataclass
class Outcome:
    """What came of it: how often the writer was killed, what it had said was done, and what was half or missing."""

    kills: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


def run(folder: Path, times: int, seed: int = 1) -> Outcome:
    """Kills the writer `times` times over one and the same store."""
    rng = random.Random(seed)
    outcome = Outcome()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for turn in range(times):
        arguments = [str(folder), str(1 + turn * 100), str(TOGETHER), str(FRESH)]
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, env=environment
        ) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            time.sleep(rng.uniform(0, 0.5))
            writer.kill()
            said += writer.stdout.read().split(b"\n")
        if said[0] != b"ready\n":
            outcome.faults.append(f"kill {turn + 1}: the writer did not start")
            break
        words = [line.decode().split() for line in said if line.strip()][1:]
        outcome.kills += 1
        outcome.acknowledged += len(words)
        outcome.faults += [f"after kill {turn + 1}: {fault}" for fault in _half(folder, words)]
        if outcome.faults:
            break
    return outcome


def _half(folder: Path, words: list[list[str]]) -> list[str]:
    """What is half or missing in the store, in words."""
    from reader.store.annotations import NoteStore

    store = NoteStore(folder)
    faults = list(store.check().problems)
    together = [note.text for note in store.all() if note.id.startswith("n-")]
    conflicts = store.exchange.conflicts()
    choosing = bool(conflicts) or len(set(together)) > 1
    if len(together) != TOGETHER:
        faults.append(f"{len(together)} notes of {TOGETHER} are left")
    # Choosing goes note by note: while it is under way, wordings of one import and of one's own stand beside each other.
    if len({text.split()[-1] for text in together}) != 1 or (choosing and len(set(together)) > 2):
        faults.append(f"half an import: {sorted(set(together))}")
    if len({each.value for conflict in conflicts for each in conflict.others}) > 1:
        faults.append("wordings of several imports wait to be chosen")
    came: dict[str, int] = {}
    for note in store.all():
        if found := re.match(r"new-(\w+)-", note.id):
            came[found[1]] = came.get(found[1], 0) + 1
    faults += [f"{count} of {FRESH} new notes of import {name}" for name, count in came.items() if count != FRESH]
    done = {" ".join(each) for each in words}
    for what, number in words:
        if what == "took" and int(number) % 3 and f"file{number}" not in came:
            faults.append(f"import {number} was said to be taken and is gone")
        if what == "undone" and f"file{number}" in came:
            faults.append(f"import {number} was said to be undone and is here")
        if what == "clashed" and f"other{number}" not in came:
            faults.append(f"import {number} against own changes is gone")
        if what == "chosen" and f"took {int(number) + 1}" not in done and conflicts:
            faults.append(f"what was chosen of {number} waits again")
    store.close()
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
        f"{outcome.kills} kills in import, choice and undoing, {outcome.acknowledged} acknowledged steps, "
        f"{len(outcome.faults)} half or lost ({took:.0f} s)",
        outcome.faults,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
