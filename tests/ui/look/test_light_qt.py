"""Qt loaded the light way says and does what it does when loaded the usual way."""

from __future__ import annotations

import os
import subprocess
import sys

SAYING = """
import builtins, sys
own = builtins.__import__
{load}
from PySide6.QtCore import QSize, Qt
late = [name for name, page in sys.modules.items() if type(page).__name__ == "_LazyModule"]
print(len(late), builtins.__import__ is own, any("light" in type(each).__module__ for each in sys.meta_path))
def say(wrong):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
say(lambda: QSize("a"))
say(lambda: QSize(1, 2, 3))
say(lambda: QSize(1, 2).scaled(3))
say(lambda: QSize(1, 2).setWidth("3"))
print(QSize.scaled.__doc__, Qt.Key.Key_A, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
print(sys.pyside6_option_python_enum, any(type(page).__name__ == "_LazyModule" for page in (sys.modules[n] for n in late)))
"""


def said(load: str) -> list[str]:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", SAYING.format(load=load)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout.splitlines()


def test_helpers_come_when_a_message_needs_them_and_say_the_same() -> None:
    light = said("from reader.ui.look.light_qt import load; load()")
    usual = said("")
    late, own_import, left = light[0].split()
    assert int(late) >= 6, "nothing was put off: the locked version loads its helpers in another way"
    assert (own_import, left) == ("True", "False")
    assert light[1:-1] == usual[1:-1]
    assert len(light) > 8
    assert light[-1].split()[0] == usual[-1].split()[0]


def test_loading_twice_or_after_qt_changes_nothing() -> None:
    again = said("import PySide6.QtCore\nfrom reader.ui.look.light_qt import load; load(); load()")
    assert again[1:] == said("")[1:]


EVERYWHERE = """
{load}
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame
def say(wrong):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
say(lambda: QSize("a"))
say(lambda: QFrame.setFrameShape(1, "a"))
from PySide6 import QtPrintSupport, QtSvg
say(lambda: QtPrintSupport.QPrinter.setOutputFormat(1, "a"))
say(lambda: QtSvg.QSvgRenderer("a", "b", "c"))
from PySide6.QtCore import Qt
print(Qt.AlignLeft, QtPrintSupport.QPrinter.PdfFormat, repr(QFrame.Shape.Box))
"""


def test_an_error_where_widgets_are_loaded_is_told_and_does_not_end_the_program() -> None:
    """The helpers then ask widgets for members of their enums, without naming the enum."""
    light, usual = (
        subprocess.run(
            [sys.executable, "-c", EVERYWHERE.format(load=load)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False, capture_output=True, encoding="utf-8",
        )
        for load in ("from reader.ui.look.light_qt import load; load()", "")
    )  # fmt: skip
    assert (light.returncode, light.stdout) == (usual.returncode, usual.stdout), light.stderr
    assert usual.returncode == 0
    assert usual.stdout.count("TypeError") == 4
