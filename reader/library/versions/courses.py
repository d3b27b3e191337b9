"""The library's door to the history of one clause: where it stood in every version of its family, in which words.

With the notes that stand on it in any version, each also looked for in the newest one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Final

from reader.core.alignment import Alignment
from reader.core.anchor import Resolver
from reader.core.clause_course import Clause, Clauses, Stage, Turn, course
from reader.core.diff import DiffSpan, diff
from reader.core.document import Document
from reader.core.errors import BadInput, Cancelled
from reader.core.line_diff import diff_lines
from reader.core.note import PlacedNote, Resolution
from reader.library.late import never
from reader.library.versions.editions import Edition

KEPT: Final = 24  # documents whose clauses are kept
TURN_NAMES: Final[Mapping[Turn, str]] = {
    "first": "最早的一版", "same": "未改动", "renumbered": "仅序号变动",
    "reworded": "文字有改动", "split": "拆分", "merged": "与他条合并",
    "added": "新增的一条",
    "absent": "没有这一条",
}  # fmt: skip
UNCHANGED: Final[frozenset[Turn]] = frozenset(["same", "renumbered"])  # its words are those of the version before
_NO_CLAUSE: Final = frozenset(["title", "doc_number", "salutation", "signature", "date", "note"])

UNNUMBERED: Final = "（无编号）"


@dataclass(frozen=True, slots=True)
class Carried:
    """A note on the clause, with where its words stand in the newest version that has the clause."""

    placed: PlacedNote
    newest: Resolution


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause in one version.

    Attributes:
        edition: the version, with its state.
        diff: against the version before that had it; empty where there is none or nothing has changed.
        was: what it was called in that version; "" where there is none.
        notes: those that stand on it in this version.
    """

    edition: Edition
    turn: Turn
    clauses: tuple[Clause, ...]
    beside: tuple[Clause, ...]
    diff: tuple[DiffSpan, ...] = ()
    before: str = ""
    notes: tuple[Carried, ...] = ()
    was: str = ""

    @property
    def label(self) -> str:
        """What it is called there: 第十七条、第十八条."""
        return _called(self.clauses)

    @property
    def named(self) -> str:
        """The same, with what it was called before where that was something else: 第十六条 → 第十七条."""
        return f"{self.was} → {self.label}" if self.was and self.clauses and self.was != self.label else self.label

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(each.text for each in self.clauses)


def _called(clauses: Sequence[Clause]) -> str:
    return "、".join(each.label or UNNUMBERED for each in clauses)


class Courses:
    """Answers for one library. Safe to use from several threads: one works, the others wait for it."""

    def __init__(
        self, load: Callable[[str], Document], family: Callable[[str, str], tuple[Edition, ...]],
        align: Callable[[str, str], Alignment], notes: Callable[[str], Sequence[PlacedNote]],
    ) -> None:  # fmt: skip
        """Reads nothing yet. `family`: the versions of a document on a day, in order of time."""
        self._load, self._family, self._align, self._notes = load, family, align, notes
        self._clauses: OrderedDict[str, Clauses] = OrderedDict()
        self._lock = RLock()

    def of(
        self, doc: str, block: str, day: str, cancelled: Callable[[], bool] = never
    ) -> tuple[Wording, ...]:  # fmt: skip
        """The clause that a block stands in, through all versions of its family, oldest first.

        Raises NotFound, BadInput where the block is in no clause, Cancelled.
        """
        with self._lock:
            own = self._load(doc).block(block)
            if own is not None and own.kind in _NO_CLAUSE:
                raise BadInput("这里不是条款（是标题、题注、文号或落款），没有本条沿革；请选一条条款。")
            family = self._family(doc, day)
            ids = tuple(each.info.id for each in family)

            def align(old: str, new: str) -> Alignment:
                if cancelled():
                    raise Cancelled("已停止查看本条沿革。")
                return self._align(old, new)

            stages = course(ids, ids.index(doc), block, self._clauses_of, align)
            if not stages:
                raise BadInput("这里没有可以查沿革的条款。")
            return self._worded(family, stages)

    def _clauses_of(self, doc: str) -> Clauses:
        document, known = self._load(doc), self._clauses.get(doc)
        if known is None or known.document is not document:
            known = self._clauses[doc] = Clauses(document)
        self._clauses.move_to_end(doc)
        while len(self._clauses) > KEPT:
            self._clauses.popitem(last=False)
        return known

    def _worded(self, family: Sequence[Edition], stages: Sequence[Stage]) -> tuple[Wording, ...]:
        newest = next((each for each in reversed(stages) if each.clauses), stages[-1])
        resolver = Resolver(self._load(newest.doc))
        made, before, was = [], "", ""
        for edition, stage in zip(family, stages, strict=True):
            text = "\n".join(each.text for each in stage.clauses)
            changed: tuple[DiffSpan, ...] = ()
            if before and text and before != text:
                # What was split or merged has its words in other lines.
                changed = (diff if stage.turn in {"split", "merged"} else diff_lines)(before, text)
            notes = tuple(self._carried(stage, resolver, newest.doc))
            made.append(Wording(edition, stage.turn, stage.clauses, stage.beside, changed, before, notes, was))
            before, was = text or before, _called(stage.clauses) or was
        return tuple(made)

    def _carried(self, stage: Stage, resolver: Resolver, newest: str) -> list[Carried]:
        blocks = {block for clause in stage.clauses for block in clause.blocks}
        found = []
        for placed in self._notes(stage.doc) if blocks else ():
            if any(piece.block in blocks for piece in placed.resolution.pieces):
                here = stage.doc == newest
                found.append(Carried(placed, placed.resolution if here else resolver.resolve(placed.note.anchor)))
        return found
