"""Facets: how many hits there are by document, year, issuer, level, kind, shelf, chapter, with notes of one's own, and
by whether their document holds.

Values of one facet are alternatives, facets combine. The counts of a facet leave its own choice out of account, so that
the alternatives to what is chosen stay in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from reader.search.matching import OF_DOCUMENT
from reader.search.ranking import Found

NOTED: Final = "yes"
STATE: Final = "validity"
UNKNOWN: Final = "unknown"
OF_UNIT: Final = ("chapter", "noted")

Chosen = Mapping[str, frozenset[str]]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Faceted:
    """What is left of the hits under the chosen facets, and the counts."""

    found: list[Found]
    counts: dict[str, dict[str, int]]


def faceted(
    found: Sequence[Found],
    chosen: Chosen,
    chapter_of: Callable[[Found, int], str],
    noted: Callable[[Found], int] | None,
) -> Faceted:
    """Applies the chosen facets and counts all.

    Args:
        found: all hits of the query.
        chosen: values by facet; unknown facets and empty choices are ignored.
        chapter_of: the chapter of a unit; asked only when the hits are in one document or a chapter is chosen.
        noted: the units of a document that have notes, as a set of bits; None where there are no notes to know of.
    """
    chosen = {facet: values for facet, values in chosen.items() if values and facet != STATE}
    one_document = len(chosen.get("doc", ())) == 1 or len(found) == 1
    plain = not chosen and noted is None and not one_document
    if plain:
        return Faceted(list(found), _of_documents(found))
    counts: Counts = {facet: {} for facet in (*OF_DOCUMENT, *OF_UNIT)}
    left: list[Found] = []
    for f in found:
        has = f.sheet.facets
        missed = [x for x in OF_DOCUMENT if x in chosen and chosen[x].isdisjoint(has[x])] if chosen else []
        if len(missed) > 1:
            continue
        kept = _of_units(f, chosen, chapter_of, noted, None if missed else counts, chapters=one_document)
        if not kept:
            continue
        often = len(kept)
        for facet in missed or OF_DOCUMENT:
            of_facet = counts[facet]
            for value in has[facet]:
                of_facet[value] = of_facet.get(value, 0) + often
        if not missed:
            left.append(_only(f, kept))
    shown = {facet: _sorted(values) for facet, values in counts.items() if values or facet in OF_DOCUMENT}
    return Faceted(left, shown)


def faceted_by_state(
    found: Sequence[Found],
    chosen: Chosen,
    chapter_of: Callable[[Found, int], str],
    noted: Callable[[Found], int] | None,
    states: Mapping[str, str] | None,
) -> Faceted:
    """`faceted`, and by whether documents hold where `states` tells that of each (of those it lacks: unknown)."""
    if states is None:
        return faceted(found, chosen, chapter_of, noted)
    left = faceted(found, chosen, chapter_of, noted)
    counts: dict[str, int] = {}
    for f in left.found:
        state = states.get(f.sheet.info.id, UNKNOWN)
        counts[state] = counts.get(state, 0) + f.often
    if wanted := chosen.get(STATE):
        those = [f for f in found if states.get(f.sheet.info.id, UNKNOWN) in wanted]
        left = faceted(those, chosen, chapter_of, noted)
    return Faceted(left.found, {**left.counts, STATE: _sorted(counts)})


def _of_documents(found: Sequence[Found]) -> Counts:
    """The counts where nothing is chosen and nothing of single units asked: alike documents are counted as one."""
    totals: dict[tuple[object, ...], int] = {}
    of: dict[tuple[object, ...], Found] = {}
    doc: dict[str, int] = {}
    for f in found:
        often, sheet = f.often, f.sheet
        doc[sheet.info.id] = often
        alike = sheet.likeness
        if alike in totals:
            totals[alike] += often
        else:
            totals[alike], of[alike] = often, f
    counts: Counts = {facet: {} for facet in OF_DOCUMENT}
    counts["doc"] = doc
    for alike, often in totals.items():
        for facet, values in of[alike].sheet.facets.items():
            if facet != OF_DOCUMENT[0]:
                of_facet = counts[facet]
                for value in values:
                    of_facet[value] = of_facet.get(value, 0) + often
    return {facet: _sorted(values) for facet, values in counts.items()}


def _sorted(values: dict[str, int]) -> dict[str, int]:
    """The most frequent first."""
    if len(values) < 2:
        return values
    # What a document does not say is counted as well.
    items = sorted(values.items(), key=lambda item: item[0] or "") if None in values else sorted(values.items())
    items.sort(key=itemgetter(1), reverse=True)  # keeps the order of those that are equal
    return dict(items)


def _of_units(
    f: Found,
    chosen: Chosen,
    chapter_of: Callable[[Found, int], str],
    noted: Callable[[Found], int] | None,
    counts: Counts | None,
    *,
    chapters: bool,
) -> Sequence[int]:
    """Positions in `f.units` of those that the chosen chapter and notes leave."""
    everyone = range(f.often)
    in_chapter: Iterable[int] = everyone
    has_note: Iterable[int] = everyone
    if "chapter" in chosen:
        in_chapter = [at for at in everyone if chapter_of(f, f.units[at]) in chosen["chapter"]]
    mask = noted(f) if noted is not None else 0
    if "noted" in chosen:
        has_note = [at for at in everyone if mask >> f.units[at] & 1] if NOTED in chosen["noted"] else everyone
    if counts is not None:
        if chapters:
            for at in has_note:
                if name := chapter_of(f, f.units[at]):
                    counts["chapter"][name] = counts["chapter"].get(name, 0) + 1
        if mask and (with_note := sum(mask >> f.units[at] & 1 for at in in_chapter)):
            counts["noted"][NOTED] = counts["noted"].get(NOTED, 0) + with_note
    if in_chapter is everyone:
        return list(has_note) if has_note is not everyone else everyone
    both = set(has_note)
    return [at for at in in_chapter if at in both]


def _only(f: Found, kept: Sequence[int]) -> Found:
    if len(kept) == f.often:
        return f
    known = f.counted
    if known is None:
        return Found(f.sheet, f.order, [f.units[at] for at in kept])
    return Found(f.sheet, f.order, counted=known.some(kept))
