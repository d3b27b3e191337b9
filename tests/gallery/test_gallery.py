"""A sample of the gallery: what a style sheet says can be read, and the window in two of its looks has nothing cut off.

`make gallery` looks at all scenes in all looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.paths import Paths, find_paths
from reader.settings import LoadedSettings, Settings
from reader.ui.look.scale import COMFORTABLE, COMPACT, DENSITIES, SPACE, TYPE
from reader.ui.look.theme import THEMES, Theme, contrast, stylesheet, theme_named
from reader.ui.look.window_style import chrome
from tests.gallery.looking import cut_off, too_pale
from tests.gallery.scenes import PLAN, SAMPLE, SCENES, clear, rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise\\(\\)", extend=True)

WORDS, MARKS = 4.5, 3.0
OFF = "disabled"


def rules(theme: Theme) -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and what is said of it, one selector at a time."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", stylesheet(theme) + chrome(theme)):
        said = dict(re.findall(r"([\w-]+):\s*([^;]+);", body + ";"))
        for selector in selectors.split(","):
            yield " ".join(selector.split()), said


def plain(selector: str) -> str:
    """A selector without its states."""
    return re.sub(r"(?<!:):(?!:)[\w-]+", "", selector)


def colour(value: str | None) -> str | None:
    found = re.search(r"#[0-9a-f]{6}", value or "")
    return found[0] if found else None


@pytest.mark.parametrize("density", DENSITIES, ids=lambda density: density.name)
@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
def test_words_of_every_control_in_every_state_can_be_read(name: str, density: object) -> None:
    theme = theme_named(name, getattr(density, "name", ""))
    base = {selector: said for selector, said in rules(theme) if plain(selector) == selector}
    for selector, said in rules(theme):
        if OFF in selector or "color" not in said:
            continue
        under = base.get(plain(selector), {})
        own = colour(said.get("background")) or colour(under.get("background"))
        for ground in (own,) if own else (theme.surface, theme.background):
            words = colour(said["color"])
            assert words is None or contrast(words, ground) >= WORDS, (selector, words, ground)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_focus_and_the_edges_of_controls_can_be_seen(theme: Theme) -> None:
    for selector, said in rules(theme):
        edge = colour(said.get("border"))
        if edge is None or OFF in selector:
            continue
        if ":focus" in selector or edge not in {theme.line, theme.surface, theme.background}:
            grounds = (theme.background, theme.surface)
            assert any(contrast(edge, ground) >= MARKS for ground in grounds), (selector, edge)
    for mark in (theme.control, theme.muted, theme.link, theme.accent):
        assert min(contrast(mark, theme.background), contrast(mark, theme.surface)) >= MARKS


@pytest.mark.parametrize(
    "control", ["QPushButton", "QToolButton", "QLineEdit", "QComboBox", "QTabBar::tab", "QHeaderView::section"]
)
def test_every_control_says_how_it_looks_in_every_state(control: str) -> None:
    said = " ".join(selector for selector, _ in rules(THEMES[0]))
    for state in ("hover", "disabled"):
        assert f"{control}:{state}" in said, state
    assert f"{control}:focus" in said or control == "QHeaderView::section"


def test_sizes_of_words_are_those_of_the_scale() -> None:
    for theme in THEMES:
        sizes = {int(size) for size in re.findall(r"font-size:\s*(\d+)px", stylesheet(theme) + chrome(theme))}
        assert sizes <= set(TYPE), sizes


def test_compact_is_closer_everywhere() -> None:
    for name, value in vars(COMFORTABLE).items():
        if isinstance(value, int):
            assert getattr(COMPACT, name) < value, name
    assert sorted(SPACE) == list(SPACE)


def test_what_stands_between_things_is_of_the_scale() -> None:
    found = {}
    for file in (Path(app.__file__).parent / "ui").rglob("*.py"):
        for call in re.findall(r"\.set(?:ContentsMargins|\w*Spacing)\(([\d, ]+)\)", file.read_text(encoding="utf-8")):
            off = {int(number) for number in call.split(",")} - {*SPACE, 1}  # 1: inside the line of a frame
            if off:
                found[file.name] = off
    assert not found


def test_what_is_cut_or_pale_is_found(qtbot: QtBot) -> None:
    stand = QWidget()
    qtbot.addWidget(stand)
    stand.resize(300, 80)
    fits, cut = QLabel("够长", stand), QLabel("这一行比它的地方长得多", stand)
    fits.setGeometry(0, 0, 200, 30)
    cut.setGeometry(0, 40, 40, 30)
    cut.setStyleSheet("color: #e0e0e0; background: #ffffff;")
    with qtbot.waitExposed(stand):
        stand.show()
    shot: QImage = stand.grab().toImage()
    assert [found.words for found in cut_off(stand)] == ["这一行比它的地方长得多"]
    assert [found.words for found in too_pale(stand, shot)] == ["这一行比它的地方长得多"]


def sizes(window: QWidget) -> dict[QWidget, tuple[object, object]]:
    """The least and the greatest size of every control that can be pressed or written in."""
    controls = QAbstractButton | QComboBox | QLineEdit
    found = [each for each in window.findChildren(QWidget) if isinstance(each, controls)]
    return {each: (each.minimumSize().toTuple(), each.maximumSize().toTuple()) for each in found}


@pytest.mark.parametrize(
    ("language", "theme", "density"), [("en", "paper", "comfortable"), ("zh_TW", "night", "compact")]
)
def test_nothing_is_cut_off_or_pale_in_a_sample(
    qtbot: QtBot, built_corpus: object, profile: object, language: str, theme: str, density: str
) -> None:
    paths: Paths = find_paths(profile / "data", built_corpus)  # type: ignore[operator, arg-type]
    running = app.start(paths, LoadedSettings(Settings(language=language, theme=theme, density=density)))
    window = running.window
    try:
        with qtbot.waitSignal(window.ready):
            running.show(PLAN)
        window.resize(1366, 768)
        for scene in SCENES:
            if scene.name in SAMPLE:
                widget = scene.show(window) or window
                rest(scene.patience)
                found = [*cut_off(widget), *too_pale(widget, widget.grab().toImage())]
                assert not found, (scene.name, [str(each) for each in found])
                clear(window)
        before = sizes(window)  # those of a style sheet are set again with each theme: what is set beside it is lost
        window.session.set_look(theme="sepia")
        rest(100)
        after = sizes(window)
        assert [(str(each), before[each], after[each]) for each in before if after.get(each) != before[each]] == []
    finally:
        window.close()
        running.library.close()
        running.free()
