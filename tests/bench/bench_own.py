"""Adding one's own documents: what a file costs until it is found, what a thousand cost, how smooth the window stays,
and what one document more costs in a large library beside an empty one.

CPU of this process and of those that convert; wall time is for information, for machines are busy with other things.
The files are made here: pages and Word files set from laws where ../shared has them. `DOCUMENTS=300` makes the large
library smaller than it is to be.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any, Final

from frame import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT: Final = Path(__file__).resolve().parents[2]
LAWS: Final = ROOT.parent / "shared" / "data" / "laws"
sys.path.insert(0, str(ROOT))

MIXED, PAGES, IN_WINDOW = 1000, 30, 100
LARGE: Final = int(os.environ.get("DOCUMENTS", "3300"))
TICK: Final = 4  # ms
MORE: Final = 12  # documents that are added one by one


def cpu() -> float:
    """Seconds of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak() -> tuple[float, float]:
    """Largest memory so far in MB: of this process, and of the largest of its children."""
    mine, others = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine, others


def texts() -> Iterator[str]:
    """Texts without end, no two alike."""
    laws = sorted(LAWS.glob("*.md")) or sorted((ROOT / "corpus" / "raw").glob("*.txt"))
    for at, file in enumerate(cycle(laws)):
        text = file.read_text("utf-8", errors="replace").split("<!-- INFO END -->")[-1]
        lines = [line.strip().lstrip("#").strip() for line in text.splitlines() if line.strip()]
        yield "\n".join(
            [f"关于第{at}号事项的规定", f"某政发〔2026〕{at + 1}号", "", *lines, f"第{at}号事项由第{at}专班负责。"]
        )


def pdf(text: str, pages: int) -> bytes:
    """Pages of 30 lines of 30 characters."""
    from tests.formats.making import lines_down
    from tests.formats.making import pdf as made

    paragraphs = (text * 40).splitlines()
    lines = [
        "　　" * bool(at % 2) + line[k : k + 30] for at, line in enumerate(paragraphs) for k in range(0, len(line), 30)
    ]
    return made([lines_down(lines[n * 25 : n * 25 + 25], size=14) for n in range(pages)])


def docx(text: str) -> bytes:
    """A Word file of paragraphs."""
    from tests.formats.making import docx as made
    from tests.formats.making import p

    return made("".join(p(line.replace("&", "").replace("<", "")) for line in text.splitlines()))


def mixed(folder: Path, count: int) -> None:
    """Files of five kinds, Word files and text most."""
    makers: list[tuple[str, Callable[[str], bytes]]] = [
        ("docx", docx), ("txt", str.encode), ("docx", docx), ("html", html), ("pdf", lambda text: pdf(text, 4)),
    ]  # fmt: skip
    for at, (text, (ending, make)) in enumerate(zip(islice(texts(), count), cycle(makers), strict=False)):
        (folder / f"{at:04}.{ending}").write_bytes(make(text))


def html(text: str) -> bytes:
    """A page with a menu."""
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><meta charset=utf-8></head><body><a href=/>首页</a>{body}</body></html>".encode()


def child(what: str, *words: str) -> dict[str, Any]:
    """What a fresh process of this file says of a piece of work."""
    ran = subprocess.run([sys.executable, __file__, what, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    value: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return value


def opened(profile: str) -> Any:
    """A library in a profile."""
    from reader.library import open_library
    from reader.paths import find_paths

    return open_library(find_paths(Path(profile), ROOT / "corpus"))


def add(library: Any, files: list[Path], *, separate: bool = True) -> list[Any]:
    """Adds files."""
    from reader.core.adding import AddOptions

    return list(library.add(files, AddOptions(separate=separate), progress=lambda *_: None, cancelled=bool))


def one(profile: str, file: str) -> dict[str, Any]:
    """A file in a fresh process, as on the command line, until it is found; and a second one like it."""
    start, wall = cpu(), time.perf_counter()
    library = opened(profile)
    rows = add(library, [Path(file)])
    assert rows[0].state == "added", rows[0].says
    assert library.search("事项由").total
    took, waited = cpu() - start, time.perf_counter() - wall
    start = cpu()
    add(library, [Path(file)])
    assert library.search("事项由").total
    return {"cpu": took, "wall": waited, "next": cpu() - start}


def many(profile: str, folder: str) -> dict[str, Any]:
    """A folder of files, told one by one."""
    from reader.core.adding import AddOptions

    told: list[float] = []
    start, wall = cpu(), time.perf_counter()
    library = opened(profile)
    rows = library.add(
        [Path(folder)], AddOptions(), progress=lambda *_: told.append(time.perf_counter()), cancelled=bool
    )
    gaps = [b - a for a, b in pairwise(told)]
    mine, others = peak()
    return {
        "cpu": cpu() - start, "wall": time.perf_counter() - wall, "added": sum(r.state == "added" for r in rows),
        "gap": max(gaps), "told": len(told), "memory": mine + others, "mine": mine,
    }  # fmt: skip


def more(profile: str, folder: str) -> dict[str, Any]:
    """Files one by one into a library that is open, searched and has suggestions: CPU ms a document, means."""
    library = opened(profile)

    def asked() -> None:
        library.documents()
        library.search("“第7号事项由”")

    def completed() -> None:
        library.prepare_suggestions()
        library.suggest("专班")

    asked()
    completed()
    files = sorted(Path(folder).iterdir())
    add(library, files[:2])
    asked()
    completed()
    costs = [[0.0] * 3 for _ in files[2:]]
    for file, cost in zip(files[2:], costs, strict=True):
        start = cpu()
        add(library, [file])
        cost[0] = cpu() - start
        asked()
        cost[1] = cpu() - start
        completed()
        again = cpu()
        completed()
        cost[2] = again - start - (cpu() - again)  # without what the question itself costs
    return {"documents": len(library.documents())} | {
        name: 1000 * sum(cost[at] for cost in costs) / len(costs)
        for at, name in enumerate(("add", "found", "completed"))
    }


def fill(profile: str, count: str) -> dict[str, Any]:
    """A library of so many texts."""
    library = opened(profile)
    with tempfile.TemporaryDirectory() as folder:
        for at, text in enumerate(islice(texts(), int(count))):
            (Path(folder) / f"{at:05}.txt").write_text(text, "utf-8")
        rows = add(library, [Path(folder)])
    return {"added": sum(row.state == "added" for row in rows)}


def window(profile: str, folder: str) -> dict[str, Any]:
    """A hundred files into the real window: the longest time in which the GUI thread did not come back to its loop."""
    from PySide6.QtCore import QEventLoop, QTimer

    from reader import app
    from reader.paths import find_paths
    from reader.settings import LoadedSettings, Settings

    running = app.start(find_paths(Path(profile), ROOT / "corpus"), LoadedSettings(Settings()))
    shown = running.window
    shown.resize(1366, 768)
    loop = QEventLoop()
    shown.ready.connect(loop.quit)
    running.show()
    loop.exec()
    QTimer.singleShot(3000, loop.quit)  # what comes after the first paint is no part of it
    loop.exec()
    ticks: list[float] = []
    used: list[float] = []
    timer = QTimer(interval=TICK)

    def tick() -> None:
        ticks.append(time.perf_counter())
        used.append(time.thread_time())

    timer.timeout.connect(tick)
    timer.start()
    shown.desks.shelves.adding.ended.connect(lambda _ended: QTimer.singleShot(1500, loop.quit))
    shown.desks.shelves.add([Path(folder)])
    loop.exec()
    timer.stop()
    gaps = sorted((1000 * (b - a) for a, b in pairwise(ticks)), reverse=True)
    work = sorted((1000 * (b - a) for a, b in pairwise(used)), reverse=True)
    took = ticks[-1] - ticks[0]
    shown.close()
    running.library.close()
    return {
        "longest": gaps[0], "work": work[0], "late": sum(gap > 1000 / 60 for gap in work), "ticks": len(ticks),
        "late_wall": sum(gap > 1000 / 60 for gap in gaps), "took": took,
    }  # fmt: skip


def main() -> list[Row]:
    """The rows of the table."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = next(texts())
        for what, file, data, limit in (
            (f"a PDF of {PAGES} pages, until it is found", "a.pdf", pdf(text, PAGES), 3.0),
            ("a Word file, until it is found", "a.docx", docx(text), 1.0),
        ):
            (folder / file).write_bytes(data)
            said = child("one", str(folder / f"profile-{file}"), str(folder / file))
            note = f"CPU with the converter, fresh process; {said['wall']:.1f} s wall, the next one {said['next']:.2f} s CPU"
            rows.append(Row(what, said["cpu"], "s", limit, note=note))
        inbox = folder / "inbox"
        inbox.mkdir()
        mixed(inbox, MIXED)
        said = child("many", str(folder / "many"), str(inbox))
        note = f"CPU; {said['wall']:.0f} s wall; {said['added']} added, progress told {said['told']} times, longest silence {said['gap']:.1f} s"
        rows.append(Row(f"{MIXED:,} mixed files", said["cpu"], "s", 900, note=note))
        rows.append(
            Row(
                "memory meanwhile",
                said["memory"],
                "MB",
                400,
                note=f"{said['mine']:.0f} this process, and the largest converter",
            )
        )
        hundred = folder / "hundred"
        hundred.mkdir()
        for each in sorted(inbox.iterdir())[:IN_WINDOW]:
            each.rename(hundred / each.name)
        said = child("window", str(folder / "window"), str(hundred))
        note = f"CPU of the GUI thread between two turns of its loop, {IN_WINDOW} files in {said['took']:.0f} s; wall {said['longest']:.0f} ms"
        rows.append(Row("window: longest block while files come in", said["work"], limit=50, note=note))
        share = 100 * said["late"] / said["ticks"]
        rows.append(
            Row(
                "window: turns of the loop longer than a frame",
                share,
                "%",
                1,
                note=f"{said['late']} of {said['ticks']}",
            )
        )
        rows += one_more(folder)
    return rows


def one_more(folder: Path) -> list[Row]:
    """One document more: in an empty library, and in a large one."""
    extra = folder / "extra"
    extra.mkdir()
    for at, text in enumerate(islice(texts(), LARGE, LARGE + MORE + 2)):
        (extra / f"{at}.txt").write_text(text, "utf-8")
    child("fill", str(folder / "large"), str(LARGE))
    small, large = (child("more", str(folder / each), str(extra)) for each in ("small", "large"))
    rows = []
    for part, words, limit in (
        ("found", "until it is found", 1.5), ("completed", "and its names complete what is typed", None),
    ):  # fmt: skip
        note = f"CPU: {large[part]:.0f} ms beside {large['documents']:,} documents, {small[part]:.0f} beside {small['documents']}"
        rows.append(Row(f"one document more, {words}", large[part] / small[part], "×", limit, note=note))
    return rows


if __name__ == "__main__":
    WORK: Final = {each.__name__: each for each in (one, many, more, fill, window)}
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])))
