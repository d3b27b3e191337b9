"""What a cell of a register says: the program's own words in the language of the window, a document's in its script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Target
from reader.registers.exporting import (
    CONCERNED,
    CORRECTED,
    DUE,
    FIELDS,
    NOTE,
    ROLES,
    ROUNDS,
    STATUS,
    WHY,
    Cell,
    coded,
)
from reader.registers.origins import inherits
from reader.registers.own_rows import SeenRow, originals
from reader.ui.registers.register_lines import CORRECTED_ROWS, DOUBT, DROPPED_ROWS, MINE, TO_CHECK, Line

IN_LIBRARY, ITSELF = "文库中的文件", "本文件"
DOUBTS: Final = {TO_CHECK: "▲ 待核对", CORRECTED_ROWS: "✎ 已更正", DROPPED_ROWS: "✕ 已剔除"}
OWN: Final = frozenset(
    ["形式", "类别", "要求", "作为依据", MINE]
)  # columns whose words are the program's, not the text's
_ROUNDS: Final = frozenset(word for word in ROUNDS.values() if word)
_ROLE: Final = late(f"（({'|'.join(ROLES.values())})）$")


class CellWords:
    """Writes cells."""

    def __init__(
        self, texts: Callable[..., str], told: Callable[[str], str], shown: Callable[[str], str],
        title: Callable[[str], str],
    ) -> None:  # fmt: skip
        """`texts` and `told` give the program's words and sentences in the language of the window, `shown` a canonical
        text in the script on screen, `title` the name of a document in it.
        """
        self._texts, self._told, self._shown, self._title = texts, told, shown, title

    def said(self, line: Line, heading: str, cell: Cell) -> str:
        """A cell of a row under a heading; empty where it says nothing."""
        if heading == DOUBT:
            return self._texts(DOUBTS[line.doubt]) if line.doubt else ""
        if heading == STATUS:
            return self._texts(line.status) if line.status else ""
        if cell is None or cell == "":
            return ""
        if not isinstance(cell, str) or heading == NOTE:
            return str(cell) + (self._texts("（承前）") if heading == "期限" and self._inherits(line) else "")
        if heading == IN_LIBRARY:
            return self._texts("本文件//引用") if cell == ITSELF else self._title(cell)
        if heading in OWN or (heading == DUE and cell in _ROUNDS):
            return self._texts(cell)
        if heading == WHY:
            return self._told(cell)
        if heading == CORRECTED:
            return self._corrected(line.seen)
        words = self._shown(" ".join(cell.split()))
        if heading == CONCERNED:
            return "、".join(map(self._with_role, cell.split("、")))
        return words + (self._texts("（承前）") if heading == "期限" and self._inherits(line) else "")

    @staticmethod
    def _inherits(line: Line) -> bool:
        return isinstance(line.row, Target) and inherits(line.row) and not line.seen.corrected

    def _with_role(self, unit: str) -> str:
        """甲局（牵头）: the name is the document's, the part the program's."""
        found = _ROLE.search(unit)
        if found is None:
            return self._shown(unit)
        return f"{self._shown(unit[: found.start()])}（{self._texts(found[1])}）"

    def _corrected(self, seen: SeenRow) -> str:
        if seen.dropped:
            return self._texts("已剔除")
        was = [
            self._texts("{field}原为“{value}”", field=self._texts(FIELDS[name]), value=self._was(name, value))
            for name, value in originals(seen).items()
        ]
        if was:
            return self._texts("已更正：{what}", what=self._texts("；").join(was))
        return self._texts("已核对") if seen.checked else ""

    def _was(self, name: str, value: str) -> str:
        word = coded(name, value)
        return self._texts(word) if word != value else self._shown(value)
