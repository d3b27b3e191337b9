"""A pytest plugin for the mutants: collects the tests once, then runs chosen ones in a copy of the process for each fault.

ORDERS names two open files, one to read orders from and one to write answers to, a line of JSON each. In the copy the
code of the function with the fault is exchanged. Where that would not be the same as a process that begins with the
fault (it stands in no function, in a default, or in what runs with the import), the answer is that it cannot be done.
"""

from __future__ import annotations

import gc
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from coverage import Coverage

READER = str(Path.cwd() / "reader") + os.sep
KILLED, SURVIVED, NOT_HERE = "killed", "survived", "not here"


class Forker:
    """Answers orders: which tests, against which function as it now stands in which file."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders = os.fdopen(orders, encoding="utf-8")
        self._answers = os.fdopen(answers, "w", encoding="utf-8")
        self._imported = Coverage(data_file=None, config_file=False, include=[f"{READER}*"])
        self._imported.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running all tests."""
        self._imported.stop()
        data = self._imported.get_data()
        items = {item.nodeid: item for item in session.items}
        self._answer("collected", str(len(items)))
        for line in self._orders:
            order = json.loads(line)
            ran = data.lines(order["file"]) or []
            if any(order["first"] <= n <= order["last"] for n in ran):
                self._answer(NOT_HERE, "it runs with the import")
                continue
            self._answer(*_in_a_copy(partial(_run, session, items, order)))
        return True

    def _answer(self, what: str, by: str) -> None:
        print(json.dumps([what, by]), file=self._answers, flush=True)


def _in_a_copy(work: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    """What the work says in a copy of this process; a copy that dies was killed by its test."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        try:
            said = work()
        except BaseException as error:  # noqa: BLE001 - whatever a mutant does, the copy ends here
            said = (KILLED, repr(error)[:200])
        os.write(tells, json.dumps(said).encode())
        os._exit(0)
    os.close(tells)
    with os.fdopen(told, "rb") as pipe:
        _, status = os.waitpid(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # programs it started
        answer = pipe.read()
    what, by = json.loads(answer) if answer else (KILLED, f"status {status}")
    return what, by


def _run(session: pytest.Session, items: dict[str, pytest.Item], order: dict[str, Any]) -> tuple[str, str]:
    """Puts the fault in, and runs the tests up to the first that fails."""
    gc.unfreeze()
    if not put_in(order["file"], order["first"], order["last"]):
        return NOT_HERE, "no function has the code"
    chosen = [items[name] for name in order["tests"]]
    for item, after in zip(chosen, [*chosen[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return KILLED, item.nodeid
    return SURVIVED, ""


def put_in(file: str, first: int, last: int) -> bool:
    """Gives the functions of some lines the code that the file has now."""
    now = compile(Path(file).read_bytes(), file, "exec", dont_inherit=True)
    made = {(code.co_qualname, code.co_firstlineno): code for code in _outermost(now)}
    there = [f for f in gc.get_objects() if isinstance(f, FunctionType) and f.__code__.co_filename == file]
    put = False
    for function in there:
        old = function.__code__
        if not old.co_firstlineno <= first <= last_line(old):
            continue
        if "<locals>" in old.co_qualname or (new := made.get((old.co_qualname, old.co_firstlineno))) is None:
            return False
        function.__code__ = new
        put = True
    return put


def last_line(code: CodeType) -> int:
    """The last line with code of a function and all within it."""
    own = max((line for *_, line in code.co_lines() if line is not None), default=code.co_firstlineno)
    return max([own, *(last_line(inner) for inner in code.co_consts if isinstance(inner, CodeType))])


def _outermost(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & 2:  # CO_NEWLOCALS: a function, not the body of a class
                yield inner
            else:
                yield from _outermost(inner)


def pytest_configure(config: pytest.Config) -> None:
    """Waits for orders, where there are some."""
    if given := os.environ.get("ORDERS"):
        orders, answers = map(int, given.split(","))
        config.pluginmanager.register(Forker(orders, answers))
