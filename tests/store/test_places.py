"""Where a file of notes may be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.errors import BadInput
from reader.store.place import require_folder


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"没有这个文件夹：.*没有写入任何内容。"):
        require_folder(tmp_path / "mistyped" / "notes.csv")
    assert not (tmp_path / "mistyped").exists()
    require_folder(tmp_path / "notes.csv")
