"""The icon set: line drawings tinted with a theme's tokens. Owns `resources/icons`; keeps what it drew.

The drawings are Lucide's (ISC; the licence lies beside them). They are drawn in `currentColor`, which is replaced.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap

from reader.ui.look.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

SIZE = 18  # pixels at 100 %
_SCALES = frozenset((1.0, 2.0))  # drawn for whatever screen the window is moved to; those that are there are added
_STROKE, _FINER = 'stroke-width="2"', 'stroke-width="1.75"'


class Icons:
    """Gives icons by name. An unknown name gives an empty icon: a missing drawing must not stop the program."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._made: dict[tuple[str, str, str], QIcon] = {}

    def set_theme(self, theme: Theme) -> None:
        """Tint with another theme from now on; icons given before keep their colours."""
        self._theme = theme

    def names(self) -> list[str]:
        """All names there are."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """The icon in the `colour` of that token (text, muted, accent, link …), greyed where its button is disabled."""
        key = (self._theme.name, name, colour)
        if key not in self._made:
            self._made[key] = self._draw(name, colour)
        return self._made[key]

    def _draw(self, name: str, colour: str) -> QIcon:
        made = QIcon()
        path = self._folder / f"{name}.svg"
        if not name or not path.is_file():
            return made
        drawing = path.read_text(encoding="utf-8").replace(_STROKE, _FINER)
        # The line of a menu that is pointed at asks for the active one; no button here does (those that rise do).
        chosen = (QIcon.Mode.Selected, QIcon.Mode.Active) if colour == "text" else (QIcon.Mode.Selected,)
        for modes, tint in (
            ((QIcon.Mode.Normal,), getattr(self._theme, colour)),
            (chosen, self._theme.selection_text),
            ((QIcon.Mode.Disabled,), self._theme.control),
        ):
            for image in _images(drawing.replace("currentColor", tint), _scales()):
                drawn = QPixmap.fromImage(image)
                for mode in modes:
                    made.addPixmap(drawn, mode)
        return made


def _scales() -> tuple[float, ...]:
    """Those of the screens that there are, with what any other can be made of: a drawing costs as much for each."""
    return tuple(sorted(_SCALES | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}))


@lru_cache(maxsize=1024)  # some 50 drawings × 3 tints × 5 themes; all windows of a process share them
def _images(drawing: str, scales: tuple[float, ...]) -> tuple[QImage, ...]:
    """A tinted drawing in these sizes. Images, not pixmaps: they may outlive the application object."""
    from PySide6.QtSvg import QSvgRenderer  # the first icon is drawn after the first paint

    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    return tuple(_image(renderer, round(SIZE * scale)) for scale in scales)


def _image(renderer: QSvgRenderer, size: int) -> QImage:
    made = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
