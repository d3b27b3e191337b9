"""Registers on paper: no row runs over the end of a page, every table goes on under its head."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from reader.registers.task_sheet import Section, Sheet
from reader.ui.registers.register_paper import HEIGHT, TablePages


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("words", [3, 40, 170])
def test_rows_stay_whole(words: int) -> None:
    assert QGuiApplication.instance() is not None
    rows = tuple((str(n), "任务内容" * (words + n % 9)) for n in range(60))
    sections = (Section("《甲》", rows), Section("《乙》", rows[:25]), Section("《丙》", rows[:3]))
    pages = TablePages(Sheet("责任分工表", ("共 88 项",), ("序号", "任务"), (1, 6), sections))
    text, layout = pages._text, pages._text.documentLayout()
    seen = []
    for table in (each for section in pages._tables for each in section):
        assert table.cellAt(0, 1).firstCursorPosition().block().text() == "任务"
        for row in range(1, table.rows()):
            block = table.cellAt(row, 1).firstCursorPosition().block()
            box = layout.blockBoundingRect(block)
            assert int(box.top() // HEIGHT) == int((box.bottom() - 1) // HEIGHT), (row, box)
            seen.append(block.text())
    assert seen == [row[1] for section in sections for row in section.rows]
    assert text.pageCount() == pages.count > 1
