"""The house rules of the code base as tests: who may import whom, who owns which outside thing, what is too long."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
READER = ROOT / "reader"
MODULES = sorted(READER.rglob("*.py"))

# Outside thing → the rooms that may import it. An empty tuple: nobody.
OWNERS: dict[str, tuple[str, ...]] = {
    "PySide6": ("reader.ui", "reader.app"),
    "shiboken6": ("reader.ui", "reader.app"),
    "whoosh": ("reader.search",),
    "opencc": ("reader.script",),
    "sqlite3": ("reader.store",),
    "nacl": ("reader.packs", "reader.cli.parts"),
    "pypinyin": ("reader.ingest", "reader.search", "reader.cli.parts"),
    "jieba": ("reader.ingest", "reader.search", "reader.cli.parts"),
    "platformdirs": ("reader.paths",),
    "rapidocr": ("reader.formats.ocr",),
    "numpy": ("reader.formats.ocr",),
    "PIL": ("reader.formats.ocr",),
    "onnxruntime": (),
    "cv2": (),
    # No network, ever. A socket of the file system is asked for a voice.
    "socket": ("reader.voices.dispatcher",),
    "ssl": (),
    "http": (),
    "urllib.request": (),
    "ftplib": (),
    "smtplib": (),
    "xmlrpc": (),
    "socketserver": (),
    "requests": (),
    "PySide6.QtWebEngineCore": (),
    "PySide6.QtWebEngineWidgets": (),
    "PySide6.QtWebSockets": (),
}
OUTSIDE = {thing.partition(".")[0] for thing in OWNERS}
# The one use of QtNetwork that never leaves the machine: a second instance finding the first.
LOCAL_ONLY = {"QLocalServer", "QLocalSocket"}

MODULE_LIMIT, FUNCTION_LIMIT = 400, 60


def name_of(file: Path) -> str:
    """Dotted name of a module of the package."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class Module(NamedTuple):
    """What the rules look at in one module.

    Attributes:
        says: whether it has a docstring, or nothing that would want one.
        imports: every dotted name that it imports, with the line.
        functions: names of its functions and their lines.
    """

    says: bool
    imports: tuple[tuple[str, int], ...]
    functions: tuple[tuple[str, int], ...]


@cache
def module_of(source: str) -> Module:
    """Read once for all the rules."""
    tree = ast.parse(source)
    imports: list[tuple[str, int]] = []
    functions: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            imports += ((base, node.lineno), *((f"{base}.{alias.name}", node.lineno) for alias in node.names))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions.append((node.name, (node.end_lineno or 0) - node.lineno + 1))
    return Module(bool(ast.get_docstring(tree)) or not tree.body, tuple(imports), tuple(functions))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def misplaced_imports(module: str, source: str) -> list[str]:
    """The imports that break the ownership of outside things."""
    found = []
    for name, line in module_of(source).imports:
        if name.partition(".")[0] not in OUTSIDE:
            continue
        for thing, owners in OWNERS.items():
            if within(name, thing) and not any(within(module, owner) for owner in owners):
                found.append(f"{module}:{line} imports {name}")
        if within(name, "PySide6.QtNetwork") and name.count(".") == 2 and name.split(".")[2] not in LOCAL_ONLY:
            found.append(f"{module}:{line} imports {name}")
    return found


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, check=False, capture_output=True, encoding="utf-8"
    )


def test_imports_point_right() -> None:
    done = python("from importlinter.cli import lint_imports_command; lint_imports_command()")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_every_outside_thing_has_one_owner() -> None:
    found = [wrong for file in MODULES for wrong in misplaced_imports(name_of(file), file.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reader.core.span", "from PySide6.QtCore import QObject"),
        ("reader.library", "def f():\n    import sqlite3"),
        ("reader.ui.session.session", "import whoosh.index"),
        ("reader.corpus", "from urllib.request import urlopen"),
        ("reader.corpus", "from urllib import request"),
        ("reader.app", "from PySide6.QtNetwork import QNetworkAccessManager"),
    ],
)
def test_the_owner_rule_can_find_something(module: str, source: str) -> None:
    assert misplaced_imports(module, source)


def test_the_library_needs_no_qt() -> None:
    done = python("import sys; sys.modules['PySide6'] = None; import reader.library, reader.core, reader.ingest")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("entry", ["reader.library", "reader.app"])
def test_search_and_conversion_are_loaded_when_they_are_needed(entry: str) -> None:
    heavy = "whoosh opencc jieba pypinyin openpyxl docx sqlite3 nacl pyrage"
    done = python(f"import sys, {entry}; print(*[m for m in '{heavy}'.split() if m in sys.modules])")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [], "loaded by the import already, which makes the start slow"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_files_stay_readable(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    module = module_of(source)
    assert module.says, "a module says what it owns and what it must not do"
    assert source.count("\n") <= MODULE_LIMIT, "wants splitting"
    long = [f"{name}: {lines}" for name, lines in module.functions if lines > FUNCTION_LIMIT]
    assert long == []


HOUSE_RULES = {
    r"\bprocessEvents\(": "long work runs in ui/tasks.py",
    r"\bQApplication\.instance\(|\bqApp\b": "what is needed is passed by constructor",
    r"#.*\b(TODO|FIXME|XXX)\b": "an open end belongs in an issue",
    r"# type: ignore(?!\[)": "say which error, and why",
    r"# noqa(?!: [A-Z]+\d+)": "say which rule, and why",
    r"^\s*global ": "no mutable state in modules",
}


@pytest.mark.parametrize("rule", HOUSE_RULES, ids=lambda rule: HOUSE_RULES[rule])
def test_house_rules(rule: str) -> None:
    pattern = re.compile(rule, re.MULTILINE)
    found = [
        f"{name_of(file)}:{source.count(chr(10), 0, hit.start()) + 1}"
        for file in MODULES
        for source in [file.read_text(encoding="utf-8")]
        for hit in pattern.finditer(source)
    ]
    assert found == [], HOUSE_RULES[rule]


def tracked_files() -> list[Path]:
    """The files under version control; where that is not to be had (a tarball), all but what is built."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.split("\0") if name]
    return [f for f in ROOT.rglob("*") if f.is_file() and f.relative_to(ROOT).parts[0] not in {".venv", "build"}]


def test_nobody_says_where_packages_come_from() -> None:
    """Package indexes and mirrors are the machine's configuration: no address of one stands in the project."""
    address = re.compile(
        r"https?://\S*(pypi|pythonhosted|npmjs|registry|/simple\b|deb\.debian|debian\.org/debian)|--(extra-)?index-url[ =]\S"
    )
    found = []
    for file in tracked_files():
        if not file.exists() or file.relative_to(ROOT).parts[0] == "corpus" or file == Path(__file__).resolve():
            continue
        text = file.read_bytes().decode("utf-8", errors="replace")
        found += [f"{file.relative_to(ROOT)}: {hit[0]}" for hit in address.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "Makefile", ".ci/run", "pyproject.toml"]
)
def test_set_up_files_hold_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")
