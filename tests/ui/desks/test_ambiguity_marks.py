"""Marks over characters whose conversion is a choice."""

from __future__ import annotations

from collections.abc import Callable

from reader.core.document import Document
from reader.core.span import Span
from reader.script import Converted
from reader.ui.desks.ambiguity_desk import AmbiguityMarks


def test_a_block_is_converted_once_however_many_choices_it_holds(make_document: Callable[..., Document]) -> None:
    document = make_document("发展和理发" * 200)
    block = document.blocks[0]
    converted: list[str] = []

    def convert(text: str) -> Converted:
        converted.append(text)
        return Converted(text.replace("发展", "發展").replace("理发", "理髮"))

    marks = AmbiguityMarks(document, {"发": "發髮"}, convert, lambda one, several, here: f"{one}{several}{here}")
    made = marks[block.id]
    assert [(mark.span, mark.tip) for mark in made[:2]] == [(Span(0, 1), "发發髮發"), (Span(4, 5), "发發髮髮")]
    assert len(made) == 400
    assert converted == [block.text]
