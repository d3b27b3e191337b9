"""A document on paper: A4 in the measures of GB/T 9704-2012 (type area 156 × 225 mm, 22 lines of 28 characters).

Every sheet says that it is a reading copy; the red head and rule of an official paper are left out on purpose. Owns the
print styles, the pages and their furniture. Must not ask the user anything; printers and paths are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import QFile, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
)

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.errors import ReaderError, StoreUnavailable
from reader.core.note import PlacedNote
from reader.core.showing import visible
from reader.files import replacing
from reader.script import Script
from reader.ui.look.fonts import FontChains
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.paper.paging import keep_together
from reader.ui.paper.sheets import paint_sheets
from reader.ui.text.render import Convert, Rendering
from reader.ui.text.styles import Style, Styles

EM = 21  # layout pixels of a 3号 character: 28 of them are the 156 mm of the type area
WIDTH, HEIGHT = 28 * EM, 848  # of the type area in layout pixels; 225 mm high
PITCH = 38.5  # from line to line: 22 lines on a page
TOP, LEFT, AREA = 37.0, 28.0, 156.0  # mm: 天头, 订口, width of the type area
READING_COPY = "阅读打印件，非正式文本"
CONVERTED = "繁體為轉換顯示，非官方文本"
_BANNERS = {Script.HANS: "简体为转换显示，非官方文本", Script.TWP: "繁體為轉換顯示，用詞與原文不同，非官方文本"}
_FANGSONG = ("方正仿宋_GBK", "FZFangSong-Z02", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋")
_INK, _GREY = "#000000", "#595959"
_THEME = replace(PAPER, text=_INK, muted=_GREY, accent=_INK, link=_INK, line="#808080", surface="#ffffff")
_CAPTION = 40  # characters of the longest line that names a table
_SMALL, _NUMBER = 12, 18  # layout pixels: furniture, and the 4号 of page numbers
# What differs from the screen: role, size, indent, as the standard has them. Bold stands in for faces not installed.
_PLAIN = frozenset({"heading 1", "heading 2", "heading 3", "paragraph", "bullet", "salutation"})


@dataclass(frozen=True)
class Paper:
    """What is to be printed.

    Attributes:
        notes: the reader's notes to be printed behind the text, in order; their places get numbers.
    """

    document: Document
    script: Script
    notes: Sequence[PlacedNote] = ()


class PrintStyles(Styles):
    """The styles of the standard, in layout pixels."""

    def __init__(self, fonts: FontChains, script: str) -> None:
        installed = set(QFontDatabase.families())
        body = next((name for name in _FANGSONG if name in installed), "")
        super().__init__(_THEME, TypeSettings(body, EM, PITCH / EM, 28), fonts, script)
        self._titles, self._kai = bool(fonts.title["hans"]), bool(fonts.kai["hans"])

    def style(self, face: str) -> Style:
        """The screen's style on the grid of the page: one pitch for all, no spaces around headings."""
        if face in self._made:
            return self._made[face]
        made = super().style(face)
        if face in _PLAIN:
            size, bold = EM, face == "heading 1" or (face == "heading 2" and not self._kai)
            made.block.setTopMargin(0)
            made.block.setBottomMargin(0)
            self._line(made.block, PITCH)
        elif face == "doc_number":  # 3号仿宋 in black
            size, bold = EM, False
            made.words.setForeground(QColor(_INK))
        elif face.endswith("title"):
            size, bold = 29, not self._titles
            self._line(made.block, PITCH * 1.25)
        else:
            return made
        for words, strong in ((made.words, bold), (made.lead, face not in _PLAIN or face == "heading 1")):
            font = words.font()
            font.setPixelSize(size)
            font.setBold(strong)
            words.setFont(font)
        return made

    @staticmethod
    def _line(block: QTextBlockFormat, pitch: float) -> None:
        block.setLineHeight(pitch, QTextBlockFormat.LineHeightTypes.FixedHeight.value)


class Sheets:
    """The pages of one document, laid out once, painted on any device."""

    def __init__(self, paper: Paper, convert: Convert, fonts: FontChains) -> None:
        self._paper = paper
        self._convert = convert
        self._styles = PrintStyles(fonts, paper.script.value)
        self._rendering = Rendering(paper.document, paper.script, self._styles, convert)
        self._rendering.begin()
        while not self._rendering.complete:
            self._rendering.extend()
        qt = self._rendering.qt
        bare = QTextFrameFormat()
        bare.setMargin(0)
        qt.rootFrame().setFrameFormat(bare)
        self._add_notes()
        self._break_behind_notice()
        qt.setUseDesignMetrics(True)
        qt.setPageSize(QSizeF(WIDTH, HEIGHT))
        keep_together(qt, frozenset(self._headings()).__contains__)

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._rendering.qt.pageCount()

    @property
    def text(self) -> str:
        """All words that are printed in the type area."""
        return self._rendering.qt.toPlainText()

    def paint(self, device: QPagedPaintDevice, first: int = 1, last: int = 0) -> None:
        """Paint pages `first` to `last` (to the end where 0) on a device whose coordinates begin at the paper's edge.

        Raises:
            ReaderError: where the device cannot be written to.
        """
        sheets = range(first, min(last or self.count, self.count) + 1)
        area = QRectF(LEFT, TOP, AREA, AREA * HEIGHT / WIDTH)
        refused = "打印没有开始：打印机或文件不能写入。文件内容没有改变。"
        paint_sheets(device, self._rendering.qt, area, self._draw_furniture, sheets, refused)

    # -- inside

    def _break_behind_notice(self) -> None:
        """What a notice brings begins on a page of its own."""
        cover = self._paper.document.cover
        at = self._rendering.position(cover, 0) if cover else None
        if at is not None:
            cursor = QTextCursor(self._rendering.qt)
            cursor.setPosition(at)
            form = QTextBlockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            cursor.mergeBlockFormat(form)

    def _headings(self) -> Iterator[int]:
        """Numbers of the paragraphs that must not end a page: headings, titles, and the line above a table."""
        blocks = self._paper.document.blocks
        for number, (block, below) in enumerate(zip_longest(blocks, blocks[1:])):
            at = self._rendering.position(number, 0)
            caption = below is not None and below.rows and len(block.text) <= _CAPTION
            if at is not None and (block.kind in {"heading", "title"} or caption):
                yield self._rendering.qt.findBlock(at).blockNumber()

    def _draw_furniture(self, painter: QPainter, page: int) -> None:
        """The head says what this is; the number stands where the standard has it: odd right, even left."""
        font = self._styles.font("ui", _SMALL)
        painter.setFont(font)
        painter.setPen(QColor(_GREY))
        head = QRectF(0, -3 * EM, WIDTH, EM)
        says = self._shown(READING_COPY)
        if self._paper.script.value != self._paper.document.script:
            says += "　" + _BANNERS.get(self._paper.script, CONVERTED)
        metrics = QFontMetricsF(font)
        title = metrics.elidedText(
            visible(self._shown(self._paper.document.reading_title)), Qt.TextElideMode.ElideRight,
            WIDTH - metrics.horizontalAdvance(says) - 2 * EM,
        )  # fmt: skip
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, says)
        painter.setFont(self._styles.font("body", _NUMBER))
        painter.setPen(QColor(_INK))
        foot = QRectF(EM, HEIGHT + 7 * WIDTH / AREA, WIDTH - 2 * EM, 1.5 * EM)
        side = Qt.AlignmentFlag.AlignRight if page % 2 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(foot, side | Qt.AlignmentFlag.AlignTop, f"— {page} —")

    def _add_notes(self) -> None:
        notes = self._paper.notes
        if not notes:
            return
        numbered = list(enumerate(notes, 1))
        marks: list[tuple[int, int]] = []
        for number, placed in numbered:
            for piece in placed.resolution.pieces[-1:]:
                block = self._rendering.number_of(piece.block)
                position = self._rendering.position(block, piece.span.end) if block is not None else None
                if position is not None:
                    marks.append((position, number))
        raised = QTextCharFormat(self._styles.style("paragraph").words)
        raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        for position, number in sorted(marks, reverse=True):  # from the end, so that the positions before stay true
            cursor = QTextCursor(self._rendering.qt)
            cursor.setPosition(position)
            cursor.insertText(f"［{number}］", raised)
        self._list_notes(numbered)

    def _list_notes(self, numbered: Sequence[tuple[int, PlacedNote]]) -> None:
        cursor = QTextCursor(self._rendering.qt)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        heading, small = self._styles.style("heading 1"), self._styles.style("note")
        block = QTextBlockFormat(heading.block)
        block.setTopMargin(PITCH)
        cursor.insertBlock(block, heading.words)
        cursor.insertText(self._shown("批注"), heading.words)
        for number, placed in numbered:
            pieces = placed.resolution.pieces
            where = clause_label(self._paper.document, pieces[0].block) if pieces else "在现文中找不到"
            quote = placed.note.anchor.quote.replace("\n", " ").strip()
            said = "：".join(filter(None, [self._shown(where), f"“{self._shown(quote)}”" if quote else ""]))
            ink = QTextCharFormat(small.words)
            ink.setForeground(QColor(_INK))
            cursor.insertBlock(small.block, ink)
            cursor.insertText(f"［{number}］{said}" + (f"　{placed.note.text}" if placed.note.text else ""), ink)

    def _shown(self, words: str) -> str:
        return words if self._paper.script is Script.HANS else self._convert(words, self._paper.script).text


def write_pdf(path: Path, sheets: Sheets, title: str) -> None:
    """Write all pages to a PDF file; a file that is there is replaced only when all is written.

    Raises:
        ReaderError: where the file cannot be written.
    """
    try:
        with replacing(path) as draft:
            target = QFile(str(draft))
            if not target.open(QFile.OpenModeFlag.WriteOnly):
                raise StoreUnavailable(target.errorString())
            writer = QPdfWriter(target)
            writer.setTitle(title)
            writer.setCreator("政策阅读器")
            writer.setResolution(600)
            set_page(writer)
            sheets.paint(writer)
            del writer  # ends the file
            is_whole = target.flush() and target.error() == QFile.FileError.NoError
            target.close()
            if not is_whole:
                raise StoreUnavailable(f"“{path.name}”没有写完，原有的文件没有改变。")
    except ReaderError as error:
        raise ReaderError(f"不能写入“{path.name}”，请换一个位置或文件名（{str(error).rstrip('。')}）。") from error


def set_page(device: QPagedPaintDevice) -> None:
    """A4, from edge to edge: the margins are part of the page."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
