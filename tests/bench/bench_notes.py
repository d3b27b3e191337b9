"""Notes: saving one, listing ten thousand, and finding them again in amended laws.

The peer for saving is a bare sqlite3 insert of the same row with the same durability; for finding again, the window of
the text that rapidfuzz finds most like the quote.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import amendments
from frame import Row, percentile
from rapidfuzz import fuzz

from reader.core.anchor import Resolver, make, resolve
from reader.core.document import Document
from reader.core.note import Anchor, Note, Resolution
from reader.core.span import Span
from reader.store.annotations import NoteStore, utc_now
from reader.store.bundle import Bundle

MANY = 10_000
LAWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "laws"


def note(number: int) -> Note:
    """A note like most."""
    anchor = Anchor(
        f"plan-{number % 40}", f"b{number % 300}", 3, 43, f"b{number % 300}", "数字经济" * 10, "前文" * 16, "后文" * 16,
        40, "ab" * 32,
    )  # fmt: skip
    moment = utc_now()
    return Note(
        f"n{number}", anchor, "note", moment, moment, text="这一条要落实到责任单位。" * 3, tags=("指标", "责任")
    )


def timed(work: Callable[..., object], *given: object) -> float:
    """Milliseconds it took by the clock on the wall."""
    started = time.perf_counter()
    work(*given)
    return (time.perf_counter() - started) * 1000


def thought(work: Callable[..., object], *given: object) -> float:
    """Milliseconds of processor time it took: what computing costs, whatever else the machine does."""
    started = time.process_time()
    work(*given)
    return (time.process_time() - started) * 1000


def bare_insert(path: Path, times: int) -> list[float]:
    """Milliseconds of each durable insert of one row into a bare table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE note (id TEXT PRIMARY KEY, value TEXT)")
        rows = [(f"n{i}", "文" * 300) for i in range(times)]
        return [timed(bare.execute, "INSERT INTO note VALUES (?, ?)", row) for row in rows]


def stored(folder: Path) -> list[Row]:
    """Ten thousand notes in one store."""
    store = NoteStore(folder / "notes")
    store.exchange.take(Bundle(tuple(note(i) for i in range(MANY))))
    saving = [timed(store.add, note(MANY + i)) for i in range(200)]
    changing = [timed(store.update, replace(store.get(f"n{i}"), text="改")) for i in range(200)]
    bare = bare_insert(folder / "bare.db", 200)
    ratio = statistics.median(saving) / statistics.median(bare)
    store.close()
    first, again, filtered = list[float](), list[float](), list[float]()
    for _ in range(7):
        fresh = NoteStore(folder / "notes")
        first.append(timed(fresh.all))
        again.append(timed(fresh.all))
        filtered.append(timed(fresh.all, "plan-7"))
        fresh.close()
    copies = [timed(store.backup) for _ in range(3)]
    checking = timed(store.check)
    store.close()
    return [
        Row("saving a note, p95, with 10,000 in the store", percentile(saving, 95), limit=30, note="fsync included"),
        Row("… against a bare sqlite3 insert", ratio, "×", note="medians of 200 each"),
        Row("changing a note, p95", percentile(changing, 95), limit=30, note="with its history"),
        Row("10,000 notes, first reading", statistics.median(first), limit=200, note="median of 7, new connection"),
        Row("10,000 notes, again", statistics.median(again), limit=50, note="median of 7"),
        Row("… of one document", statistics.median(filtered), limit=50, note="median of 7"),
        Row("a verified backup of them", statistics.median(copies), note="off the GUI thread"),
        Row("a whole check", checking, note="off the GUI thread"),
    ]


def by_rapidfuzz(anchor: Anchor, document: Document) -> Resolution:
    """What one gets with the library alone: its best window of the text, where that is 90 % alike."""
    text = document.text
    best = fuzz.partial_ratio_alignment(anchor.quote, text, score_cutoff=90)
    if best is None or best.dest_end <= best.dest_start:
        return Resolution("orphan")
    span = Span(best.dest_start, best.dest_end)
    pieces = Resolver(document).pieces(span)
    return Resolution("moved" if span.cut(text) == anchor.quote else "changed", pieces, best.score / 100)


def anchored() -> list[Row]:
    """Selections in laws, found again in the next version."""
    if not LAWS.is_dir():
        print(f"  the laws are not on this machine ({LAWS}): anchors not measured")
        return []
    rng = random.Random(6)
    alone, kept, peer = list[float](), list[float](), list[float]()
    ours, theirs = Counter[str](), Counter[str]()
    for old, new in amendments.pairs(LAWS):
        judge, resolver = amendments.Judge(old, new), Resolver(new)
        for selection in amendments.selections(rng, old, 120):
            anchor = make(old, selection)
            alone.append(thought(resolve, anchor, new))
            kept.append(thought(resolver.resolve, anchor))
            peer.append(thought(by_rapidfuzz, anchor, new))
            for seen, found in ((ours, resolver.resolve(anchor)), (theirs, by_rapidfuzz(anchor, new))):
                verdict = judge.verdict(anchor, found)
                seen.update(all=1, wrong=verdict.wrong, verbatim=verdict.verbatim)
                seen["found"] += verdict.verbatim and verdict.found
    how = f"{ours['all']} selections in {len(amendments.pairs(LAWS))} pairs of versions, processor time"
    return [
        Row("finding an anchor again, p95", percentile(alone, 95), limit=5, note=how),
        Row("… with a kept Resolver, p95", percentile(kept, 95), limit=5, note=how),
        Row("… p95 against rapidfuzz's best window", percentile(alone, 95) / percentile(peer, 95), "×"),
        Row("anchors in a wrong place", 100 * ours["wrong"] / ours["all"], "%", limit=0.5),
        Row("… rapidfuzz's best window", 100 * theirs["wrong"] / theirs["all"], "%", note="accepted from 90 % on"),
        Row("verbatim words found", 100 * ours["found"] / ours["verbatim"], "%", limit=99, at_least=True),
    ]


def thousand_in_one() -> list[Row]:
    """A document with a thousand notes."""
    if not LAWS.is_dir():
        return []
    old = amendments.document_of(LAWS / "突发事件应对法(2024-06-28).md")
    anchors = [make(old, s) for s in amendments.selections(random.Random(1), old, 1000)]

    def all_of_them() -> None:
        resolver = Resolver(old)
        for anchor in anchors:
            resolver.resolve(anchor)

    unchanged = statistics.median(thought(all_of_them) for _ in range(5))
    return [Row("a thousand anchors of one unchanged document", unchanged, limit=100)]


def main() -> list[Row]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        return [*stored(Path(folder)), *anchored(), *thousand_in_one()]
