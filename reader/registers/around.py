"""What stands around the rows of a document, worked out with them: clauses, the year it speaks from, inherited years.

Kept with the registers, so that whoever lists their rows opens no document. Reads documents; changes no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.register import Around, Place, Registers, Target
from reader.registers.origins import deadline_place, inherits
from reader.registers.series_years import over_years
from reader.registers.speaking_year import first_year


def around(documents: Iterable[Document], made: Registers) -> dict[str, Around]:
    """What stands around the rows of each of these documents, by id; documents without rows are left out."""
    blocks: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for place in _places(made):
        blocks[place.doc][place.block] = None
    targets: defaultdict[str, list[Target]] = defaultdict(list)
    for row in made.targets:
        targets[row.at.doc].append(row)
    dated = targets.keys() | {row.at.doc for row in made.tasks}
    return {
        document.id: _around(document, blocks[document.id], targets.get(document.id, []), document.id in dated)
        for document in documents
        if document.id in blocks
    }


def _around(document: Document, blocks: Iterable[str], targets: list[Target], dated: bool) -> Around:
    back = over_years(document) if targets else frozenset[str]()
    return Around(
        {block: clause_label(document, block) for block in blocks},
        first_year(document) if dated else None,
        tuple(dict.fromkeys(row.at.block for row in targets if row.at.block in back)),
        {due_key(row): deadline_place(row, document) for row in targets if inherits(row)},
    )


def due_key(row: Target) -> str:
    """What the place of an inherited year depends on, but for the document."""
    return f"{row.at.block} {row.at.span.end} {row.deadline} {row.deadline_from}"


def _places(made: Registers) -> Iterator[Place]:
    for rows in (made.tasks, made.targets, made.citations):
        yield from (row.at for row in rows)
    for system in made.systems:
        yield from system.mentions or (system.at,)
