"""Search values: what is asked of the search engine and what comes back. Hits are values, never live index objects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from reader.core.note import PlacedNote
from reader.core.span import Location, Span

Sort = Literal["relevance", "document", "date"]

FIRST_VALUES: Final = 20
"""Values of a facet that are told unasked: thousands of documents may have hits, and nobody reads that far."""


def first_values(
    counts: Mapping[str, int], most: int = FIRST_VALUES, chosen: Collection[str] = ()
) -> Mapping[str, int]:
    """The first `most` values of a facet, in their order, and with them those that are chosen, wherever they stand."""
    if len(counts) <= most:
        return counts
    return {value: count for at, (value, count) in enumerate(counts.items()) if at < most or value in chosen}


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    Attributes:
        docs: only these document ids; empty for all.
        limit: how many hits to return (the total is always exact); None for all.
        offset: how many hits to pass over first.
        sort: relevance (title and headings first, then density), document (library order) or date (newest first).
        facets: chosen facet values, for example {"year": {"2021"}}; values of one facet are alternatives.
        forgiving: where words are nowhere as they were typed, whether what is nearest to them is given instead.
    """

    docs: tuple[str, ...] = ()
    limit: int | None = 50
    offset: int = 0
    sort: Sort = "relevance"
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    forgiving: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One matching unit: a block, or one row of a table.

    Attributes:
        text: canonical text of the unit.
        spans: what matched, in code points of `text`, ordered, not overlapping; empty where only a field matched.
        row, at: for a table row its number (0 is the header) and where `text` stands in the block's text.
    """

    doc: str
    block: str
    path: tuple[str, ...]
    kind: str
    text: str
    spans: tuple[Span, ...]
    score: float
    row: int | None = None
    at: Span | None = None

    @property
    def location(self) -> Location:
        """Where the first match stands, in code points of the block's text."""
        by = self.at.start if self.at else 0
        return Location(self.doc, self.block, self.spans[0].shifted(by) if self.spans else self.at)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about an empty answer, known to give something.

    Attributes:
        kind: instead (another spelling), without (a condition of the query left out), facet (that facet unchosen),
            facets (none chosen), library (not only in the chosen documents), strict (the words as they were typed and
            nothing like them: the one that gives nothing).
        what: the other spelling; the condition in words; the facet's name; else empty.
        query: the query to ask then.
        count: number of matching units it gives.
    """

    kind: Literal["instead", "without", "facet", "facets", "library", "strict"]
    what: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class NoteHit:
    """One note that a query is about.

    Attributes:
        spans: what matched, in code points of the note's text; empty where only a tag or nothing of the text matched.
    """

    placed: PlacedNote
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to complete a query with.

    Attributes:
        source: heading; name for what stands in “” or 《》 in the text; unit and system as the registers know them;
            past for an earlier query.
        count: how often they stand in the library as that.
        query: the whole query with what was typed completed so.
    """

    text: str
    source: Literal["heading", "name", "unit", "system", "past"]
    count: int = 1
    query: str = ""


Fallback = Literal["spelling", "words"]
"""What was given in place of words that are nowhere as they were typed: those of a word spelt nearly so; the clauses
nearest to the words in any order."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one query.

    Attributes:
        read_as: how the query was understood, in the user's words (“数字经济” 且 “平台”).
        total: number of matching units, whatever the limit.
        matches: number of marked places in them, whatever the limit.
        facets: name of facet → value → number of matching units.
        notice: a sentence for the user (query read literally, other script tried, filter that empties it), or None.
        remedies: what would find something where this did not, the best first.
        fallback: see `Fallback`; None where the hits are those of the query itself.
    """

    query: str
    read_as: str
    total: int
    matches: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notice: str | None = None
    remedies: tuple[Remedy, ...] = ()
    fallback: Fallback | None = None
