"""Rule "chrome": a whole document that a page put into one cell of a table, beside a word that names the cell.

Dictionaries and collections keep what they copied so: 词条 | title and 释义 | text. The word and the bars go, nothing
else.
"""

from __future__ import annotations

import itertools
import re

from reader.ingest.lines import lines_of
from reader.ingest.page.keys import key_of
from reader.ingest.traced import Change, TracedText

_NAMES_TEXT = re.compile(
    r"^[\s|]*(?:释义|正文|全文|内容|文章(?:内容|预览)|文件(?:内容|正文|全文)|词条内容|详细内容)[\s|:]*\|[\s|:]*"
)
_NAMES_TITLE = re.compile(r"^[\s|]*(?:词条|标题|文章(?:名称|标题)|文件(?:名称|标题))\s*\|[\s|:]*(?=\S)")
_CELLS = re.compile(r"\S[^\n|]*\|[^\n|]*[^\s|]")
_BEHIND = re.compile(r"[\s|]*$")
_WITHIN = 40  # lines
_LONG = 100  # characters of a cell that holds a document


def open_cells(text: TracedText) -> TracedText:
    """The text without the word and the bars before a document in one cell, and before its title on the line above."""
    if "|" not in text.text:
        return text
    lines = list(itertools.islice(lines_of(text), _WITHIN))
    keys = [key_of(line.text) for line in lines]
    found = next((i for i, key in enumerate(keys) if _holds_text(key)), None)
    if found is None or any(_CELLS.search(line.text) for line in itertools.islice(lines_of(text), found + 1, None)):
        return text  # a table goes on below: its rows are the document's
    changes: list[Change] = []
    titles = [
        i for i in range(found) if (m := _NAMES_TITLE.match(keys[i])) and "|" not in keys[i][m.end() :].rstrip("| ")
    ]
    for index in [*titles[-1:], found]:
        line, key = lines[index], keys[index]
        head = (_NAMES_TEXT if index == found else _NAMES_TITLE).match(key)
        tail = _BEHIND.search(key)
        if head is not None:
            changes.append(Change(line.start, line.start + head.end(), ""))
        if tail is not None and tail.group():
            changes.append(Change(line.start + tail.start(), line.end, ""))
    return text.replace(changes, "chrome")


def _holds_text(key: str) -> bool:
    """Whether a line names a cell and that one cell holds sentences."""
    match = _NAMES_TEXT.match(key)
    rest = key[match.end() :].rstrip("| ") if match else ""
    return len(rest) >= _LONG and "|" not in rest and len(re.findall("[。;]", rest)) > 1
