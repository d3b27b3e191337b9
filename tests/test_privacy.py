"""What is the user's own is for their eyes only: after every command and the window, whatever the umask, old data too."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.core.note import Anchor, Note
from reader.core.policy import Policy
from reader.library.guarding import guard, somebody_elses, unwritable
from reader.library.settling import settle
from reader.paths import Paths, find_paths

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX ones here")
ROOT = Path(__file__).resolve().parent.parent
is_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")


@dataclass
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def run(data: Path, corpus: Path, *words: str) -> Done:
    out, err = io.StringIO(), io.StringIO()
    status = main(["--data-dir", str(data), "--corpus", str(corpus), *words], out, err)
    assert isinstance(status, int)
    return Done(status, out.getvalue(), err.getvalue())


def a_note() -> Note:
    moment = "2026-01-01T00:00:00+00:00"
    return Note("n1", Anchor("plan", "b1", 0, 2, "b1", "某市", "", "", 0, "0" * 64), "highlight", moment, moment)


def open_to_others(*folders: Path) -> list[str]:
    return [
        str(path)
        for folder in folders
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]


def test_commands_leave_nothing_for_others(tmp_path: Path, small_corpus: Path, open_umask: None) -> None:
    data = tmp_path / "somewhere" / "data"
    commands = [
        ["notes", "add", "plan", "--quote", "数字经济", "--note", "看"], ["notes", "add", "plan", "--bookmark"],
        ["notes", "backup"], ["notes", "list"], ["notes", "check"], ["library"], ["search", "数字经济"],
        ["register", "tasks"], ["healthcheck"],
    ]  # fmt: skip
    for words in commands:
        done = run(data, small_corpus, *words)
        assert done.status in {0, 1}, done.err
    backup = next((data / "backups").glob("*.db"))
    assert run(data, small_corpus, "notes", "restore", str(backup)).status == 0
    exported = tmp_path / "notes.jsonld"
    assert run(data, small_corpus, "notes", "export", "-o", str(exported)).status == 0
    assert run(data, small_corpus, "notes", "import", str(exported)).status == 0
    assert len([path for path in data.rglob("*") if path.is_file()]) >= 4
    assert not open_to_others(data)


def test_the_window_leaves_nothing_for_others(tmp_path: Path) -> None:
    data, picture = tmp_path / "data", tmp_path / "window.png"
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--screenshot", str(picture)]
    code = f"import os, sys; os.umask(0); os.execv(sys.executable, {command!r})"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, env=environment, timeout=100
    )
    assert (data / "config" / "settings.toml").is_file()
    assert not open_to_others(data)


def test_an_index_of_ones_own_is_private(tmp_path: Path, small_corpus: Path, open_umask: None) -> None:
    from reader.corpus import Corpus
    from reader.search.engine import SearchEngine

    corpus = Corpus(small_corpus)
    engine = SearchEngine(tmp_path / "none", corpus.documents, corpus.load, cache_dir=tmp_path / "index", scan_limit=0)
    assert engine.refresh()
    engine.close()
    assert not open_to_others(tmp_path / "index")


def test_a_fault_is_logged_for_the_owner_alone(
    tmp_path: Path, small_corpus: Path, open_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library import Library

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Library, "documents", broken)
    done = run(tmp_path / "data", small_corpus, "library")
    log = tmp_path / "data" / "cache" / "policy-reader.log"
    assert done.status == 70
    assert "policy-reader.log" in done.err
    assert "Traceback" not in done.err
    assert "a fault of ours" in log.read_text("utf-8")
    assert not open_to_others(tmp_path / "data")


def test_old_data_is_closed_at_start(tmp_path: Path, small_corpus: Path) -> None:
    data = tmp_path / "data"
    run(data, small_corpus, "notes", "add", "plan", "--bookmark")
    run(data, small_corpus, "notes", "backup")
    (data / "config").mkdir()
    (data / "config" / "settings.toml").write_text("", "utf-8")
    for path in (data, *data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert run(data, small_corpus, "library").status == 0
    assert not open_to_others(data)


def paths_of(tmp_path: Path) -> Paths:
    return find_paths(tmp_path / "profile-of-mine")


@pytest.mark.parametrize("written", ["{folder}/${{USER}}", "{folder}"])
def test_under_a_folder_that_a_policy_lays_down(
    tmp_path: Path, written: str, monkeypatch: pytest.MonkeyPatch, open_umask: None
) -> None:
    from reader.store.annotations import NoteStore

    monkeypatch.setenv("USER", "li")
    shared = tmp_path / "shared"
    shared.mkdir()
    policy = Policy(file=str(tmp_path / "policy.toml"), notes_folder=written.format(folder=shared))
    settled = settle(paths_of(tmp_path), policy)
    assert not settled.complaints
    store = NoteStore(settled.user_data, backups=settled.backups)
    store.add(a_note())
    store.backup()
    store.close()
    assert settled.user_data.is_relative_to(shared)
    guard(settled)
    assert not open_to_others(settled.user_data)


@is_root
@pytest.mark.parametrize("theirs", ["notes.db", "notes.db-wal", "backups/notes-000000001-20260101T000000Z-hourly.db"])
def test_two_people_in_one_folder_are_told(tmp_path: Path, small_corpus: Path, theirs: str) -> None:
    shared = tmp_path / "shared"
    file = shared / theirs
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    os.chown(file, 54321, -1)
    assert somebody_elses(shared) == "54321"
    policy = Policy(file=str(tmp_path / "policy.toml"), notes_folder=str(shared))
    settled = settle(paths_of(tmp_path), policy)
    assert settled.user_data == paths_of(tmp_path).user_data, "not theirs: kept on this machine meanwhile"
    (said,) = settled.complaints
    assert "另一位用户 54321" in said
    assert "${USER}" in said
    personal = replace(policy, notes_folder="${SHARED}")
    os.environ["SHARED"] = str(shared)
    try:
        (said,) = settle(paths_of(tmp_path), personal).complaints
    finally:
        del os.environ["SHARED"]
    assert "54321" in said
    assert "${USER}" not in said


@is_root
def test_a_folder_closed_by_somebody_else_is_theirs(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o700)
    os.chown(shared, 54321, -1)
    assert somebody_elses(shared) == "54321"
    shared.chmod(0o1777)
    assert not somebody_elses(shared)


@is_root
def test_healthcheck_tells_of_two_people(
    tmp_path: Path, small_corpus: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader import paths as places

    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "notes.db").write_bytes(b"")
    os.chown(shared / "notes.db", 54321, -1)
    policy = tmp_path / "policy.toml"
    policy.write_text(f'notes_folder = "{shared}"\n', "utf-8")
    monkeypatch.setattr(places, "_policy_file", lambda _windows: policy)
    out, err = io.StringIO(), io.StringIO()
    assert main(["--corpus", str(small_corpus), "healthcheck", "--json"], out, err) == 2
    setting = next(check for check in json.loads(out.getvalue())["checks"] if check["name"] == "设置")
    assert not setting["ok"]
    assert "54321" in setting["detail"]


# Writing is tried


def test_every_place_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    paths = find_paths(tmp_path / "data")
    for folder in (paths.user_data, paths.config, paths.cache, paths.backups):
        folder.mkdir(parents=True, exist_ok=True)
    assert unwritable(paths) == ()
    assert [path for path in paths.user_data.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("place", "named"), [("config", "设置"), ("cache", "缓存"), ("backups", "备份")])
def test_a_place_that_takes_nothing_is_said(tmp_path: Path, small_corpus: Path, place: str, named: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / place).write_bytes(b"a file in the folder's place")
    done = run(data, small_corpus, "healthcheck", "--json")
    found = next(check for check in json.loads(done.out)["checks"] if check["name"] == "批注存取")
    assert done.status == 2
    assert not found["ok"]
    assert f"{named}文件夹" in found["detail"]
    assert "缓存文件夹" not in found["detail"] or place == "cache"


Act = Callable[[], object]


def as_somebody_else(act: Act) -> tuple[int, str]:
    """Does something in a process that is not root's, and gives its status and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover  another process
        try:
            os.setgid(65534)
            os.setuid(65534)
            said = repr(act())
            status = 0
        except BaseException as error:  # noqa: BLE001  all of it is the parent's business
            said, status = repr(error), 1
        os.write(writing, said.encode("utf-8", "replace")[:60_000])
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode("utf-8")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


@pytest.fixture
def for_everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that other users can reach, unlike those of the tests."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="policy-reader-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@is_root
@pytest.mark.parametrize("with_log", [False, True])
def test_a_read_only_store_lists_exports_checks_and_backs_up_elsewhere(for_everybody: Path, with_log: bool) -> None:
    from reader.store.annotations import NoteStore

    data, elsewhere = for_everybody / "data", for_everybody / "elsewhere"
    data.mkdir()
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    store = NoteStore(data)
    store.add(a_note())
    if not with_log:
        store.close()
    for path in data.iterdir():
        path.chmod(0o444)
    data.chmod(0o555)

    def act() -> object:
        ours = NoteStore(data)
        report = ours.check()
        ours.backup(elsewhere / "copy.db")
        return [note.id for note in ours.all()], report.problems, report.notes

    status, said = as_somebody_else(act)
    store.close()
    assert (status, said) == (0, "(['n1'], (), 1)")
    assert NoteStore(elsewhere / "none").check().ok
    from reader.store.db import problems_of

    assert problems_of(elsewhere / "copy.db") == []
