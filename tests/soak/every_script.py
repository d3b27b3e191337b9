"""Runs every soak script of this folder in turn, each within its time. `make soak` is all of it.

Usage: every_script.py [short] [SCRIPT…]. `short` takes a few minutes altogether; names choose some of the scripts. Ends with 1
where a script found something or did not end in time.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
START: Final = re.compile(r'^if __name__ == "__main__":', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a script is run.

    Attributes:
        whole, short: its arguments.
        minutes: after which it is ended, for the whole run; the short one has a fifth of it.
    """

    whole: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    minutes: float = 20


PLANS: Final = {
    "kill_adding": Plan(("100",), ("10",), 20),
    "kill_building": Plan(("20",), ("4",), 40),
    "kill_exchange": Plan(("200",), ("15",), 20),
    "exchange_rounds": Plan((), ("20",), 20),
    "office_rounds": Plan((), ("40",), 10),
    "kill_notes": Plan(("500",), ("25",), 15),
    "kill_packs": Plan(("200",), ("10",), 20),
    "cycles": Plan(("500", "30"), ("40", "3"), 30),
    "monkey": Plan(("600",), ("60",), 15),
    "fuzz_commands": Plan(("1000",), ("60",), 30),
    "mutate_files": Plan((), ("40",), 30),
}
"""A script that does not stand here is run without arguments."""
APART: Final = frozenset({"every_script", "reading_session"})
"""This one, and what a test watches from outside."""


def scripts() -> list[Path]:
    """Every script that looks for something by itself."""
    found = sorted(file for file in HERE.glob("*.py") if START.search(file.read_text("utf-8")))
    return [file for file in found if file.stem not in APART]


def run(script: Path, *, short: bool) -> bool:
    """Runs one; says how it went. Whether it found nothing."""
    plan = PLANS.get(script.stem, Plan())
    limit = plan.minutes * 60 / (5 if short else 1)
    print(f"== {script.stem} (at most {limit / 60:.0f} minutes)", flush=True)
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, str(script), *(plan.short if short else plan.whole)], check=False, timeout=limit
        )
        says = "nothing found" if done.returncode == 0 else f"status {done.returncode}"
        good = done.returncode == 0
    except subprocess.TimeoutExpired:
        says, good = "not done in time", False
    print(f"== {script.stem}: {says} ({time.monotonic() - begun:.0f} s)", flush=True)
    return good


def main(arguments: list[str]) -> int:
    """Run those asked for, all of them where none is named."""
    short, names = "short" in arguments, [name for name in arguments if name != "short"]
    there = {script.stem: script for script in scripts()}
    strange = [name for name in names if name not in there]
    if strange:
        print(f"no such script: {', '.join(strange)}; there are {', '.join(there)}", file=sys.stderr)
        return 2
    found = [name for name in names or there if not run(there[name], short=short)]
    print(f"found something: {', '.join(found)}" if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
