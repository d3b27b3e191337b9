"""Wheels with hashes for sites that have a Python of their own: pip installs from them without a network."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import source
import staging
import wheels
from workshop import DIST, HERE, NAME, WORK, Release, digest, fresh, put, run, say, settle, zip_tree


def own_wheel(release: Release, target: Path) -> None:
    """The program itself as a wheel, with corpus, index and resources inside."""
    python = source.environment()
    origin = source.export(release)
    env = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(release.epoch), "PYTHONDONTWRITEBYTECODE": "1"}
    run([str(python), "-P", str(HERE / "index_here.py"), str(origin)], env=env)
    for name in ("corpus", "resources"):
        shutil.copytree(origin / name, origin / "reader" / "data" / name)
    staging.list_files(origin, origin / "reader" / "data" / "corpus")
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
    for platform in wheels.PLATFORMS:
        say(f"wheels for {platform}")
        folder = fresh(WORK / "wheelhouse") / f"{NAME}-{release.version}-wheels-{platform}"
        wheels.download(source.environment(), platform, folder)
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
