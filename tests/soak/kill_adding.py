"""Kills a program that adds, replaces and removes documents, again and again, at random moments: the library opens,
no document is there by half, and everything it had said was done is done; notes are untouched.

Usage: kill_adding.py [TIMES] [SEED]. Also imported by the small sample in tests/shelves. Ends with 1 where anything is
lost.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = 100

# Adds documents, new versions of them, takes them out and puts them back; says each after it has returned.
WRITER = """
import itertools, os, sys
from pathlib import Path
from reader.core.adding import AddOptions
from reader.core.span import Location
from reader.library import open_library
from reader.paths import find_paths

profile, corpus, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
library = open_library(find_paths(profile, corpus))
say = lambda *words: os.write(1, (" ".join(words) + "\\n").encode())
inside = profile.parent / "incoming"
inside.mkdir(exist_ok=True)


def text(number, part):
    clauses = "\\n".join(f"第{'一二三四五六七八九十'[at]}条 第{number}号文件第{part}稿的第{at}段，要说明的事情各不相同。" for at in range(8))
    return f"关于第{number}号事项的通知\\n\\n各区人民政府：\\n{clauses}\\n"


def add(number, part, **options):
    file = inside / f"f{number}-{part}.txt"
    file.write_text(text(number, part), encoding="utf-8")
    (row,) = library.add([file], AddOptions(**options), progress=lambda *_: None, cancelled=bool)
    return row


library.documents()
add(first - 1, 1, separate=True, dry_run=True)  # loads what adding needs
say("ready")
for number in itertools.count(first):
    row = add(number, 1, separate=True)
    say("added", row.id, str(number), "1")
    if number % 2 == 0:
        add(number, 2, version_of=row.id)
        say("version", row.id, str(number), "2")
    if number % 3 == 0:
        library.notebook.annotate(Location(row.id), "note", text=f"note {number}")
        say("noted", row.id, str(number))
    if number % 4 == 0:
        library.remove([row.id])
        say("removed", row.id, str(number))
    if number % 8 == 0:
        library.restore([row.id])
        say("restored", row.id, str(number))
    if number % 5 == 0:
        library.set_facts(row.id, {"doc_number": f"某政发〔2026〕{number}号"}) if number % 4 or not number % 8 else None
"""


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        kills: how often the writer was killed.
        acknowledged: how many things it had said were done.
        faults: what was not as it had said, in words.
    """

    kills: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Promise:
    """What was said of one document."""

    number: int
    part: int = 1
    away: bool | None = False
    noted: bool = False


def run(folder: Path, corpus: Path, times: int, seed: int = 1, longest: float = 2.0) -> Outcome:
    """Kills the writer `times` times over one and the same profile, each time after at most `longest` seconds."""
    rng = random.Random(seed)
    promised: dict[str, Promise] = {}
    outcome = Outcome()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for turn in range(times):
        profile = folder / "profile"
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(profile), str(corpus), str(turn * 10_000 + 1)],
            stdout=subprocess.PIPE,
            env=environment,
        ) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            time.sleep(rng.uniform(0, longest))
            writer.kill()
            said += writer.stdout.read().split(b"\n")
        if said[0] != b"ready\n":
            outcome.faults.append(f"kill {turn + 1}: the writer did not start")
            break
        last = None
        for line in said[1:]:
            if doc := _heard(promised, line.decode()):
                outcome.acknowledged += 1
                last = promised[doc]
        outcome.kills += 1
        if last is not None and last.number % 4 == 0:  # what was begun last may be done or not
            last.away = None
        outcome.faults += [f"after kill {turn + 1}: {fault}" for fault in broken(profile, corpus, promised)]
        if outcome.faults:
            break
    return outcome


def _heard(promised: dict[str, Promise], line: str) -> str | None:
    """Takes in a line of the writer; the document it is about, None for a line that was cut off."""
    what, *words = line.split()[:4] or [""]
    if len(words) < 2:
        return None
    doc, number = words[0], int(words[1])
    promise = promised.setdefault(doc, Promise(number))
    if what == "version":
        promise.part = 2
    elif what == "noted":
        promise.noted = True
    elif what in {"removed", "restored"}:
        promise.away = what == "removed"
    return doc


def broken(profile: Path, corpus: Path, promised: dict[str, Promise]) -> list[str]:
    """What is not as it was said, or half done."""
    from reader.library import open_library
    from reader.paths import find_paths

    library = open_library(find_paths(profile, corpus))
    faults = list(library.own.shelf.faults())
    here = {info.id for info in library.documents()}
    own = {info.id for info in library.documents() if info.shelf == "own"}
    away = {info.id for info in library.removed()}
    faults += [f"{info.id} is empty" for info in library.documents() if not library.source(info.id)]
    for doc in own:
        original = library.original(doc)
        if original is None or library.source(doc) != original.read_text(encoding="utf-8"):
            faults.append(f"{doc} is not what its file says")
    for doc, promise in promised.items():
        if doc not in here | away:
            faults.append(f"{doc} was added and is gone")
        elif doc in here & away:
            faults.append(f"{doc} is in the library and out of it")
        elif promise.away is not None and (doc in away) != promise.away:
            faults.append(f"{doc} should be {'out' if promise.away else 'in'}")
        elif doc in here and not any(
            f"第{promise.number}号文件第{part}稿" in library.source(doc) for part in range(promise.part, 3)
        ):
            faults.append(f"{doc} lost its version {promise.part}")
        if promise.noted and not library.store.all(doc):
            faults.append(f"{doc} lost its note")
    if own:
        one = max(own)
        if not library.search("“要说明的事情各不相同”").total:
            faults.append(f"{one} is not found")
    library.close()
    return faults


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    from reader.paths import find_paths
    from tests.soak.telling import times_and_seed, told

    times, seed = times_and_seed(arguments, TIMES)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), find_paths().corpus, times, seed)
    took = time.perf_counter() - started
    return told(
        f"{outcome.kills} kills, {outcome.acknowledged} acknowledged changes, {len(outcome.faults)} faults ({took:.0f} s)",
        outcome.faults,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
