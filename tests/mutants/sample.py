"""Draws mutations with a seed and says which of them the tests of their room do not notice.

Usage: sample.py [--count 100] [--seed 12] [--rooms core store …] [--try core …] [--only FILE] [--list]. Ends with 1 where less than
80 of 100 are killed. Everything is done in a copy under build/mutants; the working tree is read only.

Each mutant is held against the tests that run its lines, then those that run its function, then the others of their
files, the quickest of each first, up to a budget of processor time; what runs with the import is held against the tests
that run its module. A mutant is killed by a test that fails, hangs, or eats the memory; the tests that killed are run
once more without any fault in the end, and must be green. What cannot be told from the original by any test stands in
equivalent.toml with its reason, and is not drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from mutations import Mutation, mutations  # noqa: E402 - found through the line above

ROOMS = {
    "core": ["core", "reports", "search", "store", "registers", "ingest", "test_corpus.py", "test_library.py"],
    "store": ["store", "test_library.py", "test_cli.py"],
    "library": ["library", "test_library.py", "reports", "search", "packs", "registers", "store", "test_cli.py"],
    "search": ["search", "core", "test_library.py", "test_cli.py"],
    "registers": ["registers", "core", "test_cli.py"],
    "ingest": ["ingest", "formats", "test_corpus.py", "test_cli.py"],
}
"""The tests of each room: its own, and those of the rooms that stand on it."""

BUDGET = 20.0  # seconds of processor time of tests a mutant is held against
EACH = 10.0  # a test that takes longer is left out where there are others
HANGS = 60  # seconds after which a test counts as hanging
MEMORY = 6 << 30
WANTED = 0.8
COPIED = ("reader", "tests", "resources", "corpus", "packaging", "docs")


@dataclass(frozen=True, slots=True)
class Test:
    """A test and what it runs.

    Attributes:
        name: its node id.
        took: seconds of processor time.
        lines: of each module of the product the lines it runs, each a bit.
    """

    name: str
    took: float
    lines: dict[str, int]

    def runs(self, file: str, lines: range | None = None) -> bool:
        """Whether it runs one of these lines, or any of the module."""
        bits = self.lines.get(file, 0)
        return bool(bits if lines is None else bits & ((1 << lines.stop) - (1 << lines.start)))


Reached = dict[str, list[Test]]
"""The tests of each test file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: killed by which test, or alive after how many tests."""

    mutation: Mutation
    killed: bool
    by: str
    tests: int


def copied(scratch: Path) -> Path:
    """A fresh copy of all that the tests read."""
    tree = scratch / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    for file in ROOT.iterdir():
        if file.is_file() and file.suffix in {".toml", ".md", ".lock", ""}:
            shutil.copy2(file, tree / file.name)
    return tree


def command(tree: Path, tests: list[str]) -> tuple[list[str], dict[str, str]]:
    """What runs tests on the copy up to the first that fails, and its environment."""
    options = ["-p", "reaching", "-p", "forking", "-p", "no:cacheprovider", "-n", "0", "-q", "-x"]
    environment = {"CI": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": f"{tree}{os.pathsep}{HERE}"}
    return [sys.executable, "-m", "pytest", *options, f"--timeout={HANGS}", *tests], {**os.environ, **environment}


def pytest(tree: Path, tests: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs tests on the copy, up to the first that fails."""
    words, inherited = command(tree, tests)
    return subprocess.run(
        words, cwd=tree, env=inherited | environment, check=False, capture_output=True, text=True, encoding="utf-8",
        errors="replace", preexec_fn=_within_memory if os.name == "posix" else None,
    )  # fmt: skip


class Collected:
    """A process that has collected the tests and runs some in a copy of itself for each mutant: see forking.py."""

    def __init__(self, tree: Path, tests: list[str]) -> None:
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        words, environment = command(tree, tests)
        self._tree = tree
        with (tree.parent / "collected.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [*words, f"--basetemp={tree.parent / 'tmp'}"], cwd=tree, pass_fds=(orders, answers), stdout=log, stderr=log,
                env=environment | {"ORDERS": f"{orders},{answers}"}, preexec_fn=_within_memory,  # noqa: PLW1509 - one thread
            )  # fmt: skip
        os.close(orders)
        os.close(answers)
        self._written = os.fdopen(self._orders, "w", encoding="utf-8")
        self._read = os.fdopen(self._answers, encoding="utf-8")
        if self._answer()[0] != "collected":
            raise SystemExit(f"the tests were not collected: {tree.parent / 'collected.log'}")

    def _answer(self) -> tuple[str, str]:
        line = self._read.readline()
        what, by = json.loads(line) if line else ("ended", "")
        return what, by

    def tried(self, mutation: Mutation, tests: list[str]) -> Outcome | None:
        """What becomes of a mutant that stands in its file; None where that needs a process of its own."""
        if mutation.line not in mutation.within:  # with the import, or a default
            return None
        order = {
            "file": str(self._tree / mutation.file), "tests": tests,
            "first": mutation.within.start, "last": mutation.within.stop - 1,
        }  # fmt: skip
        print(json.dumps(order), file=self._written, flush=True)
        what, by = self._answer()
        if what not in {"killed", "survived"}:
            return None
        return Outcome(mutation, what == "killed", by, len(tests))

    def close(self) -> None:
        """At the end."""
        self._written.close()
        self._process.wait()
        self._read.close()


def _within_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def files_of_tests(tree: Path, rooms: list[str]) -> list[str]:
    """The test files of some rooms, from the root of the project."""
    found: dict[str, None] = {}
    for room in rooms:
        for name in ROOMS[room]:
            place = tree / "tests" / name
            files = sorted(place.rglob("test_*.py")) if place.is_dir() else [place]
            found |= dict.fromkeys(file.relative_to(tree).as_posix() for file in files if file.is_file())
    return list(found)


def reached(tree: Path, scratch: Path, rooms: list[str]) -> Reached:
    """For each test file its tests, what they take, and which lines they run. Kept between runs by its content."""
    shared = sha256((HERE / "reaching.py").read_bytes())
    rooms_read = [tree / "reader" / room for room in ROOMS]
    for file in sorted(
        [*(f for room in rooms_read for f in room.rglob("*.py")), *(tree / "tests").rglob("conftest.py")]
    ):
        shared.update(file.read_bytes())
    found: Reached = {}
    (scratch / "reached").mkdir(parents=True, exist_ok=True)
    for name in files_of_tests(tree, rooms):
        mark = shared.copy()
        mark.update((tree / name).read_bytes())
        kept = scratch / "reached" / f"{mark.hexdigest()[:24]}.json"
        if not kept.exists():
            print(f"what {name} reaches …", flush=True)
            done = pytest(tree, [name], REACHED=str(kept), PYTEST_ADDOPTS="--maxfail=1000")
            if done.returncode not in {0, 5}:
                kept.unlink(missing_ok=True)
                raise SystemExit(f"{name} is not green without a mutation:\n{done.stdout[-2000:]}{done.stderr[-500:]}")
        content = json.loads(kept.read_text(encoding="utf-8"))
        found[name] = [
            Test(test, each["took"], {file: int(bits, 16) for file, bits in each["lines"].items()})
            for test, each in content.items()
        ]
    return found


def chosen(mutation: Mutation, room: str, known: Reached, budget: float = BUDGET) -> list[str]:
    """The tests a mutant is held against, in order.

    Those that run its lines come first, then those that run its function, then the others of their files: what a
    function keeps for the next call is run by the first of them only.
    """
    near: tuple[list[Test], list[Test], list[Test]] = ([], [], [])
    for file in files_of_tests(ROOT, [room]):
        tests = known.get(file, [])
        if not any(test.runs(mutation.file, mutation.within or None) for test in tests):
            continue
        for test in tests:
            on_line = test.runs(mutation.file, mutation.lines if mutation.within else None)
            near[0 if on_line else 1 if test.runs(mutation.file, mutation.within) else 2].append(test)
    picked: list[str] = []
    left = budget
    for tests in near:
        for test in sorted(tests, key=lambda test: (test.took, test.name)):
            if not picked or (test.took <= EACH and test.took <= left):
                picked.append(test.name)
                left -= test.took
    return picked


def tried(mutation: Mutation, tree: Path, tests: list[str], collected: Collected | None = None) -> Outcome:
    """Puts the fault into the copy, runs the tests, and takes it out again."""
    if not tests:
        return Outcome(mutation, False, "no test runs it", 0)
    file = tree / mutation.file
    source = file.read_bytes()
    listed = tree.parent / "chosen.txt"
    listed.write_text("\n".join(tests), encoding="utf-8")
    try:
        file.write_bytes(mutation.applied(source))
        if collected and (outcome := collected.tried(mutation, tests)):
            return outcome
        done = pytest(tree, sorted({test.partition("::")[0] for test in tests}), CHOSEN=str(listed))
    finally:
        file.write_bytes(source)
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if done.returncode == 5:
        raise SystemExit(f"none of the chosen tests was found again: {tests[:3]}")
    return Outcome(mutation, done.returncode != 0, failed[0] if failed else f"status {done.returncode}", len(tests))


def drawn(rooms: list[str], seed: int, count: int, only: str | None) -> list[Mutation]:
    """The first so many of the seed's order. A change of the product elsewhere leaves the rest of the draw as it was."""
    equivalent = {
        each["mutation"] for each in tomllib.loads((HERE / "equivalent.toml").read_text("utf-8"))["equivalent"]
    }
    every = [
        mutation
        for room in rooms
        for file in sorted((ROOT / "reader" / room).rglob("*.py"))
        for mutation in mutations(file.relative_to(ROOT).as_posix(), file.read_bytes())
        if mutation.name not in equivalent and (only is None or only in mutation.file)
    ]
    print(f"{len(every)} mutations of {', '.join(rooms)}", flush=True)
    return sorted(every, key=lambda mutation: mutation.rank(seed))[:count]


def main() -> int:
    """Draws, tries, reports."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--budget", type=float, default=BUDGET, help="seconds of processor time of tests for a mutant")
    asked.add_argument("--rooms", nargs="+", choices=ROOMS, default=list(ROOMS))
    asked.add_argument("--try", nargs="+", choices=ROOMS, default=list(ROOMS), dest="tried",
        help="of the draw only those of these rooms, to try it in parts")  # fmt: skip
    asked.add_argument("--only", help="mutations of files whose path contains this")
    asked.add_argument("--list", action="store_true", help="print the draw and end")
    asked.add_argument("--scratch", type=Path, default=ROOT / "build" / "mutants")
    options = asked.parse_args()
    sample = drawn(options.rooms, options.seed, options.count, options.only)
    sample = [mutation for mutation in sample if mutation.file.split("/")[1] in options.tried]
    rooms = [room for room in options.rooms if room in options.tried]
    if options.list:
        print(*(f"{m.file}:{m.line} {m.name}" for m in sample), sep="\n")
        return 0
    scratch = options.scratch.resolve()
    tree = copied(scratch)
    known = reached(tree, scratch, rooms)
    outcomes: list[Outcome] = []
    started = time.monotonic()
    collected = Collected(tree, files_of_tests(tree, rooms)) if hasattr(os, "fork") else None
    for n, mutation in enumerate(sample, 1):
        outcome = tried(mutation, tree, chosen(mutation, mutation.file.split("/")[1], known, options.budget), collected)
        outcomes.append(outcome)
        said = f"killed    {outcome.by}" if outcome.killed else f"SURVIVED  {outcome.tests} tests, {outcome.by}"
        print(f"{n:3} {mutation.file}:{mutation.line} {mutation.kind}: {said}", flush=True)
    if collected:
        collected.close()
    red = red_without_fault(tree, [named_in(outcome.by) for outcome in outcomes if outcome.killed])
    outcomes = [
        replace(each, killed=False, by=f"fails without the fault, too: {each.by}") if named_in(each.by) in red else each
        for each in outcomes
    ]
    return report(outcomes, time.monotonic() - started)


def named_in(said: str) -> str:
    """The node id in what is said of a kill; empty where no test is named."""
    found = re.search(r"tests/\S+\.py::[^ ]+", said)
    return found[0] if found else ""


def red_without_fault(tree: Path, tests: list[str]) -> set[str]:
    """Which of these tests fail on the clean copy: what they killed was not killed by the fault."""
    named = sorted(set(filter(None, tests)))
    if not named:
        return set()
    listed = tree.parent / "chosen.txt"
    listed.write_text("\n".join(named), encoding="utf-8")
    files = sorted({test.partition("::")[0] for test in named})
    done = pytest(tree, files, CHOSEN=str(listed), PYTEST_ADDOPTS="--maxfail=1000")
    if done.returncode not in {0, 1}:
        raise SystemExit(f"the tests that killed could not be run again:\n{done.stdout[-1000:]}")
    return {named_in(line) for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))}


def report(outcomes: list[Outcome], took: float) -> int:
    """The survivors, and the share killed; 1 where it is too small."""
    rooms: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for outcome in outcomes:
        rooms[outcome.mutation.file.split("/")[1]][outcome.killed] += 1
        if not outcome.killed:
            m = outcome.mutation
            print(f"survived: {m.file}:{m.line} ({m.function or 'module'}, {m.kind}; {outcome.tests} tests)")
            print(f"    - {' '.join(m.was.split())}\n    + {' '.join(m.now.split())}")
    for room, seen in rooms.items():
        print(f"{room}: {seen[True]} of {seen.total()} killed")
    killed = sum(outcome.killed for outcome in outcomes)
    print(f"{killed} of {len(outcomes)} killed in {took:.0f} s")
    return 0 if outcomes and killed >= WANTED * len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
