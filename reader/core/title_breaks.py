"""Where the title of a document may be broken over two lines. Knows no fonts: it is given how wide words are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

BREAKS: Final = (
    "（", "(", "“", "「", "三年行动", "三年行動", "五年", "行动", "行動", "专项", "專項", "发展", "發展",
    "实施", "實施", "规划", "規劃", "管理", "工作", "若干", "暂行", "暫行",
)  # fmt: skip


def broken(words: str, wide: float, measure: Callable[[str], float]) -> str:
    """Over two lines, the second beginning at a bracket, a quotation or a word of titles, where both fit so."""
    if measure(words) <= wide:
        return words
    places = [n for n in range(1, len(words)) if words.startswith(BREAKS, n)]
    fitting = [n for n in places if measure(words[:n]) <= wide and measure(words[n:]) <= wide]
    if not fitting:
        return words
    best = min(fitting, key=lambda n: abs(measure(words[:n]) - measure(words[n:])))
    return f"{words[:best]}\n{words[best:]}"
