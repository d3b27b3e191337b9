"""Corpora and packs made by an attacker: nothing in them is run, and `verify` says that they are not what they claim."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.core.pack import PackManifest, may_stand_in_a_corpus
from reader.corpus import Corpus
from reader.packs import integrity, minisign, writing
from reader.search import generations, index
from tests.packs.conftest import KEY
from tests.search.test_harmless import HOW, PLACES, Runs, planted

SIZE = 10_000_000  # characters that CURRENT claims, so that the index is used


@dataclass
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes the machine's policy."""
    from reader import paths

    file = tmp_path / "policy.toml"
    monkeypatch.setattr(paths, "_policy_file", lambda _windows: file)

    def write(text: str) -> None:
        file.write_text(text, "utf-8")

    return write


@pytest.fixture
def packaged(built_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own corpus with its index and registers, as packages bring it."""
    from reader import paths

    bundled = paths._bundled
    monkeypatch.setattr(paths, "_bundled", lambda *given: built_corpus if given[1] == "corpus" else bundled(*given))
    return built_corpus


def run(profile: Path, *words: str, corpus: Path | None = None) -> Done:
    out, err = io.StringIO(), io.StringIO()
    where = ["--corpus", str(corpus)] if corpus else []
    status = main(["--data-dir", str(profile / "data"), *where, *words], out, err)
    assert isinstance(status, int)
    return Done(status, out.getvalue(), err.getvalue())


def with_payload(folder: Path, place: str, payload: object) -> None:
    """Gives a corpus an index with a payload; its stamp and sums are right, so that the program opens it."""
    corpus = Corpus(folder)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    planted(folder / "index", documents, place, payload, beside=False)
    file = folder / "index" / generations.CURRENT
    line = json.loads(file.read_text("utf-8"))
    line |= {"stamp": generations.stamp_of(corpus.documents(), corpus.version), "size": SIZE}
    file.write_text(json.dumps(line), "utf-8")
    (folder / "index" / generations.LOCK).unlink(missing_ok=True)


def pack_of(folder: Path, target: Path, key: minisign.SecretKey | None, made: str = "2026-11-22T03:00:00Z") -> Path:
    """A pack of all that is in a folder, its index with it."""
    files = {
        path.relative_to(folder).as_posix(): path
        for path in (folder / "index").rglob("*") if path.is_file()
    }  # fmt: skip
    facts = PackManifest("包", Corpus(folder).version, made, "0.1", "", ())
    writing.write_pack(folder, target, facts, key, elsewhere=files)
    return target


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("place", PLACES)
def test_a_folder_with_a_payload(small_corpus: Path, profile: Path, tmp_path: Path, place: str, how: str) -> None:
    mark = tmp_path / "ran"
    with_payload(small_corpus, place, Runs(how, mark))
    for words in (["search", "数字经济"], ["search", "城市大脑前端"], ["library"], ["corpus", "verify"]):
        done = run(profile, *words, corpus=small_corpus)
        assert not mark.exists(), words
        assert "Traceback" not in done.err
    searched = run(profile, "search", "数字经济", "--json", corpus=small_corpus)
    assert json.loads(searched.out)["total"] > 0, "the documents are found all the same"
    verified = run(profile, "corpus", "verify", corpus=small_corpus)
    if place != "schema in the table of contents":  # which nobody reads
        assert verified.status == 3
        assert "检索索引" in verified.err


@pytest.mark.parametrize("place", ["segments in the table of contents", "data of a posting list"])
def test_healthcheck_of_a_folder_with_a_payload(small_corpus: Path, profile: Path, tmp_path: Path, place: str) -> None:
    mark = tmp_path / "ran"
    with_payload(small_corpus, place, Runs("system", mark))
    done = run(profile, "healthcheck", "--json", corpus=small_corpus)
    assert not mark.exists()
    assert done.status == 3
    assert not next(c for c in json.loads(done.out)["checks"] if c["name"] == "完整性")["ok"]


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize("key", [KEY, None], ids=["signed", "unsigned"])
@pytest.mark.parametrize("place", PLACES)
def test_a_pack_with_a_payload(
    small_corpus: Path, profile: Path, tmp_path: Path, policy: Callable[[str], None], place: str,
    key: minisign.SecretKey | None,
) -> None:  # fmt: skip
    mark = tmp_path / "ran"
    with_payload(small_corpus, place, Runs("system", mark))
    pack = pack_of(small_corpus, tmp_path / "a.prpack", key)
    policy(keys_line() + "unsigned_packs = true\n")
    harmless = place == "schema in the table of contents"
    verified = run(profile, "corpus", "verify", str(pack))
    installed = run(profile, "corpus", "install", str(pack))
    assert (verified.status, installed.status) == ((0, 0) if harmless else (2, 2)), verified.err + installed.err
    if not harmless:
        assert "检索索引" in verified.err
        assert not list((profile / "data").glob("corpora/c-*"))
    run(profile, "search", "数字经济")
    if harmless:  # where nothing was installed, the check of a folder with the payload is the test above
        run(profile, "healthcheck")
    assert not mark.exists()


BROKEN = {
    "registers/registers.json": [
        b"[" * 100_000 + b"]" * 100_000,
        b"[]",
        b"\xff",
        b'{"format": 1, "stamp": [], "registers": {}}',
    ],
    "registers/tasks.json": [b'{"a":' * 100_000 + b"1" + b"}" * 100_000],
    "catalogue.toml": [
        b"[[document",
        b"document = 3\n",
        b"[[document]]\nid = 'x'\n",
        b"a = " + b"[" * 9999 + b"]" * 9999,
    ],
}


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, many in BROKEN.items() for data in many])
def test_registers_and_a_catalogue_that_are_none(
    small_corpus: Path, profile: Path, tmp_path: Path, policy: Callable[[str], None], name: str, data: bytes
) -> None:
    (small_corpus / name).parent.mkdir(exist_ok=True)
    (small_corpus / name).write_bytes(data)
    pack = pack_of(small_corpus, tmp_path / "a.prpack", KEY)
    policy(keys_line())
    for words in (["verify"], ["install"]):
        done = run(profile, "corpus", *words, str(pack))
        assert (done.status, name in done.err) == (2, True), done.err
        assert "Traceback" not in done.err
    assert not list((profile / "data").glob("corpora/c-*"))
    integrity.write(small_corpus)
    done = run(profile, "corpus", "verify", corpus=small_corpus)
    assert (done.status, name in done.err) == (3, True), done.err


def test_a_pack_that_says_the_same_and_holds_other_files(
    small_corpus: Path, profile: Path, tmp_path: Path, policy: Callable[[str], None]
) -> None:
    policy(keys_line())
    first = pack_of(small_corpus, tmp_path / "a.prpack", KEY)
    (small_corpus / "catalogue.toml").write_text("# another\n", "utf-8")
    other = pack_of(small_corpus, tmp_path / "b.prpack", KEY)
    said = [run(profile, "corpus", "install", str(file)).err for file in (first, other, other)]
    assert ["已经" in each for each in said] == [False, False, True], said
    catalogues = (profile / "data" / "corpora").glob("c-*/catalogue.toml")
    assert sum("another" in file.read_text("utf-8") for file in catalogues) == 1


def keys_line() -> str:
    """The line of a policy that trusts the key of the tests."""
    return f'pack_keys = ["{public_text()}"]\n'


def public_text() -> str:
    import base64

    public = KEY.public
    return base64.b64encode(b"Ed" + KEY.number + public.key).decode()


# Kinds of files


@pytest.mark.parametrize(
    "path",
    [
        "raw/evil.exe", "raw/evil.txt.exe", "raw/run.sh", "raw/x.py", "raw/noending", "raw/lib.so", "raw/x.lnk",
        "raw/x.pkl", "raw/a/b.txt", "normalised/x.py", "index/g-00/MAIN.pkl.exe", "index/x.toc", "evil.exe",
        "registers/x.pickle", "raw/.txt/../x.txt", "raw/con.txt", "raw/x.txt ", "raw/desktop.ini", "raw/x.html.js",
    ],
)  # fmt: skip
def test_kinds_of_files_that_no_corpus_holds(small_corpus: Path, path: str) -> None:
    assert not may_stand_in_a_corpus(path)
    if ".." in path:
        return
    file = small_corpus / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"MZ")
    report = integrity.verify(small_corpus)
    assert not report.ok
    assert f"不认识的文件种类：{path}" in "".join(report.wrong)
    integrity.write(small_corpus)  # a list that names it makes it no better
    assert f"不认识的文件种类：{path}" in "".join(integrity.verify(small_corpus).wrong)


@pytest.mark.parametrize(
    "path",
    [
        "catalogue.toml", "normalised/manifest.json", "raw/关于规划的通知.DOCX", "raw/a.wps", "raw/a.ofd", "raw/a.mht",
        "raw/a.pdf", "raw/a.xlsx", "raw/a.html", "registers/registers.json", "index/CURRENT",
        "index/g-0a1b/MAIN_0a1b.seg", "index/g-0a1b/_MAIN_1.toc", "index/g-0a1b/MAIN_WRITELOCK",
    ],
)  # fmt: skip
def test_kinds_of_files_that_a_corpus_holds(path: str) -> None:
    assert may_stand_in_a_corpus(path)


def test_an_index_of_today_is_known(small_corpus: Path) -> None:
    corpus = Corpus(small_corpus)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    index.build(small_corpus / "index", documents, revision=corpus.version)
    integrity.write(small_corpus)
    assert integrity.verify(small_corpus).ok


def test_verify_says_so(small_corpus: Path, profile: Path) -> None:
    (small_corpus / "raw" / "evil.exe").write_bytes(b"MZ")
    done = run(profile, "corpus", "verify", corpus=small_corpus)
    assert done.status == 3
    assert "raw/evil.exe" in done.err


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX ones here")
def test_what_is_no_file_in_a_corpus(small_corpus: Path, profile: Path) -> None:
    (small_corpus / "raw" / "plan.txt").unlink()
    os.mkfifo(small_corpus / "raw" / "plan.txt")
    assert "raw/plan.txt" in "".join(integrity.verify(small_corpus).wrong)
    (small_corpus / "normalised" / "draft.json").unlink()
    os.mkfifo(small_corpus / "normalised" / "draft.json")
    done = run(profile, "show", "draft", corpus=small_corpus)
    assert (done.status, "管道" in done.err) == (3, True)


# What is packed


def test_drafts_beside_the_raw_files_stay(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "raw" / "未定稿.docx").write_bytes(b"secret")
    (small_corpus / "raw" / "~$plan.tmp").write_bytes(b"secret")
    (small_corpus / "normalised" / "stray.json").write_bytes(b"{}")
    made = writing.write_pack(
        small_corpus, tmp_path / "a.prpack", PackManifest("", Corpus(small_corpus).version, "", "0.1", "", ()), None
    )
    paths = {file.path for file in made.files}
    assert {"raw/plan.txt", "raw/draft.txt", "normalised/plan.json", "normalised/manifest.json"} <= paths
    assert not {"raw/未定稿.docx", "raw/~$plan.tmp", "normalised/stray.json"} & paths


# Older packs, and who may install


OLDER, NEWER = "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"


@pytest.fixture
def two_packs(small_corpus: Path, tmp_path: Path, policy: Callable[[str], None]) -> tuple[Path, Path]:
    """An older and a newer one of the same documents."""
    policy(keys_line())
    return (
        pack_of(small_corpus, tmp_path / "old.prpack", KEY, OLDER),
        pack_of(small_corpus, tmp_path / "new.prpack", KEY, NEWER),
    )


def in_use(profile: Path) -> str:
    return str(json.loads(run(profile, "corpus", "list", "--json").out)[0]["made"])


def test_an_older_pack_needs_leave(two_packs: tuple[Path, Path], profile: Path) -> None:
    old, new = map(str, two_packs)
    assert run(profile, "corpus", "install", new).status == 0
    refused = run(profile, "corpus", "install", old)
    assert refused.status == 2
    assert "--allow-older" in refused.err
    assert in_use(profile) == NEWER
    assert run(profile, "corpus", "install", old, "--allow-older").status == 0
    assert in_use(profile) == OLDER
    assert run(profile, "corpus", "rollback").status == 0
    assert in_use(profile) == NEWER


def test_users_may_be_kept_from_installing(
    two_packs: tuple[Path, Path], profile: Path, policy: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library import packing

    policy(keys_line() + "user_packs = false\n")
    for administrator in (False, True):
        monkeypatch.setattr(packing, "is_administrator", lambda is_one=administrator: is_one)
        done = run(profile, "corpus", "install", str(two_packs[0]))
        assert done.status == (0 if administrator else 2)
        assert administrator or "由管理员设置" in done.err
    assert run(profile, "corpus", "install", str(two_packs[1])).status == 0
    monkeypatch.setattr(packing, "is_administrator", lambda: False)
    assert run(profile, "corpus", "rollback").status == 2
    assert in_use(profile) == NEWER


@pytest.mark.parametrize(
    ("least", "status"),
    [
        ('"2026-10-15"', 2),
        ('"2026-10-01"', 0),
        ("2026-10-15", 2),
        ('"2026-10-01T00:00:01Z"', 2),
        ('"soon"', 2),
        ("7", 2),
    ],
)
def test_the_earliest_pack(
    two_packs: tuple[Path, Path], profile: Path, policy: Callable[[str], None], least: str, status: int
) -> None:
    policy(keys_line() + f"minimum_pack = {least}\n")
    done = run(profile, "corpus", "install", str(two_packs[0]), "--allow-older")
    assert done.status == status, done.err
    if status:
        assert "最早" in done.err


def test_going_back_keeps_to_the_earliest_pack(
    two_packs: tuple[Path, Path], profile: Path, policy: Callable[[str], None]
) -> None:
    old, new = map(str, two_packs)
    assert run(profile, "corpus", "install", old).status == 0
    assert run(profile, "corpus", "install", new).status == 0
    policy(keys_line() + 'minimum_pack = "2026-10-15"\n')
    assert run(profile, "corpus", "rollback").status == 2
    assert in_use(profile) == NEWER


def test_sums_of_what_was_planted_are_right(small_corpus: Path) -> None:
    """So that the tests above are not refused for another reason."""
    with_payload(small_corpus, "data of a posting list", Runs("system", small_corpus / "ran"))
    generation = generations.current(small_corpus / "index")
    assert generation is not None
    assert generations.is_sound(small_corpus / "index", generation)
    assert generation.size == SIZE
