"""The desks of lineage and of a clause's history: worked out off the GUI thread, shown, opened, written, or told why not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from reader.core.errors import BadInput
from reader.core.span import Location
from reader.ui.desks.course_desk import CourseDesk
from reader.ui.desks.lineage_desk import LineageDesk
from reader.ui.look.texts import Texts
from reader.ui.provenance.course_dialog import CourseDialog
from reader.ui.provenance.lineage_dialog import LineageDialog
from tests.ui.provenance.test_lineage_dialog import GRAPH

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


class Window:
    """The parts that the desks speak to."""

    def __init__(self, qtbot: QtBot) -> None:
        self.courses, self.lineages, self.late = Mock(), Mock(), Mock()
        self.lineages.missing.return_value = ()
        versions = SimpleNamespace(courses=SimpleNamespace(get=lambda: self.courses))
        self.session: Any = Mock()
        self.session.texts, self.session.shown = Texts(TRANSLATIONS, "zh_CN"), str
        self.session.document = SimpleNamespace(id="rule")
        self.session.settings.theme, self.session.title = "paper", lambda _doc: "数据条例"
        self.session.library.versions = versions
        self.session.library.lineages = SimpleNamespace(get=lambda: self.lineages)
        self.window = QMainWindow()
        qtbot.addWidget(self.window)


@pytest.fixture
def of(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    monkeypatch.setattr("reader.ui.desks.lineage_desk.graph_of", lambda *_all, **_named: GRAPH)
    return Window(qtbot)


def test_the_graph_is_shown_opened_and_written(qtbot: QtBot, of: Window, tmp_path: Path) -> None:
    desk = LineageDesk(of.late, of.session, of.window)
    desk.show()
    qtbot.waitUntil(lambda: bool(of.window.findChildren(LineageDialog)))
    (dialog,) = of.window.findChildren(LineageDialog)
    dialog.opened.emit("law", "b1")
    of.session.open.assert_called_once_with(Location("law", "b1"))
    for form, begins in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        desk.write(tmp_path / f"图.{form}", dialog, form)
        qtbot.waitUntil(lambda form=form: (tmp_path / f"图.{form}").is_file())  # type: ignore[misc]
        assert (tmp_path / f"图.{form}").read_bytes().startswith(begins)
    of.session.library.policy.check_export.side_effect = BadInput("不允许导出 svg。")
    desk.write(tmp_path / "禁.svg", dialog, "svg")
    qtbot.waitUntil(lambda: of.session.problem.emit.called)
    assert not (tmp_path / "禁.svg").exists()
    dialog.steps_wanted.emit(3)
    qtbot.waitUntil(lambda: of.lineages.missing.call_count == 2)
    dialog.close()
    desk.close()


def test_without_a_document_there_is_nothing_to_show(of: Window) -> None:
    of.session.document = None
    desk = LineageDesk(of.late, of.session, of.window)
    desk.show()
    assert of.late.message.say.call_args.args == ("请先打开一份文件。",)
    desk.close()


def test_the_history_of_a_clause_is_shown_or_it_is_told_why_not(qtbot: QtBot, of: Window) -> None:
    desk = CourseDesk(Mock(), of.late, of.session, of.window)
    of.courses.of.return_value = ()
    desk.show_of(Location("rule", "b2"))
    qtbot.waitUntil(lambda: bool(of.window.findChildren(CourseDialog)))
    assert of.courses.of.call_args.args[:2] == ("rule", "b2")
    of.courses.of.side_effect = BadInput("这里没有可以查沿革的条款。")
    desk.show_of(Location("rule", "b3"))
    qtbot.waitUntil(lambda: of.session.problem.emit.called)
    assert of.session.problem.emit.call_args.args == ("这里没有可以查沿革的条款。",)
    desk.close()
