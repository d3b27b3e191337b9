"""Answers kept on the disk, by a sum of all they rest on: a build that was stopped, or comes again, does not ask twice.

Nothing in it is precious: what is damaged is asked for again, and the whole may be deleted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, Final

from reader.core.errors import StoreUnavailable, in_words
from reader.ingest.farm import frames
from reader.ingest.farm.orders import DOCUMENT, Home

_ENDING: Final = ".answer"
_LONGEST_NAME: Final = 2  # of a folder of answers


class Kept:
    """The answers in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._folders: dict[str, Path] = {}  # of answers, by the beginning of their keys
        self._made: set[Path] = set()  # those that are there

    def whole(self, key: str) -> tuple[dict[str, Any], list[bytes]] | None:
        """Head and parts of an answer; None where there is none, or it is damaged."""
        try:
            return frames.unpacked(self._file(key).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def parts(self, key: str, *wanted: int) -> list[bytes] | None:
        """Some parts of an answer, by number, ascending; None where they are not there, or damaged."""
        try:
            with self._file(key).open("rb", buffering=0) as stream:
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
        folder = self._folders.get(key[0])  # few of them: making one costs more than a file
        if folder is None:
            folder = self._folders[key[0]] = self.folder / key[0]
        return folder / f"{key}{_ENDING}"


@cache
def _at(folder: str) -> Kept:
    return Kept(Path(folder))


def brought_home(answer: bytes, home: Home) -> bytes:
    """What goes to the build of an answer that was just made: its line, or all of it where it could not be put home.

    What has no parts (a refusal, a fault of the program) is for the build to keep or not.
    """
    if len(frames.line_of(answer)) == len(answer):
        return answer
    try:
        if home.document:
            Path(home.document).write_bytes(frames.part_of(answer, DOCUMENT))
        _at(home.kept).put(home.key, answer)
    except (OSError, StoreUnavailable):  # who keeps the whole of it will hear the same, and say it
        return answer
    return frames.line_of(answer)


def key_of(*said: str | bytes) -> str:
    """The key of what rests on all this."""
    made = hashlib.sha256()
    for each in said:
        data = each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()
