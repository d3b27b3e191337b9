"""The user's own places are for their eyes only, and theirs alone: closed to others at start, and looked at for others.

Whatever the umask was when something was made, here it is put right. Two people in one folder lock each other out of
it; that is seen by who owns the files, and said in words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reader.paths import Paths
from reader.private import make_private, owner_of, try_to_write

_NOTES: Final = "notes.db"
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


def guard(paths: Paths) -> None:
    """Takes from others what they may do with this user's data. What cannot be changed is left as it is."""
    own = ["notes.db*", "notes-damaged-*.db*", "taken-in.json", "documents"]
    if paths.packs_place == paths.user_data / "corpora":
        own.append("corpora")  # one that the administrator laid down is there for everybody
    make_private(paths.user_data, tuple(own))
    make_private(paths.backups, ("notes-*.db*", "documents"))
    make_private(paths.config, ("settings*",))
    make_private(paths.cache, ("policy-reader.log", "index", "indexes"))
    if paths.spare is not None:
        make_private(paths.spare, tuple(own))


def somebody_elses(folder: Path) -> str:
    """Who else uses a folder of notes or backups; empty where nobody does that can be seen."""
    for ending in _BESIDE:
        if owner := owner_of(folder / (_NOTES + ending)):
            return owner
    if owner := next((found for file in sorted(_backups(folder)) if (found := owner_of(file))), None):
        return owner
    try:
        is_closed = folder.is_dir() and not folder.stat().st_mode & 0o077
    except OSError:
        return ""
    return (owner_of(folder) or "") if is_closed else ""


def _backups(folder: Path) -> list[Path]:
    try:
        return [*folder.glob("notes-*.db"), *(folder / "backups").glob("notes-*.db")]
    except OSError:
        return []


def unwritable(paths: Paths) -> tuple[str, ...]:
    """Which of the user's own places takes no file, and why, in a few words each. Writes one there and removes it."""
    places = {"批注": paths.user_data, "备份": paths.backups, "设置": paths.config, "缓存": paths.cache}
    tried = {folder: try_to_write(folder) for folder in dict.fromkeys(places.values())}
    bad = [(what, folder, tried[folder]) for what, folder in places.items() if tried[folder]]
    return tuple(f"{what}文件夹 {folder} 不能写入（{why}）" for what, folder, why in bad)
