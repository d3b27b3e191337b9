"""Takes the README's pictures with the program itself, on the committed corpus and in a throw-away profile.

Usage: python docs/make_screenshots.py [FOLDER]; without a folder, docs/images. With a display it uses it, else none.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, QEventLoop, QTimer
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument

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
        self.running.show()
        self.settle()  # till it has made itself fit the small screen of a computer without one
        self.window.resize(1366, 768)
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
        ("calendar", lambda: calendar(camera)),
        ("pages", lambda: pages(camera)),
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


def calendar(camera: Camera) -> None:
    """What falls due at the end of the plan."""
    page = camera.window.desks.registers.page
    assert page is not None
    page.choose_unit("")
    page.list_only()
    page.show_calendar(late=False)
    page.calendar.month.setSelectedDate(QDate(2023, 12, 31))
    page.calendar.month.showSelectedDate()


def pages(camera: Camera) -> None:
    """A PDF of one's own: its text, and the page it stands on."""
    camera.window.desks.registers.close_page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "示例市数字政府建设实施意见.pdf"
        write_notice(file)
        (row,) = camera.session.library.add([file], progress=lambda _done, _of, _what: None, cancelled=bool)
    assert row.id is not None, row.says
    camera.session.open(Location(row.id))
    camera.settle()
    camera.session.beside(row.id, pages=True)
    for _ in range(10):  # the page is drawn by a process of its own
        camera.settle()


def write_notice(file: Path) -> None:
    """A made-up notice as a PDF of two pages."""
    body = "建设统一的政务数据共享平台，完善目录管理、供需对接和安全审查机制，让数据多跑路、群众少跑腿。" * 2
    text = [
        "<h2 align='center'>示例市人民政府关于加强数字政府建设的实施意见</h2>",
        "<p align='center'>示政发〔2026〕8号</p>", "<p>各区人民政府，市政府各部门：</p>",
        *(
            f"<h3>{number}、{name}</h3><p style='text-indent:2em'>（一）{what}。{body}"
            f"（牵头单位：市数据局；完成时限：2026年{month}月底）</p>"
            for number, name, what, month in (
                ("一", "总体要求", "指导思想", 3), ("二", "主要任务", "夯实数据底座", 6),
                ("三", "数据共享", "健全共享机制", 9), ("四", "组织保障", "加强统筹协调", 12),
            )
        ),
        "<p align='right'>示例市人民政府<br/>2026年1月15日</p>",
    ]  # fmt: skip
    document = QTextDocument()
    document.setDefaultFont(QFont("Noto Serif CJK SC", 14))
    document.setHtml("".join(text))
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    document.print_(writer)


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
