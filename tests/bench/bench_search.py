"""Search against its peers, each in a process of its own: the five documents, and several hundred laws where they are.

The same 300 queries for all, drawn with a fixed seed: 1 to 12 characters of the text (170 single, 20 mixed with digits
or punctuation, 30 that are nowhere, 45 of two words in one clause, 35 within one document). Peers return the numbers of
the matching clauses and nothing else; ours returns what the window shows: 50 hits in order with marked places, counts,
facets. Times are CPU times, the median of three passes for each query.

`make bench ARGS=search` also writes docs/search-benchmark.md.
"""

from __future__ import annotations

import importlib.util
import json
import platform
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parent.parent.parent
LAWS = ROOT.parent / "shared" / "data" / "laws"
REPORT = ROOT / "docs" / "search-benchmark.md"
SEED, PASSES = 20261122, 3
OPERATORS = frozenset('"“”「」＂|｜()（）:：-－−')

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(Path(__file__).parent))

from frame import Row, percentile  # noqa: E402 - found through the lines above, or through run.py

from reader.core.document import Block, Document, Source  # noqa: E402
from reader.core.folding import fold_text  # noqa: E402
from reader.core.span import Span  # noqa: E402

Ids = list[int]


@dataclass(frozen=True)
class Question:
    """Words that must all stand in one clause, in one document or anywhere."""

    words: tuple[str, ...]
    doc: int | None
    kind: str


@dataclass(frozen=True)
class Clauses:
    """All clauses of a library, folded, with the number of their document."""

    texts: list[str]
    docs: list[int]
    documents: list[Document]

    @property
    def size(self) -> int:
        return sum(len(text.encode("utf-8", "surrogatepass")) for text in self.texts)


# The libraries and the questions -------------------------------------------------------------------------------------


def five_documents() -> list[Document]:
    from reader.corpus import Corpus

    corpus = Corpus(ROOT / "corpus")
    return [corpus.load(info.id) for info in corpus.documents()]


def laws() -> list[Document]:
    made = []
    for number, path in enumerate(sorted(LAWS.glob("*.md"))):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        blocks = tuple(
            Block(f"b{at}", "title" if not at else "heading" if text.startswith("#") else "paragraph", text, Span(0, 0))
            for at, text in enumerate(lines)
        )
        made.append(Document(f"law-{number}", path.stem, Source(path.name, str(number), "hans"), blocks=blocks))
    return made


LIBRARIES: dict[str, Callable[[], list[Document]]] = {"five": five_documents, "laws": laws}


def clauses_of(documents: list[Document]) -> Clauses:
    from reader.search.analysis import units_of

    pairs = [(fold_text(u.text), at) for at, document in enumerate(documents) for u in units_of(document)]
    return Clauses([text for text, _ in pairs], [at for _, at in pairs], documents)


def questions(clauses: Clauses) -> list[Question]:
    draw = random.Random(SEED)
    joined = "\n".join(clauses.texts)

    def piece(accept: Callable[[str], bool] = lambda _: True) -> tuple[str, int]:
        while True:
            at = draw.randrange(len(clauses.texts))
            start = draw.randrange(len(clauses.texts[at]))
            words = clauses.texts[at][start : start + draw.randint(1, 12)]
            if words and not any(c.isspace() or c in OPERATORS for c in words) and accept(words):
                return words, at

    def mixed(words: str) -> bool:
        return any(not "\u4e00" <= c <= "\u9fff" for c in words) and len(words) > 1

    def absent() -> str:
        while True:
            words = piece(lambda w: len(w) > 2)[0]
            shuffled = "".join(draw.sample(words, len(words)))
            if shuffled not in joined:
                return shuffled

    made = [Question((piece()[0],), None, "single") for _ in range(170)]
    made += [Question((piece(mixed)[0],), None, "mixed") for _ in range(20)]
    made += [Question((absent(),), None, "absent") for _ in range(30)]
    for _ in range(45):
        words, at = piece(lambda w: len(w) > 1)
        text = clauses.texts[at]
        other = ""
        while not other or any(c.isspace() or c in OPERATORS for c in other):
            start = draw.randrange(len(text))
            other = text[start : start + draw.randint(1, 6)]
        made.append(Question((words, other), None, "two words"))
    for _ in range(35):
        words, at = piece()
        made.append(Question((words,), clauses.docs[at], "in one document"))
    return made


def truth(clauses: Clauses, question: Question) -> Ids:
    return [
        at
        for at, (text, doc) in enumerate(zip(clauses.texts, clauses.docs, strict=True))
        if (question.doc is None or question.doc == doc) and all(word in text for word in question.words)
    ]


# The engines: each builds into a folder, opens it, and then answers --------------------------------------------------

Answer = Callable[[Question], Any]


@dataclass(frozen=True)
class Engine:
    """build(clauses, folder); open_(clauses, folder) → answer; ids(answer's value) → numbers of clauses."""

    title: str
    build: Callable[[Clauses, Path], object]
    open_: Callable[[Clauses, Path], Answer]
    ids: Callable[[Any], Ids] = list


def _as_letters(text: str) -> str:
    """Signs and spaces as characters that no tokenizer drops."""
    return "".join(
        c if (c > "\x7f" and not c.isspace()) or c.isalnum() else chr(0xE000 + ord(c) % 0x1000) for c in text
    )


def _bigrams(text: str) -> str:
    """Bigrams, and the last character by itself, so that one character is the beginning of some token."""
    text = _as_letters(text)
    return " ".join([*(a + b for a, b in pairwise(text)), text[-1]])


def _phrase_of_bigrams(word: str) -> str:
    word = _as_letters(word)
    return " ".join(a + b for a, b in pairwise(word)) or word


def _only(clauses: Clauses, question: Question, found: Sequence[int]) -> Ids:
    return [at for at in found if question.doc is None or clauses.docs[at] == question.doc]


def _nothing(_clauses: Clauses, _folder: Path) -> None:
    """A scan has no index."""


def _scan(clauses: Clauses, _folder: Path) -> Answer:
    joined, starts = "\n".join(clauses.texts), [0]
    for text in clauses.texts:
        starts.append(starts[-1] + len(text) + 1)

    def holding(word: str) -> Ids:
        found: Ids = []
        at = joined.find(word)
        while at >= 0:
            clause = bisect_right(starts, at) - 1
            found.append(clause)
            at = joined.find(word, starts[clause + 1])
        return found

    def answer(question: Question) -> Ids:
        found = holding(question.words[0])
        for word in question.words[1:]:
            found = [at for at in found if word in clauses.texts[at]]
        return _only(clauses, question, found)

    return answer


def _fts5(clauses: Clauses, folder: Path, tokenizer: str, prepare: Callable[[str], str]) -> None:
    with sqlite3.connect(folder / "fts.db") as db:
        db.execute(f"CREATE VIRTUAL TABLE clauses USING fts5(words, doc UNINDEXED, tokenize={tokenizer!r})")
        rows = ((at, prepare(text), clauses.docs[at]) for at, text in enumerate(clauses.texts))
        db.executemany("INSERT INTO clauses(rowid, words, doc) VALUES (?, ?, ?)", rows)
    db.close()


def _fts5_open(prepare: Callable[[str], str], shortest: int) -> Callable[[Clauses, Path], Answer]:
    def open_(clauses: Clauses, folder: Path) -> Answer:
        db = sqlite3.connect(folder / "fts.db")

        def phrase(word: str) -> str:
            return '"' + prepare(word).replace('"', '""') + '"' + ("*" if len(word) < 2 else "")

        def answer(question: Question) -> Ids:
            long = [word for word in question.words if len(word) >= shortest]
            if long:
                sql, values = "clauses MATCH ?", [" AND ".join(phrase(word) for word in long)]
            else:
                sql, values = "instr(words, ?)", [question.words[0]]
            found = [row[0] for row in db.execute(f"SELECT rowid FROM clauses WHERE {sql}", values)]
            for word in question.words:
                if len(word) < shortest:
                    found = [at for at in found if word in clauses.texts[at]]
            return _only(clauses, question, found)

        return answer

    return open_


def _tantivy_schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="position")
    builder.add_integer_field("at", stored=True, indexed=True, fast=True)
    return builder.build()


def _tantivy_build(clauses: Clauses, folder: Path) -> None:
    import tantivy

    index = tantivy.Index(_tantivy_schema(), path=str(folder))
    writer = index.writer(num_threads=1)
    for at, text in enumerate(clauses.texts):
        writer.add_document(tantivy.Document(words=_bigrams(text), at=at))
    writer.commit()
    writer.wait_merging_threads()


def _tantivy_open(clauses: Clauses, folder: Path) -> Answer:
    import tantivy

    schema = _tantivy_schema()
    index = tantivy.Index.open(str(folder))
    index.reload()
    searcher = index.searcher()

    def query(word: str) -> Any:
        word = _as_letters(word)
        if len(word) == 1:
            return tantivy.Query.regex_query(schema, "words", _escaped(word) + ".?")
        grams: list[Any] = [a + b for a, b in pairwise(word)]
        if len(grams) == 1:
            return tantivy.Query.term_query(schema, "words", grams[0])
        return tantivy.Query.phrase_query(schema, "words", grams)

    def answer(question: Question) -> Ids:
        parts = [(tantivy.Occur.Must, query(word)) for word in question.words]
        both = parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)
        hits = searcher.search(both, limit=len(clauses.texts), count=False).hits
        values = searcher.fast_field_values("at", [address for _, address in hits]) if hits else []
        return _only(clauses, question, [int(value or 0) for value in values])

    return answer


def _escaped(word: str) -> str:
    return "".join("\\" + c if c in r"\.+*?()|[]{}^$#&-~" else c for c in word)


def _ours(clauses: Clauses, folder: Path, *, use_index: bool) -> Any:
    from reader.search.engine import SearchEngine

    by_id = {document.id: document for document in clauses.documents}
    infos = tuple(document.info() for document in clauses.documents)
    limit = 0 if use_index else 10**12
    return SearchEngine(folder, lambda: infos, by_id.__getitem__, scan_limit=limit)


def _ours_build(clauses: Clauses, folder: Path) -> None:
    from reader.search import index

    index.build(folder, clauses.documents)


def _ours_open(use_index: bool) -> Callable[[Clauses, Path], Answer]:
    def open_(clauses: Clauses, folder: Path) -> Answer:
        from reader.core.hits import SearchOptions

        engine = _ours(clauses, folder, use_index=use_index)

        def answer(question: Question, limit: int | None = 50) -> Any:
            docs = () if question.doc is None else (clauses.documents[question.doc].id,)
            sort: Literal["relevance", "document"] = "relevance" if limit else "document"
            return engine.search(" ".join(question.words), SearchOptions(limit=limit, docs=docs, sort=sort))

        return answer

    return open_


def _ours_hits_open(clauses: Clauses, folder: Path) -> Answer:
    """The part of ours that does what the peers do: the documents and units that match, and nothing else."""
    from reader.core.query import parse
    from reader.search.finding import find
    from reader.search.matching import Matcher

    engine = _ours(clauses, folder, use_index=True)
    with engine._lock:
        opened = engine._current_index()
    first = {document.id: clauses.docs.index(at) for at, document in enumerate(clauses.documents)}

    def answer(question: Question) -> Ids:
        docs = () if question.doc is None else (clauses.documents[question.doc].id,)
        node = parse(" ".join(question.words)).node
        assert node is not None
        found = find(opened, Matcher(node, lambda *_: 0), docs)
        return [first[f.sheet.page.doc] + unit for f in found for unit in f.units]

    return answer


def _xapian_there() -> bool:
    return importlib.util.find_spec("xapian") is not None


def _xapian_build(clauses: Clauses, folder: Path) -> None:
    import xapian

    db = xapian.WritableDatabase(str(folder / "x"), xapian.DB_CREATE_OR_OPEN)
    for text in clauses.texts:
        document = xapian.Document()
        for at, (a, b) in enumerate(pairwise(text)):
            document.add_posting(a + b, at)
        for c in set(text):
            document.add_boolean_term(c)
        db.add_document(document)
    db.commit()


def _xapian_open(clauses: Clauses, folder: Path) -> Answer:
    import xapian

    db = xapian.Database(str(folder / "x"))

    def query(word: str) -> Any:
        grams = [a + b for a, b in pairwise(word)]
        return xapian.Query(xapian.Query.OP_PHRASE, grams, len(grams)) if grams else xapian.Query(word)

    def answer(question: Question) -> Ids:
        enquire = xapian.Enquire(db)
        enquire.set_weighting_scheme(xapian.BoolWeight())
        enquire.set_query(xapian.Query(xapian.Query.OP_AND, [query(word) for word in question.words]))
        return _only(clauses, question, [match.docid - 1 for match in enquire.get_mset(0, len(clauses.texts))])

    return answer


def _same(text: str) -> str:
    return text


ENGINES: dict[str, Engine] = {
    "ours": Engine("ours, with its Whoosh index", _ours_build, _ours_open(True)),
    "hits": Engine("ours, the set of hits alone", _ours_build, _ours_hits_open),
    "ours-scan": Engine("ours, without an index", _nothing, _ours_open(False)),
    "fts5-trigram": Engine(
        "SQLite FTS5 trigram", lambda c, f: _fts5(c, f, "trigram case_sensitive 1", _same), _fts5_open(_same, 3)
    ),
    "fts5-bigram": Engine(
        "SQLite FTS5 bigram", lambda c, f: _fts5(c, f, "ascii", _bigrams), _fts5_open(_phrase_of_bigrams, 0)
    ),
    "tantivy": Engine("tantivy bigram", _tantivy_build, _tantivy_open),
    "xapian": Engine("Xapian bigram", _xapian_build, _xapian_open),
    "scan": Engine("plain scan of one string", _nothing, _scan),
}


# Measuring -----------------------------------------------------------------------------------------------------------


def measure(library: str, name: str) -> dict[str, Any]:
    """One engine on one library; call it in a process of its own."""
    engine, clauses = ENGINES[name], clauses_of(LIBRARIES[library]())
    asked = questions(clauses)
    folder = Path(tempfile.mkdtemp(prefix="bench-search-"))
    try:
        start = time.process_time()
        engine.build(clauses, folder)
        build = time.process_time() - start
        before = _memory()
        start = time.process_time()
        answer = engine.open_(clauses, folder)
        answer(asked[0])
        first = time.process_time() - start
        times: list[list[float]] = [[] for _ in asked]
        for _ in range(PASSES):
            for at, question in enumerate(asked):
                start = time.process_time()
                answer(question)
                times[at].append((time.process_time() - start) * 1000)
        memory = _memory() - before
        exact = sum(_ids(engine, name, answer, clauses, q) == truth(clauses, q) for q in asked)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    finally:
        shutil.rmtree(folder)
    medians = [statistics.median(passes) for passes in times]
    short = [t for t, q in zip(medians, asked, strict=True) if len(q.words) == 1 and len(q.words[0]) == 1]
    return {
        "library": library, "engine": name, "title": engine.title, "clauses": len(clauses.texts),
        "text_mb": clauses.size / 1e6, "build_s": build, "disk_mb": disk / 1e6, "first_ms": first * 1000,
        "cold_p50": statistics.median(passes[0] for passes in times), "p50": percentile(medians, 50),
        "p95": percentile(medians, 95), "p99": percentile(medians, 99), "one_p50": percentile(short or [0.0], 50),
        "one_max": max(short, default=0.0), "memory_mb": memory, "exact": exact, "asked": len(asked),
    }  # fmt: skip


def _ids(engine: Engine, name: str, answer: Any, clauses: Clauses, question: Question) -> Ids:
    if not name.startswith("ours"):
        return sorted(set(engine.ids(answer(question))))
    numbers = _numbers(clauses)
    result = answer(question, None)
    found = sorted(numbers[hit.doc, hit.block, hit.row] for hit in result.hits)
    return found if len(found) == result.total else []


def _numbers(clauses: Clauses) -> dict[tuple[str, str, int | None], int]:
    from reader.search.analysis import units_of

    units = [(d.id, unit.block, unit.row) for d in clauses.documents for unit in units_of(d)]
    return {unit: at for at, unit in enumerate(units)}


def _memory() -> float:
    """Resident megabytes now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _runs() -> Iterator[dict[str, Any]]:
    for library in LIBRARIES:
        if library == "laws" and not LAWS.is_dir():
            print(
                "search: the laws are not on this machine (../shared/data/laws); only the five documents are measured"
            )
            continue
        for name in ENGINES:
            if (name == "xapian" and not _xapian_there()) or (name == "tantivy" and not importlib.util.find_spec(name)):
                print(f"search: {name} is not installed and left out")
                continue
            done = subprocess.run(
                [sys.executable, __file__, library, name], check=True, capture_output=True, text=True, cwd=ROOT
            )
            yield json.loads(done.stdout.splitlines()[-1])


def main() -> list[Row]:
    """Measures all engines, writes the report, and gives the figures that have limits."""
    runs = list(_runs())
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report(runs), encoding="utf-8")
    by_name = {(run["library"], run["engine"]): run for run in runs}
    rows = []
    five = by_name["five", "ours-scan"]
    rows.append(
        Row("search, five documents: p95", five["p95"], limit=1.0, note="engine time, 50 hits with marks and facets")
    )
    for library in LIBRARIES:
        both = [run for name in ("ours", "ours-scan") if (run := by_name.get((library, name)))]
        rows += [Row(f"search, {library}, {run['title']}: exact", run["exact"], "", 300, at_least=True) for run in both]
    hits = by_name.get(("laws", "hits"))
    ours, scan = by_name.get(("laws", "ours")), by_name.get(("laws", "scan"))
    trigram, bigram = by_name.get(("laws", "fts5-trigram")), by_name.get(("laws", "fts5-bigram"))
    if ours and hits and scan and trigram and bigram:
        rows += [
            Row("search, laws: p50", hits["p50"], limit=trigram["p50"], note="the set of hits; limit: FTS5 trigram's"),
            Row("search, laws: p50 of the whole answer", ours["p50"], note="50 hits with marks, counts and facets"),
            Row("search, laws: p50 to plain scan's", ours["p50"] / scan["p50"], "×", 0.5),
            Row("search, laws: p99", ours["p99"], limit=50.0, note="one-character queries included"),
            Row("search, laws: build to FTS5 bigram's", ours["build_s"] / bigram["build_s"], "×", 4.0, note="CPU"),
            Row("search, laws: index to text", ours["disk_mb"] / ours["text_mb"], "×", 2.0),
            Row("search, laws: memory of querying", ours["memory_mb"], "MB", 100.0),
        ]
    return rows


# The report ----------------------------------------------------------------------------------------------------------

NOTES = """\
Ours returns what the window shows: 50 hits in order with clause path and marked places, exact counts, facets, and how
the query was read. The peers return the numbers of the matching clauses and nothing else; "the set of hits alone" is the
part of ours that does the same. All are given the same folded
text (script, width, case), each engine runs in a process of its own, and times are CPU times: the median of three passes
for each of 300 queries, "cold" the first of them. "Exact" counts the queries whose set of hits is that of a substring
search. Build includes taking the text apart into bigrams; ours also folds it, and keeps it in the index to show hits.

## Why this layout

| layout of the Whoosh index, 705 laws (11.3 MB) | build, CPU s | index, MB |
| --- | ---: | ---: |
| one Whoosh document a clause, its bigrams | 17.4 | 26.3 |
| one a document, its bigrams | 5.8 | 21.4 |
| one a document, its bigrams in 16,384 buckets | 3.9 | 3.8 |

Measured once with whoosh3 3.54 (November 2026), postings alone. A layout by clause breaks the limits for build time (four
times FTS5 bigram's) and size (twice the text); by document it keeps both, and finding the clause in a candidate document
costs microseconds. A distinct bigram costs Whoosh some 130 bytes however rare it is, and half of them stand in a single
document: put in 32,768 buckets they leave room for the text itself, at the price of 12 % more documents to look at.

With each posting stands a byte: in which eighths of the document the bigram stands. It makes the index 7 % larger; what
is looked at of the documents that hold all bigrams of some words is a tenth of their text. How much that saves in a large
library stands in docs/scale-benchmark.md.
"""


def report(runs: list[dict[str, Any]]) -> str:
    """docs/search-benchmark.md."""
    out = [
        "# Search, measured",
        "",
        f"Written by `make bench ARGS=search`; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.",
        "",
        NOTES,
    ]
    for library, title in (("five", "The five documents"), ("laws", "Laws")):
        chosen = [run for run in runs if run["library"] == library]
        if chosen:
            out += [f"## {title}: {chosen[0]['clauses']:,} clauses, {chosen[0]['text_mb']:.2f} MB", ""]
            out += [*_table(chosen), "", *_chart(chosen), ""]
    return "\n".join(out)


COLUMNS = (
    "engine", "build, CPU s", "index, MB", "p50 ms", "p95", "p99", "cold p50", "one character, p50 / max",
    "open + first, ms", "memory, MB", "exact",
)  # fmt: skip


def _table(runs: list[dict[str, Any]]) -> list[str]:
    out = [
        f"| {' | '.join(COLUMNS)} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    out += [
        f"| {r['title']} | {r['build_s']:.2f} | {r['disk_mb']:.2f} | {r['p50']:.3f} | {r['p95']:.2f} | {r['p99']:.2f} "
        f"| {r['cold_p50']:.3f} | {r['one_p50']:.2f} / {r['one_max']:.1f} | {r['first_ms']:.0f} | {r['memory_mb']:.0f} "
        f"| {r['exact']}/{r['asked']} |"
        for r in runs
    ]
    return out


def _chart(runs: list[dict[str, Any]]) -> list[str]:
    """Bars of the median time, longest first, as text: readable wherever the table is."""
    longest = max(run["p50"] for run in runs) or 1.0
    width = max(len(run["title"]) for run in runs)
    lines = [
        f"{run['title']:<{width}}  {'█' * max(1, round(run['p50'] / longest * 50))} {run['p50']:.3f} ms"
        for run in sorted(runs, key=lambda run: -run["p50"])
    ]
    return ["```", *lines, "```"]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2])))
