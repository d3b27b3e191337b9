"""What the shelf is called that the corpus stands on: what its pack says, else the folder it lies in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.library.standing import main_name


def test_without_a_pack_it_is_what_came_along(tmp_path: Path) -> None:
    assert main_name(tmp_path) == "bundled"


@pytest.mark.parametrize(
    ("said", "name"),
    [(json.dumps({"title": "市级文件"}), "pack:市级文件"), ("{}", "pack:here"), ('{"title": ""}', "pack:here")],
)
def test_a_pack_gives_its_title(said: str, name: str, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "pack.json").write_text(said, encoding="utf-8")
    assert main_name(folder) == name


@pytest.mark.parametrize("said", ["", "[]", "{", "7"])
def test_what_cannot_be_read_gives_no_title(said: str, tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_text(said, encoding="utf-8")
    assert main_name(tmp_path) == f"pack:{tmp_path.name}"
