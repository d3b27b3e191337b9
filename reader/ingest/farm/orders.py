"""What is asked of whoever works for a build (`work`), as plain bytes, and what parts an answer has. Imports little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.ingest.farm import frames

if TYPE_CHECKING:
    from reader.ingest.metadata import Facts

READ, UNMARKED, INDEX = "read", "unmarked", "index"
CHANGED, LOST = "changed", "lost"
"""States of an answer that end the build: the file, or what was kept of it, is no longer what it was."""
DOCUMENT, BUCKETS, PAGE, UNITS, REGISTERS, COMPLETING, COUNTS = range(7)
"""The parts of an answer to reading a file."""


class Home(NamedTuple):
    """Where on this machine an answer is to be put by who makes it, so that its line alone goes to the build.

    Attributes:
        kept: folder of kept answers. key: of this one.
        stamp: of the program; another puts nothing there.
        document: file for the document of the corpus; "" for none.
    """

    kept: str
    key: str
    stamp: str
    document: str = ""


class Lying(NamedTuple):
    """A file of this machine that is read by who makes the answer: its path, and its SHA-256 as it was found."""

    path: str
    sha256: str


def read_order(
    name: str, facts: Facts, data: bytes | Lying, reference: Sequence[str] | None = None, *, ocr: bool = False,
    home: Home | None = None,
) -> bytes:  # fmt: skip
    """The order to read a file.

    Args:
        data: its bytes, or where it lies.
        ocr: whether pages that are pictures are to be recognised.
        reference: clean lines that a damaged page may learn from; None for a first reading without.
        home: of the answer; None where that goes to the build whole.
    """
    head = {
        "do": READ, "name": name, "id": facts.id, "values": dict(facts.values), "basis": dict(facts.basis), "ocr": ocr,
        **_home(home),
    }  # fmt: skip
    if isinstance(data, Lying):
        head["lying"], data = data._asdict(), b""
    lines = [] if reference is None else ["\n".join(reference).encode("utf-8", "surrogatepass")]
    return frames.packed(head, [data, *lines])


def unmarked_order(name: str, read: tuple[bytes, bytes] | str, infos: bytes, home: Home | None = None) -> bytes:
    """The order to look for titles that a document names without marks.

    Args:
        read: the document and its registers; or the key of the answer that has them, where that has the same home.
        infos: of the documents it may name, a line of JSON each.
    """
    is_kept = isinstance(read, str)
    head = {"do": UNMARKED, "name": name, **_home(home), **({"read": read} if is_kept else {})}
    return frames.packed(head, [infos, *(() if isinstance(read, str) else read)])


def _home(home: Home | None) -> dict[str, Any]:
    return {} if home is None else {"home": home._asdict()}
