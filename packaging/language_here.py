"""Makes resources/language.xz: how official Chinese goes on behind up to three characters, counted in public texts.

`python packaging/language_here.py FOLDER… [--out FILE]`: every .md and .txt below the folders (laws, government work
reports: texts without copyright) is read, simplified, in half width. A fifth of them, told by their names, is left out:
the bench of the repair (tests/bench/bench_shift.py) tries the model on texts it has never seen. What is written holds
frequencies only, `reader/ingest/repair/language_file.py` reads it. The same files give the same bytes.

Two models are in it: of characters (interpolated Kneser-Ney discounting; rare runs of three and four are left out) and
of words (pairs of words that were seen twice, over the words of the texts and the frequent ones of jieba's list).
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import lzma
import math
import re
import struct
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.ingest.repair.background import ORDER, STEP  # noqa: E402 - found through the line above
from reader.ingest.repair.background_words import LONGEST  # noqa: E402
from reader.ingest.repair.gbk_search import HALF_WIDTH  # noqa: E402
from reader.script import to_simplified  # noqa: E402

LEAST = (0, 1, 1, 2, 2)
"""How often a run of so many characters has to be seen."""
DISCOUNT = 0.75
WORD_DISCOUNT = 0.7
OWN = 0.85  # what the texts count beside a general list of words
RARE = 5e-7  # words of the general list that are rarer are left out, unless the texts have them
WORST = 250
LONG = 12  # characters: longer lines that several versions of a law have in common count once


def held_out(name: str) -> int | None:
    """0 or 1 (to look at, never looked at) for a file that the model must not have seen; None for one it may."""
    title = re.sub(r"\(\d{4}.*$", "", Path(name).stem)
    part = int(hashlib.sha256(title.encode()).hexdigest(), 16) % 10
    return part if part < 2 else None


def lines_of(folders: Iterable[Path]) -> Iterator[str]:
    """The lines that are counted."""
    seen: set[str] = set()
    for folder in folders:
        for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.txt")]):
            if held_out(file.name) is not None or file.name == "README.md":
                continue
            for raw in file.read_text("utf-8").split("<!-- INFO END -->")[-1].splitlines():
                line = to_simplified(raw.strip().lstrip("#").strip()).translate(HALF_WIDTH).replace("\u3000", " ")
                line = "".join(char for char in line if char < "\U00010000")
                if line and (len(line) <= LONG or line not in seen):
                    seen.add(line)
                    yield line


def counted(lines: Iterable[str]) -> list[Counter[str]]:
    """How often each run of 1 to ORDER characters is seen (index: its length)."""
    counts: list[Counter[str]] = [Counter() for _ in range(ORDER + 1)]
    for line in lines:
        text = f"\n{line}\n"
        for size in range(1, ORDER + 1):
            counts[size].update(text[at : at + size] for at in range(len(text) - size + 1))
    return counts


class Measured:
    """Chances of runs and what is left of each context, by interpolated Kneser-Ney."""

    def __init__(self, counts: list[Counter[str]]) -> None:
        # Shorter runs count by how many characters stand before them: what they are worth where the longer is unknown.
        self.used = [*counts[:ORDER], counts[ORDER]]
        for size in range(1, ORDER):
            self.used[size] = Counter(run[1:] for run in counts[size + 1])
        self.kept = [
            {run: count for run, count in self.used[size].items() if counts[size][run] >= LEAST[size]}
            for size in range(ORDER + 1)
        ]
        self.context: list[Counter[str]] = [Counter() for _ in range(ORDER + 1)]
        self.spent: list[dict[str, float]] = [defaultdict(float) for _ in range(ORDER + 1)]
        for size in range(1, ORDER + 1):
            for run, count in self.used[size].items():
                self.context[size][run[:-1]] += count
            for run, count in self.kept[size].items():
                self.spent[size][run[:-1]] += max(count - DISCOUNT, 0)

    def left(self, context: str) -> float:
        """The share of a context that shorter runs share among them."""
        size = len(context) + 1
        whole = self.context[size].get(context, 0)
        return 1 - self.spent[size].get(context, 0) / whole if whole else 1.0

    def chance(self, run: str) -> float:
        """The chance of the last character of a run behind the others."""
        if not run:
            return 1 / 20_000
        size = len(run)
        shorter = self.chance(run[1:]) if size > 1 else 1 / 20_000
        whole = self.context[size].get(run[:-1], 0)
        if not whole:
            return shorter
        own = max(self.kept[size].get(run, 0) - DISCOUNT, 0)
        return own / whole + self.left(run[:-1]) * shorter


def packed(measured: Measured) -> bytes:
    """The file: for each length the runs in order, column by column, their chances and what is left behind them."""
    out = []
    for size in range(1, ORDER + 1):
        runs = sorted(measured.kept[size])
        out.append(struct.pack("<I", len(runs)))
        out += ["".join(run[at] for run in runs).encode("utf-16-le") for at in range(size)]
        out.append(bytes(min(round(-math.log(measured.chance(run)) / STEP), WORST) for run in runs))
        if size < ORDER:
            out.append(bytes(min(round(-math.log(max(measured.left(run), 1e-9)) / STEP), WORST) for run in runs))
    return b"".join(out)


def in_words(lines: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often each word, and each pair of words, is seen. A line feed ends each line."""
    jieba.setLogLevel(logging.ERROR)
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        last = "\n"
        for word in [*jieba.cut(line, HMM=False), "\n"]:
            words[word] += 1
            pairs[last, word] += 1
            last = word
    return words, pairs


def packed_words(words: Counter[str], pairs: Counter[tuple[str, str]]) -> bytes:
    """The second part of the file: words, most frequent first, and the pairs that were seen more than once."""
    total = sum(words.values())
    share = {word: OWN * count / total for word, count in words.items() if len(word) <= LONGEST and "\n" not in word}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as listed:
        general = {word: int(count) for word, count, _ in (line.split(" ", 2) for line in listed)}
    whole = sum(general.values())
    for word, count in general.items():
        if len(word) <= LONGEST and (word in share or count / whole > RARE):
            share[word] = share.get(word, 0.0) + (1 - OWN) * count / whole
    order = sorted(share, key=lambda word: (word not in words, -share[word], word))
    number = {word: at for at, word in enumerate(order)}
    kept: list[list[tuple[int, int]]] = [[] for _ in order]
    spent: defaultdict[str, float] = defaultdict(float)
    contexts: Counter[str] = Counter()
    for (first, second), count in pairs.items():
        contexts[first] += count
        if count >= 2 and first in number and second in number and number[second] < 1 << 16:
            kept[number[first]].append((number[second], count))
            spent[first] += count - WORD_DISCOUNT
    left = [1 - spent[word] / contexts[word] if contexts[word] else 1.0 for word in order]
    starts, second_words, chances = array("I", [0]), array("H"), bytearray()
    for at, word in enumerate(order):
        for place, count in sorted(kept[at]):
            chance = (count - WORD_DISCOUNT) / contexts[word] + left[at] * share[order[place]]
            second_words.append(place)
            chances.append(min(round(-math.log(chance) / STEP), WORST))
        starts.append(len(second_words))
    text = "\n".join(order).encode()
    return b"".join([
        struct.pack("<III", len(order), len(text), len(second_words)), text,
        bytes(min(round(-math.log(share[word]) / STEP), 255) for word in order),
        bytes(min(round(-math.log(max(each, 1e-9)) / STEP), WORST) for each in left),
        starts.tobytes(), second_words.tobytes(), bytes(chances),
    ])  # fmt: skip


def main(arguments: list[str]) -> int:
    """The command. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "language.xz")
    given = parser.parse_args(arguments)
    lines = list(lines_of(given.folders))
    runs = packed(Measured(counted(lines)))
    whole = struct.pack("<I", len(runs)) + runs + packed_words(*in_words(lines))
    small = lzma.compress(whole, preset=9 | lzma.PRESET_EXTREME)
    given.out.write_bytes(small)
    print(f"{given.out}: {len(small)} bytes, {len(whole)} unpacked")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
