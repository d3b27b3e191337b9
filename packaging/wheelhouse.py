"""Wheels with hashes for sites that have a Python of their own: pip installs from them without a network."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import source
from workshop import DIST, HERE, NAME, ROOT, WORK, Release, digest, fresh, put, run, say, settle, zip_tree

# Platform name → what pip is to look for. Python 3.11 on Linux, 3.13 on Windows (the one that the installer brings).
PLATFORMS = {
    "linux-x86_64": (
        "3.11",
        ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    ),
    "windows-x86_64": ("3.13", ["win_amd64"]),
}
FROM_SOURCE = ("jieba",)  # published as source only; plain Python, so the wheel made here fits everywhere


def download(platform: str, target: Path) -> None:
    """The locked wheels of one platform, checked by hash on the way in."""
    version, tags = PLATFORMS[platform]
    fresh(target)
    python = str(source.environment())
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    wheels, sources = split(lock)
    put(WORK / "wheels.lock", wheels)
    put(WORK / "sources.lock", sources)
    fetch = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", str(target)]
    tagged = [word for tag in tags for word in ("--platform", tag)]
    run([*fetch, "--only-binary=:all:", "--python-version", version, *tagged, "-r", str(WORK / "wheels.lock")])
    build = [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes"]
    run([*build, "-w", str(target), "-r", str(WORK / "sources.lock")], env={"SOURCE_DATE_EPOCH": "1577836800"})


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


def own_wheel(release: Release, target: Path) -> None:
    """The program itself as a wheel, with corpus, index and resources inside."""
    python = source.environment()
    origin = source.export(release)
    env = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(release.epoch), "PYTHONDONTWRITEBYTECODE": "1"}
    run([str(python), "-P", str(HERE / "index_here.py"), str(origin)], env=env)
    for name in ("corpus", "resources"):
        shutil.copytree(origin / name, origin / "reader" / "data" / name)
    project = origin / "pyproject.toml"
    data = 'reader = ["py.typed", "data/**/*", '
    project.write_text(project.read_text("utf-8").replace('reader = ["py.typed", ', data), encoding="utf-8")
    settle(origin, release.epoch)
    run(
        [
            str(python),
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(target),
            str(origin),
        ],
        env=env,
    )


def build(release: Release) -> list[Path]:
    """One archive a platform: wheels, a lock of exactly these files, and how to install them."""
    made = []
    for platform in PLATFORMS:
        say(f"wheels for {platform}")
        folder = fresh(WORK / "wheelhouse") / f"{NAME}-{release.version}-wheels-{platform}"
        download(platform, folder)
        own_wheel(release, folder)
        lines = []
        for wheel in sorted(folder.glob("*.whl")):
            name, version = wheel.name.split("-")[:2]
            lines.append(f"{name.replace('_', '-')}=={version} --hash=sha256:{digest(wheel)}\n")
        put(folder / "requirements.txt", "".join(lines))
        put(folder / "README.txt", (HERE / "wheelhouse.txt").read_text("utf-8"))
        settle(folder, release.epoch)
        target = DIST / f"{folder.name}.zip"
        zip_tree(folder, target, zipfile.ZIP_STORED)  # wheels are packed already
        made.append(target)
    return made
