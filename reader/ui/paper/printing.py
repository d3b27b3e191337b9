"""A document on paper: A4 in the measures of GB/T 9704-2012 (type area 156 × 225 mm, 22 lines of 28 characters).

Every sheet says that it is a reading copy; the red head and rule of an official paper are left out on purpose. Owns the
print styles, the pages and their furniture. Must not ask the user anything; printers and paths are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFile, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
)

from reader.core.document import Document
from reader.core.errors import ReaderError, StoreUnavailable
from reader.core.note import PlacedNote
from reader.core.showing import visible
from reader.files import replacing
from reader.script import Script
from reader.ui.look.fonts import FontChains
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.paper.paging import keep_together
from reader.ui.paper.pdf_file import PdfFile, StrangePdf
from reader.ui.paper.pdf_outline import Entry, add_outline
from reader.ui.paper.pdf_tags import Structure, tagging
from reader.ui.paper.printed_notes import PrintedNotes
from reader.ui.paper.sheets import painting, set_sheet
from reader.ui.text.render import LINE_BREAK, MAY_BREAK, Convert, Rendering
from reader.ui.text.setting.styles import Style, Styles

EM = 21  # layout pixels of a 3号 character: 28 of them are the 156 mm of the type area
WIDTH, HEIGHT = 28 * EM, 848  # of the type area in layout pixels; 225 mm high
PITCH = 38.5  # from line to line: 22 lines on a page
TOP, LEFT, AREA = 37.0, 28.0, 156.0  # mm: 天头, 订口, width of the type area
A4_HIGH = 297.0  # mm
READING_COPY = "阅读打印件，非正式文本"
CONVERTED = "繁體為轉換顯示，非官方文本"
_BANNERS = {Script.HANS: "简体为转换显示，非官方文本", Script.TWP: "繁體為轉換顯示，用詞與原文不同，非官方文本"}
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
        notes: the reader's notes to be printed, in order: marked in the text, listed behind it.
    """

    document: Document
    script: Script
    notes: Sequence[PlacedNote] = ()


class PrintStyles(Styles):
    """The styles of the standard, in layout pixels."""

    def __init__(self, fonts: FontChains, script: str) -> None:
        super().__init__(_THEME, TypeSettings("fang", EM, PITCH / EM, 28), fonts, script)
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
    """The pages of one document, laid out once, painted on any device.

    Attributes:
        landscape: whether its sheets lie, where one page is on each.
    """

    landscape = False

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
        self._headings = dict(self._find_headings())
        kept = set(self._headings) | set(self._captions())
        self._break_behind_notice()
        self._notes = PrintedNotes(paper.document, paper.notes, self._styles, self._shown)
        self._notes.mark(self._rendering)  # positions are not true from here on; numbers of paragraphs are
        listed = self._notes.list_behind(self._rendering)
        if listed is not None:
            kept.add(listed)
            self._headings[listed] = (1, qt.findBlockByNumber(listed).text())
        qt.setUseDesignMetrics(True)
        qt.setPageSize(QSizeF(WIDTH, HEIGHT))
        keep_together(qt, kept.__contains__)

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._rendering.qt.pageCount()

    @property
    def text(self) -> str:
        """All words that are printed in the type area."""
        return self._rendering.qt.toPlainText().replace(MAY_BREAK, "")

    @property
    def language(self) -> str:
        """Of the words printed, as PDF files tell it."""
        return "zh-CN" if self._paper.script is Script.HANS else "zh-Hant"

    def entries(self, pages: Sequence[int] | None = None, *, two: bool = False) -> list[Entry]:
        """The headings on these pages (all where None), for the outline of a file that holds them in this order."""
        places = {page: at for at, page in enumerate(pages or range(1, self.count + 1))}
        layout, found = self._rendering.qt.documentLayout(), []
        for number, (level, words) in sorted(self._headings.items()):
            top = layout.blockBoundingRect(self._rendering.qt.findBlockByNumber(number)).top()
            at = places.get(int(top // HEIGHT) + 1)
            if at is not None and words.strip():
                down = (TOP + (top % HEIGHT) * AREA / WIDTH) / A4_HIGH
                found.append(Entry(words, level, at // 2 if two else at, 0.0 if two else down))
        return found

    def structure(self) -> Structure:
        """What is a heading, a paragraph, a cell, for PDF files."""
        return Structure(self._rendering.qt, {number: level for number, (level, _words) in self._headings.items()})

    def painting(
        self, device: QPagedPaintDevice, pages: Sequence[int] | None = None, *, two: bool = False
    ) -> Iterator[int]:
        """Paint one of these pages (all where None), whenever asked, from the edge of the paper on.

        Args:
            pages: counted from 1; those that are not there are left out.
            two: two pages beside each other on a landscape sheet.

        Raises:
            ReaderError: where the device cannot be written to.
        """
        sheets = [page for page in pages or range(1, self.count + 1) if 1 <= page <= self.count]
        area = QRectF(LEFT, TOP, AREA, AREA * HEIGHT / WIDTH)
        refused = "打印没有开始：打印机或文件不能写入。文件内容没有改变。"
        return painting(device, self._rendering.qt, area, self._draw_furniture, sheets, refused, two=two)

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

    def _find_headings(self) -> Iterator[tuple[int, tuple[int, str]]]:
        """Numbers of the paragraphs that are headings or titles, with level and words as printed."""
        for number, block in enumerate(self._paper.document.blocks):
            at = self._rendering.position(number, 0)
            if at is not None and block.kind in {"heading", "title"}:
                paragraph = self._rendering.qt.findBlock(at)
                level = 0 if block.kind == "title" else block.level or 1
                yield paragraph.blockNumber(), (level, paragraph.text().replace(LINE_BREAK, "").replace(MAY_BREAK, ""))

    def _captions(self) -> Iterator[int]:
        """Numbers of the paragraphs that name a table: like headings they must not end a page."""
        for number, (block, below) in enumerate(pairwise(self._paper.document.blocks)):
            at = self._rendering.position(number, 0)
            if at is not None and below.rows and len(block.text) <= _CAPTION:
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
        self._notes.draw_ribbons(painter, self._rendering, page, HEIGHT, EM)

    def _shown(self, words: str) -> str:
        return words if self._paper.script is Script.HANS else self._convert(words, self._paper.script).text


class Pages(Protocol):
    """Pages that can be painted on paper and into files: a document, a comparison."""

    landscape: bool

    @property
    def count(self) -> int:
        """Number of pages."""

    @property
    def language(self) -> str:
        """Of the words, as PDF files tell it."""

    def entries(self, pages: Sequence[int] | None = None, *, two: bool = False) -> list[Entry]:
        """The outline of a file that holds these pages."""

    def structure(self) -> Structure:
        """What is printed, for files that tell it."""

    def painting(
        self, device: QPagedPaintDevice, pages: Sequence[int] | None = None, *, two: bool = False
    ) -> Iterator[int]:
        """Paint one of these pages whenever asked; gives how many have been painted."""


def write_pdf(path: Path, sheets: Pages, title: str, pages: Sequence[int] | None = None, *, two: bool = False) -> None:
    """Write pages in one go, as `writing_pdf` does."""
    for _page in writing_pdf(path, sheets, title, pages, two=two):
        pass


def writing_pdf(
    path: Path, sheets: Pages, title: str, pages: Sequence[int] | None = None, *, two: bool = False
) -> Iterator[int]:
    """Write a page, whenever asked, of pages (all where None) with an outline to a PDF file.

    A file that is there is replaced when all is written. Yields how many pages have been painted.

    Args:
        pages: counted from 1. two: two of them on a landscape sheet.

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
            set_sheet(writer, landscape=two or sheets.landscape)
            yield from sheets.painting(writer, pages, two=two)
            del writer  # ends the file
            is_whole = target.flush() and target.error() == QFile.FileError.NoError
            target.close()
            if is_whole:
                for _page in _finishing(draft, sheets, pages, two=two):
                    yield len(pages or range(sheets.count))
            if not is_whole:
                raise StoreUnavailable(f"“{path.name}”没有写完，原有的文件没有改变。")
    except ReaderError as error:
        raise ReaderError(f"不能写入“{path.name}”，请换一个位置或文件名（{str(error).rstrip('。')}）。") from error


def _finishing(draft: Path, sheets: Pages, pages: Sequence[int] | None, *, two: bool) -> Iterator[None]:
    """Put into what Qt has written what it cannot write: outline, language, what is a heading, whole words."""
    with draft.open("rb+") as file:
        try:
            made = PdfFile(file.read())
            yield from tagging(made, sheets.structure())
            add_outline(made, sheets.entries(pages, two=two))
            made.add(made.root, f"/Lang ({sheets.language}) /ViewerPreferences <</DisplayDocTitle true>>".encode())
            whole = made.whole()
        except StrangePdf:  # another version of Qt writes otherwise: its pages are whole without
            return
        file.seek(0)
        file.write(whole)
        file.truncate()
