"""Registers of several shelves are those of all their documents, each read once; what one cites of another is linked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.core.document import Document
from reader.registers.registrar import Registrar, ShippedShelf

ROOT = Path(__file__).resolve().parents[2]


def registrar(shelves: list[list[Document]], read: list[str], several: bool = True) -> Registrar:
    shown = {document.id: document for shelf in shelves for document in shelf}
    infos = tuple(document.info() for document in shown.values())

    def load(doc: str) -> Document:
        read.append(doc)
        return shown[doc]

    made = [
        ShippedShelf(lambda shelf=shelf: [d.id for d in shelf], lambda n=n: f"r{n}", ROOT / "none", dict)  # type: ignore[misc]
        for n, shelf in enumerate(shelves)
    ]
    return Registrar(ROOT / "resources", lambda: infos, load, lambda: "r", shelves=made if several else ())


def test_they_are_those_of_all_documents(corpus_documents: tuple[Document, ...]) -> None:
    docs = list(corpus_documents)
    read: list[str] = []
    many = registrar([docs[:2], docs[2:3], docs[3:]], read).registers()
    one = registrar([docs], [], several=False).registers()
    assert many.tasks == one.tasks
    assert many.targets == one.targets
    # Whether a name is that of a system is told with all documents that were compiled together.
    assert {system.name for system in many.systems} >= {system.name for system in one.systems}
    assert sorted(read) == sorted(doc.id for doc in docs), "each is read once"


def test_a_citation_finds_its_document_on_another_shelf(make_document: Callable[..., Document]) -> None:
    plan = make_document("第一条 总则。", doc="plan", title="某省数字经济发展规划", doc_number="某政发〔2021〕1号")
    city = make_document(
        "根据《某省数字经济发展规划》（某政发〔2021〕1号），制定本方案。", doc="city", title="某市方案"
    )
    for shelves in ([[plan], [city]], [[city], [plan]]):
        made = registrar(shelves, []).registers()
        assert [citation.target for citation in made.citations if citation.at.doc == "city"] == ["plan"]


def test_a_document_that_gives_way_is_in_no_register(make_document: Callable[..., Document]) -> None:
    old = make_document("一、目标", "到2025年，增加值达到10亿元。", doc="plan", title="旧规划")
    new = make_document("一、目标", "到2025年，增加值达到20亿元。", doc="plan", title="新规划")
    made = registrar([[old], [new]], []).registers()
    assert [target.at.doc for target in made.targets] == ["plan"]
    assert "20亿元" in str(made.targets)
    assert "10亿元" not in str(made.targets)
