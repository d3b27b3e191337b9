"""The arm64 package on the libraries of Debian 11, run by qemu-user. Optional: says why where it cannot run.

What the package depends on is unpacked, not installed: shows that every dependency is to be had, that the program and
all its parts work there, and what the window looks like. Does not show dpkg's part, which is the same as on amd64.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import arm64
from try_deb import FONT, PICTURES, USER, check, missing, screen
from workshop import DIST, NAME, UNREACHED, WORK, BuildError, Unable, fresh, release, run, say

SUITE = "bullseye"
ROOT = WORK / "arm64-root"
APT = WORK / "arm64-apt"
EMULATOR = "qemu-aarch64-static"


def unpack(deb: Path) -> None:
    """Package and dependencies in one folder, fetched by an apt of its own that knows arm64 and nothing installed."""
    env = arm64.apt(APT, SUITE)
    try:
        run(["apt-get", "install", "-y", "-q", "--download-only", str(deb), FONT], env=env)
    except BuildError as error:
        if UNREACHED.search(str(error)):
            raise Unable(f"the Debian mirror is not to be reached: {error}") from error
        raise
    fresh(ROOT)
    for package in [*sorted((APT / "cache/archives").glob("*.deb")), deb]:
        run(["dpkg-deb", "-x", str(package), str(ROOT)])
    shutil.copyfile(shutil.which(EMULATOR) or EMULATOR, ROOT / "usr/bin" / EMULATOR)
    (ROOT / "usr/bin" / EMULATOR).chmod(0o755)
    home = ROOT / "home" / USER
    home.mkdir(parents=True)
    shutil.chown(home, 1000, 1000)
    (ROOT / "tmp").mkdir(exist_ok=True)
    (ROOT / "tmp").chmod(0o1777)


def emulated(*arguments: str, **env: str) -> str:
    """What the program printed, run by an ordinary user. Raises BuildError where it fails."""
    told = {"HOME": f"/home/{USER}", "LC_ALL": "C.UTF-8", **env}
    words = [word for key, value in told.items() for word in ("-E", f"{key}={value}")]
    program = [f"/usr/bin/{EMULATOR}", *words, f"/usr/lib/{NAME}/{NAME}", *arguments]
    return run(["chroot", "--userspec=1000:1000", str(ROOT), *program], timeout=600)


def try_package(deb: Path) -> str:
    """Unpack, check, write a note, take pictures. Returns what was seen, in one line."""
    unpack(deb)
    said = emulated("healthcheck", "--json")
    found = json.loads(said[said.index("{") : said.rindex("}") + 1])
    check(found["ok"], f"healthcheck: {found}")
    document = json.loads(emulated("library", "--json"))[0]["id"]
    emulated("notes", "add", document, "--note", "安装测试")
    check("安装测试" in emulated("notes", "list"), "a note is lost")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with screen() as display:
        emulated("--screenshot", f"/home/{USER}/window.png", DISPLAY=display, QT_QPA_PLATFORM="xcb")
    shutil.move(ROOT / "home" / USER / "window.png", PICTURES / f"{SUITE}-arm64.png")
    return f"arm64 on the libraries of {SUITE}, by qemu-user: healthcheck 0, a note, a window on X11"


def main() -> int:
    """Try the arm64 package of this version; builds nothing."""
    why = missing() or ("" if shutil.which(EMULATOR) else "qemu-user-static is not installed")
    if why:
        say(f"SKIPPED: {why}")
        return 0
    deb = DIST / f"{NAME}_{release().version}_arm64.deb"
    try:
        check(deb.exists(), f"{deb} is not there: packaging/build.py arm64")
        print(try_package(deb))
    except Unable as error:
        say(f"SKIPPED: {error}")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
