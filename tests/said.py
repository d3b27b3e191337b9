"""The sentences that rooms below the window say of a user's files, read out of the code: `“{name}”是空的，…`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "reader/formats", "reader/shelves", "reader/files.py", "reader/private.py", "reader/library/adding.py",
    "reader/library/carrying.py", "reader/library/incoming", "reader/library/own_documents.py", "reader/core/policy.py",
)  # fmt: skip
WHOLE = (
    "reader/store", "reader/library/facade.py", "reader/library/taking_remarks.py", "reader/ingest/farm/building.py",
    "reader/ingest/farm/finding.py", "reader/ingest/farm/work.py",
)  # fmt: skip
"""Rooms that have words of tables and reports beside what they say: of these, whole sentences only."""
HAN = re.compile("[\u4e00-\u9fff]")
RAISED = {
    "BadInput", "NeedsOcr", "NotFound", "StoreUnavailable", "DamagedCorpus", "Cancelled", "ReaderError", "damaged",
    "too_much", "needs_ocr", "AddRow",
}  # fmt: skip


def template(node: ast.expr) -> str | None:
    """A string, one for `format` or f-string as a template; each value in it is {1}, {2} … in order."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        numbers = count(1)
        made = re.sub(r"[{}]", lambda brace: brace[0] * 2, node.value)
        made = re.sub(r"\{\{[a-z]+\}\}", lambda _: f"{{{next(numbers)}}}", made)
        return made if HAN.search(made) else None
    if isinstance(node, ast.JoinedStr):
        parts, number = [], 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            else:
                number += 1
                parts.append(f"{{{number}}}")
        made = "".join(parts)
        return made if HAN.search(made) else None
    return None


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Each template, with the file it stands in; the code is read once for all languages."""
    return tuple(_sentences())


def _sentences() -> Iterator[tuple[str, str]]:
    for room in (*ROOMS, *WHOLE):
        place = ROOT / room
        for file in [place] if place.suffix else sorted(place.rglob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            strings = (ast.JoinedStr, ast.Constant)
            inside = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in ast.walk(n) if v is not n}
            docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, strings) and id(node) not in inside | docs and (made := template(node)):
                    if room in WHOLE and not made.endswith("。"):
                        continue
                    yield made, str(file.relative_to(ROOT))


@cache
def refusals() -> tuple[tuple[str, str], ...]:
    """Each template that is raised for people below the window or by a command, with the file it stands in."""
    return tuple(_refusals())


def _refusals() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "reader").rglob("*.py")):
        name = str(file.relative_to(ROOT))
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args):
                continue
            kind = getattr(node.exc.func, "id", "")
            made = template(node.exc.args[0])
            if made and (kind in RAISED or kind == "DamagedStore"):
                yield made, name
