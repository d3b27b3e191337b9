"""The Linux artefacts that need no installation by root: portable archive, UOS layout, wheelhouse. Each runs its own
`healthcheck` without a network and without a display, with nothing of the machine's settings.

Arguments: portable uos wheelhouse; all that are built when none is given.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import source
import uos
from try_deb import check
from workshop import DIST, NAME, WORK, BuildError, Unable, fresh, release, run, say

FOLDER = WORK / "try-others"
DOCUMENT = "binhai-artificial-intelligence-2019"


def ask(program: Path, *arguments: str) -> str:
    """What a program printed, its user's folders being FOLDER/home. Raises BuildError where it fails."""
    home = FOLDER / "home"
    places = {"HOME": home, "XDG_DATA_HOME": home / "d", "XDG_CONFIG_HOME": home / "c", "XDG_CACHE_HOME": home / "k"}
    plain = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "DISPLAY": "",
        **{key: str(at) for key, at in places.items()},
    }
    words = ["env", "-i", *(f"{key}={value}" for key, value in plain.items()), str(program), *arguments]
    alone = ["unshare", "--net"] if os.name == "posix" and os.geteuid() == 0 else []
    return run([*alone, *words], timeout=300)


def healthy(program: Path) -> None:
    """Everything in order, the index that came along in use, a note kept."""
    found = json.loads(ask(program, "healthcheck", "--json"))
    check(found["ok"], f"healthcheck: {found}")
    details = " ".join(each["detail"] for each in found["checks"])
    check("随附索引有效" in details, f"the bundled index is not used: {details}")
    ask(program, "notes", "add", DOCUMENT, "--note", "安装测试")
    check("安装测试" in ask(program, "notes", "list"), "a note is lost")


def portable(version: str) -> str:
    """Unpacked anywhere, it keeps what is the user's beside itself."""
    run(["tar", "-C", str(FOLDER), "-xf", str(DIST / f"{NAME}-{version}-linux-x86_64-portable.tar.xz")])
    folder = FOLDER / f"{NAME}-{version}"
    healthy(folder / NAME)
    check((folder / "data/notes.db").exists(), "the notes are not beside the program")
    check(not (FOLDER / "home" / "d").exists(), "something was written to the user's folders")
    return "portable: unpacked, healthcheck 0, notes beside it"


def store(version: str) -> str:
    """The layout of the UOS store, unpacked: all of it below /opt/apps, nothing that runs at installation."""
    package = next(DIST.glob(f"{uos.APPID}_{version}*_amd64.deb"))
    run(["dpkg-deb", "-R", str(package), str(FOLDER / "uos")])
    check({each.name for each in (FOLDER / "uos").iterdir()} == {"DEBIAN", "opt"}, "something lies outside /opt")
    check({each.name for each in (FOLDER / "uos/DEBIAN").iterdir()} == {"control", "md5sums"}, "a maintainer script")
    home = FOLDER / "uos/opt/apps" / uos.APPID
    check({each.name for each in home.iterdir()} == {"entries", "files", "info"}, "not the store's layout")
    healthy(home / "files" / NAME)
    return "UOS layout: unpacked, healthcheck 0"


def wheelhouse(version: str) -> str:
    """Installed by pip into an empty environment, with nothing but the archive."""
    name = f"{NAME}-{version}-wheels-linux-x86_64"
    shutil.unpack_archive(DIST / f"{name}.zip", FOLDER)
    run([source.base_python(), "-m", "venv", str(FOLDER / "venv")])
    pip = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", ".", "--require-hashes"]
    run([str(FOLDER / "venv/bin/python"), *pip, "-r", "requirements.txt"], cwd=FOLDER / name)
    healthy(FOLDER / "venv/bin" / NAME)
    return "wheelhouse: installed by pip without an index, healthcheck 0"


WAYS: dict[str, Callable[[str], str]] = {"portable": portable, "uos": store, "wheelhouse": wheelhouse}


def main() -> int:
    """Try what is named; builds nothing."""
    parser = argparse.ArgumentParser(description="Try the artefacts that need no installation by root.")
    parser.add_argument("ways", nargs="*", default=list(WAYS), metavar="WAY", help=", ".join(WAYS))
    ways = parser.parse_args().ways
    try:
        version = release().version
        for way in ways:
            fresh(FOLDER)
            (FOLDER / "home").mkdir()
            print(WAYS[way](version), flush=True)
    except Unable as error:
        say(f"SKIPPED: {error}")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
