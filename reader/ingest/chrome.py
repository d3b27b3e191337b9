"""Rules "chrome" and "repeated-title": what belongs to the web page, not to the document, is taken out.

Whole lines by what they say (anywhere, or only at the page's head and foot), and credits that stand inside the first
or the last line. A document's own colophon (抄送, 印发机关和日期) is none of it. Looks at simplified, half-width keys.
"""

from __future__ import annotations

import re
from itertools import islice

from reader.ingest import page_words as words
from reader.ingest.lines import Line, drop_lines, lines_of
from reader.ingest.numbering import numbered
from reader.ingest.titles import KINDS
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def key_of(text: str) -> str:
    """The text as the patterns here read it: simplified, marks and Latin in half width, same length."""
    return to_simplified(text).translate(_HALF_WIDTH)


def remove_chrome(text: TracedText) -> TracedText:
    """The text without what the page put around, before and behind the document."""
    lines = list(lines_of(text.text))
    text = drop_lines(text, _page_lines(lines, [key.strip() for key in key_of(text.text).split("\n")]), "chrome")
    text = drop_lines(text, _repeated_titles(list(islice(lines_of(text.text), 40))), "repeated-title")
    return _inside_lines(text)


def _page_lines(lines: list[Line], keys: list[str]) -> list[Line]:
    filled = [i for i, key in enumerate(keys) if key]
    chrome = {i for i in filled if _is_chrome(keys[i])}
    fields = {i for i in filled if words.FIELD.match(keys[i])}
    fields |= {i for i in filled if i not in chrome and _is_furniture(keys[i])}
    body = [i for i in filled if i not in chrome and i not in fields and _is_body(keys[i])]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    chrome |= {i for i in fields if not first <= i <= last}
    free = [(p, i) for p, i in enumerate(filled) if not first <= i <= last and len(keys[i]) <= words.LONGEST]
    for position, i in free:
        key = keys[i]
        if i in chrome or words.OWN.match(key):
            continue
        touching = _touches(position, chrome, filled) or i > last
        if (i < first and words.IN_HEAD.match(key)) or (touching and words.AT_EDGE.match(key)):
            chrome.add(i)
    # What stands between two chrome lines behind the document, or an organ's name over them, is chrome too.
    for position, i in reversed(free):
        before = filled[position - 1] if position else -1
        after = filled[position + 1] if position + 1 < len(filled) else -1
        if i in chrome or words.OWN.match(keys[i]):
            continue
        if i > last and before in chrome and (after in chrome or after == -1) and len(keys[i]) <= 24:
            chrome.add(i)
        if i < first and after in chrome and words.ORGAN.match(keys[i]) and not _heads_a_title(keys, filled, position):
            chrome.add(i)
    return [lines[i] for i in sorted(chrome)]


def _heads_a_title(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether an organ's name at the head is the beginning of a title that was broken behind it."""
    return any(keys[i].startswith(("关于", "印发", "转发")) for i in filled[position + 1 : position + 3])


def _is_chrome(key: str) -> bool:
    if len(key) > words.LONGEST or (words.OWN.match(key) and not words.FILE_NAME.search(key)):
        return False
    return bool(words.ANYWHERE.match(key)) and (numbered(key) is None or bool(words.FILE_NAME.search(key)))


def _is_body(key: str) -> bool:
    """Whether a line is plainly part of a document: a sentence, a numbered heading, a table cell."""
    return numbered(key) is not None or (len(key) >= 12 and key[-1] in "。;:!?)”") or len(key) > 60


def _is_furniture(key: str) -> bool:
    """Whether a page put several of its own things on one line: site, date, source, counter, buttons."""
    if len(key) > words.LONGEST or words.OWN.match(key) or re.search("[。;!?]", key) or numbered(key) is not None:
        return False
    return len({match.lastgroup for match in words.LABEL.finditer(key)}) >= 2


def _touches(at: int, chrome: set[int], filled: list[int]) -> bool:
    return bool({*filled[max(at - 1, 0) : at], *filled[at + 1 : at + 2]} & chrome)


def _bare(key: str) -> str:
    if len(key) > words.LONGEST:
        return ""
    key = words.SITE_NAME.sub("", words.NUMBER_START.sub("", key))
    return re.sub(r"[\s《》\"“”()\[\]〔〕,、:;。!?\-—]", "", key)


def _repeated_titles(lines: list[Line]) -> list[Line]:
    """The page's own title line, where the document's title follows (in one line or broken over several)."""
    raw = [key_of(line.text) for line in lines]
    keys = [_bare(key) for key in raw]
    dropped = []
    for i, key in enumerate(keys[:12]):
        if len(key) < 10 or numbered(raw[i]) is not None or words.OWN.match(raw[i]) or not _TITLE_LIKE.search(key):
            continue
        following = [k for k in keys[i + 1 : i + 16] if k]
        joined = {
            "".join(following[a:b]) for a in range(len(following)) for b in range(a + 1, min(a + 6, len(following) + 1))
        }
        if key in joined:
            dropped.append(lines[i])
    return dropped


_TITLE_LIKE = re.compile(rf"关于|(?:{'|'.join(KINDS)})|草案|稿$")


def _inside_lines(text: TracedText) -> TracedText:
    """Portal lead-ins before the first sentence and credits behind the last words of a line."""
    changes = []
    seen_body = False
    for line, key in zip(lines_of(text.text), key_of(text.text).split("\n"), strict=True):
        start = line.start
        is_body = len(key) > 20 and _is_body(key)
        if not seen_body and is_body and (lead := words.LEAD_IN.match(key)):
            changes.append(Change(line.start, line.start + lead.end(), ""))
            start = line.start + lead.end()
        seen_body = seen_body or is_body
        tail = key[-words.CREDIT_LENGTH :]
        if key[-1:] in _CREDIT_ENDS or ":" in tail:
            credit = words.CREDIT.search(key, max(0, len(key) - words.CREDIT_LENGTH))
            if credit and line.start + credit.start() >= start:
                changes.append(Change(line.start + credit.start(), line.end, ""))
    return text.replace(changes, "chrome")


_CREDIT_ENDS = (")", "]", "】")
