"""Registers of a shelf that came without any that fit are read once, and kept in the cache for the next sessions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.errors import Cancelled
from reader.core.register import Registers
from reader.corpus import as_bytes
from reader.paths import find_paths
from reader.registers import kept, load_lexicon, registrar
from reader.registers.citations import Shelf
from reader.registers.joining import Joining, alone
from reader.registers.registrar import Registrar

RESOURCES = find_paths().resources


def digest(document: Document) -> str:
    return hashlib.sha256(as_bytes(document)).hexdigest()


class Session:
    """One session with a shelf: which documents it opened."""

    def __init__(self, folder: Path, documents: list[Document], cache: Path | None = None) -> None:
        self.opened: list[str] = []
        by_id = {document.id: document for document in documents}
        infos = tuple(document.info() for document in documents)

        def load(doc: str) -> Document:
            self.opened.append(doc)
            return by_id[doc]

        self.registrar = Registrar(
            RESOURCES, lambda: infos, load, lambda: " ".join(map(repr, documents)), folder / "shelf",
            cache=cache or folder / "cache", sums=lambda: {doc: digest(each) for doc, each in by_id.items()},
        )  # fmt: skip

    def registers(self) -> Registers:
        return self.registrar.registers()


@pytest.fixture
def documents(make_document: Callable[..., Document]) -> list[Document]:
    return [
        make_document(
            "建设“甲乙”综合应用平台。（责任单位：市科技局）",
            "见《丙丁管理办法》。",
            doc="one",
            title="甲市公共数据资源开放管理条例",
        ),
        make_document(
            "到2030年达到50%。",
            "依照甲市公共数据资源开放管理条例和本市规划建设管理工作办法理。",
            doc="two",
            title="丙丁管理办法",
        ),
        make_document("没有可列的。", doc="three", title="戊己工作规定"),
    ]


@pytest.fixture(params=["each by itself", "as one"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Shelves of so few documents are worth keeping, and each of their documents is read by itself, or not."""
    monkeypatch.setattr(registrar, "WORTH_KEEPING", 1)
    monkeypatch.setattr(registrar, "BY_THEMSELVES", 1 if request.param == "each by itself" else 100)
    return str(request.param)


def joined(documents: list[Document]) -> Registers:
    infos = [document.info() for document in documents]
    titles, lexicon = Shelf(infos), load_lexicon(RESOURCES)
    return Joining().join(Registers(), {d.id: alone(d, lexicon, titles) for d in documents}, infos)


@pytest.mark.usefixtures("few")
def test_the_next_session_opens_nothing(tmp_path: Path, documents: list[Document]) -> None:
    first = Session(tmp_path, documents)
    made = first.registers()
    assert made == joined(documents)
    assert made.tasks
    assert any(citation.target == "one" and citation.at.doc == "two" for citation in made.citations)
    assert sorted(first.opened) == ["one", "three", "two"]
    second = Session(tmp_path, documents)
    assert second.registers() == made
    assert second.registers().around == made.around
    assert not second.opened


def test_an_update_costs_what_it_brings(
    tmp_path: Path, documents: list[Document], make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registrar, "WORTH_KEEPING", 1)
    monkeypatch.setattr(registrar, "BY_THEMSELVES", 1)
    Session(tmp_path, documents).registers()
    documents[2] = make_document("改了。（责任单位：市教委）", doc="three", title="戊己工作规定")
    same_titles = Session(tmp_path, documents)
    assert same_titles.registers() == joined(documents)
    assert same_titles.opened == ["three"]
    documents[2] = make_document(
        "到2031年达到60%。", doc="three", title="本市规划建设管理工作办法"
    )  # which another names without 《》
    assert Session(tmp_path, documents).registers() == joined(documents)
    assert any(c.target == "three" for c in Session(tmp_path, documents).registers().citations)
    documents.pop()
    assert Session(tmp_path, documents).registers() == joined(documents)
    assert len(json.loads(next((tmp_path / "cache").glob("*.json")).read_text("utf-8"))["parts"]) == 2


def _rows_elsewhere(value: Any) -> Any:
    for part in value["parts"].values():
        part[1]["no_targets"] = ["elsewhere"]
    return value


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    "harm",
    [
        lambda value: None, lambda value: [], lambda value: {**value, "format": 2}, lambda value: {**value, "parts": []},
        lambda value: {**value, "stamp": {}}, lambda value: {**value, "parts": {k: ["", 7] for k in value["parts"]}},
        lambda value: {**value, "parts": {k: [n, {"tasks": [1]}] for k, (n, _) in value["parts"].items()}},
        _rows_elsewhere,
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_not_used(
    tmp_path: Path, documents: list[Document], harm: Callable[[Any], Any]
) -> None:
    made = Session(tmp_path, documents).registers()
    file = next((tmp_path / "cache").glob("*.json"))
    file.write_text(json.dumps(harm(json.loads(file.read_text("utf-8")))), "utf-8")
    again = Session(tmp_path, documents)
    assert again.registers() == made
    assert sorted(again.opened) == ["one", "three", "two"]
    after = Session(tmp_path, documents)
    assert after.registers() == made
    assert not after.opened, "and it is mended"


def test_what_was_read_before_a_stop_is_kept(
    tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registrar, "WORTH_KEEPING", 1)
    monkeypatch.setattr(registrar, "BY_THEMSELVES", 1)
    session = Session(tmp_path, documents)
    with pytest.raises(Cancelled):
        session.registrar.names(lambda: len(session.opened) == 2)
    after = Session(tmp_path, documents)
    assert after.registers() == joined(documents)
    assert after.opened == ["three"]


@pytest.mark.usefixtures("few")
def test_a_cache_that_cannot_be_written_and_shelves_that_are_gone(tmp_path: Path, documents: list[Document]) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    assert Session(tmp_path, documents).registers() == joined(documents)
    for number in range(kept.MOST_SHELVES + 2):
        Session(tmp_path / str(number), documents, tmp_path / "all").registers()
    assert len(list((tmp_path / "all").iterdir())) == kept.MOST_SHELVES
