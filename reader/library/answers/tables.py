"""A benchmark as the lines of a report, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reader.library.answers.benchmark import Answered, figure
from reader.reports.answers import Line, Table


def table_of(title: str, answered: Sequence[Answered]) -> Table:
    """The lines of a report: the answers of each demand below one another; one line where nothing answers."""
    return Table(
        title,
        tuple(line for each in answered for line in _lines(each)),
        tuple((each.demand.clause, each.demand.text) for each in answered),
        tuple(each.standing for each in answered),
    )


def _lines(each: Answered) -> Iterator[Line]:
    demand = each.demand
    asked = (demand.clause, demand.text, "、".join(demand.lead))
    if each.proposal == "none":
        yield Line(*asked, "", "", "", "", each.standing, each.note)
        return
    for at, found in enumerate(each.found):
        figures = "；".join(f"{a.what}：{figure(a)} / {figure(b)}" for a, b in found.figures)
        near = f"{found.near:.0%}" + ("（存疑）" if found.doubtful else "")
        yield Line(*asked, found.clause, found.text, near, figures, each.standing, each.note, at == 0)


def as_json(answered: Sequence[Answered]) -> list[dict[str, Any]]:
    """One object a demand; `answers` also where nothing is near enough (`state` none): the nearest there are."""
    return [
        {
            "key": each.demand.key, "kind": each.demand.kind, "block": each.demand.block,
            "clause": each.demand.clause, "demand": each.demand.text, "lead": list(each.demand.lead),
            "state": each.proposal, "verdict": each.verdict or None, "note": each.note or None,
            "answers": [
                {"block": found.block, "clause": found.clause, "near": found.near, "doubtful": found.doubtful,
                 "text": found.text,
                 "figures": [{"what": a.what, "theirs": figure(a), "ours": figure(b)} for a, b in found.figures]}
                for found in each.found
            ],
        }
        for each in answered
    ]  # fmt: skip
