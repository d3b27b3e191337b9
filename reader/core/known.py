"""What is known of a document without having it: enough to know it again under another id. Values only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.late_dataclass import dataclass, field
from reader.core.late_pattern import late

_SUM: Final = late("[0-9a-f]{64}")
_LONGEST: Final = 500  # characters of a title, a 文号 or the name of a clause


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that notes stand on.

    Attributes:
        file: SHA-256 of the file it was made of, hexadecimal; empty where nobody knows.
        title, doc_number: as it is shown; empty where nobody knows.
    """

    doc: str
    file: str = ""
    title: str = ""
    doc_number: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.file or self.title or self.doc_number)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of documents, by id, and how the clause of each note was called, by id of the note."""

    documents: Mapping[str, KnownDocument] = field(default_factory=dict, hash=False)
    clauses: Mapping[str, str] = field(default_factory=dict, hash=False)


NOTHING_KNOWN: Final = Known()


def known_of(info: DocumentInfo) -> KnownDocument:
    """What there is to know of a document that is here."""
    return KnownDocument(info.id, told(info.source.sha256, _SUM), told(info.reading_title), told(info.doc_number))


def known_from(doc: str, file: object, title: object, doc_number: object) -> KnownDocument:
    """What a file says of a document; what cannot be used is left out."""
    name = told(title)
    return KnownDocument(doc, told(file, _SUM), "" if name == doc else name, told(doc_number))


def told(value: object, form: re.Pattern[str] | None = None) -> str:
    """A text of somebody's file where it is one, on one line; else nothing."""
    if not isinstance(value, str) or len(value) > _LONGEST or (form is not None and not form.fullmatch(value)):
        return ""
    return " ".join("".join(c for c in value if not "\ud800" <= c <= "\udfff").split())
