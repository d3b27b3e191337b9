"""The Debian package for 64-bit ARM (Kylin V10 SP1, Debian 11 and newer), put together on x86_64.

The frozen tree is Python's own byte code but for its ELF files. Each of those is exchanged for its counterpart: from
the aarch64 wheels of the same locked packages, and of PySide6 from 6.8.0.2, the last one for glibc 2.31 (6.8.3 and
newer ask for 2.39). Tried with qemu-user by try_arm64.py.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import bill
import deb
import hardening
import source
import staging
import trim
import vex
import wheels
from try_deb import mirror
from workshop import HERE, NAME, WORK, BuildError, Release, fresh, put, reach, run, say, settle, tree_size

FOLDER = WORK / "arm64"
TREE = FOLDER / NAME
LOCK = HERE / "arm64.lock"  # what differs from the runtime lock, and the interpreter
GLIBC, GLIBCXX = (2, 31), (3, 4, 28)  # Kylin V10 SP1, Debian 11
TAGS = [f"manylinux_2_{minor}_aarch64" for minor in (31, 28, 27, 17)] + ["manylinux2014_aarch64"]
# Libraries that a wheel carries for itself; and the one that a Debian package stands in for on x86_64.
HASHED = re.compile(r"(lib[a-z0-9]+)(?:-[0-9a-f]{8}\.so.*|\.so\.1\.0)")
OLD_BZIP2 = re.compile(r"libbz2-[0-9a-f]{8}\.so\.1\.0\.6")  # of the freezer, with known faults
X86_ONLY = {"_feature_detector_cpp.cpython-311-x86_64-linux-gnu.so"}  # asks an x86 processor what it is
QT = ("PySide6", "shiboken6")
APT = FOLDER / "apt"
SUITE = "bookworm"  # what debs-arm64.lock was chosen from
SETTINGS = """APT::Architecture "arm64"; APT::Architectures {{"arm64";}}; APT::Sandbox::User "root";
APT::Install-Recommends "false"; Acquire::Check-Valid-Until "false"; APT::Update::Error-Mode "any";
Dir::State::lists "{0}/lists"; Dir::State::status "{0}/status"; Dir::Cache "{0}/cache";
Dir::Etc::SourceList "{0}/sources.list"; Dir::Etc::SourceParts "/dev/null";
"""


def build(release: Release) -> list[Path]:
    """dist/policy-reader_VERSION_arm64.deb."""
    if not shutil.which("aarch64-linux-gnu-strip"):
        raise BuildError("aarch64-linux-gnu-strip is needed for arm64: apt-get install binutils-aarch64-linux-gnu")
    site = fetch()
    origin = staging.stage(release)
    tree = fresh(TREE)
    shutil.copytree(origin, tree, symlinks=True, dirs_exist_ok=True)
    exchange(tree, site)
    renew(tree)
    trim.trim(tree)
    trim.strip(tree, "aarch64-linux-gnu-strip")
    newest = trim.floor(tree, GLIBC, GLIBCXX)
    say(f"hardening: {hardening.check(tree)}")
    bill_of(tree, site, release)
    settle(tree, release.epoch)
    say(f"arm64 tree: {tree_size(tree) / 1e6:.1f} MB, needs {newest}")
    return [deb.build(tree, release, deb.ARM64)]


def fetch() -> Path:
    """The aarch64 wheels, unpacked into one folder."""
    python, folder, site = source.environment(), WORK / "wheels-arm64", fresh(FOLDER / "site")
    own = LOCK.read_text("utf-8")
    other = set(re.findall(r"^([a-z0-9-]+)==", own, re.MULTILINE))
    put(WORK / "arm64.lock", own + wheels.without(other))
    wheels.fetch(python, "3.11", TAGS, WORK / "arm64.lock", fresh(folder))
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)
    return site


def exchange(tree: Path, site: Path) -> None:
    """Put the ARM counterpart in the place of every ELF file. Raises BuildError where there is none."""
    for name in QT:
        shutil.rmtree(tree / "lib" / name)
    qt_modules(tree, site)
    for binary in list(trim.binaries(tree)):
        if "PySide6" in binary.parts or "shiboken6" in binary.parts:
            continue
        counterpart = None if binary.name in X86_ONLY else find(binary.relative_to(tree).as_posix(), site)
        binary.unlink()
        if counterpart is None:
            continue
        target = binary if binary.parent == tree else binary.with_name(counterpart.name)
        shutil.copyfile(counterpart, target)
        target.chmod(0o755 if target.parent == tree else 0o644)
    for extension in (tree / "lib").glob("*.cpython-311-aarch64-linux-gnu.so"):
        run(["patchelf", "--set-rpath", "$ORIGIN", str(extension)])


def apt(folder: Path, suite: str) -> dict[str, str]:
    """What leads apt to Debian packages for arm64 on any machine. Raises Unable where there is no mirror."""
    fresh(folder)
    for place in ("lists/partial", "cache/archives/partial"):
        (folder / place).mkdir(parents=True)
    put(folder / "status", "")
    put(folder / "sources.list", f"deb {mirror()} {suite} main\n")
    put(folder / "apt.conf", SETTINGS.format(folder))
    env = {"APT_CONFIG": str(folder / "apt.conf")}
    reach(["apt-get", "update", "-q"], env=env)
    return env


def renew(tree: Path) -> None:
    """Debian's bzip2 in the place of the freezer's, as on x86_64. Raises BuildError where that is not there."""
    found = [path for path in (tree / "lib").iterdir() if OLD_BZIP2.fullmatch(path.name)]
    if len(found) != 1:
        raise BuildError(f"{len(found)} libraries of the freezer in the tree are bzip2")
    staging.fetch_libraries(tree, staging.pinned("debs-arm64.lock", deb.ARM64, apt(APT, SUITE)))
    trim.lead_to(next((tree / "lib").glob("_bz2.*.so")), found[0].name, "libbz2.so.1.0")
    found[0].unlink()


def executable(site: Path) -> Path:
    """The program that cx_Freeze starts with."""
    return site / "freeze_core" / "bases" / "console-cpython-311-aarch64-linux-gnu"


def find(name: str, site: Path) -> Path:
    """Where the ARM counterpart of an ELF file of the tree lies."""
    if name == NAME:
        return executable(site)
    inside = name.removeprefix("lib/").replace("x86_64-linux-gnu", "aarch64-linux-gnu")
    hashed = HASHED.fullmatch(inside)
    pattern = f"freeze_core.libs/{hashed[1]}-*.so*" if hashed else inside
    found = sorted([*site.glob(pattern), *(site / "freeze_core" / "lib").glob(inside)])
    if len(found) != 1:
        raise BuildError(f"{len(found)} counterparts of {name} in the aarch64 wheels")
    return found[0]


def qt_modules(tree: Path, site: Path) -> None:
    """Qt and its bindings as they come; `trim` takes out what is not used."""
    python, lib = str(source.environment()), tree / "lib"
    for name in QT:
        (lib / name).mkdir()
        for module in [*(site / name).glob("*.py"), *(site / name).glob("lib*.so*")]:
            shutil.copyfile(module, lib / name / module.name)
        run([python, "-m", "compileall", "-q", "-b", "-s", str(tree), str(lib / name)])
    shutil.copyfile(site / "shiboken6" / "Shiboken.abi3.so", lib / "shiboken6" / "Shiboken.abi3.so")
    for binding in ("QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"):
        shutil.copyfile(site / "PySide6" / f"{binding}.abi3.so", lib / "PySide6" / f"{binding}.abi3.so")
    for folder in ("lib", "plugins", "translations"):
        shutil.copytree(site / "PySide6" / "Qt" / folder, lib / "PySide6" / "Qt" / folder)


def bill_of(tree: Path, site: Path, release: Release) -> None:
    """The bill of materials of what is really inside."""
    differing = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE))
    here = next((source.VENV / "lib").glob("python3*")) / "site-packages"
    packages = bill.shipped(site, here, differing=differing)
    wheels_here = bill.archives(WORK / "wheels-linux") | bill.archives(WORK / "wheels-arm64")
    bill.write_bill(packages, tree, release, "arm64", wheels_here)
    vex.write(tree / "vex.cdx.json", release, tree / "sbom.cdx.json", "arm64")
