"""Document → QTextDocument for one script, in slices, and the way between canonical places and Qt's positions.

The only module that converts between code points of canonical text and the UTF-16 units that Qt counts (`placed`), in
both directions, through the offset map of the script shown. Must not know widgets, scrolling or marks.

A long document is set a slice at a time, starting where the reader is: `extend` adds slices behind and then before.
Positions are kept relative to an origin that moves when something is put before it, so that nothing is renumbered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtGui import QTextCursor, QTextDocument, QTextFrameFormat

from reader.core.document import Block, Document
from reader.core.late_dataclass import dataclass
from reader.core.note import Piece
from reader.core.showing import visible
from reader.core.span import Span
from reader.script import Converted, Script
from reader.ui.kit.clause import heading_text, is_heading
from reader.ui.kit.placed import Placed, Run, is_flat, utf16_length
from reader.ui.text.setting.balance import breaks
from reader.ui.text.setting.spacing import may_break, stretches
from reader.ui.text.setting.styles import Styles, face_of
from reader.ui.text.setting.table_setting import set_table
from reader.ui.text.setting.tables import Grid, grid

Convert = Callable[[str, Script], Converted]
Says = Callable[[str], str]
"""A sentence of the program in the language of the window."""
LINE_BREAK, MAY_BREAK = "\u2028", "\u200b"
# What Qt would take for the end of a block or of a table cell; one character for one, so that offsets stand.
_HARMLESS = str.maketrans(dict.fromkeys("\n\r\u2029\v\f", LINE_BREAK) | dict.fromkeys("\0\ufdd0\ufdd1", "\ufffd"))
_HEAD = 12  # blocks among which the number of the paper itself stands
FIRST_SLICE, NEXT_SLICE = 6_000, 8_000  # characters set at once, first and later
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 56, 20, 24, 160
_DEEPEST = 6  # levels of headings that screen readers have keys for


@dataclass(frozen=True, slots=True)
class SpokenHeading:
    """One heading as a screen reader tells it.

    Attributes:
        number: of its block in the document.
        level: 1 for titles of papers, 2 for 一、 and so on.
        words: as seen.
    """

    number: int
    level: int
    words: str


class Rendering:
    """One document set in one script. Belongs to the GUI thread.

    Attributes:
        qt: the QTextDocument; grows by `extend` until `complete`.
    """

    def __init__(
        self, document: Document, script: Script, styles: Styles, convert: Convert, says: Says | None = None
    ) -> None:
        self.document = document
        self.script = script
        self.styles = styles
        self.qt = QTextDocument()
        self._convert = convert
        self._says = says
        self._own_script = script.value == document.script
        self._index = {block.id: number for number, block in enumerate(document.blocks)}
        self._first_title = next((n for n, block in enumerate(document.blocks) if block.kind == "title"), -1)
        self._placed: list[Placed] = []
        self._starts: list[int] = []
        self._origin = 0
        self._first = self._next = 0
        self._fresh = True  # the last block of `qt` is still unused
        self.qt.setUndoRedoEnabled(False)
        frame = QTextFrameFormat()
        frame.setMargin(0)
        frame.setLeftMargin(MARGIN_LEFT)
        frame.setRightMargin(MARGIN_RIGHT)
        frame.setTopMargin(MARGIN_TOP)
        frame.setBottomMargin(MARGIN_BOTTOM)
        self.qt.setDocumentMargin(0)
        self.qt.rootFrame().setFrameFormat(frame)
        self.qt.setDefaultFont(styles.style("paragraph").words.font())

    # -- setting ---------------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Whether every block has been set."""
        return self._first == 0 and self._next == len(self.document.blocks)

    @property
    def covered(self) -> range:
        """Numbers of the blocks that have been set."""
        return range(self._first, self._next)

    def rule_position(self) -> int | None:
        """A position in the line of the first 文号, below which a rule belongs; None where not set."""
        number = next(
            (n for n in range(self._first, min(self._next, _HEAD)) if self.document.blocks[n].kind == "doc_number"),
            None,
        )
        return None if number is None else self.position(number, 0)

    def begin(self, around: int = 0, size: int = FIRST_SLICE) -> None:
        """Set the first slice: the block numbered `around`, some room before it and the rest of `size` behind it."""
        if not self.document.blocks:
            return
        first = self._back(around, size // 3) if around else 0
        self._first = self._next = first
        self._append(self._ahead(first, around, size))

    def extend(self, size: int = NEXT_SLICE) -> int:
        """Set one more slice, behind while there is any left, else before. Returns the positions put before, or 0."""
        blocks = self.document.blocks
        if self._next < len(blocks):
            self._append(self._ahead(self._next, self._next, size))
            return 0
        return self._prepend(self._back(self._first, size)) if self._first else 0

    def _ahead(self, first: int, through: int, size: int) -> int:
        """End of a slice from `first`: at least `through`, `size` characters more, not between two tables."""
        blocks, end = self.document.blocks, first
        while end < len(blocks) and (size > 0 or end <= through):
            size -= len(blocks[end].text) + 1 if end >= through else 0
            end += 1
        while 0 < end < len(blocks) and blocks[end - 1].rows:
            end += 1
        return end

    def _back(self, end: int, size: int) -> int:
        """Start of a slice that ends at `end`, of `size` characters, not beginning with a table."""
        blocks, first = self.document.blocks, end
        while first and (size > 0 or blocks[first].rows):
            first -= 1
            size -= len(blocks[first].text) + 1
        return first

    def _append(self, end: int) -> None:
        cursor = QTextCursor(self.qt)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        placed, fresh = self._set(cursor, range(self._next, end), self._origin, fresh=self._fresh)
        if fresh and end == len(self.document.blocks):
            cursor.setBlockFormat(self.styles.hairline())
        cursor.endEditBlock()
        self._fresh = fresh
        self._placed += placed
        self._starts += [p.start for p in placed]
        self._next = end

    def _prepend(self, first: int) -> int:
        cursor = QTextCursor(self.qt)
        length = self.qt.characterCount()
        cursor.beginEditBlock()
        cursor.insertBlock(cursor.blockFormat(), cursor.charFormat())
        cursor.setPosition(0)
        placed, fresh = self._set(cursor, range(first, self._first), 0, fresh=True)
        if fresh:
            cursor.setBlockFormat(self.styles.hairline())
        cursor.endEditBlock()
        added = self.qt.characterCount() - length
        self._origin += added
        shifted = [
            Placed(p.index, p.shown, tuple(Run(r.view, r.at - self._origin) for r in p.runs),
                   p.start - self._origin, p.end - self._origin, p.flat)
            for p in placed
        ]  # fmt: skip
        self._placed[:0] = shifted
        self._starts[:0] = [p.start for p in shifted]
        self._first = first
        return added

    def _set(self, cursor: QTextCursor, numbers: range, origin: int, *, fresh: bool) -> tuple[list[Placed], bool]:
        """Set blocks at the cursor. Returns where they stand and whether the cursor is left in an unused block."""
        made: list[Placed] = []
        for number in numbers:
            block = self.document.blocks[number]
            if number == 0 and not 0 <= self._first_title < _HEAD:
                self._set_added_title(cursor, fresh=fresh)
                fresh = False
            shown = Converted(block.text) if self._own_script else self._convert(block.text, self.script)
            table = grid(block) if block.rows else None
            if table is not None:
                made.append(self._set_table(cursor, number, shown, table, origin, fresh=fresh))
                fresh = True
            else:
                made.append(self._set_words(cursor, number, shown, origin, fresh=fresh))
                fresh = False
        return made, fresh

    def _set_words(self, cursor: QTextCursor, number: int, shown: Converted, origin: int, *, fresh: bool) -> Placed:
        block = self.document.blocks[number]
        face = face_of(block, first_title=number == self._first_title)
        style = self.styles.style(face)
        if fresh:
            cursor.setBlockFormat(style.block)
            cursor.setBlockCharFormat(style.words)
        else:
            cursor.insertBlock(style.block, style.words)
        start = cursor.position() - origin
        if block.is_placeholder:
            cursor.insertText(self._placeholder(block), style.words)
            return Placed(number, shown, (), start, cursor.position() - origin, is_flat(shown))
        text = shown.text.translate(_HARMLESS)
        title = block.kind == "title"
        cuts = breaks(text, self.styles.title_measure()) if title else may_break(text)
        runs, at = [], 0
        for cut in (*cuts, len(text)):
            runs.append(Run(Span(at, cut), cursor.position() - origin))
            self._insert(cursor, text, Span(at, cut), face, self._lead_end(block, shown))
            if cut < len(text):
                cursor.insertText(LINE_BREAK if title else MAY_BREAK, style.words)
            at = cut
        return Placed(number, shown, tuple(runs), start, cursor.position() - origin, is_flat(shown))

    def _insert(self, cursor: QTextCursor, text: str, span: Span, face: str, lead_end: int) -> None:
        bold_to = max(span.start, min(span.end, lead_end))
        for part, lead in ((Span(span.start, bold_to), True), (Span(bold_to, span.end), False)):
            for stretch, width in stretches(text, part):
                words = stretch.cut(text)
                cursor.insertText(words, self.styles.ink(face, lead=lead, width=width, mark=words))

    @staticmethod
    def _lead_end(block: Block, shown: Converted) -> int:
        """Where the bold opening of a block ends in its view text: the run-in heading with its mark, else nothing."""
        if block.lead is None or block.kind == "heading":
            return 0
        marked = block.text[block.lead.end : block.lead.end + 1] in {"。", "：", ":", "．", "."}
        return shown.to_view(block.lead.end + marked)

    def _set_added_title(self, cursor: QTextCursor, *, fresh: bool) -> None:
        """The catalogue's title, or the file's name, over a text that has none, muted and told as such: it is no part
        of the text.
        """
        title = self.title()
        cuts = [0, *breaks(title, self.styles.title_measure()), len(title)]
        lines = LINE_BREAK.join(title[one:next_one] for one, next_one in pairwise(cuts))
        for face, words in (("added title", lines), ("added note", self._whence())):
            style = self.styles.style(face)
            if fresh:
                cursor.setBlockFormat(style.block)
                fresh = False
            else:
                cursor.insertBlock(style.block, style.words)
            cursor.insertText(words, style.words)

    def _whence(self) -> str:
        """Where a title that the text lacks was taken from."""
        return self._own("［标题据目录，原文未载］" if self.document.title else "［暂用文件名，原文没有标题］")

    def _own(self, words: str) -> str:
        """The program's own words beside the text: in English, or in Chinese in the script shown."""
        said = self._says(words) if self._says is not None else words
        return said if said.isascii() else self._in_script(words)

    def title(self) -> str:
        """The document's title in the script shown; what cannot be seen in it is made visible."""
        return visible(self._in_script(self.document.reading_title))

    def spoken_title(self) -> str:
        """What a screen reader says the text is, in the script shown."""
        return self._own("文件正文：") + self.title()

    def headings(self) -> tuple[SpokenHeading, ...]:
        """Titles and headings of the whole document, set or not, as a screen reader tells them."""
        found = []
        for number, block in enumerate(self.document.blocks):
            if block.kind == "title" or is_heading(block):
                words = block.text if block.kind == "title" else heading_text(block)
                shown = words if self._own_script else self._convert(words, self.script).text
                level = 1 if block.kind == "title" else min(_DEEPEST, (block.level or 1) + 1)
                found.append(SpokenHeading(number, level, visible(shown) or self._placeholder(block)))
        return tuple(found)

    def _in_script(self, words: str) -> str:
        """The program's own words, which are simplified, in the script shown."""
        return words if self.script is Script.HANS else self._convert(words, self.script).text

    def _placeholder(self, block: Block) -> str:
        number = block.number or ""
        if number and block.level is not None and block.level <= 3 and not number.startswith(("第", "（")):
            number += "." if block.level == 3 else "、"
        return self._in_script(f"［原文缺“{number}”级标题］" if number else "［原文此处缺标题］")

    def _set_table(
        self, cursor: QTextCursor, number: int, shown: Converted, table: Grid, origin: int, *, fresh: bool
    ) -> Placed:
        if fresh:
            cursor.setBlockFormat(self.styles.hairline())
        block = self.document.blocks[number]
        spans = [shown.view_span(cell.span) for cell in table.cells]
        texts = [span.cut(shown.text).translate(_HARMLESS) for span in spans]
        cuts = [(0, *may_break(text), len(text)) for text in texts]
        parts = [[text[a:b] for a, b in pairwise(cut)] for text, cut in zip(texts, cuts, strict=True)]
        starts = set_table(cursor, block, table, [MAY_BREAK.join(part) for part in parts], self.styles)
        runs: list[Run] = []
        for span, start, cut, words in zip(spans, starts, cuts, parts, strict=True):
            at = start - origin
            for part, word in zip(pairwise(cut), words, strict=True):
                runs.append(Run(Span(span.start + part[0], span.start + part[1]), at))
                at += utf16_length(word) + len(MAY_BREAK)
        return Placed(number, shown, tuple(runs), starts[0] - origin, cursor.position() - 1 - origin, is_flat(shown))

    # -- places ----------------------------------------------------------------------------------------------------

    def number_of(self, block_id: str) -> int | None:
        """Number of the block with that id in the document, or None."""
        return self._index.get(block_id)

    def placed(self, number: int) -> Placed | None:
        """The block of that number as it stands, or None where it has not been set yet."""
        return self._placed[number - self._first] if number in self.covered else None

    def position(self, number: int, offset: int) -> int | None:
        """Qt's position of a canonical offset in a block; None where the block has not been set yet."""
        placed = self.placed(number)
        if placed is None:
            return None
        return placed.position(placed.shown.to_view(offset)) + self._origin

    def pieces_of_span(self, number: int, span: Span) -> Iterator[tuple[int, int]]:
        """Stretches of positions [start, end) that show a canonical span; several where it crosses cells or lines."""
        return self.pieces_of_spans(number, (span,))

    def pieces_of_spans(self, number: int, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
        """The same for many spans of a block, one after another."""
        placed = self.placed(number)
        if placed is None:
            return
        for span in spans:
            for start, end in placed.pieces(placed.shown.view_span(span)):
                yield start + self._origin, end + self._origin

    def place(self, position: int, *, behind: bool = False) -> tuple[int, int]:
        """Block number and canonical offset of one of Qt's positions; the nearest before it where it shows no text.

        Inside a word that cannot be cut: where the word begins, or ends where `behind`.
        """
        relative = position - self._origin
        placed = self._placed[max(0, bisect_right(self._starts, relative) - 1)]
        return placed.index, placed.shown.to_canonical(placed.offset(relative), behind=behind)

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """What Qt's positions [start, end) cover, one piece for each block that has words in it."""
        (first, at), (last, to) = self.place(start), self.place(end, behind=True)
        made = []
        for number in range(first, last + 1):
            block = self.document.blocks[number]
            span = Span(at if number == first else 0, to if number == last else len(block.text))
            if span.start < span.end:
                made.append(Piece(block.id, span))
        return tuple(made)

    def seen(self, pieces: Sequence[Piece]) -> str:
        """The words of some pieces as they are shown, blocks joined by line feeds."""
        return "\n".join(self._seen(piece) for piece in pieces)

    def _seen(self, piece: Piece) -> str:
        number = self._index[piece.block]
        placed = self.placed(number)
        if placed is not None:
            shown = placed.shown
        else:
            text = self.document.blocks[number].text
            shown = Converted(text) if self._own_script else self._convert(text, self.script)
        return shown.view_span(piece.span).cut(shown.text)

    def in_script(self, text: str) -> str:
        """Other canonical words in the script that is shown."""
        return text if self._own_script else self._convert(text, self.script).text

    def canonical(self, pieces: Sequence[Piece]) -> str:
        """The words of some pieces as they stand in the canonical text, blocks joined by line feeds."""
        return "\n".join(piece.span.cut(self.document.blocks[self._index[piece.block]].text) for piece in pieces)
