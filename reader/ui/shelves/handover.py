"""Files that another start of the program hands to the window that is open. By a folder of the user's own: no socket.

The open window holds a lock in the folder; whoever starts with files while it is held leaves a note with their paths
there, and the window takes it. Nothing in a note is executed: it is a list of paths, read within bounds.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader.paths import ensure

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK, ENDING = "window.lock", ".files.json"
LARGEST: Final = 4 * 1024**2  # bytes of a note
PATIENCE: Final = 3.0  # seconds an open window is given to take a note
LOOK: Final = 3000  # ms between two looks where the system does not tell of changes
_STEP: Final = 0.05  # seconds


def hand_over(folder: Path, files: Sequence[Path]) -> bool:
    """Leaves files to the window that is open on this profile. False where none is, or none takes them."""
    from filelock import Timeout  # not before the first paint of those who bring no files

    ensure(folder)
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _left(folder, files)
    lock.release()
    return False


def _lock_of(folder: Path) -> BaseFileLock:
    from filelock import FileLock

    return FileLock(folder / LOCK, mode=0o600)


def _left(folder: Path, files: Sequence[Path]) -> bool:
    note = folder / f"{os.urandom(8).hex()}{ENDING}"
    draft = note.with_suffix(".new")
    draft.write_text(json.dumps([os.fspath(path.absolute()) for path in files]), encoding="utf-8")
    draft.replace(note)
    until = time.monotonic() + PATIENCE
    while note.exists():
        if time.monotonic() > until:
            with suppress(FileNotFoundError):
                note.unlink()
                return False
        time.sleep(_STEP)
    return True


class Inbox(QObject):
    """Where an open window finds what is left for it."""

    arrived = Signal(object)  # tuple of paths

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: BaseFileLock | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.look)

    def start(self) -> bool:
        """Take what comes from now on. False where another window does already."""
        from filelock import Timeout

        ensure(self._folder)
        self._lock = _lock_of(self._folder)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(lambda _folder: self.look())
        self._timer.start()
        self.look()
        return True

    def look(self) -> None:
        """Take what lies there."""
        for note in sorted(self._folder.glob(f"*{ENDING}")):
            files = _read(note)
            with suppress(FileNotFoundError):
                note.unlink()
            if files:
                self.arrived.emit(files)

    def close(self) -> None:
        """Let another window take over."""
        self._timer.stop()
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect()
        if self._lock is not None:
            self._lock.release()


def _read(note: Path) -> tuple[Path, ...]:
    """The paths in a note; none where it is no note."""
    try:
        with note.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        value = json.loads(data) if len(data) <= LARGEST else []
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(value, list):
        return ()
    return tuple(
        Path(name) for name in value if isinstance(name, str) and "\0" not in name and Path(name).is_absolute()
    )
