"""Demands of one document, read from registers of several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from reader.core.document import Document
from reader.core.register import Place, Registers, System, Task, Unit
from reader.core.span import Span
from reader.library.answers.benchmark import Benchmark, Found, _ranked

NAME = "一体化政务服务平台"


def test_a_system_is_led_by_whom_this_document_names(make_document: Callable[..., Document]) -> None:
    documents = {doc: make_document(f"{NAME}由有关部门建设。", doc=doc) for doc in ("national", "city")}
    places = [Place(doc, document.blocks[-1].id, Span(0, 9), NAME) for doc, document in documents.items()]
    unit = Unit("市数据局", "市数据局", "市/数据局", Span(0, 0))
    task = Task(places[1], NAME, Span(0, 0), "牵头", lead=(unit,))
    system = System(places[0], NAME, "platform", mentions=tuple(places), lead=("市数据局",))

    def never() -> None:
        raise AssertionError

    made = Benchmark(lambda: Registers(tasks=(task,), systems=(system,)), documents.__getitem__, never)  # type: ignore[arg-type]
    (demand,) = made.demands("national")
    assert (demand.text, demand.lead) == (NAME, ())


def _law(make_document: Callable[..., Document]) -> Document:
    document = make_document(
        ("heading", "第一章　总则"), "第一条　为了保护气象设施，制定本法。",
        "第二条　任何单位不得侵占、损毁气象设施；县级以上人民政府应当加强对气象工作的领导和协调。",
        ("heading", "第二章　法律责任"), "第三条　违反本法规定的，应当责令限期恢复原状，并处罚款。", doc="law",
    )  # fmt: skip
    chapter, made = "", []
    for block in document.blocks:
        number = block.text.partition("　")[0]
        chapter = number if block.kind == "heading" else chapter
        path = () if block.kind == "heading" else (chapter,)
        made.append(replace(block, number=number, path=path, level=2 if block.kind == "heading" else 4))
    return replace(document, blocks=tuple(made))


def test_a_law_demands_what_is_to_be_done_but_not_what_follows(make_document: Callable[..., Document]) -> None:
    law = _law(make_document)
    ours = make_document("市人民政府应当加强对气象工作的领导和协调，安排经费。", "图书馆每周开放六天。", doc="ours")
    marks = SimpleNamespace(registers=SimpleNamespace(row_marks=lambda _doc: {}))
    made = Benchmark(Registers, {"law": law, "ours": ours}.__getitem__, lambda: cast(Any, marks))
    demands = made.demands("law")
    assert [(each.kind, each.text) for each in demands] == [
        ("duty", "任何单位不得侵占、损毁气象设施；"), ("duty", "县级以上人民政府应当加强对气象工作的领导和协调。"),
    ]  # fmt: skip
    assert all(each.span.cut(law.block(each.block).text) == each.text for each in demands)  # type: ignore[union-attr]
    assert [each.proposal for each in made.of("law", "ours")] == ["none", "likely"]


def test_a_clause_of_general_aims_stands_behind_one_that_says_what_is_to_be_done() -> None:
    general, plain = Found("aims", "", "", 0.30, False), Found("task", "", "", 0.26, True)
    assert [each.block for each in _ranked([general, plain], {"aims"})] == ["task", "aims"]
    assert [each.block for each in _ranked([general, plain], ())] == ["aims", "task"]
    far = Found("task", "", "", 0.2, True)
    assert [each.block for each in _ranked([general, far], {"aims"})] == ["aims", "task"]
