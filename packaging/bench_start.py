"""How long the installed program takes to its first paint, against a bare window of the same Python and Qt. Linux.

`python packaging/bench_start.py [DEB]`, by default the .deb in dist/. The bare window is started as the freezer starts
any program: its own first step, each module a file in the folder. As root both run before all other work of the
machine (a real-time class), so that only what they do themselves counts; else on a quiet machine only.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import re
import shutil
import statistics
import sys
import tempfile
import zipfile
from pathlib import Path

import linux_zip
import source
from workshop import DIST, NAME, ROOT, BuildError, run, say

RUNS = 7
DOCUMENT = "dongli-digital-economy-2026"  # as tests/bench takes it: the one nearest to 30,000 characters
BENCH = ROOT / "tests" / "bench" / "bench_startup.py"


def bare(program: Path, target: Path) -> Path:
    """The program's folder with a bare window in the program's place. Returns what starts it."""
    shutil.copytree(program, target, symlinks=True)
    lib = target / "lib"
    with zipfile.ZipFile(lib / linux_zip.LIBRARY) as packed:
        packed.extractall(lib)
    for name in (linux_zip.LIBRARY, linux_zip.LIST):
        (lib / name).unlink()
    found = re.search(r'^BARE = """\n(.*?)^"""', BENCH.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    if not found:
        raise BuildError(f"{BENCH} has no bare window")
    source.environment()
    (first,) = source.VENV.glob("lib/python3*/site-packages/freeze_core/initscripts/console.py")
    for name, text in ((linux_zip.FIRST, first.read_text("utf-8")), ("__main__policy_reader.pyc", found[1])):
        code = marshal.dumps(compile(text, name, "exec", dont_inherit=True))
        (lib / name).write_bytes(importlib.util.MAGIC_NUMBER + bytes(12) + code)
    return target / NAME


def painted(command: list[str]) -> float:
    """Milliseconds from the start of a process to its first paint, as it tells itself."""
    env = {"QT_QPA_PLATFORM": "offscreen", "POLICY_READER_TRACE_START": "1"}
    found = re.search(r"^first-paint ([\d.]+)", run(command, env=env, timeout=60), re.MULTILINE)
    if not found:
        raise BuildError(f"{command[0]} did not say when it painted")
    return float(found[1]) * 1000


def main() -> int:
    """Medians of both and their ratio, taken in turn."""
    (deb,) = [Path(word) for word in sys.argv[1:]] or sorted(DIST.glob(f"{NAME}_*_amd64.deb"))[-1:]
    if os.geteuid() == 0:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(["dpkg-deb", "-x", str(deb), str(place / "root")])
        program = place / "root/usr/lib" / NAME
        sides = [
            [str(bare(program, place / "bare"))],
            [str(program / NAME), "--data-dir", str(place / "profile"), DOCUMENT],
        ]
        took: list[list[float]] = [[], []]
        for _ in range(RUNS + 1):
            for each, command in zip(took, sides, strict=True):
                each.append(painted(command))
    window, ours = (statistics.median(each[1:]) for each in took)  # the first turn warms the cache
    say(f"{deb.name}: bare window {window:.0f} ms, ours {ours:.0f} ms, {ours / window:.2f} × (medians of {RUNS})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
