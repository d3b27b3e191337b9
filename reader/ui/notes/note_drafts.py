"""What is being typed into notes, kept beside the store from the first second, and found again after a crash."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.core.note_words import with_written
from reader.store.drafts import Draft, Drafts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.note_keeping import NoteKeeping

if TYPE_CHECKING:
    from reader.library import Library

PARTED: Final = "\n\n———\n"  # between two wordings that both stay


def both(mine: str, theirs: str) -> str:
    """Two wordings of one note, one below the other."""
    return f"{mine.rstrip()}{PARTED}{theirs.lstrip()}" if mine.strip() and theirs.strip() else mine or theirs


class NoteDrafts(QObject):
    """Told what is typed; drops it as soon as the store has it."""

    recovered = Signal(int)  # so many notes got back what was typed into them

    def __init__(self, library: Library, notes: NoteKeeping, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._notes = library, notes
        self._lane = Lane("note-drafts", parent=self)
        self._kept: dict[str, str] = {}
        notes.changed.connect(self._settle)

    def keep(self, note: str, text: str, before: str) -> None:
        """What is typed into a note now, and the text it had when that began."""
        placed = self._notes.get(note)
        if placed is None or placed.note.text == text:
            self._drop(note)
            return
        self._kept[note] = text
        self._lane.submit(lambda _job: self._drafts().keep(Draft(note, text, before)), lambda _: None, self._fail)

    def recover(self) -> None:
        """Give the notes what was typed into them before the program ended without saving it."""
        self._lane.submit(lambda _job: self._drafts().left(), self._give_back, self._fail)

    def close(self) -> None:
        """Let what is on its way arrive."""
        self._lane.close(finish=True)

    def _give_back(self, drafts: tuple[Draft, ...]) -> None:
        pairs = []
        for draft in drafts:
            placed = self._notes.get(draft.note)
            if placed is None or draft.note in self._kept:
                continue
            note = placed.note
            if note.text in {draft.text, both(draft.text, note.text)}:
                self._drop(draft.note)
                continue
            text = draft.text if note.text == draft.before else both(draft.text, note.text)
            self._kept[draft.note] = text
            pairs.append((note, with_written(replace(note, text=text), note.text)))
        if pairs:
            self._notes.change("找回没有保存的文字", pairs)
            self.recovered.emit(len(pairs))

    def _settle(self) -> None:
        """Notes have changed: what the store has now needs no draft."""
        for note, text in list(self._kept.items()):
            placed = self._notes.get(note)
            if placed is None or placed.note.text == text:
                self._drop(note)

    def _drop(self, note: str) -> None:
        def work(_job: Job) -> None:
            self._drafts().drop(note)

        if self._kept.pop(note, None) is not None or self._notes.get(note) is not None:
            self._lane.submit(work, lambda _: None, self._fail)

    def _drafts(self) -> Drafts:
        return Drafts(self._library.store.folder / "drafts")

    def _fail(self, error: ReaderError) -> None:
        """A draft that cannot be written is no reason to disturb somebody who types: saving the note will say why."""
