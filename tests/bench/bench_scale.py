"""A library of thousands beside one of five, and beside its peers with the same answer.

`DOCUMENTS` documents (3,500 where not said) are made from the laws by a seed (`many_laws`). The peers find the same
clauses as ours and then do what ours does with them, by the shortest honest code: counts for each document, facets, the
fifty best hits with their marked places. The same 300 queries as in `bench_search`; CPU times, each engine in a process
of its own; of each query the median of three passes.

The library itself is built by `corpus build`, opened, searched, completed and asked for related clauses in one process,
as a session would. `make bench ARGS=scale` also writes docs/scale-benchmark.md with a chart.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
LAWS: Final = Path(os.environ.get("SCALE_LAWS", ROOT.parent / "shared" / "data" / "laws"))
KEPT: Final = os.environ.get("SCALE_KEPT", "")  # a folder where indexes and corpora stay from run to run
REPORT: Final = ROOT / "docs" / "scale-benchmark.md"
CHART: Final = ROOT / "docs" / "images" / "scale-benchmark.svg"
DOCUMENTS: Final = int(os.environ.get("DOCUMENTS", "3500"))
PASSES: Final = 3
SESSIONS: Final = 5  # the median of so many is taken
PEERS: Final = ("fts5-trigram", "fts5-bigram", "tantivy", "scan")
sys.path[:0] = [str(ROOT), str(HERE)]

from bench_search import ENGINES, Question, clauses_of, questions  # noqa: E402
from frame import Row, percentile  # noqa: E402
from many_laws import made  # noqa: E402
from same_answer import Dressing, digest  # noqa: E402

from reader.core.document import Block, Document, Source  # noqa: E402
from reader.core.hits import SearchResult  # noqa: E402
from reader.core.span import Location, Span  # noqa: E402


def documents(count: int) -> list[Document]:
    """The made documents, a block a line."""
    found = []
    for name, text in made(LAWS, count):
        lines = [line for line in text.splitlines() if line]
        blocks = tuple(
            Block(f"b{at}", "title" if not at else "paragraph", line, Span(0, 0)) for at, line in enumerate(lines)
        )
        found.append(Document(Path(name).stem, lines[0], Source(name, name, "hans"), blocks=blocks))
    return found


# The engines ----------------------------------------------------------------------------------------------------------


def asked(name: str, count: int) -> dict[str, Any]:
    """One engine, with the same answer: times in ms, and what it answers to each query as one number."""
    engine, clauses = ENGINES[name], clauses_of(documents(count))
    with place_of(f"{count}-{name}") as folder:
        build = made_once(folder / "index", lambda at: engine.build(clauses, at))
        dressing = None if name == "ours" else Dressing(clauses)
        every = questions(clauses)
        gc.freeze()  # what all have in common is not looked through again while one is measured
        before = anonymous()
        start = time.process_time()
        answer = engine.open_(clauses, folder / "index")

        def of(question: Question) -> SearchResult:
            """Asks, and gives the whole answer."""
            said = answer(question)
            result: SearchResult = said if dressing is None else dressing.answer(question, engine.ids(said))
            return result

        of(every[0])
        first = time.process_time() - start
        times, answers = [], []
        for question in every:
            passes = []
            for _ in range(PASSES):
                start = time.process_time()
                of(question)
                passes.append(1000 * (time.process_time() - start))
            times.append(statistics.median(passes))
            answers.append(digest(of(question)))
        memory = anonymous() - before
    short = [t for t, q in zip(times, every, strict=True) if len(q.words) == 1 and len(q.words[0]) <= 2]
    return {
        "engine": name, "title": engine.title, "build": build, "first": 1000 * first, "memory": memory,
        "answers": answers, "p50": percentile(times, 50), "p95": percentile(times, 95), "p99": percentile(times, 99),
        "short": percentile(short, 50), "text": clauses.size / 1e6, "clauses": len(clauses.texts), "times": times,
    }  # fmt: skip


@contextmanager
def place_of(name: str) -> Iterator[Path]:
    """A folder of that name that goes afterwards; where SCALE_KEPT names a folder, one in it that stays."""
    if KEPT:
        (folder := Path(KEPT) / name).mkdir(parents=True, exist_ok=True)
        yield folder
    else:
        with tempfile.TemporaryDirectory(prefix="bench-scale-") as made:
            yield Path(made)


def made_once(folder: Path, make: Callable[[Path], object]) -> float:
    """Makes a folder where it is not there yet. Returns the CPU seconds that took when it was made."""
    took = folder.with_name("took.json")
    if not took.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        before = _with_children()
        make(folder)
        took.write_text(json.dumps(_with_children() - before), encoding="ascii")
    return float(json.loads(took.read_text(encoding="ascii")))


def _with_children() -> float:
    """CPU seconds of this process and those that it waited for."""
    return sum(
        r.ru_utime + r.ru_stime for r in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def anonymous() -> float:
    """Memory in MB that is this process' own: files that are mapped, and may be dropped at any time, do not count."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# A session ------------------------------------------------------------------------------------------------------------


def session(corpus: str) -> dict[str, float]:
    """What the first of each costs in a library that was just opened: CPU ms, and MB."""
    from reader.library import open_library
    from reader.paths import find_paths
    from reader.ui.registers.register_lines import make

    took: dict[str, float] = {}

    def measured(what: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        value = work()
        took[what] = 1000 * (time.process_time() - start)
        return value

    with tempfile.TemporaryDirectory() as profile:
        library = measured("open", lambda: open_library(find_paths(Path(profile), Path(corpus))))
        infos = measured("documents", library.documents)
        measured("first query", lambda: library.search("监督管理"))
        measured("first suggestions", lambda: (library.prepare_suggestions(), library.suggest("环境")))
        chance, often = random.Random(3), []
        for _ in range(30):
            document = library.open(chance.choice(infos).id)
            long = [block for block in document.blocks if block.kind == "paragraph" and len(block.text) > 60]
            if long:
                place = Location(document.id, chance.choice(long).id)
                start = time.process_time()
                library.related(place, 8, elsewhere=True)
                often.append(1000 * (time.process_time() - start))
        took["first related clauses"], took["next related clauses"] = often[0], statistics.median(often[1:])
        front = measured("registers", lambda: make(library, "", front="tasks"))
        measured("other registers", lambda: make(library, "", front))
        took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        library.close()
    return took


def painted(corpus: str) -> dict[str, float]:
    """CPU ms of a process until the window is painted, and until its panels, menus and keys are there."""
    start, took = time.process_time(), dict[str, float]()

    def note(what: str) -> None:
        took[what] = 1000 * (time.process_time() - start)

    from PySide6.QtCore import QEventLoop

    from reader import app
    from reader.paths import find_paths
    from reader.settings import LoadedSettings, Settings

    with tempfile.TemporaryDirectory() as profile:
        running = app.start(find_paths(Path(profile), Path(corpus)), LoadedSettings(Settings()))
        loop = QEventLoop()
        running.window.painted.connect(lambda: note("painted"))
        running.window.ready.connect(lambda: note("ready"))
        running.window.ready.connect(loop.quit)
        running.show()
        loop.exec()
        running.window.close()
        running.library.close()
    return took


def built(folder: Path) -> tuple[Path, float]:
    """The corpus that `corpus build` makes of the documents, and the CPU seconds of it."""
    raw, corpus = folder / "raw", folder / "corpus"

    def make(_: Path) -> None:
        command = [sys.executable, "-m", "reader", "--data-dir", str(folder / "profile"), "corpus", "build", str(raw)]
        subprocess.run([*command, "-o", str(corpus)], check=True, capture_output=True, cwd=ROOT)

    for name, text in made(LAWS, DOCUMENTS):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
    return corpus, made_once(corpus, make)


def child(*words: str) -> dict[str, Any]:
    """What a fresh process of this file says. Bytecode is kept between runs, as it is for everybody who installs a
    program.
    """
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, __file__, *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=kept)
    value: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return value


# The report -----------------------------------------------------------------------------------------------------------


def main() -> list[Row]:
    """The rows of the table; writes the report."""
    if not LAWS.is_dir():
        print("scale: the laws are not on this machine (../shared/data/laws); nothing is measured")
        return []
    runs = [child("asked", name, str(DOCUMENTS)) for name in ("ours", *PEERS)]
    ours, peers = runs[0], {run["engine"]: run for run in runs[1:]}
    same = sum(len({run["answers"][at] for run in runs}) == 1 for at in range(len(ours["answers"])))
    with place_of(f"{DOCUMENTS}-corpus") as folder:
        corpus, build = built(folder)
        sessions = [child("session", str(corpus)) for _ in range(SESSIONS)]
        took = {what: statistics.median(each[what] for each in sessions) for what in sessions[0]}
        both = [[child("painted", str(each)) for each in (corpus, ROOT / "corpus")] for _ in range(5)]
        large, small = (
            {what: statistics.median(each[side][what] for each in both) for what in both[0][0]} for side in (0, 1)
        )
    tantivy = peers["tantivy"]
    note = f"{DOCUMENTS:,} documents, {ours['text']:.0f} MB"
    rows = [
        Row("answers that are the same, hit for hit", same, "", len(ours["answers"]), at_least=True, note=note),
        Row("whole answer, p50", ours["p50"], limit=0.5, note="50 hits with marks, counts and facets"),
        Row("whole answer, p95", ours["p95"], limit=30),
        Row("whole answer, p99", ours["p99"], limit=60),
        Row("whole answer, one and two characters, p50", ours["short"], limit=25),
        Row("p50 to tantivy's with the same answer", ours["p50"] / tantivy["p50"], "×", 1.0),
        Row("p95 to tantivy's with the same answer", ours["p95"] / tantivy["p95"], "×", 1.0),
        Row("memory of querying", ours["memory"], "MB", 120, note="of its own; what is mapped does not count"),
        Row("open and first query", took["open"] + took["documents"] + took["first query"], limit=250),
        Row("first suggestions", took["first suggestions"], limit=300),
        Row("first related clauses", took["first related clauses"], limit=300),
        Row("related clauses after that", took["next related clauses"], limit=60, note="median of 29"),
        Row("the register in front as lines", took["registers"], limit=500, note="what the window shows first"),
        Row("the other registers after it", took["other registers"], note="no document is opened for them"),
        Row("memory of the session", took["memory"], "MB", 350, note="all of the above"),
        Row(
            "window painted, to that of five documents",
            large["painted"] / small["painted"],
            "×",
            1.2,
            note="CPU, medians of 5, taken in turn",
        ),
        Row(
            "window with its panels, to that of five documents",
            large["ready"] / small["ready"],
            "×",
            note="the list of the library stands in it",
        ),
        Row("corpus build", build, "s", note="CPU of all processes"),
    ]
    REPORT.write_text(report(runs, rows), encoding="utf-8")
    CHART.write_text(chart(runs), encoding="utf-8")
    return rows


LARGER: Final = """
## Larger libraries, measured once

1 December 2026, two cores of an AMD EPYC that eight to fifteen other programs wanted as well; CPU times, programs before
and after one another in turn. "Before" is the program without what
was done for large libraries on that day.

35,000 documents (3,482,863 clauses, 185 million characters, about 530 MB; the index takes 433 CPU s and is made of the
documents alone, not by `corpus build`). 300 queries as in `bench_scale.py asked ours 35000`, but without the documents
in memory; all columns give the same answers:

| 35,000 documents | before | then | without eighths | now | wanted |
| --- | ---: | ---: | ---: | ---: | ---: |
| whole answer, p50, ms | 5.7, 6.1 | 4.5, 5.4 | 3.3, 3.7 | 1.7, 2.0 | ≤ 5 |
| whole answer, p95, ms | 364, 361 | 180, 191 | 147, 165 | 127, 146 | |
| whole answer, p99, ms | 712, 711 | 366, 412 | 297, 312 | 291, 324 | ≤ 400 |
| asked for the first time, p50, ms | 18, 18 | 17, 19 | 16, 17 | 16, 17 | |
| memory of its own, MB | 434, 434 | 502, 502 | 542, 542 | 566, 565 | ≤ 600 |

The last two were measured in turn on a quiet machine, the others beside eight to twelve other programs. With what is mapped of
the index the process holds twice as much. What is slow are three and more characters that stand in half of all documents: each
of their texts is looked at. What a query costs that was not asked before is mostly the reading of posting lists.

14,000 documents, made by `corpus build` (462 CPU s, 886 MB), medians of three sessions: documents and first query
818 ms, first suggestions 916, first related clauses 97, then 73, the register in front 195, the other registers 849; memory of
the session 519 MB.

The window, against that of the five documents of the program, without anything remembered; medians of five processes each, taken
in turn, from the first import on. The 35,000 documents are files of the 14,000 under other ids and titles. "Panels" is when the
panels, menus and keys are there, the list of the library among them, which was called "painted" in this report until that day:

| CPU ms (to five documents) | 5 | 14,000 | 35,000 before | 35,000 now | wanted |
| --- | ---: | ---: | ---: | ---: | ---: |
| window painted | 145 | 156 (1.08 ×) | 608 (4.19 ×) | 147 (1.01 ×) | 1.5 × |
| panels | 523 | 674 (1.29 ×) | 1,173 (2.24 ×) | 867 (1.66 ×) | |

The first paint reads of the list only the lines of what is open. After it the list costs 8 µs a document: 110 ms
its JSON, 24 its decoding, 110 the descriptions, 30 what is looked after in each line.

Not measured: a session at 35,000. How much sooner two workers are done than one stands in docs/corpus-building.md.

## Why the median is not tantivy's

A query of the middle costs 1.9 times tantivy's (2.9 times before on the same machine; three designs were built).

1. Trimming, for some sessions: pages kept decoded, counts kept for common words, nothing looked at twice. 4.0 times.
2. Sets of documents as whole numbers, a bit a document: 2.5 to 2.9 times.
3. A byte for each posting, in which eighths of the document the bigram stands (a unit is of the part it begins in), and sets with
eight bits a document: bigrams that stand far apart in a document no longer make it a candidate, and only the eighths in question
are looked at. Median, of the bench's one-word queries:

| characters of the word | documents proposed, before and now | characters looked at, before and now | ms before | now | tantivy |
| ---: | ---: | ---: | ---: | ---: | ---: |
| 3 | 289, 162 | 2,152,000, 235,000 | 2.48 | 1.17 | .33 |
| 4 | 49, 15 | 507,000, 15,000 | .39 | .23 | .10 |
| 5 | 31, 11 | 402,000, 24,000 | .82 | .43 | .08 |
| 7 | 15, 8 | 243,000, 9,500 | .24 | .18 | .08 |
| 9 and more | 6, 5 | 39,000, 4,000 | .16 | .15 | .08 |

Sixteen parts would leave a third to a half of the characters again, but hardly fewer documents, and make the index another
3 % larger. What is left is no longer the looking: of some 140 µs of a query of the middle that was just asked, finding
takes 60 (proposing 22, counting in seven documents 30), making ten hits 30, order and facets 17, reading the query and the rest
30; the peer's search takes 33 in its own machine code, and the same answer in Python 60. Python takes 2 to 3 µs for each
document and each hit, whatever it does there.

How far a path of its own for one plain word would come was tried, too, and not kept: candidates, counting, scores, facets and hits
in one loop, without the values that go from one part of the search to the next. Of 115 queries that it can answer, all the same;
of all one-word queries .166 ms, .237 without it and .106 tantivy in the same minutes: 1.6 times. Asked again and again, .099 to .080.
"""

COLUMNS: Final = ("engine", "build, CPU s", "p50 ms", "p95", "p99", "one and two characters, p50", "memory, MB")


def circumstances() -> str:
    """When, on what, and beside how much else it was measured."""
    load = f"; {os.getloadavg()[2]:.0f} programs wanted one" if hasattr(os, "getloadavg") else ""
    python = platform.python_version()
    return f"Measured on {time.strftime('%Y-%m-%d')} with Python {python} on a machine of {os.cpu_count()} cores{load}."


def report(runs: list[dict[str, Any]], rows: list[Row]) -> str:
    """docs/scale-benchmark.md."""
    first = runs[0]
    out = [
        "# A library of thousands, measured",
        "",
        (
            f"Written by `make bench ARGS=scale` (`DOCUMENTS={DOCUMENTS}`): {DOCUMENTS:,} documents made from public laws "
            f"by a seed, {first['clauses']:,} clauses, {first['text']:.0f} MB. CPU times; 300 queries, of each the median "
            "of three passes. The peers find the same clauses and then make the same answer of them: counts for each "
            "document, facets, the fifty best hits with their marked places."
        ),
        "",
        circumstances(),
        "",
        f"![Median and 95th percentile of each engine](images/{CHART.name})",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {r['title']} | {r['build']:.1f} | {r['p50']:.2f} | {r['p95']:.1f} | {r['p99']:.1f} | {r['short']:.1f} "
            f"| {r['memory']:.0f} |"
            for r in runs
        ),
        "",
        "| what | figure | wanted |",
        "| --- | ---: | ---: |",
    ]
    for row in rows:
        wanted = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {row.limit:g} {row.unit}"
        out.append(f"| {row.what} | {row.value:.3g} {row.unit} | {wanted} |")
    return "\n".join(out) + "\n" + LARGER


def chart(runs: list[dict[str, Any]]) -> str:
    """Two bars an engine, on one scale of milliseconds: the median dark, the 95th percentile light."""
    longest = max(run["p95"] for run in runs)
    bar, left, width = 16, 210, 430
    parts = []
    for at, run in enumerate(runs):
        top = 44 + at * 52
        parts.append(f'<text x="{left - 10}" y="{top + 21}" text-anchor="end">{run["title"]}</text>')
        for row, (key, colour) in enumerate((("p50", "#1f4e79"), ("p95", "#9db8d2"))):
            long, y = max(1.0, width * run[key] / longest), top + row * (bar + 2)
            parts.append(f'<rect x="{left}" y="{y}" width="{long:.1f}" height="{bar}" fill="{colour}"/>')
            parts.append(f'<text x="{left + long + 6:.1f}" y="{y + 13}">{run[key]:.2f} ms</text>')
    height = 52 + 52 * len(runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" font-family="sans-serif" '
        f'font-size="13"><rect width="720" height="{height}" fill="#fff"/>'
        f'<text x="{left}" y="24">the same answer: p50 dark, p95 light</text>{"".join(parts)}</svg>\n'
    )


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "asked":
        print(json.dumps(asked(given[0], int(given[1]))))
    else:
        print(json.dumps({"session": session, "painted": painted}[what](given[0])))
