"""The demands of a higher document (tasks, targets, systems of its registers; of a law the sentences that say what is
to be done) with the clauses that answer them.

What is found is a proposal: doubtful ones say so, and what people decide is kept in the store and stands before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from reader.core import likeness
from reader.core.answering import ANSWERED, Answer, Answering, headings_of
from reader.core.articles import read_articles
from reader.core.citation import clause_label
from reader.core.document import Block, Document
from reader.core.errors import BadInput
from reader.core.folding import fold_text
from reader.core.note import RowMark
from reader.core.register import Registers, Row, System, Target, Task
from reader.core.span import Span
from reader.store.annotations import NoteStore

Kind = Literal["task", "target", "system", "duty"]
Proposal = Literal["likely", "doubtful", "none"]

REGISTER: Final = "answers"
STANDINGS: Final[dict[Proposal, str]] = {"likely": "可能对应", "doubtful": "可能对应（存疑）", "none": "未找到"}
VERDICTS: Final = ("已落实", "部分", "未涉及", "不适用")
_DUTY: Final = re.compile("应当|必须|不得|應當|必須")
_DUTY_SENTENCE: Final = re.compile("[^。；;\n]+[。；;]?")
_CONSEQUENCES: Final = re.compile("法律责任|法律責任|罚则|罰則|附则|附則|处罚|處罰")
_AIMS: Final = re.compile("指导思想|总体(?:要求|思路|目标)|基本原则|(?:发展|主要|工作|行动)目标|推进思路")
_AIMED: Final = 0.25  # how near a clause of general aims must be to answer a demand without a figure
_MEASURED: Final = 0.18  # how near any clause must be to answer a figure without one of its own
DUTY_ANSWERED, DUTY_LIKELY = 0.265, 0.4  # from which on a duty of a law is answered, and without doubt
_SHORT: Final = 14  # characters of a demand that says too little to be sure of an answer
GENERAL: Final = 0.8  # what is left of the nearness of such a clause where clauses are ranked
LOOKED_AT: Final = 8  # clauses that are ranked for a demand
FIRST: Final = 3  # clauses that are shown for a demand
_SAME_FIGURE: Final = 0.5  # how alike the names of two figures must be


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a higher document asks for.

    Attributes:
        clause: where it stands, as official writing names it.
        lead: units that are to do it.
        targets: figures it names, or is.
    """

    key: str
    kind: Kind
    block: str
    span: Span
    clause: str
    text: str
    lead: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A clause of ours. `figures`: figures of both sides that are of one thing, theirs first."""

    block: str
    clause: str
    text: str
    near: float
    doubtful: bool
    figures: tuple[tuple[Target, Target], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A demand with what one of our documents has for it, the nearest first.

    Attributes:
        found: also where nothing answers: then they are only the nearest there are.
        verdict, note: what people decided; "" where nobody has yet.
    """

    demand: Demand
    ours: str
    proposal: Proposal
    found: tuple[Found, ...]
    verdict: str = ""
    note: str = ""

    @property
    def standing(self) -> str:
        """The verdict, else what is proposed, in words."""
        return self.verdict or STANDINGS[self.proposal]


class Benchmark:
    """Answers for one library."""

    def __init__(
        self, registers: Callable[[], Registers], load: Callable[[str], Document], store: Callable[[], NoteStore]
    ) -> None:
        self._registers, self._load, self._store = registers, load, store

    def demands(self, higher: str) -> tuple[Demand, ...]:
        """What a document demands, in reading order. Raises BadInput where nothing is read in it."""
        document, made = self._load(higher), self._registers()
        found = tuple(_demands(document, made))
        if not found:
            raise BadInput(
                f"没有在“{document.reading_title}”里读到任务、指标、平台系统，也没有读到“应当”怎样的条文，不能对标。"
            )
        return found

    def of(
        self, higher: str, ours: str, cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[float], None] = lambda _share: None,
    ) -> tuple[Answered, ...]:  # fmt: skip
        """Every demand with its answers. A second or two for plans of a hundred demands; stops where `cancelled`, and
        tells how far it is (0..1).
        """
        if higher == ours:
            raise BadInput("请写明两份不同的文件。")
        demands = self.demands(higher)
        document, heads = self._load(ours), headings_of(self._load(higher))
        aims = {block for block, heading in headings_of(document).items() if _AIMS.search(heading)}
        asking = Answering(document, [each.text for each in demands])
        own = [each for each in self._registers().targets if each.at.doc == ours and each.kind != "baseline"]
        marks = self._store().registers.row_marks(higher)
        made = []
        for number, each in enumerate(demands):
            if cancelled():
                break
            progress(number / len(demands))
            nearest = asking.nearest(each.text, heads.get(each.block, ""), LOOKED_AT)
            found = _ranked([_found(document, each, answer, own) for answer in nearest], aims)
            mark = marks.get(_key(ours, each))
            made.append(
                Answered(
                    each,
                    ours,
                    _proposal(each, found, aims),
                    found,
                    mark.status if mark else "",
                    mark.note if mark else "",
                )
            )
        return tuple(made)

    def decide(self, higher: str, answered: Answered, verdict: str, note: str) -> None:
        """Keeps a verdict with a note; neither: forgets both. Raises BadInput for a word that is no verdict."""
        if verdict and verdict not in VERDICTS:
            raise BadInput(f"“{verdict}”不是结论；可用的有：{'、'.join(VERDICTS)}。")
        key = _key(answered.ours, answered.demand)
        self._store().registers.set_row_mark(RowMark(key, higher, REGISTER, verdict, note.strip()))


def _key(ours: str, demand: Demand) -> str:
    return f"{REGISTER}/{ours}/{demand.key}"


def _demands(document: Document, made: Registers) -> Iterator[Demand]:
    order = {block.id: at for at, block in enumerate(document.blocks)}
    rows: list[tuple[int, int, Kind, Row | None, str, tuple[str, ...]]] = []
    targets = [each for each in made.targets if each.at.doc == document.id and each.kind == "target"]
    tasks = [each for each in made.tasks if each.at.doc == document.id]
    covered: set[int] = set()
    for task in tasks:
        units = tuple(unit.name for unit in task.responsible)
        rows.append((order.get(task.at.block, 0), task.at.span.start, "task", task, task.task, units))
    for number, target in enumerate(targets):
        if any(task.at.block == target.at.block and task.at.span.overlaps(target.at.span) for task in tasks):
            covered.add(number)
        else:
            rows.append((order.get(target.at.block, 0), target.at.span.start, "target", target, target.at.quote, ()))
    for system in made.systems:
        place = next((each for each in system.mentions if each.doc == document.id), None)
        inside = place is not None and any(
            task.at.block == place.block and task.at.span.overlaps(place.span) for task in tasks
        )
        if place is not None and not inside:
            units = _leads_here(system, tasks)
            rows.append((order.get(place.block, 0), place.span.start, "system", system, system.name, units))
    taken = [(order.get(task.at.block, 0), task.at.span) for task in tasks]
    for block, span in duties(document):
        at = order[block.id]
        if not any(at == other and span.overlaps(its) for other, its in taken):
            rows.append((at, span.start, "duty", None, span.cut(block.text).strip(), ()))
    for at, start, kind, row, text, units in sorted(rows, key=lambda each: (each[0], each[1], each[2])):
        block = document.blocks[at]
        span = row.at.span if isinstance(row, Task | Target) else Span(start, start + len(text))
        yield Demand(
            _demand_key(kind, text), kind, block.id, span, clause_label(document, block.id), text, units,
            tuple(_figures_of(row, targets)),
        )  # fmt: skip


def duties(document: Document) -> Iterator[tuple[Block, Span]]:
    """The sentences of a law that say what is to be done or not (应当, 必须, 不得), each with its block and place.

    Not those of its last chapters (法律责任, 附则): they say what follows, and from when. None of a text without 条.
    """
    articles = read_articles(document)
    ending: tuple[str, ...] | None = None
    for block in document.blocks:
        if block.kind == "heading" and block.number is not None:
            if ending is not None and block.path[: len(ending) - 1] == ending[:-1]:
                ending = None
            if _CONSEQUENCES.search(block.text):
                ending = (*block.path, block.number)
        within = ending is not None and block.path[: len(ending)] == ending
        if within or block.kind == "heading" or articles.around(block.id) is None:
            continue
        start = likeness.number_length(block)
        for match in _DUTY_SENTENCE.finditer(block.text, start):
            words = match[0]
            lead = len(words) - len(words.lstrip())
            if _DUTY.search(words) and len(words.strip()) >= _SHORT:
                yield block, Span(match.start() + lead, match.end())


def _leads_here(system: System, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Units that lead the tasks of one document which mention the system: `system.lead` is of all documents."""
    places = [(place.doc, place.block, place.span) for place in system.mentions]
    return tuple(
        dict.fromkeys(
            unit.name
            for task in tasks
            if any(task.at.doc == doc and task.at.block == block and task.at.span.overlaps(span)
                   for doc, block, span in places)
            for unit in task.responsible
        )
    )  # fmt: skip


def _demand_key(kind: Kind, text: str) -> str:
    return f"{kind}/{hashlib.sha256(fold_text(text).encode()).hexdigest()[:20]}"


def _figures_of(row: Row | None, targets: Sequence[Target]) -> Iterator[Target]:
    if isinstance(row, Target):
        yield row
    elif isinstance(row, Task):
        for each in targets:
            if each.at.block == row.at.block and row.at.span.overlaps(each.at.span):
                yield each


def _proposal(demand: Demand, found: Sequence[Found], aims: Collection[str] = ()) -> Proposal:
    """`aims`: the blocks of our document that say what all of it is for: they speak of every matter and answer none,
    unless a figure stands beside one of theirs.
    """
    if not found or found[0].near < ANSWERED:
        return "none"
    if demand.kind == "duty":  # laws of one matter share so many words that nearness says less
        near = found[0].near
        return "none" if near < DUTY_ANSWERED else "doubtful" if near < DUTY_LIKELY else "likely"
    if not found[0].figures:
        general = found[0].block in aims and found[0].near < _AIMED
        if general or (demand.kind == "target" and found[0].near < _MEASURED):
            return "none"
    vague = len(demand.text) < _SHORT or (demand.kind == "target" and not found[0].figures)
    return "doubtful" if found[0].doubtful or vague else "likely"


def _found(document: Document, demand: Demand, answer: Answer, own: Sequence[Target]) -> Found:
    block = document.block(answer.block)
    assert block is not None
    figures = tuple(
        (theirs, ours)
        for theirs in demand.targets
        for ours in own
        if (ours.at.block == block.id or answer.near >= ANSWERED) and _one_figure(theirs, ours)
    )
    return Found(
        block.id, clause_label(document, block.id), block.text, round(answer.near, 3), answer.doubtful, figures[:3]
    )


def _ranked(found: Sequence[Found], aims: Collection[str]) -> tuple[Found, ...]:
    """The nearest; a clause of general aims without a figure of the same thing stands behind one that is hardly less
    near and says what is to be done.
    """

    def weighed(each: Found) -> float:
        return each.near * (GENERAL if each.block in aims and not each.figures else 1.0)

    return tuple(sorted(found, key=weighed, reverse=True)[:FIRST])


def _one_figure(a: Target, b: Target) -> bool:
    """Whether two figures are of one thing: the same unit, and names much alike."""
    if a.unit.strip("万亿千百十") != b.unit.strip("万亿千百十"):
        return False
    numbers = likeness.Numbering()
    first, second = (likeness.bigrams(fold_text(each.what), numbers) for each in (a, b))
    return likeness.dice(first, second) >= _SAME_FIGURE


def figure(target: Target) -> str:
    """≥55 %，2023年."""
    signs = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "", "~": "约"}
    year = f"，{target.deadline}年" if target.deadline else ""
    return f"{signs.get(target.comparator, '')}{target.value}{target.unit}{year}"
