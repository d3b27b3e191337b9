"""Paints every scene in all themes, languages and densities into build/gallery, with a page to look through them.

Run it by `make gallery` (ARGS="registers night" takes the scenes, themes, languages or densities that are named). It
ends with 1 where words are cut off without a reason, or too pale; both are listed on the page.
"""

from __future__ import annotations

import html
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmap

from reader import app
from reader.paths import find_paths
from reader.script import Script
from reader.settings import DENSITIES, LANGUAGES, THEMES, LoadedSettings, Settings
from reader.ui.main_window import MainWindow
from tests.gallery.controls import sheet
from tests.gallery.looking import Finding, cut_off, too_pale
from tests.gallery.scenes import PLAN, SCENES, Scene, clear, rest

FOLDER = ROOT / "build" / "gallery"
WIDE, HIGH = 1366, 768
Shot = tuple[str, str, str, str, str]  # scene, kind, theme, language, density
CONTROLS = ("controls", "controls")


def opened(profile: Path) -> app.Running:
    """The window with the plan in it, when it has come to rest."""
    running = app.start(find_paths(profile, ROOT / "corpus"), LoadedSettings(Settings()))
    loop = QEventLoop()
    running.window.ready.connect(loop.quit)
    running.show(PLAN)
    loop.exec()
    running.window.resize(WIDE, HIGH)
    rest(1500)
    return running


def painted(window: MainWindow, scene: Scene) -> tuple[QPixmap, list[Finding]]:
    """A scene in the look that the window has now, and what is wrong with it."""
    widget = scene.show(window) or window
    rest(scene.patience)
    shot = widget.grab()
    found = [*cut_off(widget), *too_pale(widget, shot.toImage())]
    clear(window)
    return shot, found


def paint_all(window: MainWindow, wanted: set[str]) -> Iterator[tuple[Shot, QPixmap, list[Finding]]]:
    """Every picture that is wanted: all of a look, then the next look."""
    scenes = [
        scene for scene in SCENES if _is_wanted(scene.name, wanted, {each.name for each in SCENES} | {"controls"})
    ]
    looks = [_wanted(LANGUAGES, wanted), _wanted(THEMES, wanted), _wanted(DENSITIES, wanted)]
    for language, theme, density in product(*looks):
        window.session.set_language(language)
        window.session.set_script(Script.HANT if language == "zh_TW" else Script.HANS)
        window.session.set_look(theme=theme, density=density)
        rest(300)
        if _is_wanted("controls", wanted, {each.name for each in SCENES} | {"controls"}):
            yield (*CONTROLS, theme, language, density), sheet(), []
        for scene in scenes:
            yield (scene.name, scene.kind, theme, language, density), *painted(window, scene)


def _wanted(names: tuple[str, ...], wanted: set[str]) -> list[str]:
    return [name for name in names if _is_wanted(name, wanted, set(names))]


def _is_wanted(name: str, wanted: set[str], among: set[str]) -> bool:
    return name in wanted or wanted.isdisjoint(among)


def page(shots: list[tuple[Shot, str, list[Finding]]]) -> str:
    """The page to look through them: everything on it is in this folder."""
    parts = [
        "<!doctype html><html lang='zh'><meta charset='utf-8'><title>Gallery</title><style>",
        "body{font:14px/1.5 sans-serif;margin:24px;background:#fff;color:#1f2328}h2{margin:32px 0 8px}",
        ".row{display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:320px}",
        "img{width:320px;border:1px solid #818b98}figcaption{font-size:12px}.bad{color:#a61b1b}</style>",
        "<h1>Gallery</h1>",
    ]
    for name in dict.fromkeys(shot[0] for shot, _, _ in shots):
        these = [each for each in shots if each[0][0] == name]
        parts.append(f"<h2 id='{name}'>{name} · {these[0][0][1]}</h2><div class='row'>")
        for (_, _, theme, language, density), file, found in these:
            bad = "".join(f"<br><span class='bad'>{html.escape(str(each))}</span>" for each in found)
            parts.append(
                f"<figure><a href='{file}'><img loading='lazy' src='{file}' alt='{name}'></a>"
                f"<figcaption>{theme} · {language} · {density}{bad}</figcaption></figure>"
            )
        parts.append("</div>")
    return "\n".join(parts)


def main(wanted: set[str]) -> int:
    """Paint, write the page, list what was found; 1 where something was."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots: list[tuple[Shot, str, list[Finding]]] = []
    with tempfile.TemporaryDirectory() as profile:
        running = opened(Path(profile))
        for shot, picture, found in paint_all(running.window, wanted):
            file = "-".join((shot[0], *shot[2:])) + ".png"
            picture.save(str(FOLDER / file))
            shots.append((shot, file, found))
            if shot[0] == SCENES[-1].name:  # a look is done: a run that is stopped leaves the page of what there is
                (FOLDER / "index.html").write_text(page(shots), encoding="utf-8")
        running.window.close()
        running.library.close()
    (FOLDER / "index.html").write_text(page(shots), encoding="utf-8")
    told: dict[str, list[str]] = {}
    for (name, _, theme, language, density), _, found in shots:
        for each in found:
            told.setdefault(f"{name}: {each}", []).append(f"{theme} {language} {density}")
    for what, where in told.items():
        print(f"{what}\n    in {len(where)}: {', '.join(where[:3])}")
    print(f"{len(shots)} pictures in {FOLDER.relative_to(ROOT)}/index.html, {len(told)} findings")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
