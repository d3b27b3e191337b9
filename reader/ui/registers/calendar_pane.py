"""The calendar of the registers: months with what falls due, and the tasks of a day, a month, or those overdue.

Asks by signals; reads and keeps nothing. The month is Qt's own calendar widget, which knows keys and week days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCalendarWidget,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.registers.due_days import month_of
from reader.registers.exporting import ROLES, ROUNDS
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.registers.register_calendar import Entry, counted, entries, overdue
from reader.ui.registers.register_lines import Line

WIDTH, SIDE, LIST = 420, 16, 320  # pixels: of the month, between it and the list, of the list at the least
DAY, MONTH, LATE = "day", "month", "late"  # what the list shows


class DueCalendar(QCalendarWidget):
    """A month in which days with tasks show how many."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Mapping[date, tuple[int, int]] = {}
        self.setGridVisible(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setNavigationBarVisible(False)  # the pane has a bar of its own, whose words follow the language

    def set_counts(self, counts: Mapping[date, tuple[int, int]]) -> None:
        """Day → how many tasks, and how many of them are finished."""
        self._counts = counts
        self.updateCells()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        plain = QTextCharFormat()
        plain.setForeground(QColor(theme.text))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, plain)
        self.updateCells()

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """The day's number; below it the number of tasks, with a bar that says so to eyes that tell no colours."""
        shown = day if isinstance(day, QDate) else QDate(day.year, day.month, day.day)
        theme, chosen = self._theme, shown == self.selectedDate()
        inside = shown.month() == self.monthShown()
        number, done = self._counts.get(date(shown.year(), shown.month(), shown.day()), (0, 0))
        painter.save()
        painter.fillRect(rect, QColor(theme.surface if chosen else theme.background))
        if shown == QDate.currentDate():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if chosen:
            painter.setPen(QPen(QColor(theme.link), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setPen(QColor(theme.text if inside else theme.muted))
        font = QFont(painter.font())
        font.setBold(bool(number) and inside)
        painter.setFont(font)
        half = rect.height() // 2
        painter.drawText(rect.adjusted(0, 2, 0, -half if number else 0), Qt.AlignmentFlag.AlignCenter, str(shown.day()))
        if number:
            open_ = number > done
            painter.setPen(QColor(theme.accent if open_ else theme.muted))
            line = QFontMetrics(font).height()
            below = rect.adjusted(2, half - line // 4, -2, -2)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{'●' if open_ else '✓'} {number}")
        painter.restore()


class CalendarPane(QWidget):
    """The month at the left, its tasks at the right."""

    jump = Signal(object)  # Line
    export_wanted = Signal()

    def __init__(
        self, texts: Callable[..., str], language: Texts, shown: Callable[[str], str], theme: Theme,
        today: Callable[[], date] = date.today,
    ) -> None:  # fmt: skip
        """`texts` says the window's words in the script of the documents; `shown` a canonical text."""
        super().__init__()
        self._texts, self._language, self._shown, self._today = texts, language, shown, today
        self._lines: tuple[Line, ...] = ()
        self._month: tuple[Entry, ...] = ()
        self._listed: dict[int, Entry] = {}
        self.month = DueCalendar(theme)
        self.title, self.says = QLabel(), QLabel()
        self.before, self.after, self.now, self.export = (QPushButton() for _ in range(4))
        self.which = {name: QPushButton() for name in (LATE, MONTH, DAY)}
        self.months = [QPushButton() for _ in range(12)]  # of the year in front, each with what falls due in it
        self.list = RowList(theme)
        self._lay_out()
        self.set_theme(theme)
        self.before.clicked.connect(self.month.showPreviousMonth)
        self.after.clicked.connect(self.month.showNextMonth)
        self.now.clicked.connect(self.go_today)
        self.export.clicked.connect(self.export_wanted)
        for number, button in enumerate(self.months, 1):
            button.clicked.connect(lambda _on=False, month=number: self._turn_to(month))
        self.month.currentPageChanged.connect(self._turned)
        self.month.selectionChanged.connect(lambda: self._pick(DAY))
        self.list.chosen.connect(lambda key: self.jump.emit(self._listed[key].line))
        self.retranslate()

    @property
    def shown_month(self) -> tuple[date, date]:
        """First and last day of the month in front."""
        return month_of(date(self.month.yearShown(), self.month.monthShown(), 1))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The tasks that are listed."""
        self._lines = tuple(lines)
        self._count()
        self._list()

    def go_today(self) -> None:
        """This month."""
        today = self._today()
        self.month.setSelectedDate(QDate(today.year, today.month, today.day))
        self.month.showSelectedDate()
        self._pick(MONTH)

    def show_late(self) -> None:
        """What is overdue."""
        self._pick(LATE)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.month.set_theme(theme)
        self.list.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        names = {"en": QLocale.Language.English}
        self.month.setLocale(QLocale(names.get(self._language.language, QLocale.Language.Chinese)))
        for button, words, tip in (
            (self.before, "‹", "上一个月"), (self.after, "›", "下一个月"), (self.now, "本月", "回到本月"),
            (self.export, "导出日历", "把所列任务的期限存为 iCalendar 文件，可导入日历程序"),
        ):  # fmt: skip
            button.setText(self._texts(words) if len(words) > 1 else words)
            button.setToolTip(self._texts(tip))
            button.setAccessibleName(self._texts(tip))
        self.month.setAccessibleName(self._texts("到期日历"))
        self.list.setAccessibleName(self._texts("到期的任务"))
        self._count()
        self._list()

    # -- inside

    def _turned(self, _year: int, _month: int) -> None:
        self._count()
        self._pick(MONTH)

    def _turn_to(self, month: int) -> None:
        self.month.setCurrentPage(self.month.yearShown(), month)
        self._pick(MONTH)
        self._count()  # the month in front stays marked, also where it was it already

    def _pick(self, which: str) -> None:
        with QSignalBlocker(self.which[which]):
            self.which[which].setChecked(True)
        self._list()

    def _count(self) -> None:
        first, last = self.shown_month
        today, week = self._today(), timedelta(days=7)
        self._month = entries(self._lines, first, last, today)
        around = entries(self._lines, first - week, last + 2 * week, today)  # days of its neighbours are in sight, too
        self.month.set_counts(counted(around))
        if self._language.language == "en":
            self.title.setText(f"{first.year}-{first.month:02}")
        else:
            self.title.setText(self._texts("{year}年{month}月", year=first.year, month=first.month))
        year = entries(self._lines, first.replace(month=1), first.replace(month=12, day=31), today)
        counts = Counter(each.due.day.month for each in year)
        for number, button in enumerate(self.months, 1):
            words = str(number) if self._language.language == "en" else self._texts("{month}月", month=number)
            button.setText(f"{words} · {counts[number]}" if counts[number] else words)
            button.setChecked(number == first.month)
        late = len(overdue(self._lines, today))
        self.which[LATE].setText(self._texts("逾期 {n}", n=late))
        self.which[MONTH].setText(self._texts("当月 {n}", n=len(self._month)))
        self.which[DAY].setText(self._texts("当日"))

    def _list(self) -> None:
        which = next(name for name, button in self.which.items() if button.isChecked())
        if which == LATE:
            found: Sequence[Entry] = overdue(self._lines, self._today())
        elif which == MONTH:
            found = self._month
        else:
            day = self.month.selectedDate()
            only = date(day.year(), day.month(), day.day())
            found = entries(self._lines, only, only, self._today())
        self._listed = dict(enumerate(found))
        self.list.rows.set_rows(tuple(self._listed), lambda key: self._row(self._listed[key]))  # type: ignore[index]  # keys are ours
        empty = {LATE: "没有逾期的任务。", MONTH: "这个月没有到期的任务。", DAY: "这一天没有到期的任务。"}
        self.says.setText("" if found else self._texts(empty[which]))
        self.says.setVisible(not found)
        self.export.setEnabled(bool(self._lines))

    def _row(self, entry: Entry) -> Row:
        line, due = entry.line, entry.due
        head = due.day.isoformat() if due.exact else self._texts("{year}年内", year=due.day.year)
        if due.every:
            head += f" · {self._texts(ROUNDS[due.every])}"
        state = self._texts("逾期") if entry.overdue else self._texts(line.status) if line.status else ""
        role = f"{self._texts(ROLES[line.role])} · " if line.role else ""
        units = "、".join(line.units)
        where = " ".join(str(cell) for cell in line.cells[:2])
        return Row(
            head=head, count=state, body=self._shown(getattr(line.row, "task", "")),
            foot=f"{role}{self._shown(units)}\n{self._shown(where)}", lines=2, muted=entry.done, strong=True,
            sign="!" if entry.overdue else "",
        )  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """As wide as the month: where there is no more room, the list stands below it."""
        return QSize(WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side or one below the other."""
        super().resizeEvent(event)
        needed = WIDTH + SIDE + LIST
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(beside if self.width() >= needed else below)

    def _lay_out(self) -> None:
        self.title.setObjectName("cardHeading")
        self.month.setMinimumSize(WIDTH, 300)
        group = QButtonGroup(self)
        bar, filters = QHBoxLayout(), QHBoxLayout()
        for widget in (self.before, self.title, self.after, self.now):
            bar.addWidget(widget)
        bar.addStretch(1)
        for name, button in self.which.items():
            button.setCheckable(True)
            button.setChecked(name == MONTH)
            group.addButton(button)
            button.toggled.connect(lambda on: self._list() if on else None)
            filters.addWidget(button)
        filters.addStretch(1)
        filters.addWidget(self.export)
        for button in (self.before, self.after):
            button.setFixedWidth(36)
        self.says.setProperty("muted", True)
        self.says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addLayout(bar)
        left.addWidget(self.month)
        year = QGridLayout()
        year.setSpacing(4)
        for number, button in enumerate(self.months):
            button.setCheckable(True)
            year.addWidget(button, number // 4, number % 4)
        left.addSpacing(8)
        left.addLayout(year)
        left.addStretch(1)
        right.addLayout(filters)
        right.addWidget(self.says)
        right.addWidget(self.list, 1)
        self._halves = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SIDE)
        layout.addLayout(left)
        layout.addLayout(right, 1)
        self.setFocusProxy(self.month)
