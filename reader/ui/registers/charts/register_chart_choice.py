"""Which chart of the registers is looked at, and what choosing a part of it means. Counts terms off the GUI thread.

Narrowing the lines, opening the search and writing files are asked for by signals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.ui.kit.tasks import Lane
from reader.ui.look.theme import Theme
from reader.ui.registers.charts.chart import Key
from reader.ui.registers.charts.chart_pane import ChartPane
from reader.ui.registers.charts.register_charts import (
    ALL,
    CHARTS,
    COMPARED,
    MAP,
    NAMES,
    PROGRESS,
    TERM_YEARS,
    TERMS,
    TIMELINE,
    count_terms,
    heat,
    progress,
    term_chart,
    terms_in,
    timeline,
)
from reader.ui.registers.register_lines import Line
from reader.ui.registers.register_words import told
from reader.ui.registers.series.series_choice import SeriesChoice
from reader.ui.session.session import Session


class RegisterChartChoice(QObject):
    """Holds the pane."""

    narrowed = Signal(object)  # names and values of LedgerFilter
    search_wanted = Signal(str, str)  # term, document or empty
    export_wanted = Signal(str)  # png or svg, xlsx or csv

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, session.texts
        self._lane = Lane("terms", newest_only=True, parent=self)
        self._chosen = {name: charts[0] for name, charts in CHARTS.items()}
        self._name, self._lines = "tasks", tuple[Line, ...]()
        self._led: Mapping[str, str] = {}
        self._terms: tuple[str, ...] = ()
        self._counts: dict[Key, int] | None = {}
        self.pane = ChartPane(session.texts, theme)
        self.series = SeriesChoice(session, self.pane.series, self)
        self.series.changed.connect(self._draw)
        self.pane.picked.connect(self._pick)
        self.pane.terms_typed.connect(self._ask)
        self.pane.chosen.connect(self._choose)
        self.pane.export_wanted.connect(self.export_wanted)

    @property
    def current(self) -> str:
        """The chart looked at."""
        return self._chosen[self._name]

    def show(self, name: str, lines: Sequence[Line], led: Mapping[str, str]) -> None:
        """The chart of a register, of these lines; `led`: names of indicators the reader has joined or parted."""
        self._name, self._lines, self._led = name, tuple(lines), led
        self.pane.offer([(each, self._texts(NAMES[each])) for each in CHARTS[name]], self.current)
        self._draw()

    def pick(self, chart: str) -> None:
        """Look at another chart of the register in front."""
        self.pane.offer([(each, self._texts(NAMES[each])) for each in CHARTS[self._name]], chart)
        self._pick(chart)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    # -- inside

    def _pick(self, chart: str) -> None:
        self._chosen[self._name] = chart
        self._draw()
        if chart in {TERMS, TERM_YEARS}:
            self.pane.terms.setFocus()

    def _draw(self) -> None:
        session, chart = self._session, self.current
        given = (self._said, session.shown, session.title)
        if chart in {TERMS, TERM_YEARS}:
            years = {info.id: info.year for info in session.documents()}
            made = term_chart(chart, self._counts, self._terms, years, *given)
        elif chart == COMPARED:
            self.series.show(self._lines, self._led)
            made = self.series.chart(*given)
        else:
            made = {MAP: heat, TIMELINE: timeline, PROGRESS: progress}[chart](self._lines, *given)
        self.pane.show_chart(made, chart in {TERMS, TERM_YEARS}, chart == COMPARED)

    def _said(self, simplified: str, /, **values: object) -> str:
        """A picture is in one script: that of the documents on screen."""
        return told(self._session, simplified, values)

    def _ask(self, typed: str) -> None:
        terms, library = terms_in(typed), self._session.library

        def counted(counts: dict[Key, int]) -> None:
            self._terms, self._counts = terms, counts
            self._draw()

        self._counts = None
        self._draw()
        self._lane.submit(lambda _job: count_terms(library, terms), counted, self._failed)

    def _failed(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))

    def _choose(self, chart: str, row: str, column: str) -> None:
        if chart == COMPARED:
            self.series.go(column)
        elif chart == TERMS:
            self.search_wanted.emit(column, row)
        elif chart == TERM_YEARS:
            self.search_wanted.emit(f"{row} 年份:{column}" if column else row, "")
        elif chart == MAP:
            self.narrowed.emit({"unit": row, "doc": column})
        elif chart == TIMELINE:
            self.narrowed.emit({"doc": row, "year": column})
        else:
            self.narrowed.emit({"doc": "" if row == ALL else row, "status": column, "mine": True})
