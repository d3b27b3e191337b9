"""Answers kept on the disk, by a sum of all they rest on: a build that was stopped, or comes again, does not ask twice.

Nothing in it is precious: what is damaged is asked for again, and the whole may be deleted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from reader.core.errors import StoreUnavailable, in_words
from reader.ingest.farm import frames

_ENDING: Final = ".answer"
_LONGEST_NAME: Final = 2  # of a folder of answers


class Kept:
    """The answers in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[Path] = set()  # folders in it that are there

    def whole(self, key: str) -> tuple[dict[str, Any], list[bytes]] | None:
        """Head and parts of an answer; None where there is none, or it is damaged."""
        try:
            return frames.unpacked(self._file(key).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def parts(self, key: str, *wanted: int) -> list[bytes] | None:
        """Some parts of an answer, by number, ascending; None where they are not there, or damaged."""
        try:
            with self._file(key).open("rb") as stream:
                return frames.parts_in(stream, wanted)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever kept."""
        return not self.folder.is_dir()

    def is_sound(self, key: str) -> bool:
        """Whether an answer is there to its last byte."""
        return self.whole(key) is not None

    def put(self, key: str, frame: bytes) -> None:
        """Keeps an answer. It may be lost when the power fails, never half there unnoticed. Raises StoreUnavailable."""
        file = self._file(key)
        draft = file.with_name(f".{secrets.token_hex(6)}.new")
        try:
            if file.parent not in self._made:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(file.parent)
            draft.write_bytes(frame)
            draft.replace(file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise StoreUnavailable(
                f"写不进文件夹“{self.folder}”（{in_words(error)}），已停止；原有的语料没有改动，已经读好的都留着。"
            ) from error

    def forget(self, but: Collection[str]) -> None:
        """Removes what is not of these."""
        for folder in sorted(self.folder.glob("?*")):  # those of earlier versions, too
            if len(folder.name) > _LONGEST_NAME or folder.is_symlink() or not folder.is_dir():
                continue
            files = list(folder.iterdir())
            strays = [file for file in files if file.name.removesuffix(_ENDING) not in but]
            for file in strays:
                file.unlink(missing_ok=True)
            if len(strays) == len(files):
                folder.rmdir()

    def _file(self, key: str) -> Path:
        return self.folder / key[0] / f"{key}{_ENDING}"  # few folders: making one costs more than a file


def key_of(*said: str | bytes) -> str:
    """The key of what rests on all this."""
    made = hashlib.sha256()
    for each in said:
        data = each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()
