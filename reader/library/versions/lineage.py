"""The library's door to lineage: what a document rests on and what rests on it, with the words that say so.

Citations are those of the registers; here they are sorted into grounds and mere references. What a document rests on
is read when it is first asked about and kept until the document or the citations of the library change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock

from reader.core.document import Document, DocumentInfo
from reader.core.errors import DamagedCorpus, NotFound
from reader.core.lineage import Ground, ground_of, openings
from reader.core.register import Citation, Registers
from reader.core.span import Span
from reader.library.versions.editions import Editions


@dataclass(frozen=True, slots=True)
class Link:
    """One document resting on another.

    Attributes:
        doc, block, span, words: where the lower one says so.
        cited, number: the higher one as it is named there.
        target: its id; None where it is not here.
        doubt: what is doubtful about the target.
    """

    relation: Ground
    doc: str
    block: str
    span: Span
    words: str
    cited: str
    number: str | None
    target: str | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that is cited and not here.

    Attributes:
        times, documents: how often it is cited in the library, and in how many documents.
        place: whose it is where its title says so of no place and only the citing document tells (关于修改…的决定).
    """

    cited: str
    number: str | None
    times: int
    documents: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a document rests on, what rests on it, and what it cites that is not here, the most cited first."""

    rests_on: tuple[Link, ...]
    rested_on_by: tuple[Link, ...]
    missing: tuple[Missing, ...]


class Lineages:
    """Answers for one library. Safe to use from several threads: one works, the others wait for it."""

    def __init__(
        self, registers: Callable[[], Registers], load: Callable[[str], Document], editions: Callable[[], Editions]
    ) -> None:
        """Reads nothing yet. The three are the library's."""
        self._registers, self._load, self._editions = registers, load, editions
        self._made_of: tuple[tuple[Citation, ...], tuple[DocumentInfo, ...]] | None = None
        self._by_doc: dict[str, list[Citation]] = {}
        self._citing: dict[str, list[str]] = {}
        self._times: Counter[str] = Counter()
        self._away: dict[str, tuple[str, str | None, str]] = {}
        self._docs: Counter[str] = Counter()
        self._links: dict[str, tuple[tuple[Link, frozenset[str]], ...]] = {}
        self._lock = RLock()

    def of(self, doc: str) -> Lineage:
        """The lineage of a document."""
        with self._lock:
            editions = self._editions()
            self._follow(editions)
            below = [
                link
                for each in self._citing.get(doc, ())
                for link, meant in self._grounds(each, editions)
                if doc in meant
            ]
            above = tuple(link for link, _ in self._grounds(doc, editions))
            return Lineage(above, tuple(below), tuple(self._missing(doc, editions)))

    def cited(self, doc: str) -> tuple[tuple[Citation, str | None, str], ...]:
        """What a document cites, itself left out: each citation with the id that is meant, and what is doubtful."""
        with self._lock:
            editions = self._editions()
            self._follow(editions)
            cited = [each for each in self._by_doc.get(doc, ()) if not each.itself]
            return tuple((each, *self._target(each, editions)) for each in cited)

    def _target(self, citation: Citation, editions: Editions) -> tuple[str | None, str]:
        return editions.one_meant(citation) if editions.meant(citation) else (None, "")

    def version_day(self, doc: str) -> str | None:
        """The ISO day of this version of a document, as its text tells it; None where it tells none."""
        with suppress(DamagedCorpus, NotFound):  # gone or damaged meanwhile
            return self._editions().version_day(doc)
        return None

    def missing(self) -> tuple[Missing, ...]:
        """All that the library cites and does not hold, what is cited most first: what to get next."""
        with self._lock:
            self._follow(self._editions())
            order = sorted(self._times, key=lambda key: (-self._times[key], -self._docs[key], key))
            return tuple(self._counted(key) for key in order)

    def _counted(self, key: str) -> Missing:
        cited, number, place = self._away[key]
        return Missing(cited, number, self._times[key], self._docs[key], place)

    def away(self, cited: str, number: str | None, doc: str) -> tuple[str, Missing]:
        """A document that one cites and that is not here: a name for it, and how often the library cites it."""
        key = _key(cited, self._editions().place_of(doc))
        return key, self._counted(key) if key in self._away else Missing(cited, number, 0, 0)

    def _follow(self, editions: Editions) -> None:
        citations, infos = self._registers().citations, editions.follow()
        if self._made_of is not None and citations is self._made_of[0] and infos is self._made_of[1]:
            return
        self._by_doc, self._links = {}, {}
        self._citing, self._times, self._docs, self._away = {}, Counter(), Counter(), {}
        for citation in citations:
            self._by_doc.setdefault(citation.at.doc, []).append(citation)
        for doc, cited in self._by_doc.items():
            for target in dict.fromkeys(meant for each in cited for meant in editions.meant(each)):
                if target != doc:
                    self._citing.setdefault(target, []).append(doc)
            away: dict[str, int] = {}
            for each in cited:
                if not each.itself and not editions.meant(each):
                    place = editions.place_of(doc)
                    key = _key(each.cited, place)
                    away[key] = away.get(key, 0) + 1
                    own = place if key.startswith("关于", len(place)) else ""
                    self._away.setdefault(key, (each.cited, each.number, own))
            self._times.update(away)
            self._docs.update(away.keys())
        self._made_of = (citations, infos)

    def _grounds(self, doc: str, editions: Editions) -> tuple[tuple[Link, frozenset[str]], ...]:
        """The links of a document upwards, each with all the editions that its citation may mean."""
        known = self._links.get(doc)
        if known is None:
            cited = self._by_doc.get(doc)
            known = self._links[doc] = tuple(self._read(self._load(doc), cited, editions)) if cited else ()
        return known

    def _read(
        self, document: Document, cited: list[Citation], editions: Editions
    ) -> Iterator[tuple[Link, frozenset[str]]]:
        first = openings(document)
        blocks = {block.id: block for block in document.blocks if block.id in first}
        seen: set[tuple[str, str]] = set()
        for citation in cited:
            block = blocks.get(citation.at.block)
            said = ground_of(block, citation.at.span) if block is not None else None
            if said is None or citation.itself:
                continue
            target, doubt = editions.one_meant(citation)
            key = (said.ground, target or _key(citation.cited, ""))
            if target != document.id and key not in seen:
                seen.add(key)
                link = Link(
                    said.ground, document.id, citation.at.block, said.span, said.words, citation.cited,
                    citation.number, target, doubt,
                )  # fmt: skip
                yield link, frozenset(editions.meant(citation))

    def _missing(self, doc: str, editions: Editions) -> Iterator[Missing]:
        away: set[str] = set()
        for each in self._by_doc.get(doc, ()):
            if not each.itself and not editions.meant(each):
                away.add(_key(each.cited, editions.place_of(doc)))
        for key in sorted(away, key=lambda each: (-self._times[each], each)):
            yield self._counted(key)


def _key(cited: str, place: str) -> str:
    """A name under which citations of one document are counted together; `place`: of the document that cites.

    A decision that is named without whose it is (关于修改部分地方性法规的决定) is that of the citing document's place.
    """
    name = cited.removeprefix("中华人民共和国")
    return place + name if name.startswith("关于") else name
