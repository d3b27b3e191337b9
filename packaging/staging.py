"""The Linux tree that all Linux targets pack: frozen program, corpus with its index, resources, licences, bill.

Made once for a commit and for a state of the packaging; then taken as it is.
"""

from __future__ import annotations

import hashlib
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import bill
import hardening
import linux_zip
import source
import trim
import vex
from workshop import HERE, NAME, WORK, BuildError, Release, Unable, digest, fresh, put, run, say, settle, tree_size

TREE = WORK / "tree" / NAME
STAMP = WORK / "tree" / "stamp"
GLIBC, GLIBCXX = (2, 28), (3, 4, 25)  # UOS 20
RENEWED = (("libbz2-a273e504.so.1.0.6", "libbz2.so.1.0", "lib/_bz2.*"),)
"""Libraries of the freezer with known faults: the file; that of a Debian package which stands in; what asks for it."""

CORPUS = ("normalised", "raw", "registers", "index")


COMPLETION = "completion.bash"


def state(release: Release) -> str:
    """What the tree is made from, in one word; changes whenever it has to be made anew."""
    made = hashlib.sha256(f"{release} {sysconfig.get_python_version()}".encode())
    of_all = (HERE.rglob(pattern) for pattern in ("*.py", "*.toml", "*.lock", "licences/*", "linux/*"))
    for file in sorted(file for files in of_all for file in files):
        made.update(file.read_bytes())
    return made.hexdigest()


def stage(release: Release) -> Path:
    """The finished tree. Raises BuildError where it would ask for a newer system than promised."""
    wanted = state(release)
    if release.commit and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return TREE
    python = source.environment()
    origin = source.export(release)
    env = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(release.epoch), "PYTHONDONTWRITEBYTECODE": "1"}
    say("building corpus and index")
    run([str(python), "-P", str(HERE / "index_here.py"), str(origin)], env=env)
    say("freezing")
    fresh(TREE)
    for name in ("start.py", "first.py"):
        shutil.copyfile(HERE / "linux" / name, origin / name)
    run([str(python), "-P", str(HERE / "freeze_here.py"), str(origin), str(TREE)], env=env)
    fetch_libraries(TREE, pinned())
    for old, new, file in RENEWED:
        trim.lead_to(next(TREE.glob(file)), old, new)
    trim.trim(TREE)
    linux_zip.fold(TREE / "lib")
    trim.strip(TREE)
    newest = trim.floor(TREE, GLIBC, GLIBCXX)
    say(f"hardening: {hardening.check(TREE)}")
    furnish(TREE, origin, release)
    tell(TREE, release)
    try_it(TREE)
    settle(TREE, release.epoch)
    STAMP.write_text(wanted, encoding="utf-8")
    say(f"tree: {tree_size(TREE) / 1e6:.1f} MB, needs {newest}")
    return TREE


def try_it(tree: Path) -> None:
    """Let the program check itself: what is broken in the source is found here and not by a user."""
    home = str(fresh(WORK / "home"))
    env = {"HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "DISPLAY": ""}
    said = run([str(tree / NAME), "healthcheck"], env=env)
    if "随附索引有效" not in said:
        raise BuildError(f"the index in the tree does not fit the program:\n{said}")


def furnish(tree: Path, origin: Path, release: Release, system: str = "linux") -> None:
    """Put beside the program what it reads, and what people may want to read."""
    for name in CORPUS:
        shutil.copytree(origin / "corpus" / name, tree / "corpus" / name)
    shutil.copyfile(origin / "corpus" / "catalogue.toml", tree / "corpus" / "catalogue.toml")
    list_files(origin, tree / "corpus")
    shutil.copytree(origin / "resources", tree / "resources")
    for path in [*(tree / "corpus").rglob("*"), *(tree / "resources").rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    site = next((source.VENV / "lib").glob("python3*")) / "site-packages"
    bill.write_licences(site, tree / "licences")
    if (tree / "frozen_application_license.txt").exists():
        (tree / "frozen_application_license.txt").replace(tree / "licences" / "cx_Freeze.txt")
    shutil.copyfile(origin / "CHANGELOG.md", tree / "NEWS.md")
    if system == "linux":
        python = str(source.venv_python())
        put(tree / COMPLETION, run([python, "-P", str(HERE / "completion_here.py"), str(origin)], cwd=origin))
    put(tree / "VERSION", f"{NAME} {release.version}\ncommit {release.commit}\n")


def tell(tree: Path, release: Release, system: str = "linux") -> None:
    """The bill of materials and the known findings of a tree that nothing is put into or taken out of any more."""
    site = next((source.VENV / "lib").glob("python3*")) / "site-packages"
    wheels = bill.archives(WORK / ("wheels-windows" if system == "windows" else "wheels-linux"))
    bill.write_bill(bill.shipped(site), tree, release, system, wheels)
    vex.write(tree / "vex.cdx.json", release, tree / "sbom.cdx.json", system)


def list_files(origin: Path, corpus: Path) -> None:
    """Write the list that healthcheck and the window compare a corpus and its index with."""
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    code = "import sys, pathlib; from reader.packs import integrity; integrity.write(pathlib.Path(sys.argv[1]))"
    run([str(source.venv_python()), "-c", code, str(corpus)], cwd=origin, env=environment)


def pinned(
    lock: str = "debs.lock", machine: str = "amd64", env: dict[str, str] | None = None
) -> Iterator[tuple[Path, str, str]]:
    """Each library that comes from a Debian package: the package, fetched; the file in it; where it goes.

    Args:
        lock: which file of this folder names them.
        machine: what they are for, as Debian calls it.
        env: what leads apt to packages of another machine than this one.
    """
    for line in (HERE / lock).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        package, wanted, file, target = line.split()
        folder = WORK / "debs"
        folder.mkdir(parents=True, exist_ok=True)
        deb = folder / f"{package.replace('=', '_')}_{machine}.deb"
        if not deb.exists() or digest(deb) != wanted:
            try:
                run(["apt-get", "download", package], cwd=folder, env=env)
            except BuildError as error:
                raise Unable(f"{package} is not to be had from this machine's Debian mirror: {error}") from error
        if digest(deb) != wanted:
            raise BuildError(f"{deb.name} has not the SHA-256 of packaging/{lock}")
        yield deb, file, target


def fetch_libraries(tree: Path, packages: Iterator[tuple[Path, str, str]]) -> None:
    """Take single libraries out of pinned Debian packages: those that older systems lack, or that have known faults."""
    for deb, file, target in packages:
        unpacked = fresh(deb.parent / "unpacked")
        run(["dpkg-deb", "-x", str(deb), str(unpacked)])
        (tree / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(unpacked / file, tree / target)
        (tree / target).chmod(0o644)
