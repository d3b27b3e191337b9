"""How much of a damaged GBK page is put right, and whether anything is put wrong: laws the model has not seen, the corpus.

Each document is damaged line by line (`shift_pages.py`) and read again; the library that helps it holds the other
documents of the corpus. Laws and reports are those that `packaging/language_here.py` leaves out, laws a sample by seed:
of the first half faults were looked at and bars set, the second is for the figure. Undamaged laws must stay as they are.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from frame import Row
from shift_pages import HALF, cut_at_marks, folded

ROOT = Path(__file__).resolve().parent.parent.parent
LAWS = ROOT.parent / "shared" / "data" / "laws"
REPORTS = ROOT.parent / "shared" / "data" / "reports"
SEED, MANY, LINES, CLEAN = 9, 12, 60, 100
KEPT = "\0"


def verdicts(lines: Sequence[str], reference: Iterable[str]) -> Counter[str]:
    """How the damaged lines of a page fare: right, left (and flagged), silent (and not), wrong; and undamaged ones
    that were touched.
    """
    from reader.ingest.normalise import read_damaged
    from reader.ingest.traced import TracedText

    wanted = [folded(line) for line in lines]
    shown = [cut_at_marks(line) for line in lines]
    made = read_damaged(TracedText("\n".join(shown)), lambda: reference)
    doubtful, sure = set[int](), set[int]()
    for piece, at in made.edits():
        (sure if piece.sure else doubtful).update(range(at, at + len(piece.text)))
    out: Counter[str] = Counter()
    start = 0
    for line, want, was in zip(made.text.split("\n"), wanted, shown, strict=True):
        out[_verdict(line, start, want, was, doubtful, sure)] += 1
        start += len(line) + 1
    return out


def _verdict(line: str, start: int, want: str, was: str, doubtful: set[int], sure: set[int]) -> str:
    places = range(start, start + len(line))
    if folded(line) == want:
        return "right" if was != want else "untouched"
    if was == want:
        return "touched" if sure.intersection(places) else "suspected"
    parts = "".join(KEPT if at in doubtful else char for at, char in zip(places, line, strict=True))
    pattern = ".*?".join(map(re.escape, re.split(f"{KEPT}+", parts.translate(HALF).replace("\u3000", ""))))
    if doubtful.intersection(places) and re.fullmatch(pattern, want):
        return "left"
    return "wrong" if sure.intersection(places) else "left" if doubtful.intersection(places) else "silent"


def law_lines(file: Path) -> list[str]:
    """The lines of a law that such a page can show."""
    lines = (
        line.strip().lstrip("#").strip() for line in file.read_text("utf-8").split("<!-- INFO END -->")[-1].splitlines()
    )
    return [line for line in lines if line and "?" not in folded(line) and "\u3000" not in line][:LINES]


def clean(rng: random.Random) -> int:
    """How many edits undamaged laws suffer."""
    from reader.ingest.normalise import read_damaged
    from reader.ingest.traced import TracedText

    edits = 0
    for file in rng.sample(sorted(LAWS.glob("*.md")), CLEAN):
        lines = file.read_text("utf-8").split("<!-- INFO END -->")[-1].splitlines()
        made = read_damaged(TracedText("\n".join(folded(line.strip().lstrip("#").strip()) for line in lines)))
        edits += sum(1 for _ in made.edits())
    return edits


def main() -> list[Row]:
    """The rows of the table."""
    from reader.corpus import Corpus
    from reader.ingest.build import clean_lines

    sys.path.insert(0, str(ROOT / "packaging"))
    from language_here import held_out

    corpus = Corpus(ROOT / "corpus")
    documents = [corpus.load(info.id) for info in corpus.documents()]
    pages: dict[str, list[tuple[list[str], list[str]]]] = {
        "the corpus": [],
        "laws": [],
        "other laws": [],
        "reports": [],
    }
    for document in documents:
        others = list(clean_lines([other for other in documents if other is not document]))
        lines = [b.text for b in document.blocks if b.text and not re.search("[\n\u3000]", b.text)]
        pages["the corpus"].append(([line for line in lines if "?" not in folded(line)][:LINES], others))
    rng = random.Random(SEED)
    every = list(clean_lines(documents))
    for file in sorted(REPORTS.glob("*.txt")):
        if held_out(file.name) is not None:
            pages["reports"].append((law_lines(file), every))
    for part, name in enumerate(("laws", "other laws")):
        files = [file for file in sorted(LAWS.glob("*.md")) if held_out(file.name) == part]
        pages[name] = [(law_lines(file), every) for file in rng.sample(files, min(MANY, len(files)))]
    rows = [Row("undamaged laws: edits", clean(rng), "edits", 0.0, note=f"{CLEAN} laws")]
    for name, given in pages.items():
        total: Counter[str] = Counter()
        longest = 0.0
        for lines, reference in given:
            start = time.process_time()
            total += verdicts(lines, reference)
            longest = max(longest, time.process_time() - start)
        damaged = max(sum(total[kind] for kind in ("right", "left", "silent", "wrong")), 1)
        note = f"of {damaged} damaged lines: {dict(total)}"
        rows += [
            Row(f"{name}: right", 100 * total["right"] / damaged, "%", 85.0, at_least=True, note=note),
            Row(f"{name}: wrong", total["wrong"], "lines", 0.0),
            Row(f"{name}: neither right nor flagged", total["silent"], "lines", 0.0),
            Row(f"{name}: undamaged lines touched", total["touched"], "lines", 0.0),
            Row(f"{name}: the slowest page", longest, "s", 2.0, note=f"CPU; {LINES} lines"),
        ]
    return rows
