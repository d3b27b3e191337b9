from __future__ import annotations

from reader.core.document import Block, Document
from reader.core.span import Span
from reader.ui.text.setting.balance import width
from reader.ui.text.setting.tables import column_widths, grid, unit_in


def table(text: str, *rows: tuple[str, ...]) -> Block:
    return Block("t", "table", text, Span(0, len(text)), rows=rows)


def reach(block: Block) -> dict[str, tuple[int, int, int]]:
    made = grid(block)
    assert made is not None
    return {c.span.cut(block.text): (c.row, c.column, c.rows) for c in made.cells if c.span.start < c.span.end}


def test_a_cell_left_empty_in_the_text_and_filled_in_the_rows_is_covered() -> None:
    block = table("a\tb\nx\t1\n\t2", ("a", "b"), ("x", "1"), ("x", "2"))
    assert reach(block)["x"] == (1, 0, 2)
    assert reach(block)["2"] == (2, 1, 1)


def test_a_cell_left_out_of_the_text_is_covered() -> None:
    block = table("a\tb\nx\t1\n2", ("a", "b"), ("x", "1"), ("x", "2"))
    assert reach(block)["x"] == (1, 0, 2)
    assert reach(block)["2"] == (2, 1, 1)


def test_equal_neighbours_that_the_text_writes_twice_stay_apart() -> None:
    block = table("a\tb\nx\t1\nx\t2", ("a", "b"), ("x", "1"), ("x", "2"))
    made = grid(block)
    assert made is not None
    assert all(cell.rows == 1 for cell in made.cells)
    assert len(made.cells) == 6


def test_an_empty_cell_is_no_covered_cell() -> None:
    made = grid(table("a\tb\nx\t\ny\t", ("a", "b"), ("x", ""), ("y", "")))
    assert made is not None
    assert all(cell.rows == 1 for cell in made.cells)


def test_rows_that_do_not_fit_the_text_are_no_grid() -> None:
    assert grid(table("a\tb\nx\t1", ("a", "b"))) is None
    assert grid(table("a\tb\nx\tz", ("a", "b"), ("x", "1"))) is None
    assert grid(Block("p", "paragraph", "words", Span(0, 5))) is None


def test_columns_of_numbers_are_known_and_the_header_does_not_count(rich_document: Document) -> None:
    block = next(b for b in rich_document.blocks if b.kind == "table")
    made = grid(block)
    assert made is not None
    assert made.numeric == (True, False, False, True, True, False)


def test_widths_fill_the_line_and_short_columns_stay_whole(rich_document: Document) -> None:
    block = next(b for b in rich_document.blocks if b.kind == "table")
    widths = column_widths(block, 6, 40, padding=0.8)
    assert abs(sum(widths) - 100) < 1e-6
    assert widths[5] * 40 / 100 >= 3.8  # 预期性 on one line
    assert max(widths) == widths[1]


def test_numbers_never_break_in_a_narrow_table(rich_document: Document) -> None:
    block = next(b for b in rich_document.blocks if b.kind == "table")
    widths = column_widths(block, 6, 22, padding=0.8)
    assert widths[3] * 22 / 100 >= width("2020年") + 0.8
    assert widths[4] * 22 / 100 >= width("2023年") + 0.8


def test_the_unit_of_a_header() -> None:
    assert unit_in("增加值（亿元）") == Span(3, 7)
    assert unit_in("（亿元）") is None
    assert unit_in("增加值") is None
