"""Reading aloud in the real window, with a voice that only writes down what it was given."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from reader.core.sentences import spoken
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.main_window import MainWindow
from reader.voices.voice import NoVoice

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
PLAN = "tianjin-digitalisation-2021"


class FakeVoice:
    """Says nothing: a sentence lasts until `end`, or ends at once with `quick`."""

    def __init__(self, quick: int = 0) -> None:
        self.said: list[tuple[str, int]] = []
        self.quick = quick
        self.ended = Event()
        self.silenced = 0
        self.closed = False

    def speak(self, words: str, speed: int, silenced: Callable[[], bool]) -> None:
        self.said.append((words, speed))
        if len(self.said) <= self.quick:
            return
        while not self.ended.wait(0.01):
            if silenced():
                self.silenced += 1
                return
        self.ended.clear()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    window = open_window()
    assert window.session.open(Location(PLAN))
    window.parts.compare.columns[0].view.finish()
    return window


@pytest.fixture
def voice(window: MainWindow) -> FakeVoice:
    made = FakeVoice()
    window.desks.aloud.voice_of = lambda: made
    return made


def paragraph(window: MainWindow) -> tuple[str, list[Span], str]:
    document = window.session.document
    assert document is not None
    block = next(b for b in document.blocks if b.kind == "paragraph" and len(list(spoken(b))) >= 4)
    return block.id, list(spoken(block)), block.text


def put_caret(window: MainWindow, block: str, at: int) -> None:
    view = window.parts.compare.columns[0].view
    view.go_to(Location(PLAN, block, Span(at, at + 1)), flash=False)


def lit(window: MainWindow) -> list[tuple[str, Span]]:
    marks = window.parts.compare.columns[0].view._marking._layers.blocks("aloud")
    return [(mark.block, mark.span) for each in marks.values() for mark in each]


def test_it_reads_from_the_caret_sentence_by_sentence(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    block, spans, text = paragraph(window)
    put_caret(window, block, spans[1].start + 2)
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    assert voice.said[0] == (spans[1].cut(text), 0)
    assert lit(window) == [(block, spans[1])]
    voice.ended.set()
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    assert voice.said[1][0] == spans[2].cut(text)
    assert lit(window) == [(block, spans[2])]


def test_pausing_keeps_the_place_and_going_on_says_the_sentence_again(
    qtbot: QtBot, window: MainWindow, voice: FakeVoice
) -> None:
    block, spans, text = paragraph(window)
    put_caret(window, block, spans[0].start)
    act = window.late.actions
    act["pause_aloud"].trigger()  # begins where nothing is read
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    act["pause_aloud"].trigger()
    qtbot.waitUntil(lambda: voice.silenced == 1)
    assert lit(window) == [(block, spans[0])]
    assert act["read_aloud"].isChecked()
    act["pause_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    assert voice.said[1][0] == voice.said[0][0] == spans[0].cut(text)


def test_another_speed_is_heard_at_once_and_remembered(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    window.late.actions["aloud_faster"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    assert [speed for _words, speed in voice.said] == [0, 1]
    assert window.remembered().voice_speed == 1


def test_esc_stops_and_nothing_stays_lit(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    window.late.actions["step_back"].trigger()
    qtbot.waitUntil(lambda: voice.silenced == 1)
    assert window.desks.aloud.place is None
    assert lit(window) == []
    assert not window.late.actions["read_aloud"].isChecked()


def test_it_stops_with_its_document(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    other = next(info.id for info in window.session.documents() if info.id != PLAN)
    assert window.session.open(Location(other), pane=0)
    qtbot.waitUntil(lambda: voice.silenced == 1)
    assert not window.late.actions["read_aloud"].isChecked()


def test_it_reads_the_script_on_screen(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    block, spans, _text = paragraph(window)
    put_caret(window, block, spans[0].start)
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    window.session.set_script(Script.HANT)
    assert lit(window) == [(block, spans[0])]
    voice.ended.set()
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    view = window.parts.compare.columns[0].view
    assert voice.said[1][0] in QTextCursor(view.text_area.document()).document().toPlainText().replace("\u200b", "")
    assert any(sign in voice.said[1][0] for sign in "數實體產業發國動區構務進")


def test_it_ends_at_the_end(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    document = window.session.document
    assert document is not None
    voice.quick = 100
    last = document.blocks[-1]
    put_caret(window, last.id, len(last.text) - 1)
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: not window.late.actions["read_aloud"].isChecked())
    assert voice.said[-1][0] in last.text.replace("\t", "，")
    assert window.late.message.label.text() == "朗读完毕。"


def test_no_voice_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    def none() -> FakeVoice:
        raise NoVoice("本机没有朗读语音：请管理员安装 speech-dispatcher 和一种中文语音（如 espeak-ng）。")

    window.desks.aloud.voice_of = none
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: "speech-dispatcher" in window.late.message.label.text())
    assert not window.late.actions["read_aloud"].isChecked()
    assert lit(window) == []


def test_a_closed_window_is_silent(qtbot: QtBot, window: MainWindow, voice: FakeVoice) -> None:
    window.late.actions["read_aloud"].trigger()
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    window.close()
    assert voice.silenced == 1
    assert voice.closed
