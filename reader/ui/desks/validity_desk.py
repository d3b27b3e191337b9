"""What the window does with whether documents hold: badges and facets, 出处 and its family, a word when one cites.

Every method answers one signal of `connections`. All documents are looked at a while after the start and after the
library has changed, by a worker; until then nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QDate, QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from reader.core.citation import in_title_marks
from reader.core.errors import ReaderError
from reader.core.validity import Validity
from reader.library.versions.courses import Wording
from reader.library.versions.editions import Edition
from reader.library.versions.states import Known
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.look.fact_names import VALIDITIES
from reader.ui.session.session import Session

LATER = 2000  # ms after the start or a change, so that what the reader does goes first
GONE = frozenset(["repealed", "amended"])  # states in which a citation wants a second look

Named = tuple[tuple[str, str], ...]
"""Documents: id and title."""


class ValidityDesk(QObject):
    """Answers to signals."""

    def __init__(self, late: LateParts, session: Session, window: QMainWindow, reading: ReadingDesk) -> None:
        super().__init__(window)
        self._late, self._session, self._reading = late, session, reading
        self._texts = session.texts
        self._lane, self._asking = Lane("holding", parent=self), Lane("validity", newest_only=True, parent=self)
        self._all = Lane("validities", newest_only=True, parent=self)
        self._warned: set[str] = set()  # documents that were looked at when they were cited or noted
        self._day = _today()
        self._soon = QTimer(self, singleShot=True, interval=LATER)
        self._soon.timeout.connect(self.look_at_all)

    def start(self) -> None:
        """Look at all documents, in a while."""
        self._soon.start()

    def close(self) -> None:
        """Stop the workers."""
        self._soon.stop()
        for lane in (self._lane, self._asking, self._all):
            lane.close()

    # -- all documents

    def look_at_all(self) -> None:
        """Badges in library, hits and title, and the facet; what was worked out before costs nothing."""
        states, day = self._session.library.versions.states, _today()
        self._day = day

        def work(job: Job) -> tuple[Known, Mapping[str, str]]:
            known = states.get().work_out(day, cancelled=job.cancelled)
            return known, states.get().apart()

        self._all.submit(work, self._show_all, lambda _error: None)

    def _show_all(self, told: tuple[Known, Mapping[str, str]]) -> None:
        known, apart = told
        titled = apart != self._session.apart
        self._session.apart = apart
        self._late.library.set_states(known, apart)
        self._late.results.set_states(known)
        if titled:  # documents of one title are told apart from now on
            self._late.results.refresh()
            self._reading.fill_choosers()
            self._session.tabs_changed.emit()
        self._reading.set_states(known)

    # -- the document in front

    def find(self, doc: str) -> None:
        """Whether a document holds today, and its family, for 出处; nothing where it has gone meanwhile."""
        if self._day != _today():  # a window that stays open over midnight
            self.start()
        library = self._session.library
        beside = dict.fromkeys(pane.doc for pane in self._session.panes if pane.doc not in {None, doc})

        def work(_job: Job) -> tuple[tuple[Edition, ...], Named, Named]:
            family = library.versions.editions.get().of(doc, _today())
            here = {each.info.id for each in family}
            parted = [other for pair, joined in library.versions.families.get().all().items()
                      if doc in pair and not joined for other in pair - {doc}]  # fmt: skip
            titles = {info.id: info.reading_title for info in library.documents()}
            offered = [other for other in beside if other and other not in here and other not in parted]
            return family, _named(offered, titles), _named(parted, titles)

        source = self._late.source
        self._asking.submit(work, partial(self._found, doc), lambda _error: source.set_family(doc, ()))

    def _found(self, doc: str, found: tuple[tuple[Edition, ...], Named, Named]) -> None:
        self._late.source.set_family(doc, *found)

    def decide(self, doc: str, other: str, joined: bool | None) -> None:
        """归为各版, 分开, or neither any more: kept in the store, and what is shown goes by it."""
        families = self._session.library.versions.families
        self._lane.submit(
            lambda _job: families.get().decide(doc, other, joined), lambda _done: self._decided(), self._fail
        )

    def _decided(self) -> None:
        self._late.source.ask_again()
        self.look_at_all()

    def _fail(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))

    def warn(self) -> None:
        """A clause of what is in front was cited or noted: say once where the document holds no more."""
        document = self._session.document
        if document is None or document.id in self._warned:
            return
        doc, editions = document.id, self._session.library.versions.editions
        self._warned.add(doc)
        title, place = in_title_marks(document.reading_title), self._session.pane.place
        block = place.block if place is not None else None
        courses = self._session.library.versions.courses

        def work(_job: Job) -> tuple[Validity, Wording | None]:
            found, newest = editions.get().validity(doc, _today()), None
            if found.state == "amended" and block is not None:
                with suppress(ReaderError):
                    newest = courses.get().of(doc, block, _today())[-1]
            return found, newest if newest is not None and newest.edition.info.id != doc else None

        self._lane.submit(work, partial(self._told, doc, title), lambda _error: None)

    def _told(self, doc: str, title: str, told: tuple[Validity, Wording | None]) -> None:
        found, newest = told
        if found.state not in GONE:
            return
        if self._late.message.offers:  # 撤销 is worth more: the next citation or note tells it
            self._warned.discard(doc)
            return
        says, state = "请注意，{title}{state}。依据：{why}", self._texts(VALIDITIES[found.state])
        title, why = map(self._session.shown, (title, self._texts.told(found.basis)))
        said = self._texts(says, title=title, state=state, why=why)
        self._late.message.say(said + (self._now(newest) if newest is not None else ""))

    def _now(self, newest: Wording) -> str:
        """What became of the clause in the newest version."""
        day = newest.edition.told.at or self._texts("日期不明")
        if not newest.clauses:
            return self._texts("这一条在新版（{day}）中没有了。", day=day)
        return self._texts("这一条在新版（{day}）中是{clause}。", day=day, clause=self._session.shown(newest.label))


def _named(docs: list[str], titles: dict[str, str]) -> Named:
    return tuple((doc, titles[doc]) for doc in docs if doc in titles)


def _today() -> str:
    return QDate.currentDate().toString(Qt.DateFormat.ISODate)
