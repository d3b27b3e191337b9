"""What a page set into lines: lead-ins, columns before a title, links of a wiki, credits, bars, names of cells."""

from __future__ import annotations

import itertools
import re

from reader.core.late_pattern import late
from reader.ingest.form.titles import is_title
from reader.ingest.lines import lines_of
from reader.ingest.page import page_head
from reader.ingest.page import page_words as words
from reader.ingest.page.keys import is_body, key_of
from reader.ingest.traced import Change, TracedText


def inside_lines(text: TracedText, keys: list[str]) -> TracedText:
    """Portal lead-ins before the first sentence, column and state before a title, credits behind the last words."""
    changes = []
    seen_body = False
    written_by = page_head.byline(keys)
    links = _edit_links(keys)
    ends = max((i for i, key in enumerate(keys) if key), default=-1)
    for number, (line, key) in enumerate(zip(lines_of(text), keys, strict=True)):
        start = line.start
        if number == ends and written_by is not None:
            changes.append(Change(line.start + written_by, line.end, ""))
            continue
        if key == _EDIT and number in links:
            changes.append(Change(start, line.end, ""))
            continue
        if number in links:
            changes.append(Change(start, start + len(_EDIT), ""))
            continue
        if labelled := _OF_LAWS.match(key):
            changes.append(Change(start, start + labelled.end(), ""))
            start += labelled.end()
        if aside := _says_what_else(key, keys[number + 1 : number + 1 + _AGAIN_WITHIN]):
            changes.append(Change(line.start + aside, line.end, ""))
            continue
        if not seen_body:
            seen_body = len(key) > 20 and is_body(key)
            if seen_body and (lead := words.LEAD_IN.match(key)):
                changes.append(Change(line.start, line.start + lead.end(), ""))
                start = line.start + lead.end()
            elif size := column_of(key):
                changes.append(Change(line.start, line.start + size, ""))
                start = line.start + size
            if half := _twice(key):
                changes.append(Change(line.start + half, line.end, ""))
                continue
            size = len(key) - len(key.rstrip("| "))
            if not seen_body and size and "|" not in key[: len(key) - size] and not _in_a_table(keys, number):
                changes.append(Change(line.end - size, line.end, ""))
                continue
        tail = key[-words.CREDIT_LENGTH :]
        if key[-1:] in _CREDIT_ENDS or ":" in tail:
            credit = words.CREDIT.search(key, max(0, len(key) - words.CREDIT_LENGTH))
            if credit and line.start + credit.start() >= start:
                changes.append(Change(line.start + credit.start(), line.end, ""))
    return text.replace(changes, "chrome")


_AND_ELSE = late(r"\(附\s?:?[^()]{2,12}\)$")
_AGAIN_WITHIN = 30  # lines


def _says_what_else(key: str, below: list[str]) -> int:
    """Where a title that comes again `below` says what else the page has (附:理解与适用); 0 where it says nothing."""
    match = _AND_ELSE.search(key) if key.endswith(")") and len(key) <= words.LONGEST else None
    if match is None or not is_title(key[: match.start()]):
        return 0
    return match.start() if any(key[: match.start()] in line for line in below) else 0


_OF_LAWS = re.compile("[【\\[](?:题注|编名|章名|节名)[】\\]]\\s*(?=\\S)")
"""What a library of laws sets before a note of passing and the names of chapters."""
_SHORTEST_TITLE = 8


def _twice(key: str) -> int:
    """Where a line that holds its title twice, one behind the other, says it again; 0 where it does not."""
    words = key.rstrip("| ")
    half = len(words) // 2
    again = len(words) % 2 == 0 and half >= _SHORTEST_TITLE and words[:half] == words[half:]
    return half if again and is_title(words[:half]) else 0


_EDIT = "编辑"
_FEWEST_EDITS = 2


def _edit_links(keys: list[str]) -> set[int]:
    """The lines before whose words a wiki set its link 编辑: each stands below a heading."""
    found = [n for n, key in enumerate(keys) if key.startswith(_EDIT)]
    if len(found) < _FEWEST_EDITS:
        return set()
    above = (next((key for key in reversed(keys[max(n - 3, 0) : n]) if key), "") for n in found)
    return set(found) if all(len(key) <= 40 and not re.search("[。;!?]", key) for key in above) else set()


_CREDIT_ENDS = (")", "]", "】")


def _in_a_table(keys: list[str], number: int) -> bool:
    """Whether a line next to this one has cells: then bars at its end are empty cells."""
    above = next((key for key in reversed(keys[max(number - 3, 0) : number]) if key), "")
    below = next((key for key in keys[number + 1 : number + 4] if key), "")
    return any(len([cell for cell in key.split("|") if cell.strip()]) > 1 for key in (above, below))


def column_of(key: str) -> int:
    """How many characters before a title name the page's column (政务公开丨) or the document's state (失效)."""
    if (news := words.NEWS_COLUMN.match(key)) and 6 <= len(key) - news.end() <= 60:
        return news.end()
    if (kind := _KIND_BEFORE.match(key)) and key.endswith(kind.group(1)) and is_title(key[kind.end() :]):
        return kind.end()
    match = words.COLUMN.match(key)
    return match.end() if match and len(key) - match.end() >= 6 and is_title(key[match.end() :]) else 0


_KIND_BEFORE = re.compile("([\u4e00-\u9fff]{2,6})[—–]{1,2}(?=[\u4e00-\u9fff]{6})")
"""A column of a site named after the kind of document that stands behind it: 应急预案—青溪市总体应急预案."""
_NAMES_TEXT = re.compile(
    r"^[\s|]*(?:释义|正文|全文|内容|文章(?:内容|预览)|文件(?:内容|正文|全文)|词条内容|详细内容)[\s|:]*\|[\s|:]*"
)
_NAMES_TITLE = re.compile(r"^[\s|]*(?:词条|标题|文章(?:名称|标题)|文件(?:名称|标题))\s*\|[\s|:]*(?=\S)")
_CELLS = re.compile(r"\S[^\n|]*\|[^\n|]*[^\s|]")
_BEHIND = re.compile(r"[\s|]*$")
_WITHIN = 40  # lines
_LONG = 100  # characters of a cell that holds a document


def open_cells(text: TracedText) -> TracedText:
    """The text without the word and the bars before a document in one cell, and before its title on the line above.

    Dictionaries and collections keep what they copied so: 词条 | title and 释义 | text. Nothing else goes.
    """
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
