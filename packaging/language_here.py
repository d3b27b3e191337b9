"""Makes resources/language.xz: how official Chinese goes on behind up to three characters, counted in public texts.

`python packaging/language_here.py FOLDER… [--out FILE]`: every .md and .txt below the folders (laws, government work
reports: texts without copyright) is read, simplified, in half width. A fifth of them, told by their names, is left out:
the bench of the repair (tests/bench/bench_shift.py) tries the model on texts it has never seen. What is written holds
frequencies only, `reader/ingest/repair/background_words.py` reads it. The same files give the same bytes.

Two models are in it: of characters (interpolated Kneser-Ney discounting; runs that say little more than shorter ones
are left out) and of words (pairs of words that were seen twice, over the words of the texts and the frequent ones of
jieba's list).
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

from reader.ingest.repair.background import MORE, ORDER, STEP  # noqa: E402 - found through the line above
from reader.ingest.repair.background_words import FINE, LONGEST  # noqa: E402
from reader.ingest.repair.gbk_search import HALF_WIDTH  # noqa: E402
from reader.script import to_simplified  # noqa: E402

LEAST = (0, 1, 1, 1, 1, 2)
"""How often a run of so many characters has to be seen."""
WORTH = (0, 0, 0, 0.5, 1.6, 0.45)
"""What a run has to add to what shorter ones say: how often it is seen, times the logarithm of the chances' ratio."""
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
    """How often each run of 1 to ORDER characters is seen (index: its length). A line feed is the end of a line."""
    whole = "\n" + "\n".join(lines) + "\n"
    counts: list[Counter[str]] = [Counter(), Counter(whole)]
    for size in range(2, ORDER + 1):
        found = Counter(map("".join, zip(*(whole[at:] for at in range(size)), strict=False)))
        counts.append(Counter({run: n for run, n in found.items() if "\n" not in run[1:-1] and run[:2] != "\n\n"}))
    return counts


class Measured:
    """Chances of runs by interpolated Kneser-Ney with three discounts, and what each context leaves to shorter runs.

    Attributes:
        kept: for each length the runs that say more than the shorter ones do, with their chances.
        left: for each length of a context the factor of what shorter runs say.
    """

    def __init__(self, counts: list[Counter[str]]) -> None:
        self._counts = counts
        self.kept: list[dict[str, float]] = [{} for _ in range(ORDER + 1)]
        self._whole: list[dict[str, float]] = [{} for _ in range(ORDER + 1)]
        self._contexts: list[dict[str, tuple[int, float]]] = [{} for _ in range(ORDER + 1)]
        for size in range(1, ORDER + 1):
            self._measure(size, self._used(size))
        self._close()
        self.left: list[dict[str, float]] = [{} for _ in range(ORDER + 1)]
        for size in range(1, ORDER):
            self._spread(size)

    def _used(self, size: int) -> Counter[str]:
        """What runs count: shorter ones by how many characters stand before them, except at the head of a line."""
        if size == ORDER:
            return self._counts[size]
        used = Counter(run[1:] for run in self._counts[size + 1])
        if size > 1:
            used.update({run: count for run, count in self._counts[size].items() if run[0] == "\n"})
        return used

    def _measure(self, size: int, used: Counter[str]) -> None:
        whole, kept, seen = self._whole[size], self.kept[size], self._counts[size]
        if size == 1:
            total = sum(used.values())
            for run in seen:
                whole[run] = kept[run] = max(used[run] - 0.5, 0) / total + 0.5 * len(used) / total / _CHARACTERS
            return
        discounts = _discounts(used)
        sums: defaultdict[str, int] = defaultdict(int)
        shares: defaultdict[str, float] = defaultdict(float)
        for run, count in used.items():
            sums[run[:-1]] += count
            shares[run[:-1]] += discounts[min(count, 3)]
        self._contexts[size] = {context: (total, shares[context] / total) for context, total in sums.items()}
        for run, count in used.items():
            if seen[run] < LEAST[size]:
                continue
            total, share = self._contexts[size][run[:-1]]
            shorter = self._chance(run[1:])
            whole[run] = chance = (count - discounts[min(count, 3)]) / total + share * shorter
            if size == 2 or seen[run] * math.log(chance / shorter) > WORTH[size]:
                kept[run] = chance

    def _chance(self, run: str) -> float:
        """The chance of the last character of a run behind the others, with nothing left out."""
        found = self._whole[len(run)].get(run)
        if found is not None:
            return found
        if len(run) == 1:
            return 1 / _CHARACTERS
        _, share = self._contexts[len(run)].get(run[:-1], (0, 1.0))
        return share * self._chance(run[1:])

    def _close(self) -> None:
        """The beginnings of what is kept are kept."""
        for size in range(ORDER, 2, -1):
            shorter = self.kept[size - 1]
            for run in self.kept[size]:
                if run[:-1] not in shorter:
                    shorter[run[:-1]] = self._chance(run[:-1])

    def _spread(self, size: int) -> None:
        given: defaultdict[str, float] = defaultdict(float)
        shorter: defaultdict[str, float] = defaultdict(float)
        for run, chance in self.kept[size + 1].items():
            given[run[:-1]] += chance
            shorter[run[:-1]] += self._shown(run[1:])
        self.left[size] = {c: max(1 - own, 1e-4) / max(1 - shorter[c], 1e-4) for c, own in given.items()}

    def _shown(self, run: str) -> float:
        """The chance of the last character of a run by what is kept."""
        factor = 1.0
        while len(run) > 1:
            found = self.kept[len(run)].get(run)
            if found is not None:
                return factor * found
            factor *= self.left[len(run) - 1].get(run[:-1], 1.0)
            run = run[1:]
        return factor * self.kept[1].get(run, 1 / _CHARACTERS)


_CHARACTERS = 20_000


def _discounts(used: Counter[str]) -> list[float]:
    """What is taken from counts of one, two, and more, by how many runs were seen so often."""
    many = Counter(count for count in used.values() if count < 5)
    if not all(many[count] for count in (1, 2, 3, 4)):
        return [0.0, 0.75, 0.75, 0.75]
    share = many[1] / (many[1] + 2 * many[2])
    return [0.0, *(max(0.1, count - (count + 1) * share * many[count + 1] / many[count]) for count in (1, 2, 3))]


def packed(measured: Measured) -> bytes:
    """The file: a tree of runs, length by length, column by column.

    Behind each run stand those that go on from it; a run of three and more is told by the place that its last character
    has among those behind the character before it, the likely ones first.
    """
    behind: defaultdict[str, list[str]] = defaultdict(list)
    for run in sorted(measured.kept[2], key=lambda run: (-measured.kept[2][run], run)):
        behind[run[0]].append(run[1])
    place = {first + last: at for first, chars in behind.items() for at, last in enumerate(chars)}
    chars = sorted(measured.kept[1], key=lambda char: (-measured.kept[1][char], char))
    number = {char: at for at, char in enumerate(chars)}
    level, out = chars, [struct.pack("<I", len(chars)), "".join(chars).encode("utf-16-le")]
    for size in range(1, ORDER + 1):
        if size > 1:
            out += [struct.pack("<I", len(level)), _wide(number[r[1]] if size == 2 else place[r[-2:]] for r in level)]
        kept = measured.kept[size]
        out.append(bytes(min(round(-math.log(kept[run]) / STEP), WORST) for run in level))
        if size == ORDER:
            break
        following: defaultdict[str, list[str]] = defaultdict(list)
        for run in measured.kept[size + 1]:
            following[run[:-1]].append(run)
        for runs in following.values():
            runs.sort(key=lambda run: place[run[-2:]])
        left = measured.left[size]
        out.append(bytes(min(max(round((MORE - math.log(left.get(run, 1.0))) / STEP), 0), WORST) for run in level))
        out.append(_wide(len(following.get(run, ())) for run in level))
        level = [longer for run in level for longer in following.get(run, ())]
    return b"".join(out)


def _wide(numbers: Iterable[int]) -> bytes:
    """Numbers below 65,536, the low bytes before the high ones: the latter are nearly all the same."""
    data = array("H", numbers).tobytes()
    return data[0::2] + data[1::2] if sys.byteorder == "little" else data[1::2] + data[0::2]


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
            chances.append(min(round(-math.log(chance) / FINE), WORST))
        starts.append(len(second_words))
    text = "\n".join(order).encode()
    return b"".join([
        struct.pack("<III", len(order), len(text), len(second_words)), text,
        bytes(min(round(-math.log(share[word]) / FINE), 255) for word in order),
        bytes(min(round(-math.log(max(each, 1e-9)) / FINE), WORST) for each in left),
        starts.tobytes(), second_words.tobytes(), bytes(chances),
    ])  # fmt: skip


def main(arguments: list[str]) -> int:
    """The command. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "language.xz")
    given = parser.parse_args(arguments)
    lines = list(lines_of(given.folders))
    measured = Measured(counted(lines))
    runs = packed(measured)
    whole = struct.pack("<I", len(runs)) + runs + packed_words(*in_words(lines))
    small = lzma.compress(whole, preset=9 | lzma.PRESET_EXTREME)
    given.out.write_bytes(small)
    print(f"{given.out}: {len(small)} bytes, {len(whole)} unpacked")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
