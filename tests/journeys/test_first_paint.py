"""The first paint waits for what it shows, however long the list of the library is."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from reader import app
from reader.core.document import DocumentInfo, info_from
from reader.core.span import Location
from reader.library import open_library
from reader.paths import find_paths
from reader.settings import LoadedSettings, Settings
from reader.shelves import look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WITH_TAB = {"tabs": (Location("draft"),)}
WITH_COLUMNS = {"tabs": (Location("draft"),), "beside": (Location("draft"),), "pane_forms": ("", "script")}


@pytest.mark.parametrize(
    ("remembered", "asked", "panes"),
    [({}, None, 1), (WITH_TAB, None, 1), (WITH_COLUMNS, None, 2), ({}, "draft", 1), (WITH_TAB, "draft#b2", 1)],
    ids=["nothing", "tab", "columns", "document asked for", "clause asked for"],
)
def test_the_list_of_the_library_is_read_after_the_first_paint(
    qtbot: QtBot, small_corpus: Path, profile: Path, monkeypatch: pytest.MonkeyPatch,
    remembered: dict[str, Any], asked: str | None, panes: int,
) -> None:  # fmt: skip
    read: list[str] = []

    def note(line: Any) -> DocumentInfo:
        read.append(line["id"])
        return info_from(line)

    monkeypatch.setattr("reader.corpus.info_from", note)
    running = app.start(find_paths(profile / "data", small_corpus), LoadedSettings(Settings(**remembered)))
    before: list[str] = []
    running.window.painted.connect(lambda: before.extend(read))
    with qtbot.waitSignal(running.window.ready):
        running.show(asked)
    assert "plan" not in before, "this is not open and nobody has asked for it"
    assert ("draft" in before) == bool(remembered or asked)
    assert len(running.session.panes) == panes
    assert [info.id for info in running.session.documents()] == ["plan", "draft"]
    assert running.window.late.library.list.rows.row_of("plan") is not None
    running.window.close()
    running.library.close()
    running.free()
    running.application.setStyleSheet("")


def test_the_user_s_own_document_that_is_asked_for_is_looked_for_alone(
    qtbot: QtBot, small_corpus: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = find_paths(profile / "data", small_corpus)
    with contextlib.closing(open_library(places)) as library:
        for name in ("甲", "乙", "丙"):
            file = tmp_path / f"{name}.txt"
            file.write_text(f"某市{name}办法\n第一条　{name}。\n第二条　再{name}。\n", "utf-8")
            library.add([file], progress=lambda *_step: None, cancelled=lambda: False)
        wanted = next(info.id for info in library.documents() if "乙" in info.title)
    looked: list[str] = []
    family = look._family

    def seen(path: Path) -> look.Family:
        looked.append(path.name)
        return family(path)

    monkeypatch.setattr(look, "_family", seen)
    running = app.start(places, LoadedSettings(Settings()))
    before: list[str] = []
    running.window.painted.connect(lambda: before.extend(looked))
    with qtbot.waitSignal(running.window.ready):
        running.show(f"{wanted}#第二条")
    assert set(before) == {wanted}
    assert running.session.pane.doc == wanted
    assert len(running.session.documents()) == 5
    running.window.close()
    running.library.close()
    running.free()
    running.application.setStyleSheet("")


def test_a_tab_whose_document_is_gone_is_left_out_and_a_damaged_list_is_told(
    qtbot: QtBot, small_corpus: Path, profile: Path
) -> None:
    (small_corpus / "normalised" / "manifest.json").write_text("{", encoding="utf-8")
    settings = Settings(tabs=(Location("draft"), Location("nothing")))
    running = app.start(find_paths(profile / "data", small_corpus), LoadedSettings(settings))
    with qtbot.waitSignal(running.window.ready):
        running.show()
    assert running.session.tabs.places == []
    assert "manifest.json" in running.window.late.message.label.text()
    running.window.close()
    running.library.close()
    running.free()
    running.application.setStyleSheet("")
