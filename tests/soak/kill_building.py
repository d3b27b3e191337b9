"""Kills a build of a corpus (kill -9, the whole of it) at moments spread over its course, each time in a fresh place, and
lets the next run finish: the corpus has the bytes of one that was never stopped. And in one place, again and again over
a corpus that is there: what is in force is the old one or the new one, whole.

Usage: kill_building.py [TIMES] [SEED]. Ends with 1 where bytes differ or something half built was in force.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES, FILES = 20, 60


@dataclass
class Outcome:
    """What came of it. `kills`: builds that were ended before they had finished; `late`: that had finished by then."""

    kills: int = 0
    late: int = 0
    moments: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def sums(folder: Path) -> dict[str, str]:
    """The files of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def started(folder: Path, out: Path, profile: Path, workers: int) -> subprocess.Popen[bytes]:
    """A build in a group of its own."""
    words = ["--data-dir", str(profile), "corpus", "build", str(folder), "-o", str(out), "--workers", str(workers)]
    return subprocess.Popen(
        [sys.executable, "-m", "reader", *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def finished(folder: Path, out: Path, profile: Path, workers: int) -> float:
    """Builds to the end; seconds."""
    begun = time.monotonic()
    if started(folder, out, profile, workers).wait():
        raise SystemExit(f"a build that nobody stopped did not end well: {out}")
    return time.monotonic() - begun


def run(place: Path, times: int, seed: int = 1, files: int = FILES) -> Outcome:
    """Kills at `times` moments, half of them in fresh places, half in one over a corpus that is there."""
    sys.path.insert(0, str(ROOT))
    from tests import made_folder

    rng, outcome, profile = random.Random(seed), Outcome(), place / "profile"
    folder = place / "inbox"
    made_folder.write(folder, seed, files, files // 3)
    took = finished(folder, place / "whole", profile, 2)
    wanted = sums(place / "whole")
    again = took  # how long a build over one that is there takes
    turn = -1
    while outcome.kills < times and turn < 3 * times:
        turn += 1
        fresh = outcome.kills < times // 2
        out = place / (f"out{turn}" if fresh else "over")
        before: dict[str, str] = {}
        if not fresh:
            (folder / f"extra-{turn}.md").write_text(
                f"关于第{turn}号事项的通知\n\n各区人民政府：\n\n一、加强管理。\n", encoding="utf-8"
            )
            before = sums(out) if out.exists() else {}
        share = (outcome.kills % max(1, times // 2) + rng.random()) / max(1, times // 2)
        moment = share * (took if fresh or not before else again)
        process = started(folder, out, profile, rng.choice((1, 2)))
        time.sleep(moment)
        if process.poll() is not None:
            outcome.late += 1
            again *= 0.8
            continue
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        outcome.kills += 1
        outcome.moments.append(round(moment, 1))
        found = sums(out) if out.exists() else {}
        after = finished(folder, out, profile, 2)
        again = after if not fresh else again
        if fresh and sums(out) != wanted:
            outcome.faults.append(f"kill {turn + 1} at {moment:.1f} s: other bytes after {after:.1f} s more")
        if found not in (before, {}, sums(out)) or (before and not found and not _can_be_gone()):
            outcome.faults.append(f"kill {turn + 1} at {moment:.1f} s: something half built was in force")
    if times > 1:
        _last(folder, place, profile, outcome)
    return outcome


def _can_be_gone() -> bool:
    """Whether replacing a folder takes two steps here."""
    return not sys.platform.startswith("linux")


def _last(folder: Path, place: Path, profile: Path, outcome: Outcome) -> None:
    """The corpus that was killed over and over is the one of the same folder, built in a fresh place."""
    finished(folder, place / "last", profile, 1)
    if sums(place / "over") != sums(place / "last"):
        outcome.faults.append("the corpus that was built over and over has other bytes than a fresh one")


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    times = int(arguments[0]) if arguments else TIMES
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), times, seed)
    took = time.perf_counter() - begun
    print(f"{outcome.kills} kills, {outcome.late} more that came too late, {len(outcome.faults)} faults ({took:.0f} s)")
    print(f"moments: {outcome.moments}")
    for fault in outcome.faults:
        print(f"  {fault}")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
