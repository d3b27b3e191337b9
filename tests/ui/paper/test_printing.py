"""Pages on paper: the measures of the standard, every word of the text, a reading copy that says so."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPdfWriter, QTextBlock, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.note import Anchor, Note, NoteKind, Piece, PlacedNote, Resolution
from reader.core.span import Span
from reader.corpus import Corpus
from reader.script import Script, convert
from reader.ui.look.fonts import choose_fonts
from reader.ui.paper import page_work
from reader.ui.paper.page_work import AT_ONCE, PageWork
from reader.ui.paper.paging import keep_together
from reader.ui.paper.paper_dialog import pages_of
from reader.ui.paper.printing import EM, HEIGHT, PITCH, WIDTH, Paper, Sheets, write_pdf, writing_pdf
from reader.ui.paper.sheets import draw_page, set_sheet

pytestmark = pytest.mark.usefixtures("qtbot")


def sheets(document: Document, script: Script = Script.HANS, notes: tuple[PlacedNote, ...] = ()) -> Sheets:
    return Sheets(Paper(document, script, notes), convert, choose_fonts())


def note(document: Document, block: str, span: Span, text: str, *, lost: bool = False) -> PlacedNote:
    found = document.block(block)
    assert found is not None
    anchor = Anchor(document.id, block, span.start, span.end, block, span.cut(found.text), "", "", 0, "")
    pieces = () if lost else (Piece(block, span),)
    return PlacedNote(
        Note(text + block, anchor, "note", "", "", text), Resolution("orphan" if lost else "exact", pieces)
    )


def pages_in(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def test_the_type_area_is_that_of_the_standard() -> None:
    assert pytest.approx(28) == WIDTH / EM
    assert abs(HEIGHT / WIDTH - 225 / 156) < 0.001
    assert int(HEIGHT // PITCH) == 22


def test_a_pdf_has_every_page_and_is_a4(long_document: Document, tmp_path: Path) -> None:
    made, path = sheets(long_document), tmp_path / "长文件.pdf"
    write_pdf(path, made, "长文件")
    assert made.count > 40
    assert pages_in(path) == made.count
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", path.read_bytes())
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]


def test_no_word_is_lost_and_every_line_has_28_characters(rich_document: Document) -> None:
    made = sheets(rich_document)
    printed = re.sub(r"\s", "", made.text)
    for block in rich_document.blocks:
        for line in block.text.split("\n"):
            for cell in line.split("\t"):
                assert re.sub(r"\s", "", cell) in printed
    assert made.count == 7
    lines = [
        block.layout().lineAt(1).textLength()
        for block in (made._rendering.qt.findBlockByNumber(n) for n in range(made._rendering.qt.blockCount()))
        if block.layout().lineCount() > 3
    ]
    assert lines
    assert max(lines) >= 28


def lines_of(made: Sheets, block: QTextBlock) -> tuple[int, int]:
    """The pages of a paragraph's first and last line."""
    layout, top = block.layout(), made._rendering.qt.documentLayout().blockBoundingRect(block).top()
    first, last = layout.lineAt(0), layout.lineAt(layout.lineCount() - 1)
    return int((top + first.y()) // HEIGHT), int((top + last.y() + 1) // HEIGHT)


def test_no_heading_of_the_corpus_is_left_at_the_foot_of_a_page(corpus_dir: Path) -> None:
    seen = 0
    corpus = Corpus(corpus_dir)
    for document in (corpus.load(info.id) for info in corpus.documents()):
        made = sheets(document)
        qt = made._rendering.qt
        for number, block in enumerate(document.blocks[:-1]):
            if block.kind != "heading" or document.blocks[number + 1].rows:
                continue
            at, after = made._rendering.position(number, 0), made._rendering.position(number + 1, 0)
            assert at is not None
            assert after is not None
            assert lines_of(made, qt.findBlock(at))[1] == lines_of(made, qt.findBlock(after))[0], block.text
            seen += 1
    assert seen > 150


def test_no_heading_is_left_at_the_foot_of_a_page_with_notes_either(corpus_dir: Path) -> None:
    document = Corpus(corpus_dir).load("binhai-artificial-intelligence-2019")
    long = [b for b in document.blocks if len(b.text) > 8 and not b.rows]
    made = sheets(document, notes=tuple(note(document, b.id, Span(2, 6), "年底前报进度") for b in long))
    qt = made._rendering.qt
    seen = 0
    for number in made._headings:
        paragraph = qt.findBlockByNumber(number)
        below = paragraph.next()
        if below.isValid() and QTextCursor(below).currentTable() is None:
            assert lines_of(made, paragraph)[1] == lines_of(made, below)[0], paragraph.text()
            seen += 1
    assert seen > 35


def test_rows_of_a_table_are_not_cut() -> None:
    qt = QTextDocument()
    font = QFont()
    font.setPixelSize(12)
    qt.setDefaultFont(font)
    qt.setDocumentMargin(0)
    qt.setPageSize(QSizeF(500, 400))
    cursor = QTextCursor(qt)
    cursor.insertText("上文\n" * 8)
    table = cursor.insertTable(12, 2)
    for row in range(12):
        for column in range(2):
            table.cellAt(row, column).firstCursorPosition().insertText("\u2028".join(["一行"] * (5 + row % 3)))

    def pages(row: int) -> set[int]:
        found = set()
        for column in range(2):
            block = table.cellAt(row, column).firstCursorPosition().block()
            layout, top = block.layout(), qt.documentLayout().blockBoundingRect(block).top()
            found |= {int((top + layout.lineAt(n).y() + 1) // 400) for n in range(layout.lineCount())}
        return found

    assert any(len(pages(row)) > 1 for row in range(12)), "Qt alone cuts rows"
    keep_together(qt, lambda _number: False)
    assert all(len(pages(row)) == 1 for row in range(12))
    assert qt.pageCount() <= 5


def test_notes_are_numbered_where_they_stand_and_listed_behind(rich_document: Document) -> None:
    paragraph = next(b for b in rich_document.blocks if b.text.startswith("第3段"))
    later = next(b for b in rich_document.blocks if b.text.startswith("第5段"))
    notes = (
        note(rich_document, paragraph.id, Span(2, 4), "年底前报进度"),
        note(rich_document, later.id, Span(0, 3), "另议"),
        note(rich_document, later.id, Span(0, 2), "已失效", lost=True),
    )
    text = sheets(rich_document, notes=notes).text
    assert f"{paragraph.text[:4]}[1]{paragraph.text[4:8]}" in text
    assert "第5段[2]" in text
    listed = text[text.rindex("批注") :]
    assert re.search(r"\[1] 第一章.*“段。”　年底前报进度\n\[2] .*另议\n\[3] 在现文中找不到：“第5”　已失效", listed)
    assert "[1]" not in sheets(rich_document).text


def test_marks_are_told_apart_without_colour_and_bookmarks_say_nothing(rich_document: Document) -> None:
    blocks = [b for b in rich_document.blocks if b.text.startswith("第") and b.kind == "paragraph"]
    kinds: tuple[NoteKind, ...] = ("highlight", "highlight", "underline", "bookmark")
    colours = ("yellow", "pink", "blue", "yellow")
    notes = tuple(
        replace(p, note=replace(p.note, id=str(n), kind=kind, colour=colour))
        for n, (b, kind, colour, said) in enumerate(zip(blocks, kinds, colours, ("", "核对", "", ""), strict=False))
        for p in (note(rich_document, b.id, Span(0, 0) if kind == "bookmark" else Span(0, 3), said),)
    )
    made = sheets(rich_document, notes=notes)
    lines = set()
    for at, placed in enumerate(notes[:3]):
        number = made._rendering.number_of(placed.resolution.pieces[0].block)
        assert number is not None
        paragraph = made._rendering.qt.findBlockByNumber(_paragraph(made, blocks[at].text[:3]))
        look = paragraph.begin().fragment().charFormat()
        lines.add(look.underlineStyle())
        assert (look.background().style() != Qt.BrushStyle.NoBrush) == (at < 2)
    assert len(lines) == 3
    assert "第1段●。" in made.text
    assert "第2段[◆1]。" in made.text
    listed = made.text[made.text.rindex("批注") :]
    assert listed.split("\n")[1:] == ["● 重点　■ 指标　◆ 存疑待核", listed.split("\n")[2]]
    assert "核对" in listed
    page = QImage(400, 400, QImage.Format.Format_Grayscale8)
    page.fill(255)
    painter = QPainter(page)
    painter.translate(200, 0)
    ribbon = _paragraph(made, blocks[3].text[:3])
    down = made._rendering.qt.documentLayout().blockBoundingRect(made._rendering.qt.findBlockByNumber(ribbon)).top()
    painter.translate(0, 20 - down % HEIGHT)
    made._notes.draw_ribbons(painter, made._rendering, int(down // HEIGHT) + 1, HEIGHT, EM)
    painter.end()
    assert page.pixelColor(200 - round(1.15 * EM), 30).lightness() < 100


def _paragraph(made: Sheets, start: str) -> int:
    qt = made._rendering.qt
    return next(n for n in range(qt.blockCount()) if qt.findBlockByNumber(n).text().startswith(start))


def test_a_pdf_has_an_outline_of_its_headings(rich_document: Document, tmp_path: Path) -> None:
    made, path = sheets(rich_document), tmp_path / "纲.pdf"
    write_pdf(path, made, "纲", [1, 2, 3])
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 3
        found = [(mark.get_title(), mark.level, mark.get_dest().get_index()) for mark in pdf.get_toc()]
    assert ("一、总体要求", 1) in [each[:2] for each in found]
    assert ("（一）指导思想", 2) in [each[:2] for each in found]
    assert [page for *_, page in found] == sorted(page for *_, page in found)
    write_pdf(path, made, "纲", two=True)
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == -(-made.count // 2)
        assert pdf.get_page_size(0)[0] > pdf.get_page_size(0)[1]
        assert max(mark.get_dest().get_index() for mark in pdf.get_toc()) < len(pdf)


@pytest.mark.parametrize(
    ("words", "pages"),
    [("", [1, 2, 3, 4, 5]), ("2", [2]), ("1-2、4", [1, 2, 4]), ("3－9", [3, 4, 5]), ("4至", [4, 5]), ("9", None),
     ("一", None), ("3-1", None)],
)  # fmt: skip
def test_pages_are_named_as_people_write_them(words: str, pages: list[int] | None) -> None:
    assert pages_of(words, 5) == pages


def test_traditional_pages_are_traditional(rich_document: Document) -> None:
    assert "數字化發展" in sheets(rich_document, Script.HANT).text


def painted(document: Document, page: int, script: Script = Script.HANS) -> QImage:
    """One page as an image, 2 pixels to the millimetre; through the same painting as on paper."""
    image = QImage(420, 594, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter, scale = QPainter(image), 2 * 156 / WIDTH
    painter.scale(scale, scale)
    painter.translate(28 * WIDTH / 156, 37 * WIDTH / 156)
    made = sheets(document, script)
    made._draw_furniture(painter, page)
    draw_page(painter, made._rendering.qt, page)
    painter.end()
    return image


def inked(image: QImage, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether anything is printed between these millimetres."""
    return any(
        QColor(image.pixel(x, y)).lightness() < 200
        for x in range(left * 2, right * 2)
        for y in range(top * 2, bottom * 2)
    )


def test_margins_are_white_but_for_head_and_number(long_document: Document) -> None:
    for page in (1, 2):
        image = painted(long_document, page)
        assert inked(image, 130, 20, 184, 30), "the head says what this is"
        assert inked(image, 150, 266, 184, 275) == (page == 1), "odd numbers stand right"
        assert inked(image, 28, 266, 60, 275) == (page == 2), "even numbers left"
        assert not inked(image, 0, 0, 27, 296)
        assert not inked(image, 186, 0, 210, 296)
        assert not inked(image, 0, 0, 209, 15)
        assert not inked(image, 28, 263, 184, 265)
        assert inked(image, 28, 37, 184, 262)


def test_only_the_pages_asked_for_are_painted(long_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "part.pdf"
    writer = QPdfWriter(str(path))
    set_sheet(writer)
    list(sheets(long_document).painting(writer, [3, 4, 5]))
    del writer
    assert pages_in(path) == 3


def test_many_pages_are_painted_between_turns_of_events_and_can_be_stopped(
    rich_document: Document, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, path = sheets(rich_document), tmp_path / "long.pdf"
    monkeypatch.setattr(page_work, "_SLICE", -1.0)  # a page a turn
    owner = QObject()
    work = PageWork(owner)
    told: list[int] = []
    ended: list[int] = []
    failed: list[ReaderError] = []

    def start(target: Path) -> None:
        work.start(writing_pdf(target, made, "长"), AT_ONCE + 1, told.append, lambda: ended.append(1), failed.append)

    start(path)
    assert told == [0], "nothing is painted before this turn of events is over"
    work._go_on()  # one turn
    assert len(told) == 2
    assert work.cancel()
    assert not work.cancel()
    assert not [file for file in tmp_path.iterdir() if file.is_file()]
    start(path)
    qtbot.waitUntil(lambda: bool(ended))
    assert pages_in(path) == made.count
    start(tmp_path / "没有" / "a.pdf")
    qtbot.waitUntil(lambda: bool(failed))
    assert not work.busy


def test_a_file_that_cannot_be_written_is_told_of(rich_document: Document, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="不能写入"):
        write_pdf(tmp_path / "没有的文件夹" / "a.pdf", sheets(rich_document), "x")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX ones here")
def test_a_pdf_is_written_whole_or_not_at_all(
    tmp_path: Path, rich_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(ReaderError, match="管道"):
        write_pdf(tmp_path / "pipe.pdf", sheets(rich_document), "x")
    older, link = tmp_path / "older.pdf", tmp_path / "link.pdf"
    older.write_bytes(b"before")
    link.symlink_to(older)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    made = sheets(rich_document)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ReaderError, match="空间不足"):
            write_pdf(link, made, "x")
    assert older.read_bytes() == b"before"
    write_pdf(link, sheets(rich_document), "x")
    assert link.is_symlink()
    assert older.read_bytes().startswith(b"%PDF")
    assert not list(tmp_path.glob(".*.new"))


def test_what_a_notice_brings_begins_on_a_page_of_its_own(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    covered = 0
    for info in corpus.documents():
        document = corpus.load(info.id)
        made = sheets(document)
        qt, layout = made._rendering.qt, made._rendering.qt.documentLayout()
        edges = []
        for number in (document.cover - 1, document.cover) if document.cover else ():
            at = made._rendering.position(number, 0)
            assert at is not None
            edges.append(layout.blockBoundingRect(qt.findBlock(at)).top())
        if edges:
            covered += 1
            assert int(edges[0] // HEIGHT) == 0
            assert int(edges[1] // HEIGHT) == 1
            assert edges[1] - HEIGHT < 3 * PITCH, "at the top of the page"
    assert covered == 2
