"""Opens, compares and closes documents hundreds of times, and opens everything else thirty times: memory stays flat.

Usage: cycles.py [CYCLES] [OPENINGS]. Ends with 1 where memory grew by more than 10 MB over either, where objects of the
window were left behind, or where anything was said wrong.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.soak.window_use import Counted, Use

ROOT = Path(__file__).resolve().parent.parent.parent
CYCLES: Final = 500
OPENINGS: Final = 30
FIRST: Final = 40  # cycles before the first look: every document has been read, every cache has what it keeps
MOST: Final = 10_000_000  # bytes of growth


def cycle(use: Use, turn: int) -> None:
    """Open two documents, the second in a tab; compare; another script; back to one column and one tab."""
    from reader.core.span import Location
    from tests.soak.window_use import wait

    session, infos = use.session, use.session.documents()
    docs = [infos[(turn + n) % len(infos)].id for n in (0, 1, 2)]
    session.open(Location(docs[0]), pane=0)
    session.open(Location(docs[1]), pane=0, new_tab=True)
    session.beside(docs[2], source=turn % 5 == 0)
    wait(use.idle)
    if turn % 3 == 0:
        use.act("toggle_script")
    if turn % 4 == 0:
        use.act("compare_script")
    session.search.ask(("数字经济", "城市大脑", "数据")[turn % 3])
    wait(use.idle)
    session.search.step(1)
    use.column.view.finish()
    session.close_beside()
    while len(session.tabs.places) > 1:
        session.close_tab(0)
    wait(use.idle)


def grown(name: str, before: Counted, after: Counted) -> list[str]:
    """Says how much there is more; what is too much."""
    more = after.resident - before.resident
    objects = after.objects - before.objects
    print(f"{name}: {more / 1e6:+.1f} MB, {objects:+} objects, {after.tops - before.tops:+} windows", flush=True)
    return [f"{name}: memory grew by {more / 1e6:.1f} MB"] * (more > MOST) + [
        f"{name}: {objects} objects were left behind"
    ] * (objects > 0)


def run(folder: Path, cycles: int, openings: int, corpus: Path = ROOT / "corpus") -> list[str]:
    """All faults."""
    from tests.soak.window_use import Use, close, count, listening, make_pack, start, wait

    faults: list[str] = []
    with listening() as heard:
        running = start(folder / "data", corpus)
        use = Use(running, folder, make_pack(corpus, folder))
        use.write_note()
        wait(use.idle)
        for turn in range(FIRST):
            cycle(use, turn)
        before = count(running.window)
        for turn in range(cycles):
            cycle(use, FIRST + turn)
        faults += grown(f"{cycles} cycles", before, count(running.window))
        if openings:
            faults += _open_all(use, openings)
        close(running)
    return faults + heard.faults


def _open_all(use: Use, openings: int) -> list[str]:
    """What so many openings of everything leave behind; three go before the first look."""
    from tests.soak.window_use import count, wait

    ways = use.openings()
    for _ in range(3):
        for go in ways.values():
            go()
    wait(use.idle)
    before = count(use.window)
    for _ in range(openings):
        for go in ways.values():
            go()
    wait(use.idle)
    return grown(f"{openings} openings of {len(ways)}", before, count(use.window))


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    numbers = [int(each) for each in arguments]
    cycles, openings = (*numbers, *(CYCLES, OPENINGS)[len(numbers) :])[:2]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        faults = run(Path(folder), cycles, openings)
    print(f"{len(faults)} faults ({time.monotonic() - begun:.0f} s)")
    for fault in faults[:10]:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
