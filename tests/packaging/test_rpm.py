"""The package for rpm systems, of a small tree: what it holds, asks for and keeps; the same bytes twice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tool = Callable[[str], Any]
NAMES = (
    "licences/a b.txt",
    "NEWS.md",
    "VERSION",
    "completion.bash",
    "sbom.cdx.json",
    "vex.cdx.json",
    "corpus/中文 名.json",
)


@pytest.fixture
def shop(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The rpm target on a tree of a few files."""
    if not shutil.which("rpmbuild"):
        pytest.skip("no rpmbuild here: no .rpm was made")
    rpm = tool("rpm")
    tree = tmp_path / "tree"
    for name in NAMES:
        tool("workshop").put(tree / name, "x\n")
    shutil.copyfile(shutil.which("true") or "/bin/true", tree / "policy-reader")
    (tree / "policy-reader").chmod(0o755)
    monkeypatch.setattr(rpm, "WORK", tmp_path / "a folder with blanks")
    monkeypatch.setattr(rpm, "DIST", tmp_path / "dist")
    monkeypatch.setattr(tool("deb"), "outside_libraries", lambda _tree: {"libX11.so.6", "libcups.so.2"})
    monkeypatch.setattr(tool("icons"), "install", lambda _folder, _name: None)
    rpm.tree = tree
    return rpm


def asked(package: Path, *words: str) -> list[str]:
    done = subprocess.run(["rpm", "-qp", *words, str(package)], check=True, capture_output=True, encoding="utf-8")
    return [line for line in done.stdout.splitlines() if not line.startswith("rpmlib(")]


def test_the_package_keeps_the_policy_asks_for_libraries_and_has_no_scripts(shop: Any, tool: Tool) -> None:
    release = tool("workshop").Release("0.2.0", "abc", 1_700_000_000)
    made = shop.build(shop.tree, release, "w1.gzdio")
    assert made.name == "policy-reader-0.2.0-1.x86_64.rpm"
    assert asked(made, "--requires") == ["libX11.so.6()(64bit)", "libc.so.6(GLIBC_2.28)(64bit)"]
    assert asked(made, "--recommends") == ["google-noto-sans-cjk-ttc-fonts", "libcups.so.2()(64bit)"]
    assert asked(made, "--scripts") == []
    flags = asked(made, "--queryformat", r"[%{FILEFLAGS:fflags} %{FILENAMES}\n]")
    assert [line for line in flags if "c" in line.split(" ")[0]] == ["cn /etc/policy-reader/policy.toml"], (
        "an edited one stays"
    )
    files = set(asked(made, "--list"))
    assert {"/usr/lib/policy-reader/corpus/中文 名.json", "/usr/lib/policy-reader/licences/a b.txt"} <= files
    assert {"/usr/bin/policy-reader", "/usr/share/mime/packages/policy-reader.xml"} <= files
    assert not [name for name in files if name in {"/usr", "/usr/bin", "/usr/lib", "/etc", "/usr/share/man"}]
    assert not [name for name in files if "apparmor" in name or "lintian" in name]
    once = made.read_bytes()
    assert shop.build(shop.tree, release, "w1.gzdio").read_bytes() == once, "the same bytes twice"


def test_a_library_that_nobody_names_stops_the_build(shop: Any, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool("deb"), "outside_libraries", lambda _tree: {"libnone.so.1"})
    with pytest.raises(tool("workshop").BuildError, match="libnone"):
        shop.build(shop.tree, tool("workshop").Release("0.2.0", "abc", 0))
