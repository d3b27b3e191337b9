"""What a corpus pack is, in values: who signed it, what it brings, what would change. Reads and writes nothing."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

from reader.core.errors import BadInput
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late
from reader.core.note import PlacedNote

FORMAT = 1
NAMED_FORMAT = 2
"""Of packs that are a shelf of their own: programs that know no such shelves must not take them for the corpus."""
FORMATS: Final = (FORMAT, NAMED_FORMAT)
ADDITION: Final = "addition"
"""A pack that stands beside the others as a shelf of its own."""
REPLACEMENT: Final = "replacement"
"""A pack that takes the place of another: of the shelf of its name, without one of the corpus of the program."""
PACK_KINDS: Final = (ADDITION, REPLACEMENT)
NAME_LONGEST: Final = 60
_NOT_NAMES: Final = frozenset({"bundled", "own", ""})
KIND = "policy-reader-corpus"
SUFFIX = ".prpack"

_NAME = r"[^/\\:*?\"<>|\x00-\x1f\x7f]{1,120}"
_KINDS = "txt|md|html?|xhtml|mht|mhtml|docx?|wps|rtf|pdf|ofd|xlsx?|et"
_PLACES = late(
    rf"catalogue\.toml|normalised/[a-z0-9][a-z0-9-]{{0,120}}\.json|raw/{_NAME}(?i:\.({_KINDS}))"
    r"|registers/[a-z0-9-]{1,60}\.json"
    r"|index/CURRENT|index/g-[0-9a-f]{1,40}/_?MAIN_[0-9A-Za-z_]{1,60}(\.([a-z_]{1,40}\.)?[a-z]{3})?"
)
_YEARS = (1970, 2999)
_RESERVED = late(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def may_stand_in_a_corpus(path: str) -> bool:
    """Whether a corpus folder may hold a file of this path, with slashes, below it: the kinds of files we know, under
    names that mean the same on every system.
    """
    return bool(_PLACES.fullmatch(path)) and is_portable(path.rsplit("/", maxsplit=1)[-1])


def is_portable(name: str) -> bool:
    """Whether a file of this name can be unpacked on every system."""
    return bool(re.fullmatch(_NAME, name)) and name[-1] not in ". " and not _RESERVED.fullmatch(name)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a corpus folder: path below it with slashes, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackManifest:
    """What a pack says of itself.

    Attributes:
        title: for people, such as “2026年11月”.
        version: of the corpus in it (`Corpus.version`).
        made: when, as 2026-11-22T03:00:00Z.
        least: oldest program version that can read it.
        below: the first version that cannot; empty where there is none.
        files: everything in the pack but this list and its signature.
        kind: ADDITION or REPLACEMENT.
        name: of the shelf; empty where it takes the place of the corpus that came with the program.
    """

    title: str
    version: str
    made: str
    least: str
    below: str
    files: tuple[PackFile, ...]
    kind: str = REPLACEMENT
    name: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed. `key`: the id as minisign prints it. `name`: of the key. `comment`: the trusted comment."""

    key: str
    name: str
    comment: str


def moment(made: str) -> datetime:
    """When a pack says it was made: a day or a moment as ISO 8601 writes it, UTC where it does not say.

    Raises ValueError where it is neither, or in no year that a pack is made in.
    """
    at = datetime.fromisoformat(made)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if not _YEARS[0] <= at.year <= _YEARS[1]:
        raise ValueError(made)
    return at


def moment_or_oldest(made: str) -> datetime:
    """The same; what cannot be read is older than everything, so that it gets round no rule about age."""
    try:
        return moment(made)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Installed:
    """One corpus that was installed from a pack. `signer` is the key id; empty where nobody signed.

    Attributes:
        kind, name: as in `PackManifest`.
    """

    folder: str
    title: str
    version: str
    made: str
    signer: str
    least: str = ""
    below: str = ""
    kind: str = REPLACEMENT
    name: str = ""


@dataclass(frozen=True, slots=True)
class PackSummary:
    """What installing a pack would do. Nothing is written yet.

    Attributes:
        digest: of the pack's list of files; installing asks for it, so that what was agreed to is what is installed.
        signer: None where nobody signed.
        new, changed, gone: ids and titles of documents, against the corpus in use.
        same: how many documents stay as they are.
        notes: how many notes stand in documents that change or go.
        older: whether it was made before the pack in use.
        current: whether it is the corpus in use.
        elsewhere: ids and titles of documents that stand on another shelf as well.
        fresh: whether it makes a shelf that is not there yet.
        base: the title of the version that a delta pack was made against; empty for a whole pack.
    """

    manifest: PackManifest
    digest: str
    signer: Signer | None
    new: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    same: int
    notes: int
    older: bool
    current: bool
    elsewhere: tuple[tuple[str, str], ...] = ()
    fresh: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One shelf of the library, or an earlier version of one, as lists show it.

    Attributes:
        shelf: its name in the library: bundled, pack:NAME or own.
        kind: bundled, addition, replacement or own.
        name: what the pack is called; empty for the program's own corpus and the user's own documents.
        documents: how many there are; None for a version that is not in use.
        state: in-use, hidden, damaged or earlier.
        signer: the key; empty where nobody signed.
        doubles: how many of its documents stand on a later shelf as well, by that shelf's name: those are shown.
        fault: what is wrong with it, in one sentence.
        main: whether it is the corpus of the program, or what replaces that.
    """

    shelf: str
    kind: str
    name: str
    title: str = ""
    version: str = ""
    made: str = ""
    signer: str = ""
    documents: int | None = None
    state: str = "in-use"
    doubles: tuple[tuple[str, int], ...] = ()
    fault: str = ""
    main: bool = False

    @property
    def key(self) -> str:
        """What an order calls the shelf."""
        return "bundled" if self.main else self.shelf


def shelf_name(name: str) -> str:
    """The name of a pack's shelf as it is kept. Raises BadInput where it cannot be one."""
    made = unicodedata.normalize("NFC", name).strip()
    if made.casefold() in _NOT_NAMES or len(made) > NAME_LONGEST or not made.isprintable():
        raise BadInput(f"书架名称须为 1 至 {NAME_LONGEST} 个可见的字，不能是 bundled 或 own。")
    return made


def typed(name: str) -> str:
    """The name of a shelf as it has to be typed in a command: whole, and not taken for an option."""
    name = f"pack:{name}" if name.startswith("-") else name
    return name if re.fullmatch(r"[\w.:-]+", name) else f'"{name}"'


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """How the files of a corpus folder compare with its list.

    Attributes:
        listed: where the list came from: "pack", "build", or "" where there is none.
        files: how many were looked at.
        wrong: one sentence for each thing that is not as it was made.
        signed: whether the list bears a signature that is trusted.
    """

    listed: str
    files: int
    wrong: tuple[str, ...] = ()
    signed: bool = False

    @property
    def ok(self) -> bool:
        """Whether a list is there and everything is as it says."""
        return bool(self.listed) and not self.wrong

    @property
    def list_name(self) -> str:
        """What to call the list; keyed in the catalogue."""
        if self.listed != "pack":
            return "出厂清单"
        return "语料包的签名清单" if self.signed else "语料包的清单"


def concerned(notes: tuple[PlacedNote, ...], documents: frozenset[str]) -> int:
    """How many notes stand in these documents."""
    return sum(placed.note.anchor.doc in documents for placed in notes)


def version_key(version: str) -> tuple[int, ...]:
    """A version for comparing: 0.9.1 → (0, 9, 1); what follows the numbers does not count. Raises ValueError."""
    found = re.match(r"\d{1,6}(\.\d{1,6}){0,3}", version, re.ASCII)
    if found is None:
        raise ValueError(version)
    return tuple(int(number) for number in found[0].split("."))


def fits(program: str, least: str, below: str) -> bool:
    """Whether a program version is in a range; an empty bound is no bound. Raises ValueError for what is no version."""
    here = version_key(program)
    return (not least or version_key(least) <= here) and (not below or here < version_key(below))
