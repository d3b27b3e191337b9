from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QIcon

from reader.ui.look.icons import SIZE, Icons
from reader.ui.look.theme import NIGHT, PAPER

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "icons"


def colours(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(SIZE * 2, mode).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixelColor(x, y)).name() for x, y in points if image.pixelColor(x, y).alpha() == 255}


def test_icons_take_the_colour_of_their_token(qtbot: QtBot) -> None:
    icons = Icons(FOLDER, PAPER)
    assert colours(icons.icon("search")) == {PAPER.text}
    assert colours(icons.icon("search", "accent")) == {PAPER.accent}
    assert colours(icons.icon("search"), QIcon.Mode.Disabled) == {PAPER.control}
    assert colours(icons.icon("search"), QIcon.Mode.Active) == {PAPER.selection_text}, "in a menu, pointed at"
    icons.set_theme(NIGHT)
    assert colours(icons.icon("search")) == {NIGHT.text}


def test_an_icon_is_drawn_once(qtbot: QtBot) -> None:
    icons = Icons(FOLDER, PAPER)
    assert icons.icon("search") is icons.icon("search")


def test_an_unknown_name_is_an_empty_icon(qtbot: QtBot) -> None:
    assert Icons(FOLDER, PAPER).icon("no such drawing").isNull()
    assert Icons(FOLDER, PAPER).icon("").isNull()


@pytest.mark.parametrize("path", sorted(set(FOLDER.glob("*.svg")) - {FOLDER / "app.svg"}), ids=lambda path: path.stem)
def test_every_drawing_is_a_drawing_and_its_licence_is_there(path: Path, qtbot: QtBot) -> None:
    assert colours(Icons(FOLDER, PAPER).icon(path.stem)) == {PAPER.text}
    assert (FOLDER / "LICENSE.txt").is_file()


def test_the_program_s_own_icon_keeps_its_colours(qtbot: QtBot) -> None:
    from PySide6.QtSvg import QSvgRenderer

    assert QSvgRenderer(str(FOLDER / "app.svg")).isValid()


def test_every_icon_an_action_names_is_there() -> None:
    from reader.ui.frame.actions import ACTIONS

    missing = [spec.icon for spec in ACTIONS if spec.icon and not (FOLDER / f"{spec.icon}.svg").is_file()]
    assert not missing
