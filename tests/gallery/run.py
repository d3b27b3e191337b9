"""Paints every scene in all themes, languages and densities into build/gallery, with a page to look through them.

Run it by `make gallery` (ARGS="registers night" takes the scenes, themes, languages or densities that are named;
"683x384" is another screen than the usual one, as a window in half of it or a scale of 2 leaves). It ends with 1 where
words are cut off without a reason, or too pale; both are listed on the page.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from reader import app
from reader.paths import find_paths
from reader.script import Script
from reader.settings import DENSITIES, LANGUAGES, THEMES, LoadedSettings, Settings
from reader.ui.kit.tasks import Lane
from reader.ui.main_window import MainWindow
from tests.gallery.controls import sheet
from tests.gallery.looking import Finding, cut_off, too_large, too_pale
from tests.gallery.openings import Looked
from tests.gallery.scenes import PLAN, SCENES, Scene, clear, rest

FOLDER = Path(os.environ.get("GALLERY", ROOT / "build" / "gallery"))
SCREEN = "1366x768"
Shot = tuple[str, str, str, str, str]  # scene, kind, theme, language, density
CONTROLS = ("controls", "controls")


def on_screen(size: str, folder: Path) -> None:
    """A screen of "WIDTHxHEIGHT" for the program that is not begun yet; without one Qt's is 800 pixels wide."""
    wide, high = map(int, size.split("x"))
    screen = {
        "name": size,
        "x": 0,
        "y": 0,
        "width": wide,
        "height": high,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    file = folder / "screen.json"
    file.write_text(
        json.dumps({"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": [screen]})
    )
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


def opened(profile: Path) -> app.Running:
    """The window with the plan in it, when it has come to rest."""
    running = app.start(find_paths(profile, ROOT / "corpus"), LoadedSettings(Settings()))
    loop = QEventLoop()
    running.window.ready.connect(loop.quit)
    running.show(PLAN)
    loop.exec()
    running.window.resize(running.window.screen().availableSize())
    rest(1500)
    return running


def painted(window: MainWindow, scene: Scene) -> tuple[QPixmap, list[Finding]]:
    """A scene in the look that the window has now, and what is wrong with it."""
    widget = scene.show(window) or window
    come_to_rest(window, scene.patience)
    made = looked_at(widget)
    clear(window)
    return made


def looked_at(widget: QWidget) -> tuple[QPixmap, list[Finding]]:
    """Its picture, and what is wrong with it."""
    shot = widget.grab()
    return shot, [*cut_off(widget), *too_pale(widget, shot.toImage()), *too_large(widget)]


def come_to_rest(window: MainWindow, most: int) -> None:
    """Until no worker of the window has anything to do, for `most` ms where they go on (read-ahead does)."""
    rest(min(most, 150))
    lanes = [*window.findChildren(Lane), *window.session.findChildren(Lane)]
    for _ in range(most // 20):
        if not any(lane.busy for lane in lanes):
            break
        rest(20)
    rest(20)


def looks(window: MainWindow, wanted: set[str]) -> Iterator[tuple[str, str, str]]:
    """Brings the window into every look that is wanted: theme, language, density."""
    for language, theme, density in product(
        _wanted(LANGUAGES, wanted), _wanted(THEMES, wanted), _wanted(DENSITIES, wanted)
    ):
        window.session.set_language(language)
        window.session.set_script(Script.HANT if language == "zh_TW" else Script.HANS)
        window.session.set_look(theme=theme, density=density)
        rest(100)
        yield theme, language, density


def paint_all(running: app.Running, wanted: set[str], folder: Path) -> Iterator[tuple[Shot, QPixmap, list[Finding]]]:
    """Every picture that is wanted: pages and empty states in every look, then, with a note, dialogs and menus.

    `folder` takes files that dialogs ask for.
    """
    window, user = running.window, Looked(running, folder)
    (folder / "outside.txt").write_text("某市数据条例\n第一条 本条例自公布之日起施行。\n", encoding="utf-8")
    ways = user.scenes()
    names = {each.name for each in SCENES} | set(ways) | {"controls"}
    scenes = [scene for scene in SCENES if _is_wanted(scene.name, wanted, names)]
    controls = _is_wanted("controls", wanted, names)
    for look in looks(window, wanted) if scenes or controls else ():
        if controls:
            yield (*CONTROLS, *look), sheet(), []
        for scene in scenes:
            yield (scene.name, scene.kind, *look), *painted(window, scene)
    ways = {name: way for name, way in ways.items() if _is_wanted(name, wanted, names)}
    if not ways:
        return
    user.write_note()
    for look in looks(window, wanted):
        for name, (kind, go) in ways.items():
            seen: list[tuple[QPixmap, list[Finding]]] = []
            user.look = lambda widget, seen=seen: seen.append(looked_at(widget))  # type: ignore[misc]
            go()
            clear(window)
            for shot in seen[:1]:
                yield (name, kind, *look), *shot


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
    size = next((each for each in wanted if re.fullmatch(r"\d+x\d+", each)), SCREEN)
    wanted.discard(size)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots: list[tuple[Shot, str, list[Finding]]] = []
    with tempfile.TemporaryDirectory() as profile:
        on_screen(size, Path(profile))
        running = opened(Path(profile))
        for shot, picture, found in paint_all(running, wanted, Path(profile)):
            file = "-".join((shot[0], *shot[2:], *([size] if size != SCREEN else []))) + ".png"
            picture.save(str(FOLDER / file), quality=80)  # packed quickly, not tightly
            shots.append((shot, file, found))
            if len(shots) % 30 == 0:  # a run that is stopped leaves the page of what there is
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
    print(f"{len(shots)} pictures in {FOLDER}/index.html, {len(told)} findings")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
