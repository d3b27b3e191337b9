"""The first minute: the cards shown once, what is new shown once a version, two samples one click away.

Every method answers one signal of `connections`; `begin` is asked by the program as a user starts it, not by tests.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from PySide6.QtWidgets import QMainWindow

from reader import __version__
from reader.core.span import Location
from reader.ui.desks.registers_desk import RegistersDesk
from reader.ui.frame.first_cards import NEWS, News, Tour
from reader.ui.frame.window_parts import LateParts
from reader.ui.session.session import Session

TOUR_SEEN, NEWS_SEEN = "tour", "news "  # names under which the settings remember; behind the latter, the version
LOOKED_AT = 16  # documents among which two that are alike are looked for


class FirstDesk:
    """Answers to signals.

    Attributes:
        tour, news: the windows, once they have been opened.
    """

    def __init__(self, late: LateParts, session: Session, window: QMainWindow, registers: RegistersDesk) -> None:
        self._late, self._session, self._window, self._registers = late, session, window, registers
        self._texts = session.texts
        self.tour: Tour | None = None
        self.news: News | None = None

    def begin(self) -> None:
        """A user has started the program: for the first time the cards, after an update what is new; else nothing."""
        settings, news = self._session.settings, f"{NEWS_SEEN}{__version__}"
        seen = settings.panels
        old_hand = bool(settings.positions) or any(name.startswith(NEWS_SEEN) for name in seen)
        if not seen.get(TOUR_SEEN) and not old_hand:
            self.show_tour()
        elif not seen.get(news) and NEWS.get(__version__):
            self._late.message.say(
                self._texts("已更新到 {version}。", version=__version__), self._texts("看看新功能"), self.show_news
            )
        kept = {name: on for name, on in seen.items() if not name.startswith(NEWS_SEEN)}
        self._session.settings = replace(settings, panels={**kept, TOUR_SEEN: True, news: True})

    def show_tour(self) -> None:
        """The cards, from the first one."""
        if self.tour is None:
            self.tour = Tour(self._texts, self._window)
            self.tour.tried.connect(lambda name: self._late.actions[name].trigger())
        self.tour.show_card(0)
        self.tour.show()
        self.tour.raise_()

    def show_news(self) -> None:
        """What is new."""
        if self.news is None:
            self.news = News(self._texts, self._window)
        self.news.show()
        self.news.raise_()

    def sample_comparison(self) -> None:
        """The two documents whose titles are most alike, side by side; one alone beside its source."""
        from difflib import SequenceMatcher  # seldom wanted

        infos = self._session.documents()[:LOOKED_AT]
        pairs = combinations(infos, 2)
        alike = max(pairs, key=lambda pair: SequenceMatcher(None, pair[0].title, pair[1].title).ratio(), default=None)
        if not infos:
            self._say_empty()
            return
        self._late.pages.close()
        self._session.close_beside()
        if alike is None:
            self._session.open(Location(infos[0].id))
            self._session.beside(infos[0].id, source=True)
            return
        self._session.open(Location(alike[0].id))
        self._session.beside(alike[1].id)

    def sample_register(self) -> None:
        """The tasks that were read from the documents, with one of them shown whole."""
        if not self._session.documents():
            self._say_empty()
            return
        self._registers.show()
        page = self._registers.page
        assert page is not None
        page.show_register("tasks")
        page.beside.show_pane(on=True)
        if page.table.current_line() is None:  # it is being read yet
            page.listed.connect(self._choose_first)

    def _choose_first(self) -> None:
        page = self._registers.page
        if page is not None and page.table.lines():
            page.listed.disconnect(self._choose_first)
            page.table.select_first()

    def _say_empty(self) -> None:
        self._late.message.say(self._texts("文库里还没有文件；先添加一份（Ctrl+O），再看示例。"))
