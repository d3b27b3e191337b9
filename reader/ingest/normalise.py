"""One raw text to one Document: the rules in their order, then structure, metadata, edits and defects."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from reader.core.document import Block, Defect, Document, Edit, Source, source_from
from reader.core.errors import BadInput, Cancelled
from reader.core.span import Span
from reader.core.undisturbed import undisturbed
from reader.ingest.defects import find_defects
from reader.ingest.form.clause import Clause
from reader.ingest.form.structure import blocks_of, clauses_of
from reader.ingest.form.tables import (
    ABOVE,
    LEFT,
    ROW_MARK,
    bar_tabs,
    blank_tabs,
    drawn_tables,
    drop_loose_spans,
    rebuild_tables,
)
from reader.ingest.form.titles import join_titles
from reader.ingest.hints import Hints, marked
from reader.ingest.metadata import Facts, read_metadata
from reader.ingest.page.card import Card
from reader.ingest.page.chrome import read_page
from reader.ingest.page.html import drop_tags, strip_html, strip_markdown
from reader.ingest.page.inside_lines import open_cells
from reader.ingest.page.layout import lay_flat, placed, settle, titled
from reader.ingest.page.paging import drop_page_numbers
from reader.ingest.page.paragraphs import join_paragraphs, join_sentences
from reader.ingest.page.split import bar_fields, drop_layout_bars, split_lines
from reader.ingest.page.wraps import (
    join_attachment_names,
    join_lone_articles,
    join_orders,
    join_salutation,
    join_wrapped,
)
from reader.ingest.places import regional_of
from reader.ingest.recognised import doubtful, unsure
from reader.ingest.repair import simplify
from reader.ingest.repair.brackets import repair_brackets
from reader.ingest.repair.gbk import repair_gbk
from reader.ingest.repair.gbk_lines import repair_lines
from reader.ingest.repair.mojibake import repair_mojibake
from reader.ingest.repair.pinyin import remove_pinyin
from reader.ingest.repair.stray_marks import drop_stray_commas
from reader.ingest.repair.width import (
    clean_line_ends,
    clean_spaces,
    drop_lost_blanks,
    drop_lost_indents,
    remove_blank_lines,
    widen_marks,
)
from reader.ingest.sources import RawText, decode, read_file
from reader.ingest.traced import TracedText

Reference = Callable[[], Iterable[str]]
"""Gives lines of clean official text. Asked only where a page is damaged, because gathering them takes time."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised document and the decoded source its spans count in."""

    document: Document
    source: str


def never() -> bool:
    """Nobody cancels."""
    return False


def normalise_file(
    path: Path, facts: Facts | None = None, reference: Reference = list, cancelled: Callable[[], bool] = never
) -> Normalised:
    """The file as a document. Raises BadInput where it cannot be read as text, Cancelled where `cancelled` says so."""
    return normalise_raw(read_file(path), facts or Facts(), reference, cancelled)


def normalise_bytes(data: bytes, name: str) -> Normalised:
    """Bytes, for example from standard input, as a document. Raises BadInput where they are no text."""
    return normalise_raw(decode(data, name), Facts())


def normalise_text(text: str, name: str = "text.txt") -> Normalised:
    """Text as a document; its hash is that of its UTF-8 form."""
    return normalise_bytes(text.encode("utf-8", "surrogatepass"), name)


@undisturbed()
def normalise_raw(
    raw: RawText,
    facts: Facts,
    reference: Reference = list,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[float], None] = lambda _: None,
) -> Normalised:
    """A decoded source as a document.

    Args:
        facts: what the catalogue knows of it.
        reference: gives the clean text that helps to repair damage.
        cancelled: asked between rules; raises Cancelled where it says so.
        progress: told the share that is done, 0 to 1, between rules.
    """
    hints = Hints() if raw.html or raw.lines else marked(raw.text)
    cleaned = _cleaned(raw, hints, reference, _Watch(cancelled, progress))
    text = cleaned.text
    clauses = titled(clauses_of(text, hints), text, raw)
    if _is_menu(clauses, text):
        raise BadInput(f"“{raw.name}”里只有网页的菜单和提示，没有文件的正文。")
    doc_id = facts.id or f"doc-{raw.sha256[:12]}"
    blocks, gaps = blocks_of(clauses, doc_id, text.raw_span)
    blocks = placed(blocks, raw)
    final = settle(text.sub(re.compile(ROW_MARK), "\n", "table").sub(_SPANS, "", "html"))
    edits = _edits(final, blocks, cleaned.candidates)
    document = _described(raw, facts, doc_id, blocks, cleaned)
    document = replace(document, blocks=tuple(blocks), edits=edits)
    said = (Defect("converted", note) for note in raw.notes)
    defects = (*said, *doubtful(raw, blocks), *find_defects(document, final, blocks, gaps))
    document = unsure(replace(document, defects=defects), raw)
    _prove(document, raw.text)
    return Normalised(document, raw.text)


_SPANS = re.compile(f"[{ABOVE}{LEFT}]")
_MENU_ENTRY = 12  # characters
_FURNITURE = 2  # lines of a page's furniture that make what is left beside them suspect
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_LINE_ENDS = re.compile(r"\n|<(?:br|p|div|li|tr|h\d)\b", re.IGNORECASE)
_NO_PAGE = re.compile(r"不存在|已(?:被)?删除|无法(?:访问|找到|显示)|(?:没有|未)找到|出错|Not Found", re.IGNORECASE)


def _is_menu(clauses: Sequence[Clause], text: TracedText) -> bool:
    """Whether nothing but short words is left beside what was plainly a page's furniture: a menu, an error page."""
    if _is_no_page(clauses, text.source) or (_only_lists(clauses) and _TURNS_PAGES.search(text.source)):
        return True
    if any(c.kind != "paragraph" or c.number is not None or len(c.text) > _MENU_ENTRY for c in clauses):
        return False
    if any(re.search("[。；：！？]", clause.text) for clause in clauses):
        return False
    if not clauses:
        return bool(text.source.strip())
    gone = [text.source[piece.start : piece.end] for piece in text.pieces if piece.rule in ("chrome", "page-furniture")]
    lines = sum(bool(_TAGS.sub("", line).strip()) for words in gone for line in _LINE_ENDS.split(words))
    return lines >= _FURNITURE or (lines > 0 and any(map(_NO_PAGE.search, gone)))


_TELLS_OF_NOTHING = re.compile(
    r"(?:页面|网页|网址|链接|内容|信息|文件|文章)[^。\n]{0,12}(?:不存在|没有找到|未找到|找不到|已(?:被)?删除|已过期|不可用|无法访问|出错)"
    r"|(?:没有|未能?)(?:找到|查询到|搜索到|检索到)[^。\n]{0,40}(?:结果|记录|信息|内容|数据|文件)|相关度排序"
    r"|(?:找到|共)(?:相关)?(?:结果|记录)?[^。\n\d]{0,8}\d+\s*[个条项](?:相关)?(?:结果|记录|$)|(?m:^[^\S\n]*(?:404|403|500|502)[^\S\n]*$)"
    r"|\b404\b[^\n]{0,20}(?:Not Found|错误|页面)|会话已?(?:超时|过期)|(?:忘记|请?输入)密码"
    r"|没有[^。\n]{0,8}(?:访问|浏览|查看)[^。\n]{0,12}权限|(?:没有|无)权限?[^。\n]{0,6}(?:该|此|本)(?:页|网页|内容|资源|链接|站点)|请(?:先)?登录后?(?:再试|再?访问|查看|操作)"
)
_EMPTY = re.compile(r"暂无(?:相关)?(?:数据|内容|记录|信息|结果)|共\s*0\s*[条项个]")
_SENTENCE = re.compile("[。；！？]")
_OF_NO_PAGE = 400  # characters of what an error page or a list of results says


def _is_no_page(clauses: Sequence[Clause], source: str) -> bool:
    """Whether a page only says that there is nothing: an error, no results, a list of results, a form to sign in."""
    size = sum(len(clause.text) for clause in clauses)
    if size <= _LONG_WORDS and _EMPTY.search(source) and not any(_SENTENCE.search(c.text) for c in clauses):
        return True
    if size > _OF_NO_PAGE or not _TELLS_OF_NOTHING.search(source):
        return False
    own = ("salutation", "signature", "doc_number", "note", "table", "contents")
    counted = any(c.number is not None and c.number.form not in ("digit", "digit-bracket", "circle") for c in clauses)
    return not counted and not any(c.kind in own or len(c.text) > _LONG_WORDS for c in clauses)


_TURNS_PAGES = re.compile("[上下]一?页|尾页|末页")
_LISTED = re.compile(r"^[^。；！？]{4,80}[\[（(\s]?(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）]?$")
_FEWEST_LISTED = 3


def _only_lists(clauses: Sequence[Clause]) -> bool:
    """Whether a page only lists other pages, each with its day."""
    return len(clauses) >= _FEWEST_LISTED and all(
        clause.kind in ("paragraph", "title", "bullet") and _LISTED.match(clause.text) for clause in clauses
    )


_LONG_WORDS = 60  # characters


class _Watch:
    """Stands between two rules: tells how far the work is and stops it where nobody waits for it any more."""

    def __init__(self, cancelled: Callable[[], bool], progress: Callable[[float], None]) -> None:
        self._cancelled = cancelled
        self._progress = progress

    def through(self, text: TracedText, rules: Sequence[_Rule], low: float, high: float) -> TracedText:
        """The text after all `rules`, which are the work from `low` to `high`."""
        for number, rule in enumerate(rules):
            if self._cancelled():
                raise Cancelled("整理已取消，没有写入任何内容。")
            self._progress(low + (high - low) * number / len(rules))
            text = rule(text)
        return text


_Rule = Callable[[TracedText], TracedText]


def _cleaned(raw: RawText, hints: Hints, reference: Reference, watch: _Watch) -> _Cleaned:
    # Pinyin goes first, because notes stand inside words; damage next, because it needs the bytes as they were shown.
    text = watch.through(
        TracedText(raw.text),
        [
            *_read_as(raw), remove_pinyin, drop_stray_commas,
        ],
        0.0, 0.2,
    )  # fmt: skip
    text, candidates = _undamaged(text, reference)
    lines: list[_Rule] = (
        []
        if raw.lines
        else [
            open_cells,
            drop_layout_bars,
            bar_fields,
            drop_page_numbers,
            join_wrapped,
            join_paragraphs,
            join_sentences,
            join_salutation,
            join_orders,
            join_lone_articles,
            split_lines,
        ]
    )
    text = watch.through(text, [drawn_tables, bar_tabs, blank_tabs, *lines, clean_spaces], 0.3, 0.6)
    page = text.text
    text, card = read_page(text, hints)
    text = watch.through(text, [remove_blank_lines, widen_marks], 0.6, 0.7)
    script = simplify.source_script(text.text)
    # A page's card may say where it was issued when its text does not.
    keeps_script = script == "hant" and (simplify.is_regional(text.text) or simplify.is_regional(page))
    card = card if keeps_script else card.simplified()
    # The table rule looks at single lines, so it comes before titles are joined.
    # Where a file has a layout, that has told already which lines make one title.
    titles: list[_Rule] = [lambda shown: join_titles(shown, hints, [card.title] if card.title else [])]
    rules: list[_Rule] = [
        rebuild_tables, drop_loose_spans, *([] if raw.lines else titles), join_attachment_names,
        lambda shown: repair_brackets(shown, [card.title] if card.title else []), remove_blank_lines,
    ]  # fmt: skip
    text = settle(watch.through(text, rules if keeps_script else [simplify.simplify, *rules], 0.7, 0.9))
    return _Cleaned(text, card, script, keeps_script, candidates)


def _read_as(raw: RawText) -> list[_Rule]:
    """The first rules: from what was read to running text."""
    if raw.lines:
        return [_unmarked, clean_line_ends, lambda text: lay_flat(text, raw)]
    return [
        _unmarked,
        repair_mojibake,
        strip_html if raw.html else strip_markdown,
        drop_tags,
        clean_line_ends,
        drop_lost_indents,
        drop_lost_blanks,
    ]


def _unmarked(text: TracedText) -> TracedText:
    """The text without characters that show nothing and that the rules on tables use as marks of their own."""
    return text.sub(_SPANS, "", "invisible") if ABOVE in text.text or LEFT in text.text else text


class _Cleaned(NamedTuple):
    """A text after all rules, what the page's card says of it, its script and whether that is kept, and what damage
    that stayed may have read, by its place in the source.
    """

    text: TracedText
    card: Card
    script: str
    keeps_script: bool
    candidates: Mapping[int, tuple[str, ...]]


@undisturbed()
def read_damaged(text: TracedText, reference: Reference = list) -> TracedText:
    """The text after the rules for damage alone: for those who measure them."""
    return _undamaged(text, reference)[0]


def _undamaged(text: TracedText, reference: Reference) -> tuple[TracedText, Mapping[int, tuple[str, ...]]]:
    """Repaired: where the cuts of a shifted page explain it first, then where a byte is lost. And a note behind what
    was damaged can be told for one only now.
    """
    lines = repair_lines(text, reference)
    repaired = repair_gbk(lines.text, reference, lines.reads_clean)
    return (repaired if repaired is text else remove_pinyin(repaired)), lines.candidates


def _edits(text: TracedText, blocks: Sequence[Block], candidates: Mapping[int, tuple[str, ...]]) -> tuple[Edit, ...]:
    """The changed pieces, each with the block and span where its new words stand."""
    starts: list[tuple[int, Block]] = []
    at = 0
    for block in blocks:
        if block.text:
            starts.append((at, block))
            at += len(block.text) + 1
    edits: list[Edit] = []
    index = 0
    for piece, offset in text.edits():
        while index + 1 < len(starts) and starts[index + 1][0] <= offset:
            index += 1
        block_id, span = None, None
        if piece.text and starts:
            start, block = starts[index]
            if start <= offset and offset + len(piece.text) <= start + len(block.text):
                block_id, span = block.id, Span(offset - start, offset - start + len(piece.text))
        was = text.source[piece.start : piece.end]
        told = () if piece.sure else candidates.get(piece.start, ())
        raw = Span(piece.start, piece.end)
        edits.append(Edit(raw, was, piece.text, piece.rule or "", block_id, span, piece.sure, told))
    return tuple(edits)


def _described(raw: RawText, facts: Facts, doc_id: str, blocks: Sequence[Block], cleaned: _Cleaned) -> Document:
    home = (regional_of(cleaned.text.text) or regional_of(raw.text)) if cleaned.keeps_script else None
    found = read_metadata(blocks, raw.text, cleaned.card, home)
    inferred: dict[str, str] = {}
    for name, value in facts.values.items():
        if (name in found and not found[name]) or found.get(name) == "unknown" or name in facts.basis:
            found[name] = value
            inferred[name] = facts.basis.get(name, "")
    found["title"] = found["title"] or ""
    source = Source(raw.name, raw.sha256, cleaned.script, raw.encoding, found.pop("origin"), inferred)
    period = found.pop("period")
    return Document(
        id=doc_id, source=source, script="hant" if cleaned.keeps_script else "hans",
        period=tuple(period) if period else None,
        issuers=tuple(found.pop("issuers")), **found,
    )  # fmt: skip


def _prove(document: Document, source: str) -> None:
    """Reversing the edits must give the source back, or the document must not leave this room."""
    if source_from(document) != source:
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        raise AssertionError(f"edits of {document.id} do not lead back to the source {digest}")


__all__ = [
    "Normalised",
    "Reference",
    "normalise_bytes",
    "normalise_file",
    "normalise_raw",
    "normalise_text",
    "read_damaged",
]
