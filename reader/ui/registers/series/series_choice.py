"""Which indicator is compared, and what joining and parting its names means. Keeping it is asked for by a signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from reader.registers.series import Member, Series, called, gather, joined_back, joining, named, parting
from reader.ui.registers.series.series_bar import SeriesBar
from reader.ui.registers.series.series_chart import series_chart
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.ui.registers.charts.chart import Chart
    from reader.ui.registers.charts.register_charts import Shown, Texts
    from reader.ui.registers.register_lines import Line

JOIN_STEP, PART_STEP, BACK_STEP = "合并指标", "拆开指标", "恢复合并指标"
OFFERED: Final = 400  # of what is listed; typing finds the others


class SeriesChoice(QObject):
    """Holds what the bar chooses from."""

    changed = Signal()  # another series is to be drawn
    jump = Signal(object)  # Line
    lead_wanted = Signal(object, str)  # list of RowCorrection to be kept, what the step is called

    def __init__(self, session: Session, bar: SeriesBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts, self._bar = session, session.texts, bar
        self._lines: dict[int, Line] = {}
        self._given: tuple[Sequence[Line], Mapping[str, str]] | None = None
        self._series: tuple[Series, ...] = ()
        self._led: Mapping[str, str] = {}
        self._wanted = ""  # a series, or after a step the name that was stepped with
        bar.typed.connect(lambda _words: self.changed.emit())
        bar.picked.connect(self.pick)
        bar.join_wanted.connect(self.ask_join)
        bar.part_wanted.connect(self._part)
        bar.back_wanted.connect(self._back)

    @property
    def current(self) -> Series | None:
        """The series that is looked at: the one chosen, else the first of those that are listed."""
        listed = self._listed()
        return next((series for series in listed if series.key == self._wanted), listed[0] if listed else None)

    @property
    def series(self) -> tuple[Series, ...]:
        """All there are."""
        return self._series

    def show(self, lines: Sequence[Line], led: Mapping[str, str]) -> None:
        """The series of these lines."""
        if self._given is None or self._given[0] != lines or self._given[1] is not led:
            self._given, self._led = (lines, led), led
            self._lines = {id(line.figure.point): line for line in lines if line.figure is not None}
            self._series = gather((line.figure for line in lines if line.figure is not None), led)
        current = self.current
        if current is not None and self._wanted not in {series.key for series in self._series}:
            self._wanted = current.key
        self._bar.offer(
            [(each.key, self._said(each)) for each in self._listed()[:OFFERED]], current.key if current else ""
        )
        self._bar.join.setEnabled(current is not None and bool(self._others(current)))
        members = current.members if current is not None else ()
        back = [member for member in members if joined_back(member, self._led)]
        self._bar.offer_parts(
            [(member.node, self._named(member)) for member in members] if len(members) > 1 else [],
            [(member.node, self._named(member)) for member in back],
        )

    def chart(self, texts: Texts, shown: Shown, title: Shown) -> Chart:
        """The series that is looked at."""
        return series_chart(self.current, texts, shown, title)

    def pick(self, key: str) -> None:
        """Look at another one."""
        self._wanted = key
        self.changed.emit()

    def go(self, point: str) -> None:
        """To the words of a point, by its place in the series."""
        if self.current is not None:
            self.jump.emit(self._lines[id(self.current.points[int(point)])])

    def ask_join(self) -> None:
        """Choose the indicator to join with."""
        from reader.ui.registers.series.series_dialog import SeriesDialog

        one = self.current
        assert one is not None
        others = {series.key: series for series in self._others(one)}
        listed = [(key, self._said(series)) for key, series in others.items()]
        dialog = SeriesDialog(self._texts, self._session.shown(one.name), listed, self._bar.window())
        dialog.decided.connect(lambda key: self.join(one, others[key]))
        dialog.open()

    def join(self, one: Series, other: Series) -> None:
        """Both are the same indicator."""
        self._wanted = other.key
        with_words = self._bar.words.text() and other not in self._listed()
        if with_words:
            self._bar.words.clear()
        self.lead_wanted.emit(list(joining(one, other)), JOIN_STEP)

    # -- inside

    def _part(self, node: str) -> None:
        self.lead_wanted.emit([parting(self._member(node), self._led)], PART_STEP)

    def _back(self, node: str) -> None:
        item = joined_back(self._member(node), self._led)
        if item is not None:
            self.lead_wanted.emit([item], BACK_STEP)

    def _member(self, node: str) -> Member:
        return next(member for series in self._series for member in series.members if member.node == node)

    def _listed(self) -> tuple[Series, ...]:
        words = self._bar.words.text()
        return named(self._series, words) if words.strip() else self._series

    def _others(self, one: Series) -> list[Series]:
        """Of the same unit, the likest first."""
        family = _family(one)
        found = [series for series in self._series if series.key != one.key and _family(series) == family]
        return sorted(found, key=lambda s: -SequenceMatcher(None, one.name, s.name, autojunk=False).ratio())

    def _said(self, series: Series) -> str:
        parts = [self._session.shown(series.name)]
        parts += [self._texts("{n} 份文件", n=len(series.docs))] if len(series.docs) > 1 else []
        years = series.years
        parts += [f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0])] if years else []
        return " · ".join(parts)

    def _named(self, member: Member) -> str:
        session = self._session
        return f"{session.shown(called(member.name, member.made))}　{session.title(member.doc)}"


def _family(series: Series) -> str:
    return series.key.split("|")[2].partition("/")[0]
