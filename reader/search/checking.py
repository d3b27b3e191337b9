"""Whether an index says what its documents do, by reading all of it once: for a pack from elsewhere, and tests."""

from __future__ import annotations

from itertools import repeat, starmap
from pathlib import Path

from reader.search import generations
from reader.search.analysis import EVERYWHERE, spread_of
from reader.search.generations import Damaged
from reader.search.index import IndexView, reading


def check(index_dir: Path) -> None:
    """Reads the index in force to its end. Raises Damaged where something of it cannot be read or does not fit the
    pages, or where files lie there that none is in force for.
    """
    generation = generations.current(index_dir)
    if generation is None:
        if any(path.name != generations.LOCK for path in index_dir.iterdir()):
            raise Damaged(f"{index_dir} says of no index that it is in force")
        return
    if {path.name for path in index_dir.glob("g-*")} != {generation.name}:
        raise Damaged(f"{index_dir} holds more than one index")
    view = IndexView(index_dir, generation)
    try:
        check_view(view)
    finally:
        view.close()


def check_view(view: IndexView) -> None:
    """Reads all there is, once. Raises Damaged where anything in it cannot be read or does not fit the pages."""
    with reading():
        told = _told_by_postings(view)
    view.completions()
    for number in view.ids:
        page = view.page(number)
        if told and told[number] != sum(starmap(_mark, spread_of(page).items())):
            raise Damaged(f"postings that are not those of document {number}")
        view.units(number)
    if view.tallies is not None:
        with reading():
            view.tallies.check((number, view.page(number)) for number in view.ids)


def _told_by_postings(view: IndexView) -> list[int]:
    """What all postings tell of each document, as one number; nothing where they do not tell in which eighths."""
    told, is_told = [0] * (max(view.ids, default=-1) + 1), True
    for bucket in view.buckets():
        many = 0
        for numbers, eighths in view.blocks(bucket):
            is_told = is_told and eighths is not None
            for number, some in zip(numbers, repeat(EVERYWHERE) if eighths is None else eighths, strict=False):
                told[number] += _mark(bucket, some)
                many += 1
        if many != view.count(bucket):
            raise Damaged("counts that are not those of the postings")
    return told if is_told else []


def _mark(bucket: int, eighths: int) -> int:
    """A posting as a number: the sums of different ones are not the same by chance."""
    return hash((bucket, eighths))
