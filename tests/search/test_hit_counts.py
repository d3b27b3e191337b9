"""The table of hit counts: right sums, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reader.core.document import Document
from reader.core.hits import SearchOptions
from reader.search.exporting import HEADINGS, HitCounts, hit_counts, to_csv, to_xlsx
from tests.search.conftest import MakeEngine


@pytest.fixture
def counts(make_engine: MakeEngine, make_document: Callable[..., Document]) -> HitCounts:
    documents = [
        make_document("数字，数字。", "数字", doc="b", title="=HYPERLINK(1)", doc_number="某政发〔2021〕14号", issuers=("甲", "乙")),
        make_document("没有。", doc="c"),
        make_document("数字", doc="a", title="规划", written="2021-08-19"),
    ]  # fmt: skip
    result = make_engine(documents).search("数字", SearchOptions(limit=None))
    return hit_counts(result, [document.info() for document in documents])


def test_counts_by_document_with_a_sum(counts: HitCounts) -> None:
    assert counts.rows == (
        ("=HYPERLINK(1)", "某政发〔2021〕14号", "甲、乙", "", 2, 3),
        ("规划", "", "", "2021-08-19", 1, 1),
        ("合计 2 份文件", "", "", "", 3, 4),
    )


def test_csv_opens_in_excel_and_runs_nothing(counts: HitCounts) -> None:
    data = to_csv(counts)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(HEADINGS)
    assert rows[1] == ["'=HYPERLINK(1)", "某政发〔2021〕14号", "甲、乙", "", "2", "3"]
    assert rows[-1] == ["检索：“数字”"]


def test_xlsx_has_numbers_and_no_formula(counts: HitCounts, tmp_path: Path) -> None:
    file = tmp_path / "counts.xlsx"
    file.write_bytes(to_xlsx(counts))
    sheet = load_workbook(file).active
    assert sheet is not None
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[1]] == ["=HYPERLINK(1)", "某政发〔2021〕14号", "甲、乙", None, 2, 3]
    assert cells[1][0].data_type == "s"
    assert cells[-1][0].value == "检索：“数字”"
    assert [cell[0].font.b for cell in cells] == [True, False, False, True, False], "the headings and the sum are bold"
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths == [48, 22, 28, 12, 10, 10]
    assert sheet.freeze_panes == "A2"
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in cells[1]} == {(True, "top")}


def test_a_query_with_half_a_character_still_makes_a_file() -> None:
    broken = HitCounts("“\ud800\x00”", ())
    assert to_csv(broken)
    assert to_xlsx(broken)
