"""One door to all packages: `python packaging/build.py deb|rpm|ocr|arm64|portable|uos|wheelhouse|windows|repo|all`.

Packs what is committed, from locked packages only, into dist/. Standard library only. Must not know how a target is
made: each has a file of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import arm64
import deb
import ocr_deb
import portable
import repo
import rpm
import seals
import staging
import uos
import wheelhouse
import windows
from workshop import DIST, BuildError, Release, digest, release, say

TARGETS: dict[str, Callable[[Release], list[Path]]] = {
    "deb": lambda made: [deb.build(staging.stage(made), made)],
    "rpm": lambda made: [rpm.build(staging.stage(made), made)],
    "ocr": lambda made: [ocr_deb.build(made)],
    "arm64": arm64.build,
    "portable": lambda made: [portable.build(staging.stage(made), made)],
    "uos": lambda made: [uos.build(staging.stage(made), made)],
    "wheelhouse": wheelhouse.build,
    "windows": windows.build,
    "repo": repo.build,
}


def main(arguments: list[str] | None = None) -> int:
    """Build what is asked for; prints a table of what came out. 1 with one sentence where something fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "targets", nargs="+", choices=[*TARGETS, "all"], metavar="TARGET", help=", ".join([*TARGETS, "all"])
    )
    parser.add_argument("--commit", default="HEAD", help="what to pack instead of HEAD")
    options = parser.parse_args(arguments)
    chosen = options.targets
    names = [name for name in TARGETS if name in chosen or "all" in chosen]
    if hasattr(os, "nice"):
        os.nice(5)
    try:
        made = release(options.commit)
        rows = []
        for name in names:
            begun = time.monotonic()
            files = TARGETS[name](made)
            rows += [(file, time.monotonic() - begun) for file in files]
        seals.seal(made)
    except BuildError as error:
        say(str(error))
        return 1
    for file, took in rows:
        print(
            f"{file.relative_to(DIST.parent)}  {file.stat().st_size / 1e6:.1f} MB  {took:.0f} s  sha256 {digest(file)}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
