"""What every target stands on: places, the version, one clock, running programs, deterministic archives.

Standard library only, as is all that `build.py` imports: the door opens on a machine with nothing but Python 3.11.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "package"
DIST = ROOT / "dist"
NAME = "policy-reader"
PYTHON = (3, 11)  # what the freezer's own interpreter is


class BuildError(Exception):
    """Something that stops the build, in one sentence that says what to do."""


class Unable(BuildError):
    """Something that is not there on this machine or not to be reached from it: it says nothing about the packages."""


@dataclass(frozen=True)
class Release:
    """What is being packed.

    Attributes:
        version: as in `reader.__version__`.
        commit: the commit packed; empty where the tree is no git checkout.
        epoch: seconds since 1970 that every file of every artefact is dated with.
    """

    version: str
    commit: str
    epoch: int


def say(message: str) -> None:
    """One line to whoever is waiting."""
    print(f"package: {message}", file=sys.stderr, flush=True)


def run(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: int = 1800) -> str:
    """Run a program and return what it printed. Raises BuildError with the end of its output where it fails."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False, timeout=timeout,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BuildError(f"the program {command[0]} is needed: {needed(command[0])}") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{command[0]} did not end within {timeout} s") from error
    if done.returncode:
        raise BuildError(f"{' '.join(command)[:300]} failed ({done.returncode}):\n{done.stdout[-3000:]}")
    return done.stdout


UNREACHED = re.compile(
    r"Failed to fetch|Unable to fetch|Temporary failure|[Cc]ould not (?:connect|resolve)|NewConnectionError|timed out"
    r"|Couldn't download|Retrieving \S+ failed|Invalid Release file|[Nn]etwork is unreachable|Name or service not known"
    r"|Connection (?:refused|reset)|ProxyError|did not end within|is needed: apt-get install"
)


def reach(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Like `run`, for what comes over a network. Raises Unable where that is what it failed by."""
    try:
        return run(command, cwd=cwd, env=env)
    except BuildError as error:
        if UNREACHED.search(str(error)):
            raise Unable(str(error)) from error
        raise


def needed(program: str) -> str:
    """How to get a program, in words."""
    package = {
        "makensis": "nsis",
        "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
        "strip": "binutils",
        "wixl": "wixl",
        "msibuild": "msitools",
    }.get(program, program)
    return f"apt-get install {package}"


def release(commit: str = "HEAD") -> Release:
    """What is to be packed: version, commit, and the commit's date (or SOURCE_DATE_EPOCH)."""
    where, date = "reader/__init__.py", "1760000000"
    if (ROOT / ".git").exists():
        trusted = ["git", "-c", f"safe.directory={ROOT}"]  # whoever builds need not be who checked it out
        commit, date = run([*trusted, "log", "-1", "--format=%H %ct", commit], cwd=ROOT).split()
        text = run([*trusted, "show", f"{commit}:{where}"], cwd=ROOT)
    else:
        commit, text = "", (ROOT / where).read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if not found:
        raise BuildError(f"{where} tells no version")
    return Release(found[1], commit, int(os.environ.get("SOURCE_DATE_EPOCH", date)))


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    made = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(1 << 20):
            made.update(chunk)
    return made.hexdigest()


def fill(template: Path, **values: object) -> str:
    """A template's text with its `@name@` marks filled. Raises BuildError where one is left."""
    text = template.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    if left := re.search(r"@[a-z_]+@", text):
        raise BuildError(f"{template}: nothing given for {left[0]}")
    return text


def put(file: Path, text: str, mode: int = 0o644) -> None:
    """Write a text file, its folders made, with Unix line ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    file.chmod(mode)


def settle(tree: Path, epoch: int) -> None:
    """Give every file and folder of a tree one date and plain modes, so that equal content packs to equal bytes."""
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))


def tree_size(tree: Path) -> int:
    """Bytes of all files of a tree."""
    return sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())


def tar_xz(tree: Path, target: Path, epoch: int) -> None:
    """Pack a tree, its own name included, into a .tar.xz: same tree, same bytes."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = epoch
        return member

    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w:xz", preset=6, format=tarfile.GNU_FORMAT) as archive:
        for path in [tree, *sorted(tree.rglob("*"))]:
            archive.add(path, str(path.relative_to(tree.parent)), recursive=False, filter=plain)


def zip_tree(tree: Path, target: Path, method: int = zipfile.ZIP_DEFLATED) -> None:
    """Pack a tree, its own name included, into a .zip, every file of one fixed date."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{tree.name}/{path.relative_to(tree).as_posix()}", (2020, 1, 1, 0, 0, 0))
                entry.compress_type = method
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
