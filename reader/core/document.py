"""Document: the canonical, structured form of one policy text, with every edit that led to it.

Shapes and names are those of the public JSON ("schema 1"); `to_dict` and `from_dict` are its only writers and readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, takewhile
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from reader.core.errors import DamagedCorpus
from reader.core.late_dataclass import dataclass, field, names_of
from reader.core.showing import visible
from reader.core.span import Span

SCHEMA = 1

BLOCK_KINDS = frozenset([
    "title", "doc_number", "heading", "paragraph", "bullet", "table", "salutation", "signature", "date", "note",
    "contents",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One clause, heading, bullet, table or other unit of a document.

    Attributes:
        id: stable while the document id, the enclosing numbers and the opening words stay.
        kind: one of BLOCK_KINDS.
        text: canonical text in code points. Tables: cells joined by tab, rows by line feed, as in the source
            (a spanned cell stands once; `rows` repeats it).
        raw: span in the decoded source text.
        level: 1 一、/章, 2 （一）/节, 3 1./条, 4 （1）/款, 5 ①; None where not numbered and no heading.
        number: the number as it reads, without its separator (一, （二）, 1, （3）, ①, 第三条).
        path: numbers of the enclosing headings, outermost first.
        lead: span of a run-in heading at the start of `text`, without the mark that ends it.
        rows: tables only, header first, spanned cells repeated in every row they cover.
        page, box: first page of the original (from 1) and place on it (x0, y0, x1, y1 in points from its top left
            corner); None where the original has no pages.
    """

    id: str
    kind: str
    text: str
    raw: Span
    level: int | None = None
    number: str | None = None
    path: tuple[str, ...] = ()
    lead: Span | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def is_placeholder(self) -> bool:
        """Whether this stands for a heading that the source lacks."""
        return self.kind == "heading" and not self.text

    def row_spans(self) -> list[Span]:
        """Where each table row stands in `text` (one span per line)."""
        spans, start = [], 0
        for line in self.text.split("\n"):
            spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return spans


class Edit(NamedTuple):
    """One change between source and canonical text. Edits never overlap and are ordered by `raw`.

    A tuple, because a document has thousands of them and all are made whenever it is opened.

    Attributes:
        raw: span in the source that held `was`.
        block, at: where `now` stands; None where nothing of it is left in a block.
        rule: name of the rule that made the change.
        sure: False where a person should look.
        candidates: of damage that stayed as it is shown, what it may have read, most likely first.
    """

    raw: Span
    was: str
    now: str
    rule: str
    block: str | None = None
    at: Span | None = None
    sure: bool = True
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with the source that was not, or could not be, put right."""

    kind: str
    note: str
    block: str | None = None
    raw: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from. `inferred` names each field not found in the source, with its basis."""

    file: str
    sha256: str
    script: str
    encoding: str = "utf-8"
    origin: str | None = None
    inferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the library list shows of a document: everything but its text.

    Attributes:
        title: empty where the text has none (null in JSON); people are shown `shown_title` then.
        shelf: where it stands: bundled, pack:NAME or own. This and what follows is the library's, not the document's:
            it is in no document file.
        added: ISO time at which the user added it; None for what came with the program or in a pack.
        collections, tags: folders of the user's own that it is in, and words the user gave it.
        file: name of the original file, as it was added; "" where there is none.
        effective, valid_until: ISO first and last day on which it holds, where its text says so (施行日期, 有效期).
    """

    id: str
    title: str
    source: Source
    attachment_title: str | None = None
    kind: str | None = None
    issuers: tuple[str, ...] = ()
    doc_number: str | None = None
    written: str | None = None
    published: str | None = None
    region: str | None = None
    level: str = "unknown"
    status: str = "unknown"
    period: tuple[int, int] | None = None
    script: str = "hans"
    shelf: str = "bundled"
    added: str | None = None
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    file: str = ""
    effective: str | None = None
    valid_until: str | None = None

    @property
    def shown_title(self) -> str:
        """The title as people see it; where the text has none, the file's name, marked by brackets."""
        return self.title or f"〔{visible(self.source.file)}〕"

    @property
    def reading_title(self) -> str:
        """The title of what is read: the plan where a notice carries one, else the document's own as it is shown."""
        return self.attachment_title or self.shown_title

    @property
    def year(self) -> int | None:
        """Year for sorting and facets: written, else published, else the first year of the period."""
        date = self.written or self.published
        if date:
            return int(date[:4])
        return self.period[0] if self.period else None


_FACTS = attrgetter(*names_of(DocumentInfo))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document(DocumentInfo):
    """A whole document: its description, its blocks in reading order, its edits and defects."""

    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    defects: tuple[Defect, ...] = ()

    def info(self) -> DocumentInfo:
        """The description alone."""
        return DocumentInfo(*_FACTS(self))

    def block(self, block_id: str) -> Block | None:
        """The block with that id, or None."""
        return next((b for b in self.blocks if b.id == block_id), None)

    @property
    def cover(self) -> int:
        """How many blocks are the notice that brings an attachment, before its title; 0 where there is none."""
        titles = [at for at, block in enumerate(self.blocks) if block.kind == "title"]
        return titles[1] if self.attachment_title and len(titles) > 1 else 0

    def section(self, block_id: str) -> tuple[Block, ...]:
        """The block with that id and, where it has a number, what stands under it; empty where there is none."""
        at = next((i for i, b in enumerate(self.blocks) if b.id == block_id), None)
        if at is None:
            return ()
        block = self.blocks[at]
        if block.number is None:
            return (block,)
        under = (*block.path, block.number)
        below = takewhile(lambda b: b.path[: len(under)] == under, self.blocks[at + 1 :])
        return (block, *below)

    @property
    def text(self) -> str:
        """Canonical text: the blocks' texts in order, one line feed between them, empty blocks left out."""
        return "\n".join(b.text for b in self.blocks if b.text)

    def block_starts(self) -> dict[str, int]:
        """Offset of each non-empty block in `text`, by block id."""
        filled = [b for b in self.blocks if b.text]
        return dict(zip((b.id for b in filled), accumulate((len(b.text) + 1 for b in filled), initial=0), strict=False))


def source_from(document: Document) -> str:
    """The source text, rebuilt from the canonical text by reversing every edit.

    Raises ValueError when the edits do not fit the text: the proof that nothing was lost would be worth nothing.
    """
    text, out = document.text, []
    at_clean = at_raw = 0
    for edit in document.edits:
        gap = edit.raw.start - at_raw
        if gap < 0:
            raise ValueError(f"edit at {edit.raw} overlaps the one before")
        out.append(text[at_clean : at_clean + gap])
        at_clean += gap
        if text[at_clean : at_clean + len(edit.now)] != edit.now:
            raise ValueError(f"edit at {edit.raw} does not find {edit.now!r}")
        out.append(edit.was)
        at_clean += len(edit.now)
        at_raw = edit.raw.end
    out.append(text[at_clean:])
    return "".join(out)


def _span(pair: Any) -> Span | None:
    return None if pair is None else Span(int(pair[0]), int(pair[1]))


def _box(value: Any) -> tuple[float, float, float, float] | None:
    return None if value is None else (float(value[0]), float(value[1]), float(value[2]), float(value[3]))


def _block_dict(b: Block) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": b.id, "kind": b.kind, "level": b.level, "number": b.number, "path": list(b.path),
        "lead": list(b.lead) if b.lead else None, "text": b.text, "raw": list(b.raw),
    }  # fmt: skip
    if b.rows is not None:
        made["rows"] = [list(row) for row in b.rows]
    if b.page is not None:
        made["page"] = b.page
        made["box"] = list(b.box) if b.box else None
    return made


def info_dict(d: DocumentInfo) -> dict[str, Any]:
    """The description as JSON-ready values. `effective` and `valid_until` are there only where the text tells them."""
    days = {name: day for name in ("effective", "valid_until") if (day := getattr(d, name)) is not None}
    return {
        "schema": SCHEMA, "id": d.id, "title": d.title or None, "attachment_title": d.attachment_title, "kind": d.kind,
        "issuers": list(d.issuers), "doc_number": d.doc_number, "written": d.written, "published": d.published,
        "region": d.region, "level": d.level, "status": d.status,
        "period": list(d.period) if d.period else None, **days, "script": d.script,
        "source": {
            "file": d.source.file, "sha256": d.source.sha256, "script": d.source.script,
            "encoding": d.source.encoding, "origin": d.source.origin, "inferred": dict(d.source.inferred),
        },
    }  # fmt: skip


def to_dict(d: Document) -> dict[str, Any]:
    """The document as JSON-ready values ("schema 1")."""
    made = info_dict(d)
    made["blocks"] = [_block_dict(b) for b in d.blocks]
    made["edits"] = [
        {"raw": list(e.raw), "block": e.block, "at": list(e.at) if e.at is not None else None,
         "rule": e.rule, "was": e.was, "now": e.now, "sure": e.sure,
         **({"candidates": list(e.candidates)} if e.candidates else {})}
        for e in d.edits
    ]  # fmt: skip
    made["defects"] = [
        {"kind": x.kind, "block": x.block, "raw": list(x.raw) if x.raw is not None else None, "note": x.note}
        for x in d.defects
    ]
    return made


def _blocks_from(values: Any) -> Iterator[Block]:
    for b in values:
        if b["kind"] not in BLOCK_KINDS:
            raise ValueError(f"unknown block kind {b['kind']!r}")
        raw = _span(b["raw"])
        assert raw is not None
        yield Block(
            id=str(b["id"]), kind=b["kind"], text=str(b["text"]), raw=raw, level=b["level"], number=b["number"],
            path=tuple(b["path"]), lead=_span(b["lead"]),
            rows=tuple(tuple(str(cell) for cell in row) for row in b["rows"]) if "rows" in b else None,
            page=int(b["page"]) if b.get("page") is not None else None, box=_box(b.get("box")),
        )  # fmt: skip


_EDIT = itemgetter("raw", "was", "now", "rule", "block", "at", "sure")


def _edits_from(values: Any) -> Iterator[Edit]:
    for e in values:
        (start, end), was, now, rule, block, at, sure = _EDIT(e)
        candidates = tuple(map(str, e["candidates"])) if "candidates" in e else ()
        yield Edit(Span(start, end), was, now, rule, block, _span(at), bool(sure), candidates)


def _facts_from(value: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a description. Raises what wrong values raise."""
    source = value["source"]
    return {
        "id": str(value["id"]), "title": str(value["title"] or ""), "attachment_title": value["attachment_title"],
        "kind": value["kind"], "issuers": tuple(value["issuers"]), "doc_number": value["doc_number"],
        "written": value["written"], "published": value["published"], "region": value["region"],
        "level": value["level"], "status": value["status"], "script": value["script"],
        "period": (int(value["period"][0]), int(value["period"][1])) if value["period"] else None,
        "effective": value.get("effective"), "valid_until": value.get("valid_until"),
        "source": Source(
            file=source["file"], sha256=source["sha256"], script=source["script"],
            encoding=source.get("encoding", "utf-8"), origin=source["origin"], inferred=dict(source["inferred"]),
        ),
    }  # fmt: skip


def _check_schema(said: object) -> None:
    if said != SCHEMA:
        raise DamagedCorpus(f"文件格式版本 {said} 不是本程序认识的版本 {SCHEMA}。")


_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError)


def _damaged(error: Exception) -> DamagedCorpus:
    return DamagedCorpus(f"文档数据不完整或已损坏（{error}）。")


def info_from(value: Mapping[str, Any]) -> DocumentInfo:
    """The description that `info_dict` wrote; what else stands beside it does not matter. Raises DamagedCorpus where
    it is none.
    """
    try:
        _check_schema(value.get("schema", SCHEMA))
        return DocumentInfo(**_facts_from(value))
    except _WRONG as error:
        raise _damaged(error) from error


def from_dict(value: Mapping[str, Any]) -> Document:
    """The document that `to_dict` wrote. Raises DamagedCorpus where the values are not one."""
    try:
        _check_schema(value["schema"])
        return Document(
            **_facts_from(value),
            blocks=tuple(_blocks_from(value["blocks"])),
            edits=tuple(_edits_from(value["edits"])),
            defects=tuple(
                Defect(kind=x["kind"], note=x["note"], block=x["block"], raw=_span(x["raw"])) for x in value["defects"]
            ),
        )  # fmt: skip
    except _WRONG as error:
        raise _damaged(error) from error
