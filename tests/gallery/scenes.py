"""What is painted: each scene brings the window into a state and says which widget of it is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from reader.core.span import Location
from reader.ui.main_window import MainWindow

PLAN, SCHEME = "dongli-digital-economy-2026", "tianjin-digitalisation-2021"
QUERY, HALF_REMEMBERED, NOTHING = "数字经济", "政務數據共享開放機制", "海绵宝宝"
PATIENCE: Final = 250  # ms for what workers bring


def rest(ms: int = PATIENCE) -> None:
    """Let the window and its workers be."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


@dataclass(frozen=True)
class Scene:
    """One state.

    Attributes:
        name: of its files. kind: page, panel, dialog or empty.
        show: brings the window there; gives the widget that is meant, None for the window.
        patience: ms until it stands.
    """

    name: str
    kind: str
    show: Callable[[MainWindow], QWidget | None]
    patience: int = PATIENCE


def _action(name: str) -> Callable[[MainWindow], QWidget | None]:
    """An action that shows a page or opens a dialog."""

    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.late.actions[name].trigger()
        rest(60)
        return dialog()

    return show


def dialog() -> QDialog | None:
    """The dialog that is open now."""
    return next(
        (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()), None
    )


def clear(window: MainWindow) -> None:
    """Close what a scene has opened, dialogs and pages."""
    while (open_now := dialog()) is not None:
        open_now.reject()
        open_now.close()
        rest(10)
    window.late.pages.close()


def _text(window: MainWindow) -> None:
    """The long plan alone in the window."""
    clear(window)
    window.session.close_beside()
    if window.session.document is None or window.session.document.id != PLAN:
        window.session.open(Location(PLAN))


def _reading(window: MainWindow) -> QWidget | None:
    _text(window)
    window.session.search.ask("")
    window.parts.left.show_tab("library")
    return None


def _left(tab: str) -> Callable[[MainWindow], QWidget | None]:
    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.parts.left.show_tab(tab)
        return window.parts.left

    return show


def _right(tab: str) -> Callable[[MainWindow], QWidget | None]:
    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.parts.right.show_tab(tab)
        return window.parts.right

    return show


def _asked(query: str) -> Callable[[MainWindow], QWidget | None]:
    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.desks.search.ask(query)
        window.parts.left.show_tab("search")
        return window.parts.left

    return show


def _start(window: MainWindow) -> QWidget | None:
    clear(window)
    window.session.search.ask("")
    while window.session.document is not None:
        window.late.actions["close_tab"].trigger()
        rest(30)
    return None


def _beside(window: MainWindow) -> QWidget | None:
    _text(window)
    window.session.beside(SCHEME)
    return None


def _differing(window: MainWindow) -> QWidget | None:
    _beside(window)
    if not window.late.actions["differences"].isChecked():
        window.late.actions["differences"].trigger()
    return None


def _notes(tab: str) -> Callable[[MainWindow], QWidget | None]:
    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.desks.notes.show(tab)
        return None

    return show


def _own(tab: str) -> Callable[[MainWindow], QWidget | None]:
    def show(window: MainWindow) -> QWidget | None:
        _text(window)
        window.desks.shelves.show(tab)
        return None

    return show


SCENES: Final = (
    Scene("start", "page", _start),
    Scene("reading", "page", _reading),
    Scene("library", "panel", _left("library")),
    Scene("outline", "panel", _left("outline")),
    Scene("search", "panel", _asked(QUERY), 600),
    Scene("search-forgiving", "panel", _asked(HALF_REMEMBERED), 800),
    Scene("search-nothing", "empty", _asked(NOTHING), 600),
    Scene("search-not-asked", "empty", _asked("")),
    Scene("notes-of-document", "empty", _right("notes")),
    Scene("provenance", "panel", _right("source")),
    Scene("beside", "page", _beside, 500),
    Scene("differences", "page", _differing, 900),
    Scene("notes-all", "empty", _notes("all"), 400),
    Scene("notes-bookmarks", "empty", _notes("bookmarks"), 300),
    Scene("notes-review", "empty", _notes("review"), 300),
    Scene("notes-conflicts", "empty", _notes("conflicts"), 300),
    Scene("notes-trash", "empty", _notes("trash"), 300),
    Scene("notes-backups", "page", _notes("backups"), 300),
    Scene("registers", "page", _action("registers"), 900),
    Scene("documents", "page", _action("documents"), 400),
    Scene("own-add", "empty", _own("add"), 300),
    Scene("own-review", "empty", _own("review"), 300),
    Scene("own-away", "empty", _own("away"), 300),
    Scene("find", "panel", _action("find")),
    Scene("go-to", "dialog", _action("go_to_clause")),
    Scene("author", "dialog", _action("author")),
    Scene("print", "dialog", _action("print"), 400),
)
SAMPLE: Final = ("start", "search-nothing", "notes-all", "registers", "go-to", "author")
"""What `make test` looks at."""
