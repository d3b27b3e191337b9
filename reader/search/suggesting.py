"""What the user may be about to type: headings of the library and names given in it, also by pinyin and initials.

Loads pinyin only when Latin letters are typed. Must not know past queries: the window has these.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from reader.core.folding import fold_text
from reader.search.analysis import BODY
from reader.search.shelf import Shelf

MOST_ENTRIES: Final = 8000
_NAMES: Final = re.compile("“([^“”，。；\uffff]{2,16})”|《([^《》\uffff]{2,60})》")
_NUMBERING: Final = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[章节条编篇款部分]*|[（(]?[一二三四五六七八九十百]{1,4}[）)、]|[（(]?\d{1,2}[）)、.．]|[①-⑳])\s*"
)
_LETTERS: Final = re.compile(r"[a-zü']+")

Source = Literal["heading", "name"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to complete a query with.

    Attributes:
        source: heading, or name for what stands in “” or 《》 in the text.
        count: how often they stand in the library as that.
    """

    text: str
    source: Source
    count: int


class Suggester:
    """The suggestions of one state of the library."""

    def __init__(self, shelf: Shelf) -> None:
        """Reads the whole library. Raises IndexLost."""
        self.shelf = shelf
        counts: Counter[tuple[str, Source]] = Counter()
        for info in shelf.infos:
            kinds = shelf.sheet(info).page.kinds
            for unit, kind in zip(shelf.units(info.id), kinds, strict=True):
                if kind != BODY:
                    counts[_NUMBERING.sub("", unit.text, count=1).strip(" 　:：。"), "heading"] += 1
                counts.update((match[1] or match[2], "name") for match in _NAMES.finditer(unit.text))
        most = counts.most_common(MOST_ENTRIES)
        self.entries = tuple(Suggestion(text, source, count) for (text, source), count in most if len(text) > 1)
        self._folded = tuple(fold_text(entry.text) for entry in self.entries)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """The best completions: those that begin with the words before those that hold them, then by pinyin."""
        wanted = fold_text(typed.strip())
        if not wanted:
            return ()
        ranked: list[tuple[int, int, int, int]] = []
        letters = bool(_LETTERS.fullmatch(wanted))
        for at, (entry, folded) in enumerate(zip(self.entries, self._folded, strict=True)):
            if wanted == folded:
                continue
            rank = 0 if folded.startswith(wanted) else 1 if wanted in folded else 9
            if rank == 9 and letters:
                rank = self._by_sound(wanted.replace("'", ""), at)
            if rank < 9:
                ranked.append((rank, -entry.count, len(entry.text), at))
        best: dict[str, Suggestion] = {}
        for *_, at in sorted(ranked):
            best.setdefault(self._folded[at], self.entries[at])
            if len(best) == limit:
                break
        return tuple(best.values())

    def _by_sound(self, letters: str, at: int) -> int:
        """2 where the initials begin so, 3 the pinyin, 4 where the pinyin of a later word does; 9 for neither."""
        syllables = self._syllables[at]
        if "".join(s[:1] for s in syllables).startswith(letters):
            return 2
        if "".join(syllables).startswith(letters):
            return 3
        for skip in range(1, min(len(syllables), 12)):
            if "".join(syllables[skip:]).startswith(letters) or "".join(s[:1] for s in syllables[skip:]) == letters:
                return 4
        return 9

    @cached_property
    def _syllables(self) -> tuple[tuple[str, ...], ...]:
        from pypinyin import lazy_pinyin

        return tuple(tuple(s.lower() for s in lazy_pinyin(folded) if s.strip()) for folded in self._folded)
