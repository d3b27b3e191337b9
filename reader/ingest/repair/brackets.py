"""Rule "bracket": a lost bracket or quotation mark is put back where something proves where it stood.

Evidence: the same words elsewhere in the document, the shape of an assignment note, or dates that agree. Without it the
text stays as it is and the structure step reports a defect.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reader.core.late_pattern import late
from reader.ingest.form.numbering import value_of
from reader.ingest.form.titles import is_title
from reader.ingest.lines import Line, lines_of
from reader.ingest.traced import Change, TracedText

RULE = "bracket"

_YEARS = r"\d{4}\s*(?:[-—－~～至]{1,2}\s*\d{4})\s*年?"
_NUMBER = late(
    r"^([\u4e00-\u9fff]{2,12}?)\s*[〔\[【（(?？]?\s*((?:19|20)\d{2})\s*[〕\]】）)?？]?\s*第?\s*0*(\d{1,4})\s*(号?)$"
)
_NUMBER_INLINE = late(r"(?<=[发字函令办规政厅通告])[\[【（(„]((?:19|20)\d{2})[\]】）)‟]\s*(?:第)?0*(\d{1,4})号")
_UNCLOSED_YEAR = late(r"(?<=[\u4e00-\u9fff]〔(?:19|20)\d\d)(?=\d{1,4}号)")
"""Where the bracket behind the year of a number is lost: 青政发〔202410号. A year has four digits."""
_ASSIGNMENT = late(
    r"（(?:牵头单位|责任单位|配合单位|责任部门|牵头部门)：[^（）。\n]{2,200}(?:（[^（）]*）[^（）。\n]*)*。"
    r"|（(?:[市区县省][^（）。，、；\n]{1,12}(?:局|委|办|厅|部|院|会|司|中心|公司)[，、])[^（）。\n]{0,200}。(?=\n|$)"
)


def repair_brackets(text: TracedText, named: Sequence[str] = ()) -> TracedText:
    """Document numbers, titles, assignment notes and quotation marks, in that order. `named`: titles that the page
    tells beside the text.
    """
    text = _document_numbers(text)
    text = _titles(text, named)
    text = text.sub(_ASSIGNMENT, _closed_note, RULE)
    return _quotes(text)


def _document_numbers(text: TracedText) -> TracedText:
    """A line that is a document number gets its normal form; a lost bracket only where the year agrees with a date."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=年\d{1,2}月|-\d{1,2}-\d{1,2})", text.text))
    years |= {
        "".join(str(value_of(char.replace("○", "〇"))) for char in match.group(1))
        for match in re.finditer("([二一][〇○零一二三四五六七八九]{3})年[一二三四五六七八九十]{1,2}月", text.text)
    }
    changes: list[Change] = []
    lines = [line for line in lines_of(text) if line.text][:20]
    for line in lines:
        match = _NUMBER.match(line.text)
        if not match:
            continue
        framed = re.search(r"[〔\[【]\s*\d{4}\s*[〕\]】]", line.text) and (match.group(4) or "〕" in line.text)
        if not framed and not re.search("[发函字令规告通办政]$", match.group(1)):
            continue
        ordered = "第" if match.group(1).endswith("令") and "第" in line.text else ""  # 政府令〔2010〕第15号
        normal = f"{match.group(1)}〔{match.group(2)}〕{ordered}{match.group(3)}号"
        whole = re.search(r"[〔\[【（(]\s*\d{4}\s*[〕\]】）)]", line.text) and match.group(4)
        if normal != line.text and (whole or match.group(2) in years or "〔" in line.text):
            changes.append(Change(line.start, line.end, normal, bool(whole) or match.group(2) in years))
    text = text.replace(changes, "doc-number")
    text = text.sub(_NUMBER_INLINE, r"〔\1〕\2号", "doc-number")
    return text.sub(_UNCLOSED_YEAR, "〕", "doc-number") if "〔" in text.text else text


def _bare(text: str) -> str:
    return re.sub(r"[（）()《》“”\s]", "", text)


def _titles(text: TracedText, named: Sequence[str]) -> TracedText:
    """A title that lost one bracket: the same title elsewhere, or brackets that always hold its years, say where."""
    value = text.text
    lines = list(lines_of(text))
    odd = [line for line in lines if line.text.count("（") != line.text.count("）") and is_title(line.text)]
    if not odd:
        return text
    known = {m.group(1) for m in re.finditer(r"《([^《》\n]{6,80})》", value)} | {
        line.text for line in lines if is_title(line.text)
    }
    known.update(named)
    known |= {m.group(1) for t in known if (m := re.search(r"关于印发(.+)的通知$", t))}
    whole = {_bare(t): t for t in known if t.count("（") == t.count("）")}
    changes: list[Change] = []
    for line in odd:
        fixed = whole.get(_bare(line.text))
        if fixed is None and "关于印发" in line.text and (m := re.search(r"^(.*关于印发)(.+)(的通知)$", line.text)):
            inner = whole.get(_bare(m.group(2)))
            fixed = m.group(1) + inner + m.group(3) if inner else None
        changes += _inserted(line, fixed) if fixed else _years_bracketed(line)
    return text.replace(sorted(changes), RULE)


def _inserted(line: Line, fixed: str) -> list[Change]:
    """The brackets that `fixed` has and the line lacks, as insertions."""
    changes, at = [], 0
    for char in fixed:
        while at < len(line.text) and line.text[at] == " " != char:
            at += 1
        if char == " ":
            continue
        if at < len(line.text) and line.text[at] == char:
            at += 1
        elif char in "（）":
            changes.append(Change(line.start + at, line.start + at, char))
        else:
            return []
    return changes if at == len(line.text) else []


def _years_bracketed(line: Line) -> list[Change]:
    if match := re.search(rf"(?<!（)({_YEARS})）", line.text):
        return [Change(line.start + match.start(), line.start + match.start(), "（")]
    if match := re.search(rf"（({_YEARS})(?!）)$", line.text):
        return [Change(line.end, line.end, "）")]
    return []


def _closed_note(match: re.Match[str]) -> str:
    return match.group()[:-1] + "）"


_BROKEN_OVER = 4  # lines, one behind the other, that a page broke a quotation over
_CLOSED_FIRST = late("^[^“”]*”|“[^“”]*“|”[^“”]*”")


def _quotes(text: TracedText) -> TracedText:
    """A lost quotation mark, where the document quotes the same words whole elsewhere."""
    value = text.text
    quoted = Counter(re.findall(r"“([^“”\n]{1,20})”", value))
    changes: list[Change] = []
    pending = -_BROKEN_OVER  # the last line, counted, that left a mark open which nothing closes
    lines = [line for line in lines_of(text) if line.text]
    for number, line in enumerate(lines):
        goes_on = lines[number + 1].text.startswith("“") if number + 1 < len(lines) else False
        opened = line.text.count("“")
        if opened == line.text.count("”") and not (opened and _CLOSED_FIRST.search(line.text)):
            continue
        open_at: int | None = None
        for match in re.finditer("[“”]", line.text):
            if match.group() == "“":
                if open_at is not None:
                    changes += _close(line, open_at, quoted)
                open_at = match.start()
            elif open_at is None:
                if number - pending < _BROKEN_OVER:
                    pending = -_BROKEN_OVER  # closes what a line above, broken in the middle, left open
                else:
                    changes += _open(line, match.start(), quoted)
            else:
                open_at = None
        if open_at is not None and goes_on:
            pending = number  # wording of several paragraphs: each opens with the mark, the last one closes
        elif open_at is not None:
            closed = _close(line, open_at, quoted)
            changes += closed
            pending = pending if closed else number
    return text.replace(sorted(changes), RULE)


def _open(line: Line, close: int, quoted: Counter[str]) -> list[Change]:
    for size in range(min(20, close), 0, -1):
        start = close - size
        if quoted[line.text[start:close]] and "”" not in line.text[start:close]:
            return [Change(line.start + start, line.start + start, "“")]
    if close <= 12 and line.text[:close].isalnum():
        return [Change(line.start, line.start, "“", False)]
    return []


def _close(line: Line, start: int, quoted: Counter[str]) -> list[Change]:
    for size in range(min(20, len(line.text) - start - 1), 0, -1):
        end = start + 1 + size
        if quoted[line.text[start + 1 : end]]:
            return [Change(line.start + end, line.start + end, "”")]
    return []
