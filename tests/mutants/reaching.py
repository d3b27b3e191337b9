"""A pytest plugin for the mutants: writes down which test runs which lines, or runs chosen tests in a given order.

REACHED names a file to write to, CHOSEN a file with the names of tests, one a line. The first run of a test file says
what its tests reach; the mutants are then held against those alone, the quickest first.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

READER = str(Path.cwd() / "reader") + os.sep


class Recorder:
    """Notes for each test which lines of the product run in it and in the fixtures it shares with others, and what
    processor time it takes, that of the programs it starts with it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._took: dict[str, float] = {}
        self._shared: dict[str, list[str]] = {}
        self._now: list[str] = ["between the tests"]
        self._coverage = Coverage(data_file=None, config_file=False, include=[f"{READER}*"])
        self._coverage.start()

    @contextmanager
    def _within(self, context: str) -> Iterator[None]:
        self._now.append(context)
        self._coverage.switch_context(context)
        try:
            yield
        finally:
            self._now.pop()
            self._coverage.switch_context(self._now[-1])

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What a fixture runs that is made once and used by many."""
        if fixturedef.scope == "function":
            return (yield)
        with self._within(f"fixture {fixturedef.argname}"):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Around one test with its fixtures."""
        started = sum(os.times()[:4])
        with self._within(item.nodeid):
            result = yield
        self._took[item.nodeid] = round(sum(os.times()[:4]) - started, 3)
        self._shared[item.nodeid] = [f"fixture {name}" for name in getattr(item, "fixturenames", ())]
        return result

    def pytest_sessionfinish(self) -> None:
        """At the end."""
        self._coverage.stop()
        data = self._coverage.get_data()
        lines: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for file in data.measured_files():
            name = Path(file).relative_to(Path.cwd()).as_posix()
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    lines[context][name] = lines[context].get(name, 0) | 1 << line
        reached = {
            test: {"took": took, "lines": _joined([lines[context] for context in (test, *self._shared[test])])}
            for test, took in self._took.items()
        }
        self._file.write_text(json.dumps(reached, ensure_ascii=False), encoding="utf-8")


def _joined(parts: list[dict[str, int]]) -> dict[str, str]:
    """Of each module the lines, as the digits of a number with a bit for each."""
    joined: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        for file, bits in part.items():
            joined[file] |= bits
    return {file: f"{bits:x}" for file, bits in sorted(joined.items())}


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
