"""What is being typed into notes and not yet saved: a small file a note, so that a crash takes seconds, not minutes."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reader.core.errors import ReaderError
from reader.files import write_whole
from reader.private import private_folder

LONGEST: Final = 4_000_000  # bytes of one file
MOST: Final = 1000  # files that are looked at
IN_USE: Final = 10.0  # seconds within which another window may be typing into it
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,64}\.json")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a note, and the text it had when that began."""

    note: str
    text: str
    before: str


class Drafts:
    """A folder of drafts. Whatever cannot be written or read is left: the note itself is safe in the store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Draft) -> None:
        """Keeps what is typed now, in place of what was typed before. Raises StoreUnavailable."""
        file = self._file(draft.note)
        if file is not None:
            private_folder(self._folder)
            write_whole(file, json.dumps({"text": draft.text, "before": draft.before}).encode(), private=True)

    def drop(self, note: str) -> None:
        """It is saved, or was given up. Raises nothing: what stays is offered once more."""
        file = self._file(note)
        try:
            if file is not None:
                file.unlink(missing_ok=True)
        except OSError:
            return

    def left(self, now: float | None = None) -> tuple[Draft, ...]:
        """What was left behind, not what somebody may be typing at this moment. `now`: seconds since the epoch."""
        now = time.time() if now is None else now
        found = []
        try:
            for file in sorted(self._folder.glob("*.json"))[:MOST]:
                status = file.lstat()
                if _NAME.fullmatch(file.name) and status.st_size <= LONGEST and abs(now - status.st_mtime) > IN_USE:
                    draft = _read(file)
                    found += [draft] if draft is not None else []
        except OSError:
            return tuple(found)
        return tuple(found)

    def _file(self, note: str) -> Path | None:
        name = f"{note}.json"
        return self._folder / name if _NAME.fullmatch(name) else None


def _read(file: Path) -> Draft | None:
    try:
        value = json.loads(file.read_text("utf-8"))
        text, before = value["text"], value["before"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ReaderError):
        return None
    return Draft(file.stem, text, before) if isinstance(text, str) and isinstance(before, str) else None
