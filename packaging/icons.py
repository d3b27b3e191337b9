"""The program's icon in the sizes that desktops ask for, drawn from resources/icons/app.svg."""

from __future__ import annotations

import shutil
from pathlib import Path

import source
from workshop import HERE, ROOT, WORK, run

SIZES = (16, 32, 48, 64, 128, 256)
SVG = ROOT / "resources" / "icons" / "app.svg"
FOLDER = WORK / "icons"


def draw() -> dict[int, Path]:
    """Size in pixels → PNG."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = {size: FOLDER / f"{size}.png" for size in SIZES}
    env = {"QT_QPA_PLATFORM": "offscreen"}
    run(
        [str(source.environment()), "-P", str(HERE / "icons_here.py"), str(SVG), str(FOLDER), *map(str, SIZES)], env=env
    )
    return drawn


def install(theme: Path, name: str) -> None:
    """Put the icon into an icon theme's folder."""
    for size, drawing in draw().items():
        target = theme / f"{size}x{size}" / "apps" / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(drawing, target)
    target = theme / "scalable" / "apps" / f"{name}.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SVG, target)


def write_ico(target: Path) -> None:
    """All sizes in one Windows icon file, as PNG inside."""
    images = [(size, drawing.read_bytes()) for size, drawing in draw().items()]
    head = b"\0\0\1\0" + len(images).to_bytes(2, "little")
    at = len(head) + 16 * len(images)
    entries, data = b"", b""
    for size, image in images:
        side = bytes([size % 256])
        entries += (
            side + side + b"\0\0\1\0\x20\0" + len(image).to_bytes(4, "little") + (at + len(data)).to_bytes(4, "little")
        )
        data += image
    target.write_bytes(head + entries + data)
