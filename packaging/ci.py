"""What continuous integration does with packages: a release without its last step, and its .deb used in a bare system.

The package is that of the version to come, cut as `make release` does (changelog, notes, commit), so that a version can
be cut on any day; where the notes speak of none, or something is not committed, it is that of HEAD.

What this machine cannot do is said in one line beginning with SKIPPED, and is no failure: no root, no network, no
tools. A package that does not build, or that does not work where it was installed, is one.
"""

from __future__ import annotations

import os
import shutil
import sys
import time

import deb
import release as cutting
import repo
import source
import staging
import try_deb
from workshop import BuildError, Release, Unable, release, run, say

SUITE = "bookworm"
TOOLS = {  # program → Debian package
    "debootstrap": "debootstrap", "dpkg-deb": "dpkg", "git": "git", "readelf": "binutils", "strip": "binutils",
    "unshare": "util-linux", "Xvfb": "xvfb",
}  # fmt: skip


def lacking() -> list[str]:
    """Debian packages of the programs that are missing."""
    return sorted({package for program, package in TOOLS.items() if not shutil.which(program)})


def install_tools() -> None:
    """Get what is missing. Raises Unable where it cannot be had: that is the machine's affair, whatever the reason."""
    packages = lacking()
    try:
        run(["apt-get", "update", "-q"])
        if packages:
            say(f"installing {' '.join(packages)}")
            command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
            run(command, env={"DEBIAN_FRONTEND": "noninteractive"})
    except BuildError as error:
        raise Unable(f"{' '.join(packages) or 'the list of packages'} cannot be had: {error}") from error


def prepare() -> None:
    """Everything that needs a network, root or a tool, before anything of ours is judged. Raises Unable."""
    if os.name != "posix" or os.geteuid() != 0:
        raise Unable("not root")
    if not shutil.which("apt-get"):
        raise Unable("no apt-get: not a Debian system")
    install_tools()
    if why := try_deb.missing():
        raise Unable(why)
    source.environment()
    for _ in staging.pinned():
        pass
    try_deb.System(SUITE).base()


def made() -> Release:
    """What is packed: the version to come, cut for trial; HEAD where there is none. Raises BuildError."""
    version = cutting.upcoming()
    if not version:
        say("release-notes.toml speaks of no newer version: no dry run of a release, HEAD is packed")
        return release()
    if cutting.git("status", "--porcelain", "--untracked-files=no"):
        say("something is not committed: no dry run of a release, HEAD is packed")
        return release()
    for name in ("AUTHOR", "COMMITTER"):  # nobody's: the commit is thrown away
        os.environ.setdefault(f"GIT_{name}_NAME", "package-ci")
        os.environ.setdefault(f"GIT_{name}_EMAIL", "package-ci@policyreader.invalid")
    return release(cutting.rehearse(version))


def main() -> int:
    """0 where all that could be tried went well; 1 with one sentence otherwise."""
    begun = time.monotonic()
    os.environ["PATH"] += os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"  # debootstrap and chroot, also for a plain su
    try:
        prepare()
    except Unable as error:
        say(f"SKIPPED, nothing is said about the packages: {shorter(error)}")
        return 0
    except BuildError as error:
        say(str(error))
        return 1
    try:
        packed = made()
        package = deb.build(staging.stage(packed), packed)
        say(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB after {time.monotonic() - begun:.0f} s")
        repo.build(packed)
        try_deb.PICTURES.mkdir(parents=True, exist_ok=True)
        print(try_deb.try_suite(SUITE, package), flush=True)
    except Unable as error:
        say(f"SKIPPED, the package was built but not installed: {shorter(error)}")
    except BuildError as error:
        say(str(error))
        return 1
    say(f"took {time.monotonic() - begun:.0f} s")
    return 0


def shorter(error: Unable) -> str:
    """The first line of a sentence and the last of what a program said."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " … ".join(dict.fromkeys((lines[0], lines[-1]))) if lines else ""


if __name__ == "__main__":
    sys.exit(main())
