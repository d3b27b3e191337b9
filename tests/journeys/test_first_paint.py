"""The first paint waits for what it shows, however long the list of the library is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from reader import app
from reader.core.document import DocumentInfo, info_from
from reader.core.span import Location
from reader.paths import find_paths
from reader.settings import LoadedSettings, Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WITH_TAB = {"tabs": (Location("draft"),)}
WITH_COLUMNS = {"tabs": (Location("draft"),), "beside": (Location("draft"),), "pane_forms": ("", "script")}


@pytest.mark.parametrize(
    ("remembered", "panes"), [({}, 1), (WITH_TAB, 1), (WITH_COLUMNS, 2)], ids=["nothing", "tab", "columns"]
)
def test_the_list_of_the_library_is_read_after_the_first_paint(
    qtbot: QtBot, small_corpus: Path, profile: Path, monkeypatch: pytest.MonkeyPatch,
    remembered: dict[str, Any], panes: int,
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
        running.show()
    assert "plan" not in before, "this is not open and nobody has asked for it"
    assert ("draft" in before) == bool(remembered)
    assert len(running.session.panes) == panes
    assert [info.id for info in running.session.documents()] == ["plan", "draft"]
    assert running.window.late.library.list.rows.row_of("plan") is not None
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
