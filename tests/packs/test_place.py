"""Installing is one step: whatever happens, the old corpus or the new one is in force, whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.errors import BadInput, Cancelled, DamagedCorpus, NotFound, StoreUnavailable
from reader.core.pack import Installed
from reader.corpus import Corpus
from reader.packs import CURRENT, minisign, place
from reader.packs.archive import nothing, open_pack
from reader.packs.integrity import verify

MakePack = Callable[..., Path]
PROGRAM = "0.1.0"
ROOT = Path(__file__).resolve().parents[2]


def put(where: Path, file: Path, key: minisign.SecretKey, **how: Callable[..., object]) -> Installed:
    with open_pack(file, (key.public,), PROGRAM, unsigned=False) as pack:
        check = how.get("check", lambda folder: Corpus(folder).verify())
        cancelled = how.get("cancelled", bool)
        return place.install(where, pack, check, nothing, lambda: bool(cancelled()))


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "corpora"


def documents(where: Path) -> set[str]:
    folder = place.in_force(where, PROGRAM)
    assert folder is not None
    corpus = Corpus(folder)
    corpus.verify()
    return {info.id for info in corpus.documents()}


def test_nothing_installed(where: Path) -> None:
    assert place.state(where) == place.State()
    assert place.in_force(where, PROGRAM) is None
    with pytest.raises(NotFound):
        place.roll_back(where)


def test_install_another_and_go_back(
    where: Path, make_pack: MakePack, second_corpus: Path, key: minisign.SecretKey
) -> None:
    first = put(where, make_pack(), key)
    assert first.signer == key.public.id
    assert documents(where) == {"plan", "draft"}
    put(where, make_pack(second_corpus, name="b.prpack", title="第二版"), key)
    assert documents(where) == {"plan"}
    assert place.state(where).now.title == "第二版"
    assert verify(where / place.state(where).now.folder, (key.public,)).ok
    assert place.roll_back(where) == first
    assert documents(where) == {"plan", "draft"}
    assert place.roll_back(where) == place.BUNDLED
    assert place.in_force(where, PROGRAM) is None


def test_only_the_newest_stay_on_the_disk(where: Path, make_pack: MakePack, key: minisign.SecretKey) -> None:
    file = make_pack()
    for _ in range(5):
        put(where, file, key)
    assert len(list(where.glob("c-*"))) == 1 + place.KEPT
    assert not list(where.glob("new-*"))


def test_documents_that_cannot_be_used_are_not_installed(
    where: Path, make_pack: MakePack, second_corpus: Path, small_corpus: Path, key: minisign.SecretKey
) -> None:
    put(where, make_pack(second_corpus), key)
    before = (where / CURRENT).read_bytes()
    (small_corpus / "normalised" / "plan.json").write_text("{}", "utf-8")
    with pytest.raises(DamagedCorpus):
        put(where, make_pack(name="bad.prpack"), key)
    assert (where / CURRENT).read_bytes() == before
    assert documents(where) == {"plan"}
    assert len(list(where.glob("*-*"))) == 1, "nothing of it is left"


def test_a_stopped_installation_leaves_nothing(where: Path, make_pack: MakePack, key: minisign.SecretKey) -> None:
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        put(where, make_pack(), key, cancelled=lambda: next(asked))
    assert place.in_force(where, PROGRAM) is None
    assert not list(where.glob("*-*"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(where: Path, make_pack: MakePack, key: minisign.SecretKey) -> None:
    where.mkdir()
    where.chmod(0o500)
    with pytest.raises(StoreUnavailable, match="无法写入"):
        put(where, make_pack(), key)


def test_a_place_that_cannot_be_made(tmp_path: Path, make_pack: MakePack, key: minisign.SecretKey) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="无法写入"):
        put(tmp_path / "file" / "corpora", make_pack(), key)


def test_a_full_disk_is_said_before_anything_is_written(
    where: Path, make_pack: MakePack, key: minisign.SecretKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(where.parent)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(StoreUnavailable, match="空间不足"):
        put(where, make_pack(), key)
    assert not list(where.glob("*-*"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"now": 3, "before": []}', "\x00"])
def test_a_damaged_pointer_is_said(where: Path, text: str) -> None:
    where.mkdir()
    (where / CURRENT).write_text(text, "utf-8")
    with pytest.raises(BadInput, match="已损坏"):
        place.in_force(where, PROGRAM)


def test_a_pointer_leads_nowhere_else(where: Path, make_pack: MakePack, key: minisign.SecretKey) -> None:
    put(where, make_pack(), key)
    value = json.loads((where / CURRENT).read_text("utf-8"))
    value["now"]["folder"] = "../corpus"
    (where / CURRENT).write_text(json.dumps(value), "utf-8")
    with pytest.raises(BadInput, match="已损坏"):
        place.in_force(where, PROGRAM)


def test_an_installed_pack_that_is_gone_or_too_old_is_said(
    where: Path, make_pack: MakePack, key: minisign.SecretKey
) -> None:
    made = put(where, make_pack(below="0.2"), key)
    with pytest.raises(BadInput, match=r"不适用于程序版本 0\.2\.0"):
        place.in_force(where, "0.2.0")
    shutil.rmtree(where / made.folder)
    with pytest.raises(BadInput, match="不见了"):
        place.in_force(where, PROGRAM)


KILLED = """
import sys
from pathlib import Path
from reader.packs import CURRENT, minisign, place
from reader.packs.archive import nothing, open_pack
key = minisign.PublicKey(sys.argv[3], bytes.fromhex(sys.argv[4]))
print("begun", flush=True)
for _ in range(200):
    for file in sys.argv[5:]:
        with open_pack(Path(file), (key,), "0.1.0", unsigned=False) as pack:
            place.install(Path(sys.argv[1]), pack, lambda folder: None, nothing, bool)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_one_whole_corpus(
    where: Path, make_pack: MakePack, second_corpus: Path, key: minisign.SecretKey
) -> None:
    files = [str(make_pack()), str(make_pack(second_corpus, name="b.prpack"))]
    put(where, Path(files[0]), key)
    seen = set()
    for moment in range(12):
        words = [sys.executable, "-c", KILLED, str(where), "-", key.public.id, key.public.key.hex(), *files]
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(0.011 * moment + 0.003)
            program.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            program.wait()
        seen.add(frozenset(documents(where)))
        folder = where / place.state(where).now.folder
        assert verify(folder, (key.public,)).ok
    assert seen <= {frozenset({"plan", "draft"}), frozenset({"plan"})}
    put(where, Path(files[0]), key)
    assert not list(where.glob("new-*")), "the next installation tidies up"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no umask")
def test_a_shared_place_can_be_read_by_everybody_whatever_the_umask(
    where: Path, make_pack: MakePack, key: minisign.SecretKey
) -> None:
    file = make_pack()
    before = os.umask(0o077)
    try:
        put(where, file, key)
    finally:
        os.umask(before)
    for path in (where, where / CURRENT, *where.glob("c-*"), *where.glob("c-*/**/*")):
        wanted = 0o555 if path.is_dir() else 0o444
        assert path.stat().st_mode & wanted == wanted, path
