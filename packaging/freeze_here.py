"""Runs inside the build environment: cx_Freeze makes a folder of the program with an interpreter of its own.

Arguments: source tree, target folder. Knows cx_Freeze; nothing else of the packaging does.
"""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGES = [
    "reader",
    "whoosh",
    "opencc",
    "jieba",
    "docx",
    "openpyxl",
    "pypinyin",
    "lxml",
    "rapidfuzz",
    "nacl",
    "pypdfium2",
    "pypdfium2_raw",
    "olefile",
    "striprtf",
    "xlrd",
    "icalendar",
    "dateutil",
]
CHARSETS = ["_codecs_cn", "_codecs_hk", "_codecs_tw", "_multibytecodec"]
"""What Python loads for pages in GB 18030 and Big5: by a name made at run time, which no search for imports sees."""
PLAIN = ["pyrage", "_cffi_backend", "filelock", "platformdirs", "tomli_w", "et_xmlfile", "PySide6.QtSvg"]
UNUSED = [
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtDBus", "PySide6.QtOpenGL", "PySide6.QtTest",
    "_tkinter", "tkinter", "turtle", "idlelib", "lib2to3", "pydoc_data", "ensurepip", "pip", "setuptools", "wheel",
    "pkg_resources", "cx_Freeze", "freeze_core", "numpy", "test", "curses", "readline", "jieba.posseg", "jieba.analyse",
    "jieba.lac_small", "lxml.isoschematron", "rapidfuzz.__pyinstaller", "icalendar.tests",
]  # fmt: skip


def main(source: Path, target: Path) -> int:
    """Freeze the program of `source` into `target`."""
    sys.path.insert(0, str(source))
    from cx_Freeze import Executable, Freezer

    freezer = Freezer(
        [
            Executable(
                str(source / "start.py"),
                target_name="policy-reader",
                base="console",
                init_script=str(source / "first.py"),
            )
        ],
        packages=PACKAGES,
        includes=[*PLAIN, *CHARSETS],
        excludes=UNUSED,
        target_dir=str(target),
        optimize=0,
        replace_paths=[("*", "")],  # where it was built is nobody's business, and would be in every byte
        compress=False,
        silent=1,
    )
    freezer.freeze()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
