"""Takes the README's pictures with the program itself, on the committed corpus and in a throw-away profile.

Usage: python docs/make_screenshots.py [FOLDER]; without a folder, docs/images. With a display it uses it, else none.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from reader import app
from reader.core.document import Document
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.paths import find_paths
from reader.settings import load

HERE = Path(__file__).resolve().parent
SETTLE = 400  # ms till everything that follows an action has been drawn
PLAN = "津政发〔2021〕14号"
OTHER = "津滨政办发〔2019〕22号"
UNIT = "市发展改革委"


class Camera:
    """The program, driven as a user would, and a picture whenever one is wanted."""

    def __init__(self, folder: Path, profile: Path) -> None:
        self.folder = folder
        paths = find_paths(profile)
        self.running = app.start(paths, load(paths.settings_file))
        self.window, self.session = self.running.window, self.running.session
        self.window.resize(1366, 768)
        self.running.show()
        self.settle()

    def settle(self) -> None:
        """Let the program finish what it was asked for."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLE, loop.quit)
        loop.exec()

    def shoot(self, name: str) -> None:
        """Save a picture."""
        self.settle()
        file = self.folder / f"{name}.png"
        self.window.grab().save(str(file))
        sys.stdout.write(f"{file.name}\n")

    def open(self, ref: str) -> Document:
        """Open a document by its 文号."""
        self.session.open(self.session.library.find(ref))
        self.settle()
        document = self.session.document
        assert document is not None
        return document

    def close(self) -> None:
        """End the program."""
        self.window.close()
        self.running.library.close()


def annotate(camera: Camera, document: Document) -> None:
    """Some notes as an official would leave them."""
    long = [b for b in document.blocks if b.kind in {"paragraph", "bullet"} and len(b.text) > 60]
    notes = camera.session.notes

    def on(number: int, start: int, end: int) -> Selection:
        return Selection(document.id, (Piece(long[number].id, Span(start, end)),))

    notes.add(on(1, 0, 24), "highlight", colour="yellow")
    notes.add(on(2, 0, 18), "note", text="年底前报进度，请与市发展改革委核对。", colour="pink")
    notes.add(on(3, 0, 20), "underline", colour="blue")
    camera.settle()
    camera.session.open(Location(document.id, long[1].id))


def take(camera: Camera) -> None:
    """All pictures."""
    steps: list[tuple[str, Callable[[], object]]] = [
        ("start", lambda: None),
        ("reading", lambda: annotate(camera, camera.open(PLAN))),
        ("search", lambda: search(camera, "數字經濟")),
        ("traditional", camera.session.toggle_script),
        ("compare", lambda: compare(camera)),
        ("source", lambda: source(camera)),
        ("night", lambda: night(camera)),
        ("registers", lambda: registers(camera)),
        ("chart", lambda: chart(camera)),
    ]
    for name, step in steps:
        step()
        camera.shoot(name)


def search(camera: Camera, words: str) -> None:
    """Type words and go to the second hit."""
    camera.window.desks.search.ask(words)
    camera.settle()
    camera.session.search.step(1)
    camera.session.search.step(1)


def compare(camera: Camera) -> None:
    """Two plans side by side, in simplified characters."""
    camera.session.toggle_script()
    camera.session.search.ask("")
    camera.open(PLAN)
    camera.session.beside(camera.session.library.find(OTHER).doc)


def source(camera: Camera) -> None:
    """The clean text beside the page as it was received."""
    camera.session.close_beside()
    camera.session.beside(camera.open(PLAN).id, source=True)


def night(camera: Camera) -> None:
    """One plan in the night theme, with its outline."""
    camera.session.close_beside()
    camera.window.parts.left.show_tab("outline")
    camera.session.set_look(theme="night")


def registers(camera: Camera) -> None:
    """The tasks of one unit."""
    camera.session.set_look(theme="paper")
    desk = camera.window.desks.registers
    desk.show()
    camera.settle()
    assert desk.page is not None
    desk.page.choose_unit(UNIT)
    camera.settle()


def chart(camera: Camera) -> None:
    """Which unit has how many tasks in which plan."""
    page = camera.window.desks.registers.page
    assert page is not None
    page.chart.click()
    camera.settle()


def main() -> int:
    """Takes them into the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        camera = Camera(folder, Path(profile))
        take(camera)
        camera.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
