"""Where data is looked for: source tree, frozen programs, packages, the portable stick, the throw-away profile."""

from __future__ import annotations

import errno
import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from reader.core.errors import BadInput, StoreUnavailable, in_words
from reader.paths import Program, ensure, find_paths


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A source tree in a folder of its own, without data."""
    return Program(tmp_path / "tree" / "reader", tmp_path / "usr" / "bin" / "python3", tmp_path / "usr")


def _bundle(folder: Path) -> Path:
    (folder / "corpus").mkdir(parents=True)
    (folder / "resources").mkdir()
    return folder


def test_this_source_tree_has_its_data() -> None:
    paths = find_paths()
    assert (paths.corpus / "raw").is_dir()
    assert paths.resources.is_dir()


def test_source_tree(program: Program, tmp_path: Path) -> None:
    home = _bundle(tmp_path / "tree")
    paths = find_paths(program=program)
    assert (paths.corpus, paths.resources) == (home / "corpus", home / "resources")
    assert paths.bundled_index == home / "corpus" / "index"
    assert not paths.portable


@pytest.mark.parametrize("where", [".", "lib", "share/policy-reader", "_internal"])
def test_frozen(where: str, program: Program, tmp_path: Path) -> None:
    frozen = replace(program, executable=tmp_path / "app" / "policy-reader", frozen=True)
    home = _bundle(tmp_path / "app" / where)
    assert find_paths(program=frozen).corpus == home / "corpus"


def test_frozen_under_usr(program: Program, tmp_path: Path) -> None:
    frozen = replace(program, executable=tmp_path / "usr" / "bin" / "policy-reader", frozen=True)
    home = _bundle(tmp_path / "usr" / "share" / "policy-reader")
    assert find_paths(program=frozen).resources == home / "resources"


def test_frozen_into_one_file(program: Program, tmp_path: Path) -> None:
    home = _bundle(tmp_path / "unpacked")
    _bundle(tmp_path / "app")
    frozen = replace(program, executable=tmp_path / "app" / "reader.exe", frozen=True, unpacked=home)
    assert find_paths(program=frozen).corpus == home / "corpus"


def test_installed_with_the_system_python(program: Program, tmp_path: Path) -> None:
    home = _bundle(tmp_path / "usr" / "share" / "policy-reader")
    assert find_paths(program=program).corpus == home / "corpus"


def test_without_data_the_likeliest_place_is_named(program: Program, tmp_path: Path) -> None:
    assert find_paths(program=program).corpus == tmp_path / "tree" / "corpus"


def test_the_running_program_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys._MEIPASS", "/unpacked", raising=False)
    monkeypatch.setattr("sys.executable", "/opt/reader/policy-reader")
    program = Program.current()
    assert program.frozen
    assert program.unpacked == Path("/unpacked")
    assert program.home == Path("/opt/reader")


@pytest.mark.skipif(os.name != "posix", reason="XDG folders are a Unix convention")
def test_user_folders(profile: Path) -> None:
    paths = find_paths()
    assert paths.user_data == profile / "share" / "policy-reader"
    assert paths.settings_file == profile / "config" / "policy-reader" / "settings.toml"
    assert paths.user_index == profile / "cache" / "policy-reader" / "index"
    assert paths.backups == paths.user_data / "backups"
    assert paths.policy == Path("/etc/policy-reader/policy.toml")


@pytest.mark.skipif(os.name != "posix", reason="XDG folders are a Unix convention")
@pytest.mark.parametrize("home", ["/home/li", "/home/li/", "/", "here", "", None])
@pytest.mark.parametrize("told", [None, "", "/somewhere", "/some/where/", "some", "~/x"])
def test_user_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, home: str | None, told: str | None
) -> None:
    for name, value in (("HOME", home), *((f"XDG_{kind}_HOME", told) for kind in ("DATA", "CONFIG", "CACHE"))):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    paths = find_paths()
    theirs = platformdirs.PlatformDirs("policy-reader", appauthor=False)
    assert (paths.user_data, paths.config) == (theirs.user_data_path, theirs.user_config_path)
    assert paths.cache == theirs.user_cache_path


def test_windows_policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROGRAMDATA", str(tmp_path))
    assert find_paths(windows=True).policy == tmp_path / "PolicyReader" / "policy.toml"


def test_data_dir_takes_everything(tmp_path: Path) -> None:
    paths = find_paths(tmp_path / "throw-away")
    for place in (paths.user_data, paths.config, paths.cache, paths.backups, paths.settings_file, paths.user_index):
        assert place.is_relative_to(tmp_path / "throw-away")


def test_relative_folders_do_not_follow_the_working_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    paths = find_paths(Path("mine"), Path("texts"))
    assert (paths.user_data, paths.corpus) == (tmp_path / "mine", tmp_path / "texts")


def test_portable(program: Program, tmp_path: Path) -> None:
    frozen = replace(program, executable=tmp_path / "stick" / "policy-reader", frozen=True)
    home = _bundle(tmp_path / "stick")
    (home / ".portable").touch()
    paths = find_paths(program=frozen)
    assert paths.portable
    for place in (paths.user_data, paths.config, paths.cache, paths.backups):
        assert place.is_relative_to(home / "data")
    assert not find_paths(tmp_path / "other", program=frozen).portable


def test_nothing_is_created(tmp_path: Path) -> None:
    find_paths(tmp_path / "throw-away")
    assert not (tmp_path / "throw-away").exists()


def test_ensure(tmp_path: Path) -> None:
    assert ensure(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"file.*请检查权限"):
        ensure(tmp_path / "file" / "below")


@pytest.mark.skipif(sys.platform == "win32", reason="devices, and folders that go while they are in use")
def test_a_folder_of_data_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    (tmp_path / "file").write_bytes(b"")
    for place in (Path("/dev/null"), tmp_path / "link", tmp_path / "file"):
        with pytest.raises(BadInput, match="不是文件夹"):
            find_paths(place)
    assert find_paths(tmp_path / "new").user_data == tmp_path / "new"
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for data_dir, corpus in ((Path("x"), None), (None, Path("x"))):
        with pytest.raises(BadInput, match="已被删除"):
            find_paths(data_dir, corpus)


@pytest.mark.parametrize(
    "number",
    [
        errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.ENAMETOOLONG, errno.EROFS, errno.EISDIR, errno.ENOTDIR,
        errno.EIO, errno.EBUSY, errno.EMFILE, errno.ELOOP, errno.EEXIST, errno.EPERM, errno.EXDEV,
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_said_in_chinese(number: int) -> None:
    assert not re.search("[a-zA-Z]", in_words(OSError(number, os.strerror(number))))


def test_what_has_no_words_keeps_its_own() -> None:
    assert in_words(OSError(99999, "Odd")) == "Odd"
    assert in_words(OSError("by hand")) == "by hand"
    assert in_words(ValueError("embedded null byte")) == "名称无效"
