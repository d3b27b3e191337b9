"""The whole answer of `SearchEngine`, made of the clauses that another engine found, by the shortest honest code."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from heapq import nlargest
from operator import neg
from zlib import crc32

from bench_search import Clauses, Question

from reader.core.document import DocumentInfo
from reader.core.folding import fold
from reader.core.highlight import merged
from reader.core.highlight import spans as marked
from reader.core.hits import Hit, SearchResult
from reader.core.query import parse
from reader.core.span import Span
from reader.search.analysis import Page, dump_units, page_of, unit_from, units_of
from reader.search.matching import OF_DOCUMENT, Sheet
from reader.search.open_index import DECODED_KEPT
from reader.search.ranking import HEADING_BONUS, LEAD_BONUS, TITLE_BONUS, density


class Dressing:
    """What ours gives with the clauses it finds, made of the clauses that a peer found: the same value, hit for hit.

    All of this lies in memory and was made before the clock ran: what each clause is, how long, under which heading, and
    what is shown of it as the line of JSON that ours reads from its index.
    """

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.lengths = clauses, list(map(len, clauses.texts))
        self.bonus: list[float] = []
        self.lead: dict[int, str] = {}
        self.chapter: list[str] = []
        self.lines: list[bytes] = []
        for document in clauses.documents:
            units = units_of(document)
            page, first = page_of(document, units), len(self.lines)
            self.bonus += [TITLE_BONUS if c == "T" else HEADING_BONUS if c != "." else 0.0 for c in page.kinds]
            self.lead |= {first + at: clauses.texts[first + at][:lead] for at, lead in page.leads.items()}
            self.chapter += [unit.chapter for unit in units]
            self.lines += dump_units(units).split(b"\n")
        self.unit = lru_cache(DECODED_KEPT)(lambda at: unit_from(self.lines[at]))
        self.facets = [Sheet(document.info(), _unread).facets for document in clauses.documents]

    def answer(self, question: Question, ids: list[int]) -> SearchResult:
        """The whole answer. Words that overlap are marked as one, in one word nothing does."""
        parsed, texts, words = parse(" ".join(question.words)), self.clauses.texts, question.words
        ids.sort()
        often = Counter(map(self.clauses.docs.__getitem__, ids))
        facets: dict[str, Counter[str]] = {name: Counter() for name in OF_DOCUMENT}
        for doc, count in often.items():
            for name, values in self.facets[doc].items():
                for value in values:
                    facets[name][value] += count
        if len(often) == 1:
            facets["chapter"] = Counter(chapter for at in ids if (chapter := self.chapter[at]))
        if len(words) == 1:
            counts = [texts[at].count(words[0]) for at in ids]
            scores = [self.bonus[at] + density(n, self.lengths[at]) for at, n in zip(ids, counts, strict=True)]
            matches = sum(counts)
        else:
            each = [[texts[at].count(word) for word in words] for at in ids]
            scores = [
                self.bonus[at] + sum(density(n, self.lengths[at]) for n in some) / len(words)
                for at, some in zip(ids, each, strict=True)
            ]
            matches = sum(len(self.marks(at, words)) for at in ids)
        if self.lead.keys() & ids:
            for n, at in enumerate(ids):
                if at in self.lead and not self.bonus[at] and any(word in self.lead[at] for word in words):
                    scores[n] += LEAD_BONUS
        best = nlargest(50, zip(scores, map(neg, ids), strict=True))
        return SearchResult(
            parsed.text, parsed.read_as, len(ids), matches, 0.0, tuple(self.hit(-at, words, score) for score, at in best),
            {name: _by_count(values) for name, values in facets.items() if values or name in OF_DOCUMENT},
        )  # fmt: skip

    def hit(self, at: int, words: tuple[str, ...], score: float) -> Hit:
        """What is shown of a clause."""
        unit, doc = self.unit(at), self.clauses.documents[self.clauses.docs[at]].id
        marks, text = self.marks(at, words), self.clauses.texts[at]
        spans = tuple(map(Span._make, marks))
        if len(unit.text) != len(text):
            spans = marked(fold(unit.text), marks)
        return Hit(doc, unit.block, unit.path, unit.kind, unit.text, spans, round(score, 3), unit.row, unit.at)

    def marks(self, at: int, words: tuple[str, ...]) -> list[tuple[int, int]]:
        """Where the words stand in a clause; those that overlap made one."""
        text, found = self.clauses.texts[at], []
        for word in words:
            start = text.find(word)
            while start >= 0:
                found.append((start, start + len(word)))
                start = text.find(word, start + len(word))
        return found if len(words) == 1 else [(s.start, s.end) for s in merged(Span(*each) for each in found)]


def _unread(info: DocumentInfo) -> Page:
    """No text is asked for."""
    raise LookupError(info.id)


def _by_count(values: Counter[str]) -> dict[str, int]:
    """The most frequent first, as the window shows them."""
    return dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))


def digest(result: SearchResult) -> int:
    """The same for the same hits in the same order with the same marks, counts and facets."""
    hits = [(hit.doc, hit.block, hit.row, hit.spans, hit.score, hit.text, hit.path) for hit in result.hits]
    facets = sorted((name, list(values.items())) for name, values in result.facets.items())
    return crc32(repr((result.read_as, result.total, result.matches, hits, facets)).encode("utf-8", "surrogatepass"))
