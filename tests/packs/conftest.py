"""Packs made of the small corpus, signed by a key of the tests."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.pack import PackManifest
from reader.packs import minisign, writing

PROGRAM = "0.1.0"
KEY = minisign.SecretKey(bytes(range(8)), bytes(range(32)))
OTHER = minisign.SecretKey(bytes(range(1, 9)), bytes(range(1, 33)))
FACTS = PackManifest("2026年11月", "v1", "2026-11-22T03:00:00Z", "0.1.0", "", ())

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
