"""The charts of the registers: what is counted in each, from the lines that are listed. No Qt.

Every chart but that of terms counts lines, so that choosing a part of it lists as many as it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from reader.core.hits import SearchOptions
from reader.core.register import Target
from reader.library import Library
from reader.registers.exporting import COMPARATORS
from reader.registers.own_rows import DONE, STATUSES
from reader.ui.registers.charts.chart import TONES, Chart, Key, Label
from reader.ui.registers.register_lines import Line, crossed

MAP, TIMELINE, PROGRESS, TERMS, TERM_YEARS = "map", "timeline", "progress", "terms", "term_years"
COMPARED: Final = "compared"
NAMES: Final[Mapping[str, str]] = {
    MAP: "单位与文件", TIMELINE: "时间轴", PROGRESS: "我的任务进度", TERMS: "词频（按文件）",
    TERM_YEARS: "词频（按年份）", COMPARED: "指标对比",
}  # fmt: skip
CHARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": (MAP, PROGRESS, TIMELINE, TERMS, TERM_YEARS),
    "targets": (TIMELINE, COMPARED, MAP, TERMS, TERM_YEARS),
    "systems": (MAP, TIMELINE, TERMS, TERM_YEARS),
    "citations": (MAP, TERMS, TERM_YEARS),
}
STATUS_TONES: Final = dict(zip(STATUSES, ("blue", "yellow", "green", "pink"), strict=True))
SERIES = 2 * len(TONES)  # as many rows as can be told apart; those behind are counted together
OTHERS: Final = ""
TIPS, TIP = 12, 44  # lines of a tip, and their characters
ALL: Final = "*"
TERM_LIMIT: Final = 5
_PARTING: Final = str.maketrans(dict.fromkeys("，,；;", "、"))

Texts = Callable[..., str]
Shown = Callable[[str], str]


def heat(lines: Sequence[Line], texts: Texts, shown: Shown, title: Shown) -> Chart:
    """Units × documents."""
    units, docs, counts = crossed(lines)
    return Chart(
        MAP, "map", texts("各单位在各文件中出现的项数"), tuple(Label(u, shown(u)) for u in units),
        tuple(Label(d, title(d)) for d in docs), counts, empty=texts("所列各行没有写明单位。"),
    )  # fmt: skip


def timeline(lines: Sequence[Line], texts: Texts, shown: Shown, title: Shown) -> Chart:
    """Years from the first to the last, what is due in each, by document."""
    said: dict[Key, list[str]] = {}
    for line in lines:
        for year in line.years:
            said.setdefault((line.row.at.doc, str(year)), []).append(shown(_gist(line)))
    years = sorted({int(year) for _doc, year in said})
    docs = list(dict.fromkeys(doc for doc, _year in said))
    span = range(years[0], years[-1] + 1) if years else range(0)
    kept = docs if len(docs) <= SERIES else docs[: SERIES - 1]
    counts: Counter[Key] = Counter()
    tips: dict[Key, list[str]] = {}
    for (doc, due), words in said.items():
        key = (doc if doc in kept else OTHERS, due)
        counts[key] += len(words)
        tips.setdefault(key, []).extend(words)
    without = sum(not line.years for line in lines)
    said_title = texts("各年到期的项数，按文件")
    if without:
        said_title += texts("（另有 {n} 项没有写明年份）", n=without)
    rest = [Label(OTHERS, texts("其他 {n} 份文件", n=len(docs) - len(kept)))] if len(docs) > len(kept) else []
    return Chart(
        TIMELINE, "columns", said_title, (*(Label(doc, title(doc)) for doc in kept), *rest),
        tuple(Label(str(year), texts("{year}年", year=year)) for year in span), counts,
        {key: _short(words, texts) for key, words in tips.items()}, texts("所列各行没有写明年份。"),
    )  # fmt: skip


def progress(lines: Sequence[Line], texts: Texts, shown: Shown, title: Shown) -> Chart:
    """My tasks of each document, and of all, by how far they are."""
    said: dict[Key, list[str]] = {}
    mine = [line for line in lines if line.role]
    for line in mine:
        for doc in (ALL, line.row.at.doc):
            said.setdefault((doc, line.status), []).append(shown(_gist(line)))
    docs = list(dict.fromkeys(line.row.at.doc for line in mine))
    done = sum(line.status == DONE for line in mine)
    whole = Label(ALL, texts("全部文件"))
    return Chart(
        PROGRESS, "bars", texts("我的任务 {n} 项，已完成 {done}", n=len(mine), done=done),
        (whole, *(Label(doc, title(doc)) for doc in docs)),
        tuple(Label(status, texts(status), STATUS_TONES[status]) for status in STATUSES),
        {key: len(words) for key, words in said.items()}, {key: _short(words, texts) for key, words in said.items()},
        texts("先在上方填写“我的单位”，这里就显示它的任务各到了哪一步。"),
    )  # fmt: skip


def terms_in(typed: str) -> tuple[str, ...]:
    """The terms that were typed, parted by commas."""
    found = (" ".join(each.split()) for each in typed.translate(_PARTING).split("、"))
    return tuple(dict.fromkeys(term for term in found if term))[:TERM_LIMIT]


def count_terms(library: Library, terms: Sequence[str]) -> dict[Key, int]:
    """(document, term) → how often it stands there. Off the GUI thread. Raises BadInput."""
    counts: Counter[Key] = Counter()
    for term in terms:
        for hit in library.search(term, SearchOptions(limit=None)).hits:
            counts[hit.doc, term] += len(hit.spans)
    return {key: count for key, count in counts.items() if count}


def term_chart(
    name: str, counts: Mapping[Key, int] | None, terms: Sequence[str], years: Mapping[str, int | None], texts: Texts,
    shown: Shown, title: Shown,
) -> Chart:  # fmt: skip
    """How often terms stand in each document, or in the documents of each year.

    Args:
        counts: None while they are on their way.
        years: of each document of the library, in its order.
    """
    if counts is None:
        return Chart(name, "bars", "", empty=texts("正在统计…"))
    empty = texts("在上方输入一个或几个词，用逗号隔开，就显示它们在各文件中出现的次数。")
    if terms:
        empty = texts("没有找到。已同时查找繁体写法。")
    columns = tuple(Label(term, shown(term)) for term in terms)
    what = "、".join(f"“{shown(term)}”" for term in terms)
    if not counts:
        return Chart(name, "bars", what or texts("词频"), empty=empty)
    if name == TERMS:
        docs = [doc for doc in years if any((doc, term) in counts for term in terms)]
        rows = tuple(Label(doc, _with_year(title(doc), years[doc])) for doc in docs)
        covered = texts("{what}在各文件中出现的次数", what=what) + _covered(len(docs), len(years), texts)
        return Chart(name, "bars", covered, rows, columns, counts, empty=empty)
    by_year: Counter[Key] = Counter()
    for (doc, term), count in counts.items():
        by_year[term, str(years.get(doc) or "")] += count
    known = sorted(int(year) for _term, year in by_year if year)
    span = [str(year) for year in range(known[0], known[-1] + 1)] if known else []
    span += [""] if any(not year for _term, year in by_year) else []
    labels = tuple(Label(y, texts("{year}年", year=y) if y else texts("年份不明")) for y in span)
    said = texts("{what}在各年文件中出现的次数", what=what)
    said += _covered(len({doc for doc, _term in counts}), len(years), texts)
    return Chart(name, "columns", said, columns, labels, by_year, empty=empty)


def _covered(found: int, whole: int, texts: Texts) -> str:
    """Which documents were counted: all of the library, not the lines that are listed."""
    return texts("（统计全文库 {whole} 份文件，{n} 份中有）", whole=whole, n=found)


def _with_year(title: str, year: int | None) -> str:
    return f"{year}　{title}" if year else title


def _gist(line: Line) -> str:
    row = line.row
    if isinstance(row, Target):
        return f"{row.what} {COMPARATORS[row.comparator]} {row.value}{row.unit}"
    words = getattr(row, "task", None) or getattr(row, "name", None) or getattr(row, "cited", "")
    return " ".join(str(words).split())


def _short(words: Sequence[str], texts: Texts) -> tuple[str, ...]:
    listed = [each if len(each) <= TIP else each[:TIP] + "…" for each in words[:TIPS]]
    return (*listed, *([texts("等 {n} 项", n=len(words))] if len(words) > TIPS else []))
