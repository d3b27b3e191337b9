"""The Windows installers under wine 10, in a Debian 13 system of its own. Optional: says why where it cannot run.

Shows that both installers, the interpreter, every part that `healthcheck` tries, upgrades and uninstallers work, that
the two see each other, the log, kinds of files, and group policy read from the registry; that the window is built and
closes. Does not show what it looks like: Qt 6.9.3 neither paints nor fires timers reliably under this wine, also for a
window of five lines.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msi
import windows
from try_deb import USER, System, check, missing, running
from workshop import DIST, NAME, BuildError, Unable, release, say

WINE = "/usr/lib/wine/wine64"
FONT = "fonts-noto-cjk"
MACHINE = r"C:\Program Files\PolicyReader"
ONE = rf"C:\users\{USER}\AppData\Local\Programs\PolicyReader"
CHOSEN = r"C:\Apps\政策阅读器"  # without a blank: wine would put quotes around it, which NSIS does not take
OTHERS = r"C:\Others"
DOCUMENT = "binhai-artificial-intelligence-2019"
POLICY = 'script = "tw"\n'
LOG = r"C:\setup.log"
SETUP = [f"/home/{USER}/setup.exe", "/S", f"/LOG={LOG}"]
PICTURE = r"C:\window.png"
GROUP = r"HKLM\Software\Policies\PolicyReader"
CLASSES = r"Software\Classes"
EVENTS = r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\PolicyReader"
STALE = "app/reader/of_the_older_version.pyc"


class Wine:
    """Windows programs run by the ordinary user of a system, on a C: of their own.

    Attributes:
        drive: where C: lies.
    """

    def __init__(self, system: System, name: str) -> None:
        self.system = system
        self.prefix = f"/home/{USER}/{name}"
        self.drive = system.root / self.prefix.lstrip("/") / "drive_c"

    def run(self, *command: str) -> str:
        """What a program printed; raises BuildError where its exit status is not 0."""
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "QT_QPA_PLATFORM": "offscreen"}
        return self.system.user(WINE, *command, WINEPREFIX=self.prefix, **quiet)

    def path(self, place: str) -> Path:
        """Where a Windows path lies."""
        return self.drive / place.removeprefix("C:\\").replace("\\", "/")

    def program(self, place: str, *arguments: str) -> str:
        """The installed program's console half."""
        return self.run(rf"{place}\policy-reader.exe", *arguments)

    def healthy(self, place: str, policy: bool) -> None:
        """The program's own check is content, with the machine policy in force or not."""
        said = self.program(place, "healthcheck", "--json")
        found = json.loads(said[said.index("{") : said.rindex("}") + 1])
        check(found["ok"], f"healthcheck: {found}")
        details = " ".join(each["detail"] for each in found["checks"])
        check("随附索引有效" in details, f"the bundled index is not used: {details}")
        check(("策略锁定 script" in details) is policy, f"the machine policy: {details}")

    def opens(self, place: str) -> None:
        """The window is built out of what Qt, its bindings and the resources bring, and closes without complaint."""
        said = self.program(place, "--screenshot", PICTURE)
        check(self.path(PICTURE).exists() and "Traceback" not in said, f"the window does not open: {said}")

    def owns(self, *made: Path) -> None:
        """The user who runs the programs may do what they like with these; the installer is not root."""
        for path in made:
            os.chown(path, self.drive.stat().st_uid, self.drive.stat().st_gid)

    def spares(self, others: str) -> None:
        """setup.exe takes nothing out of a folder that other things are in, and puts nothing there."""
        for name in ("Lib", "resources"):  # as folders of the program are called
            (self.path(others) / name).mkdir(parents=True)
            (self.path(others) / name / "theirs.txt").write_text("theirs", encoding="utf-8")
        self.owns(self.path(others), *self.path(others).rglob("*"))
        check(refused(lambda: self.run(*SETUP, "/AllUsers", f"/D={others}")), "setup.exe went among other things")
        self.logged("which is not of this program; status 2")
        left = sorted(path.name for path in self.path(others).rglob("*") if path.is_file())
        check(left == ["theirs.txt", "theirs.txt"], f"setup.exe left {left} of what others had")

    def use(self, place: str) -> None:
        """Leave what users and IT staff leave: a note, settings, a machine policy, a file of an older version."""
        self.healthy(place, policy=False)
        self.program(place, "notes", "add", DOCUMENT, "--note", "安装测试")
        settings = self.roaming() / "settings.toml"
        settings.write_text("font_size = 23\n", encoding="utf-8")
        policy = self.path(r"C:\ProgramData\PolicyReader\policy.toml")
        policy.parent.mkdir(exist_ok=True)
        policy.write_text(POLICY, encoding="utf-8")

    def grouped(self, place: str) -> None:
        """Group policy goes before the policy file key by key, and what it lays down is in force."""
        for name, kind, value in (("script", "REG_SZ", "hk"), ("imports", "REG_DWORD", "0")):
            self.run("reg", "add", GROUP, "/v", name, "/t", kind, "/d", value, "/f")
        said = self.program(place, "healthcheck")
        check("不允许导入" in said and GROUP in said, f"group policy is not in force: {said}")
        self.run("reg", "delete", GROUP, "/f")
        check(GROUP not in self.program(place, "healthcheck"), "group policy is in force and gone")

    def associated(self, hive: str, there: bool) -> None:
        """Kinds of files lead to the program while it is there, and are gone with it."""
        kinds = (rf"{hive}\{CLASSES}\PolicyReader.Pack\shell\open\command", rf"{hive}\{CLASSES}\PolicyReader.Document")
        for key in kinds:
            known = not refused(lambda key=key: self.run("reg", "query", key))  # type: ignore[misc]
            check(known is there, f"{key} is {'missing' if there else 'left behind'}")
        if there:
            check("%1" in self.run("reg", "query", kinds[0]), "a file would not be handed over")

    def logged(self, sentence: str) -> None:
        """The log that setup.exe was asked for ends as it should, and is taken away."""
        file = self.path(LOG)
        check(file.exists(), "/LOG= made no log")
        said = file.read_text("utf-16")
        check(sentence in said, f"the log does not say “{sentence}”: {said}")
        file.unlink()

    def roaming(self) -> Path:
        """Where the user's own things lie."""
        return self.drive / "users" / USER / "AppData" / "Roaming" / "PolicyReader"

    def kept(self, when: str) -> None:
        """Raises BuildError where something of `use` is gone."""
        check((self.roaming() / "notes.db").exists(), f"{when} took the user's notes away")
        check("font_size = 23" in (self.roaming() / "settings.toml").read_text("utf-8"), f"{when} took the settings")
        policy = self.path(r"C:\ProgramData\PolicyReader\policy.toml")
        check(policy.exists() and policy.read_text("utf-8") == POLICY, f"{when} took the machine policy away")

    def upgraded(self, place: str) -> None:
        """After an upgrade: everything of the user's is there, nothing of the older version is."""
        self.kept("the upgrade")
        self.healthy(place, policy=True)
        check("安装测试" in self.program(place, "notes", "list"), "the upgrade lost a note")

    def gone(self, place: str) -> None:
        """After removal: no program, no menu entry, everything of the user's."""
        left = self.path(place)
        check(not left.exists() or not list(left.iterdir()), f"the uninstaller left something behind in {place}")
        check(not list(self.drive.rglob("政策阅读器.lnk")), "the uninstaller left the menu entry")
        self.kept("the uninstaller")


@contextmanager
def machine(system: System, name: str) -> Iterator[Wine]:
    """A C: of its own: what one installer leaves must not help the next."""
    wine = Wine(system, name)
    wine.run("wineboot", "-i")
    yield wine
    shutil.rmtree(wine.drive.parent)


def try_setup(wine: Wine, place: str | None, *switches: str) -> None:
    """The NSIS installer: silently, used, once more over itself, taken away. `place`: None where it is to choose."""
    setup = [*SETUP, *switches]
    wine.run(*setup)
    wine.logged("status 0")
    if place is None:
        (found,) = wine.drive.glob("users/*/AppData/Local/**/policy-reader.exe")
        place = "C:\\" + str(found.parent.relative_to(wine.drive)).replace("/", "\\")
    check(list(wine.drive.rglob("政策阅读器.lnk")), "no menu entry was made")
    laid = wine.path(r"C:\ProgramData\PolicyReader\policy.toml").exists()
    check(laid is ("/AllUsers" in switches), "the sample of a machine policy is for all users")
    hive = "HKCU" if "/CurrentUser" in switches else "HKLM"
    wine.associated(hive, there=True)
    check(refused(lambda: wine.run("reg", "query", EVENTS)) is ("/CurrentUser" in switches), "events are for all users")
    wine.use(place)
    wine.grouped(place)
    package = rf"Z:\home\{USER}\a.msi"
    check(refused(lambda: wine.run("msiexec", "/i", package, "/qn")), "the .msi went beside setup.exe")
    stale = wine.path(place) / STALE
    stale.parent.mkdir(parents=True, exist_ok=True)  # modules lay loose there before they came in zips
    stale.write_bytes(b"")
    wine.owns(stale.parent.parent, stale.parent, stale)
    wine.run(*setup)
    check(not stale.exists(), "the upgrade left a file of the older version")
    wine.upgraded(place)
    told = wine.run("reg", "query", rf"{hive}\Software\Microsoft\Windows\CurrentVersion\Uninstall\PolicyReader")
    check("QuietUninstallString" in told and "EstimatedSize" in told, f"what software management reads: {told}")
    wine.run(rf"{place}\uninstall.exe", switches[0], "/S", f"/LOG={LOG}")
    until = time.monotonic() + 60  # it copies itself to where it can delete the folder, and goes on there
    while wine.path(place).exists() and time.monotonic() < until:
        time.sleep(0.5)
    wine.gone(place)
    wine.logged("removed; status 0")
    wine.associated(hive, there=False)


def try_msi(wine: Wine, package: str, newer: str) -> None:
    """The .msi: silently, used, upgraded, an older one refused, taken away."""
    wine.run("msiexec", "/i", package, "/qn")
    check(list(wine.drive.rglob("政策阅读器.lnk")), "no menu entry was made")
    wine.associated("HKLM", there=True)
    wine.use(MACHINE)
    wine.opens(MACHINE)
    check(refused(lambda: wine.run(*SETUP, "/AllUsers")), "setup.exe went beside the .msi")
    wine.logged("status 6")
    if newer:
        wine.run("msiexec", "/i", newer, "/qn")
        wine.upgraded(MACHINE)
        check(refused(lambda: wine.run("msiexec", "/i", package, "/qn")), "an older .msi went over a newer one")
    wine.run("msiexec", "/x", newer or package, "/qn")
    wine.gone(MACHINE)
    wine.associated("HKLM", there=False)


def try_msi_for_one(wine: Wine, package: str) -> None:
    """The .msi for one user: program, menu entry and kinds of files are theirs alone; setup.exe and it see each other.

    wine 10 knows nothing of MSIINSTALLPERUSER and takes what follows an empty value for that value.
    """
    told = [package, "/qn", f"INSTALLDIR={ONE}", "ALLUSERS="]  # also on removal: wine 10 looks where it would install
    wine.run("msiexec", "/i", *told)
    wine.associated("HKCU", there=True)
    wine.associated("HKLM", there=False)
    (menu,) = wine.drive.rglob("政策阅读器.lnk")
    check(USER in menu.relative_to(wine.drive).parts, f"the menu entry is everybody's: {menu}")
    wine.healthy(ONE, policy=False)
    check(refused(lambda: wine.run(*SETUP, "/CurrentUser")), "setup.exe went beside the .msi for one user")
    wine.logged("status 6")
    wine.run("msiexec", "/x", *told)
    check(not list(wine.drive.rglob("policy-reader.exe")), "the .msi for one user did not go")
    wine.associated("HKCU", there=False)
    wine.run(*SETUP, "/CurrentUser")
    check(refused(lambda: wine.run("msiexec", "/i", *told)), "the .msi for one user went beside setup.exe /CurrentUser")


def refused(action: Callable[[], object]) -> bool:
    """Whether something ended with an error."""
    try:
        action()
    except BuildError:
        return True
    return False


def try_installers() -> Iterator[str]:
    """Every way to install. Yields what was seen, line by line."""
    made = release()
    setup = DIST / f"{NAME}-{made.version}-windows-x64-setup.exe"
    package = DIST / f"{NAME}-{made.version}-windows-x64.msi"
    for file in (setup, package):
        check(file.exists(), f"{file} is not there: packaging/build.py windows")
    system = System("trixie", "wine", patience=900)  # wine is slow beside other work
    system.make()
    system.fetch("apt-get", "install", "-y", "--no-install-recommends", "wine64", FONT)
    home = system.root / "home" / USER
    shutil.copyfile(setup, home / "setup.exe")
    shutil.copyfile(package, home / "a.msi")
    newer = ""
    if (windows.FOLDER / "tree").exists():
        msi.build(windows.FOLDER, dataclasses.replace(made, version=f"9.{made.version}"), home / "b.msi")
        newer = rf"Z:\home\{USER}\b.msi"
    with running(system):
        version = Wine(system, "none").run("--version").strip()
        for told, place, switches in (
            ("for all users", MACHINE, ("/AllUsers",)),
            ("for one user", None, ("/CurrentUser",)),
            ("/D= with Chinese in it", CHOSEN, ("/AllUsers", f"/D={CHOSEN}")),
        ):
            with machine(system, "setup") as wine:
                if place == CHOSEN:
                    wine.spares(OTHERS)
                try_setup(wine, place, *switches)
            yield f"{version}: setup.exe {told}: healthcheck 0, upgraded, removed; notes, settings and policy kept"
        with machine(system, "msi") as wine:
            try_msi(wine, rf"Z:\home\{USER}\a.msi", newer)
        upgraded = "upgraded, older refused" if newer else "NOT upgraded (no tree of the build to make a newer one)"
        yield f"{version}: .msi: healthcheck 0, {upgraded}, removed; notes, settings and policy kept"
        with machine(system, "one") as wine:
            try_msi_for_one(wine, rf"Z:\home\{USER}\a.msi")
        yield f"{version}: .msi for one user: into {ONE}, healthcheck 0, removed; setup.exe and it refuse each other"


def main() -> int:
    """Try the installers of this version; builds nothing but a newer .msi."""
    if why := missing():
        say(f"SKIPPED: {why}")
        return 0
    try:
        for line in try_installers():
            print(line, flush=True)
    except Unable as error:
        say(f"SKIPPED: {error}")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
