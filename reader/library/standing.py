"""Which shelves stand in the library, in which order, and which of them are hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from reader.core.errors import BadInput
from reader.core.late_dataclass import dataclass
from reader.core.shelf_order import ShelfOrder
from reader.corpus import Corpus
from reader.files import read_whole
from reader.paths import Paths
from reader.shelves.folder import FolderShelf
from reader.shelves.pack import PackShelf
from reader.shelves.shelf import BUNDLED, PACK

_MOST_LIST: Final = 32 * 1024**2


@dataclass(frozen=True, slots=True)
class Standing:
    """The shelves but the user's own, which is always the last.

    Attributes:
        main: the corpus of the program, or the pack that replaces it.
        shown: all that are shown, those whose documents give way first.
        hidden: the others.
    """

    main: FolderShelf
    shown: tuple[FolderShelf | PackShelf, ...]
    hidden: tuple[FolderShelf | PackShelf, ...] = ()

    def key(self, shelf: FolderShelf | PackShelf) -> str:
        """What an arrangement calls a shelf: the main one is `bundled`, whatever stands there."""
        return BUNDLED if shelf is self.main else shelf.name


def shelves_of(paths: Paths, corpus: Corpus, order: ShelfOrder) -> Standing:
    """The shelves as they are arranged. Reads next to nothing."""
    beside = [PackShelf(Corpus(folder), name) for name, folder in paths.additions]
    name = main_name(paths.corpus)
    # Of one name with an addition it would be taken for that.
    main = FolderShelf(corpus, BUNDLED if name in {each.name for each in beside} else name)
    every: list[FolderShelf | PackShelf] = [main, *beside]
    every.sort(key=lambda each: order.place_of(BUNDLED if each is main else each.name))
    hidden = [each for each in every if (BUNDLED if each is main else each.name) in order.hidden]
    shown = tuple(each for each in every if each not in hidden)
    return Standing(main, shown, tuple(hidden))


def main_name(folder: Path) -> str:
    """The name of the shelf that the corpus stands on."""
    if not (folder / "pack.json").exists():
        return BUNDLED
    try:
        value = json.loads(read_whole(folder / "pack.json", _MOST_LIST))
        return PACK + str(value.get("title") or folder.name)
    except (BadInput, ValueError, AttributeError, RecursionError):
        return PACK + folder.name
