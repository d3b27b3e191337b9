"""Which files of a folder are read, and which are no documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ingest.farm.finding import find
from reader.ingest.sources import is_for_programs


def test_only_the_catalogue_of_the_folder_itself_is_none_of_its_files(tmp_path: Path) -> None:
    for name in ("catalogue.toml", "a.txt", "sub/catalogue.toml", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("关于做好工作的通知", encoding="utf-8")
    assert {each.file for each in find(tmp_path, lambda _count, _name: None)} == {"a.txt", "sub/catalogue.toml"}


@pytest.mark.parametrize(
    ("kind", "data", "is_so"),
    [
        ("text", b'{"a": [1, 2], "b": {"c": "d"}}', True),
        ("html", b'{"a": [1, 2], "b": {"c": "d"}}', True),
        ("docx", b'{"a": [1, 2], "b": {"c": "d"}}', False),
        ("html", b"<html><body>x</body></html>", False),
        ("text", "关于做好工作的通知".encode(), False),
    ],
)
def test_data_is_for_programs_whatever_it_is_called(kind: str, data: bytes, is_so: bool) -> None:
    assert is_for_programs(kind, data) is is_so
