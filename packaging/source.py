"""The two things every target starts from: the committed source, and an environment with the locked packages."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import wheels
from workshop import HERE, PYTHON, ROOT, WORK, Release, Unable, digest, fresh, reach, run, say

SOURCE = WORK / "source"
VENV = WORK / "venv"
LOCKS = (ROOT / "requirements.lock", HERE / "requirements-build.lock")
PACKED = ("reader", "resources", "corpus", "LICENSE", "CHANGELOG.md", "pyproject.toml", "README.md")


def export(release: Release) -> Path:
    """The committed state of what is packed, in a folder of its own: a half-saved file never gets into a package."""
    fresh(SOURCE)
    if not release.commit:
        say("no git checkout: packing the files as they are")
        for name in PACKED:
            origin = ROOT / name
            copy = shutil.copytree if origin.is_dir() else shutil.copy2
            copy(origin, SOURCE / name)
        return SOURCE
    trusted = ["git", "-c", f"safe.directory={ROOT}"]
    if run([*trusted, "status", "--porcelain", "--", *PACKED], cwd=ROOT).strip():
        say(f"there are changes that are not committed: they are NOT packed, commit {release.commit[:12]} is")
    command = [*trusted, "archive", "--format=tar", release.commit, "--", *PACKED]
    archive = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
        packed.extractall(SOURCE, filter="data")
    return SOURCE


def venv_python() -> Path:
    """The interpreter of the build environment."""
    return VENV / "bin" / "python"


def base_python() -> str:
    """A Python of the freezer's version. Raises Unable where there is none."""
    if sys.version_info[:2] == PYTHON:
        return sys.executable
    found = shutil.which("python{}.{}".format(*PYTHON))
    if not found:
        raise Unable("Python {}.{} is needed to build.".format(*PYTHON))
    return found


def environment() -> Path:
    """The build environment, made anew when a lock changed. Returns its interpreter."""
    stamp = VENV / "policy-reader-build.json"
    wanted = json.dumps({lock.name: digest(lock) for lock in (*LOCKS, Path(wheels.__file__))})
    if stamp.exists() and stamp.read_text("utf-8") == wanted and venv_python().exists():
        return venv_python()
    say("making the build environment (locked packages)")
    shutil.rmtree(VENV, ignore_errors=True)
    run([base_python(), "-m", "venv", str(VENV)])
    install = [str(venv_python()), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    reach([*install, "--require-hashes", "-r", str(HERE / "requirements-build.lock")])
    folder = WORK / "wheels-linux"
    wheels.download(venv_python(), "linux-x86_64", folder)  # not what fits this machine, but what fits the oldest
    run([*install, "--no-index", *map(str, sorted(folder.glob("*.whl")))])
    stamp.write_text(wanted, encoding="utf-8")
    return venv_python()
