"""The rows of the registers: who does what, what must be reached by when, which systems, what is cited. Values only.

Every row says where its words stand. `as_row` gives the JSON-ready form, names as in the public contract.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from reader.core.span import Location, Span

REGISTERS: Final = ("tasks", "targets", "systems", "citations")
Role = Literal["lead", "support", "joint"]
TargetKind = Literal["target", "funding", "baseline", "count"]
SystemType = Literal["system", "platform", "app", "scenario", "centre", "programme"]
DeadlineFrom = Literal["own", "sentence", "paragraph", "chapter", "period"]
Every = Literal["year", "half", "quarter", "month"]


@dataclass(frozen=True, slots=True)
class Place:
    """The words a row was read from.

    Attributes:
        span: code points of the block's text.
        quote: those words.
    """

    doc: str
    block: str
    span: Span
    quote: str

    @property
    def location(self) -> Location:
        """Where to jump to."""
        return Location(self.doc, self.block, self.span)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit named in an assignment.

    Attributes:
        name: in full, with the level it belongs to (区工业和信息化局, where the text says 区工信局).
        as_written: the words of the text; of 甲区、乙区等相关区人民政府 each unit has the whole phrase.
        key: the same for all names of the same unit (天津市/人社局); the level and the region are part of it.
        generic: stands for any number of units (各区人民政府).
        span: where the words stand in the block.
    """

    name: str
    as_written: str
    key: str
    span: Span
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment: a task, and who has to do it.

    Attributes:
        at: task and note together.
        task: the stretch of text the note closes, without the note.
        note: span of the note in the block.
        lead, support: as the text tells them apart.
        units: where it does not.
        others: words that leave the list open (等市级相关部门).
        form: 牵头/配合, 责任单位, 按职责分工负责 or trailing.
        deadline: the year by whose end it is to be done, where it is said of the task as a whole.
        due: the last day meant, as an ISO date, where more than a year is said (2026年6月底前: 2026-06-30).
        every: how often it comes round (每季度).
        when: the words that say when; empty where none do.
    """

    at: Place
    task: str
    note: Span
    form: str
    lead: tuple[Unit, ...] = ()
    support: tuple[Unit, ...] = ()
    units: tuple[Unit, ...] = ()
    others: tuple[str, ...] = ()
    sure: bool = True
    deadline: int | None = None
    due: str | None = None
    every: Every | None = None
    when: str = ""

    def everyone(self) -> tuple[tuple[Role, Unit], ...]:
        """All units with their roles, in reading order of the roles."""
        given: list[tuple[Role, Unit]] = [("lead", u) for u in self.lead]
        given += [("joint", u) for u in self.units]
        return (*given, *(("support", u) for u in self.support))

    @property
    def responsible(self) -> tuple[Unit, ...]:
        """The units that lead, or share the task where none does."""
        return self.lead or self.units


@dataclass(frozen=True, slots=True)
class Target:
    """One figure to be reached, kept to, or looked back on.

    Attributes:
        value: number as a decimal text (2600, 1.5), a range as 3-5.
        unit: as written (亿元, %, 家); a factor is part of it (万人).
        comparator: >=, >, <=, <, = or ~.
        deadline: the year by whose end it is to be reached; of a past figure the year it is of.
        deadline_from: own words, or inherited from the sentence, paragraph, chapter or the document's period.
        why: what makes it unsure, in a sentence, where only its reader knows.
        kind: target, funding (money given: a fund, a cap, a reward), baseline (a past figure), count (of things the
            text itself names). What one has to reach to be given money (年收入1亿元以上的企业) is no row.
    """

    at: Place
    what: str
    value: str
    unit: str
    comparator: str
    deadline: int | None
    deadline_from: DeadlineFrom | None
    kind: TargetKind
    from_table: bool = False
    sure: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A system, platform, application, scenario, centre or programme with a name of its own.

    Attributes:
        at: its first mention.
        aliases: other names found in the texts.
        lead: names of the units that lead the tasks that mention it.
        deadline: the earliest year given beside it.
        targets: figures that are about it (日活跃用户数 of a platform).
    """

    at: Place
    name: str
    type: SystemType
    aliases: tuple[str, ...] = ()
    mentions: tuple[Place, ...] = ()
    lead: tuple[str, ...] = ()
    deadline: int | None = None
    targets: tuple[Target, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to another document, by title, by 文号 or by both.

    Attributes:
        cited: the title without its marks, or the 文号 where there is no title.
        number: the 文号 given with it.
        issuer: whose it is, where the text says so before the title.
        target: id of the document in the corpus, or None.
        itself: the document names itself (a notice and the plan it carries).
        higher: what the document rests on (根据, 落实 …).
    """

    at: Place
    cited: str
    target: str | None = None
    number: str | None = None
    issuer: str | None = None
    itself: bool = False
    higher: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows of one document: kept with them, so that listing them opens no document.

    Attributes:
        labels: how official writing names the clause of each block that a row stands in, by block id.
        since: the year the document speaks from; None where nothing in it tells.
        back: the blocks with targets that look back on several years; empty where there are no targets.
        due: where the inherited years of targets stand, by `due_key`; None where no words are found.
    """

    labels: Mapping[str, str]
    since: int | None = None
    back: tuple[str, ...] = ()
    due: Mapping[str, Place | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registers:
    """All rows of some documents.

    Attributes:
        no_targets: ids of the documents that state no target in figures.
        around: by document id, of those of which it is known.
    """

    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    systems: tuple[System, ...] = ()
    citations: tuple[Citation, ...] = ()
    no_targets: tuple[str, ...] = field(default=())
    around: Mapping[str, Around] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of one register. Raises KeyError for a name that is not in REGISTERS."""
        by_name: dict[str, tuple[Row, ...]] = {
            "tasks": self.tasks, "targets": self.targets, "systems": self.systems, "citations": self.citations,
        }  # fmt: skip
        return by_name[name]

    def of(self, docs: Collection[str]) -> Registers:
        """The rows of some documents. A system keeps its mentions elsewhere but opens with one in these."""
        return Registers(
            tuple(t for t in self.tasks if t.at.doc in docs),
            tuple(t for t in self.targets if t.at.doc in docs),
            tuple(
                replace(s, at=here)
                for s in self.systems
                if (here := next((m for m in s.mentions if m.doc in docs), None)) is not None
            ),
            tuple(c for c in self.citations if c.at.doc in docs),
            tuple(d for d in self.no_targets if d in docs),
            self.around,
        )

    def cited_by(self, doc: str) -> tuple[Citation, ...]:
        """The places where other documents cite this one."""
        return tuple(c for c in self.citations if c.target == doc and not c.itself)

    def lineage(self, doc: str) -> tuple[Citation, ...]:
        """What this document says it rests on, each once, in reading order."""
        found: dict[str, Citation] = {}
        for citation in self.citations:
            if citation.at.doc == doc and citation.higher and not citation.itself:
                found.setdefault(citation.target or citation.cited, citation)
        return tuple(found.values())


Row = Task | Target | System | Citation


def as_row(row: Row) -> dict[str, Any]:
    """The row as JSON-ready values."""
    place = {"doc": row.at.doc, "block": row.at.block, "span": list(row.at.span), "quote": row.at.quote}
    match row:
        case Task():
            return {**place, **_task(row)}
        case Target():
            return {
                **place, "what": row.what, "value": row.value, "unit": row.unit, "comparator": row.comparator,
                "deadline": row.deadline, "deadline_from": row.deadline_from, "kind": row.kind,
                "from_table": row.from_table, "sure": row.sure,
            }  # fmt: skip
        case System():
            return {
                **place, "name": row.name, "type": row.type, "aliases": list(row.aliases),
                "mentions": [{"doc": m.doc, "block": m.block, "span": list(m.span)} for m in row.mentions],
                "lead": list(row.lead), "deadline": row.deadline, "sure": row.sure,
                "targets": [
                    {"doc": t.at.doc, "block": t.at.block, "what": t.what, "value": t.value, "unit": t.unit,
                     "deadline": t.deadline}
                    for t in row.targets
                ],
            }  # fmt: skip
        case Citation():
            return {
                **place, "cited": row.cited, "target": row.target, "number": row.number, "issuer": row.issuer,
                "itself": row.itself, "higher": row.higher, "sure": row.sure,
            }  # fmt: skip


def _task(row: Task) -> dict[str, Any]:
    groups = {"lead": row.lead, "support": row.support, "units": row.units}
    return {
        "task": row.task, "form": row.form, "note": list(row.note),
        **{name: [u.name for u in units] for name, units in groups.items()},
        "as_written": {name: [u.as_written for u in units] for name, units in groups.items()},
        "generic": list(_names(u for units in groups.values() for u in units if u.generic)),
        "others": list(row.others), "deadline": row.deadline, "due": row.due, "every": row.every, "when": row.when,
        "sure": row.sure,
    }  # fmt: skip


def _names(units: Any) -> Sequence[str]:
    return list(dict.fromkeys(u.name for u in units))
