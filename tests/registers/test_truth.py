"""The registers of the corpus against truth drawn up by hand, from reading the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.register import REGISTERS, Registers, Task, as_row

Truth = Callable[[str], Any]


def f1(found: Iterable[Any], wanted: Iterable[Any]) -> tuple[float, float, float]:
    """Precision, recall and their mean, counting repeated things as often as they come."""
    have, want = Counter(found), Counter(wanted)
    right = (have & want).total()
    precision, recall = right / max(1, have.total()), right / max(1, want.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _roles(task: Task) -> dict[str, str]:
    groups = {"lead": task.lead, "units": task.units, "support": task.support}
    return {role: "、".join(u.name for u in units) for role, units in groups.items()}


def test_units_of_all_assignments(registers: Registers, truth: Truth) -> None:
    wanted = truth("tasks")

    def each(doc: str, end: str, roles: dict[str, str]) -> list[tuple[str, str, str, str]]:
        return [(doc, end, role, unit) for role, units in roles.items() for unit in units.split("、") if unit]

    found = [x for t in registers.tasks for x in each(t.at.doc, t.task[-12:], _roles(t))]
    right = [x for w in wanted for x in each(w["doc"], w["task_end"], {r: w[r] for r in ("lead", "units", "support")})]
    assert f1(found, right)[2] >= 0.98


def test_whole_assignments(registers: Registers, truth: Truth) -> None:
    wanted = truth("tasks")
    assert len(wanted) == 38 + 27 + 138
    found = {(t.at.doc, t.task[:12], t.task[-12:], t.form, *_roles(t).values()) for t in registers.tasks}
    right = sum(
        (w["doc"], w["task_start"], w["task_end"], w["form"], w["lead"], w["units"], w["support"]) in found
        for w in wanted
    )
    assert right / len(wanted) >= 0.95


def test_every_note_of_the_corpus_is_read(registers: Registers, corpus_documents: tuple[Document, ...]) -> None:
    keyed = sum(b.text.count("（牵头单位：") + b.text.count("（责任单位：") for d in corpus_documents for b in d.blocks)
    shared = sum(b.text.count("按职责分工负责）") for d in corpus_documents for b in d.blocks)
    forms = Counter(t.form for t in registers.tasks)
    assert forms["牵头/配合"] + forms["责任单位"] == keyed == 138
    assert forms["按职责分工负责"] == shared == 27


@pytest.mark.parametrize("table", [True, False])
def test_targets(registers: Registers, truth: Truth, table: bool) -> None:
    kinds = ("target", "funding")
    found = [
        (t.at.doc, t.what, t.value, t.unit, t.deadline)
        for t in registers.targets
        if t.kind in kinds and t.from_table == table
    ]
    wanted = [
        (w["doc"], w["what"], w["value"], w["unit"], w["deadline"])
        for w in truth("targets")
        if w["kind"] in kinds and w["table"] == table
    ]
    assert f1(found, wanted)[2] >= (1 if table else 0.95)


def test_past_figures_are_no_targets(registers: Registers, truth: Truth) -> None:
    past = {(w["doc"], w["what"], w["value"], w["unit"]) for w in truth("targets") if w["kind"] == "baseline"}
    assert ("tianjin-new-it-industry-2021", "节能比", "21.93", "%") in past
    goals = {(t.at.doc, t.what, t.value, t.unit) for t in registers.targets if t.kind != "baseline"}
    assert goals & past == set()


def test_a_document_without_targets_says_so(registers: Registers) -> None:
    assert registers.no_targets == ("dongli-digital-economy-2026",)
    assert not [t for t in registers.targets if t.at.doc == "dongli-digital-economy-2026"]


@pytest.mark.parametrize("doc", ["binhai-artificial-intelligence-2019", "tianjin-digitalisation-2021"])
def test_systems(registers: Registers, truth: Truth, doc: str) -> None:
    wanted = set(truth("systems")[doc])
    names = {
        n: s.name for s in registers.systems for n in (s.name, *s.aliases) if any(m.doc == doc for m in s.mentions)
    }
    recall = sum(name in names for name in wanted) / len(wanted)
    precision = len({names[n] for n in wanted if n in names}) / len(set(names.values()))
    assert recall >= 0.9
    assert precision >= 0.85


def test_citations(registers: Registers, truth: Truth) -> None:
    found = [(c.at.doc, c.cited, c.target, c.issuer, c.higher) for c in registers.citations]
    assert found == [(w["doc"], w["cited"], w["target"], w["issuer"], w["higher"]) for w in truth("citations")]


def test_every_row_stands_where_it_says(registers: Registers, corpus_documents: tuple[Document, ...]) -> None:
    texts = {(d.id, b.id): b.text for d in corpus_documents for b in d.blocks}
    for name in REGISTERS:
        assert registers.rows(name)
        for row in registers.rows(name):
            given = as_row(row)
            start, end = given["span"]
            assert texts[given["doc"], given["block"]][start:end] == given["quote"] != ""
    for system in registers.systems:
        assert all(m.span.cut(texts[m.doc, m.block]) == m.quote for m in system.mentions)
    for task in registers.tasks:
        text = texts[task.at.doc, task.at.block]
        assert task.task in text
        assert all(unit.span.cut(text) for _, unit in task.everyone())


def test_a_platform_with_its_aliases_leads_years_and_figures(registers: Registers) -> None:
    system = next(s for s in registers.systems if s.name == "“津心办”数字社会综合应用平台")
    assert {"“津心办”", "“津心办”平台"} <= set(system.aliases)
    assert "市委网信办" in system.lead
    assert system.deadline == 2023
    assert [(t.value, t.unit) for t in system.targets] == [("70", "万人")]
    brain = next(s for s in registers.systems if s.name == "“城市大脑”")
    assert len({m.doc for m in brain.mentions}) == 2
    assert [s.at.quote for s in registers.systems if s.name == "中新天津生态城城市大脑"] == ["城市大脑"]  # its own
