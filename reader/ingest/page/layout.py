"""Rules "page-furniture", "joined-line", "list-number" and "table" for files with a layout: what a converter handed
over line by line becomes running text, every step on record.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reader.core.document import Block
from reader.core.raw_text import Box, RawLine, RawText, line_at
from reader.core.span import Span
from reader.ingest.form.clause import Clause
from reader.ingest.form.numbering import numbered
from reader.ingest.form.tables import ROW_MARK
from reader.ingest.form.titles import is_complete, is_organ, is_title
from reader.ingest.lines import Line, drop_lines, lines_of
from reader.ingest.page.layout_joins import goes_on
from reader.ingest.page.layout_portal import title_line
from reader.ingest.traced import Change, Piece, TracedText

CELL_MARK = "\x1f"
"""Parts the cells of a row while rules still run, which take a tab for a blank."""

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–―－·•.…~_(（\[〔]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,7}|[一二三四五六七八九十百〇]{1,5})(?:\s*页)?"
    r"(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s\-—–―－·•.…~_)）\]〕]*$"
)
_PLAIN_DIGITS = re.compile(r"^\d{1,4}$")
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百〇]+(?=\s*页)")
_EDGE = 0.14  # share of the page's height at its head and foot in which furniture stands
_OUTMOST = 3
_MOST_TITLE_LINES = 6
_FEWEST_PAGES = 3
_CLOSED = re.compile(r"[、.．，：:）)〕\]】。]$")


def lay_flat(text: TracedText, raw: RawText) -> TracedText:
    """The text without page furniture, its broken lines joined, its list numbers put in, its tables marked as such."""
    if not raw.lines:
        return text
    text = drop_lines(text, _furniture(text, raw), "page-furniture")
    text = text.replace(_table_changes(text, raw), "table")
    text = text.replace(_title_changes(text, raw), "title-join")
    text = text.replace(_join_changes(text, raw), "joined-line")
    return text.replace(_number_changes(text, raw), "list-number")


def settle(text: TracedText) -> TracedText:
    """The text with the marks of tables as they are in the end, and without changes that changed nothing."""
    text = text.sub(re.compile(CELL_MARK), "\t", "table")
    if not any(piece.rule == "table" and _is_idle(text, piece) for piece in text.pieces):
        return text
    pieces: list[Piece] = []
    for piece in text.pieces:
        plain = piece._replace(rule=None) if _is_idle(text, piece) else piece
        last = pieces[-1] if pieces else None
        if last is not None and plain.rule is None and last.rule is None and last.end == plain.start:
            pieces[-1] = Piece(last.start, plain.end, last.text + plain.text)
        else:
            pieces.append(plain)
    return TracedText(text.source, pieces)


def _is_idle(text: TracedText, piece: Piece) -> bool:
    return piece.rule == "table" and piece.sure and piece.text == text.source[piece.start : piece.end] != ""


def _known(text: TracedText, raw: RawText) -> list[tuple[Line, RawLine]]:
    """The lines of the text with what the converter said of them (of the first, where several were joined)."""
    out = []
    for line in lines_of(text):
        if line.text:
            found = line_at(raw.lines, text.raw_span(Span(line.start, line.end)).start)
            if found is not None:
                out.append((line, found))
    return out


# -- page furniture


def _furniture(text: TracedText, raw: RawText) -> list[Line]:
    """Watermarks, page numbers, and running heads and feet: what stands at the edge of page after page."""
    by_page: dict[int, list[tuple[Line, RawLine]]] = {}
    gone: list[Line] = []
    for line, hint in _known(text, raw):
        if hint.style == "watermark":
            gone.append(line)
        elif hint.page is not None and hint.table is None and hint.box is not None:
            by_page.setdefault(hint.page, []).append((line, hint))
    edge: dict[str, list[tuple[int, Line, float]]] = {}
    numbers: list[tuple[int, Line, bool]] = []
    for page, lines in by_page.items():
        height = raw.pages[page - 1][1] if page <= len(raw.pages) else 842.0
        for line, hint, foot in _outmost(lines, height):
            assert hint.box is not None
            if _PAGE_NUMBER.match(line.text) and _stands_off(hint, lines, height, foot):
                numbers.append((page, line, foot))
            else:
                key = _DIGITS.sub("#", re.sub(r"\s", "", line.text))
                edge.setdefault(key, []).append((page, line, hint.box[1]))
    gone += _page_numbers(numbers)
    for found in edge.values():
        pages = {page for page, _, _ in found}
        near = max(at for _, _, at in found) - min(at for _, _, at in found) < 12
        often = len(pages) >= max(_FEWEST_PAGES, len(by_page) * 0.3) or (near and len(pages) >= _FEWEST_PAGES)
        if often and near:
            gone += [line for _, line, _ in found]
    return sorted(set(gone))


def _page_numbers(found: list[tuple[int, Line, bool]]) -> list[Line]:
    """Those that are numbers of pages: with a mark around them, alone at the foot, or counting as the pages do."""
    plain = Counter(int(line.text) - page for page, line, _ in found if _PLAIN_DIGITS.match(line.text.strip()))
    return [
        line for page, line, foot in found
        if not _PLAIN_DIGITS.match(line.text.strip()) or plain[int(line.text) - page] >= 2
        or (foot and int(line.text) < 1000)
    ]  # fmt: skip


def _outmost(lines: list[tuple[Line, RawLine]], height: float) -> list[tuple[Line, RawLine, bool]]:
    """The lines at the head and at the foot of a page; and whether at the foot."""
    placed = sorted(lines, key=lambda pair: pair[1].box[1] if pair[1].box else 0.0)
    head = [(line, hint, False) for line, hint in placed[:_OUTMOST] if hint.box and hint.box[3] < _EDGE * height]
    foot = [
        (line, hint, True) for line, hint in placed[-_OUTMOST:] if hint.box and hint.box[1] > (1 - _EDGE) * height
    ]  # fmt: skip
    return head + foot


def _stands_off(hint: RawLine, lines: list[tuple[Line, RawLine]], height: float, foot: bool) -> bool:
    """Whether something that can be a page number is one: outside all text of the page, or clearly apart from it."""
    others = [other.box for _, other in lines if other is not hint and other.box is not None]
    assert hint.box is not None
    if not others:
        return hint.box[1] > 0.8 * height or hint.box[3] < 0.1 * height
    if foot:
        return hint.box[1] >= max(box[3] for box in others) - 3
    return hint.box[3] <= min(box[1] for box in others) + 3


# -- tables


def _table_changes(text: TracedText, raw: RawText) -> list[Change]:
    """Rows of one table made one line; a table that goes on over a page made one."""
    changes: list[Change] = []
    before: tuple[Line, RawLine] | None = None
    for line, hint in _known(text, raw):
        if hint.table is not None:
            if before is not None and before[1].table is not None and before[0].end + 1 == line.start:
                same = before[1].table == hint.table
                if same or _continues(before, (line, hint)):
                    changes.append(Change(before[0].end, line.start, ROW_MARK))
            changes += [
                Change(line.start + m.start(), line.start + m.end(), CELL_MARK) for m in re.finditer("\t", line.text)
            ]
        before = (line, hint)
    return changes


def _continues(one: tuple[Line, RawLine], other: tuple[Line, RawLine]) -> bool:
    """Whether a table at the head of a page goes on with the one at the foot of the page before."""
    if one[1].page is None or other[1].page != one[1].page + 1:
        return False
    return one[0].text.count("\t") == other[0].text.count("\t")


# -- joined lines


def _join_changes(text: TracedText, raw: RawText) -> list[Change]:
    known = _known(text, raw)
    if not any(hint.box for _, hint in known):
        return []
    body = _body_size(raw)
    steps, indented = _usual_steps(known), _is_indented(known, body)
    changes: list[Change] = []
    for (one, above), (other, below) in itertools.pairwise(known):
        if one.end + 1 == other.start and goes_on(one.text, above, other.text, below, body, steps, indented):
            changes.append(Change(one.end, other.start, _seam(one.text, other.text)))
    return changes


def _body_size(raw: RawText) -> float:
    """The usual size of the text's characters, in points."""
    sizes: Counter[float] = Counter()
    for line in raw.lines:
        if line.size and line.table is None:
            sizes[line.size] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _title_changes(text: TracedText, raw: RawText) -> list[Change]:
    """Lines of one title, or of one note in brackets below it: they stand in the middle and look alike."""
    known = _known(text, raw)
    body = _body_size(raw)
    changes: list[Change] = []
    at = 0
    while at < len(known):
        end = at + 1
        while end < len(known) and _is_alike(known[end - 1], known[end], body):
            end += 1
        size = _one_title([line.text.strip() for line, _ in known[at:end]])
        for (one, _), (other, _) in itertools.pairwise(known[at : at + size]):
            organs = is_organ(one.text.strip()) and is_organ(other.text.strip())
            changes.append(Change(one.end, other.start, " " if organs else ""))
        at += size
    return changes


def _one_title(texts: Sequence[str]) -> int:
    """How many of these lines, from the first on, make one title or one note in brackets; 1 where none do."""
    for size in sorted(range(2, min(len(texts), _MOST_TITLE_LINES) + 1), key=lambda n: (n != len(texts), n)):
        whole = "".join(texts[:size])
        inner = texts[: size - 1]
        if is_title(whole) and not any(map(is_complete, inner)) and not any(map(numbered, texts[:size])):
            return size
        if whole[0] in "（(" and whole[-1] in "）)" and not re.search("[）)]", "".join(inner)):
            return size
    return 1


def _is_alike(one: tuple[Line, RawLine], other: tuple[Line, RawLine], body: float) -> bool:
    above, below = one[1], other[1]
    larger = (above.size or 0) >= 1.15 * body and above.style == below.style
    return (
        ((above.centred and below.centred) or larger) and above.page == below.page and above.size == below.size
        and one[0].end + 1 == other[0].start and above.table is None and below.table is None and below.number is None
    )  # fmt: skip


def _usual_steps(known: Sequence[tuple[Line, RawLine]]) -> float:
    """The usual distance from one line of a paragraph to the next, in sizes of their characters: that between
    paragraphs may be larger and never is smaller.
    """
    found = sorted(
        (b.box[1] - a.box[1]) / a.size
        for (_, a), (_, b) in itertools.pairwise(known)
        if a.box and b.box and a.size and a.page == b.page and 0 < b.box[1] - a.box[1] < 4 * a.size
    )
    return found[len(found) * 3 // 10] if found else 1.5


def _is_indented(known: Sequence[tuple[Line, RawLine]], body: float) -> bool:
    """Whether many lines begin about two characters from the edge of their column, and many at the edge."""
    offsets = [
        (hint.box[0] - hint.column[0]) / body
        for _, hint in known if hint.box and hint.column and hint.table is None and not hint.centred
    ]  # fmt: skip
    inside = sum(1.5 <= offset <= 2.6 for offset in offsets)
    edge = sum(offset < 0.6 for offset in offsets)
    return inside >= 3 and edge >= 3 and inside >= 0.08 * len(offsets)


def _seam(one: str, other: str) -> str:
    if one.endswith("-") and other[:1].islower():
        return ""
    return " " if one[-1:].isascii() and other[:1].isascii() and one[-1:] != "-" else ""


# -- list numbers


def _number_changes(text: TracedText, raw: RawText) -> list[Change]:
    changes = []
    for line, hint in _known(text, raw):
        if hint.number and text.raw_span(Span(line.start, line.end)).start <= hint.start:
            shown = hint.number if _CLOSED.search(hint.number) else hint.number + " "
            changes.append(Change(line.start, line.start, shown))
    return changes


# -- what later steps ask


def placed(blocks: Sequence[Block], raw: RawText) -> list[Block]:
    """The blocks with page and box: the lines of the source they were made of, as far as they stand on one page."""
    if not raw.pages:
        return list(blocks)
    return [_placed(block, raw) for block in blocks]


def _placed(block: Block, raw: RawText) -> Block:
    first = line_at(raw.lines, block.raw.start)
    if first is None or first.page is None:
        return block
    boxes: list[Box] = []
    at = block.raw.start
    while (line := line_at(raw.lines, at)) is not None and line.page == first.page and line.start < block.raw.end:
        if line.box is not None:
            boxes.append(line.box)
        at = line.end + 1
    box = (
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        if boxes else None
    )  # fmt: skip
    return replace(block, page=first.page, box=box)


def titled(clauses: list[Clause], text: TracedText, raw: RawText) -> list[Clause]:
    """The clauses; where none of the first is a title, the larger or centred line alone at the top is one, or the line
    that a web page names as its title.
    """
    if any(clause.kind == "title" for clause in clauses[:_TOP]):
        return clauses
    if raw.html:
        at = title_line((clause.text for clause in clauses[:_TOP]), raw.text)
        return clauses if at is None or clauses[at].kind not in ("paragraph", "heading") else _with_title(clauses, at)
    if not raw.lines:
        return clauses
    body = _body_size(raw)
    best: tuple[float, int] | None = None
    for at, clause in enumerate(clauses[:_TOP]):
        if clause.kind not in ("paragraph", "heading") or not 3 < len(clause.text) <= 90:
            continue
        hint = line_at(raw.lines, text.raw_span(clause.span).start)
        if hint is None or numbered(clause.text) is not None or re.search("[。；！？，]$", clause.text):
            continue
        larger = (hint.size or body) / body if body else 1.0
        styled = hint.style in ("title", "heading-1")
        if styled or larger > 1.15 or (hint.centred and at <= 1):
            score = larger + 0.6 * styled + 0.3 * hint.centred - 0.02 * at
            if best is None or score > best[0]:
                best = (score, at)
    if best is None:
        return clauses
    return _with_title(clauses, best[1])


def _with_title(clauses: Sequence[Clause], at: int) -> list[Clause]:
    return [*clauses[:at], Clause(clauses[at].span, clauses[at].text, "title"), *clauses[at + 1 :]]


_TOP = 8
