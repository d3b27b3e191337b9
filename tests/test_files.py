"""Whole files: written all or not at all, read only where they are files, closed to others."""

from __future__ import annotations

import errno
import gc
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.core.errors import BadInput, ReaderError, StoreUnavailable
from reader.files import check_regular, needs_room, open_regular, read_whole, replacing, write_whole
from reader.private import close_all, make_private, owner_of, private_file, private_folder, try_to_write

posix = pytest.mark.skipif(os.name != "posix", reason="rights, pipes and devices are POSIX ones here")
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make devices")
BEFORE = b"before"


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def one_sentence(error: pytest.ExceptionInfo[ReaderError]) -> str:
    said = str(error.value)
    assert said.endswith("。")
    assert "\n" not in said
    assert len(said) <= 200
    return said


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Writing


@pytest.mark.usefixtures("usual_umask")
def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.glob("*.txt")] == ["a.txt"]
    assert not list(tmp_path.glob(".*.new"))


@posix
@pytest.mark.usefixtures("usual_umask")
def test_rights_are_the_usual_ones_those_of_the_older_file_or_private(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_whole(target, b"x")
    assert mode(target) == 0o644
    target.chmod(0o664)
    write_whole(target, b"y")
    assert mode(target) == 0o664
    os.umask(0)
    write_whole(tmp_path / "b", b"x", private=True)
    assert mode(tmp_path / "b") == 0o600
    write_whole(target, b"y", private=True)
    assert mode(target) == 0o600


@posix
def test_a_link_is_followed_to_its_target(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link, second = tmp_path / "there" / "real.txt", tmp_path / "link.txt", tmp_path / "second.txt"
    link.symlink_to(real)
    second.symlink_to(link)
    write_whole(second, b"new")
    assert link.is_symlink()
    assert second.is_symlink()
    assert real.read_bytes() == b"new"
    link.unlink()
    link.symlink_to(second)  # round and round
    with pytest.raises(BadInput) as error:
        write_whole(link, b"x")
    one_sentence(error)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))


def block_device(path: Path) -> None:
    os.mknod(path, stat.S_IFBLK | 0o666, os.makedev(7, 200))


SPECIAL = [
    pytest.param(Path.mkdir, "文件夹", id="folder"),
    pytest.param(pipe, "管道", id="pipe", marks=posix),
    pytest.param(device, "设备", id="device", marks=root),
    pytest.param(block_device, "设备", id="block device", marks=root),
    pytest.param(lambda path: os.mknod(path, stat.S_IFSOCK | 0o600), "套接字", id="socket", marks=posix),
]


@pytest.mark.parametrize(("make", "named"), SPECIAL)
@pytest.mark.parametrize("by_link", [False, pytest.param(True, marks=posix)])
def test_what_is_no_file_is_neither_written_nor_read(
    tmp_path: Path, make: Callable[[Path], object], named: str, by_link: bool
) -> None:
    there = tmp_path / "there"
    try:
        make(there)
    except PermissionError:
        pytest.skip("this machine lets nobody make one")
    before, target = there.lstat(), there
    if by_link:
        target = tmp_path / "link"
        target.symlink_to(there)
    for call in (
        lambda: write_whole(target, b"x"),
        lambda: read_whole(target),
        lambda: check_regular(target),
        lambda: open_regular(target, 10).__enter__(),
    ):
        with pytest.raises(BadInput, match=named) as error:
            call()
        one_sentence(error)
    after = there.lstat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("where", ["write", "fsync", "replace"])
def test_a_disk_that_takes_no_more_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, where: str
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(BEFORE)

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(StoreUnavailable) as error, monkeypatch.context() as patch:  # noqa: PT012  the block is the matter
        if where == "fsync":
            patch.setattr(os, "fsync", fails)
        if where == "replace":
            patch.setattr(Path, "replace", fails)
        with replacing(target) as draft:
            draft.write_bytes(b"half of it")
            if where == "write":
                fails()
    one_sentence(error)
    assert target.read_bytes() == BEFORE
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a.xlsx"]


def test_a_block_that_fails_leaves_the_older_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(BEFORE)
    with pytest.raises(ZeroDivisionError), replacing(target) as draft:  # noqa: PT012
        draft.write_bytes(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == BEFORE
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000 + "b", "\0", "a\0b"])
def test_impossible_names_are_said_in_a_sentence(tmp_path: Path, name: str) -> None:
    for call in (lambda: write_whole(tmp_path / name, b""), lambda: read_whole(tmp_path / name)):
        with pytest.raises(ReaderError) as error:
            call()
        one_sentence(error)


def test_a_folder_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有这个文件夹") as error:
        write_whole(tmp_path / "none" / "a", b"")
    one_sentence(error)
    assert not (tmp_path / "none").exists()


def test_no_room_in_the_temporary_folder_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class HalfDone:
        def __del__(self) -> None:
            raise RuntimeError("complains once more")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @needs_room
    def make(fault: str) -> bytes:
        kept = HalfDone() if fault else None
        if fault == "of the library":
            raise ValueError("IO_ENOSPC")
        if fault:
            full(kept)
        return b"whole"

    assert make("") == b"whole"
    for fault in ("of the library", "of the system"):
        with pytest.raises(StoreUnavailable, match="临时文件夹") as error:
            make(fault)
        one_sentence(error)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(StoreUnavailable):
        make("of the library")
    gc.collect()
    assert capsys.readouterr().err == ""


def test_other_faults_stay_what_they_are() -> None:
    @needs_room
    def make() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make()


# Reading


def test_a_file_within_its_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_whole(tmp_path / "a", 5) == b"12345"
    with open_regular(tmp_path / "a", 5) as stream:
        assert stream.read() == b"12345"
    for call in (lambda: read_whole(tmp_path / "a", 4), lambda: open_regular(tmp_path / "a", 4).__enter__()):
        with pytest.raises(BadInput, match="太大") as error:
            call()
        one_sentence(error)
    with pytest.raises(BadInput, match="找不到口令文件") as error:
        read_whole(tmp_path / "b", what="口令文件")
    one_sentence(error)


def test_a_file_that_grows_or_says_no_size_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    real = os.fstat

    def before(handle: int) -> os.stat_result:
        found = list(real(handle))
        found[stat.ST_SIZE] = 0
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", before)
    assert read_whole(tmp_path / "a", 5) == b"12345"
    with pytest.raises(BadInput, match="太大"):
        read_whole(tmp_path / "a", 4)


# For the owner alone


@posix
def test_made_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "a" / "b")
        file = private_file(folder / "notes.db")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "a"), mode(folder), mode(file)) == (0o700, 0o700, 0o600)


@posix
def test_what_was_open_is_closed_and_what_is_not_ours_is_left(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "backups").mkdir(parents=True)
    for name in ("notes.db", "notes.db-wal", "backups/notes-000000001-20260101T000000Z-manual.db", "letter.odt"):
        (data / name).write_bytes(b"")
        (data / name).chmod(0o644)
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "elsewhere").chmod(0o644)
    (data / "notes-link.db").symlink_to(tmp_path / "elsewhere")
    for folder in (data, data / "backups"):
        folder.chmod(0o755)
    make_private(data, ("notes*.db*", "backups"))
    assert (mode(data), mode(data / "notes.db"), mode(data / "notes.db-wal")) == (0o700, 0o600, 0o600)
    assert mode(data / "backups") == 0o700
    assert [mode(file) for file in (data / "backups").iterdir()] == [0o600]
    assert mode(data / "letter.odt") == 0o644
    assert mode(tmp_path / "elsewhere") == 0o644


@posix
def test_folders_that_are_for_many_stay_so(tmp_path: Path) -> None:
    shared, full = tmp_path / "shared", tmp_path / "full"
    for folder in (shared, full):
        folder.mkdir()
    (full / "letter.odt").write_bytes(b"")
    shared.chmod(0o1777)
    full.chmod(0o755)
    (shared / "notes.db").write_bytes(b"")
    (shared / "notes.db").chmod(0o644)
    for folder in (shared, full):
        private_folder(folder)
        make_private(folder, ("notes*.db*",))
    assert (mode(shared), mode(full)) == (0o1777, 0o755)
    assert mode(shared / "notes.db") == 0o600


@posix
def test_all_below_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"")
    (tmp_path / "a" / "b" / "c").chmod(0o666)
    (tmp_path / "a").chmod(0o777)
    close_all(tmp_path / "a")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b" / "c")) == (0o700, 0o600)


@root
def test_whose_a_file_is(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"")
    assert owner_of(file) is None
    assert owner_of(tmp_path / "none") is None
    os.chown(file, 54321, -1)
    assert owner_of(file) == "54321"


def test_trying_to_write_leaves_nothing(tmp_path: Path) -> None:
    assert try_to_write(tmp_path) == ""
    assert try_to_write(tmp_path / "not" / "there") == ""
    (tmp_path / "file").write_bytes(b"")
    assert try_to_write(tmp_path / "file") != ""
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "profile") == ["file"]
