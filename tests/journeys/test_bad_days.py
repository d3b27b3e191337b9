"""What goes wrong around the window is told in one sentence, loses nothing, and never keeps the window from opening."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.core.known import Known, KnownDocument
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.library import open_library
from reader.paths import Paths, find_paths
from reader.ui.main_window import MainWindow
from reader.ui.notes.notes_table import STATE
from reader.ui.shelves.handover import LOCK

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
ROOT = Path(__file__).resolve().parent.parent.parent


def told(window: MainWindow) -> str:
    assert not window.late.message.isHidden()
    return window.late.message.label.text()


def mark_something(window: MainWindow) -> None:
    doc = window.session.documents()[0].id
    window.late.library.list.chosen.emit(doc)
    document = window.session.document
    assert document is not None
    block = next(b for b in document.blocks if len(b.text) > 30)
    window.session.notes.add(Selection(doc, (Piece(block.id, Span(0, 5)),)), "highlight")


class TestWithoutCorpus:
    @pytest.fixture
    def paths(self, profile: Path, tmp_path: Path) -> Paths:
        return find_paths(profile / "data", tmp_path / "nothing-here")

    def test_the_window_opens_and_says_so(self, open_window: OpenWindow) -> None:
        window = open_window()
        assert "找不到语料文件夹" in told(window)
        assert window.session.documents() == ()
        assert not window.late.start.isHidden()
        assert window.late.start.reading.isHidden(), "nothing to read, so no card for it"


class TestWithADamagedDocument:
    @pytest.fixture
    def paths(self, profile: Path, tmp_path: Path, corpus_dir: Path) -> Paths:
        shutil.copytree(corpus_dir / "normalised", tmp_path / "corpus" / "normalised")
        broken = min((tmp_path / "corpus" / "normalised").glob("[!m]*.json"))
        broken.write_text(broken.read_text("utf-8")[:5000], encoding="utf-8")
        return find_paths(profile / "data", tmp_path / "corpus")

    def test_the_others_can_be_read(self, open_window: OpenWindow) -> None:
        window = open_window()
        opened = []
        for info in window.session.documents():
            window.late.library.list.chosen.emit(info.id)
            document = window.session.document
            opened.append(document is not None and document.id == info.id)
        assert opened.count(False) == 1
        assert "损坏" in told(window)

    def test_its_notes_are_listed_and_edited(
        self, qtbot: QtBot, open_window: OpenWindow, paths: Paths, corpus_dir: Path
    ) -> None:
        file = next(
            each
            for each in sorted((paths.corpus / "normalised").glob("[!m]*.json"))
            if each.read_bytes() != (corpus_dir / "normalised" / each.name).read_bytes()
        )
        damaged = file.read_bytes()
        file.write_bytes((corpus_dir / "normalised" / file.name).read_bytes())
        library = open_library(paths)
        infos = sorted(library.documents(), key=lambda info: info.id == file.stem)[-2:]
        for info in infos:
            block = next(each for each in library.open(info.id).blocks if len(each.text) > 30)
            library.notebook.annotate(Location(info.id, block.id), "note", text=f"核对{info.id}")
        library.close()
        file.write_bytes(damaged)

        window = open_window()
        window.late.actions["all_notes"].trigger()
        page = window.desks.notes.page
        assert page is not None
        qtbot.waitUntil(lambda: len(page.browser.listing.lines) == 2)
        (line,) = (each for each in page.browser.listing.lines if each.doc == file.stem)
        assert line.placed.document == "unreadable"
        assert line.title == infos[1].reading_title
        model = page.browser.table.notes
        shown = [str(model.index(row, STATE).data()) for row in range(model.rowCount())]
        assert "文件暂时打不开" in shown
        table = page.browser.table
        assert table.fontMetrics().horizontalAdvance("文件暂时打不开") < table.columnWidth(STATE)
        note = line.placed.note
        with qtbot.waitSignal(window.session.notes.saved):
            window.session.notes.change("批注", [(note, replace(note, text="等文件修复后再看"))])
        assert window.session.library.store.get(note.id).text == "等文件修复后再看"
        window.desks.notes.jump(line.placed)
        assert window.late.notes.text.isVisible()
        assert window.late.notes.text.toPlainText() == "等文件修复后再看"


def test_a_note_on_what_is_not_here_leads_to_its_words_and_says_why(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    with qtbot.waitSignal(window.session.notes.saved) as saved:
        mark_something(window)
    assert saved.args is not None
    placed = saved.args[0]
    own = replace(placed.note, anchor=replace(placed.note.anchor, doc="own-gone"))
    library = window.session.library
    library.store.known.keep(Known({"own-gone": KnownDocument("own-gone", title="某局工作方案")}))
    assert window.session.title("own-gone") == "某局工作方案"
    assert window.session.title("own-never") == "own-never"
    for presence, says in (("away", "已没有"), ("unreadable", "暂时打不开")):
        window.desks.notes.jump(replace(placed, note=own, document=presence))
        assert says in told(window)


def test_a_note_that_cannot_be_saved_is_not_called_saved(qtbot: QtBot, open_window: OpenWindow, paths: Paths) -> None:
    window = open_window()
    mark_something(window)
    qtbot.waitUntil(lambda: window.late.foot.saved.text() == "已保存")
    window.late.foot.saved.setText("")
    with sqlite3.connect(paths.user_data / "notes.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        window.late.library.list.chosen.emit(window.session.documents()[1].id)
        mark_something(window)
        qtbot.waitUntil(lambda: not window.late.message.isHidden())
        other.rollback()
    assert window.late.foot.saved.text() == ""
    assert len(told(window)) > 5
    assert len(window.session.notes.of(window.session.documents()[0].id)) == 1


def test_settings_of_nonsense_are_told_and_replaced(open_window: OpenWindow, paths: Paths) -> None:
    paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_text('theme = 7\n[[tabs]]\ndoc = "gone"\n', "utf-8")
    window = open_window()
    assert "theme" in told(window)
    assert window.parts.theme.name == "paper"
    assert window.session.tabs.places == []


def test_two_windows_at_once_keep_each_others_notes(qtbot: QtBot, open_window: OpenWindow) -> None:
    first, second = open_window(), open_window()
    mark_something(first)
    qtbot.waitUntil(lambda: first.late.foot.saved.text() == "已保存")
    second.late.library.list.chosen.emit(second.session.documents()[0].id)
    mark_something(second)
    qtbot.waitUntil(lambda: second.late.foot.saved.text() == "已保存")
    doc = first.session.documents()[0].id
    assert len(first.session.library.notebook.all(doc)) == 2


@pytest.mark.slow
def test_without_a_display_a_picture_shows_the_first_hit(tmp_path: Path, corpus_dir: Path) -> None:
    picture = tmp_path / "window.png"
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data"), "--screenshot", str(picture)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, encoding="utf-8",
        timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "数字经济" in done.stdout
    assert "已打开第一处命中" in done.stdout
    assert "1366×768" in done.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends the signal that Ctrl+C sends in a terminal")
def test_ctrl_c_at_the_terminal_closes_the_window_with_a_sentence(tmp_path: Path, corpus_dir: Path) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data")]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stderr=subprocess.PIPE, encoding="utf-8"
    ) as program:
        opened = find_paths(tmp_path / "data").handover / LOCK  # taken when the window stands
        while not opened.exists() and program.poll() is None:
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=90)
    assert said.splitlines()[-1] == "已停止。"
    assert "Error" not in said
    assert program.returncode == 130
