"""A monkey at the window: seeded random keys, clicks, wheel turns, words and actions, minute after minute.

Usage: monkey.py [SECONDS] [SEED]. Everything is done to a throw-away profile without a screen. Ends with 1 where an
exception came out of a slot or Qt warned; the last steps are told, and the same seed does the same again.
"""

from __future__ import annotations

import faulthandler
import os
import random
import sys
import tempfile
import time
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QPointF, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.soak.window_use import Heard, Use

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS: Final = 600.0
HANGS: Final = 120  # seconds without an end of one step: where it hangs is told, and the run ends
SLOW: Final = 5.0  # seconds: a step that takes longer is told
NEVER: Final = frozenset({"quit"})
PLAIN: Final = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_H, Qt.Key.Key_U,
    *(Qt.Key(Qt.Key.Key_0.value + n) for n in range(10)), Qt.Key.Key_Menu, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V,
)  # fmt: skip
WITH: Final = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
WORDS: Final = (
    "数字经济", "數位", "城市大脑 年份:2021..", "“", "a OR (", "\u202e反", "𠮷", "标签:待办", "-不要", "*", "第十二条",
    "市发展改革委", "#标签 @待办", "10%以上", "", " ", "5G基站",
)  # fmt: skip
SIZES: Final = (QSize(1280, 800), QSize(683, 384), QSize(1920, 1080), QSize(420, 700), QSize(900, 600))


class Folders(QObject):
    """Takes the folders that the window would have the desktop open."""

    @Slot(QUrl)
    def open(self, _url: QUrl) -> None:
        """Nothing: there is no desktop."""


class Monkey:
    """Knows the window only by what can be seen of it. `steps` counts what it did, by kind."""

    def __init__(self, use: Use, seed: int, folder: Path) -> None:
        self._use, self._rng, self._folder = use, random.Random(seed), folder
        self._window = use.window
        self.steps: Counter[str] = Counter()
        self.last: deque[str] = deque(maxlen=25)
        self.slow: list[str] = []
        self._ways = (self._press, self._press, self._click, self._click, self._wheel, self._type, self._act, self._act,
                      self._resize, self._open, self._drag, self._switch)  # fmt: skip

    def step(self) -> None:
        """One thing, whatever it is."""
        way = self._rng.choice(self._ways)
        begun = time.monotonic()
        self._use.unasked(self.answer, way)
        QApplication.processEvents()
        took = time.monotonic() - begun
        if took > SLOW:
            self.slow.append(f"{took:.1f} s: {self.last[-1] if self.last else way.__name__}")

    def answer(self, asked: QWidget) -> None:
        """A question that waits: no, or now and then yes with a file in the folder of this run; a menu: some keys."""
        if isinstance(asked, QMenu) and self._rng.random() < 0.7:
            key = self._rng.choice((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return))
            self._did("menu", key.name)
            QTest.keyClick(asked, key)
            return
        if isinstance(asked, QFileDialog) and self._rng.random() < 0.3:
            asked.setDirectory(str(self._folder))
            asked.selectFile(f"monkey-{self._rng.randrange(5)}")
            asked.done(QDialog.DialogCode.Accepted)
        elif isinstance(asked, QDialog):
            asked.reject()
        else:
            asked.close()

    # -- the ways

    def _did(self, kind: str, what: str) -> None:
        self.steps[kind] += 1
        self.last.append(f"{kind} {what}")

    def _target(self) -> QWidget:
        """What has the keyboard: a menu that is open, else the focused control, else the window."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self._window

    def _press(self) -> None:
        key, held = self._rng.choice(PLAIN), self._rng.choice(WITH)
        if key == Qt.Key.Key_W and held:
            return
        target = self._target()
        self._did("key", f"{held.value:x}+{key.name} to {type(target).__name__}")
        QTest.keyClick(target, key, held)

    def _type(self) -> None:
        target = self._target()
        words = self._rng.choice(WORDS)
        self._did("words", f"{words!r} to {type(target).__name__}")
        for word in words:
            if word.isascii():
                QTest.keyClick(target, Qt.Key(ord(word.upper())))
            else:
                self._commit(target, word)

    @staticmethod
    def _commit(target: QWidget, word: str) -> None:
        from PySide6.QtGui import QInputMethodEvent

        event = QInputMethodEvent("", [])
        event.setCommitString(word)
        QApplication.sendEvent(target, event)

    def _somewhere(self) -> tuple[QWidget, QPoint] | None:
        """A control that is in sight, and a point on it."""
        top = QApplication.activePopupWidget() or QApplication.activeWindow() or self._window
        shown = [w for w in (top, *top.findChildren(QWidget)) if w.isVisible() and w.width() > 1 and w.height() > 1]
        if not shown:
            return None
        chosen = self._rng.choice(shown)
        return chosen, QPoint(self._rng.randrange(chosen.width()), self._rng.randrange(chosen.height()))

    def _click(self) -> None:
        found = self._somewhere()
        if found is None:
            return
        widget, point = found
        right, twice = self._rng.random() < 0.15, self._rng.random() < 0.15
        button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
        held = self._rng.choice(WITH)
        self._did(
            "click", f"{button.name} {held.value:x} {type(widget).__name__} {widget.objectName()} {point.toTuple()}"
        )
        if twice:
            QTest.mouseDClick(widget, button, held, point)
        else:
            QTest.mouseClick(widget, button, held, point)

    def _drag(self) -> None:
        """Select words in a text, or whatever drawing over a control does."""
        area = self._use.column.view.text_area.viewport() if self._use.session.document is not None else self._window
        if not area.isVisible():
            return
        a, b = (QPoint(self._rng.randrange(area.width()), self._rng.randrange(area.height())) for _ in range(2))
        self._did("drag", f"{a.toTuple()} {b.toTuple()}")
        QTest.mousePress(area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, a)
        QTest.mouseMove(area, b)
        QTest.mouseRelease(area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, b)

    def _wheel(self) -> None:
        found = self._somewhere()
        if found is None:
            return
        widget, point = found
        turn = QPoint(0, self._rng.choice((-120, 120, -600, 600, 15)))
        held = self._rng.choice(WITH)
        self._did("wheel", f"{turn.y()} {held.value:x} {type(widget).__name__}")
        event = QWheelEvent(
            QPointF(point), QPointF(widget.mapToGlobal(point)), QPoint(), turn, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _act(self) -> None:
        from reader.ui.frame.actions import ACTIONS

        name = self._rng.choice([spec.name for spec in ACTIONS if spec.name not in NEVER])
        self._did("action", name)
        self._window.late.actions[name].trigger()

    def _resize(self) -> None:
        if self._rng.random() < 0.2:
            size = self._rng.choice(SIZES)
            self._did("size", f"{size.width()}×{size.height()}")
            self._window.resize(size)

    def _switch(self) -> None:
        """Another language, theme, script, size of text."""
        from reader.script import Script
        from reader.settings import LANGUAGES, SCRIPTS, THEMES

        session = self._use.session
        ways: dict[str, Callable[[], object]] = {
            "language": lambda: session.set_language(self._rng.choice(LANGUAGES)),
            "theme": lambda: session.set_look(theme=self._rng.choice(THEMES)),
            "script": lambda: session.set_script(Script(self._rng.choice(SCRIPTS))),
            "size": lambda: session.set_look(
                font_size=self._rng.randrange(12, 30), measure=self._rng.randrange(20, 60)
            ),
        }
        name = self._rng.choice(list(ways))
        self._did("switch", name)
        ways[name]()

    def _open(self) -> None:
        """A document, so that there is something to do."""
        from reader.core.span import Location

        infos = self._use.session.documents()
        info = self._rng.choice(infos)
        self._did("open", info.id)
        self._use.session.open(Location(info.id))


def run(folder: Path, seconds: float, seed: int, *, hangs: int = 0) -> tuple[Monkey, Heard]:
    """Lets the monkey at a window; stops at the first fault, and ends the process where a step takes `hangs` seconds."""
    from tests.soak.window_use import Use, close, listening, start, wait

    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "open")  # type: ignore[arg-type]  # the stub is wrong
    with listening() as heard:
        running = start(folder / "data")
        use = Use(running, folder)
        use.write_note()
        monkey = Monkey(use, seed, folder)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not heard.faults:
            if hangs:
                faulthandler.dump_traceback_later(hangs, exit=True)
            monkey.step()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        wait(use.idle)
        close(running)
        if hangs:
            faulthandler.cancel_dump_traceback_later()
    QDesktopServices.unsetUrlHandler("file")
    return monkey, heard


def main(arguments: list[str]) -> int:
    """Run it and say what came of it."""
    seconds = float(arguments[0]) if arguments else SECONDS
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        monkey, heard = run(Path(folder), seconds, seed, hangs=HANGS)
    did = "、".join(f"{kind} {number}" for kind, number in monkey.steps.most_common())
    print(f"{sum(monkey.steps.values())} steps in {seconds:.0f} s (seed {seed}): {did}; {len(heard.faults)} faults")
    for slow in monkey.slow[:20]:
        print(f"  slow: {slow}")
    for fault in heard.faults[:5]:
        print(fault)
    if heard.faults:
        print("the last steps:", *monkey.last, sep="\n  ")
    return 1 if heard.faults else 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
