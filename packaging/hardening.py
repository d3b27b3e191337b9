"""How every ELF file of a tree is hardened, and a check that it is no worse than what is known.

Nothing of ours on Linux is compiled here: interpreter, Qt and extension modules come from wheels. What they come
without is listed below by name, so that whoever audits finds it, and so that a new build which is weaker stops.
`python packaging/hardening.py TREE` prints the table. The launchers for Windows, the only binaries of our own source,
are linked with what windows.py says.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import trim
from workshop import BuildError, run

BINDINGS = ("lib/PySide6/Qt*.abi3.so", "lib/PySide6/libpyside6*", "lib/shiboken6/*", "lib/PySide6/Qt/lib/libicu*")
COMPILED = ("lib/_cffi_backend.*", "lib/lxml/*", "lib/rapidfuzz/*")
FREEZER = ("lib/libffi*", "lib/liblzma*")  # built on CentOS 7
WITHOUT = {  # what is known to be missing → from which files, as their makers publish them
    "PIE": ("policy-reader",),
    "RELRO": ("lib/libbz2-*",),  # on arm64, where the freezer's own copy stays
    "BIND_NOW": ("policy-reader", *BINDINGS, *COMPILED, *FREEZER, "lib/libbz2-*", "lib/nacl/*", "lib/opencc/*"),
    "stack protector": (
        *BINDINGS, *COMPILED, "lib/PySide6/Qt/plugins/platforms/libq*",  # little code, or none that has a buffer
        "lib/PySide6/Qt/plugins/wayland-graphics-integration-client/*", "lib/_contextvars.*", "lib/_heapq.*",
        "lib/_statistics.*", "lib/_typing.*", "lib/pyrage/*",  # the last is Rust
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Hardening:
    """One file: what it has of each, and what must never be."""

    file: str
    has: frozenset[str]
    faults: tuple[str, ...]


ASKED = ("PIE", "RELRO", "BIND_NOW", "stack protector", "fortified")


def look(tree: Path) -> list[Hardening]:
    """Every ELF file of a tree, in order."""
    return [_of(binary, binary.relative_to(tree).as_posix()) for binary in trim.binaries(tree)]


def _of(binary: Path, name: str) -> Hardening:
    return read(name, run(["readelf", "-W", "-h", "-l", "-d", "--dyn-syms", str(binary)]))


def read(name: str, told: str) -> Hardening:
    """From what `readelf -W -h -l -d --dyn-syms` prints."""
    marks = {
        "PIE": r"Type:\s+DYN",
        "RELRO": r"GNU_RELRO",
        "BIND_NOW": r"\(BIND_NOW\)|\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW",
        "stack protector": r"__stack_chk_fail",
        "fortified": r"__\w+_chk@",
    }
    wrong = {
        "an executable stack": r"GNU_STACK.*\bRWE\b",
        "relocations in its code": r"\(TEXTREL\)|\(FLAGS\).*TEXTREL",
        "a search path outside the package": r"\((?:RPATH|RUNPATH)\).*\[(?!\$ORIGIN)[^\]]",
    }
    return Hardening(
        name,
        frozenset(mark for mark, pattern in marks.items() if re.search(pattern, told)),
        tuple(fault for fault, pattern in wrong.items() if re.search(pattern, told)),
    )


def check(tree: Path) -> str:
    """One line with the counts. Raises BuildError for a file with a fault, or without what it is not known to lack."""
    found = look(tree)
    if wrong := [line for each in found for line in complaints(each)]:
        raise BuildError(f"hardening: {'; '.join(wrong[:5])}")
    return ", ".join(f"{mark} {sum(mark in each.has for each in found)}/{len(found)}" for mark in ASKED)


def complaints(each: Hardening) -> list[str]:
    """What is worse with a file than is known of it."""
    said = [f"{each.file} has {fault}" for fault in each.faults]
    for mark in ASKED:
        known = mark == "fortified" or any(fnmatchcase(each.file, pattern) for pattern in WITHOUT.get(mark, ()))
        if mark not in each.has and not known:
            said.append(f"{each.file} is without {mark}")
    return said


def main() -> int:
    """The table of a tree, a line a file."""
    for each in look(Path(sys.argv[1])):
        marks = "  ".join(f"{mark if mark in each.has else '-':<{len(mark)}}" for mark in ASKED)
        print(f"{marks}  {each.file}{''.join(f'  !! {fault}' for fault in each.faults)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
