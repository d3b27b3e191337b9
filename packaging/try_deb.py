"""`make package-test`: the .deb on bare Debian systems, as IT staff and an ordinary user would meet it.

Needs root, debootstrap and a Debian mirror; without them it says so and counts as skipped. Leaves pictures in
build/package/try/. Arguments: suites (bullseye bookworm trixie), all of them when none is given.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop import DIST, NAME, ROOT, UNREACHED, WORK, BuildError, Unable, fresh, release, run, say

SUITES = ("bullseye", "bookworm", "trixie")
BASES = ROOT / "build" / "chroots"
PICTURES = WORK / "try"
USER = "reader"
PROFILE = ROOT / "tests" / "data" / "profile-0.1.0"
FONT = "fonts-noto-cjk"  # what the package recommends
MOUNT = ["unshare", "--mount", "mount", "-t", "proc", "proc", "/proc"]  # gone again at once


def mirror() -> str:
    """Where this machine gets its Debian packages: from its own apt settings, which name it and this project does not.

    Raises Unable where there is none.
    """
    told = os.environ.get("DEBIAN_MIRROR")
    if told:
        return told
    lists = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for file in lists:
        if file.is_file():
            found = re.search(r"^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(\S+)", file.read_text("utf-8"), re.MULTILINE)
            if found:
                return found[1]
    raise Unable("no Debian mirror is set up on this machine; name one in DEBIAN_MIRROR")


class System:
    """One bare system in a folder.

    Attributes:
        root: where it lies.
        patience: seconds that a user's command may take.
    """

    def __init__(self, suite: str, purpose: str = "try", patience: int = 180) -> None:
        self.suite, self.patience = suite, patience
        self.root = BASES / f"{purpose}-{suite}"

    def base(self) -> Path:
        """A minimal system that is kept for the next time. Raises Unable where none can be made here."""
        base, stamp = BASES / self.suite, BASES / f"{self.suite}.complete"
        if not stamp.exists():
            say(f"making a minimal {self.suite}")
            try:
                run(["debootstrap", "--variant=minbase", self.suite, str(fresh(base)), mirror()])
            except BuildError as error:
                raise Unable(f"no {self.suite} can be made: {error}") from error
            stamp.touch()
        return base

    def make(self) -> None:
        """A fresh copy of the minimal system, with an ordinary user and today's list of packages."""
        base = self.base()
        run(["rm", "-rf", "--one-file-system", str(self.root)])
        run(["cp", "-a", "--reflink=auto", str(base), str(self.root)])
        resolver = self.root / "etc/resolv.conf"
        resolver.unlink(missing_ok=True)
        shutil.copyfile("/etc/resolv.conf", resolver)
        (self.root / "etc/apt/apt.conf.d/99try").write_text('Acquire::Check-Valid-Until "false";\n', encoding="utf-8")
        self.admin("useradd", "--create-home", USER)
        self.fetch("apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any")  # else it is content with nothing

    def fetch(self, *command: str) -> None:
        """Run something as root in it that needs the mirror. Raises Unable where that is not to be reached."""
        try:
            self.admin(*command)
        except BuildError as error:
            if UNREACHED.search(str(error)):
                raise Unable(f"the Debian mirror is not to be reached: {error}") from error
            raise

    def admin(self, *command: str) -> str:
        """Run something as root in it."""
        env = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        return run(["chroot", str(self.root), *command], env=env)

    def user(self, *command: str, **env: str) -> str:
        """Run something as an ordinary user, without a network unless a screen has to be reached.

        Returns what it printed, or raises BuildError.
        """
        home = f"/home/{USER}"
        plain = {"HOME": home, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "USER": USER, **env}
        words = [f"{key}={value}" for key, value in plain.items()]
        inside = ["chroot", f"--userspec={USER}:{USER}", str(self.root), "env", "-i", *words, *command]
        return run(inside if "DISPLAY" in env else ["unshare", "--net", *inside], timeout=self.patience)

    def install(self, deb: Path) -> None:
        """As the README says, silently; a changed conffile is kept."""
        shutil.copyfile(deb, self.root / "root" / deb.name)
        keep = "Dpkg::Options::=--force-confold"
        command = ["apt-get", "install", "-y", "--no-install-recommends", "-o", keep, f"/root/{deb.name}", FONT]
        self.fetch(*command, "--download-only")
        self.admin(*command)


@contextmanager
def running(system: System) -> Iterator[None]:
    """The system with /proc, taken away in the end."""
    run(["mount", "-t", "proc", "proc", str(system.root / "proc")])
    try:
        yield
    finally:
        run(["umount", str(system.root / "proc")])


@contextmanager
def screen() -> Iterator[str]:
    """An X server without a screen; gives the name of the display. Raises Unable where it does not start."""
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1400x900x24", "-ac", "-nolisten", "tcp"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=[tell]) as server:
        os.close(tell)
        with os.fdopen(told) as line:
            number = line.readline().strip()  # it has begun to listen, or has ended
        try:
            if not number:
                raise Unable("Xvfb does not start")
            yield f":{number}"
        finally:
            server.terminate()


def check(held: object, sentence: str) -> None:
    """Raises BuildError with the sentence where something does not hold."""
    if not held:
        raise BuildError(sentence)


def successor(deb: Path) -> Path:
    """The same package with a higher version and another conffile: what an upgrade brings."""
    folder = fresh(WORK / "successor")
    run(["dpkg-deb", "-R", str(deb), str(folder)])
    control = folder / "DEBIAN/control"
    control.write_text(control.read_text("utf-8").replace("\nVersion: ", "\nVersion: 9."), encoding="utf-8")
    policy = folder / "etc" / NAME / "policy.toml"
    policy.write_text(policy.read_text("utf-8") + "# a line of the next version\n", encoding="utf-8")
    target = WORK / f"{NAME}_9_amd64.deb"
    run(["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "-b", str(folder), str(target)])
    return target


def healthy(system: System, **env: str) -> None:
    """The program's own check of itself is content, and the index that came along is used."""
    found = json.loads(system.user(NAME, "healthcheck", "--json", **env))
    check(found["ok"], f"healthcheck: {found}")
    details = " ".join(each["detail"] for each in found["checks"])
    check("随附索引有效" in details, f"the bundled index is not used: {details}")


def interrupted(system: System) -> None:
    """Ctrl+C ends long work with a sentence and leaves nothing half done; a freezer may leave Python's handler out."""
    home = f"/home/{USER}"
    begun = f"ls -A {home} | grep -q '[.]new$'"  # the draft beside the pack; its name is not known beforehand
    press = f"for n in $(seq 3000); do if {begun}; then kill -INT $(cat {home}/pid); break; fi; sleep 0.01; done"
    work = f"echo $$ > {home}/pid; exec {NAME} corpus pack {home}/a.prpack"  # in front: behind, SIGINT is ignored
    said = system.user("sh", "-c", f"({press}) & sh -c '{work}' 2>&1; ls -A {home}")
    check(("已停止" in said or "已写好" in said) and ".new" not in said, f"Ctrl+C while a pack is made: {said}")


def picture(system: System, name: str, *arguments: str, **env: str) -> None:
    """A picture of the window, kept in build/package/try."""
    system.user(NAME, "--screenshot", f"/home/{USER}/window.png", *arguments, **env)
    shutil.move(system.root / "home" / USER / "window.png", PICTURES / f"{system.suite}-{name}.png")


def old_profile(system: System) -> None:
    """What 0.1.0 left of one user is opened by the installed program: every note is there, nothing is damaged."""
    old = system.root / "home" / USER / "old"
    shutil.copytree(PROFILE, old, ignore=shutil.ignore_patterns("expected.json"))
    system.admin("chown", "-R", f"{USER}:{USER}", f"/home/{USER}/old")
    data = ("--data-dir", f"/home/{USER}/old")
    listed = json.loads(system.user(NAME, *data, "notes", "list", "--json"))
    wanted = {note["id"] for note in json.loads((PROFILE / "expected.json").read_text("utf-8"))["notes"]}
    check({note["id"] for note in listed} == wanted, "notes of 0.1.0 are missing")
    found = json.loads(system.user(NAME, *data, "healthcheck", "--json"))
    check(found["ok"], f"healthcheck on the profile of 0.1.0: {found}")


def before(system: System, older: Path) -> None:
    """An older package, used: what it leaves has to be there after today's."""
    system.install(older)
    document = json.loads(system.user(NAME, "library", "--json"))[0]["id"]
    system.user(NAME, "notes", "add", document, "--note", "旧版批注")


def try_suite(suite: str, deb: Path, older: Path | None = None) -> str:
    """Install (over an older one, where one is given), use, upgrade, purge. Returns what was seen, in one line."""
    system = System(suite)
    begun = time.monotonic()
    system.make()
    with running(system):
        if older is not None:
            before(system, older)
        system.install(deb)
        if older is not None:
            check("旧版批注" in system.user(NAME, "notes", "list"), f"the upgrade from {older.name} lost a note")
        old_profile(system)
        check(not list(system.root.glob("usr/bin/python3*")), "a Python is there: this proves nothing")
        for place in (f"usr/lib/{NAME}", f"usr/share/doc/{NAME}"):  # for About, and for people
            said = [file.exists() for file in (system.root / place / "licences").glob("*.txt")]
            check(
                said and all(said) and (system.root / place / "sbom.cdx.json").exists(),
                f"no licences or no bill in {place}",
            )
        healthy(system)
        interrupted(system)
        document = json.loads(system.user(NAME, "library", "--json"))[0]["id"]
        picture(system, "offscreen", document, QT_QPA_PLATFORM="offscreen")
        with screen() as display:
            picture(system, "x11", DISPLAY=display, QT_QPA_PLATFORM="xcb")
        system.user(NAME, "notes", "add", document, "--note", "安装测试")
        conffile = system.root / "etc" / NAME / "policy.toml"
        conffile.write_text(conffile.read_text("utf-8") + 'script = "tw"\n', encoding="utf-8")
        healthy(system)
        system.install(successor(deb))
        check('script = "tw"' in conffile.read_text("utf-8"), "an upgrade lost the edited policy file")
        check("安装测试" in system.user(NAME, "notes", "list"), "an upgrade lost a note")
        healthy(system)
        system.admin("apt-get", "purge", "-y", NAME)
        check(not conffile.exists() and not (system.root / "usr/lib" / NAME).exists(), "purge left something behind")
        notes = list((system.root / "home" / USER).glob(".local/share/policy-reader/notes.db"))
        check(notes, "purge took the user's notes away")
    glibc = system.admin("ldd", "--version").splitlines()[0].split()[-1]
    return f"{suite} (glibc {glibc}): installed, ran, upgraded, purged in {time.monotonic() - begun:.0f} s"


def missing() -> str:
    """Why the test cannot run here; empty where it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "not root"
    for program in ("debootstrap", "chroot", "unshare", "Xvfb", "dpkg-deb"):
        if not shutil.which(program):
            return f"{program} is not installed"
    for command in (["chroot", "/", "true"], ["unshare", "--net", "true"], MOUNT):
        try:
            run(command)
        except BuildError:
            return f"this system does not allow {command[0]}"
    return ""


def main() -> int:
    """Try the .deb of this version; builds nothing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("suites", nargs="*", default=list(SUITES), metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument(
        "--from", dest="older", type=Path, metavar="DEB", help="a package of an older version to begin with"
    )
    options = parser.parse_args()
    suites = options.suites
    if why := missing():
        say(f"SKIPPED: {why}")
        return 0
    deb = DIST / f"{NAME}_{release().version}_amd64.deb"
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        check(deb.exists(), f"{deb} is not there: make package")
        for suite in suites:
            print(try_suite(suite, deb, options.older), flush=True)
    except Unable as error:
        say(f"SKIPPED: {error}")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
