"""What readelf says of a file, read; and that a file which is weaker than known stops the build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STRONG = """  Type:                              DYN (Shared object file)
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x10
  GNU_RELRO      0x0a0c68 0x00000000000a1c68 0x00000000000a1c68 0x001398 0x001398 R   0x1
 0x000000000000001d (RUNPATH)            Library runpath: [$ORIGIN]
 0x000000000000001e (FLAGS)              BIND_NOW
 0x000000006ffffffb (FLAGS_1)            Flags: NOW
     6: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND __stack_chk_fail@GLIBC_2.4 (3)
     7: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND __memcpy_chk@GLIBC_2.3.4 (2)
"""


def test_all_that_is_asked_is_read(tool: Callable[[str], Any]) -> None:
    hardening = tool("hardening")
    found = hardening.read("lib/new.so", STRONG)
    assert found.has == set(hardening.ASKED)
    assert (found.faults, hardening.complaints(found)) == ((), [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("DYN (Shared object file)", "EXEC (Executable file)", "without PIE"),
        ("GNU_RELRO", "LOAD", "without RELRO"),
        (" 0x000000000000001e (FLAGS)              BIND_NOW\n 0x000000006ffffffb (FLAGS_1)            Flags: NOW\n", "", "without BIND_NOW"),
        ("__stack_chk_fail", "memcpy", "without stack protector"),
        ("RW  0x10", "RWE 0x10", "has an executable stack"),
        ("(FLAGS)              BIND_NOW", "(FLAGS)              TEXTREL", "has relocations in its code"),
        ("[$ORIGIN]", "[/home/builder/lib]", "has a search path outside the package"),
    ],
)  # fmt: skip
def test_what_is_weaker_is_told(tool: Callable[[str], Any], old: str, new: str, said: str) -> None:
    hardening = tool("hardening")
    assert old in STRONG
    complaints = hardening.complaints(hardening.read("lib/new.so", STRONG.replace(old, new)))
    assert any(said in each for each in complaints), complaints


def test_a_tree_with_a_weaker_file_stops_the_build(
    tool: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hardening = tool("hardening")
    (tmp_path / "policy-reader").write_bytes(b"\x7fELF")  # the freezer's program is known to be no PIE
    monkeypatch.setattr(hardening, "run", lambda command: STRONG.replace("DYN", "EXEC"))
    assert hardening.check(tmp_path).startswith("PIE 0/1, RELRO 1/1")
    (tmp_path / "other").write_bytes(b"\x7fELF")
    with pytest.raises(tool("workshop").BuildError, match="other is without PIE"):
        hardening.check(tmp_path)
