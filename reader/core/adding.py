"""Adding files to the library: what is asked, what happened to each file, and what is known of a document of one's own.

Plain values; the work is done by the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

AddState = Literal["added", "already", "version", "needs-ocr", "unreadable", "skipped"]

IN_LIBRARY: Final[frozenset[AddState]] = frozenset(["added", "already", "version"])
"""States after which the document is in the library."""
COULD_NOT: Final[frozenset[AddState]] = frozenset(["needs-ocr", "unreadable"])
"""States of a document that could not be read."""


@dataclass(frozen=True, slots=True)
class AddRow:
    """What happened to one file.

    Attributes:
        file: as given; inside a zip: "outer.zip!inner.docx".
        id: of the document that is in the library now; None where there is none.
        title: as shown; "" where it was not read.
        says: one sentence: what happened, and what to do.
    """

    file: str
    state: AddState
    id: str | None
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add.

    Attributes:
        version_of: id of the document that the file is a new version of.
        separate: never a version, even if it looks like one.
        collection: folder of one's own that what is added goes into.
        ocr: read pages that are pictures, where that is installed.
        dry_run: only say what would happen.
    """

    version_of: str | None = None
    separate: bool = False
    collection: str | None = None
    ocr: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class VersionQuestion:
    """Whether a file is a new version of a document that is there; the answer None is: another document.

    Attributes:
        why: what speaks for it: 文号相同, or 标题相同而且文字大半相同.
    """

    file: str
    title: str
    existing_id: str
    existing_title: str
    why: str


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """Where one document comes from, and what is known of it.

    Attributes:
        file: its name as given. size: in bytes, 0 where not known.
        converter: what read it, and in which version of the program.
        pages: of the original; 0 where it has none.
        added: ISO time, "" where it was not added by the user.
        versions: id, ISO time and file of all versions of its family, newest first; the document itself among them.
        inferred: field → basis, for what the file itself does not say.
        values: title, doc_number, issuers, written, published, kind, region, as they are now.
        corrected: the fields that the user set.
        away: whether it is out of the library now.
        also: names of the shelves whose document of the same id gives way to this one.
    """

    id: str
    title: str
    shelf: str
    file: str
    sha256: str
    size: int = 0
    converter: str = ""
    pages: int = 0
    added: str = ""
    versions: tuple[tuple[str, str, str], ...] = ()
    inferred: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    away: bool = False
    also: tuple[str, ...] = ()
