"""Files that come from outside: named at the start, or handed over by another start of the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.ui.main_window import MainWindow

if TYPE_CHECKING:
    from reader.ui.shelves.handover import Inbox

NOTES: Final = (".jsonld", ".prdocs", ".age")  # exported notes, alone, with their documents, sealed


def take_files(window: MainWindow, handover: Path, files: Sequence[Path]) -> list[Inbox]:
    """Files given at the start, and those that another start hands over, go into the library of this window.

    Returns where they come in: there is one from when the window is ready.
    """
    inboxes: list[Inbox] = []

    def begin() -> None:
        from reader.ui.shelves.handover import Inbox

        inbox = Inbox(handover, window)
        inboxes.append(inbox)
        inbox.arrived.connect(lambda arrived: open_outside(window, arrived))
        inbox.start()
        if files:
            open_outside(window, files)

    window.ready.connect(begin)
    return inboxes


def open_outside(window: MainWindow, files: Sequence[Path]) -> None:
    """Each kind of file opens a question, and nothing happens before an answer: of corpus packs and of notes it is
    shown what they would do, of documents it is asked whether they are to come in.
    """
    from reader.core.pack import SUFFIX

    packs = [file for file in files if file.suffix.casefold() == SUFFIX]
    notes = [file for file in files if file.suffix.casefold() in NOTES]
    if others := tuple(file for file in files if file not in packs and file not in notes):
        window.desks.shelves.add_from_outside(others)
    for pack in packs[:1]:  # one question of a kind at a time
        window.desks.packs.inspect(pack)
    for file in notes[:1]:
        window.desks.notes.files.look_into(file)
