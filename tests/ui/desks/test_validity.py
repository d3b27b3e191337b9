"""A word when one cites what holds no more; badges of all documents; what people say of a family is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.core.validity import State, Validity
from reader.ui.desks.validity_desk import ValidityDesk
from reader.ui.look.texts import Texts

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


class Window:
    """The parts that the desk speaks to, and what a library would answer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.state: State = "repealed"
        self.editions, self.families, self.states, self.courses = Mock(), Mock(), Mock(), Mock()
        self.editions.validity.side_effect = lambda _doc, _day: Validity(self.state, "《某市决定》：“废止”")
        here = Mock()
        here.edition.info.id = "law"
        self.courses.of.return_value = (here,)
        self.states.work_out.return_value, self.states.apart.return_value = {"law": "repealed"}, {"law": "2024-01-01"}
        late = {name: SimpleNamespace(get=lambda name=name: getattr(self, name))
                for name in ("editions", "families", "states", "courses")}  # fmt: skip
        self.late: Any = Mock()
        self.late.message.offers = False
        session: Any = SimpleNamespace(
            texts=Texts(TRANSLATIONS, "zh_CN"), document=SimpleNamespace(id="law", reading_title="某市条例"),
            pane=SimpleNamespace(place=Location("law", "b16")), shown=str, problem=Mock(),
            apart={}, tabs_changed=Mock(),
            library=SimpleNamespace(versions=SimpleNamespace(**late)),
        )  # fmt: skip
        self.session, self.reading, self.window = session, Mock(), QMainWindow()
        qtbot.addWidget(self.window)
        self.desk = ValidityDesk(self.late, session, self.window, self.reading)


@pytest.fixture
def of(qtbot: QtBot) -> Iterator[Window]:
    made = Window(qtbot)
    yield made
    made.desk.close()


def test_citing_in_what_is_repealed_is_told_once(qtbot: QtBot, of: Window) -> None:
    of.desk.warn()
    qtbot.waitUntil(lambda: of.late.message.say.called)
    assert of.late.message.say.call_args.args == ("请注意，《某市条例》已废止。依据：《某市决定》：“废止”",)
    of.desk.warn()
    of.session.document = None
    of.desk.warn()
    of.desk.look_at_all()
    qtbot.waitUntil(lambda: of.late.library.set_states.called)
    assert of.editions.validity.call_count == of.late.message.say.call_count == 1


def test_of_an_amended_law_it_is_told_what_became_of_the_clause(qtbot: QtBot, of: Window) -> None:
    of.state = "amended"
    newest = Mock(label="第十七条", clauses=("x",))
    newest.edition.told.at, newest.edition.info.id = "2024-01-01", "new"
    of.courses.of.return_value = (Mock(), newest)
    of.desk.warn()
    qtbot.waitUntil(lambda: of.late.message.say.called)
    assert of.courses.of.call_args.args[:2] == ("law", "b16")
    assert of.late.message.say.call_args.args[0].endswith("这一条在新版（2024-01-01）中是第十七条。")
    newest.clauses, of.session.document = (), SimpleNamespace(id="other", reading_title="另一条例")
    of.desk.warn()
    qtbot.waitUntil(lambda: of.late.message.say.call_count == 2)
    assert of.late.message.say.call_args.args[0].endswith("这一条在新版（2024-01-01）中没有了。")


@pytest.mark.parametrize("state", ["in-force", "unknown", "draft", "expired"])
def test_nothing_is_told_of_what_may_hold(qtbot: QtBot, of: Window, state: State) -> None:
    of.state = state
    of.desk.warn()
    qtbot.waitUntil(lambda: of.editions.validity.called)
    of.session.document = SimpleNamespace(id="other", reading_title="另一条例")
    of.state = "amended"
    of.desk.warn()  # the lane answers in order
    qtbot.waitUntil(lambda: of.late.message.say.called)
    assert of.late.message.say.call_count == 1


def test_what_can_be_undone_is_not_taken_away(qtbot: QtBot, of: Window) -> None:
    of.late.message.offers = True
    of.desk.warn()
    qtbot.waitUntil(lambda: of.editions.validity.called)
    of.desk.decide("law", "other", True)  # the lane answers in order
    qtbot.waitUntil(lambda: of.late.source.ask_again.called)
    assert not of.late.message.say.called
    of.late.message.offers = False
    of.desk.warn()
    qtbot.waitUntil(lambda: of.late.message.say.called)


def test_badges_of_all_documents(qtbot: QtBot, of: Window) -> None:
    of.desk.look_at_all()
    qtbot.waitUntil(lambda: of.reading.set_states.called)
    of.late.library.set_states.assert_called_once_with({"law": "repealed"}, {"law": "2024-01-01"})
    for told in (of.late.results, of.reading):
        told.set_states.assert_called_once_with({"law": "repealed"})
    assert of.session.apart == {"law": "2024-01-01"}
    of.reading.fill_choosers.assert_called_once_with()
    of.session.tabs_changed.emit.assert_called_once_with()


def test_another_day_has_all_looked_at_again(qtbot: QtBot, of: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    of.session.panes, of.session.library.documents = [], tuple
    of.editions.of.return_value, of.families.all.return_value = (), {}
    started = Mock()
    monkeypatch.setattr(of.desk, "start", started)
    of.desk.find("law")
    assert not started.called
    monkeypatch.setattr("reader.ui.desks.validity_desk._today", lambda: "2999-01-01")
    of.desk.find("law")
    started.assert_called_once_with()
    qtbot.waitUntil(lambda: of.late.source.set_family.called)
    assert of.late.source.set_family.call_args.args == ("law", (), (), ())


def test_what_is_said_of_a_family_is_kept_and_shown(qtbot: QtBot, of: Window) -> None:
    of.desk.decide("law", "other", True)
    qtbot.waitUntil(lambda: of.late.source.ask_again.called)
    of.families.decide.assert_called_once_with("law", "other", True)
    qtbot.waitUntil(lambda: of.states.work_out.called)
