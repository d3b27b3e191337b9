"""The registers of a build, joined as values: rows go from the answers into the file as they stand in both.

Only what joins documents is made anew: which document a citation means, and systems of one name. The result is that of
`Joining.join`, which makes an object of every row, and of each a value again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from reader.core.register import REGISTERS, Citation, Place, Registers, System
from reader.core.span import Span
from reader.registers.citations import Shelf
from reader.registers.joining import together
from reader.registers.shipping import as_values, value_from

_NOWHERE: Final = Span(0, 0)


def joined(parts: Iterable[tuple[str, dict[str, Any]]], shelf: Shelf) -> dict[str, Any]:
    """The registers of all documents, as `shipping.as_values` gives them.

    Args:
        parts: id and registers of each document, in library order; their citations are linked in place.
        shelf: of all these documents.
    """
    made: dict[str, Any] = {name: [] for name in (*REGISTERS, "no_targets")}
    systems: list[Registers] = [Registers()]
    around: dict[str, Any] = {}
    for doc_id, values in parts:
        for citation in values["citations"]:
            _link(citation, doc_id, shelf)
        if values["systems"]:
            systems.append(Registers(systems=tuple(value_from(System, each) for each in values["systems"])))
        for name, rows in made.items():
            rows.extend(values[name])
        around.update(values["around"])
    made["systems"] = as_values(together([Registers(), *systems]))["systems"]
    return {**made, "around": around}


def _link(citation: dict[str, Any], doc_id: str, shelf: Shelf) -> None:
    if citation["target"] is not None:
        return
    asked = Citation(Place(doc_id, "", _NOWHERE, ""), citation["cited"], number=citation["number"])
    if (linked := shelf.linked(asked)) is not asked:
        citation["target"], citation["itself"] = linked.target, linked.itself


__all__ = ["joined"]
