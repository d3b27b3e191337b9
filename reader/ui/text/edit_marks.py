"""Edits as words and as marks over the clean text. Pure functions and values, no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.core.document import Edit
from reader.core.provenance import Provenance
from reader.core.rules import rule_name
from reader.ui.look.texts import Texts
from reader.ui.text.marks import Mark, MarkKind

_VISIBLE = str.maketrans({"\n": "⏎", "\r": "", "\t": "⇥", " ": "␣", "\u00a0": "␣", "\u3000": "␣"})
LONGEST = 60  # characters of an edit shown on one line


def visible(text: str, longest: int = LONGEST) -> str:
    """A text on one line, its blanks and line ends to be seen."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return short.translate(_VISIBLE)


def was_now(texts: Texts, edit: Edit, longest: int = LONGEST) -> str:
    """What stood there → what stands there."""
    was = visible(edit.was, longest) if edit.was else texts("（补入）")
    now = visible(edit.now, longest) if edit.now else texts("（删去）")
    return f"{was} → {now}"


def sureness(texts: Texts, edit: Edit) -> str:
    """Whether a person should look."""
    return texts("确定//无疑") if edit.sure else texts("请核对")


def edit_words(texts: Texts, edit: Edit) -> str:
    """Rule, whether it is sure, and what became of what: for a tooltip."""
    return f"{texts(rule_name(edit.rule))} · {sureness(texts, edit)}\n{was_now(texts, edit)}"


def only(number: int | None, numbers: range) -> range:
    """The one number, where it is among the numbers."""
    return range(number, number + 1) if number is not None and number in numbers else range(0)


class EditMarks(Mapping[str, Sequence[Mark]]):
    """The marks of a document's edits by block, made for a block when it comes into sight.

    So that a document with a hundred thousand edits is marked at once. `every`: all edits, else only the current one.
    """

    def __init__(self, read: Provenance, words: Callable[[Edit], str], current: int | None, every: bool) -> None:
        self._read = read
        self._words = words
        self._current = current
        self._every = every
        self._made: dict[str, list[Mark]] = {}

    def __getitem__(self, block: str) -> Sequence[Mark]:
        if block not in self._made:
            self._made[block] = list(self._marks(block))
        return self._made[block]

    def __iter__(self) -> Iterator[str]:
        return (block.id for block in self._read.document.blocks)

    def __len__(self) -> int:
        return len(self._read.document.blocks)

    def _marks(self, block: str) -> Iterator[Mark]:
        numbers = self._read.in_block(block)
        if not self._every:
            numbers = only(self._current, numbers)
        for number in numbers:
            edit, span = self._read.document.edits[number], self._read.location(number).span
            if span is not None:
                yield Mark(block, span, self._kind(number, edit), tip=self._words(edit), edit=number)

    def _kind(self, number: int, edit: Edit) -> MarkKind:
        if number == self._current:
            return "current-edit"
        return "edit" if edit.sure else "doubtful-edit"
