"""对标 as files: a demand stands once, its answers below one another; several of ours make a matrix."""

from __future__ import annotations

import io

import docx
import openpyxl

from reader.reports.answers import Line, Table, dump_docx, dump_xlsx

ASKED = ("第一部分（一）", "=建设平台30个。", "市数据局")
LINES = (
    Line(*ASKED, "第二部分（一）", "建设平台5个。", "40%", "平台：30个 / 5个", "部分", "数量不足"),
    Line(*ASKED, "第三部分", "推进平台应用。", "20%（存疑）", "", "部分", "数量不足", first=False),
)
OURS = Table("某区规划", LINES, (ASKED[:2],), ("部分",))


def test_the_workbook_and_its_matrix() -> None:
    book = openpyxl.load_workbook(io.BytesIO(dump_xlsx("某市方案", [OURS, OURS])))
    assert book.sheetnames == ["总表", "1", "2"]
    matrix, sheet = ([[cell.value for cell in row] for row in book[name].iter_rows()] for name in ("总表", "1"))
    assert matrix[1] == [*ASKED[:2], "部分", "部分"]
    assert book["总表"]["B2"].data_type == "s"
    assert sheet[2][:4] == [*ASKED, "第二部分（一）"]
    assert sheet[3][:4] == [None, None, None, "第三部分"]


def test_the_word_file() -> None:
    (table,) = docx.Document(io.BytesIO(dump_docx("某市方案", [OURS]))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1][0] == "第一部分（一）"
    assert rows[1][5] == "部分"
    assert rows[2][:3] == ["", "", "第三部分"]
