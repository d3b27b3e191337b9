"""Comparing: aligning documents, differences of clauses, related clauses, shared wording; and how good alignment is.

Times are of the processor. The peer for the differences is difflib, which is asked for the same texts.
"""

from __future__ import annotations

import difflib
import random
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import laws
from frame import Row, percentile

from reader.core import likeness
from reader.core.align import align
from reader.core.clause_index import ClauseIndex
from reader.core.diff import diff
from reader.core.document import Document
from reader.core.related import related, shared_wording
from reader.corpus import Corpus

ROOT = Path(__file__).resolve().parents[2]
LAWS = ROOT.parent / "shared" / "data" / "laws"
BLOCKS = 500


def timed(work: Callable[..., object], *given: object, times: int = 5) -> float:
    """Median milliseconds of processor time."""
    took = []
    for _ in range(times):
        started = time.process_time()
        work(*given)
        took.append((time.process_time() - started) * 1000)
    return percentile(took, 50)


def joined(name: str, documents: list[Document]) -> Document:
    """One document of the first blocks of several."""
    blocks = [
        replace(block, id=f"{n}:{block.id}", path=(str(n), *block.path))
        for n, document in enumerate(documents)
        for block in document.blocks
    ]
    return replace(documents[0], id=name, blocks=tuple(blocks[:BLOCKS]), edits=(), defects=())


def quality(plans: dict[str, Document]) -> Iterator[Row]:
    """How many true pairs of the plans, and unchanged articles of the laws, are paired."""
    given = tomllib.loads((ROOT / "tests" / "core" / "true_pairs.toml").read_text(encoding="utf-8"))
    found = {"pairs": 0, "others": 0}
    asked = dict.fromkeys(found, 0)
    for group in given["groups"]:
        left, right = (plans[given["names"][group[side]]] for side in ("left", "right"))
        made = align(left, right)
        opening = [{b.id: b.text for b in d.blocks} for d in (left, right)]
        for kind in found:
            for one, other in group[kind]:
                block = next(i for i, text in opening[0].items() if text.startswith(one))
                asked[kind] += 1
                found[kind] += opening[1].get(made.counterpart("left", block) or "", "").startswith(other)
    yield Row("true pairs of the five plans found", found["pairs"], f"of {asked['pairs']}", 27, at_least=True)
    yield Row("further true pairs found", found["others"], f"of {asked['others']}")
    if not LAWS.is_dir():
        return
    rightly = unchanged = 0
    for files in laws.versions(LAWS):
        old, new = map(laws.law, files)
        made = align(old, new)
        texts = {b.id: likeness.words_of(b) for b in new.blocks}
        there = set(texts.values())
        for old_block in old.blocks:
            if (words := likeness.words_of(old_block)) in there:
                unchanged += 1
                rightly += texts.get(made.counterpart("left", old_block.id) or "") == words
    yield Row("unchanged articles paired rightly", 100 * rightly / unchanged, "%", 95, True, f"{unchanged} in 12 laws")


def alignment(plans: list[Document]) -> Iterator[Row]:
    """Two documents of 500 blocks, of three kinds."""
    if LAWS.is_dir():
        files = laws.versions(LAWS)
        old, new = (joined(str(n), [laws.law(pair[n]) for pair in files[1:8]]) for n in (0, 1))
        names = sorted(LAWS.glob("*.md"))
        other = joined("other", [laws.law(file) for file in names[:20]])
        for what, left, right in (("versions of laws", old, new), ("different laws", old, other)):
            size = f"{len(left.text) // 1000}k and {len(right.text) // 1000}k characters"
            yield Row(f"align {BLOCKS}-block documents: {what}", timed(align, left, right), limit=300, note=size)
    one, two = joined("one", plans[:3] * 2), joined("two", plans[2:] * 2)
    size = f"{len(one.text) // 1000}k and {len(two.text) // 1000}k characters, five plans put together"
    yield Row(f"align {BLOCKS}-block documents: plans", timed(align, one, two), limit=300, note=size)
    yield Row("align two of the plans", timed(align, plans[0], plans[1]))
    made = align(one, two)
    made.opposite("left", one.blocks[0].id)
    asks = [(side, b.id) for side, d in (("left", one), ("right", two)) for b in d.blocks]

    def follow() -> None:
        for side, block in asks:
            made.opposite("left" if side == "left" else "right", block, 0.5)

    yield Row("where the other pane stands", timed(follow) * 1000 / len(asks), "µs", 100, note="one scroll event")


def differences(plans: list[Document]) -> Iterator[Row]:
    """Clauses of 2,000 characters, changed in a hundred places, and unlike each other."""
    text = "".join(plans[1].text.split())
    a, other = text[:2000], text[-2000:]
    rng, letters = random.Random(5), list(a)
    for _ in range(100):
        letters[rng.randrange(len(letters))] = rng.choice(["", "改", "新增文字"])
    b = "".join(letters)
    peer = timed(lambda: difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes(), times=3)
    mine = timed(diff, a, b)
    yield Row("diff of a 2,000-character clause, 100 changes", mine, limit=50, note=f"difflib: {peer:.0f} ms")
    peer = timed(lambda: difflib.SequenceMatcher(None, a, other, autojunk=False).get_opcodes(), times=3)
    yield Row("diff of two unlike ones", timed(diff, a, other), limit=50, note=f"difflib: {peer:.0f} ms")
    yield Row("diff of 20,000 characters against themselves mended", timed(diff, text, text.replace("数字", "数码")))


def main() -> list[Row]:
    """All figures."""
    corpus = Corpus(ROOT / "corpus")
    plans = {info.id: corpus.load(info.id) for info in corpus.documents()}
    shelf = list(plans.values())
    rows = [*quality(plans), *alignment(shelf), *differences(shelf)]
    index = ClauseIndex(shelf)
    rows.append(Row("prepare related clauses of five documents", timed(ClauseIndex, shelf)))
    asked = [timed(related, d, b.id, index, times=1) for d in shelf for b in d.blocks]
    rows.append(Row("related clauses of a clause, 95 of 100", percentile(asked, 95), limit=50, note=f"{len(asked)}"))
    rows.append(Row("shared wording of two plans", timed(shared_wording, shelf[0], shelf[1])))
    return rows
