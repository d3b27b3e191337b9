"""The icon set: line drawings tinted with a theme's tokens. Owns `resources/icons`; keeps what it drew per instance.

The drawings are Lucide's (ISC; the licence lies beside them). They are drawn in `currentColor`, which is replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from reader.ui.look.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

SIZE = 18  # pixels at 100 %
_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)
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
        from PySide6.QtSvg import QSvgRenderer  # the first icon is drawn after the first paint

        made = QIcon()
        path = self._folder / f"{name}.svg"
        if not name or not path.is_file():
            return made
        drawing = path.read_text(encoding="utf-8").replace(_STROKE, _FINER)
        for mode, tint in (
            (QIcon.Mode.Normal, getattr(self._theme, colour)),
            (QIcon.Mode.Selected, self._theme.selection_text),
            (QIcon.Mode.Disabled, self._theme.control),
        ):
            renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", tint).encode()))
            for scale in _SCALES:
                made.addPixmap(_pixmap(renderer, round(SIZE * scale)), mode)
        return made


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
