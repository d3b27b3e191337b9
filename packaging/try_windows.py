"""The Windows installer under wine 10, in a Debian 13 system of its own. Optional: says why where it cannot run.

Shows that the installer, the interpreter, every part that `healthcheck` tries, and the uninstaller work. Does not show
the window: Qt 6.9.3 neither paints nor fires timers reliably under this wine, also for a window of five lines.
"""

from __future__ import annotations

import json
import shutil
import sys

from try_deb import USER, System, check, missing, running
from workshop import DIST, NAME, BuildError, release, say

WINE = "/usr/lib/wine/wine64"
PLACE = r"C:\Program Files\PolicyReader"
FONT = "fonts-noto-cjk"


class Wine:
    """Windows programs run by the ordinary user of a system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.drive = system.root / "home" / USER / "prefix" / "drive_c"

    def run(self, *command: str) -> str:
        """What a program printed; raises BuildError where its exit status is not 0."""
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "QT_QPA_PLATFORM": "offscreen"}
        return self.system.user(WINE, *command, WINEPREFIX=f"/home/{USER}/prefix", **quiet)


def try_installer() -> str:
    """Install, check, write a note, uninstall. Returns what was seen, in one line."""
    setup = DIST / f"{NAME}-{release().version}-windows-x64-setup.exe"
    check(setup.exists(), f"{setup} is not there: packaging/build.py windows")
    system = System("trixie", "wine")
    system.make()
    system.fetch("apt-get", "install", "-y", "--no-install-recommends", "wine64", FONT)
    shutil.copyfile(setup, system.root / "home" / USER / "setup.exe")
    wine = Wine(system)
    with running(system):
        version = wine.run("--version").strip()
        wine.run("wineboot", "-i")
        wine.run(f"/home/{USER}/setup.exe", "/S", "/AllUsers")
        program = rf"{PLACE}\policy-reader.exe"
        said = wine.run(program, "healthcheck", "--json")
        found = json.loads(said[said.index("{") : said.rindex("}") + 1])
        check(found["ok"], f"healthcheck: {found}")
        document = "binhai-artificial-intelligence-2019"
        wine.run(program, "notes", "add", document, "--note", "安装测试")
        wine.run(rf"{PLACE}\uninstall.exe", "/AllUsers", "/S", rf"_?={PLACE}")
        left = wine.drive / "Program Files" / "PolicyReader"
        check(not left.exists() or not list(left.iterdir()), "the uninstaller left something behind")
        notes = list(wine.drive.glob("users/*/AppData/Roaming/PolicyReader/notes.db"))
        check(notes, "the uninstaller took the user's notes away")
    return f"{version}: installed silently, healthcheck 0, uninstalled, notes kept"


def main() -> int:
    """Try the installer of this version; builds nothing."""
    if why := missing():
        say(f"SKIPPED: {why}")
        return 0
    try:
        print(try_installer())
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
