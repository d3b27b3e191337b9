"""The locked runtime packages for a named system, whatever system they are fetched on.

pip on the building machine would take the newest build that runs there; what is packed has to run on older systems.
"""

from __future__ import annotations

import re
from pathlib import Path

from workshop import ROOT, WORK, fresh, put, reach

# Platform name → what pip is to look for. Python 3.11 on Linux, 3.13 on Windows (the one that the installer brings).
PLATFORMS = {
    "linux-x86_64": (
        "3.11",
        ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    ),
    "windows-x86_64": ("3.13", ["win_amd64"]),
}
FROM_SOURCE = ("jieba",)  # published as source only; plain Python, so the wheel made here fits everywhere


def download(python: Path, platform: str, target: Path) -> None:
    """The locked wheels of one platform into a folder, checked by hash. `python` has pip and setuptools."""
    version, tags = PLATFORMS[platform]
    fresh(target)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    wheels, sources = split(lock)
    put(WORK / "wheels.lock", wheels)
    put(WORK / "sources.lock", sources)
    fetch(python, version, tags, WORK / "wheels.lock", target)
    build = [str(python), "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes"]
    reach([*build, "-w", str(target), "-r", str(WORK / "sources.lock")], env={"SOURCE_DATE_EPOCH": "1577836800"})


def fetch(python: Path, version: str, tags: list[str], lock: Path, target: Path) -> None:
    """The wheels of a lock that fit one Python on one of the named systems."""
    command = [str(python), "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", str(target)]
    tagged = [word for tag in tags for word in ("--platform", tag)]
    reach([*command, "--only-binary=:all:", "--python-version", version, *tagged, "-r", str(lock)])


def without(names: set[str]) -> str:
    """The runtime lock's wheels but for those named."""
    built = split((ROOT / "requirements.lock").read_text("utf-8"))[0]
    entries = re.split(r"\n(?=[a-z0-9])", built)
    return "\n".join(entry for entry in entries if entry.split("==")[0] not in names) + "\n"


def split(lock: str) -> tuple[str, str]:
    """A lock in two: packages that come as wheels, and those that come as source."""
    entries: list[list[str]] = []
    for line in lock.splitlines():
        if line and not line[0].isspace() and not line.startswith("#"):
            entries.append([])
        if entries:
            entries[-1].append(line)
    wheels = ["\n".join(entry) for entry in entries if entry[0].split("==")[0] not in FROM_SOURCE]
    sources = ["\n".join(entry) for entry in entries if entry[0].split("==")[0] in FROM_SOURCE]
    return "\n".join(wheels) + "\n", "\n".join(sources) + "\n"
