"""The Debian package, from the staged tree. Reproducible: the same commit gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import icons
import staging
import trim
from workshop import DIST, HERE, NAME, WORK, BuildError, Release, fill, fresh, put, run, say, settle, tree_size

LINUX = HERE / "linux"
HOME = f"usr/lib/{NAME}"
APPARMOR = "etc/apparmor.d/usr.lib.policy-reader.policy-reader"
AMD64, ARM64 = "amd64", "arm64"
LIBC_OF = {AMD64: "2.28", ARM64: "2.31"}
PACKED, INSTALLED = 48_000_000, 170_000_000  # bytes; what was promised

# Library the loader asks for → Debian package, the same names from Debian 10 on.
REQUIRED = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1",
    "libICE.so.6": "libice6", "libSM.so.6": "libsm6", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1", "libstdc++.so.6": "libstdc++6 (>= 8)", "libxcb.so.1": "libxcb1",
    "libxcb-glx.so.0": "libxcb-glx0", "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0", "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1 | libxcb-util0", "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libz.so.1": "zlib1g", "libzstd.so.1": "libzstd1",
}  # fmt: skip
OPTIONAL = {  # only plugins that Qt does without ask for these
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1", "libcups.so.2": "libcups2",
}  # fmt: skip
LIBC = re.compile(r"(libc|libm|libdl|libpthread|librt|libutil|libcrypt|ld-linux-x86-64|ld-linux-aarch64)\.so\.\d+")
FONTS = "fonts-noto-cjk"


def outside_libraries(tree: Path) -> set[str]:
    """Names of the libraries that the tree's ELF files ask the system for, but for those of the C library."""
    asked: set[str] = set()
    own = {path.name for path in tree.rglob("*.so*")}
    for binary in trim.binaries(tree):
        asked |= trim.needs(binary)
    return {name for name in asked - own if not LIBC.fullmatch(name)}


def relations(tree: Path, machine: str = AMD64) -> tuple[str, str]:
    """Depends and Recommends, from what the tree's ELF files ask for. Raises BuildError for a library nobody knows."""
    outside = outside_libraries(tree)
    if unknown := sorted(outside - set(REQUIRED) - set(OPTIONAL)):
        raise BuildError(f"no Debian package is named in deb.py for {', '.join(unknown)}")
    depends = {f"libc6 (>= {LIBC_OF[machine]})"} | {REQUIRED[name] for name in outside if name in REQUIRED}
    recommends = {FONTS} | {OPTIONAL[name] for name in outside if name in OPTIONAL}
    return ", ".join(sorted(depends)), ", ".join(sorted(recommends))


def build(tree: Path, release: Release, machine: str = AMD64) -> Path:
    """dist/policy-reader_VERSION_MACHINE.deb."""
    root = fresh(WORK / f"deb-{machine}")
    lay_out(root, tree, release)
    documents = root / "usr/share/doc" / NAME
    put(root / APPARMOR, (LINUX / "apparmor").read_text("utf-8"))
    put(documents / "copyright", (LINUX / "copyright").read_text("utf-8"))
    put(root / "usr/share/lintian/overrides" / NAME, (LINUX / "lintian-overrides").read_text("utf-8"))
    squeeze(documents / "changelog.gz", changelog(release, datetime.fromtimestamp(release.epoch, UTC)))
    control(root, tree, release, NAME, ["/etc/policy-reader/policy.toml", f"/{APPARMOR}"], machine)
    target = pack(root, DIST / f"{NAME}_{release.version}_{machine}.deb", release)
    packed, installed = target.stat().st_size, tree_size(root)
    if packed > PACKED or installed > INSTALLED:
        raise BuildError(f"{target.name} has grown too big: {packed} bytes packed, {installed} installed")
    return target


def lay_out(root: Path, tree: Path, release: Release) -> None:
    """What every package of a distribution has, where it belongs: program, documents, menu, manual, policy."""
    shutil.copytree(tree, root / HOME, symlinks=True)
    documents = root / "usr/share/doc" / NAME
    documents.mkdir(parents=True)
    (root / HOME / "VERSION").replace(documents / "VERSION")
    # About reads these beside resources/, also where no documentation is installed. The links are those of files: dpkg
    # would not put one in the place of a folder that an earlier build had there.
    (documents / "sbom.cdx.json").symlink_to(f"../../../lib/{NAME}/sbom.cdx.json")
    (documents / "licences").mkdir()
    for file in sorted((root / HOME / "licences").iterdir()):
        (documents / "licences" / file.name).symlink_to(f"../../../../lib/{NAME}/licences/{file.name}")
    (documents / "vex.cdx.json").symlink_to(f"../../../lib/{NAME}/vex.cdx.json")
    desktop_files(root, release)
    completions = root / "usr/share/bash-completion/completions"
    completions.mkdir(parents=True)
    (root / HOME / staging.COMPLETION).replace(completions / NAME)
    put(root / "etc" / NAME / "policy.toml", (LINUX / "policy.toml").read_text("utf-8"))
    squeeze(documents / "NEWS.gz", (tree / "NEWS.md").read_text("utf-8"))
    (root / HOME / "NEWS.md").unlink()
    date = f"{datetime.fromtimestamp(release.epoch, UTC):%Y-%m-%d}"
    manual = fill(LINUX / "policy-reader.1", version=release.version, date=date)
    squeeze(root / "usr/share/man/man1" / f"{NAME}.1.gz", manual)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")


def desktop_files(root: Path, release: Release) -> None:
    """Menu entry, icons, AppStream and MIME type."""
    share = root / "usr/share"
    put(share / f"applications/{NAME}.desktop", fill(LINUX / "policy-reader.desktop", exec=NAME, icon=NAME))
    date = f"{datetime.fromtimestamp(release.epoch, UTC):%Y-%m-%d}"
    metainfo = fill(LINUX / "metainfo.xml", version=release.version, date=date)
    put(share / "metainfo/org.policyreader.policy_reader.metainfo.xml", metainfo)
    put(share / f"mime/packages/{NAME}.xml", (LINUX / "mime.xml").read_text("utf-8"))
    icons.install(share / "icons/hicolor", NAME)


def control(root: Path, tree: Path, release: Release, package: str, conffiles: list[str], machine: str = AMD64) -> None:
    """The package's description. It has no maintainer scripts: dpkg's triggers refresh menus, icons and MIME types."""
    depends, recommends = relations(tree, machine)
    text = fill(
        LINUX / "control", package=package, version=release.version, size=-(-tree_size(root) // 1024), depends=depends,
        recommends=recommends, machine=machine, libc=LIBC_OF[machine],
    )  # fmt: skip
    sums = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            # dpkg wants MD5 here, against damage and not against malice
            made = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            sums.append(f"{made}  {path.relative_to(root)}\n")
    put(root / "DEBIAN/control", text)
    put(root / "DEBIAN/md5sums", "".join(sums))
    if conffiles:
        put(root / "DEBIAN/conffiles", "".join(f"{name}\n" for name in conffiles))


def pack(root: Path, target: Path, release: Release) -> Path:
    """The .deb of a finished root."""
    settle(root, release.epoch)
    target.parent.mkdir(parents=True, exist_ok=True)
    say(f"packing {target.name}")
    env = {"SOURCE_DATE_EPOCH": str(release.epoch), "DPKG_DEB_THREADS_MAX": str(min(2, os.cpu_count() or 1))}
    run(["dpkg-deb", "-Zxz", "-z6", "--root-owner-group", "-b", str(root), str(target)], env=env)
    return target


def changelog(release: Release, date: datetime) -> str:
    """Debian's own form of a change log."""
    when = f"{date:%a, %d %b %Y %H:%M:%S} +0000"
    return (
        f"{NAME} ({release.version}) stable; urgency=medium\n\n  * Built from commit {release.commit}.\n"
        f"  * What changed for users is in NEWS.gz.\n\n"
        f" -- Policy Reader maintainers <maintainers@policyreader.invalid>  {when}\n"
    )


def squeeze(target: Path, text: str) -> None:
    """A gzip file that tells no date."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
