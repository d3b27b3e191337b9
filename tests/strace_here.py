"""A program under strace: which sockets it opened, whoever opened them. Python's audit hooks see only Python's own.

For tests anywhere: `if reason := missing(): pytest.skip(reason)`, then `traced(command)`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

INTERNET: Final = re.compile(r"\bsocket\(AF_INET6?\b|\bsa_family=AF_INET6?\b")
"""A socket of the internet is made, or one that came from elsewhere is used."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What came of a run.

    Attributes:
        done: the finished program with what it said.
        calls: every call of the network, of all its threads and children, as strace writes them.
    """

    done: subprocess.CompletedProcess[str]
    calls: tuple[str, ...]

    @property
    def internet(self) -> list[str]:
        """The calls that have to do with internet sockets, version 4 or 6, this computer's own among them."""
        return [call for call in self.calls if INTERNET.search(call)]


@cache
def missing() -> str:
    """Why nothing can be traced here; empty where it can."""
    if sys.platform != "linux":
        return "strace traces Linux programs"
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], check=False, capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()[:200]}" if tried.returncode else ""


def traced(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 110
) -> Traced:
    """Runs a command to its end under strace.

    Args:
        env: all of its environment; that of this process without it.
        timeout: seconds.
    """
    with tempfile.TemporaryDirectory(prefix="policy-reader-strace-") as folder:
        log = Path(folder) / "calls"
        watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log), *command]
        done = subprocess.run(
            watched, cwd=cwd, env=env, check=False, capture_output=True, encoding="utf-8", timeout=timeout
        )
        calls = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return Traced(done, tuple(calls))
