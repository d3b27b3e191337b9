"""Marks on characters whose conversion is a choice, and the desk that shows and takes them away.

Owns whether they are shown. Must not know how a mark is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.span import Span
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark


class AmbiguityMarks(Mapping[str, Sequence[Mark]]):
    """The marks of a document by block, made for a block when it comes into sight.

    Args:
        choices: simplified character → traditional ones.
        tip: words about a character: it, what it may stand for, its block's text, its offset there.
    """

    def __init__(
        self, document: Document, choices: Mapping[str, str], tip: Callable[[str, str, str, int], str]
    ) -> None:
        self._document = document
        self._choices = choices
        self._tip = tip
        self._made: dict[str, list[Mark]] = {}

    def __getitem__(self, block: str) -> Sequence[Mark]:
        if block not in self._made:
            self._made[block] = list(self._marks(block))
        return self._made[block]

    def __iter__(self) -> Iterator[str]:
        return (block.id for block in self._document.blocks)

    def __len__(self) -> int:
        return len(self._document.blocks)

    def _marks(self, block_id: str) -> Iterator[Mark]:
        block = self._document.block(block_id)
        text = block.text if block is not None else ""
        for at, character in enumerate(text):
            if character in self._choices:
                tip = self._tip(character, self._choices[character], text, at)
                yield Mark(block_id, Span(at, at + 1), "ambiguous", tip=tip)


class AmbiguityDesk:
    """Answers the switch, and what changes the words of the tips."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        self._parts = parts
        self._session = session
        self._texts = session.texts
        self._action = late.actions["mark_ambiguous"]

    def show_document(self, pane: int, document: Document, _place: object) -> None:
        """A pane shows a document."""
        if self._action.isChecked():
            self._mark(pane, document)

    def mark_all(self) -> None:
        """Switched on or off, or another script, language or number of panes."""
        for pane, shown in enumerate(self._session.panes):
            if shown.document is not None:
                self._mark(pane, shown.document)

    def _mark(self, pane: int, document: Document) -> None:
        choices: Mapping[str, str] = {}
        if self._action.isChecked() and document.script == "hans":
            try:
                choices = self._session.library.ambiguous()
            except ReaderError as error:
                self._action.setChecked(False)
                self._session.problem.emit(str(error))
        view = self._parts.compare.columns[pane].view
        if view.document is not None and view.document.id == document.id:
            view.set_marks("scripts", AmbiguityMarks(document, choices, self._tip) if choices else ())

    def _tip(self, character: str, choices: str, text: str, at: int) -> str:
        several = "、".join(choices)
        shown = self._session.convert(text)
        here = shown.view_span(Span(at, at + 1)).cut(shown.text)
        if here == character and character not in choices:
            return self._texts("“{one}”的繁体可作：{several}", one=character, several=several)
        return self._texts(
            "“{one}”的繁体可作：{several}。此处显示“{here}”，请结合上下文核对。",
            one=character, several=several, here=here,
        )  # fmt: skip
