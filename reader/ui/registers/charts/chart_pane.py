"""The pane in which charts are looked at: which one, its terms, the same numbers as a table, PNG and SVG.

Asks by signals; counts nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.ui.kit.flow import OneOf
from reader.ui.kit.glyphs import Chooser
from reader.ui.kit.menu_button import MenuButton
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.registers.charts.chart import Chart, Listing
from reader.ui.registers.charts.chart_view import ChartView, to_png, to_svg
from reader.ui.registers.series.series_bar import SeriesBar

TYPING = 250  # ms without a key before terms are counted
FORMS: Final = ("png", "svg")
TABLE_FORMS: Final = ("xlsx", "csv")  # where figures are compared


class ChartPane(QWidget):
    """A bar, and below it the picture or its numbers."""

    picked = Signal(str)  # name of a chart
    terms_typed = Signal(str)
    chosen = Signal(str, str, str)  # chart, keys of row and column
    export_wanted = Signal(str)  # one of FORMS or TABLE_FORMS

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self.which, self.terms = Chooser(), QLineEdit()
        self.numbers, self.export = QPushButton(), MenuButton()
        self.view = ChartView(theme)
        self.table = NumberTable(texts)
        self.series = SeriesBar(texts)
        self.stack = OneOf()
        self._typed = QTimer(self, singleShot=True, interval=TYPING)
        self._lay_out()
        self.which.activated.connect(lambda at: self.picked.emit(self.which.itemData(at)))
        self.terms.textChanged.connect(self._typed.start)
        self._typed.timeout.connect(lambda: self.terms_typed.emit(self.terms.text()))
        self.numbers.toggled.connect(self._show_numbers)
        self.view.chosen.connect(lambda row, column: self.chosen.emit(self.view.chart.name, row, column))
        self.table.chosen.connect(lambda row, column: self.chosen.emit(self.view.chart.name, row, column))
        self.retranslate()

    def offer(self, charts: Sequence[tuple[str, str]], current: str) -> None:
        """The charts there are, as (name, words), and the one to be looked at."""
        with QSignalBlocker(self.which):
            self.which.clear()
            for name, words in charts:
                self.which.addItem(words, name)
            self.which.setCurrentIndex([name for name, _words in charts].index(current))

    def show_chart(self, chart: Chart, with_terms: bool, with_series: bool = False) -> None:
        """Look at this one; `with_terms`: it counts what is typed here, `with_series`: a target is chosen for it."""
        self.terms.setVisible(with_terms)
        self.series.setVisible(with_series)
        for action in self.export.menu().actions()[len(FORMS) :]:
            action.setVisible(with_series)
        self.view.show_chart(chart)
        self.table.show_chart(chart)
        self.export.setEnabled(chart.most > 0)
        self.numbers.setEnabled(chart.most > 0)

    def picture(self, form: str) -> bytes:
        """The chart as a file: png or svg."""
        make = to_png if form == "png" else to_svg
        return make(self.view.chart, self.view.theme, self.view.font())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.view.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.which.setAccessibleName(self._texts("选择图表"))
        self.which.setToolTip(self._texts("选择图表"))
        self.terms.setPlaceholderText(self._texts("输入词语，可用逗号隔开几个"))
        self.terms.setAccessibleName(self._texts("输入词语，可用逗号隔开几个"))
        self.numbers.setText(self._texts("数字"))
        self.numbers.setToolTip(self._texts("用表格显示图中的数字"))
        self.export.setText(self._texts("导出图表") + " ▾")
        self.export.setToolTip(self._texts("把图表存为图片"))
        self.table.setAccessibleName(self._texts("用表格显示图中的数字"))
        self.series.retranslate()
        for form, action in zip(FORMS + TABLE_FORMS, self.export.menu().actions(), strict=True):
            action.setText(self._texts("导出为 {form}…", form=form.upper()))

    def _lay_out(self) -> None:
        self.which.setMinimumWidth(176)
        self.which.setMinimumHeight(32)
        self.terms.setClearButtonEnabled(True)
        self.terms.setMinimumWidth(160)
        self.terms.setMaximumWidth(360)
        self.numbers.setCheckable(True)
        menu = QMenu(self.export)
        for form in FORMS + TABLE_FORMS:
            menu.addAction("", lambda name=form: self.export_wanted.emit(name))
        self.export.setMenu(menu)
        self.stack.addWidget(self.view.scrolled())
        self.stack.addWidget(self.table)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for widget in (self.which, self.terms):
            bar.addWidget(widget, 1 if widget is self.terms else 0)
        bar.addStretch(1)
        bar.addWidget(self.numbers)
        bar.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.series)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.view)

    def _show_numbers(self, on: bool) -> None:
        self.stack.setCurrentIndex(int(on))
        (self.table if on else self.view).setFocus()


class NumberTable(QTableWidget):
    """The numbers of a chart with their sums: for those who cannot see the picture, or would rather read."""

    chosen = Signal(str, str)  # keys of row and column

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._chart: Chart | None = None
        self.setObjectName("notesTable")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(84)
        self.activated.connect(lambda index: self._choose(index.row(), index.column() - 1))

    def show_chart(self, chart: Chart) -> None:
        """Show the numbers of this one: names, counts, sums; of lines what each of its figures is."""
        self._chart = chart
        if chart.listing is not None:
            self._list(chart.listing)
            return
        rows, columns = (len(chart.rows), len(chart.columns)) if chart.most else (0, 0)
        summed = columns > 1
        self.setRowCount(rows + (1 if rows > 1 and not _whole_first(chart) else 0))
        self.setColumnCount(1 + columns + int(summed))
        total = self._texts("合计")
        self.setHorizontalHeaderLabels(["", *(c.words for c in chart.columns), *([total] if summed else [])])
        for number, label in enumerate(chart.rows[:rows]):
            counts = [chart.count(number, column) for column in range(columns)]
            self._write(number, label.words, [*counts, *([sum(counts)] if summed else [])])
        if self.rowCount() > rows:
            sums = [chart.down(column) for column in range(columns)]
            self._write(rows, total, [*sums, *([sum(sums)] if summed else [])])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _list(self, listing: Listing) -> None:
        self.setRowCount(len(listing.rows))
        self.setColumnCount(len(listing.headings))
        self.setHorizontalHeaderLabels(list(listing.headings))
        for row, cells in enumerate(listing.rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(row, column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _write(self, row: int, name: str, counts: Sequence[int]) -> None:
        self.setItem(row, 0, QTableWidgetItem(name))
        for column, count in enumerate(counts, 1):
            item = QTableWidgetItem(str(count))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)

    def _choose(self, row: int, column: int) -> None:
        chart = self._chart
        if chart and chart.listing is not None:
            self.chosen.emit("", chart.listing.keys[row])
        elif chart and row < len(chart.rows) and 0 <= column < len(chart.columns) and chart.count(row, column):
            self.chosen.emit(chart.rows[row].key, chart.columns[column].key)


def _whole_first(chart: Chart) -> bool:
    """Whether its first row counts all others together already."""
    return bool(chart.rows) and chart.rows[0].key == "*"
