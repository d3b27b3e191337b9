"""A pytest plugin for the mutants: writes down which test runs which function, or runs chosen tests in a given order.

REACHED names a file to write to, CHOSEN a file with the names of tests, one a line. The first run of a test file says
what its tests reach; the mutants are then held against those alone, the quickest first.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

READER = str(Path.cwd() / "reader") + os.sep


class Recorder:
    """Notes for each test which functions of the product are called, and what processor time it takes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: set[CodeType] = set()
        self._reached: dict[str, Any] = {}
        sys.settrace(self._call)
        threading.settrace(self._call)

    def _call(self, frame: FrameType, _event: str, _given: object) -> None:
        self._seen.add(frame.f_code)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Around one test with its fixtures."""
        self._seen.clear()
        sys.settrace(self._call)
        started = time.process_time()
        result = yield
        took = time.process_time() - started
        codes = [code for code in self._seen.copy() if code.co_filename.startswith(READER)]
        names = sorted({f"{Path(c.co_filename).relative_to(Path.cwd()).as_posix()}::{_plain(c)}" for c in codes})
        self._reached[item.nodeid] = {"took": round(took, 3), "functions": names}
        return result

    def pytest_sessionfinish(self) -> None:
        """At the end."""
        sys.settrace(None)
        self._file.write_text(json.dumps(self._reached, ensure_ascii=False), encoding="utf-8")


def _plain(code: CodeType) -> str:
    """The name as the source has it: what is inside a function belongs to it."""
    return code.co_qualname.partition(".<locals>")[0]


def pytest_configure(config: pytest.Config) -> None:
    """Begins to write down, where that is asked for."""
    import reader

    assert str(Path(reader.__file__)).startswith(READER), "the tests would not run on the copy"
    if file := os.environ.get("REACHED"):
        config.pluginmanager.register(Recorder(Path(file)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps the chosen tests, in their order."""
    if file := os.environ.get("CHOSEN"):
        order = {name: n for n, name in enumerate(Path(file).read_text(encoding="utf-8").split("\n"))}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in order])
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
