"""Alignment as a value: which blocks of two documents answer each other, and where to stand beside what is read.

Says nothing of how pairs are found (`core.align`) or shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

Status = Literal["same", "reworded", "only-left", "only-right"]
Side = Literal["left", "right"]

WEAK: Final = 0.18
"""Pairs of different plans with a lower score are more often than not about neighbouring matters only."""

NEAR: Final = 6
"""So many blocks from the nearest pair the other pane waits there; farther away that place says nothing any more."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A block and the one that answers it, or a block without an answer.

    Attributes:
        left, right: block ids; None where this side has nothing.
        similarity: 0..1, which part of the bigrams of both texts they share; 1.0 for the same words.
        score: 0..1, how well they fit together, headings and rare words counting more; 0.0 where alone.
        moved: in versions of one text, whether the block stands elsewhere now.
    """

    left: str | None
    right: str | None
    status: Status
    similarity: float = 0.0
    score: float = 0.0
    moved: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether the two correspond only perhaps; to be shown paler than the others."""
        return self.status == "reworded" and self.score < WEAK


@dataclass(frozen=True, slots=True)
class Opposite:
    """Where the other pane should stand.

    Attributes:
        block: a block of the other side.
        fraction: 0..1, how far through that block.
        gap: how many blocks away from the one asked for the nearest with a counterpart stands; 0 for its own
            counterpart. Where it is not 0, a gap row wants showing.
    """

    block: str
    fraction: float
    gap: int = 0


@dataclass(frozen=True)
class Alignment:
    """Which blocks of two documents answer each other.

    Attributes:
        left, right: document ids.
        versions: whether the two were taken as versions of one text (pairs in order, but for those marked moved).
        pairs: every block of either side once, in the left document's order; what only the right has stands behind
            the pair of what precedes it there.
    """

    left: str
    right: str
    versions: bool
    pairs: tuple[Pair, ...]
    order: tuple[tuple[str, ...], tuple[str, ...]]

    def counterpart(self, side: Side, block: str) -> str | None:
        """The block that answers a block of that side; None for none, or for an unknown block."""
        return self._answers[side].get(block)

    def pair(self, side: Side, block: str) -> Pair | None:
        """The pair that a block of that side stands in."""
        return self._pairs[side].get(block)

    def missing(self, side: Side) -> Mapping[str, tuple[str, ...]]:
        """What only the other side has, by the block of `side` behind which it would stand.

        What stands before everything that has a counterpart is left out; so is what was moved when it comes to order.
        """
        here, there = (0, 1) if side == "left" else (1, 0)
        stays = {(p.left, p.right)[there]: (p.left, p.right)[here] for p in self.pairs if not p.moved}
        found: dict[str, list[str]] = {}
        last: str | None = None
        for block in self.order[there]:
            answer = stays.get(block)
            if answer is not None:
                last = answer
            elif last is not None and self.counterpart("right" if side == "left" else "left", block) is None:
                found.setdefault(last, []).append(block)
        return {block: tuple(blocks) for block, blocks in found.items()}

    def opposite(self, side: Side, block: str, fraction: float = 0.0) -> Opposite | None:
        """Where the other pane should stand when `block` of `side` is read, `fraction` (0..1) of it being past.

        Without a counterpart the other pane waits at the end of what answers the nearest block before (at the
        beginning of what answers the nearest behind, where there is none before). None where none is NEAR.
        """
        answer = self._answers[side].get(block)
        if answer is not None:
            return Opposite(answer, fraction)
        return self._waiting[side].get(block)

    @cached_property
    def _pairs(self) -> Mapping[Side, Mapping[str, Pair]]:
        return {
            "left": {p.left: p for p in self.pairs if p.left is not None},
            "right": {p.right: p for p in self.pairs if p.right is not None},
        }

    @cached_property
    def _answers(self) -> Mapping[Side, Mapping[str, str]]:
        both = [(p.left, p.right) for p in self.pairs if p.left is not None and p.right is not None]
        return {"left": dict(both), "right": {right: left for left, right in both}}

    @cached_property
    def _waiting(self) -> Mapping[Side, Mapping[str, Opposite]]:
        return {
            "left": _waits(self.order[0], self._answers["left"]),
            "right": _waits(self.order[1], self._answers["right"]),
        }


def _waits(order: tuple[str, ...], answers: Mapping[str, str]) -> dict[str, Opposite]:
    """Where to wait for each block that has no answer."""
    paired = [at for at, block in enumerate(order) if block in answers]
    found: dict[str, Opposite] = {}
    if not paired:
        return found
    for at, block in enumerate(order):
        if block not in answers:
            nth = bisect_left(paired, at)
            near = paired[max(0, nth - 1)]
            if abs(at - near) <= NEAR:
                found[block] = Opposite(answers[order[near]], 1.0 if near < at else 0.0, abs(at - near))
    return found
