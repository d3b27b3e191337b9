"""The wording in a decision told from what is said about it: quotations over several lines become one mark each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reader.core.document import Document

MARK: Final = "\ue000"  # stands for a quotation, its number behind it, then MARK again
QUOTED: Final = rf"{MARK}\d+{MARK}"
_ENDS: Final = re.compile("”[。；;，]?[ 　]*$")
_INNER: Final = str.maketrans("‘’", "“”")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is said about wording. `text`: with a mark for each quotation; `block`: where it begins."""

    text: str
    block: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A decision with its quotations taken out."""

    lines: tuple[Line, ...]
    quotes: tuple[str, ...]

    def restored(self, text: str) -> str:
        """A piece of a line with its quotations in their places."""
        return re.sub(f"{MARK}(\\d+){MARK}", lambda match: f"“{self.quotes[int(match[1])]}”", text)


def take_out(document: Document) -> Marked:
    """The lines of a decision below its title. A quotation that never ends is left where it is."""
    lines: list[Line] = []
    quotes: list[str] = []
    blocks = [(block.id, line) for block in document.blocks if block.kind != "title" for line in block.text.split("\n")]
    at = 0
    while at < len(blocks):
        block, text = blocks[at]
        made, at = _one_line(blocks, at, text, quotes)
        lines.append(Line(made, block))
    return Marked(tuple(_joined(lines)), tuple(quote.translate(_INNER) for quote in quotes))


def _one_line(blocks: list[tuple[str, str]], at: int, text: str, quotes: list[str]) -> tuple[str, int]:
    """A line with marks for its quotations, and the line behind the last one it took."""
    made = ""
    while (start := text.find("“")) >= 0:
        made += text[:start]
        quoted, rest, last = _quotation(blocks, at, text[start + 1 :])
        if quoted is None:
            return made + text[start:], at + 1
        quotes.append(quoted)
        made += f"{MARK}{len(quotes) - 1}{MARK}"
        text, at = rest, last
    return made + text, at + 1


def _quotation(blocks: list[tuple[str, str]], at: int, text: str) -> tuple[str | None, str, int]:
    """The words up to the mark that ends them; each further line repeats the opening mark, as decisions do."""
    held: list[str] = []
    while True:
        depth = 0
        for place, char in enumerate(text):
            depth += char == "“"
            if char == "”":
                if not depth:
                    return "\n".join([*held, text[:place]]), text[place + 1 :], at
                depth -= 1
        held.append(text)
        at += 1
        if at >= len(blocks) or len(held) > 400:
            return None, "", at
        line = blocks[at][1].lstrip(" 　")
        text = line if _opens_inside(line) else line.removeprefix("“")


def _opens_inside(line: str) -> bool:
    """Whether the mark that a further line begins with opens words of its own: “上一年度”，是指…"""
    opened, closed = line.count("“"), line.count("”")
    return line.startswith("“") and (closed > opened or (closed == opened and not _ENDS.search(line)))


def _joined(lines: list[Line]) -> list[Line]:
    """A line that is one quotation alone belongs to the line that announces it: 修改为： and the text below."""
    made: list[Line] = []
    for line in lines:
        bare = line.text.strip()
        if made and re.fullmatch(f"{QUOTED}[。；]?", bare) and made[-1].text.rstrip().endswith(("：", ":", MARK)):
            made[-1] = Line(made[-1].text.rstrip() + bare, made[-1].block)
        else:
            made.append(line)
    return made
