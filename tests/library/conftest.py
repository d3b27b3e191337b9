"""A library of two small documents, and a way to add texts to it as files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from reader.core.adding import AddOptions, AddRow, VersionQuestion
from reader.library import Library

LAW = """关于促进琥珀产业发展的若干意见

某政发〔2026〕9号

各区人民政府，市政府各部门：

一、总体要求

（一）指导思想。坚持质量优先，推动琥珀产业健康发展。

（二）主要目标。到2028年，琥珀产业产值达到30亿元。

二、重点任务

（三）建设琥珀交易平台。由市商务局牵头，市财政局配合。

（四）培育龙头企业。引进和培育一批骨干企业，形成产业集群。

某市人民政府

2026年3月5日
"""


class Add(Protocol):
    def __call__(self, name: str, text: str | bytes = LAW, **options: object) -> AddRow: ...


def quiet(_done: int, _total: int, _name: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def add(small: Library, inbox: Path) -> Add:
    """Writes a file and adds it; the one row it gives."""

    def add(name: str, text: str | bytes = LAW, **options: object) -> AddRow:
        ask = options.pop("ask", None)
        (inbox / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        (row,) = small.add(
            [inbox / name],
            AddOptions(**options),  # type: ignore[arg-type]  # by name
            progress=quiet,
            cancelled=bool,
            ask_version=ask,  # type: ignore[arg-type]
        )
        return row

    return add


__all__ = ["LAW", "Add", "VersionQuestion", "quiet"]
