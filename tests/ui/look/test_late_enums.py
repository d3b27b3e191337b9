"""Qt's enums made late are the ones that `enum` makes at once: every member, every attribute, whatever asks first."""

from __future__ import annotations

import enum
import json
import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from reader.ui.look.late_enums import stand_in

DESCRIBING = """
import enum, json, pickle, sys
{load}
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Qt
kinds = {{}}
for page in (QtCore, QtGui, QtWidgets):
    for owner in [page, *(vars(page)[name] for name in sorted(vars(page)) if isinstance(vars(page)[name], type)), Qt]:
        for name, value in sorted(vars(owner).items()):
            if isinstance(value, enum.EnumType) and value.__module__.startswith("PySide6"):
                kinds[value.__module__ + "." + value.__qualname__] = value
late = sum(type(kind) is not enum.EnumType for kind in kinds.values())
def shown(value):
    if isinstance(value, dict):
        return {{str(shown(key)): shown(each) for key, each in sorted(value.items(), key=str)}}
    return repr(value).split(" at 0x")[0]
said = {{}}
for name, kind in kinds.items():
    members = [(each.name, each.value, repr(each), str(each), hash(each) == hash(each), type(each) is kind,
                each.__objclass__ is kind, pickle.loads(pickle.dumps(each)) is each)
               for each in kind.__members__.values()]
    said[name] = [type(kind).__name__, [base.__name__ for base in kind.__mro__], kind.__doc__, len(kind), list(map(str, kind)),
                  list(map(str, reversed(kind))), dir(kind), members, list(kind.__members__), shown(dict(vars(kind)))]
print(json.dumps([late, len(kinds), said]))
"""


def described(load: str) -> tuple[int, int, dict[str, object]]:
    """How many enums were not made yet, how many there are, and all that can be told of them; by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", DESCRIBING.format(load=load)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    late, number, said = json.loads(done.stdout)
    return late, number, said


def test_every_enum_is_the_one_that_is_made_at_once() -> None:
    late, number, said = described("from reader.ui.look.light_qt import load; load()")
    none, also, usual = described("")
    assert late > 100, "nothing was put off: the locked version makes its enums in another way"
    assert none == 0
    assert number == also > 100
    for name, told in usual.items():
        assert said[name] == told, name


ASKING = """
import enum
from reader.ui.look.late_enums import stand_in
late = stand_in()
def kind():
    return late.Flag("Side", [("Left", 1), ("Right", 2), ("Both", 3), ("LeftAgain", 1)], boundary=enum.KEEP)
def usual():
    return enum.Flag("Side", [("Left", 1), ("Right", 2), ("Both", 3), ("LeftAgain", 1)], boundary=enum.KEEP)
"""


@pytest.mark.parametrize(
    "question",
    [
        "it(1)", "it(3)", "it(9)", "it['Left']", "it.Left", "it.LeftAgain", "it.Left | it.Right", "list(it)",
        "list(reversed(it))", "len(it)", "it(1) in it", "dir(it)", "repr(it)", "bool(it)", "it.__members__", "it.Nothing",
        "it['Nothing']", "isinstance(1, it)", "it.__name__", "type('More', (it,), {})", "str(it.Both)", "it('x')",
        "setattr(it, 'Left', 5)", "delattr(it, 'Left')", "type(it | None)",
    ],
)  # fmt: skip
def test_whatever_is_asked_first_gets_the_answer_of_enum(question: str) -> None:
    def answer(made: str) -> object:
        room: dict[str, object] = {}
        exec(ASKING + f"it = {made}()", room)
        try:
            return repr(eval(question, room))
        except Exception as error:  # noqa: BLE001
            return type(error), str(error)

    assert answer("kind") == answer("usual")


def test_an_enum_asked_for_by_many_threads_is_made_once() -> None:
    for _ in range(50):
        shell = stand_in().IntEnum("Key", [(f"Key_{number}", number) for number in range(60)], boundary=enum.KEEP)
        found: list[object] = []
        go = threading.Barrier(4)

        def ask(shell: Any = shell, found: list[object] = found, go: threading.Barrier = go) -> None:
            go.wait()
            found.append(shell.Key_59)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(found) == 4
        assert all(each is shell.Key_59 for each in found)
        assert type(shell) is enum.EnumType


STRESSING = """
import enum, sys, threading
sys.setswitchinterval(1e-6)
from reader.ui.look.light_qt import load
load()
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Qt
owners = [Qt] + [vars(page)[name] for page in (QtCore, QtGui, QtWidgets) for name in sorted(vars(page))]
kinds = [kind for owner in owners if isinstance(owner, type) for kind in vars(owner).values() if isinstance(kind, enum.EnumType)]
late = [kind for kind in kinds if type(kind) is not enum.EnumType]
found, go = [], threading.Barrier(20)
def ask(number):
    go.wait()
    seen = {}
    for kind in reversed(late) if number % 2 else late:
        members = [kind[name] for name in kind.__members__] if number % 3 else list(kind.__members__.values())
        assert all(isinstance(each, kind) and kind(each.value) is each for each in members), kind
        seen[id(kind)] = list(map(id, members))
    found.append(seen)
threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(late) > 80, len(found), all(each == found[0] for each in found))
"""


def test_twenty_threads_ask_every_enum_of_qt_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STRESSING], check=True, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.stdout.split() == ["True", "20", "True"], done.stderr


def test_nothing_of_python_s_own_is_changed() -> None:
    before = dict(vars(enum))
    stand_in()
    assert dict(vars(enum)) == before
    assert sys.modules["enum"] is enum
