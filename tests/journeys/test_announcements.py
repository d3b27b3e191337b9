"""What those hear who do not see the window: announcements of what has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.script import Script
from reader.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
PLAN = "tianjin-digitalisation-2021"


class _Styled(QObject):
    """Counts how often a control is given its style anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        self.times += event.type() == QEvent.Type.StyleChange
        return False


def test_every_change_of_state_is_told(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    session, act = window.session, window.late.actions
    told: list[str] = []
    window.desks.telling.told.connect(told.append)

    def since(do: Callable[[], object]) -> list[str]:
        told.clear()
        do()
        return list(told)

    assert since(lambda: session.open(Location(PLAN))) == [session.title(PLAN)]
    assert since(lambda: session.open(Location(PLAN))) == []
    assert since(lambda: session.set_script(Script.HANT)) == ["繁体"]
    assert since(lambda: session.set_script(Script.HANS)) == ["简体"]
    styled = _Styled(window.late.library.list.viewport())  # some eight controls deep
    assert since(lambda: session.set_look(theme="night")) == ["夜间"]
    assert 1 <= styled.times <= 3, "Qt goes over a control once for all that it lies in"
    assert since(lambda: session.set_look(justified=False)) == []
    assert since(act["left_panel"].trigger) == ["左侧栏：文库、目录、检索：关"]
    assert since(lambda: window.late.message.say("一句话")) == ["一句话"]
    assert since(lambda: session.problem.emit("出了问题。")) == ["出了问题。"]
    assert since(window.late.foot.show_saved) == ["已保存"]
    window.parts.compare.columns[0].view.finish()
    assert since(act["next_clause"].trigger)[-1].endswith("级标题")


def test_hits_are_told_by_number_clause_and_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    session, act = window.session, window.late.actions
    told: list[str] = []
    window.desks.telling.told.connect(told.append)
    with qtbot.waitSignal(session.search.answered):
        session.search.ask("数字经济")
    qtbot.waitUntil(lambda: bool(told))
    answer = session.search.answer
    assert answer is not None
    assert told == [f"{len(answer.places)} 处命中"]
    act["next_hit"].trigger()
    assert told[-1].startswith(f"第 1/{len(answer.places)} 处命中，")
    assert "数字经济" in told[-1]
    results = QAccessible.queryAccessibleInterface(window.late.results.list)
    assert results.role() == QAccessible.Role.List  # of hits, each an item with its words
    items = [results.child(at) for at in range(min(6, results.childCount()))]
    assert all(item.role() == QAccessible.Role.ListItem for item in items)
    assert any("数字经济" in item.text(QAccessible.Text.Name) for item in items)
