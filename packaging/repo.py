"""An apt repository of the .debs in dist/, for a mirror inside a network: plain files that any server gives.

The metadata is signed with an OpenPGP key of the builder's, because apt asks for that; there is no other way apt takes.
Same packages, same key, same bytes but for the signature.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from workshop import DIST, NAME, BuildError, Release, digest, fresh, put, run, say

KEY = "POLICY_READER_GPG_KEY"
SUITE, COMPONENT = "stable", "main"
PLACE = DIST / "apt"
POOL = f"pool/{COMPONENT}"


def build(release: Release) -> list[Path]:
    """dist/apt from all .debs in dist/. Raises BuildError where there is none."""
    packages = sorted(file for file in DIST.glob("*.deb") if file.name.startswith(NAME))
    if not packages:
        raise BuildError("dist/ has no .deb; build one first (build.py deb)")
    return write(packages, PLACE, release, os.environ.get(KEY, ""))


def write(packages: list[Path], place: Path, release: Release, key: str = "") -> list[Path]:
    """A repository.

    Args:
        packages: .deb files, copied into its pool.
        key: fingerprint or address of an OpenPGP key in the builder's keyring; empty: not signed.

    Returns:
        The files that clients read first.
    """
    fresh(place)
    entries: dict[str, list[str]] = {}
    for package in packages:
        target = place / POOL / package.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package, target)
        machine = run(["dpkg-deb", "-f", str(package), "Architecture"]).strip()
        entries.setdefault(machine, []).append(_entry(target, f"{POOL}/{package.name}"))
    suite = place / "dists" / SUITE
    for machine, of in sorted(entries.items()):
        index = suite / COMPONENT / f"binary-{machine}" / "Packages"
        text = "\n".join(sorted(of))
        put(index, text)
        index.with_name("Packages.gz").write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    put(suite / "Release", _release(suite, sorted(entries), release))
    made = [suite / "Release"]
    if key:
        made += _sign(suite, key, place)
    else:
        say(f"the apt repository is not signed: {KEY} names no OpenPGP key")
    return made


def _entry(package: Path, name: str) -> str:
    """One package in an index: what it says of itself, where it is, its sums."""
    told = run(["dpkg-deb", "-f", str(package)]).rstrip("\n")
    data = package.read_bytes()
    # MD5 is asked for by old tools; clients believe SHA-256
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return f"{told}\nFilename: {name}\nSize: {len(data)}\nMD5sum: {md5}\nSHA256: {digest(package)}\n"


def _release(suite: Path, machines: list[str], release: Release) -> str:
    """The file that names all indexes with their sums. It has no date of expiry: a mirror may stand for years."""
    date = f"{datetime.fromtimestamp(release.epoch, UTC):%a, %d %b %Y %H:%M:%S} UTC"
    head = {
        "Origin": "Policy Reader", "Label": "Policy Reader", "Suite": SUITE, "Codename": SUITE,
        "Version": release.version,
        "Date": date, "Architectures": " ".join(machines), "Components": COMPONENT,
        "Description": "Policy Reader, an offline reader for Chinese government policy documents",
    }  # fmt: skip
    indexes = sorted(file for file in suite.rglob("Packages*") if file.is_file())
    sums = [f" {digest(file)} {file.stat().st_size} {file.relative_to(suite).as_posix()}\n" for file in indexes]
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + "SHA256:\n" + "".join(sums)


def _sign(suite: Path, key: str, place: Path) -> list[Path]:
    """InRelease, Release.gpg, and the public key for clients. Raises BuildError where gpg cannot."""
    gpg = ["gpg", "--batch", "--yes", "--armor", "--local-user", key, "--digest-algo", "SHA512"]
    inline, beside, public = suite / "InRelease", suite / "Release.gpg", place / f"{NAME}.asc"
    run([*gpg, "--clearsign", "--output", str(inline), str(suite / "Release")])
    run([*gpg, "--detach-sign", "--output", str(beside), str(suite / "Release")])
    exported = subprocess.run(["gpg", "--batch", "--armor", "--export", key], check=False, stdout=subprocess.PIPE)
    if exported.returncode or not exported.stdout:
        raise BuildError(f"gpg does not give the public key {key}")
    public.write_bytes(exported.stdout)
    return [inline, beside, public]
