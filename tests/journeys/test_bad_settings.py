"""Whatever stands in the settings, the window opens, and says in one line what it put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from reader.paths import Paths, find_paths
from reader.settings import Settings, load
from reader.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
KEYS = [key for key in Settings.__dataclass_fields__ if key != "extra"]


@pytest.fixture
def paths(small_corpus: Path, profile: Path) -> Paths:
    return find_paths(profile / "data", small_corpus)


def _write(paths: Paths, text: str) -> None:
    paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("value", ['"zzzzz"', "-1", "nan", "inf", "07:32:00", "[[[]]]", '{a = {b = ["\\u0000"]}}'])
def test_a_wrong_value_for_every_key(paths: Paths, open_window: OpenWindow, value: str) -> None:
    _write(paths, "".join(f"{key} = {value}\n" for key in KEYS))
    window = open_window()
    said = window.late.message.label.text()
    assert window.late.message.isVisible()
    assert "\n" not in said
    assert all(f"“{key}”" in said for key in ("theme", "geometry", "window_state", "positions"))
    window.close()
    assert load(paths.settings_file).complaints == ()


@pytest.mark.parametrize("blob", ["AAAA", "/////w==", "AAAA/wAAAAEAAAADAAAA"])
def test_blobs_that_are_base64_and_nothing_else(paths: Paths, open_window: OpenWindow, blob: str) -> None:
    _write(paths, f'geometry = "{blob}"\nwindow_state = "{blob}"\n')
    window = open_window()
    assert window.late.message.label.text() == "设置中的 geometry、window_state 不能用，窗口按默认的大小打开。"
    assert window.width() >= 600
    assert all(size > 100 for size in window.parts.split.sizes()[:2])


def test_places_that_are_not_there(paths: Paths, open_window: OpenWindow) -> None:
    nowhere = {"doc": "plan", "block": "nowhere", "span": [7, 999_999_999]}
    settings = {
        "tabs": [nowhere, nowhere, {"doc": "gone"}, {"doc": "draft", "block": "b2", "span": [500, 600]}],
        "current_tab": 10_000, "beside": [nowhere] * 9, "pane_forms": ["source", "script", "", "source"] * 3,
        "positions": {"plan": nowhere}, "tables": {"tasks": {"widths": f"a={'9' * 5000},b=²", "sort": "c"}},
        "query": "(" * 90_000, "search_history": ["\u202e"] * 9_000, "my_unit": "某" * 90_000, "left_notes": ["", " "],
        "font_family": "没有的字体" * 900, "panels": {"left": False, "nowhere": True},
    }  # fmt: skip
    _write(paths, tomli_w.dumps(settings))
    window = open_window()
    assert window.session.document is not None
    assert [place.doc for place in window.session.tabs.places] == ["plan", "draft"]
    window.desks.registers.toggle()
    window.close()
    assert load(paths.settings_file).complaints == ()
