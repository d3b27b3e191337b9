"""Demands of one document, read from registers of several."""

from __future__ import annotations

from collections.abc import Callable

from reader.core.document import Document
from reader.core.register import Place, Registers, System, Task, Unit
from reader.core.span import Span
from reader.library.answers.benchmark import Benchmark

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
