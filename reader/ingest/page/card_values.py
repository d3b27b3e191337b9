"""What the fields of a record card say: numbers and days in their normal form, whose a number is."""

from __future__ import annotations

import re

from reader.core.late_pattern import late
from reader.ingest.form.titles import is_organ, unquoted
from reader.script import to_simplified

_HEAD_OF_NUMBER = late("[\u4e00-\u9fff]{2,12}(?=[〔\\[【(（])")


_SORTS_OF_NUMBERS = frozenset("发函办规字令通复")


def numbers_as(found: dict[str, str]) -> str | None:
    """Who made a document public, where its number says that it is theirs: 白农发〔2022〕8号, 白石县农业农村局. A site
    names whoever keeps the page there.
    """
    body = to_simplified(found.get("publisher", ""))
    head = _HEAD_OF_NUMBER.match(to_simplified(found.get("doc_number", "")))
    if head is None or not is_organ(body) or head.group()[1] in _SORTS_OF_NUMBERS:
        return None  # 国发 is the State Council's, whoever else begins with 国 and has a 发 in the name
    if body[0] != head.group()[0] or head.group()[1] not in body[1:]:
        return None
    if head.group()[1] == "政":  # the government's or its office's
        office = "办" in head.group()
        return found["publisher"] if body.endswith(("办公室", "办公厅") if office else "政府") else None
    return found["publisher"]


def day_of_law(found: dict[str, str]) -> str | None:
    """The day of a law whose card names none on which it was passed."""
    return found.get("published") or found.get("revised")


def wide(title: str) -> str:
    """A title as documents write it: with wide marks, and without quotation marks round it."""
    return unquoted(title.translate(str.maketrans("(),:", "（），：")))


def normal_number(number: str | None) -> str | None:
    """A document number in its normal form: 〔2021〕14号."""
    if number is None:
        return None
    bare = re.sub(r"\s", "", number)
    return re.sub(r"[〔\[【(（](\d{4})[〕\]】)）]第?0*(\d{1,5})([号號])", r"〔\1〕\2\3", bare)


def iso_of(value: str | None) -> str | None:
    """The ISO form of the first day that a value names; None where it names none."""
    if value is None:
        return None
    if match := re.search(r"((?:19|20)\d{2})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})", value):
        year, month, day = map(int, match.groups())
    elif match := re.search(r"民国\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})", value) or re.match(
        r"(\d{2,3})[./-](\d{1,2})[./-](\d{1,2})$", value.strip()
    ):  # years of the Republic
        year, month, day = map(int, match.groups())
        year += 1911
    elif match := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", value):
        year, month, day = map(int, match.groups())
    else:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
