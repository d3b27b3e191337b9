"""The log file: where the words of what nobody expected are kept, for whoever mends it. For its owner's eyes only."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from reader.core.errors import ReaderError
from reader.files import check_regular
from reader.private import private_file, private_folder

NAME: Final = "policy-reader.log"
LIMIT: Final = 1_000_000
"""Bytes; a longer log begins anew."""


def record(folder: Path, words: str) -> Path | None:
    """Adds to the log in a folder. Returns the file, or None where it cannot be written."""
    try:
        file = private_folder(folder) / NAME
        check_regular(file, "日志")
        private_file(file)
        fresh = file.stat().st_size > LIMIT
        with file.open("w" if fresh else "a", encoding="utf-8", errors="backslashreplace") as out:
            out.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {words.rstrip()}\n")
    except (OSError, ValueError, ReaderError):
        return None
    return file
