"""Whether normalising grows with its input alone: a page twice as long may take twice as long, not four times.

Each kind of page is read at one length and at twice that length; the kinds are those whose rules look around a line,
a mark or a tag. CPU time of this process, the best of several runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from frame import Row

from reader.core.errors import BadInput
from reader.ingest.normalise import normalise_text

RUNS, TWICE = 3, 2.3
LONG_ENOUGH, MOST = 0.25, 400_000  # seconds that tell, and pieces beyond which no page is made
HEAD: Final = "云溪市数字经济发展行动计划（2024—2027年）\n"
PAGE: Final = "<html><body><p>第一条 为了发展数字经济，制定本办法。</p>"
PAGES: Final[dict[str, Callable[[int], str]]] = {
    "headings and sentences": lambda n: HEAD + "一、总体要求\n（一）发展数字经济，推动“互联网+”。\n" * n,
    "articles": lambda n: "".join(
        f"第{k % 900 + 1}条　市人民政府应当建立工作台账，并接受社会监督。\n" for k in range(n)
    ),
    "the same line": lambda n: HEAD + "发展数字经济\n" * n,
    "lines that come twice": lambda n: HEAD + "".join(f"发展第{k}号工程\n" for k in range(n)) * 2,
    "blank lines": lambda n: HEAD + "\n　\n\t\n" * n + "发展数字经济，提升发展水平。",
    "one line": lambda n: HEAD + "推动数字经济发展（2021-2023年），" * n,
    "one line of Han": lambda n: "发展数字经济" * n,
    "brackets never closed": lambda n: HEAD + "（推进建设" * n,
    "quotation marks never closed": lambda n: HEAD + "“推进建设\n" * n,
    "title marks never closed": lambda n: "《云溪市数字经济\n" * n,
    "titles in angles": lambda n: HEAD + "<推进建设>" * n,
    "half-width marks": lambda n: HEAD + "推进建设,加快发展;" * n,
    "cells": lambda n: HEAD + "| 序号 | 任务 | 责任单位 |\n" * n,
    "fields of a card": lambda n: "索引号：11\n发文机关：云溪市人民政府\n" * n + HEAD,
    "menus": lambda n: "首页 | 政务公开 | 互动交流\n" * n + HEAD + "发展数字经济，提升发展水平。",
    "names of authorities": lambda n: "云溪市人民政府办公室\n" * n + HEAD,
    "pinyin": lambda n: HEAD + "推進數(shu)(shu)字經(jing)濟發展。\n" * n,
    "tags never closed": lambda n: PAGE + "<a " * n,
    "comments never closed": lambda n: PAGE + "<!--" * n,
    "paragraphs of a page": lambda n: PAGE + "<p>发展数字经济，提升发展水平。</p>\n" * n,
    "elements in elements": lambda n: PAGE + "<div>" * n + "发展数字经济。",
    "rows of a page": lambda n: PAGE + "<table>" + "<tr><td rowspan=2>任务</td><td>推进</td></tr>" * n + "</table>",
}


def cost(page: str) -> float:
    """CPU seconds of normalising a page; one that holds no document costs what it takes to say so."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        try:
            normalise_text(page, "page.html" if page.startswith("<") else "page.txt")
        except BadInput as error:
            print(f"(no document: {error})", file=sys.stderr)
        best = min(best, time.process_time() - start)
    return best


def grown(made: Callable[[int], str]) -> tuple[float, int]:
    """How much longer twice the page takes, and how many pieces it had: as many as take long enough to tell."""
    many = 500
    while True:
        once = cost(made(many))
        if once > LONG_ENOUGH or many >= MOST:
            return cost(made(2 * many)) / max(once, 1e-3), many
        many *= 2


def main() -> list[Row]:
    """The rows of the table."""
    rows = []
    for kind, made in PAGES.items():
        ratio, many = grown(made)
        rows.append(Row(f"a page of {kind}, doubled", ratio, "×", TWICE, note=f"{many} → {2 * many} pieces"))
    return rows
