"""What a PDF file tells beside its pictures: its words as they are meant, and what is heading, paragraph and cell."""

from __future__ import annotations

import ctypes
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextTable

from reader.core.align import align
from reader.core.comparison import compare
from reader.core.document import Document
from reader.core.note import Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Span
from reader.corpus import Corpus
from reader.script import Script, convert
from reader.ui.look.fonts import choose_fonts
from reader.ui.paper import printing
from reader.ui.paper.comparison_pages import ComparisonPages
from reader.ui.paper.pdf_content import rewritten
from reader.ui.paper.pdf_file import PdfFile, StrangePdf
from reader.ui.paper.printing import Paper, Sheets, write_pdf

pytestmark = pytest.mark.usefixtures("qtbot")

JUSTIFIED = Qt.AlignmentFlag.AlignJustify

needs_poppler = pytest.mark.skipif(
    which("pdftotext") is None or which("pdfinfo") is None, reason="poppler-utils are not installed"
)


def sheets(document: Document, script: Script = Script.HANS, notes: tuple[PlacedNote, ...] = ()) -> Sheets:
    return Sheets(Paper(document, script, notes), convert, choose_fonts())


def noted(document: Document) -> tuple[PlacedNote, ...]:
    made = []
    for block in [block for block in document.blocks if block.kind == "paragraph" and len(block.text) > 30][:12]:
        span = Span(3, 12)
        anchor = Anchor(document.id, block.id, 3, 12, block.id, span.cut(block.text), "", "", 0, "")
        note = Note(block.id, anchor, "note", "", "", "请核对“进度”。" * 9)
        made.append(PlacedNote(note, Resolution("exact", (Piece(block.id, span),))))
    return tuple(made)


def said_by(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def parts(path: Path) -> list[tuple[str, str]]:
    """Every part that has words of its own, with them, as poppler reads the structure."""
    found: list[tuple[str, str]] = []
    for line in said_by("pdfinfo", "-struct-text", str(path)).splitlines():
        part, words = re.match(r"\s*(\w+)( \(\w+\)|:|)$", line), re.match(r'\s*"(.*)"$', line)
        if words and found:
            found[-1] = (found[-1][0], found[-1][1] + words[1])
        elif part:
            found.append((part[1], ""))
    return [(kind, words) for kind, words in found if words]


def _refusing(_data: bytes) -> PdfFile:
    raise StrangePdf


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def kinds(path: Path) -> list[list[str]]:
    """What stands on each page, as PDFium reads the structure: the outermost parts first."""

    def walk(element: pdfium.FPDF_STRUCTELEMENT) -> Iterator[str]:
        room = ctypes.create_string_buffer(64)
        pdfium.FPDF_StructElement_GetType(element, room, 64)
        yield room.raw.decode("utf-16-le").split("\0")[0]
        for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                yield from walk(child)

    with pypdfium2.PdfDocument(path) as pdf:
        found = []
        for page in pdf:
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            tops = [
                pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)
                for at in range(pdfium.FPDF_StructTree_CountChildren(tree))
            ]
            found.append([kind for top in tops for kind in walk(top)])
            pdfium.FPDF_StructTree_Close(tree)
        return found


@needs_poppler
@pytest.mark.parametrize("two", [False, True])
@pytest.mark.parametrize("script", [Script.HANS, Script.HANT])
def test_a_pdf_tells_every_word_once_and_in_order_by_what_it_is(
    corpus_dir: Path, tmp_path: Path, script: Script, *, two: bool
) -> None:
    document = Corpus(corpus_dir).load("tianjin-digitalisation-2021")
    path = tmp_path / "a.pdf"
    made = sheets(document, script, noted(document))
    write_pdf(path, made, "题", two=two)
    found = parts(path)
    assert squeezed("".join(words for _kind, words in found)) == squeezed(made.text)
    headings = [squeezed(words) for kind, words in found if kind.startswith("H")]
    assert headings == [squeezed(entry.words) for entry in made.entries()]
    assert [words for kind, words in found if kind == "P"].count("分类" if script is Script.HANS else "分類") == 1


def test_tables_have_rows_heads_and_cells(rich_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, sheets(rich_document), "题")
    found = [kind for page in kinds(path) for kind in page]
    rows = next(block.rows for block in rich_document.blocks if block.rows)
    assert found.count("Table") == 1
    assert found.count("TR") == len(rows)
    assert found.count("TH") == len(rows[0])
    assert found.count("TD") == sum(len(row) for row in rows[1:]) - 2, "two cells stand once for two rows"
    assert {"H1", "H2", "H3", "P"} <= set(found)


def test_pages_that_were_left_out_are_in_no_part(long_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, sheets(long_document), "题", [2, 5])
    found = kinds(path)
    assert len(found) == 2
    assert all(page.count("P") > 5 for page in found)


def test_nothing_of_the_pages_looks_otherwise(
    corpus_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Corpus(corpus_dir).load("tianjin-digitalisation-2021")
    path, bare = tmp_path / "a.pdf", tmp_path / "bare.pdf"
    write_pdf(path, sheets(document, notes=noted(document)), "题")
    with monkeypatch.context() as qt_alone:
        qt_alone.setattr(printing, "PdfFile", _refusing)
        write_pdf(bare, sheets(document, notes=noted(document)), "题")
    assert path.stat().st_size < 1.35 * bare.stat().st_size
    with pypdfium2.PdfDocument(path) as made, pypdfium2.PdfDocument(bare) as before:
        assert len(made) == len(before) > 30
        assert not list(before.get_toc())
        for page in range(0, len(made), 4):
            pictures = [pdf[page].render(scale=1) for pdf in (made, before)]
            assert bytes(pictures[0].buffer) == bytes(pictures[1].buffer), page


@needs_poppler
def test_the_words_are_found_and_copied_as_they_are_meant(corpus_dir: Path, tmp_path: Path) -> None:
    corpus = Corpus(corpus_dir)
    path = tmp_path / "a.pdf"
    for info in corpus.documents():
        write_pdf(path, sheets(corpus.load(info.id)), "标题")
        read = said_by("pdftotext", str(path), "-")
        assert not re.findall("[\u2e80-\u2fdf\t]", read), "no ⼈ for 人"
    traditional = sheets(corpus.load("tianjin-digitalisation-2021"), Script.HANT)
    write_pdf(path, traditional, "標題")
    read = said_by("pdftotext", str(path), "-")
    assert all(words in read for words in ("閱讀打印件", "非官方文本", "天津市人民政府", "——", "用戶"))
    assert "天津工作“三個" in squeezed(read)


@needs_poppler
def test_a_line_on_the_edge_of_two_pages_is_read_once(corpus_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = sheets(Corpus(corpus_dir).load("tianjin-digitalisation-2021"))
    write_pdf(path, made, "题")
    read, printed = squeezed(said_by("pdftotext", str(path), "-")), squeezed(made.text)
    for line in ("建设国际消费中心城市和区域商贸中心城", "经济创新引领能力显著增强"):
        assert read.count(line) == printed.count(line)


@needs_poppler
def test_a_comparison_tells_its_cells(corpus_dir: Path, tmp_path: Path) -> None:
    corpus = Corpus(corpus_dir)
    left, right = (corpus.load(info.id) for info in corpus.documents()[:2])
    made = ComparisonPages(compare(left, right, align(left, right)), lambda words: words, choose_fonts())
    path = tmp_path / "a.pdf"
    write_pdf(path, made, "对照")
    found = parts(path)
    assert found[0][0] == "H1"
    assert squeezed("".join(words for _kind, words in found)) == squeezed(made.text)


def test_the_columns_of_a_comparison_end_at_their_edge(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    left, right = (corpus.load(info.id) for info in corpus.documents()[:2])
    made = ComparisonPages(compare(left, right, align(left, right)), lambda words: words, choose_fonts())
    assert made.count > 10  # all of it is laid out
    text, ragged, full = made.structure().text, 0, 0
    block = text.firstBlock()
    while block.isValid():
        layout = block.layout()
        table: QTextTable | None = QTextCursor(block).currentTable()
        cell = table.cellAt(block.position()) if table is not None else None
        for number in range(layout.lineCount() - 1):
            line = layout.lineAt(number)
            said = block.text()[line.textStart() : line.textStart() + line.textLength()]
            if cell is not None and cell.row() and cell.column() and not said.endswith("\u2028"):
                full += 1
                ragged += line.naturalTextWidth() < line.width() - 1 and not block.blockFormat().alignment() & JUSTIFIED
        block = block.next()
    assert full > 500
    assert not ragged


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 something else", b"%PDF-1.4\nstartxref\n5\n%%EOF\n"])
def test_a_file_that_is_built_otherwise_is_left_as_it_is(data: bytes) -> None:
    with pytest.raises(StrangePdf):
        PdfFile(data)


@pytest.mark.parametrize("page", [b"BT\nET", b"BT\n/F1 12 Tf 1 0 0 -1 Tm\n0 0 Td <0001> Tj\nET"])
def test_words_that_are_painted_otherwise_are_told_of(page: bytes) -> None:
    with pytest.raises(StrangePdf):
        rewritten(page, lambda _run: (b"", b""))
