"""Runs inside the build environment: draws an SVG as PNG. Arguments: SVG, target folder, sizes in pixels."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(drawing: Path, folder: Path, sizes: list[int]) -> int:
    """Write FOLDER/SIZE.png for each size."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        return 1
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(folder / f"{size}.png")):
            return 1
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]]))
