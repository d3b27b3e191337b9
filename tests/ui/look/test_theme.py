from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QToolButton, QWidget

from reader.core.note import COLOURS
from reader.ui.kit.colour_row import ColourRow
from reader.ui.look.fonts import choose_fonts
from reader.ui.look.texts import Texts
from reader.ui.look.theme import (
    LARGEST,
    MARGIN_GLYPHS,
    PAPER,
    SMALLEST,
    THEMES,
    Theme,
    TypeSettings,
    contrast,
    palette,
    stylesheet,
    theme_named,
)
from reader.ui.look.window_style import chrome, ticks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
TEXT, SIGN = 4.5, 3.0  # WCAG 2 AA for words, and for what is no word

pytestmark = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


@pytest.mark.parametrize("ground", ["background", "surface"])
def test_words_can_be_read(theme: Theme, ground: str) -> None:
    behind = getattr(theme, ground)
    for token in ("muted", "accent", "link"):
        assert contrast(getattr(theme, token), behind) >= TEXT, token
    assert contrast(theme.text, theme.background) >= 12
    assert contrast(theme.control, behind) >= SIGN


@pytest.mark.parametrize("ground", ["hit", "current_hit", "evidence", "current_evidence", "added", "removed"])
def test_words_on_marks_can_be_read(theme: Theme, ground: str) -> None:
    assert contrast(theme.text, getattr(theme, ground)) >= TEXT


@pytest.mark.parametrize("colour", COLOURS)
def test_words_on_highlights_and_signs_beside_them(theme: Theme, colour: str) -> None:
    assert contrast(theme.text, theme.mark(colour)) >= TEXT
    assert contrast(theme.tint(colour), theme.background) >= TEXT


def test_the_selection_can_be_read_and_is_told_from_every_highlight(theme: Theme) -> None:
    assert contrast(theme.selection_text, theme.selection) >= TEXT
    for behind in (theme.background, theme.hit, theme.current_hit, theme.current_evidence, *theme.marks.values()):
        assert contrast(theme.selection, behind) >= 2, behind


def test_hits_are_told_from_highlights_by_their_line(theme: Theme) -> None:
    for behind in (theme.background, theme.hit):
        assert contrast(theme.hit_line, behind) >= SIGN
    for behind in (theme.background, theme.evidence):
        assert contrast(theme.evidence_line, behind) >= SIGN


def test_every_token_is_a_colour(theme: Theme) -> None:
    for name, value in vars(theme).items():
        if isinstance(value, str) and name not in {"name", "label"}:
            assert re.fullmatch(r"#[0-9a-f]{6}", value), name
    assert set(theme.marks) == set(theme.tints) == set(COLOURS) == set(MARGIN_GLYPHS)


def test_the_sheet_takes_all_its_colours_from_the_theme(theme: Theme) -> None:
    sheet = stylesheet(theme, 15)
    known = {value for value in vars(theme).values() if isinstance(value, str)}
    assert set(re.findall(r"#[0-9a-f]{6}\b", sheet)) <= known
    assert "$" not in sheet
    assert "15px" in sheet


def test_the_palette_keeps_a_selection_visible_without_focus(theme: Theme, qtbot: QtBot) -> None:
    made = palette(theme)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        assert made.color(group, QPalette.ColorRole.Highlight) == QColor(theme.selection)


def test_every_theme_is_found_by_name(theme: Theme) -> None:
    assert theme_named(theme.name) is theme
    assert theme_named("of another version") is PAPER
    assert theme.mark("of another version") == theme.mark("yellow")


def test_pairs_are_all_different(theme: Theme) -> None:
    grounds = [theme.hit, theme.current_hit, theme.evidence, theme.current_evidence, *theme.marks.values()]
    assert all(a != b for (i, a), (j, b) in product(enumerate(grounds), repeat=2) if i < j)


def test_zoom_stays_readable(theme: Theme) -> None:
    assert TypeSettings().zoomed(2).size == 19
    assert TypeSettings().zoomed(-90).size == SMALLEST
    assert TypeSettings().zoomed(90).size == LARGEST
    assert TypeSettings(size=20, measure=35).column == 700


def test_chains_hold_only_what_is_installed_best_first(theme: Theme) -> None:
    fonts = choose_fonts(["SimSun", "Noto Serif CJK SC", "Noto Sans CJK TC", "KaiTi"])
    assert fonts.families("body")[:2] == ["Noto Serif CJK SC", "SimSun"]
    assert fonts.families("body", "hans", "KaiTi")[0] == "KaiTi"
    assert fonts.families("kai")[0] == "KaiTi"
    assert fonts.families("heading", "tw")[0] == "Noto Sans CJK TC"
    assert choose_fonts([]).families("title", "hk") == []
    assert choose_fonts(["WenQuanYi Micro Hei"]).families("body") == ["WenQuanYi Micro Hei"], "Hei where no Song is"


@pytest.mark.parametrize("enabled", [True, False])
def test_a_ticked_box_shows_a_tick_that_is_seen(theme: Theme, qtbot: QtBot, enabled: bool) -> None:
    box = QCheckBox("范围")
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(theme) + chrome(theme) + ticks(theme, RESOURCES / "icons"))
    box.setChecked(True)
    box.setEnabled(enabled)
    box.resize(box.sizeHint())
    option = QStyleOptionButton()
    box.initStyleOption(option)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    image, ground = box.grab(place).toImage(), theme.link if enabled else theme.off
    inside = range(4, min(image.width(), image.height()) - 4)
    drawn = {image.pixelColor(x, y).name() for x in inside for y in inside}
    assert ground in drawn
    assert max(contrast(colour, ground) for colour in drawn) >= SIGN


def test_the_buttons_of_colours_keep_their_size_in_another_theme(theme: Theme, qtbot: QtBot) -> None:
    stand = QWidget()
    qtbot.addWidget(stand)
    row = ColourRow(Texts(RESOURCES / "translations", "zh_CN"), theme)
    row.setParent(stand)
    row.set_theme(theme)
    for sheet in (stylesheet(theme), chrome(theme) + stylesheet(theme)):
        stand.setStyleSheet(sheet)
        for button in row.findChildren(QToolButton):
            button.ensurePolished()
            assert button.minimumSize().toTuple() == button.maximumSize().toTuple() == (30, 30)
