"""How far long work over many things is: told now and then, by a call that may raise Cancelled. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

Told = Callable[[int, int], None]
"""Told how many of how many are done; whoever gave it raises Cancelled there where nobody wants the rest."""

EVERY: Final = 50  # things between two words
T = TypeVar("T")


def untold(_done: int, _total: int) -> None:
    """Work that nobody watches."""


def steps(things: Iterable[T], total: int, told: Told, before: int = 0) -> Iterator[T]:
    """The things, telling how many are done; `before` of `total` were done before them."""
    for number, each in enumerate(things, before):
        if number % EVERY == 0:
            told(number, total)
        yield each
