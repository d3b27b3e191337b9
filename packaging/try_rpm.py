"""The .rpm in a root of its own, by rpm itself: installed, used, upgraded, removed. Says why where it cannot run.

No distribution of this kind is to be had here, so the root is a bare Debian with rpm in it and the libraries that the
package names. rpm then knows of no package that brings them: that they are there is held against the loader instead.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
import sys
import time

import deb
import rpm
import staging
from try_deb import FONT, PICTURES, System, check, healthy, missing, picture, running, screen
from workshop import DIST, NAME, BuildError, Release, Unable, release, run, say

SUITE = "bookworm"
RPM = ("rpm", "--force-debian", "--nodeps")  # Debian's rpm asks twice whether one is sure
CONFIG = f"etc/{NAME}/policy.toml"


def libraries() -> list[str]:
    """Debian's packages of the libraries that the tree asks for."""
    depends, recommends = deb.relations(staging.TREE)
    named = [each.split("|")[0].split("(")[0].strip() for each in f"{depends}, {recommends}".split(",")]
    return sorted(set(named) - {"libc6", FONT})


def held(system: System, package: str) -> None:
    """Every library that the package requires is one that the system's loader has under that very name."""
    asked = run(["rpm", "-qp", "--requires", package]).split()
    sonames = [name.partition("()")[0] for name in asked if name.endswith("()(64bit)")]
    known = set(re.findall(r"^\s+(\S+) \(libc6,x86-64\)", system.admin("ldconfig", "-p"), re.MULTILINE))
    check(len(sonames) > 20, f"the package requires next to nothing: {asked}")
    check(not set(sonames) - known, f"required, and not there under that name: {sorted(set(sonames) - known)}")


def successor(made: Release) -> str:
    """A newer .rpm of the same tree, packed in haste; its name in the root's own /root."""
    newer = rpm.build(staging.stage(made), dataclasses.replace(made, version=f"9.{made.version}"), "w1.gzdio")
    return str(newer)


def try_root(made: Release) -> str:
    """Install, use, upgrade, remove. Returns what was seen, in one line."""
    package = DIST / f"{NAME}-{made.version}-1.{rpm.ARCH}.rpm"
    check(package.exists(), f"{package.name} is not there: packaging/build.py rpm")
    check(staging.STAMP.exists(), "the tree that it was made of is gone: packaging/build.py rpm")
    newer = successor(made)
    begun = time.monotonic()
    system = System(SUITE, "rpm")
    system.make()
    system.fetch("apt-get", "install", "-y", "--no-install-recommends", "rpm", FONT, *libraries())
    for file in (str(package), newer):
        shutil.copyfile(file, system.root / "root" / file.rpartition("/")[2])
    try:
        with running(system):
            held(system, str(package))
            system.admin(*RPM, "-i", f"/root/{package.name}")
            check(not system.admin("rpm", "-V", "--nodeps", NAME).strip(), "what is installed is not what was packed")
            healthy(system)
            document = "binhai-artificial-intelligence-2019"
            picture(system, "rpm-offscreen", document, QT_QPA_PLATFORM="offscreen")
            with screen() as display:
                picture(system, "rpm-x11", DISPLAY=display, QT_QPA_PLATFORM="xcb")
            system.user(NAME, "notes", "add", document, "--note", "安装测试")
            policy = system.root / CONFIG
            policy.write_text(policy.read_text("utf-8") + 'script = "tw"\n', encoding="utf-8")
            system.admin(*RPM, "-U", f"/root/{newer.rpartition('/')[2]}")
            check('script = "tw"' in policy.read_text("utf-8"), "an upgrade lost the edited policy file")
            check("安装测试" in system.user(NAME, "notes", "list"), "an upgrade lost a note")
            healthy(system)
            system.admin(*RPM, "-e", NAME)
            check(not (system.root / "usr/lib" / NAME).exists(), "removal left the program behind")
            check(not (system.root / f"usr/share/doc/{NAME}").exists(), "removal left documents behind")
            check((system.root / f"{CONFIG}.rpmsave").exists(), "removal took the edited policy file")
            notes = system.root / "home" / "reader" / ".local/share/policy-reader/notes.db"
            check(notes.exists(), "removal took the user's notes away")
    finally:
        (DIST / newer.rpartition("/")[2]).unlink(missing_ok=True)
    return (
        f"rpm in a bare root ({SUITE}): installed, verified, ran, upgraded, removed in {time.monotonic() - begun:.0f} s"
    )


def main() -> int:
    """Try the .rpm of this version; builds nothing but a newer one of the same tree."""
    if why := missing() or ("" if shutil.which("rpm") else "rpm is not installed"):
        say(f"SKIPPED: {why}")
        return 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        print(try_root(release()), flush=True)
    except Unable as error:
        say(f"SKIPPED: {error}")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
