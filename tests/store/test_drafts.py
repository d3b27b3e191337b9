"""What is being typed into notes, kept as small files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from reader.core.errors import StoreUnavailable
from reader.store import drafts
from reader.store.drafts import Draft, Drafts


def later() -> float:
    """A moment at which nobody can be typing any more into what is written now."""
    return time.time() + 60


def test_what_was_typed_last_is_left_and_gone_once_it_is_dropped(tmp_path: Path) -> None:
    kept = Drafts(tmp_path / "drafts")
    assert kept.left() == ()
    kept.keep(Draft("a-1", "一", "前"))
    kept.keep(Draft("a-1", "一二\n\ud7ff😀", "前"))
    kept.keep(Draft("b-2", "", "前"))
    assert kept.left(later()) == (Draft("a-1", "一二\n\ud7ff😀", "前"), Draft("b-2", "", "前"))
    kept.drop("a-1")
    kept.drop("a-1")
    assert [each.note for each in kept.left(later())] == ["b-2"]


@pytest.mark.skipif(os.name != "posix", reason="rights are those of the profile elsewhere")
def test_nobody_else_reads_them(tmp_path: Path) -> None:
    Drafts(tmp_path / "drafts").keep(Draft("a", "一", ""))
    assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "drafts" / "a.json").stat().st_mode & 0o777 == 0o600


def test_what_somebody_may_be_typing_now_is_left_alone(tmp_path: Path) -> None:
    kept = Drafts(tmp_path)
    kept.keep(Draft("a", "一", ""))
    assert kept.left() == ()
    assert kept.left(time.time() + drafts.IN_USE + 1) != ()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b'{"text": 7, "before": ""}', b"\xff", b"[" * 50_000, b'{"text": "' + b"a" * 4_000_001],
)
def test_a_file_that_is_none_is_left_out(tmp_path: Path, data: bytes) -> None:
    kept = Drafts(tmp_path)
    (tmp_path / "a.json").write_bytes(data)
    (tmp_path / "not a name.json").write_bytes(b'{"text": "x", "before": ""}')
    kept.keep(Draft("b", "一", ""))
    assert [each.note for each in kept.left(later())] == ["b"]


def test_an_id_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    kept = Drafts(tmp_path / "in" / "drafts")
    for name in ("../x", "a/b", "", "a" * 65):
        kept.keep(Draft(name, "一", ""))
        kept.drop(name)
    assert list((tmp_path / "in").iterdir()) == []


def test_where_it_cannot_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_bytes(b"a file in its place")
    with pytest.raises(StoreUnavailable):
        Drafts(tmp_path / "drafts").keep(Draft("a", "一", ""))
    assert Drafts(tmp_path / "drafts").left(later()) == ()
