"""The apt repository: what apt would read of it, and whose signature is on it."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg here")
CONTROL = """Package: policy-reader
Version: {version}
Architecture: {machine}
Maintainer: nobody <nobody@example.invalid>
Description: trial
 of nothing
"""


def package(folder: Path, version: str, machine: str = "amd64") -> Path:
    root = folder / f"{version}-{machine}"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(CONTROL.format(version=version, machine=machine), "utf-8")
    root.chmod(0o755)
    (root / "DEBIAN").chmod(0o755)
    target = folder / f"policy-reader_{version}_{machine}.deb"
    subprocess.run(
        ["dpkg-deb", "-Znone", "--root-owner-group", "-b", str(root), str(target)], check=True, capture_output=True
    )
    return target


def test_every_package_is_listed_with_place_and_sum(tool: Callable[[str], Any], tmp_path: Path) -> None:
    repo, release = tool("repo"), tool("workshop").Release("0.2.0", "abc", 1_700_000_000)
    packages = [package(tmp_path, "0.1.0"), package(tmp_path, "0.2.0"), package(tmp_path, "0.2.0", "arm64")]
    place = tmp_path / "apt"
    assert [file.name for file in repo.write(packages, place, release)] == ["Release"]
    suite = place / "dists/stable"
    index = (suite / "main/binary-amd64/Packages").read_text("utf-8")
    assert re.findall(r"(?m)^Version: (.+)$", index) == ["0.1.0", "0.2.0"]
    for entry in index.split("\n\n"):
        told = dict(re.findall(r"(?m)^(Filename|Size|SHA256): (.+)$", entry))
        data = (place / told["Filename"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (int(told["Size"]), told["SHA256"])
    assert gzip.decompress((suite / "main/binary-amd64/Packages.gz").read_bytes()).decode() == index
    head = (suite / "Release").read_text("utf-8")
    assert "Architectures: amd64 arm64\n" in head
    assert "Date: Tue, 14 Nov 2023 22:13:20 UTC\n" in head
    listed = re.findall(r"(?m)^ ([0-9a-f]{64}) (\d+) (\S+)$", head)
    assert len(listed) == 4
    for digest, size, name in listed:
        data = (suite / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, int(size))
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    repo.write(packages, place, release)
    assert {file: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before


@pytest.mark.skipif(shutil.which("gpg") is None or shutil.which("gpgv") is None, reason="no gpg here")
def test_the_signature_is_the_builders_and_breaks_with_the_list(
    tool: Callable[[str], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    make = [
        "gpg",
        "--batch",
        "--quiet",
        "--passphrase",
        "",
        "--quick-generate-key",
        "reader@example.invalid",
        "ed25519",
        "sign",
    ]
    subprocess.run(make, check=True, capture_output=True)
    try:
        place = tmp_path / "apt"
        release = tool("workshop").Release("0.1.0", "", 0)
        made = tool("repo").write([package(tmp_path, "0.1.0")], place, release, "reader@example.invalid")
        assert [file.name for file in made] == ["Release", "InRelease", "Release.gpg", "policy-reader.asc"]
        ring = tmp_path / "ring.gpg"
        subprocess.run(["gpg", "--batch", "--dearmor", "-o", str(ring), str(made[3])], check=True, capture_output=True)

        def believed() -> list[bool]:
            checks: list[list[Path]] = [[made[1]], [made[2], made[0]]]
            return [
                subprocess.run(["gpgv", "--keyring", str(ring), *map(str, files)], capture_output=True, check=False).returncode == 0
                for files in checks
            ]  # fmt: skip

        assert believed() == [True, True]
        for file in made[:2]:
            file.write_text(file.read_text("utf-8").replace("Suite: stable", "Suite: unstable"), "utf-8")
        assert believed() == [False, False]
    finally:
        subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False, capture_output=True)


def test_without_a_package_there_is_no_repository(
    tool: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool("repo"), "DIST", tmp_path)
    with pytest.raises(tool("workshop").BuildError, match="build one first"):
        tool("repo").build(tool("workshop").Release("0.1.0", "", 0))
