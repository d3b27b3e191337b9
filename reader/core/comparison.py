"""A comparison as a value, ready to be written as a file: every pair with where it stands, its texts and their diff.

Pure; what it looks like is for `reports` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from operator import add
from types import MappingProxyType
from typing import Final, Literal

from reader.core import citation
from reader.core.alignment import Alignment, Pair, Status
from reader.core.diff import DiffSpan, diff
from reader.core.document import Block, Document
from reader.core.validity import told

STATUS_WORDS: Final[Mapping[Status, str]] = MappingProxyType(
    {"same": "相同", "reworded": "改写", "only-left": "只在左", "only-right": "只在右"}
)
CORRESPONDS: Final = "对应"  # clauses of different plans are no rewording of each other
_PART_LEAST: Final = 12  # characters: shorter clauses stand in many others
_PART_TRIED: Final = 4  # clauses that hold most of its words
_PART_OF, _PART_MORE = 0.7, 0.3  # how much of a clause another one holds that it came from, and its answer lacks
LIKE_ENOUGH: Final = 0.35  # texts less alike are shown whole: a diff of them would be all marks
_KINDS: Final = MappingProxyType(
    {
        "title": "标题", "doc_number": "发文字号", "salutation": "主送机关", "signature": "落款", "date": "日期",
        "note": "附注", "table": "表格", "heading": "标题",
    }
)  # fmt: skip


Many = Literal["", "split", "merged", "both"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a row.

    Attributes:
        label: how the clause is named (第五部分（十四）), or what kind of text it is where it has no number.
        citation: the clause as official writing cites it.
        link: the clause as a link that this program opens.
    """

    block: str
    label: str
    citation: str
    link: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A pair with its texts.

    Attributes:
        status: what to call the pair: 相同, 改写, 对应（仅供参考）, 相同（已移位）, 只在左, 可能由第三条拆出 …
        part_of: of a clause that stands alone in versions of one text, the clause of the other side that holds its
            words: it came out of that one, or went into it.
        diff: what changed; empty where the texts are the same, too unlike, or only one is there.
        many: of a grouped row, whether one clause was split into several, several were merged into one, or both.
        remark: what people wrote of it (说明); "" where nobody did.
    """

    pair: Pair
    status: str
    left: Cell | None
    right: Cell | None
    diff: tuple[DiffSpan, ...] = ()
    part_of: Cell | None = None
    many: Many = ""
    remark: str = ""

    @property
    def key(self) -> str:
        """Names the row by its blocks, so that a remark finds it again."""
        return "|".join(cell.block if cell is not None else "" for cell in (self.left, self.right))

    @property
    def similarity(self) -> str:
        """How alike the two texts are, in per cent; empty where there is only one."""
        paired = self.left is not None and self.right is not None
        # Never 100 % for words that differ.
        return f"{min(99, round(self.pair.similarity * 100)) if self.pair.similarity < 1 else 100}%" if paired else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, compared.

    Attributes:
        titles: citation of either document: title and number.
        dates: when either was written, published or last amended; None where that is not known.
        counts: how many rows of each status, in the order of STATUS_WORDS.
    """

    titles: tuple[str, str]
    dates: tuple[str | None, str | None]
    versions: bool
    rows: tuple[Row, ...]
    counts: tuple[tuple[Status, int], ...]

    @property
    def heading(self) -> str:
        """The title of the report."""
        return f"{self.titles[0]}与{self.titles[1]}对照"

    @property
    def summary(self) -> str:
        """One sentence that says how many pairs of each kind there are."""
        said = "，".join(f"{status_word(status, self.versions)} {count} 段" for status, count in self.counts)
        how = "按同一文件的两个版本对照" if self.versions else "按条款内容对照"
        return f"{how}：{said}。"


def compare(left: Document, right: Document, alignment: Alignment) -> Comparison:
    """The comparison of two documents as aligned; blocks without text are left out."""
    left_cells, right_cells = _cells(left), _cells(right)
    rows = []
    for pair in alignment.pairs:
        a, b = left_cells.get(pair.left or ""), right_cells.get(pair.right or "")
        if (a and a.text) or (b and b.text):
            worth = a is not None and b is not None and pair.status == "reworded" and pair.similarity >= LIKE_ENOUGH
            status = _status(pair, alignment.versions)
            rows.append(Row(pair, status, a, b, diff(a.text, b.text) if a and b and worth else ()))
    if alignment.versions:
        rows = list(_parts(rows))
    counts = Counter(row.pair.status for row in rows)
    return Comparison(
        (citation.official(left), citation.official(right)),
        (_day(left), _day(right)),
        alignment.versions,
        tuple(rows),
        tuple((status, counts[status]) for status in STATUS_WORDS),
    )


def _day(document: Document) -> str | None:
    """The day of this version: of its last amendment where its head tells one."""
    made = told(document).made or ""
    return max(made, document.written or document.published or "") or None


def _parts(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; those that stand alone with the clause of the other side that nearly all of their words stand in.

    That clause must have an answer of its own, in which those words are not: else they only sound alike.
    """
    alone = {at: row.left or row.right for at, row in enumerate(rows) if row.left is None or row.right is None}
    words = {at: _bigrams(cell.text) for at, cell in alone.items() if cell and len(cell.text) >= _PART_LEAST}
    if not words:
        yield from rows
        return
    paired = [row for row in rows if row.left is not None and row.right is not None]
    asked = frozenset().union(*words.values())
    looked_at: dict[str, AbstractSet[str]] = {}  # most clauses stand on both sides as they are
    left, right = (_Holding([c for c in side if c], asked, looked_at) for side in
                   ([row.left for row in paired], [row.right for row in paired]))  # fmt: skip
    for at, row in enumerate(rows):
        here, there = (left, right) if row.left is not None else (right, left)
        best = there.most(words[at], here) if at in words else None
        if best is None:
            yield row
        else:
            said = f"可能由{best.label}拆出" if row.left is None else f"可能并入{best.label}"
            yield replace(row, part_of=best, status=said)


def grouped(comparison: Comparison) -> Comparison:
    """The same with one row for a clause that was split, or for those that were merged: one to many.

    What stands alone and came out of a clause, or went into one, joins the row of that clause.
    """
    joining: dict[tuple[str, str], list[Cell]] = {}
    for row in comparison.rows:
        alone = row.right or row.left
        if row.part_of is not None and alone is not None:
            side = "left" if row.left is None else "right"  # of the clause that it came from, or went into
            joining.setdefault((side, row.part_of.block), []).append(alone)
    if not joining:
        return comparison
    rows = []
    for row in comparison.rows:
        if row.part_of is not None:
            continue
        out = joining.get(("left", row.left.block), []) if row.left is not None else []
        into = joining.get(("right", row.right.block), []) if row.right is not None else []
        rows.append(_joined(row, into, out) if (out or into) and row.left and row.right else row)
    return replace(comparison, rows=tuple(rows))


def _joined(row: Row, into: Sequence[Cell], out: Sequence[Cell]) -> Row:
    assert row.left is not None
    assert row.right is not None
    left, right = _one_cell(row.left, into), _one_cell(row.right, out)
    many: Many = "both" if into and out else "merged" if into else "split"
    return replace(row, left=left, right=right, diff=diff(left.text, right.text), many=many)


def _one_cell(cell: Cell, others: Sequence[Cell]) -> Cell:
    if not others:
        return cell
    every = (cell, *others)
    labels, texts = ("、".join(dict.fromkeys(e.label for e in every)), "\n".join(e.text for e in every))
    return replace(cell, label=labels, text=texts, citation="、".join(e.citation for e in every))


def _bigrams(text: str) -> frozenset[str]:
    """Its different bigrams, as they are written; none reaches over a blank or a mark."""
    return frozenset(filter(str.isalnum, map(add, text, text[1:])))


class _Holding:
    """One side of all pairs: which of its clauses holds most of some words."""

    def __init__(self, cells: Sequence[Cell], asked: frozenset[str], known: dict[str, AbstractSet[str]]) -> None:
        """Args:
        asked: the bigrams of all words that will be asked for; no others are looked at.
        known: of texts, takes what is read.
        """
        self._cells = cells
        for text in {cell.text for cell in cells} - known.keys():
            known[text] = asked.intersection(map(add, text, text[1:]))
        self.grams = [known[cell.text] for cell in cells]
        self._places: dict[str, list[int]] = {}
        for at, grams in enumerate(self.grams):
            for gram in grams:
                self._places.setdefault(gram, []).append(at)

    def most(self, words: AbstractSet[str], answers: _Holding) -> Cell | None:
        """The clause that holds most of the words, where its answer holds far fewer; None where none holds enough."""
        # Who holds enough of them lacks so few that it has one of the rarest.
        rarest = sorted(words, key=lambda gram: len(self._places.get(gram, ())))
        rarest = rarest[: len(words) - int(_PART_OF * len(words))]
        found = {at for gram in rarest for at in self._places.get(gram, ())}
        held = sorted((-len(words & self.grams[at]), at) for at in found)
        for count, at in held[:_PART_TRIED]:
            share = -count / len(words)
            if share > _PART_OF and share - len(words & answers.grams[at]) / len(words) > _PART_MORE:
                return self._cells[at]
        return None


def status_word(status: Status, versions: bool) -> str:
    """What a pair is called, wherever it is shown."""
    return STATUS_WORDS[status] if versions or status != "reworded" else CORRESPONDS


def _status(pair: Pair, versions: bool) -> str:
    words = status_word(pair.status, versions)
    if pair.moved:
        return f"{words}（已移位）"
    return f"{words}（仅供参考）" if pair.is_weak else words


def _cells(document: Document) -> dict[str, Cell]:
    labels = citation.labels(document)
    return {block.id: _cell(document, named, block) for named, block in zip(labels, document.blocks, strict=True)}


def _cell(document: Document, named: str, block: Block) -> Cell:
    cited = citation.cited(document.reading_title, document.doc_number or "", named)
    return Cell(
        block.id, named or _KINDS.get(block.kind, "正文"), cited, citation.link(document.id, block.id), block.text
    )
