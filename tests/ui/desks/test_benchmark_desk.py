"""对标 tells how far it is and can be stopped; verdicts that wait to be kept are kept all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from reader.core.span import Span
from reader.library.answers.benchmark import Answered, Demand
from reader.ui.desks.benchmark_desk import BenchmarkDesk
from reader.ui.look.texts import Texts


def test_it_is_stopped_and_nothing_that_waits_is_lost(qtbot: QtBot) -> None:
    window, late, told = QMainWindow(), Mock(), Event()
    qtbot.addWidget(window)
    session: Any = SimpleNamespace(texts=Texts(Path("none")), library=Mock(), problem=Mock(), with_version=Mock())
    link: Any = SimpleNamespace(documents=(SimpleNamespace(id="higher"), SimpleNamespace(id="ours")))
    desk = BenchmarkDesk(late, session, link, window)
    benchmark = Mock()
    desk._benchmark = benchmark

    def of(_higher: str, _ours: str, cancelled: Callable[[], bool], progress: Callable[[float], None]) -> tuple[()]:
        progress(0.25)
        told.wait(5)
        assert cancelled()
        return ()

    benchmark.of.side_effect = of
    try:
        desk.show()
        qtbot.waitUntil(lambda: "正在对标，已看 25%……" in [call.args[0] for call in late.message.say.call_args_list])
        row = Answered(Demand("task/1", "task", "b1", Span(0, 1), "", ""), "ours", "none", ())
        desk._decide(Mock(id="higher"), [row], 0, "已落实", "")
        late.message.say.call_args.args[2]()  # 取消
        told.set()
        qtbot.waitUntil(lambda: benchmark.decide.called)
        assert not session.with_version.called, "no dialog"
    finally:
        told.set()
        desk.close()
