"""Charts: what they count, where things stand, that every part can be reached and chosen, that files hold them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.title_breaks import broken
from reader.library import Library
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER, THEMES, Theme
from reader.ui.registers.charts.chart import Chart, Label, lay_out, sign
from reader.ui.registers.charts.chart_pane import ChartPane
from reader.ui.registers.charts.register_charts import (
    OTHERS,
    SERIES,
    TERM_YEARS,
    TERMS,
    count_terms,
    heat,
    progress,
    term_chart,
    terms_in,
    timeline,
)
from reader.ui.registers.register_lines import Ledger, LedgerFilter, Line, make, marked, matching

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
UNIT = "市科技局"


def wide(words: str) -> float:
    return 14.0 * len(words)


def plain(text: str, **values: object) -> str:
    return text.format(**values) if values else text


@pytest.fixture
def ledger(library: Library) -> Ledger:
    return make(library, UNIT)


def chart(kind: str) -> Chart:
    rows = tuple(Label(f"r{n}", f"第{n}份文件的很长的标题" * 3) for n in range(12))
    columns = tuple(Label(str(2020 + n), f"{2020 + n}年") for n in range(6))
    counts = {(row.key, column.key): (n * 7 + m) % 9 for n, row in enumerate(rows) for m, column in enumerate(columns)}
    return Chart("c", kind, "标题", rows, columns, counts)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["map", "columns", "bars"])
@pytest.mark.parametrize("width", [420, 1100, 1900])
def test_what_counts_stands_in_the_picture_and_nothing_over_another(kind: str, width: int) -> None:
    made = chart(kind)
    picture = lay_out(made, width, 500, wide)
    places = [shape for shape in picture.shapes if shape.at is not None]
    shown = {shape.at for shape in places if made.count(*shape.at)}  # type: ignore[misc]
    assert shown == {(r, c) for r in range(12) for c in range(6) if made.count(r, c)}
    for shape in places:
        left, top, across, high = shape.box
        assert 0 <= left <= left + across <= picture.width + 0.5
        assert 0 <= top <= top + high <= picture.height + 0.5
    for one, other in combinations(places, 2):
        across = min(one.box[0] + one.box[2], other.box[0] + other.box[2]) - max(one.box[0], other.box[0])
        down = min(one.box[1] + one.box[3], other.box[1] + other.box[3]) - max(one.box[1], other.box[1])
        assert across <= 0.01 or down <= 0.01, (one.at, other.at)


@pytest.mark.parametrize("kind", ["columns", "bars"])
def test_a_length_is_as_long_as_its_count(kind: str) -> None:
    made = chart(kind)
    side = 3 if kind == "columns" else 2
    for shape in lay_out(made, 1100, 500, wide).shapes:
        if shape.at is not None:
            assert (shape.box[side] + 1) / made.count(*shape.at) == pytest.approx(_unit(made, side), rel=0.02)


def _unit(made: Chart, side: int) -> float:
    best = max(
        (s for s in lay_out(made, 1100, 500, wide).shapes if s.at is not None),
        key=lambda s: made.count(*s.at),  # type: ignore[misc]
    )
    assert best.at is not None
    return (best.box[side] + 1) / made.count(*best.at)


def test_ten_series_differ_without_colour() -> None:
    labels = tuple(Label(str(n), "") for n in range(SERIES))
    assert len({sign(labels, n) for n in range(SERIES)}) == SERIES


def test_each_part_lists_as_many_lines_as_it_counts(ledger: Ledger) -> None:
    sheet = ledger.sheet("targets")
    lines = matching(sheet, LedgerFilter())
    made = timeline(lines, plain, str, str)
    years = [int(column.key) for column in made.columns]
    assert years == list(range(years[0], years[-1] + 1)), "a time line leaves no year out"
    for (doc, year), count in made.counts.items():
        assert len(matching(sheet, LedgerFilter(doc=doc, year=year))) == count
    units = heat(lines, plain, str, str)
    for (unit, doc), count in units.counts.items():
        assert len(matching(sheet, LedgerFilter(doc=doc, unit=unit))) == count


def test_progress_follows_what_i_say(ledger: Ledger) -> None:
    mine = [line for line in ledger.sheet("tasks").lines if line.role]
    before = progress(mine, plain, str, str)
    assert before.counts["*", "未开始"] == len(mine)
    now, _line = marked(ledger, mine[0], "已完成", "")
    after = progress(now.sheet("tasks").lines, plain, str, str)
    assert after.counts["*", "已完成"] == 1
    assert after.counts["*", "未开始"] == len(mine) - 1
    assert after.title == f"我的任务 {len(mine)} 项，已完成 1"
    assert progress((), plain, str, str).empty


def test_many_documents_share_a_series(ledger: Ledger) -> None:
    line = next(each for each in ledger.sheet("targets").lines if each.years)
    many: list[Line] = []
    for n in range(SERIES + 4):
        at = replace(line.row.at, doc=f"d{n}")
        many.append(replace(line, row=replace(line.row, at=at)))
    made = timeline(many, plain, str, str)
    assert len(made.rows) == SERIES
    assert made.rows[-1].key == OTHERS
    assert sum(made.counts.values()) == len(many)


def test_terms_are_counted_as_they_stand_in_the_text(library: Library) -> None:
    assert terms_in("数字经济，人工智能; 数字经济") == ("数字经济", "人工智能")
    counts = count_terms(library, ("数字经济", "數據"))
    for info in library.documents():
        text = library.open(info.id).text
        assert counts.get((info.id, "数字经济"), 0) == text.count("数字经济")
        assert counts.get((info.id, "數據"), 0) == text.count("数据")
    years = {info.id: info.year for info in library.documents()}
    by_doc = term_chart(TERMS, counts, ("数字经济", "數據"), years, plain, str, str)
    by_year = term_chart(TERM_YEARS, counts, ("数字经济", "數據"), years, plain, str, str)
    assert sum(by_doc.counts.values()) == sum(by_year.counts.values()) == sum(counts.values())


# The pane


@pytest.fixture
def pane(qtbot: QtBot, ledger: Ledger) -> ChartPane:
    made = ChartPane(Texts(Path("no translations")), PAPER)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.offer([("timeline", "时间轴")], "timeline")
    made.show()
    made.show_chart(timeline(ledger.sheet("targets").lines, plain, str, str), with_terms=False)
    return made


def test_keys_reach_every_part_and_choose_it(qtbot: QtBot, pane: ChartPane) -> None:
    view = pane.view
    view.setFocus()
    seen = {view.accessibleDescription()}
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down) * 8 + (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down) * 12:
        QTest.keyClick(view, key)
        seen.add(view.accessibleDescription())
    made = view.chart
    assert {words.partition(" · ")[2] for words in seen} == {
        made.words(r, c).partition(" · ")[2]
        for r in range(len(made.rows)) for c in range(len(made.columns)) if made.count(r, c)
    }  # fmt: skip
    with qtbot.waitSignal(pane.chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[0] == "timeline"


def test_the_pointer_is_told_what_a_part_is_made_of(pane: ChartPane) -> None:
    made = pane.view.chart
    row, column = next((r, c) for r in range(len(made.rows)) for c in range(len(made.columns)) if made.count(r, c))
    tip = pane.view.tip(row, column)
    assert made.columns[column].words in tip
    assert tip.count("<br>") >= 1
    box = pane.view.box(row, column)
    assert pane.view._at_point(QPointF(box.center())) == (row, column)


def test_the_numbers_are_there_as_a_table(qtbot: QtBot, pane: ChartPane) -> None:
    pane.numbers.click()
    table, made = pane.table, pane.view.chart
    assert table.isVisible()
    assert table.columnCount() == len(made.columns) + 2
    last = table.item(table.rowCount() - 1, table.columnCount() - 1)
    assert last is not None
    assert last.text() == str(sum(made.counts.values()))
    assert table.accessibleName()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_files_show_the_chart(pane: ChartPane, theme: Theme) -> None:
    pane.set_theme(theme)
    image = QImage.fromData(pane.picture("png"))
    assert image.width() == 2 * 1120
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert theme.background in colours
    assert len(colours & set(theme.marks.values())) >= 3
    data = pane.picture("svg")
    assert QSvgRenderer(QByteArray(data)).isValid()
    assert b"<text" in data
    assert all(word.encode() in data for word in ("2023", "年")), "words stay words"


def test_heads_break_where_titles_do() -> None:
    def measure(words: str) -> float:
        return 14.0 * len(words)

    title = "天津市促进数字经济发展行动方案（2019—2023年）"
    assert broken(title, 14.0 * 40, measure) == title
    first, second = broken(title, 14.0 * 16, measure).split("\n")
    assert first + second == title
    assert second.startswith(("（", "行动方案", "发展"))
    assert broken("甲" * 30, 14.0 * 16, measure) == "甲" * 30


def test_the_time_line_tells_what_has_no_year(ledger: Ledger) -> None:
    lines = ledger.sheet("targets").lines
    without = sum(not line.years for line in lines)
    assert without
    assert str(without) in timeline(lines, lambda says, **values: says.format(**values), str, str).title
