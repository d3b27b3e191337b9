"""Kills a program that installs, updates, rolls back and removes packs, whole and delta, again and again, at random
moments: every shelf is what it was or what it was to be, whole; the others are untouched; notes stay.

Usage: kill_packs.py [TIMES] [SEED]. Also imported by the small sample in tests/packs. Ends with 1 where anything is
lost.
"""

from __future__ import annotations

import json
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

# Does one thing after another, each on one shelf; says what it is about to do and that it has done it.
WRITER = """
import os, random, sys
from pathlib import Path
from reader.core.policy import Policy
from reader.library import open_library
from reader.library.settling import settle
from reader.paths import find_paths

profile, corpus, packs, seed = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
policy = Policy(file="policy", unsigned_packs=True)
rng = random.Random(seed)
say = lambda *words: os.write(1, (" ".join(words) + "\\n").encode())


def desk():
    library = open_library(settle(find_paths(profile, corpus), policy, own_profile=True), policy)
    return library.packs.get()


desk().state
say("ready")
while True:
    at_hand, name = desk(), rng.choice(["", "a", "b"])
    shelf = at_hand.state.on(name)
    now = shelf.now.title if shelf else ""
    does = rng.choice(["install", "install", "delta", "back", "remove"])
    if does == "install":
        wanted = rng.choice("123")
        say("to", name or "-", wanted)
        at_hand.install(packs / f"{name or 'main'}-{wanted}.prpack", allow_older=True)
    elif does == "delta" and now == "1":
        say("to", name or "-", "2")
        at_hand.install(packs / f"{name or 'main'}-2-1.prpack")
    elif does == "back" and shelf and shelf.before:
        say("to", name or "-", shelf.before[0].title or "-")
        at_hand.roll_back(name)
    elif does == "remove" and now:
        say("to", name or "-", "-")
        at_hand.remove(name)
    else:
        continue
    say("done")
"""


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        kills: how often the writer was killed.
        done: how many things it had said were done.
        faults: what was not as it had said, in words.
    """

    kills: int = 0
    done: int = 0
    faults: list[str] = field(default_factory=list)


def make_packs(folder: Path) -> Path:
    """Three versions for each of three shelves, and a delta from the first to the second."""
    from reader.core.pack import ADDITION, REPLACEMENT, PackManifest
    from reader.corpus import Corpus
    from reader.library.pack_making import make_pack
    from tests.conftest import document_of

    folder.mkdir(parents=True)
    for shelf in ("main", "a", "b"):
        for version in "123":
            documents = [
                document_of(f"第一条 {shelf}的第{number}号文件第{version if number % 3 == 0 else 0}版。" * 9, doc=f"{shelf}-{number}")
                for number in range(12 + int(version))
            ]  # fmt: skip
            corpus = Corpus(folder / f"{shelf}-{version}")
            corpus.write(documents)
            name = "" if shelf == "main" else shelf
            facts = PackManifest(version, "", "", "0.1.0", "", (), ADDITION if name else REPLACEMENT, name)
            against = folder / f"{shelf}-1.prpack"
            targets = {f"{shelf}-{version}.prpack": None} | ({f"{shelf}-2-1.prpack": against} if version == "2" else {})
            for target, base in targets.items():
                make_pack(
                    corpus, folder / target, None, facts, against=base, epoch=str(1793491200 + int(version) * 86400),
                    progress=lambda *_: None,
                )  # fmt: skip
    return folder


def run(folder: Path, corpus: Path, times: int, seed: int = 1, longest: float = 3.0) -> Outcome:
    """Kills the writer `times` times over one and the same profile, each time after at most `longest` seconds."""
    rng, outcome = random.Random(seed), Outcome()
    packs, profile = make_packs(folder / "packs"), folder / "profile"
    standing = {"": "-", "a": "-", "b": "-"}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for turn in range(times):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(profile), str(corpus), str(packs), str(rng.randrange(10**9))],
            stdout=subprocess.PIPE,
            env=environment,
        ) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(rng.uniform(0, longest))
            writer.kill()
            said = writer.stdout.read().decode().splitlines()
        if first != b"ready\n":
            outcome.faults.append(f"kill {turn + 1}: the writer did not start")
            break
        begun: tuple[str, str] | None = None
        for line in said:
            what, *words = line.split()
            if what == "done" and begun is not None:
                standing[begun[0]] = begun[1]
                outcome.done += 1
                begun = None
            elif what == "to" and len(words) == 2:
                begun = (words[0].removeprefix("-"), words[1])
        outcome.kills += 1
        outcome.faults += [f"after kill {turn + 1}: {fault}" for fault in broken(profile, corpus, standing, begun)]
        if outcome.faults:
            break
    return outcome


def broken(profile: Path, corpus: Path, standing: dict[str, str], begun: tuple[str, str] | None) -> list[str]:
    """What is not as it was said, or half done. What was begun last may be done or not; `standing` learns which."""
    from reader.core.policy import Policy
    from reader.library import open_library
    from reader.library.settling import settle
    from reader.packs import integrity
    from reader.paths import find_paths

    policy, faults = Policy(file="policy", unsigned_packs=True), []
    paths = settle(find_paths(profile, corpus), policy, own_profile=True)
    library = open_library(paths, policy)
    assert library.packs is not None
    state = library.packs.get().state
    for name, was in standing.items():
        shelf = state.on(name)
        now = (shelf.now.title or "-") if shelf is not None else "-"
        if now != was and (begun is None or begun != (name, now)):
            faults.append(f"shelf {name or 'main'} is {now}, not {was}{f' or {begun[1]}' if begun else ''}")
        standing[name] = now
    faults += paths.complaints
    for folder in state.folders:
        report = integrity.verify(paths.packs_place / folder, unsigned=True)
        faults += [f"{folder}: {each}" for each in report.wrong]
    for name, was in standing.items():
        here = [info for info in library.documents() if info.id.startswith(f"{name or 'main'}-")]
        if was != "-" and len(here) != 12 + int(was):
            faults.append(f"shelf {name or 'main'} has {len(here)} documents")
    library.close()
    return faults


def main(times: int = TIMES, seed: int = 1) -> int:
    """Kills that often; prints what came of it. Returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="policy-reader-kill-") as folder:
        outcome = run(Path(folder), ROOT / "corpus", times, seed)
        left = len(list((Path(folder) / "profile").rglob("new-*")))
    print(json.dumps({"kills": outcome.kills, "done": outcome.done, "faults": outcome.faults, "drafts left": left}))
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(*map(int, sys.argv[1:3])))
