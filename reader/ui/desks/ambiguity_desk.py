"""Marks on characters whose conversion is a choice, and the desk that shows and takes them away.

Owns whether they are shown. Must not know how a mark is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.span import Span
from reader.script import Converted
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark


class AmbiguityMarks(Mapping[str, Sequence[Mark]]):
    """The marks of a document by block, made for a block when it comes into sight.

    Args:
        choices: simplified character → traditional ones.
        convert: a block's text as it is shown.
        tip: words about a character: it, what it may stand for, how it is shown.
    """

    def __init__(
        self,
        document: Document,
        choices: Mapping[str, str],
        convert: Callable[[str], Converted],
        tip: Callable[[str, str, str], str],
    ) -> None:
        self._document = document
        self._choices = choices
        self._convert = convert
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
        found = [at for at, character in enumerate(text) if character in self._choices]
        shown = self._convert(text) if found else Converted("")
        for at in found:
            character = text[at]
            here = shown.view_span(Span(at, at + 1)).cut(shown.text)
            tip = self._tip(character, self._choices[character], here)
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
            marks = AmbiguityMarks(document, choices, self._session.convert, self._tip) if choices else ()
            view.set_marks("scripts", marks)

    def _tip(self, character: str, choices: str, here: str) -> str:
        several = "、".join(choices)
        if here == character and character not in choices:
            return self._texts("“{one}”的繁体可作：{several}", one=character, several=several)
        return self._texts(
            "“{one}”的繁体可作：{several}。此处显示“{here}”，请结合上下文核对。",
            one=character, several=several, here=here,
        )  # fmt: skip
