"""The index of a build in two halves, each made of kept answers by whichever process of this machine is free.

Who is asked for a half again, because a process died of it, makes it from the beginning. The tallies are made beside
the folder of the others, and put there when both are done (`together`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.ingest.farm import frames, orders
from reader.ingest.farm.kept import Kept

if TYPE_CHECKING:
    from reader.search.bulk import Entry

LISTS, TALLIES = "lists", "tallies"
HALVES: Final = (LISTS, TALLIES)


class Lost(Exception):
    """An answer that was kept is no longer there, or damaged."""


def order(half: str, folder: Path, name: str, kept: Kept, listed: Sequence[tuple[str, str, int]]) -> bytes:
    """The order to make a half in a folder.

    Args:
        name: of the segment.
        listed: of each document, in order, its id, the key of its answer and the characters of its folded text.
    """
    head = {"do": orders.INDEX, "name": half, "kept": str(kept.folder), "folder": str(folder), "segment": name}
    lines = "\n".join(f"{doc_id} {key} {size}" for doc_id, key, size in listed)
    return frames.packed(head, [lines.encode("utf-8", "surrogatepass")])


def made(head: dict[str, Any], lines: bytes) -> int:
    """Makes the half that an order asks for. Returns the characters of folded text. Raises Lost, OSError."""
    from reader.search import bulk

    kept, folder = Kept(Path(head["kept"])), Path(head["folder"])
    listed = [line.split(" ") for line in lines.decode("utf-8", "surrogatepass").split("\n")]
    if head["name"] == TALLIES:
        bulk.write_tallies(_beside(folder), (_parts(kept, key, orders.COUNTS)[0] for _doc, key, _size in listed))
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return bulk.fill_lists(folder, _entries(kept, listed), head["segment"])


def together(folder: Path) -> None:
    """Puts the halves together, when both are there. Raises OSError."""
    file = _beside(folder)
    file.rename(folder / file.name)


def _beside(folder: Path) -> Path:
    from reader.search import tallies

    return folder.parent / tallies.TALLIES


def _entries(kept: Kept, listed: Sequence[Sequence[str]]) -> Iterator[tuple[str, Entry]]:
    from reader.search.bulk import Entry

    for doc_id, key, size in listed:
        parts = _parts(kept, key, orders.BUCKETS, orders.PAGE, orders.UNITS, orders.COMPLETING)
        buckets, page, units, told = parts
        yield doc_id, Entry(int(size), buckets, page, units, told, b"")


def _parts(kept: Kept, key: str, *wanted: int) -> list[bytes]:
    found = kept.parts(key, *wanted)
    if found is None:
        raise Lost(key)
    return found
