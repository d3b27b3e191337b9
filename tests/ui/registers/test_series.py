"""Targets compared in the window: where things stand, that every figure can be reached, that names join and part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.note import RowCorrection
from reader.core.register import Place, Target
from reader.core.span import Span
from reader.library import Library
from reader.registers.own_rows import SeenRow
from reader.registers.series import Series, figure_of, led_by, series_of
from reader.settings import Settings
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER, THEMES, Theme
from reader.ui.registers.charts.chart import Chart
from reader.ui.registers.charts.chart_pane import ChartPane
from reader.ui.registers.charts.register_charts import COMPARED, SERIES
from reader.ui.registers.register_lines import Line, make
from reader.ui.registers.series.chart_lines import SIZE, lay_out_lines, scale
from reader.ui.registers.series.series_bar import SeriesBar
from reader.ui.registers.series.series_chart import series_chart
from reader.ui.registers.series.series_choice import SeriesChoice
from reader.ui.registers.series.series_dialog import SeriesDialog
from reader.ui.session.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"


def plain(text: str, **values: object) -> str:
    return text.format(**values) if values else text


def wide(words: str) -> float:
    return 14.0 * len(words)


def target(doc: str, what: str, value: str, unit: str, year: int | None, kind: str = "target") -> Target:
    quote = f"{what}达到{value}{unit}"
    at = Place(doc, f"b{value}", Span(0, len(quote)), quote)
    return Target(at, what, value, unit, ">=", year, "own", kind)  # type: ignore[arg-type]


def rows(docs: int = 3) -> list[Target]:
    made = []
    for n in range(docs):
        made.append(target(f"d{n}", "软件业规模", str(2000), "亿元", 2020, "baseline"))
        made.append(target(f"d{n}", "软件业规模", str(2600 + 100 * (n % 3)), "亿元", 2023))
        made.append(target(f"d{n}", "软件业规模", "0.3-0.35", "万亿元", 2025))
        made.append(target(f"d{n}", "软件业规模", "1800", "亿元", None, "baseline"))
    return made


def chart_of(found: list[Target]) -> tuple[Series, Chart]:
    (series,) = series_of(found, {})
    return series, series_chart(series, plain, str, str)


@pytest.mark.parametrize("docs", [1, 3, 10, 14])
@pytest.mark.parametrize("width", [420, 1100])
def test_every_figure_stands_in_the_picture_and_none_on_another(docs: int, width: int) -> None:
    series, made = chart_of(rows(docs))
    picture = lay_out_lines(made, width, 480, wide)
    places = [shape for shape in picture.shapes if shape.at is not None]
    assert len(places) == 4 * min(docs, SERIES)
    assert len({shape.at for shape in places}) == len(places)
    said = [shape for shape in picture.shapes if shape.words and shape.words in {dot.words for dot in made.dots}]
    for one, other in combinations([*places, *said], 2):
        across = min(one.box[0] + one.box[2], other.box[0] + other.box[2]) - max(one.box[0], other.box[0])
        down = min(one.box[1] + one.box[3], other.box[1] + other.box[3]) - max(one.box[1], other.box[1])
        assert across <= 0.01 or down <= 0.01, (one, other)
    for shape in places:
        assert 0 <= shape.box[0] <= shape.box[0] + SIZE <= picture.width + 0.5
        assert 0 <= shape.box[1] <= shape.box[1] + SIZE <= picture.height + 0.5
    assert made.listing is not None
    assert len(made.listing.rows) == len(series.points), "the table says all, also what cannot be told apart"


def test_higher_figures_stand_higher_and_later_ones_to_the_right() -> None:
    _series, made = chart_of(rows(1))
    shapes = {made.dots[s.at[1]].words: s.box for s in lay_out_lines(made, 900, 480, wide).shapes if s.at is not None}
    base, goal, span, without = (shapes[w] for w in ("≥2000亿元", "≥2600亿元", "≥0.3—0.35万亿元", "≥1800亿元"))
    assert base[0] < goal[0] < span[0] < without[0]
    assert without[1] > base[1] > goal[1] > span[1]
    lines = [s for s in lay_out_lines(made, 900, 480, wide).shapes if s.form == "line" and s.fill == "blue"]
    assert [s.hatched for s in lines[:2]] == [True, True], "what leads to a goal is dashed"


@pytest.mark.parametrize(
    ("lowest", "highest"), [(0, 0), (5, 5), (2600, 3500), (-3, 8), (0.02, 0.9), (99.1, 99.9), (1e9, 3e12)]
)
def test_the_scale_holds_all_figures_in_round_steps(lowest: float, highest: float) -> None:
    ticks = scale(lowest, highest)
    assert ticks[0] <= lowest
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 9
    steps = {round(b - a, 9) for a, b in pairwise(ticks)}
    assert max(steps) - min(steps) <= 1e-6 * max(1, highest)


def test_figures_keep_their_signs_and_say_what_is_to_be_checked() -> None:
    found = [target("a", "软件业规模", "3", "亿元", 2023)]
    unsure = Target(found[0].at, "软件业规模", "4", "亿元", "<", 2024, "own", "target", sure=False)
    (series,) = series_of([unsure], {})
    made = series_chart(series, plain, str, str)
    assert made.dots[0].words == "<4亿元▲"
    assert "待核对" in made.dots[0].said
    assert series_chart(None, plain, str, str).empty


# The pane and the choice


class Page:
    """What stands around the pane in the window."""

    def __init__(self, session: Session, pane: ChartPane) -> None:
        self.choice = SeriesChoice(session, pane.series, pane)
        self.pane, self.kept, self.jumped = pane, dict[str, RowCorrection](), list[Line]()
        self.lines: list[Line] = []
        self.choice.changed.connect(self.draw)
        self.choice.jump.connect(self.jumped.append)
        self.choice.lead_wanted.connect(self.lead)
        pane.chosen.connect(lambda _chart, _row, key: self.choice.go(key))

    def draw(self) -> None:
        self.choice.show(self.lines, led_by(self.kept))
        self.pane.show_chart(self.choice.chart(plain, str, str), with_terms=False, with_series=True)

    def lead(self, items: list[RowCorrection], _label: str) -> None:
        for item in items:
            self.kept[item.key] = item
            if item.empty:
                del self.kept[item.key]
        self.draw()


def line(number: int, row: Target) -> Line:
    seen = SeenRow(f"k{number}", row, row)
    return Line(number, row, (), {}, False, None, (), "", seen, figure=figure_of(row, None))


@pytest.fixture
def page(qtbot: QtBot, library: Library) -> Iterator[Page]:
    session = Session(library, Settings(), Texts(Path("no translations")))
    pane = ChartPane(Texts(TRANSLATIONS), PAPER)
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.offer([(COMPARED, "指标对比")], COMPARED)
    made = Page(session, pane)
    given = [*rows(2), target("d1", "软件业收入", "90", "亿元", 2025), target("d1", "云计算收入", "9", "%", 2025)]
    made.lines = [line(n, row) for n, row in enumerate(given)]
    pane.show()
    made.draw()
    yield made
    session.close()
    session.deleteLater()


def test_what_compares_comes_first_and_typing_finds_the_rest(page: Page) -> None:
    bar = page.pane.series
    assert bar.isVisible()
    assert bar.which.currentText() == "软件业规模 · 2 份文件 · 2020—2025"
    bar.words.setText("雲計算")
    assert [bar.which.itemText(n) for n in range(bar.which.count())] == ["云计算收入 · 2025"]
    assert not bar.join.isEnabled(), "nothing else is in %"
    bar.words.setText("没有这个")
    assert page.pane.view.chart.empty
    assert not page.pane.export.isEnabled()


def test_keys_reach_every_figure_and_lead_to_its_words(page: Page) -> None:
    view = page.pane.view
    view.setFocus()
    seen = set()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up) * 10 + (Qt.Key.Key_Right,) * 10:
        QTest.keyClick(view, key)
        seen.add(view.accessibleDescription())
    for _again in view.chart.dots:
        QTest.keyClick(view, Qt.Key.Key_Left)
    for _again in view.chart.dots:
        seen.add(view.accessibleDescription())
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert seen == {dot.said for dot in view.chart.dots}
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.jumped[0].row.at.quote.startswith("软件业规模")
    page.pane.numbers.click()
    page.pane.table.activated.emit(page.pane.table.model().index(3, 1))
    current = page.choice.current
    assert current is not None
    assert page.jumped[-1].row is current.points[3].row


def test_joining_in_the_dialog_and_parting_in_the_menu(page: Page) -> None:
    bar = page.pane.series
    bar.join.click()
    dialog = bar.window().findChild(SeriesDialog)
    assert dialog is not None
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == ["软件业收入 · 2025"]
    dialog.words.setText("不是")
    assert not dialog.buttons.buttons()[0].isEnabled() or dialog.list.currentRow() < 0
    dialog.words.clear()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    current = page.choice.current
    assert current is not None
    assert len(current.points) == 9
    assert len(page.kept) == 1
    names = [action.text() for action in bar.part.menu().actions()]
    assert len(names) == 3
    next(action for action in bar.part.menu().actions() if "软件业规模" in action.text()).trigger()
    assert page.kept == {}, "joined names part again where they were joined"

    page.choice.pick(page.choice.series[0].key)
    bar.part.menu().actions()[0].trigger()
    assert len(page.kept) == 1
    parted = next(s for s in page.choice.series if s.key in page.kept)
    page.choice.pick(parted.key)
    assert [action.text().startswith("恢复合并") for action in bar.part.menu().actions()] == [True]
    bar.part.menu().actions()[0].trigger()
    assert page.kept == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_files_show_the_chart(page: Page, theme: Theme) -> None:
    page.pane.set_theme(theme)
    image = QImage.fromData(page.pane.picture("png"))
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {theme.background, theme.mark("blue"), theme.mark("green")} <= colours
    data = page.pane.picture("svg")
    assert QSvgRenderer(QByteArray(data)).isValid()
    assert all(word.encode() in data for word in ("2600", "亿元")), "words stay words"


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_the_bar_speaks_each_language(qtbot: QtBot, language: str) -> None:
    bar = SeriesBar(Texts(TRANSLATIONS, language))
    qtbot.addWidget(bar)
    words = {
        bar.join.text(), bar.join.toolTip(), bar.part.toolTip(), bar.words.placeholderText(),
        bar.words.accessibleName(), bar.which.accessibleName(), bar.which.toolTip(),
    }  # fmt: skip
    assert all(words)
    assert words.isdisjoint({"合并到…", "查找指标，简繁皆可", "选择指标"})


def test_the_ledger_brings_figures_and_what_was_joined(library: Library) -> None:
    first = make(library, "")
    figures = [each.figure for each in first.sheet("targets").lines if each.figure is not None]
    assert figures
    item = RowCorrection("series|a|%|x", "a", "series", "x", {"series": "series||%|y"})
    library.rows.lead([item])
    assert make(library, "", first, fresh=True).led == {item.key: "series||%|y"}
    library.rows.lead([RowCorrection(item.key, "a", "series", "x", {})])
    assert make(library, "", first, fresh=True).led == {}
