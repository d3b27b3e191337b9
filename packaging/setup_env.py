"""Set-up of a working copy: virtual environment, locked packages, Qt's system libraries, a Chinese font.

Standard library only, and written so that an old Python can still read it and say what it lacks. Doing it twice costs
nothing: what is there is left alone, and without a change of the lock no network is needed. pip and apt are used as
they are configured on the machine; no address is written down here.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "policy-reader-setup.json"
LOG = ROOT / "build" / "setup.log"

OLDEST, NEWEST = (3, 11), (3, 13)  # PySide6 6.9.3 has no wheel for 3.14

# What Qt loads from the system, by the name the loader looks for, with the Debian package that has it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_PACKAGE = "fonts-noto-cjk"


class SetupError(Exception):
    """Something that stops the set-up, in one sentence that says what to do."""


def say(message: str) -> None:
    """One line to whoever is waiting."""
    print(f"setup: {message}", file=sys.stderr, flush=True)


def run(command: list[str], env: dict[str, str] | None = None) -> tuple[bool, str]:
    """Run a program, its output kept in the log. Returns (whether it ended well, what it printed)."""
    LOG.parent.mkdir(exist_ok=True)
    try:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        ok, output = done.returncode == 0, done.stdout
    except OSError as error:
        ok, output = False, f"{command[0]}: {error}"
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{output}\n")
    return ok, output


def reason(output: str) -> str:
    """The line of a failed program's output that says most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for sign in ("HASHES", "No matching distribution", "No space left", "ERROR:", "E: ", "Err:"):
        for line in lines:
            if sign in line:
                return line[:300]
    return lines[-1][:300] if lines else "it said nothing"


# System packages -----------------------------------------------------------------------------------------------------


def is_root() -> bool:
    """Whether system packages can be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(packages: list[str], what: str) -> None:
    """Install Debian packages, or raise SetupError with the one command that does it."""
    command = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise SetupError(f"{what} missing; on Debian the packages are: {' '.join(packages)}")
    if not is_root():
        raise SetupError(f"{what} missing; please run:  sudo sh -c '{command}'")
    say(f"installing with apt: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    updated, update_output = run(["apt-get", "update"], env)
    ok, output = run(["apt-get", "install", "-y", "--no-install-recommends", *packages], env)
    if not ok:
        why = reason(output if updated else update_output + output)
        raise SetupError(f"apt could not install the system packages ({why}); the whole output is in {LOG}")


def missing_libraries(libraries: dict[str, str]) -> list[str]:
    """The Debian packages of those libraries that the loader does not find."""
    packages = []
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            packages.append(package)
    return packages


class _FontSet(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for simplified Chinese."""
    try:
        fc = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    fc.FcNameParse.restype = fc.FcObjectSetBuild.restype = ctypes.c_void_p
    fc.FcFontList.restype = ctypes.POINTER(_FontSet)
    pattern = ctypes.c_void_p(fc.FcNameParse(b":lang=zh-cn"))
    wanted = ctypes.c_void_p(fc.FcObjectSetBuild(b"family", None))
    found = fc.FcFontList(None, pattern, wanted)
    return bool(found) and found.contents.count > 0


def missing_venv() -> list[str]:
    """The Debian package that brings what its python3 lacks for making virtual environments, if it is missing."""
    try:
        import ensurepip  # noqa: F401 - only whether it is there
        import venv  # noqa: F401 - likewise
    except ImportError:
        return ["python{}.{}-venv".format(*sys.version_info[:2])]
    return []


def prepare_system() -> None:
    """See to Python's venv, Qt's libraries and a Chinese font, all at once; nothing to do but on Linux."""
    if not sys.platform.startswith("linux"):
        return
    needed = missing_libraries(QT_LIBRARIES) + ([] if venv_python().exists() else missing_venv())
    screen = missing_libraries(SCREEN_LIBRARIES)
    font = [] if "libfontconfig1" not in needed and has_chinese_font() else [FONT_PACKAGE]
    if not (needed or screen or font):
        return
    on_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    what = "system packages are" if needed or screen else "a Chinese font is"
    try:
        apt_install(needed + screen + font, what)
    except SetupError as error:
        if needed or (screen and on_screen):
            raise
        say(f"{error}")
        say("going on without; " + ("Chinese may show as boxes" if font else "a window on a screen will not open"))


# Python packages -----------------------------------------------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_works() -> bool:
    """Whether the virtual environment starts, has pip and is of a fitting Python."""
    if not venv_python().exists():
        return False
    probe = "import sys, pip; print(*sys.version_info[:2])"
    ok, output = run([str(venv_python()), "-c", probe])
    return ok and OLDEST <= tuple(int(n) for n in output.split()[-2:]) <= NEWEST


def make_venv() -> None:
    """Create the virtual environment anew."""
    say("creating .venv")
    ok, output = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if not ok:
        raise SetupError(f"the virtual environment could not be created ({reason(output)}); see {LOG}")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What the last set-up put in place; empty where there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Remember what is in place."""
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def prepare_packages() -> None:
    """Virtual environment, locked packages and the project itself, each only when something changed."""
    wanted = {"lock": digest(LOCK), "project": digest(PROJECT), "root": str(ROOT)}
    stamp = read_stamp()
    if stamp == wanted and venv_python().exists():
        return
    if not venv_works():
        make_venv()
        stamp = {}
    pip = [str(venv_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if stamp.get("lock") != wanted["lock"]:
        say("installing the locked Python packages (some 150 MB, a minute or two the first time)")
        ok, output = run([*pip, "--require-hashes", "-r", str(LOCK)])
        if not ok:
            raise SetupError(f"pip could not install the locked packages ({reason(output)}); see {LOG}")
        write_stamp({"lock": wanted["lock"]})
    ok, output = run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])
    if not ok:
        raise SetupError(f"pip could not install the project itself ({reason(output)}); see {LOG}")
    write_stamp(wanted)
    say("ready")


def other_python() -> str | None:
    """A Python on the path that fits, where the one running does not."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return None


def main() -> int:
    """Set up what is missing; 0 when the working copy is ready."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-system", action="store_true", help="leave system libraries and fonts alone")
    options = parser.parse_args()
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        fitting = other_python()
        if fitting:
            return subprocess.run([fitting, *sys.argv], check=False).returncode
        say("Python 3.11, 3.12 or 3.13 is needed; this one is {}.{}.".format(*sys.version_info[:2]))
        return 1
    try:
        if not options.no_system:
            prepare_system()
        prepare_packages()
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.filename or ROOT} cannot be used ({error.strerror or error}).")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
