"""Which place of one document answers a place of the one beside it: the alignment, and what the reader pinned.

Alignments are worked out off the GUI thread. Owns no widget; pins last as long as the program runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from reader.core.alignment import Alignment, Opposite, Side
from reader.core.errors import ReaderError
from reader.library import Library
from reader.ui.kit.tasks import Job, Lane

Pin = tuple[str, str]  # block of the left document, block of the right one


@dataclass(frozen=True)
class Answering:
    """An alignment with pins, which outweigh it: behind a pin both documents go on block by block until a sure pair."""

    alignment: Alignment
    pins: tuple[Pin, ...] = ()

    def opposite(self, side: Side, block: str, fraction: float) -> Opposite | None:
        """Where the other column should stand; None where nothing is known."""
        return self._pinned(side, block, fraction) or self.alignment.opposite(side, block, fraction)

    def _pinned(self, side: Side, block: str, fraction: float) -> Opposite | None:
        here, there = self.alignment.order if side == "left" else self.alignment.order[::-1]
        if not self.pins or block not in here:
            return None
        answers = dict(self.pins) if side == "left" else {right: left for left, right in self.pins}
        at = here.index(block)
        start = next((n for n in range(at, -1, -1) if here[n] in answers), None)
        if start is None or any(self._is_sure(side, other) for other in here[start + 1 : at + 1]):
            return None
        wanted = there.index(answers[here[start]]) + at - start
        return Opposite(there[wanted], fraction) if wanted < len(there) else None

    def _is_sure(self, side: Side, block: str) -> bool:
        pair = self.alignment.pair(side, block)
        return pair is not None and pair.left is not None and pair.right is not None and not pair.is_weak


class Linking(QObject):
    """Alignments by the documents they are of, and pins."""

    ready = Signal(str, str)  # left and right document
    problem = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("align", parent=self)
        self._known: dict[tuple[str, str], Alignment] = {}
        self._pins: dict[tuple[str, str], tuple[Pin, ...]] = {}

    def ask(self, left: str, right: str) -> None:
        """Work the alignment out, anew if a document has changed; `ready` tells."""
        self.ask_all([(left, right)])

    def ask_all(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Work several out, one after another; what was asked before and is not there yet is not wanted any more."""
        self._lane.cancel()
        for left, right in pairs:
            self._ask(left, right)

    def _ask(self, left: str, right: str) -> None:
        def take(alignment: Alignment) -> None:
            if self._known.get((left, right)) is not alignment:
                self._drop_lost_pins(alignment)
                self._known[left, right] = alignment
            self.ready.emit(left, right)

        def work(_job: Job) -> Alignment:
            return self._library.align(left, right)

        self._lane.submit(work, take, self._fail)

    def answering(self, left: str, right: str) -> Answering | None:
        """What is known about two documents; None until `ready`."""
        alignment = self._known.get((left, right))
        return Answering(alignment, self._pins.get((left, right), ())) if alignment is not None else None

    def is_pinned(self, left: str, right: str, pin: Pin) -> bool:
        """Whether two blocks are pinned to each other."""
        return pin in self._pins.get((left, right), ())

    def pin(self, left: str, right: str, pin: Pin) -> bool:
        """Pin two blocks to each other, in place of what either was pinned to; the same again loosens them.

        Returns whether they are pinned now.
        """
        before = self._pins.get((left, right), ())
        others = tuple(known for known in before if known[0] != pin[0] and known[1] != pin[1])
        now = others if pin in before else (*others, pin)
        self._pins[left, right] = now
        self._pins[right, left] = _turned(now)  # the columns may be exchanged
        return pin in now

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def _drop_lost_pins(self, alignment: Alignment) -> None:
        left, right = map(frozenset, alignment.order)
        kept = tuple(p for p in self._pins.get((alignment.left, alignment.right), ()) if p[0] in left and p[1] in right)
        self._pins[alignment.left, alignment.right] = kept
        self._pins[alignment.right, alignment.left] = _turned(kept)

    def _fail(self, error: ReaderError) -> None:
        self.problem.emit(str(error))


def _turned(pins: Sequence[Pin]) -> tuple[Pin, ...]:
    return tuple((right, left) for left, right in pins)
