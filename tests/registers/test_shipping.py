"""Registers that come with the corpus: the same as made afresh, used only where nothing they rest on has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.register import Registers
from reader.corpus import Corpus
from reader.ingest.build_registers import build_registers
from reader.paths import find_paths
from reader.registers import Lexicon, registers_of, shipping
from reader.registers.registrar import Registrar

ROOT = Path(__file__).resolve().parent.parent.parent
RESOURCES = ROOT / "resources"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped") / "corpus"
    shutil.copytree(ROOT / "corpus" / "normalised", folder / "normalised")
    build_registers(folder, RESOURCES)
    return folder


@pytest.fixture(scope="module")
def few(
    tmp_path_factory: pytest.TempPathFactory, corpus_documents: tuple[Document, ...], lexicon: Lexicon
) -> tuple[Path, Registers]:
    """The two shortest documents and what is read in them: for what has to be read anew time and again."""
    folder = tmp_path_factory.mktemp("few") / "corpus"
    folder.mkdir()
    documents = sorted(corpus_documents, key=lambda document: len(document.text))[:2]
    Corpus(folder).write(documents)
    build_registers(folder, RESOURCES)
    registers = registers_of(documents, lexicon)
    assert registers.tasks
    return folder, registers


def registrar_of(folder: Path) -> Registrar:
    corpus = Corpus(folder)
    return Registrar(RESOURCES, corpus.documents, corpus.load, lambda: corpus.version, folder)


def test_what_is_shipped_is_what_is_made_afresh(built: Path, registers: Registers) -> None:
    version = Corpus(built).version
    shipped = shipping.load(built, shipping.stamp(version, RESOURCES))
    assert shipped == registers
    file = built / shipping.FOLDER / shipping.FILE
    before = file.read_bytes()
    build_registers(built, RESOURCES)
    assert file.read_bytes() == before, "the same corpus gives the same bytes"


def test_the_desk_reads_no_document_where_the_registers_fit(built: Path, registers: Registers) -> None:
    corpus = Corpus(built)

    def never(_doc: str) -> None:
        raise AssertionError("nothing has to be read")

    registrar = Registrar(RESOURCES, corpus.documents, never, lambda: corpus.version, built)  # type: ignore[arg-type]  # as above
    assert registrar.registers() == registers
    assert registrar.shipped


def test_what_does_not_fit_is_made_anew(few: tuple[Path, Registers], tmp_path: Path) -> None:
    folder, registers = tmp_path / "corpus", few[1]
    shutil.copytree(few[0], folder)
    file = folder / shipping.FOLDER / shipping.FILE
    value = json.loads(file.read_text("utf-8"))
    value["registers"]["tasks"] = []
    file.write_text(json.dumps(value), "utf-8")
    assert not registrar_of(folder).registers().tasks, "a file that fits is believed: its sums are the packs' business"
    for name in ("corpus", "lists", "code"):
        file.write_text(json.dumps({**value, "stamp": {**value["stamp"], name: "other"}}), "utf-8")
        assert registrar_of(folder).registers() == registers
        assert not registrar_of(folder).shipped


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1, "stamp": {}, "registers": {}}', "\x00"])
def test_a_damaged_file_does_no_harm(few: tuple[Path, Registers], tmp_path: Path, content: str) -> None:
    folder, registers = tmp_path / "corpus", few[1]
    shutil.copytree(few[0], folder)
    (folder / shipping.FOLDER / shipping.FILE).write_text(content, "utf-8")
    assert registrar_of(folder).registers() == registers


def test_rows_of_the_wrong_kind_are_refused(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(built, folder)
    file = folder / shipping.FOLDER / shipping.FILE
    value = json.loads(file.read_text("utf-8"))
    value["registers"]["tasks"][0]["task"] = 7
    file.write_text(json.dumps(value), "utf-8")
    assert shipping.load(folder, shipping.stamp(Corpus(folder).version, RESOURCES)) is None


def test_a_program_without_its_source_goes_by_its_version() -> None:
    here = shipping.stamp("v", find_paths().resources)
    frozen = {**here, "code": ""}
    assert shipping.fits(here, frozen)
    assert not shipping.fits({**here, "program": "9.9"}, frozen)
    assert shipping.fits({**here, "program": "9.9"}, here)
