"""What the documents for developers name exists: every path, every name in a module, every make target."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/adding-a-rule.md")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"(?:reader|tests|docs|resources|corpus|packaging)/[\w./-]+|pyproject\.toml|Makefile|CONTRIBUTING\.md"
)
MOST = 20  # modules in one folder of code


def named(page: str) -> list[str]:
    return CODE.findall((ROOT / page).read_text("utf-8"))


def defined(file: Path) -> set[str]:
    """The names that a module defines at its top."""
    names: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign():
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    return names


def untrue(text: str) -> str | None:
    """What is not so of a piece of code in a document, or None."""
    place, _, name = text.partition(":")
    if PATH.fullmatch(place):
        file = ROOT / place
        if not file.exists():
            return f"{place} is not there"
        if name and name not in defined(file):
            return f"{place} does not define {name}"
    if text.startswith("make ") and not re.search(
        rf"^{text[5:].split(maxsplit=1)[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    ):
        return f"there is no {text}"
    return None


@pytest.mark.parametrize("page", PAGES)
def test_what_a_document_names_is_there(page: str) -> None:
    texts = named(page)
    assert sum(bool(PATH.fullmatch(text.partition(":")[0])) for text in texts) >= 3, "the pattern finds what is named"
    assert [wrong for text in texts if (wrong := untrue(text))] == []


@pytest.mark.parametrize("text", ["reader/nowhere.py", "reader/core/span.py:Nothing", "make nothing"])
def test_the_check_can_find_something(text: str) -> None:
    assert untrue(text)


def test_every_room_has_its_line() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {f"reader/{p.name}" for p in (ROOT / "reader").iterdir() if (p / "__init__.py").exists()}
    rooms |= {f"reader/ui/{p.name}" for p in (ROOT / "reader" / "ui").iterdir() if (p / "__init__.py").exists()}
    assert sorted(room for room in rooms if f"`{room}`" not in page) == []


def test_no_folder_of_code_is_crowded_without_a_reason() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    excused = set(re.findall(r"^- `([\w/]+)`: ", page, re.MULTILINE))
    folders = {file.parent for file in (ROOT / "reader").rglob("*.py")}
    crowded = {f.relative_to(ROOT).as_posix() for f in folders if len(list(f.glob("*.py"))) > MOST}
    assert crowded == excused, "either split the folder or say why not; a reason no longer needed goes"


def test_no_change_is_told_twice() -> None:
    lines = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("- ")]
    begun = Counter(line[:40] for line in lines)
    assert len(lines) > 100
    assert [line for line, often in begun.items() if often > 1] == []
