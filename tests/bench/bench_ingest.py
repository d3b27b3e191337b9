"""How fast raw text becomes documents: clean laws, a page with damage, very long lines and many lines."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from frame import Row

ROOT = Path(__file__).resolve().parent.parent.parent
LAWS = ROOT.parent / "shared" / "data" / "laws"
PASSES = 3
MEGA = 1_000_000


def cpu(work: Callable[[], object], passes: int = PASSES) -> float:
    """Seconds of CPU, the median."""
    taken = []
    for _ in range(passes):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def peak() -> float:
    """Largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else MEGA)


def main() -> list[Row]:
    """Megabytes a second, and seconds for what a page should never be but sometimes is."""
    from reader.corpus import Corpus
    from reader.ingest.build import clean_lines
    from reader.ingest.metadata import Facts
    from reader.ingest.normalise import normalise_raw, normalise_text
    from reader.ingest.sources import read_file

    corpus = Corpus(ROOT / "corpus")
    documents = [corpus.load(info.id) for info in corpus.documents()]
    clean = [document.text for document in documents]
    size = sum(len(text.encode()) for text in clean) / MEGA
    rows = [
        Row(
            "clean text of the corpus", size / cpu(lambda: [normalise_text(text) for text in clean]), "MB/s", 2.0,
            at_least=True, note=f"CPU, median of {PASSES}; five documents, {size:.2f} MB",
        )
    ]  # fmt: skip
    if LAWS.is_dir():
        raws = [read_file(file) for file in sorted(LAWS.glob("*.md"))[::8]]
        size = sum(len(raw.text.encode()) for raw in raws) / MEGA
        speed = size / cpu(lambda: [normalise_raw(raw, Facts()) for raw in raws])
        rows.append(Row("laws", speed, "MB/s", 2.0, at_least=True, note=f"CPU; {len(raws)} files, {size:.1f} MB"))
    else:
        rows.append(Row("laws", 0, "MB/s", note="not measured: ../shared/data/laws is not here"))
    lines = list(clean_lines(documents))
    start = time.process_time()
    normalise_text("加快规?。ㄒ唬┨岣叻⒄顾?。\n")
    rows.append(Row("the first damaged line of a process", time.process_time() - start, "s", 3.0, note="reads words"))
    for document in documents:
        if any(edit.rule == "gbk-shift" for edit in document.edits):
            raw = read_file(ROOT / "corpus" / "raw" / document.source.file)
            taken = cpu(lambda raw=raw: normalise_raw(raw, Facts(), lambda: lines), 1)  # type: ignore[misc]  # a default
            rows.append(Row(f"a page with damage, {document.id}", taken, "s", 2.0, note="CPU"))
    sentence = "数字经济发展（2021-2023年），推动“互联网+”产业。"
    before = peak()
    long = sentence * (20 * MEGA // len(sentence.encode()))
    rows.append(Row("20 MB on one line", cpu(lambda: normalise_text(long), 1), "s", 20.0, note="CPU"))
    rows.append(Row("memory it took above the start", peak() - before, "MB", 800.0, note="peak of the process"))
    many = "一、总体要求\n（一）发展数字经济，推动“互联网+”。\n" * 50_000
    rows.append(Row("100,000 lines", cpu(lambda: normalise_text(many), 1), "s", 5.0, note="CPU"))
    return rows
