"""The .rpm for Kylin Server, openEuler and the like (x86_64, glibc 2.28), from the staged tree, made by rpmbuild.

What it requires is named by libraries, not by packages: the same names hold in every distribution of this kind. It has
no scripts; the system's file triggers refresh menus and kinds of files. The same commit gives the same bytes.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import deb
from workshop import DIST, HERE, NAME, WORK, BuildError, Release, fill, fresh, run, say, settle

SPEC = HERE / "linux" / "policy-reader.spec"
ARCH = "x86_64"
FOLDERS = ("usr/lib", "usr/share/doc")  # of these a folder of the program's name; it is the package's as a whole


def build(tree: Path, release: Release, payload: str = "w6.xzdio") -> Path:
    """dist/policy-reader-VERSION-1.x86_64.rpm. Raises BuildError where rpmbuild is missing or fails.

    Args:
        payload: how hard it is packed, in rpm's words; all systems that it is for read xz.
    """
    if not shutil.which("rpmbuild"):
        raise BuildError("rpmbuild is needed for the rpm target: apt-get install rpm")
    top = fresh(WORK / "rpm")
    root = top / "root"
    deb.lay_out(root, tree, release)
    settle(root, release.epoch)
    requires, recommends = relations(tree)
    date = datetime.fromtimestamp(release.epoch, UTC)
    text = fill(
        SPEC, version=release.version, commit=release.commit, requires=_lines("Requires", requires),
        recommends=_lines("Recommends", recommends), files="\n".join(listed(root)), root=root,
        date=f"{date:%a %b %d %Y}",
    )  # fmt: skip
    (top / "policy-reader.spec").write_text(text, encoding="utf-8")
    say("packing the .rpm")
    defines = {
        "_topdir": str(top), "_rpmdir": str(top / "out"), "_dbpath": str(top / "db"), "_buildhost": "reproducible",
        "_build_name_fmt": "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm", "_binary_payload": payload,
        "use_source_date_epoch_as_buildtime": "1", "clamp_mtime_to_source_date_epoch": "1",
    }  # fmt: skip
    words = [word for name, value in defines.items() for word in ("--define", f"{name} {value}")]
    env = {"SOURCE_DATE_EPOCH": str(release.epoch), "LC_ALL": "C.UTF-8"}
    run(["rpmbuild", "-bb", "--target", f"{ARCH}-linux", "--noclean", *words, str(top / "policy-reader.spec")], env=env)
    made = next((top / "out").rglob("*.rpm"))
    DIST.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(made, DIST / made.name))


def relations(tree: Path) -> tuple[list[str], list[str]]:
    """What the package requires and recommends, by the names of libraries. Raises BuildError for one nobody knows."""
    outside = deb.outside_libraries(tree)
    if unknown := sorted(outside - set(deb.REQUIRED) - set(deb.OPTIONAL)):
        raise BuildError(f"no package is named in deb.py for {', '.join(unknown)}")
    needed = [f"{name}()(64bit)" for name in sorted(outside & set(deb.REQUIRED))]
    wanted = [f"{name}()(64bit)" for name in sorted(outside & set(deb.OPTIONAL))]
    return [f"libc.so.6(GLIBC_{deb.LIBC_OF[deb.AMD64]})(64bit)", *needed], ["google-noto-sans-cjk-ttc-fonts", *wanted]


def listed(root: Path) -> list[str]:
    """The lines of %files: the program's own folders as a whole, every other file by itself, the policy as kept."""
    own = [f"/{folder}/{NAME}" for folder in FOLDERS]
    lines = list(own)
    for path in sorted(root.rglob("*")):
        place = f"/{path.relative_to(root).as_posix()}"
        if any(place == folder or place.startswith(f"{folder}/") for folder in own):
            continue
        if place == f"/etc/{NAME}":
            lines.append(f"%dir {place}")
        elif path.is_symlink() or path.is_file():
            lines.append(f"%config(noreplace) {place}" if place.startswith("/etc/") else place)
    return lines


def _lines(name: str, values: list[str]) -> str:
    return "\n".join(f"{name}: {value}" for value in values)
