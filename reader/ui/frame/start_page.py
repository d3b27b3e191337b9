"""The first page: a line to search with, and what can be done now, as cards. Only true ones are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.ui.frame.start_search import StartSearch
from reader.ui.look.texts import Texts

CARD, GAP = 220, 16  # pixels
LOW = 138  # pixels: a card is at least so high
EDGES = 24  # pixels beside the cards
ABOVE, BENEATH = 2, 3  # shares of what is left above and beneath them
ABLE = (
    "检索：Ctrl+K　·　对照：Ctrl+\\　·　简繁：F9",
    "批注：选中文字后按 1—5　·　台账：Ctrl+J　·　打印：Ctrl+P",
)
LEAST = 160  # pixels: less high than this the page is not pressed by anything


class Card(QPushButton):
    """A large button with a heading and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.heading, self.sentence = (QLabel(textFormat=Qt.TextFormat.PlainText) for _ in range(2))
        self._high = LOW
        self.heading.setObjectName("cardHeading")
        self.sentence.setProperty("muted", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        for label in (self.heading, self.sentence):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)
        self._column = layout
        self.setFixedWidth(CARD)

    def write(self, heading: str, sentence: str) -> None:
        """Its words, also for a screen reader."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{heading}。{sentence}")

    def set_height(self, pixels: int) -> None:
        """At least so high, as its neighbours are."""
        self._high = pixels
        self.setMinimumHeight(pixels)

    def changeEvent(self, event: QEvent) -> None:
        """A style sheet has just given it the least height of a button."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setMinimumHeight(self._high)

    def wanted_height(self) -> int:
        """Pixels that its words take."""
        return max(LOW, self._column.totalHeightForWidth(CARD))


class StartPage(QScrollArea):
    """A line that searches in place; cards: read on (or begin), what was added last, add files, my unit, what is due;
    below, what else there is. It scrolls.
    """

    read_on = Signal()
    added = Signal(str)  # the document that was added last
    keys = Signal()
    tour = Signal()  # the cards of the first minute
    sample_comparison = Signal()
    sample_register = Signal()
    add = Signal()  # files of one's own
    unit = Signal()  # my unit: its tasks, or which it is
    dates = Signal(bool)  # the calendar: what is overdue, else what is due this month

    def __init__(self, texts: Texts, search: StartSearch) -> None:
        super().__init__()
        self._texts = texts
        self.searching = search
        self._added, self._added_title = "", ""
        self._resume = ""
        self._first = ""
        self._unit, self._tasks, self._done = "", -1, 0
        self._due, self._late = 0, 0
        self.title, self.lead = QLabel(), QLabel()
        self.title.setObjectName("startTitle")
        self.lead.setProperty("muted", True)
        self.able = QLabel()
        self.able.setTextFormat(Qt.TextFormat.PlainText)
        self.reading, self.newest, self.adding, self.mine, self.due = (Card() for _ in range(5))
        self.due.hide()
        for card in self._all:
            card.setParent(self)  # one without a place on the page is no window of its own
        self.newest.hide()
        self.helping, self.touring, self.comparing, self.listing = (QPushButton() for _ in range(4))
        self._helps = QGridLayout()
        self._cards = QGridLayout()
        self._cards.setSpacing(GAP)
        self._across = (0, 0)  # cards side by side, cards in all
        self._arrange()
        page = QWidget()
        page.setObjectName("startPage")
        layout = self._rows = QVBoxLayout(page)
        layout.addStretch(ABOVE)
        for label in (self.title, self.lead):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(16)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(search, 8)
        line.addStretch(1)
        layout.addLayout(line, 4)
        layout.addSpacing(16)
        self._below = self._lay_out_cards()
        layout.addWidget(self._below)
        layout.addStretch(BENEATH)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards have the keyboard
        self.setMinimumSize(CARD + EDGES, LEAST)
        self._connect()
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def _connect(self) -> None:
        self.reading.clicked.connect(self.read_on)
        self.newest.clicked.connect(self._open_newest)  # a lambda would keep the page while the card has no place
        self.searching.asking.connect(self._make_room)
        self.adding.clicked.connect(self.add)
        self.mine.clicked.connect(self.unit)
        self.due.clicked.connect(self._ask_dates)
        for button, asked in (
            (self.helping, self.keys), (self.touring, self.tour), (self.comparing, self.sample_comparison),
            (self.listing, self.sample_register),
        ):  # fmt: skip
            button.clicked.connect(asked)

    def _lay_out_cards(self) -> QWidget:
        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._cards)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(24)
        self.able.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.able.setWordWrap(True)
        layout.addWidget(self.able)
        layout.addSpacing(8)
        helps = QHBoxLayout()
        helps.addStretch(1)
        helps.addLayout(self._helps)
        helps.addStretch(1)
        layout.addLayout(helps)
        return below

    def _open_newest(self) -> None:
        self.added.emit(self._added)

    def _make_room(self, asking: bool) -> None:
        """Hits take the place of the cards while something is asked."""
        for at, share in ((0, ABOVE), (self._rows.count() - 1, BENEATH)):
            self._rows.setStretch(at, 0 if asking else share)
        self._below.setVisible(not asking)
        self.lead.setVisible(not asking)

    def _ask_dates(self) -> None:
        self.dates.emit(bool(self._late and not self._due))

    def show_documents(self, first: str, resume: str, added: tuple[str, str] = ("", "")) -> None:
        """Titles of the first document and of the one read last, id and title of the one of one's own that was added
        last; empty where there is none.
        """
        self._first, self._resume = first, resume
        self._added, self._added_title = added
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many cards side by side as there is room for, in even rows."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        there = {self.due: bool(self._due or self._late), self.newest: bool(self._added)}
        cards = [card for card in self._all if there.get(card, True)]
        steps = {3: (3, 2), 4: (4, 2), 5: (5, 3, 2)}[len(cards)]
        across = next((n for n in steps if self.width() >= n * CARD + (n - 1) * GAP + EDGES), 1)
        helps = [self.touring, self.comparing, self.listing, self.helping]
        if (across, len(cards)) != self._across:
            for number, button in enumerate(helps):
                self._helps.addWidget(button, *divmod(number, 4 if across > 1 else 1))
            self._across = across, len(cards)
            for number, card in enumerate(cards):
                self._cards.addWidget(card, number // across, number % across)

    @property
    def _all(self) -> tuple[Card, ...]:
        return self.reading, self.newest, self.adding, self.mine, self.due

    def show_unit(self, unit: str, tasks: int, done: int) -> None:
        """My unit in the script on screen (empty: not told); its tasks (-1: not counted yet), and how many are done."""
        self._unit, self._tasks, self._done = unit, tasks, done
        self.retranslate()

    def show_due(self, due: int, late: int) -> None:
        """How many tasks fall due this month, and how many are overdue; without either there is no card."""
        self._due, self._late = due, late
        self.retranslate()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.title.setText(self._texts("政策阅读器"))
        self.lead.setText(self._texts("离线阅读、检索、对照和批注政策文件。左侧“文库”里是全部文件，点一下即可打开。"))
        self.able.setText("\n".join(map(self._texts, ABLE)))
        self.reading.setVisible(bool(self._resume or self._first))
        if self._resume:
            self.reading.write(self._texts("继续阅读"), self._resume)
        else:
            self.reading.write(self._texts("开始阅读"), self._first)
        self.newest.write(self._texts("最近添加"), self._added_title)
        says = "选一次单位，就能看到哪些任务由它牵头、配合，各到哪一步。"
        if self._unit:
            says = "{unit}：我的任务 {n} 项，已完成 {done}。" if self._tasks >= 0 else "{unit}"
        said = self._texts(says, unit=self._unit, n=self._tasks, done=self._done)
        self.mine.write(self._texts("我的单位"), said)
        parts = [(self._due, "本月到期 {n} 项"), (self._late, "已逾期 {n} 项")]
        self.due.write(self._texts("到期"), " · ".join(self._texts(says, n=n) for n, says in parts if n))
        self._arrange()
        self.newest.setVisible(bool(self._added))
        self.due.setVisible(bool(self._due or self._late))  # once it has its place: without one it were a window
        own = "拖进窗口，或点这里选：Word、WPS、PDF、OFD、网页。Ctrl+O"
        self.adding.write(self._texts("添加文件"), self._texts(own))
        high = max(card.wanted_height() for card in self._all)
        for card in self._all:
            card.set_height(high)
        self.touring.setText(self._texts("看看怎么用"))
        self.comparing.setText(self._texts("对照示例"))
        self.listing.setText(self._texts("台账示例"))
        for button in (self.comparing, self.listing):
            button.setVisible(bool(self._first))
        self.helping.setText(self._texts("快捷键一览"))
        self.helping.setToolTip(self._texts("每项操作都可以用键盘完成。F1"))
