"""What is said of pages that are pictures, and whether this program can read them. Knows no engine (see `ocr`)."""

from __future__ import annotations

import sys
from typing import Final

from reader.core.raw_text import NeedsOcr

PACKAGE: Final = "policy-reader-ocr"
EXTRA: Final = "policy-reader[ocr]"

READ: Final = frozenset(["pdf", "ofd", "picture"])
"""Kinds whose pages can be recognised."""

_FOLDER: Final = "ocr"
_PARTS: Final = ("rapidocr", "onnxruntime")


def is_available() -> bool:
    """Whether the engine is installed: as the extra, or as the package that puts it beside the installed program."""
    import importlib.util

    find_installed()
    return all(importlib.util.find_spec(part) is not None for part in _PARTS)


def find_installed() -> None:
    """Lets the installed program import what lies in the folder `ocr` beside it, after all that is its own."""
    if getattr(sys, "frozen", False):
        from pathlib import Path

        sys.dont_write_bytecode = True  # nothing is written beside the program, and the process may write no file
        folder = Path(sys.executable).resolve().parent / _FOLDER
        for each in (folder, folder / "stdlib"):
            if each.is_dir() and str(each) not in sys.path:
                sys.path.append(str(each))


def needs_ocr(name: str, what: str) -> NeedsOcr:
    """The error for a file that only recognition of characters can read.

    Args:
        what: follows the file's name in the sentence, for example 的页面是图像，没有文字层.
    """
    return NeedsOcr(f"“{name}”{what}，无法直接读取；{what_to_do()}。")


def what_to_do() -> str:
    """How to have a scan read on this machine, the end of a sentence."""
    if is_available():
        return "需要文字识别（OCR）：请加 --ocr 再读一次"
    return f"需要先做文字识别（OCR）：请安装识别组件（软件包 {PACKAGE}，或 pip 的 {EXTRA}）后再读一次"
