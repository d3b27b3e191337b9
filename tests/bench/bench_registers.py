"""The registers: what reading costs by the length of a paragraph, and by the length of a document.

A paragraph twice as long may take twice as long, not four times: each kind of paragraph that once grew faster is read
at one length and at twice that length. CPU time of this process, the better of several runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from frame import Row

from reader.core.document import Document
from reader.corpus import Corpus
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, load_lexicon
from reader.registers.compiling import compile_registers, read

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS, TWICE, PER_TEN_THOUSAND = 3, 2.3, 0.05
PARAGRAPHS: Final[dict[str, Callable[[int], str]]] = {
    "figures": lambda n: "到2025年，增长达到10%以上，" * n,
    "figures and 和": lambda n: "供水和供热管网分别改造10公里和20公里、" * n,
    "sentences of figures": lambda n: "其中新能源车900辆，占比75%。" * n,
    "names": lambda n: "数字经济公共服务平台" * n,
    "marked names": lambda n: "升级“云事省”平台、“云商通”小程序等" * n,
    "numbers of documents": lambda n: "津政发〔2021〕14号" * n,
    "titles": lambda n: "《某某市规划》" * n,
    "titles never closed": lambda n: "《某某市规划" * n,
    "digits": lambda n: "1" * (5 * n) + "%",
    "digits and dashes": lambda n: "1-2、" * n + "%",
    "units": lambda n: "市科技局、市财政局负责，" * n,
    "brackets": lambda n: "（" * n + "牵头单位：市科技局",
    "notes never closed": lambda n: "（牵头单位：市科技局" * n,
    "notes": lambda n: "推进建设。（市科技局牵头，市财政局配合）" * n,
    "money": lambda n: "对新认定的企业给予奖励10万元，" * n,
    "times": lambda n: "每年2025年12月底前完成，" * n,
}


def page(words: str) -> Document:
    """A plan with one long paragraph."""
    text = f"云溪市数字经济发展行动计划（2024—2027年）\n一、发展目标\n推进。{words}\n"
    return normalise_raw(decode(text.encode(), "long.txt"), Facts(id="long")).document


def cost(document: Document, lexicon: Lexicon) -> float:
    """CPU seconds of reading a document and of bringing its rows together."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        compile_registers([read(document, lexicon)], lexicon)
        best = min(best, time.process_time() - start)
    return best


def grown(kind: str, lexicon: Lexicon) -> tuple[float, int]:
    """How much longer twice the paragraph takes, and how many pieces it had: as many as take long enough to tell."""
    many = 120
    while True:
        once = cost(page(PARAGRAPHS[kind](many)), lexicon)
        if once > 0.15 or many > 12_000:
            return cost(page(PARAGRAPHS[kind](2 * many)), lexicon) / once, many
        many *= 2


def main() -> list[Row]:
    """The rows of the table."""
    lexicon = load_lexicon(ROOT / "resources")
    rows = []
    for kind in PARAGRAPHS:
        ratio, many = grown(kind, lexicon)
        rows.append(Row(f"a paragraph of {kind}, doubled", ratio, "×", TWICE, note=f"{many} → {2 * many} pieces"))
    corpus = Corpus(ROOT / "corpus")
    seconds = characters = 0.0
    for info in corpus.documents():
        document = corpus.load(info.id)
        seconds += cost(document, lexicon)
        characters += sum(len(block.text) for block in document.blocks)
    rows.append(
        Row(
            "10,000 characters of a plan", seconds / characters * 10_000, "s", PER_TEN_THOUSAND, note="the bundled ones"
        )
    )
    return rows
