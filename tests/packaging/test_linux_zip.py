"""The modules of the Linux tree, in one zip, are found and run as the freezer's start would have it."""

from __future__ import annotations

import py_compile
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tool = Callable[[str], Any]
LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
START = "import sys; sys.path[:] = sys.argv.pop(1).split(':'); import __init__policy_reader as first; first.run('__main__policy_reader')"
MAIN = """
import gc, pkgutil, sys, half, room, room.inner.deep, room.part
print(half.x, room.part.y, room.inner.deep.z, room.part.here(), __name__, room.__path__[0].endswith('/library.zip/room'))
print(gc.isenabled(), sys.frozen, [each.name for each in pkgutil.iter_modules(room.__path__)])
try:
    import room.missing
except ModuleNotFoundError as error:
    print(error)
try:
    room.part.fail()
except ZeroDivisionError as error:
    print(error.__traceback__.tb_next.tb_frame.f_code.co_name, room.part.__spec__.origin == room.part.__file__)
"""


@pytest.fixture
def lib(tool: Tool, tmp_path: Path) -> Path:
    """A folder as the freezer makes it, folded."""
    code = {
        "__init__policy_reader": (LINUX / "first.py").read_text("utf-8"), "__main__policy_reader": MAIN,
        "room/__init__": "", "room/part": "y = 2\nhere = lambda: __file__.rpartition('/lib/')[2]\ndef fail(): 1 / 0",
        "room/inner/__init__": "", "room/inner/deep": "z = 3", "half/__init__": "x = 1", "types": "", "re/__init__": "",
    }  # fmt: skip
    folder = tmp_path / "lib"
    for name, text in code.items():
        written = tmp_path / "module.py"
        written.write_text(text, encoding="utf-8")
        compiled = folder / f"{name}.pyc"
        compiled.parent.mkdir(parents=True, exist_ok=True)
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(written), str(compiled), invalidation_mode=mode)
    (folder / "half" / "data.json").write_text("{}", encoding="utf-8")
    tool("linux_zip").fold(folder)
    return folder


def test_what_comes_with_data_and_what_comes_before_the_list_stays_in_the_folder(lib: Path) -> None:
    left = {path.relative_to(lib).as_posix() for path in lib.rglob("*") if path.is_file()}
    loose = {"__init__policy_reader.pyc", "types.pyc", "re/__init__.pyc", "half/__init__.pyc", "half/data.json"}
    assert left == {"library.zip", "library.list"} | loose
    assert not (lib / "room").exists()


def test_modules_run_out_of_the_zip(lib: Path) -> None:
    (lib / "types.pyc").unlink()  # this Python has its own
    (lib / "re" / "__init__.pyc").unlink()
    standard = [path for path in sys.path if path and not path.endswith("site-packages")]
    command = [sys.executable, "-I", "-S", "-c", START, ":".join([str(lib), *standard])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "1 2 3 library.zip/room/part.pyc __main__ True",
        "False True ['inner', 'part']",
        "No module named 'room.missing'",
        "fail True",
    ]


def test_a_zip_made_twice_has_the_same_bytes_and_fits_its_list(lib: Path, tool: Tool) -> None:
    before, told = (lib / "library.zip").read_bytes(), tool("linux_zip").listed(lib / "library.zip")
    tool("trim").neutral(lib.parent)
    tool("trim").neutral(lib.parent)
    assert tool("linux_zip").listed(lib / "library.zip") == told, "arm64 takes the tree of x86_64 and trims it again"
    assert len((lib / "library.zip").read_bytes()) == len(before)


def test_the_main_script_looks_for_garbage_again() -> None:
    text = (LINUX / "start.py").read_text("utf-8")
    assert text.index("gc.enable()") < text.index("sys.exit(main())")
