"""A plain table with a column of quotations, from a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from typing import Final

from reader.core.errors import BadInput
from reader.core.remark import Remark, Remarks, moment
from reader.store.formats.table import delimiter

MOST: Final = 100_000  # rows
LONGEST: Final = 20_000  # characters of a cell
NAMES: Final = {
    "quote": ("quote", "highlight", "quotation", "selected text", "原文", "引文", "摘录", "摘錄", "划线", "标注"),
    "text": ("note", "notes", "comment", "annotation", "批注", "笔记", "想法", "意见", "备注", "批註", "筆記", "意見"),
    "tags": ("tags", "tag", "标签", "標籤"),
    "author": ("author", "creator", "user", "作者", "批注人", "姓名"),
    "created": ("created", "date", "time", "日期", "时间", "時間", "created at"),
    "title": ("title", "document", "book", "文件", "文件名", "标题", "書名", "书名"),
}  # fmt: skip
OWN: Final = frozenset(["编号", "id"])  # columns that this program's own table has beside the quotation


def is_foreign(text: str) -> bool:
    """Whether it is a table with a column of quotations that this program did not write."""
    found = _columns(text)
    return "quote" in found and not OWN & {name.casefold() for name in _head(text)}


def read_quotations(text: str) -> dict[str, Remarks]:
    """The rows, by the title of the document where a column tells it. Raises BadInput."""
    columns = _columns(text)
    if "quote" not in columns:
        raise BadInput("认不出这是什么批注文件：没有“原文”（quote）这一列。")
    found: dict[str, list[Remark]] = {}
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter(text))
    try:
        next(reader, None)
        for number, row in enumerate(reader):
            if number >= MOST:
                raise BadInput(f"这个表格太长（超过 {MOST} 行），没有导入。")
            cells = {name: row[at].strip()[:LONGEST] if at < len(row) else "" for name, at in columns.items()}
            if cells["quote"] or cells.get("text"):
                tags = tuple(
                    tag.lstrip("#") for tag in cells.get("tags", "").replace("，", " ").replace(",", " ").split()
                )
                remark = Remark(
                    cells["quote"], cells.get("text", ""), author=cells.get("author", "")[:200],
                    created=moment(cells.get("created", "").replace("/", "-")), tags=tags,
                )  # fmt: skip
                found.setdefault(cells.get("title", ""), []).append(remark)
    except csv.Error as error:
        raise BadInput("这个表格已损坏，没有导入批注。") from error
    return {title: Remarks(tuple(remarks), title=title) for title, remarks in found.items()}


def _head(text: str) -> list[str]:
    first = text.removeprefix("\ufeff").partition("\n")[0][:2000]
    try:
        return [name.strip() for name in next(csv.reader([first], delimiter=delimiter(text)), [])]
    except csv.Error:
        return []


def _columns(text: str) -> dict[str, int]:
    """The number of each column that is known, by what it holds."""
    head = [name.casefold() for name in _head(text)]
    return {
        what: next(at for at, name in enumerate(head) if name in names)
        for what, names in NAMES.items()
        if any(name in names for name in head)
    }
