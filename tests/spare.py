"""What thousands of small tests spare: a home made anew for each that cannot put anything into one, and most of the
messages between the processes of a run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest


def places_of(home: Path) -> dict[str, Path]:
    """The variables that say where a home is, and what they say of this one."""
    return {
        "HOME": home, "USERPROFILE": home, "XDG_DATA_HOME": home / "share", "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache", "XDG_STATE_HOME": home / "state", "XDG_RUNTIME_DIR": home / "run",
        "APPDATA": home / "AppData" / "Roaming", "LOCALAPPDATA": home / "AppData" / "Local",
        "PROGRAMDATA": home / "ProgramData",
    }  # fmt: skip


def furnish(home: Path, font_cache: Path) -> None:
    """Makes a home as a new one is; the other folders come when something is put there."""
    for place in (home, home / "cache", home / "run"):
        place.mkdir()
    (home / "run").chmod(0o700)
    if os.name == "posix":
        (home / "cache" / "fontconfig").symlink_to(font_cache, target_is_directory=True)


class CommonHome:
    """One home for all tests that ask for no folder of their own. One of them that leaves something there has had it
    for itself: the next gets a new one.
    """

    def __init__(self, places: pytest.TempPathFactory, font_cache: Path) -> None:
        self._places, self._font_cache = places, font_cache
        self._home = self._new()
        self._bare = self._found(self._home)

    def _new(self) -> Path:
        home = self._places.mktemp("home") / "profile"
        furnish(home, self._font_cache)
        os.environ.update({name: str(place) for name, place in places_of(home).items()})
        return home

    @contextmanager
    def lent(self) -> Iterator[Path]:
        """The home, for one test."""
        yield self._home
        if self._found(self._home) != self._bare:
            self._home = self._new()

    @staticmethod
    def _found(home: Path) -> list[str]:
        return sorted(found.name for place in (home, home / "cache", home / "run") for found in place.iterdir())


PHASES: Final = frozenset({"setup", "teardown"})


def send_less(plugins: Iterable[object]) -> None:
    """A process of a run tells the one that counts only what is counted: how each test went, and what failed around it.

    That a test begins, is set up well, and ends are four more messages, which cost both sides as much as a small test.
    """
    for plugin in plugins:
        if type(plugin).__name__ == "WorkerInteractor":
            _quieten(plugin)


def _quieten(worker: Any) -> None:
    send = worker.sendevent

    def tell(name: str, **given: Any) -> None:
        if name in {"logstart", "logfinish"}:
            return
        report: dict[str, Any] = given.get("data", {})
        if (
            name == "testreport"
            and report["when"] in PHASES
            and report["outcome"] == "passed"
            and not report["sections"]
        ):
            return
        send(name, **given)

    worker.sendevent = tell
