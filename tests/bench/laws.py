"""Laws of the developers' machines as documents with chapters and articles: for tests and benchmarks of comparing.

Not a product parser: it reads just what these files have.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from reader.core.document import Block, Document, Source
from reader.core.span import Span

NUMBER = re.compile(
    r"第[一二三四五六七八九十百零]+([编章节条])(?:之[一二三四五六七八九十]+)?|（[一二三四五六七八九十]+）"
)
LEVELS = {"编": 1, "章": 2, "节": 3, "条": 4}


def law(file: Path) -> Document:
    """The law as a document."""
    blocks: list[Block] = []
    path: list[tuple[int, str]] = []
    for raw in file.read_text(encoding="utf-8").split("<!-- INFO END -->")[-1].splitlines():
        line = raw.strip().lstrip("#").strip()
        if not line:
            continue
        match = NUMBER.match(line)
        number = match[0] if match else None
        level = LEVELS.get(match[1], 5) if match else None
        if level is not None:
            path = [step for step in path if step[0] < level]
        kind = "heading" if level is not None and level < 4 else "paragraph"
        at = tuple(step for _, step in path)
        blocks.append(Block(f"b{len(blocks) + 1}", kind, line, Span(0, 0), level, number, at))
        if level is not None and number is not None and level < 5:
            path.append((level, number))
    return Document(file.stem, file.stem, Source(file.name, "0" * 64, "hans"), blocks=tuple(blocks))


def versions(folder: Path) -> list[tuple[Path, Path]]:
    """Each pair of neighbouring dated versions of one law, older first."""
    files: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.md")):
        files.setdefault(re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", file.stem), []).append(file)
    return [pair for each in files.values() for pair in pairwise(each)]
