"""From documents to registers: what each document says by itself, then what only several together show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reader.core.document import Document, DocumentInfo
from reader.core.register import Citation, Registers, Target, Task
from reader.registers.around import around
from reader.registers.citations import Shelf, read_citations
from reader.registers.lexicon import Lexicon
from reader.registers.plain_script import Words, as_written, in_plain_script
from reader.registers.systems import Found, compile_systems, read_names
from reader.registers.targets import read_targets
from reader.registers.tasks import read_tasks
from reader.registers.timed_targets import with_times_of_tasks


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says by itself. Worth keeping: making it is most of the work."""

    document: Document
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    names: tuple[Found, ...]
    citations: tuple[Citation, ...]


def read(document: Document, lexicon: Lexicon) -> Reading:
    """Reads one document."""
    plain = in_plain_script(document)
    tasks = read_tasks(plain, lexicon)
    targets = with_times_of_tasks(plain, read_targets(plain), tasks)
    names = read_names(plain, tasks, lexicon)
    if plain is not document:
        words = Words(document)
        tasks, targets = tuple(map(words.task, tasks)), tuple(map(words.target, targets))
    return Reading(document, tasks, targets, names, read_citations(document))


def compile_registers(readings: Sequence[Reading], lexicon: Lexicon, shelf: Iterable[DocumentInfo] = ()) -> Registers:
    """The registers of these documents, rows in the order of the readings.

    Args:
        shelf: what citations may be linked to besides these documents.
    """
    documents = [r.document for r in readings]
    own = {d.id for d in documents}
    plain = [in_plain_script(d) for d in documents]
    traditional = {d.id: d for d, p in zip(documents, plain, strict=True) if p is not d}
    found = (f for r in readings for f in r.names)
    known = Shelf([*(d.info() for d in documents), *(info for info in shelf if info.id not in own)])
    tasks = tuple(t for r in readings for t in r.tasks)
    targets = tuple(t for r in readings for t in r.targets)
    citations = [
        known.linked(c)
        for r in readings
        for c in sorted((*r.citations, *known.unmarked(r.document)), key=_order(r.document))
    ]
    made = Registers(
        tasks,
        targets,
        as_written(compile_systems(plain, found, tasks, targets, lexicon), traditional),
        tuple(citations),
        tuple(r.document.id for r in readings if not any(t.kind == "target" for t in r.targets)),
    )
    return replace(made, around=around(documents, made))


def _order(document: Document) -> _Order:
    return _Order({block.id: n for n, block in enumerate(document.blocks)})


@dataclass(frozen=True, slots=True)
class _Order:
    blocks: dict[str, int]

    def __call__(self, citation: Citation) -> tuple[int, int]:
        return self.blocks[citation.at.block], citation.at.span.start


def registers_of(documents: Document | Sequence[Document], lexicon: Lexicon) -> Registers:
    """The registers of one document or of several."""
    given = [documents] if isinstance(documents, Document) else documents
    return compile_registers([read(document, lexicon) for document in given], lexicon)
