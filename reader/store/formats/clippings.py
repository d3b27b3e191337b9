"""Clippings of reading programs as text: Kindle's “My Clippings.txt” and what WeChat Reading copies out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from reader.core.remark import Remark, Remarks

RULE: Final = "=========="
_KINDLE: Final = re.compile(
    r"^- .*?(?P<kind>标注|標註|笔记|筆記|书签|書籤|Highlight|Note|Bookmark)(?P<where>.*?)\|(?P<when>.*)$", re.IGNORECASE
)
_PLACE: Final = re.compile(r"(?:#|[Ll]oc(?:ation|\.)? ?|位置 ?|第 ?|[Pp]age )(\d{1,9})(?:-#?(\d{1,9}))?")
_CHINESE_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\D*?(上午|下午)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")
_ENGLISH_DAY: Final = re.compile(r"(\w+ \d{1,2}, \d{4})[, ]+(\d{1,2}:\d{2})(?::\d{2})?(?: ?([AP]M))?")
_THOUGHT: Final = re.compile(r"^◆\s*(\d{4})/(\d{1,2})/(\d{1,2})\s*发表想法")
_ORIGINAL: Final = re.compile(r"^原文[：:]\s*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of Kindle's file."""

    kind: str
    place: tuple[int, int]
    remark: Remark


def is_kindle(text: str) -> bool:
    """Whether it is Kindle's file."""
    return RULE in text and any(_KINDLE.match(line) for line in text.splitlines()[:4000])


def is_wechat(text: str) -> bool:
    """Whether it is what WeChat Reading copies out."""
    return "◆" in text and ("个笔记" in text[:400] or "微信读书" in text or bool(_THOUGHT.search(text)))


def read_kindle(text: str) -> dict[str, Remarks]:
    """The clippings, by the title of the book. A note that stands at a highlight is said of its words."""
    books: dict[str, list[_Entry]] = {}
    for part in text.removeprefix("\ufeff").replace("\r\n", "\n").split(RULE):
        lines = part.strip("\n").split("\n")
        found = _KINDLE.match(lines[1].strip()) if len(lines) > 1 else None
        if found is None:
            continue
        title = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", lines[0].strip("\ufeff \t"))
        kind = _kind(found["kind"])
        words = "\n".join(lines[2:]).strip()
        place = _place(lines[1])
        remark = Remark(
            words if kind == "highlight" else "", words if kind == "note" else "", created=_day(found["when"])
        )
        if words:
            books.setdefault(title, []).append(_Entry(kind, place, remark))
    return {title: Remarks(tuple(_joined(entries)), title=title) for title, entries in books.items()}


def _kind(word: str) -> str:
    lowered = word.lower()
    return (
        "note" if lowered in {"note", "笔记", "筆記"} else "bookmark" if "书" in word or "書" in word else "highlight"
    )


def _place(line: str) -> tuple[int, int]:
    found = _PLACE.findall(line)
    if not found:
        return (-1, -1)
    start, end = found[-1]
    return int(start), int(end or start)


def _joined(entries: list[_Entry]) -> Iterator[Remark]:
    """Highlights with the notes that stand at their end; notes that stand alone."""
    notes = [each for each in entries if each.kind == "note"]
    used: set[int] = set()
    for each in entries:
        if each.kind != "highlight":
            continue
        at = next(
            (n for n, note in enumerate(notes) if n not in used and each.place[0] <= note.place[1] <= each.place[1]),
            None,
        )
        if at is None:
            yield each.remark
        else:
            used.add(at)
            yield replace(each.remark, text=notes[at].remark.text)
    yield from (note.remark for n, note in enumerate(notes) if n not in used)


def _day(said: str) -> str:
    """ISO 8601; the hour is the reader's own, which nobody knows from here. Empty where it is none."""
    try:
        if found := _CHINESE_DAY.search(said):
            hour = int(found[5]) % 12 + 12 if found[4] == "下午" else int(found[5]) % (12 if found[4] else 24)
            moment = datetime(
                int(found[1]), int(found[2]), int(found[3]), hour, int(found[6]), int(found[7] or 0), tzinfo=UTC
            )
        elif found := _ENGLISH_DAY.search(said):
            form = "%B %d, %Y %I:%M %p" if found[3] else "%B %d, %Y %H:%M"
            moment = datetime.strptime(" ".join(filter(None, found.groups())), form).replace(tzinfo=UTC)
        else:
            return ""
    except ValueError:
        return ""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_wechat(text: str) -> Remarks:
    """The highlights and thoughts of one book."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    title = next((line for line in lines if line), "").strip("《》")
    remarks: list[Remark] = []
    for mark in _parts(lines):
        if thought := _THOUGHT.match(mark[0]):
            at = next((n for n, line in enumerate(mark) if _ORIGINAL.match(line)), len(mark))
            quote = "\n".join([_ORIGINAL.sub("", line) for line in mark[at : at + 1]] + mark[at + 1 :])
            day = "{}-{:0>2}-{:0>2}T00:00:00.000000Z".format(*thought.groups())
            remarks.append(Remark(quote, "\n".join(mark[1:at]), created=day))
        else:
            remarks.append(Remark("\n".join([mark[0].removeprefix("◆").strip(), *mark[1:]]), ""))
    said = {each.quote for each in remarks if each.text}
    return Remarks(tuple(r for r in remarks if r.quote and (r.text or r.quote not in said)), title=title)


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """Lines from one ◆ to the next empty line behind its words, or the next ◆."""
    at = 0
    while at < len(lines):
        if not lines[at].startswith("◆"):
            at += 1
            continue
        end = at + 1
        thought = _THOUGHT.match(lines[at])
        while end < len(lines) and not lines[end].startswith("◆") and not lines[end].startswith("--"):
            if not lines[end] and (not thought or any(_ORIGINAL.match(line) for line in lines[at:end])):
                break
            end += 1
        yield [line for line in lines[at:end] if line]
        at = end
