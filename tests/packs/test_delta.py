"""A delta pack gives what the whole pack gives, byte for byte, or is refused in one sentence."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Document
from reader.core.errors import BadInput
from reader.core.pack import PackFile, PackManifest
from reader.corpus import Corpus
from reader.library.settling import settle
from reader.packs import delta, minisign, place
from reader.paths import find_paths
from reader.settings import load
from tests.packs.conftest import Run, SetPolicy, line

Rewrite = Callable[..., Path]
WORDS = "推进数字经济和智慧农业高质量发展的若干措施本市各区人民政府按照职责分工负责"


@pytest.fixture
def folders(tmp_path: Path, make_document: Callable[..., Document]) -> tuple[Path, Path]:
    """Two corpora: of thirty documents one is new in the second, one gone, one different, with a raw file each."""
    rng = random.Random(5)

    def made(number: int) -> Document:
        lines = [f"第{at}条 {''.join(rng.choices(WORDS, k=120))}。" for at in range(1, 15)]
        document = make_document(*lines, doc=f"d{number}", title=f"第{number}号")
        sum_ = hashlib.sha256(document.text.encode()).hexdigest()
        return replace(document, source=replace(document.source, sha256=sum_))

    every = [made(number) for number in range(31)]
    first, second = every[:30], [*every[1:29], made(29), every[30]]
    places = []
    for name, documents in (("first", first), ("second", second)):
        folder = tmp_path / name
        Corpus(folder).write(documents)
        (folder / "raw").mkdir()
        for document in documents:
            (folder / "raw" / document.source.file).write_text(document.text, "utf-8")
        places.append(folder)
    return places[0], places[1]


@pytest.fixture
def packs(
    run: Run, set_policy: SetPolicy, secret: Path, key: minisign.SecretKey, folders: tuple[Path, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, Path]:  # fmt: skip
    set_policy(f'pack_keys = ["{line(key)}"]\n')
    files = {name: tmp_path / f"{name}.prpack" for name in ("base", "whole", "delta")}
    named = ["--key", str(secret), "--kind", "addition", "--name", "市级"]
    for name, folder, epoch, words in (
        ("base", folders[0], "1793491200", []), ("whole", folders[1], "1793577600", []),
        ("delta", folders[1], "1793577600", ["--against", str(files["base"])]),
    ):  # fmt: skip
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        done = run("--corpus", str(folder), "corpus", "pack", str(files[name]), *named, *words)
        assert done.status == 0, done.err
        assert ("增量包" in done.out) == (name == "delta")
    return files


def installed() -> dict[str, bytes]:
    """Path → bytes of all files of the addition in force."""
    where = settle(find_paths(), load(Path("none"), Path("none")).policy).packs_place
    folder = where / place.state(where).additions["市级"].now.folder
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_it_gives_is_what_the_whole_pack_gives(
    run: Run, packs: dict[str, Path], folders: tuple[Path, Path]
) -> None:
    assert run("corpus", "install", str(packs["whole"])).status == 0
    whole = installed()
    assert run("corpus", "remove", "市级").status == 0
    assert run("corpus", "install", str(packs["base"])).status == 0
    assert installed() != whole
    said = run("corpus", "verify", str(packs["delta"]), "--json").json
    assert (said["base"], said["new"], said["gone"], said["changed"]) == ("2026-11-01", ["d30"], ["d0"], ["d29"])
    done = run("corpus", "install", str(packs["delta"]))
    assert done.status == 0, done.err
    assert installed() == whole
    assert run("corpus", "install", str(packs["whole"])).err.count("正在使用") == 1, "it is the same"
    words = Corpus(folders[1]).load("d30").blocks[3].text[8:20]
    assert [hit["doc"] for hit in run("search", words, "--json").json["hits"]] == ["d30"]
    assert run("corpus", "rollback", "市级").status == 0
    assert "d0" in {each["id"] for each in run("library", "--json").json}


def test_it_carries_what_changed(packs: dict[str, Path]) -> None:
    # The index of so small a corpus changes from end to end; of a hundred laws with three changed a quarter is carried.
    assert packs["delta"].stat().st_size < packs["whole"].stat().st_size * 2 / 3
    with zipfile.ZipFile(packs["delta"]) as archive:
        names = archive.namelist()
    assert sum("normalised/d" in name for name in names) == 2, "the one that is new, the one that is different"
    assert sum("raw/" in name for name in names) == 2


def test_without_the_version_it_was_made_against_it_is_refused(run: Run, packs: dict[str, Path]) -> None:
    for command in ("verify", "install"):
        done = run("corpus", command, str(packs["delta"]))
        assert done.status == 2
        assert "只能装在 2026-11-01" in done.err
        assert done.err.count("\n") == 1
    assert run("corpus", "install", str(packs["whole"])).status == 0
    for command in ("verify", "install"):
        assert run("corpus", command, str(packs["delta"])).status == 0, "what it gives is here already"


def test_a_damaged_base_is_said(run: Run, packs: dict[str, Path], profile: Path) -> None:
    run("corpus", "install", str(packs["base"]))
    before = installed()
    (file,) = profile.rglob("normalised/d7.json")
    whole = file.read_bytes()
    for damage in (lambda: file.write_bytes(whole[:-9] + b"x" * 9), file.unlink):
        damage()
        done = run("corpus", "install", str(packs["delta"]))
        assert done.status == 2
        assert "请安装完整的语料包" in done.err
        assert len(list(profile.rglob("c-*"))) == 1
        assert not list(profile.rglob("new-*"))
    assert installed() == {path: data for path, data in before.items() if path != "normalised/d7.json"}


def test_a_delta_that_was_tampered_with_gives_nothing(run: Run, packs: dict[str, Path], rewrite: Rewrite) -> None:
    run("corpus", "install", str(packs["base"]))
    before, rng = installed(), random.Random(3)

    def change(name: str, data: bytes) -> bytes | None:
        if not name.startswith("patch/") and name != "delta.json":
            return data
        spoilt = bytearray(data)
        for _ in range(rng.randint(1, 30)):
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
        return bytes(spoilt[: rng.choice([None, rng.randrange(len(spoilt))])])

    for _ in range(20):
        done = run("corpus", "install", str(rewrite(packs["delta"], change)))
        assert done.status == 2, done.out
        assert done.err.count("\n") == 1
        assert installed() == before


def test_a_delta_that_holds_what_it_may_not(run: Run, packs: dict[str, Path], rewrite: Rewrite) -> None:
    run("corpus", "install", str(packs["base"]))
    for entry, data in (
        ("patch/../../x", b"{}"), ("patch/normalised/none.json", b"{}"), ("normalised/none.json", b"{}"),
        ("delta.json", b"[]"), ("delta.json", json.dumps({"format": 9}).encode()),
        ("delta.json", json.dumps({"format": 1, "base": {"digest": 3}}).encode()),
    ):  # fmt: skip
        file = rewrite(packs["delta"], lambda name, was, entry=entry: None if name == entry else was, ((entry, data),))
        done = run("corpus", "install", str(file))
        assert done.status == 2, entry
        assert done.err.count("\n") == 1


def test_a_patch_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "catalogue.toml").write_bytes(b"abc")
    listed = (PackFile("catalogue.toml", 3, "0" * 64),)
    rest = delta.Rest(delta.Base("", "", "", ""), tmp_path, listed)
    for path in ("secret", "../secret", "/etc/passwd", "", "normalised/../secret"):
        patch = tmp_path / "patch"
        patch.write_bytes(json.dumps({"file": path}).encode() + b"\n")
        with patch.open("rb") as stream, pytest.raises(BadInput):
            list(rest.patched(listed[0], stream))


def test_the_base_has_to_be_a_whole_pack_of_that_shelf(
    run: Run, packs: dict[str, Path], folders: tuple[Path, Path], tmp_path: Path
) -> None:
    out = str(tmp_path / "x.prpack")
    words = ["--corpus", str(folders[1]), "corpus", "pack", out]
    assert "是增量包" in run(*words, "--kind", "addition", "--name", "市级", "--against", str(packs["delta"])).err
    assert "不是这一个的上一版" in run(*words, "--against", str(packs["base"])).err
    assert run(*words, "--against", str(tmp_path / "none")).status == 2
    assert not Path(out).exists()


def test_a_delta_is_never_written_over_the_pack_it_rests_on(
    run: Run, packs: dict[str, Path], folders: tuple[Path, Path], tmp_path: Path
) -> None:
    before = packs["base"].read_bytes()
    (tmp_path / "link.prpack").symlink_to(packs["base"])
    for target in (packs["base"], tmp_path / "link.prpack"):
        words = ("--kind", "addition", "--name", "市级", "--against", str(packs["base"]))
        done = run("--corpus", str(folders[1]), "corpus", "pack", str(target), *words)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert packs["base"].read_bytes() == before


@given(pieces=st.lists(st.binary(max_size=3000), max_size=6), seed=st.integers(0, 9))
def test_any_file_comes_back_from_its_patch(
    pieces: list[bytes], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng, folder = random.Random(seed), tmp_path_factory.mktemp("patch")
    before = rng.randbytes(40_000)
    after = bytearray(before)
    for piece in pieces:
        at = rng.randrange(len(after))
        after[at : at + rng.randrange(2000)] = piece
    (folder / "catalogue.toml").write_bytes(before)
    listed = (PackFile("catalogue.toml", len(before), "0" * 64),)
    base = delta.Base("", "", "", "")
    whole = delta.Whole(base, PackManifest("", "", "", "", "", listed), lambda _path: before)
    file = PackFile("catalogue.toml", len(after), "")
    made = delta.patch(file, bytes(after), whole)
    if made is None:
        assert len(pieces) > 2
        return
    assert len(made) < len(after)
    (folder / "patch").write_bytes(made)
    with (folder / "patch").open("rb") as stream:
        assert b"".join(delta.Rest(base, folder, listed).patched(file, stream)) == after
