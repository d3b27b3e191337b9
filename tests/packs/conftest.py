"""Packs made of the small corpus, signed by a key of the tests."""

from __future__ import annotations

import base64
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import OpenWindow, main
from reader.core.document import Document
from reader.core.pack import PackManifest
from reader.corpus import Corpus
from reader.packs import minisign, writing

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "0.1.0"
KEY = minisign.SecretKey(bytes(range(8)), bytes(range(32)))
OTHER = minisign.SecretKey(bytes(range(1, 9)), bytes(range(1, 33)))
FACTS = PackManifest("2026年11月", "v1", "2026-11-22T03:00:00Z", "0.1.0", "", ())

Make = Callable[..., Path]
MakePack = Callable[..., Path]
Rewrite = Callable[..., Path]


@pytest.fixture
def key() -> minisign.SecretKey:
    return KEY


@pytest.fixture
def other_key() -> minisign.SecretKey:
    return OTHER


@pytest.fixture
def make_pack(small_corpus: Path, tmp_path: Path) -> MakePack:
    """Writes a pack of the small corpus (or another folder); facts of the list may be given."""

    def make(
        folder: Path = small_corpus, *, name: str = "a.prpack", key: minisign.SecretKey | None = KEY, **facts: str
    ) -> Path:
        values = {"title": FACTS.title, "version": FACTS.version, "made": FACTS.made, "least": "0.1.0", "below": ""}
        writing.write_pack(folder, tmp_path / name, PackManifest(**{**values, **facts}, files=()), key)
        return tmp_path / name

    return make


@pytest.fixture
def rewrite(tmp_path: Path) -> Rewrite:
    """Copies a pack, entry by entry; `change` may alter, drop (None) or leave each; `add` puts entries at the end."""

    def copy(
        pack: Path,
        change: Callable[[str, bytes], bytes | None] = lambda _name, data: data,
        add: tuple[tuple[zipfile.ZipInfo | str, bytes], ...] = (),
    ) -> Path:
        target = tmp_path / "changed.prpack"
        with zipfile.ZipFile(pack) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                data = change(entry.filename, old.read(entry))
                if data is not None:
                    new.writestr(entry, data)
            for name, data in add:
                new.writestr(name, data)
        return target

    return copy


@pytest.fixture
def second_corpus(small_corpus: Path, tmp_path: Path) -> Path:
    """The same corpus with one document less."""
    from reader.corpus import Corpus

    folder = tmp_path / "second"
    shutil.copytree(small_corpus, folder)
    corpus = Corpus(folder)
    corpus.write([corpus.load("plan")])
    (folder / "raw" / "draft.txt").unlink()
    return folder


# Commands under a policy


@dataclass
class Done:
    status: int | OpenWindow
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]
SetPolicy = Callable[[str], Path]


@pytest.fixture
def set_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetPolicy:
    file = tmp_path / "etc" / "policy.toml"
    file.parent.mkdir()
    monkeypatch.setattr("reader.paths._policy_file", lambda _windows: file)

    def write(text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def run(small_corpus: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the small corpus as the program's own, in the user's own profile."""
    monkeypatch.setattr(
        "reader.paths._bundled", lambda _program, name: small_corpus if name == "corpus" else ROOT / name
    )

    def run_command(*words: str) -> Done:
        out, err = io.StringIO(), io.StringIO()
        return Done(main(list(words), out, err), out.getvalue(), err.getvalue())

    return run_command


def line(key: minisign.SecretKey) -> str:
    return base64.b64encode(b"Ed" + key.number + key.public.key).decode()


@pytest.fixture
def secret(tmp_path: Path, key: minisign.SecretKey) -> Path:
    data = b"Ed\0\0B2" + bytes(48) + key.number + key.seed + key.public.key + bytes(32)
    file = tmp_path / "publisher.key"
    file.write_text("untrusted comment: key\n" + base64.b64encode(data).decode() + "\n", "utf-8")
    return file


# Shelves


@pytest.fixture
def folder_of(tmp_path: Path, make_document: Callable[..., Document]) -> Callable[..., Path]:
    """A corpus folder of documents, given as ids with their words."""

    def make(name: str, **documents: str) -> Path:
        folder = tmp_path / "folders" / name
        Corpus(folder).write([
            make_document(*words.splitlines(), doc=doc.replace("_", "-"), title=f"{doc}的标题")
            for doc, words in documents.items()
        ])  # fmt: skip
        return folder

    return make


@pytest.fixture
def trusted(set_policy: SetPolicy, key: minisign.SecretKey) -> None:
    set_policy(f'pack_keys = ["{line(key)}"]\n')


@pytest.fixture
def pack(run: Run, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a pack of a folder; `day` of November 2026 is when."""

    def make(folder: Path, day: int = 1, *words: str, name: str = "市级", kind: str = "addition") -> Path:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1793491200 + day * 86400))
        file = tmp_path / f"{name}-{day}-{len(list(tmp_path.glob('*.prpack')))}.prpack"
        on = ["--kind", kind, "--name", name] if name else []
        done = run("--corpus", str(folder), "corpus", "pack", str(file), "--key", str(secret), *on, *words)
        assert done.status == 0, done.err
        return file

    return make
