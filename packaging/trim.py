"""Takes out of a frozen Linux tree what this program never loads, and everything that depends on the build machine.

What stays of Qt is said by plugin; libraries that nothing left needs go with them. Qt stays a folder of separate
shared libraries, so that a user can put other builds of them in their place (LGPL).
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from workshop import BuildError, run

PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qminimal", "qoffscreen", "qxcb", "qwayland-generic", "qwayland-egl"},
    "platformthemes": {"qxdgdesktopportal"},
    "printsupport": {"cupsprintersupport"},
    "wayland-decoration-client": {"bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": {"xdg-shell"},
    "xcbglintegrations": {"qxcb-egl-integration", "qxcb-glx-integration"},
}
TRANSLATIONS = {"qtbase_zh_CN.qm", "qtbase_zh_TW.qm"}
GONE = [
    "share",  # certificates: nothing here speaks to a network
    "lib/BUILD_CONSTANTS.pyc",  # the hour of the build; asked for on Windows only
    "lib/_ssl.*", "lib/_hashlib.*", "lib/libssl*", "lib/libcrypto*", "lib/ssl.pyc", "lib/_uuid.*", "lib/libuuid*",
    "lib/opencc/clib/bin", "lib/opencc/clib/lib64", "lib/opencc/clib/include", "lib/opencc/clib/lib",
    # of rapidfuzz the program asks for one distance; the plain build of it serves every processor
    "lib/rapidfuzz/fuzz_cpp*", "lib/rapidfuzz/process_cpp*", "lib/rapidfuzz/utils_cpp*",
    "lib/rapidfuzz/distance/metrics_cpp_avx2*", "lib/docx/templates/default-docx-template",
    "lib/pycparser*",  # what cffi was built with
    "lib/jieba/finalseg", "lib/jieba/lac_small", "lib/jieba/analyse", "lib/jieba/posseg",  # only its list is read
    "lib/lxml/includes", "lib/lxml/isoschematron", "lib/lxml/html", "lib/lxml/objectify.*", "lib/lxml/*.h",
    "lib/lxml/sax.*", "lib/lxml/builder.*",
    "lib/pypinyin/phrases_dict.json",  # nobody asks for it: PYPINYIN_NO_PHRASES
    "lib/whoosh/cli.*", "lib/whoosh/support/bench.*",  # for a terminal, for measuring
    "lib/whoosh/mcp.*", "lib/whoosh/langchain.*", "lib/whoosh/llamaindex.*", "lib/whoosh/retrieval.*",  # for assistants
    "lib/PySide6/Qt/plugins/generic", "lib/PySide6/Qt/libexec",
]  # fmt: skip
LOADED = {"libpdfium.so"}
"""Libraries that Python code loads by their name; no file asks the loader for them."""

LEFTOVERS = [
    "*.pyx",
    "*.pxd",
    "*.pxi",
    "*.pyi",
    "*.c",
    "*.cpp",
    "*.hpp",
    "*.py",
    "py.typed",
    "*.exe",
    "RECORD",
    "INSTALLER",
    "REQUESTED",
    "direct_url.json",  # tells the folder it was built in
]


def trim(tree: Path) -> None:
    """Leave in a frozen tree what the program needs."""
    for pattern in GONE:
        for path in list(tree.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for pattern in LEFTOVERS:
        for path in list((tree / "lib").rglob(pattern)):
            if path.is_file():
                path.unlink()
    qt = tree / "lib" / "PySide6" / "Qt"
    for plugin in list((qt / "plugins").rglob("*.so")):
        if plugin.name.removeprefix("lib").removesuffix(".so") not in PLUGINS.get(plugin.parent.name, set()):
            plugin.unlink()
    for catalogue in list((qt / "translations").iterdir()):
        if catalogue.name not in TRANSLATIONS:
            catalogue.unlink()
    prune(tree)
    for folder in sorted((path for path in tree.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    neutral(tree)
    for binary in binaries(tree):
        if binary.suffix == ".so" or ".so." in binary.name:
            binary.chmod(0o644)


def binaries(tree: Path) -> Iterator[Path]:
    """Every ELF file of a tree."""
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def needs(binary: Path) -> set[str]:
    """Names of the libraries that an ELF file asks the loader for."""
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", run(["readelf", "-d", str(binary)])))


def lead_to(binary: Path, old: str, new: str) -> None:
    """Let an ELF file ask for a library by another, shorter name. Raises BuildError where it asks for no such one."""
    data, before = binary.read_bytes(), f"\0{old}\0".encode()
    if data.count(before) != 1 or len(new) > len(old):
        raise BuildError(f"{binary.name} does not ask for {old}")
    binary.write_bytes(data.replace(before, f"\0{new}\0".encode().ljust(len(before), b"\0")))


def prune(tree: Path) -> None:
    """Drop shared libraries that no program, extension module or plugin left in the tree leads to."""
    found = list(binaries(tree))
    libraries = {path.name: path for path in found if path.name.startswith("lib") and "plugins" not in path.parts}
    wanted = [path for path in found if path not in libraries.values() or path.name in LOADED]
    reached: set[Path] = set()
    while wanted:
        binary = wanted.pop()
        if binary not in reached:
            reached.add(binary)
            wanted += [libraries[name] for name in needs(binary) if name in libraries]
    for path in found:
        if path not in reached:
            path.unlink()


def strip(tree: Path, program: str = "strip") -> None:
    """Take symbols and debug tables out of the ELF files."""
    for binary in binaries(tree):
        if "Qt" not in binary.parts or binary.name.startswith("libicu"):  # the others come stripped
            run([program, "--strip-unneeded", str(binary)])


def neutral(tree: Path) -> None:
    """Empty the dates that compiled modules carry, also inside archives."""
    for module in tree.rglob("*.pyc"):
        module.write_bytes(undated(module.read_bytes()))
    for archive in tree.rglob("*.zip"):
        with zipfile.ZipFile(archive) as packed:
            content = {name: packed.read(name) for name in packed.namelist()}
        store(archive, {name: undated(data) if name.endswith(".pyc") else data for name, data in content.items()})


def store(archive: Path, content: dict[str, bytes]) -> None:
    """Write a zip of bytes as they are, by name and of one date: same content, same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(content.items()):
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)


def undated(compiled: bytes) -> bytes:
    """A compiled module whose header tells neither the date nor the size of its source; nobody asks for them here."""
    return compiled[:4] + b"\0" * 12 + compiled[16:]


def floor(tree: Path, glibc: tuple[int, ...], glibcxx: tuple[int, ...]) -> str:
    """The newest symbol versions that a tree asks of the system. Raises BuildError above the given limits."""
    newest: dict[str, tuple[int, ...]] = {"GLIBC": (0,), "GLIBCXX": (0,)}
    for binary in binaries(tree):
        for name, number in re.findall(r"\b(GLIBC|GLIBCXX)_([0-9.]+)\b", run(["readelf", "-W", "-V", str(binary)])):
            version = tuple(int(part) for part in number.split("."))
            if version > {"GLIBC": glibc, "GLIBCXX": glibcxx}[name]:
                raise BuildError(f"{binary.relative_to(tree)} needs {name}_{number}, newer than the systems aimed at")
            newest[name] = max(newest[name], version)
    return ", ".join(f"{name} {'.'.join(map(str, version))}" for name, version in newest.items())
