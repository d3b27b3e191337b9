"""Systems: the names found in single documents brought together, with aliases, mentions everywhere, leads and years.

Owns which names mean the same system. Finding names is `naming`'s work; what a person decided stands in the lexicon.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.core.document import Block, Document
from reader.core.folding import fold_text
from reader.core.late_pattern import late
from reader.core.register import Place, System, SystemType, Target, Task
from reader.core.span import Span
from reader.registers import deadlines
from reader.registers.belonging import earliest_year, owner_of, targets_beside
from reader.registers.grants import GIVEN_TO, speaks_of_grants
from reader.registers.kinds import is_law
from reader.registers.lexicon import Correction, Lexicon
from reader.registers.naming import names_in, places_rule
from reader.registers.quoted_names import Name
from reader.registers.speaking_year import first_year
from reader.registers.stretches import Sentences, Stretches
from reader.registers.task_tables import work_columns

_KINDS: Final = frozenset(["heading", "paragraph", "bullet", "table"])
_PLACE: Final = late(r"^(?:全市|全区|本市|我市|我区|天津市|天津|市|国家级|国家(?=“))")
_BARE_HEAD: Final = late(r"(?:大)?(?:平台|系统|场景|应用场景|APP|app|小程序|客户端|移动端|公众号)?")
_A_SENTENCE: Final = 16  # characters of a cell that says what is to be done
_NEAR: Final = 24  # characters before a name that can say whose it is
_PREFIX: Final = 3  # characters by which forms are looked up in a text
_PROGRAMMES: Final = ("计划", "工程", "行动")
_LONG: Final = 8  # characters from which the end of a longer name is the same name


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a block of a document."""

    place: Place
    name: Name


@dataclass(slots=True)
class _Group:
    """Names of one system, while they are brought together."""

    forms: Counter[str] = field(default_factory=Counter)
    types: Counter[SystemType] = field(default_factory=Counter)
    cores: set[str] = field(default_factory=set)
    sure: bool = False

    def add(self, text: str, name: Name | None, type_: SystemType) -> None:
        self.forms[text] += 1
        self.types[type_] += 1
        self.sure = self.sure or name is None or name.sure
        if name is not None and name.core:
            self.cores.add(name.core)

    def take(self, other: _Group) -> None:
        self.forms += other.forms
        self.types += other.types
        self.cores |= other.cores
        self.sure = self.sure or other.sure


def read_names(document: Document, tasks: Sequence[Task], lexicon: Lexicon) -> tuple[Found, ...]:
    """The names of one document that may be those of systems, in reading order. Names of units are none."""
    notes: dict[str, list[Span]] = defaultdict(list)
    units = {u.name for t in tasks for _, u in t.everyone()}
    for task in tasks:
        if task.task != task.at.quote:  # a note, not a sentence with units in it
            notes[task.at.block].append(task.note)
    found: list[Found] = []
    places = places_rule(document.region)
    law = is_law(document)
    for block in document.blocks:
        if block.kind not in _KINDS:
            continue
        marked = Stretches(notes.get(block.id, ()))
        given = Stretches(Span(*m.span("whom")) for m in GIVEN_TO.finditer(block.text))
        at_work = Stretches(_cells_of_work(block)) if block.kind == "table" else None
        for name in names_in(block.text, lexicon, places):
            if marked.touches(name.span) or _is_unit(name.text, units, lexicon):
                continue
            if not name.core and given.touches(name.span) and speaks_of_grants(block.text):
                continue  # 对新认定的创新实验室给予奖励: whatever is one
            named = name.core or places.match(name.text) or (at_work and name.sure and at_work.touches(name.span))
            if (law or block.kind == "table") and not named:
                continue  # laws speak of kinds of systems; a name of one has a place or quotation marks
            found.append(Found(Place(document.id, block.id, name.span, name.text), name))
    return tuple(found)


def _cells_of_work(block: Block) -> Iterator[Span]:
    """The cells of a table of tasks that say in a sentence what is to be done."""
    rows = block.rows or ()
    columns = work_columns(rows)
    for line, row in zip(block.row_spans()[1:], rows[1:], strict=False):
        for cell in (row[n] for n in columns if n < len(row)):
            at = block.text.find(cell, line.start, line.end) if len(cell) >= _A_SENTENCE else -1
            if at >= 0:
                yield Span(at, at + len(cell))


def _is_unit(name: str, units: set[str], lexicon: Lexicon) -> bool:
    return name in units or name in lexicon.whole or _PLACE.sub("", name) in lexicon.stems


def compile_systems(
    documents: Sequence[Document],
    found: Iterable[Found],
    tasks: Sequence[Task],
    targets: Sequence[Target],
    lexicon: Lexicon,
) -> tuple[System, ...]:
    """The systems of all documents, in the order of their first mention."""
    found = tuple(found)
    corrections = _corrections_for(documents, lexicon)
    called = {_key(f.name.short): _key(f.name.text) for f in found if f.name.short}
    groups = _merged(_grouped(found, corrections), corrections, called)
    forms = _forms(groups, corrections)
    mentions: dict[str, list[Place]] = defaultdict(list)
    texts = {(d.id, b.id): b.text for d in documents for b in d.blocks}
    regions = {d.id: d.region or "" for d in documents}
    for place, display in _mentions(documents, forms, _limits(corrections, found)):
        text = texts[place.doc, place.block]
        owner = owner_of(text[max(0, place.span.start - _NEAR) : place.span.start], place, regions[place.doc])
        if owner:
            groups.setdefault(owner + place.quote, groups[display])
        mentions[owner + place.quote if owner else display].append(place)
    led = _tasks_by_block(tasks)
    goals = _targets_by_name(targets, forms)
    near = targets_beside(mentions, targets, led, texts)
    since = {d.id: first_year(d) for d in documents}
    made = []
    for display, places in mentions.items():
        group = groups[display]
        own = tuple(dict.fromkeys([*goals.get(display, ()), *near.get(display, ())]))
        made.append(
            System(
                at=places[0],
                name=display,
                type=_type(group, corrections.get(display)),
                aliases=tuple(sorted({p.quote for p in places} - {display}, key=lambda form: (len(form), form))),
                mentions=tuple(places),
                lead=_leads(places, led),
                deadline=_deadline(places, texts, since) or earliest_year(own),
                targets=own,
                sure=group.sure,
            )
        )
    return tuple(made)


def _corrections_for(documents: Sequence[Document], lexicon: Lexicon) -> dict[str, Correction]:
    """The corrections that hold for these documents."""
    ids = {d.id for d in documents}
    return {name: c for name, c in lexicon.corrections.items() if not c.docs or ids & set(c.docs)}


def _limits(corrections: Mapping[str, Correction], found: Iterable[Found]) -> dict[str, frozenset[tuple[str, str]]]:
    """Forms that count in some places only, as (document, block); block "" is the whole document.

    A correction may be about one document. Something like “互联网+教育” is a name only where a list said so.
    """
    limits = {name: frozenset((doc, "") for doc in c.docs) for name, c in corrections.items() if c.docs}
    places: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in found:
        if "+" in each.name.text and not each.name.head:
            places[each.name.text].add((each.place.doc, each.place.block))
    return limits | {name: frozenset(where) for name, where in places.items()}


def _type(group: _Group, correction: Correction | None) -> SystemType:
    return (correction.type if correction else None) or group.types.most_common(1)[0][0]


# Which names mean the same


def _key(name: str) -> str:
    bare = re.sub(r"[“”\s]|（[^（）]*）$", "", name)
    while (shorter := _PLACE.sub("", bare)) != bare and len(shorter) >= 4:
        bare = shorter
    return fold_text(bare)


def _grouped(found: Iterable[Found], corrections: Mapping[str, Correction]) -> dict[str, _Group]:
    """Names by key: places in front and quotation marks do not count."""
    groups: dict[str, _Group] = defaultdict(_Group)
    for each in found:
        correction = corrections.get(each.name.text)
        if correction and correction.drop:
            continue
        groups[_key(each.name.text)].add(each.name.text, each.name, each.name.type)
    for correction in corrections.values():
        if correction.type and not correction.drop:
            groups[_key(correction.name)].add(correction.name, None, correction.type)
    return groups


def _merged(
    groups: dict[str, _Group], corrections: Mapping[str, Correction], called: Mapping[str, str]
) -> dict[str, _Group]:
    """The groups by the name they are shown under. `called`: short names that a text gives to others."""
    into: dict[str, str] = {short: full for short, full in called.items() if short != full and short in groups}
    into |= _same_core(groups)
    into |= _same_end(groups, into)
    for correction in corrections.values():
        if correction.alias_of and (target := _key(correction.alias_of)) in groups:
            groups[_key(correction.name)].add(correction.name, None, groups[target].types.most_common(1)[0][0])
            into[_key(correction.name)] = target
            into.pop(target, None)
    for key, target in into.items():
        while target in into and into[target] != key:
            target = into[target]  # noqa: PLW2901  follows the chain to its end
        if key in groups and target in groups and key != target:
            groups[target].take(groups.pop(key))
    wanted = {_key(c.alias_of): c.alias_of for c in corrections.values() if c.alias_of}
    return {wanted.get(key) or _display(group): group for key, group in groups.items()}


def _display(group: _Group) -> str:
    return max(group.forms, key=lambda form: (bool(_QUOTED_FIRST.match(form)), len(form), group.forms[form]))


_QUOTED_FIRST: Final = late(r"“.+”.{3,}")


def _same_core(groups: Mapping[str, _Group]) -> dict[str, str]:
    """“甲” and “甲”平台 are “甲”综合应用平台, where there is only one such longer name."""
    by_core: dict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        for core in group.cores:
            if "programme" in group.types or not core.endswith(_PROGRAMMES):  # “甲计划”服务中心 is not “甲计划”
                by_core[fold_text(core)].append(key)
    into: dict[str, str] = {}
    for core, keys in by_core.items():
        bare = [k for k in keys if _BARE_HEAD.fullmatch(k.removeprefix(core), 0) and k.startswith(core)]
        longer = [k for k in keys if k not in bare]
        if len(longer) == 1 or (not longer and len(bare) > 1):
            target = longer[0] if longer else max(bare, key=len)
            into |= {k: target for k in bare if k != target}
    return into


def _same_end(groups: Mapping[str, _Group], into: Mapping[str, str]) -> dict[str, str]:
    """A name is a longer one's end, where only one longer name ends so (the same centre with and without 国家)."""
    ends: dict[str, list[str]] = defaultdict(list)
    keys = {k for k in groups if k not in into}
    for key in keys:
        for start in range(1, len(key) - _LONG + 1):
            if key[start:] in keys:
                ends[key[start:]].append(key)
    return {short: max(longer, key=len) for short, longer in ends.items() if _nested(longer)}


def _nested(names: Sequence[str]) -> bool:
    longest = max(names, key=len)
    return all(longest.endswith(n) for n in names)


# Where they are mentioned


def _forms(groups: Mapping[str, _Group], corrections: Mapping[str, Correction]) -> dict[str, str]:
    """Every way to write a name → the name it is shown under."""
    dropped = {c.name for c in corrections.values() if c.drop}
    forms: dict[str, str] = {}
    cores = Counter(c for g in groups.values() for c in g.cores)
    for display, group in groups.items():
        for form in group.forms:
            forms[form] = display
        for core in group.cores:
            quoted = f"“{core}”"
            if cores[core] == 1 and not set(core) & set("+、，") and quoted not in forms:
                forms[quoted] = display
    for display, group in groups.items():
        for form in group.forms:
            plain = re.sub(r"[“”]", "", form)
            named = plain.endswith(("大脑", "驾驶舱")) or not form.endswith("”")
            if plain != form and len(plain) >= (4 if form.endswith("”") else 6) and "“" in form[:8] and named:
                forms.setdefault(plain, display)
    return {form: display for form, display in forms.items() if form not in dropped}


def _mentions(
    documents: Sequence[Document], forms: Mapping[str, str], limits: Mapping[str, frozenset[tuple[str, str]]]
) -> Iterator[tuple[Place, str]]:
    """Every mention, in reading order; where several names begin at one place, the longest."""
    by_prefix = _by_prefix(forms)
    begins = re.compile("|".join(map(re.escape, sorted({prefix[0] for prefix in by_prefix if prefix}))) or "(?!)")
    for document in documents:
        for block in document.blocks:
            if block.kind not in _KINDS and block.kind != "title":
                continue
            text, at, here = block.text, 0, (document.id, block.id)
            while begin := begins.search(text, at, len(text) - 1):
                at = begin.start()
                near = by_prefix.get(text[at : at + _PREFIX], ())
                form = next((f for f in near if text.startswith(f, at) and _counts(f, here, limits)), "")
                if form:
                    yield Place(document.id, block.id, Span(at, at + len(form)), form), forms[form]
                at += len(form) or 1


def _by_prefix(forms: Iterable[str]) -> dict[str, list[str]]:
    """The forms by their first characters, longest first."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        by_prefix[form[:_PREFIX]].append(form)
    return by_prefix


def _targets_by_name(targets: Sequence[Target], forms: Mapping[str, str]) -> dict[str, list[Target]]:
    """Targets that name a system, by the name it is shown under."""
    by_prefix = _by_prefix(forms)
    found: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        near = {f for at in range(len(target.what)) for f in by_prefix.get(target.what[at : at + _PREFIX], ())}
        for display in dict.fromkeys(forms[f] for f in sorted(near) if f in target.what):
            if target.kind != "count":
                found[display].append(target)
    return found


def _counts(form: str, here: tuple[str, str], limits: Mapping[str, frozenset[tuple[str, str]]]) -> bool:
    where = limits.get(form)
    return where is None or here in where or (here[0], "") in where


def _tasks_by_block(tasks: Sequence[Task]) -> dict[tuple[str, str], list[Task]]:
    by_block: dict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in tasks:
        by_block[task.at.doc, task.at.block].append(task)
    return by_block


def _leads(places: Sequence[Place], tasks: Mapping[tuple[str, str], Sequence[Task]]) -> tuple[str, ...]:
    """Units that lead, or share, the tasks which mention the system; those named most often first."""
    named = Counter(
        unit.name
        for task in dict.fromkeys(
            t for p in places for t in tasks.get((p.doc, p.block), ()) if t.at.span.overlaps(p.span)
        )
        for unit in task.responsible
    )
    return tuple(name for name, _ in named.most_common())


def _deadline(
    places: Sequence[Place], texts: Mapping[tuple[str, str], str], since: Mapping[str, int | None]
) -> int | None:
    years: list[int] = []
    known: dict[tuple[str, str], Sentences] = {}
    read: set[tuple[str, str, int]] = set()
    for place in places:
        here = place.doc, place.block
        if here not in known:
            known[here] = Sentences(texts[here])
        said = known[here].at(place.span.start)
        if (*here, said.start) not in read:
            read.add((*here, said.start))
            years += [year for _, year in deadlines.years_ahead(said.cut(texts[here]), since[place.doc])]
    return min(years) if years else None
